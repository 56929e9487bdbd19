/* SPDX-License-Identifier: Apache-2.0 */
/* Finding by facets: what is chosen, what is counted, how it stays right as objects
 * come, change and go; and the blocks that it is kept in. */
#include "readers.h"

#include <stdlib.h>

#include "catalog/facets/facets.h"

/* Identifiers found, in their order, parted by spaces. */
static const char *
found(struct test_store *s, const struct vt_find *q, struct vt_find_result *r)
{
	struct vt_str all = VT_STR("");

	ok(vt_catalog_find(s->c, s->a, q, r));
	for (size_t i = 0; i < r->count; i++)
		all = vt_str_printf(s->a, "%.*s%s%.*s", VT_STR_ARG(all), i != 0 ? " " : "",
				    VT_STR_ARG(r->objects[i].identifier));
	return (all.p);
}

static void
finds(struct test_store *s, enum vt_facet facet, const char *key, const char *want)
{
	struct vt_find q = { .order = VT_ORDER_TITLE, .limit = 100 };
	struct vt_find_result r;

	q.chosen[facet] = vt_str_of(key);
	vt_test_str(key, vt_str_of(found(s, &q, &r)), want);
	assert_int_equal(r.total, r.count);
}

/* "key=count" of a facet, the most frequent first. */
static void
counts(struct test_store *s, const struct vt_find *q, enum vt_facet facet, const char *want)
{
	struct vt_str all = VT_STR("");
	struct vt_find_result r;

	ok(vt_catalog_find(s->c, s->a, q, &r));
	for (size_t i = 0; i < r.facets[facet].count; i++)
		all = vt_str_printf(s->a, "%.*s%s%.*s=%lld", VT_STR_ARG(all), i != 0 ? " " : "",
				    VT_STR_ARG(r.facets[facet].items[i].key),
				    (long long)r.facets[facet].items[i].count);
	vt_test_str("counts", all, want);
}

static void
newspaper(struct test_object *t)
{
	test_object_init(t, "laikrastis", "Panevėžio balsas");
	t->o.object.rights = S("http://r/1");
	test_describe(t, "issued", "1927");
	t->properties[1].start = t->properties[1].end = S("1927-03-12");
	test_describe(t, "spatial", "Panevėžys");
	test_in(t, "spauda:laikrasciai:vietos");
}

static int
some_objects(void **state)
{
	struct test_store *s;
	struct test_object t;

	(void)test_store(state);
	s = *state;
	newspaper(&t);
	test_put(s, &t);
	test_object_init(&t, "atvirukas", "Aikštė");
	t.o.object.kind = VT_KIND_IMAGE;
	t.o.object.institution = S("LT-Bi");
	t.o.object.rights = S("http://r/1");
	test_describe(&t, "created", "1895/1905");
	t.properties[1].start = S("1895");
	t.properties[1].end = S("1905");
	test_describe(&t, "spatial", "Biržai");
	test_describe(&t, "spatial", "Panevėžys");
	test_in(&t, "vaizdai");
	test_put(s, &t);
	test_object_init(&t, "knyga", "Knyga be nieko");
	test_put(s, &t);
	return (0);
}

static void
each_facet_finds(void **state)
{
	struct test_store *s = *state;

	finds(s, VT_FACET_INSTITUTION, "LT-Pa", "knyga laikrastis");
	finds(s, VT_FACET_INSTITUTION, "LT-Bi", "atvirukas");
	finds(s, VT_FACET_COLLECTION, "spauda", "laikrastis");
	finds(s, VT_FACET_COLLECTION, "spauda:laikrasciai:vietos", "laikrastis");
	finds(s, VT_FACET_KIND, "IMAGE", "atvirukas");
	finds(s, VT_FACET_PERIOD, "1900-1999", "atvirukas laikrastis");
	finds(s, VT_FACET_PERIOD, "1800-1899", "atvirukas");
	finds(s, VT_FACET_PERIOD, "1890-1899", "atvirukas");
	finds(s, VT_FACET_PERIOD, "1920-1929", "laikrastis");
	finds(s, VT_FACET_PERIOD, "1910-1919", "");
	finds(s, VT_FACET_PLACE, "Panevėžys", "atvirukas laikrastis");
	finds(s, VT_FACET_RIGHTS, "http://r/1", "atvirukas laikrastis");
	finds(s, VT_FACET_RIGHTS, "' OR 1", "");
	finds(s, VT_FACET_KIND, "", "atvirukas knyga laikrastis");
}

