/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates, case by case: what Mustache's specification promises, in our own
 * words and examples; then messages, and what must be impossible.
 */
#include "text/folder.h"

#include "base/yaml_load.h"
#include "text/template.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* --- data written as YAML: "html:…" is trusted markup ------------------------ */

static struct vt_value *
value_of(struct vt_arena *a, yaml_document_t *doc, const yaml_node_t *node)
{
	struct vt_value *v;

	if (node->type == YAML_SEQUENCE_NODE) {
		v = vt_value_list(a);
		for (yaml_node_item_t *i = node->data.sequence.items.start;
		     i < node->data.sequence.items.top; i++)
			vt_value_add(v, value_of(a, doc, yaml_document_get_node(doc, *i)));
		return (v);
	}
	v = vt_value_map(a);
	if (node->type == YAML_MAPPING_NODE) {
		for (yaml_node_pair_t *p = node->data.mapping.pairs.start;
		     p < node->data.mapping.pairs.top; p++) {
			struct vt_str key = vt_yaml_text(yaml_document_get_node(doc, p->key));

			vt_value_set(v, vt_str_c(a, key),
				     value_of(a, doc, yaml_document_get_node(doc, p->value)));
		}
		return (v);
	}
	struct vt_str text = vt_yaml_text(node);
	bool is_plain = node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	int64_t n;

	if (vt_yaml_is_nothing(node))
		return (NULL);
	if (vt_str_starts(text, VT_STR("html:")))
		vt_value_set_html(v, "v", vt_str_sub(text, 5, text.len));
	else if (is_plain && (vt_str_eq_c(text, "true") || vt_str_eq_c(text, "false")))
		vt_value_set_bool(v, "v", text.p[0] == 't');
	else if (is_plain && vt_str_to_int(text, INT64_MIN, INT64_MAX, &n))
		vt_value_set_int(v, "v", n);
	else
		vt_value_set_str(v, "v", text);
	return (v->first != NULL ? (struct vt_value *)(uintptr_t)v->first->value : NULL);
}

static struct vt_value *
data_of(struct vt_arena *a, const char *yaml)
{
	yaml_document_t doc;
	struct vt_value *v = NULL;

	assert_int_equal(vt_yaml_parse(vt_str_of(yaml), yaml, &doc), VT_OK);
	if (yaml_document_get_root_node(&doc) != NULL)
		v = value_of(a, &doc, yaml_document_get_root_node(&doc));
	yaml_document_delete(&doc);
	return (v);
}

/* --- one rendering -------------------------------------------------------------- */

struct row {
	const char *template, *data, *want;
	const char *p, *q; /* partials p and parts/q */
};

static struct vt_messages *messages;

