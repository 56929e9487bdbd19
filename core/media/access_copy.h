/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access copies: a pyramidal tiled TIFF with JPEG tiles, sRGB or grey (or in the
 * master's own colours, with its profile), 8 bit, upright, made once from a master
 * and served without decoding.
 */
#ifndef VT_MEDIA_ACCESS_COPY_H
#define VT_MEDIA_ACCESS_COPY_H

#include "api/arena.h"
#include "api/plugin.h"

struct vt_media_options {
	int64_t	tile_size;	/* pixels, a multiple of 16; 512 */
	int64_t	quality;	/* JPEG, 1..100; 85 */
	int64_t	pixels_max;	/* of a master: width * height; 1,000,000,000 */
	int64_t	large_pixels;		/* what takes more is a large picture; 8,000,000 */
	int64_t	render_pixels_max;	/* of what is made for one request; 100,000,000 */
	int64_t	render_bytes_max;	/* of all pictures in hand, a process; 1 GiB */
	int64_t	cache_copies;	/* opened access copies kept; 256 */
	int64_t	decode_bytes_max;	/* that reading one master may need; 2 GiB */
	bool	keep_profiles;		/* colours with a profile stay as they are, with it */
};
extern const struct vt_option vt_media_option_table[];	/* for section "media" */

/* Once a process, before any thread: libvips with untrusted loaders blocked,
 * no operation cache, one thread an operation. */
vt_err	vt_media_init(const char *argv0, const struct vt_media_options *o) VT_MUST_CHECK;
/* On each thread of ours that used media, before it ends. */
void	vt_media_thread_end(void);

/* What a master is, from its header alone. */
struct vt_media_info {
	struct vt_str	media_type;	/* "image/tiff", "image/jpeg", "image/png", "image/jp2" */
	int64_t		width, height;	/* upright */
	int64_t		bits, bands;
	bool		has_profile;
	const char	*interpretation;	/* "srgb", "b-w", "cmyk", "rgb16" … */
};
/* VT_E_BADARG: not an image that we read, naming the file and why;
 * VT_E_TOOLARGE: over pixels_max; VT_E_IO. */
vt_err	vt_media_inspect(struct vt_arena *a, const char *path,
	    struct vt_media_info *info_r) VT_MUST_CHECK;
/* True by content for files that vt_media_inspect() may be asked about. */
bool	vt_media_is_image(const char *path);

/* Makes the access copy of master at target (written beside it and renamed, so
 * that target is whole or absent); width and height are those of the copy.
 * Any thread; what is wrong with the master is VT_E_BADARG with its path,
 * VT_E_TOOLARGE when it is over a limit.  A run that is killed may leave a file
 * named target.….part. */
#define VT_MEDIA_PART ".part"
vt_err	vt_media_make_access_copy(const char *master, const char *target,
	    int64_t *width_r, int64_t *height_r) VT_MUST_CHECK;
/* Part of an image's version: changes when the way copies are made changes. */
const char *vt_media_recipe(void);

#endif
