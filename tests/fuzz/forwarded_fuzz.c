/* SPDX-License-Identifier: Apache-2.0 */
/* What a proxy says: of whatever comes, an address that can stand in a record is
 * made, or none.  The lines are X-Forwarded-For, -Proto, -Host, -Port, -Prefix,
 * Forwarded, Host, a net. */
#include "http/fields/forwarded.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check_base(struct vt_str base)
{
	static const char marks[] = "-._~:/[]";

	if (base.len == 0)
		return;
	vt_assert(vt_str_starts(base, VT_STR("http://")) || vt_str_starts(base, VT_STR("https://")));
	vt_assert(!vt_str_ends(base, VT_STR("/")));
	for (size_t i = 0; i < base.len; i++) {
		char c = base.p[i];

		vt_assert((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			  (c >= '0' && c <= '9') || (c != '\0' && strchr(marks, c) != NULL));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_str rest = { (const char *)data, len }, lines[8];
	struct vt_arena *a = vt_arena_new(1 << 20);
	const struct vt_net all = { .bits = 0 };
	struct vt_net net;
	char text[INET6_ADDRSTRLEN];

	for (size_t i = 0; i < 8; i++)
		if (!vt_str_next(&rest, '\n', &lines[i]))
			lines[i] = VT_STR_NONE;
	for (int kind = 0; kind < 2; kind++) {
		const struct vt_proxies p = { &all, 1, kind == 1 };
		const struct vt_forwarded_in in = { .peer = VT_STR("127.0.0.1"),
						    .x_for = lines[0],
						    .x_proto = lines[1],
						    .x_host = lines[2],
						    .x_port = lines[3],
						    .x_prefix = lines[4],
						    .forwarded = lines[5],
						    .host = lines[6] };
		struct vt_forwarded f;

		vt_forwarded_read(&p, &in, &f);
		vt_assert(f.is_told && vt_net_address_text(&f.client, text).len > 0);
		check_base(vt_forwarded_base(&f, "http", a));
	}
	if (vt_net_parse(lines[7], &net) == VT_OK)
		vt_assert(net.bits <= 128 && vt_net_has(&net, &net.address));
	vt_arena_free(&a);
	return (0);
}
