/* SPDX-License-Identifier: Apache-2.0 */
/* What a run tells besides what it does: what is gone, what is withheld, what it did
 * not read; and that a dry run tells what a run would do, and makes nothing. */
#include "run_help.h"

#define ROWS(rows) "identifier;title@lt;image;access\n" rows
#define ROW_1 "at-1;Turgus;1.tif;\n"
#define ROW_2 "at-2;Tiltas;2.tif;metadata\n"

/* Without a row that fails: what could not be read is never called gone. */
static void
fill_whole(void)
{
	fill();
	help_write("src/cards/t.csv", ROWS(ROW_1 ROW_2));
}

static void
gone(void **state)
{
	struct result r;

	(void)state;
	fill_whole();
	(void)INGEST("src");
	r = INGEST("src");
	assert_null(strstr(r.text, "no longer in it"));
	vt_test_has(r.json, "\"gone\":[]");
	/* a row that was deleted, with its table still there */
	help_write("src/cards/t.csv", ROWS(ROW_1));
	r = INGEST("src");
	expect(&r, 0, 0, 2, 0, 0);
	vt_test_has(r.text, "src: 1 object that came from here is no longer in it; --prune withdraws it: "
			    "at-2\n");
	vt_test_has(r.json, "\"gone\":[{\"identifier\":\"at-2\",\"file\":\"");
	vt_test_has(r.json, "\"pruned\":false");
	assert_true(is_alive("at-2"));
	/* a folder that was deleted as well; a dry run only says so */
	assert_int_equal(vt_temp_remove(help_path("src/knyga")), VT_OK);
	r = INGEST("--dry-run", "--prune", "src");
	expect(&r, 0, 0, 1, 2, 0);
	vt_test_has(r.text, "src: 2 objects that came from here are no longer in it and would be "
			    "withdrawn: at-2, knyga\n");
	vt_test_has(r.json, "\"pruned\":false");
	assert_true(is_alive("at-2"));
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 1, 2, 0);
	vt_test_has(r.text, "are no longer in it and withdrawn now: at-2, knyga\n");
	vt_test_has(r.json, "\"pruned\":true");
	assert_false(is_alive("at-2"));
	r = INGEST("--prune", "src");
	assert_null(strstr(r.text, "no longer in it"));
}

/* Most of what was there is gone at once: rather a half copied folder. */
static void
gone_too_many(void **state)
{
	char rows[8000] = "identifier;title@lt\n";
	struct result r;

	(void)state;
	fill();
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	for (int i = 0; i < 60; i++)
		(void)snprintf(rows + strlen(rows), 60, "nr-%d;Atvirukas numeris %d\n", i, i);
	help_write("src/t.csv", rows);
	r = INGEST("src");
	expect(&r, 60, 0, 0, 0, 0);
	*strstr(rows, "nr-25;") = '\0';
	help_write("src/t.csv", rows);
	r = INGEST("--dry-run", "--prune", "src");
	expect(&r, 0, 0, 25, 0, 1);
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 25, 0, 1);
	vt_test_has(r.text, "src: 35 of the 60 objects that came from here are gone, more than 50 %: none "
			    "of them was withdrawn; is everything where it was? If they are gone "
			    "indeed, run it again with --prune-all\n");
	vt_test_has(r.text, "35 objects that came from here are no longer in it; --prune-all withdraws "
			    "them: nr-25, ");
	assert_true(is_alive("nr-59"));
	r = INGEST("--prune-all", "src");
	expect(&r, 0, 0, 25, 35, 0);
	assert_false(is_alive("nr-59"));
	assert_true(is_alive("nr-24"));
	/* few are few, whatever their share */
	*strstr(rows, "nr-5;") = '\0';
	help_write("src/t.csv", rows);
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 5, 20, 0);
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
}

/* A folder's name that begins another's: its objects are its own. */
static void
gone_beside(void **state)
{
	struct result r;

	(void)state;
	fill_whole();
	help_write("src-2/t.csv", "identifier,title\nb-1,Kita\n");
	(void)INGEST("src", "src-2");
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	assert_int_equal(vt_temp_make(help_path("src")), VT_OK);
	r = INGEST("src");
	vt_test_has(r.text, "src: this folder is empty, and 3 objects came from it: is its disk mounted?");
	assert_null(strstr(r.text, "no longer in it"));
	expect(&r, 0, 0, 0, 0, 1);
	assert_int_equal(vt_temp_remove(help_path("src-2")), VT_OK);
}

