/* SPDX-License-Identifier: Apache-2.0 */
/* Captions of sounds and films, from the files of a folder to the catalogue; and those that
 * nobody could be shown. */
#include <zip.h>

#include "run_help.h"

#define VTT	"WEBVTT\n\n00:01.000 --> 00:02.000\nLabas.\n"
#define PACKAGE "institution: {code: LT-X, name: {lt: Biblioteka}}\nlanguage: lt\n"
#define TABLE	"identifier;title;kind;file\n"

static void
film(const char *name)
{
	char bytes[4096];
	FILE *in = fopen(strstr(name, ".mp3") != NULL ? "tests/fuzz/corpus/play/mp3-xing"
						       : "tests/fuzz/corpus/play/mp4",
			 "re");
	size_t len;

	assert_non_null(in);
	len = fread(bytes, 1, sizeof(bytes), in);
	(void)fclose(in);
	help_write_bytes(name, bytes, len);
}

static void
begin(const char *rows)
{
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	assert_int_equal(vt_temp_remove(help_path("data")), VT_OK);
	atomic_store(&stopped, false);
	help_write("src/package.yaml", PACKAGE);
	if (rows != NULL)
		help_write("src/t.csv", rows);
}

/* "film.lt.vtt=lt:film.mp4 …": each file of the object that is captions, for each file of the
 * object that it goes with; in the order of their names. */
static const char *
captions(const char *identifier)
{
	static char text[1000];
	struct vt_catalog *c = catalog();
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o;
	struct vt_file *files;
	struct vt_str language;
	size_t count;

	text[0] = '\0';
	assert_int_equal(vt_catalog_object(c, a, vt_str_of(identifier), &o), VT_OK);
	assert_int_equal(vt_catalog_files(c, a, o.rowid, &files, &count), VT_OK);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			if (vt_file_captions(&files[i], files[k].name, &language)) {
				size_t at = strlen(text);

				vt_test_str("type", files[i].media_type, "text/vtt");
				(void)snprintf(text + at, sizeof(text) - at, "%s%.*s=%.*s:%.*s",
					       at != 0 ? " " : "", VT_STR_ARG(files[i].name),
					       VT_STR_ARG(language), VT_STR_ARG(files[k].name));
			}
	vt_catalog_close(&c);
	vt_arena_free(&a);
	return (text);
}

static size_t
file_count(const char *identifier)
{
	struct vt_catalog *c = catalog();
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o;
	struct vt_file *files;
	size_t count;

	assert_int_equal(vt_catalog_object(c, a, vt_str_of(identifier), &o), VT_OK);
	assert_int_equal(vt_catalog_files(c, a, o.rowid, &files, &count), VT_OK);
	vt_catalog_close(&c);
	vt_arena_free(&a);
	return (count);
}

/* Called as the film is; its language behind a dot, in code or in words, else that which
 * they say themselves, else that of the object. */
static void
beside(void **state)
{
	struct result r;

	(void)state;
	begin(TABLE "f;Filmas;VIDEO;film.mp4|film.mp3\ng;Kitas;VIDEO;sub/film.en.mp4\nh;Tyla;SOUND;tyla.mp3\n");
	film("src/film.mp4");
	film("src/film.mp3");
	film("src/tyla.mp3");
	film("src/sub/film.en.mp4");
	help_write("src/film.vtt", VTT);
	help_write("src/film.EN.vtt", VTT);
	help_write("src/film.lenkiskai.vtt", VTT);
	help_write("src/film2.vtt", VTT);
	help_write("src/sub/film.en.vtt", "WEBVTT\nLanguage: de\n\n00:01.000 --> 00:02.000\nHallo.\n");
	help_write("src/sub/film.en.ru.vtt", VTT);
	r = INGEST("src");
	expect(&r, 3, 0, 0, 0, 0);
	assert_string_equal(captions("f"),
	    "film.EN.vtt=en:film.mp3 film.EN.vtt=en:film.mp4 "
	    "film.lenkiskai.vtt=pl:film.mp3 film.lenkiskai.vtt=pl:film.mp4 "
	    "film.vtt=lt:film.mp3 film.vtt=lt:film.mp4");
	assert_string_equal(captions("g"), "film.en.ru.vtt=ru:film.en.mp4 film.en.vtt=de:film.en.mp4");
	assert_string_equal(captions("h"), "");
	vt_test_has(r.text, "film2.vtt");
	vt_test_has(r.text, "captions of no sound or film that a record speaks of");
	assert_null(strstr(r.text, "film.vtt: "));
	/* Nothing has changed, and then one has. */
	r = INGEST("src");
	expect(&r, 0, 0, 3, 0, 0);
	help_write("src/tyla.lt.vtt", VTT);
	assert_int_equal(rename(help_path("src/film.EN.vtt"), help_path("src/film.lv.vtt")), 0);
	r = INGEST("src");
	expect(&r, 0, 2, 1, 0, 0);
	assert_string_equal(captions("h"), "tyla.lt.vtt=lt:tyla.mp3");
	assert_non_null(strstr(captions("f"), "film.lv.vtt=lv:film.mp4"));
	assert_null(strstr(captions("f"), "=en:"));
}

