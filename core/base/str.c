/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings of pointer and length: comparing, cutting, numbers, copies in an
 * arena.  UTF-8 is in utf8.c, folding for search in str_fold.c.
 */
#include "api/str.h"

#include <stdarg.h>
#include <stdio.h>

#include "api/arena.h"

#define VT_STR_NUMBER_MAX 64 /* longest decimal fraction read, in bytes */
#define VT_STR_DIGITS_MAX 18 /* significant digits used of it */

bool
vt_str_eq(struct vt_str a, struct vt_str b)
{
	return (a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0));
}

bool
vt_str_eq_c(struct vt_str a, const char *b)
{
	return (vt_str_eq(a, vt_str_of(b)));
}

static unsigned char
vt_str_lower(char c)
{
	return ((unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
}

bool
vt_str_eq_nocase(struct vt_str a, struct vt_str b)
{
	if (a.len != b.len)
		return (false);
	for (size_t i = 0; i < a.len; i++)
		if (vt_str_lower(a.p[i]) != vt_str_lower(b.p[i]))
			return (false);
	return (true);
}

int
vt_str_cmp(struct vt_str a, struct vt_str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len != 0 ? memcmp(a.p, b.p, len) : 0;

	if (order != 0)
		return (order);
	return ((a.len > b.len) - (a.len < b.len));
}

bool
vt_str_starts(struct vt_str s, struct vt_str prefix)
{
	return (s.len >= prefix.len && vt_str_eq(vt_str_sub(s, 0, prefix.len), prefix));
}

bool
vt_str_ends(struct vt_str s, struct vt_str suffix)
{
	return (s.len >= suffix.len &&
		vt_str_eq(vt_str_sub(s, s.len - suffix.len, suffix.len), suffix));
}

ptrdiff_t
vt_str_find(struct vt_str s, struct vt_str needle)
{
	const char *at;

	if (needle.len == 0)
		return (0);
	if (needle.len > s.len)
		return (-1);
	at = memmem(s.p, s.len, needle.p, needle.len);
	return (at != NULL ? at - s.p : -1);
}

struct vt_str
vt_str_sub(struct vt_str s, size_t from, size_t len)
{
	if (s.p == NULL)
		return (VT_STR_NONE);
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return ((struct vt_str){ s.p + from, len });
}

static bool
vt_str_is_space(char c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

struct vt_str
vt_str_trim(struct vt_str s)
{
	size_t from = 0, to = s.len;

	while (from < to && vt_str_is_space(s.p[from]))
		from++;
	while (to > from && vt_str_is_space(s.p[to - 1]))
		to--;
	return (vt_str_sub(s, from, to - from));
}

bool
vt_str_next(struct vt_str *rest, char sep, struct vt_str *part_r)
{
	const char *at;
	size_t len;

	if (rest->len == 0)
		return (false);
	at = memchr(rest->p, sep, rest->len);
	len = at != NULL ? (size_t)(at - rest->p) : rest->len;
	*part_r = vt_str_sub(*rest, 0, len);
	*rest = vt_str_sub(*rest, len + (at != NULL), rest->len);
	return (true);
}

bool
vt_str_to_int(struct vt_str s, int64_t min, int64_t max, int64_t *value_r)
{
	bool is_negative = s.len > 0 && s.p[0] == '-';
	int64_t value = 0;

	if (s.len == (is_negative ? 1u : 0u))
		return (false);
	for (size_t i = is_negative; i < s.len; i++) {
		int digit = s.p[i] - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value))
			return (false);
		/* Negative numbers are built downwards: INT64_MIN has no opposite. */
		if (__builtin_add_overflow(value, is_negative ? -digit : digit, &value))
			return (false);
	}
	if (value < min || value > max)
		return (false);
	*value_r = value;
	return (true);
}

bool
vt_str_to_double(struct vt_str s, double *value_r)
{
	bool is_negative = s.len > 0 && s.p[0] == '-', has_point = false;
	double value = 0, scale = 1;
	int64_t mantissa = 0;
	int kept = 0, digits = 0;

	if (s.len > VT_STR_NUMBER_MAX)
		return (false);
	for (size_t i = is_negative; i < s.len; i++) {
		char c = s.p[i];

		if (c == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return (false);
		digits++;
		if (kept < VT_STR_DIGITS_MAX) {
			mantissa = mantissa * 10 + (c - '0');
			kept += mantissa != 0;
			scale *= has_point ? 10 : 1;
		} else if (!has_point) {
			scale /= 10;
		}
	}
	if (digits == 0)
		return (false);
	value = (double)mantissa / scale;
	*value_r = is_negative ? -value : value;
	return (true);
}

struct vt_str
vt_str_dup(struct vt_arena *a, struct vt_str s)
{
	char *p = vt_str_c(a, s);

	return ((struct vt_str){ p, p != NULL ? s.len : 0 });
}

char *
vt_str_c(struct vt_arena *a, struct vt_str s)
{
	char *p = s.len < SIZE_MAX ? vt_arena_alloc(a, s.len + 1) : NULL;

	if (p != NULL && s.len != 0)
		memcpy(p, s.p, s.len);
	return (p);
}

struct vt_str
vt_str_printf(struct vt_arena *a, const char *fmt, ...)
{
	va_list ap;
	int len;
	char *p;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0) {
		(void)vt_fail(VT_E_INTERNAL, "the format \"%s\" cannot be written", fmt);
		return (VT_STR_NONE);
	}
	p = vt_arena_alloc(a, (size_t)len + 1);
	if (p == NULL)
		return (VT_STR_NONE);
	va_start(ap, fmt);
	(void)vsnprintf(p, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return ((struct vt_str){ p, (size_t)len });
}
