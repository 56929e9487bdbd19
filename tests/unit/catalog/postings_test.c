/* SPDX-License-Identifier: Apache-2.0 */
/* Words read off the lists of the index find what FTS5 finds, with the same weights: in
 * an index of many segments, with lists and places over many pages, with objects that
 * were changed and withdrawn; and damaged lists never more than an error. */
#include "readers.h"

#include <math.h>

#include "catalog/index/kept.h"
#include "catalog/index/postings.h"
#include "catalog/search/found.h"

#define OBJECTS 400 /* more than are looked up before their rows are kept in memory */

static const char *some_words[] = { "balsas", "Ąžuolas", "ezeras", "šaltinis", "lietus",
				    "pilis",  "turgus",	 "medis",  "žmogus",   "1927" };
#define WORDS (sizeof(some_words) / sizeof(some_words[0]))

/* One, and the next ones more and more seldom; 5,000 times in every fiftieth object. */
static const char *
some_text(struct test_store *s, unsigned n, size_t times)
{
	struct vt_buf b;
	const char *text;

	vt_buf_init(&b, 0);
	for (unsigned i = 0; i < times; i++)
		vt_buf_printf(&b, "%s žodis%u%c", some_words[(n * 7 + i * i) % (1 + (n + i) % WORDS)],
			      (n + i) % 97, i % 9 == 8 ? '\n' : ' ');
	text = vt_str_printf(s->a, "%.*s", VT_STR_ARG(vt_buf_get(&b))).p;
	vt_buf_fini(&b);
	return (text);
}

static void
put(struct test_store *s, unsigned n, unsigned version)
{
	struct test_object t;

	test_object_init(&t, vt_str_printf(s->a, "o-%u", n).p, some_text(s, n + version, 3));
	test_describe(&t, "description", some_text(s, n * 3 + version, 12));
	t.o.digest = vt_str_printf(s->a, "d%u", version);
	test_page(&t, vt_str_printf(s->a, "p-%u", n).p,
		  some_text(s, n * 5 + version, n % 50 == 0 ? 5000 : 20));
	test_put(s, &t);
	test_fresh(s);
}

static int
many_objects(void **state)
{
	struct test_store *s;

	(void)test_store(state);
	s = *state;
	ok(vt_db_script(&s->w->db, "PRAGMA synchronous = OFF"));
	for (unsigned n = 0; n < OBJECTS; n++)
		put(s, n, 0);
	return (0);
}

static struct vt_gathered
ask(struct test_store *s, const char *word, bool is_fts)
{
	struct vt_gathered found;
	struct vt_query_node *root;

	ok(vt_query_parse(s->a, vt_str_of(word), &root));
	assert_int_not_equal(root->part.len, 0);
	if (is_fts)
		root->part.len = 0;
	ok(vt_catalog_begin(s->c));
	ok(vt_found_ask(&s->c->db, root, &found));
	vt_catalog_end(s->c);
	return (found);
}

static bool
same_number(float a, float b)
{
	return (isnan(a) ? isnan(b) : !isnan(b) && !(a < b) && !(a > b));
}

static size_t
same(struct test_store *s, const char *word, bool is_again)
{
	struct vt_gathered a = ask(s, word, false), b = ask(s, word, !is_again);
	const struct vt_found *x = a.items, *y = b.items;
	size_t count = a.count;

	if (a.count != b.count)
		print_error("%s: %zu objects, not %zu\n", word, a.count, b.count);
	assert_int_equal(a.count, b.count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(x[i].object, y[i].object);
		assert_int_equal(x[i].row, y[i].row);
		assert_true(same_number(x[i].every, y[i].every));
		assert_true(same_number(x[i].about, y[i].about));
	}
	vt_gathered_fini(&a);
	vt_gathered_fini(&b);
	return (count);
}

static size_t
all_same(struct test_store *s)
{
	static const char *others[] = { "azuolas", "ąžuolo", "žmonės", "zmogus", "saltiniai", "nera" };
	size_t count = 0;

	for (size_t i = 0; i < WORDS; i++)
		count += same(s, some_words[i], false);
	for (size_t i = 0; i < WORDS; i++) /* as kept */
		(void)same(s, some_words[i], true);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		count += same(s, others[i], false);
	for (unsigned i = 0; i < 97; i++)
		count += same(s, vt_str_printf(s->a, "žodis%u", i).p, false);
	return (count);
}

