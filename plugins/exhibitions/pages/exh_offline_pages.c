/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages of the archive: cover, steps, all steps on one page, in each text that there is,
 * by what gathers the pages that are served (exh_page.h).
 */
#include "exh_offline.h"
#include "exh_page.h"

#define EXH_OFFLINE_MEMORY	(64 << 20)	/* bytes, of one page */
#define EXH_OFFLINE_PAGE	(8 << 20)	/* bytes of HTML */

enum exh_offline_kind { EXH_OFFLINE_COVER, EXH_OFFLINE_STEP, EXH_OFFLINE_ALL };
struct exh_offline_one {
	enum exh_version	 version;
	enum exh_offline_kind	 kind;
	size_t			 step;
	const char		*path;	/* of the page as it is served */
};

/* --- what it says --------------------------------------------------------------------------- */

/* The same page in the texts that there are. */
static void
exh_offline_texts(struct exh_page *p, const struct exh_offline_one *one)
{
	static const char *const	names[] = { "exhibition_data.to_lt", "exhibition_data.to_en",
					    "exhibition_data.to_easy", "exhibition_data.to_easy_en" };
	struct vt_value			*list = vt_value_list(p->c.arena);

	for (int v = 0; v < EXH_VERSIONS; v++) {
		struct vt_value	*item = vt_value_map(p->c.arena);
		struct exh_call	 other = p->c;

		if (!p->c.offline->has[v] || v == (int)one->version)
			continue;
		other.version = (enum exh_version)v;
		vt_value_set_str(item, "text_url", exh_path(&other, one->path));
		vt_value_set_str(item, "text_lang", vt_str_of(exh_version_lang(other.version)));
		/* Each in its own language: it is for who reads that. */
		vt_value_set_str(item, "text_name", vt_message_in(p->c.req,
		    exh_version_lang(other.version), names[v]));
		vt_value_add(list, item);
	}
	vt_value_set(p->data, "texts", list);
}

/* Where it was taken from, without the mark of a preview: an archive is passed on, and kept
 * longer than the mark is meant for. */
static struct vt_str
exh_offline_source(const struct exh_page *p, const struct exh_offline_one *one)
{
	struct vt_str	url = exh_id(p->c.offline->served, one->path);
	ptrdiff_t	at = vt_str_find(url, VT_STR("?"));

	return (at < 0 ? url : vt_str_sub(url, 0, (size_t)at));
}

static vt_err
exh_offline_data(struct exh_page *p, const struct exh_offline_one *one)
{
	vt_value_set_bool(p->data, "is_exhibition", true);
	vt_value_set_bool(p->data, "is_offline", true);
	vt_value_set_bool(p->data, "is_cover", one->kind == EXH_OFFLINE_COVER);
	vt_value_set_bool(p->data, "is_step", one->kind == EXH_OFFLINE_STEP);
	vt_value_set_bool(p->data, "is_all", one->kind == EXH_OFFLINE_ALL);
	vt_value_set_str(p->data, "language", vt_str_of(p->language));
	vt_value_set_str(p->data, "style_url", vt_str_printf(p->c.arena, "%sstyle.css",
	    p->c.offline->root));
	vt_value_set_str(p->data, "logo_url", p->c.offline->logo.len == 0 ? VT_STR_NONE :
	    vt_str_printf(p->c.arena, "%s%.*s", p->c.offline->root, VT_STR_ARG(p->c.offline->logo)));
	exh_page_frame_data(p);
	vt_value_set_str(p->data, "source_url", exh_offline_source(p, one));
	vt_value_set_str(p->data, "library", vt_page_text(p->c.req, p->language, "name"));
	exh_offline_texts(p, one);
	switch (one->kind) {
	case EXH_OFFLINE_STEP:
		return (exh_page_step_data(p, one->step));
	case EXH_OFFLINE_ALL:
		return (exh_page_all_data(p));
	default:
		return (exh_page_cover_data(p));
	}
}

/* --- the files ---------------------------------------------------------------------------------- */

static vt_err
exh_offline_render_page(struct exh_page *p, const struct exh_offline_one *one, struct vt_zip *zip,
    struct vt_str name)
{
	struct vt_buf	html;
	vt_err		err;

	vt_buf_init(&html, EXH_OFFLINE_PAGE);
	if ((err = exh_offline_data(p, one)) == VT_OK &&
	    (err = vt_page_render(p->c.req, "offline", p->language, p->data, &html)) == VT_OK)
		err = vt_zip_add(zip, vt_str_printf(p->c.arena, "%.*s/%.*s",
		    VT_STR_ARG(p->c.x->slug), VT_STR_ARG(name)), vt_buf_get(&html));
	vt_buf_fini(&html);
	return (err);
}

static vt_err
exh_offline_add(struct exh_offline *o, const struct exh_offline_one *one, struct vt_zip *zip)
{
	struct vt_arena	*a = vt_arena_new(EXH_OFFLINE_MEMORY);
	struct exh_page	 p = { .c = *o->served };
	struct vt_str	 name = exh_offline_page(o, a, one->version, vt_str_of(one->path));
	vt_err		 err;

	o->root = vt_str_find(name, VT_STR("/")) >= 0 ? "../" : "";
	p.c.arena = a;
	p.c.offline = o;
	p.c.version = one->version;
	p.language = exh_version_lang(one->version);
	p.data = vt_value_map(a);
	err = exh_offline_render_page(&p, one, zip, name);
	if (err == VT_OK && vt_arena_is_exhausted(a))
		err = VT_E_LIMIT;
	vt_arena_free(&a);
	return (err);
}

static vt_err
exh_offline_text(struct exh_offline *o, enum exh_version v, struct vt_zip *zip)
{
	struct exh_offline_one	cover = { v, EXH_OFFLINE_COVER, 0, "" };
	struct exh_offline_one	all = { v, EXH_OFFLINE_ALL, 0, "/all" };
	vt_err			err = exh_offline_add(o, &cover, zip);

	if (err == VT_OK)
		err = exh_offline_add(o, &all, zip);
	for (size_t i = 0; i < o->served->x->step_count && err == VT_OK; i++) {
		struct exh_offline_one step = { v, EXH_OFFLINE_STEP, i,
			vt_str_c(o->served->arena, vt_str_printf(o->served->arena, "/steps/%.*s",
			VT_STR_ARG(o->served->x->steps[i].id))) };

		err = step.path != NULL ? exh_offline_add(o, &step, zip) : VT_E_LIMIT;
	}
	return (err);
}

vt_err
exh_offline_pages(struct exh_offline *o, struct vt_zip *zip)
{
	vt_err	err = VT_OK;

	for (int v = 0; v < EXH_VERSIONS && err == VT_OK; v++)
		if (o->has[v])
			err = exh_offline_text(o, (enum exh_version)v, zip);
	return (err);
}
