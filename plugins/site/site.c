/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables.
 */
#include <stddef.h>

#include "site.h"
#include "site_feedback.h"

void
site_start_bare(struct site_call *c, struct vt_request *req, struct vt_response *res)
{
	const struct site_state	*state = vt_request_state(req);

	*c = (struct site_call){ .req = req, .res = res, .arena = vt_request_arena(req),
		.conf = state->conf, .state = state, .language = vt_request_language(req),
		.data = vt_value_map(vt_request_arena(req)) };
}

vt_err
site_start(struct site_call *c, struct vt_request *req, struct vt_response *res)
{
	site_start_bare(c, req, res);
	c->catalog = vt_request_catalog(req);
	return (c->catalog == NULL ? VT_E_UNAVAILABLE : VT_OK);
}

static vt_err
site_outline(struct vt_boot *boot, const struct site_conf *conf)
{
	vt_err	err = vt_boot_outline(boot, conf->map_outline);

	return (err == VT_OK ? VT_OK : vt_fail_in(err, "site.map_outline"));
}

static vt_err
site_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	struct site_state	*s = vt_boot_alloc(boot, sizeof(*s));
	vt_err			 err;

	if (s == NULL)
		return (VT_E_NOMEM);
	s->conf = conf;
	s->data_dir = vt_boot_option(boot, "data.dir");
	s->base_url = vt_boot_option(boot, "server.base_url");
	if ((err = site_limits_new(&s->limits)) != VT_OK ||
	    (err = site_share_check(conf)) != VT_OK ||
	    (err = site_accessibility_check(conf)) != VT_OK ||
	    (err = site_feedback_close_to_others(s->data_dir)) != VT_OK ||
	    (err = vt_boot_secret(boot, "site forms", s->key)) != VT_OK ||
	    (err = site_outline(boot, s->conf)) != VT_OK ||
	    (err = site_look(boot, s)) != VT_OK)
		return (err);
	*state_r = s;
	return (VT_OK);
}

/* Commands, too, are configured; only who serves is to be warned, and once. */
static vt_err
site_worker_start(struct vt_worker *worker, void *state)
{
	const struct site_state	*s = state;

	(void)worker;
	if (site_limits_is_first(s->limits))
		site_accessibility_warn(s);
	return (VT_OK);
}

#define SITE_AT(field) .offset = offsetof(struct site_conf, field)

