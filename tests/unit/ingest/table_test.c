/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: columns, languages, several values, places, images beside the table. */
#include "ingest_help.h"

#include "ingest/crosswalk/crosswalk.h"
#include "ingest/folder/tree.h"
#include "ingest/sources/table.h"

struct opened {
	struct vt_arena *a;
	struct vt_tree *tree;
	struct vt_findings findings;
	struct vt_table table;
	struct vt_draft draft;
};

/* The table as t/t.csv in a folder that is walked. */
static vt_err
open_table(struct opened *o, const char *text)
{
	const struct vt_tree_file *file;

	memset(o, 0, sizeof(*o));
	o->a = vt_arena_new(0);
	help_write("t/t.csv", text);
	vt_findings_init(&o->findings, o->a);
	assert_int_equal(vt_tree_open(help_folder, NULL, NULL, &o->tree), VT_OK);
	file = vt_tree_find(o->tree, VT_STR("t/t.csv"));
	assert_non_null(file);
	assert_int_equal(vt_draft_init(&o->draft, o->a, o->tree, file), VT_OK);
	return (vt_table_open(&o->table, o->a, vt_str_of(text), NULL, &o->findings));
}

static vt_err
next_row(struct opened *o)
{
	struct vt_csv_row row;
	vt_err err = vt_table_next(&o->table, o->a, &row);

	return (err == VT_OK ? vt_table_row(&o->table, &row, &o->draft) : err);
}

static void
close_table(struct opened *o)
{
	vt_tree_free(&o->tree);
	vt_arena_free(&o->a);
}

static void
one_row(void **state)
{
	struct opened o;

	(void)state;
	assert_int_equal(open_table(&o,
		"identifier;title@lt;title@en;subject@lt;date;spatial;latitude;longitude;rights;kind;"
		"language;collection;access;DC:Creator\n"
		"atv-1|F 12;Turgus;The market;miestai|turgūs;apie 1910;Utena|Lietuva;55,5|;25.6|;"
		"http://creativecommons.org/publicdomain/mark/1.0/;IMAGE;lt;vaizdai:atvirukai|vaizdai;"
		"metadata;Jonas | Ona\n"),
	    VT_OK);
	assert_int_equal(next_row(&o), VT_OK);
	vt_test_str("identifier", o.draft.raw_identifier, "atv-1");
	vt_test_str("other identifier", vt_str_of(help_values(&o.draft, "identifier")), "F 12");
	vt_test_str("title", vt_str_of(help_values(&o.draft, "title")), "lt:Turgus|en:The market");
	vt_test_str("subject", vt_str_of(help_values(&o.draft, "subject")), "lt:miestai|lt:turgūs");
	vt_test_str("spatial", vt_str_of(help_values(&o.draft, "spatial")),
	    "Utena(55.5,25.6)|Lietuva");
	vt_test_str("creator", vt_str_of(help_values(&o.draft, "creator")), "Jonas|Ona");
	vt_test_str("an address is no statement", vt_str_of(help_values(&o.draft, "rights")), "");
	vt_test_str("rights", o.draft.object.rights,
	    "http://creativecommons.org/publicdomain/mark/1.0/");
	assert_int_equal(o.draft.object.kind, VT_KIND_IMAGE);
	assert_true(o.draft.has_access);
	assert_int_equal(o.draft.object.access, VT_ACCESS_METADATA);
	assert_int_equal(o.draft.collection_count, 2);
	assert_int_equal(o.draft.findings.count, 0);
	assert_int_equal(next_row(&o), VT_E_END);
	close_table(&o);
}

static void
images(void **state)
{
	struct opened o;

	(void)state;
	help_write("t/img/a.jpg", HELP_JPEG);
	help_write("t/img/b.jpg", HELP_JPEG);
	help_write("t/img/b.xml", "<alto><Layout><Page/></Layout></alto>");
	help_write("t/c d.jpg", HELP_JPEG);
	help_write("t/k.pdf", "%PDF-1.4");
	help_write("outside.jpg", HELP_JPEG);
	assert_int_equal(open_table(&o,
		"identifier,title,image\n"
		"x,X,img/a.jpg|img\\b.jpg|c%20d.jpg|none.jpg|k.pdf|../outside.jpg|../../up.jpg|"
		"http://example.org/far.jpg|img/a.jpg\n"),
	    VT_OK);
	assert_int_equal(next_row(&o), VT_OK);
	assert_int_equal(o.draft.page_count, 6);
	vt_test_str("text beside the image", o.draft.pages[1].text_name, "b.xml");
	assert_true(o.draft.pages[2].image_path.len != 0);
	assert_int_equal(o.draft.pages[3].image_path.len, 0);
	assert_true(help_found(&o.draft.findings, VT_FINDING_MISSING, "none.jpg"));
	assert_true(o.draft.pages[4].image_path.len != 0); /* inside the tree */
	assert_true(help_found(&o.draft.findings, VT_FINDING_LINK, "../../up.jpg"));
	assert_int_equal(o.draft.file_count, 1);
	vt_test_str("document", o.draft.files[0].name, "k.pdf");
	close_table(&o);
}

