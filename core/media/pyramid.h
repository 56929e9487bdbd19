/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An opened access copy, as tile reading and rendering see it.  Read-only once
 * opened, so that any number of threads share one; the calls that plugins make
 * are in api/image.h.
 */
#ifndef VT_MEDIA_PYRAMID_H
#define VT_MEDIA_PYRAMID_H

#include <stdatomic.h>

#include "api/image.h"

#define VT_PYRAMID_TILE_MAX	4096		/* pixels a side */
#define VT_PYRAMID_BYTES_MAX	(64 << 20)	/* of one stored tile */
#define VT_PYRAMID_OPEN_LEVELS	32

struct vt_pyramid_level {
	struct vt_level	 seen;		/* what plugins see */
	double		 scale_x, scale_y;	/* full-size pixels a pixel of this level */
	int64_t		 across, down;	/* tiles */
	uint64_t	*offsets;
	uint64_t	*lengths;
	atomic_bool	*was_read;	/* a tile: its bytes were seen to be a JPEG */
	struct vt_buf	 prefix;	/* what comes before a tile's bytes, but its SOI */
};

struct vt_pyramid {
	atomic_int		 refs;
	int			 fd;
	bool			 is_in_memory;	/* on a file system without a disk */
	bool			 is_told;	/* mincore(2) tells us the truth about it */
	const char		*map;		/* the file, for the kernel to read; NULL: not mapped */
	size_t			 map_len;
	char			*path;
	struct vt_str		 profile;	/* ICC, what its colours mean; empty: sRGB or grey */
	size_t			 level_count;
	struct vt_pyramid_level	 levels[VT_PYRAMID_OPEN_LEVELS];
};

/* Opens the file; one reference. */
vt_err	vt_pyramid_load(const char *path, struct vt_pyramid **p_r) VT_MUST_CHECK;
/* The profile that goes with a picture of that quality; empty: none.  Grey that was
 * made of colours has left theirs. */
struct vt_str vt_pyramid_profile(const struct vt_pyramid *p, enum vt_image_quality quality);
/* Appends a tile as a complete JPEG, whatever its colours; vt_pyramid_tile()
 * is this for tiles that may go out as they are. */
vt_err	vt_pyramid_tile_jpeg(struct vt_pyramid *p, size_t level, int64_t column, int64_t row,
	    struct vt_buf *out) VT_MUST_CHECK;
/* vt_pyramid_picture() for who keeps the bytes: appends to out. */
vt_err	vt_pyramid_render(struct vt_pyramid *p, const struct vt_render *what,
	    struct vt_buf *out) VT_MUST_CHECK;

#endif