/* A record may name them by itself: then any name will do, where there is one film. */
static void
by_record(void **state)
{
	struct result r;

	(void)state;
	begin(TABLE "a;Vienas;VIDEO;a.mp4|zodziai.en.vtt\nb;Du;VIDEO;b1.mp4|b2.mp4|b2.vtt|kiti.vtt\n"
		    "c;Nieko;TEXT;vienas.vtt\n");
	film("src/a.mp4");
	film("src/b1.mp4");
	film("src/b2.mp4");
	help_write("src/zodziai.en.vtt", VTT);
	help_write("src/b2.vtt", VTT);
	help_write("src/kiti.vtt", VTT);
	help_write("src/vienas.vtt", VTT);
	r = INGEST("src");
	expect(&r, 3, 0, 0, 0, 0);
	assert_string_equal(captions("a"), "zodziai.en.vtt=en:a.mp4");
	assert_string_equal(captions("b"), "b2.vtt=lt:b2.mp4");
	vt_test_has(r.text, "\"kiti.vtt\" has captions, but of several films it does not say of which");
	vt_test_has(r.text, "\"vienas.vtt\" has captions, but the object has no sound and no film");
	assert_int_equal(file_count("b"), 4);
	assert_int_equal(file_count("c"), 1);
}

/* What the file's name does not say stands in package.yaml. */
static void
by_package(void **state)
{
	struct result r;

	(void)state;
	begin(NULL);
	help_write("src/s/t.csv", TABLE "a;Vienas;VIDEO;a/film.mp4\n");
	help_write("src/package.yaml", PACKAGE "captions: {s/a/film.mp4: {en: s/a/x1.vtt, lt: nera.vtt}}\n");
	help_write("src/s/a/package.yaml", "captions:\n  film.mp4: {de: film.vtt}\n");
	film("src/s/a/film.mp4");
	help_write("src/s/a/x1.vtt", VTT);
	help_write("src/s/a/film.vtt", VTT);
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	assert_string_equal(captions("a"), "film.vtt=de:film.mp4 x1.vtt=en:film.mp4");
	vt_test_has(r.text, "\"nera.vtt\", by package.yaml the captions of \"s/a/film.mp4\", is not there");
	help_write("src/package.yaml", PACKAGE "captions: {film.mp4: {kažkaip: x.vtt}}\n");
	r = INGEST("src");
	vt_test_has(r.text, "package.yaml, line 3: captions are named by their language");
}

#define METS(groups, divs)                                                                        \
	"<mets xmlns='http://www.loc.gov/METS/' xmlns:x='http://www.w3.org/1999/xlink' "           \
	"xmlns:d='http://purl.org/dc/elements/1.1/' OBJID='m'><dmdSec ID='D'><mdWrap MDTYPE='DC'>" \
	"<xmlData><d:title>Du filmai</d:title><d:type>video</d:type></xmlData></mdWrap></dmdSec>"  \
	"<fileSec>" groups "</fileSec><structMap><div DMDID='D'>" divs "</div></structMap></mets>"
