/* SPDX-License-Identifier: Apache-2.0 */
/* Records: what harvesters see, in which order, under which datestamps and in
 * which sets; counted rightly after every change, and flat at any depth. */
#include "store.h"

static struct vt_record
record(struct test_store *s, const char *identifier)
{
	struct vt_record r;

	ok(vt_catalog_record(s->c, s->a, vt_str_of(identifier), S("oai_dc"), &r));
	return (r);
}

static struct vt_record_query
all_of(const char *set)
{
	return ((struct vt_record_query){ .format = S("oai_dc"), .set = vt_str_of(set),
					  .until = INT64_MAX, .limit = 1000 });
}

static int64_t
count(struct test_store *s, const struct vt_record_query *q)
{
	int64_t n = -1;

	ok(vt_catalog_record_count(s->c, q, &n));
	return (n);
}

/* How many a set lists; what is counted and what is listed must agree. */
static int64_t
listed(struct test_store *s, const char *set)
{
	struct vt_record_query q = all_of(set);
	struct vt_record *list;
	size_t n;

	ok(vt_catalog_records(s->c, s->a, &q, &list, &n));
	assert_int_equal(count(s, &q), n);
	return ((int64_t)n);
}

static void
datestamps_move_with_what_is_seen(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t first = test_time;

	test_object_init(&t, "a", "A");
	test_in(&t, "spauda");
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, first);
	/* Another source, page or access: the record shows the same. */
	test_time += 10;
	test_page(&t, NULL, "tekstas");
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, first);
	/* Another XML. */
	test_time += 10;
	t.records[0].xml = S("<dc>2</dc>");
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, test_time);
	/* Another set. */
	test_time += 10;
	t.collections[0] = S("vaizdai");
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, test_time);
	/* Another institution is another set. */
	test_time += 10;
	t.o.object.institution = S("LT-Bi");
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, test_time);
	/* A name of an institution or collection is in no record by itself. */
	test_time += 10;
	test_institution(s, "LT-Bi", "Kitas vardas");
	test_collection(s, "vaizdai", "Vaizdai");
	assert_int_equal(record(s, "a").datestamp, test_time - 10);
}

static void
each_format_has_its_own(void **state)
{
	struct test_store *s = *state;
	struct vt_record_format *formats;
	struct test_object t;
	struct vt_record r;
	size_t n;

	test_object_init(&t, "a", "A");
	test_record(&t, "edm", "<edm/>", NULL);
	test_put(s, &t);
	test_time += 10;
	t.records[1].xml = S("<edm>2</edm>");
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, test_time - 10);
	ok(vt_catalog_record(s->c, s->a, S("a"), S("edm"), &r));
	assert_int_equal(r.datestamp, test_time);
	ok(vt_catalog_record_formats_of(s->c, s->a, S("a"), &formats, &n));
	assert_int_equal(n, 2);
	refused(vt_catalog_record(s->c, s->a, S("a"), S("marc"), &r), VT_E_UNSUPPORTED, "\"marc\"");
	refused(vt_catalog_record(s->c, s->a, S("b"), S("edm"), &r), VT_E_NOTFOUND, "\"b\"");
	refused(vt_catalog_record_formats_of(s->c, s->a, S("b"), &formats, &n), VT_E_NOTFOUND,
		"\"b\"");
}

/* The clock may be set back; datestamps are not. */
static void
time_never_goes_backwards(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t first = test_time;

	test_object_init(&t, "a", "A");
	test_put(s, &t);
	test_time -= 5000;
	test_object_init(&t, "b", "B");
	test_put(s, &t);
	assert_int_equal(record(s, "b").datestamp, first);
	vt_writer_close(&s->w);
	test_open_writer(s);
	test_object_init(&t, "c", "C");
	test_put(s, &t);
	assert_int_equal(record(s, "c").datestamp, first);
}

