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

/* A side of the squares that are turned one after the other: what is read and what
 * is written of one stays in the processor's cache. */
#define VT_TURN_SQUARE 64

/* The square of out at (x, y); its first pixel comes from `from`. */
static void
vt_turn_square(const uint8_t *from, ptrdiff_t along, ptrdiff_t down, const struct vt_pixels *out,
	       int64_t x, int64_t y)
{
	int64_t width = out->width - x < VT_TURN_SQUARE ? out->width - x : VT_TURN_SQUARE;
	int64_t height = out->height - y < VT_TURN_SQUARE ? out->height - y : VT_TURN_SQUARE;
	int bands = out->bands;

	for (int64_t j = 0; j < height; j++, from += down) {
		uint8_t *to = vt_pixels_row(out, y + j) + x * bands;
		const uint8_t *p = from;

		if (bands == 1)
			for (int64_t i = 0; i < width; i++, p += along)
				to[i] = *p;
		else
			for (int64_t i = 0; i < width; i++, p += along, to += bands)
				for (int b = 0; b < bands; b++)
					to[b] = p[b];
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
	for (int64_t y = 0; y < out->height; y += VT_TURN_SQUARE)
		for (int64_t x = 0; x < out->width; x += VT_TURN_SQUARE)
			vt_turn_square(px->p + start + y * down + x * along, along, down, out, x, y);
}

/* --- any angle ------------------------------------------------------------- */
#define VT_TURN_PHASES 256 /* places between two pixels that are told apart */
#define VT_TURN_ONE    14  /* bits of a weight of one */

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

struct vt_turn_weights {
	int32_t of[VT_TURN_PHASES][4];
};

static void
vt_turn_weights(struct vt_turn_weights *weights)
{
	for (int i = 0; i < VT_TURN_PHASES; i++) {
		double w[4];
		int32_t sum = 0;

		vt_turn_cubic(((double)i + 0.5) / VT_TURN_PHASES, w);
		for (int k = 0; k < 4; k++)
			sum += weights->of[i][k] = (int32_t)lround(w[k] * (1 << VT_TURN_ONE));
		/* Flat stays flat. */
		weights->of[i][i < VT_TURN_PHASES / 2 ? 1 : 2] += (1 << VT_TURN_ONE) - sum;
	}
}

static uint8_t
vt_turn_byte(double v)
{
	return (v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)(v + 0.5));
}

/* Near the edge and beyond it: the pixel at (u, v) of px, in pixel coordinates of
 * centres; *cover_r is how much of the four by four neighbourhood's weight lies
 * inside. */
