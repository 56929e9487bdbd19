/* SPDX-License-Identifier: Apache-2.0 */
/* How objects are shown, their files, and the serials whose issues they are. */
#include "store.h"

#include "api/viewing.h"

static int64_t
rowid(struct test_store *s, const char *identifier)
{
	struct vt_object o;

	ok(vt_catalog_object(s->c, s->a, vt_str_of(identifier), &o));
	return (o.rowid);
}

static void
views(void **state)
{
	struct test_store *s = *state;
	struct vt_new_choice choice = { 1, S("a.2"), S("Ultravioletas") };
	struct vt_page_view *pages;
	struct vt_page_choice *choices;
	struct test_object t;
	struct vt_view view;
	size_t count;

	test_object_init(&t, "a", "Knyga");
	test_page(&t, "a.1", NULL);
	test_page(&t, NULL, NULL);
	t.pages[1].behavior = S("non-paged");
	t.images[1] = t.images[0];
	t.images[1].identifier = S("a.2");
	t.o.image_count = 2;
	t.o.choices = &choice;
	t.o.choice_count = 1;
	t.o.view = (struct vt_view){ S("right-to-left"), S("paged"), 2 };
	assert_int_equal(test_put(s, &t), VT_CHANGE_CREATED);
	assert_int_equal(test_put(s, &t), VT_CHANGE_NONE);
	ok(vt_catalog_view(s->c, s->a, rowid(s, "a"), &view));
	vt_test_str("direction", view.direction, "right-to-left");
	vt_test_str("behavior", view.behavior, "paged");
	assert_int_equal(view.start_page, 2);
	ok(vt_catalog_page_views(s->c, s->a, rowid(s, "a"), &pages, &count));
	assert_int_equal(count, 1);
	assert_int_equal(pages[0].page, 2);
	vt_test_str("behavior of a page", pages[0].behavior, "non-paged");
	ok(vt_catalog_page_choices(s->c, s->a, rowid(s, "a"), &choices, &count));
	assert_int_equal(count, 1);
	vt_test_str("image", choices[0].image, "a.2");
	vt_test_str("label", choices[0].label, "Ultravioletas");
	assert_int_equal(choices[0].width, 100);

	/* each of these is a change, and nothing of it stays behind */
	t.o.view.start_page = 0;
	assert_int_equal(test_put(s, &t), VT_CHANGE_UPDATED);
	t.o.view = (struct vt_view){ .start_page = 0 };
	t.o.choice_count = 0;
	assert_int_equal(test_put(s, &t), VT_CHANGE_UPDATED);
	t.pages[1].behavior = VT_STR_NONE;
	assert_int_equal(test_put(s, &t), VT_CHANGE_UPDATED);
	ok(vt_catalog_view(s->c, s->a, rowid(s, "a"), &view));
	assert_int_equal(view.direction.len, 0);
	ok(vt_catalog_page_views(s->c, s->a, rowid(s, "a"), &pages, &count));
	assert_int_equal(count, 0);
	assert_int_equal(test_withdraw(s, "a"), VT_CHANGE_DELETED);
}

static void
wrong_choices(void **state)
{
	struct test_store *s = *state;
	struct vt_new_choice choice = { 2, S("a.1"), VT_STR_NONE };
	enum vt_change change;
	struct test_object t;

	test_object_init(&t, "a", "Knyga");
	test_page(&t, "a.1", NULL);
	t.o.choices = &choice;
	t.o.choice_count = 1;
	refused(vt_writer_object(s->w, &t.o, &change), VT_E_BADARG, "page 2 of 1");
	choice.page = 1;
	choice.image = S("b.1");
	refused(vt_writer_object(s->w, &t.o, &change), VT_E_BADARG, "\"b.1\" is not among");
}

