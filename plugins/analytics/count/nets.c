/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The addresses that are within the library: visits from there are no virtual
 * visits (ISO 2789).
 */
#include <arpa/inet.h>

#include "analytics.h"

struct analytics_net {
	uint8_t		bytes[16];	/* IPv4 as ::ffff:a.b.c.d */
	unsigned	bits;
};
struct analytics_nets {
	struct analytics_net	*items;
	size_t			 count;
};

static bool
nets_address(struct vt_str text, uint8_t out[16], bool *is_v4_r)
{
	char	copy[INET6_ADDRSTRLEN];

	if (text.len == 0 || text.len >= sizeof(copy))
		return (false);
	memcpy(copy, text.p, text.len);
	copy[text.len] = '\0';
	memset(out, 0, 16);
	*is_v4_r = inet_pton(AF_INET, copy, out + 12) == 1;
	if (*is_v4_r)
		out[10] = out[11] = 0xff;
	return (*is_v4_r || inet_pton(AF_INET6, copy, out) == 1);
}

static bool
nets_parse(struct vt_str text, struct analytics_net *net_r)
{
	ptrdiff_t	slash = vt_str_find(text, VT_STR("/"));
	int64_t		bits;
	bool		is_v4;

	if (!nets_address(vt_str_sub(text, 0, slash < 0 ? text.len : (size_t)slash), net_r->bytes,
	    &is_v4))
		return (false);
	bits = is_v4 ? 32 : 128;
	if (slash >= 0 && !vt_str_to_int(vt_str_sub(text, (size_t)slash + 1, text.len), 0, bits,
	    &bits))
		return (false);
	net_r->bits = (unsigned)bits + (is_v4 ? 96 : 0);
	return (true);
}

vt_err
analytics_nets_new(struct vt_boot *boot, const struct vt_str_list *list,
    struct analytics_nets **nets_r)
{
	struct analytics_nets	*nets = vt_boot_alloc(boot, sizeof(*nets));

	if (nets == NULL)
		return (VT_E_NOMEM);
	nets->items = vt_boot_alloc(boot, (list->count + 1) * sizeof(*nets->items));
	if (nets->items == NULL)
		return (VT_E_NOMEM);
	for (size_t i = 0; i < list->count; i++)
		if (!nets_parse(vt_str_of(list->items[i]), &nets->items[nets->count++]))
			return (vt_fail(VT_E_BADARG, "analytics.inside: '%s' is no address and no "
			    "network such as 192.0.2.0/24", list->items[i]));
	*nets_r = nets;
	return (VT_OK);
}

static bool
nets_match(const struct analytics_net *n, const uint8_t address[16])
{
	unsigned	bytes = n->bits / 8, rest = n->bits % 8;

	return (memcmp(n->bytes, address, bytes) == 0 && (rest == 0 ||
	    ((n->bytes[bytes] ^ address[bytes]) & (0xff00u >> rest & 0xff)) == 0));
}

bool
analytics_nets_has(const struct analytics_nets *nets, struct vt_str address)
{
	uint8_t	bytes[16];
	bool	is_v4;

	if (nets->count == 0 || !nets_address(address, bytes, &is_v4))
		return (false);
	for (size_t i = 0; i < nets->count; i++)
		if (nets_match(&nets->items[i], bytes))
			return (true);
	return (false);
}
