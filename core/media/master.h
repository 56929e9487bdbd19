/* SPDX-License-Identifier: Apache-2.0 */
/* The pixels of a master, upright, 8-bit sRGB or grey, row by row. */
#ifndef VT_MEDIA_MASTER_H
#define VT_MEDIA_MASTER_H

#include <vips/vips.h>

#include "media/header.h"

struct vt_master_shape {
	int64_t width, height;
	int bands;
	struct vt_str profile; /* ICC, of colours that stay as they are (media.keep_profiles) */
};

/* The shape lives until the last row. */
struct vt_master_sink {
	vt_err (*start)(void *arg, const struct vt_master_shape *shape);
	vt_err (*row)(void *arg, const uint8_t *row);
	void *arg;
};

/* Opens with the loader of the header's type; nothing is decoded yet.  NULL:
 * libvips has the reason.  Only within vt_media_run(). */
VipsImage *vt_master_load(const char *path, const struct vt_header *h);
/* EXIF's and TIFF's orientation, 1..8; 1 when it says nothing. */
int vt_master_orientation(VipsImage *image);

/* Reads it all, in memory bounded by some rows of it; a picture that lies on
 * its side is first unrolled into a nameless file in the folder of beside. */
vt_err vt_master_read(const char *path, const struct vt_header *h, const char *beside,
		      const struct vt_master_sink *sink) VT_MUST_CHECK;

#endif
