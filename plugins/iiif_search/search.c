/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables, and what every answer begins and ends with.
 */
#include <stddef.h>

#include "search.h"

#define SEARCH_ADDRESS_MAX	16000	/* bytes of one address */

static void
search_release(void *arg)
{
	struct search_call	*c = arg;

	vt_buf_fini(&c->scratch);
	vt_arena_free(&c->arena);
}

static vt_err
search_start(struct vt_request *req, struct vt_response *res, const struct search_version *v,
    struct search_call **c_r)
{
	int			 type = vt_request_accepts(req, v->types, 2);
	struct search_call	*c = vt_arena_alloc(vt_request_arena(req), sizeof(*c));
	vt_err			 err;

	if (c == NULL)
		return (VT_E_LIMIT);
	*c = (struct search_call){ .version = v, .req = req, .res = res,
		.conf = vt_request_state(req) };
	c->arena = vt_arena_new((size_t)c->conf->memory);
	vt_buf_init(&c->scratch, SEARCH_ADDRESS_MAX);
	if ((err = vt_defer(vt_request_arena(req), search_release, c)) != VT_OK)
		return (err);
	if ((c->catalog = vt_request_catalog(req)) == NULL)
		return (VT_E_UNAVAILABLE);
	c->service = vt_str_printf(c->arena, "%.*s%.*s", VT_STR_ARG(vt_request_base_url(req)),
	    VT_STR_ARG(vt_request_path(req)));
	(void)vt_request_arg(req, "q", &c->q.words);
	c->has_words = vt_str_trim(c->q.words).len > 0;
	(void)vt_request_arg(req, "motivation", &c->motivation);
	vt_response_type(res, v->types[type > 0 ? type : 0]);
	vt_jsonw_init(&c->j, vt_response_body(res));
	*c_r = c;
	return (VT_OK);
}

static vt_err
search_end(struct search_call *c)
{
	vt_err	err;

	vt_jsonw_end(&c->j);
	if (vt_arena_is_exhausted(c->arena) || vt_arena_is_exhausted(vt_request_arena(c->req)))
		return (VT_E_LIMIT);
	if ((err = vt_jsonw_error(&c->j)) != VT_OK)
		return (err);
	return (vt_response_error(c->res));
}

/* To ask for the same again does not help, so it is none of "later" (503). */
static vt_err
search_told(struct search_call *c, vt_err err)
{
	if (err != VT_E_LIMIT || !vt_arena_is_exhausted(c->arena))
		return (err);
	vt_log("iiif_search", VT_LOG_WARN, "an answer needs more than iiif_search.memory (%lld bytes): "
	    "raise that, or lower iiif_search.hits", (long long)c->conf->memory);
	return (vt_fail(VT_E_BADARG, "the answer to this search is too large: narrow it, with more or "
	    "longer words, or search a part"));
}

vt_err
search_answer(struct vt_request *req, struct vt_response *res, const struct search_version *v)
{
	struct search_call	*c;
	vt_err			 err;

	if ((err = search_start(req, res, v, &c)) != VT_OK)
		return (err);
	if ((err = search_find(c)) == VT_OK) {
		vt_jsonw_object(&c->j);
		err = v->answer(c);
	}
	return (search_told(c, err == VT_OK ? search_end(c) : err));
}

vt_err
search_terms(struct vt_request *req, struct vt_response *res, const struct search_version *v)
{
	struct search_call	*c;
	struct vt_term		*terms = NULL;
	size_t			 count = 0;
	vt_err			 err;

	if ((err = search_start(req, res, v, &c)) != VT_OK ||
	    (err = search_complete(c, &terms, &count)) != VT_OK)
		return (err);
	vt_jsonw_object(&c->j);
	v->terms(c, terms, count);
	return (search_end(c));
}

vt_err
search_annotations(struct search_call *c, const char *key)
{
	vt_err	err;

	vt_jsonw_key(&c->j, key);
	vt_jsonw_array(&c->j);
	for (size_t n = 0; n < c->hit_count; n++) {
		if ((err = search_object(c, &c->hits[n])) != VT_OK)
			return (err);
		for (size_t i = 0; i < c->hits[n].box_count; i++)
			c->version->annotation(c, n, i);
	}
	vt_jsonw_end(&c->j);
	return (VT_OK);
}

