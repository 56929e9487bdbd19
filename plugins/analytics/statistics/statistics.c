/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <time.h>

#include "statistics.h"

static const struct statistics_table statistics_empty[STATISTICS_TABLES] = {
	[STATISTICS_MONTHLY] = { .name = "monthly", .columns = { "visits", "searches",
	    "investigations", "requests", "pages", "downloads" }, .column_count = MONTHLY_COLUMNS,
	    .over = STATISTICS_MONTHS - 1 },
	[STATISTICS_AGENTS] = { .name = "agents", .columns = { "people", "robots", "harvesters",
	    "ai" }, .column_count = ANALYTICS_CLASSES, .over = STATISTICS_MONTHS - 1 },
	[STATISTICS_INSTITUTIONS] = { .name = "institutions", .columns = { "investigations",
	    "requests", "pages", "downloads" }, .column_count = 4 },
	[STATISTICS_MOST] = { .name = "most", .columns = { "unique_investigations", "pages",
	    "downloads" }, .column_count = 3 },
	[STATISTICS_EXHIBITIONS] = { .name = "exhibitions", EXHIBITION_TABLE },
};

bool
statistics_is_hidden(const struct statistics *s, int64_t n)
{
	return (n > 0 && n < s->hidden_below);
}

int64_t
statistics_rounded(const struct statistics *s, int64_t n)
{
	return (s->hidden_below > 1 ? n - n % s->hidden_below : n);
}

bool
statistics_has_numbers(const struct statistics_table *t)
{
	for (size_t i = 0; i < t->row_count; i++)
		for (size_t c = 0; c < t->column_count; c++)
			if (t->rows[i].n[c] > 0)
				return (true);
	return (false);
}

/* --- months ------------------------------------------------------------------------- */

int32_t
statistics_first_month(void)
{
	time_t		now = (time_t)vt_time_now();
	struct tm	tm;

	(void)localtime_r(&now, &tm);
	/* A year and a month back. */
	return ((tm.tm_year + 1899) * 100 + tm.tm_mon + 1);
}

static void
statistics_months(struct vt_arena *a, struct statistics_table *t)
{
	int32_t	month = statistics_first_month();

	for (size_t i = 0; i < STATISTICS_MONTHS; i++) {
		t->rows[i].label = vt_str_printf(a, "%04d-%02d", month / 100, month % 100);
		month = month % 100 == 12 ? month + 89 : month + 1;
	}
	t->row_count = STATISTICS_MONTHS;
}

/* NULL: not one of them. */
static struct statistics_row *
statistics_month_row(struct statistics_table *t, int32_t month)
{
	int32_t	first = statistics_first_month();
	int32_t	at = (month / 100 - first / 100) * 12 + month % 100 - first % 100;

	return (at >= 0 && at < STATISTICS_MONTHS ? &t->rows[at] : NULL);
}

/* A number of a month, where the table has that, and among those of its year. */
static void
statistics_monthly(struct statistics *s, int32_t month, size_t column, int64_t n)
{
	struct statistics_row	*row = statistics_month_row(&s->tables[STATISTICS_MONTHLY], month);
	int32_t			 at = (month / 100 - statistics_first_month() / 100) * 12 + month % 100 - 1;

	if (row != NULL)
		row->n[column] = n;
	if (at >= 0 && at < 2 * STATISTICS_YEAR)
		s->years[at].n[column] = n;
}

/* --- numbers ---------------------------------------------------------------------------- */

static vt_err
statistics_counts(struct analytics_db *db, struct statistics *s)
{
	sqlite3_stmt	*q;
	vt_err		 err = analytics_db_prepare(db, "SELECT n0, n1, n2 FROM shown"
			    " WHERE name = 'counts'", &q);

	while (err == VT_OK && (err = analytics_db_next(db, q)) == VT_OK)
		statistics_monthly(s, sqlite3_column_int(q, 0), sqlite3_column_int(q, 1) != 0 ?
		    MONTHLY_SEARCHES : MONTHLY_VISITS, sqlite3_column_int64(q, 2));
	(void)sqlite3_finalize(q);
	return (err == VT_E_END ? VT_OK : err);
}

static void
statistics_use(struct statistics *s, sqlite3_stmt *q)
{
	int32_t			 month = sqlite3_column_int(q, 0);
	struct vt_str		 class = analytics_db_column(q, 1);
	const char		*letter = class.len == 1 ?
				    strchr(analytics_class_letters, class.p[0]) : NULL;
	struct statistics_row	*agents = statistics_month_row(&s->tables[STATISTICS_AGENTS], month);

	if (letter == NULL)
		return;
	/* Whatever they did: looked at, read, harvested. */
	if (agents != NULL)
		agents->n[letter - analytics_class_letters] += sqlite3_column_int64(q, 2) +
		    sqlite3_column_int64(q, 6);
	for (int i = 0; letter == analytics_class_letters && i < 4; i++)
		statistics_monthly(s, month, (size_t)(MONTHLY_INVESTIGATIONS + i),
		    sqlite3_column_int64(q, 2 + i));
}

static vt_err
statistics_uses(struct analytics_db *db, struct statistics *s)
{
	sqlite3_stmt	*q;
	vt_err		 err = analytics_db_prepare(db, "SELECT n0, label, n1, n2, n3, n4, n5"
			    " FROM shown WHERE name = 'uses'", &q);

	while (err == VT_OK && (err = analytics_db_next(db, q)) == VT_OK)
		statistics_use(s, q);
	(void)sqlite3_finalize(q);
	return (err == VT_E_END ? VT_OK : err);
}

