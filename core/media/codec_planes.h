/* SPDX-License-Identifier: Apache-2.0 */
/* The planes of a JPEG in YCbCr, as they are stored. */
#ifndef VT_MEDIA_CODEC_PLANES_H
#define VT_MEDIA_CODEC_PLANES_H

#include "media/pixels.h"

/* Luma and two chroma planes, of which each sample stands for h x v of luma (1 or
 * 2 each).  Width and height of luma are multiples of 16. */
struct vt_codec_planes {
	struct vt_pixels of[3];
	int h, v;
};

/* Decodes the first rows of a JPEG of the size of into->of[0]; some more rows may
 * be written.  VT_E_FORMAT; VT_E_DECLINED when it has other colours or sampling,
 * or another size. */
vt_err vt_codec_planes_decode(struct vt_str jpeg, const struct vt_codec_planes *into,
			      int64_t rows) VT_MUST_CHECK;

#endif
