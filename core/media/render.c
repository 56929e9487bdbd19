/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries a plan out: decodes the tiles of one level, a row of tiles at a time,
 * scales, turns, encodes.  The lane for everything that is not passed through and
 * that those of lanes.h decline; what it keeps is the view and a row of tiles, within the budget of
 * budget.h.  vt_pyramid_picture() is called by plugins' handlers.
 */
#include <math.h>
#include <stdlib.h>

#include "media/budget.h"
#include "media/codec.h"
#include "media/lanes.h"
#include "media/media.h"
#include "media/plan.h"
#include "media/resample.h"
#include "media/turn.h"

struct vt_rendering {
	struct vt_pyramid *p;
	const struct vt_render *what;
	struct vt_plan plan;
	struct vt_pixels band; /* a row of tiles, decoded */
	struct vt_buf jpeg;    /* a tile, not decoded */
	struct vt_pixels view;
};

/* Decodes the tiles of tile row `row` side by side. */
static vt_err
vt_render_band(struct vt_rendering *r, int64_t row)
{
	const struct vt_level *level = &r->p->levels[r->plan.level].seen;
	struct vt_pixels px = r->band;
	vt_err err = VT_OK;

	px.width = level->tile_width;
	px.height = level->tile_height;
	for (int64_t i = 0; i < r->plan.columns && err == VT_OK; i++) {
		vt_buf_reset(&r->jpeg);
		err = vt_pyramid_tile_jpeg(r->p, r->plan.level, r->plan.column + i, row, &r->jpeg);
		px.p = r->band.p + (size_t)i * (size_t)px.width * (size_t)px.bands;
		if (err == VT_OK)
			err = vt_codec_jpeg_decode(vt_buf_get(&r->jpeg), &px);
	}
	if (err == VT_E_FORMAT)
		return (vt_fail_in(err, "%s: level %zu, row %lld of tiles", r->p->path,
				   r->plan.level, (long long)row));
	return (err);
}

/* Walks the source rows y..y_end of the level and hands each, from column x on,
 * to the resampler or straight into the view. */
static vt_err
vt_render_rows(struct vt_rendering *r, const struct vt_resample_window *w,
	       struct vt_resampler *resampler)
{
	const struct vt_level *level = &r->p->levels[r->plan.level].seen;
	int64_t left = r->plan.column * level->tile_width, decoded = -1;
	size_t skip = (size_t)(w->x - left) * (size_t)r->band.bands;
	vt_err err;

	for (int64_t y = w->y; y < w->y_end; y++) {
		const uint8_t *row;

		if (y / level->tile_height != decoded) {
			decoded = y / level->tile_height;
			err = vt_render_band(r, decoded);
			if (err != VT_OK)
				return (err);
		}
		row = vt_pixels_row(&r->band, y % level->tile_height) + skip;
		if (resampler != NULL)
			vt_resampler_row(resampler, row);
		else
			memcpy(vt_pixels_row(&r->view, y - w->y), row, r->view.pitch);
	}
	return (VT_OK);
}

static vt_err
vt_render_scaled(struct vt_rendering *r)
{
	const struct vt_plan *p = &r->plan;
	struct vt_resample_span across = { p->x, p->w, p->left, p->right, p->width };
	struct vt_resample_span down = { p->y, p->h, p->top, p->bottom, p->height };
	struct vt_resample_window window = { p->left, p->top, p->right, p->bottom };
	struct vt_resampler *resampler;
	vt_err err;

	if (p->is_copy)
		return (vt_render_rows(r, &window, NULL));
	err = vt_resampler_new(&across, &down, &r->view, &resampler);
	if (err != VT_OK)
		return (err);
	window = vt_resampler_window(resampler);
	err = vt_render_rows(r, &window, resampler);
	vt_resampler_free(&resampler);
	return (err);
}

/* Mirror, then turn (Image API 3.0, 4.3), then black and white. */
static vt_err
vt_render_turned(struct vt_rendering *r)
{
	const struct vt_render *what = r->what;
	struct vt_pixels turned;
	vt_err err;

	if (what->is_mirrored)
		vt_turn_mirror(&r->view);
	if (what->rotation != 0) {
		err = vt_turn(&r->view, what->rotation, vt_codec_has_alpha(what->format), &turned);
		if (err != VT_OK)
			return (err);
		vt_pixels_free(&r->view);
		r->view = turned;
	}
	if (what->quality == VT_IMAGE_BITONAL)
		vt_turn_bitonal(&r->view);
	return (VT_OK);
}

static vt_err
vt_render_encode(struct vt_rendering *r, struct vt_buf *out)
{
	int64_t quality =
	    r->what->jpeg_quality > 0 ? r->what->jpeg_quality : vt_media_options()->quality;

	struct vt_codec_manner manner = { .format = r->what->format,
					  .quality = (int)quality,
					  .profile = vt_pyramid_profile(r->p, r->what->quality) };

	if (r->what->format == VT_IMAGE_JPG)
		return (vt_codec_jpeg_encode(&r->view, (int)quality, manner.profile, out));
	manner.is_bitonal = r->what->quality == VT_IMAGE_BITONAL && r->view.bands == 1;
	return (vt_codec_encode(&r->view, &manner, out));
}