#define FILE_OF(id, name) "<file ID='" id "'><FLocat x:href='" name "'/></file>"

/* A file group says it, and the structure whose they are. */
static void
by_mets(void **state)
{
	struct result r;

	(void)state;
	begin(NULL);
	help_write("src/mets.xml",
	    METS("<fileGrp USE='MASTER'>" FILE_OF("f1", "one.mp4") FILE_OF("f2", "two.mp4") "</fileGrp>"
		 "<fileGrp USE='CAPTIONS en'>" FILE_OF("c1", "s1.vtt") "</fileGrp>"
		 "<fileGrp USE='SUBTITLES'>" FILE_OF("c2", "s2.lt.txt") FILE_OF("c3", "one.ru.vtt")
		 FILE_OF("c4", "nera.vtt") FILE_OF("c5", "../../x.vtt") FILE_OF("c6", "http://x.lt/x.vtt")
		 "</fileGrp>",
		 "<div><fptr FILEID='f1'/></div>"
		 "<div><fptr><par><area FILEID='f2'/><area FILEID='c1'/></par></fptr><fptr FILEID='c2'/></div>"));
	film("src/one.mp4");
	film("src/two.mp4");
	help_write("src/s1.vtt", VTT);
	help_write("src/s2.lt.txt", VTT);
	help_write("src/one.ru.vtt", VTT);
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	assert_string_equal(captions("m"), "one.ru.vtt=ru:one.mp4 s1.vtt=en:two.mp4 s2.lt.txt=lt:two.mp4");
	vt_test_has(r.text, "\"nera.vtt\" is named but is not there");
	vt_test_has(r.text, "\"../../x.vtt\" lies outside the folder that is ingested and is not read");
	vt_test_has(r.text, "\"http://x.lt/x.vtt\" is elsewhere; nothing is fetched");
}

struct wrong {
	const char *what, *bytes, *said;
};

static const struct wrong wrongs[] = {
	{ "no mark", "1\n00:00:01,000 --> 00:00:02,000\nLabas.\n",
	  "the captions \"film.lt.vtt\" are left out: their first line is not WEBVTT; write WEBVTT there" },
	{ "not UTF-8", "WEBVTT\n\n00:01.000 --> 00:02.000\nA\xE8i\xFB\n",
	  "the captions \"film.lt.vtt\" are left out: they are not in UTF-8; save them as WebVTT in UTF-8" },
	{ "empty", "", "the captions \"film.lt.vtt\" are left out: their first line is not WEBVTT" },
	{ "nothing in it", "WEBVTT\n\nLabas.\n", "no caption is in them; export them again as WebVTT" },
	{ "times of others", "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nLabas.\n",
	  "none of their times can be read, which are written as 00:01:02.345 --> 00:01:04.000" },
};

/* One sentence with the mend, and nothing else is lost. */
static void
left_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		struct result r;

		begin(TABLE "f;Filmas;VIDEO;film.mp4\n");
		film("src/film.mp4");
		help_write("src/film.lt.vtt", wrongs[i].bytes);
		help_write("src/film.en.vtt", VTT);
		r = INGEST("src");
		expect(&r, 1, 0, 0, 0, 0);
		assert_string_equal(captions("f"), "film.en.vtt=en:film.mp4");
		assert_int_equal(file_count("f"), 2);
		if (strstr(r.text, wrongs[i].said) == NULL)
			print_error("%s: %s\n", wrongs[i].what, r.text);
		vt_test_has(r.text, wrongs[i].said);
	}
}

static void
too_large(void **state)
{
	size_t len = VT_STR(VTT).len, large = 4 * 1024 * 1024 + 1;
	char *bytes = malloc(large);
	struct result r;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, '\n', large);
	memcpy(bytes, VTT, len);
	begin(TABLE "f;Filmas;VIDEO;film.mp4\n");
	film("src/film.mp4");
	help_write_bytes("src/film.lt.vtt", bytes, large);
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	assert_string_equal(captions("f"), "");
	vt_test_has(r.text, "they have more than 4 MB, which no captions have");
	help_write_bytes("src/film.lt.vtt", bytes, large - 1);
	r = INGEST("src");
	expect(&r, 0, 1, 0, 0, 0);
	assert_string_equal(captions("f"), "film.lt.vtt=lt:film.mp4");
	free(bytes);
}

