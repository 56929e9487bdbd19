/* SPDX-License-Identifier: Apache-2.0 */
/* The gate before publishing: each fault, seeded alone, is found where it is. */
#include "vt_test.h"

#include "check/exh_check.c"
#include "check/exh_check_object.c"
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

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* A catalogue of five objects; any pointer stands for it. */
static int	catalog;
#define CATALOG ((struct vt_catalog *)(void *)&catalog)

vt_err
vt_catalog_object(struct vt_catalog *c, struct vt_arena *a, struct vt_str id, struct vt_object *o)
{
	(void)c;
	(void)a;
	*o = (struct vt_object){ .identifier = id, .rights = VT_STR("http://example.org/") };
	if (vt_str_eq_c(id, "bare"))
		o->rights = VT_STR_NONE;
	else if (vt_str_eq_c(id, "closed"))
		o->access = VT_ACCESS_METADATA;
	else if (vt_str_eq_c(id, "later")) {
		o->access = VT_ACCESS_EMBARGO;
		o->embargo_until = INT64_MAX;
	} else if (vt_str_eq_c(id, "gone"))
		o->is_deleted = true;
	else if (!vt_str_eq_c(id, "open"))
		return (vt_fail(VT_E_NOTFOUND, "none"));
	return (VT_OK);
}

vt_err
vt_catalog_file(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_str name,
    struct vt_file *file_r)
{
	(void)c;
	(void)a;
	(void)object;
	(void)file_r;
	return (vt_str_eq_c(name, "film.mp4") || vt_str_eq_c(name, "with.mp4") ? VT_OK : vt_fail(VT_E_NOTFOUND, "none"));
}

/* "with.mp4" has captions. */
vt_err
vt_catalog_files(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_file **list_r,
    size_t *count_r)
{
	static struct vt_file	files[] = { { .name = { "with.lt.vtt", 11 } } };

	(void)c;
	(void)a;
	(void)object;
	*list_r = files;
	*count_r = 1;
	return (VT_OK);
}

bool
vt_file_captions(const struct vt_file *file, struct vt_str film, struct vt_str *language_r)
{
	*language_r = VT_STR("lt");
	return (vt_str_eq_c(file->name, "with.lt.vtt") && vt_str_eq_c(film, "with.mp4"));
}

vt_err
exh_find(struct vt_catalog *c, struct vt_arena *a, const struct exh_picture *p,
    struct exh_shown *shown_r)
{
	(void)c;
	(void)a;
	(void)shown_r;
	if (p->page > 1)
		return (vt_fail(VT_E_NOTFOUND, "no page"));
	return (p->region.x >= 1000 ? vt_fail(VT_E_RANGE, "outside") : VT_OK);
}

#include "exh_folder_of.h"

/* Without a fault; what stands in a row takes the place of something. */
static const char yaml[] =
    "title: {lt: Utena, en: Utena, easy: Utena}\n"
    "summary: {lt: a, en: b, easy: c}\n"
    "languages: [lt, en, easy]\n"
    "cover: {object: open, alt: {lt: a, en: b}}\n"
    "authors: [{name: A, role: {lt: a, en: b}}]\n"
    "rights: http://example.org/\n"
    "steps:\n"
    "  - id: a\n"
    "    image:\n"
    "      object: open\n"
    "      alt: {lt: a, en: b}\n"
    "      description: {lt: a, en: b}\n"
    "      caption: {lt: c, en: d, easy: e}\n"
    "    place: {latitude: 1, longitude: 2, name: {lt: a, en: b}}\n"
    "    date: {value: 1912, label: {lt: a, en: b}}\n"
    "    audio: {file: a.mp3, label: {lt: a, en: b}, transcript: {lt: a.md, en: a.md}}\n"
    "    video:\n"
    "      object: open\n"
    "      file: film.mp4\n"
    "      label: {lt: a, en: b}\n"
    "      captions: {lt: a.vtt, en: a.vtt}\n"
    "      transcript: {lt: a.md, en: a.md}\n"
    "    quote: {text: {lt: a}, source: {lt: a, en: b}, lang: lt}\n"
    "    question:\n"
    "      ask: {lt: a, en: b, easy: c}\n"
    "      answer: {lt: a, en: b, easy: c}\n";
