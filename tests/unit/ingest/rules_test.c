/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EDM's rules on finished records: one right one, and one for each thing that
 * can be wrong.  What the schematron says of the samples in SHARED was written
 * down beside them: we have to say the same.
 */
#include "crosswalk_help.h"

#include "ingest/rules/rules.h"

/* What rules.c says of a record, in English. */
static vt_err
judge(struct vt_arena *a, xmlDocPtr doc)
{
	struct vt_rule_findings f;

	vt_rules_init(&f, a);
	vt_rules_edm(&f, doc);
	return (vt_rules_verdict(&f, vt_crosswalk_messages(crosswalks)));
}

#define HEAD                                                                                       \
	"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "                        \
	"xmlns:edm='http://www.europeana.eu/schemas/edm/' "                                        \
	"xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "   \
	"xmlns:ore='http://www.openarchives.org/ore/terms/' "                                      \
	"xmlns:cc='http://creativecommons.org/ns#' xmlns:odrl='http://www.w3.org/ns/odrl/2/' "     \
	"xmlns:schema='https://schema.org/'>"
#define CHO(inside) "<edm:ProvidedCHO rdf:about='c'>" inside "</edm:ProvidedCHO>"
#define AGG(inside) "<ore:Aggregation rdf:about='b'>" inside "</ore:Aggregation>"
#define WEB(inside) "<edm:WebResource rdf:about='w'>" inside "</edm:WebResource>"
#define TITLE	    "<dc:title>A</dc:title>"
#define TYPE	    "<dc:type>x</dc:type>"
#define IMAGE	    "<edm:type>IMAGE</edm:type>"
#define HOLDER	    "<edm:dataProvider>H</edm:dataProvider>"
#define SHOWN	    "<edm:isShownAt rdf:resource='http://x.lt/'/>"
#define PROVIDER    "<edm:provider>P</edm:provider>"
#define RIGHTS	    "<edm:rights rdf:resource='http://rightsstatements.org/vocab/InC/1.0/'/>"
#define GOOD_CHO    CHO(TITLE TYPE IMAGE)
#define GOOD_AGG    AGG(HOLDER SHOWN PROVIDER RIGHTS)

