/* SPDX-License-Identifier: Apache-2.0 */
/* When a client's copy will do. */
#include "http/fields/conditional.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define T  1792255619 /* Sat, 17 Oct 2026 16:46:59 GMT */
#define AT "Sat, 17 Oct 2026 16:46:59 GMT"

static void
copies_that_will_do(void **state)
{
	static const struct {
		const char *if_none_match, *if_modified_since, *etag;
		int64_t modified;
		bool is_fresh;
	} cases[] = {
		{ "", "", "\"a\"", T, false },
		{ "\"a\"", "", "\"a\"", 0, true },
		{ "W/\"a\"", "", "\"a\"", 0, true },
		{ "\"b\"", "", "\"a\"", 0, false },
		{ "\"b\", \"a\"", "", "\"a\"", 0, true },
		{ "\"b\",W/\"a\"", "", "\"a\"", 0, true },
		{ ",, \"b\" , \"a\",", "", "\"a\"", 0, true },
		{ "\"x,y\", \"a\"", "", "\"x,y\"", 0, true },
		{ "*", "", "\"a\"", 0, true },
		{ "a", "", "\"a\"", 0, false },
		{ "\"a", "", "\"a\"", 0, false },
		{ "\"", "", "\"\"", 0, false },
		{ "\"a\"", "", "", 0, false },
		{ "\"a-gz\"", "", "\"a\"", 0, false },
		{ "", AT, "\"a\"", T, true },
		{ "", AT, "\"a\"", T - 1, true },
		{ "", AT, "\"a\"", T + 1, false },
		{ "", AT, "\"a\"", 0, false },
		{ "", "yesterday", "\"a\"", T, false },
		/* The tag decides alone. */
		{ "\"b\"", AT, "\"a\"", T, false },
		{ "\"a\"", AT, "\"a\"", T + 1, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (vt_conditional_is_fresh(
			vt_str_of(cases[i].if_none_match), vt_str_of(cases[i].if_modified_since),
			vt_str_of(cases[i].etag), cases[i].modified) != cases[i].is_fresh)
			fail_msg("case %zu: %s %s", i, cases[i].if_none_match,
				 cases[i].if_modified_since);
}

static void
just_what_is_known(void **state)
{
	static const struct {
		const char *if_match, *etag;
		bool holds;
	} cases[] = {
		{ "", "\"a\"", true },	      { "\"a\"", "\"a\"", true },
		{ "\"b\", \"a\"", "\"a\"", true }, { "*", "\"a\"", true },
		{ "*", "", true },	      { "\"b\"", "\"a\"", false },
		{ "W/\"a\"", "\"a\"", false },  { "W/\"a\", \"a\"", "\"a\"", true },
		{ "\"a\"", "W/\"a\"", false },  { "\"a-gz\"", "\"a\"", false },
		{ "\"a\"", "", false },	      { "a", "\"a\"", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (vt_conditional_holds(vt_str_of(cases[i].if_match), VT_STR_NONE,
					 vt_str_of(cases[i].etag), 0) != cases[i].holds)
			fail_msg("case %zu: %s", i, cases[i].if_match);
}

/* If-Unmodified-Since (13.1.4) is asked only where there is no If-Match. */
static void
just_as_old_as_is_known(void **state)
{
	static const char then[] = "Sat, 17 Oct 2026 16:46:59 GMT";
	static const struct {
		const char *if_match, *since;
		int64_t modified;
		bool holds;
	} cases[] = {
		{ "", then, 1792255619, true },
		{ "", then, 1792255620, false },
		{ "", then, 1792255618, true },
		{ "", then, 0, true },
		{ "", "yesterday", 1792255620, true },
		{ "", "", 1792255620, true },
		{ "\"a\"", then, 1792255620, true },
		{ "\"b\"", then, 1792255618, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (vt_conditional_holds(vt_str_of(cases[i].if_match), vt_str_of(cases[i].since),
					 VT_STR("\"a\""), cases[i].modified) != cases[i].holds)
			fail_msg("case %zu: %s %s", i, cases[i].if_match, cases[i].since);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_that_will_do),
		cmocka_unit_test(just_what_is_known),
		cmocka_unit_test(just_as_old_as_is_known),
	};

	return (cmocka_run_group_tests_name("conditional", tests, NULL, NULL));
}
