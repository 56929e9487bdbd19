/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"

#define DB_BUSY_MS	10000
#define DB_MODE		0600

/* use: of an object, a month (202611), a class (p r h a) and rules.  count: of a day
 * (20261129).  pending: where lines of sessions that are not over were kept before
 * pending.c; taken: how far each spool file was read. */
static const char db_schema[] =
	"CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE rules(id INTEGER PRIMARY KEY, rules TEXT NOT NULL, robots TEXT NOT NULL,"
	" UNIQUE(rules, robots));"
	"CREATE TABLE item(id INTEGER PRIMARY KEY, identifier TEXT NOT NULL UNIQUE,"
	" title TEXT NOT NULL, institution TEXT NOT NULL, kind TEXT NOT NULL,"
	" data_type TEXT NOT NULL, year TEXT NOT NULL);"
	"CREATE TABLE use(month INTEGER NOT NULL, item INTEGER NOT NULL, class TEXT NOT NULL,"
	" rules INTEGER NOT NULL, total_investigations INTEGER NOT NULL,"
	" unique_investigations INTEGER NOT NULL, total_requests INTEGER NOT NULL,"
	" unique_requests INTEGER NOT NULL, pages INTEGER NOT NULL, downloads INTEGER NOT NULL,"
	" thumbnails INTEGER NOT NULL, harvests INTEGER NOT NULL,"
	" PRIMARY KEY(month, item, class, rules)) WITHOUT ROWID;"
	"CREATE TABLE count(day INTEGER NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL,"
	" class TEXT NOT NULL, rules INTEGER NOT NULL, n INTEGER NOT NULL,"
	" PRIMARY KEY(day, name, key, class, rules)) WITHOUT ROWID;"
	"CREATE TABLE pending(id INTEGER PRIMARY KEY, lines BLOB NOT NULL);"
	"CREATE TABLE taken(name TEXT PRIMARY KEY, bytes INTEGER NOT NULL, at INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE access_key(id TEXT PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL,"
	" scopes TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,"
	" revoked INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE frozen(report TEXT NOT NULL, year INTEGER NOT NULL, at INTEGER NOT NULL,"
	" checksum TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY(report, year, at));";
/* Since version 2.  shown: what the public pages of statistics say. */
static const char db_schema_2[] =
	"CREATE TABLE shown(id INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL"
	" DEFAULT '', key TEXT NOT NULL DEFAULT '', n0 INTEGER NOT NULL DEFAULT 0,"
	" n1 INTEGER NOT NULL DEFAULT 0, n2 INTEGER NOT NULL DEFAULT 0,"
	" n3 INTEGER NOT NULL DEFAULT 0, n4 INTEGER NOT NULL DEFAULT 0,"
	" n5 INTEGER NOT NULL DEFAULT 0);"
	"PRAGMA user_version = 2;";
/* Since version 3.  authors: names of creators, a line each. */
static const char db_schema_3[] =
	"ALTER TABLE item ADD COLUMN authors TEXT NOT NULL DEFAULT '';"
	"PRAGMA user_version = 3;";

/* What can be done about it, where something can. */
static const char *
db_mend(int code)
{
	switch (code & 0xff) {
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return (" (who only reads needs to write beside it, too: run this as the user that the "
		    "server runs as)");
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return (" (put back a copy of it; or move it away, and counting begins anew)");
	case SQLITE_BUSY:
		return (" (somebody else is at it: try again)");
	default:
		return ("");
	}
}

vt_err
analytics_db_fail(const struct analytics_db *db)
{
	return (vt_fail(VT_E_IO, "%s: %s%s", db->path, sqlite3_errmsg(db->sql),
	    db_mend(sqlite3_errcode(db->sql))));
}

vt_err
analytics_db_do(struct analytics_db *db, const char *sql)
{
	return (sqlite3_exec(db->sql, sql, NULL, NULL, NULL) == SQLITE_OK ? VT_OK :
	    analytics_db_fail(db));
}

