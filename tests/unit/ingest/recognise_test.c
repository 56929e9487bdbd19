/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is, by its content; and what is said of XML that is not read. */
#include "ingest_help.h"

#include "ingest/folder/recognise.h"

struct row {
	const char *name;
	struct vt_str bytes;
	enum vt_file_kind kind;
};

#define ROW(name, bytes, kind) { name, { bytes, sizeof(bytes) - 1 }, kind }

static const struct row rows[] = {
	ROW("a.txt", "II*\0rest", VT_FILE_IMAGE),
	ROW("a.tif", "MM\0+\0", VT_FILE_IMAGE),
	ROW("a", "\xFF\xD8\xFF\xE1", VT_FILE_IMAGE),
	ROW("a", "\x89PNG\r\n\x1A\n....", VT_FILE_IMAGE),
	ROW("a", "\0\0\0\x0CjP  \r\n\x87\n", VT_FILE_IMAGE),
	ROW("a", "\xFF\x4F\xFF\x51", VT_FILE_IMAGE),
	ROW("a.xml", "%PDF-1.4", VT_FILE_DOCUMENT),
	ROW("a", "ID3\4", VT_FILE_DOCUMENT),
	ROW("a", "PK\3\4whatever", VT_FILE_ZIP),
	ROW("a.docx", "PK\3\4__________________________[Content_Types].xml", VT_FILE_OTHER),
	ROW("package.yaml", "rights: x", VT_FILE_PACKAGE),
	ROW("a.dat", "00038nam a2200037 i 4500001000000000\x1E", VT_FILE_ISO2709),
	ROW("a.dat", "\xEF\xBB\xBF\r\n00038nam  2200037   450 001000000000\x1E", VT_FILE_ISO2709),
	ROW("a.dat", "00038nam  2200037       001000000000\x1E", VT_FILE_ISO2709),
	ROW("a.dat", "00038nam  2200037   990 001000000000\x1E", VT_FILE_OTHER),
	ROW("a.txt", "12345 and 67890 are numbers 4500 too", VT_FILE_OTHER),
	ROW("t.txt", "identifier;title@lt;date\n1;Vienas;1900\n", VT_FILE_TABLE),
	ROW("t.csv", "\xEF\xBB\xBFTitle,my own\nx,y\n", VT_FILE_TABLE),
	ROW("t.txt", "Title,my own\nx,y\n", VT_FILE_OTHER),
	ROW("t.csv", "dc:title\tdcterms:spatial\n", VT_FILE_TABLE),
	ROW("t.csv", "a,b\n1,2\n", VT_FILE_OTHER),
	ROW("t.txt", "identifier;title@lt;date\n1;Vienas\v;1900\n", VT_FILE_TABLE),
	ROW("t.txt", "identifier;title@lt;date\n1;Vie\0nas;1900\n", VT_FILE_TABLE),
	ROW("t.csv", "identifier;title\n\1\2\3\4\5\6\7\10\16", VT_FILE_OTHER),
	ROW("README.md", "# Title\n\nwords, and more words; date\n", VT_FILE_OTHER),
	ROW("a", "<?xml version='1.0'?><x/>", VT_FILE_XML),
	ROW("a", "\xEF\xBB\xBF\n  <x/>", VT_FILE_XML),
	ROW("a", "\xFF\xFE<\0x\0", VT_FILE_XML),
	ROW("a", "< 3 is less", VT_FILE_OTHER),
	ROW("a", "", VT_FILE_OTHER),
	ROW("a.txt", "WEBVTT\n\n", VT_FILE_CAPTIONS),
	ROW("a.vtt", "\xEF\xBB\xBFWEBVTT\n\n", VT_FILE_CAPTIONS),
};

static void
by_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum vt_file_kind kind =
		    vt_recognise_bytes(rows[i].bytes, vt_str_of(rows[i].name), NULL);

		if (kind != rows[i].kind)
			print_error("row %zu, %s: %d\n", i, rows[i].name, kind);
		assert_int_equal(kind, rows[i].kind);
	}
}

/* A package can say what a table's own columns mean. */
static void
by_package(void **state)
{
	static const struct vt_package_column own[] = { { { "nr", 2 }, { "identifier", 10 } },
		{ { "kas", 3 }, { "title", 5 } } };
	const struct vt_package p = { .columns = own, .column_count = 2 };
	struct vt_str head = VT_STR("Nr;Kas;Kita\n");

	(void)state;
	assert_int_equal(vt_recognise_bytes(head, VT_STR("x"), &p), VT_FILE_TABLE);
	assert_int_equal(vt_recognise_bytes(head, VT_STR("x"), NULL), VT_FILE_OTHER);
}

struct xml {
	const char *xml;
	enum vt_file_kind kind;
	const char *crosswalk, *record;
};

#define OAI "http://www.openarchives.org/OAI/2.0/"

