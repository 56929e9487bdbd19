/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of changes and its pages.  A change is listed, and dated, `settle` seconds
 * after it was stamped: by then its commit is over, so that whatever a harvester did not
 * see carries a later time than its visit, and it misses nothing if it comes back with
 * the time of its visit (3.5.1, lastCrawl).  What is listed stays where it is: a full
 * page is the same for ever.
 */
#include <stddef.h>

#include "activity.h"

#define ACTIVITY_CONTEXT	"http://iiif.io/api/discovery/1/context.json"
/* Of a full page: not longer, should the catalogue be made anew from its sources. */
#define ACTIVITY_FULL_PAGE_CACHE "public, max-age=604800"
/* Forms of a manifest that have an address of their own (4.3). */
#define ACTIVITY_FORMS_MAX	2

static const char *const activity_types[] = {
	"application/ld+json;profile=\"" ACTIVITY_CONTEXT "\"",
	"application/json",
};

struct activity_form {
	const char	*link, *format;
};

struct activity_call {
	struct vt_request		*req;
	struct vt_response		*res;
	struct vt_catalog		*catalog;
	const struct activity_conf	*conf;
	struct vt_jsonw			 j;
	struct activity_form		 forms[ACTIVITY_FORMS_MAX];
	int64_t				 form_count;
	int64_t				 until;		/* stamps that are listed */
	int64_t				 page_count;
	struct vt_activity_span		 span;
};

/* --- begin and end ------------------------------------------------------------------- */

/* The default form of a negotiated address is under that address; the others have their
 * own, and each is an activity. */
static void
activity_forms(struct activity_call *c)
{
	static const struct activity_form	forms[ACTIVITY_FORMS_MAX] = {
		{ "iiif.manifest",
		  "application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\"" },
		{ "iiif.manifest.2",
		  "application/ld+json;profile=\"http://iiif.io/api/presentation/2/context.json\"" },
	};

	for (size_t i = 0; i < ACTIVITY_FORMS_MAX; i++)
		if (vt_link_id(c->req, forms[i].link, VT_STR("a")).len > 0)
			c->forms[c->form_count++] = forms[i];
}

static vt_err
activity_start(struct activity_call *c, struct vt_request *req, struct vt_response *res)
{
	int	type = vt_request_accepts(req, activity_types, 2);
	vt_err	err;

	*c = (struct activity_call){ .req = req, .res = res, .conf = vt_request_state(req),
		.catalog = vt_request_catalog(req) };
	if (c->catalog == NULL)
		return (VT_E_UNAVAILABLE);
	activity_forms(c);
	if (c->form_count == 0)
		return (vt_fail(VT_E_NOTFOUND, "no manifests are served here: the plugin "
		    "iiif_presentation is not loaded"));
	c->until = vt_time_now() - c->conf->settle;
	if ((err = vt_catalog_activity_span(c->catalog, c->until, &c->span)) != VT_OK)
		return (err);
	c->page_count = (c->span.count + c->conf->page_changes - 1) / c->conf->page_changes;
	vt_response_type(res, activity_types[type > 0 ? type : 0]);
	vt_jsonw_init(&c->j, vt_response_body(res));
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "@context", ACTIVITY_CONTEXT);
	return (VT_OK);
}

/* What grows is another one as soon as the next change is listed. */
static void
activity_grows(struct activity_call *c)
{
	if (c->span.next != 0)
		vt_response_expires(c->res, c->span.next + c->conf->settle);
}

static vt_err
activity_end(struct activity_call *c)
{
	vt_err	err;

	vt_jsonw_end(&c->j);
	if ((err = vt_jsonw_error(&c->j)) != VT_OK)
		return (err);
	return (vt_arena_is_exhausted(vt_request_arena(c->req)) ? VT_E_LIMIT :
	    vt_response_error(c->res));
}

static struct vt_str
activity_page_id(struct activity_call *c, int64_t n)
{
	struct vt_str	number = vt_str_printf(vt_request_arena(c->req), "%lld", (long long)n);

	return (vt_link_id(c->req, "iiif.activity.page", number));
}

