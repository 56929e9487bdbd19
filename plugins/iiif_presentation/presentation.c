/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables, and what every answer begins and ends with.
 */
#include <stddef.h>

#include "presentation.h"

#define PRESENTATION_CONTEXT "http://iiif.io/api/presentation/3/context.json"
#define GRANULARITY_CONTEXT "http://iiif.io/api/extension/text-granularity/context.json"

#define PRESENTATION_ADDRESS_MAX	8000	/* bytes of one address */
/* Pixels of pages when none of the object has an image. */
#define PRESENTATION_BLANK_WIDTH	1000
#define PRESENTATION_BLANK_HEIGHT	1400

static const char *const presentation_types[] = {
	"application/ld+json;profile=\"" PRESENTATION_CONTEXT "\"",
	"application/json",
};

static void
presentation_release(void *arg)
{
	struct presentation_call	*c = arg;

	vt_buf_fini(&c->scratch);
	vt_arena_free(&c->arena);
}

vt_err
presentation_start(struct vt_request *req, struct vt_response *res,
    struct presentation_call **c_r)
{
	int				 type = vt_request_accepts(req, presentation_types, 2);
	struct presentation_call	*c = vt_arena_alloc(vt_request_arena(req), sizeof(*c));
	vt_err				 err;

	if (c == NULL)
		return (VT_E_LIMIT);
	*c = (struct presentation_call){ .req = req, .res = res, .conf = vt_request_state(req) };
	c->arena = vt_arena_new((size_t)c->conf->memory);
	vt_buf_init(&c->scratch, PRESENTATION_ADDRESS_MAX);
	if ((err = vt_defer(vt_request_arena(req), presentation_release, c)) != VT_OK)
		return (err);
	if ((c->catalog = vt_request_catalog(req)) == NULL)
		return (VT_E_UNAVAILABLE);
	vt_response_type(res, presentation_types[type > 0 ? type : 0]);
	vt_jsonw_init(&c->j, vt_response_body(res));
	*c_r = c;
	return (VT_OK);
}

/* A page whose image is missing is as large as the first that has one. */
static void
presentation_blank(struct presentation_call *c)
{
	c->blank_width = PRESENTATION_BLANK_WIDTH;
	c->blank_height = PRESENTATION_BLANK_HEIGHT;
	for (size_t i = 0; i < c->page_count; i++)
		if (c->pages[i].width > 0 && c->pages[i].height > 0) {
			c->blank_width = c->pages[i].width;
			c->blank_height = c->pages[i].height;
			return;
		}
}

vt_err
presentation_load_pages(struct presentation_call *c)
{
	vt_err	err;

	if ((err = vt_catalog_pages(c->catalog, c->arena, c->object.rowid, &c->pages,
	    &c->page_count)) != VT_OK)
		return (err);
	presentation_blank(c);
	return (VT_OK);
}

/* Titles of chapters and articles are what is written on the pages. */
vt_err
presentation_load_ranges(struct presentation_call *c)
{
	vt_err	err;

	if (!c->may_text)
		return (VT_OK);
	if ((err = vt_catalog_ranges(c->catalog, c->arena, c->object.rowid, &c->ranges,
	    &c->range_count)) != VT_OK)
		return (err);
	return (presentation_grow(c));
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
	if (c->object.page_count == 0)
		return (vt_fail(VT_E_NOTFOUND, "the object '%.*s' is a description without pages; "
		    "it has no manifest", VT_STR_ARG(id)));
	c->may_images = vt_request_may(c->req, &c->object, VT_PART_IMAGES);
	c->may_text = vt_request_may(c->req, &c->object, VT_PART_TEXT);
	return (VT_OK);
}

vt_err
presentation_load_page(struct presentation_call *c, struct vt_page *page_r)
{
	int64_t	n;
	vt_err	err;

	if ((err = presentation_load(c)) != VT_OK ||
	    (err = presentation_number(c, "canvas", c->object.page_count, &n)) != VT_OK ||
	    (err = vt_catalog_page(c->catalog, c->arena, c->object.rowid, n, page_r)) != VT_OK)
		return (err);
	/* Its neighbours only for their size. */
	return (page_r->width > 0 && page_r->height > 0 ? VT_OK : presentation_load_pages(c));
}

vt_err
presentation_number(struct presentation_call *c, const char *param, int64_t count,
    int64_t *number_r)
{
	struct vt_str	text = vt_request_param(c->req, param);

	if (count == 0 || !vt_str_to_int(text, 1, count, number_r))
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no %s '%.*s'; there are %lld",
		    VT_STR_ARG(c->object.identifier), param, VT_STR_ARG(text), (long long)count));
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
	if (vt_arena_is_exhausted(c->arena) || vt_arena_is_exhausted(vt_request_arena(c->req)))
		return (VT_E_LIMIT);
	if ((err = vt_jsonw_error(&c->j)) != VT_OK)
		return (err);
	return (vt_response_error(c->res));
}

static const struct vt_option presentation_options[] = {
	{ .key = "collection_page", .dflt = "1000", .type = VT_OPT_INT, .min = 10, .max = 10000,
	  .offset = offsetof(struct presentation_conf, collection_page),
	  .help = "members of a collection before it is divided into parts" },
	{ .key = "thumbnail", .dflt = "400", .type = VT_OPT_INT, .min = 50, .max = 1000,
	  .offset = offsetof(struct presentation_conf, thumbnail),
	  .help = "longest side of thumbnails, in pixels" },
	{ .key = "memory", .dflt = "64M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = 1024 * 1024 * 1024, .offset = offsetof(struct presentation_conf, memory),
	  .help = "memory for the pages and the structure of one object" },
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

static void
presentation_use(const struct vt_request *req, struct vt_use *use_r)
{
	if (vt_str_ends(vt_request_path(req), VT_STR("/manifest")))
		*use_r = (struct vt_use){ .kind = VT_USE_INVESTIGATION, .part = VT_STR("manifest"),
		    .object = vt_request_param(req, "id") };
}

VT_PLUGIN(.name = "iiif_presentation", .version = "1.0",
    .summary = "IIIF Presentation API 3.0: manifests and collections",
    .conf_size = sizeof(struct presentation_conf), .options = presentation_options,
    .routes = presentation_routes, .links = presentation_links,
    .use = presentation_use);