static vt_err
render(const struct row *row, const char *language, struct vt_buf *out)
{
	const struct vt_test_file files[] = {
		{ "main.mustache", row->template },
		{ "p.mustache", row->p != NULL ? row->p : "" },
		{ "parts/q.mustache", row->q != NULL ? row->q : "" },
		{ NULL, NULL },
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_templates *set = NULL;
	vt_err err;

	vt_fail_clear();
	vt_test_folder_make(files);
	err = vt_templates_open(vt_test_folder, messages, &set);
	vt_test_folder_remove(files);
	if (err == VT_OK)
		err = vt_templates_render(set, "main", language,
					  data_of(a, row->data != NULL ? row->data : ""), out);
	vt_templates_free(&set);
	vt_arena_free(&a);
	return (err);
}

static void
check(const struct row *rows, size_t count, const char *language)
{
	for (size_t i = 0; i < count; i++) {
		struct vt_buf out;
		vt_err err;

		vt_buf_init(&out, 1 << 20);
		err = render(&rows[i], language, &out);
		if (err != VT_OK)
			fail_msg("%s: %s", rows[i].template, vt_fail_text(err));
		vt_test_str(rows[i].template, vt_buf_get(&out), rows[i].want);
		vt_buf_fini(&out);
	}
}

/* --- Mustache --------------------------------------------------------------------- */

static void
values(void **state)
{
	static const struct row rows[] = {
		{ "Sveiki", NULL, "Sveiki", NULL, NULL },
		{ "", NULL, "", NULL, NULL },
		{ "{{a}} {{ a }} {{	a\n}}", "a: x", "x x x", NULL, NULL },
		{ "{{a}}", "a: \"<b> & \\\"c\\\" 'd'\"",
		  "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;", NULL, NULL },
		{ "{{{a}}} {{&a}} {{& a }} {{{ a }}}", "a: 'html:<i>x</i>'",
		  "<i>x</i> <i>x</i> <i>x</i> <i>x</i>", NULL, NULL },
		{ "{{a}}", "a: 'html:<i>'", "&lt;i&gt;", NULL, NULL },
		{ "{{{a}}}", "a: '<i>'", "&lt;i&gt;", NULL, NULL }, /* not trusted */
		{ "{{a}}|{{b}}|{{c}}|{{d}}", "{a: 85, b: -7, c: true, d: false}",
		  "85|-7|true|false", NULL, NULL },
		{ "[{{a}}{{no}}{{{no}}}{{&no}}]", "a:", "[]", NULL, NULL },
		{ "{{a.b.c}}", "a: {b: {c: deep}}", "deep", NULL, NULL },
		{ "[{{a.b.c}}{{a.x}}{{x.y}}]", "a: {b: 5}", "[]", NULL, NULL },
		{ "[{{a}}{{l}}]", "{a: {b: c}, l: [1]}", "[]", NULL, NULL },
		{ "| {{a}} |\n  {{a}}\n", "a: x", "| x |\n  x\n", NULL, NULL },
		{ "{a} { {a} } }} {", "a: x", "{a} { {a} } }} {", NULL, NULL },
		{ "{{ž}}{{a-b}}{{a_b/c}}", "{ž: 1, a-b: 2, a_b/c: 3}", "123", NULL, NULL },
	};

	(void)state;
	check(rows, COUNT(rows), "en");
}

static void
sections(void **state)
{
	static const struct row rows[] = {
		{ "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "a: true", "yes", NULL, NULL },
		{ "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "a: false", "no", NULL, NULL },
		{ "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "", "no", NULL, NULL },
		{ "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "a: []", "no", NULL, NULL },
		{ "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "a: 0", "no", NULL, NULL },
		{ "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "a: ''", "no", NULL, NULL },
		{ "{{#a}}yes{{/a}}{{^a}}no{{/a}}", "a: {}", "yes", NULL, NULL },
		{ "{{#a}}{{b}}{{c}}{{/a}}", "{a: {b: in}, c: out}", "inout", NULL, NULL },
		{ "{{#a}}{{b}}{{/a}}", "{a: {b: in}, b: out}", "in", NULL, NULL },
		{ "{{#l}}{{.}},{{/l}}", "l: [1, two, '<3>']", "1,two,&lt;3&gt;,", NULL, NULL },
		{ "{{#l}}{{n}}{{#last}}.{{/last}}{{/l}}", "l: [{n: a}, {n: b, last: true}]", "ab.",
		  NULL, NULL },
		{ "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "l: [[1, 2], [3]]", "(12)(3)", NULL, NULL },
		{ "{{#a}}{{.}}{{/a}}", "a: text", "text", NULL, NULL },
		{ "{{#a.b}}x{{/a.b}}{{^a.c}}y{{/a.c}}", "a: {b: 1}", "xy", NULL, NULL },
		/* The first part decides; the rest is not looked for further out. */
		{ "[{{#a}}{{b.c}}{{/a}}]", "{a: {b: {}}, b: {c: WRONG}}", "[]", NULL, NULL },
		{ "{{#a}}{{#b}}{{#c}}{{x}}{{y}}{{z}}{{/c}}{{/b}}{{/a}}",
		  "{a: {x: 1}, b: {y: 2}, c: {z: 3}}", "123", NULL, NULL },
		{ "{{#a}}1{{#a}}2{{/a}}3{{/a}}", "a: true", "123", NULL, NULL },
		/* A value that is there and nothing hides one further out. */
		{ "[{{#a}}{{b}}{{/a}}]", "{a: {b: }, b: WRONG}", "[]", NULL, NULL },
		{ "[{{#l}}x{{/l}}]", "l: [~, 1]", "[xx]", NULL, NULL },
	};

	(void)state;
	check(rows, COUNT(rows), "en");
}

static void
lines(void **state)
{
	static const struct row rows[] = {
		{ "a\n{{#t1}}\nb\n{{/t1}}\nc\n", "t1: true", "a\nb\nc\n", NULL, NULL },
		{ "a\n  {{#t1}}  \n b\n\t{{/t1}}\nc", "t1: true", "a\n b\nc", NULL, NULL },
		{ "{{#t1}}\nb\n{{/t1}}", "t1: true", "b\n", NULL, NULL },
		{ "a\r\n{{#t1}}\r\nb\r\n{{/t1}}\r\n", "t1: true", "a\r\nb\r\n", NULL, NULL },
		{ "{{#t1}} b {{/t1}}\n", "t1: true", " b \n", NULL, NULL },
		{ "x {{#t1}}\nb\n{{/t1}}\n", "t1: true", "x \nb\n", NULL, NULL },
		{ "a\n{{! one }}\nb\n", NULL, "a\nb\n", NULL, NULL },
		{ "a\n  {{! more\n than one }}  \nb", NULL, "a\nb", NULL, NULL },
		{ "a {{! inline }} b\n", NULL, "a  b\n", NULL, NULL },
		{ "{{! {{a}}\n", NULL, "", NULL, NULL },
		{ "a\n{{=| |=}}\n|x|{{x}}\n|={{ }}=|\n{{x}}|x|\n", "x: 1", "a\n1{{x}}\n1|x|\n",
		  NULL, NULL },
		{ "{{=<% %>=}}(<%x%>)<%={{ }}=%>[{{x}}]", "x: 1", "(1)[1]", NULL, NULL },
		{ "{{= @ @ =}}@x@ @&x@ @{x}@", "x: 'html:<'", "&lt; < <", NULL, NULL },
		{ "{{#s}}{{=| |=}}|x||/s|{{x}}", "{s: true, x: 1}", "1{{x}}", NULL, NULL },
	};

	(void)state;
	check(rows, COUNT(rows), "en");
}

static void
partials(void **state)
{
	static const struct row rows[] = {
		{ "[{{> p}}]", "x: 1", "[(1)]", "({{x}})", NULL },
		{ "[{{>parts/q}}]", NULL, "[deep]", NULL, "deep" },
		{ "{{#l}}{{> p}}{{/l}}", "l: [{x: 1}, {x: 2}]", "(1)(2)", "({{x}})", NULL },
		{ "a\n  {{> p}}\nb\n", "x: '1'", "a\n  one\n  1\n\n  last\nb\n",
		  "one\n{{x}}\n\nlast\n", NULL },
		/* A value's own lines are not indented. */
		{ " {{> p}}\n", "x: \"1\\n2\"", " 1\n2\n", "{{x}}\n", NULL },
		{ "  {{> p}}\n", NULL, "  p\n    q1\n    q2\n", "p\n  {{> parts/q}}\n",
		  "q1\nq2\n" },
		{ "a {{> p}} b\n", NULL, "a 1\n2 b\n", "1\n2", NULL },
		{ "  {{> p}} b\n", NULL, "  1\n2 b\n", "1\n2", NULL },
		{ " {{> p}}\n", "l: [a, b]", " <\n a\n b\n >\n", "<\n{{#l}}\n{{.}}\n{{/l}}\n>\n",
		  NULL },
		/* A tree, as deep as its data. */
		{ "{{> p}}", "{n: a, kids: [{n: b, kids: []}, {n: c, kids: [{n: d, kids: []}]}]}",
		  "a(b()c(d()))", "{{n}}({{#kids}}{{> p}}{{/kids}})", NULL },
		{ "{{> p}}|{{x}}", "x: 1", "1{{x}}|1", "{{=| |=}}|x|{{x}}", NULL },
		{ "\t{{> p}}\n>", NULL, "\tx>", "x", NULL },
		{ " {{> p}}\r\n|", NULL, " x\n|", "x\n", NULL },
	};

	(void)state;
	check(rows, COUNT(rows), "en");
}

/* --- messages ----------------------------------------------------------------------- */

static const struct vt_test_file message_files[] = {
	{ "lt.yaml", "site: {name: 'Vartai & kiti'}\nkind: {map: Žemėlapis}\n"
		     "pages: {one: '{n} puslapis', few: '{n} puslapiai', other: '{n} puslapių'}\n"
		     "in: '{title} ({a.b})'\nnote_html: '<b>{title}</b>'\n"
		     "of: {one: '{n} iš {all}', few: '{n} iš {all}', other: '{n} iš {all}'}\n" },
	{ "en.yaml", "site: {name: Gates}\nkind: {map: Map}\n"
		     "pages: {one: '{n} page', other: '{n} pages'}\n"
		     "in: '{title} ({a.b})'\nnote_html: '<b>{title}</b>'\n"
		     "of: {one: '{n} of {all}', other: '{n} of {all}'}\n" },
	{ NULL, NULL },
};

static void
messages_in_lithuanian(void **state)
{
	static const struct row rows[] = {
		{ "{{#t}}site.name{{/t}}", NULL, "Vartai &amp; kiti", NULL, NULL },
		{ "{{#t}} site.name\n {{/t}}", NULL, "Vartai &amp; kiti", NULL, NULL },
		{ "{{#t}}kind.{{kind}}{{/t}}", "kind: map", "Žemėlapis", NULL, NULL },
		{ "{{#t}}kind.{{kind}}{{/t}}", "kind: '<x>'", "kind.&lt;x&gt;", NULL, NULL },
		{ "{{#t}}{{#a}}site.name{{/a}}{{^a}}kind.map{{/a}}{{/t}}", "a: false", "Žemėlapis",
		  NULL, NULL },
		{ "{{#t}}in{{/t}}", "{title: '<T>', a: {b: 5}}", "&lt;T&gt; (5)", NULL, NULL },
		{ "<a title=\"{{#t}}in{{/t}}\">", "{title: '\"'}", "<a title=\"&quot; ()\">", NULL,
		  NULL },
		{ "{{#t}}note_html{{/t}}", "{title: '<T>'}", "<b>&lt;T&gt;</b>", NULL, NULL },
		{ "<a title='{{#t}}note_html{{/t}}'>", "{title: x}",
		  "<a title='&lt;b&gt;x&lt;/b&gt;'>", NULL, NULL },
		{ "{{#t}}{{x}}{{/t}}", "x: '<b>_html'", "&lt;b&gt;_html", NULL, NULL },
		{ "{{#tn}}pages {{n}}{{/tn}}", "n: 1", "1 puslapis", NULL, NULL },
		{ "{{#tn}}pages {{n}}{{/tn}}", "n: 22", "22 puslapiai", NULL, NULL },
		{ "{{#tn}}pages {{n}}{{/tn}}", "n: 12000", "12\u00a0000 puslapių", NULL, NULL },
		{ "{{#tn}}pages 3{{/tn}}", NULL, "3 puslapiai", NULL, NULL },
		{ "{{#tn}}pages {{n}}{{/tn}}", "n: '<many>'", "&lt;many&gt; puslapių", NULL, NULL },
		{ "{{#tn}}of {{n}}{{/tn}}", "{n: 2, all: 9}", "2 iš 9", NULL, NULL },
		{ "{{#t_date}}{{d}}{{/t_date}}", "d: '1923-05-04'", "1923 m. gegužės 4 d.", NULL,
		  NULL },
		{ "{{#t_date}}{{d}}{{/t_date}}", "d: '<1923?>'", "&lt;1923?&gt;", NULL, NULL },
		{ "{{#t_number}}{{n}}{{/t_number}}", "n: 1234567", "1\u00a0234\u00a0567", NULL,
		  NULL },
		{ "{{#t_number}}{{n}}{{/t_number}}", "n: '<'", "&lt;", NULL, NULL },
		{ "{{t}}", "t: x", "x", NULL, NULL },
		/* A key has nothing to do with HTML. */
		{ "<p>{{#t}}<a href={{x}}{{/t}}</p>{{y}}", "y: 1", "<p>&lt;a href=</p>1", NULL,
		  NULL },
	};

	(void)state;
	check(rows, COUNT(rows), "lt");
}

static void
messages_in_english(void **state)
{
	static const struct row rows[] = {
		{ "{{#t}}site.name{{/t}}", NULL, "Gates", NULL, NULL },
		{ "{{#tn}}pages {{n}}{{/tn}}", "n: 1", "1 page", NULL, NULL },
		{ "{{#tn}}pages {{n}}{{/tn}}", "n: 12000", "12,000 pages", NULL, NULL },
		{ "{{#t_date}}{{d}}{{/t_date}}", "d: '1923-05-04'", "4 May 1923", NULL, NULL },
	};

	(void)state;
	check(rows, COUNT(rows), "en");
}

static void
without_messages_keys_stand_for_themselves(void **state)
{
	static const struct row rows[] = {
		{ "{{#t}}a.{{b}}{{/t}} {{#tn}}p {{n}}{{/tn}}", "{b: '<', n: 5}", "a.&lt; p 5", NULL,
		  NULL },
	};
	struct vt_messages *kept = messages;

	(void)state;
	messages = NULL;
	check(rows, COUNT(rows), "lt");
	messages = kept;
}

/* --- what must be impossible ------------------------------------------------------------ */

static void
urls(void **state)
{
	static const struct {
		const char *url; /* in YAML's double quotes */
		bool is_safe;
	} rows[] = {
		{ "http://a.lt/x?y=z", true },
		{ "HTTPS://a.lt", true },
		{ "mailto:info@a.lt", true },
		{ "/objects/a:b", true },
		{ "objects/1", true },
		{ "?q=a:b", true },
		{ "#top", true },
		{ "", true },
		{ "//a.lt", true },
		{ "a&b", true },
		{ "it's", true },
		{ "javascript:alert(1)", false },
		{ "JavaScript:alert(1)", false },
		{ " javascript:alert(1)", false },
		{ "\\tjava\\nscript:alert(1)", false },
		{ "\\x01javascript:alert(1)", false },
		{ "javascript\\t:alert(1)", false },
		{ "data:text/html,x", false },
		{ "vbscript:x", false },
		{ "file:///etc/passwd", false },
		{ "httpx:a", false },
		{ "http", true },
		{ "averyveryverylongscheme:x", false },
		{ "&#106;avascript:alert(1)", true },
	};
	static const char *const places[] = { "<a href=\"{{u}}\">", "<img src='{{{u}}}'>",
					      "<form\n action = \"{{#s}}{{u}}{{/s}}\">",
					      "<a HREF=\"{{e}}{{u}}\">" };
	char data[256], want[256];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		for (size_t k = 0; k < COUNT(places); k++) {
			struct row row = { places[k], data, want, "{{u}}", NULL };
			struct vt_buf out;

			(void)snprintf(data, sizeof(data), "{u: \"%s\", s: true, e: ''}",
				       rows[i].url);
			vt_buf_init(&out, 4096);
			assert_int_equal(render(&row, "en", &out), VT_OK);
			bool is_hash =
			    strstr(out.p, "\"#\"") != NULL || strstr(out.p, "'#'") != NULL;

			if (is_hash == rows[i].is_safe)
				fail_msg("%s in %s: %s", rows[i].url, places[k], out.p);
			vt_buf_fini(&out);
		}
	}
}

static void
urls_by_piece(void **state)
{
	static const struct row rows[] = {
		{ "<a href=\"{{a}}{{b}}\">", "{a: java, b: 'script:x'}", "<a href=\"#\">", NULL,
		  NULL },
		{ "<a href=\"{{a}}:{{b}}\">", "{a: javascript, b: x}", "<a href=\"#\">", NULL,
		  NULL },
		{ "<a href=\"https://{{a}}\">", "{a: 'x:1/y'}", "<a href=\"https://x:1/y\">", NULL,
		  NULL },
		{ "<img srcset=\"{{a}} 400w, {{b}} 2x\">", "{a: '/1.jpg', b: '/full/8,/0/d.jpg'}",
		  "<img srcset=\"/1.jpg 400w, /full/8,/0/d.jpg 2x\">", NULL, NULL },
		{ "<img srcset=\"{{a}} 400w, {{b}} 2x\">", "{a: '/1.jpg', b: 'data:x'}",
		  "<img srcset=\"#\">", NULL, NULL },
		/* What the template itself says whole is the author's own. */
		{ "<img src=\"data:image/png;base64,x\"><a href='javascript:x'>", NULL,
		  "<img src=\"data:image/png;base64,x\"><a href='javascript:x'>", NULL, NULL },
		{ "<a href=\"/x\">{{a}}</a><a\thref=\"{{a}}\"\tid=\"{{a}}\">", "a: 'x:y'",
		  "<a href=\"/x\">x:y</a><a\thref=\"#\"\tid=\"x:y\">", NULL, NULL },
		{ "<p data-href=\"{{a}}\" title=\"{{a}}\">href=\"{{a}}\"", "a: 'x:y'",
		  "<p data-href=\"x:y\" title=\"x:y\">href=\"x:y\"", NULL, NULL },
		{ "<a{{#a}} href=\"{{.}}\"{{/a}}>", "a: 'x:y'", "<a href=\"#\">", NULL, NULL },
		{ "<a href=\"{{#l}}{{.}}{{/l}}\">", "l: ['', 'x:y']", "<a href=\"#\">", NULL,
		  NULL },
		{ "{{#l}}<a href=\"{{.}}\">{{/l}}", "l: [/a, 'x:y', /b]",
		  "<a href=\"/a\"><a href=\"#\"><a href=\"/b\">", NULL, NULL },
		{ "<p title=\"{{{a}}}\">", "a: 'html:\"><b>'", "<p title=\"&quot;&gt;&lt;b&gt;\">",
		  NULL, NULL },
		{ "<script type=\"application/ld+json\">{{{a}}}</script>{{{b}}}",
		  "{a: 'html:{\"x\":1}', b: '<'}",
		  "<script type=\"application/ld+json\">{\"x\":1}</script>&lt;", NULL, NULL },
		{ "<script>{{{a}}}</script>", "a: 'alert(1)'", "<script></script>", NULL, NULL },
		{ "<p {{{a}}}>", "a: onclick=x", "<p >", NULL, NULL },
		{ "<p {{{a}}}>", "a: 'html:hidden'", "<p hidden>", NULL, NULL },
		{ "<!-- {{a}} --><!-- -- > <a href= --><b>{{a}}</b>", "a: '-->'",
		  "<!-- --&gt; --><!-- -- > <a href= --><b>--&gt;</b>", NULL, NULL },
		/* Browsers end a comment with "--!>" too, but not with "<!--!>". */
		{ "<!-- x --!><a href=\"{{a}}\">", "a: 'x:y'", "<!-- x --!><a href=\"#\">", NULL,
		  NULL },
		{ "<!----!><a href=\"{{a}}\">", "a: 'x:y'", "<!----!><a href=\"#\">", NULL, NULL },
		{ "<!--!> --><a href=\"{{a}}\">", "a: 'x:y'", "<!--!> --><a href=\"#\">", NULL,
		  NULL },
		{ "<!--><a href=\"{{a}}\">", "a: 'x:y'", "<!--><a href=\"#\">", NULL, NULL },
		{ "<!doctype html>\n<br/>{{a}}<input value=\"{{a}}\"disabled>{{a}}", "a: 1",
		  "<!doctype html>\n<br/>1<input value=\"1\"disabled>1", NULL, NULL },
		{ "1 < 2 {{a}} a<3 {{a}}", "a: x", "1 < 2 x a<3 x", NULL, NULL },
		/* A quote that seems to be open is text: what follows is a tag. */
		{ "1< b='<a href=\"{{a}}\">", "a: 'x:y'", "1< b='<a href=\"#\">", NULL, NULL },
	};

	(void)state;
	check(rows, COUNT(rows), "en");
}

static void
refusals(void **state)
{
	static const struct row rows[] = {
		{ "a\n{{#a}}\nb", NULL, "main.mustache, line 2: {{#a}} is not closed", NULL, NULL },
		{ "a{{/a}}", NULL, "line 1: {{/a}}: no section of this name is open", NULL, NULL },
		{ "{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}", NULL,
		  "line 3: {{/a}} stands where {{#b}} of line 2 is to be closed", NULL, NULL },
		{ "a\n\n{{a", NULL, "line 3: a tag begins here that does not end", NULL, NULL },
		{ "{{{a}}", NULL, "line 1: a tag begins here that does not end", NULL, NULL },
		{ "{{=<%}}", NULL, "line 1: a tag begins here", NULL, NULL },
		{ "{{=<%=}}", NULL, "two delimiters are expected", NULL, NULL },
		{ "{{=<% %> x=}}", NULL, "two delimiters are expected", NULL, NULL },
		{ "{{}}", NULL, "{{}}: this is no name", NULL, NULL },
		{ "{{a b}}", NULL, "{{a b}}: this is no name", NULL, NULL },
		{ "{{a..b}}", NULL, "this is no name", NULL, NULL },
		{ "{{#.a}}{{/.a}}", NULL, "this is no name", NULL, NULL },
		{ "\n {{> nowhere}}", NULL, "line 2: {{> nowhere}}: there is no such template",
		  NULL, NULL },
		{ "{{$a}}{{/a}}", NULL, "inheritance is not known here", NULL, NULL },
		{ "{{<a}}{{/a}}", NULL, "inheritance is not known here", NULL, NULL },
		{ "{{^t}}{{/t}}", NULL, "has no opposite", NULL, NULL },
		{ "{{#t}}{{> p}}{{/t}}", NULL, "a partial may not stand within", NULL, NULL },
		{ "<a {{> p}}>", NULL, "a partial may not stand within", NULL, NULL },
		{ "<a\n href={{a}}>", NULL,
		  "line 2: {{a}}: the attribute's value must stand in quotes", NULL, NULL },
		{ "<a id=x{{a}}>", NULL, "must stand in quotes", NULL, NULL },
		{ "<a id={{{a}}}>", NULL, "must stand in quotes", NULL, NULL },
		{ "<a onclick=\"x('{{a}}')\">", NULL, "cannot be made safe", NULL, NULL },
		{ "<a onclick=\"{{{a}}}\">", NULL, "cannot be made safe", NULL, NULL },
		{ "<a style=\"width:{{a}}px\">", NULL, "cannot be made safe", NULL, NULL },
		{ "<iframe srcdoc=\"{{a}}\">", NULL, "cannot be made safe", NULL, NULL },
		{ "<a {{a}}>", NULL, "within a tag a value may only stand in", NULL, NULL },
		{ "<a {{a}}=\"x\">", NULL, "within a tag", NULL, NULL },
		{ "<{{a}}>", NULL, "within a tag", NULL, NULL },
		{ "<a {{#t}}site.name{{/t}}>", NULL, "within a tag", NULL, NULL },
		{ "<script>var a = \"{{a}}\";</script>", NULL, "within <script> or <style>", NULL,
		  NULL },
		{ "<STYLE>{{a}}</STYLE>", NULL, "within <script> or <style>", NULL, NULL },
		{ "<script>'</scrip'; {{a}}</script>", NULL, "within <script>", NULL, NULL },
		{ "<a href=\"{{#x}}{{u}}\">{{/x}}", NULL, "begins and ends in different sections",
		  NULL, NULL },
		{ "{{#x}}<a href=\"{{u}}{{/x}}\">", NULL, "begins and ends in different sections",
		  NULL, NULL },
		{ "<a href=\"{{u}}", NULL, "the file ends within a tag", NULL, NULL },
		/* Else its caller's "a href=…" would be a tag that nobody saw. */
		{ "{{> p}}a href=\"{{u}}\">", NULL,
		  "p.mustache, line 1: the file ends within a tag", "x<", NULL },
		{ "x", NULL, "p.mustache, line 2: {{/b}}", "a\n{{/b}}", NULL },
		{ "x", NULL, "parts/q.mustache, line 1: {{/b}}", NULL, "{{/b}}" },
		{ "a\n{{#t}}no.such{{/t}}", NULL, "line 2: there is no message 'no.such'", NULL,
		  NULL },
		{ "{{#tn}}no.such {{n}}{{/tn}}", NULL, "there is no message 'no.such'", NULL,
		  NULL },
		{ "a\xff", NULL, "main.mustache is not UTF-8", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_buf out;
		vt_err err;

		vt_buf_init(&out, 4096);
		err = render(&rows[i], "lt", &out);
		if (err != VT_E_BADARG)
			fail_msg("taken: %s", rows[i].template);
		vt_test_has(vt_fail_text(err), rows[i].want);
		vt_buf_fini(&out);
	}
}

static void
limits(void **state)
{
	static const struct row endless = { "{{> p}}", NULL, NULL, "x{{> p}}", NULL };
	static const struct row wide = { "{{> p}}", NULL, NULL, "{{> p}}{{> p}}", NULL };
	static const struct row growing = { "{{> p}}", NULL, NULL, "x\n  {{> p}}\n", NULL };
	static const struct row many = { "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}"
					 "{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}",
					 "l: [1,1,1,1,1,1,1,1,1,1]", NULL, NULL, NULL };
	static const struct row long_page = { "{{#l}}{{#l}}{{#l}}0123456789{{/l}}{{/l}}{{/l}}",
					      "l: [1,1,1,1,1,1,1,1,1,1]", NULL, NULL, NULL };
	static const struct row long_key = { "{{#t}}{{#l}}{{#l}}{{#l}}0123456789{{/l}}{{/l}}{{/l}}"
					     "{{/t}}",
					     "l: [1,1,1,1,1,1,1,1,1,1]", NULL, NULL, NULL };
	char deep[65 * 14 + 1] = "";
	struct row too_deep = { deep, NULL, NULL, NULL, NULL };
	struct vt_buf out;

	(void)state;
	vt_buf_init(&out, 8192);
	assert_int_equal(render(&endless, "en", &out), VT_E_LIMIT);
	vt_test_has(vt_fail_text(VT_E_LIMIT), "go deeper than 64");
	vt_buf_reset(&out);
	assert_int_equal(render(&wide, "en", &out), VT_E_LIMIT);
	vt_buf_reset(&out);
	assert_int_equal(render(&growing, "en", &out), VT_E_LIMIT);
	vt_buf_reset(&out);
	assert_int_equal(render(&many, "en", &out), VT_E_LIMIT);
	vt_test_has(vt_fail_text(VT_E_LIMIT), "steps");
	vt_buf_reset(&out);
	assert_int_equal(render(&long_page, "en", &out), VT_E_LIMIT);
	vt_test_has(vt_fail_text(VT_E_LIMIT), "8192 bytes");
	vt_buf_reset(&out);
	assert_int_equal(render(&long_key, "en", &out), VT_E_LIMIT);
	vt_buf_fini(&out);
	for (int i = 0; i < 65; i++)
		memcpy(deep + 7 * i, "{{#a}} ", 7);
	for (int i = 0; i < 65; i++)
		memcpy(deep + 65 * 7 + 7 * i, "{{/a}} ", 7);
	assert_int_equal(render(&too_deep, "en", &out), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "too deep");
}

static void
names(void **state)
{
	static const struct vt_test_file files[] = {
		{ "home.mustache", "x" }, { "parts/head.mustache", "y" },
		{ "readme.txt", "{{#" },  { ".hidden.mustache", "{{#" },
		{ NULL, NULL },
	};
	struct vt_templates *set = NULL;
	struct vt_buf out;

	(void)state;
	vt_test_folder_make(files);
	assert_int_equal(vt_templates_open(vt_test_folder, NULL, &set), VT_OK);
	vt_test_folder_remove(files);
	assert_true(vt_templates_has(set, "home"));
	assert_true(vt_templates_has(set, "parts/head"));
	assert_false(vt_templates_has(set, "head"));
	assert_false(vt_templates_has(set, "readme"));
	vt_buf_init(&out, 100);
	assert_int_equal(vt_templates_render(set, "nowhere", "lt", NULL, &out), VT_E_NOTFOUND);
	vt_test_has(vt_fail_text(VT_E_NOTFOUND), "'nowhere'");
	assert_int_equal(vt_templates_render(set, "parts/head", "lt", NULL, &out), VT_OK);
	vt_test_str("partial by itself", vt_buf_get(&out), "y");
	vt_buf_fini(&out);
	vt_templates_free(&set);
	assert_null(set);
	vt_templates_free(&set);
	assert_int_equal(vt_templates_open("/no/such/folder", NULL, &set), VT_E_IO);
}

/* Behind each number of others: where the room for pieces is just used up, there is none
 * behind it to be looked at. */
static void
messages_without_a_key(void **state)
{
	struct vt_test_file files[] = { { "main.mustache", NULL }, { NULL, NULL } };
	struct vt_templates *set;
	struct vt_buf source;

	(void)state;
	vt_buf_init(&source, 0);
	for (size_t before = 0; before < 70; before++) {
		vt_buf_reset(&source);
		for (size_t i = 0; i < before; i++)
			vt_buf_str(&source, VT_STR("{{a}}"));
		vt_buf_str(&source, VT_STR("{{#t}}{{/t}}"));
		files[0].text = source.p;
		vt_test_folder_make(files);
		assert_int_equal(vt_templates_open(vt_test_folder, messages, &set), VT_OK);
		vt_test_folder_remove(files);
		vt_templates_free(&set);
	}
	vt_buf_fini(&source);
}

static int
setup(void **state)
{
	vt_err err;

	(void)state;
	vt_test_folder_make(message_files);
	err = vt_messages_open(vt_test_folder, &messages);
	vt_test_folder_remove(message_files);
	return (err != VT_OK);
}

static int
teardown(void **state)
{
	(void)state;
	vt_messages_free(&messages);
	return (0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(sections),
		cmocka_unit_test(lines),
		cmocka_unit_test(partials),
		cmocka_unit_test(messages_in_lithuanian),
		cmocka_unit_test(messages_in_english),
		cmocka_unit_test(without_messages_keys_stand_for_themselves),
		cmocka_unit_test(urls),
		cmocka_unit_test(urls_by_piece),
		cmocka_unit_test(refusals),
		cmocka_unit_test(limits),
		cmocka_unit_test(names),
		cmocka_unit_test(messages_without_a_key),
	};

	return (cmocka_run_group_tests(tests, setup, teardown));
}
