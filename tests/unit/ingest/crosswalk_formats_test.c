/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Formats beside oai_dc and edm: what is made of a description is valid and, read
 * in again, says the same; what came in a format is given out as it came; profiles.
 */
#include "record_help.h"

#include "ingest/formats/formats.h"
#include "ingest/sources/describe.h"

#define S(s)	    { s, sizeof(s) - 1 }
#define P(n, v)	    { .name = S(n), .value = S(v) }
#define PL(n, l, v) { .name = S(n), .value = S(v), .lang = S(l) }

static const struct vt_property properties[] = {
	PL("title", "lt", "Žalioji giria"),
	PL("title", "en", "The <green> wood & \"more\""),
	PL("alternative", "lt", "Giria"),
	{ .name = S("creator"), .value = S("Girėnaitė, Ona"), .role = S("aut"),
	  .uri = S("http://viaf.org/viaf/1234") },
	{ .name = S("creator"), .value = S("Petraitis, Jonas"), .role = S("ill") },
	P("contributor", "Lietuvos šaulių sąjunga"),
	P("publisher", "Sakalas"),
	{ .name = S("spatial"), .value = S("Kaunas"), .role = S("pup"), .lang = S("lt") },
	{ .name = S("issued"), .value = S("[1931?]"), .start = S("1931"), .end = S("1931") },
	{ .name = S("created"), .value = S("1929–1930"), .start = S("1929"), .end = S("1930") },
	{ .name = S("date"), .value = S("iki 1940"), .lang = S("lt"), .end = S("1940") },
	{ .name = S("subject"), .value = S("turgūs"), .lang = S("lt"),
	  .uri = S("http://vocab.getty.edu/aat/300008370") },
	{ .name = S("subject"), .uri = S("http://vocab.getty.edu/aat/300000001") },
	PL("type", "lt", "knyga"),
	{ .name = S("spatial"), .value = S("Utena"), .lang = S("lt"), .has_coordinates = true,
	  .latitude = 55.4976, .longitude = 25.5992, .uri = S("https://sws.geonames.org/593959/") },
	{ .name = S("spatial"), .has_coordinates = true, .latitude = 55.7, .longitude = 24.3 },
	{ .name = S("temporal"), .value = S("XX a. pr."), .lang = S("lt"), .start = S("1901"),
	  .end = S("1933") },
	PL("abstract", "lt", "Apie vandenis."),
	PL("description", "lt", "Su dedikacija."),
	P("tableOfContents", "Pirma dalis – Antra dalis"),
	P("provenance", "Iš S. Žukausko rinkinio"),
	P("source", "Originalas archyve"),
	PL("extent", "lt", "142 p."),
	P("medium", "popierius"),
	P("format", "image/tiff"),
	P("language", "lt"),
	P("language", "de"),
	P("identifier", "ISBN 9986-16-123-4"),
	P("identifier", "ISSN 1392-1843"),
	P("identifier", "R-17"),
	{ .name = S("isPartOf"), .value = S("Jaunimo knygos"),
	  .uri = S("https://www.epaveldas.lt/preview?id=1&x=2") },
	P("hasPart", "Pirma dalis"),
	{ .name = S("relation"), .uri = S("https://www.epaveldas.lt/3") },
	PL("rights", "lt", "Naudoti laisvai"),
	P("rightsHolder", "Utenos biblioteka"),
	P("bibliographicCitation", "Ąžuolai, 1931, Nr. 2"),
};
static const struct vt_object book = {
	.identifier = S("giria-1"),
	.institution = S("LT-U"),
	.kind = VT_KIND_TEXT,
	.rights = S("http://creativecommons.org/publicdomain/mark/1.0/"),
	.language = S("lt"),
	.thumbnail = S("x.2"),
	.description = { properties, sizeof(properties) / sizeof(properties[0]) },
};
static const struct vt_object bare = { .identifier = S("a"), .kind = VT_KIND_IMAGE };
static const struct vt_property hostile_properties[] = {
	{ .name = S("title"), .value = S("\x01/objects/x \x02\xff]]></title>") },
	{ .name = S("creator"), .value = S("a, b, c"), .uri = S("http://x.lt/?a=\"<>&") },
	{ .name = S("subject"), .value = S("\xef\xbf\xbe") },
	{ .name = S("identifier"), .value = S("ISBN ") },
	{ .name = S("date"), .start = S("-0050"), .end = S("-0044") },
};
static const struct vt_object hostile = {
	.identifier = S("a"), .kind = VT_KIND_3D, .description = { hostile_properties, 5 }
};