static const struct {
	const char *inside, *says; /* says NULL: nothing is wrong */
} rows[] = {
	{ GOOD_CHO GOOD_AGG, NULL },
	{ CHO("<dc:description rdf:resource='http://x.lt/d'/>" TYPE IMAGE) GOOD_AGG, NULL },
	{ CHO(TITLE "<dcterms:spatial rdf:resource='http://x.lt/p'/>" IMAGE) GOOD_AGG, NULL },
	{ CHO(TYPE IMAGE) GOOD_AGG, "neither title nor description" },
	{ CHO("<dc:title> </dc:title>" TYPE IMAGE) GOOD_AGG, "neither title nor description" },
	{ CHO(TITLE IMAGE) GOOD_AGG, "no subject, type, place or period" },
	{ CHO(TITLE "<dc:coverage>x</dc:coverage>" IMAGE) GOOD_AGG,
	  "no subject, type, place or period" },
	{ CHO(TITLE "<dc:type/>" IMAGE) GOOD_AGG, "no subject, type, place or period" },
	{ CHO(TITLE TYPE "<edm:type>TEXT</edm:type>") GOOD_AGG, "TEXT without a language" },
	{ CHO(TITLE TYPE "<dc:language>lt</dc:language><edm:type>TEXT</edm:type>") GOOD_AGG, NULL },
	{ CHO(TITLE TYPE) GOOD_AGG, "its kind is not TEXT" },
	{ CHO(TITLE TYPE "<edm:type>KNYGA</edm:type>") GOOD_AGG, "its kind is not TEXT" },
	{ GOOD_AGG, "exactly one edm:ProvidedCHO" },
	{ GOOD_CHO GOOD_CHO GOOD_AGG, "exactly one edm:ProvidedCHO" },
	{ GOOD_CHO, "exactly one ore:Aggregation" },
	{ GOOD_CHO GOOD_AGG GOOD_AGG, "exactly one ore:Aggregation" },
	{ GOOD_CHO AGG(SHOWN PROVIDER RIGHTS), "no institution holds it" },
	{ GOOD_CHO AGG("<edm:dataProvider> </edm:dataProvider>" SHOWN PROVIDER RIGHTS),
	  "no institution holds it" },
	{ GOOD_CHO AGG(
	      "<edm:dataProvider rdf:resource='http://data.europeana.eu/organization/1'/>" SHOWN
		  PROVIDER RIGHTS),
	  NULL },
	{ GOOD_CHO AGG(HOLDER SHOWN RIGHTS), "the provider to Europeana is not named" },
	{ GOOD_CHO AGG(HOLDER PROVIDER RIGHTS), "shown nowhere" },
	{ GOOD_CHO AGG(HOLDER "<edm:isShownBy rdf:resource='http://x.lt/1.jpg'/>" PROVIDER RIGHTS),
	  NULL },
	{ GOOD_CHO AGG(HOLDER SHOWN PROVIDER), "it has no rights" },
	{ GOOD_CHO AGG(HOLDER SHOWN PROVIDER
		       "<edm:rights rdf:resource='https://rightsstatements.org/vocab/InC/1.0/'/>"),
	  "\"https://rightsstatements.org/vocab/InC/1.0/\" are none that Europeana takes" },
	{ GOOD_CHO AGG(HOLDER SHOWN PROVIDER
		       "<edm:rights rdf:resource='http://x.lt/licence'/>") "<cc:License "
									   "rdf:about='http://"
									   "x.lt/licence'><odrl:"
									   "inheritFrom "
									   "rdf:resource='http:"
									   "//"
									   "rightsstatements."
									   "org/vocab/NoC-NC/"
									   "1.0/'/></"
									   "cc:License>",
	  NULL },
	{ GOOD_CHO GOOD_AGG WEB("<edm:rights rdf:resource='http://x.lt/'/>"),
	  "\"http://x.lt/\" are none" },
	{ GOOD_CHO GOOD_AGG WEB("<dcterms:hasPart>words</dcterms:hasPart>"), "must be a link" },
	{ GOOD_CHO GOOD_AGG WEB("<schema:digitalSourceType rdf:resource='http://x.lt/'/>"),
	  "none of IPTC's three" },
	{ GOOD_CHO GOOD_AGG WEB(
	      "<schema:digitalSourceType "
	      "rdf:resource='https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'/>"),
	  NULL },
	{ GOOD_CHO GOOD_AGG WEB("<edm:intendedUsage rdf:resource='http://x.lt/'/>"),
	  "none of Europeana's areas" },
	{ GOOD_CHO GOOD_AGG WEB(
	      "<edm:intendedUsage "
	      "rdf:resource='http://data.europeana.eu/vocabulary/usageArea/Education'/>"),
	  NULL },
	{ CHO(TITLE TYPE "<dc:relation rdf:resource=''/>" IMAGE) GOOD_AGG, "a link is empty" },
	{ CHO(TITLE TYPE "<dc:relation rdf:resource='http://x.lt/'>words</dc:relation>" IMAGE)
	      GOOD_AGG,
	  "an element has an address (http://x.lt/) and words at once" },
	{ CHO(TITLE "<dc:type xml:lang=''>x</dc:type>" IMAGE) GOOD_AGG, "language is empty" },
	{ CHO("<dc:title rdf:resource='http://x.lt/'/>" TYPE IMAGE) GOOD_AGG,
	  "neither title nor description" },
	{ CHO(TITLE TYPE "<edm:type> TEXT</edm:type>") GOOD_AGG, NULL },
	{ GOOD_CHO AGG(HOLDER "<edm:dataProvider/>" SHOWN PROVIDER RIGHTS),
	  "no institution holds it" },
	{ GOOD_CHO AGG(HOLDER SHOWN PROVIDER "<edm:provider> </edm:provider>" RIGHTS),
	  "the provider to Europeana is not named" },
	{ GOOD_CHO GOOD_AGG WEB("") WEB(""), "have the address \"w\"" },
	{ GOOD_CHO GOOD_AGG "<edm:WebResource rdf:about=''/>", "an empty address" },
};