static const char *const texts[EXH_VERSIONS] = {
	"Pradžia.\n\n## A {#a}\n\nLietuviškai.\n", "Opening.\n\n## A {#a}\n\nIn English.\n",
	"Pradžia.\n\n## A {#a}\n\nLengvai.\n", NULL,	/* not every exhibition has the last one */
};

/* text with the first `from` in it replaced by `to`. */
static void
put_with(const char *name, const char *text, const char *from, const char *to)
{
	const char	*at = from != NULL ? strstr(text, from) : NULL;
	struct vt_buf	 out;

	vt_buf_init(&out, 0);
	if (at != NULL) {
		vt_buf_put(&out, text, (size_t)(at - text));
		vt_buf_str(&out, vt_str_of(to));
		vt_buf_str(&out, vt_str_of(at + strlen(from)));
	} else
		vt_buf_str(&out, vt_str_of(text));
	folder_put_bytes(&f, name, out.p, out.len);
	vt_buf_fini(&out);
}

static void
put_all(const char *file, const char *from, const char *to)
{
	static const char *const names[EXH_VERSIONS] = { "lt.md", "en.md", "easy.md", "easy.en.md" };

	put_with(EXH_YAML, yaml, strcmp(file, EXH_YAML) == 0 ? from : NULL, to);
	for (int v = 0; v < EXH_VERSIONS && texts[v] != NULL; v++)
		put_with(names[v], texts[v], strcmp(file, names[v]) == 0 ? from : NULL, to);
	folder_put(&f, "media/a.mp3", "x");
	folder_put(&f, "media/a.md", "Bim.\n");
	folder_put(&f, "media/a.vtt", strcmp(file, "a.vtt") == 0 ? to : "WEBVTT\n");
}

static const struct exh_finding	*list;
static size_t			 list_count;

static void
check(struct vt_catalog *c)
{
	struct exh_exhibition	*x;

	assert_int_equal(exh_load(a, vt_str_of(f.path), VT_STR("utena"), &x), VT_OK);
	assert_int_equal(exh_check(a, c, x, &list, &list_count), VT_OK);
}

static void
print_list(void)
{
	for (size_t i = 0; i < list_count; i++)
		print_error("   %.*s:%d %d %s %.*s\n", VT_STR_ARG(list[i].file), list[i].line,
		    list[i].severity, list[i].code, VT_STR_ARG(list[i].what));
}

static void
a_whole_exhibition_lacks_nothing(void **state)
{
	(void)state;
	put_all("", NULL, "");
	check(CATALOG);
	if (list_count != 0)
		print_list();
	assert_int_equal(list_count, 0);
	check(NULL);
	assert_int_equal(list_count, 1);
	assert_string_equal(list[0].code, "no_catalog");
}

