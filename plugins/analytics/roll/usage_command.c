/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai usage roll` sums up what workers noted; `vartai usage status` says how far
 * that is, by which rules and lists, and what was lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db.h"

#define USAGE_WAIT_TRIES	600	/* for another who sums up */
#define USAGE_WAIT_US		100000

struct usage_status {
	int64_t	rolled, lines, lost, dropped, first, last, items;
};

/* --- roll ---------------------------------------------------------------------------- */

static int
usage_roll(struct vt_boot *boot, const struct analytics_conf *conf)
{
	char			 stem[4096];
	struct analytics_state	 state = { .conf = conf, .stem = stem,
				    .folder = vt_boot_option(boot, "data.dir") };
	struct analytics_rolled	 r = { .lines = 0 };
	struct vt_catalog	*catalog;
	vt_err			 err = vt_boot_catalog(boot, &catalog);

	(void)snprintf(stem, sizeof(stem), "%s/%s", state.folder, ANALYTICS_SPOOL);
	if (err == VT_OK)
		err = analytics_roll(&state, catalog, &r);
	for (int i = 0; err == VT_E_BUSY && i < USAGE_WAIT_TRIES; i++) {
		(void)usleep(USAGE_WAIT_US);
		err = analytics_roll(&state, catalog, &r);
	}
	if (err != VT_OK)
		return (analytics_end(err, 2));
	(void)printf("%lld uses summed up\n", (long long)r.lines);
	if (r.dropped > 0)
		(void)printf("%lld were not counted for want of room: raise analytics.spool_bytes and "
		    "analytics.lines_max, or run this more often\n", (long long)r.dropped);
	if (r.lost > 0)
		(void)printf("%lld were lost in the memory of workers that died\n", (long long)r.lost);
	return (analytics_end(VT_OK, r.dropped > 0 || r.lost > 0 ? 1 : 0));
}

/* --- status ------------------------------------------------------------------------------ */

static vt_err
usage_read(struct analytics_db *db, struct usage_status *u)
{
	sqlite3_stmt	*s;
	vt_err		 err;

	if ((err = analytics_db_meta(db, "rolled", 0, &u->rolled)) != VT_OK ||
	    (err = analytics_db_meta(db, "lines", 0, &u->lines)) != VT_OK ||
	    (err = analytics_db_meta(db, "lost", 0, &u->lost)) != VT_OK ||
	    (err = analytics_db_meta(db, "dropped", 0, &u->dropped)) != VT_OK)
		return (err);
	err = analytics_db_prepare(db, "SELECT ifnull((SELECT min(month) FROM use), 0), "
	    "ifnull((SELECT max(month) FROM use), 0), (SELECT count(*) FROM item)", &s);
	if (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK) {
		u->first = sqlite3_column_int64(s, 0);
		u->last = sqlite3_column_int64(s, 1);
		u->items = sqlite3_column_int64(s, 2);
	}
	(void)sqlite3_finalize(s);
	return (err);
}

static vt_err
usage_rules(struct analytics_db *db, struct vt_jsonw *j)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(db, "SELECT rules, robots FROM rules ORDER BY id", &s);

	while (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK) {
		struct vt_str rules = analytics_db_column(s, 0), robots = analytics_db_column(s, 1);

		if (j == NULL) {
			(void)printf("  rules %.*s, robots lists %.*s\n", VT_STR_ARG(rules),
			    VT_STR_ARG(robots));
			continue;
		}
		vt_jsonw_object(j);
		vt_jsonw_pair(j, "rules", rules);
		vt_jsonw_pair(j, "robots", robots);
		vt_jsonw_end(j);
	}
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
usage_status_text(struct analytics_db *db, const struct usage_status *u)
{
	char	stamp[VT_TIME_MAX];

	if (u->rolled == 0) {
		(void)printf("nothing has been summed up yet\n");
		return (VT_OK);
	}
	(void)printf("summed up last %s: %lld uses of %lld objects in all, months "
	    "%04lld-%02lld to %04lld-%02lld\n", vt_time_iso(u->rolled, stamp), (long long)u->lines,
	    (long long)u->items, (long long)u->first / 100, (long long)u->first % 100,
	    (long long)u->last / 100, (long long)u->last % 100);
	(void)printf("lost with workers that died: %lld; not counted for want of room: %lld\n",
	    (long long)u->lost, (long long)u->dropped);
	return (usage_rules(db, NULL));
}

static vt_err
usage_status_json(struct analytics_db *db, const struct usage_status *u)
{
	char		stamp[VT_TIME_MAX];
	struct vt_jsonw	j;
	struct vt_buf	out;
	vt_err		err;

	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	vt_jsonw_object(&j);
	vt_jsonw_key(&j, "rolled");
	if (u->rolled > 0)
		vt_jsonw_c(&j, vt_time_iso(u->rolled, stamp));
	else
		vt_jsonw_null(&j);
	vt_jsonw_pair_int(&j, "uses", u->lines);
	vt_jsonw_pair_int(&j, "objects", u->items);
	vt_jsonw_pair_int(&j, "first_month", u->first);
	vt_jsonw_pair_int(&j, "last_month", u->last);
	vt_jsonw_pair_int(&j, "lost", u->lost);
	vt_jsonw_pair_int(&j, "dropped", u->dropped);
	vt_jsonw_key(&j, "rules");
	vt_jsonw_array(&j);
	err = usage_rules(db, &j);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	if (err == VT_OK && (err = vt_jsonw_error(&j)) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (err);
}

static int
usage_status(struct vt_boot *boot, bool is_json)
{
	struct analytics_db	*db;
	struct usage_status	 u;
	vt_err			 err = analytics_db_open(vt_boot_option(boot, "data.dir"),
				    ANALYTICS_READ, &db);

	if (err != VT_OK)
		return (analytics_end(err, 2));
	err = usage_read(db, &u);
	if (err == VT_OK)
		err = is_json ? usage_status_json(db, &u) : usage_status_text(db, &u);
	analytics_db_close(&db);
	return (analytics_end(err, 0));
}

int
analytics_usage_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	bool	is_json = argc == 3 && strcmp(argv[2], "--json") == 0;

	if (argc == 2 && strcmp(argv[1], "roll") == 0)
		return (usage_roll(boot, conf));
	if ((argc == 2 || is_json) && strcmp(argv[1], "status") == 0)
		return (usage_status(boot, is_json));
	(void)fprintf(stderr, "usage: vartai usage roll | status [--json]\n");
	return (2);
}
