/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows in, a pyramid of JPEG tiles out, in one pass: each level keeps one row
 * of tiles.  Level n has ceil(size / 2^n) pixels, and its pixel (x, y) is the
 * mean of the full-size pixels from (x, y) * 2^n on, so that levels lie on each
 * other without a shift and edge tiles have the size that viewers compute
 * (Image API 3.0, implementation notes, 3).  Behind them stands the level of
 * pyramid_ready.h.
 */
#ifndef VT_MEDIA_PYRAMID_WRITE_H
#define VT_MEDIA_PYRAMID_WRITE_H

#include "api/str.h"

#define VT_PYRAMID_LEVELS_MAX 32

struct vt_pyramid_shape {
	int64_t width, height;
	int bands; /* 1 or 3 */
	int tile_size;
	int quality;	 /* of all levels below the largest */
	int top_quality; /* of the largest */
	struct vt_str profile; /* ICC, what the colours mean; empty: sRGB or grey; borrowed */
};

struct vt_pyramid_writer;

/* Bytes that a writer of this shape keeps. */
int64_t vt_pyramid_shape_holds(const struct vt_pyramid_shape *shape);

/* Writes to fd, an empty file, borrowed; path is for sentences. */
vt_err vt_pyramid_writer_new(int fd, const char *path, const struct vt_pyramid_shape *shape,
			     struct vt_pyramid_writer **w_r) VT_MUST_CHECK;
void vt_pyramid_writer_free(struct vt_pyramid_writer **w);
/* The next row, from the top: width * bands bytes. */
vt_err vt_pyramid_writer_row(struct vt_pyramid_writer *w, const uint8_t *row) VT_MUST_CHECK;
/* After the last row. */
vt_err vt_pyramid_writer_finish(struct vt_pyramid_writer *w) VT_MUST_CHECK;

#endif