/* Else FTS5 would be compared with itself. */
static void
lists_are_read(void **state)
{
	struct test_store *s = *state;
	struct vt_str terms[] = { S("balsas"), S("azuolas"), S("ąžuolas") };
	struct vt_gather g = { .has_exact = true };

	ok(vt_gather_word(&s->c->db, terms, 2, 2, &g));
	assert_int_not_equal(g.objects.count, 0);
	vt_gather_fini(&g);
}

static void
words_are_found_as_fts5_finds_them(void **state)
{
	struct test_store *s = *state;

	assert_true(all_same(s) > OBJECTS);
	assert_int_equal(same(s, "žodis7", false), same(s, "zodis7", false));
}

static void
withdraw(struct test_store *s, unsigned n)
{
	enum vt_change change;

	ok(vt_writer_withdraw(s->w, vt_str_printf(s->a, "o-%u", n), &change));
}

/* Changed objects stand behind the others; rows that were withdrawn are in old segments. */
static void
after_changes_too(void **state)
{
	struct test_store *s = *state;
	size_t before = same(s, "balsas", false);

	for (unsigned n = 0; n < OBJECTS; n += 3)
		put(s, n, 1);
	assert_true(all_same(s) > OBJECTS);
	for (unsigned n = 0; n < OBJECTS; n += 2)
		withdraw(s, n);
	assert_true(all_same(s) > OBJECTS);
	assert_true(same(s, "balsas", false) < before);
	for (unsigned n = 0; n < OBJECTS; n += 4)
		put(s, n, 2);
	assert_true(all_same(s) > OBJECTS);
}

/* The same by few segments, one, and while FTS5 merges them bit by bit. */
static void
while_segments_are_merged(void **state)
{
	struct test_store *s = *state;

	for (int i = 0; i < 12; i++) {
		ok(vt_db_script(&s->w->db, "INSERT INTO search(search, rank) VALUES('merge', -3)"));
		(void)all_same(s);
	}
	ok(vt_db_script(&s->w->db, "INSERT INTO search(search) VALUES('optimize')"));
	assert_true(all_same(s) > OBJECTS);
	ok(vt_db_script(&s->w->db, "INSERT INTO search(search) VALUES('delete-all')"));
	assert_int_equal(all_same(s), 0);
}

/* A byte of many pages wrong, at one place after the other. */
static void
damage_is_an_error(void **state)
{
	struct test_store *s = *state;
	struct vt_posting_segments segments;
	struct vt_posting_list l;
	struct vt_db *db = &s->w->db;

	ok(vt_posting_segments(db, &segments));
	assert_true(segments.count > 1);
	ok(vt_db_script(db, "CREATE TEMP TABLE kept AS SELECT id, block FROM search_data"));
	for (int at = 0; at < 6000; at += 41) {
		ok(vt_db_run(db, "UPDATE search_data SET block = CAST(substr(block, 1, ?1) || x'ff' "
				 "|| substr(block, ?1 + 2) AS BLOB) WHERE id % 7 = ?1 % 7",
			     VT_BINDS(VT_INT(at % 4000))));
		for (size_t i = 0; i < segments.count; i++) {
			vt_err err = vt_posting_first(&l, db, &segments.list[i], S("zodis7"));

			for (int rows = 0; err == VT_OK && !l.is_done && rows < 5000; rows++)
				err = vt_posting_next(&l);
			vt_posting_fini(&l);
		}
		ok(vt_db_script(db, "UPDATE search_data SET block = k.block FROM kept k "
				    "WHERE k.id = search_data.id AND k.block <> search_data.block"));
	}
}

/* An index with secure-delete (format 5), with tombstones (their structure begins with 0xff),
 * without its structure, or with a page cut short is left to FTS5. */
