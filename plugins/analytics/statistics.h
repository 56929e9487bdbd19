/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the public is told of usage: tables of the last thirteen months, small numbers
 * hidden (suppress.h), as a page with a chart for each, as JSON, and as tab-separated
 * values.  What is not over yet is rounded down, too: who looks twice learns of nobody.
 */
#ifndef ANALYTICS_STATISTICS_H
#define ANALYTICS_STATISTICS_H

#include "db.h"
#include "suppress.h"

#define STATISTICS_MONTHS	13
#define STATISTICS_YEAR		12
#define STATISTICS_OBJECTS	20	/* the most used ones */
#define STATISTICS_TITLE_MAX	300	/* bytes of an object's title */
#define STATISTICS_MEMORY	(1 << 20)	/* for one object's description */
#define STATISTICS_ROWS_MAX	256	/* of a table; institutions, too */
#define STATISTICS_COLUMNS_MAX	6
#define STATISTICS_KEPT_S	600	/* how long a page may be kept */

enum statistics_table_name {
	STATISTICS_MONTHLY, STATISTICS_AGENTS, STATISTICS_INSTITUTIONS, STATISTICS_MOST,
	STATISTICS_EXHIBITIONS, STATISTICS_TABLES
};
enum { MONTHLY_VISITS, MONTHLY_SEARCHES, MONTHLY_INVESTIGATIONS, MONTHLY_REQUESTS, MONTHLY_PAGES,
	MONTHLY_DOWNLOADS, MONTHLY_COLUMNS };
struct statistics_row {
	struct vt_str	label;		/* "2026-11", a name */
	struct vt_str	id;		/* an object's identifier, an institution's code */
	struct vt_str	whose;		/* of an object: its institution's code */
	int64_t		n[STATISTICS_COLUMNS_MAX];
	unsigned	hidden;		/* bits: columns whose number is not to be shown */
};
struct statistics_table {
	const char	*name;			/* part of messages: statistics.<name> */
	const char	*columns[STATISTICS_COLUMNS_MAX];	/* statistics.<column> */
	size_t		 column_count, row_count;
	unsigned	 plain;			/* bits: columns that count no uses, so that none is hidden */
	size_t		 over;			/* first rows, whose time is over: not rounded */
	struct statistics_row rows[STATISTICS_ROWS_MAX];
};
struct statistics {
	int64_t		 hidden_below;
	int64_t		 rolled;	/* time of the last sums; 0: never */
	struct vt_str	 rules, robots;	/* the last ones */
	/* Of the two years that the months are of: what is hidden in a report of such a year
	 * (impact.h) is hidden here, too.  Columns are those of the months. */
	struct statistics_row years[2 * STATISTICS_YEAR];
	struct statistics_table tables[STATISTICS_TABLES];
};

/* What the last sums left for this; db NULL: nothing was counted yet; all numbers are 0.
 * Strings in the arena. */
vt_err	statistics_read(struct analytics_db *db, struct vt_catalog *catalog, struct vt_arena *a,
	    struct statistics *s) VT_MUST_CHECK;
/* 202511: a year and a month back, in the server's time zone. */
int32_t	statistics_first_month(void);
/* Whether a number is too small to be shown. */
bool	statistics_is_hidden(const struct statistics *s, int64_t n);
/* Whether any is above 0, hidden or not. */
bool	statistics_has_numbers(const struct statistics_table *t);
/* As what may change any time is shown. */
int64_t	statistics_rounded(const struct statistics *s, int64_t n);

/* --- statistics_hide.c: what of tables is hidden; then it is known by row and column */
bool	statistics_is_hidden_cell(const struct statistics_row *row, size_t column);
/* Of the public page. */
vt_err	statistics_hide(struct statistics *s) VT_MUST_CHECK;
/* A table's numbers; the place of its first, as the rest have theirs by row and column. */
size_t	statistics_put(struct suppress *sup, const struct statistics_table *t, bool is_dear);
size_t	statistics_at(const struct statistics_table *t, size_t first, size_t row, size_t column);
/* All of a column is taken off the sum at hand. */
void	statistics_take_column(struct suppress *sup, const struct statistics_table *t, size_t first,
	    size_t column);
/* That each of whose (rows by institution) has the sum of its objects (rows). */
void	statistics_sum_whose(struct suppress *sup, const struct statistics_table *whose,
	    size_t whose_first, size_t whose_column, const struct statistics_table *objects,
	    size_t objects_first, size_t objects_column);
/* What came of it: bits of hidden numbers, rounding; and rows whose order would tell a
 * hidden number come last, by name. */
void	statistics_settle(const struct statistics *s, const struct suppress *sup,
	    struct statistics_table *t, size_t first);

/* --- exhibitions.c: rows of exhibitions out of the counts of days ("exhibition-…") */
enum exhibition_column { EXHIBITION_STARTED, EXHIBITION_FINISHED, EXHIBITION_MEDIAN,
	EXHIBITION_STEPS, EXHIBITION_EMBEDDED, EXHIBITION_COLUMNS };
#define EXHIBITION_TABLE .columns = { "started", "finished", "furthest", "steps", "embedded" }, \
	.column_count = EXHIBITION_COLUMNS, .plain = 1u << EXHIBITION_MEDIAN | 1u << EXHIBITION_STEPS
struct exhibitions;
struct exhibitions *exhibitions_new(struct vt_arena *a);	/* NULL: no memory */
void	exhibitions_add(struct exhibitions *x, struct vt_str name, struct vt_str key, int64_t n);
/* Appended to t, by how many began. */
void	exhibitions_table(const struct exhibitions *x, const struct statistics *s,
	    struct statistics_table *t);

/* By which rules and robots lists the last sums came. */
vt_err	statistics_rules(struct analytics_db *db, struct vt_arena *a, struct statistics *s) VT_MUST_CHECK;
/* The title of an object (row->id) as it is now becomes the label, its institution whose;
 * VT_E_NOTFOUND: nobody may be led to it now. */
vt_err	statistics_title(struct vt_catalog *catalog, struct vt_arena *a, const char *lang,
	    struct statistics_row *row) VT_MUST_CHECK;

/* --- statistics_chart.c: bars of a table's first column, as SVG; of months they stand,
 * of names they lie, each below its name */
void	statistics_chart(const struct statistics_table *t, struct vt_str title,
	    struct vt_buf *out);
void	statistics_bars(const struct statistics_table *t, struct vt_str title, struct vt_buf *out);

/* --- statistics_page.c: handlers */
vt_err	statistics_html(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	statistics_json(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	statistics_tsv(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	statistics_object(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;

#endif
