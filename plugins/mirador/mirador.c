/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mirador 4 at /mirador/{id}: a viewer for research, beside the object's own page, which
 * says everything without it.  Its files are built from npm into build/vendor, with the
 * rest of the browser code; nothing is asked of another host unless the library allows it.
 */
#include <stddef.h>

#include "vartai.h"

struct mirador_conf {
	bool	opens_others;
};

/*
 * What Mirador needs beyond the policy of our pages (tried with 4.0.0):
 * - style-src: it writes its style sheet rule by rule into style elements that are empty
 *   when they are made.  The hash is that of the empty text, so an element with any text
 *   in it is refused still, and so is every style attribute in markup.
 * - img-src blob: icons and pictures that it makes itself.
 */
#define MIRADOR_CSP(others)							\
	"default-src 'none'; script-src 'self'; "				\
	"style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; " \
	"img-src 'self' data: blob:" others "; connect-src 'self'" others "; "	\
	"media-src 'self'" others "; font-src 'self'; form-action 'self'; "	\
	"frame-ancestors 'self'; base-uri 'none'"

/* Whether its manifest has anything to show: pages, or a file that is played or read;
 * XML is neither. */
static vt_err
mirador_is_shown(struct vt_request *req, struct vt_catalog *catalog,
    const struct vt_object *object, bool *is_shown_r)
{
	struct vt_file	*files;
	size_t		 count = 0;
	vt_err		 err = VT_OK;

	*is_shown_r = object->page_count > 0;
	if (!*is_shown_r)
		err = vt_catalog_files(catalog, vt_request_arena(req), object->rowid, &files, &count);
	for (size_t i = 0; err == VT_OK && i < count; i++)
		*is_shown_r = *is_shown_r || !vt_str_ends(files[i].media_type, VT_STR("xml"));
	return (err);
}

static vt_err
mirador_load(struct vt_request *req, struct vt_object *object)
{
	struct vt_catalog	*catalog = vt_request_catalog(req);
	struct vt_str		 id = vt_request_param(req, "id");
	bool			 is_shown;
	vt_err			 err;

	if (catalog == NULL)
		return (VT_E_UNAVAILABLE);
	if ((err = vt_catalog_object(catalog, vt_request_arena(req), id, object)) != VT_OK)
		return (err);
	if (object->is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	if ((err = mirador_is_shown(req, catalog, object, &is_shown)) != VT_OK)
		return (err);
	if (!is_shown)
		return (vt_fail(VT_E_NOTFOUND, "the object '%.*s' is a description without pages and "
		    "without files to show", VT_STR_ARG(id)));
	return (VT_OK);
}

static vt_err
mirador_page(struct vt_request *req, struct vt_response *res)
{
	const struct mirador_conf	*conf = vt_request_state(req);
	struct vt_value			*data = vt_value_map(vt_request_arena(req));
	struct vt_object		 object;
	struct vt_str			 manifest, title;
	vt_err				 err;

	if ((err = mirador_load(req, &object)) != VT_OK)
		return (err);
	manifest = vt_link_id(req, "iiif.manifest", object.identifier);
	if (manifest.len == 0)
		return (vt_fail(VT_E_NOTFOUND, "no manifests are served here, so that Mirador has "
		    "nothing to show: the plugin iiif_presentation is not loaded"));
	title = vt_description_title(&object.description, vt_request_language(req));
	vt_value_set_str(data, "title", title.len > 0 ? title : object.identifier);
	vt_value_set_str(data, "manifest", manifest);
	vt_value_set_str(data, "object_url", vt_link_id(req, "site.object", object.identifier));
	vt_value_set_bool(data, "is_passing", true);
	vt_response_header(res, "Content-Security-Policy", conf->opens_others ?
	    VT_STR(MIRADOR_CSP(" https:")) : VT_STR(MIRADOR_CSP("")));
	return (vt_page(req, res, "mirador", data));
}

static const struct vt_option mirador_options[] = {
	{ .key = "opens_others", .dflt = "false", .type = VT_OPT_BOOL,
	  .offset = offsetof(struct mirador_conf, opens_others),
	  .help = "whether readers may open manifests of other hosts beside ours, which their "
	      "browsers then ask" },
	{ .key = NULL }
};

static const struct vt_route mirador_routes[] = {
	{ .method = "GET", .pattern = "/mirador/{id}", .handler = mirador_page,
	  .cache = VT_CACHE_GENERATION },
	{ .method = NULL }
};

static const struct vt_link mirador_links[] = {
	{ "viewer.mirador", "/mirador/{id}" },
	{ .name = NULL }
};

VT_PLUGIN(.name = "mirador", .version = "1.0", .summary = "Mirador, a viewer for research",
    .conf_size = sizeof(struct mirador_conf), .options = mirador_options,
    .routes = mirador_routes, .links = mirador_links);
