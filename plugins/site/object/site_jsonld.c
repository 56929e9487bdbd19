/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object as schema.org JSON-LD: by itself for who asks for it, and within its
 * page for search engines, which do not ask.
 */
#include "site.h"

static const char *const site_jsonld_types[] = {
	[VT_KIND_TEXT] = "CreativeWork", [VT_KIND_IMAGE] = "VisualArtwork",
	[VT_KIND_SOUND] = "AudioObject", [VT_KIND_VIDEO] = "VideoObject",
	[VT_KIND_3D] = "3DModel",
};

/* Our property, schema.org's. */
static const char *const site_jsonld_names[][2] = {
	{ "title", "name" }, { "alternative", "alternateName" }, { "description", "description" },
	{ "abstract", "abstract" }, { "creator", "creator" }, { "contributor", "contributor" },
	{ "publisher", "publisher" }, { "issued", "datePublished" }, { "created", "dateCreated" },
	{ "subject", "keywords" }, { "spatial", "spatialCoverage" },
	{ VT_FIELD_MADE_AT, "locationCreated" }, { "language", "inLanguage" },
};

/* Dates are wanted in ISO 8601; where a source's could not be read, as it is. */
static void
site_jsonld_date(struct site_call *c, struct vt_jsonw *j, const struct vt_property *p)
{
	if (p->end.len > 0 && !vt_str_eq(p->start, p->end))
		vt_jsonw_str(j, vt_str_printf(c->arena, "%.*s/%.*s", VT_STR_ARG(p->start),
		    VT_STR_ARG(p->end)));
	else
		vt_jsonw_str(j, p->start.len > 0 ? p->start : p->value);
}

static void
site_jsonld_text(struct vt_jsonw *j, struct vt_str text, struct vt_str lang)
{
	if (lang.len == 0) {
		vt_jsonw_str(j, text);
		return;
	}
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "@value", text);
	vt_jsonw_pair(j, "@language", lang);
	vt_jsonw_end(j);
}

/* A place that is known by where it is. */
static void
site_jsonld_place(struct vt_jsonw *j, const struct vt_property *p)
{
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "Place");
	vt_jsonw_key(j, "name");
	site_jsonld_text(j, p->value, p->lang);
	if (vt_str_starts(p->uri, VT_STR("http")))
		vt_jsonw_pair(j, "sameAs", p->uri);
	vt_jsonld_geo(j, p->latitude, p->longitude);
	vt_jsonw_end(j);
}

static void
site_jsonld_value(struct site_call *c, struct vt_jsonw *j, const struct vt_property *p)
{
	if (vt_str_eq_c(p->name, "issued") || vt_str_eq_c(p->name, "created"))
		site_jsonld_date(c, j, p);
	else if (p->has_coordinates)
		site_jsonld_place(j, p);
	else
		site_jsonld_text(j, p->value, p->lang);
}

static void
site_jsonld_property(struct site_call *c, struct vt_jsonw *j, const struct vt_description *d,
    const char *ours, const char *theirs)
{
	const struct vt_property	*p;
	size_t				 at = 0;

	if (vt_description_shown(d, ours, &at) == NULL)
		return;
	vt_jsonw_key(j, theirs);
	vt_jsonw_array(j);
	for (at = 0; (p = vt_description_shown(d, ours, &at)) != NULL;)
		if (p->value.len > 0)
			site_jsonld_value(c, j, p);
	vt_jsonw_end(j);
}

/* --- whose it is and what it is part of ------------------------------------- */

static void
site_jsonld_named(struct site_call *c, struct vt_jsonw *j, const char *type,
    const struct vt_labels *names)
{
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", type);
	vt_jsonw_pair(j, "name", vt_labels_get(names, c->language));
}

static vt_err
site_jsonld_provider(struct site_call *c, struct vt_jsonw *j, const struct vt_object *object)
{
	struct vt_institution	institution;
	vt_err			err;

	if (object->institution.len == 0)
		return (VT_OK);
	if ((err = vt_catalog_institution(c->catalog, c->arena, object->institution,
	    &institution)) != VT_OK)
		return (err);
	vt_jsonw_key(j, "provider");
	site_jsonld_named(c, j, "Library", &institution.names);
	if (institution.url.len > 0)
		vt_jsonw_pair(j, "url", institution.url);
	vt_jsonw_end(j);
	return (VT_OK);
}

