/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the public is told of usage: tables of the last thirteen months, small numbers
 * hidden, as a page with a chart for each, as JSON, and as tab-separated values.
 */
#ifndef ANALYTICS_STATISTICS_H
#define ANALYTICS_STATISTICS_H

#include "db.h"

#define STATISTICS_MONTHS	13
#define STATISTICS_OBJECTS	20	/* the most used ones */
#define STATISTICS_TITLE_MAX	300	/* bytes of an object's title */
#define STATISTICS_MEMORY	(1 << 20)	/* for one object's description */
#define STATISTICS_ROWS_MAX	256	/* of a table; institutions, too */
#define STATISTICS_COLUMNS_MAX	6
#define STATISTICS_KEPT_S	600	/* how long a page may be kept */

enum statistics_table_name {
	STATISTICS_MONTHLY, STATISTICS_AGENTS, STATISTICS_INSTITUTIONS, STATISTICS_MOST,
	STATISTICS_TABLES
};
struct statistics_row {
	struct vt_str	label;		/* "2026-11", a name */
	struct vt_str	id;		/* an object's identifier, an institution's code */
	int64_t		n[STATISTICS_COLUMNS_MAX];
};
struct statistics_table {
	const char	*name;			/* part of messages: statistics.<name> */
	const char	*columns[STATISTICS_COLUMNS_MAX];	/* statistics.<column> */
	size_t		 column_count, row_count;
	struct statistics_row rows[STATISTICS_ROWS_MAX];
};
struct statistics {
	int64_t		 hidden_below;
	int64_t		 rolled;	/* time of the last sums; 0: never */
	struct vt_str	 rules, robots;	/* the last ones */
	struct statistics_table tables[STATISTICS_TABLES];
};

/* What the last sums left for this; db NULL: nothing was counted yet; all numbers are 0.
 * Strings in the arena. */
vt_err	statistics_read(struct analytics_db *db, struct vt_catalog *catalog, struct vt_arena *a,
	    struct statistics *s) VT_MUST_CHECK;
/* 202511: a year and a month back, in the server's time zone. */
int32_t	statistics_first_month(void);
/* Whether a number is not to be shown. */
bool	statistics_is_hidden(const struct statistics *s, int64_t n);

/* --- statistics_chart.c: bars of a table's first column, as SVG */
void	statistics_chart(const struct statistics *s, const struct statistics_table *t,
	    struct vt_str title, struct vt_buf *out);

/* --- statistics_page.c: handlers */
vt_err	statistics_html(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	statistics_json(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	statistics_tsv(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	statistics_object(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;

#endif
