/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step as a page of its own, to be turned like a booklet; all of them on one page; and
 * that page where the picture follows the text.
 */
#include "exh_page.h"

#define EXH_SUMMARY_MAX 200	/* bytes of a summary */

/* --- one step -------------------------------------------------------------------------- */

vt_err
exh_page_find(const struct exh_page *p, size_t *index_r)
{
	struct vt_str	id = vt_request_param(p->c.req, "step");

	for (size_t i = 0; i < p->c.x->step_count; i++)
		if (vt_str_eq(p->c.x->steps[i].id, id)) {
			*index_r = i;
			return (VT_OK);
		}
	return (vt_fail(VT_E_NOTFOUND, "the exhibition '%.*s' has no step '%.*s'; it has %zu",
	    VT_STR_ARG(p->c.x->slug), VT_STR_ARG(vt_str_sub(id, 0, EXH_SLUG_MAX)),
	    p->c.x->step_count));
}

/* One way to turn the page: to a step, or to the cover before the first and behind the last. */
static void
exh_page_turn(struct exh_page *p, const char *key, const struct exh_step *s, const char *message)
{
	const char	*url = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "%s_url", key));

	if (url == NULL)
		return;
	if (s != NULL) {
		exh_page_heading(p, p->data, key, s);
		vt_value_set_str(p->data, url, exh_path(&p->c, exh_page_step_suffix(p, s, "#stop")));
		return;
	}
	vt_value_set_str(p->data, key, vt_message_in(p->c.req, p->language, message));
	exh_page_lang(p, p->data, key, NULL);
	vt_value_set_str(p->data, url, exh_path(&p->c, ""));
}

/* "Turgaus diena (3 iš 12) – Utena atvirlaiškiuose" */
static void
exh_page_step_title(struct exh_page *p, size_t index)
{
	const struct exh_exhibition	*x = p->c.x;
	struct vt_str			 name = exh_words_get(&x->title, p->c.version);
	struct vt_str			 heading = exh_page_heading_text(p, &x->steps[index]);

	vt_value_set_int(p->data, "number", (int64_t)index + 1);
	vt_value_set_int(p->data, "count", (int64_t)x->step_count);
	vt_value_set_str(p->data, "title", vt_str_printf(p->c.arena, "%.*s (%zu %.*s %zu) – %.*s",
	    VT_STR_ARG(heading), index + 1, VT_STR_ARG(vt_message_in(p->c.req, p->language, "exhibitions.of")),
	    x->step_count, VT_STR_ARG(name.len > 0 ? name : x->slug)));
}

/* What search engines are told of it: how its text begins. */
static void
exh_page_step_summary(struct exh_page *p, const struct exh_step *s)
{
	enum exh_version		 given;
	const struct exh_passage	*text = exh_passage_get(s->passage, p->c.version, &given);
	struct vt_str			 plain = text != NULL ? text->plain : VT_STR_NONE;
	struct vt_str			 cut = vt_utf8_cut(plain, EXH_SUMMARY_MAX);
	ptrdiff_t			 paragraph = vt_str_find(cut, VT_STR("\n\n"));

	if (paragraph > 0)
		cut.len = (size_t)paragraph;
	else if (cut.len < plain.len)
		while (cut.len > 1 && cut.p[cut.len - 1] != ' ')
			cut.len--;
	if (cut.len > 0)
		vt_value_set_str(p->data, "summary", vt_str_printf(p->c.arena, "%.*s%s",
		    VT_STR_ARG(vt_str_trim(cut)), cut.len < plain.len && paragraph <= 0 ? " …" : ""));
}

