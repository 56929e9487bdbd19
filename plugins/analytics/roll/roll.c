/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll-up, in two steps that may each be killed anywhere.  First what spools hold
 * goes as it stands into a file of pending lines (pending.c), with how far each was read
 * into usage.db, and they are removed.  Then all lines that are there go through the rules, and sums, and lines
 * that may still matter, take their place in one transaction.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db.h"

#define ROLL_NAMES_MAX	1024	/* spool files between two done() */
#define ROLL_CHUNK	(1u << 20)	/* bytes of lines in memory */
#define ROLL_TAKEN_DAYS	7	/* how long a file's name is known after it was read */

struct roll {
	const struct analytics_state *state;
	struct analytics_db	*db;
	struct analytics_rolled	 r;
	struct analytics_pending file;
	struct vt_buf		 lines;		/* not in the file yet */
	bool			 is_kept;	/* lines that stay are in a new file */
	int64_t			 lost, dropped;
	int64_t			 pending;	/* lines that are to be summed up, with those */
	struct roll_mark {
		char	name[33];
		int64_t	bytes;
	}			 marks[ROLL_NAMES_MAX];
	size_t			 mark_count;
	sqlite3_stmt		*seen;
	vt_err			 err;
};

/* --- taking ----------------------------------------------------------------------- */

static vt_err
roll_put_lines(struct roll *r)
{
	vt_err	err = vt_buf_error(&r->lines);

	if (err == VT_OK)
		err = analytics_pending_put(&r->file, vt_buf_get(&r->lines));
	vt_buf_reset(&r->lines);
	return (err);
}

/* What is in memory goes where it is kept, in pieces. */
static void
roll_relieve(struct roll *r)
{
	if (r->lines.len >= ROLL_CHUNK && r->err == VT_OK)
		r->err = roll_put_lines(r);
}

static void
roll_line(void *arg, struct vt_str line, int64_t count)
{
	struct roll	*r = arg;

	if (vt_str_eq_c(line, ANALYTICS_LOST)) {
		r->lost += count;
	} else if (vt_str_eq_c(line, VT_SPOOL_DROPPED) ||
	    r->pending >= r->state->conf->lines_max) {
		r->dropped += count;
	} else {
		vt_buf_int(&r->lines, count);
		vt_buf_char(&r->lines, '\t');
		vt_buf_str(&r->lines, line);
		vt_buf_char(&r->lines, '\n');
		r->pending++;
		roll_relieve(r);
	}
}

static int64_t
roll_begin(void *arg, struct vt_str name)
{
	struct roll	*r = arg;
	int64_t		 bytes = 0;
	vt_err		 err;

	analytics_db_text(r->seen, 1, name);
	err = analytics_db_next(r->db, r->seen);
	if (err == VT_OK)
		bytes = sqlite3_column_int64(r->seen, 0);
	else if (err != VT_E_END)
		r->err = err;
	(void)sqlite3_reset(r->seen);
	return (bytes);
}

static void
roll_end(void *arg, struct vt_str name, int64_t bytes)
{
	struct roll	*r = arg;

	if (r->mark_count == ROLL_NAMES_MAX || name.len >= sizeof(r->marks[0].name)) {
		r->err = vt_fail(VT_E_LIMIT, "more than %d spools of usage are read at once",
		    ROLL_NAMES_MAX);
		return;
	}
	memcpy(r->marks[r->mark_count].name, name.p, name.len);
	r->marks[r->mark_count].name[name.len] = '\0';
	r->marks[r->mark_count++].bytes = bytes;
}

static vt_err
roll_put_marks(struct roll *r)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(r->db, "INSERT INTO taken VALUES(?1, ?2, ?3) "
			    "ON CONFLICT(name) DO UPDATE SET bytes = ?2, at = ?3", &s);

	for (size_t i = 0; i < r->mark_count && err == VT_OK; i++) {
		analytics_db_text(s, 1, vt_str_of(r->marks[i].name));
		(void)sqlite3_bind_int64(s, 2, r->marks[i].bytes);
		(void)sqlite3_bind_int64(s, 3, vt_time_now());
		err = analytics_db_run(r->db, s);
	}
	(void)sqlite3_finalize(s);
	return (err);
}

