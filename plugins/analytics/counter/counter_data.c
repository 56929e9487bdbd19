/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of a report: read in the order in which they are stored, by month, and
 * put to their items, since a year of a large collection has hundreds of thousands.
 */
#include <stdlib.h>

#include "counter.h"
#include "map.h"

#define DATA_MEMORY	(UINT64_C(2) * 1024 * 1024 * 1024)

/* --- months that can be had ---------------------------------------------------------- */

vt_err
counter_data_months(struct analytics_db *db, int32_t *first_r, int32_t *last_r)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(db, "SELECT ifnull(min(month), 0) FROM use", &s);

	if (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK) {
		*first_r = sqlite3_column_int(s, 0);
		*last_r = counter_month_over();
		if (*first_r == 0 || *first_r > *last_r)
			*first_r = *last_r = 0;
	}
	(void)sqlite3_finalize(s);
	return (err);
}

/* --- items ---------------------------------------------------------------------------------- */

static enum counter_type
data_type(struct vt_str name)
{
	for (int t = 0; t < COUNTER_TYPES; t++)
		if (vt_str_eq_c(name, counter_type_name((enum counter_type)t, false)))
			return ((enum counter_type)t);
	return (COUNTER_UNSPECIFIED);
}

static bool
data_has_year(struct vt_str list, struct vt_str year)
{
	struct vt_str	part, from;

	if (list.len == 0)
		return (true);
	while (vt_str_next(&list, '|', &part)) {
		struct vt_str until = part;

		if (!vt_str_next(&until, '-', &from))
			continue;
		if (vt_str_cmp(year, from) >= 0 &&
		    vt_str_cmp(year, until.len > 0 ? until : from) <= 0)
			return (true);
	}
	return (false);
}

static bool
data_wants(const struct counter_query *q, const struct counter_item *item, const char *platform_id)
{
	struct vt_str	wanted = q->item, space = vt_str_of(platform_id);

	if (wanted.len > space.len + 1 && vt_str_starts(wanted, space) &&
	    wanted.p[space.len] == ':')
		wanted = vt_str_sub(wanted, space.len + 1, wanted.len);
	return ((q->types & 1u << item->type) != 0 && data_has_year(q->years, item->year) &&
	    (q->item.len == 0 || vt_str_eq(wanted, item->identifier)));
}

static vt_err
data_item(struct counter_data *d, sqlite3_stmt *s)
{
	struct counter_item	*item = &d->items[d->count];

	*item = (struct counter_item){ .row = sqlite3_column_int64(s, 0),
		.identifier = vt_str_dup(d->arena, analytics_db_column(s, 1)),
		.title = vt_str_dup(d->arena, analytics_db_column(s, 2)),
		.institution = vt_str_dup(d->arena, analytics_db_column(s, 3)),
		.year = vt_str_dup(d->arena, analytics_db_column(s, 5)),
		.authors = d->q->shows_authors ?
		    vt_str_dup(d->arena, analytics_db_column(s, 6)) : VT_STR_NONE,
		.type = data_type(analytics_db_column(s, 4)) };
	if (!data_wants(d->q, item, d->platform_id))
		return (VT_OK);
	d->count++;
	return (vt_arena_is_exhausted(d->arena) ? VT_E_LIMIT : VT_OK);
}

