/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole runs on small folders: what is new, changed, unchanged, gone, refused;
 * and that the catalogue is the same whichever way it came about.
 */
#include "run_help.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/resource.h>
#include <zip.h>

#include "catalog/store.h"

static void
first_and_again(void **state)
{
	struct result r;
	char *before, *after;

	(void)state;
	fill();
	r = INGEST("src");
	expect(&r, 3, 0, 0, 0, 1);
	vt_test_has(r.text, "src/cards/t.csv: line 4: it has no identifier");
	assert_int_equal(r.counts[VT_REPORT_PAGES], 4);
	before = dump();
	r = INGEST("--jobs=1", "src");
	expect(&r, 0, 0, 3, 0, 1);
	after = dump();
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void
what_is_published(void **state)
{
	struct vt_catalog *c;
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o;
	struct vt_page *pages;
	struct vt_range *ranges;
	struct vt_word *words;
	struct vt_image image;
	struct vt_collection *collections;
	struct vt_record record;
	size_t count;

	(void)state;
	fill();
	(void)INGEST("src");
	c = catalog();
	assert_int_equal(vt_catalog_object(c, a, VT_STR("knyga"), &o), VT_OK);
	vt_test_str("institution", o.institution, "LT-X");
	vt_test_str("language", o.language, "lt");
	vt_test_str("thumbnail", o.thumbnail, "knyga.1");
	assert_int_equal(o.kind, VT_KIND_TEXT);
	assert_int_equal(vt_catalog_pages(c, a, o.rowid, &pages, &count), VT_OK);
	assert_int_equal(count, 2);
	vt_test_str("label", pages[0].label, "[1]");
	assert_int_equal(pages[0].width, 80);
	assert_int_equal(vt_catalog_words(c, a, pages[0].rowid, &words, &count), VT_OK);
	assert_int_equal(count, 1);
	assert_int_equal(words[0].x, 4); /* 2 of 40 is 4 of 80 */
	assert_int_equal(vt_catalog_ranges(c, a, o.rowid, &ranges, &count), VT_OK);
	assert_int_equal(count, 1);
	assert_int_equal(ranges[0].parts[0].w, 40);
	assert_int_equal(vt_catalog_image(c, a, VT_STR("knyga.2"), &image), VT_OK);
	assert_int_equal(access(vt_str_c(a, image.access_path), R_OK), 0);
	assert_int_equal(vt_catalog_object(c, a, VT_STR("at-1"), &o), VT_OK);
	assert_int_equal(vt_catalog_object_collections(c, a, o.rowid, &collections, &count), VT_OK);
	assert_int_equal(count, 1);
	vt_test_str("the deepest only", collections[0].spec, "vaizdai:atvirukai");
	assert_int_equal(vt_catalog_record(c, a, VT_STR("at-1"), VT_STR("oai_dc"), &record), VT_OK);
	assert_int_equal(vt_catalog_object(c, a, VT_STR("at-2"), &o), VT_OK);
	assert_int_equal(o.access, VT_ACCESS_METADATA);
	vt_catalog_close(&c);
	vt_arena_free(&a);
}

static void
changed_and_gone(void **state)
{
	struct result r;

	(void)state;
	fill();
	(void)INGEST("src");
	help_write("src/cards/t.csv", "identifier;title@lt;image;access\nat-1;Turgaus aikštė;1.tif;\n");
	r = INGEST("src");
	expect(&r, 0, 1, 1, 0, 0);
	vt_test_has(r.text, "1 image that no record speaks of");
	/* only --prune takes away what is gone, and only when it was read */
	help_write("src/knyga/mets.xml", "<mets xmlns='http://www.loc.gov/METS/'><broken></mets>");
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 1, 1, 1);
	help_write("src/knyga/mets.xml", mets);
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 2, 0, 0);
	assert_int_equal(vt_temp_remove(help_path("src/knyga")), VT_OK);
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 1, 1, 0);
	/* and back again */
	help_write("src/knyga/mets.xml", mets);
	help_write("src/knyga/1.xml", alto);
	help_tiff("src/knyga/1.tif", 80, 120, 200);
	help_tiff("src/knyga/2.tif", 80, 120, 90);
	r = INGEST("src");
	assert_int_equal(r.counts[VT_REPORT_UNCHANGED], 1);
	assert_int_equal(r.counts[VT_REPORT_NEW] + r.counts[VT_REPORT_CHANGED], 1);
}

