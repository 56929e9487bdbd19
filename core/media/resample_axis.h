/* SPDX-License-Identifier: Apache-2.0 */
/* The weights of one direction of a scaler; resample.c's alone. */
#ifndef VT_MEDIA_RESAMPLE_AXIS_H
#define VT_MEDIA_RESAMPLE_AXIS_H

#include "media/resample.h"

#define VT_RESAMPLE_LANES 8 /* rows of weights are a multiple of this long */

/* Output pixel i is the sum of count[i] source pixels from first[i] on, each times
 * its weight, of rows of stride; those behind the last of a row are 0. */
struct vt_resample_axis {
	int64_t length;
	int32_t most, stride;
	int32_t *first, *count;
	float *weights;
};

/* VT_E_NOMEM; vt_resample_axis_fini() in any case. */
vt_err vt_resample_axis_init(struct vt_resample_axis *axis,
			     const struct vt_resample_span *s) VT_MUST_CHECK;
void vt_resample_axis_fini(struct vt_resample_axis *axis);
/* Behind the last source pixel that is looked at. */
int64_t vt_resample_axis_end(const struct vt_resample_axis *axis);

#endif
