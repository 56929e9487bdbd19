/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans a view.  The smallest level that is at least as fine as what is asked
 * for is taken, so that reduction by a filter is never more than about two.
 * Called by render.c and, by table, by its test.
 */
#include "media/plan.h"

#include <math.h>

/* Rounding of levels leaves a hair: 3001 pixels are 1501 at half the size. */
#define VT_PLAN_HAIR 1e-6

/* One direction: the pixels that hold from..to, the tiles that hold those, and
 * whether they are just the pixels wanted. */
struct vt_plan_span {
	int64_t first, end;
	int64_t tile, tiles;
	bool is_copy;
};

static struct vt_plan_span
vt_plan_span(double from, double length, int64_t level_size, int64_t tile, int64_t wanted)
{
	struct vt_plan_span s;

	s.first = (int64_t)floor(from + VT_PLAN_HAIR);
	s.end = (int64_t)ceil(from + length - VT_PLAN_HAIR);
	if (s.first > level_size - 1)
		s.first = level_size - 1;
	if (s.end > level_size)
		s.end = level_size;
	if (s.end <= s.first)
		s.end = s.first + 1;
	/* The last pixel of a level may stand for less than the others. */
	s.is_copy = fabs(from - (double)s.first) < VT_PLAN_HAIR && s.end - s.first == wanted &&
		    (s.end == level_size || fabs(from + length - (double)s.end) < VT_PLAN_HAIR);
	s.tile = s.first / tile;
	s.tiles = (s.end - 1) / tile - s.tile + 1;
	return (s);
}

struct vt_plan_try {
	double x, y, w, h;
	struct vt_plan_span across, down;
};

static struct vt_plan_try
vt_plan_try(const struct vt_pyramid_level *l, const struct vt_render *what)
{
	struct vt_plan_try t = { .x = (double)what->x / l->scale_x,
				 .y = (double)what->y / l->scale_y,
				 .w = (double)what->w / l->scale_x,
				 .h = (double)what->h / l->scale_y };

	t.across = vt_plan_span(t.x, t.w, l->seen.width, l->seen.tile_width, what->width);
	t.down = vt_plan_span(t.y, t.h, l->seen.height, l->seen.tile_height, what->height);
	return (t);
}

/* The finest level that has the view as it is; else the coarsest that is at
 * least as fine as the view. */
static size_t
vt_plan_level(const struct vt_pyramid_level *levels, size_t count, const struct vt_render *what)
{
	for (size_t i = 0; i < count; i++) {
		struct vt_plan_try t = vt_plan_try(&levels[i], what);

		if (t.across.is_copy && t.down.is_copy)
			return (i);
	}
	for (size_t i = count - 1; i > 0; i--) {
		struct vt_plan_try t = vt_plan_try(&levels[i], what);

		if (t.w + VT_PLAN_HAIR >= (double)what->width &&
		    t.h + VT_PLAN_HAIR >= (double)what->height)
			return (i);
	}
	return (0);
}

void
vt_plan_turned(int64_t width, int64_t height, double degrees, int64_t *width_r, int64_t *height_r)
{
	double radians = degrees * M_PI / 180, c = fabs(cos(radians)), s = fabs(sin(radians));

	/* The quarter turns are exact; the others may lose a hair to rounding. */
	if (fmod(degrees, 90) == 0) {
		bool lies = fmod(degrees, 180) != 0;

		*width_r = lies ? height : width;
		*height_r = lies ? width : height;
		return;
	}
	*width_r = (int64_t)ceil((double)width * c + (double)height * s - VT_PLAN_HAIR);
	*height_r = (int64_t)ceil((double)width * s + (double)height * c - VT_PLAN_HAIR);
}

static vt_err
vt_plan_limit(int64_t width, int64_t height, int64_t pixels_max, const char *what)
{
	int64_t pixels;

	if (!__builtin_mul_overflow(width, height, &pixels) && pixels <= pixels_max)
		return (VT_OK);
	return (vt_fail(VT_E_TOOLARGE,
			"%lld x %lld pixels would have to be %s, more than "
			"media.render_pixels_max (%lld) allows; ask for a smaller size or region",
			(long long)width, (long long)height, what, (long long)pixels_max));
}

vt_err
vt_plan_make(const struct vt_pyramid_level *levels, size_t level_count,
	     const struct vt_render *what, int64_t pixels_max, struct vt_plan *plan_r)
{
	size_t level = vt_plan_level(levels, level_count, what);
	const struct vt_pyramid_level *l = &levels[level];
	struct vt_plan_try t = vt_plan_try(l, what);
	struct vt_plan p = { .level = level,
			     .width = what->width,
			     .height = what->height,
			     .x = t.x,
			     .y = t.y,
			     .w = t.w,
			     .h = t.h,
			     .left = t.across.first,
			     .right = t.across.end,
			     .top = t.down.first,
			     .bottom = t.down.end,
			     .column = t.across.tile,
			     .columns = t.across.tiles,
			     .row = t.down.tile,
			     .rows = t.down.tiles,
			     .is_copy = t.across.is_copy && t.down.is_copy };
	vt_err err;

	p.is_grey = l->seen.bands == 1 || what->quality == VT_IMAGE_GRAY ||
		    what->quality == VT_IMAGE_BITONAL;
	vt_plan_turned(p.width, p.height, what->rotation, &p.out_width, &p.out_height);
	err = vt_plan_limit(p.columns * l->seen.tile_width, p.rows * l->seen.tile_height,
			    pixels_max, "decoded");
	if (err == VT_OK)
		err = vt_plan_limit(p.width, p.height, pixels_max, "made");
	if (err == VT_OK)
		err = vt_plan_limit(p.out_width, p.out_height, pixels_max, "made");
	if (err == VT_OK)
		*plan_r = p;
	return (err);
}
