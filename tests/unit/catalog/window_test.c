/* SPDX-License-Identifier: Apache-2.0 */
/* How many records a window of a list has: exactly as many as are there, after
 * any history, and without looking at each of them. */
#include "store.h"

#include "catalog/connect.h"
#include "catalog/schema/schema.h"

#define SECONDS	   60
#define MANY	   100000
#define STEPS_MAX  8000 /* of SQLite's machine, for one count of MANY records */
#define BLOCK_FULL 1000	 /* schema/010_windows.sql */

static unsigned seed;

/* 0 ... n - 1 */
static int
some(int n)
{
	return (rand_r(&seed) / 7 % n);
}

static int64_t
number(struct vt_db *db, const char *sql)
{
	int64_t n = -1;

	ok(vt_db_int(db, &n, sql, NULL, 0));
	return (n);
}

static int64_t
counted(struct test_store *s, const char *format, const char *set, int64_t from, int64_t until)
{
	struct vt_record_query q = { .format = vt_str_of(format), .set = vt_str_of(set),
				     .from = from, .until = until };
	int64_t n = -1;

	ok(vt_catalog_record_count(s->c, &q, &n));
	return (n);
}

/* The same, one by one. */
static int64_t
slowly(struct test_store *s, const char *format, const char *set, int64_t from, int64_t until)
{
	int64_t n = -1;

	ok(vt_db_int(&s->c->db, &n,
		     "SELECT count(*) FROM record_set m JOIN record_format f ON f.id = m.format "
		     "WHERE f.prefix = ?1 AND m.datestamp BETWEEN ?3 AND ?4 AND m.harvest_set = "
		     "iif(?2 IN ('', 'kind'), 0, (SELECT id FROM harvest_set WHERE spec = ?2))",
		     VT_BINDS(VT_TEXT(vt_str_of(format)), VT_TEXT(vt_str_of(set)), VT_INT(from),
			      VT_INT(until))));
	return (n);
}

static void
the_same(struct test_store *s, const char *format, const char *set, int64_t from, int64_t until)
{
	int64_t is = counted(s, format, set, from, until),
		want = from > until ? 0 : slowly(s, format, set, from, until);

	if (is != want)
		fail_msg("%s of \"%s\" in %lld ... %lld: %lld, not %lld", format, set,
			 (long long)from, (long long)until, (long long)is, (long long)want);
}

/* Windows with open and closed ends, whose edges are where records are, or beside. */
static void
windows_are_right(struct test_store *s, const char *set, int windows)
{
	int64_t first = number(&s->c->db, "SELECT min(datestamp) FROM record_set"),
		last = number(&s->c->db, "SELECT max(datestamp) FROM record_set");
	int length = (int)(last - first);

	the_same(s, "oai_dc", set, 0, INT64_MAX);
	the_same(s, "oai_dc", set, INT64_MIN, INT64_MAX);
	the_same(s, "oai_dc", set, last, last);
	the_same(s, "oai_dc", set, 0, first - 1);
	the_same(s, "oai_dc", set, last + 1, INT64_MAX);
	for (int i = 0; i < windows; i++) {
		int64_t from = first - 1 + some(length + 3), until = from + some(length + 3);

		the_same(s, "oai_dc", set, from, until);
		the_same(s, "edm", set, from, from + some(4));
		the_same(s, "oai_dc", set, 0, until);
		the_same(s, "oai_dc", set, from, INT64_MAX);
	}
}

/* An object as it may be one day: of one of two libraries, in some collections, with
 * one or two records, of which one may be withheld; or withdrawn. */
static void
something_happens(struct test_store *s)
{
	static const char *const specs[] = { "spauda", "spauda:laikrasciai:vietos", "vaizdai" };
	struct test_object t;
	char identifier[16], xml[16];

	(void)snprintf(identifier, sizeof(identifier), "o%d", some(40));
	(void)snprintf(xml, sizeof(xml), "<dc>%d</dc>", some(3));
	test_object_init(&t, identifier, identifier);
	t.records[0].xml = vt_str_of(xml);
	if (some(2))
		test_record(&t, "edm", some(3) ? xml : "", "no rights");
	if (some(4) == 0)
		t.o.object.institution = S("LT-Bi");
	for (size_t i = 0; i < 3; i++)
		if (some(2))
			test_in(&t, specs[i]);
	t.o.object.kind = (enum vt_kind)some(3);
	test_put(s, &t);
	if (some(6) == 0)
		test_withdraw(s, identifier);
	if (some(3) == 0)
		test_time += some(4);
}

