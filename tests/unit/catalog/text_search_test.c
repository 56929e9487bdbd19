/* SPDX-License-Identifier: Apache-2.0 */
/* Where in texts words stand: boxes, lines, divided words, the text around; slices,
 * regions; what may not be read; and the words that complete what is typed. */
#include "store.h"

#include "catalog/index/gather.h"

#define W(t, px, py, l, part)								\
	{ .text = { (t), sizeof(t) - 1 }, .x = (px), .y = (py), .w = 8, .h = 10,		\
	  .line = (l), .hyphen = (part) }

/* "Senas ąžuolas , kuris auga / miške , šneka kny- / gomis . Ąžuolų" */
static const char first_text[] = "Senas ąžuolas, kuris auga\nmiške, šneka kny-\ngomis. Ąžuolų\n";
static const struct vt_word first[] = {
	W("Senas", 0, 0, 0, 0),	   W("ąžuolas", 10, 1, 0, 0), W(",", 18, 0, 0, 0),
	W("kuris", 20, 0, 0, 0),   W("auga", 30, 0, 0, 0),    W("miške", 0, 20, 1, 0),
	W(",", 8, 20, 1, 0),	   W("šneka", 10, 20, 1, 0),  W("kny-", 20, 20, 1, 1),
	W("gomis.", 0, 40, 2, 2),  W("Ąžuolų", 95, 195, 2, 0),
};

static int
some_texts(void **state)
{
	struct test_store *s;
	struct test_object t;

	(void)test_store(state);
	s = *state;
	test_object_init(&t, "knyga", "Ąžuolai");
	test_page(&t, "k.1", first_text);
	t.pages[0].words = first;
	t.pages[0].word_count = sizeof(first) / sizeof(first[0]);
	test_page(&t, "k.2", "Be langelių: ąžuolas ąžuolui.\n");
	test_page(&t, NULL, "Senas ąžuolas");
	test_in(&t, "spauda");
	test_put(s, &t);
	test_object_init(&t, "kita", "Kita knyga");
	test_page(&t, "x.1", "Čia irgi ąžuolas.\n");
	t.o.object.institution = S("LT-Bi");
	test_put(s, &t);
	return (0);
}

static struct vt_text_search
within(int64_t object, const char *words)
{
	return ((struct vt_text_search){ .object = object, .words = vt_str_of(words), .limit = 100 });
}

/* "page:exact@x,y,w,h+x,y,w,h", parted by spaces. */
static const char *
hits(struct test_store *s, const struct vt_text_search *q)
{
	struct vt_str all = S("");
	struct vt_text_hit *list;
	int64_t total;
	size_t count;

	ok(vt_catalog_text_search(s->c, s->a, q, &list, &count, &total));
	for (size_t i = 0; i < count; i++) {
		all = vt_str_printf(s->a, "%.*s%s%lld:%.*s", VT_STR_ARG(all), i != 0 ? " " : "",
				    (long long)list[i].page, VT_STR_ARG(list[i].exact));
		for (size_t k = 0; k < list[i].box_count && list[i].boxes[k].w != 0; k++)
			all = vt_str_printf(s->a, "%.*s%s%lld,%lld,%lld,%lld", VT_STR_ARG(all),
					    k != 0 ? "+" : "@", (long long)list[i].boxes[k].x,
					    (long long)list[i].boxes[k].y,
					    (long long)list[i].boxes[k].w,
					    (long long)list[i].boxes[k].h);
	}
	if (q->offset == 0 && count < q->limit)
		assert_int_equal(total, count);
	return (all.p);
}

static void
finds(struct test_store *s, const char *words, const char *want)
{
	struct vt_text_search q = within(1, words);

	vt_test_str(words, vt_str_of(hits(s, &q)), want);
}

