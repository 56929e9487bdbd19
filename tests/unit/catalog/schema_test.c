/* SPDX-License-Identifier: Apache-2.0 */
/* Opening: migrations run by themselves and whole; what is newer, foreign,
 * absent, locked or forbidden is refused with a sentence. */
#include "store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "catalog/connect.h"
#include "catalog/schema/schema.h"
#include "catalog/words/terms.h"

static struct vt_db
raw(struct test_store *s)
{
	struct vt_db db;
	char path[160];

	(void)snprintf(path, sizeof(path), "%s/catalog.db", s->dir);
	ok(vt_connect(&db, path, true));
	return (db);
}

static void
script(struct test_store *s, const char *sql)
{
	struct vt_db db = raw(s);

	ok(vt_db_script(&db, sql));
	vt_db_close(&db);
}

static int64_t
number(struct vt_db *db, const char *sql)
{
	int64_t n = -1;

	ok(vt_db_int(db, &n, sql, NULL, 0));
	return (n);
}

static void
an_empty_folder_gets_all(void **state)
{
	struct test_store *s = *state;
	int64_t generation;

	refused(vt_catalog_open(s->dir, "x", &s->c), VT_E_UNAVAILABLE, "vartai ingest");
	test_open_writer(s);
	assert_int_equal(number(&s->w->db, "PRAGMA user_version"), vt_schema.count);
	assert_int_equal(number(&s->w->db, "PRAGMA application_id"), VT_SCHEMA_APPLICATION);
	assert_int_equal(number(&s->w->db, "PRAGMA foreign_keys"), 1);
	test_open_reader(s);
	assert_int_equal(number(&s->c->db, "PRAGMA query_only"), 1);
	ok(vt_catalog_generation(s->c, &generation));
	assert_true(generation > 0);
	vt_writer_close(&s->w);
	vt_catalog_close(&s->c);
	/* Again: nothing to do. */
	test_open_writer(s);
	test_open_reader(s);
}

static const char *const steps[] = {
	"CREATE TABLE one (x); INSERT INTO one VALUES (1);",
	"CREATE TABLE two (x); INSERT INTO two SELECT x + 1 FROM one;",
	"CREATE TABLE three (x); INSERT INTO three VALUES (3); SELECT broken FROM nowhere;",
};

static void
from_one_to_the_next(void **state)
{
	struct test_store *s = *state;
	struct vt_db db = raw(s);

	ok(vt_schema_migrate(&db, &(struct vt_migrations){ steps, 1 }));
	assert_int_equal(number(&db, "PRAGMA user_version"), 1);
	refused(vt_schema_check(&db, &(struct vt_migrations){ steps, 2 }), VT_E_UNAVAILABLE,
		"older Vartai (schema 1; this program needs 2)");
	ok(vt_schema_migrate(&db, &(struct vt_migrations){ steps, 2 }));
	assert_int_equal(number(&db, "PRAGMA user_version"), 2);
	assert_int_equal(number(&db, "SELECT x FROM two"), 2);
	ok(vt_schema_check(&db, &(struct vt_migrations){ steps, 2 }));
	/* One that fails leaves nothing of itself. */
	refused(vt_schema_migrate(&db, &(struct vt_migrations){ steps, 3 }), VT_E_INTERNAL,
		"migrating the catalogue to schema 3: ");
	assert_int_equal(number(&db, "PRAGMA user_version"), 2);
	assert_int_equal(number(&db, "SELECT count(*) FROM sqlite_schema WHERE name = 'three'"), 0);
	vt_db_close(&db);
}

/* A catalogue from before the sets of kinds: its records are in them afterwards,
 * tombstones too, under the datestamps that they had. */
