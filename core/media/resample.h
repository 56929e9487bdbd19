/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scales rows of 8-bit pixels with a Lanczos filter (three lobes, widened when
 * reducing), rows pushed from the top.  The window may begin and end between
 * pixels; what lies outside it is not seen.
 */
#ifndef VT_MEDIA_RESAMPLE_H
#define VT_MEDIA_RESAMPLE_H

#include "media/pixels.h"

#define VT_RESAMPLE_LOBES    3
#define VT_RESAMPLE_TALL_MAX 4 /* rows reduced further than this are averaged beforehand */

/* length output pixels from [from, from + extent) of the source, of which the
 * pixels first..end (before end) may be looked at. */
struct vt_resample_span {
	double from, extent;
	int64_t first, end, length;
};

struct vt_resampler;

/* out (1 or 3 bands, across.length x down.length) is borrowed and filled from
 * the top.  VT_E_NOMEM. */
vt_err	vt_resampler_new(const struct vt_resample_span *across,
	    const struct vt_resample_span *down, const struct vt_pixels *out,
	    struct vt_resampler **r_r) VT_MUST_CHECK;
void	vt_resampler_free(struct vt_resampler **r);
/* Source rows that are needed, from first and before end, and the source
 * columns each must hold. */
struct vt_resample_window {
	int64_t	x, y, x_end, y_end;
};
struct vt_resample_window vt_resampler_window(const struct vt_resampler *r);
/* The next source row of the window: its pixels from window.x on. */
void	vt_resampler_row(struct vt_resampler *r, const uint8_t *row);

#endif
