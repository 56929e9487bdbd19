/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request means for one image: the region cut at its edges, the size in
 * pixels, errors and limits (4.1, 4.2, 5.2).  Numbers only.  Where the text and
 * the IIIF validator differ, option strict_sizes takes the validator's side.
 */
#include "iiif_image.h"

#include <math.h>

static int64_t
iiif_image_round(double v)
{
	return (v >= (double)IIIF_IMAGE_NUMBER_MAX ? IIIF_IMAGE_NUMBER_MAX : (int64_t)round(v));
}

/* --- region ------------------------------------------------------------------ */
static vt_err
iiif_image_region(const struct iiif_image_params *p, const struct vt_level *full,
    struct iiif_image_view *v)
{
	double	across = 1, down = 1;
	int64_t	side = full->width < full->height ? full->width : full->height;

	*v = (struct iiif_image_view){ .w = full->width, .h = full->height };
	if (p->region == IIIF_IMAGE_REGION_SQUARE) {
		v->x = (full->width - side) / 2;
		v->y = (full->height - side) / 2;
		v->w = v->h = side;
	} else if (p->region != IIIF_IMAGE_REGION_FULL) {
		if (p->region == IIIF_IMAGE_REGION_PERCENT) {
			across = (double)full->width / 100;
			down = (double)full->height / 100;
		}
		v->x = iiif_image_round(p->region_numbers[0] * across);
		v->y = iiif_image_round(p->region_numbers[1] * down);
		v->w = iiif_image_round(p->region_numbers[2] * across);
		v->h = iiif_image_round(p->region_numbers[3] * down);
	}
	if (v->w < 1 || v->h < 1)
		return (vt_fail(VT_E_BADARG, "the region is less than a pixel wide or high; ask for at "
		    "least one pixel each way of the image's %lld x %lld", (long long)full->width,
		    (long long)full->height));
	if (v->x >= full->width || v->y >= full->height)
		return (vt_fail(VT_E_BADARG, "the region lies outside the image, which has %lld x "
		    "%lld pixels, counted from 0", (long long)full->width, (long long)full->height));
	v->w = v->w < full->width - v->x ? v->w : full->width - v->x;
	v->h = v->h < full->height - v->y ? v->h : full->height - v->y;
	v->is_full = v->w == full->width && v->h == full->height;
	return (VT_OK);
}

/* --- limits ------------------------------------------------------------------ */
/* maxWidth alone is also maxHeight (5.2). */
static int64_t
iiif_image_max_height(const struct iiif_image_conf *conf)
{
	return (conf->max_height > 0 ? conf->max_height : conf->max_width);
}

bool
iiif_image_fits(const struct iiif_image_conf *conf, int64_t w, int64_t h)
{
	int64_t	max_height = iiif_image_max_height(conf);

	return ((conf->max_width == 0 || w <= conf->max_width) &&
	    (max_height == 0 || h <= max_height) &&
	    (conf->max_area == 0 || w <= conf->max_area / h));
}

/* How many times larger w x h may become; more than 1e9 when nothing limits it. */
static double
iiif_image_room(const struct iiif_image_conf *conf, int64_t w, int64_t h)
{
	int64_t	max_height = iiif_image_max_height(conf);
	double	room = 1e10;

	if (conf->max_width > 0)
		room = fmin(room, (double)conf->max_width / (double)w);
	if (max_height > 0)
		room = fmin(room, (double)max_height / (double)h);
	if (conf->max_area > 0)
		room = fmin(room, sqrt((double)conf->max_area / (double)w / (double)h));
	return (room);
}

static struct iiif_image_size
iiif_image_times(const struct iiif_image_conf *conf, int64_t w, int64_t h, double factor)
{
	/* A hair more, so that 3000 * (1000 / 3000) is 1000 also in binary. */
	struct iiif_image_size	s = { (int64_t)floor((double)w * factor + 1e-6),
		(int64_t)floor((double)h * factor + 1e-6) };

	s.width = s.width < 1 ? 1 : s.width;
	s.height = s.height < 1 ? 1 : s.height;
	/* A side that was lifted to one pixel takes its area from the other. */
	if (conf->max_area > 0 && s.width > conf->max_area / s.height) {
		if (s.width > s.height)
			s.width = conf->max_area / s.height;
		else
			s.height = conf->max_area / s.width;
	}
	return (s);
}

struct iiif_image_size
iiif_image_within(const struct iiif_image_conf *conf, int64_t w, int64_t h)
{
	if (iiif_image_fits(conf, w, h))
		return ((struct iiif_image_size){ w, h });
	return (iiif_image_times(conf, w, h, fmin(1, iiif_image_room(conf, w, h))));
}

