/* SPDX-License-Identifier: Apache-2.0 */
/* METS: which image of a page, which description, which places of a structure. */
#include "crosswalk_help.h"
#include "ingest_help.h"

#include "ingest/sources/mets.h"

struct read {
	struct vt_arena *a;
	struct vt_tree *tree;
	struct vt_draft draft;
};

static vt_err
read_mets(struct read *r, const char *xml)
{
	const struct vt_tree_file *file;
	xmlDocPtr doc;

	r->a = vt_arena_new(64 << 20);
	help_write("m/mets.xml", xml);
	assert_int_equal(vt_tree_open(help_folder, NULL, NULL, &r->tree), VT_OK);
	file = vt_tree_find(r->tree, VT_STR("m/mets.xml"));
	assert_non_null(file);
	assert_int_equal(vt_draft_init(&r->draft, r->a, r->tree, file), VT_OK);
	assert_int_equal(vt_xml_parse(r->a, vt_str_of(xml), "mets.xml", &doc), VT_OK);
	return (vt_mets_read(crosswalks, &r->draft, doc));
}

static void
read_end(struct read *r)
{
	vt_tree_free(&r->tree);
	vt_arena_free(&r->a);
}

/* The last part of a path on disk. */
static struct vt_str
base(struct vt_str path)
{
	struct vt_str folder = vt_tree_folder(path);

	return (vt_str_sub(path, folder.len + 1, path.len));
}

static char *
slurp(const char *path)
{
	static char bytes[64 * 1024];
	FILE *f = fopen(path, "re");
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes) - 1, f);
	bytes[n] = '\0';
	(void)fclose(f);
	return (bytes);
}

static void
issue_files(void)
{
	help_write("m/thumbs/1.jpg", HELP_JPEG);
	help_write("m/jpg/1 a.jpg", HELP_JPEG);
	help_write("m/jpg/2.jpg", HELP_JPEG);
	help_write("m/tif/1.tif", "II*\0");
	help_write_bytes("m/tif/1.tif", "II*\0.", 5);
	help_write("m/alto/1.xml", "<alto><Layout><Page/></Layout></alto>");
	help_write("m/alto/2.xml", "<TEI/>");
	help_write("m/all.pdf", "%PDF-1.4");
}

static void
issue_pages(void **state)
{
	struct read r;

	(void)state;
	issue_files();
	assert_int_equal(read_mets(&r, slurp(FIXTURES "mets/issue.xml")), VT_OK);
	vt_test_str("OBJID", r.draft.raw_identifier, "balsas-1927-03-13");
	vt_test_str("MODS before DC", vt_str_of(help_values(&r.draft, "title")), "lit:Balsas, Nr. 3");
	assert_int_equal(r.draft.page_count, 3);
	vt_test_str("the master", base(r.draft.pages[0].image_path), "1.tif");
	vt_test_str("its text", base(r.draft.pages[0].text_path), "1.xml");
	vt_test_str("label", r.draft.pages[1].label, "2");
	/* no master there: the next best, and a sentence */
	vt_test_str("the derivative", base(r.draft.pages[1].image_path), "2.jpg");
	assert_true(help_found(&r.draft.findings, VT_FINDING_MISSING,
	    "\"tif/2.tif\" is named but is not there; \"jpg\\2.jpg\" was taken"));
	assert_int_equal(r.draft.pages[1].text_path.len, 0);
	assert_true(help_found(&r.draft.findings, VT_FINDING_TEXT, "alto/2.xml"));
	/* nothing is fetched: the page stays, without an image */
	assert_int_equal(r.draft.pages[2].image_path.len, 0);
	assert_true(help_found(&r.draft.findings, VT_FINDING_MISSING, "https://example.org/3.tif"));
	assert_int_equal(r.draft.file_count, 1);
	vt_test_str("PDF", r.draft.files[0].name, "all.pdf");
	read_end(&r);
}