static void
sets_are_the_deepest_ones(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_record r;

	test_object_init(&t, "a", "A");
	test_in(&t, "spauda:laikrasciai:vietos");
	test_in(&t, "spauda");
	test_in(&t, "vaizdai");
	test_in(&t, "vaizdai");
	test_put(s, &t);
	r = record(s, "a");
	assert_int_equal(r.set_count, 4);
	vt_test_str("0", r.sets[0], "institution:LT-Pa");
	vt_test_str("1", r.sets[1], "spauda:laikrasciai:vietos");
	vt_test_str("2", r.sets[2], "vaizdai");
	vt_test_str("3", r.sets[3], "kind:text");
	/* It is found in each of them and in all above, once. */
	assert_int_equal(listed(s, "institution:LT-Pa"), 1);
	assert_int_equal(listed(s, "institution:LT-Bi"), 0);
	assert_int_equal(listed(s, "institution"), 1);
	assert_int_equal(listed(s, "kind"), 1);
	assert_int_equal(listed(s, "kind:text"), 1);
	assert_int_equal(listed(s, "kind:image"), 0);
	assert_int_equal(listed(s, "spauda"), 1);
	assert_int_equal(listed(s, "spauda:laikrasciai"), 1);
	assert_int_equal(listed(s, "spauda:laikrasciai:vietos"), 1);
	assert_int_equal(listed(s, "vaizdai"), 1);
	assert_int_equal(listed(s, "nera"), 0);
	assert_int_equal(listed(s, ""), 1);
}

