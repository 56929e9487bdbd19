/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pixels: access copies (pyramidal tiled TIFF with JPEG tiles) and what can be
 * made of them.  Opened copies are kept and shared between threads; a
 * struct vt_pyramid is counted.  Only on pool threads, but where it says otherwise.
 */
#ifndef VT_API_IMAGE_H
#define VT_API_IMAGE_H

#include "buf.h"
#include "catalog.h"

struct vt_pyramid;

struct vt_level {
	int64_t	width, height;		/* pixels */
	int32_t	tile_width, tile_height;
	bool	is_jpeg;		/* tiles can be passed through */
	int32_t	bands;			/* 1: grey, 3: sRGB */
};

enum vt_image_format {
	VT_IMAGE_JPG, VT_IMAGE_PNG, VT_IMAGE_WEBP, VT_IMAGE_GIF, VT_IMAGE_TIF, VT_IMAGE_JP2,
	VT_IMAGE_AVIF, VT_IMAGE_FORMATS
};
enum vt_image_quality { VT_IMAGE_DEFAULT, VT_IMAGE_COLOR, VT_IMAGE_GRAY, VT_IMAGE_BITONAL };

/* What to make, in the order of the Image API (3.0, 4.6). */
struct vt_render {
	int64_t			x, y, w, h;	/* region, full-size pixels, inside the image */
	int64_t			width, height;	/* size after scaling, > 0 */
	bool			is_mirrored;
	double			rotation;	/* degrees clockwise, 0 <= r < 360 */
	enum vt_image_quality	quality;
	enum vt_image_format	format;
	/* 1..100; 0: as access copies have.  Parts of one stored tile come as they are;
	 * WebP and AVIF have scales of their own. */
	int32_t			jpeg_quality;
	int64_t			bytes_max;	/* of the finished picture; 0: any */
};

/* The access copy of an image, opened or from the kept ones.
 * VT_E_IO, VT_E_FORMAT name the file. */
VT_API vt_err	vt_pyramid_open(const struct vt_image *image,
		    struct vt_pyramid **p_r) VT_MUST_CHECK;
VT_API void	vt_pyramid_unref(struct vt_pyramid **p);
VT_API size_t	vt_pyramid_level_count(const struct vt_pyramid *p);
/* Level 0 is the largest. */
VT_API struct vt_level vt_pyramid_level(const struct vt_pyramid *p, size_t level);

/* One stored tile as a complete JPEG file (tables joined, nothing decoded).
 * VT_E_DECLINED when the level is not stored as JPEG; VT_E_RANGE outside. */
VT_API vt_err	vt_pyramid_tile(struct vt_pyramid *p, size_t level, int64_t column,
		    int64_t row, struct vt_buf *out) VT_MUST_CHECK;

/* The same where no disk has to be waited for, else VT_E_DECLINED; for the event
 * loop. */
VT_API vt_err	vt_pyramid_tile_resident(struct vt_pyramid *p, size_t level, int64_t column,
		    int64_t row, struct vt_buf *out) VT_MUST_CHECK;

/* The same without copying, for vt_response_send_mapped(): the tile is first_r and
 * then rest_r; both stay while p is open.  rest_r is the file's own memory, for the
 * kernel to read: who looks into it while somebody cuts the file short dies.
 * VT_E_DECLINED also where that is not to be had. */
VT_API vt_err	vt_pyramid_tile_mapped(struct vt_pyramid *p, size_t level, int64_t column,
		    int64_t row, struct vt_str *first_r, struct vt_str *rest_r) VT_MUST_CHECK;

/* Whether this build can write the format; jpg and png it always can.  Known once
 * the server runs, not yet in configure(). */
VT_API bool	vt_image_can(enum vt_image_format format);

/* Renders.  The picture counts against media.render_bytes_max until it is freed,
 * on any thread.  VT_E_TOOLARGE from the numbers alone, before pixels are
 * touched, when more is asked than the limits of media allow, or when it came
 * out larger than bytes_max; VT_E_BUSY when that memory is taken by others now. */
struct vt_picture;
/* Whether a render takes long enough for vt_request_large(); of what cannot be
 * rendered: no.  Also on the event loop. */
VT_API bool	vt_pyramid_is_large(const struct vt_pyramid *p, const struct vt_render *what);
VT_API vt_err	vt_pyramid_picture(struct vt_pyramid *p, const struct vt_render *what,
		    struct vt_picture **picture_r) VT_MUST_CHECK;
VT_API struct vt_str vt_picture_get(const struct vt_picture *picture);
VT_API void	vt_picture_free(struct vt_picture **picture);

#endif
