/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image as a visitor may see it.  Where that is smaller than it is, a smaller
 * image stands in its place, with a size and coordinates of its own, so that no
 * region of it shows more: a limit of the picture's size alone would be gone
 * round by asking for one part after the other.
 */
#include "iiif_image.h"

/* v parts of `of` as so many of `whole`, rounded. */
static int64_t
iiif_image_part(int64_t v, int64_t of, int64_t whole)
{
	return ((v * whole + of / 2) / of);
}

/* The tighter one of a limit, 0: none, and side. */
static int64_t
iiif_image_limit(int64_t limit, int64_t side)
{
	return (limit > 0 && limit < side ? limit : side);
}

void
iiif_image_see(struct iiif_image_known *k, const struct iiif_image_conf *conf,
    int64_t side, struct iiif_image_seen *seen_r)
{
	const struct vt_level	*full = &k->levels.items[0];
	int64_t			 longest = full->width > full->height ? full->width : full->height;
	int64_t			 most_high = conf->max_height > 0 ? conf->max_height : conf->max_width;

	*seen_r = (struct iiif_image_seen){ .known = k, .levels = k->levels, .conf = *conf };
	if (side == 0 || longest <= side)
		return;
	seen_r->side = side;
	seen_r->small = (struct vt_level){ .bands = full->bands,
		.width = iiif_image_part(side, longest, full->width),
		.height = iiif_image_part(side, longest, full->height) };
	seen_r->small.width += seen_r->small.width == 0;
	seen_r->small.height += seen_r->small.height == 0;
	seen_r->levels = (struct iiif_image_levels){ &seen_r->small, 1 };
	seen_r->conf.max_width = iiif_image_limit(conf->max_width, side);
	seen_r->conf.max_height = iiif_image_limit(most_high, side);
	/* Enlarged, a part would show what the whole does not. */
	seen_r->conf.upscaling = false;
}

struct vt_render
iiif_image_what(const struct iiif_image_seen *seen, const struct iiif_image_view *v)
{
	const struct vt_level	*full = &seen->known->levels.items[0], *all = &seen->levels.items[0];
	int64_t			 x = iiif_image_part(v->x, all->width, full->width);
	int64_t			 y = iiif_image_part(v->y, all->height, full->height);

	return ((struct vt_render){ .x = x, .y = y,
		.w = iiif_image_part(v->x + v->w, all->width, full->width) - x,
		.h = iiif_image_part(v->y + v->h, all->height, full->height) - y,
		.width = v->size.width, .height = v->size.height,
		.is_mirrored = v->is_mirrored, .rotation = v->rotation, .quality = v->quality,
		.format = v->format, .jpeg_quality = (int32_t)seen->conf.quality,
		.bytes_max = seen->conf.picture_bytes });
}
