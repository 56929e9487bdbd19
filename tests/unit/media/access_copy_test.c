/* SPDX-License-Identifier: Apache-2.0 */
/* Access copies of every kind of master: they look like the master, lie upright,
 * and have the pyramid that viewers compute. */
#include "media_test.h"

#include "media/colour.h"
#include "media/plan.h"

/* Saves image in the way named; 0 on success. */
typedef int	(*saver)(VipsImage *image, const char *path);

static int
save_strips(VipsImage *in, const char *path)
{
	return (vips_tiffsave(in, path, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_LZW, NULL));
}

static int
save_tiles(VipsImage *in, const char *path)
{
	return (vips_tiffsave(in, path, "tile", TRUE, "tile_width", 128, "tile_height", 64, NULL));
}

static int
save_pyramid(VipsImage *in, const char *path)
{
	return (vips_tiffsave(in, path, "tile", TRUE, "pyramid", TRUE, "compression",
	    VIPS_FOREIGN_TIFF_COMPRESSION_JPEG, "Q", 95, NULL));
}

static int
save_bigtiff(VipsImage *in, const char *path)
{
	return (vips_tiffsave(in, path, "bigtiff", TRUE, NULL));
}

static int
save_tiff16(VipsImage *in, const char *path)
{
	VipsImage	*wide;
	int		 failed;

	if (vips_colourspace(in, &wide, VIPS_INTERPRETATION_RGB16, NULL) != 0)
		return (-1);
	failed = vips_tiffsave(wide, path, NULL);
	g_object_unref(wide);
	return (failed);
}

static int
save_lab(VipsImage *in, const char *path)
{
	VipsImage	*lab;
	int		 failed;

	if (vips_colourspace(in, &lab, VIPS_INTERPRETATION_LABS, NULL) != 0)
		return (-1);
	failed = vips_tiffsave(lab, path, NULL);
	g_object_unref(lab);
	return (failed);
}

static int
save_jpeg(VipsImage *in, const char *path)
{
	return (vips_jpegsave(in, path, "Q", 95, NULL));
}

static int
save_progressive(VipsImage *in, const char *path)
{
	return (vips_jpegsave(in, path, "Q", 95, "interlace", TRUE, NULL));
}

static int
save_png(VipsImage *in, const char *path)
{
	return (vips_pngsave(in, path, NULL));
}

static int
save_png_interlaced(VipsImage *in, const char *path)
{
	return (vips_pngsave(in, path, "interlace", TRUE, NULL));
}

static int
save_png16(VipsImage *in, const char *path)
{
	VipsImage	*wide;
	int		 failed;

	if (vips_colourspace(in, &wide, VIPS_INTERPRETATION_RGB16, NULL) != 0)
		return (-1);
	failed = vips_pngsave(wide, path, NULL);
	g_object_unref(wide);
	return (failed);
}

static int
save_jp2(VipsImage *in, const char *path)
{
	return (vips_jp2ksave(in, path, "lossless", TRUE, NULL));
}

/* Half transparent everywhere: on white, colours go half the way to it. */
static int
save_alpha(VipsImage *in, const char *path)
{
	VipsImage	*with;
	int		 failed;

	if (vips_bandjoin_const1(in, &with, 128, NULL) != 0)
		return (-1);
	failed = strstr(path, ".png") != NULL ? vips_pngsave(with, path, NULL) :
	    vips_tiffsave(with, path, NULL);
	g_object_unref(with);
	return (failed);
}

