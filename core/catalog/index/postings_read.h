/* SPDX-License-Identifier: Apache-2.0 */
/* What postings.c and postings_segments.c share: numbers as FTS5 writes them. */
#ifndef VT_CATALOG_POSTINGS_READ_H
#define VT_CATALOG_POSTINGS_READ_H

#include "catalog/index/postings.h"

/* VT_E_UNSUPPORTED with its sentence. */
vt_err	vt_posting_odd(void) VT_MUST_CHECK;

/* Seven bits a byte, the highest first, the ninth byte whole; false: it is not all there. */
bool	vt_posting_long_number(const uint8_t *p, size_t end, size_t *at, int64_t *n_r);

/* Most are one byte. */
static inline bool
vt_posting_number(const uint8_t *p, size_t end, size_t *at, int64_t *n_r)
{
	if (*at >= end || p[*at] >= 0x80)
		return (vt_posting_long_number(p, end, at, n_r));
	*n_r = p[(*at)++];
	return (true);
}

#endif