static vt_err
roll_add_meta(struct roll *r, const char *name, int64_t n)
{
	int64_t	before;
	vt_err	err = analytics_db_meta(r->db, name, 0, &before);

	return (err == VT_OK && n != 0 ? analytics_db_meta_set(r->db, name, before + n) : err);
}

static vt_err
roll_end_transaction(struct roll *r, vt_err err)
{
	if (err == VT_OK)
		err = analytics_db_do(r->db, "COMMIT");
	if (err != VT_OK)
		(void)sqlite3_exec(r->db->sql, "ROLLBACK", NULL, NULL, NULL);
	return (err);
}

static vt_err
roll_done(void *arg)
{
	struct roll	*r = arg;
	vt_err		 err = r->err;

	if (err != VT_OK || (err = roll_put_lines(r)) != VT_OK ||
	    (err = analytics_db_do(r->db, "BEGIN IMMEDIATE")) != VT_OK)
		return (err);
	err = analytics_pending_note(&r->file);
	if (err == VT_OK)
		err = analytics_db_meta_set(r->db, "pending", r->pending);
	if (err == VT_OK)
		err = roll_put_marks(r);
	if (err == VT_OK)
		err = roll_add_meta(r, "lost", r->lost);
	if (err == VT_OK)
		err = roll_add_meta(r, "dropped", r->dropped);
	if ((err = roll_end_transaction(r, err)) != VT_OK)
		return (err);
	r->r.lost += r->lost;
	r->r.dropped += r->dropped;
	r->lost = r->dropped = 0;
	r->mark_count = 0;
	return (VT_OK);
}

static vt_err
roll_take(struct roll *r)
{
	static const struct vt_spool_marks	marks = { roll_begin, roll_end };
	const struct vt_spool_reader		reader = { roll_line, roll_done, r };
	vt_err					err;

	if ((err = analytics_db_meta(r->db, "pending", 0, &r->pending)) != VT_OK)
		return (err);
	vt_buf_init(&r->lines, 0);
	err = analytics_db_prepare(r->db, "SELECT bytes FROM taken WHERE name = ?1", &r->seen);
	if (err == VT_OK)
		err = vt_spool_take_marked(r->state->stem, &reader, &marks);
	(void)sqlite3_finalize(r->seen);
	vt_buf_fini(&r->lines);
	return (err);
}

/* --- summing up ---------------------------------------------------------------------- */

static void
roll_fold_lines(void *arg, struct vt_str lines)
{
	analytics_fold_put(arg, lines);
}

static vt_err
roll_images(struct vt_catalog *catalog, struct analytics_fold *f)
{
	struct vt_arena	*a;
	struct vt_image	 image;
	const char	*name;
	vt_err		 err = VT_OK;

	for (size_t at = 0; err == VT_OK && (name = analytics_fold_image(f, &at)) != NULL;) {
		a = vt_arena_new(0);
		err = vt_catalog_image(catalog, a, vt_str_of(name), &image);
		if (err == VT_OK || err == VT_E_NOTFOUND)
			analytics_fold_image_is(f, at, err == VT_OK ? image.object : VT_STR_NONE);
		err = err == VT_E_NOTFOUND ? VT_OK : err;
		vt_arena_free(&a);
	}
	return (err);
}

static vt_err
roll_keep_lines(struct roll *r, struct analytics_fold *f, int64_t from_ms)
{
	size_t	at = 0, count;
	vt_err	err;

	r->pending = 0;
	do {
		count = analytics_fold_keep(f, from_ms, &at, ROLL_CHUNK, &r->lines);
		r->pending += (int64_t)count;
		err = roll_put_lines(r);
	} while (count > 0 && err == VT_OK);
	if (err == VT_OK)
		err = analytics_pending_note(&r->file);
	return (err == VT_OK ? analytics_db_meta_set(r->db, "pending", r->pending) : err);
}