static const char *
xml(struct test_store *s, int64_t rowid)
{
	struct vt_buf out;
	const char *copy;

	vt_buf_init(&out, 0);
	ok(vt_catalog_record_xml(s->c, rowid, &out));
	copy = vt_str_c(s->a, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (copy);
}

static const char *
filled(struct test_store *s, struct vt_str stored)
{
	struct vt_buf out;
	const char *copy;

	vt_buf_init(&out, 0);
	vt_record_fill(&out, stored, S("xy"));
	copy = vt_str_c(s->a, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (copy);
}

static void
the_public_address_is_filled_in(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_buf out;

	test_object_init(&t, "a", "A");
	t.records[0].xml = S("<dc>" VT_RECORD_BASE "/objects/a " VT_RECORD_BASE VT_RECORD_BASE "</dc>");
	test_put(s, &t);
	assert_string_equal(xml(s, record(s, "a").rowid),
			    "<dc>https://a.example/objects/a https://a.examplehttps://a.example</dc>");
	assert_string_equal(filled(s, VT_STR_NONE), "");
	assert_string_equal(filled(s, S("\001a\001")), "xyaxy");
	assert_string_equal(filled(s, S("\001\001a")), "xyxya");
	assert_string_equal(filled(s, S("a")), "a");
	/* Behind what is there, and nothing of a record that is not. */
	vt_buf_init(&out, 0);
	vt_buf_char(&out, '!');
	refused(vt_catalog_record_xml(s->c, 77, &out), VT_E_NOTFOUND, "77");
	ok(vt_catalog_record_xml(s->c, record(s, "a").rowid, &out));
	assert_true(vt_str_starts(vt_buf_get(&out), S("!<dc>https")));
	vt_buf_fini(&out);
	vt_buf_init(&out, 10);
	assert_int_equal(vt_catalog_record_xml(s->c, record(s, "a").rowid, &out), VT_E_LIMIT);
	vt_buf_fini(&out);
}

/* Longer than any arena: the record of an object of thousands of pages. */
static void
no_record_is_too_long(void **state)
{
	struct test_store *s = *state;
	struct vt_record_query q = all_of("");
	struct test_object t;
	struct vt_record *list;
	struct vt_buf long_xml;
	size_t n;

	vt_buf_init(&long_xml, 0);
	vt_buf_str(&long_xml, S("<dc>"));
	for (size_t i = 0; i < 1000000; i++)
		vt_buf_str(&long_xml, S("<a>" VT_RECORD_BASE "</a>"));
	vt_buf_str(&long_xml, S("</dc>"));
	test_object_init(&t, "a", "A");
	t.records[0].xml = vt_buf_get(&long_xml);
	test_put(s, &t);
	test_object_init(&t, "b", "B");
	test_put(s, &t);
	vt_buf_fini(&long_xml);
	/* With the working memory of one request. */
	vt_arena_free(&s->a);
	s->a = vt_arena_new(64 * 1024);
	ok(vt_catalog_records(s->c, s->a, &q, &list, &n));
	assert_int_equal(n, 2);
	vt_buf_init(&long_xml, 0);
	ok(vt_catalog_record_xml(s->c, record(s, "a").rowid, &long_xml));
	assert_int_equal(long_xml.len, 9 + 1000000 * (7 + strlen("https://a.example")));
	vt_buf_fini(&long_xml);
}

static void
withheld_records_are_not_seen(void **state)
{
	struct test_store *s = *state;
	struct vt_record_format *formats;
	struct test_object t;
	struct vt_record r;
	int64_t found;
	size_t n;

	test_object_init(&t, "a", "A");
	test_in(&t, "spauda");
	test_put(s, &t);
	test_object_init(&t, "b", "B");
	t.records[0] = (struct vt_new_record){ S("oai_dc"), S(""), S("no type") };
	test_in(&t, "spauda");
	test_put(s, &t);
	assert_int_equal(listed(s, ""), 1);
	assert_int_equal(listed(s, "spauda"), 1);
	refused(vt_catalog_record(s->c, s->a, S("b"), S("oai_dc"), &r), VT_E_UNSUPPORTED, "oai_dc");
	ok(vt_catalog_record_formats_of(s->c, s->a, S("b"), &formats, &n));
	assert_int_equal(n, 0);
	ok(vt_db_int(&s->c->db, &found, "SELECT count(*) FROM record WHERE withheld = 'no type'",
		     NULL, 0));
	assert_int_equal(found, 1);
	/* Withdrawn it leaves no tombstone: nobody ever saw it. */
	test_withdraw(s, "b");
	assert_int_equal(listed(s, ""), 1);
	/* Mended it appears, now. */
	test_time += 10;
	t.records[0] = (struct vt_new_record){ S("oai_dc"), S("<dc/>"), S("") };
	test_put(s, &t);
	assert_int_equal(listed(s, ""), 2);
	assert_int_equal(listed(s, "spauda"), 2);
	assert_int_equal(record(s, "b").datestamp, test_time);
}

/* Who has harvested it is told that it is gone, in the sets where it was. */
static void
withheld_after_all_it_is_deleted(void **state)
{
	struct test_store *s = *state;
	struct vt_buf out;
	struct test_object t;
	struct vt_record r;

	test_object_init(&t, "a", "A");
	test_in(&t, "spauda");
	test_put(s, &t);
	test_time += 10;
	t.records[0] = (struct vt_new_record){ S("oai_dc"), S(""), S("no rights") };
	t.collections[0] = S("vaizdai");
	test_put(s, &t);
	r = record(s, "a");
	assert_true(r.is_deleted);
	vt_buf_init(&out, 0);
	assert_int_equal(vt_catalog_record_xml(s->c, r.rowid, &out), VT_E_NOTFOUND);
	vt_buf_fini(&out);
	assert_int_equal(r.datestamp, test_time);
	vt_test_str("set", r.sets[1], "spauda");
	assert_int_equal(listed(s, "spauda"), 1);
	assert_int_equal(listed(s, "vaizdai"), 0);
	/* Still withheld, for another reason: nothing new to tell. */
	test_time += 10;
	t.records[0].withheld = S("no place");
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, test_time - 10);
	/* A format that is no longer made at all is as good as withheld. */
	t.o.record_count = 0;
	test_put(s, &t);
	assert_int_equal(record(s, "a").datestamp, test_time - 10);
	t.o.record_count = 1;
	t.records[0] = (struct vt_new_record){ S("oai_dc"), S("<dc/>"), S("") };
	test_put(s, &t);
	r = record(s, "a");
	assert_false(r.is_deleted);
	assert_int_equal(r.datestamp, test_time);
	assert_int_equal(listed(s, "spauda"), 0);
	assert_int_equal(listed(s, "vaizdai"), 1);
}

static void
a_tombstone_stays_in_its_sets(void **state)
{
	struct test_store *s = *state;
	struct vt_record_format *formats;
	struct test_object t;
	struct vt_record r;
	size_t n;

	test_object_init(&t, "a", "A");
	test_in(&t, "spauda:laikrasciai");
	test_put(s, &t);
	test_time += 10;
	test_withdraw(s, "a");
	r = record(s, "a");
	assert_true(r.is_deleted);
	assert_int_equal(r.datestamp, test_time);
	assert_int_equal(r.set_count, 3);
	assert_int_equal(listed(s, "kind:text"), 1);
	assert_int_equal(listed(s, "spauda"), 1);
	assert_int_equal(listed(s, "institution:LT-Pa"), 1);
	ok(vt_catalog_record_formats_of(s->c, s->a, S("a"), &formats, &n));
	assert_int_equal(n, 1);
	/* Back again, elsewhere. */
	test_time += 10;
	t.collections[0] = S("vaizdai");
	assert_int_equal(test_put(s, &t), VT_CHANGE_CREATED);
	r = record(s, "a");
	assert_false(r.is_deleted);
	assert_int_equal(r.datestamp, test_time);
	assert_int_equal(listed(s, "spauda"), 0);
	assert_int_equal(listed(s, "vaizdai"), 1);
	assert_int_equal(listed(s, ""), 1);
}

/* 200 objects; every third in "spauda", and of all 60 within one second. */
static void
fill(struct test_store *s, int64_t *busy_r)
{
	char identifier[16];
	struct test_object t;

	for (int i = 0; i < 200; i++) {
		if (i < 70 || i >= 130)
			test_time++;
		*busy_r = i == 100 ? test_time : *busy_r;
		(void)snprintf(identifier, sizeof(identifier), "o%03d", i);
		test_object_init(&t, identifier, identifier);
		if (i % 3 == 0)
			test_in(&t, "spauda:laikrasciai");
		test_put(s, &t);
	}
}

/* Walks a list page by page: each record once, in order, none left out. */
static size_t
walk(struct test_store *s, struct vt_record_query q)
{
	int64_t datestamp = 0, rowid = 0;
	size_t total = 0, n;
	struct vt_record *list;
	int64_t counted = count(s, &q);

	do {
		ok(vt_catalog_records(s->c, s->a, &q, &list, &n));
		assert_true(n <= q.limit);
		for (size_t i = 0; i < n; i++) {
			assert_true(list[i].datestamp > datestamp ||
				    (list[i].datestamp == datestamp && list[i].rowid > rowid));
			assert_true(list[i].datestamp >= q.from && list[i].datestamp <= q.until);
			datestamp = list[i].datestamp;
			rowid = list[i].rowid;
		}
		total += n;
		q.after_datestamp = datestamp;
		q.after_rowid = rowid;
	} while (n == q.limit);
	assert_int_equal(counted, total);
	return (total);
}

static void
lists_are_walked_by_keyset(void **state)
{
	static const size_t limits[] = { 1, 7, 50, 67, 199, 200, 1000 };
	struct test_store *s = *state;
	struct vt_record_query q;
	int64_t busy = 0;

	fill(s, &busy);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		q = all_of("");
		q.limit = limits[i];
		assert_int_equal(walk(s, q), 200);
		q = all_of("spauda");
		q.limit = limits[i];
		assert_int_equal(walk(s, q), 67);
		q = all_of("");
		q.limit = limits[i];
		q.from = q.until = busy;
		assert_int_equal(walk(s, q), 61);
		q.set = S("spauda:laikrasciai");
		assert_int_equal(walk(s, q), 21);
	}
}