static const char *const made[] = { "mods", "lido", "mets", "marcxml", "unimarc" };

static const char *
make(struct vt_arena *a, const char *prefix, const struct vt_crosswalk_context *context)
{
	struct vt_str xml;

	if (vt_crosswalk_out_record(crosswalks, a, prefix, context, &xml) != VT_OK)
		fail_msg("%s: %s", prefix, vt_fail_text(VT_E_BADARG));
	return (record_check(a, prefix, "an object", xml));
}

static void
each_is_valid(void **state)
{
	static const struct vt_object *const objects[] = { &book, &bare, &hostile };

	(void)state;
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		for (size_t k = 0; k < 3; k++)
			for (int way = 0; way < 3; way++) {
				struct vt_arena *a = vt_arena_new(0);
				struct vt_crosswalk_context c = record_context(objects[k]);

				c.images_are_open = way != 1;
				if (way == 2)
					c.institution = NULL;
				(void)make(a, made[i], &c);
				vt_arena_free(&a);
			}
}

/* Read in again, a record says what it was made of. */
static const struct {
	const char *prefix, *crosswalk, *lines[40];
} rows[] = {
	{ "mods", "mods",
	  { "kind: TEXT", "rights: http://creativecommons.org/publicdomain/mark/1.0/",
	    "title@lt: Žalioji giria", "title@en: The <green> wood & \"more\"",
	    "alternative@lt: Giria",
	    "creator(aut): Girėnaitė, Ona <http://viaf.org/viaf/1234>",
	    "contributor(ctb): Lietuvos šaulių sąjunga", "publisher: Sakalas",
	    "subject@lt: turgūs <http://vocab.getty.edu/aat/300008370>",
	    "type@lt: knyga", "temporal@lt: XX a. pr.", "abstract@lt: Apie vandenis.",
	    "description@lt: Su dedikacija.", "extent@lt: 142 p.", "medium: popierius",
	    "language: lt", "language: de", NULL } },
	{ "lido", "lido",
	  { "kind: TEXT", "title@lt: Žalioji giria",
	    "subject@lt: turgūs <http://vocab.getty.edu/aat/300008370>", "type@lt: knyga",
	    "publisher: Sakalas", NULL } },
	{ "marcxml", "marc21",
	  { "identifier: giria-1", "kind: TEXT",
	    "rights: http://creativecommons.org/publicdomain/mark/1.0/", "language: lit",
	    "title@lit: Žalioji giria", "creator(aut): Girėnaitė, Ona <http://viaf.org/viaf/1234>",
	    "publisher: Sakalas", "spatial(pup): Kaunas", "abstract: Apie vandenis.",
	    "extent: 142 p.", "language: ger", "identifier: ISBN 9986-16-123-4",
	    "subject: turgūs <http://vocab.getty.edu/aat/300008370>", NULL } },
	{ "unimarc", "unimarc",
	  { "identifier: giria-1", "kind: TEXT",
	    "rights: http://creativecommons.org/publicdomain/mark/1.0/", "language: lit",
	    "title: Žalioji giria", "alternative@lit: Giria",
	    "creator(aut): Girėnaitė, Ona <http://viaf.org/viaf/1234>",
	    "contributor(ill): Petraitis, Jonas", "contributor: Lietuvos šaulių sąjunga", "publisher: Sakalas",
	    "spatial(pup)@lit: Kaunas", "abstract@lit: Apie vandenis.", "extent@lit: 142 p.",
	    "language: ger", "identifier: ISBN 9986-16-123-4", "identifier: ISSN 1392-1843",
	    "subject@lit: turgūs <http://vocab.getty.edu/aat/300008370>",
	    "spatial@lit: Utena <https://sws.geonames.org/593959/>", "type@lit: knyga",
	    "provenance@lit: Iš S. Žukausko rinkinio", "tableOfContents@lit: Pirma dalis – Antra "
	    "dalis", NULL } },
};

