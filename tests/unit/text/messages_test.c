/* SPDX-License-Identifier: Apache-2.0 */
/* Messages: looking up, forms, places, and what is refused at start. */
#include "api/buf.h"
#include "text/folder.h"

#include "text/messages.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct vt_test_file good[] = {
	{ "lt.yaml",
	  "site:\n  title: Vartai\n  nested: {deep: Giliai}\n"
	  "flat.key: \"Plokščias {name} ir {oi\"\n"
	  "pages: {one: \"{n} puslapis\", few: \"{n} puslapiai\", other: \"{n} puslapių\"}\n"
	  "pages_plain: \"Puslapių: {n}, {x}\"\n" },
	{ "en.yaml",
	  "site: {title: Gates, nested: {deep: Deep}}\nflat: {key: 'Flat {name}'}\n"
	  "pages: {one: one page, other: \"{n} pages\"}\npages_plain: 'Pages: {n}, {x}'\n" },
	{ ".hidden.yaml", "not: read" },
	{ "notes.txt", "not read" },
	{ NULL, NULL },
};

static void
looking_up(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_messages *m = NULL;

	(void)state;
	vt_test_folder_make(good);
	assert_int_equal(vt_messages_open(vt_test_folder, &m), VT_OK);
	vt_test_folder_remove(good);
	assert_string_equal(vt_messages_language(m, 0), "en");
	assert_string_equal(vt_messages_language(m, 1), "lt");
	assert_null(vt_messages_language(m, 2));
	assert_true(vt_messages_has_language(m, "lt"));
	assert_false(vt_messages_has_language(m, "de"));
	assert_true(vt_messages_has(m, VT_STR("site.nested.deep")));
	assert_false(vt_messages_has(m, VT_STR("site.nested")));
	vt_test_str("lt", vt_messages_get(m, "lt", VT_STR("site.title")), "Vartai");
	vt_test_str("en", vt_messages_get(m, "en", VT_STR("flat.key")), "Flat {name}");
	vt_test_str("unknown language", vt_messages_get(m, "de", VT_STR("site.title")), "Gates");
	vt_test_str("unknown key", vt_messages_get(m, "lt", VT_STR("no.such")), "no.such");
	vt_test_str("1", vt_messages_count(m, a, "lt", VT_STR("pages"), 21), "21 puslapis");
	vt_test_str("2", vt_messages_count(m, a, "lt", VT_STR("pages"), 2), "2 puslapiai");
	vt_test_str("0", vt_messages_count(m, a, "lt", VT_STR("pages"), 1200),
		    "1\u00a0200 puslapių");
	vt_test_str("en 1", vt_messages_count(m, a, "en", VT_STR("pages"), 1), "one page");
	vt_test_str("en", vt_messages_count(m, a, "en", VT_STR("pages"), 1200), "1,200 pages");
	vt_test_str("de", vt_messages_count(m, a, "de", VT_STR("pages"), 1), "one page");
	vt_test_str("plain", vt_messages_count(m, a, "lt", VT_STR("pages_plain"), 3),
		    "Puslapių: 3, {x}");
	vt_test_str("no key", vt_messages_count(m, a, "lt", VT_STR("none"), 3), "none");
	vt_messages_free(&m);
	assert_null(m);
	vt_messages_free(&m);
	vt_arena_free(&a);
}

static void
places(void **state)
{
	static const struct {
		const char *in, *out; /* text(place)text… */
	} rows[] = {
		{ "a {b} c", "a (b) c" },
		{ "{a}{b_1.c}", "(a)(b_1.c)" },
		{ "no {place here}", "no {place here}" },
		{ "{} { {a} }", "{} { (a) }" },
		{ "open {a", "open {a" },
		{ "{{a}}", "{(a)}" },
		{ "", "" },
	};
	struct vt_buf b;

	(void)state;
	vt_buf_init(&b, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_str rest = vt_str_of(rows[i].in), text, place;

		vt_buf_reset(&b);
		while (vt_messages_next(&rest, &text, &place)) {
			vt_buf_str(&b, text);
			if (place.len != 0)
				vt_buf_printf(&b, "(%.*s)", VT_STR_ARG(place));
		}
		vt_test_str(rows[i].in, vt_buf_get(&b), rows[i].out);
	}
	vt_buf_fini(&b);
}

