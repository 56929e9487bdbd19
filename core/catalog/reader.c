/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening and closing a thread's read connection, the transaction around a
 * request, and the generation.  The questions are in read_*.c.
 */
#include "catalog/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/time.h"
#include "catalog/connect.h"
#include "catalog/facets/facets.h"
#include "catalog/schema/schema.h"
#include "catalog/store.h"

/* What the system forbids, said better than SQLite can. */
static vt_err
vt_catalog_explain(const char *data_dir, const char *path, vt_err err)
{
	if (err != VT_E_IO)
		return (err);
	if (eaccess(path, R_OK) != 0)
		return (vt_fail(VT_E_UNAVAILABLE,
				"%s cannot be read by user %d: give it to the "
				"user that the server runs as (server.user)",
				path, (int)geteuid()));
	if (eaccess(data_dir, W_OK) != 0)
		return (vt_fail(VT_E_UNAVAILABLE,
				"user %d may not write in %s: also a reader of "
				"catalog.db needs that, for SQLite's shared index catalog.db-shm; "
				"give the folder to the user that the server runs as (server.user)",
				(int)geteuid(), data_dir));
	return (err);
}

static vt_err
vt_catalog_connect(struct vt_catalog *c, const char *path)
{
	vt_err err;

	if (eaccess(c->data_dir, F_OK) != 0 && errno == ENOENT)
		return (vt_fail(VT_E_UNAVAILABLE,
				"data.dir %s is not there: set data.dir to where the catalogue is; "
				"if there is none yet, `vartai ingest` makes it",
				c->data_dir));
	if (eaccess(path, F_OK) != 0 && errno == ENOENT)
		return (vt_fail(VT_E_UNAVAILABLE,
				"there is no catalogue %s yet: run "
				"`vartai ingest`",
				path));
	err = vt_connect(&c->db, path, false);
	if (err == VT_OK)
		err = vt_schema_check(&c->db, &vt_schema);
	return (vt_catalog_explain(c->data_dir, path, err));
}

vt_err
vt_catalog_open(const char *data_dir, const char *base_url, struct vt_catalog **c_r)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str path = vt_str_printf(a, "%s/catalog.db", data_dir);
	struct vt_catalog *c = calloc(1, sizeof(*c));
	vt_err err = VT_E_NOMEM;

	if (c != NULL) {
		c->now = vt_time_now;
		c->search_ms = VT_SEARCH_SECONDS * 1000;
		c->data_dir = strdup(data_dir);
		c->own_base_url = c->base_url = vt_str_of(strdup(base_url));
	}
	if (c == NULL || path.p == NULL || c->data_dir == NULL || c->base_url.p == NULL)
		err = vt_fail(VT_E_NOMEM, "no memory to open the catalogue in %s", data_dir);
	else
		err = vt_catalog_connect(c, path.p);
	vt_arena_free(&a);
	if (err != VT_OK)
		vt_catalog_close(&c);
	else
		*c_r = c;
	return (err);
}

void
vt_catalog_tidies(struct vt_catalog *c)
{
	(void)sqlite3_db_config(c->db.h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
}

void
vt_catalog_close(struct vt_catalog **c)
{
	struct vt_catalog *catalog = *c;

	if (catalog == NULL)
		return;
	*c = NULL;
	vt_db_close(&catalog->db);
	free(catalog->data_dir);
	free((void *)(uintptr_t)catalog->own_base_url.p);
	free(catalog);
}

/* The first read fixes what the whole transaction sees. */
static vt_err
vt_catalog_fix(struct vt_catalog *c)
{
	int64_t version;
	vt_err err = vt_db_int(&c->db, &c->generation, "SELECT generation FROM meta", NULL, 0);

	if (err == VT_OK)
		err = vt_db_int(&c->db, &version, "PRAGMA user_version", NULL, 0);
	if (err == VT_OK && version != vt_schema.count)
		err = vt_fail(VT_E_UNAVAILABLE,
			      "%s was migrated by a newer Vartai while this one "
			      "is running: restart this one with the newer program",
			      c->db.path);
	return (err);
}

vt_err
vt_catalog_begin(struct vt_catalog *c)
{
	vt_err err;

	if (c->depth == 0) {
		c->holds_until = 0;
		c->began = c->now();
		err = vt_db_run(&c->db, "BEGIN", NULL, 0);
		if (err != VT_OK)
			return (err);
		err = vt_catalog_fix(c);
		if (err != VT_OK) {
			(void)sqlite3_exec(c->db.h, "ROLLBACK", NULL, NULL, NULL);
			return (err);
		}
	}
	c->depth++;
	return (VT_OK);
}

void
vt_catalog_end(struct vt_catalog *c)
{
	if (c->depth == 0 || --c->depth != 0)
		return;
	c->base_url = c->own_base_url;
	/* A read transaction has nothing to lose: when even this fails, a rollback
	 * lets go of it. */
	if (vt_db_run(&c->db, "COMMIT", NULL, 0) != VT_OK)
		(void)sqlite3_exec(c->db.h, "ROLLBACK", NULL, NULL, NULL);
}

void
vt_catalog_base_url(struct vt_catalog *c, struct vt_str base_url)
{
	c->base_url = base_url;
}

int64_t
vt_catalog_holds_until(const struct vt_catalog *c)
{
	return (c->holds_until);
}

vt_err
vt_catalog_generation(struct vt_catalog *c, int64_t *generation_r)
{
	if (c->depth == 0)
		return (vt_db_int(&c->db, generation_r, "SELECT generation FROM meta", NULL, 0));
	*generation_r = c->generation;
	return (VT_OK);
}

vt_err
vt_catalog_state(struct vt_catalog *c, struct vt_catalog_state *state_r)
{
	struct vt_row row = { 0 };
	struct vt_str name;
	vt_err err = vt_db_row(&c->db, &row, "SELECT generation, state FROM meta", NULL, 0);

	name = err == VT_OK ? vt_row_peek(&row, 1) : VT_STR_NONE;
	if (err == VT_OK && name.len == sizeof(state_r->name)) {
		state_r->generation = vt_row_int(&row, 0);
		memcpy(state_r->name, name.p, name.len);
	} else if (err == VT_OK || err == VT_E_END) {
		err = vt_fail(VT_E_FORMAT, "%s does not say which state it is in", c->db.path);
	}
	vt_db_done(row.st);
	return (err);
}

vt_err
vt_catalog_has_old_facets(struct vt_catalog *c, bool *has_r)
{
	int64_t version = 0;
	vt_err err = vt_db_int(&c->db, &version, "SELECT version FROM facet_rules", NULL, 0);

	*has_r = err == VT_OK && version != VT_FACET_RULES;
	return (err);
}
