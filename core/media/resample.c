/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A separable filter in floating point, columns first: what is left to be
 * filtered along the row is then as few rows as possible.  Holds as many source
 * rows as the filter is high.  Called by render.c.
 */
#include "media/resample.h"

#include <math.h>
#include <stdlib.h>

/* Four numbers that are worked on as one: the bands of a pixel and a spare, or
 * four grey pixels.  The loose ones lie anywhere. */
typedef float vt_quad __attribute__((vector_size(16)));
typedef float vt_oct __attribute__((vector_size(32), aligned(16), may_alias));
typedef float vt_quad_loose __attribute__((vector_size(16), aligned(4), may_alias));

/* Weights lie in rows of stride, those behind the last of a row are 0. */
struct vt_resample_axis {
	int64_t length;
	int32_t most, stride;
	int32_t *first, *count;
	float *weights;
};

/* The highest filter: rows are averaged beforehand where it would be higher. */
#define VT_RESAMPLE_ROWS_MAX (2 * VT_RESAMPLE_LOBES * VT_RESAMPLE_TALL_MAX + 2)

struct vt_resampler {
	struct vt_resample_axis across, down;
	struct vt_resample_window window;
	struct vt_pixels out;
	int64_t group;		   /* source rows averaged into one */
	int64_t seen, next;	   /* source rows; the next output row */
	int64_t grouped, in_group; /* the group being filled, its rows so far */
	size_t quads;		   /* of one row in the ring */
	int32_t ring_rows;
	vt_quad *ring, *sum;
};

static double
vt_resample_kernel(double x)
{
	if (fabs(x) >= VT_RESAMPLE_LOBES)
		return (0);
	if (fabs(x) < 1e-8)
		return (1);
	return (VT_RESAMPLE_LOBES * sin(M_PI * x) * sin(M_PI * x / VT_RESAMPLE_LOBES) /
		(M_PI * M_PI * x * x));
}

/* The weights of output pixel i, adding up to one. */
static void
vt_resample_weigh(struct vt_resample_axis *axis, const struct vt_resample_span *s, int64_t i)
{
	double scale = s->extent / (double)s->length, wide = scale > 1 ? scale : 1;
	double centre = s->from + ((double)i + 0.5) * scale, sum = 0;
	int64_t first = (int64_t)ceil(centre - VT_RESAMPLE_LOBES * wide - 0.5);
	int64_t end = (int64_t)floor(centre + VT_RESAMPLE_LOBES * wide + 0.5);
	float *weights = axis->weights + i * axis->stride;

	first = first < s->first ? s->first : first > s->end - 1 ? s->end - 1 : first;
	end = end > s->end ? s->end : end <= first ? first + 1 : end;
	if (end - first > axis->most)
		end = first + axis->most;
	for (int64_t k = first; k < end; k++) {
		double w = vt_resample_kernel(((double)k + 0.5 - centre) / wide);

		weights[k - first] = (float)w;
		sum += w;
	}
	for (int64_t k = 0; k < end - first; k++)
		weights[k] = (float)(weights[k] / sum);
	axis->first[i] = (int32_t)first;
	axis->count[i] = (int32_t)(end - first);
}