static void
issue_ranges(void **state)
{
	struct read r;
	const struct vt_draft_range *range;

	(void)state;
	issue_files();
	assert_int_equal(read_mets(&r, slurp(FIXTURES "mets/issue.xml")), VT_OK);
	assert_int_equal(r.draft.range_count, 3);
	range = &r.draft.ranges[0];
	vt_test_str("label", range->label, "Pirmas straipsnis");
	vt_test_str("type", range->type, "article");
	assert_int_equal(range->parent, -1);
	/* two places by blocks, then the page that is only linked */
	assert_int_equal(range->part_count, 3);
	vt_test_str("from", range->parts[0].from, "B1");
	assert_int_equal(range->parts[1].page, 1);
	vt_test_str("to", range->parts[1].to, "B2");
	assert_int_equal(range->parts[2].page, 2);
	/* named by its own description; what stands in its blocks is its */
	range = &r.draft.ranges[1];
	vt_test_str("label", range->label, "Antras straipsnis");
	assert_int_equal(range->part_count, 2);
	assert_int_equal(range->parts[0].box.x, 10);
	assert_int_equal(range->parts[0].box.w, 100);
	assert_int_equal(range->parts[0].box.h, 200);
	vt_test_str("the text of par", range->parts[1].from, "B2");
	assert_int_equal(r.draft.ranges[2].label.len, 0);
	vt_test_str("by type", r.draft.ranges[2].type, "cover_back");
	read_end(&r);
}

#define METS(attrs, body) \
	"<mets xmlns='http://www.loc.gov/METS/' xmlns:x='http://www.w3.org/1999/xlink' " \
	"xmlns:m='http://www.loc.gov/mods/v3' xmlns:d='http://purl.org/dc/elements/1.1/' " attrs ">" body \
	"</mets>"
#define SECTION(body) \
	"<dmdSec ID='D'><mdWrap MDTYPE='X'><xmlData>" body "</xmlData></mdWrap></dmdSec>"

/* NDNP: no OBJID, no title, no TYPE; the host, a date, an edition. */
static void
serial(void **state)
{
	struct read r;

	(void)state;
	help_write("m/1.jp2", "\xFF\x4F\xFF\x51");
	assert_int_equal(read_mets(&r,
		METS("LABEL='Balsas, 1935'",
		    SECTION("<m:mods><m:relatedItem type='host'><m:identifier>sn85</m:identifier><m:part>"
			    "<m:detail type='edition'><m:number>1</m:number></m:detail></m:part>"
			    "</m:relatedItem><m:originInfo><m:dateIssued>1935-08-02</m:dateIssued>"
			    "</m:originInfo></m:mods>")
		    "<dmdSec ID='P1'><mdWrap><xmlData><m:mods><m:part><m:detail><m:number>7</m:number>"
		    "</m:detail></m:part></m:mods></xmlData></mdWrap></dmdSec>"
		    "<fileSec><fileGrp><file ID='a' USE='master'><FLocat x:href='1.tif'/></file>"
		    "<file ID='b' USE='service'><FLocat x:href='1.jp2'/></file></fileGrp></fileSec>"
		    "<structMap><div TYPE='np:issue' DMDID='D'><div TYPE='np:page' DMDID='P1'>"
		    "<fptr FILEID='a'/><fptr FILEID='b'/></div></div></structMap>")),
	    VT_OK);
	vt_test_str("identifier", r.draft.raw_identifier, "sn85-1935-08-02-ed-1");
	vt_test_str("title", vt_str_of(help_values(&r.draft, "title")), "Balsas, 1935");
	assert_true(help_found(&r.draft.findings, VT_FINDING_TITLE, "LABEL"));
	assert_int_equal(r.draft.page_count, 1);
	vt_test_str("label", r.draft.pages[0].label, "7");
	vt_test_str("image", base(r.draft.pages[0].image_path), "1.jp2");
	assert_int_equal(r.draft.range_count, 0);
	read_end(&r);
}

