/* SPDX-License-Identifier: Apache-2.0 */
/* What the planes lane makes of print, scanned and drawn, beside libvips' lanczos3
 * of the same stored pixels: PSNR and SSIM of luma, and nothing of a grating that is
 * finer than the picture can hold. */
#include "media_test.h"

#include "media/lanes.h"

/* Both sides are made at quality 95, so that the filter is judged and not the
 * encoder.  Ours starts from the nearest level, which was averaged and stored as
 * JPEG, libvips from the finest: from that one ours is 42 dB and more beside it. */
#define PSNR_MIN 34.0
#define SSIM_MIN 0.95
#define FLAT_MAX 3.0	/* standard deviation, of 255, of what should be flat */

#define COLLECTION "../shared/collection/"

static VipsImage *
kept(VipsImage *image)
{
	VipsImage	*copy = vips_image_copy_memory(image);

	assert_non_null(copy);
	g_object_unref(image);
	return (copy);
}

static VipsImage *
luma(VipsImage *image)
{
	VipsImage	*grey;

	assert_int_equal(vips_colourspace(image, &grey, VIPS_INTERPRETATION_B_W, NULL), 0);
	g_object_unref(image);
	return (kept(grey));
}

/* Strokes three pixels wide in cells of 24 x 36, as print at 300 dpi; blurred as a
 * lens does, on paper that is not evenly lit. */
static VipsImage *
drawn(int width, int height)
{
	VipsImage	*image = media_picture(width, height), *blurred;
	uint8_t		*p = (uint8_t *)VIPS_IMAGE_ADDR(image, 0, 0);

	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			int		 in_x = x % 24, in_y = y % 36;
			unsigned	 cell = (unsigned)(x / 24 * 2654435761u + y / 36 * 40503u) >> 7;
			bool		 ink = (cell & 1 && in_x >= 4 && in_x < 7) ||
			    (cell & 2 && in_x >= 15 && in_x < 18) || (cell & 4 && in_y >= 8 && in_y < 11) ||
			    (cell & 8 && in_y >= 16 && in_y < 19) || (cell & 16 && in_y >= 24 && in_y < 27) ||
			    (cell & 32 && abs(in_x - in_y / 2) < 2);
			uint8_t		*px = p + ((size_t)y * (size_t)width + (size_t)x) * 3;

			ink = ink && in_x < 20 && in_y >= 6 && in_y < 29;
			px[0] = (uint8_t)(ink ? 40 : 235 - 30 * x / width);
			px[1] = (uint8_t)(ink ? 35 : 225 - 30 * y / height);
			px[2] = (uint8_t)(ink ? 30 : 205 - 30 * x / width);
		}
	assert_int_equal(vips_gaussblur(image, &blurred, 0.8, NULL), 0);
	g_object_unref(image);
	return (kept(blurred));
}

static struct vt_pyramid *
copy_of(const char *master)
{
	const char		*target = media_path("copy.tif");
	struct vt_pyramid	*p;
	int64_t			 width, height;

	if (vt_media_make_access_copy(master, target, &width, &height) != VT_OK)
		fail_msg("%s", vt_fail_text(VT_E_BADARG));
	assert_int_equal(vt_pyramid_load(target, &p), VT_OK);
	return (p);
}

static VipsImage *
render(struct vt_pyramid *p, const struct vt_render *what)
{
	struct vt_buf	 out;
	VipsImage	*image;

	vt_buf_init(&out, 0);
	assert_int_equal(vt_pyramid_render(p, what, &out), VT_OK);
	image = media_load_buffer(&out);
	vt_buf_fini(&out);
	return (image);
}