/* A disk below PATH that is not mounted leaves an empty folder behind. */
static void
gone_emptied(void **state)
{
	struct result r, dry;

	(void)state;
	fill_whole();
	help_write("src/disk/b/t.csv", "identifier,title\nb-1,Viena\nb-2,Kita\n");
	r = INGEST("src");
	expect(&r, 5, 0, 0, 0, 0);
	assert_int_equal(vt_temp_remove(help_path("src/disk")), VT_OK);
	assert_int_equal(vt_temp_make(help_path("src/disk")), VT_OK);
	r = INGEST("src");
	expect(&r, 0, 0, 3, 0, 0);
	vt_test_has(r.text, "src: 2 objects came from the folder disk, which is empty now: not "
			    "withdrawn (b-1, b-2); ");
	assert_null(strstr(r.text, "no longer in it"));
	dry = INGEST("--dry-run", "--prune", "src");
	expect(&dry, 0, 0, 3, 0, 1);
	vt_test_has(dry.text, "the folder disk, which is empty now");
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 3, 0, 1);
	vt_test_has(r.text, "remove the folder itself and run --prune again");
	assert_true(is_alive("b-1"));
	/* the folder above, when nothing is in that either */
	assert_int_equal(vt_temp_make(help_path("src/disk/b")), VT_OK);
	r = INGEST("--prune", "src");
	vt_test_has(r.text, "the folder disk, which is empty now");
	/* who removes it means it */
	assert_int_equal(vt_temp_remove(help_path("src/disk")), VT_OK);
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 3, 2, 0);
	assert_false(is_alive("b-1"));
}

/* The same of a folder of images that was an object itself. */
static void
gone_emptied_images(void **state)
{
	struct result r;

	(void)state;
	fill_whole();
	help_tiff("src/album/1.tif", 30, 20, 1);
	r = INGEST("--bare-images", "src");
	expect(&r, 4, 0, 0, 0, 0);
	assert_int_equal(unlink(help_path("src/album/1.tif")), 0);
	r = INGEST("--bare-images", "--prune", "src");
	expect(&r, 0, 0, 3, 0, 1);
	vt_test_has(r.text, "1 object came from the folder album, which is empty now");
	assert_true(is_alive("album"));
}

/* What --prune holds back is named, with what could not be read. */
static void
gone_held(void **state)
{
	static const char held[] = "src: at-2 seems gone from its source, but nothing was withdrawn "
				   "because cards/t.csv could not be read whole";
	struct result r, dry;

	(void)state;
	fill_whole();
	(void)INGEST("src");
	help_write("src/cards/t.csv", ROWS(ROW_1 ";Be vardo;;\n"));
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 2, 0, 1);
	vt_test_has(r.text, held);
	vt_test_has(r.json, "\"not-withdrawn\":1");
	assert_true(is_alive("at-2"));
	/* an image that fails its row; the row itself is there */
	help_write("src/cards/t.csv", ROWS("at-1;Turgus;3.tif;\n"));
	help_tiff("src/cards/3.tif", 64, 48, 30);
	assert_int_equal(truncate(help_path("src/cards/3.tif"), 1000), 0);
	dry = INGEST("--dry-run", "--prune", "src");
	expect(&dry, 0, 0, 1, 0, 1);
	vt_test_has(dry.text, held);
	assert_null(strstr(dry.text, "would be withdrawn"));
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 1, 0, 1);
	vt_test_has(r.text, held);
	assert_true(is_alive("at-2"));
	/* a folder that could not be read */
	help_write("src/cards/package.yaml", "acces: open\n");
	r = INGEST("--prune", "src");
	expect(&r, 0, 0, 1, 0, 1);
	vt_test_has(r.text, "src: at-1, at-2 seem gone from their source, but nothing was withdrawn "
			    "because cards could not be read whole");
}