static void
each_fault_is_found_where_it_is(void **state)
{
	static const struct {
		const char		*file, *from, *to, *code, *in;	/* in: where it is found; NULL: file */
		int			 line;
		enum exh_severity	 severity;
		const char		*what;
	} rows[] = {
		{ EXH_YAML, "title: {lt: Utena, en: Utena, easy: Utena}", "title: {}", "missing_title", NULL,
		    1, EXH_ERROR, "title" },
		{ EXH_YAML, "en: Utena, easy", "easy", "missing_title", NULL, 1, EXH_ERROR, "title (en)" },
		{ EXH_YAML, ", easy: Utena", "", "missing_easy", NULL, 1, EXH_ERROR, "title (easy)" },
		{ EXH_YAML, "summary: {lt: a, en: b, easy: c}", "", "missing_summary", NULL, 1, EXH_WARNING,
		    "summary" },
		{ EXH_YAML, "authors: [{name: A, role: {lt: a, en: b}}]", "", "missing_authors", NULL, 0,
		    EXH_WARNING, "authors" },
		{ EXH_YAML, "role: {lt: a, en: b}", "role: {lt: a}", "missing_translation", NULL, 5,
		    EXH_ERROR, "authors: A, role (en)" },
		{ EXH_YAML, "rights: http://example.org/", "", "missing_rights", NULL, 0, EXH_ERROR,
		    "rights" },
		{ EXH_YAML, "cover: {object: open, alt: {lt: a, en: b}}", "", "missing_cover", NULL, 0,
		    EXH_WARNING, "cover" },
		{ EXH_YAML, "alt: {lt: a, en: b}}", "alt: {lt: a}}", "missing_alt", NULL, 4, EXH_ERROR,
		    "cover (en)" },
		{ EXH_YAML, "      alt: {lt: a, en: b}\n", "", "missing_alt", NULL, 9, EXH_ERROR,
		    "a: image" },
		{ EXH_YAML, "      alt: {lt: a, en: b}\n", "      alt: {lt: a.JPG, en: b}\n",
		    "alt_is_file_name", NULL, 11, EXH_ERROR, "a: image (lt)" },
		{ EXH_YAML, "caption: {lt: c", "caption: {lt: a", "alt_is_caption", NULL, 11, EXH_WARNING,
		    "a: image (lt)" },
		{ EXH_YAML, "      alt: {lt: a", "      decorative: yes\n      alt: {lt: a",
		    "decorative_alt", NULL, 12, EXH_WARNING, "a: image" },
		{ EXH_YAML, "      description: {lt: a, en: b}\n", "", "missing_description", NULL, 9,
		    EXH_NOTE, "a: image.description" },
		{ EXH_YAML, "description: {lt: a, en: b}", "description: {en: b}",
		    "missing_description", NULL, 12, EXH_ERROR, "a: image.description (lt)" },
		{ EXH_YAML, "en: d, easy: e", "easy: e", "missing_translation", NULL, 13, EXH_ERROR,
		    "a: image.caption (en)" },
		{ EXH_YAML, "en: d, easy: e", "en: d", "missing_easy", NULL, 13, EXH_NOTE,
		    "a: image.caption (easy)" },
		{ EXH_YAML, "name: {lt: a, en: b}", "name: {lt: a}", "missing_translation", NULL, 14,
		    EXH_ERROR, "a: place.name (en)" },
		{ EXH_YAML, "1912, label: {lt: a, en: b}", "1912, label: {lt: a}", "missing_translation",
		    NULL, 15, EXH_ERROR, "a: date.label (en)" },
		{ EXH_YAML, "mp3, label: {lt: a, en: b}", "mp3", "missing_label", NULL, 16, EXH_ERROR,
		    "a: audio" },
		{ EXH_YAML, ", transcript: {lt: a.md, en: a.md}", "", "missing_transcript", NULL, 16,
		    EXH_ERROR, "a: audio" },
		{ EXH_YAML, ", transcript: {lt: a.md, en: a.md}", ", transcript: {lt: a.md}",
		    "missing_transcript", NULL, 16, EXH_ERROR, "a: audio (en)" },
		{ EXH_YAML, "      captions: {lt: a.vtt, en: a.vtt}\n", "", "missing_captions", NULL, 17,
		    EXH_ERROR, "a: video" },
		{ EXH_YAML, "captions: {lt: a.vtt, en: a.vtt}", "captions: {lt: a.vtt}",
		    "missing_captions", NULL, 21, EXH_WARNING, "a: video (en)" },
		{ "a.vtt", NULL, "1\n00:00\n", "not_webvtt", EXH_YAML, 21, EXH_ERROR, "a: video, a.vtt" },
		{ "a.vtt", NULL, "WEBVTT\n\n00:01,000 --> 00:02,000\nBim.\n", "bad_cue", EXH_YAML, 21,
		    EXH_WARNING, "a: video, a.vtt:3" },
		{ EXH_YAML, "film.mp4", "other.mp4", "missing_object_file", NULL, 17, EXH_ERROR,
		    "open, other.mp4" },
		{ EXH_YAML, ", source: {lt: a, en: b}", "", "missing_source", NULL, 23, EXH_WARNING,
		    "a: quote.source" },
		{ EXH_YAML, ", lang: lt", "", "missing_translation", NULL, 23, EXH_ERROR,
		    "a: quote.text (en)" },
		{ EXH_YAML, "      answer: {lt: a, en: b, easy: c}\n", "", "missing_answer", NULL, 25,
		    EXH_ERROR, "a: question.answer" },
		{ EXH_YAML, "      ask: {lt: a, en: b, easy: c}\n", "", "missing_question", NULL, 25,
		    EXH_ERROR, "a: question.ask" },
		{ EXH_YAML, "      object: open", "      object: nobody", "unknown_object", NULL, 9,
		    EXH_ERROR, "nobody" },
		{ EXH_YAML, "      object: open", "      object: gone", "withdrawn_object", NULL, 9,
		    EXH_ERROR, "gone" },
		{ EXH_YAML, "      object: open", "      object: closed", "closed_object", NULL, 9,
		    EXH_ERROR, "closed" },
		{ EXH_YAML, "      object: open", "      object: later", "closed_object", NULL, 9,
		    EXH_ERROR, "later" },
		{ EXH_YAML, "      object: open", "      object: bare", "missing_object_rights", NULL, 9,
		    EXH_ERROR, "bare" },
		{ EXH_YAML, "      object: open", "      object: open\n      page: 2", "unknown_page", NULL,
		    9, EXH_ERROR, "open, 2" },
		{ EXH_YAML, "      object: open", "      object: open\n      region: \"1000,0,1,1\"",
		    "region_outside", NULL, 9, EXH_ERROR, "open, 1" },
		{ "en.md", "## A {#a}", "### A", "missing_step_text", EXH_YAML, 8, EXH_ERROR, "a (en.md)" },
		{ "easy.md", "## A {#a}", "### A", "missing_step_text", EXH_YAML, 8, EXH_ERROR,
		    "a (easy.md)" },
		{ "en.md", "Opening.\n", "", "missing_opening", NULL, 1, EXH_ERROR, "en.md" },
		{ "en.md", "In English.", "Lietuviškai.", "untranslated_text", NULL, 3, EXH_WARNING, "a" },
		{ "en.md", "In English.", "[here](/en/)", "vague_link", NULL, 5, EXH_WARNING, "here" },
		{ "lt.md", "{#a}", "{#b}", "unknown_step", NULL, 3, EXH_ERROR, "b" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char	*in = rows[i].in != NULL ? rows[i].in : rows[i].file;
		size_t		 n = 0;

		put_all(rows[i].file, rows[i].from, rows[i].to);
		check(CATALOG);
		while (n < list_count && !(strcmp(list[n].code, rows[i].code) == 0 &&
		    list[n].line == rows[i].line && vt_str_eq_c(list[n].file, in) &&
		    list[n].severity == rows[i].severity && vt_str_eq_c(list[n].what, rows[i].what)))
			n++;
		if (n < list_count)
			continue;
		print_error("row %zu: %s:%d %s %s\n", i, in, rows[i].line, rows[i].code, rows[i].what);
		print_list();
		fail();
	}
}

/* A film of the catalogue brings its captions along. */
static void
captions_of_the_object_are_enough(void **state)
{
	(void)state;
	put_all(EXH_YAML,
	    "      file: film.mp4\n      label: {lt: a, en: b}\n      captions: {lt: a.vtt, en: a.vtt}\n",
	    "      file: with.mp4\n      label: {lt: a, en: b}\n");
	check(CATALOG);
	if (list_count > 0)
		print_list();
	assert_int_equal(list_count, 0);
}

/* Beyond so many, one more says that there are others. */
static void
a_flood_of_findings_ends(void **state)
{
	struct vt_buf	out;

	(void)state;
	put_all("", NULL, "");
	vt_buf_init(&out, 0);
	vt_buf_str(&out, VT_STR("title: {lt: a}\nlanguages: [lt]\n"));
	for (int i = 0; i < 1500; i++)
		vt_buf_printf(&out, "key%d: x\n", i);
	folder_put_bytes(&f, EXH_YAML, out.p, out.len);
	vt_buf_fini(&out);
	check(NULL);
	assert_int_equal(list_count, EXH_FINDINGS_MAX + 1);
	assert_string_equal(list[0].code, "more_findings");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_whole_exhibition_lacks_nothing, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(each_fault_is_found_where_it_is, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(captions_of_the_object_are_enough, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(a_flood_of_findings_ends, folder_setup, folder_teardown),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
