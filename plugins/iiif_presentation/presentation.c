/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables, the choice of a version, and what every answer begins and
 * ends with.
 */
#include <stddef.h>

#include "presentation.h"

#define CONTEXT_3 "http://iiif.io/api/presentation/3/context.json"
#define CONTEXT_2 "http://iiif.io/api/presentation/2/context.json"
#define CONTEXT_GRANULARITY "http://iiif.io/api/extension/text-granularity/context.json"
#define CONTEXT_PLACE "http://iiif.io/api/extension/navplace/context.json"
#define CONTEXT_SEARCH "http://iiif.io/api/search/2/context.json"

#define PRESENTATION_ADDRESS_MAX	8000	/* bytes of one address */

static void
presentation_release(void *arg)
{
	struct presentation_call	*c = arg;

	vt_buf_fini(&c->scratch);
	vt_buf_fini(&c->image_3);
	vt_buf_fini(&c->image_2);
	vt_arena_free(&c->arena);
}

/* JSON for who asks for nothing else, JSON-LD with its profile for all others; 2.1 where
 * its profile is asked for, and at its own addresses (recipe 0057). */
static const char *
presentation_choose(struct vt_request *req, bool is_own, enum presentation_version *version_r)
{
	static const char *const	types[] = {
		"application/ld+json;profile=\"" CONTEXT_3 "\"",
		"application/ld+json;profile=\"" CONTEXT_2 "\"", "application/json"
	};
	int				type;

	if (is_own) {
		*version_r = PRESENTATION_2;
		type = vt_request_accepts(req, types + 1, 2);
		return (types[type == 1 ? 2 : 1]);
	}
	type = vt_request_accepts(req, types, 3);
	*version_r = type == 1 ? PRESENTATION_2 : PRESENTATION_3;
	return (types[type > 0 ? type : 0]);
}

static vt_err
presentation_run(struct vt_request *req, struct vt_response *res, bool is_own, presentation_fn fn)
{
	struct presentation_call	*c = vt_arena_alloc(vt_request_arena(req), sizeof(*c));
	vt_err				 err;

	if (c == NULL)
		return (VT_E_LIMIT);
	*c = (struct presentation_call){ .req = req, .res = res, .is_own = is_own,
		.conf = vt_request_state(req) };
	c->arena = vt_arena_new((size_t)c->conf->memory);
	vt_buf_init(&c->scratch, PRESENTATION_ADDRESS_MAX);
	vt_buf_init(&c->image_3, PRESENTATION_ADDRESS_MAX);
	vt_buf_init(&c->image_2, PRESENTATION_ADDRESS_MAX);
	if ((err = vt_defer(vt_request_arena(req), presentation_release, c)) != VT_OK)
		return (err);
	if ((c->catalog = vt_request_catalog(req)) == NULL)
		return (VT_E_UNAVAILABLE);
	vt_response_type(res, presentation_choose(req, is_own, &c->version));
	vt_jsonw_init(&c->j, vt_response_body(res));
	return (fn(c));
}

void
presentation_only_3(struct presentation_call *c)
{
	if (c->version == PRESENTATION_3)
		return;
	c->version = PRESENTATION_3;
	vt_response_type(c->res, "application/ld+json;profile=\"" CONTEXT_3 "\"");
}

void
presentation_id(struct presentation_call *c, struct vt_str id)
{
	vt_jsonw_pair(&c->j, c->version == PRESENTATION_3 ? "id" : "@id", id);
}

void
presentation_type(struct presentation_call *c, const char *type, const char *type_2)
{
	if (c->version == PRESENTATION_3)
		vt_jsonw_pair_c(&c->j, "type", type);
	else
		vt_jsonw_pair_c(&c->j, "@type", type_2);
}

void
presentation_behaves(struct presentation_call *c, struct vt_str behavior)
{
	bool	is_3 = c->version == PRESENTATION_3;

	if (behavior.len == 0)
		return;
	vt_jsonw_key(&c->j, is_3 ? "behavior" : "viewingHint");
	if (is_3)
		vt_jsonw_array(&c->j);
	vt_jsonw_str(&c->j, behavior);
	if (is_3)
		vt_jsonw_end(&c->j);
}

/* Extensions first, Presentation last (4.6). */
static void
presentation_contexts(struct presentation_call *c)
{
	vt_jsonw_key(&c->j, "@context");
	if (c->version == PRESENTATION_2) {
		vt_jsonw_c(&c->j, CONTEXT_2);
		return;
	}
	vt_jsonw_array(&c->j);
	vt_jsonw_c(&c->j, CONTEXT_GRANULARITY);
	if (presentation_has_places(c))
		vt_jsonw_c(&c->j, CONTEXT_PLACE);
	if (presentation_has_search(c, "iiif.search.2"))
		vt_jsonw_c(&c->j, CONTEXT_SEARCH);
	vt_jsonw_c(&c->j, CONTEXT_3);
	vt_jsonw_end(&c->j);
}

