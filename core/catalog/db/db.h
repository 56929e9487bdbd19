/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite as the catalogue uses it: one connection a thread, statements
 * prepared once and kept until the connection is closed, values always bound.
 * Only for core/catalog.
 */
#ifndef VT_CATALOG_DB_H
#define VT_CATALOG_DB_H

#include <sqlite3.h>

#include "api/arena.h"
#include "api/str.h"

#define VT_DB_BUSY_MS	10000	/* how long a lock of another process is waited for */
#define VT_DB_STEPS	1000	/* of SQLite's machine between two looks at the clock */

struct vt_db {
	sqlite3		*h;
	char		*path;
	sqlite3_stmt	**kept;		/* open addressing by the text's hash */
	size_t		 kept_count, kept_room;
	int64_t		 ends_ms;	/* vt_time_coarse_ms() at which it gives up; 0: never */
};

/* Opens path, or makes it when for writing.  A reader is query_only, yet opens
 * for writing too where it may: WAL's shared index needs that. */
vt_err	vt_db_open(struct vt_db *db, const char *path, bool is_writer) VT_MUST_CHECK;
/* Finalises what is kept; safe on a zeroed one. */
void	vt_db_close(struct vt_db *db);
/* A sentence for what SQLite last said; rc as it returned it. */
vt_err	vt_db_fail(struct vt_db *db, int rc);

/* What is read from now on has ms milliseconds in all; then a statement ends with
 * VT_E_BADARG, for who asked for something that takes so long.  Readers only. */
void	vt_db_hurry(struct vt_db *db, int64_t ms);
void	vt_db_calm(struct vt_db *db);
bool	vt_db_is_late(const struct vt_db *db);
/* VT_E_BADARG with that sentence when it is late: between statements. */
vt_err	vt_db_in_time(const struct vt_db *db) VT_MUST_CHECK;

struct vt_bind {
	enum { VT_BIND_INT, VT_BIND_TEXT, VT_BIND_BLOB, VT_BIND_NULL, VT_BIND_POINTER } type;
	int64_t		 number;
	struct vt_str	 bytes;
	void		*pointer;
	const char	*pointer_type;
};
#define VT_INT(v)	((struct vt_bind){ .type = VT_BIND_INT, .number = (v) })
#define VT_TEXT(v)	((struct vt_bind){ .type = VT_BIND_TEXT, .bytes = (v) })
#define VT_BLOB(v)	((struct vt_bind){ .type = VT_BIND_BLOB, .bytes = (v) })
/* NULL for 0: a reference that may be absent. */
#define VT_REF(v)	((struct vt_bind){ .type = (v) != 0 ? VT_BIND_INT : VT_BIND_NULL, \
			    .number = (v) })
/* For functions and tables of ours, which ask for the type (a literal). */
#define VT_POINTER(p, t) ((struct vt_bind){ .type = VT_BIND_POINTER, .pointer = (p), \
			    .pointer_type = (t) })
#define VT_BINDS(...)	(const struct vt_bind[]){ __VA_ARGS__ }, \
			sizeof((const struct vt_bind[]){ __VA_ARGS__ }) / sizeof(struct vt_bind)

/* A kept statement with its values bound, not yet stepped; end it with
 * vt_db_done().  What is bound is borrowed until then; values beyond those that
 * sql names are passed over. */
vt_err	vt_db_query(struct vt_db *db, sqlite3_stmt **st_r, const char *sql,
	    const struct vt_bind *binds, size_t count) VT_MUST_CHECK;
/* VT_OK: a row; VT_E_END: no more; else it failed. */
vt_err	vt_db_next(struct vt_db *db, sqlite3_stmt *st) VT_MUST_CHECK;
void	vt_db_done(sqlite3_stmt *st);	/* st may be NULL */
/* A statement without rows. */
vt_err	vt_db_run(struct vt_db *db, const char *sql, const struct vt_bind *binds,
	    size_t count) VT_MUST_CHECK;
/* The first column of the first row; VT_E_END when there is no row. */
vt_err	vt_db_int(struct vt_db *db, int64_t *value_r, const char *sql,
	    const struct vt_bind *binds, size_t count) VT_MUST_CHECK;
/* Statements without values (PRAGMA, BEGIN, a migration), not kept. */
vt_err	vt_db_script(struct vt_db *db, const char *sql) VT_MUST_CHECK;
/* Rows that the last vt_db_run() changed, triggers not counted. */
int64_t	vt_db_changes(struct vt_db *db);
int64_t	vt_db_inserted(struct vt_db *db);	/* rowid of the last insert */

/* A row being read into an arena.  is_short: the arena had no more room for
 * some of it, and what was read must not be used. */
struct vt_row {
	sqlite3_stmt	*st;
	struct vt_arena	*a;
	bool		 is_short;
};
struct vt_str vt_row_str(struct vt_row *row, int column);	/* a copy */
int64_t	vt_row_int(const struct vt_row *row, int column);
/* The first row alone, its st to be ended with vt_db_done(), also after an error.  VT_E_END:
 * there is none. */
vt_err	vt_db_row(struct vt_db *db, struct vt_row *row, const char *sql,
	    const struct vt_bind *binds, size_t count) VT_MUST_CHECK;
/* Borrowed until the statement moves. */
struct vt_str vt_row_peek(const struct vt_row *row, int column);

/* A list that grows in an arena. */
struct vt_list {
	void	*items;
	size_t	 count, room;
};
/* Room for one more of size bytes, zeroed; NULL (and vt_fail) when there is none. */
void	*vt_list_add(struct vt_arena *a, struct vt_list *l, size_t size);

#endif
