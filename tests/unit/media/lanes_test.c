/* SPDX-License-Identifier: Apache-2.0 */
/* The cheap lanes give the right pixels: what is cut, mirrored and turned on the
 * coefficients is the stored tile's; what is scaled in planes is as near
 * to libvips' lanczos3 as a stated PSNR. */
#include "media_test.h"

#include <turbojpeg.h>

#include "media/lanes.h"

#define WIDTH	1300
#define HEIGHT	900
#define TILE	512

/* Decibels.  What libvips makes of the same picture and then encodes at the same
 * quality is about as far from its own pixels. */
#define PSNR_MIN 34.0

static VipsImage		*picture;
static struct vt_pyramid	*pyramid;

/* Text-like: strokes of two pixels, and the gradients of media_picture(). */
static VipsImage *
strokes(void)
{
	VipsImage	*image = media_picture(WIDTH, HEIGHT);
	uint8_t		*p = (uint8_t *)VIPS_IMAGE_ADDR(image, 0, 0);

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			if ((x / 2 * 7 + y / 3 * 5) % 31 == 0)
				memset(p + (y * WIDTH + x) * 3, 20, 3);
	return (image);
}

static int
start(void **state)
{
	if (media_start(state) != 0)
		return (-1);
	picture = strokes();
	pyramid = media_open(media_copy(picture, "c.tif"));
	return (0);
}

static int
stop(void **state)
{
	vt_pyramid_unref(&pyramid);
	g_object_unref(picture);
	return (media_stop(state));
}

/* Without interpolation of chroma, which looks beyond a cut. */
static VipsImage *
decode(const struct vt_buf *jpeg, bool is_grey)
{
	tjhandle	 h = tjInitDecompress();
	int		 width, height, sampling, space, bands = is_grey ? 1 : 3;
	uint8_t		*p;
	VipsImage	*image;

	assert_int_equal(tjDecompressHeader3(h, (uint8_t *)jpeg->p, jpeg->len, &width, &height,
	    &sampling, &space), 0);
	p = malloc((size_t)width * (size_t)height * (size_t)bands);
	assert_non_null(p);
	assert_int_equal(tjDecompress2(h, (uint8_t *)jpeg->p, jpeg->len, p, width, 0, height,
	    is_grey ? TJPF_GRAY : TJPF_RGB, TJFLAG_FASTUPSAMPLE | TJFLAG_STOPONWARNING), 0);
	tjDestroy(h);
	image = vips_image_new_from_memory_copy(p, (size_t)width * (size_t)height * (size_t)bands,
	    width, height, bands, VIPS_FORMAT_UCHAR);
	free(p);
	assert_non_null(image);
	return (image);
}

static VipsImage *
stored(size_t level, int64_t column, int64_t row, bool is_grey)
{
	struct vt_buf	 jpeg;
	VipsImage	*image;

	vt_buf_init(&jpeg, 0);
	assert_int_equal(vt_pyramid_tile(pyramid, level, column, row, &jpeg), VT_OK);
	image = decode(&jpeg, is_grey);
	vt_buf_fini(&jpeg);
	return (image);
}

static void
take(VipsImage **image, VipsImage *next)
{
	g_object_unref(*image);
	*image = next;
}

/* What of the tile is asked for, by libvips. */
static VipsImage *
expected(const struct vt_render *what, size_t level, int scale)
{
	int		 x = (int)what->x / scale, y = (int)what->y / scale;
	VipsImage	*image = stored(level, x / TILE, y / TILE, what->quality == VT_IMAGE_GRAY);
	VipsImage	*next;

	take(&image, media_crop(image, x % TILE, y % TILE, (int)what->width, (int)what->height));
	if (what->is_mirrored) {
		assert_int_equal(vips_flip(image, &next, VIPS_DIRECTION_HORIZONTAL, NULL), 0);
		take(&image, next);
	}
	assert_int_equal(vips_rot(image, &next, (VipsAngle)(what->rotation / 90), NULL), 0);
	take(&image, next);
	return (image);
}

static vt_err
by_lane(const struct vt_render *what, struct vt_buf *out)
{
	struct vt_plan	plan;

	assert_int_equal(vt_plan_make(pyramid->levels, pyramid->level_count, what, 1 << 30, &plan),
	    VT_OK);
	return (vt_lane_lossless(pyramid, &plan, what, out));
}

