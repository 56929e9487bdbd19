/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Request heads of strangers: nothing read beyond the bytes given, what is
 * found lies inside them, and a head that is whole stays so when more follows.
 */
#include <stdlib.h>
#include <string.h>

#include "http/server/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check_inside(struct vt_str s, const char *p, size_t len)
{
	/* "/" may be our own: the path of an absolute target that has none. */
	if (s.len == 0 || (s.len == 1 && s.p[0] == '/'))
		return;
	vt_assert(s.p >= p && s.p + s.len <= p + len);
}

static void
check_text(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		vt_assert(((unsigned char)s.p[i] >= ' ' || s.p[i] == '\t') && s.p[i] != 0x7f);
}

/* Nothing by which another server could see another end of the request. */
static void
check_one_reading(const struct vt_head *head)
{
	size_t hosts = 0, lengths = 0;

	vt_assert(head->target.p[0] == '/' || head->target.p[0] == '*');
	check_text(head->target);
	for (size_t i = 0; i < head->header_count; i++) {
		const struct vt_http_header *header = &head->headers[i];

		check_text(header->name);
		check_text(header->value);
		vt_assert(!vt_str_eq_nocase(header->name, VT_STR("transfer-encoding")));
		hosts += vt_str_eq_nocase(header->name, VT_STR("host"));
		if (!vt_str_eq_nocase(header->name, VT_STR("content-length")))
			continue;
		lengths++;
		for (size_t k = 0; k < header->value.len; k++)
			vt_assert(header->value.p[k] >= '0' && header->value.p[k] <= '9');
	}
	vt_assert(lengths == 1 || (lengths == 0 && head->body_len == 0));
	vt_assert(hosts == 1 || (hosts == 0 && head->is_http10));
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
		check_one_reading(&h);
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
