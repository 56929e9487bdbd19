/* SPDX-License-Identifier: Apache-2.0 */
/* Institutions, collections, their sets, and formats. */
#include "store.h"

static int64_t
generation(struct test_store *s)
{
	int64_t g;

	ok(vt_catalog_generation(s->c, &g));
	return (g);
}

static void
an_institution_is_brought_up_to_date(void **state)
{
	static const struct vt_label names[] = { { VT_STR("lt"), VT_STR("Biblioteka") },
						 { VT_STR("en"), VT_STR("Library") } };
	struct test_store *s = *state;
	struct vt_institution i, *list;
	size_t count;
	int64_t g;

	ok(vt_writer_institution(s->w, &(struct vt_institution){ .code = S("LT-Ut"),
								 .url = S("http://u"),
								 .uri = S("http://w"),
								 .names = { names, 2 } }));
	ok(vt_catalog_institution(s->c, s->a, S("LT-Ut"), &i));
	vt_test_str("en", vt_labels_get(&i.names, "en"), "Library");
	vt_test_str("url", i.url, "http://u");
	g = generation(s);
	/* A package that names it by code only takes nothing away. */
	ok(vt_writer_institution(s->w, &(struct vt_institution){ .code = S("LT-Ut") }));
	ok(vt_writer_institution(s->w, &(struct vt_institution){ .code = S("LT-Ut"),
								 .names = { names, 2 } }));
	assert_int_equal(generation(s), g);
	ok(vt_writer_institution(s->w, &(struct vt_institution){ .code = S("LT-Ut"),
								 .url = S("http://v"),
								 .names = { names, 1 } }));
	assert_int_equal(generation(s), g + 1);
	ok(vt_catalog_institution(s->c, s->a, S("LT-Ut"), &i));
	assert_int_equal(i.names.count, 1);
	vt_test_str("url", i.url, "http://v");
	vt_test_str("uri", i.uri, "http://w");
	ok(vt_catalog_institutions(s->c, s->a, &list, &count));
	assert_int_equal(count, 3);
	vt_test_str("first", list[0].code, "LT-Bi");
	vt_test_str("name", vt_labels_get(&list[1].names, "en"), "Panevėžio biblioteka");
}

static void
without_a_name_its_code_is_shown(void **state)
{
	struct test_store *s = *state;
	struct vt_institution i;
	struct vt_collection c;

	test_institution(s, "LT-Ut", NULL);
	ok(vt_catalog_institution(s->c, s->a, S("LT-Ut"), &i));
	vt_test_str("code", vt_labels_get(&i.names, "lt"), "LT-Ut");
	ok(vt_catalog_collection(s->c, s->a, S("spauda:laikrasciai"), &c));
	vt_test_str("spec", vt_labels_get(&c.names, "lt"), "spauda:laikrasciai");
	test_collection(s, "spauda:laikrasciai", "Laikraščiai");
	ok(vt_catalog_collection(s->c, s->a, S("spauda:laikrasciai"), &c));
	vt_test_str("name", vt_labels_get(&c.names, "lt"), "Laikraščiai");
}

static void
collections_are_a_tree(void **state)
{
	struct test_store *s = *state;
	struct vt_collection top, *list;
	size_t count;

	ok(vt_catalog_collections(s->c, s->a, -1, &list, &count));
	assert_int_equal(count, 4);
	vt_test_str("0", list[0].spec, "spauda");
	vt_test_str("2", list[2].spec, "spauda:laikrasciai:vietos");
	assert_int_equal(list[2].parent_rowid, list[1].rowid);
	ok(vt_catalog_collections(s->c, s->a, 0, &list, &count));
	assert_int_equal(count, 2);
	vt_test_str("1", list[1].spec, "vaizdai");
	top = list[0];
	assert_int_equal(top.parent_rowid, 0);
	ok(vt_catalog_collections(s->c, s->a, top.rowid, &list, &count));
	assert_int_equal(count, 1);
	vt_test_str("child", list[0].spec, "spauda:laikrasciai");
}

static void
specs_are_checked(void **state)
{
	static const struct {
		const char *spec;
		bool is_good;
	} rows[] = {
		{ "a", true },
		{ "A-z_0.!~*'()", true },
		{ "a:b:c", true },
		{ "", false },
		{ ":a", false },
		{ "a:", false },
		{ "a::b", false },
		{ "a b", false },
		{ "ž", false },
		{ "a/b", false },
		{ "institution", false },
		{ "institution:x", false },
		{ "institutions:x", true },
		{ "1:2:3:4:5:6:7:8:9:0:1:2:3:4:5:6", true },
		{ "1:2:3:4:5:6:7:8:9:0:1:2:3:4:5:6:7", false },
	};
	struct test_store *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		vt_err err = vt_writer_collection(
		    s->w, &(struct vt_collection){ .spec = vt_str_of(rows[i].spec) });

		if ((err == VT_OK) != rows[i].is_good || (err != VT_OK && err != VT_E_BADARG)) {
			print_error("%s\n", rows[i].spec);
			fail();
		}
	}
	vt_test_str("parent", vt_spec_parent(S("a:b:c")), "a:b");
	vt_test_str("top", vt_spec_parent(S("a")), "");
}

