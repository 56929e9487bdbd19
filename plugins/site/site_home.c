/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The home page: whose collections these are, what they hold, what is new.
 */
#include "site.h"

#define SITE_PICTURE_TRIES 8	/* newest objects of a collection asked for a picture */

static vt_err
site_home_institutions(struct site_call *c)
{
	struct vt_institution	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count, shown = 0;
	vt_err			 err;

	if ((err = vt_catalog_institutions(c->catalog, c->arena, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		/* One that holds nothing (any more) is nothing to a reader. */
		if (list[i].object_count == 0)
			continue;
		shown++;
		site_label(c, v, "name", &list[i].names, list[i].code);
		vt_value_set_str(v, "url", site_search_url(c, "institution", list[i].code));
		vt_value_set_str(v, "homepage", list[i].url);
		vt_value_set_int(v, "count", list[i].object_count);
		vt_value_add(values, v);
	}
	vt_value_set_bool(c->data, "has_institutions", shown > 0);
	vt_value_set(c->data, "institutions", values);
	return (VT_OK);
}

/* The picture of a collection: that of its newest object that has an open one. */
static vt_err
site_home_picture(struct site_call *c, struct vt_str spec, struct vt_value *v)
{
	struct vt_search	 q = { .kind = -1, .order = VT_ORDER_NEWEST, .collection = spec,
				    .limit = SITE_PICTURE_TRIES };
	struct vt_object	*list;
	size_t			 count;
	int64_t			 total;
	vt_err			 err;

	if ((err = vt_catalog_search(c->catalog, c->arena, &q, &list, &count, &total)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (list[i].thumbnail.len > 0 && vt_request_may(c->req, &list[i], VT_PART_IMAGES)) {
			vt_value_set_str(v, "picture", site_picture(c, list[i].thumbnail,
			    SITE_CARD_SIDE));
			break;
		}
	return (VT_OK);
}

static vt_err
site_home_collections(struct site_call *c)
{
	struct vt_collection	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count, shown = 0;
	vt_err			 err;

	if ((err = vt_catalog_collections(c->catalog, c->arena, 0, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		if (list[i].object_count == 0)
			continue;
		shown++;
		site_label(c, v, "name", &list[i].names, list[i].spec);
		site_label(c, v, "description", &list[i].descriptions, VT_STR_NONE);
		vt_value_set_str(v, "url", site_search_url(c, "collection", list[i].spec));
		vt_value_set_int(v, "count", list[i].object_count);
		if ((err = site_home_picture(c, list[i].spec, v)) != VT_OK)
			return (err);
		vt_value_add(values, v);
	}
	vt_value_set_bool(c->data, "has_collections", shown > 0);
	vt_value_set(c->data, "collections", values);
	return (VT_OK);
}

static vt_err
site_home_newest(struct site_call *c)
{
	struct vt_search	 q = { .kind = -1, .order = VT_ORDER_NEWEST,
				    .limit = (size_t)c->conf->newest };
	struct vt_object	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count;
	int64_t			 total;
	vt_err			 err;

	if ((err = vt_catalog_search(c->catalog, c->arena, &q, &list, &count, &total)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		vt_value_add(values, site_card(c, &list[i]));
	vt_value_set_bool(c->data, "has_newest", count > 0);
	vt_value_set(c->data, "newest", values);
	vt_value_set_int(c->data, "total", total);
	return (VT_OK);
}

vt_err
site_home(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK)
		return (err);
	vt_value_set_str(c.data, "title", vt_message(req, "site.name"));
	vt_value_set_str(c.data, "summary", vt_message(req, "home.lead"));
	vt_value_set_bool(c.data, "is_home", true);
	site_head(&c, VT_STR("/"));
	if ((err = site_home_institutions(&c)) != VT_OK ||
	    (err = site_home_collections(&c)) != VT_OK || (err = site_home_newest(&c)) != VT_OK)
		return (err);
	return (vt_page(req, res, "home", c.data));
}
