/* SPDX-License-Identifier: Apache-2.0 */
/* Hidden numbers of tables: over random tables with their sums no hidden one can be worked
 * out, by elimination, by bounds, and in small ones by trying all. */
#include "vt_test.h"

#include "statistics/suppress.c"
#include "statistics/suppress_safe.c"

#define BELOW	 5
#define ROWS_MAX 6
#define COLS_MAX 5
#define CELLS	 ((ROWS_MAX + 1) * (COLS_MAX + 1)) /* with totals */
#define PRIME	 INT64_C(1000003)
#define FAR	 INT64_C(1000000)

/* Rows and columns with their totals behind them; a total that is not shown is in no sum. */
struct table {
	int rows, cols;
	bool has_rows, has_cols;
	int64_t n[ROWS_MAX + 1][COLS_MAX + 1];
	bool is_hidden[ROWS_MAX + 1][COLS_MAX + 1];
};

static uint32_t seed = 4711;

static int
chance(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return ((int)((seed >> 16) % (unsigned)n));
}

static void
make(struct table *t, int rows, int cols, int most)
{
	memset(t, 0, sizeof(*t));
	t->rows = rows;
	t->cols = cols;
	t->has_rows = chance(4) > 0;
	t->has_cols = chance(4) > 0 || !t->has_rows;
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < cols; c++) {
			int kind = chance(10);
			int64_t n = kind < 2 ? 0 : kind < 5 ? 1 + chance(4) : 5 + chance(most - 4);

			t->n[r][c] = n;
			t->n[r][cols] += n;
			t->n[rows][c] += n;
			t->n[rows][cols] += n;
		}
}

/* Each sum of what is shown: number s of t, as places; false behind the last. */
static bool
sum_of(const struct table *t, int s, int places[][2], int *count)
{
	int rows = t->has_rows ? t->rows : 0, cols = t->has_cols ? t->cols : 0;

	*count = 0;
	if (s < rows) {
		for (int c = 0; c <= t->cols; c++, (*count)++)
			places[*count][0] = s, places[*count][1] = c;
	} else if (s < rows + cols) {
		for (int r = 0; r <= t->rows; r++, (*count)++)
			places[*count][0] = r, places[*count][1] = s - rows;
	} else if (s == rows + cols && t->has_rows) {
		for (int r = 0; r <= t->rows; r++, (*count)++)
			places[*count][0] = r, places[*count][1] = t->cols;
	} else if (s == rows + cols + t->has_rows && t->has_cols) {
		for (int c = 0; c <= t->cols; c++, (*count)++)
			places[*count][0] = t->rows, places[*count][1] = c;
	}
	return (*count > 0);
}

static bool
is_total(const struct table *t, int r, int c)
{
	return (r == t->rows || c == t->cols);
}

static bool
is_there(const struct table *t, int r, int c)
{
	if (r == t->rows && c == t->cols)
		return (true);
	return ((c < t->cols || t->has_rows) && (r < t->rows || t->has_cols));
}

static void
hide(struct table *t)
{
	struct suppress *s = suppress_new(BELOW);
	size_t at[ROWS_MAX + 1][COLS_MAX + 1];
	int places[ROWS_MAX + COLS_MAX + 2][2], count;

	for (int r = 0; r <= t->rows; r++)
		for (int c = 0; c <= t->cols; c++)
			at[r][c] = suppress_cell(s, is_there(t, r, c) ? t->n[r][c] : 0, is_total(t, r, c));
	for (int k = 0; sum_of(t, k, places, &count); k++) {
		suppress_sum(s);
		suppress_add(s, at[places[count - 1][0]][places[count - 1][1]]);
		for (int i = 0; i < count - 1; i++)
			suppress_take(s, at[places[i][0]][places[i][1]]);
	}
	assert_int_equal(suppress_run(s), VT_OK);
	for (int r = 0; r <= t->rows; r++)
		for (int c = 0; c <= t->cols; c++)
			t->is_hidden[r][c] = suppress_is_hidden(s, at[r][c]);
	suppress_free(&s);
}

/* --- who wants to know ------------------------------------------------------------------ */