/* Dublin Core bare in xmlData; pages only in the logical structMap. */
static void
logical_only(void **state)
{
	struct read r;

	(void)state;
	help_write("m/1.jpg", HELP_JPEG);
	help_write("m/2.jpg", HELP_JPEG);
	assert_int_equal(read_mets(&r,
		METS("OBJID='x'",
		    SECTION("<d:title>Dainos</d:title><d:identifier>y</d:identifier>")
		    "<fileSec><fileGrp><file ID='a'><FLocat x:href='1.jpg'/></file>"
		    "<file ID='b'><FLocat x:href='2.jpg'/></file></fileGrp></fileSec>"
		    "<structMap TYPE='LOGICAL'><div TYPE='book' DMDID='D'><div ID='c' LABEL='Pradžia'>"
		    "<div ID='p1'><fptr FILEID='a'/></div></div><div ID='p2'><fptr FILEID='b'/></div>"
		    "</div></structMap>")),
	    VT_OK);
	vt_test_str("title", vt_str_of(help_values(&r.draft, "title")), "Dainos");
	vt_test_str("the record's own is kept", vt_str_of(help_values(&r.draft, "identifier")), "y");
	assert_int_equal(r.draft.page_count, 2);
	assert_int_equal(r.draft.range_count, 1);
	assert_int_equal(r.draft.ranges[0].part_count, 1);
	assert_int_equal(r.draft.ranges[0].parts[0].page, 0);
	read_end(&r);
}

static void
by_group(void **state)
{
	struct read r;

	(void)state;
	help_write("m/1.jpg", HELP_JPEG);
	help_write("m/t1.jpg", HELP_JPEG);
	assert_int_equal(read_mets(&r,
		METS("OBJID='x'",
		    "<fileSec><fileGrp USE='thumbnail'><file ID='t'><FLocat x:href='t1.jpg'/></file>"
		    "</fileGrp><fileGrp><file ID='a'><FLocat x:href='1.jpg'/></file></fileGrp></fileSec>")),
	    VT_OK);
	assert_int_equal(r.draft.page_count, 1);
	vt_test_str("image", base(r.draft.pages[0].image_path), "1.jpg");
	assert_true(help_found(&r.draft.findings, VT_FINDING_STRUCTURE, "no structMap"));
	read_end(&r);
}

/* As large as periodicals bound together get: each page under a heading of its own.
 * What the links need is small against pages times headings. */
static void
many_links(void **state)
{
	const int count = 9000;
	struct vt_buf b;
	struct read r;
	char *xml;
	size_t len;

	(void)state;
	vt_buf_init(&b, 0);
	vt_buf_printf(&b, "%s", "<mets xmlns='http://www.loc.gov/METS/' "
				"xmlns:x='http://www.w3.org/1999/xlink' OBJID='m'>"
				"<structMap TYPE='PHYSICAL'><div ID='P' TYPE='physSequence'>");
	for (int i = 0; i < count; i++)
		vt_buf_printf(&b, "<div ID='P%d' TYPE='page'/>", i);
	vt_buf_printf(&b, "%s", "</div></structMap><structMap TYPE='LOGICAL'><div ID='L'>");
	for (int i = 0; i < count; i++)
		vt_buf_printf(&b, "<div ID='L%d' LABEL='%d'/>", i, i);
	vt_buf_printf(&b, "%s", "</div></structMap><structLink>");
	/* backwards, twice, and the last one has three pages */
	for (int i = count; i-- > 0;)
		vt_buf_printf(&b, "<smLink x:from='L%d' x:to='P%d'/><smLink x:from='L%d' x:to='P%d'/>",
		    i, i, i, i);
	vt_buf_printf(&b, "<smLink x:from='L%d' x:to='P7'/><smLink x:from='L%d' x:to='P3'/>"
			  "<smLink x:from='L%d' x:to='none'/></structLink></mets>", count - 1,
	    count - 1, count - 1);
	xml = vt_buf_take(&b, &len);
	assert_non_null(xml);
	assert_int_equal(read_mets(&r, xml), VT_OK);
	assert_int_equal(r.draft.page_count, count);
	assert_int_equal(r.draft.range_count, count);
	for (int i = 0; i + 1 < count; i++) {
		assert_int_equal(r.draft.ranges[i].part_count, 1);
		assert_int_equal(r.draft.ranges[i].parts[0].page, i);
	}
	assert_int_equal(r.draft.ranges[count - 1].part_count, 3);
	assert_int_equal(r.draft.ranges[count - 1].parts[0].page, 3);
	assert_int_equal(r.draft.ranges[count - 1].parts[1].page, 7);
	assert_int_equal(r.draft.ranges[count - 1].parts[2].page, count - 1);
	read_end(&r);
	free(xml);
}

