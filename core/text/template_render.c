/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a template's nodes and a tree of values to a page.  What is escaped was
 * decided while compiling; here are the limits and the check of URLs.
 */
#include <stdio.h>

#include "text/language.h"
#include "text/template_inside.h"

#define VT_RENDER_KEY_MAX    4096	 /* bytes of a message's key, a date, a number */
#define VT_RENDER_INDENT_MAX (16 * 1024) /* bytes of partials' indentation */

struct vt_render {
	const struct vt_templates *set;
	const char *language;
	struct vt_buf *out;
	const struct vt_value *frames[VT_TEMPLATE_DEPTH_MAX + 1];
	size_t frame_count, depth, steps;
	struct vt_buf indent;
	size_t url_start;
	bool is_url_set;
};

static vt_err vt_render_nodes(struct vt_render *r, const struct vt_template *t, size_t from,
			      size_t to);

/* --- values ------------------------------------------------------------------- */

static const struct vt_value_item *
vt_render_item(const struct vt_value *map, struct vt_str key)
{
	const struct vt_value_item *item =
	    map != NULL && map->kind == VT_VALUE_MAP ? map->first : NULL;

	while (item != NULL && !vt_str_eq(item->key, key))
		item = item->next;
	return (item);
}

/* The first part of a name is looked for outwards; the others only within what
 * it is. */
static const struct vt_value *
vt_render_find(const struct vt_render *r, struct vt_str name)
{
	const struct vt_value_item *item = NULL;
	const struct vt_value *v;
	struct vt_str part;

	if (vt_str_eq_c(name, "."))
		return (r->frames[r->frame_count - 1]);
	if (!vt_str_next(&name, '.', &part))
		return (NULL);
	for (size_t i = r->frame_count; i > 0 && item == NULL; i--)
		item = vt_render_item(r->frames[i - 1], part);
	v = item != NULL ? item->value : NULL;
	while (v != NULL && vt_str_next(&name, '.', &part))
		v = vt_value_get(v, part);
	return (v);
}

static struct vt_str
vt_render_text_of(const struct vt_value *v, char number[32])
{
	if (v == NULL)
		return (VT_STR_NONE);
	switch (v->kind) {
	case VT_VALUE_STR:
	case VT_VALUE_HTML:
		return (v->str);
	case VT_VALUE_INT:
		return ((struct vt_str){
		    number, (size_t)snprintf(number, 32, "%lld", (long long)v->number) });
	case VT_VALUE_BOOL:
		return (v->number != 0 ? VT_STR("true") : VT_STR("false"));
	case VT_VALUE_MAP:
	case VT_VALUE_LIST:
		break;
	}
	return (VT_STR_NONE);
}

static void
vt_render_put(struct vt_render *r, const struct vt_node *n, struct vt_str text, bool is_html)
{
	if (n->place == VT_PLACE_PLAIN || (is_html && n->place != VT_PLACE_VALUE))
		vt_buf_str(r->out, text);
	else if (n->place != VT_PLACE_TRUSTED)
		vt_buf_escape(r->out, text);
}

static void
vt_render_value(struct vt_render *r, const struct vt_node *n)
{
	const struct vt_value *v = vt_render_find(r, n->text);
	char number[32];

	vt_render_put(r, n, vt_render_text_of(v, number),
		      n->kind == VT_NODE_RAW && v != NULL && v->kind == VT_VALUE_HTML);
}

/* --- text and indentation ----------------------------------------------------- */

static void
vt_render_text(struct vt_render *r, const struct vt_node *n)
{
	struct vt_str rest = n->text, indent = vt_buf_get(&r->indent);
	bool begins_line = n->begins_line;

	if (indent.len == 0) {
		vt_buf_str(r->out, rest);
		return;
	}
	if (rest.len == 0 && begins_line)
		vt_buf_str(r->out, indent);
	while (rest.len != 0) {
		ptrdiff_t newline = vt_str_find(rest, VT_STR("\n"));
		size_t len = newline < 0 ? rest.len : (size_t)newline + 1;

		if (begins_line && rest.p[0] != '\n')
			vt_buf_str(r->out, indent);
		vt_buf_put(r->out, rest.p, len);
		rest = vt_str_sub(rest, len, rest.len);
		begins_line = true;
	}
}