static double
most_difference(VipsImage *a, VipsImage *b)
{
	VipsImage	*minus, *positive;
	double		 most;

	assert_true(a->Xsize == b->Xsize && a->Ysize == b->Ysize && a->Bands == b->Bands);
	assert_int_equal(vips_subtract(a, b, &minus, NULL), 0);
	assert_int_equal(vips_abs(minus, &positive, NULL), 0);
	assert_int_equal(vips_max(positive, &most, NULL), 0);
	g_object_unref(minus);
	g_object_unref(positive);
	return (most);
}

static void
check_lossless(const struct vt_render *what, size_t level, int scale)
{
	struct vt_buf	 out;
	VipsImage	*got, *wanted;

	vt_buf_init(&out, 0);
	assert_int_equal(by_lane(what, &out), VT_OK);
	got = decode(&out, what->quality == VT_IMAGE_GRAY);
	wanted = expected(what, level, scale);
	/* What is cut or grey is the same to the bit.  Turned or mirrored coefficients
	 * are the same ones, but the inverse DCT rounds rows first and then columns,
	 * and halves upwards: a sample may come out one step of YCbCr beside. */
	if (most_difference(got, wanted) > (what->is_mirrored || what->rotation != 0 ? 3 : 0))
		fail_msg("%lld,%lld of level %zu, mirrored %d, %g degrees, quality %d: other pixels",
		    (long long)what->x, (long long)what->y, level, what->is_mirrored,
		    what->rotation, what->quality);
	g_object_unref(got);
	g_object_unref(wanted);
	vt_buf_fini(&out);
}

/* Whole tiles: every way round, in colour and grey. */
static void
lossless_turns(void **state)
{
	(void)state;
	for (int way = 0; way < 16; way++) {
		struct vt_render	what = { .x = 512, .w = 512, .h = 512, .width = 512,
			.height = 512, .is_mirrored = way % 2, .rotation = way / 2 % 4 * 90,
			.quality = way < 8 ? VT_IMAGE_DEFAULT : VT_IMAGE_GRAY };

		check_lossless(&what, 0, 1);
	}
}

/* Edges, of two levels, with sides that are no multiple of anything. */
static void
lossless_edges(void **state)
{
	static const struct {
		struct vt_render	what;
		size_t			level;
		int			scale;
	} rows[] = {
		{ { .x = 1024, .w = 276, .h = 512, .width = 276, .height = 512 }, 0, 1 },
		{ { .x = 512, .y = 512, .w = 512, .h = 388, .width = 512, .height = 388 }, 0, 1 },
		{ { .x = 1024, .y = 512, .w = 276, .h = 388, .width = 276, .height = 388 }, 0, 1 },
		{ { .x = 1024, .w = 276, .h = 900, .width = 138, .height = 450 }, 1, 2 },
		{ { .x = 32, .y = 48, .w = 101, .h = 77, .width = 101, .height = 77 }, 0, 1 },
		/* Down is on the grid: only what is turned to the other end is not. */
		{ { .x = 1024, .w = 276, .h = 512, .width = 276, .height = 512, .rotation = 270,
		    .is_mirrored = true }, 0, 1 },
		{ { .x = 512, .y = 512, .w = 512, .h = 388, .width = 512, .height = 388,
		    .is_mirrored = true }, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++)
		check_lossless(&rows[i].what, rows[i].level, rows[i].scale);
}

static void
lossless_declines(void **state)
{
	static const struct vt_render rows[] = {
		{ .x = 8, .w = 100, .h = 100, .width = 100, .height = 100 },	/* off the grid */
		{ .x = 500, .w = 100, .h = 100, .width = 100, .height = 100 },	/* two tiles */
		{ .w = 512, .h = 512, .width = 511, .height = 512 },		/* scaled */
		{ .w = 512, .h = 512, .width = 512, .height = 512, .rotation = 45 },
		{ .w = 512, .h = 512, .width = 512, .height = 512, .quality = VT_IMAGE_BITONAL },
		{ .x = 1024, .w = 276, .h = 512, .width = 276, .height = 512, .is_mirrored = true },
	};
	struct vt_buf	out;

	(void)state;
	vt_buf_init(&out, 0);
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++) {
		assert_int_equal(by_lane(&rows[i], &out), VT_E_DECLINED);
		assert_int_equal(out.len, 0);
	}
	vt_buf_fini(&out);
}

