/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writing end: opening it (lock, database, migrations) and its transactions.
 * What is written is in write_*.c, what ingest asks before in origin.c.
 */
#include "catalog/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/owned.h"
#include "api/time.h"
#include "catalog/connect.h"
#include "catalog/db/lock.h"
#include "catalog/facets/facets.h"
#include "catalog/schema/schema.h"
#include "catalog/store.h"
#include "catalog/words/terms.h"
#include "catalog/write/index.h"

/* What root makes belongs to whoever owns the folder: the server reads it
 * without root's rights.  SQLite gives its own files to the database's owner. */
static vt_err
vt_writer_make(const char *path)
{
	int fd = vt_owned_open(path, O_RDWR | O_CREAT, 0644);

	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s cannot be opened for writing: %s; give it to the user that the server "
				"runs as (server.user)", path, vt_owned_error()));
	(void)close(fd);
	if (vt_owned_give(path) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be given to the owner of its folder: %s", path,
				vt_owned_error()));
	return (VT_OK);
}

/* Words of the index made by other rules (an older program, another libstemmer)
 * could neither be found nor be taken out again. */
static vt_err
vt_writer_reindex(struct vt_writer *w, struct vt_arena *a)
{
	struct vt_str rules = vt_terms_rules(a);
	int64_t same = 0, stamp;
	vt_err err;

	if (rules.p == NULL)
		return (VT_E_LIMIT);
	err = vt_db_int(&w->db, &same, "SELECT search_rules = ?1 FROM meta",
			VT_BINDS(VT_TEXT(rules)));
	if (err != VT_OK || same)
		return (err);
	err = vt_write_begin(w);
	if (err != VT_OK)
		return (err);
	err = vt_index_renew(&w->db);
	if (err == VT_OK)
		err = vt_db_run(&w->db, "UPDATE meta SET search_rules = ?1",
				VT_BINDS(VT_TEXT(rules)));
	if (err == VT_OK)
		err = vt_write_stamp(w, &stamp);
	return (vt_write_end(w, err));
}

static vt_err
vt_writer_connect(struct vt_writer *w, struct vt_arena *a, const char *data_dir)
{
	struct vt_str path = vt_str_printf(a, "%s/catalog.db", data_dir);
	int64_t is_dirty = 0;
	vt_err err;

	if (path.p == NULL)
		return (VT_E_LIMIT);
	if (vt_owned_mkdir(data_dir, 0755) != 0 && errno != EEXIST)
		return (vt_fail(VT_E_IO, "the folder %s cannot be made: %s", data_dir,
				vt_owned_error()));
	err = vt_lock_take(data_dir, &w->lock_fd);
	if (err == VT_OK)
		err = vt_writer_make(path.p);
	if (err == VT_OK)
		err = vt_connect(&w->db, path.p, true);
	if (err == VT_OK)
		err = vt_schema_migrate(&w->db, &vt_schema);
	if (err == VT_OK)
		err = vt_writer_reindex(w, a);
	if (err == VT_OK)
		err = vt_write_facets_again(w);
	if (err == VT_OK)
		err = vt_db_int(&w->db, &is_dirty, "SELECT generation <> batch FROM meta", NULL, 0);
	w->is_dirty = is_dirty != 0;
	return (err);
}

/* What the system forbids, said better than SQLite can. */
static vt_err
vt_writer_explain(const char *data_dir, vt_err err)
{
	if (err != VT_E_IO || eaccess(data_dir, W_OK) == 0 || errno != EACCES)
		return (err);
	return (vt_fail(VT_E_IO, "user %d may not write in %s: give the folder and all in it to the "
			"user that the server runs as (server.user), and run this as that user or "
			"as root", (int)geteuid(), data_dir));
}

vt_err
vt_writer_open(const char *data_dir, struct vt_writer **w_r)
{
	struct vt_writer *w = calloc(1, sizeof(*w));
	struct vt_arena *a;
	vt_err err;

	if (w == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to open the catalogue in %s", data_dir));
	w->lock_fd = -1;
	w->now = vt_time_now;
	a = vt_arena_new(0);
	err = vt_writer_explain(data_dir, vt_writer_connect(w, a, data_dir));
	vt_arena_free(&a);
	if (err != VT_OK)
		vt_writer_close(&w);
	else
		*w_r = w;
	return (err);
}

void
vt_writer_close(struct vt_writer **w)
{
	struct vt_writer *writer = *w;

	if (writer == NULL)
		return;
	*w = NULL;
	vt_db_close(&writer->db);
	vt_lock_drop(&writer->lock_fd);
	free(writer);
}

vt_err
vt_write_begin(struct vt_writer *w)
{
	return (vt_db_run(&w->db, "BEGIN IMMEDIATE", NULL, 0));
}

vt_err
vt_write_end(struct vt_writer *w, vt_err err)
{
	if (err == VT_OK)
		err = vt_db_run(&w->db, "COMMIT", NULL, 0);
	if (err != VT_OK)
		(void)sqlite3_exec(w->db.h, "ROLLBACK", NULL, NULL, NULL);
	return (err);
}

/* batch, which is no generation now, says that the batch is open: a commit of
 * its own, once a batch, that readers see before anything of the batch. */
vt_err
vt_write_announce(struct vt_writer *w)
{
	int64_t now = w->now();
	vt_err err = VT_OK;

	if (w->is_open)
		return (VT_OK);
	if ((err = vt_write_begin(w)) != VT_OK)
		return (err);
	err = vt_write_ended(w, now);
	if (err == VT_OK)
		err = vt_db_run(&w->db,
				"UPDATE meta SET batch = -1, datestamp = max(datestamp, ?1)",
				VT_BINDS(VT_INT(now)));
	err = vt_write_end(w, err);
	w->is_open = err == VT_OK;
	return (err);
}

vt_err
vt_write_stamp(struct vt_writer *w, int64_t *stamp_r)
{
	int64_t now = w->now();
	vt_err err = vt_write_ended(w, now);

	/* Only a reason to have vt_writer_commit() write: true also when this
	 * transaction is rolled back, which costs one needless write. */
	w->is_dirty = true;
	if (err != VT_OK)
		return (err);
	return (vt_db_int(&w->db, stamp_r,
			  "UPDATE meta SET generation = generation + 1, state = randomblob(16), "
			  "datestamp = max(datestamp, ?1) RETURNING datestamp",
			  VT_BINDS(VT_INT(now))));
}

static vt_err
vt_writer_mark(struct vt_writer *w)
{
	vt_err err = vt_write_begin(w);

	if (err != VT_OK)
		return (err);
	return (vt_write_end(w, vt_db_run(&w->db, "UPDATE meta SET batch = generation", NULL, 0)));
}

vt_err
vt_writer_commit(struct vt_writer *w, int64_t *generation_r)
{
	vt_err err = VT_OK, back;

	if (w->is_dirty) {
		/* This one commit waits for the disk, and with it all before it. */
		err = vt_db_script(&w->db, "PRAGMA synchronous = FULL");
		if (err == VT_OK)
			err = vt_writer_mark(w);
		back = vt_db_script(&w->db, "PRAGMA synchronous = NORMAL;"
					    "PRAGMA wal_checkpoint(PASSIVE)");
		err = err != VT_OK ? err : back;
	} else if (w->is_open) {
		err = vt_writer_mark(w);
	}
	if (err != VT_OK)
		return (err);
	w->is_dirty = false;
	w->is_open = false;
	return (vt_db_int(&w->db, generation_r, "SELECT generation FROM meta", NULL, 0));
}
