/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cover of an exhibition, which shows all that it has, and the list of exhibitions.
 */
#include "exh_page.h"

#define EXH_SIZES_COVER	"(min-width: 60rem) 40rem, 94vw"

/* --- who made it, what may be done with it ---------------------------------------------- */

static void
exh_page_authors(struct exh_page *p)
{
	struct vt_value	*list = vt_value_list(p->c.arena);

	for (size_t i = 0; i < p->c.x->author_count; i++) {
		struct vt_value	*v = vt_value_map(p->c.arena);

		vt_value_set_str(v, "author", p->c.x->authors[i].name);
		exh_page_words(p, v, "role", &p->c.x->authors[i].role);
		vt_value_add(list, v);
	}
	vt_value_set(p->data, "authors", list);
	vt_value_set_bool(p->data, "has_authors", p->c.x->author_count > 0);
}

void
exh_page_about(struct exh_page *p)
{
	const struct exh_exhibition	*x = p->c.x;
	struct vt_str			 name = exh_page_rights(p, "rights");
	char				 day[VT_TIME_MAX];

	exh_page_authors(p);
	exh_page_words(p, p->data, "credits", &x->credits);
	vt_value_set_str(p->data, "rights_uri", x->rights);
	vt_value_set_str(p->data, "rights_name", name.len > 0 ? name : x->rights);
	vt_value_set_str(p->data, "rights_says", exh_page_rights(p, "rights_says"));
	if (x->opened != 0)
		vt_value_set_str(p->data, "opened", vt_str_dup(p->c.arena,
		    vt_str_of(vt_time_date(x->opened, day))));
}

/* --- to take along ------------------------------------------------------------------------- */

/* Viewers of ours that take the address of a manifest would be named here; those that know
 * objects only are not for exhibitions. */
static void
exh_page_share(struct exh_page *p)
{
	struct exh_call	full = exh_page_full(p);

	vt_value_set_str(p->data, "qr_url", exh_path(&full, "/qr.svg"));
	vt_value_set_str(p->data, "zip_url", exh_path(&full, "/offline.zip"));
	vt_value_set_str(p->data, "manifest_url", exh_path(&full, "/manifest.json"));
	vt_value_set_str(p->data, "places_url", exh_path(&full, "/places.geojson"));
	vt_value_set_str(p->data, "frame_url", exh_path(&full, "/embed"));
	vt_value_set_str(p->data, "embed_code", exh_page_frame(&full));
	exh_page_embed_link(p);
}

/* --- the cover ------------------------------------------------------------------------------- */

vt_err
exh_page_shared(struct exh_page *p, const struct exh_picture *picture)
{
	struct exh_shown	s;
	bool			is_shown = false;
	vt_err			err = VT_OK;

	if (picture->object.len > 0)
		err = exh_page_show(p, picture, &s, &is_shown);
	if (err == VT_OK && is_shown)
		vt_value_set_str(p->data, "shared_picture", exh_picture_url(p->c.req, &s,
		    EXH_SHARED_SIDE, NULL, NULL));
	return (err);
}

static vt_err
exh_page_cover_picture(struct exh_page *p)
{
	struct exh_figure	 f = { &p->c.x->cover, VT_STR_NONE, EXH_SIZES_COVER, false, 0 };
	struct exh_shown	 shown;
	struct vt_value		*v;
	vt_err			 err;

	vt_value_set_bool(p->data, "cover", false);
	if (p->c.x->cover.object.len == 0)
		return (VT_OK);
	if ((err = exh_page_figure(p, &f, &v, &shown)) != VT_OK)
		return (err);
	if (shown.w > 0)
		vt_value_set(p->data, "cover", v);
	return (VT_OK);
}

