/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Migrations: which there are, and running those that a database lacks.  The
 * SQL is in core/catalog/schema, put into the program by the assembler (which
 * looks in the include path, core/).
 */
#include "catalog/schema/schema.h"

#include <stdio.h>

#define VT_SCHEMA_FILE(symbol, file)                                                               \
	__asm__(".pushsection .rodata\n\t.globl " #symbol "\n\t.hidden " #symbol                   \
		"\n\t.type " #symbol ", @object\n" #symbol ":\n\t.incbin \"" file                  \
		"\"\n\t.byte 0\n\t.size " #symbol ", . - " #symbol "\n\t.popsection");             \
	extern const char symbol[] __attribute__((visibility("hidden")))

VT_SCHEMA_FILE(vt_schema_001, "catalog/schema/001_catalogue.sql");
VT_SCHEMA_FILE(vt_schema_002, "catalog/schema/002_embargo.sql");
VT_SCHEMA_FILE(vt_schema_003, "catalog/schema/003_state.sql");
VT_SCHEMA_FILE(vt_schema_004, "catalog/schema/004_sets.sql");
VT_SCHEMA_FILE(vt_schema_005, "catalog/schema/005_places.sql");
VT_SCHEMA_FILE(vt_schema_006, "catalog/schema/006_vocabulary.sql");
VT_SCHEMA_FILE(vt_schema_007, "catalog/schema/007_viewing.sql");
VT_SCHEMA_FILE(vt_schema_008, "catalog/schema/008_activity.sql");
VT_SCHEMA_FILE(vt_schema_009, "catalog/schema/009_facets.sql");
VT_SCHEMA_FILE(vt_schema_010, "catalog/schema/010_windows.sql");
VT_SCHEMA_FILE(vt_schema_011, "catalog/schema/011_points.sql");

/* Number n at n - 1; a number that was never used stays NULL. */
static const char *const vt_schema_files[] = {
	[0] = vt_schema_001, [1] = vt_schema_002, [2] = vt_schema_003,
	[3] = vt_schema_004, [4] = vt_schema_005, [5] = vt_schema_006,
	[6] = vt_schema_007, [7] = vt_schema_008, [8] = vt_schema_009,
	[9] = vt_schema_010,
	[10] = vt_schema_011,
};

const struct vt_migrations vt_schema = { vt_schema_files,
					 sizeof(vt_schema_files) / sizeof(vt_schema_files[0]) };

struct vt_schema_state {
	int64_t application, version, tables;
};

/* In one transaction: a writer may be making the tables at this moment. */
static vt_err
vt_schema_look(struct vt_db *db, struct vt_schema_state *state_r)
{
	struct vt_schema_state s;
	vt_err err = vt_db_script(db, "BEGIN");

	if (err != VT_OK)
		return (err);
	err = vt_db_int(db, &s.application, "PRAGMA application_id", NULL, 0);
	if (err == VT_OK)
		err = vt_db_int(db, &s.version, "PRAGMA user_version", NULL, 0);
	if (err == VT_OK)
		err = vt_db_int(db, &s.tables, "SELECT count(*) FROM sqlite_schema", NULL, 0);
	(void)sqlite3_exec(db->h, "COMMIT", NULL, NULL, NULL);
	if (err == VT_OK)
		*state_r = s;
	return (err);
}

/* What neither reader nor writer may touch. */
static vt_err
vt_schema_refuse(struct vt_db *db, const struct vt_migrations *m, int64_t *version_r)
{
	struct vt_schema_state s;
	vt_err err = vt_schema_look(db, &s);

	if (err != VT_OK)
		return (err);
	if (s.application != VT_SCHEMA_APPLICATION && (s.application != 0 || s.tables != 0))
		return (vt_fail(VT_E_CONFLICT,
				"%s is another program's database, not a catalogue: set data.dir "
				"to a folder of Vartai's own",
				db->path));
	if (s.version > m->count)
		return (vt_fail(VT_E_CONFLICT,
				"%s was written by a newer Vartai (schema %lld; this program knows "
				"up to %d): use that program, or restore an older catalogue",
				db->path, (long long)s.version, m->count));
	*version_r = s.application == VT_SCHEMA_APPLICATION ? s.version : 0;
	return (VT_OK);
}

static vt_err
vt_schema_step(struct vt_db *db, const struct vt_migrations *m, int number)
{
	char mark[96];
	vt_err err = vt_db_script(db, "BEGIN IMMEDIATE");

	if (err != VT_OK)
		return (err);
	(void)snprintf(mark, sizeof(mark), "PRAGMA application_id = %d; PRAGMA user_version = %d",
		       VT_SCHEMA_APPLICATION, number);
	if (m->sql[number - 1] != NULL)
		err = vt_db_script(db, m->sql[number - 1]);
	if (err == VT_OK)
		err = vt_db_script(db, mark);
	if (err == VT_OK)
		err = vt_db_script(db, "COMMIT");
	if (err != VT_OK) {
		(void)vt_fail_in(err, "migrating the catalogue to schema %d", number);
		(void)sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
	}
	return (err);
}

vt_err
vt_schema_migrate(struct vt_db *db, const struct vt_migrations *m)
{
	int64_t version;
	vt_err err = vt_schema_refuse(db, m, &version);

	while (err == VT_OK && version < m->count)
		err = vt_schema_step(db, m, (int)++version);
	return (err);
}

vt_err
vt_schema_check(struct vt_db *db, const struct vt_migrations *m)
{
	int64_t version;
	vt_err err = vt_schema_refuse(db, m, &version);

	if (err != VT_OK)
		return (err);
	if (version == 0)
		return (vt_fail(VT_E_UNAVAILABLE, "%s is empty: run `vartai ingest`", db->path));
	if (version < m->count)
		return (vt_fail(VT_E_UNAVAILABLE,
				"%s was written by an older Vartai (schema %lld; this program "
				"needs %d): run `vartai ingest`, which brings it up to date",
				db->path, (long long)version, m->count));
	return (VT_OK);
}
