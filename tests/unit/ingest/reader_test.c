/* SPDX-License-Identifier: Apache-2.0 */
/* Sources opened: how many records, where each stands, what is refused of them. */
#include "ingest_help.h"

#include "ingest/sources/reader.h"
#include "text/xml_read.h"

/* All items of x/<name> as lines: kind, crosswalk, root, identifier, place, failure. */
static const char *
items(const char *name, const char *bytes)
{
	static char out[4000];
	char path[100];
	struct vt_tree *tree;
	struct vt_tree_file *file;
	struct vt_reader *r = NULL;
	size_t n = 0;
	vt_err err;

	out[0] = '\0';
	(void)snprintf(path, sizeof(path), "x/%s", name);
	help_write(path, bytes);
	assert_int_equal(vt_tree_open(help_folder, NULL, NULL, &tree), VT_OK);
	file = vt_tree_find(tree, vt_str_of(path));
	assert_non_null(file);
	err = vt_reader_open(tree, file, &r);
	while (err == VT_OK) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_item item;

		err = vt_reader_next(r, a, &item);
		if (err == VT_OK) {
			const xmlNode *root =
			    item.doc != NULL ? xmlDocGetRootElement(item.doc) : NULL;

			n += (size_t)snprintf(out + n, sizeof(out) - n, "%d %s <%s> %.*s [%.*s]%s\n",
			    item.kind, item.crosswalk != NULL ? item.crosswalk : "-",
			    root != NULL ? (const char *)root->name : "",
			    VT_STR_ARG(item.identifier), VT_STR_ARG(item.place),
			    item.failure.len != 0 ? " failed" : "");
			vt_reader_unref(&item.reader);
		}
		vt_arena_free(&a);
	}
	if (err != VT_E_END)
		(void)snprintf(out + n, sizeof(out) - n, "! %s\n", vt_fail_text(err));
	vt_reader_unref(&r);
	vt_tree_free(&tree);
	return (out);
}

#define OAI "xmlns='http://www.openarchives.org/OAI/2.0/'"
#define OAI_DC "<o:dc xmlns:o='http://www.openarchives.org/OAI/2.0/oai_dc/'/>"

/* The parser is fed some hundred bytes at a time, and what is broken among the
 * first of them costs the file. */
#define FAR64 "                                                                "
#define FAR256 FAR64 FAR64 FAR64 FAR64
#define FAR FAR256 FAR256 FAR256 FAR256

struct row {
	const char *name, *bytes, *want;
};

static const struct row rows[] = {
	{ "one mods", "<mods xmlns='http://www.loc.gov/mods/v3'/>", "1 mods <mods>  []\n" },
	{ "two mods",
	    "<modsCollection xmlns='http://www.loc.gov/mods/v3'>\n<mods><titleInfo/></mods>\n<mods/>"
	    "</modsCollection>",
	    "1 mods <mods>  [record 1, line 2]\n1 mods <mods>  [record 2, line 3]\n" },
	{ "marc without a namespace", "<collection><record><leader/></record><record/></collection>",
	    "1 marc <record>  [record 1, line 1]\n1 marc <record>  [record 2, line 1]\n" },
	{ "an answer",
	    "<OAI-PMH " OAI "><ListRecords>\n"
	    "<record><header><identifier>oai:a.lt:x/1</identifier></header><metadata>" OAI_DC
	    "</metadata><about>" OAI_DC "</about></record>\n"
	    "<record><header status='deleted'><identifier>oai:a.lt:x/2</identifier></header></record>\n"
	    "<record><header><identifier>plain</identifier></header><metadata><rfc1807 xmlns='u:r'/>"
	    "</metadata></record></ListRecords></OAI-PMH>",
	    "1 dc <dc> x/1 [record 1, line 2]\n5 - <> x/2 [record 2, line 3]\n"
	    "1 - <>  [record 3, line 4] failed\n" },
	{ "what is said last counts",
	    "<OAI-PMH " OAI "><ListRecords>\n"
	    "<record><header><identifier>a</identifier></header><metadata>" OAI_DC
	    "</metadata></record>\n"
	    "<record><header><identifier>b</identifier></header><metadata>" OAI_DC
	    "</metadata></record>\n"
	    "<record><header status='deleted'><identifier>a</identifier></header></record>\n"
	    "<record><header status='deleted'><identifier>b</identifier></header></record>\n"
	    "<record><header><identifier>b</identifier></header><metadata>" OAI_DC
	    "</metadata></record></ListRecords></OAI-PMH>",
	    "1 dc <dc> b [record 2, line 3]\n5 - <> a [record 3, line 4]\n"
	    "5 - <> b [record 4, line 5]\n1 dc <dc> b [record 5, line 6]\n" },
	{ "bare Dublin Core",
	    "<r xmlns:dc='http://purl.org/dc/elements/1.1/'><i><dc:title>a</dc:title></i><i/></r>",
	    "1 dc <i>  [record 1, line 1]\n1 dc <i>  [record 2, line 1]\n" },
	{ "broken behind the first",
	    "<modsCollection xmlns='http://www.loc.gov/mods/v3'>\n<mods/>" FAR "\n<mods></x>",
	    "1 mods <mods>  [record 1, line 2]\n! " },
};