static void
taken_identifiers(void **state)
{
	struct result r;

	(void)state;
	fill();
	(void)INGEST("src");
	help_write("other/t.csv", "identifier,title\nat-1,Kitas daiktas\n");
	r = INGEST("other");
	expect(&r, 0, 0, 0, 0, 1);
	vt_test_has(r.text, "other/t.csv");
	vt_test_has(r.text, "src/cards/t.csv");
	/* the same twice is one */
	help_write("src/cards/copy.csv", table);
	r = INGEST("src");
	expect(&r, 0, 0, 3, 0, 2);
	assert_int_equal(r.counts[VT_REPORT_DUPLICATES], 2);
	/* a folder that was moved takes its objects along */
	assert_int_equal(unlink(help_path("src/cards/copy.csv")), 0);
	assert_int_equal(rename(help_path("src/cards"), help_path("src/karteles")), 0);
	r = INGEST("src");
	expect(&r, 0, 0, 3, 0, 1);
	vt_test_has(r.text, "Findings, moved: 2");
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 3, 0, 1);
	assert_int_equal(vt_temp_remove(help_path("other")), VT_OK);
}

static void
withdrawn(void **state)
{
	struct vt_catalog *c;
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o;
	struct vt_record record;
	struct result r;

	(void)state;
	fill();
	help_write("src/cards/package.yaml", "withdrawn: [at-2, nobody]\n");
	r = INGEST("src");
	expect(&r, 2, 0, 0, 1, 1);
	vt_test_has(r.text, "\"nobody\" is to be withdrawn, but no object is called so");
	c = catalog();
	assert_int_equal(vt_catalog_object(c, a, VT_STR("at-2"), &o), VT_OK);
	assert_true(o.is_deleted);
	assert_int_equal(vt_catalog_record(c, a, VT_STR("at-2"), VT_STR("oai_dc"), &record), VT_OK);
	assert_true(record.is_deleted);
	vt_catalog_close(&c);
	r = INGEST("src");
	expect(&r, 0, 0, 3, 0, 1);
	help_write("src/cards/package.yaml", "withdrawn: [at-1, at-2]\n");
	r = INGEST("src");
	expect(&r, 0, 0, 2, 1, 1);
	vt_arena_free(&a);
}

static void
exec_sql(const char *sql)
{
	struct vt_writer *w;

	assert_int_equal(vt_writer_open(help_path("data"), &w), VT_OK);
	assert_int_equal(sqlite3_exec(w->db.h, sql, NULL, NULL, NULL), SQLITE_OK);
	vt_writer_close(&w);
}

/* The same sources in another place, as in a copy of a catalogue and its sources: what
 * is withdrawn already is nothing to quarrel about. */
static void
withdrawn_before(void **state)
{
	static const char package[] = "institution: {code: LT-X, name: {lt: Biblioteka}}\n"
				      "withdrawn: [w-1, w-9]\n";
	static const char rows[] = "identifier,title\nw-1,Pirmas\nw-2,Antras\n";
	struct result r;

	(void)state;
	fill();
	help_write("one/package.yaml", package);
	help_write("one/t.csv", rows);
	help_write("two/package.yaml", package);
	help_write("two/t.csv", rows);
	r = INGEST("one");
	expect(&r, 1, 0, 0, 1, 0);
	r = INGEST("two");
	expect(&r, 0, 0, 2, 0, 0);
	vt_test_has(r.text, "\"w-9\" is to be withdrawn, but no object is called so");
	/* made by another program or by other stylesheets, it is the same all the same */
	exec_sql("UPDATE origin SET digest = replace(digest, substr(digest, 1, 16), '0123456789abcdef')");
	r = INGEST("two");
	expect(&r, 0, 0, 2, 0, 0);
	vt_test_has(r.text, "the same object as \"w-2\" from ");
	/* on the list alone, too */
	help_write("two/t.csv", "identifier,title\nw-3,Trečias\n");
	r = INGEST("two");
	expect(&r, 1, 0, 1, 0, 0);
	assert_null(strstr(r.text, "which is not this package's"));
	assert_int_equal(vt_temp_remove(help_path("one")), VT_OK);
	assert_int_equal(vt_temp_remove(help_path("two")), VT_OK);
}

/* A list takes away what is its own: never what another library published, whether
 * that is met in the same run or not, and whatever lies in this one's folder. */
