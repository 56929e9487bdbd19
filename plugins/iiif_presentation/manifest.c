/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of an object (Presentation 3.0, 5.2).
 */
#include <stdio.h>

#include "presentation.h"

/* Scales width x height into a square of the thumbnail's side. */
static void
presentation_fit(int64_t side, int64_t *width, int64_t *height)
{
	int64_t	longest = *width > *height ? *width : *height;

	if (longest <= side)
		return;
	*width = (*width * side + longest / 2) / longest;
	*height = (*height * side + longest / 2) / longest;
	*width = *width > 0 ? *width : 1;
	*height = *height > 0 ? *height : 1;
}

void
presentation_thumbnail(struct presentation_call *c, struct vt_str image, int64_t width,
    int64_t height)
{
	char	size[80];

	if (image.len == 0 || width <= 0 || height <= 0 ||
	    presentation_link(c, "iiif.image", image, "").len == 0)
		return;
	presentation_fit(c->conf->thumbnail, &width, &height);
	(void)snprintf(size, sizeof(size), "/full/%lld,%lld/0/default.jpg", (long long)width,
	    (long long)height);
	vt_jsonw_key(&c->j, "thumbnail");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_link(c, "iiif.image", image, size));
	vt_jsonw_pair_c(&c->j, "type", "Image");
	vt_jsonw_pair_c(&c->j, "format", "image/jpeg");
	vt_jsonw_pair_int(&c->j, "width", width);
	vt_jsonw_pair_int(&c->j, "height", height);
	presentation_services(c, image, false);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
presentation_object_thumbnail(struct presentation_call *c)
{
	if (!c->may_images)
		return;
	for (size_t i = 0; i < c->page_count; i++)
		if (c->pages[i].image.len > 0 && (c->object.thumbnail.len == 0 ||
		    vt_str_eq(c->pages[i].image, c->object.thumbnail))) {
			presentation_thumbnail(c, c->pages[i].image, c->pages[i].width,
			    c->pages[i].height);
			return;
		}
}

static void
presentation_homepage(struct presentation_call *c, struct vt_str url, const char *message)
{
	if (!presentation_is_http(url))
		return;
	vt_jsonw_key(&c->j, "homepage");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", url);
	vt_jsonw_pair_c(&c->j, "type", "Text");
	presentation_message(c, "label", message);
	vt_jsonw_pair_c(&c->j, "format", "text/html");
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
	if (presentation_is_http(c->institution.logo)) {
		vt_jsonw_key(&c->j, "logo");
		vt_jsonw_array(&c->j);
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", c->institution.logo);
		vt_jsonw_pair_c(&c->j, "type", "Image");
		vt_jsonw_end(&c->j);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* What must be shown: whose it is, and why images are missing where they are. */
static void
presentation_required(struct presentation_call *c)
{
	if (c->may_images && !c->has_institution)
		return;
	vt_jsonw_key(&c->j, "requiredStatement");
	vt_jsonw_object(&c->j);
	presentation_message(c, "label", c->may_images ? "presentation.provided_by" :
	    "presentation.access");
	if (c->may_images)
		presentation_labels(c, "value", &c->institution.names);
	else
		presentation_message(c, "value", c->object.access == VT_ACCESS_EMBARGO ?
		    "presentation.embargo" : "presentation.metadata_only");
	vt_jsonw_end(&c->j);
}

static vt_err
presentation_see_also(struct presentation_call *c)
{
	struct vt_record_format	*list;
	size_t			 count;
	vt_err			 err;
	struct vt_str		 values[2] = { VT_STR_NONE, c->object.identifier };

	if ((err = vt_catalog_record_formats_of(c->catalog, c->arena, c->object.identifier, &list,
	    &count)) != VT_OK)
		return (err);
	values[0] = VT_STR("oai_dc");
	if (count == 0 || vt_link(c->req, "oai.record", values, 2).len == 0)
		return (VT_OK);
	vt_jsonw_key(&c->j, "seeAlso");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < count; i++) {
		values[0] = list[i].prefix;
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", vt_link(c->req, "oai.record", values, 2));
		vt_jsonw_pair_c(&c->j, "type", "Dataset");
		presentation_none(c, "label", vt_str_printf(c->arena, "OAI-PMH: %.*s",
		    VT_STR_ARG(list[i].prefix)));
		vt_jsonw_pair_c(&c->j, "format", "text/xml");
		vt_jsonw_pair(&c->j, "profile", list[i].ns);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
	return (VT_OK);
}

/* navDate (3.1) wants a full time: the first day of the day, month or year that
 * is known.  What is only known to lie between two is told in metadata alone. */
static void
presentation_nav_date(struct presentation_call *c)
{
	static const char *const	names[] = { "issued", "created", "date" };
	const struct vt_property	*p;
	struct vt_str			 day = VT_STR_NONE;
	int64_t				 year;

	for (size_t i = 0, at = 0; i < 3 && day.len == 0; i++, at = 0)
		while (day.len == 0 &&
		    (p = vt_description_next(&c->object.description, names[i], &at)) != NULL)
			day = vt_str_eq(p->start, p->end) ? p->start : VT_STR_NONE;
	if (day.len < 4 || !vt_str_to_int(vt_str_sub(day, 0, 4), 1, 9999, &year))
		return;
	vt_jsonw_pair(&c->j, "navDate", vt_str_printf(c->arena, "%.*s%sT00:00:00Z",
	    VT_STR_ARG(day), day.len == 4 ? "-01-01" : day.len == 7 ? "-01" : ""));
}

static vt_err
presentation_collections_of(struct presentation_call *c)
{
	struct vt_collection	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_object_collections(c->catalog, c->arena, c->object.rowid, &list,
	    &count)) != VT_OK || count == 0)
		return (err);
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < count; i++) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", presentation_link(c, "iiif.collection", list[i].spec, ""));
		vt_jsonw_pair_c(&c->j, "type", "Collection");
		presentation_labels(c, "label", &list[i].names);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
	return (VT_OK);
}

