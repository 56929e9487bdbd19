/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a view is made of stored tiles: which level, which of its tiles, which
 * window of them, and whether a filter is needed.  A pure function of numbers;
 * no pixel is touched here.
 */
#ifndef VT_MEDIA_PLAN_H
#define VT_MEDIA_PLAN_H

#include "media/pyramid.h"

struct vt_plan {
	size_t	level;
	/* The region in pixels of the level; fractions where it does not lie on
	 * the level's grid. */
	double	x, y, w, h;
	int64_t	left, top, right, bottom;	/* the whole pixels that hold it; right, bottom behind it */
	int64_t	column, row, columns, rows;	/* tiles that hold it */
	int64_t	width, height;			/* after scaling */
	int64_t	out_width, out_height;		/* after rotation */
	bool	is_copy;	/* pixels are taken as they are, no filter */
	bool	is_grey;	/* only luma is needed */
};

/* A view at just the size between two levels is made of four times its pixels;
 * where more than so many times pixels_max would be decoded (a region squeezed
 * in one direction), a coarser level serves. */
#define VT_PLAN_DECODE 4

/* VT_E_TOOLARGE when more than pixels_max would be made, or, from the coarsest
 * level too, more than VT_PLAN_DECODE times that decoded. */
vt_err	vt_plan_make(const struct vt_pyramid_level *levels, size_t level_count,
	    const struct vt_render *what, int64_t pixels_max, struct vt_plan *plan_r)
	    VT_MUST_CHECK;

/* The most memory that carrying it out takes at once, the finished picture
 * included (at most what->bytes_max, if that is set). */
int64_t	vt_plan_bytes(const struct vt_pyramid_level *levels, const struct vt_plan *plan,
	    const struct vt_render *what);

/* Pixels that are read and made: what the time it takes goes by. */
int64_t	vt_plan_work(const struct vt_plan *plan, const struct vt_render *what);

/* Size of a picture turned by degrees clockwise, 0 <= degrees < 360. */
void	vt_plan_turned(int64_t width, int64_t height, double degrees, int64_t *width_r,
	    int64_t *height_r);

#endif
