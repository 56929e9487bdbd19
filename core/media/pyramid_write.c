/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the levels and tiles of an access copy from rows.  Knows nothing of
 * masters; the TIFF around the tiles is tiff_write.c's.
 */
#include "media/pyramid_write.h"

#include <stdlib.h>

#include "media/codec.h"
#include "media/jpeg_split.h"
#include "media/pyramid_ready.h"
#include "media/tiff_write.h"

/* Raw bytes beyond which the file is a BigTIFF: JPEG tiles stay well below. */
#define VT_PYRAMID_CLASSIC_MAX (INT64_C(4) << 30)

struct vt_pyramid_band {
	struct vt_pixels px;   /* a row of tiles, padded to whole tiles */
	int64_t width, height; /* of the level */
	int64_t filled;	       /* rows in px */
	int64_t done;	       /* rows of the level so far, with filled */
	uint64_t *offsets, *lengths;
	uint32_t tile_count, next;
	int quality;
	struct vt_buf tables;
};

struct vt_pyramid_writer {
	struct vt_pyramid_shape shape;
	struct vt_tiff_writer tiff;
	struct vt_buf jpeg, tile;
	int level_count;
	/* With room for the one of ready. */
	struct vt_pyramid_band levels[VT_PYRAMID_LEVELS_MAX + 1];
	struct vt_pyramid_ready ready;
};

/* Number of levels that are halves: until one tile holds the picture. */
static int
vt_pyramid_shape_levels(const struct vt_pyramid_shape *s)
{
	int64_t width = s->width, height = s->height;
	int count = 1;

	while ((width > s->tile_size || height > s->tile_size) && count < VT_PYRAMID_LEVELS_MAX) {
		width = (width + 1) / 2;
		height = (height + 1) / 2;
		count++;
	}
	return (count);
}

static int64_t
vt_pyramid_tiles(int64_t size, int64_t tile)
{
	return ((size + tile - 1) / tile);
}

int64_t
vt_pyramid_shape_holds(const struct vt_pyramid_shape *s)
{
	int64_t ready = vt_pyramid_tiles(VT_PYRAMID_READY_SIDE, s->tile_size) * s->tile_size;

	/* The levels' rows of tiles add up to less than twice the first. */
	return (2 * vt_pyramid_tiles(s->width, s->tile_size) * s->tile_size * s->tile_size *
		    s->bands +
		ready * ready * s->bands);
}

