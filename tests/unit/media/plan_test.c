/* SPDX-License-Identifier: Apache-2.0 */
/* Which level, which tiles, which window: by table. */
#include "media_test.h"

#include "media/plan.h"

/* A picture of 3001 x 2001 in tiles of 512, as we write it: 3001, 1501, 751, 376. */
static struct vt_pyramid_level	levels[4];

static int
levels_make(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		int64_t	half = (1 << i) - 1;

		levels[i] = (struct vt_pyramid_level){
			.seen = { (3001 + half) >> i, (2001 + half) >> i, 512, 512, true, 3 },
			.scale_x = 1 << i, .scale_y = 1 << i,
		};
		levels[i].across = (levels[i].seen.width + 511) / 512;
		levels[i].down = (levels[i].seen.height + 511) / 512;
	}
	return (0);
}

struct row {
	const char	*name;
	int64_t		 x, y, w, h, width, height;
	/* wanted */
	size_t		 level;
	int64_t		 column, columns, row, rows;
	bool		 is_copy;
};

static const struct row rows[] = {
	{ "all of it, full size", 0, 0, 3001, 2001, 3001, 2001, 0, 0, 6, 0, 4, true },
	{ "each level as it is", 0, 0, 3001, 2001, 1501, 1001, 1, 0, 3, 0, 2, true },
	{ "the smallest level", 0, 0, 3001, 2001, 376, 251, 3, 0, 1, 0, 1, true },
	{ "smaller than all", 0, 0, 3001, 2001, 100, 67, 3, 0, 1, 0, 1, false },
	{ "a little more than a level", 0, 0, 3001, 2001, 1502, 1002, 0, 0, 6, 0, 4, false },
	{ "a little less", 0, 0, 3001, 2001, 1500, 1000, 1, 0, 3, 0, 2, false },
	{ "a whole tile", 512, 512, 512, 512, 512, 512, 0, 1, 1, 1, 1, true },
	{ "a tile at half the size", 1024, 0, 1024, 1024, 512, 512, 1, 1, 1, 0, 1, true },
	{ "the edge tile that viewers ask for", 2048, 1024, 953, 977, 477, 489, 1, 2, 1, 1, 1, true },
	{ "across four tiles", 300, 300, 512, 512, 512, 512, 0, 0, 2, 0, 2, true },
	{ "between pixels of a level", 301, 301, 512, 512, 256, 256, 1, 0, 1, 0, 1, false },
	{ "one pixel, the last", 3000, 2000, 1, 1, 1, 1, 0, 5, 1, 3, 1, true },
	{ "a sliver at the edge, an eighth", 3000, 0, 1, 1024, 1, 128, 3, 0, 1, 0, 1, true },
	{ "three pixels as two", 8, 8, 3, 3, 2, 2, 0, 0, 1, 0, 1, false },
	{ "enlarged", 10, 10, 20, 20, 200, 200, 0, 0, 1, 0, 1, false },
	{ "squeezed: the finer direction decides", 0, 0, 3001, 2001, 3001, 10, 0, 0, 6, 0, 4, false },
	{ "a strip", 0, 511, 3001, 2, 3001, 2, 0, 0, 6, 0, 2, true },
};

static void
by_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++) {
		const struct row	*r = &rows[i];
		struct vt_render	 what = { .x = r->x, .y = r->y, .w = r->w, .h = r->h,
			.width = r->width, .height = r->height };
		struct vt_plan		 p;

		assert_int_equal(vt_plan_make(levels, 4, &what, 1 << 30, &p), VT_OK);
		if (p.level != r->level || p.column != r->column || p.columns != r->columns ||
		    p.row != r->row || p.rows != r->rows || p.is_copy != r->is_copy)
			fail_msg("%s: level %zu, columns %lld+%lld, rows %lld+%lld, copy %d",
			    r->name, p.level, (long long)p.column, (long long)p.columns,
			    (long long)p.row, (long long)p.rows, p.is_copy);
		/* What is read lies within the tiles, and within the level. */
		assert_true(p.left >= p.column * 512 && p.right <= (p.column + p.columns) * 512);
		assert_true(p.top >= p.row * 512 && p.bottom <= (p.row + p.rows) * 512);
		assert_true(p.right <= levels[p.level].seen.width);
		assert_true(p.bottom <= levels[p.level].seen.height);
	}
}

/* Levels of another maker, rounded down. */
static void
other_scales(void **state)
{
	struct vt_pyramid_level	other[2] = {
		{ .seen = { 1971, 2359, 128, 128, true, 3 }, .scale_x = 1, .scale_y = 1 },
		{ .seen = { 985, 1179, 128, 128, true, 3 }, .scale_x = 1971 / 985.0,
		  .scale_y = 2359 / 1179.0 },
	};
	struct vt_render	what = { .w = 1971, .h = 2359, .width = 985, .height = 1179 };
	struct vt_plan		p;

	(void)state;
	assert_int_equal(vt_plan_make(other, 2, &what, 1 << 30, &p), VT_OK);
	assert_true(p.level == 1 && p.is_copy);
	what.width = 986;
	assert_int_equal(vt_plan_make(other, 2, &what, 1 << 30, &p), VT_OK);
	assert_int_equal(p.level, 0);
}

