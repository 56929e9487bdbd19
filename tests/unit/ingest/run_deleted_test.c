/* SPDX-License-Identifier: Apache-2.0 */
/* Whose an identifier stays when its object is withdrawn, and what becomes of records
 * that an OAI answer calls deleted. */
#include "run_help.h"

#define HOLDER(code) "institution: {code: " code ", name: {lt: Biblioteka " code "}}\n"

/* What was withdrawn stays its institution's, which may bring it back from anywhere. */
static void
a_tombstone_is_not_anothers(void **state)
{
	struct result r;

	(void)state;
	fill();
	help_write("one/package.yaml", HOLDER("LT-A") "withdrawn: [x-1]\n");
	help_write("one/t.csv", "identifier,title\nx-1,Pirmas\n");
	r = INGEST("one");
	expect(&r, 0, 0, 0, 1, 0);
	assert_int_equal(vt_temp_remove(help_path("one")), VT_OK);
	help_write("two/package.yaml", HOLDER("LT-B"));
	help_write("two/t.csv", "identifier,title\nx-1,Visai kitas\n");
	r = INGEST("two");
	expect(&r, 0, 0, 0, 0, 1);
	vt_test_has(r.text, "the identifier \"x-1\" was given to an object of LT-A, which is "
			    "withdrawn; give this one another");
	assert_false(is_alive("x-1"));
	r = INGEST("two");
	expect(&r, 0, 0, 0, 0, 1);
	help_write("two/package.yaml", HOLDER("LT-A"));
	r = INGEST("two");
	expect(&r, 1, 0, 0, 0, 0);
	assert_true(is_alive("x-1"));
	assert_int_equal(vt_temp_remove(help_path("two")), VT_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tombstone_is_not_anothers),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
