/* SPDX-License-Identifier: Apache-2.0 */
/* Colour profiles that are kept (media.keep_profiles): the numbers of a master stay,
 * and its profile goes with every tile and picture that they are in, byte by byte;
 * where it cannot, the numbers become sRGB. */
#include "media_test.h"

#include "media/jpeg_split.h"

#define WIDTH	1300
#define HEIGHT	700

static VipsBlob		*p3;	/* Display P3, as libvips brings it */
static const void	*p3_bytes;
static size_t		 p3_len;

/* --- masters ---------------------------------------------------------------------- */

/* A grey profile with a gamma of 1.8, the least that a reader takes (ICC.1:2001-04). */
static const uint8_t	grey_icc[] = {
	0, 0, 0, 188, 0, 0, 0, 0, 2, 0x20, 0, 0, 'm', 'n', 't', 'r', 'G', 'R', 'A', 'Y', 'X', 'Y', 'Z', ' ',
	7, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 'a', 'c', 's', 'p', [68] = 0, 0, 0xf6, 0xd6, 0, 1, 0, 0,
	0, 0, 0xd3, 0x2d,
	[128] = 0, 0, 0, 2, 'w', 't', 'p', 't', 0, 0, 0, 152, 0, 0, 0, 20, 'k', 'T', 'R', 'C', 0, 0, 0, 172,
	0, 0, 0, 14,
	'X', 'Y', 'Z', ' ', 0, 0, 0, 0, 0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d,
	'c', 'u', 'r', 'v', 0, 0, 0, 0, 0, 0, 0, 1, 1, 0xcd, 0, 0,
};

static VipsImage *
own(VipsImage *image, const void *icc, size_t len)
{
	VipsImage	*copy;

	assert_int_equal(vips_copy(image, &copy, NULL), 0);
	vips_image_set_blob_copy(copy, VIPS_META_ICC_NAME, icc, len);
	return (copy);
}

static VipsImage *
picture(void)
{
	VipsImage	*plain = media_picture(WIDTH, HEIGHT), *with = own(plain, p3_bytes, p3_len);

	g_object_unref(plain);
	return (with);
}

static VipsImage *
wide(VipsImage *image)
{
	VipsImage	*out, *typed;

	assert_int_equal(vips_linear1(image, &out, 257, 0, NULL), 0);
	assert_int_equal(vips_cast_ushort(out, &typed, NULL), 0);
	g_object_unref(out);
	typed->Type = VIPS_INTERPRETATION_RGB16;
	return (typed);
}

static const char *
save(VipsImage *image, const char *name)
{
	const char	*path = media_path(name);

	if (vips_image_write_to_file(image, path, NULL) != 0)
		fail_msg("%s: %s", name, vips_error_buffer());
	return (path);
}

static void
keep(bool keeps)
{
	struct vt_media_options	o = *vt_media_options();

	o.keep_profiles = keeps;
	assert_int_equal(vt_media_init("media_test", &o), VT_OK);
	assert_true(keeps == (strstr(vt_media_recipe(), "-icc") != NULL));
	vips_operation_block_set("VipsForeignLoad", FALSE);
}

static const char *
copy_of(const char *master)
{
	const char	*target = media_path("copy.tif");
	int64_t		 width, height;

	if (vt_media_make_access_copy(master, target, &width, &height) != VT_OK)
		fail_msg("%s", vt_fail_text(VT_E_BADARG));
	return (target);
}

/* --- what is asked of pictures ------------------------------------------------------- */
static bool
has(VipsImage *image, const void *icc, size_t len)
{
	const void	*got;
	size_t		 got_len;

	if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) == 0)
		return (false);
	assert_int_equal(vips_image_get_blob(image, VIPS_META_ICC_NAME, &got, &got_len), 0);
	assert_int_equal(got_len, len);
	assert_memory_equal(got, icc, len);
	return (true);
}