static void
files(void **state)
{
	struct test_store *s = *state;
	struct vt_new_file two[2] = {
		{ .name = S("b.wav"), .path = S("/in/b.wav"), .media_type = S("audio/wav"), .bytes = 7,
		  .hash = S("abc"), .duration = 1500 },
		{ .name = S("a.pdf"), .path = S("/in/a.pdf"), .media_type = S("application/pdf") },
	};
	struct vt_file *list, file;
	struct test_object t;
	size_t count;

	test_object_init(&t, "a", "Garsas");
	t.o.files = two;
	t.o.file_count = 2;
	assert_int_equal(test_put(s, &t), VT_CHANGE_CREATED);
	ok(vt_catalog_files(s->c, s->a, rowid(s, "a"), &list, &count));
	assert_int_equal(count, 2);
	vt_test_str("by name", list[0].name, "a.pdf");
	assert_int_equal(list[1].duration, 1500);
	vt_test_str("hash", list[1].hash, "abc");
	refused(vt_catalog_file(s->c, s->a, rowid(s, "a"), S("c"), &file), VT_E_NOTFOUND, "\"c\"");

	/* a folder that was moved is no change, but its files are found */
	two[0].path = S("/elsewhere/b.wav");
	assert_int_equal(test_put(s, &t), VT_CHANGE_NONE);
	ok(vt_catalog_file(s->c, s->a, rowid(s, "a"), S("b.wav"), &file));
	vt_test_str("path", file.path, "/elsewhere/b.wav");
	two[0].hash = S("abd");
	assert_int_equal(test_put(s, &t), VT_CHANGE_UPDATED);
}

static void
put_issue(struct test_store *s, const char *identifier, const char *title, const char *day)
{
	struct test_object t;

	test_object_init(&t, identifier, identifier);
	t.o.object.kind = VT_KIND_TEXT;
	test_describe(&t, "isPartOf", title);
	test_describe(&t, "issued", day);
	t.properties[2].start = t.properties[2].end = vt_str_of(day);
	(void)test_put(s, &t);
}

static void
serials(void **state)
{
	struct test_store *s = *state;
	struct vt_issue_query q = { .year = 1927, .limit = 10 };
	struct vt_serial *list, serial;
	struct vt_serial_year *years;
	struct vt_issue *issues;
	size_t count;
	int64_t day;

	put_issue(s, "i2", "Ežerų balsas, nr. 6, 1927-05-15", "1927-05-15");
	put_issue(s, "i1", "Ežerų balsas, nr. 3, 1927-03-13", "1927-03-13");
	put_issue(s, "i3", "Ežerų balsas", "1928-01");
	put_issue(s, "v1", "Vaga", "1931-04-12");
	put_issue(s, "v2", "vaga", "1931-04-19");
	put_issue(s, "book", "Knygų serija", "1931");
	ok(vt_catalog_serials(s->c, s->a, &list, &count));
	assert_int_equal(count, 3);
	vt_test_str("title", list[0].title, "Ežerų balsas");
	vt_test_str("address", list[0].identifier, "ezeru-balsas");
	vt_test_str("language", list[0].lang, "lt");
	assert_int_equal(list[0].issue_count, 3);
	vt_test_str("address", list[1].identifier, "vaga");
	assert_true(vt_str_starts(list[2].identifier, S("vaga-")));	/* the name is taken */
	ok(vt_catalog_serial(s->c, s->a, S("ezeru-balsas"), &serial));
	ok(vt_catalog_serial_years(s->c, s->a, serial.rowid, &years, &count));
	assert_int_equal(count, 2);
	assert_int_equal(years[0].year, 1927);
	assert_int_equal(years[0].issue_count, 2);
	q.serial = serial.rowid;
	ok(vt_catalog_issues(s->c, s->a, &q, &issues, &count));
	assert_int_equal(count, 2);
	vt_test_str("the first", issues[0].object.identifier, "i1");
	assert_int_equal(issues[1].day, 19270515);
	ok(vt_catalog_serial_of(s->c, s->a, rowid(s, "i3"), &serial, &day));
	assert_int_equal(day, 19280100);
	refused(vt_catalog_serial_of(s->c, s->a, rowid(s, "book"), &serial, &day), VT_E_NOTFOUND, "issue");

	/* a serial without issues is not there */
	(void)test_withdraw(s, "v1");
	refused(vt_catalog_serial(s->c, s->a, S("vaga"), &serial), VT_E_NOTFOUND, "\"vaga\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(views, test_store, test_away),
		cmocka_unit_test_setup_teardown(wrong_choices, test_store, test_away),
		cmocka_unit_test_setup_teardown(files, test_store, test_away),
		cmocka_unit_test_setup_teardown(serials, test_store, test_away),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
