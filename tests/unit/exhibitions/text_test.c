/* SPDX-License-Identifier: Apache-2.0 */
/* Markdown as strangers might write it comes out as nothing but text and its structure. */
#include <time.h>

#include "vt_test.h"

#include "read/exh_folder.c"
#include "read/exh_seen.c"
#include "read/exh_load_parts.c"
#include "read/exh_text.c"
#include "read/exh_text_sift.c"
#include "exh_words.c"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct vt_str
html(struct exh_load *l, const char *text)
{
	struct vt_str	out = VT_STR_NONE;

	l->a = l->scratch = vt_arena_new(0);
	exh_findings_init(&l->findings, l->a);
	assert_int_equal(exh_text_html(l, VT_STR("media/a.md"), vt_str_of(text), &out), VT_OK);
	return (out);
}

static void
markup_does_not_come_through(void **state)
{
	static const struct {
		const char *text, *html, *code;
	} rows[] = {
		{ "a <script>alert(1)</script> b", "<p>a alert(1) b</p>\n", "markup" },
		{ "<script>alert(1)</script>", "", "markup" },
		{ "<!-- note --> a", "", NULL },
		{ "a <!-- note --> b", "<p>a  b</p>\n", NULL },
		{ "&lt;b&gt; & \" '", "<p>&lt;b&gt; &amp; &quot; '</p>\n", NULL },
		{ "[a](javascript:alert(1))", "<p>a</p>\n", "bad_link" },
		{ "[a](JaVaScRiPt:alert(1))", "<p>a</p>\n", "bad_link" },
		{ "[a](&#106;avascript:alert(1))", "<p>a</p>\n", "bad_link" },
		{ "[a](data:text/html,x)", "<p>a</p>\n", "bad_link" },
		{ "[a](//evil.example/)", "<p>a</p>\n", "bad_link" },
		{ "[a](\\\\evil.example)", "<p>a</p>\n", "bad_link" },
		{ "[a](/\\evil.example)", "<p>a</p>\n", "bad_link" },
		{ "<javascript:a>", "<p>javascript:a</p>\n", "bad_link" },
		{ "[**a** b][c]\n\n[c]: vbscript:x", "<p><strong>a</strong> b</p>\n", "bad_link" },
		{ "![a *b*](http://evil.example/x.png)", "<p>a <em>b</em></p>\n", "image_in_text" },
		{ "[![a](x)](http://good.example/)", "<p><a href=\"http://good.example/\">a</a></p>\n",
		    "image_in_text" },
		{ "![a ![b](x) *c*](y) d", "<p>a b <em>c</em> d</p>\n", "image_in_text" },
		{ "[b](http://a.lt/?a=\"b)", "<p><a href=\"http://a.lt/?a=%22b\">b</a></p>\n", NULL },
		{ "[b](/objects/a#b:c)", "<p><a href=\"/objects/a#b:c\">b</a></p>\n", NULL },
		{ "[b](../objects/a)", "<p>b</p>\n", "bad_link" },
		{ "[b](www.utena.lt)", "<p>b</p>\n", "bad_link" },
		{ "<mailto:a@b.lt>", "<p><a href=\"mailto:a@b.lt\">mailto:a@b.lt</a></p>\n", NULL },
		{ "# A\n\n> ## B", "<h4>A</h4>\n<blockquote>\n<h3>B</h3>\n</blockquote>\n", NULL },
		{ "a\xe2\x80\xae" "b", "<p>ab</p>\n", "control_character" },
		{ "", "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct exh_load	l = { .x = &(struct exh_exhibition){ .slug = { NULL, 0 } } };

		vt_test_str(rows[i].text, html(&l, rows[i].text), rows[i].html);
		if (rows[i].code == NULL)
			assert_int_equal(l.findings.count, 0);
		else
			assert_string_equal(l.findings.items[0].code, rows[i].code);
		vt_arena_free(&l.a);
	}
}

/* cmark holds each line against all that is open: such a text would take minutes. */
static void
what_is_nested_without_end_is_refused(void **state)
{
	struct exh_load	l = { .x = &(struct exh_exhibition){ .slug = { NULL, 0 } } };
	char		text[400];
	struct vt_str	out;

	(void)state;
	memset(text, '>', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	l.a = l.scratch = vt_arena_new(0);
	exh_findings_init(&l.findings, l.a);
	assert_int_equal(exh_text_html(&l, VT_STR("a.md"), vt_str_of(text), &out), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "a.md, line 1");
	memset(text, '-', sizeof(text) - 1);		/* a line across */
	assert_int_equal(exh_text_html(&l, VT_STR("a.md"), vt_str_of(text), &out), VT_OK);
	vt_test_str("line", out, "<hr />\n");
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, i % 2 == 0 ? "1. " : "2) ", 3);
	assert_int_equal(exh_text_html(&l, VT_STR("a.md"), vt_str_of(text), &out), VT_E_BADARG);
	memset(text, '\t', sizeof(text) - 1);	/* goes on within what lines before began */
	memcpy(text + 300, "- a", 3);
	assert_int_equal(exh_text_html(&l, VT_STR("a.md"), vt_str_of(text), &out), VT_E_BADARG);
	memset(text, ' ', sizeof(text) - 1);		/* an empty line */
	assert_int_equal(exh_text_html(&l, VT_STR("a.md"), vt_str_of(text), &out), VT_OK);
	vt_arena_free(&l.a);
}

/* Pictures within pictures, around many lines: minutes when each moves all that is in it. */
static void
pictures_within_pictures_take_no_longer(void **state)
{
	struct exh_load	l = { .x = &(struct exh_exhibition){ .slug = { NULL, 0 } } };
	struct vt_buf	text;
	struct vt_str	out = VT_STR_NONE;
	clock_t		begin = clock();

	(void)state;
	vt_buf_init(&text, 0);
	for (int i = 0; i < 60000; i++)
		vt_buf_str(&text, VT_STR("!["));
	for (int i = 0; i < 100000; i++)
		vt_buf_str(&text, VT_STR("a\n"));
	for (int i = 0; i < 60000; i++)
		vt_buf_str(&text, VT_STR("](b)"));
	l.a = l.scratch = vt_arena_new(0);
	exh_findings_init(&l.findings, l.a);
	assert_int_equal(exh_text_html(&l, VT_STR("a.md"), vt_buf_get(&text), &out), VT_OK);
	assert_true(vt_str_starts(out, VT_STR("<p>a\na\n")));
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 8);
	vt_buf_fini(&text);
	vt_arena_free(&l.a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_does_not_come_through),
		cmocka_unit_test(what_is_nested_without_end_is_refused),
		cmocka_unit_test(pictures_within_pictures_take_no_longer),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