/* Not a copy: the profile of libvips' AVIF lives as long as what it was read into. */
static VipsImage *
decoded(const struct vt_buf *b)
{
	VipsImage	*image = vips_image_new_from_buffer(b->p, b->len, "", NULL);

	if (image == NULL)
		fail_msg("%s", vips_error_buffer());
	return (image);
}

static VipsImage *
in_srgb(VipsImage *image)
{
	VipsImage	*out, *kept;

	assert_int_equal(vips_icc_transform(image, &out, "srgb", "embedded", TRUE, "intent",
	    VIPS_INTENT_RELATIVE, "black_point_compensation", TRUE, NULL), 0);
	kept = vips_image_copy_memory(out);
	g_object_unref(out);
	return (kept);
}

/* --- tests ---------------------------------------------------------------------------- */
static void
masters(void **state)
{
	VipsImage	*image = picture(), *turned, *copy, *on_its_side;
	VipsImage	*narrow_and_wide[2] = { image, wide(image) };

	(void)state;
	keep(true);
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++) {
			copy = media_load(copy_of(save(narrow_and_wide[i], k == 0 ? "m.tif" : "m.png")));
			assert_true(has(copy, p3_bytes, p3_len));
			assert_true(media_difference(copy, image) < 1.5);
			g_object_unref(copy);
		}
	/* By way of what is unrolled. */
	assert_int_equal(vips_rot90(image, &turned, NULL), 0);
	vips_image_set_int(turned, VIPS_META_ORIENTATION, 8);
	on_its_side = vips_image_copy_memory(turned);
	copy = media_load(copy_of(save(on_its_side, "m.tif")));
	assert_true(has(copy, p3_bytes, p3_len));
	assert_true(media_difference(copy, image) < 1.5);
	g_object_unref(copy);
	g_object_unref(on_its_side);
	g_object_unref(turned);
	keep(false);
	for (int i = 0; i < 2; i++) {
		VipsImage	*srgb = in_srgb(image);

		copy = media_load(copy_of(save(narrow_and_wide[i], "m.tif")));
		assert_false(has(copy, p3_bytes, p3_len));
		assert_true(media_difference(copy, srgb) < 1.5);
		assert_true(media_difference(copy, image) > 2);
		g_object_unref(srgb);
		g_object_unref(copy);
	}
	g_object_unref(narrow_and_wide[1]);
	g_object_unref(image);
}

/* Sixteen bits become eight by rounding, at both ends too. */
static void
rounded(void **state)
{
	uint16_t	 p[256 * 3];
	VipsImage	*image, *with, *copy;

	(void)state;
	keep(true);
	for (int i = 0; i < 256 * 3; i++)
		p[i] = (uint16_t)(i / 3 / 16 * 16 * 257 + (i / 3 / 16 % 2 == 0 ? 128 : 0));
	image = vips_image_new_from_memory_copy(p, sizeof(p), 256, 1, 3, VIPS_FORMAT_USHORT);
	assert_non_null(image);
	image->Type = VIPS_INTERPRETATION_RGB16;
	with = own(image, p3_bytes, p3_len);
	copy = media_load(copy_of(save(with, "r.tif")));
	for (int x = 8; x < 256; x += 16)
		assert_in_range(*VIPS_IMAGE_ADDR(copy, x, 0), x / 16 * 16, x / 16 * 16 + 1);
	g_object_unref(copy);
	g_object_unref(with);
	g_object_unref(image);
}

static void
grey(void **state)
{
	VipsImage	*image = media_picture(WIDTH, HEIGHT), *one, *with, *copy;

	(void)state;
	keep(true);
	assert_int_equal(vips_extract_band(image, &one, 0, NULL), 0);
	one->Type = VIPS_INTERPRETATION_B_W;
	with = own(one, grey_icc, sizeof(grey_icc));
	copy = media_load(copy_of(save(with, "g.tif")));
	assert_int_equal(copy->Bands, 1);
	assert_true(has(copy, grey_icc, sizeof(grey_icc)));
	assert_true(media_difference(copy, one) < 1.5);
	g_object_unref(copy);
	g_object_unref(with);
	/* A profile of colours says nothing about grey. */
	with = own(one, p3_bytes, p3_len);
	copy = media_load(copy_of(save(with, "g.png")));
	assert_int_equal(vips_image_get_typeof(copy, VIPS_META_ICC_NAME), 0);
	assert_true(media_difference(copy, one) < 1.5);
	g_object_unref(copy);
	g_object_unref(with);
	g_object_unref(one);
	g_object_unref(image);
}

