/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tiers of sixty constructed records, by Europeana's published rules: thresholds
 * at their edges, each licence, each kind; each part of the metadata tier.
 */
#include "crosswalk_help.h"

#include "ingest/rules/tiers.h"

#define HEAD                                                                                       \
	"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "                        \
	"xmlns:edm='http://www.europeana.eu/schemas/edm/' "                                        \
	"xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "   \
	"xmlns:ore='http://www.openarchives.org/ore/terms/' "                                      \
	"xmlns:skos='http://www.w3.org/2004/02/skos/core#' "                                       \
	"xmlns:wgs84='http://www.w3.org/2003/01/geo/wgs84_pos#' "                                  \
	"xmlns:rdaGr2='http://rdvocab.info/ElementsGr2/' "                                         \
	"xmlns:ebucore='http://www.ebu.ch/metadata/ontologies/ebucore/ebucore#'>"
#define RIGHTS(uri) "<edm:rights rdf:resource='" uri "'/>"
#define CC	    "http://creativecommons.org/"
#define RS	    "http://rightsstatements.org/vocab/"
#define PDM	    RIGHTS(CC "publicdomain/mark/1.0/")
#define BY_ND	    RIGHTS(CC "licenses/by-nd/4.0/")
#define INC	    RIGHTS(RS "InC/1.0/")
#define AT	    "<edm:isShownAt rdf:resource='http://x.lt/p'/>"
#define BY	    "<edm:isShownBy rdf:resource='http://x.lt/1'/>"
#define VIEW	    "<edm:hasView rdf:resource='http://x.lt/2'/>"
#define THUMB	    "<edm:object rdf:resource='http://x.lt/t'/>"
#define WEB(n, type, w, h, more)                                                                   \
	"<edm:WebResource rdf:about='http://x.lt/" n "'>" more                                     \
	"<ebucore:hasMimeType>" type "</ebucore:hasMimeType><ebucore:width>" w                     \
	"</ebucore:width><ebucore:height>" h "</ebucore:height></edm:WebResource>"
#define JPEG(n, w, h) WEB(n, "image/jpeg", w, h, "")

