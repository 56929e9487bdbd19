/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zooming by links into a page's image (api/zoom.h): /objects/{id}/zoom/{page}/{way}.
 */
#include <stdio.h>

#include "site.h"

#define SITE_ZOOM_SIDE		1600	/* pixels of the picture shown */

struct site_zoom {
	struct site_call	*call;
	struct vt_object	object;
	struct vt_page		page;
	struct vt_zoom		part;		/* of the page's image */
};

static vt_err
site_zoom_region(struct site_zoom *z)
{
	z->part.w = z->page.width;
	z->part.h = z->page.height;
	if (z->part.w < 1 || z->part.h < 1)
		return (vt_fail(VT_E_NOTFOUND, "the size of this page's image is not known"));
	return (vt_zoom_in(&z->part));
}

static vt_err
site_zoom_ask(struct site_call *c, const struct vt_object *object)
{
	int64_t	side;

	if (!vt_request_may_see(c->req, object, &side))
		return (vt_fail_closed(object, "its images"));
	if (side != 0)
		return (vt_fail(VT_E_FORBIDDEN, "of the images of '%.*s' only small ones are shown; "
		    "there is nothing to zoom into", VT_STR_ARG(object->identifier)));
	return (VT_OK);
}

static vt_err
site_zoom_read(struct site_call *c, struct site_zoom *z)
{
	struct vt_str	id = vt_request_param(c->req, "id");
	int64_t		number;
	vt_err		err;

	if ((err = vt_catalog_object(c->catalog, c->arena, id, &z->object)) != VT_OK)
		return (err);
	if (z->object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	z->part.way = vt_request_param(c->req, "way");
	if (!vt_str_to_int(vt_request_param(c->req, "page"), 1, z->object.page_count, &number))
		return (vt_fail(VT_E_NOTFOUND, "zoom has the number of a page, from 1 to %lld",
		    (long long)z->object.page_count));
	if ((err = vt_catalog_page(c->catalog, c->arena, z->object.rowid, number, &z->page)) != VT_OK)
		return (err);
	if (z->page.image.len == 0)
		return (vt_fail(VT_E_NOTFOUND, "this page has no image"));
	if ((err = site_zoom_ask(c, &z->object)) != VT_OK)
		return (err);
	return (site_zoom_region(z));
}

/* --- addresses ------------------------------------------------------------- */

static struct vt_str
site_zoom_path(struct site_call *c, const struct site_zoom *z, struct vt_str way)
{
	return (vt_str_printf(c->arena, "%.*s/zoom/%lld%s%.*s", VT_STR_ARG(site_object_path(c,
	    z->object.identifier)), (long long)z->page.number, way.len > 0 ? "/" : "",
	    VT_STR_ARG(way)));
}

static struct vt_str
site_zoom_url(void *arg, struct vt_str way)
{
	const struct site_zoom	*z = arg;

	return (vt_str_printf(z->call->arena, "%.*s%.*s#view", VT_STR_ARG(vt_request_prefix(z->call->req)),
	    VT_STR_ARG(site_zoom_path(z->call, z, way))));
}

/* --- what is shown ---------------------------------------------------------- */

static void
site_zoom_picture(struct site_call *c, const struct site_zoom *z)
{
	struct vt_str	service = vt_link_id(c->req, "iiif.image", z->page.image);
	int64_t		longer = z->part.w > z->part.h ? z->part.w : z->part.h;
	int64_t		side = longer < SITE_ZOOM_SIDE ? longer : SITE_ZOOM_SIDE;

	if (service.len == 0)
		return;
	vt_value_set_str(c->data, "picture", z->part.way.len == 0 ?
	    vt_str_printf(c->arena, "%.*s/full/!%lld,%lld/0/default.jpg", VT_STR_ARG(service),
	    (long long)side, (long long)side) :
	    vt_str_printf(c->arena, "%.*s/%lld,%lld,%lld,%lld/!%lld,%lld/0/default.jpg",
	    VT_STR_ARG(service), (long long)z->part.x, (long long)z->part.y, (long long)z->part.w,
	    (long long)z->part.h, (long long)side, (long long)side));
	vt_value_set_int(c->data, "width", z->part.w * side / longer);
	vt_value_set_int(c->data, "height", z->part.h * side / longer);
}

static void
site_zoom_words(struct site_call *c, const struct site_zoom *z)
{
	struct vt_str	title = vt_description_title(&z->object.description, c->language);

	vt_value_set_str(c->data, "object_title", title.len > 0 ? title : z->object.identifier);
	vt_value_set_str(c->data, "object_lang", site_title_language(c, &z->object.description));
	vt_value_set_int(c->data, "number", z->page.number);
	vt_value_set_int(c->data, "count", z->object.page_count);
	vt_value_set_bool(c->data, "has_many_pages", z->object.page_count > 1);
	/* How much larger than the whole image fitted into the same place. */
	vt_value_set_int(c->data, "percent", z->page.width * 100 / z->part.w);
}

vt_err
site_zoom(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	struct site_zoom	z = { .call = &c };
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK || (err = site_zoom_read(&c, &z)) != VT_OK)
		return (err);
	site_zoom_words(&c, &z);
	site_zoom_picture(&c, &z);
	vt_zoom_links(req, c.language, &z.part, site_zoom_url, &z, c.data);
	vt_value_set_str(c.data, "object_url", vt_str_printf(c.arena, "%.*s?page=%lld#page",
	    VT_STR_ARG(site_object_url(&c, z.object.identifier)), (long long)z.page.number));
	vt_value_set_str(c.data, "title", vt_message(req, "zoom.title"));
	vt_value_set_bool(c.data, "is_passing", true);
	site_head(&c, site_zoom_path(&c, &z, z.part.way));
	return (vt_page(req, res, "zoom", c.data));
}