/* --- planes ------------------------------------------------------------------ */
static double
psnr(VipsImage *a, VipsImage *b)
{
	VipsImage	*minus, *square;
	double		 mean;

	assert_true(a->Xsize == b->Xsize && a->Ysize == b->Ysize && a->Bands == b->Bands);
	assert_int_equal(vips_subtract(a, b, &minus, NULL), 0);
	assert_int_equal(vips_multiply(minus, minus, &square, NULL), 0);
	mean = media_average(square);
	g_object_unref(minus);
	g_object_unref(square);
	return (mean == 0 ? 99 : 10 * log10(255 * 255 / mean));
}

static VipsImage *
render(const struct vt_render *what)
{
	struct vt_buf	 out;
	VipsImage	*image;

	vt_buf_init(&out, 0);
	assert_int_equal(vt_pyramid_render(pyramid, what, &out), VT_OK);
	image = media_load_buffer(&out);
	vt_buf_fini(&out);
	return (image);
}

/* The same by libvips, from the pixels of the finest level as they are stored. */
static VipsImage *
by_vips(const struct vt_render *what)
{
	struct vt_render	 all = { .w = WIDTH, .h = HEIGHT, .width = WIDTH, .height = HEIGHT,
		.format = VT_IMAGE_PNG };
	static VipsImage	*full;
	VipsImage		*part, *scaled, *next;

	if (full == NULL)
		full = render(&all);
	part = media_crop(full, (int)what->x, (int)what->y, (int)what->w, (int)what->h);
	assert_int_equal(vips_resize(part, &scaled, (double)what->width / (double)what->w, "vscale",
	    (double)what->height / (double)what->h, "kernel", VIPS_KERNEL_LANCZOS3, NULL), 0);
	take(&part, scaled);
	if (what->is_mirrored) {
		assert_int_equal(vips_flip(part, &next, VIPS_DIRECTION_HORIZONTAL, NULL), 0);
		take(&part, next);
	}
	assert_int_equal(vips_rot(part, &next, (VipsAngle)(what->rotation / 90), NULL), 0);
	take(&part, next);
	return (part);
}

static void
planes_like_vips(void **state)
{
	static const struct vt_render rows[] = {
		{ .w = 1300, .h = 900, .width = 1300, .height = 900 },
		{ .w = 1300, .h = 900, .width = 1000, .height = 692 },
		{ .w = 1300, .h = 900, .width = 701, .height = 485 },
		{ .x = 300, .y = 200, .w = 700, .h = 500, .width = 700, .height = 500 },
		{ .x = 301, .y = 201, .w = 701, .h = 503, .width = 701, .height = 503 },
		{ .x = 301, .y = 200, .w = 700, .h = 500, .width = 700, .height = 500 },
		{ .x = 301, .y = 201, .w = 700, .h = 500, .width = 612, .height = 437 },
		{ .x = 10, .y = 10, .w = 200, .h = 100, .width = 400, .height = 200 },
		{ .w = 1300, .h = 900, .width = 1000, .height = 692, .rotation = 90 },
		{ .w = 1300, .h = 900, .width = 1000, .height = 692, .rotation = 180,
		  .is_mirrored = true },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++) {
		VipsImage	*got, *wanted;
		struct vt_render	 what = rows[i];
		double		 db;

		what.jpeg_quality = 95;
		got = render(&what);
		wanted = by_vips(&what);
		db = psnr(got, wanted);
		if (db < PSNR_MIN)
			fail_msg("view %zu: %.2f dB", i, db);
		g_object_unref(got);
		g_object_unref(wanted);
	}
}

/* The lane is taken, and gives the pixels of the one that knows RGB. */
static void
planes_like_pixels(void **state)
{
	for (int i = 0; i < 5; i++) {
		struct vt_render	 what = { .x = 37, .y = 53, .w = 902, .h = 700, .width = 640,
			.height = 496, .rotation = i * 33, .jpeg_quality = 95 };
		struct vt_plan		 plan;
		struct vt_buf		 out;
		VipsImage		*got, *wanted;
		double			 db;

		(void)state;
		vt_buf_init(&out, 0);
		assert_int_equal(vt_plan_make(pyramid->levels, pyramid->level_count, &what,
		    1 << 30, &plan), VT_OK);
		assert_int_equal(vt_lane_planes(pyramid, &plan, &what, &out), VT_OK);
		got = media_load_buffer(&out);
		vt_buf_fini(&out);
		what.format = VT_IMAGE_PNG;
		wanted = render(&what);
		if (wanted->Bands == 4) {
			VipsImage	*flat;
			VipsArrayDouble	*white = vips_array_double_newv(1, 255.0);

			assert_int_equal(vips_flatten(wanted, &flat, "background", white, NULL), 0);
			vips_area_unref(VIPS_AREA(white));
			take(&wanted, flat);
		}
		db = psnr(got, wanted);
		if (db < PSNR_MIN)
			fail_msg("%g degrees: %.2f dB", what.rotation, db);
		g_object_unref(got);
		g_object_unref(wanted);
	}
}