/* A file in which nothing can be read any more is no proof that its objects are gone. */
static void
gone_garbled(void **state)
{
	static const char *const garbled[] = { "", "identifikatorius;pavadinimas\nat-1;Turgus\n", "<html/>" };
	struct result r;

	(void)state;
	for (size_t i = 0; i < sizeof(garbled) / sizeof(garbled[0]); i++) {
		fill_whole();
		(void)INGEST("src");
		help_write("src/cards/t.csv", garbled[i]);
		r = INGEST("--prune", "src");
		assert_true(is_alive("at-1") && is_alive("at-2"));
		vt_test_has(r.text, "nothing was withdrawn because cards/t.csv");
	}
}

/* An object that was moved and fails in its new place is not gone. */
static void
gone_moved_and_failed(void **state)
{
	struct result r;

	(void)state;
	fill_whole();
	(void)INGEST("src");
	assert_int_equal(unlink(help_path("src/cards/t.csv")), 0);
	help_write("src/kitur/t.csv", ROWS("at-1;Turgus;3.tif;\n" "at-2;Tiltas;;metadata\n"));
	help_write("src/kitur/3.tif", "");
	r = INGEST("--prune", "src");
	assert_int_equal(r.counts[VT_REPORT_FAILED], 1);
	assert_int_equal(r.counts[VT_REPORT_DELETED], 0);
	assert_true(is_alive("at-1"));
}

/* One file as PATH, which cannot be read: of its folder nothing is known. */
static void
gone_unread(void **state)
{
	struct result r;

	(void)state;
	fill_whole();
	(void)INGEST("src");
	if (geteuid() == 0) {
		assert_int_equal(unlink(help_path("src/cards/t.csv")), 0);
		assert_int_equal(symlink("loop.csv", help_path("src/cards/loop.csv")), 0);
		r = INGEST("--prune", "src/cards/loop.csv");
		assert_int_equal(r.exit_code, 2);
		return;
	}
	assert_int_equal(chmod(help_path("src/cards/t.csv"), 0), 0);
	r = INGEST("--prune", "src/cards/t.csv");
	expect(&r, 0, 0, 0, 0, 1);
	assert_int_equal(chmod(help_path("src/cards/t.csv"), 0644), 0);
}

/* What harvesters do not get is told in each run, also when nothing changed. */
static void
withheld(void **state)
{
	static const char line[] =
	    "Withheld, edm: 2 of 3 published objects have no such record (`vartai check` or --json "
	    "names them, with the reasons)\n";
	struct result r;

	(void)state;
	fill_whole();
	r = INGEST("src");
	vt_test_has(r.text, line);
	r = INGEST("src");
	expect(&r, 0, 0, 3, 0, 0);
	assert_null(strstr(r.text, "Findings, withheld-record"));
	vt_test_has(r.text, line);
	vt_test_has(r.json, "\"withheld\":[{\"format\":\"edm\",\"identifier\":\"at-1\",\"reason\":\"");
	/* not of what is withdrawn */
	help_write("src/cards/package.yaml", "withdrawn: [at-1, at-2]\n");
	r = INGEST("src");
	assert_null(strstr(r.text, "Withheld"));
	vt_test_has(r.json, "\"withheld\":[]");
	/* an object that comes in as a tombstone lacks nothing either */
	help_write("src/cards/t.csv", ROWS(ROW_1 ROW_2 "at-3;Bokštas;;\n"));
	help_write("src/cards/package.yaml", "withdrawn: [at-1, at-2, at-3]\n");
	r = INGEST("src");
	assert_int_equal(r.counts[VT_REPORT_DELETED], 1);
	assert_null(strstr(r.text, "withheld"));
}

/* The same numbers, and no trace. */
static void
dry_as_wet(void **state)
{
	struct result r;
	char *before, *after;

	(void)state;
	fill_whole();
	(void)INGEST("src");
	help_write("src/cards/t.csv", ROWS("at-1;Turgaus aikštė;1.tif;\nat-4;Nauja;;\n"));
	help_write("src/cards/package.yaml", "withdrawn: [at-2]\n");
	help_write("other/t.csv", "identifier,title\nknyga,Kitas daiktas\n");
	before = dump();
	r = INGEST("--dry-run", "src", "other");
	expect(&r, 1, 1, 1, 1, 1);
	vt_test_has(r.text, "the identifier \"knyga\" is taken by another object");
	vt_test_has(r.text, "Nothing was written (dry run); it would be 4 objects: 1 new, 1 changed, "
			    "1 unchanged, 1 deleted; 1 failed\n");
	/* what a list takes away is not gone as well */
	r = INGEST("--dry-run", "--prune", "src");
	expect(&r, 1, 1, 1, 1, 0);
	assert_null(strstr(r.text, "no longer in it"));
	after = dump();
	assert_string_equal(before, after);
	free(before);
	free(after);
	r = INGEST("src", "other");
	expect(&r, 1, 1, 1, 1, 1);
	assert_int_equal(vt_temp_remove(help_path("other")), VT_OK);
}