/* What no tile can carry, and inks. */
static void
not_kept(void **state)
{
	VipsImage	*image = picture(), *srgb = in_srgb(image), *with, *copy, *inks;
	size_t		 len = VT_JPEG_PROFILE_MAX + 1;
	uint8_t		*large = calloc(1, len);

	(void)state;
	keep(true);
	assert_non_null(large);
	memcpy(large, p3_bytes, p3_len);
	for (int i = 0; i < 4; i++)
		large[i] = (uint8_t)(len >> (24 - 8 * i));
	with = own(image, large, len);
	copy = media_load(copy_of(save(with, "l.tif")));
	assert_int_equal(vips_image_get_typeof(copy, VIPS_META_ICC_NAME), 0);
	assert_true(media_difference(copy, srgb) < 1.5);
	g_object_unref(copy);
	g_object_unref(with);
	assert_int_equal(vips_icc_transform(image, &inks, "cmyk", "embedded", TRUE, NULL), 0);
	copy = media_load(copy_of(save(inks, "c.tif")));
	assert_int_equal(copy->Bands, 3);
	assert_int_equal(vips_image_get_typeof(copy, VIPS_META_ICC_NAME), 0);
	g_object_unref(copy);
	g_object_unref(inks);
	free(large);
	g_object_unref(srgb);
	g_object_unref(image);
}

/* Every way to make a picture. */
static void
pictures(void **state)
{
	static const struct {
		const char		*name;
		struct vt_render	 what;
		bool			 is_srgb;	/* the format has no place for it */
		double			 tolerance;
	} rows[] = {
		{ "a tile turned", { .w = 512, .h = 512, .width = 512, .height = 512, .rotation = 90 }, false, 1.5 },
		{ "an edge", { .x = 1024, .w = 276, .h = 512, .width = 276, .height = 512 }, false, 1.5 },
		{ "scaled in planes", { .w = WIDTH, .h = HEIGHT, .width = 650, .height = 350 }, false, 1.5 },
		{ "scaled, odd", { .w = 26, .h = 14, .width = 13, .height = 7 }, false, 4 },
		{ "PNG", { .w = WIDTH, .h = HEIGHT, .width = 650, .height = 350, .format = VT_IMAGE_PNG }, false, 1.5 },
		{ "PNG, corners", { .w = 512, .h = 512, .width = 512, .height = 512, .rotation = 45,
		  .format = VT_IMAGE_PNG }, false, -1 },
		{ "WebP", { .w = WIDTH, .h = HEIGHT, .width = 650, .height = 350, .format = VT_IMAGE_WEBP }, false, 4 },
		{ "TIFF", { .w = WIDTH, .h = HEIGHT, .width = 650, .height = 350, .format = VT_IMAGE_TIF }, false, 1.5 },
		{ "AVIF", { .w = WIDTH, .h = HEIGHT, .width = 650, .height = 350, .format = VT_IMAGE_AVIF }, false, 4 },
		{ "GIF", { .w = WIDTH, .h = HEIGHT, .width = 650, .height = 350, .format = VT_IMAGE_GIF }, true, 8 },
		{ "JPEG 2000", { .w = WIDTH, .h = HEIGHT, .width = 650, .height = 350, .format = VT_IMAGE_JP2 }, true, 3 },
		{ "grey", { .w = 512, .h = 512, .width = 512, .height = 512, .quality = VT_IMAGE_GRAY }, true, -1 },
		{ "grey PNG", { .w = 300, .h = 200, .width = 100, .height = 66, .quality = VT_IMAGE_GRAY,
		  .format = VT_IMAGE_PNG }, true, -1 },
		{ "black and white", { .w = 300, .h = 200, .width = 300, .height = 200, .quality = VT_IMAGE_BITONAL },
		  true, -1 },
	};
	VipsImage		*image = picture();
	struct vt_pyramid	*p;
	struct vt_buf		 out;

	(void)state;
	keep(true);
	assert_int_equal(vt_pyramid_load(copy_of(save(image, "m.tif")), &p), VT_OK);
	vt_buf_init(&out, 0);
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++) {
		const struct vt_render	*what = &rows[i].what;
		VipsImage		*got, *part, *scaled, *wanted;

		if (!vt_image_can(what->format))
			continue;
		vt_buf_reset(&out);
		assert_int_equal(vt_pyramid_render(p, what, &out), VT_OK);
		got = decoded(&out);
		if (has(got, p3_bytes, p3_len) == rows[i].is_srgb)
			fail_msg("%s: %s profile", rows[i].name, rows[i].is_srgb ? "a" : "no");
		if (rows[i].tolerance >= 0) {
			part = media_crop(image, (int)what->x, (int)what->y, (int)what->w, (int)what->h);
			assert_int_equal(vips_thumbnail_image(part, &scaled, (int)what->width, "height",
			    (int)what->height, "size", VIPS_SIZE_FORCE, "no_rotate", TRUE, NULL), 0);
			if (what->rotation == 90)
				assert_int_equal(vips_rot90(scaled, &wanted, NULL), 0);
			else
				wanted = rows[i].is_srgb ? in_srgb(scaled) : vips_image_copy_memory(scaled);
			if (media_difference(got, wanted) > rows[i].tolerance)
				fail_msg("%s: differs by %.2f", rows[i].name, media_difference(got, wanted));
			g_object_unref(wanted);
			g_object_unref(scaled);
			g_object_unref(part);
		}
		g_object_unref(got);
	}
	vt_buf_fini(&out);
	vt_pyramid_unref(&p);
	g_object_unref(image);
}