static const struct xml xmls[] = {
	{ "<mets xmlns='http://www.loc.gov/METS/'/>", VT_FILE_METS, NULL, "" },
	{ "<a:alto xmlns:a='http://www.loc.gov/standards/alto/ns-v4#'/>", VT_FILE_TEXT, NULL, "" },
	{ "<PcGts/>", VT_FILE_TEXT, NULL, "" },
	{ "<mods xmlns='http://www.loc.gov/mods/v3'/>", VT_FILE_RECORDS, "mods", "mods" },
	{ "<modsCollection xmlns='http://www.loc.gov/mods/v3'><mods/></modsCollection>",
	    VT_FILE_RECORDS, "mods", "mods" },
	{ "<collection xmlns='http://www.loc.gov/MARC21/slim'><record/></collection>",
	    VT_FILE_RECORDS, "marc", "record" },
	{ "<collection><record><leader/></record></collection>", VT_FILE_RECORDS, "marc",
	    "record" },
	{ "<record xmlns='info:lc/xmlns/marcxchange-v1'/>", VT_FILE_RECORDS, "marc", "record" },
	{ "<l:lidoWrap xmlns:l='http://www.lido-schema.org'><l:lido/></l:lidoWrap>",
	    VT_FILE_RECORDS, "lido", "lido" },
	{ "<o:dc xmlns:o='" OAI "oai_dc/'/>", VT_FILE_RECORDS, "dc", "dc" },
	{ "<records xmlns:d='http://purl.org/dc/elements/1.1/'><r><d:title/></r></records>",
	    VT_FILE_RECORDS, "dc", "r" },
	{ "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
	  "xmlns:e='http://www.europeana.eu/schemas/edm/'><e:ProvidedCHO/></r:RDF>",
	    VT_FILE_RECORDS, "edm", "RDF" },
	{ "<OAI-PMH xmlns='" OAI "'/>", VT_FILE_RECORDS, NULL, "" },
	{ "<batch xmlns='http://www.loc.gov/ndnp'/>", VT_FILE_XML_OTHER, NULL, "" },
	{ "<html><head><title>x</title></head></html>", VT_FILE_XML_OTHER, NULL, "" },
	{ "<!DOCTYPE html><html/>", VT_FILE_XML_OTHER, NULL, "" },
	{ "\xEF\xBB\xBF <!doctype HTML><HTML lang=lt><p>a<br>b", VT_FILE_XML_OTHER, NULL, "" },
	{ "<!DOCTYPE x><html/>", VT_FILE_XML_OTHER, NULL, "" },
	{ "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://x/y.dtd'>"
	  "<html xmlns='http://www.w3.org/1999/xhtml'><p>&nbsp;<p></html>",
	    VT_FILE_XML_OTHER, NULL, "" },
	{ "<!DOCTYPE svg [<!ENTITY n 'http://x/'>]><svg xmlns:n='&n;'/>", VT_FILE_XML_OTHER, NULL, "" },
	{ "<!DOCTYPE x [<!ENTITY a 'b'>]><mets/>", VT_FILE_BROKEN, NULL, "" },
	{ "<!DOCTYPE mets SYSTEM 'mets.dtd'><mets/>", VT_FILE_BROKEN, NULL, "" },
	{ "<!DOCTYPE c><c><record xmlns='http://www.loc.gov/MARC21/slim'/></c>", VT_FILE_BROKEN, NULL,
	    "" },
	{ "<!DOCTYPE svg", VT_FILE_BROKEN, NULL, "" },
	{ "<mets", VT_FILE_BROKEN, NULL, "" },
};

static void
by_root(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(xmls); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_xml_shape shape;
		enum vt_file_kind kind;
		struct vt_str why;

		help_write("x.xml", xmls[i].xml);
		assert_int_equal(vt_recognise_file(a, help_path("x.xml"), NULL, &kind, &why), VT_OK);
		if (kind != xmls[i].kind)
			print_error("%s: %d\n", xmls[i].xml, kind);
		assert_int_equal(kind, xmls[i].kind);
		assert_int_equal(why.len != 0,
		    kind == VT_FILE_XML_OTHER || kind == VT_FILE_BROKEN);
		if (kind == VT_FILE_RECORDS) {
			assert_int_equal(vt_recognise_xml(a, help_path("x.xml"), &shape), VT_OK);
			vt_test_str(xmls[i].xml, shape.record, xmls[i].record);
			vt_test_str(xmls[i].xml, vt_str_of(shape.crosswalk),
			    xmls[i].crosswalk != NULL ? xmls[i].crosswalk : "");
		}
		vt_arena_free(&a);
	}
}

static void
whys(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	enum vt_file_kind kind;
	struct vt_str why;

	(void)state;
	help_write("x.xml", "<batch xmlns='http://www.loc.gov/ndnp'/>");
	assert_int_equal(vt_recognise_file(a, help_path("x.xml"), NULL, &kind, &why), VT_OK);
	vt_test_str("other", why, "XML of a kind that is not read: <batch> in http://www.loc.gov/ndnp");
	help_write("x.xml", "<?xml version='1.0'?>\n<!DOCTYPE mets>\n<mets/>");
	assert_int_equal(vt_recognise_file(a, help_path("x.xml"), NULL, &kind, &why), VT_OK);
	assert_int_equal(kind, VT_FILE_BROKEN);
	vt_test_has(vt_str_c(a, why), "x.xml: a document type (DOCTYPE) is not read; take it out");
	help_write("x.xml", "");
	assert_int_equal(vt_recognise_file(a, help_path("x.xml"), NULL, &kind, &why), VT_OK);
	vt_test_str("empty", why, "the file is empty");
	help_write("x.mrc", "00038nam, cut");
	assert_int_equal(vt_recognise_file(a, help_path("x.mrc"), NULL, &kind, &why), VT_OK);
	assert_int_equal(kind, VT_FILE_OTHER);
	vt_test_has(vt_str_c(a, why), "does not begin like ISO 2709; export it again");
	assert_int_equal(vt_recognise_file(a, help_path("none"), NULL, &kind, &why), VT_E_IO);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_bytes),
		cmocka_unit_test(by_package),
		cmocka_unit_test(by_root),
		cmocka_unit_test(whys),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