static void
windows_are_counted(void **state)
{
	struct test_store *s = *state;
	struct vt_record_query q = all_of("");
	struct test_object t;
	int64_t busy = 0, from, begin = test_time + 1;

	fill(s, &busy);
	/* Frozen at the last second, then more comes: the list stays as it was. */
	q.until = test_time;
	assert_int_equal(count(s, &q), 200);
	test_time += 10;
	test_object_init(&t, "late", "Late");
	test_put(s, &t);
	assert_int_equal(walk(s, q), 200);
	q.until = INT64_MAX;
	assert_int_equal(walk(s, q), 201);
	q.from = begin;
	assert_int_equal(walk(s, q), 201);
	q.from = begin + 1;
	assert_int_equal(walk(s, q), 200);
	q.from = busy + 1;
	assert_int_equal(walk(s, q), 71);
	q.from = 0;
	q.until = busy - 1;
	assert_int_equal(walk(s, q), 69);
	q.until = begin - 1;
	assert_int_equal(walk(s, q), 0);
	from = q.from = test_time + 1;
	q.until = INT64_MAX;
	assert_int_equal(walk(s, q), 0);
	q.until = from - 5;
	assert_int_equal(walk(s, q), 0);
	q = all_of("");
	q.format = S("nera");
	assert_int_equal(walk(s, q), 0);
	q.format = S("edm");
	assert_int_equal(walk(s, q), 0);
}