static vt_err
vt_render_deeper(struct vt_render *r, const struct vt_template *t, const struct vt_node *n)
{
	if (++r->depth > VT_TEMPLATE_DEPTH_MAX)
		return (vt_fail(VT_E_LIMIT, "%s, line %d: sections and partials go deeper than %d",
				t->path, n->line, VT_TEMPLATE_DEPTH_MAX));
	return (VT_OK);
}

static vt_err
vt_render_partial(struct vt_render *r, const struct vt_template *t, const struct vt_node *n)
{
	size_t indent = r->indent.len;
	vt_err err = vt_render_deeper(r, t, n);

	if (err == VT_OK) {
		vt_buf_str(&r->indent, n->text);
		err = vt_buf_error(&r->indent);
	}
	if (err == VT_OK)
		err = vt_render_nodes(r, n->partial, 0, n->partial->count);
	if (r->indent.len > indent)
		r->indent.len = indent;
	r->depth--;
	return (err);
}

/* --- sections ------------------------------------------------------------------ */

static vt_err
vt_render_within(struct vt_render *r, const struct vt_template *t, const struct vt_node *n,
		 const struct vt_value *v)
{
	size_t first = (size_t)(n - t->nodes) + 1;
	vt_err err;

	/* Never deeper than r->depth, which is checked. */
	r->frames[r->frame_count++] = v;
	err = vt_render_nodes(r, t, first, n->end);
	r->frame_count--;
	return (err);
}

static vt_err
vt_render_section(struct vt_render *r, const struct vt_template *t, const struct vt_node *n)
{
	const struct vt_value *v = vt_render_find(r, n->text);
	bool is_true = vt_value_is_true(v);
	vt_err err;

	if (is_true == (n->kind == VT_NODE_INVERTED))
		return (VT_OK);
	err = vt_render_deeper(r, t, n);
	if (err == VT_OK && is_true && v->kind == VT_VALUE_LIST) {
		for (const struct vt_value_item *item = v->first; item != NULL && err == VT_OK;
		     item = item->next)
			err = vt_render_within(r, t, n, item->value);
	} else if (err == VT_OK && is_true) {
		err = vt_render_within(r, t, n, v);
	} else if (err == VT_OK) {
		err = vt_render_nodes(r, t, (size_t)(n - t->nodes) + 1, n->end);
	}
	r->depth--;
	return (err);
}

/* --- messages -------------------------------------------------------------------- */

/* A message with its places filled; count: what {n} stands for, or NONE. */
static void
vt_render_message(struct vt_render *r, const struct vt_node *n, struct vt_str key,
		  struct vt_str message, struct vt_str count)
{
	bool is_html = vt_str_ends(key, VT_STR("_html")) && message.p != key.p;
	struct vt_str text, place;
	char number[32];

	while (vt_messages_next(&message, &text, &place)) {
		vt_render_put(r, n, text, is_html);
		if (count.p != NULL && vt_str_eq_c(place, "n"))
			vt_render_put(r, n, count, false);
		else if (place.len != 0)
			vt_render_put(r, n, vt_render_text_of(vt_render_find(r, place), number),
				      false);
	}
}

static void
vt_render_counted(struct vt_render *r, const struct vt_node *n, struct vt_str inner)
{
	size_t len = 0;
	struct vt_str key, count, message;
	struct vt_buf number;
	int64_t value;

	while (len < inner.len && (unsigned char)inner.p[len] > ' ')
		len++;
	key = vt_str_sub(inner, 0, len);
	count = vt_str_trim(vt_str_sub(inner, len, inner.len));
	if (!vt_str_to_int(count, INT64_MIN, INT64_MAX, &value)) {
		message = vt_messages_get(r->set->messages, r->language, key);
		vt_render_message(r, n, key, message, count);
		return;
	}
	vt_buf_init(&number, 64);
	vt_language_number(&number, r->language, value);
	message = vt_messages_form(r->set->messages, r->language, key, value);
	vt_render_message(r, n, key, message, vt_buf_get(&number));
	vt_buf_fini(&number);
}

static void
vt_render_written(struct vt_render *r, const struct vt_node *n, struct vt_str inner)
{
	struct vt_buf text;
	int64_t value;

	vt_buf_init(&text, VT_RENDER_KEY_MAX);
	if (n->kind == VT_NODE_DATE)
		vt_language_date(&text, r->language, inner);
	else if (vt_str_to_int(inner, INT64_MIN, INT64_MAX, &value))
		vt_language_number(&text, r->language, value);
	else
		vt_buf_str(&text, inner);
	vt_render_put(r, n, vt_buf_get(&text), false);
	vt_buf_fini(&text);
}