/* Of the width and height that it says. */
static vt_err
vt_pyramid_band_lists(struct vt_pyramid_band *b, const struct vt_pyramid_shape *s)
{
	int64_t across = vt_pyramid_tiles(b->width, s->tile_size);
	int64_t down = vt_pyramid_tiles(b->height, s->tile_size);

	vt_buf_init(&b->tables, 0);
	if (across * down > UINT32_MAX)
		return (vt_fail(VT_E_LIMIT, "the picture has too many tiles"));
	b->tile_count = (uint32_t)(across * down);
	b->offsets = calloc(b->tile_count, sizeof(*b->offsets));
	b->lengths = calloc(b->tile_count, sizeof(*b->lengths));
	if (b->offsets == NULL || b->lengths == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for a list of tiles"));
	return (VT_OK);
}

static vt_err
vt_pyramid_band_init(struct vt_pyramid_band *b, const struct vt_pyramid_shape *s, int level)
{
	vt_err err;

	b->width = (s->width + (INT64_C(1) << level) - 1) >> level;
	b->height = (s->height + (INT64_C(1) << level) - 1) >> level;
	b->quality = level == 0 ? s->top_quality : s->quality;
	err = vt_pyramid_band_lists(b, s);
	if (err != VT_OK)
		return (err);
	return (vt_pixels_new(vt_pyramid_tiles(b->width, s->tile_size) * s->tile_size, s->tile_size,
			      s->bands, &b->px));
}

static vt_err
vt_pyramid_ready_start(struct vt_pyramid_writer *w)
{
	const struct vt_pyramid_shape *s = &w->shape;
	struct vt_pixels whole = { .width = s->width, .height = s->height, .bands = s->bands };
	struct vt_pyramid_band *b = &w->levels[w->level_count];
	vt_err err = vt_pyramid_ready_init(&w->ready, &whole, w->level_count, s->tile_size);

	if (err != VT_OK || w->ready.level < 0)
		return (err);
	b->width = w->ready.width;
	b->height = w->ready.height;
	b->quality = s->quality;
	return (vt_pyramid_band_lists(b, s));
}

vt_err
vt_pyramid_writer_new(int fd, const char *path, const struct vt_pyramid_shape *shape,
		      struct vt_pyramid_writer **w_r)
{
	struct vt_pyramid_writer *w = calloc(1, sizeof(*w));
	vt_err err;

	if (w == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for an access copy"));
	w->shape = *shape;
	w->level_count = vt_pyramid_shape_levels(shape);
	err = vt_tiff_writer_init(&w->tiff, fd, path,
				  shape->width * shape->height / 3 * 4 >
				      VT_PYRAMID_CLASSIC_MAX / shape->bands);
	for (int i = 0; i < w->level_count && err == VT_OK; i++)
		err = vt_pyramid_band_init(&w->levels[i], shape, i);
	if (err == VT_OK)
		err = vt_pyramid_ready_start(w);
	if (err != VT_OK)
		vt_pyramid_writer_free(&w);
	else
		*w_r = w;
	return (err);
}

void
vt_pyramid_writer_free(struct vt_pyramid_writer **wp)
{
	struct vt_pyramid_writer *w = *wp;

	if (w == NULL)
		return;
	for (int i = 0; i <= w->level_count; i++) {
		vt_pixels_free(&w->levels[i].px);
		vt_buf_fini(&w->levels[i].tables);
		free(w->levels[i].offsets);
		free(w->levels[i].lengths);
	}
	vt_pyramid_ready_fini(&w->ready);
	vt_buf_fini(&w->jpeg);
	vt_buf_fini(&w->tile);
	vt_tiff_writer_fini(&w->tiff);
	free(w);
	*wp = NULL;
}

/* The right and lower edges go on beyond the picture, so that the padding of an
 * edge tile does not shine through the compression. */
static void
vt_pyramid_pad(struct vt_pyramid_band *b)
{
	size_t bands = (size_t)b->px.bands, used = (size_t)b->width * bands;

	for (int64_t y = 0; y < b->filled; y++) {
		uint8_t *row = vt_pixels_row(&b->px, y);

		for (size_t x = used; x < b->px.pitch; x++)
			row[x] = row[x - bands];
	}
	for (int64_t y = b->filled; y < b->px.height; y++)
		memcpy(vt_pixels_row(&b->px, y), vt_pixels_row(&b->px, y - 1), b->px.pitch);
}

static vt_err
vt_pyramid_tile_out(struct vt_pyramid_writer *w, struct vt_pyramid_band *b, int64_t column)
{
	struct vt_pixels px = b->px;
	vt_err err;

	vt_assert(b->next < b->tile_count);
	px.width = px.height = w->shape.tile_size;
	px.p += (size_t)column * (size_t)px.width * (size_t)px.bands;
	vt_buf_reset(&w->jpeg);
	vt_buf_reset(&w->tile);
	err = vt_codec_jpeg_encode(&px, b->quality, VT_STR_NONE, &w->jpeg);
	/* All tiles of a level have the same tables: the encoder's standard ones. */
	if (err == VT_OK && b->tables.len == 0)
		err = vt_jpeg_tables(vt_buf_get(&w->jpeg), &b->tables);
	if (err == VT_OK)
		err = vt_jpeg_abbreviate(vt_buf_get(&w->jpeg), &w->tile);
	if (err == VT_OK)
		err = vt_tiff_writer_put(&w->tiff, vt_buf_get(&w->tile), &b->offsets[b->next]);
	b->lengths[b->next++] = w->tile.len;
	return (err);
}

/* One row of the next level: each pixel the mean of four. */
static void
vt_pyramid_halve(const uint8_t *a, const uint8_t *b, uint8_t *out, int64_t width, int bands)
{
	int64_t pairs = width / 2;

	for (int64_t x = 0; x < pairs; x++, a += 2 * bands, b += 2 * bands, out += bands)
		for (int i = 0; i < bands; i++)
			out[i] = (uint8_t)((a[i] + a[i + bands] + b[i] + b[i + bands] + 2) >> 2);
	if (width % 2 != 0)
		for (int i = 0; i < bands; i++)
			out[i] = (uint8_t)((a[i] + b[i] + 1) >> 1);
}

static vt_err vt_pyramid_flush(struct vt_pyramid_writer *w, int level);

static vt_err
vt_pyramid_descend(struct vt_pyramid_writer *w, int level)
{
	struct vt_pyramid_band *from = &w->levels[level], *to = &w->levels[level + 1];
	vt_err err = VT_OK;

	for (int64_t y = 0; y < from->filled && err == VT_OK; y += 2) {
		const uint8_t *a = vt_pixels_row(&from->px, y);
		const uint8_t *b = y + 1 < from->filled ? vt_pixels_row(&from->px, y + 1) : a;

		vt_pyramid_halve(a, b, vt_pixels_row(&to->px, to->filled), from->width,
				 w->shape.bands);
		vt_pyramid_ready_row(&w->ready, level + 1, vt_pixels_row(&to->px, to->filled));
		to->filled++;
		to->done++;
		if (to->filled == w->shape.tile_size || to->done == to->height)
			err = vt_pyramid_flush(w, level + 1);
	}
	return (err);
}

/* Writes a level's row of tiles and hands it down. */
static vt_err
vt_pyramid_flush(struct vt_pyramid_writer *w, int level)
{
	struct vt_pyramid_band *b = &w->levels[level];
	int64_t across = b->px.width / w->shape.tile_size;
	vt_err err = VT_OK;

	vt_pyramid_pad(b);
	for (int64_t column = 0; column < across && err == VT_OK; column++)
		err = vt_pyramid_tile_out(w, b, column);
	if (err == VT_OK && level + 1 < w->level_count)
		err = vt_pyramid_descend(w, level);
	b->filled = 0;
	return (err);
}

vt_err
vt_pyramid_writer_row(struct vt_pyramid_writer *w, const uint8_t *row)
{
	struct vt_pyramid_band *b = &w->levels[0];

	vt_assert(b->done < b->height);
	memcpy(vt_pixels_row(&b->px, b->filled), row, (size_t)b->width * (size_t)b->px.bands);
	vt_pyramid_ready_row(&w->ready, 0, row);
	b->filled++;
	b->done++;
	if (b->filled == w->shape.tile_size || b->done == b->height)
		return (vt_pyramid_flush(w, 0));
	return (VT_OK);
}

/* Its tiles, a row of them after the other. */
static vt_err
vt_pyramid_ready_out(struct vt_pyramid_writer *w)
{
	struct vt_pyramid_band *b = &w->levels[w->level_count];
	int64_t across = vt_pyramid_tiles(b->width, w->shape.tile_size);
	vt_err err = VT_OK;

	vt_pyramid_ready_pad(&w->ready);
	while (b->next < b->tile_count && err == VT_OK) {
		b->px = w->ready.px;
		b->px.p = vt_pixels_row(&w->ready.px, b->next / across * w->shape.tile_size);
		err = vt_pyramid_tile_out(w, b, b->next % across);
	}
	b->px = (struct vt_pixels){ .p = NULL }; /* it was lent */
	return (err);
}

vt_err
vt_pyramid_writer_finish(struct vt_pyramid_writer *w)
{
	int count = w->level_count + (w->ready.level >= 0 ? 1 : 0);
	vt_err err = w->ready.level >= 0 ? vt_pyramid_ready_out(w) : VT_OK;

	for (int i = 0; i < count && err == VT_OK; i++) {
		const struct vt_pyramid_band *b = &w->levels[i];
		struct vt_tiff_level level = { .width = b->width,
					       .height = b->height,
					       .tile_size = (uint32_t)w->shape.tile_size,
					       .bands = (uint16_t)w->shape.bands,
					       .is_reduced = i > 0,
					       .tile_count = b->tile_count,
					       .offsets = b->offsets,
					       .lengths = b->lengths,
					       .tables = vt_buf_get(&b->tables),
					       .profile = w->shape.profile };

		vt_assert(b->next == b->tile_count);
		err = vt_tiff_writer_level(&w->tiff, &level);
	}
	return (err != VT_OK ? err : vt_tiff_writer_finish(&w->tiff));
}