static void
withdrawn_of_others(void **state)
{
	struct result r;

	(void)state;
	fill();
	help_write("other/package.yaml", "institution: {code: LT-O, name: Kita}\n");
	help_write("other/t.csv", "identifier,title\nko-1,Kitų\nko-2,Kitų antras\n");
	(void)INGEST("src", "other");
	assert_true(is_alive("ko-1"));
	help_write("other/package.yaml", "institution: {code: LT-O, name: Kita}\n"
					 "withdrawn: [at-1, knyga]\n");
	r = INGEST("other");
	expect(&r, 0, 0, 2, 0, 0);
	vt_test_has(r.text, "\"at-1\" is to be withdrawn, but came from ");
	vt_test_has(r.text, "/src/cards/t.csv, which is not this package's");
	vt_test_has(r.text, "other/package.yaml");
	assert_true(is_alive("at-1"));
	r = INGEST("src", "other");
	expect(&r, 0, 0, 5, 0, 1);
	assert_true(is_alive("knyga"));
	/* a row of its own under the same identifier changes nothing in that */
	help_write("other/t.csv", "identifier,title\nat-1,Mano\nko-2,Kitų antras\n");
	r = INGEST("other");
	expect(&r, 0, 0, 1, 0, 1);
	vt_test_has(r.text, "other/t.csv: line 2: \"at-1\" is to be withdrawn, but the object that is "
			    "called so came from ");
	assert_true(is_alive("at-1"));
	/* what is gone stays with whom it belongs to: others may not have it … */
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	(void)INGEST("other");
	assert_true(is_alive("at-1"));
	help_write("other/package.yaml", "institution: {code: LT-O, name: Kita}\n");
	r = INGEST("other");
	expect(&r, 0, 0, 1, 0, 1);
	vt_test_has(r.text, "is taken by another object");
	assert_true(is_alive("at-1"));
	/* … and its own institution may */
	help_write("new/package.yaml", "institution: {code: LT-X, name: {lt: Biblioteka}}\n"
				       "withdrawn: [at-1, ko-2]\n");
	help_write("new/t.csv", "identifier,title\nn-1,Nauja\n");
	r = INGEST("new");
	expect(&r, 1, 0, 0, 1, 0);
	assert_false(is_alive("at-1"));
	assert_true(is_alive("ko-2"));
	assert_int_equal(vt_temp_remove(help_path("new")), VT_OK);
	assert_int_equal(vt_temp_remove(help_path("other")), VT_OK);
}

/* Name and edm record of an object's institution: "Biblioteka edm", "X -". */
static const char *
holder(const char *identifier)
{
	static char out[200];
	struct vt_catalog *c = catalog();
	struct vt_arena *a = vt_arena_new(0);
	struct vt_institution i;
	struct vt_object o;
	struct vt_record record = { .is_deleted = true };

	assert_int_equal(vt_catalog_object(c, a, vt_str_of(identifier), &o), VT_OK);
	assert_int_equal(vt_catalog_institution(c, a, o.institution, &i), VT_OK);
	if (vt_catalog_record(c, a, o.identifier, VT_STR("edm"), &record) != VT_OK)
		vt_fail_clear();
	(void)snprintf(out, sizeof(out), "%.*s %s", VT_STR_ARG(vt_labels_get(&i.names, "lt")),
		       record.is_deleted ? "-" : "edm");
	vt_catalog_close(&c);
	vt_arena_free(&a);
	return (out);
}

/* Whether the catalogue has a name for a code, in Lithuanian, and not only the code. */
static bool
is_named(const char *code)
{
	struct vt_catalog *c = catalog();
	struct vt_arena *a = vt_arena_new(0);
	struct vt_institution i;
	bool is;

	assert_int_equal(vt_catalog_institution(c, a, vt_str_of(code), &i), VT_OK);
	is = i.names.count == 1 && vt_str_eq_c(i.names.items[0].lang, "lt");
	vt_catalog_close(&c);
	vt_arena_free(&a);
	return (is);
}

/* A file's name is a stranger's word: no terminal does what it says. */
static void
names_of_files(void **state)
{
	struct result r;

	(void)state;
	fill();
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	help_write("src/a\n\033[2J\xC2\x9B.csv", "identifier,title\n,X\n");
	assert_int_equal(symlink("nowhere", help_path("src/lost.tif")), 0);
	r = INGEST("src");
	expect(&r, 0, 0, 0, 0, 1);
	vt_test_has(r.text, "src/a??[2J?.csv: line 2: it has no identifier");
	vt_test_has(r.text, "lost.tif: a symbolic link that leads nowhere");
	assert_null(strchr(r.text, '\033'));
}