static void
words_have_boxes(void **state)
{
	static const struct {
		const char *words, *want;
	} rows[] = {
		{ "kuris", "1:kuris@20,0,8,10" },
		{ "ąžuole", "1:ąžuolas@10,1,8,10 1:Ąžuolų@95,195,5,5 2:ąžuolas 2:ąžuolui. 3:ąžuolas" },
		{ "\"senas ąžuolas\"", "1:Senas ąžuolas@0,0,18,11 3:Senas ąžuolas" },
		{ "\"ąžuolas kuris\"", "1:ąžuolas , kuris@10,0,18,11" },
		{ "\"auga miške\"", "1:auga miške@30,0,8,10+0,20,8,10" },
		{ "knyga", "1:knygomis.@20,20,8,10+0,40,8,10" },
		{ "\"šneka knygomis\"", "1:šneka knygomis.@10,20,18,10+0,40,8,10" },
		{ "kny*", "1:knygomis.@20,20,8,10+0,40,8,10" },
		{ "gomis", "" },
		{ "senas miške", "1:Senas@0,0,8,10 1:miške@0,20,8,10" },
		{ "senas NOT miške", "3:Senas" },
		{ "langelių OR kuris", "1:kuris@20,0,8,10 2:langelių:" },
		{ "kita", "" },
		{ ",", "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		finds(*state, rows[i].words, rows[i].want);
}

static void
text_around_a_hit(void **state)
{
	struct test_store *s = *state;
	struct vt_text_search q = within(1, "miškas");
	struct vt_text_hit *list;
	int64_t total;
	size_t count;

	ok(vt_catalog_text_search(s->c, s->a, &q, &list, &count, &total));
	assert_int_equal(count, 1);
	vt_test_str("before", list[0].before, "Senas ąžuolas, kuris auga ");
	vt_test_str("exact", list[0].exact, "miške");
	vt_test_str("after", list[0].after, ", šneka knygomis. Ąžuolų");
	q.words = S("knygos");
	ok(vt_catalog_text_search(s->c, s->a, &q, &list, &count, &total));
	vt_test_str("line", list[0].boxes[0].text, "kny-");
	vt_test_str("next line", list[0].boxes[1].text, "gomis.");
	vt_test_str("after", list[0].after, " Ąžuolų");
}

static void
slices_of_hits(void **state)
{
	static const char *const want[] = { "1:ąžuolas@10,1,8,10", "1:Ąžuolų@95,195,5,5",
					    "2:ąžuolas", "2:ąžuolui.", "3:ąžuolas", "" };
	struct vt_text_search q = within(1, "ąžuolas");
	struct test_store *s = *state;

	q.limit = 1;
	for (q.offset = 0; q.offset < 6; q.offset++)
		vt_test_str("one", vt_str_of(hits(s, &q)), want[q.offset]);
	q.limit = 3;
	q.offset = 1;
	vt_test_str("three", vt_str_of(hits(s, &q)), "1:Ąžuolų@95,195,5,5 2:ąžuolas 2:ąžuolui.");
}

static void
pages_and_regions(void **state)
{
	static const struct vt_range_part pages[] = { { 2, 0, 0, 0, 0 }, { 3, 0, 0, 0, 0 } };
	static const struct vt_range_part region[] = { { 1, 0, 0, 50, 30 }, { 3, 0, 0, 0, 0 } };
	struct vt_text_search q = within(1, "ąžuolas");
	struct test_store *s = *state;

	q.parts = pages;
	q.part_count = 2;
	vt_test_str("pages", vt_str_of(hits(s, &q)), "2:ąžuolas 2:ąžuolui. 3:ąžuolas");
	q.parts = region;
	vt_test_str("region", vt_str_of(hits(s, &q)), "1:ąžuolas@10,1,8,10 3:ąžuolas");
	q.offset = 1;
	vt_test_str("its second", vt_str_of(hits(s, &q)), "3:ąžuolas");
	q.offset = 2;
	vt_test_str("its third", vt_str_of(hits(s, &q)), "");
}

static void
put_hidden(struct test_store *s, enum vt_access_policy access, int64_t until)
{
	struct test_object t;

	test_object_init(&t, "slaptas", "Slapta");
	test_page(&t, "s.1", "slaptas ąžuolas");
	t.o.object.access = access;
	t.o.object.embargo_until = until;
	test_in(&t, "spauda");
	test_put(s, &t);
}

/* Of many objects, those whose text anybody may read. */
static void
collections_show_open_texts(void **state)
{
	struct vt_text_search q = within(0, "ąžuolas");
	struct test_store *s = *state;
	int64_t end = test_time + 3600;

	put_hidden(s, VT_ACCESS_METADATA, 0);
	q.words = S("irgi OR senas OR slaptas");
	vt_test_str("all", vt_str_of(hits(s, &q)), "1:Senas@0,0,8,10 3:Senas 1:irgi");
	q.collection = S("spauda");
	vt_test_str("collection", vt_str_of(hits(s, &q)), "1:Senas@0,0,8,10 3:Senas");
	q.offset = 1;
	vt_test_str("its second", vt_str_of(hits(s, &q)), "3:Senas");
	q = within(0, "irgi OR senas");
	q.institution = S("LT-Bi");
	vt_test_str("institution", vt_str_of(hits(s, &q)), "1:irgi");
	q.institution = S("LT-No");
	vt_test_str("none", vt_str_of(hits(s, &q)), "");
	put_hidden(s, VT_ACCESS_EMBARGO, end);
	q = within(0, "slaptas");
	ok(vt_catalog_begin(s->c));
	vt_test_str("embargo", vt_str_of(hits(s, &q)), "");
	assert_int_equal(vt_catalog_holds_until(s->c), end);
	vt_catalog_end(s->c);
	test_time = end;
	vt_test_str("ended", vt_str_of(hits(s, &q)), "1:slaptas");
}

/* What is not in the index has no rows of others. */
static void
withdrawn_objects_have_none(void **state)
{
	struct test_store *s = *state;

	test_withdraw(s, "knyga");
	finds(s, "ąžuolas", "");
	finds(s, "irgi", "");
}

static void
broken_questions_are_said(void **state)
{
	struct vt_text_search q = within(1, "(a");
	struct test_store *s = *state;
	struct vt_text_hit *list;
	int64_t total;
	size_t count;

	refused(vt_catalog_text_search(s->c, s->a, &q, &list, &count, &total), VT_E_BADARG,
		"without its )");
}

/* An answer that is worked out for too long is given up, and others are made as ever. */
static void
searches_end_in_time(void **state)
{
	struct test_store *s = *state;
	struct vt_text_search q = within(0, "senas");
	struct vt_search objects = { .words = S("senas"), .kind = -1, .limit = 10 };
	struct vt_find find = { .words = S("senas"), .limit = 10 };
	struct vt_find_result found;
	struct vt_text_hit *list;
	struct vt_object *some;
	struct vt_term *words;
	int64_t total;
	size_t count;

	s->c->search_ms = 0;
	refused(vt_catalog_text_search(s->c, s->a, &q, &list, &count, &total), VT_E_BADARG,
		"takes too long");
	refused(vt_catalog_search(s->c, s->a, &objects, &some, &count, &total), VT_E_BADARG,
		"takes too long");
	refused(vt_catalog_find(s->c, s->a, &find, &found), VT_E_BADARG, "takes too long");
	refused(vt_catalog_terms(s->c, s->a, 1, S("ąžu"), 1, 10, &words, &count), VT_E_BADARG,
		"takes too long");
	s->c->search_ms = 60000;
	vt_test_str("again", vt_str_of(hits(s, &q)), "1:Senas@0,0,8,10 3:Senas");
}

/* What only the index works at is given up as well. */
static void
statements_end_in_time(void **state)
{
	struct test_store *s = *state;
	int64_t value;

	vt_db_hurry(&s->c->db, 0);
	refused(vt_db_int(&s->c->db, &value,
			  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
			  "SELECT count(*) FROM n", NULL, 0),
		VT_E_BADARG, "takes too long");
	vt_db_calm(&s->c->db);
	ok(vt_db_int(&s->c->db, &value, "SELECT 1", NULL, 0));
}

/* Between two pages that may be seen lies one full of hits that may not: its hits are
 * not kept. */
static void
only_hits_of_the_slice_are_kept(void **state)
{
	struct test_store *s = *state;
	struct vt_gathered_page wanted[2];
	struct vt_gather all = { .with_hits = true };
	struct vt_gather g = { .with_hits = true, .wanted = wanted, .wanted_count = 2 };
	struct vt_gathered_page *pages;

	ok(vt_gather_pages(&s->c->db, S("\"ąžuolas\""), 0, INT64_MAX, &all));
	assert_int_equal(all.pages.count, 4);
	assert_int_equal(all.hits.count, 6);
	pages = all.pages.items;
	wanted[0] = pages[0];
	wanted[1] = pages[3];
	ok(vt_gather_pages(&s->c->db, S("\"ąžuolas\""), 0, INT64_MAX, &g));
	assert_int_equal(g.pages.count, 2);
	assert_int_equal(g.hits.count, 3);
	assert_int_equal(((struct vt_gathered_page *)g.pages.items)[1].row, pages[3].row);
	vt_gather_fini(&all);
	vt_gather_fini(&g);
}

/* A range's first hits need no memory for those of the whole object. */
static void
regions_need_memory_of_their_slice(void **state)
{
	static const struct vt_range_part region[] = { { 1, 0, 0, 50, 30 }, { 2, 0, 0, 0, 0 } };
	struct vt_text_search q = within(3, "liepa");
	struct vt_arena *a = vt_arena_new(64 * 1024);
	struct test_store *s = *state;
	struct vt_text_hit *list;
	struct test_object t;
	struct vt_buf text;
	int64_t total;
	size_t count;

	vt_buf_init(&text, 0);
	for (int i = 0; i < 5000; i++)
		vt_buf_str(&text, S("liepa "));
	test_object_init(&t, "liepos", "Liepos");
	test_page(&t, "l.1", "liepa");
	test_page(&t, "l.2", text.p);
	test_put(s, &t);
	vt_buf_fini(&text);
	q.parts = region;
	q.part_count = 2;
	q.limit = 1;
	ok(vt_catalog_text_search(s->c, a, &q, &list, &count, &total));
	assert_int_equal(count, 1);
	assert_true(total >= 5000);
	vt_arena_free(&a);
}

static const char *
terms(struct test_store *s, const char *begin, int64_t least, size_t limit)
{
	struct vt_str all = S("");
	struct vt_term *list;
	size_t count;

	ok(vt_catalog_terms(s->c, s->a, 1, vt_str_of(begin), least, limit, &list, &count));
	for (size_t i = 0; i < count; i++)
		all = vt_str_printf(s->a, "%.*s%s%.*s %lld", VT_STR_ARG(all), i != 0 ? ", " : "",
				    VT_STR_ARG(list[i].text), (long long)list[i].count);
	return (all.p);
}

static void
words_are_completed(void **state)
{
	struct test_store *s = *state;
	struct test_object t;

	assert_string_equal(terms(s, "ąžu", 1, 10), "ąžuolas 3, ąžuolui 1, ąžuolų 1");
	assert_string_equal(terms(s, "AZUOLA", 1, 10), "ąžuolas 3");
	assert_string_equal(terms(s, "ąž", 2, 10), "ąžuolas 3");
	assert_string_equal(terms(s, "ąž", 1, 1), "ąžuolas 3");
	assert_string_equal(terms(s, "ą", 1, 10), "");
	assert_string_equal(terms(s, "kn", 1, 10), "knygomis 1");
	assert_string_equal(terms(s, "irgi", 1, 10), ""); /* another object's */
	assert_string_equal(terms(s, "senas ą", 1, 10), "");
	test_object_init(&t, "knyga", "Liepos");
	test_page(&t, "k.1", "Ąžuolynas ir 1912 m.");
	test_put(s, &t);
	assert_string_equal(terms(s, "ąžu", 1, 10), "ąžuolynas 1");
	assert_string_equal(terms(s, "1912", 1, 10), "");
	test_withdraw(s, "knyga");
	assert_string_equal(terms(s, "ąžu", 1, 10), "");
}

/* Many words are many rows. */
static void
long_vocabularies(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_buf text;

	vt_buf_init(&text, 0);
	for (int i = 0; i < 3000; i++)
		for (int k = 0; k <= i % 3; k++)
			vt_buf_printf(&text, "%c%c%c%cas ", 'a' + i / 150 % 20, 'a' + i / 15 % 10,
				      'b' + i % 15, 'z');
	test_object_init(&t, "knyga", "Daug");
	test_page(&t, "k.1", text.p);
	test_put(s, &t);
	assert_string_equal(terms(s, "aabzas", 1, 10), "aabzas 1");
	assert_string_equal(terms(s, "tjpzas", 1, 10), "tjpzas 3");
	assert_string_equal(terms(s, "kcc", 1, 10), "kcczas 2");
	assert_string_equal(terms(s, "kc", 3, 3), "kcdzas 3, kcgzas 3, kcjzas 3");
	vt_buf_fini(&text);
}

#define with_texts(test) cmocka_unit_test_setup_teardown(test, some_texts, test_away)

/* Nothing asked of an object: each of its lines; of all objects: nothing. */
static void
without_words_each_line_is_a_hit(void **state)
{
	struct test_store *s = *state;
	struct vt_range_part part = { .page = 1, .x = 0, .y = 15, .w = 100, .h = 20 };
	struct vt_text_search q = within(1, " \t");

	finds(s, "", "1:Senas ąžuolas , kuris auga@0,0,38,11 1:miške , šneka kny@0,20,28,10 "
		     "1:gomis. Ąžuolų@0,40,100,160 2:Be langelių: ąžuolas ąžuolui. 3:Senas ąžuolas");
	q.offset = 3;
	q.limit = 1;
	vt_test_str("slice", vt_str_of(hits(s, &q)), "2:Be langelių: ąžuolas ąžuolui.");
	q.offset = 5;
	vt_test_str("behind", vt_str_of(hits(s, &q)), "");
	q = within(1, "");
	q.parts = &part;
	q.part_count = 1;
	vt_test_str("region", vt_str_of(hits(s, &q)), "1:miške , šneka kny@0,20,28,10");
	q = within(0, "");
	vt_test_str("everywhere", vt_str_of(hits(s, &q)), "");
	test_withdraw(s, "knyga");
	finds(s, "", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_texts(words_have_boxes),
		with_texts(text_around_a_hit),
		with_texts(slices_of_hits),
		with_texts(pages_and_regions),
		with_texts(collections_show_open_texts),
		with_texts(withdrawn_objects_have_none),
		with_texts(without_words_each_line_is_a_hit),
		with_texts(broken_questions_are_said),
		with_texts(searches_end_in_time),
		with_texts(statements_end_in_time),
		with_texts(only_hits_of_the_slice_are_kept),
		with_texts(regions_need_memory_of_their_slice),
		with_texts(words_are_completed),
		with_texts(long_vocabularies),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
