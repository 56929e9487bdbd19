/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables, and what every answer begins and ends with.
 */
#include <stddef.h>

#include "presentation.h"

#define PRESENTATION_CONTEXT "http://iiif.io/api/presentation/3/context.json"
#define GRANULARITY_CONTEXT "http://iiif.io/api/extension/text-granularity/context.json"

static const char *const presentation_types[] = {
	"application/ld+json;profile=\"" PRESENTATION_CONTEXT "\"",
	"application/json",
};

vt_err
presentation_start(struct presentation_call *c, struct vt_request *req, struct vt_response *res)
{
	int	type = vt_request_accepts(req, presentation_types, 2);

	*c = (struct presentation_call){ .req = req, .res = res,
		.arena = vt_request_arena(req), .conf = vt_request_state(req),
		.catalog = vt_request_catalog(req) };
	if (c->catalog == NULL)
		return (VT_E_UNAVAILABLE);
	vt_response_type(res, presentation_types[type > 0 ? type : 0]);
	vt_jsonw_init(&c->j, vt_response_body(res));
	return (VT_OK);
}

vt_err
presentation_load(struct presentation_call *c)
{
	struct vt_str	id = vt_request_param(c->req, "id");
	vt_err		err;

	if ((err = vt_catalog_object(c->catalog, c->arena, id, &c->object)) != VT_OK)
		return (err);
	if (c->object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	if ((err = vt_catalog_pages(c->catalog, c->arena, c->object.rowid, &c->pages,
	    &c->page_count)) != VT_OK)
		return (err);
	if (c->page_count == 0)
		return (vt_fail(VT_E_NOTFOUND, "the object '%.*s' is a description without pages; "
		    "it has no manifest", VT_STR_ARG(id)));
	if ((err = vt_catalog_ranges(c->catalog, c->arena, c->object.rowid, &c->ranges,
	    &c->range_count)) != VT_OK)
		return (err);
	c->may_images = vt_request_may(c->req, &c->object, VT_PART_IMAGES);
	c->may_text = vt_request_may(c->req, &c->object, VT_PART_TEXT);
	return (vt_catalog_institution(c->catalog, c->arena, c->object.institution,
	    &c->institution));
}

vt_err
presentation_number(struct presentation_call *c, const char *param, size_t count,
    size_t *number_r)
{
	struct vt_str	text = vt_request_param(c->req, param);
	int64_t		number;

	if (count == 0 || !vt_str_to_int(text, 1, (int64_t)count, &number))
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no %s '%.*s'; there are %zu",
		    VT_STR_ARG(c->object.identifier), param, VT_STR_ARG(text), count));
	*number_r = (size_t)number;
	return (VT_OK);
}

void
presentation_begin(struct presentation_call *c, struct vt_str id, const char *type)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_key(&c->j, "@context");
	/* Extensions first, Presentation last (4.6). */
	vt_jsonw_array(&c->j);
	vt_jsonw_c(&c->j, GRANULARITY_CONTEXT);
	vt_jsonw_c(&c->j, PRESENTATION_CONTEXT);
	vt_jsonw_end(&c->j);
	vt_jsonw_pair(&c->j, "id", id);
	vt_jsonw_pair_c(&c->j, "type", type);
}

vt_err
presentation_end(struct presentation_call *c)
{
	vt_err	err;

	vt_jsonw_end(&c->j);
	if ((err = vt_jsonw_error(&c->j)) != VT_OK)
		return (err);
	return (vt_response_error(c->res));
}

struct vt_str
presentation_manifest_id(struct presentation_call *c)
{
	return (vt_link_id(c->req, "iiif.manifest", c->object.identifier));
}

struct vt_str
presentation_part_id(struct presentation_call *c, const char *link, int64_t n)
{
	struct vt_str	values[] = { c->object.identifier,
		vt_str_printf(c->arena, "%lld", (long long)n) };

	return (vt_link(c->req, link, values, 2));
}

void
presentation_part_of(struct presentation_call *c)
{
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_manifest_id(c));
	vt_jsonw_pair_c(&c->j, "type", "Manifest");
	presentation_title(c, "label", &c->object.description);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static const struct vt_option presentation_options[] = {
	{ .key = "collection_page", .dflt = "1000", .type = VT_OPT_INT, .min = 10, .max = 10000,
	  .offset = offsetof(struct presentation_conf, collection_page),
	  .help = "members of a collection before it is divided into parts" },
	{ .key = "thumbnail", .dflt = "400", .type = VT_OPT_INT, .min = 50, .max = 1000,
	  .offset = offsetof(struct presentation_conf, thumbnail),
	  .help = "longest side of thumbnails, in pixels" },
	{ .key = NULL }
};

#define PRESENTATION_ROUTE(path, fn) { .method = "GET", .pattern = path, .handler = fn, \
	.cache = VT_CACHE_GENERATION, .vary = "Accept" }

static const struct vt_route presentation_routes[] = {
	PRESENTATION_ROUTE("/iiif/presentation/{id}/manifest", presentation_manifest),
	PRESENTATION_ROUTE("/iiif/presentation/{id}/canvas/{canvas}", presentation_canvas),
	PRESENTATION_ROUTE("/iiif/presentation/{id}/canvas/{canvas}/text", presentation_text),
	PRESENTATION_ROUTE("/iiif/presentation/{id}/range/{range}", presentation_range),
	PRESENTATION_ROUTE("/iiif/collection/{spec}", presentation_collection),
	{ .method = NULL }
};

static const struct vt_link presentation_links[] = {
	{ "iiif.manifest", "/iiif/presentation/{id}/manifest" },
	{ "iiif.canvas", "/iiif/presentation/{id}/canvas/{n}" },
	{ "iiif.text", "/iiif/presentation/{id}/canvas/{n}/text" },
	{ "iiif.range", "/iiif/presentation/{id}/range/{r}" },
	{ "iiif.collection", "/iiif/collection/{spec}" },
	{ .name = NULL }
};

VT_PLUGIN(.name = "iiif_presentation", .version = "1.0",
    .summary = "IIIF Presentation API 3.0: manifests and collections",
    .conf_size = sizeof(struct presentation_conf), .options = presentation_options,
    .routes = presentation_routes, .links = presentation_links);