static void
activity_reference(struct activity_call *c, const char *key, struct vt_str id, const char *type)
{
	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", id);
	vt_jsonw_pair_c(&c->j, "type", type);
	vt_jsonw_end(&c->j);
}

static void
activity_page_reference(struct activity_call *c, const char *key, int64_t n)
{
	activity_reference(c, key, activity_page_id(c, n), "OrderedCollectionPage");
}

/* --- the collection (3.1) -------------------------------------------------------------- */

/* An empty list has no page, for a page has at least one item (3.2). */
static vt_err
activity_collection(struct vt_request *req, struct vt_response *res)
{
	struct activity_call	c;
	vt_err			err;

	if ((err = activity_start(&c, req, res)) != VT_OK)
		return (err);
	vt_jsonw_pair(&c.j, "id", vt_link(req, "iiif.activity", NULL, 0));
	vt_jsonw_pair_c(&c.j, "type", "OrderedCollection");
	vt_jsonw_pair_c(&c.j, "summary", "Changes of the manifests that are published here");
	vt_jsonw_pair_int(&c.j, "totalItems", c.span.count * c.form_count);
	activity_grows(&c);
	if (c.page_count > 0) {
		activity_page_reference(&c, "first", 1);
		activity_page_reference(&c, "last", c.page_count);
	}
	return (activity_end(&c));
}

/* --- a page (3.2) ---------------------------------------------------------------------- */

