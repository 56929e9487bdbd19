/* SPDX-License-Identifier: Apache-2.0 */
/* Mustache's tags: read, checked, and turned into nodes. */
#include "text/template_compile.h"

static vt_err
vt_compile_fail_tag(const struct vt_compile *c, const struct vt_compile_tag *tag, const char *what)
{
	return (vt_fail(VT_E_BADARG, "%s, line %d: %.*s: %s", c->t->path, tag->line,
			VT_STR_ARG(vt_str_sub(c->source, tag->start, tag->end - tag->start)),
			what));
}

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

vt_err
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
	struct vt_str key, word;
	size_t len = 0;

	if (c->set->messages == NULL || first == c->t->nodes + n->end ||
	    first->kind != VT_NODE_TEXT || (n->kind != VT_NODE_MESSAGE && n->kind != VT_NODE_COUNT))
		return (VT_OK);
	key = first->text;
	word = vt_str_trim(key);
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

vt_err
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