/* The same view by libvips, of the finest level's pixels, as a JPEG of quality 95. */
static VipsImage *
by_vips(struct vt_pyramid *p, const struct vt_render *what)
{
	struct vt_render	 part = { .x = what->x, .y = what->y, .w = what->w, .h = what->h,
		.width = what->w, .height = what->h, .format = VT_IMAGE_PNG };
	VipsImage		*whole = render(p, &part), *scaled, *decoded;
	void			*jpeg;
	size_t			 len;

	assert_int_equal(vips_resize(whole, &scaled, (double)what->width / (double)what->w, "vscale",
	    (double)what->height / (double)what->h, "kernel", VIPS_KERNEL_LANCZOS3, NULL), 0);
	g_object_unref(whole);
	assert_int_equal(vips_jpegsave_buffer(scaled, &jpeg, &len, "Q", 95, "subsample_mode",
	    VIPS_FOREIGN_SUBSAMPLE_ON, NULL), 0);
	g_object_unref(scaled);
	assert_int_equal(vips_jpegload_buffer(jpeg, len, &decoded, NULL), 0);
	decoded = kept(decoded);
	g_free(jpeg);
	return (decoded);
}

/* --- two measures ------------------------------------------------------------------ */
static double
psnr(VipsImage *a, VipsImage *b)
{
	const uint8_t	*p = (uint8_t *)VIPS_IMAGE_ADDR(a, 0, 0), *q = (uint8_t *)VIPS_IMAGE_ADDR(b, 0, 0);
	size_t		 len = (size_t)a->Xsize * (size_t)a->Ysize;
	double		 sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += (p[i] - q[i]) * (p[i] - q[i]);
	return (sum == 0 ? 99 : 10 * log10(255.0 * 255 * (double)len / sum));
}

#define WINDOW 8

static double
ssim_at(const uint8_t *p, const uint8_t *q, int pitch)
{
	const double	c1 = 0.01 * 255 * 0.01 * 255, c2 = 0.03 * 255 * 0.03 * 255, n = WINDOW * WINDOW;
	double		a = 0, b = 0, aa = 0, bb = 0, ab = 0;

	for (int y = 0; y < WINDOW; y++)
		for (int x = 0; x < WINDOW; x++) {
			double	u = p[y * pitch + x], v = q[y * pitch + x];

			a += u, b += v, aa += u * u, bb += v * v, ab += u * v;
		}
	a /= n, b /= n, aa = aa / n - a * a, bb = bb / n - b * b, ab = ab / n - a * b;
	return ((2 * a * b + c1) * (2 * ab + c2) / ((a * a + b * b + c1) * (aa + bb + c2)));
}

/* Wang et al. 2004, with a plain window of 8 x 8, every fourth pixel. */
static double
ssim(VipsImage *a, VipsImage *b)
{
	const uint8_t	*p = (uint8_t *)VIPS_IMAGE_ADDR(a, 0, 0), *q = (uint8_t *)VIPS_IMAGE_ADDR(b, 0, 0);
	double		 sum = 0;
	int		 count = 0;

	for (int y = 0; y + WINDOW <= a->Ysize; y += 4)
		for (int x = 0; x + WINDOW <= a->Xsize; x += 4, count++)
			sum += ssim_at(p + y * a->Xsize + x, q + y * a->Xsize + x, a->Xsize);
	return (sum / count);
}

/* --- tests --------------------------------------------------------------------------- */
static void
check(struct vt_pyramid *p, const char *name, const struct vt_render *what)
{
	struct vt_render	 r = *what;
	struct vt_plan		 plan;
	struct vt_buf		 out;
	VipsImage		*got, *wanted;
	double			 db, like;

	r.jpeg_quality = 95;
	vt_buf_init(&out, 0);
	assert_int_equal(vt_plan_make(p->levels, p->level_count, &r, 1 << 30, &plan), VT_OK);
	assert_int_equal(vt_lane_planes(p, &plan, &r, &out), VT_OK);
	got = luma(media_load_buffer(&out));
	vt_buf_fini(&out);
	wanted = luma(by_vips(p, what));
	assert_true(got->Xsize == wanted->Xsize && got->Ysize == wanted->Ysize);
	db = psnr(got, wanted);
	like = ssim(got, wanted);
	print_message("%s, %lld x %lld to %lld x %lld: %.1f dB, SSIM %.4f\n", name, (long long)r.w,
	    (long long)r.h, (long long)r.width, (long long)r.height, db, like);
	if (db < PSNR_MIN || like < SSIM_MIN)
		fail_msg("%s to %lld: %.2f dB, SSIM %.4f", name, (long long)r.width, db, like);
	g_object_unref(got);
	g_object_unref(wanted);
}