static void
records_join_the_new_sets(void **state)
{
	struct test_store *s = *state;
	struct vt_db db = raw(s);

	ok(vt_schema_migrate(&db, &(struct vt_migrations){ vt_schema.sql, 3 }));
	ok(vt_db_script(
	    &db, "INSERT INTO institution (id, code) VALUES (1, 'X');"
		 "INSERT INTO harvest_set (id, spec, institution) VALUES (1, 'institution:X', 1);"
		 "INSERT INTO record_format VALUES (1, 'oai_dc', '', '');"
		 "INSERT INTO object SELECT value, 'o' || value, iif(value < 4, 1, NULL), value % 5, 0, 0, "
		 "0, 0, value = 3, 0, '', '', '', '', 0 FROM json_each('[1,2,3,4]');"
		 "INSERT INTO record SELECT id, id, 1, 70 + id, iif(id = 3, 1, 2 * (id = 2)), "
		 "iif(id < 4, 'institution:X', ''), '' FROM object;"
		 "INSERT INTO record_set SELECT 1, 0, datestamp, id FROM record WHERE state < 2;"
		 "INSERT INTO record_set SELECT 1, 1, datestamp, id FROM record "
		 "WHERE state < 2 AND id < 4;"));
	ok(vt_schema_migrate(&db, &(struct vt_migrations){ vt_schema.sql, 4 }));
	assert_int_equal(number(&db, "SELECT sum(id * (identifier = 'o' || id)) FROM record"), 10);
	assert_int_equal(number(&db, "SELECT count(*) FROM record WHERE (id = 1 AND sets = "
				     "'institution:X kind:image') OR (id = 2 AND sets = 'institution:X') "
				     "OR (id = 3 AND sets = 'institution:X kind:video') "
				     "OR (id = 4 AND sets = 'kind:3d')"), 4);
	assert_int_equal(number(&db, "SELECT sum(m.datestamp) FROM record_set m JOIN harvest_set s "
				     "ON s.id = m.harvest_set WHERE s.spec = 'institution'"), 71 + 73);
	assert_int_equal(number(&db, "SELECT sum(m.record * 10 + s.kind) FROM record_set m "
				     "JOIN harvest_set s ON s.id = m.harvest_set "
				     "WHERE s.kind >= 0"), 11 + 33 + 44);
	assert_int_equal(number(&db, "SELECT sum(count) FROM record_count"), 3 + 2 + 2 + 3);
	vt_db_close(&db);
}

/* A collection that was called as the sets of kinds are now makes room for them, with
 * all below it; other collections keep their names. */
static void
collections_make_room_for_kinds(void **state)
{
	struct test_store *s = *state;
	struct vt_db db = raw(s);

	ok(vt_schema_migrate(&db, &(struct vt_migrations){ vt_schema.sql, 3 }));
	ok(vt_db_script(
	    &db, "INSERT INTO collection (id, spec, parent) VALUES (1, 'kind', NULL), (2, 'kind:text', 1), "
		 "(3, 'kind-', NULL), (4, 'kinder', NULL), (5, 'a:kind', NULL);"
		 "INSERT INTO harvest_set (id, spec, collection) SELECT id, spec, id FROM collection;"
		 "INSERT INTO record_format VALUES (1, 'oai_dc', '', '');"
		 "INSERT INTO object SELECT value, 'o' || value, NULL, 0, 0, 0, 0, 0, 0, 0, '', '', '', '', 0 "
		 "FROM json_each('[1,2,3]');"
		 "INSERT INTO record VALUES (1, 1, 1, 71, 0, 'kinder kind', ''), "
		 "(2, 2, 1, 72, 0, 'kind:text a:kind kind-', ''), (3, 3, 1, 73, 0, 'a:kind', '');"
		 "INSERT INTO record_set VALUES (1, 1, 71, 1), (1, 1, 72, 2), (1, 2, 72, 2);"));
	ok(vt_schema_migrate(&db, &vt_schema));
	assert_int_equal(number(&db, "SELECT count(*) FROM collection c JOIN harvest_set s "
				     "ON s.collection = c.id AND s.spec = c.spec "
				     "WHERE (c.id, c.spec) IN (VALUES (1, 'kind--'), (2, 'kind--:text'), "
				     "(3, 'kind-'), (4, 'kinder'), (5, 'a:kind'))"), 5);
	assert_int_equal(number(&db, "SELECT count(*) FROM record WHERE (id, sets) IN (VALUES "
				     "(1, 'kinder kind-- kind:text'), "
				     "(2, 'kind--:text a:kind kind- kind:text'), (3, 'a:kind kind:text'))"),
			 3);
	assert_int_equal(number(&db, "SELECT sum(m.record) FROM record_set m JOIN harvest_set s "
				     "ON s.id = m.harvest_set WHERE s.spec LIKE 'kind--%'"), 1 + 2 + 2);
	assert_int_equal(number(&db, "SELECT count(*) FROM record_set m JOIN harvest_set s "
				     "ON s.id = m.harvest_set WHERE s.spec = 'kind:text'"), 3);
	vt_db_close(&db);
}

