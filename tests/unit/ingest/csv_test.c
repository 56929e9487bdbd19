/* SPDX-License-Identifier: Apache-2.0 */
/* Tables as text: which delimiter, quoting, newlines in cells, line numbers. */
#include "vt_test.h"

#include "ingest/folder/csv.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Rows as text: cells between <>, rows ended by |, "line:" before each. */
static void
show(struct vt_str bytes, char *out, size_t size)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_csv csv;
	struct vt_csv_row row;
	vt_err err;
	size_t n = 0;

	vt_csv_init(&csv, bytes, 0);
	while ((err = vt_csv_next(&csv, a, &row)) == VT_OK) {
		n += (size_t)snprintf(out + n, size - n, "%lld:", (long long)row.line);
		for (size_t i = 0; i < row.count; i++)
			n += (size_t)snprintf(out + n, size - n, "<%.*s>", VT_STR_ARG(row.cells[i]));
		n += (size_t)snprintf(out + n, size - n, "|");
	}
	if (err != VT_E_END)
		(void)snprintf(out + n, size - n, "!%s", vt_fail_text(err));
	vt_arena_free(&a);
}

struct row {
	const char *name, *bytes, *want;
};

static const struct row rows[] = {
	{ "commas", "a,b\nc,d\n", "1:<a><b>|2:<c><d>|" },
	{ "semicolons", "a;b,c;d\n1;2;3", "1:<a><b,c><d>|2:<1><2><3>|" },
	{ "tabs", "a\tb;c\n", "1:<a><b;c>|" },
	{ "byte order mark", "\xEF\xBB\xBF" "a;b\r\n1;2\r\n", "1:<a><b>|2:<1><2>|" },
	{ "Excel's sep", "sep=;\r\na,x;b\r\n", "2:<a,x><b>|" },
	{ "a delimiter in quotes does not count", "\"a,b,c\";d\n", "1:<a,b,c><d>|" },
	{ "quotes in quotes", "a,\"say \"\"yes\"\"\"\n", "1:<a><say \"yes\">|" },
	{ "newline in a cell", "a,\"b\nc\"\nd,e\n", "1:<a><b\nc>|3:<d><e>|" },
	{ "CRLF in a cell", "a,\"b\r\nc\"\r\nd,e\r\n", "1:<a><b\r\nc>|3:<d><e>|" },
	{ "old Macintosh", "a,b\rc,d\r", "1:<a><b>|2:<c><d>|" },
	{ "empty lines", "a,b\n\n,,\nc,d\n\n", "1:<a><b>|4:<c><d>|" },
	{ "empty cells", ",a,\n", "1:<><a><>|" },
	{ "white space around", " a , b \n", "1:<a><b>|" },
	{ "text behind a quote", "\"a\"b,c\n", "1:<ab><c>|" },
	{ "a quote inside a plain cell", "a\"b,c\n", "1:<a\"b><c>|" },
	{ "no end of line", "a,b\n\"c\",\"d\"", "1:<a><b>|2:<c><d>|" },
	{ "nothing", "", "" },
};

static void
reading(void **state)
{
	char out[512];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		memset(out, 0, sizeof(out));
		show(vt_str_of(rows[i].bytes), out, sizeof(out));
		vt_test_str(rows[i].name, vt_str_of(out), rows[i].want);
	}
}

/* The sentence names where the quote was opened, not where the file ends. */
static void
never_closed(void **state)
{
	char out[512] = "";

	(void)state;
	show(VT_STR("a,b\nc,\"d\ne,f\ng,h\n"), out, sizeof(out));
	vt_test_has(out, "1:<a><b>|");
	vt_test_has(out, "line 2");
}

static void
too_many_cells(void **state)
{
	char bytes[VT_CSV_CELLS_MAX + 10], out[512] = "";

	(void)state;
	memset(bytes, ',', sizeof(bytes));
	bytes[0] = 'a';
	show((struct vt_str){ bytes, sizeof(bytes) }, out, sizeof(out));
	vt_test_has(out, "more than 1000 cells");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading),
		cmocka_unit_test(never_closed),
		cmocka_unit_test(too_many_cells),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
