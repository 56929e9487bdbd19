/* SPDX-License-Identifier: Apache-2.0 */
/* Searching objects: by words with and without diacritics, filtered, ordered,
 * paged and counted; and never by text that is not open. */
#include "store.h"

#include "catalog/write/index.h"

/* Identifiers found, in their order, parted by spaces; the total must be right
 * for what is shown in full. */
static const char *
found(struct test_store *s, const struct vt_search *q)
{
	struct vt_str all = VT_STR("");
	struct vt_object *list;
	const int64_t *rowids;
	int64_t total, same;
	size_t count, as_many;

	ok(vt_catalog_search(s->c, s->a, q, &list, &count, &total));
	ok(vt_catalog_search_rowids(s->c, s->a, q, &rowids, &as_many, &same));
	assert_int_equal(as_many, count);
	assert_int_equal(same, total);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(rowids[i], list[i].rowid);
	for (size_t i = 0; i < count; i++)
		all = vt_str_printf(s->a, "%.*s%s%.*s", VT_STR_ARG(all), i != 0 ? " " : "",
				    VT_STR_ARG(list[i].identifier));
	if (q->offset == 0 && count < q->limit)
		assert_int_equal(total, count);
	return (all.p);
}

static struct vt_search
words(const char *typed)
{
	return ((struct vt_search){ .words = vt_str_of(typed), .kind = -1, .limit = 100 });
}

static void
finds(struct test_store *s, const char *typed, const char *want)
{
	struct vt_search q = words(typed);

	vt_test_str(typed, vt_str_of(found(s, &q)), want);
}

static int
some_objects(void **state)
{
	struct test_store *s;
	struct test_object t;

	(void)test_store(state);
	s = *state;
	test_object_init(&t, "laikrastis", "Panevėžio balsas");
	test_describe(&t, "issued", "1927");
	t.properties[1].start = S("1927-03-12");
	test_describe(&t, "creator", "Jonas Ąžuolas");
	test_page(&t, "l.1", "Šiandien turguje pardavinėjo obuolius.\n");
	test_page(&t, "l.2", "Rytoj bus lietus ir perkūnija\n");
	test_in(&t, "spauda:laikrasciai:vietos");
	test_put(s, &t);
	test_time++;
	test_object_init(&t, "knyga", "Ąžuolai ir liepos");
	test_describe(&t, "date", "XIX a.");
	t.properties[1].start = S("1801");
	test_describe(&t, "description", "Apie senus medžius");
	t.o.object.institution = S("LT-Bi");
	test_in(&t, "spauda");
	test_put(s, &t);
	test_time++;
	test_object_init(&t, "atvirukas", "Biržų pilis");
	test_describe(&t, "alternative", "Birže Castle");
	t.o.object.kind = VT_KIND_IMAGE;
	t.o.object.institution = S("LT-Bi");
	test_in(&t, "vaizdai");
	test_put(s, &t);
	return (0);
}

static void
words_find_objects(void **state)
{
	static const struct {
		const char *typed, *want;
	} rows[] = {
		{ "azuolai", "knyga laikrastis" },	/* the title before a name */
		{ "Ąžuolų", "knyga laikrastis" },
		{ "PANEVĖŽYJE", "laikrastis" },
		{ "panevezio", "laikrastis" },
		{ "obuoliai", "laikrastis" },	/* in the text, in another form */
		{ "azuolas lietus", "laikrastis" },	/* a word here, a word there */
		{ "azuolas pilis", "" },
		{ "ąžuolas OR pilis", "atvirukas knyga laikrastis" },
		{ "azuolas NOT lietus", "knyga" },
		{ "azuolas -lietus", "knyga" },
		{ "(pilis OR medžiai) NOT castle", "knyga" },
		{ "castle", "atvirukas" },
		{ "\"turguje obuolius\"", "" },
		{ "\"lietus ir\"", "laikrastis" },
		{ "medž*", "knyga" },
		{ "atvirukas", "atvirukas" },	/* by its identifier */
		{ "nera", "" },
		{ "\" OR 1", "" },
		{ "???", "" },
	};
	struct test_store *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		finds(s, rows[i].typed, rows[i].want);
}