static int strangers;

static int
count_strangers(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)type, (void)at;
	if (st->st_uid != 65534 || st->st_gid != 65534) {
		print_error("%s is not the server's user's\n", path);
		strangers++;
	}
	return (0);
}

/* As root: the server, which has no root's rights, may read and write all of it,
 * also what an earlier run had made for root. */
static void
handed_over(void **state)
{
	struct result r;

	(void)state;
	if (geteuid() != 0)
		skip();
	fill();
	assert_int_equal(vt_temp_make(help_path("data")), VT_OK);
	(void)INGEST("src/knyga");
	assert_int_equal(chown(help_path("data"), 65534, 65534), 0);
	assert_int_equal(chown(help_path("data/catalog.db"), 65534, 65534), 0);
	r = INGEST("src");
	expect(&r, 2, 0, 1, 0, 1);
	strangers = 0;
	assert_int_equal(nftw(help_path("data"), count_strangers, 8, FTW_PHYS), 0);
	assert_int_equal(strangers, 0);
}

/* Who gives only a code takes no name away, and has it for the records. */
static void
known_institutions(void **state)
{
	static const char named[] =
	    "institution: {code: LT-X, name: {lt: Biblioteka}}\nrights: "
	    "http://creativecommons.org/publicdomain/mark/1.0/\n";
	static const char rows[] = "identifier,title@lt,subject@lt,kind,image,institution\n"
				   "a-1,Aikštė,miestai,IMAGE,1.tif,LT-X\n";
	static const char rights[] =
	    "rights: http://creativecommons.org/publicdomain/mark/1.0/\n";
	struct result r;

	(void)state;
	fill();
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	/* from a package of the same run, which comes after it */
	help_write("src/a/package.yaml", rights);
	help_write("src/a/t.csv", rows);
	help_tiff("src/a/1.tif", 64, 48, 10);
	help_write("src/b/package.yaml", named);
	help_write("src/b/t.csv", "identifier,title\nb-1,Kita\n");
	r = INGEST("src");
	expect(&r, 2, 0, 0, 0, 0);
	assert_string_equal(holder("a-1"), "Biblioteka edm");
	/* from the catalogue: the code in a column, in a package, as an option */
	r = INGEST("src/a");
	expect(&r, 0, 0, 1, 0, 0);
	assert_string_equal(holder("a-1"), "Biblioteka edm");
	help_write("src/a/t.csv", "identifier,title@lt,subject@lt,kind,image\n"
				  "a-1,Aikštė,miestai,IMAGE,1.tif\n");
	r = INGEST("--institution=LT-X", "src/a");
	expect(&r, 0, 0, 1, 0, 0);
	assert_string_equal(holder("a-1"), "Biblioteka edm");
	help_write("src/a/package.yaml",
		   "institution: {code: LT-X}\nrights: "
		   "http://creativecommons.org/publicdomain/mark/1.0/\n");
	r = INGEST("src/a");
	expect(&r, 0, 0, 1, 0, 0);
	assert_string_equal(holder("a-1"), "Biblioteka edm");
	/* a code that nobody has named stands for itself, and is no dataProvider */
	help_write("src/a/package.yaml", "institution: {code: LT-N}\nrights: "
		   "http://creativecommons.org/publicdomain/mark/1.0/\n");
	r = INGEST("src/a");
	expect(&r, 0, 1, 0, 0, 0);
	assert_string_equal(holder("a-1"), "LT-N -");
	/* a record's own source stands for a holder that is not named */
	help_write("src/c/l.xml",
		   "<lido xmlns='http://www.lido-schema.org'><lidoRecID type='local'>m-1</lidoRecID>"
		   "<descriptiveMetadata xml:lang='lt'><objectIdentificationWrap><titleWrap><titleSet>"
		   "<appellationValue>Laivas</appellationValue></titleSet></titleWrap>"
		   "</objectIdentificationWrap></descriptiveMetadata><administrativeMetadata "
		   "xml:lang='lt'><recordWrap><recordID type='local'>m-1</recordID><recordSource>"
		   "<legalBodyName><appellationValue>Muziejus</appellationValue></legalBodyName>"
		   "</recordSource></recordWrap></administrativeMetadata></lido>");
	r = INGEST("src/c");
	expect(&r, 1, 0, 0, 0, 0);
	vt_test_has(r.text, "\"Muziejus\", whose record it is, stands for it");
	assert_string_equal(holder("m-1"), "Muziejus -");
	/* a name is one also when the code that is made of it is the same */
	help_write("src/c/l.xml",
		   "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>Planas</title></titleInfo>"
		   "<identifier>m-2</identifier><location><physicalLocation>Archyvas</physicalLocation>"
		   "</location></mods>");
	r = INGEST("src/c");
	expect(&r, 1, 0, 0, 0, 0);
	assert_string_equal(holder("m-2"), "Archyvas -");
	assert_true(is_named("Archyvas"));
	assert_false(is_named("LT-N"));
	assert_int_equal(vt_temp_remove(help_path("src/c")), VT_OK);
	/* and a new name is taken by all that have the code */
	help_write("src/b/package.yaml", "institution: {code: LT-N, name: {lt: Naujoji}}\n");
	r = INGEST("src");
	expect(&r, 0, 2, 0, 0, 0);
	assert_string_equal(holder("a-1"), "Naujoji edm");
	assert_string_equal(holder("b-1"), "Naujoji -");
}

