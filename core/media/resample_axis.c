/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lanczos weights.  A picture has some thousands of them in each direction and
 * plane; so the sines of one output pixel are not asked for one by one, but turned
 * on from the first.
 */
#include "media/resample_axis.h"

#include <math.h>
#include <stdlib.h>

/* An angle that grows by the same step. */
struct vt_resample_angle {
	double sine, cosine, step_sine, step_cosine;
};

static struct vt_resample_angle
vt_resample_angle(double from, double step)
{
	return ((struct vt_resample_angle){ sin(from), cos(from), sin(step), cos(step) });
}

static void
vt_resample_turn(struct vt_resample_angle *a)
{
	double sine = a->sine * a->step_cosine + a->cosine * a->step_sine;

	a->cosine = a->cosine * a->step_cosine - a->sine * a->step_sine;
	a->sine = sine;
}

/* The kernel at first, first + step, …; their sum. */
static double
vt_resample_lobes(double first, double step, int64_t count, float *weights)
{
	struct vt_resample_angle one = vt_resample_angle(M_PI * first, M_PI * step);
	struct vt_resample_angle all =
	    vt_resample_angle(M_PI * first / VT_RESAMPLE_LOBES, M_PI * step / VT_RESAMPLE_LOBES);
	double sum = 0;

	for (int64_t k = 0; k < count; k++) {
		double x = first + (double)k * step, w = 0;

		if (fabs(x) < 1e-6)
			w = 1;
		else if (fabs(x) < VT_RESAMPLE_LOBES)
			w = VT_RESAMPLE_LOBES * one.sine * all.sine / (M_PI * M_PI * x * x);
		weights[k] = (float)w;
		sum += w;
		vt_resample_turn(&one);
		vt_resample_turn(&all);
	}
	return (sum);
}

/* The weights of output pixel i, adding up to one. */
static void
vt_resample_weigh(struct vt_resample_axis *axis, const struct vt_resample_span *s, int64_t i)
{
	double scale = s->extent / (double)s->length, wide = scale > 1 ? scale : 1;
	double centre = s->from + ((double)i + 0.5) * scale, sum;
	int64_t first = (int64_t)ceil(centre - VT_RESAMPLE_LOBES * wide - 0.5);
	int64_t end = (int64_t)floor(centre + VT_RESAMPLE_LOBES * wide + 0.5);
	float *weights = axis->weights + i * axis->stride;

	first = first < s->first ? s->first : first > s->end - 1 ? s->end - 1 : first;
	end = end > s->end ? s->end : end <= first ? first + 1 : end;
	if (end - first > axis->most)
		end = first + axis->most;
	sum = vt_resample_lobes(((double)first + 0.5 - centre) / wide, 1 / wide, end - first,
				weights);
	for (int64_t k = 0; k < end - first; k++)
		weights[k] = (float)(weights[k] / sum);
	axis->first[i] = (int32_t)first;
	axis->count[i] = (int32_t)(end - first);
}

vt_err
vt_resample_axis_init(struct vt_resample_axis *axis, const struct vt_resample_span *s)
{
	double scale = s->extent / (double)s->length;

	vt_assert(s->length > 0 && s->first >= 0 && s->end > s->first && s->end <= INT32_MAX &&
		  s->extent > 0);
	axis->length = s->length;
	axis->most = (int32_t)(2 * VT_RESAMPLE_LOBES * (scale > 1 ? scale : 1)) + 2;
	axis->stride = (axis->most + VT_RESAMPLE_LANES - 1) / VT_RESAMPLE_LANES * VT_RESAMPLE_LANES;
	axis->first = calloc((size_t)s->length, sizeof(*axis->first));
	axis->count = calloc((size_t)s->length, sizeof(*axis->count));
	axis->weights = calloc((size_t)s->length * (size_t)axis->stride, sizeof(*axis->weights));
	if (axis->first == NULL || axis->count == NULL || axis->weights == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory to scale a picture"));
	for (int64_t i = 0; i < s->length; i++)
		vt_resample_weigh(axis, s, i);
	return (VT_OK);
}

void
vt_resample_axis_fini(struct vt_resample_axis *axis)
{
	free(axis->first);
	free(axis->count);
	free(axis->weights);
}

int64_t
vt_resample_axis_end(const struct vt_resample_axis *axis)
{
	return (axis->first[axis->length - 1] + axis->count[axis->length - 1]);
}
