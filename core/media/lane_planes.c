/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture in the planes of JPEG.  A row of tiles is decoded at a time, as far as
 * it is needed, and its rows go to each plane's scaler, or straight into the
 * picture where nothing is scaled.  Chroma has half the width and height in what
 * is made (4:2:0), and lies in the middle of the pixels that it stands for, here
 * and there, so its window is luma's, divided.
 */
#include <math.h>

#include "media/codec.h"
#include "media/codec_planes.h"
#include "media/jpeg_split.h"
#include "media/lanes.h"
#include "media/media.h"
#include "media/resample.h"
#include "media/turn.h"

#define VT_LANE_ODD_MIN 64 /* pixels */

struct vt_lane_plane {
	int64_t h, v; /* pixels that a stored sample stands for */
	struct vt_resampler *resampler; /* NULL: taken as it is */
	struct vt_resample_window window;
	int64_t next; /* stored row */
};

struct vt_lane {
	struct vt_pyramid *p;
	const struct vt_plan *plan;
	struct vt_lane_plane planes[3];
	struct vt_codec_planes band; /* a row of tiles */
	struct vt_pixels view[3];
	struct vt_buf jpeg;
};

/* What the planes are like: of the first tile, and all others have to be. */
static vt_err
vt_lane_sampling(struct vt_lane *l)
{
	vt_err err;
	struct vt_jpeg_frame frame;

	vt_buf_reset(&l->jpeg);
	err = vt_pyramid_tile_jpeg(l->p, l->plan->level, l->plan->column, l->plan->row, &l->jpeg);
	if (err != VT_OK)
		return (err);
	err = vt_jpeg_frame(vt_buf_get(&l->jpeg), &frame);
	if (err != VT_OK)
		return (vt_fail_in(err, "%s: level %zu, row %lld of tiles", l->p->path,
				   l->plan->level, (long long)l->plan->row));
	l->band.h = frame.sampling >> 4;
	l->band.v = frame.sampling & 15;
	if (frame.components != 3 || l->band.h < 1 || l->band.h > 2 || l->band.v < 1 ||
	    l->band.v > 2)
		return (VT_E_DECLINED);
	return (VT_OK);
}

static vt_err
vt_lane_plane_start(struct vt_lane *l, int i)
{
	struct vt_lane_plane *plane = &l->planes[i];
	const struct vt_plan *p = l->plan;
	int64_t half = i == 0 ? 1 : 2, h = i == 0 ? 1 : l->band.h, v = i == 0 ? 1 : l->band.v;
	int64_t width = (p->width + half - 1) / half, height = (p->height + half - 1) / half;
	/* The last chroma sample may stand for a pixel beyond the picture. */
	double wide = (double)(width * half) * p->w / (double)p->width / (double)h;
	double high = (double)(height * half) * p->h / (double)p->height / (double)v;
	struct vt_resample_span across = { p->x / (double)h, wide, p->left / h,
					   (p->right + h - 1) / h, width };
	struct vt_resample_span down = { p->y / (double)v, high, p->top / v,
					 (p->bottom + v - 1) / v, height };
	vt_err err = vt_codec_plane_new(width, height, &l->view[i]);

	plane->h = h;
	plane->v = v;
	plane->window =
	    (struct vt_resample_window){ across.first, down.first, across.end, down.end };
	if (err == VT_OK &&
	    !(p->is_copy && half == h && half == v && p->left % half == 0 && p->top % half == 0)) {
		err = vt_resampler_new(&across, &down, &l->view[i], &plane->resampler);
		if (err == VT_OK)
			plane->window = vt_resampler_window(plane->resampler);
	}
	plane->next = plane->window.y;
	return (err);
}

static vt_err
vt_lane_band_new(struct vt_lane *l)
{
	const struct vt_level *level = &l->p->levels[l->plan->level].seen;
	vt_err err = VT_OK;

	for (int i = 0; i < 3 && err == VT_OK; i++)
		err = vt_pixels_new(l->plan->columns * level->tile_width / l->planes[i].h,
				    level->tile_height / l->planes[i].v, 1, &l->band.of[i]);
	return (err);
}

/* How many pixel rows of tile row `row` are needed, counted from its top; 0: none. */
static int64_t
vt_lane_rows(const struct vt_lane *l, int64_t row)
{
	const struct vt_level *level = &l->p->levels[l->plan->level].seen;
	int64_t top = row * level->tile_height, rows = 0;

	for (int i = 0; i < 3; i++) {
		int64_t end = l->planes[i].window.y_end * l->planes[i].v - top;

		if (l->planes[i].next * l->planes[i].v < top + level->tile_height && end > rows)
			rows = end < level->tile_height ? end : level->tile_height;
	}
	return (rows);
}

static vt_err
vt_lane_band(struct vt_lane *l, int64_t row, int64_t rows)
{
	const struct vt_level *level = &l->p->levels[l->plan->level].seen;
	vt_err err = VT_OK;

	for (int64_t column = 0; column < l->plan->columns && err == VT_OK; column++) {
		struct vt_codec_planes tile = l->band;

		for (int i = 0; i < 3; i++) {
			tile.of[i].width = level->tile_width / l->planes[i].h;
			tile.of[i].p += column * tile.of[i].width;
		}
		vt_buf_reset(&l->jpeg);
		err = vt_pyramid_tile_jpeg(l->p, l->plan->level, l->plan->column + column, row,
					   &l->jpeg);
		if (err == VT_OK)
			err = vt_codec_planes_decode(vt_buf_get(&l->jpeg), &tile, rows);
	}
	if (err == VT_E_FORMAT)
		return (vt_fail_in(err, "%s: level %zu, row %lld of tiles", l->p->path,
				   l->plan->level, (long long)row));
	return (err);
}

