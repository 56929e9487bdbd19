/* SPDX-License-Identifier: Apache-2.0 */
/* A rectangle of 8-bit pixels in memory: 1 band (grey), 2 (grey and alpha),
 * 3 (sRGB) or 4 (sRGB and alpha), bands interleaved. */
#ifndef VT_MEDIA_PIXELS_H
#define VT_MEDIA_PIXELS_H

#include "api/str.h"

struct vt_pixels {
	uint8_t *p;
	int64_t width, height;
	size_t pitch; /* bytes from one row to the next */
	int bands;
};

/* Heap memory of the size given, not initialised; VT_E_NOMEM. */
vt_err vt_pixels_new(int64_t width, int64_t height, int bands,
		     struct vt_pixels *px_r) VT_MUST_CHECK;
void vt_pixels_free(struct vt_pixels *px);

static inline uint8_t *
vt_pixels_row(const struct vt_pixels *px, int64_t y)
{
	return (px->p + (size_t)y * px->pitch);
}

#endif