/* As overviews, as a part that is read, and as one off every grid. */
static void
check_all(const char *master, const char *name)
{
	struct vt_pyramid	*p = copy_of(master);
	int64_t			 w = p->levels[0].seen.width, h = p->levels[0].seen.height;
	const struct vt_render	 views[] = {
		{ .w = w, .h = h, .width = 1000, .height = h * 1000 / w / 2 * 2 },
		{ .w = w, .h = h, .width = 640, .height = h * 640 / w / 2 * 2 },
		{ .x = w / 4, .y = h / 4, .w = w / 2, .h = h / 2, .width = w / 3, .height = h / 3 },
		{ .x = 37, .y = 53, .w = 900, .h = 700, .width = 800, .height = 622 },
	};

	for (size_t i = 0; i < MEDIA_COUNT(views); i++)
		check(p, name, &views[i]);
	vt_pyramid_unref(&p);
}

static void
drawn_print(void **state)
{
	VipsImage	*image = drawn(1700, 2300);

	(void)state;
	assert_int_equal(vips_pngsave(image, media_path("m.png"), NULL), 0);
	g_object_unref(image);
	check_all(media_path("m.png"), "drawn print");
}

static void
scanned_print(void **state)
{
	static const char *const	files[] = {
		"book-clauren-1815/GT-PAGE/clauren_mimil_1815_0023.jpg",
		"book-kant-1784/OCR-D-IMG/INPUT_0020.tif",
		"map-usgs-hesperia-1902/hesperia-1902.jpg",
	};
	char	path[300];

	(void)state;
	if (access(COLLECTION "README.md", R_OK) != 0) {
		print_message("skipped: ../shared/collection is not here\n");
		skip();
	}
	for (size_t i = 0; i < MEDIA_COUNT(files); i++) {
		(void)snprintf(path, sizeof(path), COLLECTION "%s", files[i]);
		check_all(path, files[i]);
	}
}

/* Bars of a period that the smaller picture cannot hold leave plain grey, whatever
 * level they come from. */
static void
no_aliasing(void **state)
{
	static const double	periods[] = { 2, 2.2, 2.4, 2.6 };

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(periods); i++) {
		VipsImage		*image = media_picture(1600, 1200), *got, *inner;
		uint8_t			*px = (uint8_t *)VIPS_IMAGE_ADDR(image, 0, 0);
		struct vt_render	 what = { .w = 1600, .h = 1200, .jpeg_quality = 95 };
		struct vt_pyramid	*p;
		double			 deviation;

		for (int at = 0; at < 1600 * 1200 * 3; at++)
			px[at] = (uint8_t)(127.5 + 100 * cos(at / 3 % 1600 * 2 * M_PI / periods[i]));
		assert_int_equal(vips_pngsave(image, media_path("m.png"), NULL), 0);
		g_object_unref(image);
		p = copy_of(media_path("m.png"));
		/* Two pixels a period is what it can hold, and a third less is beyond the
		 * slope of three lobes; from the finest level. */
		for (int64_t width = 802; width * periods[i] * 1.5 < 3200; width += 66) {
			what.width = width;
			what.height = width * 3 / 4 / 2 * 2;
			got = luma(render(p, &what));
			inner = media_crop(got, 8, 8, got->Xsize - 16, got->Ysize - 16);
			assert_int_equal(vips_deviate(inner, &deviation, NULL), 0);
			if (deviation > FLAT_MAX)
				fail_msg("period %.1f at %lld of 1600: deviation %.2f", periods[i],
				    (long long)width, deviation);
			g_object_unref(inner);
			g_object_unref(got);
		}
		vt_pyramid_unref(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drawn_print), cmocka_unit_test(scanned_print),
		cmocka_unit_test(no_aliasing),
	};

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