/* Rows of the band go where they belong. */
static void
vt_lane_plane_rows(struct vt_lane *l, int i, int64_t row)
{
	const struct vt_level *level = &l->p->levels[l->plan->level].seen;
	struct vt_lane_plane *plane = &l->planes[i];
	int64_t top = row * level->tile_height / plane->v;
	int64_t left = l->plan->column * level->tile_width / plane->h;
	int64_t end = top + level->tile_height / plane->v;

	for (; plane->next < end && plane->next < plane->window.y_end; plane->next++) {
		const uint8_t *from =
		    vt_pixels_row(&l->band.of[i], plane->next - top) + (plane->window.x - left);

		if (plane->resampler != NULL)
			vt_resampler_row(plane->resampler, from);
		else
			memcpy(vt_pixels_row(&l->view[i], plane->next - plane->window.y), from,
			       (size_t)l->view[i].width);
	}
}

static vt_err
vt_lane_scale(struct vt_lane *l)
{
	vt_err err = VT_OK;

	for (int64_t row = l->plan->row; row < l->plan->row + l->plan->rows && err == VT_OK; row++) {
		int64_t rows = vt_lane_rows(l, row);

		if (rows == 0)
			continue;
		err = vt_lane_band(l, row, rows);
		for (int i = 0; i < 3 && err == VT_OK; i++)
			vt_lane_plane_rows(l, i, row);
	}
	return (err);
}

static vt_err
vt_lane_turn(struct vt_lane *l, const struct vt_render *what)
{
	vt_err err = VT_OK;

	for (int i = 0; i < 3 && err == VT_OK; i++) {
		int64_t half = i == 0 ? 1 : 2;
		struct vt_turn turn = { .degrees = what->rotation,
					.empty = i == 0 ? 255 : 128,
					.from_x = (double)l->plan->width / 2 / (double)half,
					.from_y = (double)l->plan->height / 2 / (double)half,
					.to_x = (double)l->plan->out_width / 2 / (double)half,
					.to_y = (double)l->plan->out_height / 2 / (double)half };
		struct vt_pixels turned;

		if (what->is_mirrored)
			vt_turn_mirror(&l->view[i]);
		if (what->rotation == 0)
			continue;
		err = vt_codec_plane_new((l->plan->out_width + half - 1) / half,
					 (l->plan->out_height + half - 1) / half, &turned);
		if (err != VT_OK)
			break;
		vt_turn_into(&l->view[i], &turn, &turned);
		vt_pixels_free(&l->view[i]);
		l->view[i] = turned;
	}
	return (err);
}

static vt_err
vt_lane_work(struct vt_lane *l, const struct vt_render *what, struct vt_buf *out)
{
	int64_t quality = what->jpeg_quality > 0 ? what->jpeg_quality : vt_media_options()->quality;
	vt_err err = vt_lane_sampling(l);

	for (int i = 0; i < 3 && err == VT_OK; i++)
		err = vt_lane_plane_start(l, i);
	if (err == VT_OK)
		err = vt_lane_band_new(l);
	if (err == VT_OK)
		err = vt_lane_scale(l);
	for (int i = 0; i < 3; i++) {
		vt_pixels_free(&l->band.of[i]);
		vt_resampler_free(&l->planes[i].resampler);
	}
	if (err == VT_OK)
		err = vt_lane_turn(l, what);
	if (err != VT_OK)
		return (err);
	return (vt_codec_planes_encode(l->view, (int)quality,
				       vt_pyramid_profile(l->p, what->quality), out));
}

/* The last chroma sample of an odd side stands for one pixel and for nothing: in a
 * small picture that would be seen, and turned it would lie half a sample beside. */
static bool
vt_lane_is_odd(int64_t side, bool is_turned)
{
	return (side % 2 != 0 && (is_turned || side < VT_LANE_ODD_MIN));
}

vt_err
vt_lane_planes(struct vt_pyramid *p, const struct vt_plan *plan, const struct vt_render *what,
	       struct vt_buf *out)
{
	const struct vt_level *level = &p->levels[plan->level].seen;
	struct vt_lane l = { .p = p, .plan = plan };
	bool is_turned = what->is_mirrored || what->rotation != 0;
	vt_err err;

	if (plan->is_grey || !level->is_jpeg || level->tile_width % 16 != 0 ||
	    level->tile_height % 16 != 0 || vt_lane_is_odd(plan->width, is_turned) ||
	    vt_lane_is_odd(plan->height, is_turned))
		return (VT_E_DECLINED);
	vt_buf_init(&l.jpeg, 0);
	err = vt_lane_work(&l, what, out);
	for (int i = 0; i < 3; i++)
		vt_pixels_free(&l.view[i]);
	vt_buf_fini(&l.jpeg);
	return (err);
}