static void
companions(void **state)
{
	struct vt_tree *tree;
	struct vt_tree_file *file;

	(void)state;
	help_write("c/mods.xml", "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>Iš šalies"
				 "</title></titleInfo></mods>");
	help_write("c/mets.xml",
	    METS("OBJID='z'", "<dmdSec ID='D'><mdRef LOCTYPE='URL' x:href='mods.xml'/></dmdSec>"));
	assert_int_equal(vt_tree_open(help_path("c"), NULL, NULL, &tree), VT_OK);
	file = vt_tree_find(tree, VT_STR("mods.xml"));
	assert_false(atomic_load(&file->is_used));
	assert_int_equal(vt_mets_companions(tree, vt_tree_find(tree, VT_STR("mets.xml"))), VT_OK);
	assert_true(atomic_load(&file->is_used));
	vt_tree_free(&tree);
}

#define METS_HEAD "<mets xmlns='http://www.loc.gov/METS/' xmlns:xlink='http://www.w3.org/1999/xlink' OBJID='a' LABEL='A'>"
#define METS_FILE(id, href, more) "<file ID='" id "'><FLocat LOCTYPE='URL' xlink:href='" href "' " more "/></file>"

/* Foldouts and double pages are pages; other images of a page stand behind them. */
static void
leaves(void **state)
{
	struct read r;

	(void)state;
	issue_files();
	assert_int_equal(read_mets(&r, METS_HEAD "<fileSec><fileGrp USE='DEFAULT'>" METS_FILE("F1", "jpg/1 a.jpg", "")
	    METS_FILE("F2", "jpg/2.jpg", "") METS_FILE("F3", "thumbs/1.jpg", "") "</fileGrp>"
	    "<fileGrp USE='ALTERNATIVE ultravioletas'>" METS_FILE("U1", "tif/1.tif", "") METS_FILE("U2", "tif/1.tif", "xlink:title='Iš arti'")
	    "</fileGrp></fileSec><structMap TYPE='PHYSICAL'><div><div TYPE='page' ORDERLABEL='1'><fptr FILEID='F1'/><fptr FILEID='U1'/></div>"
	    "<div TYPE='Fold-out'><fptr FILEID='F2'/></div><div TYPE='doublepage' xlink:label='START_PAGE'><fptr FILEID='F3'/><fptr FILEID='U2'/></div>"
	    "</div></structMap></mets>"), VT_OK);
	assert_int_equal(vt_draft_leaves(&r.draft), 3);
	assert_int_equal(r.draft.page_count, 5);
	assert_int_equal(r.draft.pages[0].behavior.len, 0);
	vt_test_str("image", base(r.draft.pages[0].image_path), "1 a.jpg");
	vt_test_str("foldout", r.draft.pages[1].behavior, "non-paged");
	vt_test_str("double page", r.draft.pages[2].behavior, "facing-pages");
	assert_int_equal(r.draft.start_page, 2);
	assert_int_equal(r.draft.pages[3].choice_of, 1);
	vt_test_str("by USE", r.draft.pages[3].label, "ultravioletas");
	assert_int_equal(r.draft.pages[4].choice_of, 3);
	vt_test_str("by its title", r.draft.pages[4].label, "Iš arti");
	read_end(&r);
}

static int
both_setup(void **state)
{
	return (help_setup(state) == 0 ? crosswalks_open(state) : -1);
}

static int
both_teardown(void **state)
{
	(void)crosswalks_close(state);
	return (help_teardown(state));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(issue_pages),	cmocka_unit_test(issue_ranges),
		cmocka_unit_test(serial),	cmocka_unit_test(logical_only),
		cmocka_unit_test(by_group),	cmocka_unit_test(companions),
		cmocka_unit_test(many_links),	cmocka_unit_test(leaves),
	};

	return (cmocka_run_group_tests(tests, both_setup, both_teardown));
}
