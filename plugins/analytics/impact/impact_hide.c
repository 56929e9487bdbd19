/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of an impact report is hidden: the year's totals are sums of its months, libraries,
 * languages, sites … in the tables below them.  The report of the next year has the same
 * totals beside its own, so that what is hidden of them here is hidden there.
 */
#include <stdlib.h>

#include "impact.h"

struct hide_impact {
	struct impact	*i;
	struct suppress	*sup;
	size_t		 first[IMPACT_TABLES];
};

/* A total of the year is the sum of a table's column. */
struct hide_sum {
	enum impact_total	row;
	enum impact_table_name	table;
	size_t			column;
};
static const struct hide_sum hide_sums[] = {
	{ IMPACT_VISITS_OUTSIDE, IMPACT_VISITS, 0 }, { IMPACT_VISITS_INSIDE, IMPACT_VISITS, 1 },
	{ IMPACT_INVESTIGATIONS, IMPACT_LOOKS, 0 }, { IMPACT_REQUESTS, IMPACT_LOOKS, 1 },
	{ IMPACT_PAGES, IMPACT_LOOKS, 2 }, { IMPACT_DOWNLOADS, IMPACT_LOOKS, 3 },
	{ IMPACT_SEARCHED, IMPACT_SEARCHES, 0 }, { IMPACT_SENT, IMPACT_SEARCHES, 1 },
	{ IMPACT_INVESTIGATIONS, IMPACT_INSTITUTIONS, 0 },
	{ IMPACT_REQUESTS, IMPACT_INSTITUTIONS, 1 },
	{ IMPACT_PAGES, IMPACT_INSTITUTIONS, 2 }, { IMPACT_DOWNLOADS, IMPACT_INSTITUTIONS, 3 },
	{ IMPACT_PAGES, IMPACT_MOST, 1 }, { IMPACT_DOWNLOADS, IMPACT_MOST, 2 },
	{ IMPACT_STARTED, IMPACT_EXHIBITIONS, EXHIBITION_STARTED },
	{ IMPACT_FINISHED, IMPACT_EXHIBITIONS, EXHIBITION_FINISHED },
	{ IMPACT_EMBEDDED, IMPACT_EXHIBITIONS, EXHIBITION_EMBEDDED },
	{ IMPACT_EMBEDDED, IMPACT_EMBEDS, 0 },
};

static size_t
hide_total(const struct hide_impact *h, enum impact_total row)
{
	return (statistics_at(&h->i->tables[IMPACT_YEAR], h->first[IMPACT_YEAR], row, 0));
}

static void
hide_take(struct hide_impact *h, enum impact_table_name table, size_t column)
{
	statistics_take_column(h->sup, &h->i->tables[table], h->first[table], column);
}

/* Visits, of whom the language is known, and perhaps the country. */
static void
hide_visits(struct hide_impact *h, enum impact_table_name table)
{
	suppress_sum(h->sup);
	suppress_add(h->sup, hide_total(h, IMPACT_VISITS_OUTSIDE));
	suppress_add(h->sup, hide_total(h, IMPACT_VISITS_INSIDE));
	hide_take(h, table, 0);
}

/* People among the agents have what stands in the year. */
static void
hide_people(struct hide_impact *h, size_t column, enum impact_total row)
{
	suppress_sum(h->sup);
	suppress_add(h->sup, statistics_at(&h->i->tables[IMPACT_AGENTS], h->first[IMPACT_AGENTS],
	    ANALYTICS_PERSON, column));
	suppress_take(h->sup, hide_total(h, row));
}