/* --- broken tiles ---------------------------------------------------------------- */
static const struct vt_render broken_views[] = {
	{ .w = 512, .h = 512, .width = 512, .height = 512, .quality = VT_IMAGE_GRAY },
	{ .w = 512, .h = 512, .width = 512, .height = 512, .rotation = 90 },
	{ .w = 500, .h = 500, .width = 400, .height = 400 },
	{ .w = 500, .h = 500, .width = 400, .height = 400, .format = VT_IMAGE_PNG },
};

/* A copy of its own, whose first tile is `tile`. */
static struct vt_pyramid *
copy_with(const char *name, const uint8_t *tile, size_t len)
{
	const char		*path = media_path(name);
	struct vt_pyramid	*p;
	int64_t			 width, height;
	FILE			*f;

	assert_int_equal(vt_media_make_access_copy(media_path("m.png"), path, &width, &height),
	    VT_OK);
	f = fopen(path, "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, (long)pyramid->levels[0].offsets[0], SEEK_SET), 0);
	assert_int_equal(fwrite(tile, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(vt_pyramid_load(path, &p), VT_OK);
	return (p);
}

static uint8_t *
first_tile(size_t *len_r)
{
	uint8_t	*tile;

	*len_r = pyramid->levels[0].lengths[0];
	tile = malloc(*len_r);
	assert_non_null(tile);
	assert_int_equal(pread(pyramid->fd, tile, *len_r, (off_t)pyramid->levels[0].offsets[0]),
	    *len_r);
	return (tile);
}

/* A tile that says it has 65280 x 65280 pixels is refused before room for them is made. */
static void
lying_tile(void **state)
{
	size_t			 len, at = 2;
	uint8_t			*tile = first_tile(&len);
	struct vt_pyramid	*p;
	struct vt_buf		 out;

	(void)state;
	while (at + 9 < len && !(tile[at] == 0xff && tile[at + 1] == 0xc0))
		at++;
	assert_true(at + 9 < len);
	tile[at + 5] = tile[at + 7] = 0xff;
	p = copy_with("lying.tif", tile, len);
	vt_buf_init(&out, 0);
	for (size_t i = 0; i < MEDIA_COUNT(broken_views); i++) {
		assert_int_equal(vt_pyramid_render(p, &broken_views[i], &out), VT_E_FORMAT);
		assert_int_equal(out.len, 0);
	}
	vt_buf_fini(&out);
	vt_pyramid_unref(&p);
	free(tile);
}

/* Bytes that are others: a picture or an error, never a crash. */
static void
damaged_tile(void **state)
{
	size_t		 len;
	uint8_t		*tile = first_tile(&len), *other = malloc(len);
	unsigned	 seed = 1;

	(void)state;
	assert_non_null(other);
	for (int round = 0; round < 20; round++) {
		struct vt_pyramid	*p;

		memcpy(other, tile, len);
		for (int i = 0; i < 1 + round; i++) {
			seed = seed * 1103515245u + 12345u;
			other[2 + seed / 7 % (round % 2 == 0 ? 40 : len - 2)] ^= (uint8_t)(1u << seed % 8);
		}
		p = copy_with("damaged.tif", other, len);
		for (size_t i = 0; i < MEDIA_COUNT(broken_views); i++) {
			struct vt_buf	out;
			vt_err		err;

			vt_buf_init(&out, 0);
			err = vt_pyramid_render(p, &broken_views[i], &out);
			assert_true(err == VT_OK || err == VT_E_FORMAT);
			if (err != VT_OK)
				vt_test_has(vt_fail_text(err), "damaged.tif");
			assert_true((err == VT_OK) == (out.len > 0));
			vt_buf_fini(&out);
		}
		vt_pyramid_unref(&p);
	}
	free(other);
	free(tile);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lossless_turns), cmocka_unit_test(lossless_edges),
		cmocka_unit_test(lossless_declines), cmocka_unit_test(planes_like_vips),
		cmocka_unit_test(planes_like_pixels), cmocka_unit_test(lying_tile),
		cmocka_unit_test(damaged_tile),
	};

	return (cmocka_run_group_tests(tests, start, stop));
}