/* Any years find what is dated over some of them, to the year; nothing of that is counted as
 * a facet. */
static void
any_years_find(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .limit = 1, .value_limit = 100 };
	struct test_object t;

	finds(s, VT_FACET_PERIOD, "1927-1931", "laikrastis");
	finds(s, VT_FACET_PERIOD, "1927-1927", "laikrastis");
	finds(s, VT_FACET_PERIOD, "1928-1931", "");
	finds(s, VT_FACET_PERIOD, "1905-1927", "atvirukas laikrastis");
	finds(s, VT_FACET_PERIOD, "1906-1926", "");
	finds(s, VT_FACET_PERIOD, "1500-1895", "atvirukas");
	finds(s, VT_FACET_PERIOD, "1500-1894", "");
	for (int i = 0; i < 2; i++) {
		s->c->has_no_sets = i != 0;
		finds(s, VT_FACET_PERIOD, "1000-2200", "atvirukas laikrastis");
		finds(s, VT_FACET_PERIOD, "0-9998", "atvirukas laikrastis");
	}
	s->c->has_no_sets = false;
	finds(s, VT_FACET_PERIOD, "1931-1927", "");
	finds(s, VT_FACET_PERIOD, "1927-", "");
	finds(s, VT_FACET_PERIOD, "1927", "");
	test_object_init(&t, "kronika", "Kronika");
	test_describe(&t, "created", "1850/1961");
	t.properties[1].start = S("1850");
	t.properties[1].end = S("1961-05-03");
	test_put(s, &t);
	finds(s, VT_FACET_PERIOD, "1927-1931", "kronika laikrastis");
	finds(s, VT_FACET_PERIOD, "1961-1964", "kronika");
	finds(s, VT_FACET_PERIOD, "1962-1964", "");
	finds(s, VT_FACET_PERIOD, "1848-1849", "");
	finds(s, VT_FACET_PERIOD, "1843-1850", "kronika");
	test_withdraw(s, "kronika");
	q.chosen[VT_FACET_PERIOD] = S("1896-1901");
	counts(s, &q, VT_FACET_PERIOD, "1900-1999=1 1800-1899=1 1890-1899=1 1900-1909=1");
	counts(s, &q, VT_FACET_KIND, "IMAGE=1");
	q.chosen[VT_FACET_PERIOD] = S("1927-1931");
	q.chosen[VT_FACET_PLACE] = S("Biržai");
	counts(s, &q, VT_FACET_KIND, "");
}

static void
what_was_found_is_counted(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .limit = 1, .value_limit = 10 };

	counts(s, &q, VT_FACET_KIND, "TEXT=2 IMAGE=1");
	counts(s, &q, VT_FACET_PLACE, "Panevėžys=2 Biržai=1");
	counts(s, &q, VT_FACET_RIGHTS, "http://r/1=2");
	q.chosen[VT_FACET_PLACE] = S("Panevėžys");
	q.chosen[VT_FACET_KIND] = S("IMAGE");
	counts(s, &q, VT_FACET_INSTITUTION, "LT-Bi=1");
	counts(s, &q, VT_FACET_PLACE, "Panevėžys=1 Biržai=1");
	q = (struct vt_find){ .words = S("balsas"), .limit = 1, .value_limit = 10 };
	counts(s, &q, VT_FACET_COLLECTION,
	       "spauda=1 spauda:laikrasciai=1 spauda:laikrasciai:vietos=1");
	q.value_limit = 1;
	q.words = VT_STR_NONE;
	counts(s, &q, VT_FACET_KIND, "TEXT=2");
}

