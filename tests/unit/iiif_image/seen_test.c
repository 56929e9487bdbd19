/* SPDX-License-Identifier: Apache-2.0 */
/* A smaller image that stands for one which is not shown as it is. */
#include "iiif_image_test.h"

#include <stdio.h>

#include "canonical.c"
#include "params.c"
#include "seen.c"
#include "view.c"

static struct iiif_image_known	known;

static void
see(const struct iiif_image_levels *levels, int64_t side, struct iiif_image_seen *seen_r)
{
	known = (struct iiif_image_known){ .levels = *levels };
	known.image.version = VT_STR("v1");
	iiif_image_see(&known, &usual, side, seen_r);
}

static void
as_it_is(void **state)
{
	struct iiif_image_seen	seen;
	struct iiif_image_view	v;
	struct vt_render	what;

	(void)state;
	for (int64_t side = 0; side <= 3000; side += 3000) {
		see(&wide, side, &seen);
		assert_ptr_equal(seen.levels.items, wide.items);
		assert_int_equal(seen.side, 0);
		assert_int_equal(ask(IIIF_IMAGE_3, &seen.conf, &seen.levels,
		    "37,53,902,700/451,/0/default.jpg", &v), VT_OK);
		what = iiif_image_what(&seen, &v);
		assert_int_equal(what.x, 37);
		assert_int_equal(what.y, 53);
		assert_int_equal(what.w, 902);
		assert_int_equal(what.h, 700);
	}
}

static void
smaller(void **state)
{
	static const struct {
		const char	*path;
		int64_t		 x, y, w, h, width, height;	/* of the image; made */
	} rows[] = {
		{ "full/max/0/default.jpg", 0, 0, 3000, 2001, 800, 534 },
		{ "full/!400,400/0/default.jpg", 0, 0, 3000, 2001, 400, 267 },
		{ "400,0,400,534/max/0/default.jpg", 1500, 0, 1500, 2001, 400, 534 },
		{ "799,533,9,9/max/0/default.jpg", 2996, 1997, 4, 4, 1, 1 },
		{ "0,0,8,8/^max/0/default.jpg", 0, 0, 30, 30, 8, 8 },
	};
	struct iiif_image_seen	seen;

	(void)state;
	see(&wide, 800, &seen);
	assert_int_equal(seen.levels.count, 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iiif_image_view	v;
		struct iiif_image_tile	tile;
		struct vt_render	what;

		if (ask(IIIF_IMAGE_3, &seen.conf, &seen.levels, rows[i].path, &v) != VT_OK)
			fail_msg("%s is refused", rows[i].path);
		assert_false(iiif_image_stored_tile(&seen.levels, &v, &tile));
		what = iiif_image_what(&seen, &v);
		if (what.x != rows[i].x || what.y != rows[i].y || what.w != rows[i].w ||
		    what.h != rows[i].h || what.width != rows[i].width ||
		    what.height != rows[i].height)
			fail_msg("%s: %lld,%lld,%lld,%lld to %lld x %lld", rows[i].path,
			    (long long)what.x, (long long)what.y, (long long)what.w,
			    (long long)what.h, (long long)what.width, (long long)what.height);
	}
}

/* Whatever is asked for lies inside the image, and nothing is finer than allowed
 * by more than a pixel's rounding: nothing is enlarged, either. */
static void
no_region_shows_more(void **state)
{
	static const int64_t	sides[] = { 1, 7, 100, 511, 800, 2999 };

	(void)state;
	for (size_t i = 0; i < COUNT(sides); i++)
		for (int64_t at = 0; at < sides[i]; at += 1 + sides[i] / 50) {
			struct iiif_image_seen	seen;
			struct iiif_image_view	v;
			struct vt_render	what;
			char			path[80];

			see(&wide, sides[i], &seen);
			(void)snprintf(path, sizeof(path), "%lld,0,7,7/max/0/default.jpg", (long long)at);
			assert_int_equal(ask(IIIF_IMAGE_3, &seen.conf, &seen.levels, path, &v), VT_OK);
			what = iiif_image_what(&seen, &v);
			assert_true(what.w > 0 && what.h > 0 && what.x >= 0 && what.x + what.w <= 3000);
			assert_true((what.w + 1) * sides[i] >= what.width * 3000);
			(void)snprintf(path, sizeof(path), "%lld,0,7,7/^8,/0/default.jpg", (long long)at);
			assert_int_equal(ask(IIIF_IMAGE_3, &seen.conf, &seen.levels, path, &v), VT_E_UNSUPPORTED);
		}
}

static void
limits(void **state)
{
	struct iiif_image_seen	seen;
	struct iiif_image_view	v;

	(void)state;
	see(&wide, 800, &seen);
	assert_int_equal(seen.conf.max_width, 800);
	assert_int_equal(seen.conf.max_height, 800);
	assert_int_equal(seen.conf.max_area, usual.max_area);
	known = (struct iiif_image_known){ .levels = wide };
	for (int64_t high = 0; high <= 300; high += 300) {
		struct iiif_image_conf	conf = { .max_width = 1000, .max_height = high,
			.max_area = 40000000, .upscaling = true };

		iiif_image_see(&known, &conf, 800, &seen);
		assert_int_equal(seen.conf.max_width, 800);
		assert_int_equal(seen.conf.max_height, high == 0 ? 800 : 300);
		assert_int_equal(ask(IIIF_IMAGE_3, &seen.conf, &seen.levels,
		    "full/^801,/0/default.jpg", &v), VT_E_UNSUPPORTED);
	}
	see(&thin, 50, &seen);
	assert_int_equal(seen.small.width, 50);
	assert_int_equal(seen.small.height, 1);
}

/* The same words mean another picture: another validator. */
static void
validators(void **state)
{
	struct iiif_image_seen	seen;
	struct iiif_image_view	v;
	struct vt_buf		one, other;

	(void)state;
	vt_buf_init(&one, 0);
	vt_buf_init(&other, 0);
	see(&wide, 0, &seen);
	assert_int_equal(ask(IIIF_IMAGE_3, &seen.conf, &seen.levels,
	    "0,0,400,300/max/0/default.jpg", &v), VT_OK);
	iiif_image_etag(&seen, &v, &one);
	see(&wide, 800, &seen);
	assert_int_equal(ask(IIIF_IMAGE_3, &seen.conf, &seen.levels,
	    "0,0,400,300/max/0/default.jpg", &v), VT_OK);
	iiif_image_etag(&seen, &v, &other);
	assert_false(vt_str_eq(vt_buf_get(&one), vt_buf_get(&other)));
	vt_buf_fini(&one);
	vt_buf_fini(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_it_is), cmocka_unit_test(smaller),
		cmocka_unit_test(no_region_shows_more), cmocka_unit_test(limits),
		cmocka_unit_test(validators),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