static void
filters_and_orders(void **state)
{
	static const struct {
		const char *words, *institution, *collection;
		int kind;
		enum vt_order order;
		const char *want;
	} rows[] = {
		{ "", "", "", -1, VT_ORDER_NEWEST, "atvirukas knyga laikrastis" },
		{ "", "", "", -1, VT_ORDER_RELEVANCE, "atvirukas knyga laikrastis" },
		{ "", "", "", -1, VT_ORDER_TITLE, "knyga atvirukas laikrastis" },
		{ "", "", "", -1, VT_ORDER_DATE, "knyga laikrastis atvirukas" },
		{ "", "LT-Bi", "", -1, VT_ORDER_TITLE, "knyga atvirukas" },
		{ "", "", "spauda", -1, VT_ORDER_TITLE, "knyga laikrastis" },
		{ "", "", "spauda:laikrasciai", -1, VT_ORDER_TITLE, "laikrastis" },
		{ "", "LT-Bi", "spauda", -1, VT_ORDER_TITLE, "knyga" },
		{ "", "", "", VT_KIND_IMAGE, VT_ORDER_TITLE, "atvirukas" },
		{ "", "LT-Pa", "", VT_KIND_IMAGE, VT_ORDER_TITLE, "" },
		{ "", "LT-No", "", -1, VT_ORDER_TITLE, "" },
		{ "", "", "no", -1, VT_ORDER_TITLE, "" },
		{ "azuolai", "", "", -1, VT_ORDER_DATE, "knyga laikrastis" },
		{ "azuolai", "", "", -1, VT_ORDER_NEWEST, "knyga laikrastis" },
		{ "azuolai", "LT-Pa", "", -1, VT_ORDER_RELEVANCE, "laikrastis" },
		{ "azuolai", "", "spauda:laikrasciai", VT_KIND_TEXT, VT_ORDER_TITLE, "laikrastis" },
		{ "azuolai", "", "vaizdai", -1, VT_ORDER_TITLE, "" },
		{ " \t ", "LT-Bi", "", -1, VT_ORDER_TITLE, "knyga atvirukas" },
	};
	struct test_store *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_search q = { .words = vt_str_of(rows[i].words),
				       .institution = vt_str_of(rows[i].institution),
				       .collection = vt_str_of(rows[i].collection),
				       .kind = rows[i].kind,
				       .order = rows[i].order,
				       .limit = 100 };

		vt_test_str(rows[i].want, vt_str_of(found(s, &q)), rows[i].want);
	}
}

static void
pages_of_what_was_found(void **state)
{
	struct test_store *s = *state;
	struct vt_search q = words("azuolai");
	struct vt_object *list;
	size_t count;
	int64_t total;

	q.limit = 1;
	vt_test_str("first", vt_str_of(found(s, &q)), "knyga");
	q.offset = 1;
	vt_test_str("second", vt_str_of(found(s, &q)), "laikrastis");
	q.offset = 2;
	vt_test_str("third", vt_str_of(found(s, &q)), "");
	q.offset = 0;
	q.limit = 0;
	ok(vt_catalog_search(s->c, s->a, &q, &list, &count, &total));
	assert_int_equal(count, 0);
	assert_int_equal(total, 2);
	q.limit = 10;
	ok(vt_catalog_search(s->c, s->a, &q, &list, &count, &total));
	vt_test_str("whole", vt_description_title(&list[0].description, "lt"), "Ąžuolai ir liepos");
	q.words = S("a\xff");
	assert_int_equal(vt_catalog_search(s->c, s->a, &q, &list, &count, &total), VT_E_BADARG);
}

static const struct vt_range heading[] = {
	{ 1, 0, VT_STR("Perkūnijos pranešimas"), VT_STR("article"), NULL, 0 },
};

static void
put_hidden(struct test_store *s, enum vt_access_policy access, int64_t until)
{
	struct test_object t;

	test_object_init(&t, "slaptas", "Slapti dokumentai");
	test_page(&t, "s.1", "Niekam nerodomas sakinys apie ąžuolą\n");
	t.o.object.access = access;
	t.o.object.embargo_until = until;
	t.o.ranges = heading;
	t.o.range_count = 1;
	test_put(s, &t);
}

/* Its text neither finds it, nor counts, nor moves it up; its title does. */
static void
text_that_is_not_open_is_not_findable(void **state)
{
	static const struct {
		enum vt_access_policy access;
		int64_t until;
		bool is_open;
	} rows[] = {
		{ VT_ACCESS_METADATA, 0, false },	  { VT_ACCESS_OPEN, 0, true },
		{ VT_ACCESS_EMBARGO, 2000001000, false }, { VT_ACCESS_EMBARGO, 1999999999, true },
		{ VT_ACCESS_EMBARGO, 0, false },	  { VT_ACCESS_METADATA, 1, false },
	};
	struct test_store *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		put_hidden(s, rows[i].access, rows[i].until);
		finds(s, "slapti", "slaptas");
		finds(s, "dokument*", "slaptas");
		finds(s, "niekam", rows[i].is_open ? "slaptas" : "");
		finds(s, "niek*", rows[i].is_open ? "slaptas" : "");
		finds(s, "slapti sakinys", rows[i].is_open ? "slaptas" : "");
		finds(s, "\"nerodomas sakinys\"", rows[i].is_open ? "slaptas" : "");
		finds(s, "pranešimas", rows[i].is_open ? "slaptas" : "");
		finds(s, "azuola liepos", "knyga");
		assert_int_equal(vt_access_is_open(rows[i].access, rows[i].until, test_time),
				 rows[i].is_open);
	}
}