/* Nothing of it may depend on how the object is now. */
static void
activity_object(struct activity_call *c, const struct vt_activity *v,
    const struct activity_form *form)
{
	struct vt_str	canonical = vt_link_id(c->req, "site.object", v->identifier);
	struct vt_str	names[2] = { VT_STR("oai_dc"), v->identifier };
	struct vt_str	record = vt_link(c->req, "oai.record", names, 2);

	vt_jsonw_key(&c->j, "object");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", vt_link_id(c->req, form->link, v->identifier));
	vt_jsonw_pair_c(&c->j, "type", "Manifest");
	vt_jsonw_pair_c(&c->j, "format", form->format);
	if (canonical.len > 0)
		vt_jsonw_pair(&c->j, "canonical", canonical);
	if (record.len > 0 && v->type != VT_ACTIVITY_DELETE) {
		vt_jsonw_key(&c->j, "seeAlso");
		vt_jsonw_array(&c->j);
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", record);
		vt_jsonw_pair_c(&c->j, "type", "Dataset");
		vt_jsonw_pair_c(&c->j, "format", "text/xml");
		vt_jsonw_pair_c(&c->j, "profile", "http://www.openarchives.org/OAI/2.0/oai_dc/");
		vt_jsonw_end(&c->j);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

static void
activity_item(struct activity_call *c, const struct vt_activity *v,
    const struct activity_form *form)
{
	static const char *const	names[] = { [VT_ACTIVITY_CREATE] = "Create",
						    [VT_ACTIVITY_UPDATE] = "Update",
						    [VT_ACTIVITY_DELETE] = "Delete" };
	char				stamp[VT_TIME_MAX];

	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", names[v->type]);
	if (v->has_opened)
		vt_jsonw_pair_c(&c->j, "summary", "Its embargo has ended");
	activity_object(c, v, form);
	vt_jsonw_pair_c(&c->j, "endTime", vt_time_iso(v->time + c->conf->settle, stamp));
	vt_jsonw_end(&c->j);
}

static vt_err
activity_items(struct activity_call *c, int64_t page)
{
	struct vt_activity_query	q = { .after = (page - 1) * c->conf->page_changes,
					    .until = c->until,
					    .limit = (size_t)c->conf->page_changes };
	struct vt_activity		*list;
	size_t				 count;
	vt_err				 err;

	if ((err = vt_catalog_activities(c->catalog, vt_request_arena(c->req), &q, &list,
	    &count)) != VT_OK)
		return (err);
	vt_jsonw_key(&c->j, "orderedItems");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < count; i++)
		for (int64_t k = 0; k < c->form_count; k++)
			activity_item(c, &list[i], &c->forms[k]);
	vt_jsonw_end(&c->j);
	return (VT_OK);
}

static vt_err
activity_page_number(struct activity_call *c, int64_t *page_r)
{
	struct vt_str	text = vt_request_param(c->req, "n");

	if (c->page_count > 0 && vt_str_to_int(text, 1, c->page_count, page_r))
		return (VT_OK);
	return (vt_fail(VT_E_NOTFOUND, "the list of changes has no page '%.*s'; it has %lld",
	    VT_STR_ARG(text), (long long)c->page_count));
}

static vt_err
activity_page(struct vt_request *req, struct vt_response *res)
{
	struct activity_call	c;
	int64_t			page;
	vt_err			err;

	if ((err = activity_start(&c, req, res)) != VT_OK ||
	    (err = activity_page_number(&c, &page)) != VT_OK)
		return (err);
	vt_jsonw_pair(&c.j, "id", activity_page_id(&c, page));
	vt_jsonw_pair_c(&c.j, "type", "OrderedCollectionPage");
	vt_jsonw_pair_int(&c.j, "startIndex", (page - 1) * c.conf->page_changes * c.form_count);
	activity_reference(&c, "partOf", vt_link(req, "iiif.activity", NULL, 0),
	    "OrderedCollection");
	if (page > 1)
		activity_page_reference(&c, "prev", page - 1);
	if (page < c.page_count)
		activity_page_reference(&c, "next", page + 1);
	if ((err = activity_items(&c, page)) != VT_OK)
		return (err);
	/* Full, and with its next: nothing of it will ever change. */
	if (page < c.page_count && page * c.conf->page_changes <= c.span.kept)
		vt_response_cache_control(res, ACTIVITY_FULL_PAGE_CACHE);
	else
		activity_grows(&c);
	return (activity_end(&c));
}

/* --- the tables --------------------------------------------------------------------------- */

static const struct vt_option activity_options[] = {
	{ .key = "page_changes", .dflt = "200", .type = VT_OPT_INT, .min = 1, .max = 5000,
	  .offset = offsetof(struct activity_conf, page_changes),
	  .help = "changes on a page of the list; another number divides all pages anew, which "
	      "those who keep them do not expect" },
	{ .key = "settle", .dflt = "10s", .type = VT_OPT_SECS, .min = 0, .max = 3600,
	  .offset = offsetof(struct activity_conf, settle),
	  .help = "how long after it happened a change is listed, as of then: longer than the "
	      "commit of one object takes, so that no harvester can come in between" },
	{ .key = NULL }
};

#define ACTIVITY_ROUTE(path, fn) { .method = "GET", .pattern = path, .handler = fn, \
	.cache = VT_CACHE_GENERATION, .vary = "Accept" }

static const struct vt_route activity_routes[] = {
	ACTIVITY_ROUTE(ACTIVITY_COLLECTION, activity_collection),
	ACTIVITY_ROUTE(ACTIVITY_PAGE, activity_page),
	{ .method = NULL }
};

static const struct vt_link activity_links[] = {
	{ "iiif.activity", ACTIVITY_COLLECTION },
	{ "iiif.activity.page", ACTIVITY_PAGE },
	{ .name = NULL }
};

static const struct vt_command activity_commands[] = {
	{ .name = "iiif-registry", .summary = "the file for the registry of IIIF's lists of changes",
	  .usage = "[INSTITUTION]", .run = activity_registry },
	{ .name = NULL }
};

VT_PLUGIN(.name = "iiif_activity", .version = "1.0",
    .summary = "IIIF Change Discovery 1.0: a list of all changes of manifests",
    .conf_size = sizeof(struct activity_conf), .options = activity_options,
    .routes = activity_routes, .links = activity_links, .commands = activity_commands);
