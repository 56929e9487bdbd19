/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage.db: SQL stays in the files that include this.  A statement is prepared once a
 * connection, used, and reset; the first error is said with the database's path.
 */
#ifndef ANALYTICS_DB_H
#define ANALYTICS_DB_H

#include <sqlite3.h>

#include "analytics.h"

#define ANALYTICS_DB_VERSION 2

struct analytics_db {
	sqlite3	*sql;
	char	*path;
};

/* What root makes belongs to the folder's owner, as in all of data.dir; files that
 * SQLite makes beside its own follow that one. */
void	analytics_own(const char *folder, const char *path);
/* Runs statements without a result. */
vt_err	analytics_db_do(struct analytics_db *db, const char *sql) VT_MUST_CHECK;
/* For sqlite3_finalize(). */
vt_err	analytics_db_prepare(struct analytics_db *db, const char *sql,
	    sqlite3_stmt **s_r) VT_MUST_CHECK;
void	analytics_db_text(sqlite3_stmt *s, int at, struct vt_str text);	/* borrowed by s */
/* Steps to its end and resets it. */
vt_err	analytics_db_run(struct analytics_db *db, sqlite3_stmt *s) VT_MUST_CHECK;
/* VT_E_END behind the last row. */
vt_err	analytics_db_next(struct analytics_db *db, sqlite3_stmt *s) VT_MUST_CHECK;
struct vt_str analytics_db_column(sqlite3_stmt *s, int at);	/* until the next step */
vt_err	analytics_db_fail(const struct analytics_db *db);
/* A number that is kept by name; dflt where it is not there. */
vt_err	analytics_db_meta(struct analytics_db *db, const char *name, int64_t dflt,
	    int64_t *value_r) VT_MUST_CHECK;
vt_err	analytics_db_meta_set(struct analytics_db *db, const char *name, int64_t value)
	    VT_MUST_CHECK;

/* --- store.c: sums of a fold become part of usage.db, within a transaction ------------ */
vt_err	analytics_store(struct analytics_db *db, struct vt_catalog *catalog,
	    const struct analytics_fold *f) VT_MUST_CHECK;

/* --- statistics_sums.c: what the public pages say, within the same transaction; is_new:
 * there are other sums than the last time. */
vt_err	analytics_show(struct analytics_db *db, bool is_new) VT_MUST_CHECK;

#endif
