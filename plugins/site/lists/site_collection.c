/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collections and institutions: lists of them, and a page for each, with what is
 * within it and what is new in it.
 */
#include "site.h"

#define SITE_PICTURE_TRIES 8	/* newest objects of a collection asked for a picture */
#define SITE_DEPTH_MAX	   16	/* collections above one */

/* The picture of a collection: that of its newest object that has an open one. */
static vt_err
site_collection_picture(struct site_call *c, struct vt_str spec, struct vt_value *v)
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

vt_err
site_list_collections(struct site_call *c, int64_t parent)
{
	struct vt_collection	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count, shown = 0;
	vt_err			 err;

	if ((err = vt_catalog_collections(c->catalog, c->arena, parent, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		/* One that holds nothing (any more) is nothing to a reader. */
		if (list[i].object_count == 0)
			continue;
		shown++;
		site_label(c, v, "name", &list[i].names, list[i].spec);
		site_label(c, v, "description", &list[i].descriptions, VT_STR_NONE);
		vt_value_set_str(v, "url", site_url(c, vt_request_prefix(c->req), "/collections/",
		    list[i].spec));
		vt_value_set_int(v, "count", list[i].object_count);
		if ((err = site_collection_picture(c, list[i].spec, v)) != VT_OK)
			return (err);
		vt_value_add(values, v);
	}
	vt_value_set_bool(c->data, "has_collections", shown > 0);
	vt_value_set(c->data, "collections", values);
	return (VT_OK);
}

vt_err
site_list_institutions(struct site_call *c)
{
	struct vt_institution	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count, shown = 0;
	vt_err			 err;

	if ((err = vt_catalog_institutions(c->catalog, c->arena, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		if (list[i].object_count == 0)
			continue;
		shown++;
		site_label(c, v, "name", &list[i].names, list[i].code);
		vt_value_set_str(v, "url", site_url(c, vt_request_prefix(c->req), "/institutions/",
		    list[i].code));
		vt_value_set_str(v, "homepage", list[i].url);
		vt_value_set_int(v, "count", list[i].object_count);
		vt_value_add(values, v);
	}
	vt_value_set_bool(c->data, "has_institutions", shown > 0);
	vt_value_set(c->data, "institutions", values);
	return (VT_OK);
}

vt_err
site_newest(struct site_call *c, struct vt_search *q)
{
	struct vt_object	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count;
	int64_t			 total;
	vt_err			 err;

	q->kind = -1;
	q->order = VT_ORDER_NEWEST;
	q->limit = (size_t)c->conf->newest;
	if ((err = vt_catalog_search(c->catalog, c->arena, q, &list, &count, &total)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		vt_value_add(values, site_card(c, &list[i]));
	vt_value_set_bool(c->data, "has_newest", count > 0);
	vt_value_set(c->data, "newest", values);
	vt_value_set_int(c->data, "total", total);
	return (VT_OK);
}

/* The collections above this one, from the top. */
static vt_err
site_collection_above(struct site_call *c, struct vt_str spec)
{
	struct vt_value		*values = vt_value_list(c->arena);
	struct vt_collection	 above;
	size_t			 depth = 0;
	vt_err			 err;

	for (size_t i = 0; i < spec.len && depth < SITE_DEPTH_MAX; i++) {
		struct vt_value	*v;

		if (spec.p[i] != ':')
			continue;
		depth++;
		if ((err = vt_catalog_collection(c->catalog, c->arena, vt_str_sub(spec, 0, i),
		    &above)) != VT_OK)
			return (err);
		v = vt_value_map(c->arena);
		site_label(c, v, "name", &above.names, above.spec);
		vt_value_set_str(v, "url", site_url(c, vt_request_prefix(c->req), "/collections/",
		    above.spec));
		vt_value_add(values, v);
	}
	vt_value_set(c->data, "above", values);
	return (VT_OK);
}

vt_err
site_collection_page(struct vt_request *req, struct vt_response *res)
{
	struct vt_collection	k;
	struct vt_search	q = { .offset = 0 };
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = vt_catalog_collection(c.catalog, c.arena, vt_request_param(req, "spec"),
	    &k)) != VT_OK)
		return (err);
	q.collection = k.spec;
	if ((err = site_list_collections(&c, k.rowid)) != VT_OK ||
	    (err = site_collection_above(&c, k.spec)) != VT_OK ||
	    (err = site_newest(&c, &q)) != VT_OK)
		return (err);
	site_label(&c, c.data, "name", &k.names, k.spec);
	site_label(&c, c.data, "description", &k.descriptions, VT_STR_NONE);
	vt_value_set_str(c.data, "title", vt_labels_get(&k.names, c.language));
	vt_value_set_str(c.data, "summary", site_summary(c.arena,
	    vt_labels_get(&k.descriptions, c.language)));
	vt_value_set_str(c.data, "all_url", site_search_url(&c, "collection", k.spec));
	vt_value_set_str(c.data, "feed_url", vt_str_printf(c.arena, "%.*s/feed.atom",
	    VT_STR_ARG(site_url(&c, vt_request_prefix(req), "/collections/", k.spec))));
	site_head(&c, site_url(&c, VT_STR_NONE, "/collections/", k.spec));
	return (vt_page(req, res, "collection", c.data));
}

vt_err
site_institution_page(struct vt_request *req, struct vt_response *res)
{
	struct vt_institution	k;
	struct vt_search	q = { .offset = 0 };
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = vt_catalog_institution(c.catalog, c.arena, vt_request_param(req, "code"),
	    &k)) != VT_OK)
		return (err);
	q.institution = k.code;
	if ((err = site_newest(&c, &q)) != VT_OK)
		return (err);
	site_label(&c, c.data, "name", &k.names, k.code);
	vt_value_set_str(c.data, "title", vt_labels_get(&k.names, c.language));
	vt_value_set_str(c.data, "homepage", k.url);
	vt_value_set_bool(c.data, "is_institution", true);
	vt_value_set_str(c.data, "all_url", site_search_url(&c, "institution", k.code));
	site_head(&c, site_url(&c, VT_STR_NONE, "/institutions/", k.code));
	return (vt_page(req, res, "collection", c.data));
}

static vt_err
site_list_page(struct site_call *c, const char *title, const char *path)
{
	vt_value_set_str(c->data, "title", vt_message(c->req, title));
	site_head(c, vt_str_of(path));
	return (vt_page(c->req, c->res, "collections", c->data));
}

vt_err
site_collections_page(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK || (err = site_list_collections(&c, 0)) != VT_OK)
		return (err);
	return (site_list_page(&c, "home.collections", "/collections"));
}

vt_err
site_institutions_page(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK || (err = site_list_institutions(&c)) != VT_OK)
		return (err);
	return (site_list_page(&c, "home.institutions", "/institutions"));
}
