/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue's shape: numbered migrations, the files of core/catalog/schema
 * built into the program.  A new one takes the next number; one that was
 * published is never changed.  Only for core/catalog and its tests.
 */
#ifndef VT_CATALOG_SCHEMA_H
#define VT_CATALOG_SCHEMA_H

#include "catalog/db/db.h"

#define VT_SCHEMA_APPLICATION 0x56415254 /* "VART", SQLite's application_id */

struct vt_migrations {
	const char *const	*sql;	/* number n at n - 1; NULL: there is none of it */
	int			 count;	/* the schema that this program knows */
};
extern const struct vt_migrations vt_schema;

/* Runs what is missing, each in a transaction of its own.  VT_E_CONFLICT: a
 * newer program wrote it, or it is another program's database. */
vt_err	vt_schema_migrate(struct vt_db *db, const struct vt_migrations *m) VT_MUST_CHECK;
/* For a reader: VT_E_CONFLICT as above; VT_E_UNAVAILABLE: there is nothing yet,
 * or an older program wrote it and no writer has migrated it. */
vt_err	vt_schema_check(struct vt_db *db, const struct vt_migrations *m) VT_MUST_CHECK;

#endif
