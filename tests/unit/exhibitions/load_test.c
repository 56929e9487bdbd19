/* SPDX-License-Identifier: Apache-2.0 */
/* What a folder says, and what of it is found to be wrong. */
#include "vt_test.h"

#include "read/exh_folder.c"
#include "read/exh_seen.c"
#include "read/exh_load.c"
#include "read/exh_load_media.c"
#include "read/exh_load_parts.c"
#include "read/exh_load_picture.c"
#include "read/exh_load_step.c"
#include "read/exh_near.c"
#include "read/exh_text.c"
#include "read/exh_text_sift.c"
#include "exh_words.c"

#include "exh_folder_of.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct exh_exhibition *
load(void)
{
	struct exh_exhibition	*x = NULL;
	vt_err			 err = exh_load(a, vt_str_of(f.path), VT_STR("utena"), &x);

	if (err != VT_OK)
		print_error("%s\n", vt_fail_text(err));
	assert_int_equal(err, VT_OK);
	return (x);
}

static const struct exh_finding *
finding(const struct exh_exhibition *x, const char *code)
{
	for (size_t i = 0; i < x->finding_count; i++)
		if (strcmp(x->findings[i].code, code) == 0)
			return (&x->findings[i]);
	return (NULL);
}

static void
print_findings(const struct exh_exhibition *x)
{
	for (size_t i = 0; i < x->finding_count; i++)
		print_error("   %.*s:%d %s %.*s\n", VT_STR_ARG(x->findings[i].file), x->findings[i].line,
		    x->findings[i].code, VT_STR_ARG(x->findings[i].what));
}

static const char whole[] =
    "title: {lt: \"Utena atvirlaiškiuose\", en: Utena on postcards}\n"
    "summary: {lt: Trumpai}\n"
    "languages: [lt, en]\n"
    "cover: {object: sartai, page: 3, region: \"100,80,900,600\", alt: {lt: Aikštė}}\n"
    "authors:\n"
    "  - {name: Vardenė Pavardenė, role: {lt: sudarytoja}}\n"
    "credits: {lt: no}\n"
    "rights: http://creativecommons.org/licenses/by/4.0/\n"
    "theme: night\n"
    "period: 1910/1931\n"
    "steps:\n"
    "  - id: aikste\n"
    "    image: {object: sartai, region: \"pct:10,20,50,40\", alt: {lt: Aikštė, en: Square}}\n"
    "    place: {latitude: 55.498, longitude: 25.599, name: {lt: Utena}}\n"
    "    date: {value: 1926-05, label: {lt: \"1926 m. pavasaris\"}}\n"
    "  - id: garsas\n"
    "    compare:\n"
    "      - {object: vienas, alt: {lt: a}}\n"
    "      - {object: du, decorative: yes}\n"
    "    audio: {file: varpas.mp3, label: {lt: Varpas}, transcript: {lt: varpas.md}}\n"
    "    video: {object: filmas, file: turgus.mp4, captions: {lt: turgus.vtt}}\n"
    "    quote: {text: {lt: Tekstas}, source: {lt: Kas}, lang: pl}\n"
    "    question: {ask: {lt: Kas?}, answer: {lt: Nieko}}\n";

static void
put_whole(void)
{
	folder_put(&f, "exhibition.yaml", whole);
	folder_put(&f, "lt.md", "Įžanga.\n\n## Turgaus aikštė {#aikste}\n\nAntradieniais *buvo* "
	    "turgus.\n\nAntra\npastraipa.\n\n## Garsas {#garsas}\n\n### Apie\n\nKlausyk.\n");
	folder_put(&f, "en.md", "## The square {#aikste}\n\nOn Tuesdays.\n");
	folder_put(&f, "media/varpas.mp3", "x");
	folder_put(&f, "media/varpas.md", "# Varpas\n\nBim bam.\n");
	folder_put(&f, "media/turgus.vtt", "WEBVTT\n");
}