static void
columns(void **state)
{
	struct opened o;

	(void)state;
	assert_int_equal(open_table(&o, "identifier,titel,rightsstatement,xyzzy\n"), VT_OK);
	assert_int_equal(o.findings.count, 3);
	assert_true(help_found(&o.findings, VT_FINDING_COLUMN, "\"titel\" is not known"));
	assert_true(help_found(&o.findings, VT_FINDING_COLUMN, "is it \"title\"?"));
	assert_true(help_found(&o.findings, VT_FINDING_COLUMN, "is it \"rights\"?"));
	close_table(&o);
	/* what other programs call it */
	assert_int_equal(open_table(&o, "identifier,objectid,location\n"), VT_OK);
	assert_true(help_found(&o.findings, VT_FINDING_COLUMN, "is it \"identifier\"?"));
	assert_true(help_found(&o.findings, VT_FINDING_COLUMN, "is it \"spatial\"?"));
	close_table(&o);
	/* what databases leave behind costs no column, and is told */
	assert_int_equal(open_table(&o, "\x01identifier,ti\x02t\x03le,date\n"), VT_OK);
	assert_int_equal(o.findings.count, 2);
	assert_true(help_found(&o.findings, VT_FINDING_ENCODING,
			       "line 1: 1 control character was taken out of the name of column "
			       "\"identifier\""));
	assert_true(help_found(&o.findings, VT_FINDING_ENCODING,
			       "line 1: 2 control characters were taken out of the name of column "
			       "\"title\""));
	assert_int_equal(o.table.columns[1].use, VT_COLUMN_TERM);
	close_table(&o);
	assert_true(vt_table_is_one(VT_STR("\x01identifier,ti\x02tle\n"), VT_STR("t.txt"), NULL));
	assert_int_equal(open_table(&o, "title,date\nx,1900\n"), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "identifier");
	close_table(&o);
}

struct bad {
	const char *row, *part;
	vt_err err;
};

/* A row costs itself, with a sentence; doubts are findings. */
static const struct bad bads[] = {
	{ "a,A,closed,,,", "access \"closed\"", VT_E_BADARG },
	{ "a,\xE0\xE8,,,,", "not UTF-8", VT_E_BADARG },
	{ "a,A,,a b,,", "not a collection's spec", VT_E_BADARG },
	{ "a,A,,,95,25", "are not degrees", VT_OK },
	{ "a,A,,,55.5,25.5", "without a place", VT_OK },
	{ "a,A,,,,,more", "more cells", VT_OK },
};

static void
rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bads); i++) {
		struct opened o;
		char text[256];

		(void)snprintf(text, sizeof(text),
		    "identifier,title,access,collection,latitude,longitude\n%s\n", bads[i].row);
		assert_int_equal(open_table(&o, text), VT_OK);
		assert_int_equal(next_row(&o), bads[i].err);
		if (bads[i].err != VT_OK)
			vt_test_has(vt_fail_text(bads[i].err), bads[i].part);
		else
			assert_true(help_found(&o.draft.findings, VT_FINDING_PLACE, bads[i].part) ||
			    help_found(&o.draft.findings, VT_FINDING_COLUMN, bads[i].part));
		close_table(&o);
	}
}

static void
viewing(void **state)
{
	struct opened o;
	struct vt_draft *d = &o.draft;

	(void)state;
	help_write("t/a.jpg", HELP_JPEG);
	help_write("t/b.jpg", HELP_JPEG);
	help_write("t/b uv.jpg", HELP_JPEG);
	assert_int_equal(open_table(&o, "identifier;title;choice;image;page_label;page_behavior;"
	    "viewing_direction;behavior;start_page\n"
	    "1;T;|b uv.jpg = Ultravioletas|x.jpg;a.jpg|b.jpg;|Planas;foldout|non-paged;right-to-left;paged;2\n"
	    "2;T;;a.jpg;;;up;scroll;zwei\n"), VT_OK);
	assert_int_equal(next_row(&o), VT_OK);
	assert_int_equal(d->page_count, 3);
	assert_int_equal(vt_draft_leaves(d), 2);
	assert_int_equal(d->pages[2].choice_of, 2);
	vt_test_str("choice", d->pages[2].label, "Ultravioletas");
	vt_test_str("label", d->pages[1].label, "Planas");
	vt_test_str("behavior of a page", d->pages[1].behavior, "non-paged");
	assert_true(help_found(&d->findings, VT_FINDING_VALUE, "\"foldout\" is not known"));
	assert_true(help_found(&d->findings, VT_FINDING_VALUE, "\"x.jpg\" is said of image 3"));
	vt_test_str("direction", d->direction, "right-to-left");
	vt_test_str("behavior", d->behavior, "paged");
	assert_int_equal(d->start_page, 1);
	assert_int_equal(next_row(&o), VT_OK);
	assert_true(help_found(&d->findings, VT_FINDING_VALUE, "\"up\" is not known"));
	assert_true(help_found(&d->findings, VT_FINDING_VALUE, "\"scroll\" is not known"));
	assert_true(help_found(&d->findings, VT_FINDING_VALUE, "\"zwei\" is not the number"));
	close_table(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(viewing),
		cmocka_unit_test(one_row),
		cmocka_unit_test(images),
		cmocka_unit_test(columns),
		cmocka_unit_test(rows),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