static void
places_have_names_in_languages(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .words = S("Ramygala"), .value_limit = 10, .limit = 1 };
	struct vt_find_result r;
	struct test_object t;

	test_object_init(&t, "ramygala", "Ramygala");
	test_describe(&t, "spatial", "Ramygala");
	t.properties[1].uri = S("http://g/1");
	test_describe(&t, "spatial", "Ramygala town");
	t.properties[2].uri = S("http://g/1");
	t.properties[2].lang = S("en");
	test_describe(&t, "spatial", "55.5 24.3");
	test_put(s, &t);
	ok(vt_catalog_find(s->c, s->a, &q, &r));
	assert_int_equal(r.facets[VT_FACET_PLACE].count, 1);
	vt_test_str("key", r.facets[VT_FACET_PLACE].items[0].key, "Ramygala");
	vt_test_str("lt", vt_labels_get(&r.facets[VT_FACET_PLACE].items[0].names, "lt"), "Ramygala");
	vt_test_str("en", vt_labels_get(&r.facets[VT_FACET_PLACE].items[0].names, "en"),
		    "Ramygala town");
	/* Elsewhere it has no address, or another: it is the same place to readers. */
	test_object_init(&t, "kita", "Kita");
	test_describe(&t, "spatial", "Ramygala");
	test_put(s, &t);
	finds(s, VT_FACET_PLACE, "Ramygala", "kita ramygala");
	/* Only in English. */
	test_object_init(&t, "angliska", "Angliška");
	test_describe(&t, "spatial", "Riga");
	t.properties[1].lang = S("en");
	test_put(s, &t);
	finds(s, VT_FACET_PLACE, "Riga", "angliska");
}

/* By the name itself, or by what has its address; the first who says so, and no
 * coordinates that there are not. */
static void
places_know_where_they_are(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .words = S("vieta"), .value_limit = 10, .order = VT_ORDER_TITLE };
	struct vt_find_result r;
	struct test_object t;

	test_object_init(&t, "a", "Vieta a");
	test_describe(&t, "spatial", "Alanta");
	t.properties[1].uri = S("http://g/2");
	test_describe(&t, "spatial", "55.3 25.2");
	t.properties[2].uri = S("http://g/2");
	t.properties[2].has_coordinates = true;
	t.properties[2].latitude = 55.352;
	t.properties[2].longitude = -25.287;
	test_put(s, &t);
	ok(vt_catalog_find(s->c, s->a, &q, &r));
	assert_true(r.facets[VT_FACET_PLACE].items[0].has_coordinates);
	assert_float_equal(r.facets[VT_FACET_PLACE].items[0].latitude, 55.352, 1e-9);
	assert_float_equal(r.facets[VT_FACET_PLACE].items[0].longitude, -25.287, 1e-9);
	test_object_init(&t, "b", "Vieta b");
	test_describe(&t, "spatial", "Obeliai");
	t.properties[1].has_coordinates = true;
	t.properties[1].latitude = 91;
	test_put(s, &t);
	q.chosen[VT_FACET_PLACE] = S("Obeliai");
	ok(vt_catalog_find(s->c, s->a, &q, &r));
	assert_int_equal(r.facets[VT_FACET_PLACE].count, 1);
	assert_false(r.facets[VT_FACET_PLACE].items[0].has_coordinates);
}

