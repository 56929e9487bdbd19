/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of exhibitions: by how many began, the step that half of them came to, and what is
 * no count of theirs. */
#include "vt_test.h"

#include "statistics/exhibitions.c"

bool
statistics_is_hidden(const struct statistics *s, int64_t n)
{
	return (n > 0 && n < s->hidden_below);
}

static struct statistics_table *
table_of(struct vt_arena *a, const char *const rows[][2], const int64_t *n, size_t count,
	 int64_t hidden_below)
{
	struct exhibitions *x = exhibitions_new(a);
	struct statistics_table *t = vt_arena_alloc(a, sizeof(*t));
	const struct statistics s = { .hidden_below = hidden_below };

	for (size_t i = 0; i < count; i++)
		exhibitions_add(x, vt_str_of(rows[i][0]), vt_str_of(rows[i][1]), n[i]);
	exhibitions_table(x, &s, t);
	return (t);
}

static void
rows_and_medians(void **state)
{
	static const char *const rows[][2] = {
		{ "exhibition-started", "a" },	     { "exhibition-started", "b" },
		{ "exhibition-finished", "b" },	     { "exhibition-embed", "b" },
		{ "exhibition-reached", "1/4/b" },   { "exhibition-reached", "3/4/b" },
		{ "exhibition-reached", "4/4/b" },   { "exhibition-reached", "0/9/a" },
		{ "exhibition-reached", "x/4/b" },   { "exhibition-reached", "5/4/b" },
		{ "exhibition-reached", "1/9999/b" }, { "exhibition-other", "b" },
	};
	static const int64_t n[] = { 6, 9, 2, 7, 4, 3, 2, 6, 50, 50, 50, 50 };
	struct vt_arena *a = vt_arena_new(0);
	struct statistics_table *t = table_of(a, rows, n, sizeof(n) / sizeof(n[0]), 5);

	(void)state;
	assert_int_equal(t->row_count, 2);
	vt_test_str("first", t->rows[0].id, "b");
	assert_int_equal(t->rows[0].n[EXHIBITION_STARTED], 9);
	assert_int_equal(t->rows[0].n[EXHIBITION_FINISHED], 2);
	assert_int_equal(t->rows[0].n[EXHIBITION_MEDIAN], 3); /* 2 and 3 of 9 came there or beyond */
	assert_int_equal(t->rows[0].n[EXHIBITION_STEPS], 4);
	assert_int_equal(t->rows[0].n[EXHIBITION_EMBEDDED], 7);
	vt_test_str("second", t->rows[1].id, "a");
	assert_int_equal(t->rows[1].n[EXHIBITION_MEDIAN], 0); /* all stayed on the cover */
	vt_arena_free(&a);
}

/* Of so few readers even how far they came is not told. */
static void
few_readers(void **state)
{
	static const char *const rows[][2] = { { "exhibition-reached", "2/3/a" } };
	static const int64_t n[] = { 4 };
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	assert_int_equal(table_of(a, rows, n, 1, 5)->rows[0].n[EXHIBITION_MEDIAN], 0);
	assert_int_equal(table_of(a, rows, n, 1, 0)->rows[0].n[EXHIBITION_MEDIAN], 2);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_medians),
		cmocka_unit_test(few_readers),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