void
presentation_begin(struct presentation_call *c, struct vt_str id, const char *type,
    const char *type_2)
{
	/* Contexts ask for links, which are made where id may stand. */
	struct vt_str	own = vt_str_dup(c->arena, id);

	vt_jsonw_object(&c->j);
	presentation_contexts(c);
	presentation_id(c, own);
	presentation_type(c, type, type_2);
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

/* A route's function for each version's address. */
#define PRESENTATION_HANDLER(name)							\
	static vt_err									\
	name##_negotiated(struct vt_request *req, struct vt_response *res)		\
	{										\
		return (presentation_run(req, res, false, name));			\
	}
#define PRESENTATION_HANDLER_2(name)							\
	static vt_err									\
	name##_of_2(struct vt_request *req, struct vt_response *res)			\
	{										\
		return (presentation_run(req, res, true, name));			\
	}
PRESENTATION_HANDLER(presentation_manifest)
PRESENTATION_HANDLER(presentation_canvas)
PRESENTATION_HANDLER(presentation_page)
PRESENTATION_HANDLER(presentation_page_image)
PRESENTATION_HANDLER(presentation_text)
PRESENTATION_HANDLER(presentation_text_line)
PRESENTATION_HANDLER(presentation_captions)
PRESENTATION_HANDLER(presentation_captions_text)
PRESENTATION_HANDLER(presentation_range)
PRESENTATION_HANDLER(presentation_range_text)
PRESENTATION_HANDLER(presentation_range_text_page)
PRESENTATION_HANDLER(presentation_collection)
PRESENTATION_HANDLER_2(presentation_manifest)
PRESENTATION_HANDLER_2(presentation_sequence)
PRESENTATION_HANDLER_2(presentation_range_top)
PRESENTATION_HANDLER_2(presentation_text)
PRESENTATION_HANDLER_2(presentation_collection)

#define PRESENTATION_ROUTE(path, fn) { .method = "GET", .pattern = path, .handler = fn, \
	.cache = VT_CACHE_GENERATION, .vary = "Accept" }
#define PRESENTATION_OBJECT "/iiif/presentation/{id}"

static const struct vt_route presentation_routes[] = {
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/manifest", presentation_manifest_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/2/manifest", presentation_manifest_of_2),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/2/sequence/normal", presentation_sequence_of_2),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/2/range/top", presentation_range_top_of_2),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}", presentation_canvas_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}/page", presentation_page_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}/page/image",
	    presentation_page_image_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}/text", presentation_text_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}/text/{line}",
	    presentation_text_line_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}/2/text", presentation_text_of_2),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}/captions/{captions}",
	    presentation_captions_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/canvas/{canvas}/captions/{captions}/text",
	    presentation_captions_text_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/range/{range}", presentation_range_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/range/{range}/text",
	    presentation_range_text_negotiated),
	PRESENTATION_ROUTE(PRESENTATION_OBJECT "/range/{range}/text/{part}",
	    presentation_range_text_page_negotiated),
	PRESENTATION_ROUTE("/iiif/collection/{spec}", presentation_collection_negotiated),
	PRESENTATION_ROUTE("/iiif/collection/{spec}/2", presentation_collection_of_2),
	{ .method = NULL }
};

static const struct vt_link presentation_links[] = {
	{ "iiif.manifest", PRESENTATION_OBJECT "/manifest" },
	{ "iiif.manifest.2", PRESENTATION_OBJECT "/2/manifest" },
	{ "iiif.canvas", PRESENTATION_OBJECT "/canvas/{n}" },
	{ "iiif.text", PRESENTATION_OBJECT "/canvas/{n}/text" },
	{ "iiif.range", PRESENTATION_OBJECT "/range/{r}" },
	{ "iiif.collection", "/iiif/collection/{spec}" },
	{ "iiif.collection.2", "/iiif/collection/{spec}/2" },
	{ .name = NULL }
};

static void
presentation_use(const struct vt_request *req, struct vt_use *use_r)
{
	if (vt_str_ends(vt_request_path(req), VT_STR("/manifest")))
		*use_r = (struct vt_use){ .kind = VT_USE_INVESTIGATION, .part = VT_STR("manifest"),
		    .object = vt_request_param(req, "id") };
}

VT_PLUGIN(.name = "iiif_presentation", .version = "2.0",
    .summary = "IIIF Presentation API 3.0 and 2.1: manifests and collections",
    .conf_size = sizeof(struct presentation_conf), .options = presentation_options,
    .routes = presentation_routes, .links = presentation_links,
    .use = presentation_use);
