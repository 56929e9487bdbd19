/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cheaper ways than render.c's own to make a JPEG by a plan.  Each declines
 * (VT_E_DECLINED, nothing appended) what it cannot do with the right pixels.
 */
#ifndef VT_MEDIA_LANES_H
#define VT_MEDIA_LANES_H

#include "media/plan.h"

/* A part of one stored tile as it is, mirrored, turned by quarters or without its
 * colours, on the coefficients: nothing is lost and nothing decoded. */
vt_err	vt_lane_lossless(struct vt_pyramid *p, const struct vt_plan *plan,
	    const struct vt_render *what, struct vt_buf *out) VT_MUST_CHECK;

/* Colour pictures in the planes of JPEG: luma and chroma are scaled and turned
 * each by itself and never become RGB. */
vt_err	vt_lane_planes(struct vt_pyramid *p, const struct vt_plan *plan,
	    const struct vt_render *what, struct vt_buf *out) VT_MUST_CHECK;

#endif
