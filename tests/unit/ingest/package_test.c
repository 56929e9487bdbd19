/* SPDX-License-Identifier: Apache-2.0 */
/* package.yaml: what it says, what a deeper one overrides, what is refused. */
#include "ingest_help.h"

#include "ingest/object/known.h"

#include "api/time.h"
#include "ingest/folder/package.h"

static const char whole[] =
    "institution:\n"
    "  code: LT-VRT-01\n"
    "  name: {lt: \"Ežerų krašto biblioteka\", en: Lakeland Library}\n"
    "  url: https://example.org/ezerai\n"
    "  logo: https://example.org/logo.svg\n"
    "  uri: http://data.europeana.eu/organization/1\n"
    "collections:\n"
    "  - spec: spauda:laikrasciai\n"
    "    name: {lt: Laikraščiai}\n"
    "    description: {lt: Savaitraščiai}\n"
    "  - {spec: spauda, name: Press}\n"
    "rights: http://creativecommons.org/publicdomain/mark/1.0/\n"
    "prefix: \"pn-\"\n"
    "access: embargo:2031-01-01\n"
    "language: lt\n"
    "withdrawn: [a-1, Žemė]\n"
    "columns: {objectid: identifier, Location: spatial}\n"
    "format: unimarc\n"
    "viewing_direction: Right-to-left\n"
    "behavior: individuals\n";

static const struct vt_package *
parse(struct vt_arena *a, const char *yaml, const struct vt_package *parent)
{
	const struct vt_package *p = NULL;
	vt_err err = vt_package_parse(a, vt_str_of(yaml), "package.yaml", parent, &p);

	if (err != VT_OK)
		print_error("%s\n", vt_fail_text(err));
	assert_int_equal(err, VT_OK);
	return (p);
}

static void
everything(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	const struct vt_package *p = parse(a, whole, NULL);
	char date[VT_TIME_MAX];

	(void)state;
	vt_test_str("code", p->institution.code, "LT-VRT-01");
	vt_test_str("viewing_direction", p->direction, "right-to-left");
	vt_test_str("behavior", p->behavior, "individuals");
	vt_test_str("name", vt_labels_get(&p->institution.names, "en"), "Lakeland Library");
	vt_test_str("url", p->institution.url, "https://example.org/ezerai");
	vt_test_str("uri", p->institution.uri, "http://data.europeana.eu/organization/1");
	assert_int_equal(p->collection_count, 2);
	vt_test_str("spec", p->collections[0].spec, "spauda:laikrasciai");
	vt_test_str("description", p->collections[0].descriptions.items[0].text, "Savaitraščiai");
	vt_test_str("plain name", p->collections[1].names.items[0].text, "Press");
	vt_test_str("prefix", p->prefix, "pn-");
	assert_int_equal(p->access, VT_ACCESS_EMBARGO);
	vt_test_str("until", vt_str_of(vt_time_date(p->embargo_until, date)), "2031-01-01");
	vt_test_str("column", vt_package_column(p, VT_STR("location")), "spatial");
	assert_true(vt_package_is_withdrawn(a, p, VT_STR("a-1")));
	assert_true(vt_package_is_withdrawn(a, p, VT_STR("zeme")));
	assert_true(vt_package_is_withdrawn(a, p, VT_STR("pn-a-1")));
	assert_false(vt_package_is_withdrawn(a, p, VT_STR("a-2")));
	vt_test_str("format", p->format, "unimarc");
	vt_arena_free(&a);
}

/* Key by key; withdrawn adds up, and collections above stay defined. */
static void
deeper(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	const struct vt_package *up = parse(a, whole, NULL);
	const struct vt_package *p = parse(a,
	    "access: metadata\ncollections: [{spec: gamta}]\nwithdrawn: [b-1]\nprefix:\n", up);
	const struct vt_package *same = parse(a, "", p);

	(void)state;
	vt_test_str("institution stays", p->institution.code, "LT-VRT-01");
	vt_test_str("language stays", p->language, "lt");
	assert_int_equal(p->access, VT_ACCESS_METADATA);
	assert_int_equal(p->embargo_until, 0);
	vt_test_str("prefix is taken away", p->prefix, "");
	assert_int_equal(p->collection_count, 1);
	assert_non_null(vt_package_collection(p, VT_STR("spauda")));
	assert_true(vt_package_is_withdrawn(a, p, VT_STR("a-1")));
	assert_true(vt_package_is_withdrawn(a, same, VT_STR("b-1")));
	assert_false(vt_package_is_withdrawn(a, up, VT_STR("b-1")));
	vt_arena_free(&a);
}

