/* SPDX-License-Identifier: Apache-2.0 */
/* The table vt_found(?): a list in memory, as SQL reads it.  No SQL of the schema may
 * name it, and without its pointer it is empty. */
#include <math.h>
#include <stdlib.h>

#include "catalog/search/found.h"

enum { VT_FOUND_ID, VT_FOUND_EVERY, VT_FOUND_ABOUT, VT_FOUND_LIST };

struct vt_found_cursor {
	sqlite3_vtab_cursor base;
	const struct vt_gathered *list;
	size_t at;
};

static int
vt_found_connect(sqlite3 *db, void *arg, int argc, const char *const *argv, sqlite3_vtab **t_r,
		 char **why_r)
{
	int rc = sqlite3_declare_vtab(db, "CREATE TABLE x(id INTEGER, every REAL, about REAL, "
					  "list HIDDEN)");

	(void)arg, (void)argc, (void)argv, (void)why_r;
	if (rc != SQLITE_OK)
		return (rc);
	(void)sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
	*t_r = calloc(1, sizeof(**t_r));
	return (*t_r != NULL ? SQLITE_OK : SQLITE_NOMEM);
}

static int
vt_found_disconnect(sqlite3_vtab *t)
{
	free(t);
	return (SQLITE_OK);
}

/* Only the list is given from outside; all of it is read, in order. */
static int
vt_found_best(sqlite3_vtab *t, sqlite3_index_info *info)
{
	(void)t;
	for (int i = 0; i < info->nConstraint; i++) {
		if (info->aConstraint[i].iColumn != VT_FOUND_LIST ||
		    info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
			continue;
		if (!info->aConstraint[i].usable)
			return (SQLITE_CONSTRAINT);
		info->aConstraintUsage[i].argvIndex = 1;
		info->aConstraintUsage[i].omit = 1;
	}
	info->estimatedCost = 1000;
	info->estimatedRows = 1000;
	return (SQLITE_OK);
}

static int
vt_found_open(sqlite3_vtab *t, sqlite3_vtab_cursor **c_r)
{
	struct vt_found_cursor *c = calloc(1, sizeof(*c));

	(void)t;
	if (c == NULL)
		return (SQLITE_NOMEM);
	*c_r = &c->base;
	return (SQLITE_OK);
}

static int
vt_found_close(sqlite3_vtab_cursor *c)
{
	free(c);
	return (SQLITE_OK);
}

static int
vt_found_filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc,
		sqlite3_value **argv)
{
	struct vt_found_cursor *c = (struct vt_found_cursor *)base;

	(void)number, (void)name;
	c->list = argc == 1 ? sqlite3_value_pointer(argv[0], VT_FOUND_POINTER) : NULL;
	c->at = 0;
	return (SQLITE_OK);
}

static int
vt_found_next(sqlite3_vtab_cursor *base)
{
	((struct vt_found_cursor *)base)->at++;
	return (SQLITE_OK);
}

static int
vt_found_eof(sqlite3_vtab_cursor *base)
{
	const struct vt_found_cursor *c = (const struct vt_found_cursor *)base;

	return (c->list == NULL || c->at >= c->list->count);
}

static int
vt_found_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid_r)
{
	*rowid_r = (sqlite3_int64)((struct vt_found_cursor *)base)->at;
	return (SQLITE_OK);
}

static int
vt_found_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct vt_found_cursor *c = (const struct vt_found_cursor *)base;
	const struct vt_found *f = &((const struct vt_found *)c->list->items)[c->at];
	float score = column == VT_FOUND_EVERY ? f->every : f->about;

	if (column == VT_FOUND_ID)
		sqlite3_result_int64(context, f->object);
	else if (column != VT_FOUND_LIST && !isnan(score))
		sqlite3_result_double(context, score);
	return (SQLITE_OK);
}

static const sqlite3_module vt_found_module = {
	.xConnect = vt_found_connect,
	.xBestIndex = vt_found_best,
	.xDisconnect = vt_found_disconnect,
	.xOpen = vt_found_open,
	.xClose = vt_found_close,
	.xFilter = vt_found_filter,
	.xNext = vt_found_next,
	.xEof = vt_found_eof,
	.xColumn = vt_found_column,
	.xRowid = vt_found_rowid,
};

vt_err
vt_found_register(struct vt_db *db)
{
	int rc = sqlite3_create_module_v2(db->h, "vt_found", &vt_found_module, NULL, NULL);

	return (rc == SQLITE_OK ? VT_OK : vt_db_fail(db, rc));
}
