/* SPDX-License-Identifier: Apache-2.0 */
/* Tiles of every scale factor, joined again, are the level's pixels: to the bit where
 * they come as stored or cut, within a PSNR where they are made.  Sides are no
 * multiples of the tile. */
#include "media_test.h"

#include <turbojpeg.h>

#define TILE	 512
#define PSNR_MIN 38.0	/* decibels, at JPEG quality 95, of a row of tiles that is made */

struct sheet {	/* 3 bands */
	uint8_t	*p;
	int	 width, height;
};

static struct sheet
sheet_new(int64_t width, int64_t height)
{
	struct sheet	s = { calloc((size_t)(width * height), 3), (int)width, (int)height };

	assert_non_null(s.p);
	return (s);
}

/* A JPEG into its place; what hangs over the edges is left out.  Without
 * interpolation of chroma, which looks beyond a cut. */
static void
sheet_put(const struct sheet *s, const struct vt_buf *jpeg, int64_t x, int64_t y, int flags)
{
	tjhandle	 h = tjInitDecompress();
	int		 w, height, sampling, space;
	uint8_t		*p;

	assert_int_equal(tjDecompressHeader3(h, (uint8_t *)jpeg->p, jpeg->len, &w, &height,
	    &sampling, &space), 0);
	p = malloc((size_t)w * (size_t)height * 3);
	assert_non_null(p);
	assert_int_equal(tjDecompress2(h, (uint8_t *)jpeg->p, jpeg->len, p, w, 0, height, TJPF_RGB,
	    TJFLAG_STOPONWARNING | flags), 0);
	tjDestroy(h);
	for (int64_t row = 0; row < height && y + row < s->height; row++)
		memcpy(s->p + ((y + row) * s->width + x) * 3, p + row * w * 3,
		    (size_t)(x + w <= s->width ? w : s->width - x) * 3);
	free(p);
}

static struct vt_pyramid *
pyramid_of(int width, int height)
{
	const char	*master = media_path("m.png"), *target;
	VipsImage	*image = media_picture(width, height);
	int64_t		 w, h;
	static int	 made;
	char		 name[32];

	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			if ((x / 2 * 7 + y / 3 * 5) % 31 == 0)
				memset(VIPS_IMAGE_ADDR(image, x, y), 20, 3);
	assert_int_equal(vips_pngsave(image, master, NULL), 0);
	g_object_unref(image);
	(void)snprintf(name, sizeof(name), "c%d.tif", made++);
	target = media_path(name);
	assert_int_equal(vt_media_make_access_copy(master, target, &w, &h), VT_OK);
	return (media_open(target));
}

/* The level's pixels, from its stored tiles. */
static struct sheet
level_pixels(struct vt_pyramid *p, size_t level, int flags)
{
	struct vt_level	l = vt_pyramid_level(p, level);
	struct sheet	s = sheet_new(l.width, l.height);
	struct vt_buf	jpeg;

	vt_buf_init(&jpeg, 0);
	for (int64_t y = 0; y * TILE < l.height; y++)
		for (int64_t x = 0; x * TILE < l.width; x++) {
			vt_buf_reset(&jpeg);
			assert_int_equal(vt_pyramid_tile(p, level, x, y, &jpeg), VT_OK);
			sheet_put(&s, &jpeg, x * TILE, y * TILE, flags);
		}
	vt_buf_fini(&jpeg);
	return (s);
}

/* Asked for tile by tile, as info.json says: a region of the image, and the size
 * ceil((W - x) / s) (implementation notes, 3). */
static struct sheet
joined(struct vt_pyramid *p, size_t level, int64_t tile, int flags)
{
	struct vt_level	full = vt_pyramid_level(p, 0), l = vt_pyramid_level(p, level);
	int64_t		scale = INT64_C(1) << level;
	struct sheet	s = sheet_new(l.width, l.height);
	struct vt_buf	jpeg;

	vt_buf_init(&jpeg, 0);
	for (int64_t y = 0; y < full.height; y += tile * scale)
		for (int64_t x = 0; x < full.width; x += tile * scale) {
			struct vt_render	what = { .x = x, .y = y, .jpeg_quality = 95 };

			what.w = full.width - x < tile * scale ? full.width - x : tile * scale;
			what.h = full.height - y < tile * scale ? full.height - y : tile * scale;
			what.width = (what.w + scale - 1) / scale;
			what.height = (what.h + scale - 1) / scale;
			vt_buf_reset(&jpeg);
			assert_int_equal(vt_pyramid_render(p, &what, &jpeg), VT_OK);
			sheet_put(&s, &jpeg, x / scale, y / scale, flags);
		}
	vt_buf_fini(&jpeg);
	return (s);
}

static double
rows_psnr(const struct sheet *a, const struct sheet *b, int y, int rows)
{
	double	sum = 0, count = (double)rows * a->width * 3;

	for (size_t i = (size_t)y * (size_t)a->width * 3; i < (size_t)(y + rows) * (size_t)a->width * 3; i++)
		sum += (a->p[i] - b->p[i]) * (a->p[i] - b->p[i]);
	return (sum == 0 ? 99 : 10 * log10(255 * 255 / (sum / count)));
}

static const int sizes[][2] = { { 1300, 900 }, { 1025, 513 }, { 511, 1537 }, { 17, 700 }, { 1, 1 } };

/* Whole tiles pass as they are, those at the edges are cut. */
static void
stored_tiles(void **state)
{
	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(sizes); i++) {
		struct vt_pyramid	*p = pyramid_of(sizes[i][0], sizes[i][1]);

		for (size_t level = 0; level < media_halves(p); level++) {
			struct sheet	all = level_pixels(p, level, TJFLAG_FASTUPSAMPLE);
			struct sheet	made = joined(p, level, TILE, TJFLAG_FASTUPSAMPLE);

			if (memcmp(all.p, made.p, (size_t)all.width * (size_t)all.height * 3) != 0)
				fail_msg("%d x %d, level %zu", sizes[i][0], sizes[i][1], level);
			free(all.p);
			free(made.p);
		}
		vt_pyramid_unref(&p);
	}
}

/* Tiles of another size are made of several; each of their seams is looked at. */
static void
made_tiles(void **state)
{
	static const int	tiles[] = { 200, 333 };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t t = 0; t < MEDIA_COUNT(tiles); t++) {
			struct vt_pyramid	*p = pyramid_of(sizes[i][0], sizes[i][1]);
			struct sheet		 all = level_pixels(p, 0, 0), made = joined(p, 0, tiles[t], 0);

			/* Four rows at a time, the last ones too. */
			for (int at = 0; at < all.height; at += 4) {
				int	y = at < all.height - 4 ? at : all.height - 4;
				double	db = rows_psnr(&all, &made, y, 4);

				if (db < PSNR_MIN)
					fail_msg("%d x %d, tiles of %d: %.1f dB at row %d", sizes[i][0],
					    sizes[i][1], tiles[t], db, y);
			}
			free(all.p);
			free(made.p);
			vt_pyramid_unref(&p);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stored_tiles), cmocka_unit_test(made_tiles),
	};

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