static void
what_changes_is_found_anew(void **state)
{
	struct test_store *s = *state;
	struct test_object t;

	newspaper(&t);
	t.properties[2].value = S("Biržai");
	t.o.object.kind = VT_KIND_SOUND;
	test_put(s, &t);
	finds(s, VT_FACET_PLACE, "Panevėžys", "atvirukas");
	finds(s, VT_FACET_PLACE, "Biržai", "atvirukas laikrastis");
	finds(s, VT_FACET_KIND, "SOUND", "laikrastis");
	test_withdraw(s, "laikrastis");
	finds(s, VT_FACET_PLACE, "Biržai", "atvirukas");
	test_put(s, &t);
	finds(s, VT_FACET_PLACE, "Biržai", "atvirukas laikrastis");
}

/* An object that has grown, or come back, may stand in the index behind those that
 * came after it: words find it all the same. */
static void
words_find_what_has_grown(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .words = S("balsas"), .order = VT_ORDER_TITLE, .limit = 10 };
	struct vt_find_result r;
	struct test_object t;

	test_object_init(&t, "balsas-2", "Antras balsas");
	test_put(s, &t);
	vt_test_str("before", vt_str_of(found(s, &q, &r)), "balsas-2 laikrastis");
	newspaper(&t);
	test_page(&t, NULL, "pirmas puslapis");
	test_page(&t, NULL, "antras puslapis");
	test_page(&t, NULL, "trečias puslapis");
	test_put(s, &t);
	vt_test_str("grown", vt_str_of(found(s, &q, &r)), "balsas-2 laikrastis");
	test_withdraw(s, "laikrastis");
	vt_test_str("gone", vt_str_of(found(s, &q, &r)), "balsas-2");
	test_put(s, &t);
	vt_test_str("back", vt_str_of(found(s, &q, &r)), "balsas-2 laikrastis");
	q.order = VT_ORDER_RELEVANCE;
	(void)found(s, &q, &r);
	assert_int_equal(r.total, 2);
	assert_int_equal(r.count, 2);
}

/* A catalogue from before, or of other rules, has the same made of it at once. */
static void
they_are_made_again(void **state)
{
	struct test_store *s = *state;

	ok(vt_db_script(&s->w->db, "DELETE FROM facet_block; DELETE FROM facet_value;"
				   "UPDATE facet_rules SET version = 0"));
	finds(s, VT_FACET_KIND, "IMAGE", "");
	vt_writer_close(&s->w);
	test_open_writer(s);
	each_facet_finds(state);
}

static void
closed_text_is_not_found(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .words = S("slapukas"), .limit = 10 };
	struct vt_find_result r;
	struct test_object t;

	test_object_init(&t, "uzdarytas", "Uždarytas");
	t.o.object.access = VT_ACCESS_METADATA;
	test_page(&t, NULL, "slapukas");
	test_put(s, &t);
	vt_test_str("metadata", vt_str_of(found(s, &q, &r)), "");
	t.o.object.access = VT_ACCESS_EMBARGO;
	t.o.object.embargo_until = test_time + 100;
	test_put(s, &t);
	vt_test_str("embargo", vt_str_of(found(s, &q, &r)), "");
	ok(vt_catalog_begin(s->c));
	(void)found(s, &q, &r);
	assert_int_equal(vt_catalog_holds_until(s->c), test_time + 100);
	vt_catalog_end(s->c);
	test_time += 100;
	vt_test_str("ended", vt_str_of(found(s, &q, &r)), "uzdarytas");
	q.words = S("uždarytas");
	vt_test_str("title", vt_str_of(found(s, &q, &r)), "uzdarytas");
}

/* --- many, against a search that knows nothing of facets ---------------------- */

#define MANY 700

