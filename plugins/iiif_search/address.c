/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses of answers, of what is in them, and of what hits are on.
 */
#include <stdio.h>

#include "search.h"

static struct vt_str
search_made(struct search_call *c)
{
	if (vt_buf_error(&c->scratch) != VT_OK)
		vt_buf_reset(&c->scratch);
	return (vt_buf_get(&c->scratch));
}

static void
search_put_answer(struct search_call *c, int64_t page)
{
	vt_buf_reset(&c->scratch);
	vt_buf_str(&c->scratch, c->service);
	vt_buf_str(&c->scratch, VT_STR("?q="));
	vt_buf_percent(&c->scratch, c->q.words);
	if (c->motivation.len > 0) {
		vt_buf_str(&c->scratch, VT_STR("&motivation="));
		vt_buf_percent(&c->scratch, c->motivation);
	}
	if (page > 0)
		vt_buf_printf(&c->scratch, "&page=%lld", (long long)page);
}

struct vt_str
search_answer_id(struct search_call *c, int64_t page)
{
	search_put_answer(c, page);
	return (search_made(c));
}

struct vt_str
search_part_id(struct search_call *c, const char *what, size_t hit, size_t box)
{
	search_put_answer(c, c->last > 1 ? c->page : 0);
	vt_buf_printf(&c->scratch, "#%s-%zu", what, c->q.offset + hit + 1);
	if (box > 0)
		vt_buf_printf(&c->scratch, "-%zu", box);
	return (search_made(c));
}

struct vt_str
search_target(struct search_call *c, const struct vt_text_hit *hit, const struct vt_text_box *box)
{
	char		number[24];
	struct vt_str	values[2] = { c->object.identifier };

	(void)snprintf(number, sizeof(number), "%lld", (long long)hit->page);
	values[1] = vt_str_of(number);
	vt_buf_reset(&c->scratch);
	if (vt_link_put(c->req, "iiif.canvas", values, 2, &c->scratch) && box->w > 0)
		vt_buf_printf(&c->scratch, "#xywh=%lld,%lld,%lld,%lld", (long long)box->x,
		    (long long)box->y, (long long)box->w, (long long)box->h);
	return (search_made(c));
}

struct vt_str
search_manifest(struct search_call *c)
{
	vt_buf_reset(&c->scratch);
	(void)vt_link_put(c->req, "iiif.manifest", &c->object.identifier, 1, &c->scratch);
	return (search_made(c));
}

struct vt_str
search_term(struct search_call *c, const char *link, struct vt_str term)
{
	vt_buf_reset(&c->scratch);
	(void)vt_link_put(c->req, link, &c->object.identifier, 1, &c->scratch);
	vt_buf_str(&c->scratch, VT_STR("?q=%22"));
	vt_buf_percent(&c->scratch, term);
	vt_buf_str(&c->scratch, VT_STR("%22"));
	return (search_made(c));
}

vt_err
search_object(struct search_call *c, const struct vt_text_hit *hit)
{
	if (!c->is_collection || hit->object == c->object.rowid)
		return (VT_OK);
	return (vt_catalog_object_at(c->catalog, c->arena, hit->object, &c->object));
}

static struct vt_str
search_label_lang(const struct vt_property *p)
{
	return (p->lang.len > 0 ? p->lang : VT_STR("none"));
}

/* All titles in the language of first, as "lang": [...]; unless one before it has it. */
static void
search_label_values(struct search_call *c, const struct vt_property *first)
{
	const struct vt_description	*d = &c->object.description;
	const struct vt_property	*p;
	size_t				 at = 0;

	while ((p = vt_description_next(d, "title", &at)) != NULL && p != first)
		if (vt_str_eq(p->lang, first->lang))
			return;
	vt_jsonw_key_str(&c->j, search_label_lang(first));
	vt_jsonw_array(&c->j);
	for (at = 0; (p = vt_description_next(d, "title", &at)) != NULL;)
		if (vt_str_eq(p->lang, first->lang))
			vt_jsonw_str(&c->j, p->value);
	vt_jsonw_end(&c->j);
}

/* Lithuanian first: viewers without it take the first. */
void
search_label(struct search_call *c, const char *key)
{
	const struct vt_property	*p;
	bool				 has_any = false;

	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	for (int is_lt = 1; is_lt >= 0; is_lt--) {
		size_t at = 0;

		while ((p = vt_description_next(&c->object.description, "title", &at)) != NULL)
			if (vt_str_eq_c(p->lang, "lt") == (is_lt != 0)) {
				search_label_values(c, p);
				has_any = true;
			}
	}
	if (!has_any) {
		vt_jsonw_key(&c->j, "none");
		vt_jsonw_array(&c->j);
		vt_jsonw_str(&c->j, c->object.identifier);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}
