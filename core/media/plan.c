/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans a view.  The smallest level that is at least as fine as what is asked
 * for is taken, so that reduction by a filter is never more than about two.
 * Called by render.c and, by table, by its test.
 */
#include "media/plan.h"

#include <math.h>

#include "media/codec.h"
#include "media/resample.h"

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

/* Without what tiles hold beyond the region: a view would otherwise not come
 * from the level that it is allowed for. */
static int64_t
vt_plan_decoded(const struct vt_plan_try *t)
{
	return ((t->across.end - t->across.first) * (t->down.end - t->down.first));
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
			"%lld x %lld pixels would have to be %s, more than the %lld that "
			"media.render_pixels_max allows; ask for a smaller size or region",
			(long long)width, (long long)height, what, (long long)pixels_max));
}

static struct vt_plan
vt_plan_of(const struct vt_plan_try *t, const struct vt_pyramid_level *l,
	   const struct vt_render *what)
{
	struct vt_plan p = { .width = what->width,
			     .height = what->height,
			     .x = t->x,
			     .y = t->y,
			     .w = t->w,
			     .h = t->h,
			     .left = t->across.first,
			     .right = t->across.end,
			     .top = t->down.first,
			     .bottom = t->down.end,
			     .column = t->across.tile,
			     .columns = t->across.tiles,
			     .row = t->down.tile,
			     .rows = t->down.tiles,
			     .is_copy = t->across.is_copy && t->down.is_copy };

	p.is_grey = l->seen.bands == 1 || what->quality == VT_IMAGE_GRAY ||
		    what->quality == VT_IMAGE_BITONAL;
	vt_plan_turned(p.width, p.height, what->rotation, &p.out_width, &p.out_height);
	return (p);
}

static vt_err
vt_plan_limits(const struct vt_plan *p, int64_t decode_max, int64_t pixels_max)
{
	vt_err err = vt_plan_limit(p->right - p->left, p->bottom - p->top, decode_max, "decoded");

	if (err == VT_OK)
		err = vt_plan_limit(p->width, p->height, pixels_max, "made");
	if (err == VT_OK)
		err = vt_plan_limit(p->out_width, p->out_height, pixels_max, "made");
	return (err);
}

vt_err
vt_plan_make(const struct vt_pyramid_level *levels, size_t level_count,
	     const struct vt_render *what, int64_t pixels_max, struct vt_plan *plan_r)
{
	size_t level = vt_plan_level(levels, level_count, what);
	struct vt_plan_try t = vt_plan_try(&levels[level], what);
	int64_t decode_max;
	struct vt_plan p;
	vt_err err;

	if (__builtin_mul_overflow(pixels_max, VT_PLAN_DECODE, &decode_max))
		decode_max = INT64_MAX;
	while (vt_plan_decoded(&t) > decode_max && level + 1 < level_count)
		t = vt_plan_try(&levels[++level], what);
	p = vt_plan_of(&t, &levels[level], what);
	p.level = level;
	err = vt_plan_limits(&p, decode_max, pixels_max);
	if (err == VT_OK)
		*plan_r = p;
	return (err);
}

int64_t
vt_plan_work(const struct vt_plan *p, const struct vt_render *what)
{
	int64_t turned = what->rotation != 0 ? p->out_width * p->out_height : 0;

	return ((p->right - p->left) * (p->bottom - p->top) + p->width * p->height + turned);
}

/* --- memory ----------------------------------------------------------------- */
/* For a pixel of a tile whose coefficients are transformed (lane_lossless.c): two
 * bytes each, before and after, with chroma of half the size, and room for the
 * file. */
#define VT_PLAN_TRANSFORM_BYTES 9

/* What the resampler keeps: rows of four floats a pixel, one for each that its
 * filter is high, a sum, and the weights (resample.c). */
static int64_t
vt_plan_filter_bytes(const struct vt_plan *p)
{
	double wide = fmax(p->w / (double)p->width, 1);
	double tall = fmin(fmax(p->h / (double)p->height, 1), VT_RESAMPLE_TALL_MAX);
	int64_t across = (int64_t)(2 * VT_RESAMPLE_LOBES * wide) + 5;
	int64_t down = (int64_t)(2 * VT_RESAMPLE_LOBES * tall) + 5;

	return ((p->right - p->left) * 16 * (down + 1) +
		(p->width * (across + 2) + p->height * (down + 2)) * 4);
}

/* How large a picture can become: of noise, which was tried, a PNG has its
 * pixels and a little, a grey JPEG of quality 100 a quarter more than that. */
static int64_t
vt_plan_picture_bytes(const struct vt_plan *p, int64_t bands, const struct vt_render *what)
{
	int64_t most = p->out_width * p->out_height * bands;

	most += 65536 + (what->format == VT_IMAGE_JPG && bands == 1 ? most / 2 : most / 64);
	return (what->bytes_max > 0 && what->bytes_max < most ? what->bytes_max : most);
}

int64_t
vt_plan_bytes(const struct vt_pyramid_level *levels, const struct vt_plan *p,
	      const struct vt_render *what)
{
	const struct vt_level *l = &levels[p->level].seen;
	int64_t bands = p->is_grey ? 1 : 3;
	int64_t view = p->width * p->height * bands, making = view, turned = view;
	int64_t turned_bands = bands;

	making += p->columns * l->tile_width * l->tile_height * bands;
	if (!p->is_copy)
		making += vt_plan_filter_bytes(p);
	else if (p->columns == 1 && p->rows == 1)
		making = fmax(making, l->tile_width * l->tile_height * VT_PLAN_TRANSFORM_BYTES);
	if (fmod(what->rotation, 90) != 0 && vt_codec_has_alpha(what->format))
		turned_bands++;
	if (what->rotation != 0) {
		turned = p->out_width * p->out_height * turned_bands;
		making = fmax(making, view + turned);
	}
	turned += p->out_width * p->out_height * vt_codec_pixel_bytes(what->format);
	return (fmax(making, turned + vt_plan_picture_bytes(p, turned_bands, what)));
}
