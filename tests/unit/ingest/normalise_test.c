/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptions made fit: what is mended, what is said of it, and what is left
 * alone because nobody can know.
 */
#include "crosswalk_help.h"

static void
languages(void **state)
{
	static const struct {
		const char *given, *tag;
	} rows[] = {
		{ "lt", "lt" },
		{ "LT", "lt" },
		{ "lit", "lt" },
		{ "LIT", "lt" },
		{ "ger", "de" },
		{ "deu", "de" },
		{ "fre", "fr" },
		{ "fra", "fr" },
		{ "yid", "yi" },
		{ "ji", "yi" },
		{ "iw", "he" },
		{ "grc", "grc" },
		{ "sgs", "sgs" },
		{ "kdr", "kdr" },
		{ "scr", "hr" },
		{ "mul", "mul" },
		{ "zxx", "zxx" },
		{ "lt-LT", "lt-LT" },
		{ "lt_lt", "lt-LT" },
		{ "yi-hebr", "yi-Hebr" },
		{ "EN-gb", "en-GB" },
		{ "lit-Latn-LT", "lt-Latn-LT" },
		{ "de-1901", "de-1901" },
		{ "en-x-LT", "en-x-lt" },
		{ "lietuvių", "lt" },
		{ "Lietuvių kalba", "lt" },
		{ "lietuvių k.", "lt" },
		{ "Lithuanian", "lt" },
		{ "Polish language", "pl" },
		{ "jidiš", "yi" },
		{ "hebrajų kalba", "he" },
		{ "karaimų", "kdr" },
		{ "gudų", "be" },
		{ "English", "en" },
		{ "", "" },
		{ "xx", "" },
		{ "qqq", "" },
		{ "klingonų", "" },
		{ "l", "" },
		{ "lt-", "" },
		{ "lt--LT", "" },
		{ "lt-toolongsubtag", "" },
		{ "\xff", "" },
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		vt_test_str(rows[i].given, vt_language_tag(a, vt_str_of(rows[i].given)),
			    rows[i].tag);
	vt_arena_free(&a);
}

static void
kinds(void **state)
{
	static const struct {
		const char *given;
		int kind; /* -1: nothing is said */
	} rows[] = {
		{ "TEXT", VT_KIND_TEXT },
		{ "Text", VT_KIND_TEXT },
		{ "IMAGE", VT_KIND_IMAGE },
		{ "StillImage", VT_KIND_IMAGE },
		{ "still image", VT_KIND_IMAGE },
		{ "Image;StillImage", VT_KIND_IMAGE },
		{ "MovingImage", VT_KIND_VIDEO },
		{ "moving image", VT_KIND_VIDEO },
		{ "Sound", VT_KIND_SOUND },
		{ "3D", VT_KIND_3D },
		{ "PhysicalObject", VT_KIND_IMAGE },
		{ "http://purl.org/dc/dcmitype/StillImage", VT_KIND_IMAGE },
		{ "image/tiff", VT_KIND_IMAGE },
		{ "text/html; charset=utf-8", VT_KIND_TEXT },
		{ "application/pdf", VT_KIND_TEXT },
		{ "audio/mpeg", VT_KIND_SOUND },
		{ "video/mp4", VT_KIND_VIDEO },
		{ "model/gltf+json", VT_KIND_3D },
		{ "knyga", VT_KIND_TEXT },
		{ "Knygos", VT_KIND_TEXT },
		{ "laikraštis", VT_KIND_TEXT },
		{ "natos", VT_KIND_TEXT },
		{ "notated music", VT_KIND_TEXT },
		{ "rankraščiai", VT_KIND_TEXT },
		{ "fotografija", VT_KIND_IMAGE },
		{ "juodai balta fotografija", VT_KIND_IMAGE },
		{ "Žemėlapis", VT_KIND_IMAGE },
		{ "atvirlaiškis", VT_KIND_IMAGE },
		{ "plakatas", VT_KIND_IMAGE },
		{ "garso įrašas", VT_KIND_SOUND },
		{ "filmas", VT_KIND_VIDEO },
		{ "books", VT_KIND_TEXT },
		{ "knygos iliustracija", -1 },
		{ "schilderij", -1 },
		{ "", -1 },
		{ "Empty folder", -1 },
		{ "http://vocab.getty.edu/aat/300046300", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum vt_kind kind = VT_KIND_NONE;
		bool is_said = vt_kind_parse(vt_str_of(rows[i].given), &kind);

		if (is_said ? (int)kind != rows[i].kind : rows[i].kind != -1)
			fail_msg("\"%s\": got %s", rows[i].given,
				 is_said ? vt_kind_name(kind) : "nothing");
	}
}

static void
rights_that_edm_takes(void **state)
{
	static const struct {
		const char *uri;
		bool is_taken;
	} rows[] = {
		{ "http://creativecommons.org/publicdomain/mark/1.0/", true },
		{ "http://creativecommons.org/publicdomain/zero/1.0/", true },
		{ "http://creativecommons.org/licenses/by/4.0/", true },
		{ "http://creativecommons.org/licenses/by-sa/4.0/", true },
		{ "http://creativecommons.org/licenses/by-nc/4.0/", true },
		{ "http://creativecommons.org/licenses/by-nd/4.0/", true },
		{ "http://creativecommons.org/licenses/by-nc-sa/4.0/", true },
		{ "http://creativecommons.org/licenses/by-nc-nd/4.0/", true },
		{ "http://rightsstatements.org/vocab/NoC-NC/1.0/", true },
		{ "http://rightsstatements.org/vocab/NoC-OKLR/1.0/", true },
		{ "http://rightsstatements.org/vocab/InC-EDU/1.0/", true },
		{ "http://rightsstatements.org/vocab/InC/1.0/", true },
		{ "http://rightsstatements.org/vocab/InC-OW-EU/1.0/", true },
		{ "http://rightsstatements.org/vocab/CNE/1.0/", true },
		/* older and ported licences pass too */
		{ "http://creativecommons.org/licenses/by-nc-sa/3.0/", true },
		{ "http://creativecommons.org/licenses/by/3.0/pl/", true },
		{ "http://creativecommons.org/licenses/by/2.1/jp/", true },
		{ "http://creativecommons.org/licenses/by-nd-nc/1.0/", true },
		{ "http://creativecommons.org/licenses/by/2.1/", false },
		{ "http://creativecommons.org/licenses/by/4.0/lt/", false },
		{ "http://creativecommons.org/licenses/by/3.0/lt/", false },
		{ "http://creativecommons.org/licenses/by-nd-nc/4.0/", false },
		{ "http://creativecommons.org/licenses/by/5.0/", false },
		{ "http://creativecommons.org/licenses/by/4.0", false },
		{ "http://creativecommons.org/licenses/by/4.0//", false },
		{ "https://creativecommons.org/licenses/by/4.0/", false },
		{ "http://creativecommons.org/licenses/by|by-sa/4.0/", false },
		{ "http://creativecommons.org/publicdomain/mark/1.0", false },
		{ "http://rightsstatements.org/vocab/InC/1.0", false },
		{ "http://rightsstatements.org/vocab/NoC-US/1.0/", false },
		{ "http://rightsstatements.org/page/InC/1.0/", false },
		{ "http://www.europeana.eu/rights/rr-f/", false },
		{ "Public domain", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (vt_rights_are_edm(vt_str_of(rows[i].uri)) != rows[i].is_taken)
			fail_msg("%s", rows[i].uri);
}

/* One object made fit: properties as XML, the object after it as lines. */
struct object_row {
	const char *attributes, *properties;
	const char *lines;    /* that must be there, between '|'; '!': must not */
	const char *findings; /* parts that must be in it, between '|'; "": there is none */
};

static const struct object_row object_rows[] = {
	/* rights */
	{ "kind='IMAGE' rights='http://creativecommons.org/licenses/by/4.0/'", "",
	  "rights: http://creativecommons.org/licenses/by/4.0/", "" },
	{ "kind='IMAGE' rights='https://creativecommons.org/licenses/by/4.0/'", "",
	  "rights: http://creativecommons.org/licenses/by/4.0/",
	  "https://creativecommons.org/licenses/by/4.0/|is written http://" },
	{ "kind='IMAGE' rights='http://creativecommons.org/publicdomain/mark/1.0'", "",
	  "rights: http://creativecommons.org/publicdomain/mark/1.0/", "is written http://" },
	{ "kind='IMAGE' rights='https://creativecommons.org/licenses/BY-SA/4.0/deed.lt'", "",
	  "rights: http://creativecommons.org/licenses/by-sa/4.0/", "is written" },
	{ "kind='IMAGE' rights='https://rightsstatements.org/page/inc/1.0/?language=lt'", "",
	  "rights: http://rightsstatements.org/vocab/InC/1.0/", "is written" },
	{ "kind='IMAGE' rights='http://rightsstatements.org/vocab/NoC-US/1.0/'", "",
	  "rights: http://rightsstatements.org/vocab/NoC-US/1.0/", "" },
	{ "kind='IMAGE' rights='Public domain'", "", "!rights:|property rights: Public domain",
	  "are words" },
	{ "kind='IMAGE' rights='https://biblioteka.lt/teises'", "",
	  "rights: https://biblioteka.lt/teises", "Europeana will not take it" },
	{ "kind='IMAGE'",
	  "<property name='rights'>http://creativecommons.org/licenses/by/4.0/</property>",
	  "rights: http://creativecommons.org/licenses/by/4.0/|!property rights:", "" },
	{ "kind='IMAGE'",
	  "<property name='rights' uri='https://creativecommons.org/licenses/by/4.0/'>CC "
	  "BY</property>",
	  "rights: http://creativecommons.org/licenses/by/4.0/|property rights: CC BY "
	  "<http://creativecommons.org/licenses/by/4.0/>",
	  "is written" },
	{ "kind='IMAGE'", "<property name='rights'>Public domain</property>",
	  "!rights:|property rights: Public domain", "" },
	/* languages */
	{ "kind='TEXT' language='lit'", "<property name='language'>lit; pol</property>",
	  "language: lt|property language: lt|property language: pl", "" },
	{ "kind='TEXT'", "<property name='language'>Lietuvių, jidiš</property>",
	  "language: lt|property language: yi", "" },
	{ "kind='TEXT'", "<property name='language'>klingonų</property>",
	  "property language: klingonų", "is no language that is known" },
	{ "kind='TEXT'", "<property name='language'>und</property>", "!property language:", "" },
	{ "kind='TEXT'", "<property name='title' xml:lang='lit'>A</property>",
	  "property title@lt: A", "" },
	{ "kind='TEXT'", "<property name='title' xml:lang='qqq'>A</property>", "property title: A",
	  "its language \"qqq\" is not known" },
	{ "kind='TEXT'", "<property name='title' xml:lang='und'>A</property>", "property title: A",
	  "" },
	/* dates */
	{ "kind='TEXT'", "<property name='issued'>apie 1910</property>",
	  "property issued: apie 1910 [1910..1910]", "" },
	{ "kind='TEXT'", "<property name='issued' start='1930' end='1932'>apie 1931</property>",
	  "property issued: apie 1931 [1930..1932]", "" },
	{ "kind='TEXT'", "<property name='issued' start='1932' end='1930'>apie 1931</property>",
	  "property issued: apie 1931 [1931..1931]", "are not a time" },
	{ "kind='TEXT'", "<property name='issued' start='1925'>1925–</property>",
	  "property issued: 1925– [1925..]", "" },
	{ "kind='TEXT'", "<property name='issued' start='1925' end='1925'/>",
	  "property issued: 1925 [1925..1925]|!property issued: [1925..1925]", "" },
	{ "kind='TEXT'", "<property name='issued'>s. a.</property>", "property issued: s. a.", "" },
	{ "kind='TEXT'", "<property name='issued'>[b. m.]</property>", "property issued: [b. m.]",
	  "" },
	{ "kind='TEXT'", "<property name='issued'>tarpukaris</property>",
	  "property issued: tarpukaris", "no year could be read" },
	{ "kind='TEXT'", "<property name='temporal'>tarpukaris</property>",
	  "property temporal: tarpukaris", "" },
	{ "kind='TEXT'", "<property name='title'>1928</property>", "property title: 1928", "" },
	/* addresses */
	{ "kind='TEXT'", "<property name='subject' uri='HA/936#x'>Neolithic</property>",
	  "property subject: Neolithic", "not a whole address" },
	{ "kind='TEXT'", "<property name='subject' uri='javascript:alert(1)'>x</property>",
	  "property subject: x", "not a whole address" },
	{ "kind='TEXT'", "<property name='relation' uri='https://x.lt/a b|c'/>",
	  "property relation: <https://x.lt/a%20b%7Cc>", "" },
	{ "kind='TEXT'",
	  "<property name='subject' uri='https://www.wikidata.org/wiki/Q37'>x</property>",
	  "property subject: x <http://www.wikidata.org/entity/Q37>", "" },
	{ "kind='TEXT'",
	  "<property name='spatial' uri='http://www.geonames.org/593959/utena.html'>x</property>",
	  "property spatial: x <https://sws.geonames.org/593959/>", "" },
	{ "kind='TEXT'",
	  "<property name='type' uri='https://vocab.getty.edu/page/aat/300028051'>x</property>",
	  "property type: x <http://vocab.getty.edu/aat/300028051>", "" },
	{ "kind='TEXT'", "<property name='creator' uri='https://viaf.org/viaf/12/'>x</property>",
	  "property creator: x <http://viaf.org/viaf/12>", "" },
	/* places */
	{ "kind='TEXT'", "<property name='spatial' latitude='55.7' longitude='24.3'>P</property>",
	  "property spatial: P {55.700000 24.300000}", "" },
	{ "kind='TEXT'", "<property name='spatial' latitude='0' longitude='0'>P</property>",
	  "property spatial: P", "lie nowhere" },
	/* text, repetitions, empty ones */
	{ "kind='TEXT'", "<property name='title'>  A\n  b\t c </property>", "property title: A b c",
	  "" },
	{ "kind='TEXT'", "<property name='title'>&#x98;Die &#x9C;Glocke</property>",
	  "property title: Die Glocke", "" },
	{ "kind='TEXT'", "<property name='title'> </property><property name='subject' uri=''/>",
	  "!property title:|!property subject:", "" },
	{ "kind='TEXT'",
	  "<property name='title'>A</property><property name='alternative'>A</property>",
	  "property title: A|!property alternative: A", "" },
	{ "kind='TEXT'", "<property name='creator' role='Author'>A</property>",
	  "property creator: A", "" },
	{ "kind='TEXT'", "<property name='creator' role='aut'>A</property>",
	  "property creator(aut): A", "" },
	/* kind */
	{ "", "<property name='type' xml:lang='lt'>fotografija</property>", "kind: IMAGE", "" },
	{ "", "<property name='type'>?</property><property name='format'>text/plain</property>",
	  "kind: TEXT", "" },
	{ "", "<property name='type' uri='http://purl.org/dc/dcmitype/Sound'/>", "kind: SOUND",
	  "" },
	{ "", "<property name='title'>A</property>", "kind: IMAGE", "nothing says what kind" },
};

static void
put_normalised(struct vt_buf *b, const struct vt_object *o)
{
	if (o->rights.len != 0)
		vt_buf_printf(b, "rights: %.*s\n", VT_STR_ARG(o->rights));
	if (o->language.len != 0)
		vt_buf_printf(b, "language: %.*s\n", VT_STR_ARG(o->language));
	vt_buf_printf(b, "kind: %s\n", vt_kind_name(o->kind));
	for (size_t i = 0; i < o->description.count; i++) {
		const struct vt_property *p = &o->description.properties[i];

		vt_buf_printf(b, "property %.*s", VT_STR_ARG(p->name));
		if (p->role.len != 0)
			vt_buf_printf(b, "(%.*s)", VT_STR_ARG(p->role));
		if (p->lang.len != 0)
			vt_buf_printf(b, "@%.*s", VT_STR_ARG(p->lang));
		vt_buf_printf(b, ":%s%.*s", p->value.len != 0 ? " " : "", VT_STR_ARG(p->value));
		if (p->uri.len != 0)
			vt_buf_printf(b, " <%.*s>", VT_STR_ARG(p->uri));
		if (p->start.len != 0 || p->end.len != 0)
			vt_buf_printf(b, " [%.*s..%.*s]", VT_STR_ARG(p->start), VT_STR_ARG(p->end));
		if (p->has_coordinates)
			vt_buf_printf(b, " {%f %f}", p->latitude, p->longitude);
		vt_buf_char(b, '\n');
	}
}

static struct vt_object
object_from(struct vt_arena *a, const struct object_row *row)
{
	struct vt_str xml =
	    vt_str_printf(a, "<object xmlns='" VT_DESCRIPTION_NS "' identifier='x' %s>%s</object>",
			  row->attributes, row->properties);
	xmlDocPtr doc;

	if (vt_xml_parse(a, xml, "row", &doc) != VT_OK)
		fail_msg("%s: %s", row->properties, vt_fail_text(VT_E_BADARG));
	return (object_of(a, doc));
}

static void
objects_are_made_fit(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(object_rows) / sizeof(object_rows[0]); i++) {
		const struct object_row *row = &object_rows[i];
		struct vt_arena *a = vt_arena_new(0);
		struct vt_object o = object_from(a, row);
		struct vt_buf findings, lines;
		struct vt_str rest = vt_str_of(row->lines), part;

		vt_buf_init(&findings, 0);
		vt_buf_init(&lines, 0);
		assert_int_equal(vt_normalise(a, &o, &findings), VT_OK);
		put_normalised(&lines, &o);
		while (vt_str_next(&rest, '|', &part)) {
			bool is_unwanted = part.p[0] == '!';
			const char *line = vt_str_c(a, vt_str_sub(part, is_unwanted, part.len));
			bool is_there_now = is_unwanted ? strstr(lines.p, line) == lines.p ||
							      has_line(lines.p, line)
							: has_line(lines.p, line);

			if (is_there_now == is_unwanted)
				fail_msg("%s %s\n   \"%s\" in\n%s", row->attributes,
					 row->properties, line, lines.p);
		}
		if (row->findings[0] == '\0' && findings.len != 0)
			fail_msg("%s %s: found %s", row->attributes, row->properties, findings.p);
		rest = vt_str_of(row->findings);
		while (vt_str_next(&rest, '|', &part))
			if (findings.p == NULL || strstr(findings.p, vt_str_c(a, part)) == NULL)
				fail_msg("%s %s: lacks \"%.*s\" in \"%s\"", row->attributes,
					 row->properties, VT_STR_ARG(part),
					 findings.p != NULL ? findings.p : "");
		vt_buf_fini(&findings);
		vt_buf_fini(&lines);
		vt_arena_free(&a);
	}
}

/* What no XML parser lets through can still come from a table. */
static void
bytes_that_xml_does_not_allow_are_dropped(void **state)
{
	static const struct vt_property properties[] = {
		{ .name = { "title", 5 }, .value = { "A\x01\x02 b\xff\xef\xbf\xbe", 9 } },
		{ .name = { "title", 5 }, .value = { "A b", 3 } },
		{ .name = { "description", 11 }, .value = { "\xff", 1 } },
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = { .kind = VT_KIND_TEXT, .description = { properties, 3 } };
	struct vt_buf findings;

	(void)state;
	vt_buf_init(&findings, 0);
	assert_int_equal(vt_normalise(a, &o, &findings), VT_OK);
	assert_int_equal(o.description.count, 1);
	vt_test_str("title", o.description.properties[0].value, "A b");
	vt_test_has(findings.p, "title \"A b\": 4 characters were dropped");
	vt_test_has(findings.p, "description \"\": 1 character was dropped");
	vt_buf_fini(&findings);
	vt_arena_free(&a);
}

/* Thousands of properties cost no more than their number. */
static void
many_properties_are_no_burden(void **state)
{
	enum { COUNT = 20000 };
	struct vt_arena *a = vt_arena_new(64 * 1024 * 1024);
	struct vt_property *p = vt_arena_array(a, COUNT, sizeof(*p));
	struct vt_object o = { .kind = VT_KIND_TEXT, .description = { p, COUNT } };
	struct vt_buf findings;

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		p[i].name = VT_STR("subject");
		p[i].value = vt_str_printf(a, "word %zu", i / 2);
	}
	vt_buf_init(&findings, 0);
	assert_int_equal(vt_normalise(a, &o, &findings), VT_OK);
	assert_int_equal(o.description.count, COUNT / 2);
	vt_buf_fini(&findings);
	vt_arena_free(&a);
}

static void
accents_are_composed(void **state)
{
	static const struct vt_property p = { .name = { "title", 5 },
					      .value = { "Ez\u030Ceras", 9 } };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = { .kind = VT_KIND_TEXT, .description = { &p, 1 } };
	struct vt_buf findings;

	(void)state;
	vt_buf_init(&findings, 0);
	assert_int_equal(vt_normalise(a, &o, &findings), VT_OK);
	vt_test_str("title", o.description.properties[0].value, "Ežeras");
	vt_buf_fini(&findings);
	vt_arena_free(&a);
}

static void
a_small_arena_is_a_limit(void **state)
{
	static const struct vt_property p = { .name = { "title", 5 }, .value = { "A", 1 } };
	struct vt_arena *a = vt_arena_new(64);
	struct vt_object o = { .kind = VT_KIND_TEXT, .description = { &p, 1 } };
	struct vt_buf findings;

	(void)state;
	vt_buf_init(&findings, 0);
	assert_int_equal(vt_normalise(a, &o, &findings), VT_E_LIMIT);
	vt_buf_fini(&findings);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(languages),
		cmocka_unit_test(kinds),
		cmocka_unit_test(rights_that_edm_takes),
		cmocka_unit_test(objects_are_made_fit),
		cmocka_unit_test(bytes_that_xml_does_not_allow_are_dropped),
		cmocka_unit_test(many_properties_are_no_burden),
		cmocka_unit_test(accents_are_composed),
		cmocka_unit_test(a_small_arena_is_a_limit),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
