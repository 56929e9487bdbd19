/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Percent-decoding of path parts and of arguments.  Decoded text is checked
 * here, once, so that no handler meets a NUL or broken UTF-8.
 */
#include "http/fields/percent.h"

static int
percent_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'F')
		return (c - 'A' + 10);
	return (-1);
}

int
vt_percent_byte(char high, char low)
{
	int h = percent_digit(high), l = percent_digit(low);

	return (h < 0 || l < 0 ? -1 : h * 16 + l);
}

/* Decodes into out, which has room for s.len bytes; the length or -1. */
static ptrdiff_t
percent_copy(struct vt_str s, enum vt_percent how, char *out)
{
	ptrdiff_t n = 0;
	int byte;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c == '%') {
			byte = i + 2 < s.len ? vt_percent_byte(s.p[i + 1], s.p[i + 2]) : -1;
			if (byte < 0 && how != VT_PERCENT_FORM)
				return (-1);
			if (byte >= 0 && !(how == VT_PERCENT_TAIL && byte == '/')) {
				c = (char)byte;
				i += 2;
			}
		} else if (c == '+' && how == VT_PERCENT_FORM) {
			c = ' ';
		}
		out[n++] = c;
	}
	return (n);
}

static vt_err
percent_check(struct vt_str s)
{
	if (s.len > 0 && memchr(s.p, '\0', s.len) != NULL)
		return (vt_fail(VT_E_BADARG, "the address holds a NUL (%%00)"));
	if (!vt_utf8_is_valid(s))
		return (vt_fail(VT_E_BADARG, "the address holds bytes that are not UTF-8"));
	return (VT_OK);
}

static bool
percent_is_plain(struct vt_str s, enum vt_percent how)
{
	return (s.len == 0 || (memchr(s.p, '%', s.len) == NULL &&
			       (how != VT_PERCENT_FORM || memchr(s.p, '+', s.len) == NULL)));
}

vt_err
vt_percent_decode(struct vt_arena *a, struct vt_str s, enum vt_percent how, struct vt_str *out_r)
{
	struct vt_str decoded = s;
	ptrdiff_t len;
	char *copy;
	vt_err err;

	if (!percent_is_plain(s, how)) {
		if ((copy = vt_arena_alloc(a, s.len)) == NULL)
			return (VT_E_LIMIT);
		if ((len = percent_copy(s, how, copy)) < 0)
			return (vt_fail(VT_E_BADARG, "the address has a '%%' without two "
						     "hexadecimal digits behind it"));
		decoded = (struct vt_str){ copy, (size_t)len };
	}
	if ((err = percent_check(decoded)) != VT_OK)
		return (err);
	*out_r = decoded;
	return (VT_OK);
}