/* A dry run finds what only the pixels show, and judges by it as a run does. */
static void
dry_cut_off(void **state)
{
	struct result r, dry;

	(void)state;
	fill_whole();
	assert_int_equal(truncate(help_path("src/cards/1.tif"), 1000), 0);
	dry = INGEST("--dry-run", "src");
	expect(&dry, 2, 0, 0, 0, 1);
	vt_test_has(dry.text, "line 2: cards/1.tif: ");
	vt_test_has(dry.text, "copy it again");
	r = INGEST("src");
	expect(&r, 2, 0, 0, 0, 1);
	/* what has its copy is not read again, nor is anything left behind */
	dry = INGEST("--dry-run", "src");
	expect(&dry, 0, 0, 2, 0, 1);
}

static void
dry_where_nothing_is(void **state)
{
	struct result r;

	(void)state;
	fill_whole();
	r = INGEST("--dry-run", "--prune", "src");
	expect(&r, 3, 0, 0, 0, 0);
	assert_int_not_equal(access(help_path("data"), F_OK), 0);
	/* a catalogue that cannot be read is no empty one */
	help_write("data/catalog.db", "this is no database, and was one before the disk broke ..........");
	r = INGEST("--dry-run", "src");
	assert_int_not_equal(r.err, VT_OK);
	vt_test_has(vt_fail_text(r.err), "catalog.db");
}

/* A package.yaml that is lost publishes what it had closed, and gives away what was a
 * library's: that is told by name. */
static void
package_lost(void **state)
{
	static const char open[] = "2 objects became open (were metadata): at-3, knyga\n";
	static const char holder[] = "1 object changed institution (LT-MY → LT-X): knyga\n";
	struct result r;

	(void)state;
	fill_whole();
	help_write("src/cards/t.csv", ROWS(ROW_1 ROW_2 "at-3;Bokštas;;\n"));
	help_write("src/cards/package.yaml", "access: metadata\n");
	help_write("src/knyga/package.yaml", "access: metadata\ninstitution: {code: LT-MY, name: Mano}\n");
	r = INGEST("src");
	assert_null(strstr(r.text, "became"));
	assert_null(strstr(r.text, "changed institution"));
	vt_test_has(r.json, "\"turned\":[]");
	assert_int_equal(unlink(help_path("src/knyga/package.yaml")), 0);
	help_write("src/cards/package.yaml", "");
	help_write("src/cards/t.csv", ROWS("at-1;Turgus;1.tif;metadata\n" ROW_2 "at-3;Bokštas;;\n"));
	r = INGEST("--dry-run", "src");
	vt_test_has(r.text, open);
	vt_test_has(r.text, holder);
	r = INGEST("src");
	vt_test_has(r.text, open);
	vt_test_has(r.text, holder);
	vt_test_has(r.json, "{\"what\":\"access\",\"from\":\"metadata\",\"to\":\"open\","
			    "\"identifiers\":[\"at-3\",\"knyga\"]}");
	vt_test_has(r.json, "{\"what\":\"institution\",\"from\":\"LT-MY\",\"to\":\"LT-X\","
			    "\"identifiers\":[\"knyga\"]}");
	/* once it is so, it is no news; nor is it to close something */
	help_write("src/cards/package.yaml", "access: metadata\n");
	r = INGEST("src");
	assert_null(strstr(r.text, "became"));
	help_write("src/cards/package.yaml", "access: embargo:2999-01-01\n");
	r = INGEST("src");
	vt_test_has(r.text, "1 object became embargo (was metadata): at-3\n");
}