static void
a_newer_one_is_refused(void **state)
{
	struct test_store *s = *state;

	test_open_writer(s);
	vt_writer_close(&s->w);
	script(s, "PRAGMA user_version = 99");
	refused(vt_writer_open(s->dir, &s->w), VT_E_CONFLICT, "newer Vartai (schema 99; this program");
	refused(vt_catalog_open(s->dir, "x", &s->c), VT_E_CONFLICT, "newer Vartai (schema 99;");
	assert_null(s->w);
	assert_null(s->c);
}

/* A server that was running when a newer program migrated what it reads. */
static void
a_migration_under_a_reader_is_said(void **state)
{
	struct test_store *s = *state;
	char back[64];

	(void)snprintf(back, sizeof(back), "PRAGMA user_version = %d", vt_schema.count);
	test_open_writer(s);
	test_open_reader(s);
	ok(vt_catalog_begin(s->c));
	vt_catalog_end(s->c);
	ok(vt_db_script(&s->w->db, "PRAGMA user_version = 99"));
	refused(vt_catalog_begin(s->c), VT_E_UNAVAILABLE, "restart");
	ok(vt_db_script(&s->w->db, back));
	ok(vt_catalog_begin(s->c));
	vt_catalog_end(s->c);
}

static void
anothers_database_is_left_alone(void **state)
{
	struct test_store *s = *state;

	script(s, "CREATE TABLE theirs (x)");
	refused(vt_writer_open(s->dir, &s->w), VT_E_CONFLICT, "another program's database");
	refused(vt_catalog_open(s->dir, "x", &s->c), VT_E_CONFLICT, "another program's database");
}

static void
a_damaged_file_is_said(void **state)
{
	struct test_store *s = *state;
	char path[160], junk[4096];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/catalog.db", s->dir);
	memset(junk, 'j', sizeof(junk));
	fd = open(path, O_WRONLY | O_CREAT, 0644);
	assert_int_equal(write(fd, junk, sizeof(junk)), sizeof(junk));
	(void)close(fd);
	refused(vt_writer_open(s->dir, &s->w), VT_E_FORMAT, "damaged");
	refused(vt_catalog_open(s->dir, "x", &s->c), VT_E_FORMAT, "damaged");
}

static void
the_second_ingest_is_refused(void **state)
{
	struct test_store *s = *state;
	struct vt_writer *second = NULL;
	char pid[32];

	test_open_writer(s);
	(void)snprintf(pid, sizeof(pid), "process %ld", (long)getpid());
	refused(vt_writer_open(s->dir, &second), VT_E_CONFLICT, pid);
	assert_null(second);
	vt_writer_close(&s->w);
	test_open_writer(s);
}

/* A writer that was killed leaves no lock behind. */
static void
a_dead_ingest_holds_nothing(void **state)
{
	struct test_store *s = *state;
	int ready[2], status;
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		struct vt_writer *w;

		if (vt_writer_open(s->dir, &w) != VT_OK || write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			(void)pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	refused(vt_writer_open(s->dir, &s->w), VT_E_CONFLICT, "another ingest");
	(void)kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	test_open_writer(s);
	(void)close(ready[0]);
	(void)close(ready[1]);
}

/* Runs fn as nobody in a process of its own; its exit status. */
static int
as_nobody(struct test_store *s, int (*fn)(struct test_store *))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(setgid(65534) != 0 || setuid(65534) != 0 ? 99 : fn(s));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return (WEXITSTATUS(status));
}

