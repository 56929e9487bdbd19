/* SPDX-License-Identifier: Apache-2.0 */
/* The images of ../shared/collection, real and derived: access copies against
 * libvips' own idea of the same file (vips_thumbnail's colours, plain averages),
 * and against each other where files show the same picture. */
#include "media_test.h"

#define COLLECTION "../shared/collection/"

struct row {
	const char	*file;
	int		 width, height, bands;
	double		 tolerance;	/* mean difference of 255, at an eighth of the size */
	/* What the level's JPEG alone makes of grain is more than 2 (quality 85, 4:2:0;
	 * measured on averages of the master with nothing of ours in between: 2.16 and
	 * 2.01 of 255; with quality 95 1.6 and 1.3, uncompressed 0).  So the same is
	 * done to the reference, and what is left has to be less. */
	bool		 is_grainy;
};

static const struct row rows[] = {
	{ "book-clauren-1815/GT-PAGE/clauren_mimil_1815_0023.jpg", 1318, 2366, 3, 2, false },
	{ "book-clauren-1815/GT-PAGE/clauren_mimil_1815_0023_B.tif", 1318, 2366, 1, 2, false },
	{ "book-kant-1784/OCR-D-IMG/INPUT_0020.tif", 1457, 2084, 3, 1, true },
	{ "book-kant-1784-jp2/OCR-D-IMG/INPUT_0020.jp2", 1457, 2084, 3, 1, true },
	{ "map-usgs-hesperia-1902/hesperia-1902.jpg", 3942, 4718, 3, 2, false },
	{ "manuscript-penn-codex660/4_42a83_default.jpg", 3500, 4450, 3, 2, false },
	{ "newspaper-chicopee-1853/page1.tiff", 7200, 9600, 1, 2, false },
	{ "newspaper-park-record-1935/1292.jp2", 4588, 7158, 1, 2, false },
	{ "photos-postcards/demo_001.jpg", 1080, 695, 3, 2, false },
	{ "print-montgolfier-jp2/reference.jp2", 2717, 3701, 3, 2, false },
	{ "derived-formats/manuscript-crop-gray16.tif", 900, 900, 1, 2, false },
	{ "derived-formats/manuscript-crop-rgb16-icc.tif", 900, 900, 3, 2, false },
	{ "derived-formats/map-tiled-pyramid.tif", 1971, 2359, 3, 2, false },
	{ "derived-formats/newspaper-crop-bitonal-g4.tif", 2400, 1600, 1, 2, false },
	{ "derived-formats/newspaper-crop-bitonal-g4-miniswhite.tif", 2400, 1600, 1, 2, false },
	{ "derived-formats/photo-exif-orientation-6.jpg", 695, 1080, 3, 2, false },
	{ "derived-formats/photo-rgba.png", 1080, 695, 3, 2, false },
	{ "derived-formats/print-bigtiff.tif", 800, 1090, 3, 1, true },
	/* Profiles with tables: the black point is treated otherwise there. */
	{ "derived-formats/print-cmyk-icc.jpg", 800, 1090, 3, 6, false },
	{ "derived-formats/print-cmyk-icc.tif", 367, 500, 3, 6, false },
	{ "derived-formats/print-displayp3-icc.jpg", 800, 1090, 3, 3, false },
	{ "derived-formats/print-labs16.tif", 400, 545, 3, 3, false },
};

static bool
is_there(void)
{
	if (access(COLLECTION "README.md", R_OK) == 0)
		return (true);
	print_message("skipped: ../shared/collection is not here\n");
	return (false);
}

static int	copy_width, copy_height;	/* of the last access copy */

/* The access copy at a quarter of its size, as a viewer would ask for it.  What is
 * over whole multiples of step is left out: with 8 nothing is moved by parts of a
 * pixel (measured on 400 x 545: a difference of 2.3 instead of 4.4). */