static const struct vt_option site_options[] = {
	{ .key = "name", .dflt = "", .type = VT_OPT_STR, SITE_AT(name),
	  .help = "what the pages are called, in Lithuanian; empty: as templates/messages say" },
	{ .key = "name_en", .dflt = "", .type = VT_OPT_STR, SITE_AT(name_en),
	  .help = "the same in English; empty: as in Lithuanian" },
	{ .key = "logo", .dflt = "", .type = VT_OPT_PATH, SITE_AT(logo),
	  .help = "picture beside the name: .svg, .png, .jpg or .webp, best 40 pixels high; empty: "
	    "the program's own" },
	{ .key = "icon", .dflt = "", .type = VT_OPT_PATH, SITE_AT(icon),
	  .help = "the small picture that browsers show: .svg, .png or .ico; empty: the program's own" },
	{ .key = "colour", .dflt = "#12372a", .type = VT_OPT_STR, SITE_AT(colour),
	  .help = "of the bar at the top, of links and buttons; one too light to be read is refused" },
	{ .key = "accent", .dflt = "#f0b95b", .type = VT_OPT_STR, SITE_AT(accent),
	  .help = "of the line below the bar and of the search button" },
	{ .key = "texts", .dflt = "", .type = VT_OPT_PATH, SITE_AT(texts),
	  .help = "folder with lt.yaml and en.yaml, whose messages stand in the place of those of "
	    "templates/messages with the same keys; empty: none" },
	{ .key = "institution", .dflt = "", .type = VT_OPT_STR, SITE_AT(institution),
	  .help = "who is responsible for the site, in full; stands at the foot of each page" },
	{ .key = "institution_en", .dflt = "", .type = VT_OPT_STR, SITE_AT(institution_en),
	  .help = "the same in English" },
	{ .key = "institution_url", .dflt = "", .type = VT_OPT_STR, SITE_AT(institution_url),
	  .help = "its own website" },
	{ .key = "email", .dflt = "", .type = VT_OPT_STR, SITE_AT(email),
	  .help = "where readers may write" },
	{ .key = "phone", .dflt = "", .type = VT_OPT_STR, SITE_AT(phone),
	  .help = "where readers may call" },
	{ .key = "address", .dflt = "", .type = VT_OPT_STR, SITE_AT(address),
	  .help = "where readers may come" },
	{ .key = "footer", .dflt = "", .type = VT_OPT_STR, SITE_AT(footer),
	  .help = "sentence at the foot of each page, in Lithuanian; empty: as templates/messages say" },
	{ .key = "footer_en", .dflt = "", .type = VT_OPT_STR, SITE_AT(footer_en),
	  .help = "the same in English" },
	{ .key = "newest", .dflt = "12", .type = VT_OPT_INT, .min = 0, .max = 100,
	  SITE_AT(newest), .help = "newest objects shown on the home page" },
	{ .key = "results", .dflt = "24", .type = VT_OPT_INT, .min = 1, .max = 200,
	  SITE_AT(results), .help = "objects on a page of search results" },
	{ .key = "facet_values", .dflt = "12", .type = VT_OPT_INT, .min = 0, .max = 100,
	  SITE_AT(facet_values),
	  .help = "places, collections and so on offered to narrow a search down; 0: none" },
	{ .key = "thumbnails", .dflt = "24", .type = VT_OPT_INT, .min = 1, .max = 200,
	  SITE_AT(thumbnails),
	  .help = "small page images shown at once on an object's page" },
	{ .key = "viewers", .dflt = "", .type = VT_OPT_LIST,
	  SITE_AT(viewers),
	  .help = "viewers elsewhere to which an object's page links: name=address, with {manifest} "
	      "for the manifest or {state} for the open page as a content state; such as "
	      "Universal Viewer=https://uv.example.org/uv.html#?iiif-content={state}" },
	{ .key = "robots", .dflt = "all", .type = VT_OPT_CHOICE, .choices = "all|none",
	  SITE_AT(robots), .help = "what robots.txt lets search engines read" },
	{ .key = "robots_refuse", .dflt = "", .type = VT_OPT_LIST, SITE_AT(robots_refuse),
	  .help = "robots that robots.txt asks to stay away, by the names that they read there" },
	{ .key = "accessibility_status", .dflt = "partial", .type = VT_OPT_CHOICE,
	  .choices = "full|partial|none", SITE_AT(accessibility_status),
	  .help = "how far the site is accessible, for its statement: wholly, partly or not" },
	{ .key = "accessibility_date", .dflt = "", .type = VT_OPT_STR, SITE_AT(accessibility_date),
	  .help = "when the statement was made after an assessment, YYYY-MM-DD; empty: it does not "
	    "say that there was one" },
	{ .key = "accessibility_reviewed", .dflt = "", .type = VT_OPT_STR,
	  SITE_AT(accessibility_reviewed), .help = "when it was last looked at again, YYYY-MM-DD" },
	{ .key = "accessibility_authority", .dflt = "", .type = VT_OPT_STR,
	  SITE_AT(accessibility_authority),
	  .help = "which institution supervises the accessibility of public websites, in Lithuanian; "
	    "empty: it is not named" },
	{ .key = "accessibility_authority_en", .dflt = "", .type = VT_OPT_STR,
	  SITE_AT(accessibility_authority_en), .help = "the same in English" },
	{ .key = "accessibility_problems", .dflt = "", .type = VT_OPT_LIST,
	  SITE_AT(accessibility_problems),
	  .help = "what is known not to be accessible and why, a sentence each, in Lithuanian" },
	{ .key = "accessibility_problems_en", .dflt = "", .type = VT_OPT_LIST,
	  SITE_AT(accessibility_problems_en), .help = "the same in English" },
	{ .key = "map_outline", .dflt = "", .type = VT_OPT_PATH, SITE_AT(map_outline),
	  .help = "GeoJSON file of the outline behind maps of places, those of exhibitions too, drawn where most "
	    "places lie in and around it; empty: a sketch of Lithuania" },
	{ .key = "feedback", .dflt = "yes", .type = VT_OPT_BOOL, SITE_AT(feedback),
	  .help = "a form by which readers write to the library: `vartai feedback list`" },
	{ .key = "feedback_day", .dflt = "200", .type = VT_OPT_INT, .min = 1, .max = 100000,
	  SITE_AT(feedback_day), .help = "messages kept within a day; of one network a quarter of them" },
	{ .key = "feedback_client", .dflt = "5", .type = VT_OPT_INT, .min = 1, .max = 1000,
	  SITE_AT(feedback_client), .help = "messages within an hour of one network (the 256 addresses beside a reader's; "
	    "of IPv6, a /48)" },
	{ .key = "feedback_keep", .dflt = "365", .type = VT_OPT_INT, .min = 0, .max = 36500,
	  SITE_AT(feedback_keep), .help = "days that messages are kept, then deleted; 0: for ever" },
	{ .key = NULL }
};