static int
many_objects(void **state)
{
	struct test_store *s;
	struct test_object t;
	char id[32], title[64], year[8];

	(void)test_store(state);
	s = *state;
	srand(7);
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(id, sizeof(id), "o-%03d", i);
		(void)snprintf(title, sizeof(title), "%s %d", rand() % 3 != 0 ? "Daug" : "Mažai",
			       rand() % 100);
		(void)snprintf(year, sizeof(year), "%d", 1880 + rand() % 60);
		test_object_init(&t, id, title);
		t.o.object.kind = (enum vt_kind)(rand() % 5);
		t.o.object.institution = rand() % 2 != 0 ? S("LT-Pa") : S("LT-Bi");
		t.o.object.access = rand() % 8 == 0 ? VT_ACCESS_METADATA : VT_ACCESS_OPEN;
		test_describe(&t, "issued", year);
		t.properties[1].start = t.properties[1].end = vt_str_of(year);
		test_describe(&t, "description", rand() % 4 == 0 ? "daug daug" : "nieko");
		test_page(&t, NULL, rand() % 4 == 0 ? "daug" : "nieko");
		if (rand() % 2 != 0)
			test_in(&t, rand() % 2 != 0 ? "spauda:laikrasciai" : "vaizdai");
		if (i == 0)
			test_collection(s, "spauda:laikrasciai", NULL);
		test_time += rand() % 2;
		test_put(s, &t);
		if (rand() % 10 == 0)
			test_withdraw(s, id);
	}
	return (0);
}

static void
compare(struct test_store *s, int i)
{
	static const char *const collections[] = { "", "spauda", "vaizdai" };
	struct vt_search q = { .words = i & 1 ? S("daug") : S(""), .kind = i % 6 - 1,
			       .institution = i & 2 ? S("LT-Bi") : S(""),
			       .collection = vt_str_of(collections[i % 3]),
			       .order = (enum vt_order)(i / 3 % 4),
			       .offset = (size_t)(i % 7), .limit = (size_t)(1 + i % 40) };
	struct vt_find f = { .words = q.words, .order = q.order, .offset = q.offset,
			     .limit = q.limit, .value_limit = 5 };
	struct vt_find_result r;
	struct vt_object *list;
	int64_t total;
	size_t count;

	if (q.kind >= 0)
		f.chosen[VT_FACET_KIND] = vt_str_of(vt_kind_name((enum vt_kind)q.kind));
	f.chosen[VT_FACET_INSTITUTION] = q.institution;
	f.chosen[VT_FACET_COLLECTION] = q.collection;
	ok(vt_catalog_search(s->c, s->a, &q, &list, &count, &total));
	ok(vt_catalog_find(s->c, s->a, &f, &r));
	assert_int_equal(r.total, total);
	assert_int_equal(r.count, count);
	for (size_t k = 0; k < count; k++)
		vt_test_str("same", r.objects[k].identifier,
			    vt_str_printf(s->a, "%.*s", VT_STR_ARG(list[k].identifier)).p);
}

static void
it_finds_what_a_search_finds(void **state)
{
	for (int i = 0; i < 420; i++) {
		test_fresh(*state);
		compare(*state, i);
	}
}

/* --- by sets as by blocks ---------------------------------------------------------- */

/* As an object's number may be far from the one before: in another chunk of sets, none in
 * between. */
static void
leave_a_gap(struct test_store *s, int64_t id)
{
	ok(vt_db_run(&s->w->db,
		     "INSERT INTO object SELECT ?1, 'gap-' || ?1, institution, kind, access, "
		     "embargo_until, created, changed, 1, 0, '', '', '', '', 0, 0 FROM object LIMIT 1",
		     VT_BINDS(VT_INT(id))));
}

static struct vt_find
any_question(unsigned n)
{
	static const char *const words[] = { "", "daug", "mazai daug", "nieko", "daug NOT mazai", "o-01*" },
		*const periods[] = { "", "1903-1927", "1800-1899", "1920-1929" }, *const kinds[] = { "", "TEXT", "3D" };
	struct vt_find q = { .words = vt_str_of(words[n % 6]), .order = (enum vt_order)(n % 4),
			     .offset = n % 5, .limit = 1 + n % 60, .value_limit = n % 7 * 3 };

	q.chosen[VT_FACET_PERIOD] = vt_str_of(periods[n / 6 % 4]);
	q.chosen[VT_FACET_KIND] = vt_str_of(kinds[n / 24 % 3]);
	q.chosen[VT_FACET_INSTITUTION] = n / 72 % 2 != 0 ? S("LT-Bi") : S("");
	q.chosen[VT_FACET_COLLECTION] = n / 144 % 3 == 1 ? S("spauda") : S("");
	return (q);
}

