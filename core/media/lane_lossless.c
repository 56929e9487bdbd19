/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TurboJPEG's transforms.  They cut on the grid of a JPEG's blocks, counted in the
 * picture that results, so a part of a tile can be given when it begins there.
 */
#include <math.h>

#include <turbojpeg.h>

#include "media/jpeg_split.h"
#include "media/lanes.h"

#define VT_LANE_GRID 16 /* of blocks, with chroma at half the size */

static int
vt_lane_operation(const struct vt_render *what)
{
	/* Mirrored first, then turned clockwise. */
	static const int plain[] = { TJXOP_NONE, TJXOP_ROT90, TJXOP_ROT180, TJXOP_ROT270 };
	static const int mirrored[] = { TJXOP_HFLIP, TJXOP_TRANSVERSE, TJXOP_VFLIP,
					       TJXOP_TRANSPOSE };

	return ((what->is_mirrored ? mirrored : plain)[(int)(what->rotation / 90)]);
}

/* Where the part lies in the tile once that is transformed. */
static tjregion
vt_lane_part(const struct vt_level *level, const struct vt_plan *plan, const struct vt_render *what)
{
	int x = (int)(plan->left % level->tile_width), y = (int)(plan->top % level->tile_height);
	int w = (int)plan->width, h = (int)plan->height;
	int width = level->tile_width, height = level->tile_height;

	if (what->is_mirrored)
		x = width - x - w;
	for (int quarter = (int)(what->rotation / 90); quarter > 0; quarter--) {
		tjregion turned = { height - y - h, x, h, w };
		int keep = width;

		x = turned.x, y = turned.y, w = turned.w, h = turned.h;
		width = height, height = keep;
	}
	return ((tjregion){ x, y, w, h });
}

static bool
vt_lane_is_lossless(const struct vt_level *level, const struct vt_plan *plan,
		    const struct vt_render *what, tjregion *part_r)
{
	if (!level->is_jpeg || !plan->is_copy || plan->columns != 1 || plan->rows != 1 ||
	    what->quality == VT_IMAGE_BITONAL || fmod(what->rotation, 90) != 0 ||
	    level->tile_width % VT_LANE_GRID != 0 || level->tile_height % VT_LANE_GRID != 0)
		return (false);
	*part_r = vt_lane_part(level, plan, what);
	return (part_r->x % VT_LANE_GRID == 0 && part_r->y % VT_LANE_GRID == 0);
}

/* TurboJPEG makes room for as many pixels as the file says it has. */
static bool
vt_lane_is_tile(const struct vt_level *level, struct vt_str jpeg)
{
	struct vt_jpeg_frame frame;

	return (vt_jpeg_frame(jpeg, &frame) == VT_OK && frame.width == level->tile_width &&
		frame.height == level->tile_height);
}

static vt_err
vt_lane_transform(struct vt_str jpeg, tjtransform *t, struct vt_buf *out)
{
	tjhandle handle = tjInitTransform();
	unsigned char *made = NULL;
	unsigned long len = 0;
	int failed;

	if (handle == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for a JPEG transform"));
	failed = tjTransform(handle, (const unsigned char *)jpeg.p, jpeg.len, 1, &made, &len, t,
			     TJFLAG_STOPONWARNING);
	if (failed == 0)
		vt_buf_put(out, (const char *)made, len);
	tjFree(made);
	tjDestroy(handle);
	/* A tile that it cannot take may still be decoded; if not, that says why. */
	return (failed != 0 ? VT_E_DECLINED : vt_buf_error(out));
}

vt_err
vt_lane_lossless(struct vt_pyramid *p, const struct vt_plan *plan, const struct vt_render *what,
		 struct vt_buf *out)
{
	const struct vt_level *level = &p->levels[plan->level].seen;
	tjtransform t = { .op = vt_lane_operation(what),
			  .options = TJXOPT_CROP |
				     (plan->is_grey && level->bands == 3 ? TJXOPT_GRAY : 0) };
	struct vt_buf jpeg;
	vt_err err;

	if (!vt_lane_is_lossless(level, plan, what, &t.r))
		return (VT_E_DECLINED);
	if (vt_pyramid_profile(p, what->quality).len == 0)
		t.options |= TJXOPT_COPYNONE;
	vt_buf_init(&jpeg, 0);
	err = vt_pyramid_tile_jpeg(p, plan->level, plan->column, plan->row, &jpeg);
	if (err == VT_OK && !vt_lane_is_tile(level, vt_buf_get(&jpeg)))
		err = VT_E_DECLINED;
	if (err == VT_OK)
		err = vt_lane_transform(vt_buf_get(&jpeg), &t, out);
	vt_buf_fini(&jpeg);
	return (err);
}