/* reason: the key of its sentence */
static const struct {
	const char *kind, *aggregation, *media;
	int tier, before;
	const char *reason;
} contents[] = {
	/* IMAGE: the edges of its size */
	{ "IMAGE", PDM AT BY THUMB, JPEG("1", "950", "1000"), 4, 4, "top" },
	{ "IMAGE", PDM AT BY THUMB, JPEG("1", "949", "1001"), 2, 2, "small" },
	{ "IMAGE", PDM AT BY THUMB, JPEG("1", "420", "1000"), 2, 2, "small" },
	{ "IMAGE", PDM AT BY THUMB, JPEG("1", "419", "1000"), 1, 1, "small" },
	{ "IMAGE", PDM AT BY THUMB, JPEG("1", "100", "1000"), 1, 1, "small" },
	{ "IMAGE", PDM AT BY THUMB, JPEG("1", "99", "1000"), 0, 0, "small" },
	/* … its licence */
	{ "IMAGE", RIGHTS(CC "publicdomain/zero/1.0/") BY THUMB, JPEG("1", "2000", "2000"), 4, 4,
	  "top" },
	{ "IMAGE", RIGHTS(CC "licenses/by/3.0/lt/") BY THUMB, JPEG("1", "2000", "2000"), 4, 4,
	  "top" },
	{ "IMAGE", RIGHTS(CC "licenses/by-sa/4.0/") BY THUMB, JPEG("1", "2000", "2000"), 4, 4,
	  "top" },
	{ "IMAGE", BY_ND BY THUMB, JPEG("1", "2000", "2000"), 3, 4, "licence_restricted" },
	{ "IMAGE", RIGHTS(CC "licenses/by-nc-sa/4.0/") BY THUMB, JPEG("1", "2000", "2000"), 3, 4,
	  "licence_restricted" },
	{ "IMAGE", RIGHTS(RS "NoC-NC/1.0/") BY THUMB, JPEG("1", "2000", "2000"), 3, 4,
	  "licence_restricted" },
	{ "IMAGE", RIGHTS(RS "InC-EDU/1.0/") BY THUMB, JPEG("1", "2000", "2000"), 3, 4,
	  "licence_restricted" },
	{ "IMAGE", INC BY THUMB, JPEG("1", "2000", "2000"), 2, 4, "licence_closed" },
	{ "IMAGE", RIGHTS(RS "CNE/1.0/") BY THUMB, JPEG("1", "2000", "2000"), 2, 4,
	  "licence_closed" },
	{ "IMAGE", BY THUMB, JPEG("1", "2000", "2000"), 2, 4, "licence_closed" },
	{ "IMAGE", INC BY THUMB, JPEG("1", "300", "400"), 1, 1, "small" },
	/* … what it shows */
	{ "IMAGE", PDM AT BY, JPEG("1", "2000", "2000"), 0, 0, "no_thumbnail" },
	{ "IMAGE", PDM AT THUMB, "", 0, 0, "no_media" },
	{ "IMAGE", PDM AT BY THUMB, WEB("1", "application/pdf", "0", "0", ""), 0, 0,
	  "other_media" },
	{ "IMAGE", PDM BY VIEW THUMB, JPEG("1", "100", "100") JPEG("2", "2000", "2000"), 4, 4,
	  "top" },
	{ "IMAGE", PDM BY THUMB, JPEG("1", "100", "100") JPEG("2", "2000", "2000"), 0, 0,
	  "small" },
	{ "IMAGE", INC BY VIEW THUMB,
	  JPEG("1", "2000", "2000") WEB("2", "image/png", "1000", "1000", PDM), 4, 4, "top" },
	{ "IMAGE", PDM BY THUMB, WEB("1", "image/png", "1000", "1000", INC), 2, 4,
	  "licence_closed" },
	/* TEXT */
	{ "TEXT", PDM AT BY, JPEG("1", "950", "1000"), 4, 4, "top" },
	{ "TEXT", PDM AT BY, JPEG("1", "420", "1000"), 2, 2, "small" },
	{ "TEXT", PDM AT BY, JPEG("1", "10", "10"), 1, 1, "small" },
	{ "TEXT", PDM BY, JPEG("1", "10", "10"), 0, 0, "small" },
	{ "TEXT", PDM BY, WEB("1", "application/pdf", "0", "0", ""), 4, 4, "top" },
	{ "TEXT", INC BY, WEB("1", "application/pdf;version=1.4", "0", "0", ""), 2, 4,
	  "licence_closed" },
	{ "TEXT", PDM AT, "", 1, 1, "no_media" },
	{ "TEXT", PDM, "", 0, 0, "nothing" },
	/* SOUND, VIDEO, 3D */
	{ "SOUND", PDM AT BY, WEB("1", "audio/mpeg", "0", "0", ""), 4, 4, "top" },
	{ "SOUND", PDM AT BY, JPEG("1", "2000", "2000"), 1, 1, "other_media" },
	{ "VIDEO", PDM AT BY, WEB("1", "video/mp4", "640", "480", ""), 4, 4, "top" },
	{ "VIDEO", PDM BY, WEB("1", "video/mp4", "640", "479", ""), 1, 1, "few_lines" },
	{ "VIDEO", PDM "<edm:isShownBy rdf:resource='https://youtu.be/x'/>",
	  "<edm:WebResource rdf:about='https://youtu.be/x'/>", 4, 4, "top" },
	{ "3D", PDM BY, WEB("1", "model/gltf-binary", "0", "0", ""), 4, 4, "top" },
	{ "3D", PDM AT BY, JPEG("1", "2000", "2000"), 0, 0, "other_media" },
};

#define T(inside)     "<dc:title xml:lang='lt'>A</dc:title>" inside
#define TIME	      "<edm:TimeSpan rdf:about='t'><edm:begin>1900</edm:begin><edm:end>1910</edm:end></edm:TimeSpan>"
#define PLACE(inside) "<edm:Place rdf:about='p'>" inside "</edm:Place>"
#define SPOT	      "<wgs84:lat>55</wgs84:lat><wgs84:long>24</wgs84:long>"
#define LABEL	      "<skos:prefLabel xml:lang='lt'>X</skos:prefLabel>"
#define TO(name, to)  "<" name " rdf:resource='" to "'/>"
#define SAID(name)    "<" name ">x</" name ">"
#define FOUR	      SAID("dcterms:created") SAID("dcterms:issued") SAID("dc:creator") "<dc:type xml:lang='lt'>x</dc:type>"