static void
records(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_str got = vt_str_of(items("r.xml", rows[i].bytes));
		struct vt_str want = vt_str_of(rows[i].want);

		if (vt_str_ends(want, VT_STR("! ")))
			got.len = got.len < want.len ? got.len : want.len;
		vt_test_str(rows[i].name, got, rows[i].want);
	}
}

#define EDM_HEAD \
	"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' " \
	"xmlns:e='http://www.europeana.eu/schemas/edm/' xmlns:o='http://www.openarchives.org/ore/terms/' " \
	"xmlns:d='http://purl.org/dc/elements/1.1/'>"

static size_t
children(const xmlNode *n)
{
	size_t count = 0;

	for (n = vt_xml_child(n, NULL, NULL); n != NULL; n = vt_xml_next(n, NULL, NULL))
		count++;
	return (count);
}

/* Each object takes along what belongs to it, and nothing of another. */
static void
edm_apart(void **state)
{
	static const char xml[] = EDM_HEAD
	    "<e:ProvidedCHO r:about='#1'><d:creator r:resource='#p'/></e:ProvidedCHO>"
	    "<e:ProvidedCHO r:about='#2'/>"
	    "<e:Agent r:about='#p'><d:place r:resource='#town'/></e:Agent>"
	    "<e:Place r:about='#town'/><e:Place r:about='#elsewhere'/>"
	    "<e:WebResource r:about='1.jpg'/><e:WebResource r:about='2.jpg'/>"
	    "<o:Aggregation r:about='#a1'><e:aggregatedCHO r:resource='#1'/>"
	    "<e:isShownBy r:resource='1.jpg'/></o:Aggregation>"
	    "<o:Aggregation r:about='#a2'><e:aggregatedCHO r:resource='#2'/>"
	    "<e:isShownBy r:resource='2.jpg'/></o:Aggregation>"
	    "<o:Proxy r:about='#x1'><o:proxyFor r:resource='#1'/></o:Proxy></r:RDF>";
	struct vt_arena *a = vt_arena_new(0), *b = vt_arena_new(0);
	struct vt_edm *e;
	xmlDocPtr doc, one, two;

	(void)state;
	assert_int_equal(vt_xml_parse(a, VT_STR(xml), "test", &doc), VT_OK);
	assert_int_equal(vt_edm_open(a, doc, &e), VT_OK);
	assert_int_equal(vt_edm_count(e), 2);
	assert_int_equal(vt_edm_take(e, 0, b, &one), VT_OK);
	assert_int_equal(vt_edm_take(e, 1, b, &two), VT_OK);
	/* object, agent, its place, picture, aggregation, proxy */
	assert_int_equal(children(xmlDocGetRootElement(one)), 6);
	assert_int_equal(children(xmlDocGetRootElement(two)), 3);
	vt_test_str("named", vt_xml_attr(b, xmlDocGetRootElement(two), "cho"), "#2");
	vt_arena_free(&a);
	vt_arena_free(&b);
}

static void
edm_files(void **state)
{
	(void)state;
	vt_test_str("two objects",
	    vt_str_of(items("r.rdf", EDM_HEAD "<e:ProvidedCHO r:about='#1'/>"
					      "<e:ProvidedCHO r:about='#2'/></r:RDF>")),
	    "1 edm <RDF>  [object 1]\n1 edm <RDF>  [object 2]\n");
	vt_test_str("one", vt_str_of(items("r.rdf", EDM_HEAD "<e:ProvidedCHO r:about='#1'/></r:RDF>")),
	    "1 edm <RDF>  []\n");
	vt_test_str("none", vt_str_of(items("r.rdf", EDM_HEAD "<e:Agent r:about='#1'/></r:RDF>")),
	    "0 - <>  [] failed\n");
}

static void
other_files(void **state)
{
	(void)state;
	vt_test_str("METS", vt_str_of(items("m.xml", "<mets xmlns='http://www.loc.gov/METS/'/>")),
	    "0 - <>  []\n");
	vt_test_str("table", vt_str_of(items("t.csv", "identifier,title\na,A\n\nb,B\n")),
	    "3 - <>  [line 2]\n3 - <>  [line 4]\n");
	vt_test_has(items("t.csv", "title,date\na,1\n"), "! no column is called identifier");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(edm_apart),
		cmocka_unit_test(edm_files),
		cmocka_unit_test(other_files),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