static void
a_whole_folder_is_read(void **state)
{
	struct exh_exhibition	*x;
	const struct exh_step	*s;

	(void)state;
	put_whole();
	folder_put(&f, "published", "2026-11-29T10:00:00Z\n");
	x = load();
	if (x->finding_count != 0)
		print_findings(x);
	assert_int_equal(x->finding_count, 0);
	vt_test_str("title", exh_words_get(&x->title, EXH_EN), "Utena on postcards");
	vt_test_str("no is a word", x->credits.in[EXH_LT], "no");
	vt_test_str("theme", x->theme, "night");
	vt_test_str("period", x->period.start, "1910");
	vt_test_str("period's end", x->period.end, "1931");
	assert_int_equal(x->opened, 1795946400);
	assert_true(x->has[EXH_LT] && x->has[EXH_EN] && !x->has[EXH_EASY]);
	assert_int_equal(x->cover.page, 3);
	assert_int_equal(x->cover.region.unit, EXH_PIXELS);
	assert_int_equal(x->author_count, 1);
	vt_test_str("opening", x->opening[EXH_LT].html, "<p>Įžanga.</p>\n");
	assert_false(x->opening[EXH_EN].is_there);
	assert_int_equal(x->step_count, 2);
	s = &x->steps[0];
	assert_int_equal(s->line, 12);
	assert_int_equal(s->pictures[0].region.unit, EXH_PERCENT);
	vt_test_str("a month is a month", s->date.start, "1926-05");
	vt_test_str("heading", s->passage[EXH_LT].heading, "Turgaus aikštė");
	vt_test_str("html", s->passage[EXH_LT].html,
	    "<p>Antradieniais <em>buvo</em> turgus.</p>\n<p>Antra\npastraipa.</p>\n");
	vt_test_str("plain", s->passage[EXH_LT].plain,
	    "Antradieniais buvo turgus.\n\nAntra pastraipa.");
	assert_int_equal(s->passage[EXH_LT].line, 3);
	s = &x->steps[1];
	assert_int_equal(s->picture_count, 2);
	assert_true(s->pictures[1].is_decorative);
	assert_true(s->audio.is_there && s->video.is_there);
	vt_test_str("type", s->audio.media_type, "audio/mpeg");
	vt_test_str("transcript", s->audio.transcript.in[EXH_LT], "<h4>Varpas</h4>\n<p>Bim bam.</p>\n");
	vt_test_str("captions", s->video.captions.in[EXH_LT], "turgus.vtt");
	vt_test_str("lang", s->quote.lang, "pl");
	vt_test_str("html", s->passage[EXH_LT].html, "<h3>Apie</h3>\n<p>Klausyk.</p>\n");
	assert_int_equal(x->version.len, 16);
}

/* Another one whenever anything in it is, and the same for the same files elsewhere. */
static void
a_version_is_that_of_the_files(void **state)
{
	struct vt_str	first, second;

	(void)state;
	put_whole();
	first = load()->version;
	assert_true(vt_str_eq(first, load()->version));
	folder_put(&f, "media/varpas.md", "Bam bim.\n");
	second = load()->version;
	assert_false(vt_str_eq(first, second));
	folder_put(&f, "media/varpas.mp3", "xy");
	assert_false(vt_str_eq(second, load()->version));
}

struct seeded {
	const char	*yaml, *text, *code, *file;
	int		 line;
};
#define Y(rest)	"title: {lt: a}\nlanguages: [lt]\n" rest
#define S(rest)	Y("steps:\n- id: a\n" rest)