static int
open_is_forbidden(struct test_store *s)
{
	vt_err err = vt_catalog_open(s->dir, "x", &s->c);

	return (err == VT_E_UNAVAILABLE &&
			strstr(vt_fail_text(err), "user 65534 may not write in") != NULL &&
			strstr(vt_fail_text(err), "server.user") != NULL
		    ? 0
		    : 1);
}

static int
writing_is_forbidden(struct test_store *s)
{
	vt_err err = vt_writer_open(s->dir, &s->w);

	return (err == VT_E_IO &&
			strstr(vt_fail_text(err), "user 65534 may not write in") != NULL &&
			strstr(vt_fail_text(err), "server.user") != NULL
		    ? 0
		    : 1);
}

static int
read_is_forbidden(struct test_store *s)
{
	vt_err err = vt_catalog_open(s->dir, "x", &s->c);

	return (err == VT_E_UNAVAILABLE && strstr(vt_fail_text(err), "cannot be read by user 65534")
		    ? 0
		    : 1);
}

static int
open_works(struct test_store *s)
{
	int64_t generation;

	if (vt_catalog_open(s->dir, "x", &s->c) != VT_OK)
		return (1);
	if (vt_catalog_begin(s->c) != VT_OK || vt_catalog_generation(s->c, &generation) != VT_OK)
		return (2);
	if (vt_db_script(&s->c->db, "DELETE FROM meta") == VT_OK)
		return (3);
	vt_catalog_end(s->c);
	vt_catalog_close(&s->c);
	return (0);
}

/* As a worker after it dropped root: the folder must be its own. */
static void
a_worker_without_root(void **state)
{
	struct test_store *s = *state;
	char path[160];
	struct stat st;

	if (geteuid() != 0) {
		print_message("skipped: only root can become another user\n");
		skip();
	}
	(void)snprintf(path, sizeof(path), "%s/catalog.db", s->dir);
	test_open_writer(s);
	vt_writer_close(&s->w);
	assert_int_equal(chmod(s->dir, 0755), 0);
	assert_int_equal(as_nobody(s, open_is_forbidden), 0);
	assert_int_equal(as_nobody(s, writing_is_forbidden), 0);
	assert_int_equal(chmod(s->dir, 0700), 0);
	assert_int_equal(as_nobody(s, read_is_forbidden), 0);
	assert_int_equal(chmod(s->dir, 0755), 0);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(as_nobody(s, read_is_forbidden), 0);
	/* Made by root in nobody's folder: nobody's from the start. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(chown(s->dir, 65534, 65534), 0);
	test_open_writer(s);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_uid, 65534);
	assert_int_equal(as_nobody(s, open_works), 0);
	vt_writer_close(&s->w);
	/* All in it is nobody's, but for the folder. */
	assert_int_equal(chmod(s->dir, 0500), 0);
	assert_int_equal(as_nobody(s, writing_is_forbidden), 0);
	assert_int_equal(chmod(s->dir, 0755), 0);
	assert_int_equal(as_nobody(s, open_works), 0);
}

/* An index made by other rules is made again when a writer opens. */
static void
other_rules_make_the_index_again(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t generation, later;

	test_open_writer(s);
	test_institution(s, "LT-Pa", NULL);
	test_object_init(&t, "a", "Ąžuolai");
	t.o.record_count = 0;
	test_put(s, &t);
	ok(vt_db_script(&s->w->db, "UPDATE meta SET search_rules = 'other';"
				   "INSERT INTO search(search) VALUES('delete-all')"));
	ok(vt_writer_commit(s->w, &generation));
	assert_int_equal(number(&s->w->db, "SELECT count(*) FROM search WHERE search MATCH 'azuolai'"),
			 0);
	vt_writer_close(&s->w);
	test_open_writer(s);
	assert_int_equal(number(&s->w->db, "SELECT count(*) FROM search WHERE search MATCH 'azuolai'"),
			 1);
	ok(vt_writer_commit(s->w, &later));
	assert_true(later > generation);
}