static const struct vt_route site_routes[] = {
	{ .method = "GET", .pattern = "/", .handler = site_home, .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/search", .handler = site_search,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/objects/{id}", .handler = site_object,
	  .cache = VT_CACHE_GENERATION, .vary = "Accept" },
	{ .method = "GET", .pattern = "/objects/{id}/cite.bib", .handler = site_bibtex,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/objects/{id}/cite.ris", .handler = site_ris,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/objects/{id}/zoom/{page}", .handler = site_zoom,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/objects/{id}/zoom/{page}/{way}", .handler = site_zoom,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/collections", .handler = site_collections_page,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/collections/{spec}", .handler = site_collection_page,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/collections/{spec}/feed.atom", .handler = site_feed,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/institutions", .handler = site_institutions_page,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/institutions/{code}", .handler = site_institution_page,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/places", .handler = site_places_page,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/times", .handler = site_times_page,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/feed.atom", .handler = site_feed,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/sitemap.xml", .handler = site_sitemap,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/sitemap/{part}", .handler = site_sitemap_part,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/oembed", .handler = site_oembed,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/help", .handler = site_help, .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/accessibility", .handler = site_accessibility,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/privacy", .handler = site_privacy,
	  .cache = VT_CACHE_GENERATION },
	{ .method = "GET", .pattern = "/robots.txt", .handler = site_robots, .quick = site_robots,
	  .cache = VT_CACHE_PUBLIC },
	{ .method = "GET", .pattern = "/favicon.ico", .handler = site_favicon,
	  .quick = site_favicon, .cache = VT_CACHE_PUBLIC },
	/* What a reader has chosen, and forms: of one client only. */
	{ .method = "GET", .pattern = "/preferences.css", .handler = site_preferences_sheet,
	  .quick = site_preferences_sheet, .cache = VT_CACHE_NONE },
	{ .method = "GET", .pattern = "/preferences", .handler = site_preferences_page,
	  .cache = VT_CACHE_NONE },
	{ .method = "POST", .pattern = "/preferences", .handler = site_preferences_save,
	  .cache = VT_CACHE_NONE },
	{ .method = "GET", .pattern = "/feedback", .handler = site_feedback_page,
	  .cache = VT_CACHE_NONE },
	{ .method = "POST", .pattern = "/feedback", .handler = site_feedback_send,
	  .cache = VT_CACHE_NONE },
	{ .method = NULL }
};

static const struct vt_link site_links[] = {
	{ "site.home", "/" },
	{ "site.search", "/search" },
	{ "site.object", "/objects/{id}" },
	{ "site.collection", "/collections/{spec}" },
	{ "site.institution", "/institutions/{code}" },
	{ .name = NULL }
};

static bool
site_has_arg(const struct vt_request *req, const char *name, const char *dflt)
{
	struct vt_str	value;

	return (vt_request_arg(req, name, &value) && value.len > 0 && !vt_str_eq_c(value, dflt));
}

/* Leafing through what was found, sorting it, narrowing it down is no search again. */
static bool
site_is_search(const struct vt_request *req, struct vt_str *words_r)
{
	if (!vt_str_eq_c(vt_request_path(req), "/search") || !vt_request_arg(req, "q", words_r) ||
	    site_has_arg(req, "page", "") ||
	    site_has_arg(req, "order", "relevance"))	/* what the form sends with each search */
		return (false);
	for (int f = 0; f < VT_FACETS; f++)
		if (site_has_arg(req, site_facet_names[f], ""))
			return (false);
	*words_r = vt_str_trim(*words_r);
	return (words_r->len > 0);
}

/* Its page, or its citation as a file, which is an address of its own. */
static struct vt_str
site_use_part(const struct vt_request *req)
{
	struct vt_str	path = vt_request_path(req);

	return (vt_str_ends(path, VT_STR("/cite.bib")) || vt_str_ends(path, VT_STR("/cite.ris")) ?
	    VT_STR("citation") : VT_STR("page"));
}

/* The images of the zoom page are uses by themselves. */
static void
site_use(const struct vt_request *req, struct vt_use *use_r)
{
	struct vt_str	id = vt_request_param(req, "id"), words;

	if (id.len > 0 && vt_request_param(req, "page").len == 0)
		*use_r = (struct vt_use){ .kind = VT_USE_INVESTIGATION, .object = id,
		    .part = site_use_part(req) };
	else if (id.len == 0 && site_is_search(req, &words))
		*use_r = (struct vt_use){ .kind = VT_USE_SEARCH, .part = words };
}

static const struct vt_command site_commands[] = {
	{ "feedback", "says what readers wrote", "list [--json] | remove NUMBER",
	  site_feedback_command },
	{ .name = NULL }
};

VT_PLUGIN(.name = "site", .version = "1.1", .summary = "pages for the public",
    .conf_size = sizeof(struct site_conf), .options = site_options, .routes = site_routes,
    .links = site_links, .commands = site_commands, .configure = site_configure,
    .worker_start = site_worker_start,
    .use = site_use);
