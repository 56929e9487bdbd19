/* SPDX-License-Identifier: Apache-2.0 */
/* Marks of preview links, and which version of some words stands in for another. */
#include "vt_test.h"

#include "exh_preview.c"
#include "exh_words.c"

#include "exh_request.h"

static const uint8_t	key[32] = { 1, 2, 3 }, other[32] = { 9 };

static void
a_mark_opens_one_exhibition_until_its_end(void **state)
{
	struct vt_arena	*a = vt_arena_new(0);
	struct vt_str	 mark = exh_preview_mark(a, key, VT_STR("utena"), 2000), bad;

	(void)state;
	assert_true(exh_preview_is_good(key, VT_STR("utena"), mark, 1999));
	assert_false(exh_preview_is_good(key, VT_STR("utena"), mark, 2000));
	assert_false(exh_preview_is_good(key, VT_STR("utenos"), mark, 1999));
	assert_false(exh_preview_is_good(other, VT_STR("utena"), mark, 1999));
	assert_false(exh_preview_is_good(key, VT_STR("utena"), VT_STR_NONE, 0));
	assert_false(exh_preview_is_good(key, VT_STR("utena"), VT_STR("3000."), 0));
	assert_false(exh_preview_is_good(key, VT_STR("utena"), VT_STR("."), 0));
	bad = vt_str_printf(a, "3%.*s", VT_STR_ARG(vt_str_sub(mark, 1, mark.len)));
	assert_false(exh_preview_is_good(key, VT_STR("utena"), bad, 0));
	bad = vt_str_printf(a, "0%.*s", VT_STR_ARG(mark));
	assert_false(exh_preview_is_good(key, VT_STR("utena"), bad, 0));
	bad = vt_str_printf(a, "%.*s=", VT_STR_ARG(mark));
	assert_false(exh_preview_is_good(key, VT_STR("utena"), bad, 0));
	for (size_t i = 0; i < mark.len; i++) {
		char *p = vt_str_c(a, mark);

		p[i] = p[i] == 'A' ? 'B' : 'A';
		assert_false(exh_preview_is_good(key, VT_STR("utena"), (struct vt_str){ p, mark.len }, 0));
	}
	vt_arena_free(&a);
}

static void
what_is_next_to_it_stands_in(void **state)
{
	struct exh_words	w = { .in = { [EXH_LT] = VT_STR("lt"), [EXH_EN] = VT_STR("en") } };
	struct exh_words	none = { .line = 1 }, easy = { .in = { [EXH_EASY] = VT_STR("lengvai") } };
	struct exh_passage	p[EXH_VERSIONS] = { [EXH_EN] = { .is_there = true } };
	enum exh_version	given;

	(void)state;
	vt_test_str("easy", exh_words_get(&w, EXH_EASY), "lt");
	assert_string_equal(exh_words_lang(&w, EXH_EASY), "lt");
	vt_test_str("en", exh_words_get(&w, EXH_EN), "en");
	vt_test_str("any", exh_words_get(&easy, EXH_EN), "lengvai");
	assert_string_equal(exh_words_lang(&easy, EXH_EN), "lt");
	assert_int_equal(exh_words_get(&none, EXH_LT).len, 0);
	assert_null(exh_words_lang(&none, EXH_LT));
	assert_ptr_equal(exh_passage_get(p, EXH_EASY, &given), &p[EXH_EN]);
	assert_int_equal(given, EXH_EN);
	p[EXH_EN].is_there = false;
	assert_null(exh_passage_get(p, EXH_EASY, &given));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_opens_one_exhibition_until_its_end),
		cmocka_unit_test(what_is_next_to_it_stands_in),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