/* Codes become parts of specs, whatever letters they have. */
static void
sets_of_institutions(void **state)
{
	static const struct {
		const char *code, *spec;
	} rows[] = {
		{ "LT-Pa", "institution:LT-Pa" },
		{ "LT:Pa/1", "institution:LT-Pa-1" },
		{ "Žemaičių", "institution:zemaiciu" },
		{ "a b", "institution:a-b" },
		{ "Æ\xf0\x9f\x93\x9a", "institution:ae-" },
	};
	struct test_store *s = *state;
	struct test_object t;
	struct vt_set *list;
	size_t count;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		vt_test_str(rows[i].code, vt_spec_of_institution(s->a, vt_str_of(rows[i].code)),
			    rows[i].spec);
	vt_test_str("letters", vt_spec_of_collection(s->a, S("Spauda:Žemės ūkio/Laikraščiai")),
		    "Spauda:zemes ukio/Laikrasciai");
	vt_test_str("none", vt_spec_of_collection(s->a, S("a:\xf0\x9f\x93\x9a\xff")), "a:--");
	test_institution(s, "LT:Pa/1", "Kita");
	refused(vt_writer_institution(s->w, &(struct vt_institution){ .code = S("LT-Pa-1") }),
		VT_E_CONFLICT, "\"LT-Pa-1\" and \"LT:Pa/1\"");
	/* A set without records would be a list that says noRecordsMatch. */
	ok(vt_catalog_sets(s->c, s->a, &list, &count));
	assert_int_equal(count, 0);
	test_object_init(&t, "a", "A");
	t.o.object.institution = S("LT:Pa/1");
	test_in(&t, "spauda:laikrasciai");
	test_put(s, &t);
	ok(vt_catalog_sets(s->c, s->a, &list, &count));
	assert_int_equal(count, 6);
	vt_test_str("0", list[0].spec, "institution");
	vt_test_str("1", list[1].spec, "institution:LT-Pa-1");
	vt_test_str("name", vt_labels_get(&list[1].names, "lt"), "Kita");
	vt_test_str("2", list[2].spec, "kind");
	vt_test_str("3", list[3].spec, "kind:text");
	assert_int_equal(list[3].names.count, 0);
	vt_test_str("4", list[4].spec, "spauda");
	vt_test_str("spec", vt_labels_get(&list[5].names, "lt"), "spauda:laikrasciai");
	/* Withdrawn, its tombstone is in them for ever. */
	test_withdraw(s, "a");
	ok(vt_catalog_sets(s->c, s->a, &list, &count));
	assert_int_equal(count, 6);
	refused(vt_writer_collection(s->w, &(struct vt_collection){ .spec = S("kind:mine") }),
		VT_E_BADARG, "sets by kind");
}

static void
formats_in_their_order(void **state)
{
	struct test_store *s = *state;
	struct vt_record_format *list;
	size_t count;
	int64_t g = generation(s);

	ok(vt_writer_format(s->w, &(struct vt_record_format){ S("edm"), S("http://s/edm.xsd"),
							      S("http://n/edm") }));
	assert_int_equal(generation(s), g);
	ok(vt_writer_format(s->w, &(struct vt_record_format){ S("edm"), S("http://s/2.xsd"),
							      S("http://n/edm") }));
	assert_int_equal(generation(s), g + 1);
	refused(vt_writer_format(s->w, &(struct vt_record_format){ S("e:m"), S(""), S("") }),
		VT_E_BADARG, "e:m");
	ok(vt_catalog_record_formats(s->c, s->a, &list, &count));
	assert_int_equal(count, 2);
	vt_test_str("0", list[0].prefix, "oai_dc");
	vt_test_str("1", list[1].schema, "http://s/2.xsd");
}

#define in_store(test) cmocka_unit_test_setup_teardown(test, test_store, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_store(an_institution_is_brought_up_to_date),
		in_store(without_a_name_its_code_is_shown),
		in_store(collections_are_a_tree),
		in_store(specs_are_checked),
		in_store(sets_of_institutions),
		in_store(formats_in_their_order),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
