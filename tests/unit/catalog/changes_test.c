/* SPDX-License-Identifier: Apache-2.0 */
/* The list of changes of manifests: what stands in it, that embargoes end in it by the
 * clock, and that no place ever moves. */
#include "store.h"

#include "catalog/connect.h"
#include "catalog/schema/schema.h"
#include "catalog/words/terms.h"

/* "1 create a, 2 update a@-5": all up to until, at most limit at a time. */
static const char *
listed_by(struct test_store *s, int64_t until, size_t limit)
{
	static const char *const types[] = { "?", "create", "update", "delete" };
	static char text[4096];
	struct vt_activity_query q = { .until = until, .limit = limit };
	struct vt_activity *list;
	size_t count, len = 0;
	int64_t last = 0;

	text[0] = '\0';
	do {
		ok(vt_catalog_activities(s->c, s->a, &q, &list, &count));
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(list[i].place, q.after + 1);
			assert_true(list[i].time >= last && list[i].time <= until);
			last = list[i].time;
			q.after = list[i].place;
			len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s%s %.*s",
						len != 0 ? ", " : "",
						list[i].has_opened ? "opened " : "",
						types[list[i].type],
						VT_STR_ARG(list[i].identifier));
			assert_true(len < sizeof(text));
		}
	} while (count != 0);
	return (text);
}

/* The same however it is divided, and as many as are said to be there. */
static const char *
listed(struct test_store *s)
{
	static char text[4096];
	struct vt_activity_span span;

	(void)snprintf(text, sizeof(text), "%s", listed_by(s, test_time, 100));
	for (size_t limit = 1; limit < 4; limit++)
		assert_string_equal(listed_by(s, test_time, limit), text);
	ok(vt_catalog_activity_span(s->c, test_time, &span));
	assert_true(span.kept <= span.count);
	assert_int_equal(span.count == 0, text[0] == '\0');
	return (text);
}

static void
put(struct test_store *s, const char *identifier, const char *title, int64_t embargo)
{
	char image[40];
	struct test_object t;

	(void)snprintf(image, sizeof(image), "%s.1", identifier);
	test_object_init(&t, identifier, title);
	test_page(&t, image, NULL);
	t.o.object.access = embargo != 0 ? VT_ACCESS_EMBARGO : VT_ACCESS_OPEN;
	t.o.object.embargo_until = embargo;
	test_put(s, &t);
}

static void
what_happens_to_a_manifest(void **state)
{
	struct test_store *s = *state;
	struct test_object t;

	assert_string_equal(listed(s), "");
	put(s, "a", "A", 0);
	put(s, "a", "A", 0);	/* as it was */
	test_time++;
	put(s, "a", "B", 0);
	test_object_init(&t, "pageless", "It has no manifest");
	test_put(s, &t);
	assert_string_equal(listed(s), "create a, update a");
	test_withdraw(s, "pageless");
	assert_string_equal(listed(s), "create a, update a");
	test_page(&t, "pageless.1", NULL);
	test_put(s, &t);
	test_withdraw(s, "a");
	put(s, "a", "C", 0);
	assert_string_equal(listed(s), "create a, update a, create pageless, delete a, create a");
	/* It loses its pages and with them its manifest. */
	test_object_init(&t, "pageless", "No pages again");
	test_put(s, &t);
	test_describe(&t, "subject", "of nothing");
	test_put(s, &t);
	assert_string_equal(listed(s), "create a, update a, create pageless, delete a, create a, "
				       "delete pageless");
}

static void
a_tombstone_was_never_listed(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	enum vt_change change;

	test_object_init(&t, "a", "A");
	test_page(&t, "a.1", NULL);
	ok(vt_writer_tombstone(s->w, &t.o, &change));
	assert_string_equal(listed(s), "");
}

static void
only_what_is_settled(void **state)
{
	struct test_store *s = *state;
	struct vt_activity_span span;

	put(s, "a", "A", 0);
	test_time += 10;
	put(s, "b", "B", 0);
	assert_string_equal(listed_by(s, test_time - 1, 5), "create a");
	ok(vt_catalog_activity_span(s->c, test_time - 1, &span));
	assert_int_equal(span.count, 1);
	assert_int_equal(span.next, test_time);
	ok(vt_catalog_activity_span(s->c, test_time, &span));
	assert_int_equal(span.count, 2);
	assert_int_equal(span.next, 0);
	ok(vt_catalog_activity_span(s->c, test_time - 11, &span));
	assert_int_equal(span.count, 0);
	assert_int_equal(span.next, test_time - 10);
}

/* Nobody writes when an embargo ends; it is in the list all the same, at its own second,
 * and stays at its place whoever writes afterwards. */