/* A catalogue from before places: its texts are searched, and its boxes are there. */
static void
texts_get_places(void **state)
{
	static const char blob[] = "x'01020014283c1800140046" "00'";
	struct vt_text_search q = { .words = S("ąžuolai"), .object = 7, .limit = 9 };
	struct test_store *s = *state;
	struct vt_db db = raw(s);
	struct vt_text_hit *hits;
	struct vt_term *terms;
	int64_t total;
	size_t count;
	char sql[900];

	ok(vt_schema_migrate(&db, &(struct vt_migrations){ vt_schema.sql, 4 }));
	(void)snprintf(sql, sizeof(sql),
		       "INSERT INTO object VALUES (7, 'o', NULL, 0, 0, 0, 0, 0, 0, 1, '', '', 'lt', 'o', "
		       "19270101);"
		       "INSERT INTO description VALUES (7, '<object/>', 'Giria', 'o');"
		       "INSERT INTO image VALUES (1, 'i', 100, 200, 0, 'v', '', '', '', 0, '');"
		       "INSERT INTO page VALUES (3, 7, 1, '', 1, 1);"
		       "INSERT INTO page_text VALUES (3, 'Senas ąžuolas' || char(10), %s);", blob);
	ok(vt_db_script(&db, sql));
	vt_db_close(&db);
	test_open_writer(s);
	test_open_reader(s);
	ok(vt_catalog_text_search(s->c, s->a, &q, &hits, &count, &total));
	assert_int_equal(total, 1);
	vt_test_str("word", hits[0].exact, "ąžuolas");
	assert_int_equal(hits[0].boxes[0].x, 50);
	assert_int_equal(hits[0].boxes[0].y, 20);
	assert_int_equal(hits[0].boxes[0].w, 35);
	assert_int_equal(hits[0].boxes[0].h, 12);
	assert_int_equal(number(&s->c->db, "SELECT hex(substr(words, 1, 1)) FROM page_text"), 2);
	ok(vt_catalog_terms(s->c, s->a, 7, S("sen"), 1, 9, &terms, &count));
	assert_int_equal(count, 1);
}

static struct vt_catalog_state
state_of(struct test_store *s)
{
	struct vt_catalog_state state;

	vt_catalog_close(&s->c);
	test_open_reader(s);
	ok(vt_catalog_state(s->c, &state));
	return (state);
}

static void
contents_have_a_name(void **state)
{
	struct test_store *s = *state;
	struct vt_institution i = { .code = S("a") };
	struct vt_catalog_state empty, one, two;
	int64_t generation;
	struct vt_db db = raw(s);

	/* Also those that an older program wrote. */
	ok(vt_schema_migrate(&db, &(struct vt_migrations){ vt_schema.sql, 1 }));
	vt_db_close(&db);
	test_open_writer(s);
	empty = state_of(s);
	ok(vt_writer_institution(s->w, &i));
	ok(vt_writer_commit(s->w, &generation));
	one = state_of(s);
	assert_int_equal(one.generation, generation);
	assert_memory_not_equal(empty.name, one.name, sizeof(one.name));
	two = state_of(s);
	assert_memory_equal(two.name, one.name, sizeof(one.name));
	/* Set back to what it was, and another change: the number is there again. */
	script(s, "UPDATE meta SET generation = generation - 1");
	i.code = S("b");
	ok(vt_writer_institution(s->w, &i));
	ok(vt_writer_commit(s->w, &generation));
	two = state_of(s);
	assert_int_equal(two.generation, one.generation);
	assert_memory_not_equal(two.name, one.name, sizeof(one.name));
	script(s, "UPDATE meta SET state = 'short'");
	refused(vt_catalog_state(s->c, &two), VT_E_FORMAT, "which state it is in");
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, test_folder, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_folder(an_empty_folder_gets_all),
		in_folder(from_one_to_the_next),
		in_folder(records_join_the_new_sets),
		in_folder(collections_make_room_for_kinds),
		in_folder(a_newer_one_is_refused),
		in_folder(a_migration_under_a_reader_is_said),
		in_folder(anothers_database_is_left_alone),
		in_folder(a_damaged_file_is_said),
		in_folder(the_second_ingest_is_refused),
		in_folder(a_dead_ingest_holds_nothing),
		in_folder(a_worker_without_root),
		in_folder(other_rules_make_the_index_again),
		in_folder(texts_get_places),
		in_folder(contents_have_a_name),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