/* Some of them are shown, and it is said which are not; what other programs write is told. */
static void
told(void **state)
{
	struct result r;

	(void)state;
	begin(TABLE "f;Filmas;VIDEO;film.mp4\n");
	film("src/film.mp4");
	help_write("src/film.lt.vtt", VTT "\n00:00:03,000 --> 00:00:04,000\nAte.\n");
	help_write("src/film.srt", "1\n00:00:01,000 --> 00:00:02,000\nLabas.\n");
	help_write("src/kitas.vtt", "1\n00:00:01,000 --> 00:00:02,000\nLabas.\n");
	help_write("src/tuscias.vtt", "");
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	assert_string_equal(captions("f"), "film.lt.vtt=lt:film.mp4");
	vt_test_has(r.text, "the captions \"film.lt.vtt\", line 6: \"00:00:03,000 --> 00:00:04,000\" is no "
			    "time as WebVTT has them");
	vt_test_has(r.text, "captions in a form that browsers do not show: save them as WebVTT (.vtt), UTF-8");
	vt_test_has(r.text, "called captions (.vtt), but the first line is not WEBVTT");
	vt_test_has(r.text, "captions that are empty; export them again as WebVTT");
}

/* An image of the same name is none the worse for it, and takes no captions. */
static void
of_images(void **state)
{
	struct result r;

	(void)state;
	begin("identifier;title;image\na;Vaizdas;1.tif|1.vtt\n");
	help_tiff("src/1.tif", 20, 20, 9);
	help_write("src/1.vtt", VTT);
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	assert_string_equal(captions("a"), "");
	vt_test_has(r.text, "\"1.vtt\" has captions, but the object has no sound and no film");
}

/* What came out of a zip is served from data.dir; captions, too. */
static void
zipped(void **state)
{
	static const char *const names[] = { "t.csv", "film.mp4", "film.lt.vtt", "package.yaml" };
	struct vt_catalog *c;
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o;
	struct vt_file file;
	struct result r;
	int code;
	zip_t *z;

	(void)state;
	begin(TABLE "f;Filmas;VIDEO;film.mp4\n");
	film("src/film.mp4");
	help_write("src/film.lt.vtt", VTT);
	z = zip_open(help_path("parcel.zip"), ZIP_CREATE | ZIP_TRUNCATE, &code);
	for (size_t i = 0; i < COUNT(names); i++) {
		char path[100];

		(void)snprintf(path, sizeof(path), "src/%s", names[i]);
		(void)zip_file_add(z, names[i], zip_source_file(z, help_path(path), 0, -1), 0);
	}
	assert_int_equal(zip_close(z), 0);
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	assert_int_equal(vt_temp_make(help_path("src")), VT_OK);
	assert_int_equal(rename(help_path("parcel.zip"), help_path("src/parcel.zip")), 0);
	r = INGEST("src");
	expect(&r, 1, 0, 0, 0, 0);
	assert_string_equal(captions("f"), "film.lt.vtt=lt:film.mp4");
	c = catalog();
	assert_int_equal(vt_catalog_object(c, a, VT_STR("f"), &o), VT_OK);
	assert_int_equal(vt_catalog_file(c, a, o.rowid, VT_STR("film.lt.vtt"), &file), VT_OK);
	assert_int_equal(access(vt_str_c(a, file.path), R_OK), 0);
	vt_catalog_close(&c);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(beside),   cmocka_unit_test(by_record), cmocka_unit_test(by_package),
		cmocka_unit_test(by_mets),  cmocka_unit_test(left_out),	 cmocka_unit_test(too_large),
		cmocka_unit_test(told),	    cmocka_unit_test(of_images),
		cmocka_unit_test(zipped),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