static const struct {
	const char	*file, *media_type;
	saver		 save;
	int64_t		 bits;
	bool		 on_white;
	double		 tolerance;	/* mean, of 255 */
} rows[] = {
	{ "strips.tif", "image/tiff", save_strips, 8, false, 2.5 },
	{ "tiles.tif", "image/tiff", save_tiles, 8, false, 2.5 },
	{ "pyramid.tif", "image/tiff", save_pyramid, 8, false, 2.5 },
	{ "big.tif", "image/tiff", save_bigtiff, 8, false, 2.5 },
	{ "wide.tif", "image/tiff", save_tiff16, 16, false, 2.5 },
	{ "lab.tif", "image/tiff", save_lab, 16, false, 2.5 },
	{ "plain.jpg", "image/jpeg", save_jpeg, 8, false, 2.5 },
	{ "progressive.jpg", "image/jpeg", save_progressive, 8, false, 2.5 },
	{ "plain.png", "image/png", save_png, 8, false, 2.5 },
	{ "interlaced.png", "image/png", save_png_interlaced, 8, false, 2.5 },
	{ "wide.png", "image/png", save_png16, 16, false, 2.5 },
	{ "plain.jp2", "image/jp2", save_jp2, 8, false, 2.5 },
	{ "half.png", "image/png", save_alpha, 8, true, 2.5 },
	{ "half.tif", "image/tiff", save_alpha, 8, true, 2.5 },
	/* The name says nothing, the content does. */
	{ "really.a.png.jpg", "image/png", save_png, 8, false, 2.5 },
};

static void
kinds(void **state)
{
	VipsImage	*picture = media_picture(700, 530), *white, *copy;

	(void)state;
	assert_int_equal(vips_linear1(picture, &white, 128 / 255.0, 255 - 128, "uchar", TRUE, NULL),
	    0);
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++) {
		const char		*master = media_path(rows[i].file);
		const char		*target = media_path("copy.tif");
		struct vt_media_info	 info;
		int64_t			 width, height;
		double			 difference;

		if (rows[i].save(picture, master) != 0)
			fail_msg("%s: %s", rows[i].file, vips_error_buffer());
		if (vt_media_inspect(NULL, master, &info) != VT_OK ||
		    vt_media_make_access_copy(master, target, &width, &height) != VT_OK)
			fail_msg("%s: %s", rows[i].file, vt_fail_text(VT_E_BADARG));
		assert_true(width == 700 && height == 530);
		assert_true(info.width == 700 && info.height == 530 && info.bits == rows[i].bits);
		vt_test_str(rows[i].file, info.media_type, rows[i].media_type);
		copy = media_load(target);
		difference = media_difference(rows[i].on_white ? white : picture, copy);
		if (difference > rows[i].tolerance)
			fail_msg("%s: differs by %.2f", rows[i].file, difference);
		g_object_unref(copy);
	}
	g_object_unref(white);
	g_object_unref(picture);
}

/* Each EXIF orientation of a picture that is neither square nor symmetric. */
static void
upright(void **state)
{
	VipsImage	*picture = media_picture(320, 200);

	(void)state;
	for (int orientation = 1; orientation <= 8; orientation++) {
		const char	*master = media_path("turned.jpg");
		const char	*target = media_path("copy.tif");
		VipsImage	*tagged, *wanted, *copy;
		int64_t		 width, height;

		assert_int_equal(vips_copy(picture, &tagged, NULL), 0);
		vips_image_set_int(tagged, VIPS_META_ORIENTATION, orientation);
		assert_int_equal(vips_jpegsave(tagged, master, "Q", 95, NULL), 0);
		assert_int_equal(vips_autorot(tagged, &wanted, NULL), 0);
		assert_int_equal(vt_media_make_access_copy(master, target, &width, &height), VT_OK);
		assert_int_equal(width, orientation < 5 ? 320 : 200);
		assert_int_equal(height, orientation < 5 ? 200 : 320);
		copy = media_load(target);
		if (media_difference(wanted, copy) > 3)
			fail_msg("orientation %d", orientation);
		g_object_unref(copy);
		g_object_unref(wanted);
		g_object_unref(tagged);
	}
	g_object_unref(picture);
}

