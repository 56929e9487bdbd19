/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a template's source to its nodes: Mustache tags, standalone lines, and
 * (by template_html.c) what kind of place in the HTML each tag stands in.
 */
#include "text/template_inside.h"

struct vt_compile_tag {
	char sigil; /* 0: a value */
	struct vt_str name;
	size_t start, end; /* in the source, delimiters included */
	int line;
};

struct vt_compile {
	struct vt_templates *set;
	struct vt_template *t;
	struct vt_str source, open, close; /* the delimiters */
	size_t at;
	int line;
	struct vt_html html;
	size_t sections[VT_TEMPLATE_DEPTH_MAX]; /* nodes of those that are open */
	size_t depth;
	size_t message_depth; /* 1 + the depth of the {{#t}} that is open; 0: none */
	size_t url_node, url_depth;
	bool is_url_open;
};

static vt_err
vt_compile_fail(const struct vt_compile *c, int line, const char *what)
{
	return (vt_fail(VT_E_BADARG, "%s, line %d: %s", c->t->path, line, what));
}

static vt_err
vt_compile_fail_tag(const struct vt_compile *c, const struct vt_compile_tag *tag, const char *what)
{
	return (vt_fail(VT_E_BADARG, "%s, line %d: %.*s: %s", c->t->path, tag->line,
			VT_STR_ARG(vt_str_sub(c->source, tag->start, tag->end - tag->start)),
			what));
}

static struct vt_node *
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

/* --- tags ------------------------------------------------------------------- */

/* Where the closing delimiter stands, with the byte before it that {{{ and {{=
 * want ("}" or "=", 0: none); -1: nowhere. */
static ptrdiff_t
vt_compile_find_close(const struct vt_compile *c, struct vt_str content, char before)
{
	size_t at = 0;

	for (;;) {
		ptrdiff_t next = vt_str_find(vt_str_sub(content, at, content.len), c->close);

		if (next < 0)
			return (-1);
		at += (size_t)next;
		if (before == '\0' || (at > 0 && content.p[at - 1] == before))
			return ((ptrdiff_t)at);
		at++;
	}
}

static vt_err
vt_compile_read_tag(const struct vt_compile *c, size_t start, struct vt_compile_tag *tag_r)
{
	size_t from = start + c->open.len;
	char sigil = from < c->source.len ? c->source.p[from] : '\0';
	char before = sigil == '{' ? '}' : sigil == '=' ? '=' : '\0';
	struct vt_str content;
	ptrdiff_t len;

	if (sigil != '\0' && strchr("#^/!>&{=$<", sigil) != NULL)
		from++;
	else
		sigil = '\0';
	content = vt_str_sub(c->source, from, c->source.len);
	len = vt_compile_find_close(c, content, before);
	if (len < 0)
		return (vt_compile_fail(c, c->line, "a tag begins here that does not end"));
	*tag_r = (struct vt_compile_tag){ .sigil = sigil,
					  .name = vt_str_trim(vt_str_sub(
					      content, 0, (size_t)len - (before != '\0'))),
					  .start = start,
					  .end = from + (size_t)len + c->close.len,
					  .line = c->line };
	return (VT_OK);
}

static bool
vt_compile_is_name(struct vt_str s)
{
	if (vt_str_eq_c(s, "."))
		return (true);
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= ' ' ||
		    (s.p[i] == '.' && i + 1 < s.len && s.p[i + 1] == '.'))
			return (false);
	return (s.len != 0 && s.p[0] != '.' && s.p[s.len - 1] != '.');
}

static bool
vt_compile_is_delimiter(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '=')
			return (false);
	return (s.len != 0);
}

static vt_err
vt_compile_delimiters(struct vt_compile *c, const struct vt_compile_tag *tag)
{
	struct vt_str open = tag->name, close;
	size_t len = 0;

	while (len < open.len && (unsigned char)open.p[len] > ' ')
		len++;
	close = vt_str_trim(vt_str_sub(open, len, open.len));
	open = vt_str_sub(open, 0, len);
	if (!vt_compile_is_delimiter(open) || !vt_compile_is_delimiter(close))
		return (
		    vt_compile_fail_tag(c, tag, "two delimiters are expected, as in {{=<% %>=}}"));
	c->open = open;
	c->close = close;
	return (VT_OK);
}

static enum vt_node_kind
vt_compile_section_kind(struct vt_str name)
{
	static const struct {
		const char *name;
		enum vt_node_kind kind;
	} special[] = {
		{ "t", VT_NODE_MESSAGE },
		{ "tn", VT_NODE_COUNT },
		{ "t_date", VT_NODE_DATE },
		{ "t_number", VT_NODE_NUMBER },
	};

	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (vt_str_eq_c(name, special[i].name))
			return (special[i].kind);
	return (VT_NODE_SECTION);
}

static bool
vt_compile_is_message(enum vt_node_kind kind)
{
	return (kind >= VT_NODE_MESSAGE && kind <= VT_NODE_NUMBER);
}

/* Adds what writes something, if it may stand where it stands. */
static vt_err
vt_compile_value(struct vt_compile *c, const struct vt_compile_tag *tag, enum vt_node_kind kind)
{
	enum vt_html_place place = VT_PLACE_PLAIN;
	const char *why =
	    c->message_depth != 0 ? NULL : vt_html_refuse(&c->html, kind == VT_NODE_RAW, &place);
	struct vt_node *n;

	if (why != NULL)
		return (vt_compile_fail_tag(c, tag, why));
	n = vt_compile_add(c, kind, tag->name);
	if (n == NULL)
		return (VT_E_LIMIT);
	n->place = place;
	return (VT_OK);
}