/* tiers: language, enabling elements, classes, and the lowest of them */
static const struct {
	const char *provided, *classes, *tiers;
} metadata[] = {
	/* language: a share of the properties that are there */
	{ "", "", "0 0 A 0" },
	{ T(""), "", "C 0 A 0" },
	{ SAID("dc:title"), "", "0 0 A 0" },
	{ T(SAID("dc:description") SAID("dc:rights") SAID("dc:source")), "", "A 0 A 0" },
	{ T(SAID("dc:description") SAID("dc:rights") SAID("dc:source") SAID("dc:relation")), "",
	  "0 0 A 0" },
	{ T(SAID("dc:description")), "", "B 0 A 0" },
	{ T("<dc:description xml:lang='lt'>x</dc:description><dc:rights xml:lang='lt'>x</dc:rights>" SAID(
	      "dc:source")),
	  "", "C 0 A 0" },
	{ T(SAID("dc:title") SAID("dc:title")), "", "C 0 A 0" },
	{ T(SAID("dc:creator") SAID("dcterms:extent") SAID("dc:identifier")), "", "C A A A" },
	{ SAID("dc:title") TO("dcterms:spatial", "p"), PLACE(LABEL), "B A A A" },
	{ SAID("dc:title") TO("dcterms:spatial", "p"), PLACE(SPOT), "0 A A 0" },
	{ SAID("dc:title") TO("dc:subject", "a"), "<edm:Agent rdf:about='a'>" LABEL "</edm:Agent>",
	  "0 A A 0" },
	/* enabling elements */
	{ T(SAID("dcterms:created")), "", "C A A A" },
	{ T(SAID("dcterms:created") SAID("dcterms:issued") "<dcterms:temporal xml:lang='lt'>x</dcterms:temporal>"),
	  "", "C A A A" },
	{ T(SAID("dcterms:created") SAID("dcterms:issued") SAID("dc:creator")), "", "C B A A" },
	{ T(FOUR), "", "C C A A" },
	{ T("<dc:subject xml:lang='lt'>x</dc:subject>"), "", "C 0 A 0" },
	{ T(TO("dc:subject", "p")), PLACE(LABEL), "C A A A" },
	/* contextual classes: complete, linked, of different kinds */
	{ T(FOUR TO("dcterms:created", "t")), TIME, "C C B B" },
	{ T(FOUR), TIME, "C C A A" },
	{ T(FOUR TO("dcterms:created", "t") TO("dcterms:spatial", "p")), TIME PLACE(LABEL SPOT),
	  "C C C C" },
	{ T(FOUR TO("dcterms:created", "t") TO("dcterms:spatial", "p")),
	  TIME PLACE(LABEL "<wgs84:lat>55</wgs84:lat>"), "C C B B" },
	{ T(FOUR TO("dc:creator", "a") TO("dc:subject", "c")),
	  "<edm:Agent rdf:about='a'>" LABEL "<edm:begin>1882</edm:begin></edm:Agent>"
	  "<skos:Concept rdf:about='c'>" LABEL "<skos:exactMatch rdf:resource='http://x.lt/'/>"
	  "</skos:Concept>",
	  "C C C C" },
	{ T(FOUR TO("dc:creator", "a") TO("dc:subject", "c")),
	  "<edm:Agent rdf:about='a'>" LABEL "<rdaGr2:professionOrOccupation>x"
	  "</rdaGr2:professionOrOccupation></edm:Agent>"
	  "<skos:Concept rdf:about='c'>" LABEL "</skos:Concept>",
	  "C C B B" },
	{ T(FOUR TO("dc:creator", "a")), "<edm:Agent rdf:about='a'><edm:begin>1882</edm:begin></edm:Agent>",
	  "C C A A" },
};

static xmlDocPtr
record(struct vt_arena *a, const char *kind, const char *provided, const char *aggregation,
       const char *rest)
{
	struct vt_str xml = vt_str_printf(
	    a,
	    "%s<edm:ProvidedCHO rdf:about='o'>%s<edm:type>%s</edm:type></edm:ProvidedCHO>%s"
	    "<ore:Aggregation rdf:about='g'>%s</ore:Aggregation></rdf:RDF>",
	    HEAD, provided, kind, rest, aggregation);
	xmlDocPtr doc;

	if (vt_xml_parse(a, xml, "a record", &doc) != VT_OK)
		fail_msg("%s", vt_fail_text(VT_E_BADARG));
	return (doc);
}

