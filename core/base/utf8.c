/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 (RFC 3629), one code point at a time.  Knows nothing of letters: that
 * is str_fold.c.
 */
#include "api/str.h"

/* Bytes of the sequence that lead begins, and its smallest code point; 0: lead
 * begins none. */
static size_t
vt_utf8_length(unsigned char lead, uint32_t *least_r)
{
	if (lead < 0x80) {
		*least_r = 0;
		return (1);
	}
	if (lead >= 0xc2 && lead <= 0xdf) {
		*least_r = 0x80;
		return (2);
	}
	if (lead >= 0xe0 && lead <= 0xef) {
		*least_r = 0x800;
		return (3);
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		*least_r = 0x10000;
		return (4);
	}
	return (0);
}

bool
vt_utf8_next(struct vt_str *rest, uint32_t *code_r)
{
	uint32_t code, least = 0;
	size_t len;

	if (rest->len == 0)
		return (false);
	code = (unsigned char)rest->p[0];
	len = vt_utf8_length((unsigned char)code, &least);
	if (len == 0 || len > rest->len)
		return (false);
	if (len > 1)
		code &= 0x7fu >> len;
	for (size_t i = 1; i < len; i++) {
		unsigned char c = (unsigned char)rest->p[i];

		if ((c & 0xc0) != 0x80)
			return (false);
		code = code << 6 | (c & 0x3f);
	}
	if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return (false);
	*rest = vt_str_sub(*rest, len, rest->len);
	*code_r = code;
	return (true);
}

/* Leading bytes that are ASCII, eight at a time: nearly all there is in addresses. */
static size_t
vt_utf8_ascii(struct vt_str s)
{
	size_t i = 0;
	uint64_t eight;

	for (; s.len - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, s.p + i, sizeof(eight));
		if ((eight & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (i < s.len && (unsigned char)s.p[i] < 0x80)
		i++;
	return (i);
}

bool
vt_utf8_is_valid(struct vt_str s)
{
	uint32_t code;

	do
		s = vt_str_sub(s, vt_utf8_ascii(s), s.len);
	while (vt_utf8_next(&s, &code));
	return (s.len == 0);
}

size_t
vt_utf8_count(struct vt_str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return (count);
}

size_t
vt_utf8_put(uint32_t code, char *out)
{
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		code = 0xfffd;
	if (code < 0x80) {
		out[0] = (char)code;
		return (1);
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return (2);
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return (3);
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return (4);
}

/* Text that is no UTF-8 loses what may be part of a character, too. */
struct vt_str
vt_utf8_cut(struct vt_str s, size_t max)
{
	size_t len = max;

	if (s.len <= max)
		return (s);
	while (len > 0 && ((unsigned char)s.p[len] & 0xc0) == 0x80)
		len--;
	return ((struct vt_str){ s.p, len });
}
