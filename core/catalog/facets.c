/* SPDX-License-Identifier: Apache-2.0 */
/* The blocks of facets, read and written (facets.h). */
#include "catalog/facets.h"

#include <stdlib.h>

#define VT_FACETS_SHIFT_MAX 28 /* of the last seven bits of a number */

static bool
vt_facets_number(struct vt_str *rest, uint32_t *n_r)
{
	uint32_t n = 0;

	for (unsigned shift = 0; shift <= VT_FACETS_SHIFT_MAX && rest->len != 0; shift += 7) {
		uint8_t byte = (uint8_t)rest->p[0];

		rest->p++;
		rest->len--;
		n |= (uint32_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*n_r = n;
			return (true);
		}
	}
	return (false);
}

bool
vt_facets_next(struct vt_str *rest, struct vt_facets *f_r)
{
	struct vt_str at = *rest;
	uint32_t count, value = 0, distance;

	if (at.len < 3)
		return (false);
	f_r->slot = (uint8_t)at.p[0];
	f_r->access = (uint8_t)at.p[1];
	at = (struct vt_str){ at.p + 2, at.len - 2 };
	if (!vt_facets_number(&at, &count) || count > VT_FACET_VALUES_MAX)
		return (false);
	for (uint32_t i = 0; i < count; i++) {
		if (!vt_facets_number(&at, &distance))
			return (false);
		value += distance;
		f_r->values[i] = value;
	}
	f_r->count = count;
	*rest = at;
	return (true);
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
