/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zooming by links within the picture of a step: the region that its curator chose, each of
 * its nine parts, each of theirs (api/zoom.h).
 */
#include "exh_page.h"

#define EXH_ZOOM_WIDTH	1600	/* pixels of the picture shown */
#define EXH_ZOOM_HEIGHT	1200

struct exh_zoom {
	const struct exh_page		*page;
	const struct exh_step		*step;
	const struct exh_picture	*picture;
	size_t				 number;	/* of the picture, from 1 */
	int64_t				 whole;		/* width of the region, pixels */
	struct exh_shown		 shown;		/* its region is the part */
	struct vt_zoom			 part;
};

/* --- which part --------------------------------------------------------------------------- */

/* What is closed to this visitor says so itself. */
static vt_err
exh_zoom_show(struct exh_page *p, struct exh_zoom *z)
{
	vt_err	err = exh_show(p->c.req, z->picture, &z->shown);

	if (err != VT_OK)
		return (err == VT_E_RANGE ? VT_E_NOTFOUND : err);
	if (z->shown.side != 0)
		return (vt_fail(VT_E_FORBIDDEN, "of the images of '%.*s' only small ones are shown; "
		    "there is nothing to zoom into", VT_STR_ARG(z->shown.object.identifier)));
	z->whole = z->shown.w;
	z->part.x = z->shown.x;
	z->part.y = z->shown.y;
	z->part.w = z->shown.w;
	z->part.h = z->shown.h;
	if ((err = vt_zoom_in(&z->part)) != VT_OK)
		return (err);
	z->shown.x = z->part.x;
	z->shown.y = z->part.y;
	z->shown.w = z->part.w;
	z->shown.h = z->part.h;
	return (VT_OK);
}

static vt_err
exh_zoom_read(struct exh_page *p, struct exh_zoom *z)
{
	size_t	index = 0;
	int64_t	number;
	vt_err	err = exh_page_find(p, &index);

	if (err != VT_OK)
		return (err);
	z->step = &p->c.x->steps[index];
	z->part.way = vt_request_param(p->c.req, "way");
	if (!vt_str_to_int(vt_request_param(p->c.req, "picture"), 1,
	    (int64_t)z->step->picture_count, &number))
		return (vt_fail(VT_E_NOTFOUND, "pictures of the step '%.*s' have numbers up to "
		    "%zu; zoom needs one of them", VT_STR_ARG(z->step->id), z->step->picture_count));
	z->number = (size_t)number;
	z->picture = &z->step->pictures[number - 1];
	return (exh_zoom_show(p, z));
}

/* --- addresses ---------------------------------------------------------------------------- */

static struct vt_str
exh_zoom_url(void *arg, struct vt_str way)
{
	const struct exh_zoom	*z = arg;
	const struct exh_page	*p = z->page;
	const char		*more = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "/zoom/%zu%s%.*s#view",
			    z->number, way.len > 0 ? "/" : "", VT_STR_ARG(way)));

	return (more != NULL ? exh_path(&p->c, exh_page_step_suffix(p, z->step, more)) :
	    VT_STR_NONE);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
exh_zoom_picture(struct exh_page *p, const struct exh_zoom *z)
{
	const struct exh_shown	*s = &z->shown;
	/* As wide as fits below both limits. */
	int64_t			 most = s->h * EXH_ZOOM_WIDTH > s->w * EXH_ZOOM_HEIGHT ?
				    s->w * EXH_ZOOM_HEIGHT / s->h : EXH_ZOOM_WIDTH;
	int64_t			 width, height;

	vt_value_set_str(p->data, "picture", exh_picture_url(p->c.req, s, most > 0 ? most : 1,
	    &width, &height));
	vt_value_set_int(p->data, "width", width);
	vt_value_set_int(p->data, "height", height);
	exh_page_alt(p, p->data, z->picture, s);
}

static void
exh_zoom_words(struct exh_page *p, const struct exh_zoom *z)
{
	exh_page_heading(p, p->data, "heading", z->step);
	vt_value_set_int(p->data, "percent", z->whole * 100 / z->shown.w);
	vt_value_set_str(p->data, "title", vt_str_printf(p->c.arena, "%.*s: %.*s",
	    VT_STR_ARG(exh_page_heading_text(p, z->step)),
	    VT_STR_ARG(vt_message_in(p->c.req, p->language, "zoom.title"))));
	vt_value_set_bool(p->data, "is_passing", true);
}

vt_err
exh_page_zoom(struct vt_request *req, struct vt_response *res)
{
	struct exh_page	p;
	struct exh_zoom	z = { .page = &p };
	vt_err		err;

	if ((err = exh_page_begin(req, res, &p)) != VT_OK || (err = exh_zoom_read(&p, &z)) != VT_OK)
		return (err);
	exh_zoom_words(&p, &z);
	exh_zoom_picture(&p, &z);
	vt_zoom_links(req, p.language, &z.part, exh_zoom_url, &z, p.data);
	vt_value_set_str(p.data, "step_url", exh_path(&p.c, exh_page_step_suffix(&p, z.step,
	    "#stop")));
	return (vt_page(req, res, "exhibition_zoom", p.data));
}