/* Black and white: right way round, and not one pixel has changed sides. */
static void
bilevel(void **state)
{
	VipsImage	*picture = media_picture(900, 600), *grey, *ink, *copy, *again;
	int64_t		 width, height;

	(void)state;
	assert_int_equal(vips_extract_band(picture, &grey, 2, NULL), 0);
	assert_int_equal(vips_moreeq_const1(grey, &ink, 140, NULL), 0);
	for (int white_is_zero = 0; white_is_zero < 2; white_is_zero++) {
		const char	*master = media_path("ink.tif"), *target = media_path("copy.tif");
		struct vt_level	 level;
		struct vt_pyramid *p;

		assert_int_equal(vips_tiffsave(ink, master, "bitdepth", 1, "miniswhite",
		    white_is_zero, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_CCITTFAX4, NULL), 0);
		assert_int_equal(vt_media_make_access_copy(master, target, &width, &height), VT_OK);
		copy = media_load(target);
		assert_int_equal(copy->Bands, 1);
		assert_int_equal(vips_moreeq_const1(copy, &again, 128, NULL), 0);
		assert_true(media_difference(ink, again) == 0);
		g_object_unref(again);
		g_object_unref(copy);
		assert_int_equal(vt_pyramid_load(target, &p), VT_OK);
		level = vt_pyramid_level(p, 0);
		assert_true(level.is_jpeg && level.bands == 1);
		vt_pyramid_unref(&p);
	}
	g_object_unref(ink);
	g_object_unref(grey);
	g_object_unref(picture);
}

/* Sizes of levels as viewers compute them, down to one tile; and one that is as large
 * as !400,400 is, where none of them is already. */
static void
levels(void **state)
{
	static const struct {
		int	width, height, count;
		int	smallest_width, smallest_height;
		int	ready_width, ready_height;
	} shapes[] = {
		{ 1, 1, 1, 1, 1, 0, 0 }, { 400, 300, 1, 400, 300, 0, 0 }, { 401, 300, 1, 401, 300, 400, 299 },
		{ 800, 600, 2, 400, 300, 0, 0 }, { 512, 512, 1, 512, 512, 400, 400 },
		{ 513, 512, 2, 257, 256, 400, 399 }, { 1025, 700, 3, 257, 175, 400, 273 },
		{ 3001, 17, 4, 376, 3, 400, 2 }, { 17, 3001, 4, 3, 376, 2, 400 },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(shapes); i++) {
		VipsImage		*picture = media_picture(shapes[i].width, shapes[i].height);
		const char		*master = media_path("m.png"), *target = media_path("c.tif");
		struct vt_pyramid	*p;
		struct vt_level		 last;
		int64_t			 width, height;

		assert_int_equal(vips_pngsave(picture, master, NULL), 0);
		assert_int_equal(vt_media_make_access_copy(master, target, &width, &height), VT_OK);
		assert_int_equal(vt_pyramid_load(target, &p), VT_OK);
		assert_int_equal(vt_pyramid_level_count(p), shapes[i].count + (shapes[i].ready_width > 0));
		for (int n = 1; n < shapes[i].count; n++)
			assert_true(p->levels[n].scale_x == (double)(1 << n) &&
			    p->levels[n].scale_y == (double)(1 << n));
		if (shapes[i].ready_width > 0) {
			last = vt_pyramid_level(p, (size_t)shapes[i].count);
			assert_int_equal(last.width, shapes[i].ready_width);
			assert_int_equal(last.height, shapes[i].ready_height);
		}
		last = vt_pyramid_level(p, (size_t)shapes[i].count - 1);
		assert_int_equal(last.width, shapes[i].smallest_width);
		assert_int_equal(last.height, shapes[i].smallest_height);
		vt_pyramid_unref(&p);
		g_object_unref(picture);
	}
}

/* The ready level is the picture: as good as what would be made of a larger one, in
 * grey and colour, for tiles smaller than it too. */