static void
the_earliest(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t at, first;

	test_time += 7;
	ok(vt_catalog_earliest_datestamp(s->c, &at));
	assert_int_equal(at, test_time);
	first = test_time;
	test_object_init(&t, "a", "A");
	test_put(s, &t);
	test_time += 10;
	test_object_init(&t, "b", "B");
	t.records[0].format = S("edm");
	test_put(s, &t);
	ok(vt_catalog_earliest_datestamp(s->c, &at));
	assert_int_equal(at, first);
	test_time += 10;
	test_withdraw(s, "a");
	ok(vt_catalog_earliest_datestamp(s->c, &at));
	assert_int_equal(at, first + 10);
}

/* 20,000 records put straight into the tables, 30 % of them in one second. */
static void
fill_many(struct test_store *s)
{
	ok(vt_db_script(
	    &s->w->db,
	    "BEGIN;"
	    "CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 20000) SELECT i, 1000 + iif(i BETWEEN 5000 AND 11000, 5000, i) AS t FROM n;"
	    "INSERT INTO object (id, identifier, kind, access, embargo_until, created, changed, "
	    "is_deleted, page_count, rights, thumbnail, language, title_key, date_key) "
	    "SELECT i, 'o' || i, 0, 0, 0, t, t, 0, 0, '', '', '', '', 0 FROM n;"
	    "INSERT INTO record SELECT i, i, 1, t, i % 50 = 0, 'spauda', '', 'o' || i FROM n;"
	    "INSERT INTO record_xml SELECT i, '<dc/>' FROM n;"
	    "INSERT INTO record_set SELECT 1, (SELECT id FROM harvest_set WHERE spec = 'spauda'), t, i "
	    "FROM n;"
	    "INSERT INTO record_set SELECT 1, 0, t, i FROM n;"
	    "COMMIT;"));
}

/* Work of the last question of that beginning: virtual machine steps, sorts
 * and scans, as SQLite counts them. */
static int
cost(struct vt_db *db, const char *begins, int what)
{
	int sum = 0;

	for (size_t i = 0; i < db->kept_room; i++)
		if (db->kept[i] != NULL &&
		    strncmp(sqlite3_sql(db->kept[i]), begins, strlen(begins)) == 0)
			sum += sqlite3_stmt_status(db->kept[i], what, 1);
	return (sum);
}