static vt_err
site_jsonld_collections(struct site_call *c, struct vt_jsonw *j, const struct vt_object *object)
{
	struct vt_collection	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_object_collections(c->catalog, c->arena, object->rowid, &list,
	    &count)) != VT_OK || count == 0)
		return (err);
	vt_jsonw_key(j, "isPartOf");
	vt_jsonw_array(j);
	for (size_t i = 0; i < count; i++) {
		site_jsonld_named(c, j, "Collection", &list[i].names);
		vt_jsonw_pair(j, "url", vt_link_id(c->req, "site.collection", list[i].spec));
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
	return (VT_OK);
}

static void
site_jsonld_pictures(struct site_call *c, struct vt_jsonw *j, const struct vt_object *object)
{
	struct vt_str	manifest = vt_link_id(c->req, "iiif.manifest", object->identifier);
	struct vt_str	picture = site_picture(c, object->thumbnail, 800);

	if (picture.len > 0 && vt_request_may(c->req, object, VT_PART_IMAGES)) {
		vt_jsonw_pair(j, "image", picture);
		vt_jsonw_pair(j, "thumbnailUrl", site_picture(c, object->thumbnail,
		    SITE_CARD_SIDE));
	}
	if (object->page_count > 1)
		vt_jsonw_pair_int(j, "numberOfPages", object->page_count);
	if (object->page_count == 0 || manifest.len == 0)
		return;
	vt_jsonw_key(j, "subjectOf");
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "DigitalDocument");
	vt_jsonw_pair_c(j, "encodingFormat",
	    "application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\"");
	vt_jsonw_pair(j, "url", manifest);
	vt_jsonw_end(j);
}

static vt_err
site_jsonld_put(struct site_call *c, const struct vt_object *object, struct vt_jsonw *j)
{
	struct vt_str	address = vt_link_id(c->req, "site.object", object->identifier);
	vt_err		err;

	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@context", "https://schema.org/");
	vt_jsonw_pair_c(j, "@type", site_jsonld_types[object->kind]);
	vt_jsonw_pair(j, "@id", address);
	vt_jsonw_pair(j, "url", address);
	vt_jsonw_pair(j, "identifier", object->identifier);
	for (size_t i = 0; i < sizeof(site_jsonld_names) / sizeof(site_jsonld_names[0]); i++)
		site_jsonld_property(c, j, &object->description, site_jsonld_names[i][0],
		    site_jsonld_names[i][1]);
	if (object->rights.len > 0)
		vt_jsonw_pair(j, "license", object->rights);
	vt_jsonw_key(j, "isAccessibleForFree");
	vt_jsonw_bool(j, true);
	site_jsonld_pictures(c, j, object);
	if ((err = site_jsonld_provider(c, j, object)) != VT_OK ||
	    (err = site_jsonld_collections(c, j, object)) != VT_OK)
		return (err);
	vt_jsonw_end(j);
	return (vt_jsonw_error(j));
}

vt_err
site_jsonld(struct site_call *c, const struct vt_object *object)
{
	struct vt_jsonw	j;
	vt_err		err;

	vt_response_type(c->res, "application/ld+json");
	vt_jsonw_init(&j, vt_response_body(c->res));
	err = site_jsonld_put(c, object, &j);
	return (err == VT_OK ? vt_response_error(c->res) : err);
}

vt_err
site_jsonld_inline(struct site_call *c, const struct vt_object *object)
{
	struct vt_jsonw	j;
	struct vt_buf	json;
	vt_err		err;

	vt_buf_init(&json, 0);
	vt_jsonw_init(&j, &json);
	if ((err = site_jsonld_put(c, object, &j)) == VT_OK)
		err = vt_jsonld_set(c->data, &j, &json);
	vt_buf_fini(&json);
	return (err);
}