static void
ready(void **state)
{
	static const int	tile_sizes[] = { 512, 128 };

	(void)state;
	for (size_t i = 0; i < 2 * MEDIA_COUNT(tile_sizes); i++) {
		struct vt_media_options	 o = *vt_media_options(), as_before = o;
		VipsImage		*picture = media_picture(1900, 1300), *grey, *wanted, *got;
		struct vt_render	 what = { .w = 1900, .h = 1300, .width = 400, .height = 274 };
		const char		*target = media_path("r.tif");
		struct vt_pyramid	*p;
		struct vt_plan		 plan;
		struct vt_buf		 out;
		int64_t			 width, height;

		o.tile_size = tile_sizes[i / 2];
		assert_int_equal(vt_media_init("media_test", &o), VT_OK);
		if (i % 2 == 1) {
			assert_int_equal(vips_extract_band(picture, &grey, 0, NULL), 0);
			g_object_unref(picture);
			picture = grey;
		}
		assert_int_equal(vips_pngsave(picture, media_path("m.png"), NULL), 0);
		assert_int_equal(vt_media_make_access_copy(media_path("m.png"), target, &width, &height),
		    VT_OK);
		assert_int_equal(vt_pyramid_load(target, &p), VT_OK);
		assert_int_equal(vt_plan_make(p->levels, p->level_count, &what, 1 << 30, &plan), VT_OK);
		assert_true(plan.is_copy && plan.level == p->level_count - 1);
		vt_buf_init(&out, 0);
		assert_int_equal(vt_pyramid_render(p, &what, &out), VT_OK);
		got = media_load_buffer(&out);
		assert_int_equal(vips_thumbnail_image(picture, &wanted, 400, "height", 274, "size",
		    VIPS_SIZE_FORCE, NULL), 0);
		assert_int_equal(got->Bands, picture->Bands);
		if (media_difference(got, wanted) >= 2)
			fail_msg("tiles of %d, %d bands: differs by %.2f", tile_sizes[i / 2], got->Bands,
			    media_difference(got, wanted));
		vt_buf_fini(&out);
		vt_pyramid_unref(&p);
		g_object_unref(wanted);
		g_object_unref(got);
		g_object_unref(picture);
		assert_int_equal(vt_media_init("media_test", &as_before), VT_OK);
	}
}

/* Nothing half made is ever left under the name, nor beside it. */
static void
whole_or_absent(void **state)
{
	const char	*target = media_path("copy-of-nothing.tif");
	char		 command[256];
	int64_t		 width = -1, height = -1;

	(void)state;
	assert_int_equal(vt_media_make_access_copy(media_write("no.tif", "II*\0rubbish", 11), target,
	    &width, &height), VT_E_BADARG);
	assert_int_equal(access(target, F_OK), -1);
	assert_true(width == -1 && height == -1);
	(void)snprintf(command, sizeof(command), "ls '%s' | grep -q '%s'", media_folder,
	    VT_MEDIA_PART);
	assert_int_not_equal(system(command), 0);
	assert_int_equal(vt_media_make_access_copy(media_write("no.tif", "II*\0rubbish", 11),
	    "/there/is/no/such/folder/x.tif", &width, &height), VT_E_BADARG);
}

/* A profile is used with an intent it has, and only where it fits. */
static void
profiles(void **state)
{
	static const struct {
		const char			*space, *tags;
		struct vt_colour_profile	 want;
	} known[] = {
		{ "RGB ", "", { 3, VIPS_INTENT_RELATIVE } },
		{ "GRAY", "", { 1, VIPS_INTENT_RELATIVE } },
		{ "RGB ", "A2B0", { 3, VIPS_INTENT_PERCEPTUAL } },
		{ "RGB ", "A2B0A2B1", { 3, VIPS_INTENT_RELATIVE } },
		{ "CMYK", "A2B0A2B1", { 4, VIPS_INTENT_PERCEPTUAL } },
		{ "CMYK", "A2B1", { 4, VIPS_INTENT_RELATIVE } },
		{ "6CLR", "A2B0", { 0, VIPS_INTENT_PERCEPTUAL } },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(known); i++) {
		uint8_t				 icc[132 + 24] = { 0 };
		struct vt_colour_profile	 got;
		size_t				 count = strlen(known[i].tags) / 4;

		memcpy(icc + 16, known[i].space, 4);
		icc[131] = (uint8_t)count;
		for (size_t t = 0; t < count; t++)
			memcpy(icc + 132 + 12 * t, known[i].tags + 4 * t, 4);
		got = vt_colour_profile_of(icc, sizeof(icc));
		if (got.bands != known[i].want.bands || got.intent != known[i].want.intent)
			fail_msg("%s %s", known[i].space, known[i].tags);
	}
	assert_int_equal(vt_colour_profile_of((const uint8_t *)"GRAY", 4).bands, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds), cmocka_unit_test(upright), cmocka_unit_test(bilevel),
		cmocka_unit_test(levels), cmocka_unit_test(ready), cmocka_unit_test(whole_or_absent),
		cmocka_unit_test(profiles),
	};

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