/* The size of `^max`; that of `max` when nothing may grow, or without end. */
static struct iiif_image_size
iiif_image_grown_max(const struct iiif_image_conf *conf, int64_t w, int64_t h)
{
	double	room = iiif_image_room(conf, w, h);

	if (!conf->upscaling || conf->strict_sizes || room >= 1e9 || room <= 1)
		return (iiif_image_within(conf, w, h));
	return (iiif_image_times(conf, w, h, room));
}

/* --- size -------------------------------------------------------------------- */
/* The other side of a size, at least a pixel: the side that was named is legal
 * even when this one would vanish. */
static int64_t
iiif_image_other(int64_t named, int64_t of, int64_t other)
{
	int64_t	side = iiif_image_round((double)other * (double)named / (double)of);

	return (side < 1 ? 1 : side);
}

/* The largest size like w x h inside box. */
static struct iiif_image_size
iiif_image_confine(int64_t w, int64_t h, struct iiif_image_size box)
{
	struct iiif_image_size	s = box;

	if ((double)box.width / (double)w <= (double)box.height / (double)h)
		s.height = iiif_image_other(box.width, w, h);
	else
		s.width = iiif_image_other(box.height, h, w);
	s.width = s.width > box.width ? box.width : s.width;
	s.height = s.height > box.height ? box.height : s.height;
	return (s);
}

/* !w,h: never larger than the region without ^, never beyond the limits (4.2). */
static struct iiif_image_size
iiif_image_confined(enum iiif_image_version version, const struct iiif_image_conf *conf,
    const struct iiif_image_params *p, const struct iiif_image_view *v)
{
	struct iiif_image_size	box = { p->width, p->height };
	bool			strict = conf->strict_sizes && version == IIIF_IMAGE_3;

	if (!p->may_grow && !strict && box.width >= v->w && box.height >= v->h)
		return (iiif_image_within(conf, v->w, v->h));
	box = iiif_image_confine(v->w, v->h, box);
	/* Enlarging where that is switched off is told as such, not made smaller. */
	if (box.width > v->w && !conf->upscaling)
		return (box);
	return (iiif_image_within(conf, box.width, box.height));
}

static struct iiif_image_size
iiif_image_asked(enum iiif_image_version version, const struct iiif_image_conf *conf,
    const struct iiif_image_params *p, const struct iiif_image_view *v)
{
	struct iiif_image_size	s = { p->width, p->height };

	switch (p->size) {
	case IIIF_IMAGE_SIZE_FULL:
		if (conf->strict_sizes)
			return ((struct iiif_image_size){ v->w, v->h });
		return (iiif_image_within(conf, v->w, v->h));
	case IIIF_IMAGE_SIZE_MAX:
		return (p->may_grow ? iiif_image_grown_max(conf, v->w, v->h) :
		    iiif_image_within(conf, v->w, v->h));
	case IIIF_IMAGE_SIZE_WIDTH:
		s.height = p->width == 0 ? 0 : iiif_image_other(p->width, v->w, v->h);
		break;
	case IIIF_IMAGE_SIZE_HEIGHT:
		s.width = p->height == 0 ? 0 : iiif_image_other(p->height, v->h, v->w);
		break;
	case IIIF_IMAGE_SIZE_PERCENT:
		s.width = iiif_image_round((double)v->w * p->percent / 100);
		s.height = iiif_image_round((double)v->h * p->percent / 100);
		if (s.width > 0 || s.height > 0) {
			s.width = s.width < 1 ? 1 : s.width;
			s.height = s.height < 1 ? 1 : s.height;
		}
		break;
	case IIIF_IMAGE_SIZE_EXACT:
		break;
	case IIIF_IMAGE_SIZE_CONFINED:
		if (s.width > 0 && s.height > 0)
			s = iiif_image_confined(version, conf, p, v);
		break;
	}
	return (s);
}

static vt_err
iiif_image_over(const struct iiif_image_conf *conf, const struct iiif_image_view *v)
{
	struct iiif_image_size	most = iiif_image_within(conf, v->w, v->h);

	return (vt_fail(VT_E_BADARG, "%lld x %lld pixels are more than maxWidth, maxHeight or maxArea "
	    "in info.json allow; ask for max, which is %lld x %lld here, or for a smaller region",
	    (long long)v->size.width, (long long)v->size.height, (long long)most.width,
	    (long long)most.height));
}

/* A size that is larger than the region: an error, unless ^ (or 2.1) allows it
 * and the limits too. */
