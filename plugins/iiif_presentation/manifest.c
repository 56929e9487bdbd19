/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of an object in 3.0 (5.2), and what of it both versions have.
 */
#include "presentation.h"

/* --- links ------------------------------------------------------------------------------ */

static void
presentation_write_resource(struct presentation_call *c, const struct presentation_resource *r)
{
	vt_jsonw_object(&c->j);
	presentation_id(c, r->id);
	if (c->version == PRESENTATION_3)
		vt_jsonw_pair_c(&c->j, "type", r->type);
	if (r->is_captions)
		presentation_captions_label(c, r->language);
	else if (r->message != NULL)
		presentation_message(c, "label", r->message);
	else
		presentation_none(c, "label", r->name);
	if (r->format.len > 0)
		vt_jsonw_pair(&c->j, "format", r->format);
	if (r->profile.len > 0)
		vt_jsonw_pair(&c->j, "profile", r->profile);
	vt_jsonw_end(&c->j);
}

void
presentation_write_resources(struct presentation_call *c, const char *key,
    const struct presentation_resources *list)
{
	if (list->count == 0)
		return;
	vt_jsonw_key(&c->j, key);
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < list->count; i++)
		presentation_write_resource(c, &list->items[i]);
	vt_jsonw_end(&c->j);
}

static void
presentation_homepage(struct presentation_call *c, struct vt_str url, const char *message)
{
	struct presentation_resource	r = { .id = url, .type = "Text", .message = message,
		.format = VT_STR("text/html") };

	if (presentation_is_http(url))
		presentation_write_resources(c, "homepage", &(struct presentation_resources){ &r, 1 });
}

/* --- whose it is ---------------------------------------------------------------------------- */

static void
presentation_logo(struct presentation_call *c)
{
	if (!presentation_is_http(c->institution.logo))
		return;
	vt_jsonw_key(&c->j, "logo");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", c->institution.logo);
	vt_jsonw_pair_c(&c->j, "type", "Image");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
presentation_provider(struct presentation_call *c)
{
	struct vt_str	id = presentation_is_http(c->institution.uri) ? c->institution.uri :
			    c->institution.url;

	if (!c->has_institution)
		return;
	vt_jsonw_key(&c->j, "provider");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_is_http(id) ? id :
	    vt_request_base_url(c->req));
	vt_jsonw_pair_c(&c->j, "type", "Agent");
	presentation_labels(c, "label", &c->institution.names);
	presentation_homepage(c, c->institution.url, "presentation.institution_page");
	presentation_logo(c);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* What must be shown: whose it is, and why images are missing where they are. */
static void
presentation_required(struct presentation_call *c)
{
	const char	*access = presentation_access_message(c);

	if (access == NULL && !c->has_institution)
		return;
	vt_jsonw_key(&c->j, "requiredStatement");
	vt_jsonw_object(&c->j);
	presentation_message(c, "label", access == NULL ? "presentation.provided_by" :
	    "presentation.access");
	if (access == NULL)
		presentation_labels(c, "value", &c->institution.names);
	else
		presentation_message(c, "value", access);
	vt_jsonw_end(&c->j);
}

static vt_err
presentation_collections_of(struct presentation_call *c)
{
	struct presentation_within	*list;
	size_t				 count;
	vt_err				 err;

	if ((err = presentation_within(c, &list, &count)) != VT_OK || count == 0)
		return (err);
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < count; i++) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", presentation_collection_id(c, list[i].spec, ""));
		vt_jsonw_pair_c(&c->j, "type", "Collection");
		presentation_labels(c, "label", &list[i].names);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
	return (VT_OK);
}

/* --- the manifest ------------------------------------------------------------------------- */

vt_err
presentation_links_beside(struct presentation_call *c)
{
	struct presentation_resources	list;
	vt_err				err;

	if ((err = presentation_see_also(c, &list)) != VT_OK)
		return (err);
	presentation_write_resources(c, "seeAlso", &list);
	if ((err = presentation_rendering(c, &list)) != VT_OK)
		return (err);
	presentation_write_resources(c, "rendering", &list);
	return (VT_OK);
}

static vt_err
presentation_links_of(struct presentation_call *c)
{
	vt_err	err;

	presentation_homepage(c, vt_link_id(c->req, "site.object", c->object.identifier),
	    "presentation.object_page");
	err = presentation_links_beside(c);
	return (err == VT_OK ? presentation_collections_of(c) : err);
}

void
presentation_directed(struct presentation_call *c)
{
	const char	*direction = presentation_direction(c);

	if (direction != NULL)
		vt_jsonw_pair_c(&c->j, "viewingDirection", direction);
}

static void
presentation_start(struct presentation_call *c)
{
	const struct presentation_canvas	*start = presentation_start_canvas(c);

	if (start == NULL)
		return;
	vt_jsonw_key(&c->j, "start");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_canvas_id(c, start, ""));
	vt_jsonw_pair_c(&c->j, "type", "Canvas");
	vt_jsonw_end(&c->j);
}

/* What it is, under the names of the version. */
static void
presentation_described(struct presentation_call *c)
{
	bool		 is_3 = c->version == PRESENTATION_3;
	const char	*summary = is_3 ? "summary" : "description";
	struct vt_str	 rights = presentation_rights(c);

	presentation_title(c, "label");
	if (!presentation_property(c, summary, "description", false))
		(void)presentation_property(c, summary, "abstract", false);
	presentation_metadata(c);
	if (rights.len > 0)
		vt_jsonw_pair(&c->j, is_3 ? "rights" : "license", rights);
	if (is_3) {
		presentation_required(c);
		presentation_provider(c);
	} else
		presentation_attribution(c);
}

void
presentation_about(struct presentation_call *c)
{
	const struct vt_page	*page = presentation_thumbnail_page(c);
	struct vt_str		 date = presentation_nav_date(c);

	presentation_described(c);
	if (page != NULL)
		presentation_thumbnail(c, page->image, page->width, page->height);
	if (date.len > 0)
		vt_jsonw_pair(&c->j, "navDate", date);
	if (c->version == PRESENTATION_3)
		presentation_places(c);
	presentation_directed(c);
	presentation_behaves(c, vt_str_of(presentation_behavior(c)));
	if (c->version == PRESENTATION_3)
		presentation_start(c);
	presentation_search_services(c);
}

void
presentation_write_canvases(struct presentation_call *c, const char *key)
{
	vt_jsonw_key(&c->j, key);
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < c->canvas_count; i++) {
		vt_jsonw_object(&c->j);
		presentation_write_canvas(c, &c->canvases[i]);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

static vt_err
presentation_manifest_3(struct presentation_call *c)
{
	vt_err	err;

	presentation_begin(c, presentation_manifest_id(c), "Manifest", "sc:Manifest");
	presentation_about(c);
	if ((err = presentation_links_of(c)) != VT_OK)
		return (err);
	presentation_write_canvases(c, "items");
	presentation_write_ranges(c);
	return (presentation_end(c));
}

vt_err
presentation_manifest(struct presentation_call *c)
{
	vt_err	err;

	c->is_manifest = true;
	if ((err = presentation_load(c)) != VT_OK ||
	    (err = presentation_load_canvases(c)) != VT_OK ||
	    (err = presentation_load_ranges(c)) != VT_OK ||
	    (err = presentation_load_institution(c)) != VT_OK)
		return (err);
	return (c->version == PRESENTATION_3 ? presentation_manifest_3(c) :
	    presentation_manifest_2(c));
}
