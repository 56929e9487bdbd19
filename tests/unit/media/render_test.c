/* SPDX-License-Identifier: Apache-2.0 */
/* Views of an access copy, compared with the same view made by libvips from the
 * picture it was made of. */
#include "media_test.h"

static VipsImage		*picture;	/* 1300 x 900 */
static struct vt_pyramid	*pyramid;

static int
start(void **state)
{
	if (media_start(state) != 0)
		return (-1);
	picture = media_picture(1300, 900);
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

static VipsImage *
render(const struct vt_render *what)
{
	struct vt_buf	 out;
	VipsImage	*image;
	vt_err		 err;

	vt_buf_init(&out, 0);
	err = vt_pyramid_render(pyramid, what, &out);
	if (err != VT_OK)
		fail_msg("%s", vt_fail_text(err));
	image = media_load_buffer(&out);
	vt_buf_fini(&out);
	return (image);
}

/* The region, scaled by libvips. */
static VipsImage *
reference(const struct vt_render *what)
{
	VipsImage	*part = media_crop(picture, (int)what->x, (int)what->y, (int)what->w,
	    (int)what->h), *scaled;

	assert_int_equal(vips_resize(part, &scaled, (double)what->width / (double)what->w,
	    "vscale", (double)what->height / (double)what->h, NULL), 0);
	g_object_unref(part);
	return (scaled);
}

static void
sizes(void **state)
{
	static const struct vt_render views[] = {
		{ .w = 1300, .h = 900, .width = 1300, .height = 900 },
		{ .w = 1300, .h = 900, .width = 650, .height = 450 },
		{ .w = 1300, .h = 900, .width = 500, .height = 346 },
		{ .w = 1300, .h = 900, .width = 100, .height = 69 },
		{ .x = 512, .y = 512, .w = 512, .h = 388, .width = 512, .height = 388 },
		{ .x = 1024, .y = 0, .w = 276, .h = 512, .width = 276, .height = 512 },
		{ .x = 300, .y = 200, .w = 700, .h = 500, .width = 700, .height = 500 },
		{ .x = 301, .y = 201, .w = 701, .h = 503, .width = 233, .height = 167 },
		{ .x = 10, .y = 10, .w = 200, .h = 100, .width = 400, .height = 200 },
		{ .w = 1300, .h = 900, .width = 700, .height = 100 },
		{ .x = 1299, .y = 899, .w = 1, .h = 1, .width = 1, .height = 1 },
		{ .w = 1300, .h = 900, .width = 1, .height = 1 },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(views); i++)
		for (int format = VT_IMAGE_JPG; format <= VT_IMAGE_PNG; format++) {
			struct vt_render	 what = views[i];
			VipsImage		*got, *wanted;
			double			 difference;

			what.format = (enum vt_image_format)format;
			got = render(&what);
			wanted = reference(&what);
			assert_int_equal(got->Xsize, what.width);
			assert_int_equal(got->Ysize, what.height);
			difference = media_difference(got, wanted);
			if (difference > 5)
				fail_msg("view %zu differs by %.2f", i, difference);
			g_object_unref(got);
			g_object_unref(wanted);
		}
}

/* Mirrored first, then turned; by quarters exactly. */
static void
turning(void **state)
{
	(void)state;
	for (int mirrored = 0; mirrored < 2; mirrored++)
		for (int quarter = 0; quarter < 4; quarter++) {
			struct vt_render	 what = { .w = 1300, .h = 900, .width = 325,
				.height = 225, .is_mirrored = mirrored, .rotation = quarter * 90,
				.format = VT_IMAGE_PNG };
			VipsImage		*got = render(&what), *plain = reference(&what);
			VipsImage		*flipped = NULL, *wanted;

			if (mirrored)
				assert_int_equal(vips_flip(plain, &flipped,
				    VIPS_DIRECTION_HORIZONTAL, NULL), 0);
			assert_int_equal(vips_rot(mirrored ? flipped : plain, &wanted,
			    (VipsAngle)quarter, NULL), 0);
			if (media_difference(got, wanted) > 5)
				fail_msg("mirrored %d, %d degrees", mirrored, quarter * 90);
			g_object_unref(wanted);
			g_clear_object(&flipped);
			g_object_unref(plain);
			g_object_unref(got);
		}
}

static void
pixel(VipsImage *image, int x, int y, double want[4])
{
	double	*at;
	int	 n;

	assert_int_equal(vips_getpoint(image, &at, &n, x, y, NULL), 0);
	for (int i = 0; i < 4; i++)
		want[i] = i < n ? at[i] : -1;
	g_free(at);
}

/* Corners: transparent in a PNG, white in a JPEG; the middle is the picture's. */
static void
any_angle(void **state)
{
	struct vt_render	 what = { .w = 1300, .h = 900, .width = 325, .height = 225,
		.rotation = 22.5 };
	double			 at[4];
	VipsImage		*image;

	(void)state;
	what.format = VT_IMAGE_PNG;
	image = render(&what);
	assert_true(image->Bands == 4 && image->Xsize == 387 && image->Ysize == 333);
	pixel(image, 0, 0, at);
	assert_true(at[3] == 0);
	pixel(image, 386, 332, at);
	assert_true(at[3] == 0);
	pixel(image, 193, 166, at);
	assert_true(at[3] == 255 && fabs(at[0] - 127) < 26 && fabs(at[1] - 127) < 26);
	/* Clockwise: the right end of the picture goes down; red is at the right. */
	pixel(image, 193 + 130, 166 + 54, at);
	assert_true(at[3] == 255 && at[0] > 190 && fabs(at[1] - 127) < 26);
	pixel(image, 193 - 130, 166 - 54, at);
	assert_true(at[3] == 255 && at[0] < 80 && fabs(at[1] - 127) < 26);
	g_object_unref(image);
	what.format = VT_IMAGE_JPG;
	image = render(&what);
	assert_int_equal(image->Bands, 3);
	pixel(image, 1, 1, at);
	assert_true(at[0] > 250 && at[1] > 250 && at[2] > 250);
	g_object_unref(image);
}

static void
qualities(void **state)
{
	struct vt_render	 what = { .w = 1300, .h = 900, .width = 325, .height = 225,
		.format = VT_IMAGE_PNG };
	VipsImage		*image;

	(void)state;
	what.quality = VT_IMAGE_COLOR;
	image = render(&what);
	assert_int_equal(image->Bands, 3);
	g_object_unref(image);
	what.quality = VT_IMAGE_GRAY;
	image = render(&what);
	assert_int_equal(image->Bands, 1);
	g_object_unref(image);
	what.quality = VT_IMAGE_BITONAL;
	for (int format = VT_IMAGE_JPG; format <= VT_IMAGE_PNG; format++) {
		what.format = (enum vt_image_format)format;
		image = render(&what);
		assert_int_equal(image->Bands, 1);
		for (int y = 0; y < image->Ysize; y++)
			for (int x = 0; x < image->Xsize; x++) {
				int	v = *VIPS_IMAGE_ADDR(image, x, y);

				if (format == VT_IMAGE_PNG && v != 0 && v != 255)
					fail_msg("%d at %d, %d", v, x, y);
			}
		g_object_unref(image);
	}
	/* Black or white also where the corners are empty. */
	what.rotation = 30;
	what.format = VT_IMAGE_PNG;
	image = render(&what);
	assert_int_equal(image->Bands, 2);
	g_object_unref(image);
}

/* A smaller quality makes a smaller file. */
static void
jpeg_quality(void **state)
{
	struct vt_render	what = { .w = 1300, .h = 900, .width = 320, .height = 222 };
	struct vt_buf		fine, coarse;

	(void)state;
	vt_buf_init(&fine, 0);
	vt_buf_init(&coarse, 0);
	assert_int_equal(vt_pyramid_render(pyramid, &what, &fine), VT_OK);
	what.jpeg_quality = 30;
	assert_int_equal(vt_pyramid_render(pyramid, &what, &coarse), VT_OK);
	assert_true(coarse.len < fine.len);
	vt_buf_fini(&fine);
	vt_buf_fini(&coarse);
}

static void
refused(void **state)
{
	static const struct {
		struct vt_render	what;
		vt_err			err;
	} views[] = {
		{ { .w = 1300, .h = 900, .width = 20000, .height = 20000 }, VT_E_TOOLARGE },
		{ { .w = 1300, .h = 900, .width = INT64_MAX, .height = 2 }, VT_E_TOOLARGE },
		{ { .w = 1300, .h = 1, .width = 66000, .height = 1 }, VT_E_TOOLARGE },
		{ { .x = 1, .w = 1300, .h = 900, .width = 10, .height = 10 }, VT_E_RANGE },
		{ { .x = -1, .w = 10, .h = 10, .width = 10, .height = 10 }, VT_E_RANGE },
		{ { .x = INT64_MAX, .w = 10, .h = 10, .width = 10, .height = 10 }, VT_E_RANGE },
	};
	struct vt_buf	out;

	(void)state;
	vt_buf_init(&out, 0);
	for (size_t i = 0; i < MEDIA_COUNT(views); i++) {
		assert_int_equal(vt_pyramid_render(pyramid, &views[i].what, &out), views[i].err);
		assert_int_equal(out.len, 0);
	}
	vt_buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes), cmocka_unit_test(turning), cmocka_unit_test(any_angle),
		cmocka_unit_test(qualities), cmocka_unit_test(jpeg_quality),
		cmocka_unit_test(refused),
	};

	return (cmocka_run_group_tests(tests, start, stop));
}
