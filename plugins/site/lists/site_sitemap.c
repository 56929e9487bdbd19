/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sitemap (sitemaps.org 0.9) with each object's picture and its page in each
 * language.  Objects are divided by their rowids, so that a part stays what it is
 * however many come; where there is more than one part, /sitemap.xml lists them.
 */
#include "site.h"

#define SITE_SITEMAP_PART 5000 	/* objects: what the working memory of a request holds */

static const char site_sitemap_ns[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
	"xmlns:xhtml=\"http://www.w3.org/1999/xhtml\" "
	"xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n";

static void
site_sitemap_url(struct site_call *c, struct vt_str path, int64_t changed, struct vt_str picture)
{
	struct vt_buf	*out = vt_response_body(c->res);
	struct vt_str	 base = vt_request_base_url(c->req);
	char		 day[VT_TIME_MAX];

	vt_buf_printf(out, "<url><loc>");
	vt_buf_escape(out, base);
	vt_buf_escape(out, path);
	vt_buf_printf(out, "</loc>");
	if (changed > 0)
		vt_buf_printf(out, "<lastmod>%s</lastmod>", vt_time_date(changed, day));
	/* Its languages with itself among them, else crawlers ignore them all. */
	for (int i = 0; i < 3; i++) {
		vt_buf_printf(out, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"",
		    i == 0 ? "x-default" : i == 1 ? "lt" : "en");
		vt_buf_escape(out, base);
		vt_buf_printf(out, "%s", i == 0 ? "" : i == 1 ? "/lt" : "/en");
		vt_buf_escape(out, path);
		vt_buf_printf(out, "\"/>");
	}
	if (picture.len > 0) {
		vt_buf_printf(out, "<image:image><image:loc>");
		vt_buf_escape(out, picture);
		vt_buf_printf(out, "</image:loc></image:image>");
	}
	vt_buf_printf(out, "</url>\n");
}

static vt_err
site_sitemap_objects(struct site_call *c, int64_t part)
{
	struct vt_object_entry	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_entries(c->catalog, c->arena, part * SITE_SITEMAP_PART + 1,
	    (part + 1) * SITE_SITEMAP_PART, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		const struct vt_object	object = { .rowid = list[i].rowid,
					    .identifier = list[i].identifier,
					    .access = list[i].access,
					    .embargo_until = list[i].embargo_until };
		struct vt_str		picture = VT_STR_NONE;

		if (vt_request_may(c->req, &object, VT_PART_IMAGES))
			picture = site_picture(c, list[i].thumbnail, SITE_SHARED_SIDE);
		site_sitemap_url(c, site_object_path(c, list[i].identifier), list[i].changed,
		    picture);
	}
	return (VT_OK);
}

/* What is no object: where a reader begins. */
static vt_err
site_sitemap_places(struct site_call *c)
{
	static const char *const	paths[] = { "/", "/collections", "/institutions",
					    "/places", "/times", "/help" };
	struct vt_collection		*collections;
	struct vt_institution		*institutions;
	size_t				 count;
	vt_err				 err;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		site_sitemap_url(c, vt_str_of(paths[i]), 0, VT_STR_NONE);
	if ((err = vt_catalog_collections(c->catalog, c->arena, -1, &collections, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (collections[i].object_count > 0)
			site_sitemap_url(c, site_url(c, VT_STR_NONE, "/collections/",
			    collections[i].spec), 0, VT_STR_NONE);
	if ((err = vt_catalog_institutions(c->catalog, c->arena, &institutions, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (institutions[i].object_count > 0)
			site_sitemap_url(c, site_url(c, VT_STR_NONE, "/institutions/",
			    institutions[i].code), 0, VT_STR_NONE);
	return (VT_OK);
}

static vt_err
site_sitemap_list(struct site_call *c, int64_t part)
{
	vt_err	err = VT_OK;

	vt_buf_printf(vt_response_body(c->res), "%s", site_sitemap_ns);
	if (part == 0)
		err = site_sitemap_places(c);
	if (err == VT_OK)
		err = site_sitemap_objects(c, part);
	vt_buf_printf(vt_response_body(c->res), "</urlset>\n");
	return (err == VT_OK ? vt_response_error(c->res) : err);
}

static vt_err
site_sitemap_index(struct site_call *c, int64_t parts)
{
	struct vt_buf	*out = vt_response_body(c->res);

	vt_buf_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (int64_t i = 0; i < parts; i++) {
		vt_buf_printf(out, "<sitemap><loc>");
		vt_buf_escape(out, vt_request_base_url(c->req));
		vt_buf_printf(out, "/sitemap/%lld</loc></sitemap>\n", (long long)i + 1);
	}
	vt_buf_printf(out, "</sitemapindex>\n");
	return (vt_response_error(c->res));
}

static vt_err
site_sitemap_parts(struct site_call *c, int64_t *parts_r)
{
	int64_t	last = 0;
	vt_err	err = vt_catalog_last_rowid(c->catalog, &last);

	*parts_r = last == 0 ? 1 : (last + SITE_SITEMAP_PART - 1) / SITE_SITEMAP_PART;
	return (err);
}

vt_err
site_sitemap(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	int64_t			parts;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = site_sitemap_parts(&c, &parts)) != VT_OK)
		return (err);
	vt_response_type(res, "application/xml; charset=utf-8");
	return (parts > 1 ? site_sitemap_index(&c, parts) : site_sitemap_list(&c, 0));
}

vt_err
site_sitemap_part(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	int64_t			parts, part;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = site_sitemap_parts(&c, &parts)) != VT_OK)
		return (err);
	if (!vt_str_to_int(vt_request_param(req, "part"), 1, parts, &part))
		return (vt_fail(VT_E_NOTFOUND, "the sitemap has parts 1 to %lld", (long long)parts));
	vt_response_type(res, "application/xml; charset=utf-8");
	return (site_sitemap_list(&c, part - 1));
}
