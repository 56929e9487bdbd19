/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object as schema.org JSON-LD.
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
site_jsonld_value(struct site_call *c, struct vt_jsonw *j, const struct vt_property *p)
{
	if (vt_str_eq_c(p->name, "issued") || vt_str_eq_c(p->name, "created")) {
		site_jsonld_date(c, j, p);
		return;
	}
	if (p->lang.len == 0) {
		vt_jsonw_str(j, p->value);
		return;
	}
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "@value", p->value);
	vt_jsonw_pair(j, "@language", p->lang);
	vt_jsonw_end(j);
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

vt_err
site_jsonld(struct site_call *c, const struct vt_object *object)
{
	struct vt_jsonw	j;
	struct vt_str	picture;

	vt_response_type(c->res, "application/ld+json");
	vt_jsonw_init(&j, vt_response_body(c->res));
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "@context", "https://schema.org/");
	vt_jsonw_pair_c(&j, "@type", site_jsonld_types[object->kind]);
	vt_jsonw_pair(&j, "@id", vt_link_id(c->req, "site.object", object->identifier));
	vt_jsonw_pair(&j, "identifier", object->identifier);
	for (size_t i = 0; i < sizeof(site_jsonld_names) / sizeof(site_jsonld_names[0]); i++)
		site_jsonld_property(c, &j, &object->description, site_jsonld_names[i][0],
		    site_jsonld_names[i][1]);
	if (object->rights.len > 0)
		vt_jsonw_pair(&j, "license", object->rights);
	picture = site_picture(c, object->thumbnail, 800);
	if (picture.len > 0 && vt_request_may(c->req, object, VT_PART_IMAGES))
		vt_jsonw_pair(&j, "image", picture);
	vt_jsonw_end(&j);
	if (vt_jsonw_error(&j) != VT_OK)
		return (vt_jsonw_error(&j));
	return (vt_response_error(c->res));
}