static void
dry(void **state)
{
	struct result r;

	(void)state;
	fill();
	r = INGEST("--dry-run", "src");
	assert_int_equal(r.err, VT_OK);
	assert_int_equal(r.counts[VT_REPORT_NEW], 3);
	assert_int_equal(r.counts[VT_REPORT_FAILED], 1);
	assert_int_not_equal(access(help_path("data"), F_OK), 0);
	(void)INGEST("src");
	r = INGEST("--dry-run", "src");
	expect(&r, 0, 0, 3, 0, 1);
	vt_test_has(r.text, "Nothing was written (dry run); it would be 3 objects: 0 new, 0 changed, 3 unchanged, 0 deleted; 1 failed\n");
}

static void
bare_images(void **state)
{
	struct vt_catalog *c;
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o;
	struct vt_image image;
	struct result r;

	(void)state;
	fill();
	assert_int_equal(vt_temp_remove(help_path("src/cards")), VT_OK);
	help_write("src/package.yaml", "prefix: \"x-\"\n");
	help_tiff("src/Senos nuotraukos/p10.tif", 30, 20, 1);
	help_tiff("src/Senos nuotraukos/p2.tif", 31, 20, 2);
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	vt_test_has(r.text, "Senos nuotraukos: 2 images that no record speaks of");
	r = INGEST("--bare-images", "src");
	expect(&r, 1, 0, 1, 0, 0);
	c = catalog();
	assert_int_equal(vt_catalog_object(c, a, VT_STR("x-senos-nuotraukos"), &o), VT_OK);
	vt_test_str("title", vt_description_title(&o.description, NULL), "Senos nuotraukos");
	assert_int_equal(o.kind, VT_KIND_IMAGE);
	assert_int_equal(vt_catalog_image(c, a, VT_STR("x-senos-nuotraukos.1"), &image), VT_OK);
	assert_int_equal(image.width, 31); /* 2 before 10 */
	vt_catalog_close(&c);
	/* their folder is there: not gone, though not asked for this time */
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 1, 0, 0);
	vt_arena_free(&a);
}

/* Each costs its object, with a sentence; the rest goes in. */
static void
broken(void **state)
{
	struct result r;

	(void)state;
	fill();
	help_write("src/knyga/2.tif", "II*\0 this is no image");
	help_write_bytes("src/knyga/2.tif", "II*\0\10\0\0\0\377\377", 10);
	help_write("src/bad.xml", "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo></mods>");
	help_write("src/nothing.xml", "<mods xmlns='http://www.loc.gov/mods/v3'><identifier>n"
				      "</identifier></mods>");
	help_write("src/marc.mrc", "00040nam a2200037   4500001000300000\x1E" "7\x1E\x1D");
	help_write("src/yaml/package.yaml", "acces: open\n");
	help_write("src/yaml/t.csv", "identifier,title\ny,Y\n");
	r = INGEST("src");
	expect(&r, 2, 0, 0, 0, 6);
	vt_test_has(r.text, "2.tif");
	vt_test_has(r.text, "bad.xml: line 1: ");
	vt_test_has(r.text, "put the XML right there, or export it again");
	vt_test_has(r.text, "has neither a title nor a description");
	vt_test_has(r.text, "did you mean \"access\"");
}