vt_err
analytics_db_prepare(struct analytics_db *db, const char *sql, sqlite3_stmt **s_r)
{
	*s_r = NULL;
	return (sqlite3_prepare_v2(db->sql, sql, -1, s_r, NULL) == SQLITE_OK ? VT_OK :
	    analytics_db_fail(db));
}

void
analytics_db_text(sqlite3_stmt *s, int at, struct vt_str text)
{
	(void)sqlite3_bind_text(s, at, text.p != NULL ? text.p : "", (int)text.len, SQLITE_STATIC);
}

vt_err
analytics_db_run(struct analytics_db *db, sqlite3_stmt *s)
{
	int	rc = sqlite3_step(s);
	vt_err	err = rc == SQLITE_DONE || rc == SQLITE_ROW ? VT_OK : analytics_db_fail(db);

	(void)sqlite3_reset(s);
	return (err);
}

vt_err
analytics_db_next(struct analytics_db *db, sqlite3_stmt *s)
{
	switch (sqlite3_step(s)) {
	case SQLITE_ROW:
		return (VT_OK);
	case SQLITE_DONE:
		return (VT_E_END);
	default:
		return (analytics_db_fail(db));
	}
}

struct vt_str
analytics_db_column(sqlite3_stmt *s, int at)
{
	const void	*p = sqlite3_column_blob(s, at);

	return ((struct vt_str){ p, p != NULL ? (size_t)sqlite3_column_bytes(s, at) : 0 });
}

vt_err
analytics_db_meta(struct analytics_db *db, const char *name, int64_t dflt, int64_t *value_r)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(db, "SELECT value FROM meta WHERE name = ?1", &s);

	if (err == VT_OK) {
		analytics_db_text(s, 1, vt_str_of(name));
		err = analytics_db_next(db, s);
		*value_r = err == VT_OK ? sqlite3_column_int64(s, 0) : dflt;
	}
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
analytics_db_meta_set(struct analytics_db *db, const char *name, int64_t value)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(db, "INSERT INTO meta VALUES(?1, ?2) "
			    "ON CONFLICT(name) DO UPDATE SET value = ?2", &s);

	if (err == VT_OK) {
		analytics_db_text(s, 1, vt_str_of(name));
		(void)sqlite3_bind_int64(s, 2, value);
		err = analytics_db_run(db, s);
	}
	(void)sqlite3_finalize(s);
	return (err);
}

/* --- opening -------------------------------------------------------------------------- */

void
analytics_own(const char *path)
{
	if (vt_owned_give(path) != 0 && errno != ENOENT)
		vt_log("analytics", VT_LOG_WARN, "%s stays root's: %s", path, vt_owned_error());
}

void
analytics_db_close_to_others(const char *folder)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct stat	 st;
	char		*path;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (asprintf(&path, "%s/%s%s", folder, ANALYTICS_DB, ends[i]) < 0)
			return;
		if (stat(path, &st) == 0 && (st.st_mode & 0777 & ~DB_MODE) != 0 &&
		    vt_owned_chmod(path, DB_MODE) != 0)
			vt_log("analytics", VT_LOG_WARN, "others may read %s: %s", path,
			    vt_owned_error());
		free(path);
	}
}

/* What SQLite makes beside the file has its mode.  One that is there is left alone: closing
 * it would end the locks that other connections of this process have. */
static void
db_make_file(const char *path)
{
	int	fd = vt_owned_open(path, O_RDWR | O_CREAT | O_EXCL, DB_MODE);

	if (fd >= 0)
		(void)close(fd);
}

static vt_err
db_version(struct analytics_db *db, enum analytics_open how, int64_t *version_r)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(db, "PRAGMA user_version", &s);

	if (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK)
		*version_r = sqlite3_column_int64(s, 0);
	(void)sqlite3_finalize(s);
	if (err == VT_OK && *version_r > ANALYTICS_DB_VERSION)
		err = vt_fail(VT_E_CONFLICT, "%s was written by a newer vartai", db->path);
	if (err == VT_OK && *version_r == 0 && how == ANALYTICS_READ)
		err = vt_fail(VT_E_NOTFOUND, "nothing has been counted yet");
	return (err);
}