static void
each_rule_is_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_str xml = vt_str_printf(a, "%s%s</rdf:RDF>", HEAD, rows[i].inside);
		xmlDocPtr doc;
		vt_err err;

		assert_int_equal(vt_xml_parse(a, xml, rows[i].inside, &doc), VT_OK);
		err = judge(a, doc);
		if (rows[i].says == NULL && err != VT_OK)
			fail_msg("%s\n   %s", rows[i].inside, vt_fail_text(err));
		if (rows[i].says != NULL) {
			assert_int_equal(err, VT_E_DECLINED);
			vt_test_has(vt_fail_text(err), rows[i].says);
		}
		vt_arena_free(&a);
	}
}

/* Problem patterns: what is found of which titles and descriptions. */
static const struct {
	const char *inside, *found; /* names parted by spaces */
} patterns[] = {
	{ "<dc:title>Turgaus aikštė Utenoje</dc:title><dc:description>Aikštė žiemą, su rogėmis ir "
	  "turgaus prekeiviais, iš bažnyčios bokšto.</dc:description>",
	  "" },
	{ "<dc:title>Aikštė</dc:title>", "p7" },
	{ "<dc:title>Aikštė</dc:title><dc:description> </dc:description>", "p7" },
	{ "<dc:title>AIKŠTĖ</dc:title><dc:description>Aikštė</dc:description>", "p2 p9" },
	{ "<dc:title>Aikštė Utenoje žiemą 1912</dc:title><dc:description>Aikštė Utenoje žiemą "
	  "1913.</dc:description>",
	  "p3 p9" },
	{ "<dc:title>IMG_2_3_4_5_6.tif</dc:title><dc:description>x</dc:description>", "p5 p9" },
	{ "<dc:title>Nuotrauka at-17 turgaus</dc:title><dc:identifier>at-17</dc:identifier>",
	  "p5 p7" },
	{ "<dc:title>Ąž</dc:title>", "p6 p7" },
	{ "<dc:title>Aikštė</dc:title><dc:description xml:lang='lt'>Trumpas.</dc:description>"
	  "<dc:description xml:lang='lt'>Aikštė žiemą, su rogėmis ir turgaus prekeiviais, iš "
	  "bokšto.</dc:description><dc:description xml:lang='en'>Short.</dc:description>",
	  "p9" },
	{ "<dc:title>Labai ilga antraštė, kurioje išvardyta viskas, kas tik matoma nuotraukoje, "
	  "ir dar daugiau</dc:title>",
	  "p12 p7" },
};

static void
each_pattern_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_str xml = vt_str_printf(
		    a, "%s<edm:ProvidedCHO rdf:about='c'>%s</edm:ProvidedCHO></rdf:RDF>", HEAD,
		    patterns[i].inside);
		struct vt_rule_findings f;
		struct vt_buf names;
		xmlDocPtr doc;

		vt_buf_init(&names, 0);
		vt_rules_init(&f, a);
		assert_int_equal(vt_xml_parse(a, xml, "x", &doc), VT_OK);
		vt_rules_patterns(&f, doc);
		for (size_t k = 0; k < f.count; k++)
			vt_buf_printf(&names, "%s%s", k != 0 ? " " : "",
				      vt_rule_name(f.items[k].rule));
		vt_test_str(patterns[i].inside, vt_buf_get(&names), patterns[i].found);
		vt_buf_fini(&names);
		vt_arena_free(&a);
	}
}

/* A description of 5 MB against a title of its length takes no time to speak of. */
static void
long_values_are_compared_by_their_beginnings(void **state)
{
	enum { LEN = 5 * 1024 * 1024 };
	struct vt_arena *a = vt_arena_new(64 * 1024 * 1024);
	char *words = malloc(LEN + 1);
	struct vt_rule_findings f;
	xmlDocPtr doc;

	(void)state;
	assert_non_null(words);
	memset(words, 'a', LEN);
	words[LEN] = '\0';
	vt_rules_init(&f, a);
	assert_int_equal(vt_xml_parse(a,
				      vt_str_printf(a, "%s<edm:ProvidedCHO><dc:title>%s</dc:title>"
						       "<dc:description>%sb</dc:description>"
						       "</edm:ProvidedCHO></rdf:RDF>",
						    HEAD, words, words),
				      "x", &doc),
			 VT_OK);
	vt_rules_patterns(&f, doc);
	assert_int_equal(f.count, 2);
	assert_int_equal(f.items[0].rule, VT_RULE_P3);
	assert_int_equal(f.items[0].about.len, VT_RULE_ABOUT_MAX);
	free(words);
	vt_arena_free(&a);
}

