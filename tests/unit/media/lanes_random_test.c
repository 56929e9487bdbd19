/* SPDX-License-Identifier: Apache-2.0 */
/* Views by chance, as JPEG by whatever lane takes them and as PNG by the one that
 * works on pixels: the same size or the same error, and the same picture but for
 * what compression and chroma of half the size make of it. */
#include "media_test.h"

#define VIEWS 60	/* of each image */

/* Mean difference of luma, of 255: of pictures of 16 pixels a side and more, and of
 * smaller ones, where one block of chroma is nearly all there is (seen: 2.9, 6.8). */
#define MEAN_MAX	4.0
#define MEAN_MAX_SMALL	9.0

static uint64_t	state_of_chance = UINT64_C(88172645463325252);

static int64_t
chance(int64_t least, int64_t most)
{
	state_of_chance ^= state_of_chance << 13;
	state_of_chance ^= state_of_chance >> 7;
	state_of_chance ^= state_of_chance << 17;
	return (least + (int64_t)(state_of_chance % (uint64_t)(most - least + 1)));
}

static struct vt_pyramid *
copy_of(int width, int height)
{
	VipsImage		*image = media_picture(width, height), *blurred;
	struct vt_pyramid	*p;
	int64_t			 w, h;

	assert_int_equal(vips_gaussblur(image, &blurred, 1.2, NULL), 0);
	assert_int_equal(vips_pngsave(blurred, media_path("m.png"), NULL), 0);
	g_object_unref(blurred);
	g_object_unref(image);
	assert_int_equal(vt_media_make_access_copy(media_path("m.png"), media_path("c.tif"), &w, &h),
	    VT_OK);
	assert_int_equal(vt_pyramid_load(media_path("c.tif"), &p), VT_OK);
	return (p);
}

/* A third on the grid of blocks, a third at its own size, some turned. */
static struct vt_render
any_view(int64_t width, int64_t height)
{
	struct vt_render	r = { .jpeg_quality = 95, .x = chance(0, width - 1), .y = chance(0, height - 1) };
	double			scale = chance(0, 2) == 0 ? 1 : (double)chance(50, 1500) / 1000;

	if (chance(0, 2) == 0)
		r.x = r.x / 16 * 16, r.y = r.y / 16 * 16;
	r.w = chance(1, width - r.x);
	r.h = chance(1, height - r.y);
	r.width = (int64_t)ceil((double)r.w * scale);
	r.height = chance(0, 2) == 0 ? chance(1, r.h) : (int64_t)ceil((double)r.h * scale);
	r.is_mirrored = chance(0, 3) == 0;
	if (chance(0, 1) == 0)
		r.rotation = chance(0, 1) == 0 ? (double)chance(0, 3) * 90 : (double)chance(0, 3599) / 10;
	if (chance(0, 5) == 0)
		r.quality = VT_IMAGE_GRAY;
	return (r);
}

/* Grey and flat on white; NULL when it is refused. */
static VipsImage *
luma(struct vt_pyramid *p, const struct vt_render *r, vt_err *err_r)
{
	struct vt_buf	 out;
	VipsImage	*image = NULL, *next;
	VipsArrayDouble	*white = vips_array_double_newv(1, 255.0);

	vt_buf_init(&out, 0);
	*err_r = vt_pyramid_render(p, r, &out);
	if (*err_r == VT_OK) {
		image = media_load_buffer(&out);
		if (vips_image_hasalpha(image)) {
			assert_int_equal(vips_flatten(image, &next, "background", white, NULL), 0);
			g_object_unref(image);
			image = next;
		}
		assert_int_equal(vips_colourspace(image, &next, VIPS_INTERPRETATION_B_W, NULL), 0);
		g_object_unref(image);
		image = next;
	}
	vips_area_unref(VIPS_AREA(white));
	vt_buf_fini(&out);
	return (image);
}

static void
check(struct vt_pyramid *p, const struct vt_render *view)
{
	struct vt_render	 r = *view;
	vt_err			 err, other_err;
	VipsImage		*image = luma(p, &r, &err), *other;
	double			 most, mean;

	r.format = VT_IMAGE_PNG;
	other = luma(p, &r, &other_err);
	assert_int_equal(err, other_err);
	if (err != VT_OK)
		return;
	most = image->Xsize < 16 || image->Ysize < 16 ? MEAN_MAX_SMALL : MEAN_MAX;
	if (image->Xsize != other->Xsize || image->Ysize != other->Ysize ||
	    (mean = media_difference(image, other)) > most)
		fail_msg("%lld,%lld,%lld,%lld to %lld x %lld, mirrored %d, %g degrees, quality %d: "
		    "%d x %d and %d x %d", (long long)r.x, (long long)r.y, (long long)r.w,
		    (long long)r.h, (long long)r.width, (long long)r.height, r.is_mirrored, r.rotation,
		    r.quality, image->Xsize, image->Ysize, other->Xsize, other->Ysize);
	g_object_unref(image);
	g_object_unref(other);
}

static void
by_chance(void **state)
{
	static const int	sizes[][2] = { { 1301, 901 }, { 1024, 768 }, { 65, 67 }, { 130, 2003 },
		{ 2003, 131 }, { 513, 511 }, { 64, 64 }, { 1, 1 }, { 2, 3 }, { 700, 33 } };

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(sizes); i++) {
		struct vt_pyramid	*p = copy_of(sizes[i][0], sizes[i][1]);

		for (int n = 0; n < VIEWS; n++) {
			struct vt_render	view = any_view(sizes[i][0], sizes[i][1]);

			check(p, &view);
		}
		vt_pyramid_unref(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(by_chance) };

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