static void
vt_turn_sample(const struct vt_pixels *px, double u, double v, double sum[4], double *cover_r)
{
	int64_t x0 = (int64_t)floor(u) - 1, y0 = (int64_t)floor(v) - 1;
	double wx[4], wy[4], cover = 0;

	sum[0] = sum[1] = sum[2] = sum[3] = *cover_r = 0;
	if (x0 + 3 < 0 || y0 + 3 < 0 || x0 >= px->width || y0 >= px->height)
		return;
	vt_turn_cubic(u - floor(u), wx);
	vt_turn_cubic(v - floor(v), wy);
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
vt_turn_put(uint8_t *to, const double sum[4], double cover, int bands, int empty)
{
	for (int b = 0; b < bands; b++) {
		if (empty >= 0)
			to[b] = vt_turn_byte(sum[b] + (1 - cover) * empty);
		else
			to[b] = cover > 0 ? vt_turn_byte(sum[b] / cover) : 255;
	}
	if (empty < 0)
		to[bands] = vt_turn_byte(cover * 255);
}

/* A row of out: point x of it is at (u, v) + x * (du, dv) of px. */
struct vt_turn_row {
	double u, v, du, dv;
	int64_t first, end; /* those whose neighbours are all inside */
};

/* Leaves of first..end those where low <= at + x * step <= high. */
static void
vt_turn_narrow(struct vt_turn_row *row, double at, double step, double low, double high)
{
	double a, b;

	if (fabs(step) < 1e-12) {
		if (at < low || at > high)
			row->end = row->first;
		return;
	}
	a = ((step > 0 ? low : high) - at) / step;
	b = ((step > 0 ? high : low) - at) / step;
	if (b < (double)row->first || a > (double)row->end || b < a) {
		row->end = row->first;
		return;
	}
	row->first = a > (double)row->first ? (int64_t)ceil(a) : row->first;
	row->end = b + 1 < (double)row->end ? (int64_t)floor(b) + 1 : row->end;
	row->end = row->end < row->first ? row->first : row->end;
}

/* Pixels of the row that need no look at the edge, in whole numbers. */
static void
vt_turn_inside(const struct vt_pixels *px, const struct vt_turn_weights *weights,
	       const struct vt_turn_row *row, const struct vt_pixels *out, uint8_t *to)
{
	const double one = 4294967296.0;
	int64_t u = (int64_t)((row->u + (double)row->first * row->du) * one);
	int64_t v = (int64_t)((row->v + (double)row->first * row->dv) * one);
	int64_t du = (int64_t)(row->du * one), dv = (int64_t)(row->dv * one);
	int bands = px->bands;

	to += row->first * out->bands;
	for (int64_t x = row->first; x < row->end; x++, u += du, v += dv, to += out->bands) {
		const uint8_t *p = vt_pixels_row(px, (v >> 32) - 1) + ((u >> 32) - 1) * bands;
		const int32_t *wx = weights->of[u >> 24 & 255], *wy = weights->of[v >> 24 & 255];

		for (int b = 0; b < bands; b++, p++) {
			const uint8_t *q = p;
			int32_t sum = 1 << (2 * VT_TURN_ONE - 6 - 1);

			for (int j = 0; j < 4; j++, q += px->pitch)
				sum += ((q[0] * wx[0] + q[bands] * wx[1] + q[2 * bands] * wx[2] +
					 q[3 * bands] * wx[3]) >> 6) * wy[j];
			sum >>= 2 * VT_TURN_ONE - 6;
			to[b] = (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
		}
		if (out->bands > bands)
			to[bands] = 255;
	}
}

/* empty < 0: out has alpha. */
static void
vt_turn_any(const struct vt_pixels *px, const struct vt_turn *turn, int empty,
	    const struct vt_pixels *out)
{
	double radians = turn->degrees * M_PI / 180, c = cos(radians), s = sin(radians);
	double sum[4], cover;
	struct vt_turn_weights weights;

	vt_turn_weights(&weights);
	for (int64_t y = 0; y < out->height; y++) {
		uint8_t *to = vt_pixels_row(out, y);
		double dx = 0.5 - turn->to_x, dy = (double)y + 0.5 - turn->to_y;
		/* Back through the turn. */
		struct vt_turn_row row = { .u = c * dx + s * dy + turn->from_x - 0.5,
					   .v = c * dy - s * dx + turn->from_y - 0.5,
					   .du = c,
					   .dv = -s,
					   .end = out->width };

		/* A hair less than all: the steps of whole numbers are not exact. */
		vt_turn_narrow(&row, row.u, row.du, 1.001, (double)px->width - 2.001);
		vt_turn_narrow(&row, row.v, row.dv, 1.001, (double)px->height - 2.001);
		for (int64_t x = 0; x < out->width; x++) {
			if (x == row.first)
				x = row.end;
			if (x == out->width)
				break;
			vt_turn_sample(px, row.u + (double)x * c, row.v - (double)x * s, sum, &cover);
			vt_turn_put(to + x * out->bands, sum, cover, px->bands, empty);
		}
		vt_turn_inside(px, &weights, &row, out, to);
	}
}

void
vt_turn_into(const struct vt_pixels *px, const struct vt_turn *turn, const struct vt_pixels *out)
{
	vt_assert(px->bands == out->bands);
	if (fmod(turn->degrees, 90) == 0)
		vt_turn_quarters(px, (int)(turn->degrees / 90), out);
	else
		vt_turn_any(px, turn, turn->empty, out);
}

vt_err
vt_turn(const struct vt_pixels *px, double degrees, bool with_alpha, struct vt_pixels *out_r)
{
	bool by_quarters = fmod(degrees, 90) == 0;
	struct vt_turn turn = { .degrees = degrees,
				.from_x = (double)px->width / 2,
				.from_y = (double)px->height / 2 };
	struct vt_pixels out;
	int64_t width, height;
	vt_err err;

	vt_plan_turned(px->width, px->height, degrees, &width, &height);
	err = vt_pixels_new(width, height, px->bands + (with_alpha && !by_quarters), &out);
	if (err != VT_OK)
		return (err);
	turn.to_x = (double)width / 2;
	turn.to_y = (double)height / 2;
	if (by_quarters)
		vt_turn_quarters(px, (int)(degrees / 90), &out);
	else
		vt_turn_any(px, &turn, with_alpha ? -1 : 255, &out);
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