static void
each_says_what_it_was_made_of(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_crosswalk_context c = record_context(&book);
		const char *lines;
		xmlDocPtr doc;

		c.language = "lt";
		assert_int_equal(vt_xml_parse(a, vt_str_of(make(a, rows[i].prefix, &c)), "x", &doc),
				 VT_OK);
		lines = object_lines(a, crosswalk_in(a, rows[i].crosswalk, doc));
		for (const char *const *line = rows[i].lines; *line != NULL; line++)
			if (!has_line(lines, *line))
				fail_msg("%s lacks \"%s\" in\n%s", rows[i].prefix, *line, lines);
		vt_arena_free(&a);
	}
}

static void
mets_has_description_files_and_pages(void **state)
{
	static const char *const parts[] = {
		"OBJID=\"giria-1\"", "LABEL=\"Žalioji giria\"", "<title>Žalioji giria</title>",
		"xlink:href=\"" BASE "/iiif/3/x.1/full/max/0/default.jpg\"",
		"<mets:div TYPE=\"page\" ID=\"page-2-giria-1\" ORDER=\"2\"><mets:fptr "
		"FILEID=\"file-2-giria-1\"/>",
		NULL,
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_crosswalk_context c = record_context(&book);
	const char *xml = make(a, "mets", &c);

	(void)state;
	for (const char *const *part = parts; *part != NULL; part++)
		vt_test_has(xml, *part);
	c.images_are_open = false;
	assert_null(strstr(make(a, "mets", &c), "/iiif/3/"));
	vt_arena_free(&a);
}

/* --- what was received ------------------------------------------------------------------------ */

static void
open_formats(struct vt_arena *a, struct vt_formats *f)
{
	static const char *const names[] = { "marcxml", "unimarc", "mods", "lido", "mets" };
	const struct vt_str_list list = { names, 5 };

	if (vt_formats_open(a, crosswalks, &list, "", f) != VT_OK)
		fail_msg("%s", vt_fail_text(VT_E_BADARG));
}

/* A draft that a source's record was read into. */
static struct vt_draft
receive(struct vt_arena *a, const struct vt_formats *f, const char *kind, struct vt_str xml)
{
	struct vt_draft d = { .arena = a, .formats = f };
	xmlDocPtr doc;

	vt_findings_init(&d.findings, a);
	assert_int_equal(vt_xml_parse(a, xml, kind, &doc), VT_OK);
	if (vt_formats_receive(&d, kind, doc) != VT_OK)
		fail_msg("%s: %s", kind, vt_fail_text(VT_E_BADARG));
	return (d);
}

static void
a_record_is_given_out_as_it_came(void **state)
{
	static const struct {
		const char *kind, *format, *file;
	} sources[] = {
		{ "marc21", "marcxml", FIXTURES "marc21-book.xml" },
		{ "unimarc", "unimarc", FIXTURES "unimarc-book.xml" },
		{ "mods", "mods", FIXTURES "mods-book.xml" },
		{ "lido", "lido", FIXTURES "lido-full.xml" },
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_formats f;

	(void)state;
	open_formats(a, &f);
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct vt_draft d = { .arena = a, .formats = &f };
		xmlDocPtr doc = read_doc(a, sources[i].file), again;
		const char *before = object_lines(a, crosswalk_in(a, sources[i].kind, doc));

		vt_findings_init(&d.findings, a);
		assert_int_equal(vt_formats_receive(&d, sources[i].kind, doc), VT_OK);
		assert_int_equal(d.received_count, 1);
		assert_string_equal(d.received[0].format, sources[i].format);
		assert_true(vt_str_find(d.received[0].xml, VT_STR(VT_RECORD_BASE)) < 0);
		vt_test_has(vt_str_c(a, d.received[0].xml), "schemaLocation=");
		assert_int_equal(vt_xml_parse(a, d.received[0].xml, "x", &again), VT_OK);
		vt_test_str(sources[i].file,
			    vt_str_of(object_lines(a, crosswalk_in(a, sources[i].kind, again))),
			    before);
	}
	vt_arena_free(&a);
}

/* What MARCXML's schema refuses is left out, with one finding; the rest is as it was. */
static void
marc_that_is_not_valid_is_mended(void **state)
{
	static const char xml[] =
	    "<record xmlns='http://www.loc.gov/MARC21/slim'>"
	    "<datafield tag='245' ind1='E' ind2='#'><subfield code='a'>A</subfield>"
	    "<subfield code=' '>x</subfield></datafield>"
	    "<datafield tag='24' ind1=' ' ind2=' '><subfield code='a'>x</subfield></datafield>"
	    "<datafield tag='500' ind1=' ' ind2=' '/>"
	    "<controlfield tag='001'>1</controlfield><controlfield tag='000'>x</controlfield>"
	    "<leader>?1234zzz x</leader></record>";
	struct vt_arena *a = vt_arena_new(0);
	struct vt_formats f;
	struct vt_draft d;

	(void)state;
	open_formats(a, &f);
	d = receive(a, &f, "marc21", VT_STR(xml));
	vt_test_str("mended", d.received[0].xml,
		    "<record xmlns=\"http://www.loc.gov/MARC21/slim\" "
		    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
		    "xsi:schemaLocation=\"http://www.loc.gov/MARC21/slim "
		    "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd\">"
		    "<leader> 1234zzz x          4500</leader>"
		    "<controlfield tag=\"001\">1</controlfield>"
		    "<datafield tag=\"245\" ind1=\" \" ind2=\" \">"
		    "<subfield code=\"a\">A</subfield></datafield></record>");
	(void)record_check_as(a, "marcxml", "mended", d.received[0].xml, false);
	assert_int_equal(d.findings.count, 1);
	vt_test_has(vt_str_c(a, d.findings.items[0].text), "5 things in its MARC");
	vt_arena_free(&a);
}

/* Two of one program have the same IDs, and may stand on one page. */
static const char *
receive_mets(struct vt_arena *a, const struct vt_formats *f, const char *identifier)
{
	static const char xml[] =
	    "<mets xmlns='http://www.loc.gov/METS/' xmlns:x='http://www.w3.org/1999/xlink' OBJID='D1' "
	    "LABEL='F1'><dmdSec ID='D1'><mdRef x:href='#F1' XPTR='http://x/#F1'/></dmdSec>"
	    "<dmdSec ID='D2'><mdWrap><xmlData><mods xmlns='http://www.loc.gov/mods/v3' ID='M'/>"
	    "<other xmlns='urn:x' ID='D1' id='D1'/></xmlData></mdWrap></dmdSec>"
	    "<file ID='F1' GROUPID='F1'/><div ID='L' DMDID='D1  D2 D3' TYPE='F1'><fptr FILEID='F1'/>"
	    "<area FILEID='F1' BETYPE='IDREF' BEGIN='F1'/></div>"
	    "<structLink><smLink x:from='L' x:to='F1'/></structLink></mets>";
	struct vt_draft d = { .arena = a, .formats = f, .raw_identifier = vt_str_of(identifier) };
	xmlDocPtr doc;

	vt_findings_init(&d.findings, a);
	assert_int_equal(vt_xml_parse(a, VT_STR(xml), "x", &doc), VT_OK);
	assert_int_equal(vt_formats_receive(&d, "mets", doc), VT_OK);
	assert_int_equal(d.received_count, 1);
	return (vt_str_c(a, d.received[0].xml));
}

/* text with each "-?" as what stands behind ID="L in xml. */
static const char *
with_own(struct vt_arena *a, const char *xml, const char *text)
{
	struct vt_str own = vt_str_sub(vt_str_of(strstr(xml, "ID=\"L-") + 5), 0, 13), filled = VT_STR("");

	for (; *text != '\0'; text++)
		filled = strncmp(text, "-?", 2) == 0
			   ? (text++, vt_str_printf(a, "%.*s%.*s", VT_STR_ARG(filled), VT_STR_ARG(own)))
			   : vt_str_printf(a, "%.*s%c", VT_STR_ARG(filled), *text);
	return (vt_str_c(a, filled));
}

static void
ids_of_what_was_received_are_its_own(void **state)
{
	static const char *const parts[] = {
		"<mets ", " OBJID=\"D1\" LABEL=\"F1\"", "<dmdSec ID=\"D1-?\">",
		"<mdRef x:href=\"#F1-?\" XPTR=\"http://x/#F1\"/>",
		"<mods xmlns=\"http://www.loc.gov/mods/v3\" ID=\"M-?\"/>",
		"<other xmlns=\"urn:x\" ID=\"D1\" id=\"D1\"/>",
		"<file ID=\"F1-?\" GROUPID=\"F1\"/>",
		"<div ID=\"L-?\" DMDID=\"D1-?  D2-? D3\" TYPE=\"F1\"><fptr FILEID=\"F1-?\"/>",
		"<area FILEID=\"F1-?\" BETYPE=\"IDREF\" BEGIN=\"F1\"/>",
		"<smLink x:from=\"L-?\" x:to=\"F1-?\"/>",
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_formats f;
	const char *one, *other;

	(void)state;
	open_formats(a, &f);
	one = receive_mets(a, &f, "vienas");
	other = receive_mets(a, &f, "du");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		vt_test_has(one, with_own(a, one, parts[i]));
		vt_test_has(other, with_own(a, other, parts[i]));
	}
	assert_null(strstr(other, with_own(a, one, "L-?")));
	assert_string_equal(one, receive_mets(a, &f, "vienas"));
	/* without an identifier, by what it says */
	assert_string_equal(receive_mets(a, &f, ""), receive_mets(a, &f, ""));
	vt_arena_free(&a);
}

static void
what_is_not_of_its_namespace_is_made_instead(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_formats f;

	(void)state;
	open_formats(a, &f);
	assert_int_equal(receive(a, &f, "mods", VT_STR("<mods/>")).received_count, 0);
	assert_int_equal(receive(a, &f, "edm", VT_STR("<x/>")).received_count, 0);
	assert_int_equal(
	    receive(a, NULL, "mods", VT_STR("<mods xmlns='http://www.loc.gov/mods/v3'/>"))
		.received_count,
	    0);
	vt_arena_free(&a);
}

static void
records_of(struct vt_arena *a, const struct vt_formats *f, bool is_open,
	   const struct vt_draft_received *received, struct vt_new_record **list, size_t *count)
{
	struct vt_formats_source s = { .context = record_context(&book), .received = received,
				       .received_count = received != NULL };

	s.context.images_are_open = is_open;
	assert_int_equal(vt_formats_records(a, f, &s, list, count), VT_OK);
}

static void
the_others_are_made_and_a_closed_mets_is_not_shown(void **state)
{
	static const struct vt_draft_received mets = { "mets", S("<mets>as it came</mets>") };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_new_record *list;
	struct vt_formats f;
	size_t count;

	(void)state;
	open_formats(a, &f);
	records_of(a, &f, true, &mets, &list, &count);
	assert_int_equal(count, 6);
	vt_test_str("oai_dc", list[0].format, "oai_dc");
	vt_test_str("mets", list[5].xml, "<mets>as it came</mets>");
	assert_true(vt_str_find(list[3].xml, VT_STR(VT_RECORD_BASE "/objects/")) > 0);
	records_of(a, &f, false, &mets, &list, &count);
	assert_true(vt_str_find(list[5].xml, VT_STR(VT_RECORD_BASE "/objects/")) > 0);
	vt_arena_free(&a);
}

/* --- formats and profiles ------------------------------------------------------------------------ */

static void
wrong_formats_are_refused(void **state)
{
	static const char *const names[] = { "ese" };
	static const char *const twice[] = { "mods", "mods" };
	const struct vt_str_list unknown = { names, 1 }, double_list = { twice, 2 };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_formats f;

	(void)state;
	assert_int_equal(vt_formats_open(a, crosswalks, &unknown, "", &f), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "ingest.formats: there is no crosswalk \"ese\"");
	assert_int_equal(vt_formats_open(a, crosswalks, &double_list, "", &f), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "the prefix \"mods\" is there already");
	assert_int_equal(vt_formats_open(a, crosswalks, &(struct vt_str_list){ NULL, 0 },
					 "conf/profiles", &f),
			 VT_OK);
	assert_int_equal(f.count, 2);
	assert_string_equal(f.items[1].prefix, "vepis");
	assert_string_equal(f.items[1].crosswalk, "edm");
	assert_string_equal(f.items[1].profile->path, "conf/profiles/vepis.yaml");
	vt_arena_free(&a);
}

static const struct {
	const char *yaml, *says;
} profiles[] = {
	{ "prefix: x\ncrosswalk: edm\n", NULL },
	{ "prefix: x\ncrosswalk: edm\nsize: '!2000,2000'\nviews: first\nmin_pixels: 950000\n", NULL },
	{ "crosswalk: edm\n", "needs a prefix" },
	{ "prefix: a:b\ncrosswalk: edm\n", "needs a prefix" },
	{ "prefix: x\n", "needs a crosswalk" },
	{ "prefix: x\ncrosswalk: edm\nimage: yes\n", "line 3: unknown key \"image\"; did you mean \"images\"?" },
	{ "prefix: x\ncrosswalk: edm\nimages: perhaps\n", "line 3: yes or no" },
	{ "prefix: x\ncrosswalk: edm\nkinds: [BOOK]\n", "kinds are TEXT" },
	{ "prefix: x\ncrosswalk: edm\nkinds: TEXT\n", "a list [a, b]" },
	{ "prefix: x\ncrosswalk: edm\nviews: some\n", "views is all, first or none" },
	{ "prefix: x\ncrosswalk: edm\nsize: large\n", "size is one of the Image API" },
	{ "prefix: x\ncrosswalk: edm\nmin_pixels: -1\n", "min_pixels is a whole number" },
	{ "prefix: [x]\ncrosswalk: edm\n", "a text is wanted" },
	{ "[]", "a profile is a mapping" },
};

static void
profiles_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_profile p;
		vt_err err = vt_profile_parse(a, vt_str_of(profiles[i].yaml), "p.yaml", &p);

		if (profiles[i].says == NULL && err != VT_OK)
			fail_msg("%s: %s", profiles[i].yaml, vt_fail_text(err));
		if (profiles[i].says != NULL) {
			assert_int_equal(err, VT_E_BADARG);
			vt_test_has(vt_fail_text(err), profiles[i].says);
			vt_test_has(vt_fail_text(err), "p.yaml");
		}
		vt_arena_free(&a);
	}
}

