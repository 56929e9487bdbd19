/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses, and the nets they lie in (forwarded.h). */
#include <arpa/inet.h>
#include <string.h>

#include "http/fields/forwarded.h"

#define NET_BITS     128
#define NET_V4_FIRST 96 /* bits before an IPv4 address */

static const uint8_t net_v4[NET_V4_FIRST / 8] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

bool
vt_net_address_parse(struct vt_str text, struct vt_net_address *a_r)
{
	char copy[INET6_ADDRSTRLEN];

	if (text.len == 0 || text.len >= sizeof(copy) || memchr(text.p, '\0', text.len) != NULL)
		return (false);
	memcpy(copy, text.p, text.len);
	copy[text.len] = '\0';
	memcpy(a_r->bytes, net_v4, sizeof(net_v4));
	return (inet_pton(AF_INET, copy, a_r->bytes + sizeof(net_v4)) == 1 ||
		inet_pton(AF_INET6, copy, a_r->bytes) == 1);
}

static bool
net_is_v4(const struct vt_net_address *a)
{
	return (memcmp(a->bytes, net_v4, sizeof(net_v4)) == 0);
}

struct vt_str
vt_net_address_text(const struct vt_net_address *a, char out[INET6_ADDRSTRLEN])
{
	const char *text = net_is_v4(a) ? inet_ntop(AF_INET, a->bytes + sizeof(net_v4), out,
						    INET6_ADDRSTRLEN)
					: inet_ntop(AF_INET6, a->bytes, out, INET6_ADDRSTRLEN);

	return (vt_str_of(text));
}

vt_err
vt_net_parse(struct vt_str text, struct vt_net *net_r)
{
	struct vt_str rest = text, address = VT_STR_NONE;
	bool has_bits = vt_str_find(text, VT_STR("/")) >= 0;
	unsigned first;
	int64_t bits;

	(void)vt_str_next(&rest, '/', &address);
	if (!vt_net_address_parse(address, &net_r->address))
		return (vt_fail(VT_E_BADARG,
				"'%.*s' is neither an address like 192.0.2.1 or ::1 nor a net like "
				"192.0.2.0/24",
				VT_STR_ARG(text)));
	first = vt_str_find(address, VT_STR(":")) < 0 ? NET_V4_FIRST : 0;
	bits = NET_BITS - first;
	if (has_bits && !vt_str_to_int(rest, 0, NET_BITS - first, &bits))
		return (vt_fail(VT_E_BADARG, "'%.*s': behind the slash stands a number from 0 to %u",
				VT_STR_ARG(text), NET_BITS - first));
	net_r->bits = first + (unsigned)bits;
	return (VT_OK);
}

bool
vt_net_has(const struct vt_net *net, const struct vt_net_address *a)
{
	size_t whole = net->bits / 8;
	uint8_t mask = (uint8_t)(0xff00 >> (net->bits % 8));

	if (memcmp(net->address.bytes, a->bytes, whole) != 0)
		return (false);
	return (net->bits % 8 == 0 ||
		(net->address.bytes[whole] & mask) == (a->bytes[whole] & mask));
}