static void
what_is_wrong_is_found(void **state)
{
	static const struct seeded rows[] = {
		{ Y("titel: x\n"), "", "unknown_key_near", EXH_YAML, 3 },
		{ Y("qqqqqq: x\n"), "", "unknown_key", EXH_YAML, 3 },
		{ "title: Utena\nlanguages: [lt]\n", "", "words_without_language", EXH_YAML, 1 },
		{ "title: {lt: a}\nlanguages: [lt,\n pl]\n", "", "unknown_language", EXH_YAML, 3 },
		{ "title: {lt: a}\n", "", "missing_languages", EXH_YAML, 0 },
		{ "title: {lt: a}\nlanguages: [lt, en]\n", "", "missing_text_file", EXH_YAML, 2 },
		{ Y("theme: river\n"), "", "bad_theme", EXH_YAML, 3 },
		{ Y("rights: mine\n"), "", "bad_rights", EXH_YAML, 3 },
		{ Y("period: 1931/1910\n"), "", "bad_date", EXH_YAML, 3 },
		{ Y("period: {value: 1931-02-30}\n"), "", "bad_date", EXH_YAML, 3 },
		{ Y("authors:\n- {role: {lt: x}}\n"), "", "missing_name", EXH_YAML, 4 },
		{ Y("cover: x\n"), "", "not_a_picture", EXH_YAML, 3 },
		{ Y("steps: x\n"), "", "not_a_list", EXH_YAML, 3 },
		{ Y("rights: [a]\n"), "", "not_a_text", EXH_YAML, 3 },
		{ Y("credits: {lt: \"a\\u202eb\"}\n"), "", "control_character", EXH_YAML, 3 },
		{ Y("steps:\n- date: 1920\n"), "", "missing_id", EXH_YAML, 4 },
		{ Y("steps:\n- id: A b\n"), "", "bad_id", EXH_YAML, 4 },
		{ Y("steps:\n- id: a\n- id: a\n"), "## A {#a}\n", "duplicate_id", EXH_YAML, 5 },
		{ S("  image: {page: 1}\n"), "", "missing_object", EXH_YAML, 5 },
		{ S("  image: {object: x,\n   page: 0}\n"), "", "bad_page", EXH_YAML, 6 },
		{ S("  image: {object: x,\n   region: \"1,2,3\"}\n"), "", "bad_region", EXH_YAML, 6 },
		{ S("  image: {object: x, decorative: maybe}\n"), "", "bad_yes_no", EXH_YAML, 5 },
		{ S("  image: {object: x}\n  compare: []\n"), "", "image_and_compare", EXH_YAML, 6 },
		{ S("  compare:\n  - {object: x}\n"), "", "bad_compare", EXH_YAML, 5 },
		{ S("  audio: {label: {lt: x}}\n"), "", "missing_file_name", EXH_YAML, 5 },
		{ S("  audio: {file: b.mp3}\n"), "", "missing_file", EXH_YAML, 5 },
		{ S("  audio: {file: link.mp3}\n"), "", "missing_file", EXH_YAML, 5 },
		{ S("  audio: {file: ../b.mp3}\n"), "", "bad_file_name", EXH_YAML, 5 },
		{ S("  audio: {file: a.mp4}\n"), "", "bad_media_type", EXH_YAML, 5 },
		{ S("  video: {object: o, file: a.mp4,\n   captions: {lt: a.srt}}\n"), "", "bad_captions",
		    EXH_YAML, 6 },
		{ S("  place: {latitude: 91, longitude: 25}\n"), "", "bad_place", EXH_YAML, 5 },
		{ S("  quote: {text: {lt: a}, lang: Lithuanian}\n"), "", "bad_language", EXH_YAML, 5 },
		{ S(""), "## A {#a}\n\n<b>a</b>\n", "markup", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n[a](javascript:b)\n", "bad_link", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n[a]()\n", "bad_link", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n[](http://a.lt/)\n", "empty_link", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n[Plačiau…](http://a.lt/)\n", "vague_link", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n![a](b.jpg)\n", "image_in_text", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n## B\n", "heading_without_id", "lt.md", 3 },
		{ S(""), "# A\n\n## A {#a}\n", "heading_level", "lt.md", 1 },
		{ S(""), "## A {#a}\n\n##### B\n", "heading_jump", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n## B {#b}\n", "unknown_step", "lt.md", 3 },
		{ S(""), "## A {#a}\n\n## B {#a}\n", "duplicate_heading", "lt.md", 3 },
		{ S(""), "\n## {#a}\n", "empty_heading", "lt.md", 2 },
		{ S(""), "## A {#a}\n\na\x01\n", "control_character", "lt.md", 3 },
	};

	(void)state;
	folder_put(&f, "media/a.mp4", "x");
	{
		char	path[128];

		(void)snprintf(path, sizeof(path), "%s/media/link.mp3", f.path);
		assert_int_equal(symlink("a.mp4", path), 0);
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct exh_exhibition	 *x;
		const struct exh_finding *found;

		folder_put(&f, "exhibition.yaml", rows[i].yaml);
		folder_put(&f, "lt.md", rows[i].text);
		x = load();
		found = finding(x, rows[i].code);
		if (found == NULL || found->line != rows[i].line || !vt_str_eq_c(found->file, rows[i].file)) {
			print_error("row %zu: %s %s:%d\n", i, rows[i].code, rows[i].file, rows[i].line);
			print_findings(x);
			fail();
		}
	}
}

/* Only what cannot be read at all is an error: it names file, line and mend. */
static void
what_cannot_be_read_is_an_error(void **state)
{
	static const struct {
		const char *yaml, *text, *says;
		vt_err err;
	} rows[] = {
		{ "title: {lt: a\nx: 1\n", "", "exhibition.yaml, line 2", VT_E_BADARG },
		{ "", "", "exhibition.yaml, line 1", VT_E_BADARG },
		{ "- a\n", "", "exhibition.yaml, line 1", VT_E_BADARG },
		{ "a: 1\na: 2\n", "", "exhibition.yaml, line 2: 'a' stands here again", VT_E_BADARG },
		{ "a: 1\nb: \xff\n", "", "exhibition.yaml, line 2: this is no UTF-8", VT_E_BADARG },
		{ Y(""), "a\n\n\xc4\n", "lt.md, line 3: this is no UTF-8", VT_E_BADARG },
	};
	struct exh_exhibition	*x;
	char			 path[128];

	(void)state;
	assert_int_equal(exh_load(a, vt_str_of(f.path), VT_STR("utena"), &x), VT_E_NOTFOUND);
	for (size_t i = 0; i < COUNT(rows); i++) {
		folder_put(&f, "exhibition.yaml", rows[i].yaml);
		folder_put(&f, "lt.md", rows[i].text);
		assert_int_equal(exh_load(a, vt_str_of(f.path), VT_STR("utena"), &x), rows[i].err);
		vt_test_has(vt_fail_text(rows[i].err), rows[i].says);
	}
	/* A link that leads out of the folder is no file of it. */
	(void)snprintf(path, sizeof(path), "%s/exhibition.yaml", f.path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_equal(exh_load(a, vt_str_of(f.path), VT_STR("utena"), &x), VT_E_NOTFOUND);
	vt_test_has(vt_fail_text(VT_E_NOTFOUND), "symbolic link");
}

static void
names_of_files_stay_within(void **state)
{
	static const char *const good[] = { "a.mp3", "Varpas_2-a.lt.vtt" };
	static const char *const bad[] = { "", ".", "..", ".a", "-a", "a/b", "a\\b", "ą.mp3", "a b" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(exh_is_file_name(vt_str_of(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(exh_is_file_name(vt_str_of(bad[i])));
	assert_true(exh_is_slug(VT_STR("utena-1912")));
	assert_false(exh_is_slug(VT_STR("-utena")));
	assert_false(exh_is_slug(VT_STR("Utena")));
	assert_false(exh_is_slug(VT_STR("a/b")));
}

static void
regions_are_parsed(void **state)
{
	struct exh_region	r;
	static const char *const bad[] = { "", "1,2,3", "1,2,3,4,5", "1,2,0,4", "-1,2,3,4", "1.5,2,3,4",
		"pct:50,0,60,10", "a,b,c,d", "1,2,3,4,", "pct:", "1e3,2,3,4" };

	(void)state;
	assert_true(exh_region_parse(VT_STR("xywh=1,2,3,4"), &r) && r.unit == EXH_PIXELS && r.h == 4);
	assert_true(exh_region_parse(VT_STR("pct:0.5,0,99.5,100"), &r) && r.unit == EXH_PERCENT);
	assert_true(exh_region_parse(VT_STR("full"), &r) && r.unit == EXH_WHOLE);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(exh_region_parse(vt_str_of(bad[i]), &r));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_whole_folder_is_read, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(a_version_is_that_of_the_files, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_found, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_an_error, folder_setup, folder_teardown),
		cmocka_unit_test(names_of_files_stay_within),
		cmocka_unit_test(regions_are_parsed),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
