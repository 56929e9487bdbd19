/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of an exhibition: nothing but known elements comes out, and no address that does
 * something else than lead somewhere. */
#include <assert.h>
#include <stdlib.h>

#include "api/vartai.h"

#include "../../plugins/exhibitions/read/exh_folder.c"
#include "../../plugins/exhibitions/read/exh_seen.c"
#include "../../plugins/exhibitions/read/exh_load_parts.c"
#include "../../plugins/exhibitions/read/exh_text.c"
#include "../../plugins/exhibitions/read/exh_text_sift.c"
#include "../../plugins/exhibitions/exh_words.c"

#define MEMORY ((size_t)256 << 20)

static const char *const elements[] = { "p>", "em>", "strong>", "ul>", "ol>", "ol start=\"", "li>",
					"blockquote>", "pre>", "code>", "code class=\"language-",
					"h3>", "h4>", "h5>", "h6>", "hr />", "br />", "a href=\"" };

static void
is_address(struct vt_str rest)
{
	static const char *const bad[] = { "\"", "javascript:", "data:", "vbscript:", "file:", "//" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert(!vt_str_eq_nocase(vt_str_sub(rest, 0, strlen(bad[i])), vt_str_of(bad[i])));
}

static void
is_element(struct vt_str rest)
{
	struct vt_str href = VT_STR("a href=\"");
	bool is_known = vt_str_starts(rest, VT_STR("/a>"));

	if (vt_str_starts(rest, href))
		is_address(vt_str_sub(rest, href.len, rest.len));
	if (vt_str_starts(rest, VT_STR("/")))
		rest = vt_str_sub(rest, 1, rest.len);
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		is_known = is_known || vt_str_starts(rest, vt_str_of(elements[i]));
	assert(is_known);
}

static void
is_safe(struct vt_str html)
{
	assert(vt_utf8_is_valid(html));
	for (size_t i = 0; i < html.len; i++)
		if (html.p[i] == '<')
			is_element(vt_str_sub(html, i + 1, html.len));
}

static void
is_passage(const struct exh_passage *p)
{
	is_safe(p->html);
	assert(vt_utf8_is_valid(p->plain) && vt_utf8_is_valid(p->heading));
}

static void
read_it(struct exh_load *l, struct vt_str text)
{
	struct vt_str html;

	if (exh_text_read(l, EXH_LT, text) == VT_OK) {
		is_passage(&l->x->opening[EXH_LT]);
		for (size_t i = 0; i < l->x->step_count; i++)
			is_passage(&l->x->steps[i].passage[EXH_LT]);
	}
	if (exh_text_html(l, VT_STR("media/a.md"), text, &html) == VT_OK)
		is_safe(html);
	for (size_t i = 0; i < l->findings.count; i++)
		assert(vt_utf8_is_valid(l->findings.items[i].what));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exh_step steps[] = { { .id = VT_STR("a") }, { .id = VT_STR("b") } };
	struct exh_exhibition x = { .steps = steps, .step_count = 2 };
	struct exh_load l = { .x = &x };
	struct vt_str text = { (const char *)data, size };

	/* A file is looked at before. */
	if (!vt_utf8_is_valid(text) || memchr(data, 0, size) != NULL)
		return (0);
	l.a = vt_arena_new(MEMORY);
	l.scratch = vt_arena_new(MEMORY);
	exh_findings_init(&l.findings, l.a);
	read_it(&l, text);
	vt_arena_free(&l.scratch);
	vt_arena_free(&l.a);
	return (0);
}
