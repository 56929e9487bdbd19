/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a template's source to its nodes: its text, standalone lines, and (by
 * template_html.c) what kind of place in the HTML each tag stands in.
 */
#include "text/template_compile.h"

vt_err
vt_compile_fail(const struct vt_compile *c, int line, const char *what)
{
	return (vt_fail(VT_E_BADARG, "%s, line %d: %s", c->t->path, line, what));
}

struct vt_node *
vt_compile_add(struct vt_compile *c, enum vt_node_kind kind, struct vt_str text)
{
	struct vt_template *t = c->t;

	if (t->count == t->capacity) {
		size_t capacity = t->capacity != 0 ? t->capacity * 2 : 32;
		struct vt_node *nodes = vt_arena_array(c->set->arena, capacity, sizeof(*nodes));

		if (nodes == NULL)
			return (NULL);
		if (t->count != 0)
			memcpy(nodes, t->nodes, t->count * sizeof(*nodes));
		t->nodes = nodes;
		t->capacity = capacity;
	}
	t->nodes[t->count] = (struct vt_node){ .kind = kind, .text = text, .line = c->line };
	return (&t->nodes[t->count++]);
}

static bool
vt_compile_begins_line(const struct vt_compile *c, size_t at)
{
	return (at == 0 || c->source.p[at - 1] == '\n');
}

/* --- text ------------------------------------------------------------------- */

static vt_err
vt_compile_add_text(struct vt_compile *c, size_t from, size_t to, bool even_empty)
{
	struct vt_node *n;

	if (from == to && !even_empty)
		return (VT_OK);
	n = vt_compile_add(c, VT_NODE_TEXT, vt_str_sub(c->source, from, to - from));
	if (n == NULL)
		return (VT_E_LIMIT);
	n->begins_line = vt_compile_begins_line(c, from);
	return (VT_OK);
}

/* A URL that the template itself says whole needs no check. */
static bool
vt_compile_is_constant(const struct vt_compile *c, size_t from)
{
	for (size_t i = from; i < c->t->count; i++)
		if (c->t->nodes[i].kind != VT_NODE_TEXT)
			return (false);
	return (true);
}

static vt_err
vt_compile_url(struct vt_compile *c, enum vt_html_event event)
{
	struct vt_node *n;

	if (event != VT_HTML_URL_END) {
		n = vt_compile_add(
		    c, event == VT_HTML_URL_BEGIN ? VT_NODE_URL_BEGIN : VT_NODE_URLS_BEGIN,
		    VT_STR_NONE);
		c->url_node = c->t->count - 1;
		c->url_depth = c->depth;
		c->is_url_open = true;
		return (n != NULL ? VT_OK : VT_E_LIMIT);
	}
	if (!c->is_url_open || c->url_depth != c->depth)
		return (vt_compile_fail(c, c->line,
					"this attribute begins and ends in different sections: "
					"write it whole in each"));
	c->is_url_open = false;
	if (vt_compile_is_constant(c, c->url_node + 1)) {
		c->t->nodes[c->url_node].kind = VT_NODE_TEXT;
		return (VT_OK);
	}
	return (vt_compile_add(c, VT_NODE_URL_END, VT_STR_NONE) != NULL ? VT_OK : VT_E_LIMIT);
}

static vt_err
vt_compile_text(struct vt_compile *c, size_t from, size_t to)
{
	size_t start = from;
	vt_err err = VT_OK;

	for (size_t i = from; i < to && err == VT_OK; i++) {
		char byte = c->source.p[i];
		/* A message's key is no HTML. */
		enum vt_html_event event =
		    c->message_depth == 0 ? vt_html_step(&c->html, byte) : VT_HTML_NOTHING;

		c->line += byte == '\n';
		if (event == VT_HTML_NOTHING)
			continue;
		size_t cut = event == VT_HTML_URL_END ? i : i + 1;

		err = vt_compile_add_text(c, start, cut, false);
		start = cut;
		if (err == VT_OK)
			err = vt_compile_url(c, event);
	}
	return (err == VT_OK ? vt_compile_add_text(c, start, to, false) : err);
}