/* Rows of label, id, and the columns of the table. */
static vt_err
statistics_list(struct analytics_db *db, struct vt_arena *a, struct statistics_table *t)
{
	sqlite3_stmt	*q;
	vt_err		 err = analytics_db_prepare(db, "SELECT label, key, n0, n1, n2, n3 FROM shown"
			    " WHERE name = ?1 ORDER BY id", &q);

	if (err == VT_OK)
		analytics_db_text(q, 1, vt_str_of(t->name));
	while (err == VT_OK && t->row_count < STATISTICS_ROWS_MAX &&
	    (err = analytics_db_next(db, q)) == VT_OK) {
		struct statistics_row *row = &t->rows[t->row_count++];

		row->label = vt_str_dup(a, analytics_db_column(q, 0));
		row->id = vt_str_dup(a, analytics_db_column(q, 1));
		for (size_t i = 0; i < t->column_count; i++)
			row->n[i] = sqlite3_column_int64(q, 2 + (int)i);
	}
	(void)sqlite3_finalize(q);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
statistics_exhibitions(struct analytics_db *db, struct vt_arena *a, struct statistics *s)
{
	struct exhibitions	*x = exhibitions_new(a);
	sqlite3_stmt		*q;
	vt_err			 err;

	if (x == NULL)
		return (VT_E_LIMIT);
	err = analytics_db_prepare(db, "SELECT label, key, n0 FROM shown WHERE name = 'exhibition'", &q);
	while (err == VT_OK && (err = analytics_db_next(db, q)) == VT_OK)
		exhibitions_add(x, analytics_db_column(q, 0), analytics_db_column(q, 1),
		    sqlite3_column_int64(q, 2));
	(void)sqlite3_finalize(q);
	exhibitions_table(x, s, &s->tables[STATISTICS_EXHIBITIONS]);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
statistics_title(struct vt_catalog *catalog, struct vt_arena *a, const char *lang,
    struct statistics_row *row)
{
	struct vt_arena		*own = vt_arena_new(STATISTICS_MEMORY);
	struct vt_object	 o;
	vt_err			 err = vt_catalog_object(catalog, own, row->id, &o);

	if (err == VT_OK && (o.is_deleted || o.access == VT_ACCESS_METADATA ||
	    (o.access == VT_ACCESS_EMBARGO && o.embargo_until > vt_time_now())))
		err = VT_E_NOTFOUND;
	if (err == VT_OK) {
		row->label = vt_str_dup(a, vt_utf8_cut(vt_description_title(&o.description, lang),
		    STATISTICS_TITLE_MAX));
		row->whose = vt_str_dup(a, o.institution);
	}
	vt_arena_free(&own);
	return (err);
}

/* Of those most used the ones that are in the catalogue, and open, as they are named
 * there now. */
static vt_err
statistics_open_ones(struct vt_catalog *catalog, struct vt_arena *a, struct statistics_table *t)
{
	size_t	count = 0;
	vt_err	err = VT_OK;

	for (size_t i = 0; i < t->row_count && count < STATISTICS_OBJECTS; i++) {
		struct statistics_row row = t->rows[i];

		err = statistics_title(catalog, a, "lt", &row);
		if (err == VT_OK)
			t->rows[count++] = row;
		else if (err != VT_E_NOTFOUND)
			return (err);
	}
	t->row_count = count;
	return (VT_OK);
}

vt_err
statistics_rules(struct analytics_db *db, struct vt_arena *a, struct statistics *s)
{
	sqlite3_stmt	*q;
	vt_err		 err = analytics_db_prepare(db, "SELECT rules, robots FROM rules"
			    " ORDER BY id DESC LIMIT 1", &q);

	if (err == VT_OK && (err = analytics_db_next(db, q)) == VT_OK) {
		s->rules = vt_str_dup(a, analytics_db_column(q, 0));
		s->robots = vt_str_dup(a, analytics_db_column(q, 1));
	}
	(void)sqlite3_finalize(q);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
statistics_read(struct analytics_db *db, struct vt_catalog *catalog, struct vt_arena *a,
    struct statistics *s)
{
	int64_t	since = 0;
	vt_err	err;

	for (int i = 0; i < STATISTICS_TABLES; i++)
		s->tables[i] = statistics_empty[i];
	memset(s->years, 0, sizeof(s->years));
	statistics_months(a, &s->tables[STATISTICS_MONTHLY]);
	statistics_months(a, &s->tables[STATISTICS_AGENTS]);
	if (db == NULL || (err = analytics_db_meta(db, "shown_since", 0, &since)) != VT_OK ||
	    since == 0)
		return (db == NULL ? VT_OK : err);
	if ((err = analytics_db_meta(db, "rolled", 0, &s->rolled)) != VT_OK ||
	    (err = statistics_rules(db, a, s)) != VT_OK ||
	    (err = statistics_counts(db, s)) != VT_OK ||
	    (err = statistics_uses(db, s)) != VT_OK ||
	    (err = statistics_list(db, a, &s->tables[STATISTICS_INSTITUTIONS])) != VT_OK ||
	    (err = statistics_list(db, a, &s->tables[STATISTICS_MOST])) != VT_OK ||
	    (err = statistics_exhibitions(db, a, s)) != VT_OK)
		return (err);
	err = statistics_open_ones(catalog, a, &s->tables[STATISTICS_MOST]);
	return (err == VT_OK ? statistics_hide(s) : err);
}
