/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections, kept statements, bound values, and SQLite's results as our
 * errors.  Knows nothing of the catalogue's tables; used by the reader and
 * the writer of it.
 */
#include "catalog/db/db.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/owned.h"
#include "api/time.h"

#define VT_DB_KEPT_FIRST 64 /* slots; a power of two */

/* --- the time a search may take ---------------------------------------------------- */

void
vt_db_hurry(struct vt_db *db, int64_t ms)
{
	db->ends_ms = vt_time_coarse_ms() + ms;
}

void
vt_db_calm(struct vt_db *db)
{
	db->ends_ms = 0;
}

bool
vt_db_is_late(const struct vt_db *db)
{
	return (db->ends_ms != 0 && vt_time_coarse_ms() >= db->ends_ms);
}

static vt_err
vt_db_late(void)
{
	return (vt_fail(VT_E_BADARG,
			"this search takes too long: use fewer words, or longer ones in place of "
			"those that end in *"));
}

vt_err
vt_db_in_time(const struct vt_db *db)
{
	return (vt_db_is_late(db) ? vt_db_late() : VT_OK);
}

static int
vt_db_progress(void *arg)
{
	return (vt_db_is_late(arg));
}

/* ------------------------------------------------------------------------------------ */

vt_err
vt_db_fail(struct vt_db *db, int rc)
{
	const char *why = db->h != NULL ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc);
	int error;

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return (vt_fail(VT_E_BUSY, "%s is locked by another program for more than %d s",
				db->path, VT_DB_BUSY_MS / 1000));
	case SQLITE_INTERRUPT:
		return (vt_db_late());
	case SQLITE_NOMEM:
		return (vt_fail(VT_E_NOMEM, "%s: no memory left to read it", db->path));
	case SQLITE_TOOBIG:
		return (vt_fail(VT_E_TOOLARGE, "%s cannot hold a value that large", db->path));
	case SQLITE_FULL:
		return (vt_fail(VT_E_IO, "%s: the disk is full", db->path));
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return (vt_fail(VT_E_FORMAT,
				"%s is damaged (%s): restore it from a backup, or "
				"remove it and ingest again",
				db->path, why));
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
		error = db->h != NULL ? sqlite3_system_errno(db->h) : errno;
		return (vt_fail(VT_E_IO, "%s cannot be read or written: %s%s%s", db->path, why,
				error != 0 ? ": " : "", error != 0 ? strerror(error) : ""));
	default:
		return (vt_fail(VT_E_INTERNAL, "%s: %s (SQLite %d)", db->path, why, rc));
	}
}

vt_err
vt_db_script(struct vt_db *db, const char *sql)
{
	int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

	return (rc == SQLITE_OK ? VT_OK : vt_db_fail(db, rc));
}

/* NORMAL: what is committed outlives the process, and outlives the machine from
 * vt_writer_commit() on.  An object changes some fifty pages, many of them the
 * same each time: so checkpoints come seldom (4096 pages are 16 MB). */
static const char vt_db_writer_pragmas[] = "PRAGMA journal_mode = WAL;"
					   "PRAGMA synchronous = NORMAL;"
					   "PRAGMA wal_autocheckpoint = 4096;"
					   "PRAGMA journal_size_limit = 67108864;"
					   "PRAGMA cache_size = -65536;";