static void
embargoes_end_by_the_clock(void **state)
{
	struct test_store *s = *state;
	struct vt_activity_span span;
	struct test_object t;
	int64_t begun = test_time, generation;

	put(s, "late", "Late", begun + 200);
	put(s, "soon", "Soon", begun + 100);
	put(s, "past", "It was open when it came", begun - 100);
	put(s, "a", "A", 0);
	test_object_init(&t, "pageless", "No manifest");
	t.o.object.access = VT_ACCESS_EMBARGO;
	t.o.object.embargo_until = begun + 100;
	test_put(s, &t);
	ok(vt_writer_commit(s->w, &generation));
	ok(vt_catalog_activity_span(s->c, test_time, &span));
	assert_int_equal(span.next, begun + 100);
	test_time = begun + 150;
	assert_string_equal(listed(s), "create late, create soon, create past, create a, "
				       "opened update soon");
	ok(vt_catalog_activity_span(s->c, test_time, &span));
	assert_int_equal(span.count, 5);
	assert_int_equal(span.kept, 4);
	assert_int_equal(span.next, begun + 200);
	test_time = begun + 300;
	/* The same before and after somebody writes, also of that very object. */
	for (size_t i = 0; i < 2; i++) {
		assert_string_equal(listed(s), "create late, create soon, create past, create a, "
					       "opened update soon, opened update late");
		test_object_init(&t, "unlisted", "No manifest");
		test_put(s, &t);
	}
	put(s, "soon", "Soon", test_time + 1000);
	test_withdraw(s, "late");
	assert_string_equal(listed(s), "create late, create soon, create past, create a, "
				       "opened update soon, opened update late, update soon, "
				       "delete late");
	ok(vt_catalog_activity_span(s->c, test_time, &span));
	assert_int_equal(span.kept, 8);
	assert_int_equal(span.next, test_time + 1000);
}

/* A batch says that it is under way before its first stamp: that takes a time, too. */
static void
an_embargo_that_ends_within_a_batch(void **state)
{
	struct test_store *s = *state;
	int64_t begun = test_time, generation;

	put(s, "x", "X", begun + 10);
	ok(vt_writer_commit(s->w, &generation));
	test_time = begun + 20;
	ok(vt_write_announce(s->w));
	assert_string_equal(listed(s), "create x, opened update x");
	put(s, "y", "Y", begun + 25);
	test_time = begun + 30;
	assert_string_equal(listed(s), "create x, opened update x, create y, opened update y");
	put(s, "z", "Z", 0);
	ok(vt_writer_commit(s->w, &generation));
	assert_string_equal(listed(s), "create x, opened update x, create y, opened update y, "
				       "create z");
}

/* What is there already, and nothing of what is not any more. */
static void
an_older_catalogue_gets_its_list(void **state)
{
	struct test_store *s = *state;
	struct vt_db db;
	char path[160];

	(void)snprintf(path, sizeof(path), "%s/catalog.db", s->dir);
	ok(vt_connect(&db, path, true));
	ok(vt_terms_register(&db));
	ok(vt_schema_migrate(&db, &(struct vt_migrations){ vt_schema.sql, 7 }));
	ok(vt_db_script(&db, "UPDATE meta SET datestamp = 100;"
			     "INSERT INTO object SELECT value, char(96 + value), NULL, 0, 0, 0, 1, 1, "
			     "value = 2, value <> 3, '', '', '', '', 0, 0 FROM json_each('[1,2,3,4]');"
			     "INSERT INTO change (time, object, kind) VALUES (10, 1, 1), (10, 2, 1), "
			     "(20, 3, 1), (30, 4, 1), (40, 2, 3), (50, 1, 2);"));
	ok(vt_schema_migrate(&db, &vt_schema));
	vt_db_close(&db);
	test_open_reader(s);
	assert_string_equal(listed(s), "create a, create d, update a");
	test_open_writer(s);
	test_institution(s, "LT-Pa", "Panevėžio biblioteka");
	ok(vt_writer_format(s->w, &(struct vt_record_format){ S("oai_dc"), S(""), S("") }));
	put(s, "a", "A", 0);
	assert_string_equal(listed(s), "create a, create d, update a, update a");
}

#define in_store(test) cmocka_unit_test_setup_teardown(test, test_store, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_store(what_happens_to_a_manifest),
		in_store(a_tombstone_was_never_listed),
		in_store(only_what_is_settled),
		in_store(embargoes_end_by_the_clock),
		in_store(an_embargo_that_ends_within_a_batch),
		cmocka_unit_test_setup_teardown(an_older_catalogue_gets_its_list, test_folder,
						test_away),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
