/* SPDX-License-Identifier: Apache-2.0 */
/* Scaling: flat stays flat, fine patterns turn grey, nothing shifts. */
#include "media_test.h"

#include "media/resample.h"

/* Scales a picture of size bytes; the window in its pixels. */
static struct vt_pixels
scale(const uint8_t *p, int64_t pitch, struct vt_resample_span across,
    struct vt_resample_span down, int bands)
{
	struct vt_resample_window	 w;
	struct vt_resampler		*r;
	struct vt_pixels		 out;

	assert_int_equal(vt_pixels_new(across.length, down.length, bands, &out), VT_OK);
	memset(out.p, 0x5a, out.pitch * (size_t)out.height);
	assert_int_equal(vt_resampler_new(&across, &down, &out, &r), VT_OK);
	w = vt_resampler_window(r);
	assert_true(w.x >= across.first && w.x_end <= across.end);
	assert_true(w.y >= down.first && w.y_end <= down.end);
	for (int64_t y = w.y; y < w.y_end; y++)
		vt_resampler_row(r, p + y * pitch + w.x * bands);
	vt_resampler_free(&r);
	return (out);
}

static struct vt_resample_span
whole(int64_t size, int64_t length)
{
	return ((struct vt_resample_span){ 0, (double)size, 0, size, length });
}

static void
flat(void **state)
{
	static const struct {
		int64_t	w, h, width, height;
	} sizes[] = {
		{ 64, 64, 64, 64 }, { 64, 64, 33, 17 }, { 64, 64, 1, 1 }, { 64, 64, 200, 300 },
		{ 1, 1, 50, 50 }, { 500, 3, 7, 3 }, { 3, 500, 3, 7 }, { 3, 997, 3, 1 },
		{ 997, 3, 1, 3 }, { 5, 5, 4, 6 },
	};

	(void)state;
	for (int bands = 1; bands <= 3; bands += 2)
		for (size_t i = 0; i < MEDIA_COUNT(sizes); i++) {
			size_t			 pitch = (size_t)(sizes[i].w * bands);
			uint8_t			*p = malloc(pitch * (size_t)sizes[i].h);
			struct vt_pixels	 out;

			assert_non_null(p);
			memset(p, 200, pitch * (size_t)sizes[i].h);
			out = scale(p, (int64_t)pitch, whole(sizes[i].w, sizes[i].width),
			    whole(sizes[i].h, sizes[i].height), bands);
			for (size_t k = 0; k < out.pitch * (size_t)out.height; k++)
				if (out.p[k] != 200)
					fail_msg("row %zu, %d bands: %d", i, bands, out.p[k]);
			vt_pixels_free(&out);
			free(p);
		}
}

/* A pattern of single pixels, reduced: grey everywhere, no moiré. */
static void
no_aliasing(void **state)
{
	static uint8_t		p[400 * 400];
	static const int64_t	lengths[] = { 160, 133, 40, 7 };

	(void)state;
	for (int i = 0; i < 400 * 400; i++)
		p[i] = (i % 400 + i / 400) % 2 == 0 ? 0 : 255;
	for (size_t i = 0; i < MEDIA_COUNT(lengths); i++) {
		struct vt_pixels	out = scale(p, 400, whole(400, lengths[i]),
		    whole(400, lengths[i]), 1);

		for (int64_t y = 1; y + 1 < lengths[i]; y++)
			for (int64_t x = 1; x + 1 < lengths[i]; x++)
				if (abs(vt_pixels_row(&out, y)[x] - 128) > 8)
					fail_msg("%lld: %d at %lld, %lld", (long long)lengths[i],
					    vt_pixels_row(&out, y)[x], (long long)x, (long long)y);
		vt_pixels_free(&out);
	}
}

/* On a slope, a shift would be a difference in brightness. */
static void
no_shift(void **state)
{
	static uint8_t	p[256 * 256];
	static const struct {
		double	from, extent;
		int64_t	first, end, length;
	} windows[] = {
		{ 0, 256, 0, 256, 128 }, { 0, 256, 0, 256, 100 }, { 10, 100, 10, 110, 37 },
		{ 10.5, 100, 10, 111, 100 }, { 10.25, 50, 10, 61, 200 }, { 100, 20, 100, 120, 200 },
	};

	(void)state;
	for (int i = 0; i < 256 * 256; i++)
		p[i] = (uint8_t)(i % 256);
	for (size_t i = 0; i < MEDIA_COUNT(windows); i++) {
		struct vt_resample_span	across = { windows[i].from, windows[i].extent,
			windows[i].first, windows[i].end, windows[i].length };
		struct vt_pixels	out = scale(p, 256, across, whole(256, 9), 1);
		double			step = windows[i].extent / (double)windows[i].length;
		int64_t			margin = (int64_t)(3 / step) + 4;

		for (int64_t x = margin; x < windows[i].length - margin; x++) {
			double	wanted = windows[i].from + ((double)x + 0.5) * step - 0.5;

			if (fabs(vt_pixels_row(&out, 4)[x] - wanted) > 1)
				fail_msg("window %zu: %d instead of %.2f", i,
				    vt_pixels_row(&out, 4)[x], wanted);
		}
		vt_pixels_free(&out);
	}
}

/* Colours stay in their bands. */
static void
bands(void **state)
{
	static uint8_t		p[90 * 90 * 3];
	struct vt_pixels	out;

	(void)state;
	for (size_t i = 0; i < sizeof(p); i++)
		p[i] = (uint8_t)(10 + 100 * (i % 3));
	out = scale(p, 90 * 3, whole(90, 41), whole(90, 13), 3);
	for (size_t i = 0; i < out.pitch * 13; i++)
		assert_int_equal(out.p[i], 10 + 100 * (i % 3));
	vt_pixels_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flat), cmocka_unit_test(no_aliasing),
		cmocka_unit_test(no_shift), cmocka_unit_test(bands),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