static VipsImage *
quarter(const char *file, int step)
{
	const char		*target = media_path("copy.tif");
	struct vt_render	 what = { .format = VT_IMAGE_PNG };
	struct vt_pyramid	*p;
	struct vt_buf		 out;
	VipsImage		*image;
	char			 path[300];

	(void)snprintf(path, sizeof(path), COLLECTION "%s", file);
	if (vt_media_make_access_copy(path, target, &what.w, &what.h) != VT_OK)
		fail_msg("%s", vt_fail_text(VT_E_BADARG));
	copy_width = (int)what.w;
	copy_height = (int)what.h;
	what.w -= what.w % step;
	what.h -= what.h % step;
	what.width = (what.w + 3) / 4;
	what.height = (what.h + 3) / 4;
	assert_int_equal(vt_pyramid_load(target, &p), VT_OK);
	vt_buf_init(&out, 0);
	assert_int_equal(vt_pyramid_render(p, &what, &out), VT_OK);
	image = media_load_buffer(&out);
	vt_buf_fini(&out);
	vt_pyramid_unref(&p);
	return (image);
}

/* Half as large, by plain averages: what compression and one or another filter
 * make of single pixels goes, what is wrong in colour or place stays.  (Measured
 * on a page of small print: a quarter differs from averages of the master by
 * 3.1, half of that by 1.7, as noise does; averages from Lanczos by 4.5.) */
static VipsImage *
halved(VipsImage *image)
{
	VipsImage	*half, *kept;

	assert_int_equal(vips_shrink(image, &half, 2, 2, NULL), 0);
	kept = vips_image_copy_memory(half);
	assert_non_null(kept);
	g_object_unref(half);
	g_object_unref(image);
	return (kept);
}

/* An eighth by plain averages; of a grainy picture by way of a JPEG of a quarter. */
static VipsImage *
eighth(VipsImage *whole, bool is_grainy)
{
	VipsImage	*quarter, *decoded, *small, *kept;
	void		*jpeg;
	size_t		 len;

	assert_int_equal(vips_shrink(whole, &quarter, 4, 4, NULL), 0);
	if (is_grainy) {
		assert_int_equal(vips_jpegsave_buffer(quarter, &jpeg, &len, "Q", 85, "subsample_mode",
		    VIPS_FOREIGN_SUBSAMPLE_ON, NULL), 0);
		g_object_unref(quarter);
		assert_int_equal(vips_jpegload_buffer(jpeg, len, &decoded, NULL), 0);
		quarter = vips_image_copy_memory(decoded);
		g_object_unref(decoded);
		g_free(jpeg);
	}
	assert_int_equal(vips_shrink(quarter, &small, 2, 2, NULL), 0);
	kept = vips_image_copy_memory(small);
	g_object_unref(small);
	g_object_unref(quarter);
	return (kept);
}

/* The whole file in sRGB, upright, on white, as vips_thumbnail() has it at its
 * full size, then an eighth of it by plain averages, in as many bands. */
static VipsImage *
reference(const struct row *row, int bands)
{
	VipsImage		*header, *full, *flat, *kept, *whole, *in_memory;
	bool			 has_profile;
	double			 white[] = { 255 };
	VipsArrayDouble		*background = vips_array_double_new(white, 1);
	char			 path[300];

	(void)snprintf(path, sizeof(path), COLLECTION "%s", row->file);
	/* Without a profile the numbers are sRGB as they are; exported, white
	 * would no longer be white. */
	header = vips_image_new_from_file(path, NULL);
	assert_non_null(header);
	has_profile = (vips_image_get_typeof(header, VIPS_META_ICC_NAME) != 0 && header->Bands >= 3) ||
	    header->Type == VIPS_INTERPRETATION_CMYK;
	g_object_unref(header);
	if (vips_thumbnail(path, &full, row->width, "height", row->height, "size",
	    VIPS_SIZE_FORCE, has_profile ? "export_profile" : NULL, "srgb", NULL) != 0)
		fail_msg("%s: %s", row->file, vips_error_buffer());
	if (vips_image_hasalpha(full))
		assert_int_equal(vips_flatten(full, &flat, "background", background, NULL), 0);
	else
		assert_int_equal(vips_copy(full, &flat, NULL), 0);
	assert_int_equal(vips_extract_band(flat, &kept, 0, "n", bands, NULL), 0);
	assert_int_equal(vips_extract_area(kept, &whole, 0, 0, row->width / 8 * 8,
	    row->height / 8 * 8, NULL), 0);
	in_memory = eighth(whole, row->is_grainy);
	g_object_unref(whole);
	if (in_memory == NULL)
		fail_msg("%s: %s", row->file, vips_error_buffer());
	vips_area_unref(VIPS_AREA(background));
	g_object_unref(full);
	g_object_unref(flat);
	g_object_unref(kept);
	return (in_memory);
}

