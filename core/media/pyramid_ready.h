/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One more level, the size that every harvester and every list asks for: made at
 * ingest from rows of the level that is a little larger, so that nobody has to
 * decode and scale when thousands of them are fetched one after the other.
 */
#ifndef VT_MEDIA_PYRAMID_READY_H
#define VT_MEDIA_PYRAMID_READY_H

#include "media/pixels.h"

#define VT_PYRAMID_READY_SIDE 400 /* pixels, the longer one: what Europeana asks for */

struct vt_resampler;

struct vt_pyramid_ready {
	int level;	       /* whose rows it is made of; -1: there is no such level */
	int64_t width, height; /* 0: the picture has no need of one */
	int64_t rows;	       /* of that level, so far */
	struct vt_pixels px;   /* padded to whole tiles */
	struct vt_resampler *resampler;
};

/* Of a picture of width x height, whose level n has ceil(size / 2^n) pixels, levels
 * of them.  VT_E_NOMEM; vt_pyramid_ready_fini() in any case. */
vt_err vt_pyramid_ready_init(struct vt_pyramid_ready *r, const struct vt_pixels *whole, int levels,
			     int tile_size) VT_MUST_CHECK;
void vt_pyramid_ready_fini(struct vt_pyramid_ready *r);
/* Each row of each level, from the top. */
void vt_pyramid_ready_row(struct vt_pyramid_ready *r, int level, const uint8_t *row);
/* After the last one: fills the tiles up. */
void vt_pyramid_ready_pad(struct vt_pyramid_ready *r);

#endif