static void
hide_all(struct hide_impact *h)
{
	const struct statistics_table	*institutions = &h->i->tables[IMPACT_INSTITUTIONS];
	const struct statistics_table	*most = &h->i->tables[IMPACT_MOST];

	for (size_t k = 0; k < sizeof(hide_sums) / sizeof(hide_sums[0]); k++) {
		suppress_sum(h->sup);
		suppress_add(h->sup, hide_total(h, hide_sums[k].row));
		hide_take(h, hide_sums[k].table, hide_sums[k].column);
	}
	hide_visits(h, IMPACT_LANGUAGES);
	hide_visits(h, IMPACT_COUNTRIES);
	hide_people(h, 0, IMPACT_INVESTIGATIONS);
	hide_people(h, 1, IMPACT_REQUESTS);
	for (size_t c = 1; c < most->column_count; c++)	/* pages, downloads */
		statistics_sum_whose(h->sup, institutions, h->first[IMPACT_INSTITUTIONS], c + 1, most,
		    h->first[IMPACT_MOST], c);
}

/* --- what is over -------------------------------------------------------------------------- */

bool
impact_is_over(const struct impact *i)
{
	int64_t	end;

	return (vt_time_days(i->year + 1, 1, 1, &end) && i->shown.rolled >= end * 86400);
}

/* Months before that of the last sums; 0 where that is of another year. */
static size_t
hide_months_over(const struct impact *i)
{
	char	day[VT_TIME_MAX];
	int64_t	year, month;

	(void)vt_time_date(i->shown.rolled, day);
	if (!vt_str_to_int(vt_str_sub(vt_str_of(day), 0, 4), 0, 9999, &year) || year != i->year ||
	    !vt_str_to_int(vt_str_sub(vt_str_of(day), 5, 2), 1, 12, &month))
		return (0);
	return ((size_t)month - 1);
}

static size_t
hide_over(const struct impact *i, const struct statistics_table *t)
{
	if (impact_is_over(i))
		return (STATISTICS_ROWS_MAX);
	return (impact_charts[t - i->tables] == IMPACT_BY_MONTH ? hide_months_over(i) : 0);
}

/* --- all ------------------------------------------------------------------------------------- */

/* The year before, as its own report has it: it is over, and not rounded. */
static vt_err
hide_before(struct impact *i)
{
	struct statistics_table	*year = &i->tables[IMPACT_YEAR];
	struct impact		 before = { .arena = i->arena, .catalog = i->catalog, .db = i->db,
				    .lang = i->lang, .year = i->year - 1, .is_alone = true,
				    .shown = { .hidden_below = i->shown.hidden_below } };
	vt_err			 err = VT_OK;

	before.tables = vt_arena_array(i->arena, IMPACT_TABLES, sizeof(*before.tables));
	if (before.tables == NULL)
		return (VT_E_LIMIT);
	err = impact_read(&before);
	for (size_t r = 0; r < year->row_count && err == VT_OK; r++)
		if (statistics_is_hidden_cell(&before.tables[IMPACT_YEAR].rows[r], 0))
			year->rows[r].hidden |= 1u << 1;
	return (err);
}

static void
hide_settle(struct hide_impact *h)
{
	struct statistics_table	*year = &h->i->tables[IMPACT_YEAR];
	int64_t			 before[IMPACT_TOTALS];

	for (size_t r = 0; r < year->row_count; r++)
		before[r] = year->rows[r].n[1];
	for (int t = 0; t < IMPACT_TABLES; t++) {
		h->i->tables[t].over = hide_over(h->i, &h->i->tables[t]);
		statistics_settle(&h->i->shown, h->sup, &h->i->tables[t], h->first[t]);
	}
	for (size_t r = 0; r < year->row_count; r++)
		year->rows[r].n[1] = before[r];
}

vt_err
impact_hide(struct impact *i)
{
	struct hide_impact	h = { .i = i, .sup = suppress_new(i->shown.hidden_below) };
	vt_err			err;

	if (h.sup == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to see which numbers are to be hidden"));
	for (int t = 0; t < IMPACT_TABLES; t++)
		h.first[t] = statistics_put(h.sup, &i->tables[t], t == IMPACT_YEAR || t == IMPACT_AGENTS);
	hide_all(&h);
	err = suppress_run(h.sup);
	if (err == VT_OK)
		hide_settle(&h);
	suppress_free(&h.sup);
	if (err == VT_OK && i->has_before && !i->is_alone && i->shown.hidden_below > 1)
		err = hide_before(i);
	return (err);
}