static void
as_they_are(void **state)
{
	int	wrong = 0;

	(void)state;
	if (!is_there())
		return;
	/* The reference loads by guessing the type, which needs all loaders. */
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++) {
		VipsImage	*got = quarter(rows[i].file, 8), *wanted;
		double		 difference;

		if (copy_width != rows[i].width || copy_height != rows[i].height ||
		    got->Bands != rows[i].bands)
			fail_msg("%s: %d x %d, %d bands", rows[i].file, copy_width, copy_height,
			    got->Bands);
		got = halved(got);
		wanted = reference(&rows[i], got->Bands);
		difference = media_difference(got, wanted);
		if (difference > rows[i].tolerance) {
			print_error("%s differs by %.2f of %.2f\n", rows[i].file, difference,
			    rows[i].tolerance);
			wrong++;
		}
		g_object_unref(wanted);
		g_object_unref(got);
	}
	assert_int_equal(wrong, 0);
}

static void
alike(const char *one, const char *other, double tolerance)
{
	VipsImage	*a = quarter(one, 8), *b = quarter(other, 8), *fitted, *grey;

	assert_int_equal(vips_thumbnail_image(b, &fitted, a->Xsize, "height", a->Ysize, "size",
	    VIPS_SIZE_FORCE, NULL), 0);
	if (a->Bands == 1 && fitted->Bands == 3) {
		assert_int_equal(vips_colourspace(fitted, &grey, VIPS_INTERPRETATION_B_W, NULL), 0);
		g_object_unref(fitted);
		fitted = grey;
	}
	a = halved(a);
	fitted = halved(fitted);
	if (media_difference(a, fitted) > tolerance)
		fail_msg("%s and %s differ by %.2f", one, other, media_difference(a, fitted));
	g_object_unref(fitted);
	g_object_unref(a);
	g_object_unref(b);
}

/* One picture in several forms looks the same: inks are not inverted, Lab and
 * wide gamuts come back, white is white whatever stands for it. */
static void
same_pictures(void **state)
{
	const char	*print = "print-montgolfier-jp2/reference.jp2";
	VipsImage	*turned, *upright, *straight;

	(void)state;
	if (!is_there())
		return;
	alike("derived-formats/print-cmyk-icc.jpg", print, 14);
	alike("derived-formats/print-cmyk-icc.tif", print, 14);
	alike("derived-formats/print-displayp3-icc.jpg", print, 8);
	alike("derived-formats/print-labs16.tif", print, 5);
	alike("derived-formats/print-bigtiff.tif", print, 5);
	alike("derived-formats/map-tiled-pyramid.tif", "map-usgs-hesperia-1902/hesperia-1902.jpg", 5);
	alike("derived-formats/newspaper-crop-bitonal-g4.tif",
	    "derived-formats/newspaper-crop-bitonal-g4-miniswhite.tif", 0.01);
	/* The same photograph, stored on its side with a tag, and not. */
	upright = quarter("derived-formats/photo-exif-orientation-6.jpg", 1);
	straight = quarter("photos-postcards/demo_001.jpg", 1);
	assert_int_equal(vips_rot(straight, &turned, VIPS_ANGLE_D90, NULL), 0);
	assert_true(media_difference(upright, turned) < 6);
	g_object_unref(turned);
	g_object_unref(straight);
	g_object_unref(upright);
}

static int
start(void **state)
{
	if (media_start(state) != 0)
		return (-1);
	vips_operation_block_set("VipsForeignLoad", FALSE);
	return (0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_they_are), cmocka_unit_test(same_pictures),
	};

	return (cmocka_run_group_tests(tests, start, media_stop));
}
