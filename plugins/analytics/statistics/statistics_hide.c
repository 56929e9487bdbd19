/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of the public page is hidden.  Its tables have no totals, but what they say of one
 * another are sums: all months are all libraries, a library is its objects, people among
 * the agents are the looks of the month; and the year of its months stands in the impact
 * report, which is public, too.
 */
#include <stdlib.h>

#include "statistics.h"

bool
statistics_is_hidden_cell(const struct statistics_row *row, size_t column)
{
	return ((row->hidden & 1u << column) != 0);
}

size_t
statistics_at(const struct statistics_table *t, size_t first, size_t row, size_t column)
{
	return (first + row * t->column_count + column);
}

size_t
statistics_put(struct suppress *sup, const struct statistics_table *t, bool is_dear)
{
	size_t	first = SIZE_MAX, at;

	for (size_t r = 0; r < t->row_count; r++)
		for (size_t c = 0; c < t->column_count; c++) {
			at = suppress_cell(sup, (t->plain & 1u << c) != 0 ? 0 : t->rows[r].n[c], is_dear);
			first = first == SIZE_MAX ? at : first;
		}
	return (first);
}

void
statistics_take_column(struct suppress *sup, const struct statistics_table *t, size_t first,
    size_t column)
{
	for (size_t r = 0; r < t->row_count; r++)
		suppress_take(sup, statistics_at(t, first, r, column));
}

void
statistics_sum_whose(struct suppress *sup, const struct statistics_table *whose, size_t whose_first,
    size_t whose_column, const struct statistics_table *objects, size_t objects_first,
    size_t objects_column)
{
	for (size_t w = 0; w < whose->row_count; w++) {
		suppress_sum(sup);
		suppress_add(sup, statistics_at(whose, whose_first, w, whose_column));
		for (size_t o = 0; o < objects->row_count; o++)
			if (vt_str_eq(objects->rows[o].whose, whose->rows[w].id))
				suppress_take(sup, statistics_at(objects, objects_first, o, objects_column));
	}
}

/* Hidden ones last, by name; the others stay as they are. */
static void
hide_order(struct statistics_table *t)
{
	size_t	shown = 0;

	for (size_t i = 0; i < t->row_count; i++) {
		struct statistics_row row = t->rows[i];
		size_t at = i;

		if (statistics_is_hidden_cell(&row, 0)) {
			for (; at > shown && vt_str_cmp(row.id, t->rows[at - 1].id) < 0; at--)
				t->rows[at] = t->rows[at - 1];
		} else {
			for (; at > shown; at--)
				t->rows[at] = t->rows[at - 1];
			shown++;
		}
		t->rows[at] = row;
	}
}

void
statistics_settle(const struct statistics *s, const struct suppress *sup,
    struct statistics_table *t, size_t first)
{
	for (size_t r = 0; r < t->row_count; r++)
		for (size_t c = 0; c < t->column_count; c++) {
			if (suppress_is_hidden(sup, statistics_at(t, first, r, c)))
				t->rows[r].hidden |= 1u << c;
			else if (r >= t->over && (t->plain & 1u << c) == 0)
				t->rows[r].n[c] = statistics_rounded(s, t->rows[r].n[c]);
		}
	if (t->row_count > 0 && t->rows[0].id.len > 0)
		hide_order(t);
}

/* --- the public page --------------------------------------------------------------------- */

struct hide_page {
	struct statistics	*s;
	struct suppress		*sup;
	size_t			 first[STATISTICS_TABLES];
};

static size_t
hide_at(const struct hide_page *h, enum statistics_table_name table, size_t row, size_t column)
{
	return (statistics_at(&h->s->tables[table], h->first[table], row, column));
}

/* That month's place in the table, if it is there; else one of its own, as the year has it. */
static size_t
hide_month(struct hide_page *h, size_t of_years, size_t column)
{
	size_t	before = (size_t)statistics_first_month() % 100 - 1;

	if (of_years >= before && of_years - before < STATISTICS_MONTHS)
		return (hide_at(h, STATISTICS_MONTHLY, of_years - before, column));
	return (suppress_cell(h->sup, h->s->years[of_years].n[column], false));
}

/* What the impact report says of a year is the sum of its months. */
static void
hide_years(struct hide_page *h, size_t column)
{
	size_t	places[STATISTICS_YEAR], known;
	int64_t	sum;

	for (size_t year = 0; year < 2; year++) {
		sum = 0;
		for (size_t m = 0; m < STATISTICS_YEAR; m++) {
			places[m] = hide_month(h, year * STATISTICS_YEAR + m, column);
			sum += h->s->years[year * STATISTICS_YEAR + m].n[column];
		}
		known = suppress_known(h->sup, sum);
		suppress_sum(h->sup);
		suppress_add(h->sup, known);
		for (size_t m = 0; m < STATISTICS_YEAR; m++)
			suppress_take(h->sup, places[m]);
	}
}

static void
hide_months_by(struct hide_page *h, size_t column, enum statistics_table_name by, size_t by_column)
{
	suppress_sum(h->sup);
	for (size_t m = 0; m < STATISTICS_MONTHS; m++)
		suppress_add(h->sup, hide_at(h, STATISTICS_MONTHLY, m, column));
	statistics_take_column(h->sup, &h->s->tables[by], h->first[by], by_column);
}

static void
hide_sums(struct hide_page *h)
{
	const struct statistics_table	*institutions = &h->s->tables[STATISTICS_INSTITUTIONS];
	const struct statistics_table	*most = &h->s->tables[STATISTICS_MOST];

	for (size_t m = 0; m < STATISTICS_MONTHS; m++) {
		suppress_sum(h->sup);
		suppress_add(h->sup, hide_at(h, STATISTICS_AGENTS, m, ANALYTICS_PERSON));
		suppress_take(h->sup, hide_at(h, STATISTICS_MONTHLY, m, MONTHLY_INVESTIGATIONS));
	}
	for (size_t c = 0; c < MONTHLY_COLUMNS; c++)
		hide_years(h, c);
	for (size_t c = 0; c < institutions->column_count; c++)
		hide_months_by(h, MONTHLY_INVESTIGATIONS + c, STATISTICS_INSTITUTIONS, c);
	/* Pages and downloads of the objects. */
	for (size_t c = 1; c < most->column_count; c++) {
		hide_months_by(h, MONTHLY_REQUESTS + c, STATISTICS_MOST, c);
		statistics_sum_whose(h->sup, institutions, h->first[STATISTICS_INSTITUTIONS], c + 1, most,
		    h->first[STATISTICS_MOST], c);
	}
}

vt_err
statistics_hide(struct statistics *s)
{
	struct hide_page	h = { .s = s, .sup = suppress_new(s->hidden_below) };
	vt_err			err;

	if (h.sup == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to see which numbers are to be hidden"));
	for (int t = 0; t < STATISTICS_TABLES; t++)
		h.first[t] = statistics_put(h.sup, &s->tables[t], t == STATISTICS_AGENTS);
	hide_sums(&h);
	err = suppress_run(h.sup);
	for (int t = 0; t < STATISTICS_TABLES && err == VT_OK; t++)
		statistics_settle(s, h.sup, &s->tables[t], h.first[t]);
	suppress_free(&h.sup);
	return (err);
}