static int
cost_of_page(struct test_store *s, struct vt_record_query q)
{
	struct vt_record *list;
	size_t n;

	(void)cost(&s->c->db, "SELECT r.id", SQLITE_STMTSTATUS_VM_STEP);
	ok(vt_catalog_records(s->c, s->a, &q, &list, &n));
	assert_int_equal(n, q.limit);
	assert_int_equal(cost(&s->c->db, "SELECT r.id", SQLITE_STMTSTATUS_SORT), 0);
	assert_int_equal(cost(&s->c->db, "SELECT r.id", SQLITE_STMTSTATUS_FULLSCAN_STEP), 0);
	assert_int_equal(cost(&s->c->db, "SELECT r.id", SQLITE_STMTSTATUS_AUTOINDEX), 0);
	return (cost(&s->c->db, "SELECT r.id", SQLITE_STMTSTATUS_VM_STEP));
}

/* Not timed but counted: the same work for the first page, in the middle of
 * the crowded second, and at the end. */
static void
depth_costs_nothing(void **state)
{
	static const struct {
		int64_t datestamp, rowid;
	} places[] = { { 0, 0 }, { 3000, 2000 }, { 6000, 5000 }, { 6000, 10800 }, { 20800, 19800 } };
	static const char *const sets[] = { "", "spauda" };
	struct test_store *s = *state;

	fill_many(s);
	for (size_t k = 0; k < 2; k++) {
		struct vt_record_query q = all_of(sets[k]);
		int first = 0;

		q.limit = 100;
		assert_int_equal(count(s, &q), 20000);
		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
			int steps;

			q.after_datestamp = places[i].datestamp;
			q.after_rowid = places[i].rowid;
			steps = cost_of_page(s, q);
			first = i == 0 ? steps : first;
			/* Where the second is the same one comparison more is made. */
			assert_in_range(steps, first * 3 / 4, first * 5 / 4);
		}
	}
}

/* The plan of each list question: searches only, no scan, no sorting. */
static void
the_plans_are_searches(void **state)
{
	struct test_store *s = *state;
	struct vt_record_query q = all_of("");
	struct vt_record *list;
	size_t n, plans = 0;

	fill_many(s);
	ok(vt_catalog_records(s->c, s->a, &q, &list, &n));
	for (size_t i = 0; i < s->c->db.kept_room; i++) {
		const char *sql = s->c->db.kept[i] != NULL ? sqlite3_sql(s->c->db.kept[i]) : "";
		struct vt_str explain = vt_str_printf(s->a, "EXPLAIN QUERY PLAN %s", sql);
		sqlite3_stmt *st;

		if (strncmp(sql, "SELECT r.id", 11) != 0)
			continue;
		plans++;
		assert_int_equal(sqlite3_prepare_v2(s->c->db.h, explain.p, -1, &st, NULL), SQLITE_OK);
		while (sqlite3_step(st) == SQLITE_ROW) {
			const char *line = (const char *)sqlite3_column_text(st, 3);

			assert_null(strstr(line, "SCAN"));
			assert_null(strstr(line, "TEMP B-TREE"));
			if (strstr(line, "SEARCH s ") != NULL)
				vt_test_has(line, "(datestamp,record)>(?,?)");
		}
		(void)sqlite3_finalize(st);
	}
	assert_int_equal(plans, 1);
}

/* A whole list is never counted one by one: at most what one block of it has, here
 * twice, and one by one each of the three counts would be more than 60,000 steps. */
static void
whole_lists_are_counted_beforehand(void **state)
{
	struct test_store *s = *state;
	struct vt_record_query q = all_of("");

	fill_many(s);
	q.until = 21000;
	assert_int_equal(count(s, &q), 20000);
	q.until = 20999;
	assert_int_equal(count(s, &q), 19999);
	q.set = S("spauda");
	assert_int_equal(count(s, &q), 19999);
	assert_true(cost(&s->c->db, "SELECT", SQLITE_STMTSTATUS_VM_STEP) < 15000);
	q.from = 6000;
	assert_int_equal(count(s, &q), 15000);
}