static void
another_format_is_not_read(void **state)
{
	static const char *const rows[] = {
		"UPDATE search_config SET v = 5 WHERE k = 'version'",
		"DELETE FROM search_config",
		"UPDATE search_data SET block = substr(block, 1, 4) || x'ff000001' || substr(block, 5) "
		"WHERE id = 10",
		"DELETE FROM search_data WHERE id = 10",
		"UPDATE search_data SET block = substr(block, 1, 3) WHERE id = 10",
		"UPDATE search_data SET block = substr(block, 1, 3) WHERE id > 10",
		"DELETE FROM search_data WHERE id > 10",
	};
	struct test_store *s = *state;
	struct vt_str terms[] = { S("balsas") };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_gather g = { .has_exact = true };
		vt_err err;

		ok(vt_db_script(&s->w->db, "BEGIN"));
		ok(vt_db_script(&s->w->db, rows[i]));
		err = vt_gather_word(&s->w->db, terms, 1, 0, &g);
		if (err != VT_E_UNSUPPORTED)
			fail_msg("%s: %d", rows[i], (int)err);
		assert_int_equal(g.objects.count, 0);
		vt_gather_fini(&g);
		ok(vt_db_script(&s->w->db, "ROLLBACK"));
	}
}

/* Columns that no table has end a row's places. */
static void
damaged_places_end(void **state)
{
	static const uint8_t bytes[] = { 5, 1, 2, 9, 1, 0x8f, 0xff, 0xff, 0xff, 0x02, 5 };
	struct vt_posting_places p = { bytes, bytes + sizeof(bytes), 0 };

	(void)state;
	assert_int_equal(vt_posting_place(&p), 3);
	assert_true(vt_posting_place(&p) == ((int64_t)2 << 32) + 7);
	assert_int_equal(vt_posting_place(&p), -1);
}

/* What is kept, without what has changed: how many objects have. */
static bool
is_kept(struct test_store *s, const char *name, const struct vt_gathered *like, size_t changes)
{
	struct vt_gathered found = { .items = NULL }, changed = { .items = NULL };
	bool is_there = vt_kept_get(&s->c->db, vt_str_of(name), &found, &changed);

	assert_int_equal(changed.count, is_there ? changes : 0);
	if (is_there)
		assert_int_equal(found.count, like->count);
	for (size_t i = 0; i < found.count; i++) {
		const struct vt_gathered_object *a = (struct vt_gathered_object *)found.items + i,
						*b = (struct vt_gathered_object *)like->items + i;

		assert_true(a->object == b->object && a->row == b->row && a->exact == b->exact);
		assert_memory_equal(a->counts, b->counts, sizeof(a->counts));
	}
	vt_gathered_fini(&found);
	vt_gathered_fini(&changed);
	return (is_there);
}

/* Only so many lists, those asked for last; none in which words stand in too many ways, none
 * that is short. */
static void
what_is_found_is_kept(void **state)
{
	struct test_store *s = *state;
	struct vt_gathered_object list[5000];
	struct vt_gathered found = { list, 300, 5000 };

	memset(list, 0, sizeof(list));
	for (int i = 0; i < 5000; i++)
		list[i] = (struct vt_gathered_object){ (uint32_t)i + 1, 2 * (uint32_t)i + 1,
						       { (uint16_t)i, i % 3 == 0, 65535 }, i % 7 };
	assert_false(is_kept(s, "first", &found, 0));
	vt_kept_put(&s->c->db, S("first"), &found);
	vt_kept_put(&s->c->db, S("second"), &found);
	for (int i = 0; i < VT_KEPT_LISTS_MAX - 1; i++) {
		assert_true(is_kept(s, "first", &found, 0));
		vt_kept_put(&s->c->db, vt_str_printf(s->a, "word%d", i), &found);
	}
	assert_true(is_kept(s, "first", &found, 0));
	assert_false(is_kept(s, "second", &found, 0));
	assert_true(is_kept(s, "word7", &found, 0));
	found.count = 5000;
	vt_kept_put(&s->c->db, S("many ways"), &found);
	assert_false(is_kept(s, "many ways", &found, 0));
	found.count = VT_KEPT_LEAST - 1;
	vt_kept_put(&s->c->db, S("short"), &found);
	assert_false(is_kept(s, "short", &found, 0));
}