static vt_err
vt_resample_axis_init(struct vt_resample_axis *axis, const struct vt_resample_span *s)
{
	double scale = s->extent / (double)s->length;

	vt_assert(s->length > 0 && s->first >= 0 && s->end > s->first && s->end <= INT32_MAX &&
		  s->extent > 0);
	axis->length = s->length;
	axis->most = (int32_t)(2 * VT_RESAMPLE_LOBES * (scale > 1 ? scale : 1)) + 2;
	axis->stride = (axis->most + 3) / 4 * 4;
	axis->first = calloc((size_t)s->length, sizeof(*axis->first));
	axis->count = calloc((size_t)s->length, sizeof(*axis->count));
	axis->weights = calloc((size_t)s->length * (size_t)axis->stride, sizeof(*axis->weights));
	if (axis->first == NULL || axis->count == NULL || axis->weights == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory to scale a picture"));
	for (int64_t i = 0; i < s->length; i++)
		vt_resample_weigh(axis, s, i);
	return (VT_OK);
}

static void
vt_resample_axis_fini(struct vt_resample_axis *axis)
{
	free(axis->first);
	free(axis->count);
	free(axis->weights);
}

static int64_t
vt_resample_axis_end(const struct vt_resample_axis *axis)
{
	return (axis->first[axis->length - 1] + axis->count[axis->length - 1]);
}

/* --- setting up ------------------------------------------------------------ */
static vt_err
vt_resampler_ring(struct vt_resampler *r)
{
	size_t width = (size_t)(r->window.x_end - r->window.x), len;

	r->quads = r->out.bands == 1 ? (width + 3) / 4 : width;
	r->ring_rows = r->down.most;
	if (__builtin_mul_overflow(r->quads * sizeof(*r->ring), (size_t)r->ring_rows, &len))
		return (vt_fail(VT_E_NOMEM, "there is no memory to scale a picture"));
	r->ring = aligned_alloc(sizeof(*r->ring), len);
	/* Three more grey pixels may be read behind the last, with weight 0. */
	r->sum = aligned_alloc(sizeof(*r->sum), (r->quads + 1) * sizeof(*r->sum));
	if (r->ring == NULL || r->sum == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory to scale a picture"));
	memset(r->ring, 0, len);
	memset(r->sum, 0, (r->quads + 1) * sizeof(*r->sum));
	return (VT_OK);
}

vt_err
vt_resampler_new(const struct vt_resample_span *across, const struct vt_resample_span *down,
		 const struct vt_pixels *out, struct vt_resampler **r_r)
{
	struct vt_resampler *r = calloc(1, sizeof(*r));
	struct vt_resample_span tall;
	vt_err err;

	if (r == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory to scale a picture"));
	r->out = *out;
	r->group = 1;
	if (down->extent / (double)down->length > VT_RESAMPLE_TALL_MAX)
		r->group = (int64_t)(down->extent / (double)down->length) / 2;
	tall = (struct vt_resample_span){
		.from = (down->from - (double)down->first) / (double)r->group,
		.extent = down->extent / (double)r->group,
		.end = (down->end - down->first + r->group - 1) / r->group,
		.length = down->length,
	};
	err = vt_resample_axis_init(&r->across, across);
	if (err == VT_OK)
		err = vt_resample_axis_init(&r->down, &tall);
	if (err == VT_OK) {
		r->window.x = r->across.first[0];
		r->window.x_end = vt_resample_axis_end(&r->across);
		r->grouped = r->down.first[0];
		r->window.y = down->first + r->grouped * r->group;
		r->window.y_end = down->first + vt_resample_axis_end(&r->down) * r->group;
		if (r->window.y_end > down->end)
			r->window.y_end = down->end;
		err = vt_resampler_ring(r);
	}
	if (err != VT_OK)
		vt_resampler_free(&r);
	else
		*r_r = r;
	return (err);
}

void
vt_resampler_free(struct vt_resampler **r)
{
	if (*r == NULL)
		return;
	vt_resample_axis_fini(&(*r)->across);
	vt_resample_axis_fini(&(*r)->down);
	free((*r)->ring);
	free((*r)->sum);
	free(*r);
	*r = NULL;
}

struct vt_resample_window
vt_resampler_window(const struct vt_resampler *r)
{
	return (r->window);
}

/* --- work ------------------------------------------------------------------ */
static vt_quad *
vt_resampler_slot(const struct vt_resampler *r, int64_t y)
{
	return (r->ring + (size_t)(y % r->ring_rows) * r->quads);
}

/* Adds weight times a row of bytes; a weight of 1 is the row itself. */
static void
vt_resampler_take(const struct vt_resampler *r, vt_quad *slot, const uint8_t *row, float weight)
{
	size_t width = (size_t)(r->window.x_end - r->window.x);

	if (r->out.bands == 3) {
		for (size_t x = 0; x < width; x++, row += 3)
			slot[x] += (vt_quad){ row[0], row[1], row[2], 0 } * weight;
		return;
	}
	float *grey = (float *)slot;

	if (weight == 1.0f)
		for (size_t x = 0; x < width; x++)
			grey[x] = (float)row[x];
	else
		for (size_t x = 0; x < width; x++)
			grey[x] += (float)row[x] * weight;
}

static uint8_t
vt_resampler_byte(float v)
{
	return (v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)(v + 0.5f));
}

/* The inner loops are compiled twice, and the processor decides at start. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VT_RESAMPLE_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define VT_RESAMPLE_CLONES
#endif

/* Along a row of grey. */
VT_RESAMPLE_CLONES static void
vt_resampler_across_grey(const struct vt_resampler *r, uint8_t *out)
{
	const struct vt_resample_axis *a = &r->across;
	const float *weights = a->weights;

	for (int64_t i = 0; i < a->length; i++, weights += a->stride) {
		const float *grey = (const float *)r->sum + (a->first[i] - r->window.x);
		vt_quad sum = { 0, 0, 0, 0 };

		for (int32_t k = 0; k < a->count[i]; k += 4)
			sum += *(const vt_quad_loose *)(grey + k) *
			       *(const vt_quad_loose *)(weights + k);
		out[i] = vt_resampler_byte(sum[0] + sum[1] + (sum[2] + sum[3]));
	}
}

/* Along the row. */
static void
vt_resampler_across(const struct vt_resampler *r, uint8_t *out)
{
	const struct vt_resample_axis *a = &r->across;

	for (int64_t i = 0; i < a->length; i++) {
		const float *weights = a->weights + i * a->stride;
		int64_t from = a->first[i] - r->window.x;
		vt_quad sum = { 0, 0, 0, 0 };

		for (int32_t k = 0; k < a->count[i]; k++)
			sum += r->sum[from + k] * weights[k];
		*out++ = vt_resampler_byte(sum[0]);
		*out++ = vt_resampler_byte(sum[1]);
		*out++ = vt_resampler_byte(sum[2]);
	}
}

/* Rows of the ring from first on, weighted, into the sum: a few quads at a time, so
 * that these stay in registers. */
VT_RESAMPLE_CLONES static void
vt_resampler_down(struct vt_resampler *r, const float *weights, int64_t first, int32_t count)
{
	const vt_quad *rows[VT_RESAMPLE_ROWS_MAX];
	size_t i = 0;

	vt_assert(count <= VT_RESAMPLE_ROWS_MAX);
	for (int32_t k = 0; k < count; k++)
		rows[k] = vt_resampler_slot(r, first + k);
	for (; i + 8 <= r->quads; i += 8) {
		vt_oct a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };
		vt_oct *sum = (vt_oct *)(r->sum + i);

		for (int32_t k = 0; k < count; k++) {
			const vt_oct *row = (const vt_oct *)(rows[k] + i);

			a += row[0] * weights[k];
			b += row[1] * weights[k];
			c += row[2] * weights[k];
			d += row[3] * weights[k];
		}
		sum[0] = a;
		sum[1] = b;
		sum[2] = c;
		sum[3] = d;
	}
	for (; i < r->quads; i++) {
		r->sum[i] = (vt_quad){ 0 };
		for (int32_t k = 0; k < count; k++)
			r->sum[i] += rows[k][i] * weights[k];
	}
}

/* All output rows whose last source row is y. */
static void
vt_resampler_emit(struct vt_resampler *r, int64_t y)
{
	const struct vt_resample_axis *d = &r->down;

	for (; r->next < d->length && d->first[r->next] + d->count[r->next] - 1 <= y; r->next++) {
		vt_resampler_down(r, d->weights + r->next * d->stride, d->first[r->next],
				  d->count[r->next]);
		if (r->out.bands == 3)
			vt_resampler_across(r, vt_pixels_row(&r->out, r->next));
		else
			vt_resampler_across_grey(r, vt_pixels_row(&r->out, r->next));
	}
}

void
vt_resampler_row(struct vt_resampler *r, const uint8_t *row)
{
	vt_quad *slot = vt_resampler_slot(r, r->grouped);
	int64_t left = r->window.y_end - r->window.y - r->seen + r->in_group;

	/* The last group may be cut by the picture's edge. */
	left = left > r->group ? r->group : left;
	if (r->in_group == 0 && (r->out.bands == 3 || left > 1))
		memset(slot, 0, r->quads * sizeof(*slot));
	vt_resampler_take(r, slot, row, 1.0f / (float)left);
	r->seen++;
	if (++r->in_group == left) {
		vt_resampler_emit(r, r->grouped++);
		r->in_group = 0;
	}
}
