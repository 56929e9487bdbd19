/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of a year and of the one before, out of usage.db.
 */
#include "impact.h"

static const struct statistics_table impact_empty[IMPACT_TABLES] = {
	[IMPACT_YEAR] = { .name = "year", .columns = { "this", "before" }, .column_count = 2 },
	[IMPACT_VISITS] = { .name = "visits", .columns = { "visits_outside", "visits_inside" },
	    .column_count = 2 },
	[IMPACT_LOOKS] = { .name = "looks", .columns = { "investigations", "requests", "pages",
	    "downloads" }, .column_count = 4 },
	[IMPACT_SEARCHES] = { .name = "searches", .columns = { "searched", "sent" },
	    .column_count = 2 },
	[IMPACT_MOST] = { .name = "most", .columns = { "unique_investigations", "pages",
	    "downloads" }, .column_count = 3 },
	[IMPACT_EXHIBITIONS] = { .name = "exhibitions", EXHIBITION_TABLE },
	[IMPACT_INSTITUTIONS] = { .name = "institutions", .columns = { "investigations",
	    "requests", "pages", "downloads" }, .column_count = 4 },
	[IMPACT_LANGUAGES] = { .name = "languages", .columns = { "visited" }, .column_count = 1 },
	[IMPACT_COUNTRIES] = { .name = "countries", .columns = { "visited" }, .column_count = 1 },
	[IMPACT_AGENTS] = { .name = "agents", .columns = { "investigations", "requests",
	    "thumbnails", "harvests" }, .column_count = 4 },
	[IMPACT_EMBEDS] = { .name = "embeds", .columns = { "times" }, .column_count = 1 },
	[IMPACT_VIEWERS] = { .name = "viewers", .columns = { "times" }, .column_count = 1 },
	[IMPACT_REFERRERS] = { .name = "referrers", .columns = { "times" }, .column_count = 1 },
	[IMPACT_CHOICES] = { .name = "choices", .columns = { "viewed" }, .column_count = 1 },
	[IMPACT_PARTNERS] = { .name = "partners", .columns = { "times" }, .column_count = 1 },
};
const enum impact_chart impact_charts[IMPACT_TABLES] = { [IMPACT_VISITS] = IMPACT_BY_MONTH,
	[IMPACT_LOOKS] = IMPACT_BY_MONTH, [IMPACT_SEARCHES] = IMPACT_BY_MONTH,
	[IMPACT_MOST] = IMPACT_BARS, [IMPACT_EXHIBITIONS] = IMPACT_BARS, [IMPACT_INSTITUTIONS] = IMPACT_BARS,
	[IMPACT_LANGUAGES] = IMPACT_BARS, [IMPACT_COUNTRIES] = IMPACT_BARS, [IMPACT_AGENTS] = IMPACT_BARS };

static const char *const impact_totals[IMPACT_TOTALS] = { "visits_outside", "visits_inside",
	"searched", "investigations", "objects", "requests", "pages", "downloads", "embedded", "started",
	"finished", "sent" };
static const char *const impact_classes[ANALYTICS_CLASSES] = { "people", "robots", "harvesters",
	"ai" };

/* --- rows ---------------------------------------------------------------------------- */

static void
impact_rows(struct impact *i)
{
	static const enum impact_table_name monthly[] = { IMPACT_VISITS, IMPACT_LOOKS,
		IMPACT_SEARCHES };

	for (int k = 0; k < IMPACT_TABLES; k++)
		i->tables[k] = impact_empty[k];
	for (size_t k = 0; k < sizeof(monthly) / sizeof(monthly[0]); k++) {
		struct statistics_table *t = &i->tables[monthly[k]];

		for (int m = 0; m < IMPACT_MONTHS; m++)
			t->rows[t->row_count++].label = vt_str_printf(i->arena, "%04lld-%02d",
			    (long long)i->year, m + 1);
	}
	for (int k = 0; k < IMPACT_TOTALS; k++)
		i->tables[IMPACT_YEAR].rows[i->tables[IMPACT_YEAR].row_count++].label =
		    vt_str_of(impact_totals[k]);
	for (int k = 0; k < ANALYTICS_CLASSES; k++)
		i->tables[IMPACT_AGENTS].rows[i->tables[IMPACT_AGENTS].row_count++].label =
		    vt_str_of(impact_classes[k]);
}

bool
impact_is_shown(const struct impact *i, enum impact_table_name table)
{
	if (table == IMPACT_COUNTRIES)
		return (i->tables[table].row_count > 0);
	return (table != IMPACT_PARTNERS || i->shown.hidden_below <= 1);
}

