/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage.db: SQL stays in the files that include this.  A statement is prepared once a
 * connection, used, and reset; the first error is said with the database's path.
 */
#ifndef ANALYTICS_DB_H
#define ANALYTICS_DB_H

#include <sqlite3.h>

#include "analytics.h"

#define ANALYTICS_DB_VERSION 3

struct analytics_db {
	sqlite3	*sql;
	char	*path;
};

/* What root makes belongs to the folder's owner, as in all of data.dir; files that
 * SQLite makes beside its own follow that one. */
void	analytics_own(const char *path);
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

/* --- pending.c: lines that are not summed up for good -------------------------------- */
#define ANALYTICS_PATH_MAX 4096
struct analytics_pending {
	struct analytics_db	*db;
	const char		*folder;
	char			 path[ANALYTICS_PATH_MAX];
	int64_t			 number, bytes;	/* of the file; of it that is meant */
	bool			 is_synced;
	int			 fd;
};
vt_err	analytics_pending_open(struct analytics_pending *p, struct analytics_db *db,
	    const char *folder, bool is_synced) VT_MUST_CHECK;
/* Behind the others; meant once it is noted and the transaction that this is in is over. */
vt_err	analytics_pending_put(struct analytics_pending *p, struct vt_str lines) VT_MUST_CHECK;
vt_err	analytics_pending_note(struct analytics_pending *p) VT_MUST_CHECK;
/* All that are meant, many at once. */
vt_err	analytics_pending_each(struct analytics_pending *p,
	    void (*each)(void *arg, struct vt_str lines), void *arg) VT_MUST_CHECK;
/* A new file for those that stay. */
vt_err	analytics_pending_next(struct analytics_pending *p) VT_MUST_CHECK;
/* is_kept: the new file is the one that is meant now. */
void	analytics_pending_close(struct analytics_pending *p, bool is_kept);

/* --- store.c: sums of a fold become part of usage.db, within a transaction ------------ */
vt_err	analytics_store(struct analytics_db *db, struct vt_catalog *catalog,
	    const struct analytics_fold *f) VT_MUST_CHECK;

/* --- statistics_sums.c: what the public pages say, within the same transaction; is_new:
 * there are other sums than the last time. */
vt_err	analytics_show(struct analytics_db *db, bool is_new) VT_MUST_CHECK;

#endif
