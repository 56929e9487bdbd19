/* SPDX-License-Identifier: Apache-2.0 */
/* The outline behind maps: what is read, and what of it is drawn. */
#include "vt_test.h"

#include "api/outline.h"

static struct vt_outline_point	points[64];
static struct vt_outline	o = { .points = points };

static const char *
path(const struct vt_outline_view *v)
{
	static char	text[4096];
	struct vt_buf	out;

	vt_buf_init(&out, 0);
	vt_outline_path(&o, v, &out);
	assert_true(out.len < sizeof(text));
	(void)snprintf(text, sizeof(text), "%.*s", (int)out.len, out.len > 0 ? out.p : "");
	vt_buf_fini(&out);
	return (text);
}

static void
draws(void **state)
{
	/* A square of 10 degrees with a notch at its east, and an island far off. */
	static const char		json[] = "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[0,10],[10,10],"
					    "[9,9],[10,8],[9,7],[10,6],[10,0],[0,0]]],[[[50,50],[51,50],[51,51],[50,50]]]]}";
	const struct vt_outline_view	whole = { -1, 11, 10, 1, 120, 120 };
	const struct vt_outline_view	west = { -1, 11, 10, 1, 60, 120 };
	const struct vt_outline_view	inside = { 4, 6, 100, 1, 200, 200 };
	const struct vt_outline_view	away = { -20, 11, 10, 1, 100, 120 };

	(void)state;
	assert_int_equal(vt_outline_parse(vt_str_of(json), &o), VT_OK);
	assert_int_equal(o.count, 13);
	assert_true(o.west == 0 && o.east == 51 && o.south == 0 && o.north == 51);
	assert_string_equal(path(&whole), "M10,110L10,10L110,10L100,20L110,30L100,40L110,50L110,110L10,110");
	/* The notch lies to the right of what is drawn: one line stands for it. */
	assert_string_equal(path(&west), "M10,110L10,10L110,10L110,110L10,110");
	/* All round it: the land fills what is drawn, whatever its border does outside. */
	assert_string_equal(path(&inside), "M-400,600L-400,-400L500,-100L600,600L-400,600");
	assert_string_equal(path(&away), "");
	assert_true(vt_outline_is_near(&o, &inside) && !vt_outline_is_near(&o, &away));
}

static void
refuses(void **state)
{
	static const char *const	bad[] = { "", "{}", "{\"coordinates\":[[0]]}", "{\"coordinates\":[[1,2],[3",
		"{\"coordinates\":[[200,2],[1,2]]}", "{\"coordinates\":[[[[[[[[[[1,2]]]]]]]]]]}", "{\"coordinates\":[[1,2]]}" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(vt_outline_parse(vt_str_of(bad[i]), &o), VT_E_BADARG);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = { cmocka_unit_test(draws), cmocka_unit_test(refuses) };

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
