/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The impact report of a year: one document of HTML, to be printed, for those who pay:
 * what was looked at, found, read, shown elsewhere, answered.  impact_objects.c and
 * impact_read.c have the numbers, impact_hide.c says which are hidden, impact_page.c has the
 * document, impact_command.c the command.
 */
#ifndef ANALYTICS_IMPACT_H
#define ANALYTICS_IMPACT_H

#include "statistics.h"

#define IMPACT_MONTHS	12
#define IMPACT_HOSTS	15	/* of each kind, the most frequent */

enum impact_table_name {
	IMPACT_YEAR,		/* this one beside the one before */
	IMPACT_VISITS, IMPACT_LOOKS, IMPACT_SEARCHES,	/* by month */
	IMPACT_MOST, IMPACT_EXHIBITIONS, IMPACT_INSTITUTIONS, IMPACT_LANGUAGES,
	IMPACT_COUNTRIES, IMPACT_AGENTS,
	IMPACT_EMBEDS, IMPACT_VIEWERS, IMPACT_REFERRERS,	/* by host */
	IMPACT_CHOICES, IMPACT_PARTNERS,
	IMPACT_TABLES
};
enum impact_chart { IMPACT_NO_CHART, IMPACT_BY_MONTH, IMPACT_BARS };

/* Rows of the first table. */
enum impact_total {
	IMPACT_VISITS_OUTSIDE, IMPACT_VISITS_INSIDE, IMPACT_SEARCHED, IMPACT_INVESTIGATIONS,
	IMPACT_OBJECTS, IMPACT_REQUESTS, IMPACT_PAGES, IMPACT_DOWNLOADS, IMPACT_EMBEDDED,
	IMPACT_STARTED, IMPACT_FINISHED, IMPACT_SENT, IMPACT_TOTALS
};

struct impact {
	struct vt_arena		*arena;
	struct vt_catalog	*catalog;
	struct analytics_db	*db;		/* NULL: nothing was counted yet */
	const char		*lang;
	int64_t			 year;
	bool			 has_before;	/* something is known of the year before */
	bool			 is_alone;	/* the year before is not read */
	struct statistics	 shown;		/* what is hidden, rules, robots lists, last sums */
	struct statistics_table	*tables;	/* IMPACT_TABLES */
	struct exhibitions	*exhibitions;
};
/* Whether it is for the public, which who has keys is not; and of countries, counted at all. */
bool	impact_is_shown(const struct impact *i, enum impact_table_name table);
extern const enum impact_chart impact_charts[IMPACT_TABLES];

/* Labels of rows that have no name of their own are keys of messages: impact.<label>.
 * With what is hidden of it. */
vt_err	impact_read(struct impact *i) VT_MUST_CHECK;
vt_err	impact_hide(struct impact *i) VT_MUST_CHECK;
/* Whether all of the year is summed up; until then its numbers are rounded down. */
bool	impact_is_over(const struct impact *i);
/* The first year that is read. */
int64_t	impact_from(const struct impact *i);
vt_err	impact_objects(struct impact *i) VT_MUST_CHECK;
/* More of a row of the first table. */
void	impact_total(struct impact *i, enum impact_total row, bool is_before, int64_t n);
/* The document, appended to out. */
vt_err	impact_page(const struct impact *i, struct vt_boot *boot, struct vt_buf *out) VT_MUST_CHECK;
int	impact_command(struct vt_boot *boot, const struct analytics_conf *conf, int argc, char **argv);

#endif
