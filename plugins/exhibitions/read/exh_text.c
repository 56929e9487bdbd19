/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts of an exhibition: an opening, then a heading a step; and transcripts.
 */
#include <stdio.h>

#include "exh_text.h"

#define EXH_TRANSCRIPT_LEVEL	4

/* --- steps -------------------------------------------------------------------------------------- */

/* "Title {#id}" → "Title", "id"; false: no id is there. */
static bool
exh_heading_split(struct vt_str *title, struct vt_str *id_r)
{
	struct vt_str	rest = *title;
	ptrdiff_t	at = -1, next;

	if (!vt_str_ends(rest, VT_STR("}")))
		return (false);
	for (size_t from = 0; (next = vt_str_find(vt_str_sub(rest, from, rest.len), VT_STR("{#"))) >= 0;
	    from = (size_t)at + 2)
		at = (ptrdiff_t)from + next;
	if (at < 0)
		return (false);
	*id_r = vt_str_sub(rest, (size_t)at + 2, rest.len - (size_t)at - 3);
	*title = vt_str_trim(vt_str_sub(rest, 0, (size_t)at));
	return (true);
}

static struct exh_step *
exh_text_step(const struct exh_text *t, struct vt_str id)
{
	for (size_t i = 0; i < t->l->x->step_count; i++)
		if (vt_str_eq(t->l->x->steps[i].id, id))
			return (&t->l->x->steps[i]);
	return (NULL);
}

/* Where what follows this heading belongs; NULL: nowhere. */
static struct exh_passage *
exh_text_begin(const struct exh_text *t, struct vt_str id, struct vt_str title, int line)
{
	struct exh_step		*s = exh_text_step(t, id);
	struct exh_passage	*p;

	if (s == NULL) {
		exh_text_error(t, line, "unknown_step", "%.*s", VT_STR_ARG(id));
		return (NULL);
	}
	p = &s->passage[t->version];
	if (p->is_there) {
		exh_text_error(t, line, "duplicate_heading", "%.*s", VT_STR_ARG(id));
		return (NULL);
	}
	if (title.len == 0)
		exh_text_error(t, line, "empty_heading", "%.*s", VT_STR_ARG(id));
	*p = (struct exh_passage){ .is_there = true, .heading = title, .line = line };
	return (p);
}

static void
exh_text_close(const struct exh_text *t, struct exh_passage *p, cmark_node *part)
{
	if (p != NULL) {
		p->html = exh_text_render(t->l->a, part);
		p->plain = exh_plain(t->l->a, part);
	}
	cmark_node_free(part);
}

/* A heading that begins no step is one within it. */
static void
exh_text_lower(const struct exh_text *t, cmark_node *node, int *level)
{
	int	own = cmark_node_get_heading_level(node);

	if (own < 3)
		exh_text_warning(t, exh_text_line(node), "heading_level", "%.*s",
		    VT_STR_ARG(exh_plain(t->l->scratch, node)));
	else if (own > *level + 1)
		exh_text_warning(t, exh_text_line(node), "heading_jump", "%.*s",
		    VT_STR_ARG(exh_plain(t->l->scratch, node)));
	*level = own < EXH_STEP_LEVEL ? EXH_STEP_LEVEL : own;
	(void)cmark_node_set_heading_level(node, *level);
}

/* Whether the heading begins a step, and whose passage (NULL: nobody's) that is. */
static bool
exh_text_is_border(const struct exh_text *t, cmark_node *node, struct exh_passage **p_r)
{
	struct vt_str	title, id;

	if (cmark_node_get_heading_level(node) != 2)
		return (false);
	title = exh_plain(t->l->a, node);
	if (!exh_heading_split(&title, &id)) {
		exh_text_error(t, exh_text_line(node), "heading_without_id", "%.*s", VT_STR_ARG(title));
		(void)cmark_node_set_heading_level(node, EXH_STEP_LEVEL);
		return (false);
	}
	*p_r = exh_text_begin(t, id, title, exh_text_line(node));
	return (true);
}

static void
exh_text_divide(const struct exh_text *t, cmark_node *doc)
{
	struct exh_passage	*p = &t->l->x->opening[t->version];
	cmark_node		*part = cmark_node_new(CMARK_NODE_DOCUMENT), *node;
	int			 level = 2;

	*p = (struct exh_passage){ .line = 1 };
	while ((node = cmark_node_first_child(doc)) != NULL) {
		struct exh_passage	*next;

		cmark_node_unlink(node);
		if (cmark_node_get_type(node) != CMARK_NODE_HEADING) {
			(void)cmark_node_append_child(part, node);
		} else if (exh_text_is_border(t, node, &next)) {
			cmark_node_free(node);
			exh_text_close(t, p, part);
			part = cmark_node_new(CMARK_NODE_DOCUMENT);
			p = next;
			level = 2;
		} else {
			exh_text_lower(t, node, &level);
			(void)cmark_node_append_child(part, node);
		}
	}
	exh_text_close(t, p, part);
	t->l->x->opening[t->version].is_there = t->l->x->opening[t->version].html.len > 0;
}

vt_err
exh_text_read(struct exh_load *l, enum exh_version v, struct vt_str text)
{
	char		file[16];
	struct exh_text	t = { .l = l, .file = file, .version = v };
	cmark_node	*doc;
	vt_err		err;

	(void)snprintf(file, sizeof(file), "%s.md", exh_version_name(v));
	if ((err = exh_text_parse(&t, text, &doc)) != VT_OK)
		return (err);
	exh_text_divide(&t, doc);
	cmark_node_free(doc);
	return (VT_OK);
}

/* --- transcripts ----------------------------------------------------------------------------------- */

vt_err
exh_text_html(struct exh_load *l, struct vt_str file, struct vt_str text, struct vt_str *html_r)
{
	struct exh_text	t = { .l = l, .file = vt_str_c(l->scratch, file) };
	cmark_node	*doc;
	vt_err		err;

	if (t.file == NULL)
		return (VT_E_LIMIT);
	if ((err = exh_text_parse(&t, text, &doc)) != VT_OK)
		return (err);
	for (cmark_node *n = cmark_node_first_child(doc); n != NULL; n = cmark_node_next(n))
		if (cmark_node_get_type(n) == CMARK_NODE_HEADING &&
		    cmark_node_get_heading_level(n) < EXH_TRANSCRIPT_LEVEL)
			(void)cmark_node_set_heading_level(n, EXH_TRANSCRIPT_LEVEL);
	*html_r = exh_text_render(l->a, doc);
	cmark_node_free(doc);
	return (VT_OK);
}