/* Nothing is written when an embargo ends: the clock decides. */
static void
an_embargo_ends_by_itself(void **state)
{
	struct test_store *s = *state;
	int64_t end = test_time + 3600;

	put_hidden(s, VT_ACCESS_EMBARGO, end);
	test_time = end - 1;
	finds(s, "niekam", "");
	finds(s, "slapti", "slaptas");
	test_time = end;
	finds(s, "niekam", "slaptas");
}

/* Whoever keeps an answer is told how long it holds: until the next embargo ends,
 * whatever was looked for, so that the time says nothing of what is in a text. */
static void
an_answer_holds_until_an_embargo_ends(void **state)
{
	struct test_store *s = *state;
	struct vt_search all = words("");
	int64_t end = test_time + 3600;

	ok(vt_catalog_begin(s->c));
	finds(s, "liepos", "knyga");
	assert_int_equal(vt_catalog_holds_until(s->c), 0);
	vt_catalog_end(s->c);
	put_hidden(s, VT_ACCESS_EMBARGO, end);
	ok(vt_catalog_begin(s->c));
	assert_int_equal(vt_catalog_holds_until(s->c), 0);
	(void)found(s, &all);
	assert_int_equal(vt_catalog_holds_until(s->c), 0); /* lists show metadata */
	finds(s, "nesamas", "");
	assert_int_equal(vt_catalog_holds_until(s->c), end);
	vt_catalog_end(s->c);
	test_time = end;
	ok(vt_catalog_begin(s->c));
	finds(s, "niekam", "slaptas");
	assert_int_equal(vt_catalog_holds_until(s->c), 0);
	vt_catalog_end(s->c);
}

static void
what_is_replaced_or_withdrawn_is_not_found(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t differ;

	test_object_init(&t, "knyga", "Pušynas");
	test_page(&t, "k.1", "visai kitas tekstas");
	test_put(s, &t);
	finds(s, "liepos", "");
	finds(s, "medžius", "");
	finds(s, "pušyne", "knyga");
	finds(s, "tekste", "knyga");
	t.o.page_count = 0;
	t.o.image_count = 0;
	test_put(s, &t);
	finds(s, "tekste", "");
	test_withdraw(s, "knyga");
	finds(s, "pušyne", "");
	test_withdraw(s, "laikrastis");
	finds(s, "", "atvirukas");
	finds(s, "azuolas", "");
	test_put(s, &t);
	finds(s, "pušyne", "knyga");
	/* After all this the index holds exactly what the tables do. */
	ok(vt_db_script(&s->w->db, "INSERT INTO search(search) VALUES('integrity-check')"));
	ok(vt_db_script(&s->w->db, "CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, search, row); "
				   "CREATE TEMP TABLE before AS SELECT * FROM v"));
	ok(vt_index_renew(&s->w->db));
	ok(vt_db_int(&s->w->db, &differ,
		     "SELECT (SELECT count(*) FROM (SELECT * FROM v EXCEPT SELECT * FROM before)) + "
		     "(SELECT count(*) FROM (SELECT * FROM before EXCEPT SELECT * FROM v))",
		     NULL, 0));
	assert_int_equal(differ, 0);
}

/* Every combination of filters and orders is a statement of its own, kept. */
static void
statements_are_kept(void **state)
{
	struct test_store *s = *state;
	size_t kept = 0;

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 64; i++) {
			struct vt_search q = { .words = i & 1 ? S("azuolai") : S(""),
					       .institution = i & 2 ? S("LT-Bi") : S(""),
					       .collection = i & 4 ? S("spauda") : S(""),
					       .kind = i & 8 ? VT_KIND_TEXT : -1,
					       .order = (enum vt_order)(i / 16),
					       .limit = 5 };

			(void)found(s, &q);
		}
		if (round == 0)
			kept = s->c->db.kept_count;
		assert_int_equal(s->c->db.kept_count, kept);
	}
}

#define with_objects(test) cmocka_unit_test_setup_teardown(test, some_objects, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_objects(words_find_objects),
		with_objects(filters_and_orders),
		with_objects(pages_of_what_was_found),
		with_objects(text_that_is_not_open_is_not_findable),
		with_objects(an_embargo_ends_by_itself),
		with_objects(an_answer_holds_until_an_embargo_ends),
		with_objects(what_is_replaced_or_withdrawn_is_not_found),
		with_objects(statements_are_kept),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
