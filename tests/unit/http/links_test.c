/* SPDX-License-Identifier: Apache-2.0 */
/* Links between plugins: filled, encoded, or not there. */
#include "http/links.h"

#include "vt_test.h"

static void
patterns_are_filled(void **state)
{
	static const struct {
		const char *pattern, *values[3], *filled; /* NULL: too few values */
	} cases[] = {
		{ "/search", { NULL }, "/search" },
		{ "/objects/{id}", { "VILN-1" }, "/objects/VILN-1" },
		{ "/objects/{id}", { "a/b c?" }, "/objects/a%2Fb%20c%3F" },
		{ "/objects/{id}", { "Žmogus" }, "/objects/%C5%BDmogus" },
		{ "/p/{id}/canvas/{n}", { "x", "3" }, "/p/x/canvas/3" },
		{ "/p/{id}/canvas/{n}", { "x" }, NULL },
		{ "/p/{id}/x", { "a", "unused" }, "/p/a/x" },
		{ "/files/{name...}", { "a/b c/d" }, "/files/a/b%20c/d" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_str values[3];
		size_t count = 0;
		struct vt_buf out;

		for (; count < 3 && cases[i].values[count] != NULL; count++)
			values[count] = vt_str_of(cases[i].values[count]);
		vt_buf_init(&out, 0);
		assert_int_equal(vt_links_fill(cases[i].pattern, values, count, &out),
				 cases[i].filled != NULL);
		if (cases[i].filled != NULL)
			vt_test_str(cases[i].pattern, vt_buf_get(&out), cases[i].filled);
		vt_buf_fini(&out);
	}
}

static void
names_are_offered_once(void **state)
{
	static const struct vt_link one = { "a.thing", "/a/{id}" }, bad = { "b.thing", "b" };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_links *links;

	(void)state;
	assert_int_equal(vt_links_new(a, &links), VT_OK);
	assert_int_equal(vt_links_add(links, "first", &one), VT_OK);
	assert_string_equal(vt_links_pattern(links, "a.thing"), "/a/{id}");
	assert_null(vt_links_pattern(links, "a.other"));
	assert_string_equal(vt_links_name(links, "a.", 0), "a.thing");
	assert_null(vt_links_name(links, "a.", 1));
	assert_null(vt_links_name(links, "b.", 0));
	assert_int_equal(vt_links_add(links, "second", &one), VT_E_CONFLICT);
	vt_test_has(vt_fail_text(VT_E_CONFLICT), "first");
	vt_test_has(vt_fail_text(VT_E_CONFLICT), "second");
	assert_int_equal(vt_links_add(links, "second", &bad), VT_E_BADARG);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_are_filled),
		cmocka_unit_test(names_are_offered_once),
	};

	return (cmocka_run_group_tests_name("links", tests, NULL, NULL));
}