/* What may still matter: of sessions that are not over, and for lines that come late. */
static vt_err
roll_keep(struct roll *r, struct analytics_fold *f)
{
	int64_t		now = vt_time_now();
	vt_err		err = analytics_pending_next(&r->file);

	vt_buf_init(&r->lines, 0);
	if (err == VT_OK)
		err = roll_keep_lines(r, f, (now - r->state->conf->keep_lines) * 1000);
	vt_buf_fini(&r->lines);
	if (err == VT_OK)
		err = analytics_db_meta_set(r->db, "rolled", now);
	if (err == VT_OK)
		err = roll_add_meta(r, "lines", analytics_fold_lines(f));
	return (err);
}

static vt_err
roll_forget(struct roll *r)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(r->db, "DELETE FROM taken WHERE at < ?1", &s);

	if (err == VT_OK) {
		(void)sqlite3_bind_int64(s, 1, vt_time_now() - ROLL_TAKEN_DAYS * 86400);
		err = analytics_db_run(r->db, s);
	}
	(void)sqlite3_finalize(s);
	return (err);
}

static vt_err
roll_fold(struct roll *r, struct vt_catalog *catalog, struct analytics_fold *f)
{
	vt_err	err = analytics_pending_each(&r->file, roll_fold_lines, f);

	if (err == VT_OK)
		err = roll_images(catalog, f);
	if (err == VT_OK)
		err = analytics_fold_run(f);
	if (err != VT_OK || (err = analytics_db_do(r->db, "BEGIN IMMEDIATE")) != VT_OK)
		return (err);
	err = analytics_store(r->db, catalog, f);
	if (err == VT_OK)
		err = analytics_show(r->db, analytics_fold_lines(f) > 0);
	if (err == VT_OK)
		err = roll_keep(r, f);
	if (err == VT_OK)
		err = roll_forget(r);
	err = roll_end_transaction(r, err);
	r->is_kept = err == VT_OK;
	return (err);
}

static vt_err
roll_all(struct roll *r, struct vt_catalog *catalog)
{
	struct analytics_fold	*f = analytics_fold_new();
	vt_err			 err;

	if (f == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to sum up usage"));
	err = analytics_db_open(r->state->folder, ANALYTICS_WRITE, &r->db);
	if (err == VT_OK)
		err = analytics_pending_open(&r->file, r->db, r->state->folder, r->state->conf->fsync);
	if (err == VT_OK)
		err = roll_take(r);
	if (err == VT_OK)
		err = roll_fold(r, catalog, f);
	r->r.lines = analytics_fold_lines(f);
	analytics_fold_free(&f);
	analytics_pending_close(&r->file, r->is_kept);
	analytics_db_close(&r->db);
	return (err);
}

/* --- one at a time ---------------------------------------------------------------------- */

static vt_err
roll_lock(const char *folder, int *fd_r)
{
	struct flock	lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char		*path;
	int		 fd;

	if (asprintf(&path, "%s/usage.lock", folder) < 0)
		return (vt_fail(VT_E_NOMEM, "no memory for the lock of usage"));
	fd = vt_owned_open(path, O_RDWR | O_CREAT, 0640);
	if (fd < 0)
		(void)vt_fail(VT_E_IO, "%s cannot be made: %s", path, vt_owned_error());
	else
		analytics_own(path);
	free(path);
	if (fd < 0)
		return (VT_E_IO);
	if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
		(void)close(fd);
		return (vt_fail(VT_E_BUSY, "usage is being summed up already"));
	}
	*fd_r = fd;
	return (VT_OK);
}

vt_err
analytics_roll(const struct analytics_state *state, struct vt_catalog *catalog,
    struct analytics_rolled *r_r)
{
	struct roll	*r = calloc(1, sizeof(*r));
	int		 fd = -1;
	vt_err		 err;

	if (r == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to sum up usage"));
	r->state = state;
	r->file.fd = -1;
	if ((err = roll_lock(state->folder, &fd)) == VT_OK) {
		err = roll_all(r, catalog);
		*r_r = r->r;
		(void)close(fd);
	}
	free(r);
	return (err);
}