/* A package.yaml above PATH applies to it, and nobody sees it there. */
static void
package_above(void **state)
{
	static const char used[] = "src/package.yaml\n";
	struct result r;

	(void)state;
	fill_whole();
	r = INGEST("src/cards", "src/knyga");
	expect(&r, 3, 0, 0, 0, 0);
	vt_test_has(r.text, "also used: ");
	vt_test_has(r.text, used);
	assert_null(strstr(strstr(r.text, used) + 1, used));
	assert_null(strstr(r.text, "src/cards/package.yaml\n"));
	vt_test_has(r.json, "\"also_used\":[\"");
	r = INGEST("--dry-run", "src/cards");
	vt_test_has(r.text, used);
	r = INGEST("src");
	assert_null(strstr(r.text, "also used"));
	vt_test_has(r.json, "\"also_used\":[]");
}

static void
not_read(void **state)
{
	static const char zip[] = "PK\3\4\24\0\0\0\10\0................xl/workbook.xml";
	static const char types[] = "PK\3\4\24\0\0\0\10\0....................[Content_Types].xml";
	struct result r;

	(void)state;
	fill_whole();
	help_write_bytes("src/atvirukai.XLSX", zip, sizeof(zip));
	help_write_bytes("src/senas.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	help_write_bytes("src/aprasas.docx", zip, sizeof(zip));
	help_write_bytes("src/be-galo", types, sizeof(types));
	assert_int_equal(vt_temp_make(help_path("src/tuscias")), VT_OK);
	r = INGEST("src");
	expect(&r, 3, 0, 0, 0, 0);
	vt_test_has(r.text, "src/atvirukai.XLSX: a spreadsheet, which is not read: save it as CSV (UTF-8)");
	vt_test_has(r.text, "src/senas.xls: a spreadsheet, which is not read");
	vt_test_has(r.text, "src/aprasas.docx: an office document, which is not read");
	vt_test_has(r.text, "src/be-galo: a file of an office program, which is not read");
	vt_test_has(r.text, "src/tuscias: an empty folder; if something should be in it, copy it again");
	/* one that a record names goes with it */
	help_write("src/cards/t.csv", "identifier;title@lt;file\nat-1;Turgus;../aprasas.docx\n");
	r = INGEST("src");
	assert_null(strstr(r.text, "src/aprasas.docx: an office document"));
	/* a PATH without a file */
	assert_int_equal(vt_temp_make(help_path("nieko")), VT_OK);
	r = INGEST("nieko");
	vt_test_has(r.text, "nieko: no file is in this folder: nothing could be taken in");
	expect(&r, 0, 0, 0, 0, 1);
}

/* Windows and macOS do not tell ATV-2.jpg from atv-2.jpg; this machine does. */
static void
names_in_other_case(void **state)
{
	static const char hint[] = "is named but is not there; atv-2.TIF is there: names differ in "
				   "upper and lower case";
	struct result r;

	(void)state;
	fill_whole();
	assert_int_equal(rename(help_path("src/cards/2.tif"), help_path("src/cards/atv-2.TIF")), 0);
	help_write("src/cards/t.csv", ROWS(ROW_1 "at-2;Tiltas;ATV-2.tif;\nat-3;Kita;nera.tif;\n"));
	r = INGEST("src");
	vt_test_has(r.text, "\"ATV-2.tif\" is named but is not there; atv-2.TIF is there");
	vt_test_has(r.text, hint);
	vt_test_has(r.text, "\"nera.tif\" is named but is not there\n");
	/* the very name, but nothing that could be read */
	assert_int_equal(vt_temp_make(help_path("src/cards/nera.tif")), VT_OK);
	r = INGEST("src");
	vt_test_has(r.text, "\"nera.tif\" is named but is no file that can be read, a folder perhaps or a "
			    "link that leads nowhere: put the file itself there");
	assert_int_equal(vt_temp_remove(help_path("src/cards/nera.tif")), VT_OK);
	/* below another folder, and with one file as PATH */
	help_write("src/cards/t.csv", ROWS(ROW_1 "at-2;Tiltas;../cards/ATV-2.tif;\n"));
	r = INGEST("src/cards/t.csv");
	assert_non_null(strstr(r.text, "lies outside"));
	help_write("src/cards/t.csv", ROWS(ROW_1 "at-2;Tiltas;./ATV-2.tif;\n"));
	r = INGEST("src/cards/t.csv");
	vt_test_has(r.text, hint);
	/* of a METS too */
	assert_int_equal(rename(help_path("src/knyga/2.tif"), help_path("src/knyga/2.TIF")), 0);
	r = INGEST("src/knyga");
	vt_test_has(r.text, "\"2.tif\" is named but is not there; 2.TIF is there: names differ");
}

/* Nothing that could be taken in is no success. */
static void
nothing_recognised(void **state)
{
	static const char sheet[] = "PK\3\4\24\0\0\0\10\0................xl/workbook.xml";
	static const char wide[] = "\xFF\xFEi\0d\0e\0n\0t\0i\0f\0i\0e\0r\0,\0t\0\n\0";
	struct result r;

	(void)state;
	fill_whole();
	help_write_bytes("tik/a.xlsx", sheet, sizeof(sheet));
	r = INGEST("tik");
	expect(&r, 0, 0, 0, 0, 1);
	vt_test_has(r.text, "tik: nothing in this folder is of a kind that makes an object: nothing was "
			    "taken in");
	r = INGEST("--dry-run", "tik/a.xlsx");
	expect(&r, 0, 0, 0, 0, 1);
	vt_test_has(r.text, "tik/a.xlsx: this file is of no kind that makes an object");
	help_write("tik/b.csv", "inventorius;pavadinimas\n1;Turgus\n");
	help_write_bytes("tik/c.csv", wide, sizeof(wide) - 1);
	r = INGEST("tik", "src");
	expect(&r, 3, 0, 0, 0, 1);
	vt_test_has(r.text, "tik/b.csv: a table without a column whose name is known: call its columns "
			    "identifier, title …, or say under columns: in a package.yaml what they are");
	vt_test_has(r.text, "tik/c.csv: text in UTF-16, which is not read: save it as CSV UTF-8");
	/* images alone are told, and fail nothing; nor does a list of what is withdrawn */
	help_tiff("vaizdai/1.tif", 30, 20, 1);
	r = INGEST("vaizdai");
	expect(&r, 0, 0, 0, 0, 0);
	help_write("tik/package.yaml", "withdrawn: [nobody]\n");
	r = INGEST("tik");
	expect(&r, 0, 0, 0, 0, 0);
	assert_int_equal(vt_temp_remove(help_path("tik")), VT_OK);
	assert_int_equal(vt_temp_remove(help_path("vaizdai")), VT_OK);
}

/* What a table's curator is told, in the table's own word. */
static void
words_of_tables(void **state)
{
	struct result r;

	(void)state;
	fill_whole();
	assert_int_equal(vt_temp_remove(help_path("src/knyga")), VT_OK);
	help_write("src/cards/t.csv", ROWS(ROW_1 "at-5;Be vaizdo;;\n"));
	r = INGEST("src");
	vt_test_has(r.text, "no type (in a table: column kind) says what it is; by its files it is "
			    "taken as IMAGE");
	vt_test_has(r.text, "Say a type (in a table: column kind): TEXT, IMAGE");
	vt_test_has(r.text, "1 page, 1 image, ");
	/* that pages have text leaves no doubt */
	help_write("src/cards/1.xml", alto);
	help_write("src/cards/t.csv", ROWS(ROW_1));
	r = INGEST("src");
	assert_null(strstr(r.text, "says what it is"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gone),	       cmocka_unit_test(gone_beside),
		cmocka_unit_test(gone_too_many),
		cmocka_unit_test(gone_emptied), cmocka_unit_test(gone_emptied_images),
		cmocka_unit_test(gone_held), cmocka_unit_test(gone_garbled), cmocka_unit_test(gone_moved_and_failed),
		cmocka_unit_test(gone_unread), cmocka_unit_test(withheld),
		cmocka_unit_test(package_lost),
		cmocka_unit_test(package_above),
		cmocka_unit_test(nothing_recognised),
		cmocka_unit_test(names_in_other_case),
		cmocka_unit_test(dry_as_wet), cmocka_unit_test(dry_cut_off),  cmocka_unit_test(dry_where_nothing_is),
		cmocka_unit_test(not_read),    cmocka_unit_test(words_of_tables),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