/* {{#t}} and its kind: the inside is rendered by itself, then looked up. */
static vt_err
vt_render_special(struct vt_render *r, const struct vt_template *t, const struct vt_node *n)
{
	struct vt_buf *out = r->out, scratch;
	vt_err err = vt_render_deeper(r, t, n);
	struct vt_str inner;

	vt_buf_init(&scratch, VT_RENDER_KEY_MAX);
	r->out = &scratch;
	if (err == VT_OK)
		err = vt_render_nodes(r, t, (size_t)(n - t->nodes) + 1, n->end);
	r->out = out;
	r->depth--;
	inner = vt_str_trim(vt_buf_get(&scratch));
	if (err == VT_OK && n->kind != VT_NODE_MESSAGE && n->kind != VT_NODE_COUNT)
		vt_render_written(r, n, inner);
	else if (err == VT_OK && r->set->messages == NULL)
		vt_render_put(r, n, inner, false);
	else if (err == VT_OK && n->kind == VT_NODE_MESSAGE)
		vt_render_message(r, n, inner,
				  vt_messages_get(r->set->messages, r->language, inner),
				  VT_STR_NONE);
	else if (err == VT_OK)
		vt_render_counted(r, n, inner);
	vt_buf_fini(&scratch);
	return (err);
}

/* --- nodes ------------------------------------------------------------------------ */

static void
vt_render_end_url(struct vt_render *r)
{
	struct vt_str value = vt_str_sub(vt_buf_get(r->out), r->url_start, r->out->len);

	if (vt_buf_error(r->out) != VT_OK || vt_html_is_safe_url(value, r->is_url_set))
		return;
	r->out->len = r->url_start;
	vt_buf_char(r->out, '#');
}

static vt_err
vt_render_node(struct vt_render *r, const struct vt_template *t, const struct vt_node *n)
{
	switch (n->kind) {
	case VT_NODE_TEXT:
		vt_render_text(r, n);
		break;
	case VT_NODE_VALUE:
	case VT_NODE_RAW:
		vt_render_value(r, n);
		break;
	case VT_NODE_SECTION:
	case VT_NODE_INVERTED:
		return (vt_render_section(r, t, n));
	case VT_NODE_PARTIAL:
		return (vt_render_partial(r, t, n));
	case VT_NODE_MESSAGE:
	case VT_NODE_COUNT:
	case VT_NODE_DATE:
	case VT_NODE_NUMBER:
		return (vt_render_special(r, t, n));
	case VT_NODE_URL_BEGIN:
	case VT_NODE_URLS_BEGIN:
		r->url_start = r->out->len;
		r->is_url_set = n->kind == VT_NODE_URLS_BEGIN;
		break;
	case VT_NODE_URL_END:
		vt_render_end_url(r);
		break;
	}
	return (vt_buf_error(r->out));
}

static vt_err
vt_render_nodes(struct vt_render *r, const struct vt_template *t, size_t from, size_t to)
{
	vt_err err = VT_OK;

	for (size_t i = from; i < to && err == VT_OK;) {
		const struct vt_node *n = &t->nodes[i];

		if (++r->steps > VT_TEMPLATE_STEPS_MAX)
			return (vt_fail(VT_E_LIMIT, "%s needs more than %d steps", t->path,
					VT_TEMPLATE_STEPS_MAX));
		err = vt_render_node(r, t, n);
		i = n->end != 0 ? n->end : i + 1;
	}
	return (err);
}

vt_err
vt_templates_render(const struct vt_templates *t, const char *name, const char *language,
		    const struct vt_value *data, struct vt_buf *out)
{
	const struct vt_template *template = vt_templates_find(t, vt_str_of(name));
	struct vt_render r = { .set = t, .language = language, .out = out };
	vt_err err;

	if (template == NULL)
		return (vt_fail(VT_E_NOTFOUND, "there is no template '%s'", name));
	vt_buf_init(&r.indent, VT_RENDER_INDENT_MAX);
	r.frames[r.frame_count++] = data;
	err = vt_render_nodes(&r, template, 0, template->count);
	vt_buf_fini(&r.indent);
	return (err != VT_OK ? err : vt_buf_error(out));
}
