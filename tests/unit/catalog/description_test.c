/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptions: asked by language, through XML and back; labels by language. */
#include "vt_test.h"

#include "catalog/description_xml.h"

static const struct vt_property properties[] = {
	{ .name = VT_STR("creator"), .value = VT_STR("Petras"), .role = VT_STR("aut"),
	  .uri = VT_STR("http://x/1?a=1&b=\"2\"") },
	{ .name = VT_STR("title"), .value = VT_STR("The Oaks"), .lang = VT_STR("en-GB") },
	{ .name = VT_STR("title"), .value = VT_STR("Ąžuolai <ir> &\nkiti"), .lang = VT_STR("lt") },
	{ .name = VT_STR("issued"), .value = VT_STR("apie 1927"), .start = VT_STR("1926"),
	  .end = VT_STR("1928-12-31") },
	{ .name = VT_STR("spatial"), .value = VT_STR("Panevėžys"), .has_coordinates = true,
	  .latitude = 55.7333333, .longitude = -24.35 },
	{ .name = VT_STR("subject"), .uri = VT_STR("http://x/medis") },
};
static const struct vt_description description = { properties, 6 };

static void
through_xml_and_back(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_description d;
	struct vt_xmlw x;
	struct vt_buf b;

	(void)state;
	vt_buf_init(&b, 0);
	vt_xmlw_init(&x, &b);
	vt_xmlw_open(&x, "object");
	vt_xmlw_attr(&x, "xmlns", VT_STR(VT_DESCRIPTION_NS));
	vt_description_to_xml(&description, &x);
	vt_xmlw_close(&x);
	assert_int_equal(vt_xmlw_error(&x), VT_OK);
	assert_int_equal(vt_description_parse(a, vt_buf_get(&b), &d), VT_OK);
	assert_int_equal(d.count, description.count);
	for (size_t i = 0; i < d.count; i++) {
		const struct vt_property *p = &d.properties[i], *q = &properties[i];

		assert_true(vt_str_eq(p->name, q->name) && vt_str_eq(p->value, q->value));
		assert_true(vt_str_eq(p->lang, q->lang) && vt_str_eq(p->uri, q->uri));
		assert_true(vt_str_eq(p->role, q->role));
		assert_true(vt_str_eq(p->start, q->start) && vt_str_eq(p->end, q->end));
		assert_int_equal(p->has_coordinates, q->has_coordinates);
		assert_true(p->latitude == q->latitude && p->longitude == q->longitude);
	}
	assert_non_null(strstr(b.p, "latitude=\"55.7333333\" longitude=\"-24.35\""));
	vt_buf_fini(&b);
	vt_arena_free(&a);
}

static void
what_makes_no_sense_is_left_out(void **state)
{
	static const char xml[] =
	    "<object xmlns='urn:vartai:description:1' xmlns:o='urn:other'>"
	    "<property name='spatial' latitude='91' longitude='24'>A</property>"
	    "<property name='spatial' latitude='55' longitude='1e2'>B</property>"
	    "<property name='spatial' latitude='-90' longitude=' 180 '>C</property>"
	    "<property>no name</property><o:property name='title'>other</o:property>"
	    "<collection spec='x'/></object>";
	struct vt_arena *a = vt_arena_new(0);
	struct vt_description d;

	(void)state;
	assert_int_equal(vt_description_parse(a, VT_STR(xml), &d), VT_OK);
	assert_int_equal(d.count, 3);
	assert_false(d.properties[0].has_coordinates);
	assert_false(d.properties[1].has_coordinates);
	assert_true(d.properties[2].has_coordinates);
	assert_true(d.properties[2].latitude == -90 && d.properties[2].longitude == 180);
	/* Stored bytes that are no XML are our fault, not the asker's. */
	assert_int_equal(vt_description_parse(a, VT_STR("<object"), &d), VT_E_FORMAT);
	vt_arena_free(&a);
}

static void
the_first_in_a_language(void **state)
{
	static const struct {
		const char *name, *lang, *want;
	} rows[] = {
		{ "title", "lt", "Ąžuolai <ir> &\nkiti" }, { "title", "en", "The Oaks" },
		{ "title", "pl", "The Oaks" },		   { "title", NULL, "The Oaks" },
		{ "title", "e", "The Oaks" },		   { "creator", "lt", "Petras" },
	};
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		vt_test_str(rows[i].want,
			    vt_description_first(&description, rows[i].name, rows[i].lang)->value,
			    rows[i].want);
	assert_null(vt_description_first(&description, "abstract", NULL));
	assert_ptr_equal(vt_description_next(&description, "title", &at), &properties[1]);
	assert_ptr_equal(vt_description_next(&description, "title", &at), &properties[2]);
	assert_null(vt_description_next(&description, "title", &at));
	assert_null(vt_description_next(&description, "title", &at));
	at = 0;
	assert_ptr_equal(vt_description_shown(&description, "title", &at), &properties[1]);
}

