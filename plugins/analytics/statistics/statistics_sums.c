/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the public pages of statistics say, made when usage is summed up: they are for
 * everybody, and going through all uses of a year for each reader would take seconds.
 */
#include "statistics.h"

/* ?1: the first month; its whole year of what is told by month, since what is hidden of it
 * is seen by the year.  Twice STATISTICS_OBJECTS: some may be withdrawn by then. */
static const char *const sums_sql[] = {
	"DELETE FROM shown",
	"INSERT INTO shown(name, n0, n1, n2) SELECT 'counts', day / 100, name = 'search', sum(n)"
	" FROM count WHERE day >= ?1 / 100 * 10000 AND class = 'p' AND (name = 'search' OR"
	" (name = 'visit' AND key = 'outside')) GROUP BY 2, 3",
	"INSERT INTO shown(name, label, n0, n1, n2, n3, n4, n5) SELECT 'uses', class, month,"
	" sum(total_investigations), sum(total_requests), sum(pages), sum(downloads), sum(harvests)"
	" FROM use WHERE month >= ?1 / 100 * 100 GROUP BY month, class",
	"INSERT INTO shown(name, label, key, n0, n1, n2, n3) SELECT 'institutions', institution,"
	" institution, sum(i), sum(r), sum(p), sum(d) FROM (SELECT item, sum(total_investigations) i,"
	" sum(total_requests) r, sum(pages) p, sum(downloads) d FROM use WHERE month >= ?1"
	" AND class = 'p' GROUP BY item) JOIN item ON item.id = item WHERE institution <> ''"
	" GROUP BY institution ORDER BY 4 DESC, institution LIMIT 256",
	"INSERT INTO shown(name, label, key, n0, n1, n2) SELECT 'most', title, identifier, n, p, d"
	" FROM (SELECT item, sum(unique_investigations) n, sum(pages) p, sum(downloads) d FROM use"
	" WHERE month >= ?1 AND class = 'p' GROUP BY item) JOIN item ON item.id = item"
	" WHERE kind <> '' AND n > 0 ORDER BY n DESC, identifier LIMIT 40",
	"INSERT INTO shown(name, label, key, n0) SELECT 'exhibition', name, key, sum(n) FROM count"
	" WHERE day >= ?1 * 100 AND class = 'p' AND name IN ('exhibition-started',"
	" 'exhibition-finished', 'exhibition-reached', 'exhibition-embed') GROUP BY name, key"
	" LIMIT 20000",
};

vt_err
analytics_show(struct analytics_db *db, bool is_new)
{
	int32_t		 first = statistics_first_month();
	int64_t		 since = 0;
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_meta(db, "shown_since", 0, &since);

	if (err != VT_OK || (!is_new && since == first))
		return (err);
	for (size_t i = 0; i < sizeof(sums_sql) / sizeof(sums_sql[0]) && err == VT_OK; i++) {
		err = analytics_db_prepare(db, sums_sql[i], &s);
		if (err == VT_OK && sqlite3_bind_parameter_count(s) > 0)
			(void)sqlite3_bind_int(s, 1, first);
		if (err == VT_OK)
			err = analytics_db_run(db, s);
		(void)sqlite3_finalize(s);
	}
	return (err == VT_OK ? analytics_db_meta_set(db, "shown_since", first) : err);
}