static void
a_profile_takes_its_objects(void **state)
{
	static const struct {
		const char *yaml;
		bool takes;
	} cases[] = {
		{ "", true },
		{ "institutions: [LT-U, LT-X]", true },
		{ "institutions: [LT-X]", false },
		{ "collections: [spauda]", true },
		{ "collections: ['spauda:laikrasciai']", true },
		{ "collections: [spau]", false },
		{ "collections: ['spauda:laikrasciai:x']", false },
		{ "kinds: [IMAGE, TEXT]", true },
		{ "kinds: [IMAGE]", false },
		{ "images: yes", true },
		{ "open: yes", false },
		{ "open: no", true },
	};
	static const struct vt_str specs[] = { S("zemelapiai"), S("spauda:laikrasciai") };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_profile p;

		assert_int_equal(vt_profile_parse(a,
						  vt_str_printf(a, "prefix: x\ncrosswalk: edm\n%s\n",
								cases[i].yaml),
						  "p.yaml", &p),
				 VT_OK);
		if (vt_profile_takes(&p, &book, specs, 2, 3, false) != cases[i].takes)
			fail_msg("%s", cases[i].yaml);
		vt_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_valid),
		cmocka_unit_test(each_says_what_it_was_made_of),
		cmocka_unit_test(mets_has_description_files_and_pages),
		cmocka_unit_test(a_record_is_given_out_as_it_came),
		cmocka_unit_test(marc_that_is_not_valid_is_mended),
		cmocka_unit_test(ids_of_what_was_received_are_its_own),
		cmocka_unit_test(what_is_not_of_its_namespace_is_made_instead),
		cmocka_unit_test(the_others_are_made_and_a_closed_mets_is_not_shown),
		cmocka_unit_test(wrong_formats_are_refused),
		cmocka_unit_test(profiles_are_read_strictly),
		cmocka_unit_test(a_profile_takes_its_objects),
	};

	return (cmocka_run_group_tests(tests, records_open, records_close));
}