static vt_err
vt_compile_partial(struct vt_compile *c, const struct vt_compile_tag *tag, struct vt_str indent)
{
	const struct vt_template *partial = vt_templates_find(c->set, tag->name);
	struct vt_node *n;
	vt_err err;

	if (partial == NULL)
		return (vt_compile_fail_tag(c, tag, "there is no such template"));
	if (c->message_depth != 0 ||
	    (c->html.state != VT_HTML_TEXT && c->html.state != VT_HTML_COMMENT))
		return (vt_compile_fail_tag(
		    c, tag, "a partial may not stand within a tag, a script or a message"));
	err = vt_compile_value(c, tag, VT_NODE_PARTIAL);
	if (err != VT_OK)
		return (err);
	n = &c->t->nodes[c->t->count - 1];
	n->partial = partial;
	n->text = indent;
	return (VT_OK);
}

static vt_err
vt_compile_open(struct vt_compile *c, const struct vt_compile_tag *tag)
{
	enum vt_node_kind kind = vt_compile_section_kind(tag->name);
	vt_err err;

	if (c->depth == VT_TEMPLATE_DEPTH_MAX)
		return (vt_compile_fail_tag(c, tag, "sections stand too deep within each other"));
	if (tag->sigil == '^' && kind != VT_NODE_SECTION)
		return (vt_compile_fail_tag(c, tag, "this name is taken and has no opposite"));
	if (vt_compile_is_message(kind)) {
		err = vt_compile_value(c, tag, kind);
		if (c->message_depth == 0)
			c->message_depth = c->depth + 1;
	} else {
		if (tag->sigil == '^')
			kind = VT_NODE_INVERTED;
		err = vt_compile_add(c, kind, tag->name) != NULL ? VT_OK : VT_E_LIMIT;
	}
	if (err == VT_OK)
		c->sections[c->depth++] = c->t->count - 1;
	return (err);
}

/* The key of a message, as far as it is known without data. */
static vt_err
vt_compile_check_key(const struct vt_compile *c, const struct vt_compile_tag *tag,
		     const struct vt_node *n)
{
	const struct vt_node *first = n + 1;
	bool is_whole = n->end == (size_t)(first - c->t->nodes) + 1;
	struct vt_str key = first->text, word = vt_str_trim(first->text);
	size_t len = 0;

	if (c->set->messages == NULL || first == c->t->nodes + n->end ||
	    first->kind != VT_NODE_TEXT || (n->kind != VT_NODE_MESSAGE && n->kind != VT_NODE_COUNT))
		return (VT_OK);
	while (len < word.len && (unsigned char)word.p[len] > ' ')
		len++;
	/* {{#t}}kind.{{kind}}{{/t}}: this is only how the key begins. */
	if (!is_whole && (n->kind == VT_NODE_MESSAGE || vt_str_ends(key, vt_str_sub(word, 0, len))))
		return (VT_OK);
	if (n->kind == VT_NODE_COUNT)
		word = vt_str_sub(word, 0, len);
	if (!vt_messages_has(c->set->messages, word))
		return (vt_fail(VT_E_BADARG, "%s, line %d: there is no message '%.*s'", c->t->path,
				tag->line, VT_STR_ARG(word)));
	return (VT_OK);
}

static vt_err
vt_compile_close(struct vt_compile *c, const struct vt_compile_tag *tag)
{
	struct vt_node *n;

	if (c->depth == 0)
		return (vt_compile_fail_tag(c, tag, "no section of this name is open"));
	n = &c->t->nodes[c->sections[c->depth - 1]];
	if (!vt_str_eq(n->text, tag->name))
		return (vt_fail(
		    VT_E_BADARG,
		    "%s, line %d: {{/%.*s}} stands where {{#%.*s}} of line %d is to be closed",
		    c->t->path, tag->line, VT_STR_ARG(tag->name), VT_STR_ARG(n->text), n->line));
	if (c->is_url_open && c->url_depth == c->depth)
		return (vt_compile_fail(c, tag->line,
					"this attribute begins and ends in different sections: "
					"write it whole in each"));
	c->depth--;
	n->end = c->t->count;
	if (c->message_depth == c->depth + 1)
		c->message_depth = 0;
	return (vt_compile_check_key(c, tag, n));
}

static vt_err
vt_compile_tag(struct vt_compile *c, const struct vt_compile_tag *tag, struct vt_str indent)
{
	if (tag->sigil == '!')
		return (VT_OK);
	if (tag->sigil == '=')
		return (vt_compile_delimiters(c, tag));
	if (tag->sigil == '$' || tag->sigil == '<')
		return (
		    vt_compile_fail_tag(c, tag, "inheritance is not known here: use a partial"));
	if (!vt_compile_is_name(tag->name))
		return (vt_compile_fail_tag(c, tag, "this is no name"));
	switch (tag->sigil) {
	case '#':
	case '^':
		return (vt_compile_open(c, tag));
	case '/':
		return (vt_compile_close(c, tag));
	case '>':
		return (vt_compile_partial(c, tag, indent));
	default:
		return (vt_compile_value(c, tag, tag->sigil == '\0' ? VT_NODE_VALUE : VT_NODE_RAW));
	}
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