static void
content_tiers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_tiers t;

		vt_tiers_of(a,
			    record(a, contents[i].kind, T(""), contents[i].aggregation,
				   contents[i].media),
			    NULL, 0, &t);
		if (t.content != contents[i].tier || t.content_unlicensed != contents[i].before ||
		    strcmp(vt_tier_reason_name(t.reason), contents[i].reason) != 0)
			fail_msg("row %zu: %d (%d), %s; not %d (%d), %s", i, t.content,
				 t.content_unlicensed, vt_tier_reason_name(t.reason),
				 contents[i].tier, contents[i].before, contents[i].reason);
		vt_arena_free(&a);
	}
}

static void
metadata_tiers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(metadata) / sizeof(metadata[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_tiers t;
		char got[16];

		vt_tiers_of(a, record(a, "TEXT", metadata[i].provided, PDM AT, metadata[i].classes),
			    NULL, 0, &t);
		snprintf(got, sizeof(got), "%s %s %s %s", vt_tier_metadata_name(t.language),
			 vt_tier_metadata_name(t.enabling), vt_tier_metadata_name(t.classes),
			 vt_tier_metadata_name(t.metadata));
		if (strcmp(got, metadata[i].tiers) != 0)
			fail_msg("row %zu: %s, not %s\n   %s", i, got, metadata[i].tiers,
				 metadata[i].provided);
		vt_arena_free(&a);
	}
}

static void
there_are_sixty_of_them(void **state)
{
	(void)state;
	assert_true(sizeof(contents) / sizeof(contents[0]) +
			sizeof(metadata) / sizeof(metadata[0]) >=
		    60);
}

/* What is known of our own media needs no word in the record. */
static void
facts_stand_for_what_the_record_does_not_say(void **state)
{
	static const struct vt_tier_fact facts[] = {
		{ { "/2", 2 }, "image/jpeg", 3000, 2000 },
		{ { "/1", 2 }, "image/jpeg", 30, 20 },
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_tiers t;

	(void)state;
	vt_tiers_of(a,
		    record(a, "IMAGE", T(""), BY_ND AT BY VIEW THUMB,
			   "<edm:WebResource rdf:about='http://x.lt/1'/>"
			   "<edm:WebResource rdf:about='http://x.lt/2'/>"),
		    facts, 2, &t);
	assert_int_equal(t.content, 3);
	assert_int_equal(t.content_unlicensed, 4);
	assert_int_equal(t.pixels, 6000000);
	vt_arena_free(&a);
}

/* Each tier says why, and what would raise it, in both languages. */
static void
tiers_are_said(void **state)
{
	static const char *const languages[] = { "lt", "en" };
	const struct vt_messages *m = vt_crosswalk_messages(crosswalks);
	struct vt_tiers t = { .words = 7, .tagged = 1, .elements = 3, .groups = 1,
			      .content_unlicensed = 4, .pixels = 12345 };

	(void)state;
	for (int k = 0; k < 2; k++) {
		struct vt_buf out;

		vt_buf_init(&out, 0);
		for (int reason = 0; reason < VT_TIER_REASON_COUNT; reason++) {
			t.reason = (enum vt_tier_reason)reason;
			vt_buf_reset(&out);
			vt_tiers_say_content(&t, m, languages[k], &out);
			assert_true(out.len > 10);
			assert_true(vt_str_find(vt_buf_get(&out), VT_STR("check.tier")) < 0);
			assert_true(vt_str_find(vt_buf_get(&out), VT_STR("{")) < 0);
		}
		vt_buf_reset(&out);
		vt_tiers_say_language(&t, m, languages[k], &out);
		vt_tiers_say_enabling(&t, m, languages[k], &out);
		vt_tiers_say_classes(&t, m, languages[k], &out);
		assert_true(vt_str_find(vt_buf_get(&out), VT_STR("dc:description, dc:format")) > 0);
		assert_true(vt_str_find(vt_buf_get(&out), VT_STR("dcterms:temporal, dc:format")) > 0);
		assert_true(vt_str_find(vt_buf_get(&out), VT_STR("edm:Agent, skos:Concept")) > 0);
		assert_true(vt_str_find(vt_buf_get(&out), VT_STR("{")) < 0);
		vt_buf_fini(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(content_tiers),
		cmocka_unit_test(metadata_tiers),
		cmocka_unit_test(there_are_sixty_of_them),
		cmocka_unit_test(facts_stand_for_what_the_record_does_not_say),
		cmocka_unit_test(tiers_are_said),
	};

	return (cmocka_run_group_tests(tests, crosswalks_open, crosswalks_close));
}
