/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables.
 */
#include <stddef.h>

#include "site.h"

vt_err
site_start(struct site_call *c, struct vt_request *req, struct vt_response *res)
{
	*c = (struct site_call){ .req = req, .res = res, .arena = vt_request_arena(req),
		.catalog = vt_request_catalog(req), .conf = vt_request_state(req),
		.language = vt_request_language(req), .data = vt_value_map(vt_request_arena(req)) };
	return (c->catalog == NULL ? VT_E_UNAVAILABLE : VT_OK);
}

static const struct vt_option site_options[] = {
	{ .key = "newest", .dflt = "12", .type = VT_OPT_INT, .min = 0, .max = 100,
	  .offset = offsetof(struct site_conf, newest),
	  .help = "newest objects shown on the home page" },
	{ .key = "results", .dflt = "24", .type = VT_OPT_INT, .min = 1, .max = 200,
	  .offset = offsetof(struct site_conf, results),
	  .help = "objects on a page of search results" },
	{ .key = "thumbnails", .dflt = "24", .type = VT_OPT_INT, .min = 1, .max = 200,
	  .offset = offsetof(struct site_conf, thumbnails),
	  .help = "small page images shown at once on an object's page" },
	{ .key = "viewers", .dflt = "", .type = VT_OPT_LIST,
	  .offset = offsetof(struct site_conf, viewers),
	  .help = "viewers elsewhere to which an object's page links: name=address, with {manifest} "
	      "for the manifest or {state} for the open page as a content state; such as "
	      "Universal Viewer=https://uv.example.org/uv.html#?iiif-content={state}" },
	{ .key = NULL }
};

static vt_err
site_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	(void)boot, (void)state_r;
	return (site_share_check(conf));
}

static const struct vt_route site_routes[] = {
	{ .method = "GET", .pattern = "/", .handler = site_home, .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/search", .handler = site_search,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/objects/{id}", .handler = site_object,
	  .cache = VT_CACHE_GENERATION, .vary = "Accept" },
	{ .method = NULL }
};

static const struct vt_link site_links[] = {
	{ "site.home", "/" },
	{ "site.search", "/search" },
	{ "site.object", "/objects/{id}" },
	{ .name = NULL }
};

static void
site_use(const struct vt_request *req, struct vt_use *use_r)
{
	struct vt_str	id = vt_request_param(req, "id"), words;

	if (id.len > 0)
		*use_r = (struct vt_use){ .kind = VT_USE_INVESTIGATION, .object = id,
		    .part = VT_STR("page") };
	else if (vt_request_arg(req, "q", &words) && vt_str_trim(words).len > 0)
		*use_r = (struct vt_use){ .kind = VT_USE_SEARCH, .part = vt_request_query(req) };
}

VT_PLUGIN(.name = "site", .version = "1.0", .summary = "pages for the public",
    .conf_size = sizeof(struct site_conf), .options = site_options, .routes = site_routes,
    .links = site_links, .configure = site_configure, .use = site_use);