vt_err
exh_page_cover_data(struct exh_page *p)
{
	vt_err	err;

	if ((err = exh_page_cover_picture(p)) != VT_OK ||
	    (err = exh_page_contents(p, SIZE_MAX)) != VT_OK)
		return (err);
	exh_page_passage(p, p->data, p->c.x->opening);
	vt_value_set_str(p->data, "start_url", p->c.x->step_count > 0 ?
	    exh_step_path(&p->c, &p->c.x->steps[0]) : VT_STR_NONE);
	vt_value_set_str(p->data, "all_url", exh_path(&p->c, "/all"));
	exh_page_map(p);
	exh_page_times(p);
	exh_page_about(p);
	return (VT_OK);
}

vt_err
exh_page_cover(struct vt_request *req, struct vt_response *res)
{
	struct exh_page	p;
	struct exh_call	full;
	vt_err		err;

	if ((err = exh_page_begin(req, res, &p)) != VT_OK ||
	    (err = exh_page_shared(&p, &p.c.x->cover)) != VT_OK ||
	    (err = exh_page_cover_data(&p)) != VT_OK)
		return (err);
	full = exh_page_full(&p);
	vt_value_set_str(p.data, "scroll_url", exh_is_easy(p.c.version) ? VT_STR_NONE :
	    exh_path(&full, "/scroll"));
	exh_page_share(&p);
	if ((err = exh_page_jsonld(&p)) != VT_OK)
		return (err);
	return (vt_page(req, res, "exhibition", p.data));
}

/* --- the list ------------------------------------------------------------------------------- */

static vt_err
exh_page_card_picture(struct exh_page *p, struct vt_value *v)
{
	struct exh_shown	s;
	bool			is_shown = false;
	vt_err			err;

	vt_value_set_str(v, "cover_src", VT_STR_NONE);
	if (p->c.x->cover.object.len == 0)
		return (VT_OK);
	if ((err = exh_page_show(p, &p->c.x->cover, &s, &is_shown)) != VT_OK || !is_shown)
		return (err);
	exh_page_sizes(p, v, "cover_", &s);
	return (VT_OK);
}

/* Names stand in the list as they do on the covers: by a page of each. */
static vt_err
exh_page_card(const struct exh_page *list, const struct exh_exhibition *x, struct vt_value *v)
{
	struct exh_page	p = *list;
	struct vt_str	name;

	p.c.x = x;
	p.data = v;
	name = exh_words_get(&x->title, p.c.version);
	vt_value_set_str(v, "theme", x->theme.len > 0 ? x->theme : VT_STR("sand"));
	exh_page_words(&p, v, "name", &x->title);
	vt_value_set_str(v, "name", name.len > 0 ? name : x->slug);
	exh_page_words(&p, v, "about", &x->summary);
	vt_value_set_str(v, "url", exh_path_of(&p.c, x));
	vt_value_set_int(v, "step_count", (int64_t)x->step_count);
	(void)exh_page_when(&p, v, &x->period);
	exh_page_other_text(&p, "");
	return (exh_page_card_picture(&p, v));
}

vt_err
exh_page_list(struct vt_request *req, struct vt_response *res)
{
	const struct exh_exhibition *const	*all;
	struct exh_page				 p;
	struct vt_value				*list;
	size_t					 count;
	vt_err					 err;

	if ((err = exh_page_begin(req, res, &p)) != VT_OK ||
	    (err = exh_open_all(req, &all, &count)) != VT_OK)
		return (err);
	list = vt_value_list(p.c.arena);
	for (size_t i = 0; i < count; i++) {
		struct vt_value *v = vt_value_map(p.c.arena);

		vt_value_set_bool(v, "is_late", i > 1);
		if ((err = exh_page_card(&p, all[i], v)) != VT_OK)
			return (err);
		vt_value_add(list, v);
	}
	vt_value_set(p.data, "exhibitions", list);
	vt_value_set_bool(p.data, "has_exhibitions", count > 0);
	vt_value_set_str(p.data, "title", vt_message(req, "exhibitions.title"));
	vt_value_set_str(p.data, "summary", vt_message(req, "exhibitions.lead"));
	exh_page_head(&p);
	return (vt_page(req, res, "exhibitions", p.data));
}