static int64_t
inverse(int64_t a)
{
	int64_t result = 1, power = PRIME - 2;

	for (a %= PRIME; power > 0; power >>= 1, a = a * a % PRIME)
		if (power & 1)
			result = result * a % PRIME;
	return (result);
}

/* By elimination over a prime field: whether a row with one unknown comes out. */
static bool
is_solved(const struct table *t, int *row_r, int *col_r)
{
	static int64_t m[ROWS_MAX + COLS_MAX + 4][CELLS];
	int places[ROWS_MAX + COLS_MAX + 2][2], count, rows = 0, lead = 0;

	memset(m, 0, sizeof(m));
	for (; sum_of(t, rows, places, &count); rows++)
		for (int i = 0; i < count; i++)
			if (t->is_hidden[places[i][0]][places[i][1]])
				m[rows][places[i][0] * (COLS_MAX + 1) + places[i][1]] =
				    i == count - 1 ? PRIME - 1 : 1;
	for (int c = 0; c < CELLS && lead < rows; c++) {
		int pivot = lead;
		int64_t by;

		while (pivot < rows && m[pivot][c] == 0)
			pivot++;
		if (pivot == rows)
			continue;
		for (int k = 0; k < CELLS; k++) {
			int64_t swap = m[pivot][k];

			m[pivot][k] = m[lead][k];
			m[lead][k] = swap;
		}
		by = inverse(m[lead][c]);
		for (int k = 0; k < CELLS; k++)
			m[lead][k] = m[lead][k] * by % PRIME;
		for (int r = 0; r < rows; r++)
			for (int k = 0, f = (int)m[r][c]; r != lead && f != 0 && k < CELLS; k++)
				m[r][k] = (m[r][k] + (PRIME - f) * m[lead][k]) % PRIME;
		lead++;
	}
	for (int r = 0; r < lead; r++) {
		int unknown = 0, at = 0;

		for (int k = 0; k < CELLS; k++)
			if (m[r][k] != 0)
				unknown++, at = k;
		if (unknown == 1) {
			*row_r = at / (COLS_MAX + 1);
			*col_r = at % (COLS_MAX + 1);
			return (true);
		}
	}
	return (false);
}

/* By bounds: each sum narrows what each hidden number of it can be, until nothing moves. */
static void
bounds(const struct table *t, int64_t low[][COLS_MAX + 1], int64_t high[][COLS_MAX + 1])
{
	int places[ROWS_MAX + COLS_MAX + 2][2], count;
	bool has_moved = true;

	for (int r = 0; r <= t->rows; r++)
		for (int c = 0; c <= t->cols; c++) {
			low[r][c] = t->is_hidden[r][c] ? 1 : t->n[r][c];
			high[r][c] = t->is_hidden[r][c] ? FAR : t->n[r][c];
		}
	while (has_moved) {
		has_moved = false;
		for (int s = 0; sum_of(t, s, places, &count); s++)
			for (int i = 0; i < count; i++) {
				int64_t least = 0, most = 0, *l = &low[places[i][0]][places[i][1]];
				int64_t *h = &high[places[i][0]][places[i][1]];

				/* This one, with its sign alone on one side. */
				for (int k = 0; k < count; k++) {
					int sign = (i == count - 1) == (k == count - 1) ? -1 : 1;
					int64_t kl = low[places[k][0]][places[k][1]];
					int64_t kh = high[places[k][0]][places[k][1]];

					if (k == i)
						continue;
					if (i == count - 1)
						sign = 1;
					least += sign > 0 ? kl : -kh;
					most += sign > 0 ? kh : -kl;
				}
				if (*l < least)
					*l = least, has_moved = true;
				if (*h > most)
					*h = most, has_moved = true;
			}
	}
}

static void
print_table(const struct table *t)
{
	for (int r = 0; r <= t->rows; r++) {
		for (int c = 0; c <= t->cols; c++)
			print_error("%4d%s", is_there(t, r, c) ? (int)t->n[r][c] : -1,
			    t->is_hidden[r][c] ? "*" : " ");
		print_error("\n");
	}
}

