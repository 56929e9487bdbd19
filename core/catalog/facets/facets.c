/* SPDX-License-Identifier: Apache-2.0 */
/* The blocks of facets, read and written (facets.h). */
#include "catalog/facets/facets.h"

#include <stdlib.h>

#define VT_FACETS_SHIFT_MAX 28 /* of the last seven bits of a number */

static bool
vt_facets_number(const uint8_t **at, const uint8_t *end, uint32_t *n_r)
{
	const uint8_t *p = *at;
	uint32_t n = 0;

	for (unsigned shift = 0; shift <= VT_FACETS_SHIFT_MAX && p < end; shift += 7) {
		n |= (uint32_t)(*p & 0x7f) << shift;
		if (*p++ < 0x80) {
			*n_r = n;
			*at = p;
			return (true);
		}
	}
	return (false);
}

static void
vt_facets_leave(struct vt_str *rest, const uint8_t *at, const uint8_t *end)
{
	*rest = (struct vt_str){ (const char *)at, (size_t)(end - at) };
}

bool
vt_facets_head(struct vt_str *rest, struct vt_facets *f_r)
{
	const uint8_t *at = (const uint8_t *)rest->p, *end = at + rest->len;
	uint32_t count;

	if (rest->len < 3)
		return (false);
	f_r->slot = *at++;
	f_r->access = *at++;
	if (!vt_facets_number(&at, end, &count) || count > VT_FACET_VALUES_MAX ||
	    count > (size_t)(end - at))
		return (false);
	f_r->count = count;
	vt_facets_leave(rest, at, end);
	return (true);
}

/* Numbers have one byte or two, in no order that a processor could foresee: so those are
 * taken without a branch. */
bool
vt_facets_values(struct vt_str *rest, struct vt_facets *f)
{
	const uint8_t *at = (const uint8_t *)rest->p, *end = at + rest->len;
	uint32_t value = 0, distance;

	for (size_t i = 0; i < f->count; i++) {
		if (end - at >= 2 && (at[0] & at[1]) < 0x80) {
			uint32_t is_two = at[0] >> 7;

			distance = (at[0] & 0x7fu) | ((uint32_t)at[1] << 7 & (0u - is_two));
			at += 1 + is_two;
		} else if (!vt_facets_number(&at, end, &distance)) {
			return (false);
		}
		value += distance;
		f->values[i] = value;
	}
	vt_facets_leave(rest, at, end);
	return (true);
}

/* Each number ends at a byte below 0x80; of eight bytes at once they are counted. */
bool
vt_facets_skip(struct vt_str *rest, const struct vt_facets *f)
{
	const uint8_t *at = (const uint8_t *)rest->p, *end = at + rest->len;
	size_t left = f->count;
	uint64_t eight;

	for (; left >= sizeof(eight) && (size_t)(end - at) >= sizeof(eight); at += sizeof(eight)) {
		memcpy(&eight, at, sizeof(eight));
		left -= (size_t)((~eight >> 7 & 0x0101010101010101u) * 0x0101010101010101u >> 56);
	}
	for (; left != 0 && at < end; at++)
		left -= *at < 0x80;
	if (left != 0)
		return (false);
	vt_facets_leave(rest, at, end);
	return (true);
}

bool
vt_facets_next(struct vt_str *rest, struct vt_facets *f_r)
{
	struct vt_str at = *rest;

	if (!vt_facets_head(&at, f_r) || !vt_facets_values(&at, f_r))
		return (false);
	*rest = at;
	return (true);
}

bool
vt_facets_have(const struct vt_facets *f, const uint32_t *values, size_t count)
{
	for (size_t i = 0, k = 0; i < f->count && k < count;) {
		if (f->values[i] == values[k])
			return (true);
		if (f->values[i] < values[k])
			i++;
		else
			k++;
	}
	return (false);
}

static void
vt_facets_put_number(struct vt_buf *out, uint32_t n)
{
	for (; n >= 0x80; n >>= 7)
		vt_buf_char(out, (char)(0x80 | (n & 0x7f)));
	vt_buf_char(out, (char)n);
}

static int
vt_facets_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return ((x > y) - (x < y));
}

void
vt_facets_put(struct vt_facets *f, struct vt_buf *out)
{
	size_t count = 0;

	qsort(f->values, f->count, sizeof(f->values[0]), vt_facets_order);
	for (size_t i = 0; i < f->count; i++)
		if (i == 0 || f->values[i] != f->values[i - 1])
			f->values[count++] = f->values[i];
	f->count = count;
	vt_buf_char(out, (char)f->slot);
	vt_buf_char(out, (char)f->access);
	vt_facets_put_number(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		vt_facets_put_number(out, f->values[i] - (i > 0 ? f->values[i - 1] : 0));
}
