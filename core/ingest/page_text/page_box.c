/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes of words, of blocks and of lines. */
#include <math.h>

#include "ingest/page_text/page_text.h"

struct vt_box
vt_box_union(struct vt_box a, struct vt_box b)
{
	double right, bottom;

	if (!(a.w > 0))
		return (b);
	if (!(b.w > 0))
		return (a);
	right = fmax(a.x + a.w, b.x + b.w);
	bottom = fmax(a.y + a.h, b.y + b.h);
	a.x = fmin(a.x, b.x);
	a.y = fmin(a.y, b.y);
	a.w = right - a.x;
	a.h = bottom - a.y;
	return (a);
}

static double
vt_box_within(double v, double max)
{
	return (v < 0 ? 0 : v > max ? max : v);
}

bool
vt_box_clip(struct vt_box b, int64_t width, int64_t height, int32_t out[4])
{
	double max_x = width > 0 ? (double)width : VT_PAGE_TEXT_SIDE_MAX;
	double max_y = height > 0 ? (double)height : VT_PAGE_TEXT_SIDE_MAX;
	double left, top, right, bottom;

	if (!isfinite(b.x) || !isfinite(b.y) || !isfinite(b.w) || !isfinite(b.h))
		return (false);
	left = vt_box_within(floor(b.x + 1e-6), max_x);
	top = vt_box_within(floor(b.y + 1e-6), max_y);
	right = vt_box_within(ceil(b.x + b.w - 1e-6), max_x);
	bottom = vt_box_within(ceil(b.y + b.h - 1e-6), max_y);
	if (right <= left || bottom <= top)
		return (false);
	out[0] = (int32_t)left;
	out[1] = (int32_t)top;
	out[2] = (int32_t)(right - left);
	out[3] = (int32_t)(bottom - top);
	return (true);
}

bool
vt_box_is_outside(struct vt_box b, int64_t width, int64_t height)
{
	double near_x = (double)width / 200, near_y = (double)height / 200;

	return (b.w > 0 && width > 0 && height > 0 &&
		(b.x < -near_x || b.y < -near_y || b.x + b.w > (double)width + near_x ||
		 b.y + b.h > (double)height + near_y));
}