vt_err
exh_page_step_data(struct exh_page *p, size_t i)
{
	const struct exh_exhibition	*x = p->c.x;
	struct vt_value			*v;
	const char			*all;
	vt_err				 err;

	if ((err = exh_page_stop(p, i, false, &v)) != VT_OK ||
	    (err = exh_page_contents(p, i)) != VT_OK)
		return (err);
	vt_value_set(p->data, "step", v);
	exh_page_step_title(p, i);
	exh_page_turn(p, "previous", i > 0 ? &x->steps[i - 1] : NULL, "exhibitions.to_cover");
	exh_page_turn(p, "next", i + 1 < x->step_count ? &x->steps[i + 1] : NULL,
	    "exhibitions.finish");
	exh_page_other_text(p, exh_page_step_suffix(p, &x->steps[i], ""));
	all = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "/all#stop-%.*s",
	    VT_STR_ARG(x->steps[i].id)));
	vt_value_set_str(p->data, "all_here_url", all != NULL ? exh_path(&p->c, all) : VT_STR_NONE);
	return (VT_OK);
}

vt_err
exh_page_step(struct vt_request *req, struct vt_response *res)
{
	const struct exh_exhibition	*x;
	struct exh_page			 p;
	size_t				 i = 0;
	vt_err				 err;

	if ((err = exh_page_begin(req, res, &p)) != VT_OK || (err = exh_page_find(&p, &i)) != VT_OK ||
	    (err = exh_page_step_data(&p, i)) != VT_OK)
		return (err);
	x = p.c.x;
	exh_page_step_summary(&p, &x->steps[i]);
	vt_value_set_bool(p.data, "needs_zoom", true);
	exh_page_embed_link(&p);
	if ((err = exh_page_shared(&p, x->steps[i].picture_count > 0 ? &x->steps[i].pictures[0] :
	    &x->cover)) != VT_OK || (err = exh_page_jsonld_step(&p, i)) != VT_OK)
		return (err);
	return (vt_page(req, res, "exhibition_step", p.data));
}

/* --- all of them --------------------------------------------------------------------------- */

vt_err
exh_page_all_data(struct exh_page *p)
{
	struct vt_value	*list = vt_value_list(p->c.arena), *v;
	vt_err		 err;

	for (size_t i = 0; i < p->c.x->step_count; i++) {
		if ((err = exh_page_stop(p, i, i > 0, &v)) != VT_OK)
			return (err);
		vt_value_add(list, v);
	}
	vt_value_set(p->data, "steps", list);
	exh_page_passage(p, p->data, p->c.x->opening);
	exh_page_about(p);
	exh_page_other_text(p, "/all");
	return (VT_OK);
}

static vt_err
exh_page_long(struct exh_page *p)
{
	vt_err	err = exh_page_all_data(p);

	if (err != VT_OK)
		return (err);
	exh_page_embed_link(p);
	vt_value_set_bool(p->data, "needs_zoom", true);
	if ((err = exh_page_shared(p, &p->c.x->cover)) != VT_OK)
		return (err);
	return (vt_page(p->c.req, p->c.res, "exhibition_all", p->data));
}

static void
exh_page_long_title(struct exh_page *p, const char *message)
{
	struct vt_str	name = exh_words_get(&p->c.x->title, p->c.version);

	vt_value_set_str(p->data, "title", vt_str_printf(p->c.arena, "%.*s: %.*s",
	    VT_STR_ARG(name.len > 0 ? name : p->c.x->slug),
	    VT_STR_ARG(vt_message_in(p->c.req, p->language, message))));
}

vt_err
exh_page_all(struct vt_request *req, struct vt_response *res)
{
	struct exh_page	p;
	vt_err		err = exh_page_begin(req, res, &p);

	if (err != VT_OK)
		return (err);
	vt_value_set_bool(p.data, "is_scroll", false);
	exh_page_long_title(&p, "exhibitions.all_title");
	return (exh_page_long(&p));
}

/* The same words: search engines are told of the other page. */
vt_err
exh_page_scroll(struct vt_request *req, struct vt_response *res)
{
	struct exh_page	p;
	vt_err		err = exh_page_begin(req, res, &p);

	if (err != VT_OK)
		return (err);
	vt_value_set_bool(p.data, "is_scroll", true);
	vt_value_set_bool(p.data, "needs_scroll", true);
	vt_value_set_str(p.data, "url", exh_url(&p.c, "/all"));
	exh_page_long_title(&p, "exhibitions.scroll_title");
	return (exh_page_long(&p));
}
