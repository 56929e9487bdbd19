/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens to a view after scaling (Image API 3.0, 4.3 and 4.4): mirror,
 * turn, and black and white.  Called by render.c.
 */
#include "media/turn.h"

#include <math.h>

#include "media/plan.h"

void
vt_turn_mirror(struct vt_pixels *px)
{
	size_t bands = (size_t)px->bands;

	for (int64_t y = 0; y < px->height; y++) {
		uint8_t *left = vt_pixels_row(px, y);
		uint8_t *right = left + ((size_t)px->width - 1) * bands;

		for (; left < right; left += bands, right -= bands)
			for (size_t i = 0; i < bands; i++) {
				uint8_t keep = left[i];

				left[i] = right[i];
				right[i] = keep;
			}
	}
}

static void
vt_turn_quarters(const struct vt_pixels *px, int quarters, const struct vt_pixels *out)
{
	ptrdiff_t bands = px->bands, pitch = (ptrdiff_t)px->pitch;
	/* Where the first output pixel comes from, and the way to the next one
	 * along and down. */
	ptrdiff_t start = 0, along = bands, down = pitch;

	if (quarters == 1) {
		start = (ptrdiff_t)(px->height - 1) * pitch;
		along = -pitch;
		down = bands;
	} else if (quarters == 2) {
		start = (ptrdiff_t)(px->height - 1) * pitch + (ptrdiff_t)(px->width - 1) * bands;
		along = -bands;
		down = -pitch;
	} else if (quarters == 3) {
		start = (ptrdiff_t)(px->width - 1) * bands;
		along = pitch;
		down = -bands;
	}
	for (int64_t y = 0; y < out->height; y++) {
		const uint8_t *from = px->p + start + y * down;
		uint8_t *to = vt_pixels_row(out, y);

		for (int64_t x = 0; x < out->width; x++, from += along, to += bands)
			for (ptrdiff_t i = 0; i < bands; i++)
				to[i] = from[i];
	}
}

/* --- any angle ------------------------------------------------------------- */
/* Catmull-Rom weights of the four neighbours of a point at t between the
 * second and the third. */
static void
vt_turn_cubic(double t, double w[4])
{
	w[0] = ((-0.5 * t + 1) * t - 0.5) * t;
	w[1] = (1.5 * t - 2.5) * t * t + 1;
	w[2] = ((-1.5 * t + 2) * t + 0.5) * t;
	w[3] = (0.5 * t - 0.5) * t * t;
}

static uint8_t
vt_turn_byte(double v)
{
	return (v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)(v + 0.5));
}

/* The pixel at (u, v) of px, in pixel coordinates of centres; *cover_r is how
 * much of the four by four neighbourhood's weight lies inside. */
static void
vt_turn_sample(const struct vt_pixels *px, double u, double v, double sum[4], double *cover_r)
{
	int64_t x0 = (int64_t)floor(u) - 1, y0 = (int64_t)floor(v) - 1;
	double wx[4], wy[4], cover = 0;

	vt_turn_cubic(u - floor(u), wx);
	vt_turn_cubic(v - floor(v), wy);
	sum[0] = sum[1] = sum[2] = sum[3] = 0;
	for (int j = 0; j < 4; j++) {
		if (y0 + j < 0 || y0 + j >= px->height)
			continue;
		for (int i = 0; i < 4; i++) {
			const uint8_t *p;
			double w = wx[i] * wy[j];

			if (x0 + i < 0 || x0 + i >= px->width)
				continue;
			p = vt_pixels_row(px, y0 + j) + (x0 + i) * px->bands;
			for (int b = 0; b < px->bands; b++)
				sum[b] += w * p[b];
			cover += w;
		}
	}
	*cover_r = cover < 0 ? 0 : cover > 1 ? 1 : cover;
}

static void
vt_turn_put(uint8_t *to, const double sum[4], double cover, int bands, bool with_alpha)
{
	for (int b = 0; b < bands; b++) {
		if (!with_alpha)
			to[b] = vt_turn_byte(sum[b] + (1 - cover) * 255);
		else
			to[b] = cover > 0 ? vt_turn_byte(sum[b] / cover) : 255;
	}
	if (with_alpha)
		to[bands] = vt_turn_byte(cover * 255);
}

static void
vt_turn_any(const struct vt_pixels *px, double degrees, bool with_alpha,
	    const struct vt_pixels *out)
{
	double radians = degrees * M_PI / 180, c = cos(radians), s = sin(radians);
	double sum[4], cover;

	for (int64_t y = 0; y < out->height; y++) {
		uint8_t *to = vt_pixels_row(out, y);
		double dy = (double)y + 0.5 - (double)out->height / 2;

		for (int64_t x = 0; x < out->width; x++, to += out->bands) {
			double dx = (double)x + 0.5 - (double)out->width / 2;

			/* Back through the turn, about the middle of both. */
			vt_turn_sample(px, c * dx + s * dy + (double)px->width / 2 - 0.5,
				       c * dy - s * dx + (double)px->height / 2 - 0.5, sum, &cover);
			vt_turn_put(to, sum, cover, px->bands, with_alpha);
		}
	}
}

vt_err
vt_turn(const struct vt_pixels *px, double degrees, bool with_alpha, struct vt_pixels *out_r)
{
	bool by_quarters = fmod(degrees, 90) == 0;
	struct vt_pixels out;
	int64_t width, height;
	vt_err err;

	vt_plan_turned(px->width, px->height, degrees, &width, &height);
	err = vt_pixels_new(width, height, px->bands + (with_alpha && !by_quarters), &out);
	if (err != VT_OK)
		return (err);
	if (by_quarters)
		vt_turn_quarters(px, (int)(degrees / 90), &out);
	else
		vt_turn_any(px, degrees, with_alpha, &out);
	*out_r = out;
	return (VT_OK);
}

void
vt_turn_bitonal(struct vt_pixels *px)
{
	/* The same threshold everywhere: one that followed the content would
	 * differ from tile to tile. */
	for (int64_t y = 0; y < px->height; y++) {
		uint8_t *row = vt_pixels_row(px, y);

		for (int64_t x = 0; x < px->width * px->bands; x++)
			row[x] = row[x] < 128 ? 0 : 255;
	}
}
