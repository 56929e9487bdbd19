/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A separable filter in floating point, columns first: what is left to be
 * filtered along the row is then as few rows as possible.  Holds as many source
 * rows as the filter is high.  Called by render.c.
 */
#include "media/resample.h"

#include <stdlib.h>

#include "media/resample_axis.h"

/* Numbers that are worked on as one: the bands of a pixel and a spare, or four or
 * eight grey pixels.  The loose ones lie anywhere. */
typedef float vt_quad __attribute__((vector_size(16)));
typedef float vt_oct __attribute__((vector_size(32), aligned(16), may_alias));
typedef float vt_oct_loose __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t vt_oct_int __attribute__((vector_size(32), aligned(16)));

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
	vt_quad *ring;
	/* Rows that are done downwards and wait for the way across: of grey, so many
	 * at once, of colours one. */
	vt_quad *sums;
	size_t sum_quads; /* of one of them */
	int64_t waiting;
};

#define VT_RESAMPLE_AT_ONCE 8 /* grey rows that go across together */

/* --- setting up ------------------------------------------------------------ */
static vt_err
vt_resampler_ring(struct vt_resampler *r)
{
	size_t width = (size_t)(r->window.x_end - r->window.x), len, sums;

	r->quads = r->out.bands == 1 ? (width + 3) / 4 : width;
	r->ring_rows = r->down.most;
	if (__builtin_mul_overflow(r->quads * sizeof(*r->ring), (size_t)r->ring_rows, &len))
		return (vt_fail(VT_E_NOMEM, "there is no memory to scale a picture"));
	r->ring = aligned_alloc(sizeof(*r->ring), len);
	/* Seven more grey pixels may be read behind the last, with weight 0. */
	r->sum_quads = r->quads + 2;
	sums = r->sum_quads * sizeof(*r->sums) * (r->out.bands == 1 ? VT_RESAMPLE_AT_ONCE : 1);
	r->sums = aligned_alloc(sizeof(*r->sums), sums);
	if (r->ring == NULL || r->sums == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory to scale a picture"));
	memset(r->ring, 0, len);
	memset(r->sums, 0, sums);
	return (VT_OK);
}

/* Rows that are many times more than wanted are averaged in groups first: the span of the
 * groups. */
static struct vt_resample_span
vt_resampler_grouped(struct vt_resampler *r, const struct vt_resample_span *down)
{
	r->group = 1;
	if (down->extent / (double)down->length > VT_RESAMPLE_TALL_MAX)
		r->group = (int64_t)(down->extent / (double)down->length) / 2;
	return ((struct vt_resample_span){
		.from = (down->from - (double)down->first) / (double)r->group,
		.extent = down->extent / (double)r->group,
		.end = (down->end - down->first + r->group - 1) / r->group,
		.length = down->length,
	});
}

/* The part of the source that it is given. */
static void
vt_resampler_reach(struct vt_resampler *r, const struct vt_resample_span *down)
{
	r->window.x = r->across.first[0];
	r->window.x_end = vt_resample_axis_end(&r->across);
	r->grouped = r->down.first[0];
	r->window.y = down->first + r->grouped * r->group;
	r->window.y_end = down->first + vt_resample_axis_end(&r->down) * r->group;
	if (r->window.y_end > down->end)
		r->window.y_end = down->end;
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
	tall = vt_resampler_grouped(r, down);
	err = vt_resample_axis_init(&r->across, across);
	if (err == VT_OK)
		err = vt_resample_axis_init(&r->down, &tall);
	if (err == VT_OK) {
		vt_resampler_reach(r, down);
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
	free((*r)->sums);
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

/* The inner loops are compiled twice, and the processor decides at start; both give
 * the same numbers. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VT_RESAMPLE_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define VT_RESAMPLE_CLONES
#endif

VT_RESAMPLE_CLONES static void
vt_resampler_take_grey(float *grey, const uint8_t *row, size_t width)
{
	for (size_t x = 0; x < width; x++)
		grey[x] = (float)row[x];
}

/* Adds weight times a row of bytes; a weight of 1 is the row itself. */
static void
vt_resampler_take(const struct vt_resampler *r, vt_quad *slot, const uint8_t *row, float weight)
{
	size_t width = (size_t)(r->window.x_end - r->window.x);
	float *grey = (float *)slot;

	if (r->out.bands == 3)
		for (size_t x = 0; x < width; x++, row += 3)
			slot[x] += (vt_quad){ row[0], row[1], row[2], 0 } * weight;
	else if (weight == 1.0f)
		vt_resampler_take_grey(grey, row, width);
	else
		for (size_t x = 0; x < width; x++)
			grey[x] += (float)row[x] * weight;
}

static uint8_t
vt_resampler_byte(float v)
{
	return (v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)(v + 0.5f));
}

/* A sum of each of eight: halves of two are put side by side and added, three times. */
static inline void
vt_resampler_sums(const vt_oct v[VT_RESAMPLE_AT_ONCE], vt_oct *sums_r)
{
	vt_oct two[4], four[2];

	for (int i = 0; i < 4; i++)
		two[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13) +
			 __builtin_shufflevector(v[2 * i], v[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
	for (int i = 0; i < 2; i++)
		four[i] = __builtin_shufflevector(two[2 * i], two[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
			  __builtin_shufflevector(two[2 * i], two[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
	*sums_r = __builtin_shufflevector(four[0], four[1], 0, 1, 2, 3, 8, 9, 10, 11) +
		  __builtin_shufflevector(four[0], four[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

static inline void
vt_resampler_bytes(const vt_oct *v, vt_oct_int *bytes_r)
{
	const vt_oct most = { 255, 255, 255, 255, 255, 255, 255, 255 };
	vt_oct_int is_more = *v > most, kept = (vt_oct_int)*v & (*v > (vt_oct){ 0 });

	kept = (kept & ~is_more) | ((vt_oct_int)most & is_more);
	*bytes_r = __builtin_convertvector((vt_oct)kept + 0.5f, vt_oct_int);
}

/* Along the rows that wait: eight in step, so that a weight is read once for all. */
VT_RESAMPLE_CLONES static void
vt_resampler_across_grey(const struct vt_resampler *r, uint8_t *out)
{
	const struct vt_resample_axis *a = &r->across;
	const float *weights = a->weights;
	size_t pitch = r->sum_quads * 4;

	for (int64_t i = 0; i < a->length; i++, weights += a->stride) {
		const float *grey = (const float *)r->sums + (a->first[i] - r->window.x);
		vt_oct sums[VT_RESAMPLE_AT_ONCE] = { { 0 } }, all;
		vt_oct_int bytes;

		for (int32_t k = 0; k < a->count[i]; k += VT_RESAMPLE_LANES) {
			vt_oct w = *(const vt_oct_loose *)(weights + k);

			for (size_t j = 0; j < VT_RESAMPLE_AT_ONCE; j++)
				sums[j] += *(const vt_oct_loose *)(grey + j * pitch + k) * w;
		}
		vt_resampler_sums(sums, &all);
		vt_resampler_bytes(&all, &bytes);
		for (int64_t j = 0; j < r->waiting; j++)
			out[(size_t)j * r->out.pitch + (size_t)i] = (uint8_t)bytes[j];
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
			sum += r->sums[from + k] * weights[k];
		*out++ = vt_resampler_byte(sum[0]);
		*out++ = vt_resampler_byte(sum[1]);
		*out++ = vt_resampler_byte(sum[2]);
	}
}

/* Rows of the ring from first on, weighted, into a sum: a few quads at a time, so
 * that these stay in registers. */
VT_RESAMPLE_CLONES static void
vt_resampler_down(const struct vt_resampler *r, const float *weights, int64_t first, int32_t count,
		  vt_quad *into)
{
	const vt_quad *rows[VT_RESAMPLE_ROWS_MAX];
	size_t i = 0;

	vt_assert(count <= VT_RESAMPLE_ROWS_MAX);
	for (int32_t k = 0; k < count; k++)
		rows[k] = vt_resampler_slot(r, first + k);
	for (; i + 8 <= r->quads; i += 8) {
		vt_oct a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };
		vt_oct *sum = (vt_oct *)(into + i);

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
		into[i] = (vt_quad){ 0 };
		for (int32_t k = 0; k < count; k++)
			into[i] += rows[k][i] * weights[k];
	}
}

/* An output row is done downwards; across they go when enough are, or all. */
static void
vt_resampler_done(struct vt_resampler *r)
{
	uint8_t *out = vt_pixels_row(&r->out, r->next - r->waiting);

	r->waiting++;
	if (r->out.bands == 3)
		vt_resampler_across(r, out);
	else if (r->waiting < VT_RESAMPLE_AT_ONCE && r->next + 1 < r->down.length)
		return;
	else
		vt_resampler_across_grey(r, out);
	r->waiting = 0;
}

/* All output rows whose last source row is y. */
static void
vt_resampler_emit(struct vt_resampler *r, int64_t y)
{
	const struct vt_resample_axis *d = &r->down;

	for (; r->next < d->length && d->first[r->next] + d->count[r->next] - 1 <= y; r->next++) {
		vt_resampler_down(r, d->weights + r->next * d->stride, d->first[r->next],
				  d->count[r->next],
				  r->sums + (size_t)r->waiting * r->sum_quads);
		vt_resampler_done(r);
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