vt_err
search_load(struct search_call *c)
{
	struct vt_str	id = vt_request_param(c->req, "id");
	vt_err		err;

	if ((err = vt_catalog_object(c->catalog, c->arena, id, &c->object)) != VT_OK)
		return (err);
	if (c->object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	if (c->object.page_count == 0)
		return (vt_fail(VT_E_NOTFOUND, "the object '%.*s' has no pages with text; "
		    "there is nothing to search", VT_STR_ARG(id)));
	if (!vt_request_may(c->req, &c->object, VT_PART_TEXT))
		return (vt_fail_closed(&c->object, "its text"));
	c->q.object = c->object.rowid;
	return (VT_OK);
}

bool
search_is_wanted(const struct search_call *c)
{
	struct vt_str	rest = c->motivation, one;
	bool		has_any = false;

	while (vt_str_next(&rest, ' ', &one)) {
		if (vt_str_eq_c(one, c->version->content))
			return (true);
		has_any = has_any || one.len > 0;
	}
	return (!has_any);
}

/* Nobody writes annotations here, so none has a date or an author (4.1.1); and what is no
 * parameter does nothing either (4.2.4). */
static bool
search_is_ignored(struct vt_str name)
{
	static const char *const heard[] = { "q", "motivation", "page", "min" };

	for (size_t i = 0; i < sizeof(heard) / sizeof(heard[0]); i++)
		if (vt_str_eq_c(name, heard[i]))
			return (false);
	return (true);
}

/* Whether an argument of that name stands before the i-th. */
static bool
search_is_again(struct search_call *c, size_t i, struct vt_str name)
{
	struct vt_str	other, value;

	while (i-- > 0) {
		vt_request_arg_at(c->req, i, &other, &value);
		if (vt_str_eq(other, name))
			return (true);
	}
	return (false);
}

void
search_ignored(struct search_call *c)
{
	struct vt_str	name, value;
	size_t		said = 0;

	for (size_t i = 0; i < vt_request_arg_count(c->req) && said < SEARCH_IGNORED_MAX; i++) {
		vt_request_arg_at(c->req, i, &name, &value);
		if (!search_is_ignored(name) || search_is_again(c, i, name))
			continue;
		if (said++ == 0) {
			vt_jsonw_key(&c->j, "ignored");
			vt_jsonw_array(&c->j);
		}
		vt_jsonw_str(&c->j, name);
	}
	if (said > 0)
		vt_jsonw_end(&c->j);
}

const char *
search_remark(const struct search_call *c)
{
	return (vt_search_remark(c->q.words) == VT_REMARK_QUOTE ? "search.remark_quote" : NULL);
}

static const struct vt_option search_options[] = {
	{ .key = "hits", .dflt = "100", .type = VT_OPT_INT, .min = 10, .max = 10000,
	  .offset = offsetof(struct search_conf, hits),
	  .help = "hits of a search before its answer is divided into pages" },
	{ .key = "terms", .dflt = "20", .type = VT_OPT_INT, .min = 1, .max = 200,
	  .offset = offsetof(struct search_conf, terms),
	  .help = "words that are offered to complete what is being typed" },
	{ .key = "memory", .dflt = "64M", .type = VT_OPT_SIZE, .min = 1024 * 1024,
	  .max = 1024 * 1024 * 1024, .offset = offsetof(struct search_conf, memory),
	  .help = "memory for one answer" },
	{ .key = NULL }
};

#define SEARCH_ROUTE(path, fn) { .method = "GET", .pattern = path, .handler = fn, \
	.cache = VT_CACHE_GENERATION, .vary = "Accept" }

static const struct vt_route search_routes[] = {
	SEARCH_ROUTE("/iiif/presentation/{id}/search", search_v2),
	SEARCH_ROUTE("/iiif/presentation/{id}/search/1", search_v1),
	SEARCH_ROUTE("/iiif/presentation/{id}/autocomplete", search_terms_v2),
	SEARCH_ROUTE("/iiif/presentation/{id}/autocomplete/1", search_terms_v1),
	SEARCH_ROUTE("/iiif/presentation/{id}/canvas/{canvas}/search", search_v2),
	SEARCH_ROUTE("/iiif/presentation/{id}/canvas/{canvas}/search/1", search_v1),
	SEARCH_ROUTE("/iiif/presentation/{id}/range/{range}/search", search_v2),
	SEARCH_ROUTE("/iiif/presentation/{id}/range/{range}/search/1", search_v1),
	SEARCH_ROUTE("/iiif/collection/{spec}/search", search_v2),
	SEARCH_ROUTE("/iiif/collection/{spec}/search/1", search_v1),
	{ .method = NULL }
};

static const struct vt_link search_links[] = {
	{ "iiif.search.2", "/iiif/presentation/{id}/search" },
	{ "iiif.search.1", "/iiif/presentation/{id}/search/1" },
	{ "iiif.autocomplete.2", "/iiif/presentation/{id}/autocomplete" },
	{ "iiif.autocomplete.1", "/iiif/presentation/{id}/autocomplete/1" },
	{ .name = NULL }
};

VT_PLUGIN(.name = "iiif_search", .version = "1.0",
    .summary = "IIIF Content Search API 2.0 and 1.0: words in texts, with their boxes",
    .conf_size = sizeof(struct search_conf), .options = search_options,
    .routes = search_routes, .links = search_links);
