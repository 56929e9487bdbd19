/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is new, as an Atom feed (RFC 4287): of everything, or of a collection.
 */
#include "site.h"

#define SITE_FEED_ENTRIES 30

static struct vt_str
site_feed_address(struct site_call *c, struct vt_str prefix, struct vt_str path)
{
	return (vt_str_printf(c->arena, "%.*s%.*s%.*s", VT_STR_ARG(vt_request_base_url(c->req)),
	    VT_STR_ARG(prefix), VT_STR_ARG(path)));
}

static void
site_feed_entry(struct site_call *c, struct vt_xmlw *x, const struct vt_object *o)
{
	struct vt_str			 title = vt_description_title(&o->description, c->language);
	const struct vt_property	*about = vt_description_first(&o->description, "description",
					    c->language);
	struct vt_feed_entry		 e = { .title = title.len > 0 ? title : o->identifier,
					    .published = o->created, .updated = o->changed };

	e.id = vt_link_id(c->req, "site.object", o->identifier);
	e.url = site_feed_address(c, vt_request_prefix(c->req), site_object_path(c, o->identifier));
	if (vt_request_may(c->req, o, VT_PART_IMAGES))
		e.picture = site_picture(c, o->thumbnail, SITE_CARD_SIDE);
	if (about != NULL)
		e.summary = site_summary(c->arena, about->value);
	vt_feed_entry(x, &e);
	vt_xmlw_close(x);
}

/* When the feed was: the newest objects are not those that were changed last. */
static int64_t
site_feed_updated(const struct vt_object *list, size_t count)
{
	int64_t	updated = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].changed > updated)
			updated = list[i].changed;
	return (updated);
}

static vt_err
site_feed_write(struct site_call *c, struct vt_str name, struct vt_str path, struct vt_search *q)
{
	struct vt_object	*list;
	struct vt_xmlw		 x;
	struct vt_str		 page = vt_str_sub(path, 0, path.len - (sizeof("/feed.atom") - 1));
	int64_t			 total;
	size_t			 count;
	vt_err			 err;

	q->kind = -1;
	q->order = VT_ORDER_NEWEST;
	q->limit = SITE_FEED_ENTRIES;
	if ((err = vt_catalog_search(c->catalog, c->arena, q, &list, &count, &total)) != VT_OK)
		return (err);
	vt_feed_begin(c->req, c->res, &(struct vt_feed){ .language = c->language, .title = name,
		.id = site_feed_address(c, VT_STR_NONE, path), .updated = site_feed_updated(list, count),
		.self = site_feed_address(c, vt_request_prefix(c->req), path),
		.alternate = site_feed_address(c, vt_request_prefix(c->req),
			page.len > 0 ? page : VT_STR("/")) }, &x);
	for (size_t i = 0; i < count; i++)
		site_feed_entry(c, &x, &list[i]);
	vt_xmlw_close(&x);
	return (vt_xmlw_error(&x) != VT_OK ? vt_xmlw_error(&x) : vt_response_error(c->res));
}

vt_err
site_feed(struct vt_request *req, struct vt_response *res)
{
	struct vt_str		spec = vt_request_param(req, "spec");
	struct vt_search	q = { .collection = spec };
	struct vt_collection	k;
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK)
		return (err);
	if (spec.len == 0)
		return (site_feed_write(&c, site_name(&c), VT_STR("/feed.atom"), &q));
	if ((err = vt_catalog_collection(c.catalog, c.arena, spec, &k)) != VT_OK)
		return (err);
	return (site_feed_write(&c, vt_labels_get(&k.names, c.language), vt_str_printf(c.arena,
	    "%.*s/feed.atom", VT_STR_ARG(site_url(&c, VT_STR_NONE, "/collections/", spec))), &q));
}