static void
same_by_blocks(struct test_store *s, const struct vt_find *q)
{
	struct vt_find_result a, b;

	ok(vt_catalog_find(s->c, s->a, q, &a));
	s->c->has_no_sets = true;
	ok(vt_catalog_find(s->c, s->a, q, &b));
	s->c->has_no_sets = false;
	assert_int_equal(a.total, b.total);
	assert_int_equal(a.count, b.count);
	for (size_t i = 0; i < a.count; i++)
		assert_int_equal(a.objects[i].rowid, b.objects[i].rowid);
	for (int f = 0; f < VT_FACETS; f++) {
		assert_int_equal(a.facets[f].count, b.facets[f].count);
		for (size_t i = 0; i < a.facets[f].count; i++) {
			assert_int_equal(a.facets[f].items[i].count, b.facets[f].items[i].count);
			assert_true(vt_str_eq(a.facets[f].items[i].key, b.facets[f].items[i].key));
		}
	}
}

static void
change_something(struct test_store *s, int round)
{
	static const enum vt_access_policy policies[] = { VT_ACCESS_OPEN, VT_ACCESS_EMBARGO,
							   VT_ACCESS_METADATA };
	struct test_object t;
	char id[32];

	(void)snprintf(id, sizeof(id), "o-%03d", rand() % (MANY + 40));
	test_object_init(&t, id, rand() % 2 != 0 ? "Daug naujų" : "Mažai");
	t.o.object.kind = (enum vt_kind)(rand() % 5);
	t.o.object.access = policies[rand() % 3];
	t.o.object.embargo_until = t.o.object.access == VT_ACCESS_EMBARGO ? test_time + rand() % 9 : 0;
	test_describe(&t, "description", round % 2 != 0 ? "daug" : "nieko");
	test_page(&t, NULL, rand() % 2 != 0 ? "daug" : "nieko");
	test_put(s, &t);
	if (rand() % 3 == 0)
		test_withdraw(s, id);
	if (round % 20 == 7)
		leave_a_gap(s, 5000 * round);
	test_time += rand() % 3;
}

static void
sets_find_what_blocks_find(void **state)
{
	struct test_store *s = *state;

	for (unsigned n = 0; n < 864; n++) {
		struct vt_find q = any_question(n);

		same_by_blocks(s, &q);
	}
	for (int round = 0; round < 120; round++) {
		test_fresh(s);
		change_something(s, round);
		for (int i = 0; i < 6; i++) {
			struct vt_find q = any_question((unsigned)rand());

			same_by_blocks(s, &q);
		}
	}
	vt_writer_close(&s->w); /* and when all are made anew, by others numbers */
	test_open_writer(s);
	ok(vt_db_script(&s->w->db, "UPDATE facet_rules SET version = 1"));
	vt_writer_close(&s->w);
	test_open_writer(s);
	for (unsigned n = 0; n < 144; n++) {
		struct vt_find q = any_question(n);

		same_by_blocks(s, &q);
	}
}

static bool
is_same_by_blocks(struct vt_catalog *c, struct vt_arena *a, unsigned n)
{
	struct vt_find q = any_question(n * 5);
	struct vt_find_result sets, blocks;
	bool is_same = vt_catalog_find(c, a, &q, &sets) == VT_OK;

	c->has_no_sets = true;
	is_same = is_same && vt_catalog_find(c, a, &q, &blocks) == VT_OK;
	c->has_no_sets = false;
	if (!is_same || sets.total != blocks.total || sets.count != blocks.count)
		return (false);
	for (int f = 0; f < VT_FACETS; f++)
		for (size_t i = 0; i < sets.facets[f].count && is_same; i++)
			is_same = sets.facets[f].items[i].count == blocks.facets[f].items[i].count;
	return (is_same);
}

