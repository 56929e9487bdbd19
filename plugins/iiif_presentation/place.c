/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places of which the record knows where they are, as navPlace (its extension 1.0):
 * a feature each, with the names that the record has for it.
 */
#include <stdio.h>

#include "presentation.h"

static const struct vt_property *
presentation_place_next(const struct presentation_call *c, size_t *at)
{
	const struct vt_property	*p;

	while ((p = vt_description_next(&c->object.description, "spatial", at)) != NULL)
		if (p->has_coordinates)
			return (p);
	return (NULL);
}

bool
presentation_has_places(const struct presentation_call *c)
{
	size_t	at = 0;

	return (c->is_manifest && presentation_place_next(c, &at) != NULL);
}

static void
presentation_place(struct presentation_call *c, const struct vt_property *p, int number)
{
	char	tail[40];

	(void)snprintf(tail, sizeof(tail), "#place-%d", number);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_link(c, "iiif.manifest", c->object.identifier, tail));
	vt_jsonw_pair_c(&c->j, "type", "Feature");
	vt_jsonw_key(&c->j, "properties");
	vt_jsonw_object(&c->j);
	if (p->value.len > 0)
		presentation_one(c, "label", p->lang, p->value);
	vt_jsonw_end(&c->j);
	vt_jsonw_key(&c->j, "geometry");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "Point");
	vt_jsonw_key(&c->j, "coordinates");
	vt_jsonw_array(&c->j);
	vt_jsonw_double(&c->j, p->longitude);	/* GeoJSON has it first (RFC 7946, 3.1.1) */
	vt_jsonw_double(&c->j, p->latitude);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

void
presentation_places(struct presentation_call *c)
{
	const struct vt_property	*p;
	size_t				 at = 0;
	int				 number = 0;

	if (!presentation_has_places(c))
		return;
	vt_jsonw_key(&c->j, "navPlace");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_link(c, "iiif.manifest", c->object.identifier,
	    "#places"));
	vt_jsonw_pair_c(&c->j, "type", "FeatureCollection");
	vt_jsonw_key(&c->j, "features");
	vt_jsonw_array(&c->j);
	while ((p = presentation_place_next(c, &at)) != NULL)
		presentation_place(c, p, ++number);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}
