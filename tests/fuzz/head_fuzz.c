/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Request heads of strangers: nothing read beyond the bytes given, what is
 * found lies inside them, and a head that is whole stays so when more follows.
 */
#include <stdlib.h>
#include <string.h>

#include "http/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check_inside(struct vt_str s, const char *p, size_t len)
{
	/* "/" may be our own: the path of an absolute target that has none. */
	if (s.len == 0 || (s.len == 1 && s.p[0] == '/'))
		return;
	vt_assert(s.p >= p && s.p + s.len <= p + len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct vt_head h, again;
	char *p = malloc(len + 1);

	if (p == NULL)
		return (0);
	memcpy(p, data, len);
	if (vt_head_parse(p, len, &h) == VT_HEAD_WHOLE) {
		vt_assert(h.len != 0 && h.len <= len);
		check_inside(h.method, p, h.len);
		check_inside(h.target, p, h.len);
		for (size_t i = 0; i < h.header_count; i++) {
			check_inside(h.headers[i].name, p, h.len);
			check_inside(h.headers[i].value, p, h.len);
		}
		vt_assert(vt_head_parse(p, h.len, &again) == VT_HEAD_WHOLE);
		vt_assert(again.header_count == h.header_count && again.body_len == h.body_len);
		vt_assert(vt_head_parse(p, h.len - 1, &again) != VT_HEAD_WHOLE);
	}
	free(p);
	return (0);
}