static void
refusals(void **state)
{
	static const struct {
		const char *lt, *en, *sentence;
	} rows[] = {
		{ "a: 1\nb: 2\n", "a: 1\n", "lt.yaml, line 2: the message b is not in " },
		{ "a: 1\n", "a: 1\nx: {c: 2}\n", "en.yaml, line 2: the message x.c is not in " },
		{ "a: {one: x, other: y}\n", "a: {one: x, other: y}\n",
		  "lt.yaml, line 1: a lacks the form 'few', which 'lt' needs" },
		{ "a: {one: x, few: z, other: y}\n", "a: {one: x, few: z, other: y}\n",
		  "en.yaml, line 1: a has a form 'few', which 'en' does not use" },
		{ "a: {one: x, few: z, other: y}\n", "a: y\n", "lt.yaml, line 1: a has forms" },
		{ "a: [x]\n", "a: x\n", "lt.yaml, line 1: a must be a text" },
		{ "a:\n", "a: x\n", "lt.yaml, line 1: a must be a text" },
		{ "a: {one: [x], few: z, other: y}\n", "a: {one: x, other: y}\n",
		  "a must be a text" },
		{ "a: 1\na: 2\n", "a: 1\n", "'a' stands here again" },
		{ "a.b: 1\na: {b: 2}\n", "a.b: 1\n", "a.b stands in line" },
		{ "- a\n", "a: 1\n", "lt.yaml, line 1: 'key: text' is expected" },
		{ "a: \"b\n", "a: 1\n", "lt.yaml, line " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct vt_test_file files[] = {
			{ "lt.yaml", rows[i].lt },
			{ "en.yaml", rows[i].en },
			{ NULL, NULL },
		};
		struct vt_messages *m = NULL;

		vt_test_folder_make(files);
		vt_err err = vt_messages_open(vt_test_folder, &m);

		vt_test_folder_remove(files);
		if (err != VT_E_BADARG)
			fail_msg("taken: %s", rows[i].sentence);
		vt_test_has(vt_fail_text(err), rows[i].sentence);
		assert_null(m);
	}
}

static void
no_folder(void **state)
{
	static const struct vt_test_file none[] = { { NULL, NULL } };
	struct vt_messages *m = NULL;

	(void)state;
	assert_int_equal(vt_messages_open("/no/such/folder", &m), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), "/no/such/folder");
	vt_test_folder_make(none);
	assert_int_equal(vt_messages_open(vt_test_folder, &m), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "lt.yaml and en.yaml are expected");
	vt_test_folder_remove(none);
}

/* A library's own words in the place of ours. */
static void
replaced(void **state)
{
	static const struct vt_test_file own[] = {
		{ "lt.yaml", "site: {title: Mano}\npages: {one: '{n} lapas', few: '{n} lapai', other: '{n} lapų'}\n" },
		{ NULL, NULL },
	};
	static const struct {
		const char *text, *says;
	} wrong[] = {
		{ "site: {titel: x}\n", "line 1: there is no message site.titel; did you mean site.title?" },
		{ "nothing: x\n", "there is no message nothing" },
		{ "pages: x\n", "line 1: pages needs forms for counts" },
		{ "site: {title: {one: a, few: b, other: c}}\n", "site.title has no forms" },
		{ "- x\n", "'key: text' is expected" },
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_messages *m = NULL;

	(void)state;
	vt_test_folder_make(good);
	assert_int_equal(vt_messages_open(vt_test_folder, &m), VT_OK);
	vt_test_folder_remove(good);
	vt_test_folder_make(own);
	assert_int_equal(vt_messages_replace(m, vt_test_folder), VT_OK);
	vt_test_folder_remove(own);
	vt_test_str("lt", vt_messages_get(m, "lt", VT_STR("site.title")), "Mano");
	vt_test_str("en", vt_messages_get(m, "en", VT_STR("site.title")), "Gates");
	vt_test_str("2", vt_messages_count(m, a, "lt", VT_STR("pages"), 2), "2 lapai");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		const struct vt_test_file one[] = { { "lt.yaml", wrong[i].text }, { NULL, NULL } };

		vt_test_folder_make(one);
		assert_int_equal(vt_messages_replace(m, vt_test_folder), VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), wrong[i].says);
		vt_test_folder_remove(one);
	}
	assert_int_equal(vt_messages_replace(m, "/no/such"), VT_E_IO);
	vt_messages_free(&m);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looking_up),
		cmocka_unit_test(places),
		cmocka_unit_test(refusals),
		cmocka_unit_test(no_folder),
		cmocka_unit_test(replaced),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
