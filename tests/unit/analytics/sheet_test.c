/* SPDX-License-Identifier: Apache-2.0 */
/* Words in cells of a table that a spreadsheet opens: no formula, no broken line. */
#include "vt_test.h"

#include "sheet.c"

static void
cells(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "Knyga", "Knyga" },
		{ "=1+1", "'=1+1" },
		{ "+370 5 123", "'+370 5 123" },
		{ "-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "\t=1+1", "' =1+1" },
		{ "\r\n =1+1", "'   =1+1" },
		{ "＝1+1", "'＝1+1" },
		{ "＠SUM(A1)", "'＠SUM(A1)" },
		/* Numbers stay numbers, a dash a dash. */
		{ "-12", "-12" },
		{ "+3.5", "+3.5" },
		{ "-3,5", "-3,5" },
		{ "-3.5.1", "'-3.5.1" },
		{ "-1+1", "'-1+1" },
		{ "-.", "'-." },
		{ "-", "-" },
		{ "1=1", "1=1" },
		{ "a\tb\nc\x7f", "a b c " },
		/* A quotation mark opens a field that would go on to the next. */
		{ "\"Aušra\" laikraštis", "\"\"\"Aušra\"\" laikraštis\"" },
		{ "\"=1+1\"", "\"\"\"=1+1\"\"\"" },
		{ "\"a\tb", "\"\"\"a b\"" },
		{ "Laikraštis \"Aušra\"", "Laikraštis \"Aušra\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_buf out;

		vt_buf_init(&out, 0);
		analytics_sheet_cell(&out, vt_str_of(rows[i].in));
		vt_test_str(rows[i].in, vt_buf_get(&out), rows[i].out);
		vt_buf_fini(&out);
	}
}

static void
words(void **state)
{
	struct vt_buf out;

	(void)state;
	vt_buf_init(&out, 0);
	analytics_sheet_words(&out, VT_STR("=a\tb\"c"));
	vt_test_str("words", vt_buf_get(&out), "=a b\"c");
	vt_buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells),
		cmocka_unit_test(words),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