/* Threads share the sets, each in the state that it sees. */
static void
while_the_catalogue_changes(void **state)
{
	struct test_store *s = *state;
	struct test_readers readers = { .asks = is_same_by_blocks, .times = 50 };

	test_readers_begin(&readers, s);
	for (int round = 0; round < 80; round++) {
		test_fresh(s);
		change_something(s, round);
	}
	test_readers_end(&readers);
}

static void
entries_are_the_living_ones(void **state)
{
	struct test_store *s = *state;
	struct vt_object_entry *list;
	int64_t last, living;
	size_t count;

	ok(vt_catalog_last_rowid(s->c, &last));
	assert_int_equal(last, MANY);
	ok(vt_db_int(&s->c->db, &living, "SELECT count(*) FROM object WHERE is_deleted = 0", NULL, 0));
	ok(vt_catalog_entries(s->c, s->a, 1, last, &list, &count));
	assert_int_equal(count, living);
	ok(vt_catalog_entries(s->c, s->a, 5, 4, &list, &count));
	assert_int_equal(count, 0);
}

/* --- blocks ----------------------------------------------------------------------- */

static void
blocks_are_read_as_written(void **state)
{
	struct vt_facets f = { .slot = 255, .access = 2, .count = 5,
			       .values = { 300, 1, 300, 4000000000u, 127 } };
	struct vt_str rest;
	struct vt_buf out;

	(void)state;
	vt_buf_init(&out, 0);
	vt_facets_put(&f, &out);
	rest = vt_buf_get(&out);
	assert_true(vt_facets_next(&rest, &f));
	assert_int_equal(rest.len, 0);
	assert_int_equal(f.slot, 255);
	assert_int_equal(f.access, 2);
	assert_int_equal(f.count, 4);
	assert_int_equal(f.values[0], 1);
	assert_int_equal(f.values[1], 127);
	assert_int_equal(f.values[2], 300);
	assert_true(f.values[3] == 4000000000u);
	for (size_t len = 0; len < out.len; len++) {
		rest = (struct vt_str){ out.p, len };
		assert_false(vt_facets_next(&rest, &f));
		assert_int_equal(rest.len, len);
	}
	vt_buf_fini(&out);
}

static void
a_broken_block_is_told(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .limit = 10 };
	struct vt_find_result r;

	ok(vt_db_script(&s->w->db, "UPDATE facet_block SET data = x'0000ffffffffff'"));
	refused(vt_catalog_find(s->c, s->a, &q, &r), VT_E_FORMAT, "block 0 of facets");
}

#define with_objects(test) cmocka_unit_test_setup_teardown(test, some_objects, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_objects(each_facet_finds),
		with_objects(any_years_find),
		with_objects(what_was_found_is_counted),
		with_objects(places_have_names_in_languages),
		with_objects(places_know_where_they_are),
		with_objects(what_changes_is_found_anew),
		with_objects(words_find_what_has_grown),
		with_objects(they_are_made_again),
		with_objects(closed_text_is_not_found),
		cmocka_unit_test_setup_teardown(it_finds_what_a_search_finds, many_objects, test_away),
		cmocka_unit_test_setup_teardown(sets_find_what_blocks_find, many_objects, test_away),
		cmocka_unit_test_setup_teardown(while_the_catalogue_changes, many_objects, test_away),
		cmocka_unit_test_setup_teardown(entries_are_the_living_ones, many_objects, test_away),
		cmocka_unit_test(blocks_are_read_as_written),
		with_objects(a_broken_block_is_told),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
