/* SPDX-License-Identifier: Apache-2.0 */
/* Called by pyramid_write.c, which writes the tiles. */
#include "media/pyramid_ready.h"

#include "media/resample.h"

static int64_t
vt_pyramid_ready_half(int64_t size, int level)
{
	return ((size + (INT64_C(1) << level) - 1) >> level);
}

/* As Image API 3.0, 4.2 has it of `!side,side`: the longer side is that, the other
 * one is rounded. */
static void
vt_pyramid_ready_size(struct vt_pyramid_ready *r, int64_t width, int64_t height)
{
	int64_t side = VT_PYRAMID_READY_SIDE, longest = width > height ? width : height;
	int64_t other = ((width > height ? height : width) * side * 2 + longest) / (longest * 2);

	other = other < 1 ? 1 : other;
	r->width = width > height ? side : other;
	r->height = width > height ? other : side;
}

/* The coarsest level that is larger; -1 when none is, or one is just that. */
static int
vt_pyramid_ready_level(const struct vt_pyramid_ready *r, const struct vt_pixels *whole, int levels)
{
	for (int n = levels - 1; n >= 0; n--) {
		int64_t width = vt_pyramid_ready_half(whole->width, n);
		int64_t height = vt_pyramid_ready_half(whole->height, n);

		if (width == r->width && height == r->height)
			return (-1);
		if (width > VT_PYRAMID_READY_SIDE || height > VT_PYRAMID_READY_SIDE)
			return (n);
	}
	return (-1);
}

vt_err
vt_pyramid_ready_init(struct vt_pyramid_ready *r, const struct vt_pixels *whole, int levels,
		      int tile_size)
{
	struct vt_resample_span across, down;
	struct vt_pixels out;
	int64_t width, height;
	vt_err err;

	*r = (struct vt_pyramid_ready){ .level = -1 };
	vt_pyramid_ready_size(r, whole->width, whole->height);
	r->level = vt_pyramid_ready_level(r, whole, levels);
	if (r->level < 0)
		return (VT_OK);
	err = vt_pixels_new((r->width + tile_size - 1) / tile_size * tile_size,
			    (r->height + tile_size - 1) / tile_size * tile_size, whole->bands, &r->px);
	if (err != VT_OK)
		return (err);
	width = vt_pyramid_ready_half(whole->width, r->level);
	height = vt_pyramid_ready_half(whole->height, r->level);
	across = (struct vt_resample_span){ 0, (double)width, 0, width, r->width };
	down = (struct vt_resample_span){ 0, (double)height, 0, height, r->height };
	out = r->px;
	out.width = r->width;
	out.height = r->height;
	return (vt_resampler_new(&across, &down, &out, &r->resampler));
}

void
vt_pyramid_ready_fini(struct vt_pyramid_ready *r)
{
	vt_resampler_free(&r->resampler);
	vt_pixels_free(&r->px);
}

void
vt_pyramid_ready_row(struct vt_pyramid_ready *r, int level, const uint8_t *row)
{
	struct vt_resample_window window;

	if (level != r->level)
		return;
	window = vt_resampler_window(r->resampler);
	if (r->rows >= window.y && r->rows < window.y_end)
		vt_resampler_row(r->resampler, row + window.x * r->px.bands);
	r->rows++;
}

void
vt_pyramid_ready_pad(struct vt_pyramid_ready *r)
{
	size_t bands = (size_t)r->px.bands;

	for (int64_t y = 0; y < r->height; y++) {
		uint8_t *row = vt_pixels_row(&r->px, y);

		for (size_t x = (size_t)r->width * bands; x < r->px.pitch; x++)
			row[x] = row[x - bands];
	}
	for (int64_t y = r->height; y < r->px.height; y++)
		memcpy(vt_pixels_row(&r->px, y), vt_pixels_row(&r->px, y - 1), r->px.pitch);
}