bool
presentation_rights_are_iiif(struct vt_str uri)
{
	return (vt_str_starts(uri, VT_STR("http://creativecommons.org/licenses/")) ||
	    vt_str_starts(uri, VT_STR("http://creativecommons.org/publicdomain/")) ||
	    vt_str_starts(uri, VT_STR("http://rightsstatements.org/vocab/")));
}

static vt_err
presentation_about(struct presentation_call *c)
{
	vt_err	err;

	presentation_title(c, "label");
	if (!presentation_property(c, "summary", "description", false))
		(void)presentation_property(c, "summary", "abstract", false);
	presentation_metadata(c);
	if (presentation_rights_are_iiif(c->object.rights))
		vt_jsonw_pair(&c->j, "rights", c->object.rights);
	presentation_required(c);
	presentation_provider(c);
	presentation_object_thumbnail(c);
	presentation_nav_date(c);
	presentation_homepage(c, vt_link_id(c->req, "site.object", c->object.identifier),
	    "presentation.object_page");
	if ((err = presentation_see_also(c)) != VT_OK)
		return (err);
	return (presentation_collections_of(c));
}

static vt_err
presentation_load_all(struct presentation_call *c)
{
	vt_err	err;

	if ((err = presentation_load(c)) != VT_OK || (err = presentation_load_pages(c)) != VT_OK ||
	    (err = presentation_load_ranges(c)) != VT_OK)
		return (err);
	c->has_institution = c->object.institution.len > 0;
	return (!c->has_institution ? VT_OK : vt_catalog_institution(c->catalog, c->arena,
	    c->object.institution, &c->institution));
}

static void
presentation_canvases(struct presentation_call *c)
{
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < c->page_count; i++) {
		vt_jsonw_object(&c->j);
		presentation_write_canvas(c, &c->pages[i]);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

vt_err
presentation_manifest(struct vt_request *req, struct vt_response *res)
{
	struct presentation_call	*c;
	vt_err				 err;

	if ((err = presentation_start(req, res, &c)) != VT_OK ||
	    (err = presentation_load_all(c)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_manifest_id(c), "Manifest");
	if ((err = presentation_about(c)) != VT_OK)
		return (err);
	if (c->object.kind == VT_KIND_TEXT && c->page_count > 2) {
		vt_jsonw_key(&c->j, "behavior");
		vt_jsonw_array(&c->j);
		vt_jsonw_c(&c->j, "paged");
		vt_jsonw_end(&c->j);
	}
	presentation_canvases(c);
	presentation_write_ranges(c);
	return (presentation_end(c));
}