static void
limits(void **state)
{
	static const struct {
		int64_t	w, h, width, height, limit;
		double	rotation;
		vt_err	err;
	} asked[] = {
		{ 3001, 2001, 3001, 2001, 6005001, 0, VT_OK },
		{ 3001, 2001, 3001, 2001, 6005000, 0, VT_E_TOOLARGE },
		{ 512, 512, 1000, 1000, 1000000, 0, VT_OK },
		{ 512, 512, 1000, 1001, 1000000, 0, VT_E_TOOLARGE },
		{ 512, 512, 1000, 1000, 1999999, 45, VT_E_TOOLARGE },
		{ 512, 512, INT32_MAX, INT32_MAX, 1000000, 0, VT_E_TOOLARGE },
		{ 512, 512, INT64_C(1) << 40, INT64_C(1) << 40, 1000000, 0, VT_E_TOOLARGE },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(asked); i++) {
		struct vt_render	what = { .w = asked[i].w, .h = asked[i].h,
			.width = asked[i].width, .height = asked[i].height,
			.rotation = asked[i].rotation };
		struct vt_plan		p;

		if (vt_plan_make(levels, 4, &what, asked[i].limit, &p) != asked[i].err)
			fail_msg("row %zu", i);
	}
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "media.render_pixels_max");
}

/* A map of 12000 x 9000, and a limit just as large as the picture that is asked for:
 * it comes from the level above, however many tiles of that it takes.  What is
 * squeezed takes a coarser level rather than be refused. */
static void
large(void **state)
{
	static const struct {
		int64_t	width, height, limit;
		size_t	level;
	} asked[] = {
		{ 7302, 5477, INT64_C(7302) * 5477, 0 },
		{ 6001, 4501, INT64_C(6001) * 4501, 0 },
		{ 6000, 4500, 27000000, 1 },
		{ 12000, 9000, 108000000, 0 },
		{ 12000, 10, 27000000, 0 },
		{ 12000, 10, 26999999, 1 },
		{ 12000, 10, 1000000, 3 },
	};
	struct vt_pyramid_level	map[6];

	(void)state;
	for (int i = 0; i < 6; i++) {
		int64_t	half = (1 << i) - 1;

		map[i] = (struct vt_pyramid_level){
			.seen = { (12000 + half) >> i, (9000 + half) >> i, 512, 512, true, 3 },
			.scale_x = 1 << i, .scale_y = 1 << i,
		};
	}
	for (size_t i = 0; i < MEDIA_COUNT(asked); i++) {
		struct vt_render	what = { .w = 12000, .h = 9000, .width = asked[i].width,
			.height = asked[i].height };
		struct vt_plan		p;

		if (vt_plan_make(map, 6, &what, asked[i].limit, &p) != VT_OK)
			fail_msg("row %zu: %s", i, vt_fail_text(VT_E_TOOLARGE));
		if (p.level != asked[i].level)
			fail_msg("row %zu: level %zu", i, p.level);
	}
	/* Of a single level no coarser one is there to take. */
	struct vt_render	what = { .w = 12000, .h = 9000, .width = 100, .height = 75 };
	struct vt_plan		p;

	assert_int_equal(vt_plan_make(map, 1, &what, 26999999, &p), VT_E_TOOLARGE);
	assert_int_equal(vt_plan_make(map, 1, &what, 27000000, &p), VT_OK);
}

/* A part of one tile may be cut on its coefficients, and they are of the whole tile:
 * TurboJPEG was seen to take 121 MB for one of 4096 x 4096. */
static void
transforms(void **state)
{
	struct vt_pyramid_level	one = { .seen = { 4096, 4096, 4096, 4096, true, 3 },
		.scale_x = 1, .scale_y = 1, .across = 1, .down = 1 };
	struct vt_render	what = { .w = 16, .h = 16, .width = 16, .height = 16,
		.quality = VT_IMAGE_GRAY };
	struct vt_plan		p;

	(void)state;
	assert_int_equal(vt_plan_make(&one, 1, &what, 1 << 30, &p), VT_OK);
	assert_true(vt_plan_bytes(&one, &p, &what) >= INT64_C(121) << 20);
}

static void
turned(void **state)
{
	static const struct {
		int64_t	width, height;
		double	degrees;
		int64_t	out_width, out_height;
	} sizes[] = {
		{ 300, 200, 0, 300, 200 }, { 300, 200, 90, 200, 300 }, { 300, 200, 180, 300, 200 },
		{ 300, 200, 270, 200, 300 }, { 100, 100, 45, 142, 142 },
		{ 300, 200, 22.5, 354, 300 }, { 300, 200, 359.999, 301, 201 }, { 1, 1, 45, 2, 2 },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(sizes); i++) {
		int64_t	width, height;

		vt_plan_turned(sizes[i].width, sizes[i].height, sizes[i].degrees, &width, &height);
		if (width != sizes[i].out_width || height != sizes[i].out_height)
			fail_msg("%g degrees: %lld x %lld", sizes[i].degrees, (long long)width,
			    (long long)height);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_table), cmocka_unit_test(other_scales),
		cmocka_unit_test(limits), cmocka_unit_test(large), cmocka_unit_test(turned),
		cmocka_unit_test(transforms),
	};

	return (cmocka_run_group_tests(tests, levels_make, NULL));
}
