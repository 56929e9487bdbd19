/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates: the input is a template and, behind a NUL, its partial "p".  Data
 * that want to be markup must never come out as markup: judged by an HTML parser
 * that knows nothing of ours, since the same bytes may be harmless text.
 */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/template_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EVIL "<evil onerror='x' \"&"

static struct vt_value *
make_data(struct vt_arena *a)
{
	struct vt_value *map = vt_value_map(a), *list = vt_value_list(a), *inner = vt_value_map(a);

	vt_value_set_str(map, "a", VT_STR(EVIL));
	vt_value_set_str(map, "u", VT_STR("javascript:evil"));
	vt_value_set_int(map, "n", 7);
	vt_value_set_bool(map, "yes", true);
	vt_value_set_str(inner, "b", VT_STR(EVIL));
	vt_value_set(map, "m", inner);
	vt_value_add_str(list, VT_STR(EVIL));
	vt_value_add(list, inner);
	vt_value_set(map, "l", list);
	return (map);
}

/* A file of the set, made without a file. */
static void
add(struct vt_templates *set, const char *name, struct vt_str source)
{
	struct vt_template *t = vt_arena_alloc(set->arena, sizeof(*t));

	t->name = t->path = name;
	t->source = source;
	set->list[set->count++] = t;
}

static bool
is_evil_attribute(const xmlAttr *at)
{
	const xmlNode *value = at->children;
	const char *name = (const char *)at->name;

	if (strcmp(name, "onerror") == 0)
		return (true);
	if (strcmp(name, "href") != 0 && strcmp(name, "src") != 0 && strcmp(name, "action") != 0)
		return (false);
	return (value != NULL && value->content != NULL &&
		strncmp((const char *)value->content, "javascript:evil", 15) == 0);
}

static bool
is_evil(const xmlNode *n)
{
	for (; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)n->name, "evil") == 0 || is_evil(n->children))
			return (true);
		for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
			if (is_evil_attribute(at))
				return (true);
	}
	return (false);
}

static void
judge(struct vt_str page)
{
	htmlDocPtr doc = htmlReadMemory(page.p, (int)page.len, NULL, "UTF-8",
					HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
					    HTML_PARSE_NOWARNING | HTML_PARSE_NONET);

	if (doc != NULL && is_evil(xmlDocGetRootElement(doc))) {
		(void)fprintf(stderr, "markup got through:\n%.*s\n", VT_STR_ARG(page));
		abort();
	}
	xmlFreeDoc(doc);
}

static bool
is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Any other "<" is text, and so are quotes behind it (WHATWG HTML, 13.2.5.6). */
static bool
opens_tag(struct vt_str s, size_t at)
{
	char next = at + 1 < s.len ? s.p[at + 1] : '\0';

	return (s.p[at] == '<' && (is_letter(next) || next == '/' || next == '!' || next == '?'));
}

/* libxml2 skips an attribute whose name it cannot read up to the next blank, into
 * its quoted value, where a browser takes the name as it is: it can judge only
 * tags that are written as they should be.  So does it with a quote in a tag's
 * name, and it makes an element of a tag that the page ends in. */
static bool
has_usual_tags(struct vt_str s)
{
	bool in_tag = false, in_name = false;
	char quote = '\0', last = '\0';

	for (size_t i = 0; i < s.len; last = s.p[i++]) {
		char c = s.p[i];
		bool is_quote = c == '"' || c == '\'';

		if (!in_tag) {
			in_tag = in_name = opens_tag(s, i);
		} else if (quote != '\0') {
			if (c == quote) {
				quote = '\0';
				if (i + 1 < s.len && strchr(" />", s.p[i + 1]) == NULL)
					return (false);
			}
		} else if (is_quote && last == '=') {
			quote = c;
		} else if (c == '>') {
			in_tag = false;
		} else if (last == '=' || is_quote ||
			   (c == '/'   ? last != '<' && (i + 1 == s.len || s.p[i + 1] != '>')
			    : c == '=' ? in_name || !is_letter(last)
				       : c != ' ' && !is_letter(c))) {
			return (false);
		} else if (c == ' ') {
			in_name = false;
		}
	}
	return (!in_tag);
}

static void
try_set(struct vt_templates *set, struct vt_str all)
{
	struct vt_buf out;

	for (size_t i = 0; i < set->count; i++)
		if (vt_template_compile(set, set->list[i]) != VT_OK)
			return;
	vt_buf_init(&out, 1 << 16);
	/* What the template says itself is its author's. */
	if (vt_templates_render(set, "main", "lt", make_data(set->arena), &out) == VT_OK &&
	    out.len != 0 && has_usual_tags(vt_buf_get(&out)) && vt_str_find(all, VT_STR("evil")) < 0 &&
	    vt_str_find(all, VT_STR("onerror")) < 0)
		judge(vt_buf_get(&out));
	vt_buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_templates *set = calloc(1, sizeof(*set));
	struct vt_str all = { (const char *)data, size }, partial = all, main_source = { NULL, 0 };

	if (!vt_utf8_is_valid(all)) {
		free(set);
		return (0);
	}
	set->arena = vt_arena_new(0);
	(void)vt_str_next(&partial, '\0', &main_source);
	add(set, "main", main_source);
	add(set, "p", partial);
	try_set(set, all);
	vt_templates_free(&set);
	return (0);
}