/* What a curator expects of images that are none: a sentence with file and mend, and
 * never an object that lacks a page. */
static void
broken_images(void **state)
{
	struct result r;

	(void)state;
	fill();
	assert_int_equal(vt_temp_remove(help_path("src/knyga")), VT_OK);
	/* named by a record: that object does not go in */
	help_write("src/cards/1.tif", "");
	help_write("src/cards/2.tif", "<!DOCTYPE html><html><body>404</body></html>");
	r = INGEST("src");
	expect(&r, 0, 0, 0, 0, 3);
	vt_test_has(r.text, "line 2: cards/1.tif: the file is empty; copy it again");
	vt_test_has(r.text, "line 3: cards/2.tif: not an image that is read here");
	/* another image under a wrong ending is read by its content */
	help_tiff("src/cards/1.tif", 64, 48, 10);
	assert_int_equal(unlink(help_path("src/cards/2.tif")), 0);
	assert_int_equal(rename(help_path("src/cards/1.tif"), help_path("src/cards/1.jpg")), 0);
	help_write("src/cards/t.csv", "identifier;title@lt;image\nat-1;Turgus;1.jpg\n");
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	/* named by nobody: told, and with --bare-images no folder goes in without it */
	help_tiff("src/folder/1.tif", 30, 20, 1);
	help_write("src/folder/2.TIF", "");
	help_write("src/folder/3.jpg", "gibberish");
	help_write_bytes("src/folder/4.png", "\x89PNG\r\n\x1A\n\0\0\0", 11);
	help_write("src/folder/notes.txt", "");
	r = INGEST("src");
	expect(&r, 0, 0, 1, 0, 0);
	vt_test_has(r.text, "folder: 2 images that no record speaks of");
	vt_test_has(r.text, "folder/2.TIF: an image that is empty; copy it again");
	vt_test_has(r.text, "folder/3.jpg: called an image, but it does not begin like one");
	r = INGEST("--bare-images", "src");
	expect(&r, 0, 0, 1, 0, 1);
	vt_test_has(r.text, "src/folder: folder/2.TIF: the file is empty; copy it again");
	assert_int_equal(unlink(help_path("src/folder/2.TIF")), 0);
	assert_int_equal(unlink(help_path("src/folder/3.jpg")), 0);
	r = INGEST("--bare-images", "src");
	vt_test_has(r.text, "folder/4.png: a PNG whose header is broken or ends too early; copy it again");
	assert_int_equal(unlink(help_path("src/folder/4.png")), 0);
	/* cut off in the middle: its first bytes say nothing of that */
	help_tiff("src/folder/5.tif", 64, 48, 3);
	assert_int_equal(truncate(help_path("src/folder/5.tif"), 1000), 0);
	r = INGEST("--bare-images", "src");
	vt_test_has(r.text, "folder/5.tif: ");
	vt_test_has(r.text, "copy it again");
	assert_int_equal(unlink(help_path("src/folder/5.tif")), 0);
	r = INGEST("--bare-images", "src");
	assert_int_equal(r.counts[VT_REPORT_NEW], 1);
}

static void
nothing_could_be_done(void **state)
{
	struct result r;
	struct vt_writer *w;

	(void)state;
	fill();
	r = INGEST("none");
	assert_int_equal(r.err, VT_E_NOTFOUND);
	assert_int_equal(r.exit_code, 2);
	/* two at once: the second is refused, with a sentence */
	assert_int_equal(vt_writer_open(help_path("data"), &w), VT_OK);
	r = INGEST("src");
	assert_int_equal(r.err, VT_E_CONFLICT);
	vt_writer_close(&w);
	r = INGEST("src");
	expect(&r, 3, 0, 0, 0, 1);
}

/* Stopped before the first: nothing is lost, the next run does it all. */
static void
interrupted(void **state)
{
	struct result r;

	(void)state;
	fill();
	atomic_store(&stopped, true);
	r = INGEST("src");
	assert_int_equal(r.err, VT_OK);
	assert_int_equal(r.exit_code, 1);
	vt_test_has(r.text, "Stopped before the end");
	atomic_store(&stopped, false);
	help_write("data/images/ab/left.tif.123.part", "half");
	help_write("data/ingest.tmp/zip-0/x.tif", "left");
	r = INGEST("src");
	expect(&r, 3, 0, 0, 0, 1);
	assert_int_not_equal(access(help_path("data/images/ab/left.tif.123.part"), F_OK), 0);
	assert_int_not_equal(access(help_path("data/ingest.tmp"), F_OK), 0);
}