static void
whatever_happens_to_objects(void **state)
{
	static const char *const sets[] = { "",	       "spauda", "spauda:laikrasciai:vietos",
					    "vaizdai", "kind",	 "institution:LT-Bi",
					    "kind:text" };
	struct test_store *s = *state;

	seed = 1;
	for (int round = 0; round < 12; round++) {
		for (int i = 0; i < 40; i++)
			something_happens(s);
		for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
			windows_are_right(s, sets[i], 12);
	}
}

/* Records without objects, and lists of two formats, in the whole list and in one set. */
static void
listed_by_hand(struct test_store *s)
{
	ok(vt_db_script(&s->w->db, "PRAGMA foreign_keys = OFF; CREATE TEMP TABLE target AS "
				   "SELECT f.id AS format, m.id AS harvest_set FROM record_format f, "
				   "(SELECT 0 AS id UNION SELECT id FROM harvest_set WHERE spec = 'vaizdai') m"));
}

static void
run(struct test_store *s, const char *sql, int64_t one, int64_t two, int64_t three)
{
	ok(vt_db_run(&s->w->db, sql, VT_BINDS(VT_INT(one), VT_INT(two), VT_INT(three))));
}

/* ?2 more records behind the ?1 that there have ever been, ?3 a second. */
static const char more[] =
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2), "
    "t AS (SELECT coalesce(max(datestamp), 1000) AS last FROM record_set) "
    "INSERT INTO record_set SELECT format, harvest_set, t.last + n.i / ?3, ?1 + n.i "
    "FROM n, t, target WHERE harvest_set = 0 OR (?1 + n.i) % 3 = 0";
/* Of each ?1 records the ?2nd changes now, or ?3 seconds later. */
static const char change[] =
    "UPDATE record_set SET datestamp = (SELECT max(datestamp) FROM record_set) + ?3 "
    "WHERE record % ?1 = ?2";
static const char leave[] =
    "DELETE FROM record_set WHERE record % ?1 = ?2 AND harvest_set <> ?3 * 0";

static void
blocks_are_sound(struct test_store *s)
{
	assert_int_equal(number(&s->c->db, "SELECT count(*) FROM record_block WHERE count < 1"), 0);
	assert_int_equal(number(&s->c->db, "SELECT sum(count) FROM record_block"),
			 number(&s->c->db, "SELECT count(*) FROM record_set"));
	/* What a window may have to look at, at either edge. */
	assert_in_range(number(&s->c->db, "SELECT max((SELECT count(*) FROM record_set m WHERE "
					  "m.format = b.format AND m.harvest_set = b.harvest_set "
					  "AND m.datestamp >= b.first AND m.datestamp < b.last)) "
					  "FROM record_block b"),
			0, BLOCK_FULL);
}

static void
whatever_happens_to_long_lists(void **state)
{
	struct test_store *s = *state;
	int64_t made = 1;
	int count;

	seed = 2;
	listed_by_hand(s);
	for (int round = 0; round < 30; round++) {
		count = 1 + some(round % 7 == 0 ? 3 * BLOCK_FULL : BLOCK_FULL / 2);
		ok(vt_db_script(&s->w->db, "BEGIN IMMEDIATE"));
		run(s, more, made, count, round % 5 == 0 ? 100000 : 1 + some(SECONDS));
		made += count;
		run(s, change, 2 + some(50), some(3), some(2));
		run(s, leave, 2 + some(40), some(3), some(2));
		ok(vt_db_script(&s->w->db, "COMMIT"));
		blocks_are_sound(s);
		windows_are_right(s, "", 8);
		windows_are_right(s, "vaizdai", 8);
	}
	ok(vt_db_script(&s->w->db, "DELETE FROM record_set"));
	assert_int_equal(number(&s->c->db, "SELECT count(*) FROM record_block"), 0);
}