/* --- lines ------------------------------------------------------------------ */

/* A tag that writes nothing itself and has its line to itself: the line goes
 * away.  *begin_r is where the line begins, *end_r where the next one does. */
static bool
vt_compile_is_standalone(const struct vt_compile *c, const struct vt_compile_tag *tag,
			 size_t *begin_r, size_t *end_r)
{
	struct vt_str s = c->source;
	size_t begin = tag->start, end = tag->end;

	if (tag->sigil == '\0' || tag->sigil == '{' || tag->sigil == '&')
		return (false);
	while (begin > 0 && (s.p[begin - 1] == ' ' || s.p[begin - 1] == '\t'))
		begin--;
	while (end < s.len && (s.p[end] == ' ' || s.p[end] == '\t'))
		end++;
	if (!vt_compile_begins_line(c, begin) || begin < c->at)
		return (false);
	if (end < s.len && s.p[end] == '\r' && end + 1 < s.len && s.p[end + 1] == '\n')
		end++;
	if (end < s.len && s.p[end] != '\n')
		return (false);
	*begin_r = begin;
	*end_r = end < s.len ? end + 1 : end;
	return (true);
}

static int
vt_compile_count_lines(const struct vt_compile *c, size_t from, size_t to)
{
	int lines = 0;

	for (size_t i = from; i < to; i++)
		lines += c->source.p[i] == '\n';
	return (lines);
}

/* Up to and with the next tag; *is_end_r: there was none. */
static vt_err
vt_compile_next(struct vt_compile *c, bool *is_end_r)
{
	ptrdiff_t ahead = vt_str_find(vt_str_sub(c->source, c->at, c->source.len), c->open);
	size_t start = ahead < 0 ? c->source.len : c->at + (size_t)ahead, begin = start, end;
	struct vt_compile_tag tag = { .sigil = '\0' };
	struct vt_str indent = VT_STR_NONE;
	vt_err err;

	*is_end_r = ahead < 0;
	if (ahead < 0)
		return (vt_compile_text(c, c->at, start));
	int before = vt_compile_count_lines(c, c->at, start);

	c->line += before; /* so that what is wrong in the tag names its line */
	err = vt_compile_read_tag(c, start, &tag);
	c->line -= before;
	if (err != VT_OK)
		return (err);
	end = tag.end;
	if (vt_compile_is_standalone(c, &tag, &begin, &end))
		indent = vt_str_sub(c->source, begin, start - begin);
	err = vt_compile_text(c, c->at, begin);
	/* So that the line is indented even where it begins with a value. */
	if (err == VT_OK && end == tag.end && begin == start && vt_compile_begins_line(c, start) &&
	    c->message_depth == 0)
		err = vt_compile_add_text(c, start, start, true);
	if (err == VT_OK)
		err = vt_compile_tag(c, &tag, indent);
	c->line += vt_compile_count_lines(c, begin, end);
	c->at = end;
	return (err);
}

vt_err
vt_template_compile(struct vt_templates *set, struct vt_template *t)
{
	struct vt_compile c = { .set = set,
				.t = t,
				.source = t->source,
				.open = VT_STR("{{"),
				.close = VT_STR("}}"),
				.line = 1 };
	bool is_end = false;
	vt_err err = VT_OK;

	while (err == VT_OK && !is_end)
		err = vt_compile_next(&c, &is_end);
	if (err != VT_OK)
		return (err);
	if (c.depth != 0) {
		const struct vt_node *n = &t->nodes[c.sections[c.depth - 1]];

		return (vt_fail(VT_E_BADARG, "%s, line %d: {{#%.*s}} is not closed", t->path,
				n->line, VT_STR_ARG(n->text)));
	}
	/* A partial's last "<" would open a tag in the text that follows it. */
	if (c.html.state != VT_HTML_TEXT)
		return (
		    vt_compile_fail(&c, c.line, "the file ends within a tag, comment or script"));
	return (VT_OK);
}