static vt_err
vt_db_configure(struct vt_db *db, bool is_writer)
{
	vt_err err;

	(void)sqlite3_busy_timeout(db->h, VT_DB_BUSY_MS);
	(void)sqlite3_extended_result_codes(db->h, 1);
	/* A reader leaves the log to the writer also when it is the last to close:
	 * a sandboxed worker writes nothing but the shared index. */
	if (!is_writer)
		(void)sqlite3_db_config(db->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (!is_writer)
		sqlite3_progress_handler(db->h, VT_DB_STEPS, vt_db_progress, db);
	/* Temporary b-trees stay in memory: a worker may not write files. */
	err = vt_db_script(db, "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
			       "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;");
	if (err == VT_OK)
		err =
		    vt_db_script(db, is_writer ? vt_db_writer_pragmas : "PRAGMA query_only = ON;");
	return (err);
}

vt_err
vt_db_open(struct vt_db *db, const char *path, bool is_writer)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, rc;
	char real[VT_OWNED_PATH_MAX];
	vt_err err;

	*db = (struct vt_db){ .path = strdup(path) };
	if (db->path == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to open %s", path));
	if (path[0] == ':')	/* no file: ":memory:" */
		(void)snprintf(real, sizeof(real), "%s", path);
	else if (vt_owned_path(path, real) != 0) {
		err = vt_fail(VT_E_IO, "%s cannot be opened: %s", path, vt_owned_error());
		vt_db_close(db);
		return (err);
	}
	flags |= (is_writer ? SQLITE_OPEN_CREATE : 0) |
		 (geteuid() == 0 ? SQLITE_OPEN_NOFOLLOW : 0);
	rc = sqlite3_open_v2(real, &db->h, flags, NULL);
	err = rc == SQLITE_OK ? vt_db_configure(db, is_writer) : vt_db_fail(db, rc);
	if (err != VT_OK)
		vt_db_close(db);
	return (err);
}

void
vt_db_close(struct vt_db *db)
{
	for (size_t i = 0; i < db->kept_room; i++)
		(void)sqlite3_finalize(db->kept[i]);
	free(db->kept);
	(void)sqlite3_close(db->h);
	free(db->path);
	*db = (struct vt_db){ .h = NULL };
}

/* Where the statement of that text is kept, or the empty slot for it (FNV-1a). */
static size_t
vt_db_slot(const struct vt_db *db, const char *sql)
{
	uint64_t hash = 0xcbf29ce484222325u;
	size_t at;

	for (const char *c = sql; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
	at = (size_t)(hash ^ (hash >> 32)) & (db->kept_room - 1);
	while (db->kept[at] != NULL && strcmp(sqlite3_sql(db->kept[at]), sql) != 0)
		at = (at + 1) & (db->kept_room - 1);
	return (at);
}

static vt_err
vt_db_make_room(struct vt_db *db)
{
	struct vt_db wider = *db;

	if (db->kept_count * 2 < db->kept_room)
		return (VT_OK);
	wider.kept_room = db->kept_room != 0 ? db->kept_room * 2 : VT_DB_KEPT_FIRST;
	wider.kept = calloc(wider.kept_room, sizeof(*wider.kept));
	if (wider.kept == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the statements of %s", db->path));
	for (size_t i = 0; i < db->kept_room; i++)
		if (db->kept[i] != NULL)
			wider.kept[vt_db_slot(&wider, sqlite3_sql(db->kept[i]))] = db->kept[i];
	free(db->kept);
	*db = wider;
	return (VT_OK);
}

static vt_err
vt_db_prepare(struct vt_db *db, const char *sql, sqlite3_stmt **st_r)
{
	vt_err err = vt_db_make_room(db);
	size_t at;
	int rc;

	if (err != VT_OK)
		return (err);
	at = vt_db_slot(db, sql);
	if (db->kept[at] == NULL) {
		rc = sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &db->kept[at],
					NULL);
		if (rc != SQLITE_OK)
			return (vt_db_fail(db, rc));
		db->kept_count++;
	}
	*st_r = db->kept[at];
	return (VT_OK);
}

static int
vt_db_bind(sqlite3_stmt *st, int at, const struct vt_bind *b)
{
	const char *p = b->bytes.p != NULL ? b->bytes.p : "";

	switch (b->type) {
	case VT_BIND_INT:
		return (sqlite3_bind_int64(st, at, b->number));
	case VT_BIND_TEXT:
		return (sqlite3_bind_text64(st, at, p, b->bytes.len, SQLITE_STATIC, SQLITE_UTF8));
	case VT_BIND_BLOB:
		return (sqlite3_bind_blob64(st, at, p, b->bytes.len, SQLITE_STATIC));
	case VT_BIND_POINTER:
		return (sqlite3_bind_pointer(st, at, b->pointer, b->pointer_type, NULL));
	default:
		return (sqlite3_bind_null(st, at));
	}
}

vt_err
vt_db_query(struct vt_db *db, sqlite3_stmt **st_r, const char *sql, const struct vt_bind *binds,
	    size_t count)
{
	sqlite3_stmt *st = NULL;
	size_t wanted;
	vt_err err = vt_db_prepare(db, sql, &st);

	if (err != VT_OK)
		return (err);
	vt_assert(!sqlite3_stmt_busy(st));
	wanted = (size_t)sqlite3_bind_parameter_count(st);
	vt_assert(wanted <= count);
	for (size_t i = 0; i < wanted; i++) {
		int rc = vt_db_bind(st, (int)i + 1, &binds[i]);

		if (rc != SQLITE_OK) {
			vt_db_done(st);
			return (vt_db_fail(db, rc));
		}
	}
	*st_r = st;
	return (VT_OK);
}

vt_err
vt_db_next(struct vt_db *db, sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);

	if (rc == SQLITE_ROW)
		return (VT_OK);
	return (rc == SQLITE_DONE ? VT_E_END : vt_db_fail(db, rc));
}

void
vt_db_done(sqlite3_stmt *st)
{
	if (st == NULL)
		return;
	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
}

vt_err
vt_db_row(struct vt_db *db, struct vt_row *row, const char *sql, const struct vt_bind *binds,
	  size_t count)
{
	vt_err err;

	row->st = NULL;
	err = vt_db_query(db, &row->st, sql, binds, count);
	return (err == VT_OK ? vt_db_next(db, row->st) : err);
}

vt_err
vt_db_run(struct vt_db *db, const char *sql, const struct vt_bind *binds, size_t count)
{
	struct vt_row none;
	vt_err err = vt_db_row(db, &none, sql, binds, count);

	vt_db_done(none.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_db_int(struct vt_db *db, int64_t *value_r, const char *sql, const struct vt_bind *binds,
	  size_t count)
{
	struct vt_row row;
	vt_err err = vt_db_row(db, &row, sql, binds, count);

	if (err == VT_OK)
		*value_r = vt_row_int(&row, 0);
	vt_db_done(row.st);
	return (err);
}

int64_t
vt_db_changes(struct vt_db *db)
{
	return (sqlite3_changes64(db->h));
}

int64_t
vt_db_inserted(struct vt_db *db)
{
	return (sqlite3_last_insert_rowid(db->h));
}

struct vt_str
vt_row_peek(const struct vt_row *row, int column)
{
	const void *p = sqlite3_column_blob(row->st, column);
	int len = sqlite3_column_bytes(row->st, column);

	return ((struct vt_str){ p != NULL ? p : "", len > 0 ? (size_t)len : 0 });
}

struct vt_str
vt_row_str(struct vt_row *row, int column)
{
	struct vt_str s = vt_row_peek(row, column);

	if (s.len == 0)
		return (VT_STR(""));
	s = vt_str_dup(row->a, s);
	if (s.p == NULL)
		row->is_short = true;
	return (s);
}

int64_t
vt_row_int(const struct vt_row *row, int column)
{
	return (sqlite3_column_int64(row->st, column));
}

void *
vt_list_add(struct vt_arena *a, struct vt_list *l, size_t size)
{
	char *items = l->items;

	if (l->count == l->room) {
		size_t room = l->room != 0 ? l->room * 2 : 8;

		items = vt_arena_array(a, room, size);
		if (items == NULL)
			return (NULL);
		if (l->count != 0)
			memcpy(items, l->items, l->count * size);
		l->items = items;
		l->room = room;
	}
	return (items + size * l->count++);
}