/* --- a harvester while something is written ---------------------------------- */

static struct test_store *during_store;
static int64_t during_seen;	/* the latest time that a harvester was given */
static size_t during_asked;

static int64_t
harvested_at(struct test_store *s)
{
	int64_t t;

	ok(vt_catalog_horizon(s->c, &t));
	return (t);
}

/* The writer's clock: it is asked, then things take their time, then a
 * harvester comes, then the writer goes on and commits. */
static int64_t
during(void)
{
	int64_t now = test_time, t;

	test_time += 7;
	t = harvested_at(during_store);
	during_seen = t > during_seen ? t : during_seen;
	during_asked++;
	return (now);
}

/* Whoever comes back with the time of an answer as `from` is given all that was
 * not in that answer, however long a commit takes. */
static void
who_harvests_during_a_commit_misses_nothing(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t generation;

	during_store = s;
	for (size_t batch = 0; batch < 3; batch++) {
		during_seen = 0;
		for (size_t i = 0; i < 3; i++) {
			test_object_init(&t, "a", "A");
			t.records[0].xml = vt_str_printf(s->a, "<dc>%zu %zu</dc>", batch, i);
			s->w->now = during;
			test_put(s, &t);
			s->w->now = test_now;
			assert_true(record(s, "a").datestamp >= during_seen);
		}
		s->w->now = during;
		test_withdraw(s, "a");
		s->w->now = test_now;
		assert_true(record(s, "a").datestamp >= during_seen);
		test_time += 100;
		/* Nothing is known of what a batch may still be committing … */
		assert_int_equal(harvested_at(s), record(s, "a").datestamp);
		/* … and everything when it is over. */
		ok(vt_writer_commit(s->w, &generation));
		assert_int_equal(harvested_at(s), test_time);
	}
	assert_true(during_asked >= 12);
}

/* A killed ingest leaves its batch open; what it left is not taken for the last. */
static void
the_horizon_after_a_killed_ingest(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t generation, killed;

	test_object_init(&t, "a", "A");
	test_put(s, &t);
	killed = test_time;
	vt_writer_close(&s->w);
	test_time += 1000;
	assert_int_equal(harvested_at(s), killed);
	test_open_writer(s);
	test_put(s, &t);	/* as it was */
	ok(vt_writer_commit(s->w, &generation));
	assert_int_equal(harvested_at(s), test_time);
}

/* A clock that was ahead and is set right: the time goes on from the last stamp. */
static void
the_horizon_never_goes_backwards(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t generation, ahead = test_time;

	test_object_init(&t, "a", "A");
	test_put(s, &t);
	ok(vt_writer_commit(s->w, &generation));
	test_time -= 5000;
	assert_int_equal(harvested_at(s), ahead);
	t.records[0].xml = S("<dc>2</dc>");
	test_put(s, &t);
	ok(vt_writer_commit(s->w, &generation));
	assert_int_equal(record(s, "a").datestamp, ahead);
	assert_int_equal(harvested_at(s), ahead);
}

#define in_store(test) cmocka_unit_test_setup_teardown(test, test_store, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_store(datestamps_move_with_what_is_seen),
		in_store(each_format_has_its_own),
		in_store(time_never_goes_backwards),
		in_store(sets_are_the_deepest_ones),
		in_store(the_public_address_is_filled_in),
		in_store(no_record_is_too_long),
		in_store(withheld_records_are_not_seen),
		in_store(withheld_after_all_it_is_deleted),
		in_store(a_tombstone_stays_in_its_sets),
		in_store(lists_are_walked_by_keyset),
		in_store(windows_are_counted),
		in_store(the_earliest),
		in_store(depth_costs_nothing),
		in_store(the_plans_are_searches),
		in_store(whole_lists_are_counted_beforehand),
		in_store(who_harvests_during_a_commit_misses_nothing),
		in_store(the_horizon_after_a_killed_ingest),
		in_store(the_horizon_never_goes_backwards),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