/* But for the objects that have changed; not over a change of the index alone. */
static void
what_is_kept_outlives_changes(void **state)
{
	struct test_store *s = *state;
	struct vt_gathered_object list[300];
	struct vt_gathered found = { list, 300, 300 };

	memset(list, 0, sizeof(list));
	for (uint32_t i = 0; i < 300; i++)
		list[i] = (struct vt_gathered_object){ i + 101, i + 1, { 1, 2, 3 }, 5 };
	vt_kept_put(&s->c->db, S("over changes"), &found);
	put(s, 7, 9); /* object 8 */
	assert_true(is_kept(s, "over changes", &found, 1));
	put(s, 399, 9); /* object 400, the last of the list */
	put(s, 7, 10);
	found.count--;
	assert_true(is_kept(s, "over changes", &found, 2));
	found.count++;
	ok(vt_db_script(&s->w->db, "INSERT INTO search(search) VALUES('optimize')"));
	assert_true(is_kept(s, "over changes", &(struct vt_gathered){ list, 299, 300 }, 2));
	vt_kept_put(&s->c->db, S("over merges"), &found);
	ok(vt_db_script(&s->w->db, "INSERT INTO search(search) VALUES('delete-all')"));
	assert_false(is_kept(s, "over merges", &found, 0));
	vt_writer_close(&s->w);
	test_open_writer(s);
	assert_true(is_kept(s, "over changes", &(struct vt_gathered){ list, 299, 300 }, 2));
	ok(vt_db_script(&s->w->db, "UPDATE meta SET search_rules = ''"));
	vt_writer_close(&s->w);
	test_open_writer(s);
	assert_false(is_kept(s, "over changes", &found, 0));
}

/* Each question finds what a reader finds that has kept nothing, whatever came before. */
static void
changes_are_followed(void **state)
{
	struct test_store *s = *state;

	srand(11);
	for (int round = 0; round < 60; round++) {
		for (int n = rand() % 4; n > 0; n--) {
			if (rand() % 3 == 0)
				withdraw(s, (unsigned)(rand() % OBJECTS));
			else
				put(s, (unsigned)(rand() % (OBJECTS + 60)), (unsigned)rand() % 50);
		}
		for (int i = 0; i < 5; i++)
			(void)same(s, some_words[(size_t)rand() % WORDS], false);
		(void)same(s, "žodis7", rand() % 2 == 0);
	}
}

static bool
is_same_by_fts5(struct vt_catalog *c, struct vt_arena *arena, unsigned i)
{
	struct vt_gathered a = { .items = NULL }, b = { .items = NULL };
	struct vt_query_node *root;
	bool is_same = false;

	if (vt_query_parse(arena, vt_str_of(some_words[i % WORDS]), &root) == VT_OK &&
	    vt_found_ask(&c->db, root, &a) == VT_OK) {
		root->part.len = 0;
		is_same = vt_found_ask(&c->db, root, &b) == VT_OK && a.count == b.count;
	}
	for (size_t at = 0; at < a.count && is_same; at++)
		is_same = memcmp((struct vt_found *)a.items + at, (struct vt_found *)b.items + at,
				 sizeof(struct vt_found)) == 0;
	vt_gathered_fini(&a);
	vt_gathered_fini(&b);
	return (is_same);
}

/* Threads share what is kept, each in the state that it sees. */
static void
while_the_catalogue_changes(void **state)
{
	struct test_store *s = *state;
	struct test_readers readers = { .asks = is_same_by_fts5, .times = 20 };

	test_readers_begin(&readers, s);
	for (unsigned n = 0; n < 60; n++)
		put(s, n, 5);
	test_readers_end(&readers);
}

#define with_objects(test) cmocka_unit_test_setup_teardown(test, many_objects, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_objects(lists_are_read),
		with_objects(words_are_found_as_fts5_finds_them),
		with_objects(after_changes_too),
		with_objects(while_segments_are_merged),
		with_objects(damage_is_an_error),
		with_objects(another_format_is_not_read),
		cmocka_unit_test(damaged_places_end),
		with_objects(what_is_found_is_kept),
		with_objects(what_is_kept_outlives_changes),
		with_objects(changes_are_followed),
		with_objects(while_the_catalogue_changes),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