/* Each rule has its sentence in both languages, with the place for its value. */
static void
each_rule_is_said_in_both_languages(void **state)
{
	(void)state;
	for (int rule = 0; rule < VT_RULE_COUNT; rule++)
		for (int k = 0; k < 2; k++) {
			struct vt_rule_finding f = { (enum vt_rule)rule, VT_STR("XYZ") };
			struct vt_buf said;

			vt_buf_init(&said, 0);
			vt_rules_say(&f, vt_crosswalk_messages(crosswalks), k == 0 ? "lt" : "en",
				     &said);
			assert_true(said.len > 15);
			assert_true(vt_str_find(vt_buf_get(&said), VT_STR("check.rule")) < 0);
			assert_true(vt_str_find(vt_buf_get(&said), VT_STR("{")) < 0);
			vt_buf_fini(&said);
		}
}

static void
all_faults_are_named_at_once(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	xmlDocPtr doc;

	(void)state;
	assert_int_equal(
	    vt_xml_parse(a, VT_STR(HEAD CHO(IMAGE) AGG(HOLDER SHOWN) "</rdf:RDF>"), "x", &doc),
	    VT_OK);
	assert_int_equal(judge(a, doc), VT_E_DECLINED);
	vt_test_has(vt_fail_text(VT_E_DECLINED), "no edm record: ");
	vt_test_has(vt_fail_text(VT_E_DECLINED), "neither title nor description");
	vt_test_has(vt_fail_text(VT_E_DECLINED), "no subject");
	vt_test_has(vt_fail_text(VT_E_DECLINED), "the provider to Europeana");
	vt_test_has(vt_fail_text(VT_E_DECLINED), "it has no rights");
	assert_int_equal(vt_xml_parse(a, VT_STR("<x/>"), "x", &doc), VT_OK);
	assert_int_equal(judge(a, doc), VT_E_DECLINED);
	vt_arena_free(&a);
}

static void
the_samples_are_judged_as_by_the_schematron(void **state)
{
	static const struct {
		const char *file, *says;
	} samples[] = {
		{ "edm-external-iiif-lt.xml", NULL },
		{ "dataprovider-uri.xml", NULL },
		{ "rdf_with_iiif_sample.xml", NULL },
		{ "europeana_record_edm_external_sorted.xml", NULL },
		{ "bad-rights-https.xml", "no edm record: its rights \"https://" },
		{ "bad-rights-no-slash.xml", "mark/1.0\" are none that Europeana takes" },
		{ "bad-text-without-language.xml",
		  "no edm record: it is a TEXT without a language" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		char path[256];
		vt_err err = VT_OK;

		snprintf(path, sizeof(path), SHARED "metadata/edm/%s", samples[i].file);
		if (!shared_is_there(path)) {
			vt_arena_free(&a);
			continue;
		}
		err = judge(a, read_doc(a, path));
		if (samples[i].says == NULL && err != VT_OK)
			fail_msg("%s: %s", samples[i].file, vt_fail_text(err));
		if (samples[i].says != NULL) {
			assert_int_equal(err, VT_E_DECLINED);
			vt_test_has(vt_fail_text(err), samples[i].says);
			/* exactly the finding that it is made for */
			assert_null(strstr(vt_fail_text(err), "; "));
		}
		vt_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rule_is_kept),
		cmocka_unit_test(each_pattern_is_found),
		cmocka_unit_test(long_values_are_compared_by_their_beginnings),
		cmocka_unit_test(each_rule_is_said_in_both_languages),
		cmocka_unit_test(all_faults_are_named_at_once),
		cmocka_unit_test(the_samples_are_judged_as_by_the_schematron),
	};

	return (cmocka_run_group_tests(tests, crosswalks_open, crosswalks_close));
}