/* Whoever comes first makes it; another who came at the same time finds it made. */
static vt_err
db_make(struct analytics_db *db)
{
	int64_t	version = 0;
	vt_err	err = analytics_db_do(db, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE");

	if (err == VT_OK)
		err = db_version(db, ANALYTICS_WRITE, &version);
	if (err == VT_OK && version == 0)
		err = analytics_db_do(db, db_schema);
	if (err == VT_OK && version < 2)
		err = analytics_db_do(db, db_schema_2);
	if (err == VT_OK && version < 3)
		err = analytics_db_do(db, db_schema_3);
	if (err == VT_OK)
		return (analytics_db_do(db, "COMMIT"));
	(void)sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
	return (err);
}

/* Names of visitors are dropped when their sessions are over: their bytes, too. */
static vt_err
db_prepare_file(struct analytics_db *db, enum analytics_open how)
{
	int64_t	version = 0;
	vt_err	err;

	(void)sqlite3_busy_timeout(db->sql, DB_BUSY_MS);
	err = how == ANALYTICS_READ ? VT_OK : analytics_db_do(db, "PRAGMA secure_delete = ON; "
	    "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536");
	if (err == VT_OK)
		err = db_version(db, how, &version);
	if (err == VT_OK && how == ANALYTICS_WRITE)
		analytics_own(db->path);	/* it is there since it was read */
	/* Whoever reads brings an older one up to date, too: it may be long until the next sums. */
	return (err == VT_OK && version < ANALYTICS_DB_VERSION ? db_make(db) : err);
}

static vt_err
db_connect(struct analytics_db *db, enum analytics_open how)
{
	/* For reading, too: WAL wants its files written to. */
	int	flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    (how == ANALYTICS_WRITE ? SQLITE_OPEN_CREATE : 0) |
		    (geteuid() == 0 ? SQLITE_OPEN_NOFOLLOW : 0), rc;
	char	real[VT_OWNED_PATH_MAX];

	if (how == ANALYTICS_READ && access(db->path, F_OK) != 0 && errno == ENOENT)
		return (vt_fail(VT_E_NOTFOUND, "nothing has been counted yet"));
	if (vt_owned_path(db->path, real) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be opened: %s", db->path, vt_owned_error()));
	rc = sqlite3_open_v2(real, &db->sql, flags, NULL);
	if (rc == SQLITE_CANTOPEN)
		return (vt_fail(VT_E_IO, "%s cannot be opened by user %d: give it and its folder to the "
		    "user that the server runs as (server.user)", db->path, (int)geteuid()));
	return (rc == SQLITE_OK ? db_prepare_file(db, how) : analytics_db_fail(db));
}

vt_err
analytics_db_open(const char *folder, enum analytics_open how, struct analytics_db **db_r)
{
	struct analytics_db	*db = calloc(1, sizeof(*db));
	vt_err			 err;

	if (db == NULL || asprintf(&db->path, "%s/%s", folder, ANALYTICS_DB) < 0) {
		free(db);
		return (vt_fail(VT_E_NOMEM, "no memory for %s", ANALYTICS_DB));
	}
	if (how == ANALYTICS_WRITE)
		db_make_file(db->path);
	err = db_connect(db, how);
	if (err != VT_OK) {
		analytics_db_close(&db);
		return (err);
	}
	*db_r = db;
	return (VT_OK);
}

void
analytics_db_close(struct analytics_db **db_p)
{
	struct analytics_db	*db = *db_p;

	*db_p = NULL;
	if (db == NULL)
		return;
	(void)sqlite3_close(db->sql);
	free(db->path);
	free(db);
}