/* As they are stored, read or lent. */
static void
stored(void **state)
{
	VipsImage		*image = picture(), *got;
	struct vt_pyramid	*p;
	struct vt_buf		 out, lent;
	struct vt_str		 first, rest;

	(void)state;
	keep(true);
	assert_int_equal(vt_pyramid_load(copy_of(save(image, "m.tif")), &p), VT_OK);
	vt_buf_init(&out, 0);
	vt_buf_init(&lent, 0);
	for (size_t level = 0; level < p->level_count; level++) {
		vt_buf_reset(&out);
		vt_buf_reset(&lent);
		assert_int_equal(vt_pyramid_tile(p, level, 0, 0, &out), VT_OK);
		got = decoded(&out);
		assert_true(has(got, p3_bytes, p3_len));
		g_object_unref(got);
		assert_int_equal(vt_pyramid_tile_mapped(p, level, 0, 0, &first, &rest), VT_OK);
		vt_buf_str(&lent, first);
		vt_buf_str(&lent, rest);
		assert_int_equal(lent.len, out.len);
		assert_memory_equal(lent.p, out.p, out.len);
	}
	vt_buf_fini(&out);
	vt_buf_fini(&lent);
	vt_pyramid_unref(&p);
	g_object_unref(image);
}

static int
start(void **state)
{
	if (media_start(state) != 0 || vips_profile_load("p3", &p3, NULL) != 0)
		return (-1);
	p3_bytes = vips_blob_get(p3, &p3_len);
	return (0);
}

static int
stop(void **state)
{
	vips_area_unref(VIPS_AREA(p3));
	return (media_stop(state));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(masters), cmocka_unit_test(rounded), cmocka_unit_test(grey),
		cmocka_unit_test(not_kept), cmocka_unit_test(pictures), cmocka_unit_test(stored),
	};

	return (cmocka_run_group_tests(tests, start, stop));
}