static vt_err
iiif_image_check(enum iiif_image_version version, const struct iiif_image_conf *conf,
    const struct iiif_image_params *p, const struct iiif_image_view *v)
{
	const struct iiif_image_size	*s = &v->size;
	/* 100.1 % of a small picture is no pixel more, but still more than all. */
	bool				 is_more = v->is_grown ||
	    (p->size == IIIF_IMAGE_SIZE_PERCENT && p->percent > 100);

	if (s->width < 1 || s->height < 1)
		return (vt_fail(VT_E_BADARG, "the size is less than a pixel wide or high; ask for at "
		    "least 1,1"));
	if (is_more && version == IIIF_IMAGE_3 && !p->may_grow)
		return (vt_fail(VT_E_BADARG, "the size is larger than the region, which has %lld x "
		    "%lld pixels; write ^ before it to have it enlarged", (long long)v->w,
		    (long long)v->h));
	if (is_more && !conf->upscaling)
		return (vt_fail(VT_E_UNSUPPORTED, "pictures are not enlarged here; ask for at most the "
		    "region's %lld x %lld pixels", (long long)v->w, (long long)v->h));
	if (!iiif_image_fits(conf, s->width, s->height))
		return (iiif_image_over(conf, v));
	return (VT_OK);
}

/* --- all of it ---------------------------------------------------------------- */
vt_err
iiif_image_view(enum iiif_image_version version, const struct iiif_image_conf *conf,
    const struct iiif_image_levels *levels, const struct iiif_image_params *p,
    struct iiif_image_view *view_r)
{
	const struct vt_level	*full = &levels->items[0];
	struct iiif_image_size	 max;
	struct iiif_image_view	 v;
	vt_err			 err = iiif_image_region(p, full, &v);

	if (err != VT_OK)
		return (err);
	v.size = iiif_image_asked(version, conf, p, &v);
	v.is_grown = v.size.width > v.w || v.size.height > v.h;
	err = iiif_image_check(version, conf, p, &v);
	if (err != VT_OK)
		return (err);
	max = iiif_image_within(conf, v.w, v.h);
	v.is_max = v.size.width == max.width && v.size.height == max.height;
	max = iiif_image_grown_max(conf, v.w, v.h);
	v.is_max_grown = v.is_grown && v.size.width == max.width && v.size.height == max.height;
	v.is_mirrored = p->is_mirrored;
	v.rotation = p->rotation;
	v.format = p->format;
	/* All the colour there is, or grey of a grey image, is what it has anyway. */
	v.quality = p->quality;
	if (p->quality == VT_IMAGE_COLOR || (p->quality == VT_IMAGE_GRAY && full->bands == 1))
		v.quality = VT_IMAGE_DEFAULT;
	*view_r = v;
	return (VT_OK);
}

/* --- stored tiles -------------------------------------------------------------- */
int64_t
iiif_image_scale(const struct iiif_image_levels *levels, size_t level)
{
	const struct vt_level	*full = &levels->items[0], *l = &levels->items[level];
	int64_t			 scale = INT64_C(1) << (level < 32 ? level : 32);

	if ((full->width + scale - 1) / scale != l->width ||
	    (full->height + scale - 1) / scale != l->height)
		return (0);
	return (scale);
}

/* One direction: from..from+extent is a whole tile of a level.  The last pixels
 * of the level may stand for less than a whole scale of the image. */
static bool
iiif_image_is_tile(int64_t from, int64_t extent, int64_t size, int64_t scaled_tile)
{
	return (from % scaled_tile == 0 && (extent == scaled_tile || from + extent == size));
}

bool
iiif_image_stored_tile(const struct iiif_image_levels *levels, const struct iiif_image_view *v,
    struct iiif_image_tile *tile_r)
{
	const struct vt_level	*full = &levels->items[0];

	if (v->is_mirrored || v->rotation != 0 || v->quality != VT_IMAGE_DEFAULT ||
	    v->format != VT_IMAGE_JPG)
		return (false);
	for (size_t i = 0; i < levels->count; i++) {
		const struct vt_level	*l = &levels->items[i];
		int64_t			 scale = iiif_image_scale(levels, i);

		if (scale == 0 || !l->is_jpeg || v->size.width != l->tile_width ||
		    v->size.height != l->tile_height ||
		    (v->w + scale - 1) / scale != l->tile_width ||
		    (v->h + scale - 1) / scale != l->tile_height ||
		    !iiif_image_is_tile(v->x, v->w, full->width, scale * l->tile_width) ||
		    !iiif_image_is_tile(v->y, v->h, full->height, scale * l->tile_height))
			continue;
		*tile_r = (struct iiif_image_tile){ i, v->x / scale / l->tile_width,
			v->y / scale / l->tile_height };
		return (true);
	}
	return (false);
}