/* The lane for all that the others decline. */
static vt_err
vt_render_pixels(struct vt_rendering *r, struct vt_buf *out)
{
	const struct vt_level *level = &r->p->levels[r->plan.level].seen;
	int bands = r->plan.is_grey ? 1 : 3;
	vt_err err;

	err =
	    vt_pixels_new(r->plan.columns * level->tile_width, level->tile_height, bands, &r->band);
	if (err == VT_OK)
		err = vt_pixels_new(r->plan.width, r->plan.height, bands, &r->view);
	if (err == VT_OK)
		err = vt_render_scaled(r);
	vt_pixels_free(&r->band);
	if (err == VT_OK)
		err = vt_render_turned(r);
	if (err == VT_OK)
		err = vt_render_encode(r, out);
	return (err);
}

static vt_err
vt_render_work(struct vt_rendering *r, struct vt_buf *out)
{
	vt_err err = VT_E_DECLINED;

	if (r->what->format == VT_IMAGE_JPG)
		err = vt_lane_lossless(r->p, &r->plan, r->what, out);
	if (err == VT_E_DECLINED && r->what->format == VT_IMAGE_JPG)
		err = vt_lane_planes(r->p, &r->plan, r->what, out);
	return (err == VT_E_DECLINED ? vt_render_pixels(r, out) : err);
}

/* All that can be said from the numbers. */
static vt_err
vt_render_plan(const struct vt_pyramid *p, const struct vt_render *what, struct vt_plan *plan)
{
	const struct vt_level *full = &p->levels[0].seen;
	int64_t side;
	vt_err err;

	vt_assert(what->w > 0 && what->h > 0 && what->width > 0 && what->height > 0);
	vt_assert(what->rotation >= 0 && what->rotation < 360);
	if (what->x < 0 || what->y < 0 || what->x > full->width - what->w ||
	    what->y > full->height - what->h)
		return (vt_fail(VT_E_RANGE, "%s: the region lies outside the image", p->path));
	err = vt_plan_make(p->levels, p->level_count, what, vt_media_options()->render_pixels_max,
			   plan);
	if (err != VT_OK)
		return (err);
	side = vt_codec_side_max(what->format);
	if (plan->out_width > side || plan->out_height > side)
		return (vt_fail(VT_E_TOOLARGE,
				"a picture of this format can be at most %lld pixels wide or high; "
				"ask for a smaller size",
				(long long)side));
	return (VT_OK);
}

/* Makes the picture in out, an empty buffer that is limited to bytes_max;
 * *share_r is what its bytes keep of the budget. */
static vt_err
vt_render_within(struct vt_rendering *r, struct vt_buf *out, int64_t *share_r)
{
	vt_err err = vt_render_plan(r->p, r->what, &r->plan);
	int64_t needs;

	if (err != VT_OK)
		return (err);
	needs = vt_plan_bytes(r->p->levels, &r->plan, r->what);
	err = vt_budget_take(needs);
	if (err != VT_OK)
		return (err);
	vt_buf_init(&r->jpeg, 0);
	err = vt_render_work(r, out);
	vt_buf_fini(&r->jpeg);
	vt_pixels_free(&r->view);
	*share_r = err != VT_OK ? 0 : (int64_t)out->len < needs ? (int64_t)out->len : needs;
	vt_budget_give(needs - *share_r);
	if (out->err == VT_E_LIMIT)
		return (vt_fail(VT_E_TOOLARGE,
				"this picture would be larger than the %lld bytes allowed; ask for "
				"a smaller size%s",
				(long long)r->what->bytes_max,
				r->what->format == VT_IMAGE_PNG ? ", or for jpg" : ""));
	return (err);
}

bool
vt_pyramid_is_large(const struct vt_pyramid *p, const struct vt_render *what)
{
	struct vt_plan plan;

	return (vt_render_plan(p, what, &plan) == VT_OK &&
		vt_plan_work(&plan, what) > vt_media_options()->large_pixels);
}

struct vt_picture {
	struct vt_buf bytes;
	int64_t share;
};

vt_err
vt_pyramid_picture(struct vt_pyramid *p, const struct vt_render *what,
		   struct vt_picture **picture_r)
{
	struct vt_rendering r = { .p = p, .what = what };
	struct vt_picture *picture = calloc(1, sizeof(*picture));
	vt_err err;

	if (picture == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for a picture"));
	vt_buf_init(&picture->bytes, (size_t)what->bytes_max);
	err = vt_render_within(&r, &picture->bytes, &picture->share);
	if (err != VT_OK)
		vt_picture_free(&picture);
	else
		*picture_r = picture;
	return (err);
}

struct vt_str
vt_picture_get(const struct vt_picture *picture)
{
	return (vt_buf_get(&picture->bytes));
}

void
vt_picture_free(struct vt_picture **picture)
{
	if (*picture == NULL)
		return;
	vt_budget_give((*picture)->share);
	vt_buf_fini(&(*picture)->bytes);
	free(*picture);
	*picture = NULL;
}

vt_err
vt_pyramid_render(struct vt_pyramid *p, const struct vt_render *what, struct vt_buf *out)
{
	struct vt_picture *picture;
	vt_err err = vt_pyramid_picture(p, what, &picture);

	if (err != VT_OK)
		return (err);
	vt_buf_str(out, vt_picture_get(picture));
	vt_picture_free(&picture);
	return (vt_buf_error(out));
}