static void
check(const struct table *t)
{
	int64_t low[ROWS_MAX + 1][COLS_MAX + 1], high[ROWS_MAX + 1][COLS_MAX + 1];
	int row, col;

	for (int r = 0; r <= t->rows; r++)
		for (int c = 0; c <= t->cols; c++)
			if (is_there(t, r, c) && t->n[r][c] > 0 && t->n[r][c] < BELOW)
				assert_true(t->is_hidden[r][c]);
			else if (t->n[r][c] == 0)
				assert_false(t->is_hidden[r][c]);
	if (is_solved(t, &row, &col)) {
		print_table(t);
		print_error("row %d, column %d is solved\n", row, col);
		fail();
	}
	bounds(t, low, high);
	for (int r = 0; r <= t->rows; r++)
		for (int c = 0; c <= t->cols; c++) {
			bool is_bad = t->is_hidden[r][c] && (low[r][c] == high[r][c] ||
			    (t->n[r][c] < BELOW && high[r][c] < BELOW));

			if (!is_bad)
				continue;
			print_table(t);
			print_error("row %d, column %d is %d to %d\n", r, c, (int)low[r][c], (int)high[r][c]);
			fail();
		}
}

static void
random_tables(void **state)
{
	struct table t;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		make(&t, 1 + chance(ROWS_MAX), 1 + chance(COLS_MAX), 8 + chance(40));
		hide(&t);
		check(&t);
	}
}

/* --- by trying all -------------------------------------------------------------------------- */

#define TRY_MOST 14

struct tries {
	const struct table *t;
	struct table it;
	bool is_other[ROWS_MAX][COLS_MAX], is_large[ROWS_MAX][COLS_MAX];
};

static bool
fits(const struct tries *x)
{
	const struct table *t = x->t;
	int64_t sums[ROWS_MAX + COLS_MAX + 1] = { 0 };

	for (int r = 0; r < t->rows; r++)
		for (int c = 0; c < t->cols; c++) {
			sums[r] += x->it.n[r][c];
			sums[ROWS_MAX + c] += x->it.n[r][c];
			sums[ROWS_MAX + COLS_MAX] += x->it.n[r][c];
		}
	for (int r = 0; r < t->rows; r++)
		if (t->has_rows && !t->is_hidden[r][t->cols] && sums[r] != t->n[r][t->cols])
			return (false);
	for (int c = 0; c < t->cols; c++)
		if (t->has_cols && !t->is_hidden[t->rows][c] && sums[ROWS_MAX + c] != t->n[t->rows][c])
			return (false);
	return (t->is_hidden[t->rows][t->cols] ||
	    sums[ROWS_MAX + COLS_MAX] == t->n[t->rows][t->cols]);
}

static void
try_from(struct tries *x, int place)
{
	int r = place / x->t->cols, c = place % x->t->cols;

	if (r == x->t->rows) {
		for (r = 0; fits(x) && r < x->t->rows; r++)
			for (c = 0; c < x->t->cols; c++) {
				x->is_other[r][c] |= x->it.n[r][c] != x->t->n[r][c];
				x->is_large[r][c] |= x->it.n[r][c] >= BELOW;
			}
		return;
	}
	if (!x->t->is_hidden[r][c]) {
		x->it.n[r][c] = x->t->n[r][c];
		try_from(x, place + 1);
		return;
	}
	for (int n = 1; n <= TRY_MOST; n++) {
		x->it.n[r][c] = n;
		try_from(x, place + 1);
	}
}

/* What was tried: each hidden number has another value that fits, a small one one that is not. */
static void
small_tables_by_trying_all(void **state)
{
	struct table t;
	struct tries x;

	(void)state;
	for (int i = 0; i < 400; i++) {
		make(&t, 1 + chance(2), 1 + chance(2), 9);
		hide(&t);
		memset(&x, 0, sizeof(x));
		x.t = &t;
		try_from(&x, 0);
		for (int r = 0; r < t.rows; r++)
			for (int c = 0; c < t.cols; c++)
				if (t.is_hidden[r][c] && (!x.is_other[r][c] || (t.n[r][c] < BELOW && !x.is_large[r][c]))) {
					print_table(&t);
					print_error("row %d, column %d has one value\n", r, c);
					fail();
				}
	}
}

/* --- by hand ------------------------------------------------------------------------------- */