/* Records may come in another order, as a migration's might: counted as rightly. */
static void
in_any_order(void **state)
{
	struct test_store *s = *state;

	seed = 3;
	listed_by_hand(s);
	for (int round = 0; round < 6; round++) {
		ok(vt_db_script(&s->w->db, "BEGIN IMMEDIATE"));
		for (int i = 0; i < 2 * BLOCK_FULL; i++)
			run(s, "INSERT INTO record_set SELECT format, harvest_set, 5000 + ?2, ?1 "
			       "FROM target WHERE ?3 < 2 OR harvest_set = 0",
			    round * 2 * BLOCK_FULL + i, some(round % 2 ? 300 : 3000), some(4));
		run(s, "UPDATE record_set SET datestamp = datestamp - ?3 WHERE record % ?1 = ?2",
		    5 + some(7), some(5), some(900));
		ok(vt_db_script(&s->w->db, "COMMIT"));
		windows_are_right(s, "", 20);
		windows_are_right(s, "vaizdai", 20);
	}
}

static int
step(void *steps)
{
	(*(int64_t *)steps)++;
	return (0);
}

/* A hundred thousand records, most of them of one second. */
static void
a_count_looks_at_few(void **state)
{
	struct test_store *s = *state;
	int64_t steps = 0, busy;

	listed_by_hand(s);
	ok(vt_db_script(&s->w->db, "BEGIN IMMEDIATE"));
	run(s, more, 1, MANY / 10, 7);
	run(s, more, MANY, MANY, MANY);
	run(s, more, 3 * MANY, MANY / 10, 7);
	ok(vt_db_script(&s->w->db, "COMMIT"));
	busy = number(&s->c->db, "SELECT datestamp FROM record_set WHERE record = 100001");
	windows_are_right(s, "", 10);
	sqlite3_progress_handler(s->c->db.h, 1, step, &steps);
	for (int64_t from = busy - 200; from < busy + 200; from++) {
		steps = 0;
		(void)counted(s, "oai_dc", "", from, busy);
		(void)counted(s, "oai_dc", "", busy, from);
		(void)counted(s, "oai_dc", "", from, from + 50);
		(void)counted(s, "oai_dc", "", from, INT64_MAX);
		assert_in_range(steps, 1, 4 * STEPS_MAX);
	}
	sqlite3_progress_handler(s->c->db.h, 0, NULL, NULL);
}

/* A catalogue from before: its lists are cut into blocks, and counted on from there. */
static void
lists_from_before(void **state)
{
	struct test_store *s = *state;
	char path[160];
	struct vt_db db;

	(void)snprintf(path, sizeof(path), "%s/catalog.db", s->dir);
	ok(vt_connect(&db, path, true));
	ok(vt_schema_migrate(&db, &(struct vt_migrations){ vt_schema.sql, 9 }));
	ok(vt_db_script(&db,
			"PRAGMA foreign_keys = OFF;"
			"INSERT INTO record_format VALUES (1, 'oai_dc', '', ''), (2, 'edm', '', '');"
			"INSERT INTO harvest_set (id, spec) VALUES (70, 'vaizdai');"
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
			"INSERT INTO record_set SELECT f.id, h.id, iif(i BETWEEN 2000 AND 5000, 1500, "
			"500 + i / 2), i FROM n, record_format f, (SELECT 0 AS id UNION SELECT 70) h "
			"WHERE h.id = 0 OR i % 3 = 1;"));
	vt_db_close(&db);
	test_open_writer(s);
	test_open_reader(s);
	seed = 4;
	assert_in_range(number(&s->c->db, "SELECT count(*) FROM record_block"), 10, 30);
	blocks_are_sound(s);
	windows_are_right(s, "", 60);
	windows_are_right(s, "vaizdai", 60);
	listed_by_hand(s);
	run(s, change, 4, 1, 9);
	run(s, leave, 3, 2, 0);
	run(s, more, 10000, 5000, 3);
	blocks_are_sound(s);
	windows_are_right(s, "", 60);
	windows_are_right(s, "vaizdai", 60);
}

#define in_store(test) cmocka_unit_test_setup_teardown(test, test_store, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_store(whatever_happens_to_objects),
		in_store(whatever_happens_to_long_lists),
		in_store(in_any_order),
		in_store(a_count_looks_at_few),
		cmocka_unit_test_setup_teardown(lists_from_before, test_folder, test_away),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