void
impact_total(struct impact *i, enum impact_total row, bool is_before, int64_t n)
{
	i->tables[IMPACT_YEAR].rows[row].n[is_before] += n;
	i->has_before |= is_before && n != 0;
}

/* Runs a query of two numbers (?1 to ?2), and tells of each row. */
static vt_err
impact_each(struct impact *i, const char *sql, int64_t first, int64_t last,
    void (*row)(struct impact *i, sqlite3_stmt *q))
{
	sqlite3_stmt	*q;
	vt_err		 err = analytics_db_prepare(i->db, sql, &q);

	if (err == VT_OK) {
		(void)sqlite3_bind_int64(q, 1, first);
		(void)sqlite3_bind_int64(q, 2, last);
	}
	while (err == VT_OK && (err = analytics_db_next(i->db, q)) == VT_OK)
		row(i, q);
	(void)sqlite3_finalize(q);
	return (err == VT_E_END ? VT_OK : err);
}

/* Label, key, and the table's columns. */
static void
impact_list_row(struct vt_arena *a, struct statistics_table *t, sqlite3_stmt *q)
{
	struct statistics_row	*row = &t->rows[t->row_count];

	if (t->row_count == STATISTICS_ROWS_MAX)
		return;
	row->label = vt_str_dup(a, analytics_db_column(q, 0));
	row->id = vt_str_dup(a, analytics_db_column(q, 1));
	for (size_t c = 0; c < t->column_count; c++)
		row->n[c] = sqlite3_column_int64(q, 2 + (int)c);
	t->row_count++;
}

/* --- of days ------------------------------------------------------------------------------ */

static const char impact_counts[] =
	"SELECT day / 100, name, key, sum(n) FROM count WHERE day BETWEEN ?1 AND ?2"
	" AND class = 'p' AND name IN ('visit', 'search', 'embed', 'language', 'feedback', 'choice',"
	" 'exhibition-started', 'exhibition-finished')"
	" GROUP BY 1, 2, iif(name IN ('visit', 'language', 'choice'), key, '')";

static void
impact_visit(struct impact *i, int month, bool is_before, bool is_inside, int64_t n)
{
	impact_total(i, is_inside ? IMPACT_VISITS_INSIDE : IMPACT_VISITS_OUTSIDE, is_before, n);
	if (!is_before)
		i->tables[IMPACT_VISITS].rows[month].n[is_inside] += n;
}

static void
impact_by_key(struct impact *i, struct statistics_table *t, struct vt_str key, int64_t n)
{
	size_t	at = 0;

	while (at < t->row_count && !vt_str_eq(t->rows[at].label, key))
		at++;
	if (at == STATISTICS_ROWS_MAX)
		return;
	if (at == t->row_count)
		t->rows[t->row_count++].label = vt_str_dup(i->arena, key);
	t->rows[at].n[0] += n;
}

static void
impact_count(struct impact *i, sqlite3_stmt *q)
{
	int		month = sqlite3_column_int(q, 0);
	struct vt_str	name = analytics_db_column(q, 1), key = analytics_db_column(q, 2);
	int64_t		n = sqlite3_column_int64(q, 3);
	bool		is_before = month / 100 != i->year;

	if (month % 100 < 1 || month % 100 > IMPACT_MONTHS)
		return;
	if (vt_str_eq_c(name, "visit")) {
		impact_visit(i, month % 100 - 1, is_before, vt_str_eq_c(key, "inside"), n);
	} else if (vt_str_eq_c(name, "search") || vt_str_eq_c(name, "feedback")) {
		bool is_sent = vt_str_eq_c(name, "feedback");

		impact_total(i, is_sent ? IMPACT_SENT : IMPACT_SEARCHED, is_before, n);
		if (!is_before)
			i->tables[IMPACT_SEARCHES].rows[month % 100 - 1].n[is_sent] += n;
	} else if (vt_str_eq_c(name, "embed")) {
		impact_total(i, IMPACT_EMBEDDED, is_before, n);
	} else if (vt_str_starts(name, VT_STR("exhibition-"))) {
		impact_total(i, vt_str_eq_c(name, "exhibition-started") ? IMPACT_STARTED :
		    IMPACT_FINISHED, is_before, n);
	} else if (!is_before)
		impact_by_key(i, &i->tables[vt_str_eq_c(name, "choice") ? IMPACT_CHOICES :
		    IMPACT_LANGUAGES], key, n);
}

/* A site that few came by is not named to the public: it may be one reader's own, or one
 * that wants to be named, for anybody can say where he comes from. */