/* Months, their total; the hidden ones as letters: "..x.". */
static void
months(const int64_t *n, size_t count, bool is_known, char *out)
{
	struct suppress *s = suppress_new(BELOW);
	int64_t sum = 0;
	size_t total;

	for (size_t i = 0; i < count; i++) {
		(void)suppress_cell(s, n[i], false);
		sum += n[i];
	}
	total = is_known ? suppress_known(s, sum) : suppress_cell(s, sum, true);
	suppress_sum(s);
	suppress_add(s, total);
	for (size_t i = 0; i < count; i++)
		suppress_take(s, i);
	assert_int_equal(suppress_run(s), VT_OK);
	for (size_t i = 0; i <= count; i++)
		out[i] = suppress_is_hidden(s, i) ? 'x' : '.';
	out[count + 1] = '\0';
	suppress_free(&s);
}

static void
a_year_of_months(void **state)
{
	static const struct {
		int64_t n[6];
		const char *hidden; /* the last: the total */
	} cases[] = {
		{ { 20, 30, 9, 40, 50, 60 }, "......." },
		{ { 20, 30, 3, 40, 50, 60 }, ".xx...." },   /* the one before, not the least */
		{ { 3, 0, 0, 40, 50, 60 }, "x..x..." },	    /* there is none before */
		{ { 20, 3, 2, 40, 50, 60 }, "xxx...." },    /* two that together say too much */
		{ { 3, 3, 3, 3, 50, 60 }, "xxxx..." },	    /* enough by themselves */
		{ { 3, 0, 0, 0, 0, 0 }, "x.....x" },	    /* the total is the number */
		{ { 1, 1, 1, 1, 1, 0 }, "xxxxx.x" },	    /* five, each of which is then one */
		{ { 0, 0, 0, 0, 0, 0 }, "......." },
	};
	char got[8];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		months(cases[i].n, 6, false, got);
		assert_string_equal(got, cases[i].hidden);
	}
	/* What was hidden stays hidden when further months come. */
	months((const int64_t[]){ 9, 3, 8, 0, 0, 0 }, 6, true, got);
	assert_string_equal(got, "xx.....");
	months((const int64_t[]){ 9, 3, 8, 6, 2, 5 }, 6, true, got);
	assert_string_equal(got, "xx..x..");
}

/* The rest of a list: of one who is not named, and small. */
static void
what_a_list_leaves_out(void **state)
{
	struct suppress *s = suppress_new(BELOW);
	size_t total = suppress_cell(s, 100, true), a = suppress_cell(s, 60, false);
	size_t b = suppress_cell(s, 37, false);

	(void)state;
	suppress_sum(s);
	suppress_add(s, total);
	suppress_take(s, a);
	suppress_take(s, b);
	assert_int_equal(suppress_run(s), VT_OK);
	assert_true(suppress_is_hidden(s, b));
	assert_false(suppress_is_hidden(s, a) || suppress_is_hidden(s, total));
	suppress_free(&s);
}

/* Parts that have more than their whole say nothing; nothing is small below 2. */
static void
no_sums(void **state)
{
	for (int64_t below = 0; below < 2; below++) {
		struct suppress *s = suppress_new(below);
		size_t a = suppress_cell(s, 1, false);

		suppress_sum(s);
		suppress_add(s, a);
		assert_int_equal(suppress_run(s), VT_OK);
		assert_false(suppress_is_hidden(s, a));
		suppress_free(&s);
	}
	struct suppress *s = suppress_new(BELOW);
	size_t whole = suppress_cell(s, 10, true), a = suppress_cell(s, 3, false);
	size_t b = suppress_cell(s, 9, false);

	(void)state;
	suppress_sum(s);
	suppress_add(s, whole);
	suppress_take(s, a);
	suppress_take(s, b);
	assert_int_equal(suppress_run(s), VT_OK);
	assert_true(suppress_is_hidden(s, a) && !suppress_is_hidden(s, b) && !suppress_is_hidden(s, whole));
	suppress_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_of_months),
		cmocka_unit_test(what_a_list_leaves_out),
		cmocka_unit_test(no_sums),
		cmocka_unit_test(random_tables),
		cmocka_unit_test(small_tables_by_trying_all),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