static void
lost_copies(void **state)
{
	struct result r;

	(void)state;
	fill();
	(void)INGEST("src");
	assert_int_equal(vt_temp_remove(help_path("data/images")), VT_OK);
	r = INGEST("src");
	expect(&r, 0, 0, 3, 0, 1);
	assert_int_equal(access(help_path("data/images"), F_OK), 0);
}

/* A zip is read like the folder that was packed. */
static void
zipped(void **state)
{
	static const char *const names[] = { "t.csv", "1.tif", "2.tif", "package.yaml" };
	struct result r;
	int code;
	zip_t *z;

	(void)state;
	fill();
	help_write("src/cards/t.csv", "identifier;title@lt;image\nat-1;Turgus;1.tif|2.tif\n");
	z = zip_open(help_path("parcel.zip"), ZIP_CREATE | ZIP_TRUNCATE, &code);
	for (size_t i = 0; i < COUNT(names); i++) {
		char path[100];

		(void)snprintf(path, sizeof(path), "src/cards/%s", names[i]);
		(void)zip_file_add(z, names[i], zip_source_file(z, help_path(path), 0, -1), 0);
	}
	assert_int_equal(zip_close(z), 0);
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	assert_int_equal(vt_temp_make(help_path("src")), VT_OK);
	assert_int_equal(rename(help_path("parcel.zip"), help_path("src/parcel.zip")), 0);
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	assert_int_equal(r.counts[VT_REPORT_IMAGES], 2);
	assert_int_not_equal(access(help_path("data/ingest.tmp"), F_OK), 0);
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 1, 0, 0);
	assert_int_equal(unlink(help_path("src/parcel.zip")), 0);
	/* an empty folder is rather a disk that is not mounted */
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 0, 0, 1);
	vt_test_has(r.text, "this folder is empty, and 1 object came from it: is its disk mounted?");
	assert_true(is_alive("at-1"));
	help_write("src/package.yaml", "");
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 0, 1, 0);
}

static uid_t
owner_of(const char *name)
{
	struct stat st;

	assert_int_equal(stat(help_path(name), &st), 0);
	return (st.st_uid);
}

/* A folder that could not be looked into is not taken for one that is done: later
 * runs would pass over it. */
static void
given_whole(void **state)
{
	const uid_t nobody = 65534;
	struct rlimit all, few;
	struct vt_run run = { .uid = nobody, .gid = nobody };
	char folder[512];
	int fd;

	(void)state;
	if (geteuid() != 0)
		skip();
	help_write("own/images/ab/1.tif", "x");
	(void)snprintf(folder, sizeof(folder), "%s", help_path("own"));
	run.o.data_dir = folder;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &all), 0);
	assert_true((fd = open("/", O_RDONLY)) >= 0);
	assert_int_equal(close(fd), 0);
	few = all;
	few.rlim_cur = (rlim_t)fd + 2; /* data.dir and images, no more */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(vt_run_own(&run), VT_E_IO);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &all), 0);
	vt_test_has(vt_fail_text(VT_E_IO), "ab in");
	assert_int_equal(owner_of("own/images"), 0);
	assert_int_equal(owner_of("own/images/ab"), 0);
	assert_int_equal(vt_run_own(&run), VT_OK);
	assert_int_equal(owner_of("own/images"), nobody);
	assert_int_equal(owner_of("own/images/ab/1.tif"), nobody);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_and_again),  cmocka_unit_test(what_is_published),
		cmocka_unit_test(changed_and_gone), cmocka_unit_test(taken_identifiers),
		cmocka_unit_test(withdrawn),	    cmocka_unit_test(dry),
		cmocka_unit_test(withdrawn_before),
		cmocka_unit_test(broken_images), cmocka_unit_test(handed_over),
		cmocka_unit_test(names_of_files),
		cmocka_unit_test(withdrawn_of_others), cmocka_unit_test(known_institutions),
		cmocka_unit_test(bare_images),	    cmocka_unit_test(broken),
		cmocka_unit_test(nothing_could_be_done), cmocka_unit_test(interrupted),
		cmocka_unit_test(lost_copies),	    cmocka_unit_test(zipped),
		cmocka_unit_test(given_whole),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