struct bad {
	const char *yaml, *line, *part;
};

static const struct bad bads[] = {
	{ "rights: x\nacces: metadata\n", "line 2", "did you mean \"access\"" },
	{ "access: closed\n", "line 1", "open, metadata" },
	{ "access: embargo:2031-02-30\n", "line 1", "YYYY-MM-DD" },
	{ "institution: LT-X\n", "line 1", "institution: {code:" },
	{ "institution: {name: X}\n", "line 1", "needs a code" },
	{ "institution: {code: \"A B\"}\n", "line 1", "letters, digits" },
	{ "institution: {kode: AB}\n", "line 1", "did you mean \"code\"" },
	{ "institution: {pavadinimas: AB}\n", "line 1", "here it may be code, name, url, logo, uri" },
	{ "collections: spauda\n", "line 1", "a list of collections" },
	{ "collections: [{name: X}]\n", "line 1", "needs a spec" },
	{ "collections: [{spec: \"a::b\"}]\n", "line 1", "divided by ':'" },
	{ "prefix: a/b\n", "line 1", "letters, digits" },
	{ "format: marc\n", "line 1", "unimarc or marc21" },
	{ "viewing_direction: rtl\n", "line 1", "right-to-left" },
	{ "behavior: non-paged\n", "line 1", "continuous" },
	{ "columns: [a]\n", "line 1", "mapping" },
	{ "rights: [a, b]\n", "line 1", "a text is wanted" },
	{ "- a\n", "line 1", "mapping" },
	{ "a: [\n", "line", "" },
};

static void
refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bads); i++) {
		struct vt_arena *a = vt_arena_new(0);
		const struct vt_package *p;
		vt_err err = vt_package_parse(a, vt_str_of(bads[i].yaml), "x/package.yaml", NULL, &p);

		assert_int_equal(err, VT_E_BADARG);
		vt_test_has(vt_fail_text(err), "x/package.yaml");
		vt_test_has(vt_fail_text(err), bads[i].line);
		vt_test_has(vt_fail_text(err), bads[i].part);
		vt_arena_free(&a);
	}
}

static void
specs(void **state)
{
	static const char *const good[] = { "a", "spauda:laikrasciai", "a-b_c.d!~*'()", "1:2:3" };
	static const char *const wrong[] = { "", ":", "a:", ":a", "a::b", "a b", "ž", "a/b" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(vt_package_is_spec(vt_str_of(good[i])));
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(vt_package_is_spec(vt_str_of(wrong[i])));
}

/* Each of many files gives its packages' institution again: that takes no memory. */
static void
known_again(void **state)
{
	const struct vt_label name = { VT_STR("lt"), VT_STR("Biblioteka") };
	const struct vt_institution given = { .code = VT_STR("LT-X"), .names = { &name, 1 } };
	const struct vt_institution other = { .code = VT_STR("LT-Y"), .names = { &name, 1 } };
	struct vt_institution i = { .code = VT_STR("LT-Y") };
	struct vt_known *k;

	(void)state;
	assert_int_equal(vt_known_open(&k), VT_OK);
	for (size_t n = 0; n < 200000; n++)
		assert_int_equal(vt_known_put(k, &given), VT_OK);
	assert_int_equal(vt_known_put(k, &other), VT_OK);
	assert_true(vt_known_fill(k, &i));
	vt_test_str("name", i.names.items[0].text, "Biblioteka");
	vt_known_free(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_again),
		cmocka_unit_test(everything),
		cmocka_unit_test(deeper),
		cmocka_unit_test(refused),
		cmocka_unit_test(specs),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
