/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures as files, in memory.  Any thread; each keeps its own TurboJPEG handles. */
#ifndef VT_MEDIA_CODEC_H
#define VT_MEDIA_CODEC_H

#include "api/image.h"
#include "media/pixels.h"

/* Larger than this in either direction no JPEG can be. */
#define VT_CODEC_JPEG_SIDE_MAX 65500

/* Decodes a JPEG of exactly px->width x px->height into px, as grey (1 band: of
 * a colour picture its luma) or sRGB (3 bands).  VT_E_FORMAT. */
vt_err vt_codec_jpeg_decode(struct vt_str jpeg, const struct vt_pixels *px) VT_MUST_CHECK;
/* Appends px (1 or 3 bands) as JPEG; colour with 4:2:0.  profile: the ICC profile
 * that goes with it, or empty. */
vt_err vt_codec_jpeg_encode(const struct vt_pixels *px, int quality, struct vt_str profile,
			    struct vt_buf *out) VT_MUST_CHECK;
/* A plane for these: its rows have room up to a multiple of 16. */
vt_err vt_codec_plane_new(int64_t width, int64_t height, struct vt_pixels *px_r) VT_MUST_CHECK;
/* The same from luma and two chroma planes of half its width and height, rounded
 * up (4:2:0): nothing is converted. */
vt_err vt_codec_planes_encode(const struct vt_pixels planes[3], int quality, struct vt_str profile,
			      struct vt_buf *out) VT_MUST_CHECK;
/* --- the other formats, by libvips (codec_vips.c) */

/* Loads what this build has apart from libvips itself: AVIF.  Before threads. */
void vt_codec_start(void);
/* What a format can hold: the longest side, and whether corners can be transparent. */
int64_t vt_codec_side_max(enum vt_image_format format);
bool vt_codec_has_alpha(enum vt_image_format format);
/* Memory that its encoder takes for a pixel, besides the pixels and the file. */
int64_t vt_codec_pixel_bytes(enum vt_image_format format);

struct vt_codec_manner {
	enum vt_image_format format; /* not jpg */
	bool is_bitonal;	     /* 1 band of 0 and 255 only: stored with one bit where that can be */
	int quality;		     /* 1..100, of formats that lose */
	/* ICC of the pixels, or empty; where a format has no place for it, these are
	 * converted to sRGB. */
	struct vt_str profile;
};
/* Appends px.  */
vt_err vt_codec_encode(const struct vt_pixels *px, const struct vt_codec_manner *manner,
		       struct vt_buf *out) VT_MUST_CHECK;

void vt_codec_thread_end(void);

#endif