static void
a_title_to_show(void **state)
{
	static const char ascii[] = "one two three four five six seven eight nine ten eleven twelve "
				    "thirteen fourteens fifteen";
	static const char letters[] = "žžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžxžžžžžžžžžžžžžžžžž";
	static const struct {
		const char *name, *value, *want;
	} rows[] = {
		{ "alternative", "Kitas", "Kitas" },
		{ "description", "Trumpas", "Trumpas" },
		{ "abstract", " Santrauka ", "Santrauka" },
		{ "description", ascii,
		  "one two three four five six seven eight nine ten eleven twelve thirteen" },
		{ "description", letters, "žžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžžx" },
		{ "creator", "Petras", "" },
		{ "title", "", "" },
	};

	(void)state;
	vt_test_str("lt", vt_description_title(&description, "lt"), "Ąžuolai <ir> &\nkiti");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_property p = { .name = vt_str_of(rows[i].name),
					 .value = vt_str_of(rows[i].value) };
		struct vt_description d = { &p, 1 };

		vt_test_str(rows[i].value, vt_description_title(&d, "lt"), rows[i].want);
	}
}

static void
labels_by_language(void **state)
{
	static const struct vt_label items[] = { { VT_STR("pl"), VT_STR("P") },
						 { VT_STR("en"), VT_STR("E") },
						 { VT_STR("lt-LT"), VT_STR("L") } };
	static const struct {
		const char *lang;
		size_t from, count;
		const char *want;
	} rows[] = {
		{ "en", 0, 3, "E" }, { "lt", 0, 3, "L" }, { "de", 0, 3, "L" }, { NULL, 0, 3, "L" },
		{ "de", 0, 2, "E" }, { "de", 0, 1, "P" }, { "lt", 0, 0, "" },  { "PL", 0, 3, "P" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_labels l = { items + rows[i].from, rows[i].count };

		vt_test_str(rows[i].want, vt_labels_get(&l, rows[i].lang), rows[i].want);
	}
	assert_string_equal(vt_kind_name(VT_KIND_TEXT), "TEXT");
	assert_string_equal(vt_kind_name(VT_KIND_3D), "3D");
}

/* Where a book was printed is not what it is about. */
static void
places(void **state)
{
	const struct vt_property p[] = {
		{ .name = VT_STR("spatial"), .value = VT_STR("Utena") },
		{ .name = VT_STR("spatial"), .value = VT_STR("Kaunas"), .role = VT_STR("pup") },
		{ .name = VT_STR("spatial"), .value = VT_STR("Zarasai") },
	};
	const struct vt_description d = { p, 3 };
	size_t at = 0;

	(void)state;
	assert_ptr_equal(vt_description_shown(&d, "spatial", &at), &p[0]);
	assert_ptr_equal(vt_description_shown(&d, "spatial", &at), &p[2]);
	assert_null(vt_description_shown(&d, "spatial", &at));
	at = 0;
	assert_ptr_equal(vt_description_shown(&d, VT_FIELD_MADE_AT, &at), &p[1]);
	assert_null(vt_description_shown(&d, VT_FIELD_MADE_AT, &at));
}

static void
who_did_several_things(void **state)
{
#define DID(n, v, r) { .name = VT_STR(n), .value = VT_STR(v), .role = VT_STR(r) }
	static const struct vt_property p[] = {
		DID("creator", "Petras", "aut"), DID("contributor", "Petras", "ill"),
		DID("creator", "Petras", "art"), DID("creator", "Jonas", "art"),
		DID("contributor", "Ona", "edt"), DID("contributor", "Ona", "aui"),
	};
	const struct vt_description d = { p, sizeof(p) / sizeof(p[0]) };
	size_t at = 0;

	(void)state;
	assert_ptr_equal(vt_description_shown(&d, "creator", &at), &p[0]);
	assert_ptr_equal(vt_description_shown(&d, "creator", &at), &p[3]);
	assert_null(vt_description_shown(&d, "creator", &at));
	at = 0;
	assert_ptr_equal(vt_description_shown(&d, "contributor", &at), &p[1]);
	assert_ptr_equal(vt_description_shown(&d, "contributor", &at), &p[4]);
	assert_null(vt_description_shown(&d, "contributor", &at));
	at = 0;
	assert_ptr_equal(vt_description_next(&d, "creator", &at), &p[0]);
	assert_ptr_equal(vt_description_next(&d, "creator", &at), &p[2]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(through_xml_and_back), cmocka_unit_test(places),
		cmocka_unit_test(who_did_several_things),
		cmocka_unit_test(what_makes_no_sense_is_left_out),
		cmocka_unit_test(the_first_in_a_language),
		cmocka_unit_test(a_title_to_show),
		cmocka_unit_test(labels_by_language),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