static vt_err
data_items(struct counter_data *d, struct analytics_db *db)
{
	sqlite3_stmt	*s;
	size_t		 room = 0;
	vt_err		 err = analytics_db_prepare(db, "SELECT count(*) FROM item", &s);

	if (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK)
		room = (size_t)sqlite3_column_int64(s, 0);
	(void)sqlite3_finalize(s);
	if (err == VT_OK && (d->items = vt_arena_array(d->arena, room + 1, sizeof(*d->items))) == NULL)
		err = VT_E_LIMIT;
	if (err == VT_OK)
		err = analytics_db_prepare(db, "SELECT id, identifier, title, institution, data_type,"
		    " year, authors FROM item ORDER BY identifier", &s);
	while (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK && d->count < room)
		err = data_item(d, s);
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

/* --- numbers ------------------------------------------------------------------------------------ */

static size_t
data_month_at(const struct counter_query *q, int32_t month)
{
	if (q->is_total)
		return (0);
	return ((size_t)((month / 100 - q->begin / 100) * 12 + month % 100 - q->begin % 100));
}

static vt_err
data_add(struct counter_data *d, struct counter_item *item, size_t month, sqlite3_stmt *s)
{
	if (item->n == NULL) {
		item->n = vt_arena_array(d->arena, d->months, sizeof(*item->n));
		if (item->n == NULL)
			return (VT_E_LIMIT);
	}
	for (int m = COUNTER_TOTAL_INVESTIGATIONS; m <= COUNTER_UNIQUE_REQUESTS; m++) {
		/* The columns are total and unique of each, metrics are all totals first. */
		static const int columns[] = { 0, 2, 4, 3, 5 };
		int64_t n = sqlite3_column_int64(s, columns[m]);

		item->n[month][m] += (uint32_t)(n > 0 ? n : 0);
		d->platform[item->type][month][m] += n > 0 ? n : 0;
	}
	return (VT_OK);
}

static vt_err
data_uses(struct counter_data *d, struct analytics_db *db, struct analytics_map *rows)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(db, "SELECT month, item, total_investigations,"
			    " unique_investigations, total_requests, unique_requests FROM use"
			    " WHERE month BETWEEN ?1 AND ?2 AND class = 'p'", &s);

	if (err == VT_OK) {
		(void)sqlite3_bind_int(s, 1, d->q->begin);
		(void)sqlite3_bind_int(s, 2, d->q->end < d->last ? d->q->end : d->last);
	}
	while (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK) {
		uint32_t at = *analytics_map_at(rows,
		    (struct analytics_pair){ (uint64_t)sqlite3_column_int64(s, 1), 1 });

		if (at != 0)
			err = data_add(d, &d->items[at - 1],
			    data_month_at(d->q, sqlite3_column_int(s, 0)), s);
	}
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
data_searches(struct counter_data *d, struct analytics_db *db)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(db, "SELECT day / 100, sum(n) FROM count"
			    " WHERE day BETWEEN ?1 AND ?2 AND name = 'search' AND class = 'p'"
			    " GROUP BY 1", &s);

	if (err == VT_OK) {
		(void)sqlite3_bind_int(s, 1, d->q->begin * 100);
		(void)sqlite3_bind_int(s, 2,
		    (d->q->end < d->last ? d->q->end : d->last) * 100 + 99);
	}
	while (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK)
		d->searches[data_month_at(d->q, sqlite3_column_int(s, 0))] +=
		    sqlite3_column_int64(s, 1);
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
data_read(struct counter_data *d, struct analytics_db *db)
{
	struct analytics_map	rows = { .slots = NULL };
	vt_err			err = counter_data_months(db, &d->first, &d->last);

	if (err != VT_OK || d->first == 0 || d->q->is_empty)
		return (err);
	err = data_items(d, db);
	for (size_t i = 0; i < d->count; i++)
		*analytics_map_at(&rows, (struct analytics_pair){ (uint64_t)d->items[i].row, 1 }) =
		    (uint32_t)(i + 1);
	if (err == VT_OK)
		err = rows.is_short ? vt_fail(VT_E_NOMEM, "no memory for the report") :
		    data_uses(d, db, &rows);
	analytics_map_fini(&rows);
	return (err == VT_OK ? data_searches(d, db) : err);
}

/* --- what is not there --------------------------------------------------------------------- */

/* Sums of the platform are those of the items that are wanted: they tell of both kinds. */
static bool
data_has(const struct counter_data *d, enum counter_type type, int metric)
{
	int	column = metric == COUNTER_UNIQUE_TITLE_INVESTIGATIONS ? COUNTER_UNIQUE_INVESTIGATIONS :
		    metric == COUNTER_UNIQUE_TITLE_REQUESTS ? COUNTER_UNIQUE_REQUESTS : metric;

	if (!counter_has(d->q, type, (enum counter_metric)metric))
		return (false);
	for (size_t i = 0; i < d->months; i++)
		if (d->platform[type][i][column] != 0)
			return (true);
	return (false);
}

static bool
data_has_searches(const struct counter_data *d)
{
	if (counter_reports[d->q->report].has_items ||
	    (d->q->metrics & 1u << COUNTER_SEARCHES) == 0 ||
	    (d->q->types & COUNTER_PLATFORM_TYPE) == 0)
		return (false);
	for (size_t i = 0; i < d->months; i++)
		if (d->searches[i] != 0)
			return (true);
	return (false);
}

static bool
data_is_empty(const struct counter_data *d)
{
	for (int t = 0; t < COUNTER_TYPES; t++)
		for (int m = COUNTER_TOTAL_INVESTIGATIONS; m < COUNTER_METRICS; m++)
			if (data_has(d, (enum counter_type)t, m))
				return (false);
	return (!data_has_searches(d));
}

/* An empty report says why (appendix D): 3030 where there was nothing to count, but 3032
 * alone for months before the first, lest "not known" be read as none. */
static void
data_check(struct counter_data *d)
{
	struct counter_query	*q = d->q;

	if (d->first == 0)
		counter_note(q, COUNTER_NO_LONGER, VT_STR("no month has been counted whole yet"));
	else if (q->begin < d->first)
		counter_note(q, COUNTER_NO_LONGER, counter_say_month(q->first_text,
		    "the first month that was counted is ", d->first));
	if (d->first != 0 && q->end >= d->first && data_is_empty(d))
		counter_note(q, COUNTER_NO_USAGE, VT_STR_NONE);
}

vt_err
counter_data_open(struct analytics_db *db, struct counter_query *q, const char *platform_id,
    struct counter_data **d_r)
{
	struct counter_data	*d = calloc(1, sizeof(*d));
	vt_err			 err = VT_OK;

	if (d == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the report"));
	d->arena = vt_arena_new(DATA_MEMORY);
	d->q = q;
	d->platform_id = platform_id;
	d->months = q->is_total ? 1 : counter_months(q);
	/* One state of the sums for all of it. */
	if (db != NULL && (err = analytics_db_do(db, "BEGIN")) == VT_OK) {
		err = data_read(d, db);
		(void)sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
	}
	if (err != VT_OK) {
		counter_data_close(&d);
		return (err);
	}
	data_check(d);
	*d_r = d;
	return (VT_OK);
}

void
counter_data_close(struct counter_data **d)
{
	if (*d != NULL)
		vt_arena_free(&(*d)->arena);
	free(*d);
	*d = NULL;
}

bool
counter_has(const struct counter_query *q, enum counter_type type, enum counter_metric metric)
{
	bool	is_title = metric >= COUNTER_UNIQUE_TITLE_INVESTIGATIONS;

	if ((q->metrics & 1u << metric) == 0 || metric == COUNTER_SEARCHES)
		return (false);
	return (!is_title || (type == COUNTER_BOOK && !counter_reports[q->report].has_items));
}