static void
impact_host(struct impact *i, sqlite3_stmt *q)
{
	static const struct {
		const char		*name;
		enum impact_table_name	 table;
	} all[] = { { "embed", IMPACT_EMBEDS }, { "viewer", IMPACT_VIEWERS },
		{ "referrer", IMPACT_REFERRERS } };
	struct vt_str		 name = analytics_db_column(q, 0), host = analytics_db_column(q, 1);
	struct statistics_table	*t;

	for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
		t = &i->tables[all[k].table];
		if (!vt_str_eq_c(name, all[k].name) || t->row_count == IMPACT_HOSTS ||
		    statistics_is_hidden(&i->shown, sqlite3_column_int64(q, 2)))
			continue;
		t->rows[t->row_count].label = t->rows[t->row_count].id =
		    host.len > 0 ? vt_str_dup(i->arena, host) : VT_STR("-");
		t->rows[t->row_count++].n[0] = sqlite3_column_int64(q, 2);
	}
}

static void
impact_exhibition(struct impact *i, sqlite3_stmt *q)
{
	exhibitions_add(i->exhibitions, analytics_db_column(q, 0), analytics_db_column(q, 1),
	    sqlite3_column_int64(q, 2));
}

static vt_err
impact_exhibitions(struct impact *i)
{
	vt_err	err = (i->exhibitions = exhibitions_new(i->arena)) != NULL ? VT_OK : VT_E_LIMIT;

	if (err == VT_OK)
		err = impact_each(i, "SELECT name, key, sum(n) FROM count WHERE day BETWEEN ?1 AND ?2"
		    " AND class = 'p' AND name IN ('exhibition-started', 'exhibition-finished',"
		    " 'exhibition-reached', 'exhibition-embed') GROUP BY 1, 2", i->year * 10000,
		    i->year * 10000 + 9999, impact_exhibition);
	if (err == VT_OK)
		exhibitions_table(i->exhibitions, &i->shown, &i->tables[IMPACT_EXHIBITIONS]);
	return (err);
}

static void
impact_partner(struct impact *i, sqlite3_stmt *q)
{
	impact_list_row(i->arena, &i->tables[IMPACT_PARTNERS], q);
}

static void
impact_country(struct impact *i, sqlite3_stmt *q)
{
	impact_list_row(i->arena, &i->tables[IMPACT_COUNTRIES], q);
}

/* --- all ------------------------------------------------------------------------------------ */

static vt_err
impact_lists(struct impact *i)
{
	vt_err	err;

	err = impact_each(i, "SELECT key, key, sum(n) FROM count WHERE day BETWEEN ?1 AND ?2"
	    " AND class = 'p' AND name = 'country' GROUP BY key ORDER BY 3 DESC, key",
	    i->year * 10000, i->year * 10000 + 9999, impact_country);
	if (err == VT_OK)	/* whatever their program calls itself */
		err = impact_each(i, "SELECT ifnull((SELECT name FROM access_key WHERE id = key), key),"
		    " key, sum(n) FROM count WHERE day BETWEEN ?1 AND ?2 AND count.name = 'key'"
		    " GROUP BY key ORDER BY 3 DESC", i->year * 10000, i->year * 10000 + 9999,
		    impact_partner);
	if (err == VT_OK)
		err = impact_each(i, "SELECT name, key, sum(n) FROM count WHERE day BETWEEN ?1 AND ?2"
		    " AND class = 'p' AND name IN ('embed', 'viewer', 'referrer') GROUP BY 1, 2"
		    " ORDER BY 3 DESC, 2", i->year * 10000, i->year * 10000 + 9999, impact_host);
	return (err);
}

int64_t
impact_from(const struct impact *i)
{
	return (i->year - !i->is_alone);
}

vt_err
impact_read(struct impact *i)
{
	vt_err	err;

	impact_rows(i);
	if (i->db == NULL)
		return (VT_OK);
	if ((err = analytics_db_meta(i->db, "rolled", 0, &i->shown.rolled)) != VT_OK ||
	    (err = statistics_rules(i->db, i->arena, &i->shown)) != VT_OK ||
	    (err = impact_objects(i)) != VT_OK ||
	    (err = impact_each(i, impact_counts, impact_from(i) * 10000, i->year * 10000 + 9999,
	    impact_count)) != VT_OK ||
	    (err = impact_lists(i)) != VT_OK ||
	    (err = impact_exhibitions(i)) != VT_OK)
		return (err);
	return (impact_hide(i));
}
