/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of an object in 2.1 (5.1): one sequence of the same canvases; what
 * 3.0 says of provider and required statement becomes attribution, logo and related.
 */
#include "presentation.h"

/* Access is told before whose it is: 2.1 has one attribution. */
void
presentation_attribution(struct presentation_call *c)
{
	const char	*access = presentation_access_message(c);

	if (access != NULL)
		presentation_message(c, "attribution", access);
	else if (c->has_institution)
		presentation_labels(c, "attribution", &c->institution.names);
}

static void
presentation_related(struct presentation_call *c)
{
	struct presentation_resource	r = { .message = "presentation.object_page",
		.format = VT_STR("text/html"),
		.id = vt_link_id(c->req, "site.object", c->object.identifier) };

	if (presentation_is_http(r.id))
		presentation_write_resources(c, "related", &(struct presentation_resources){ &r, 1 });
	if (c->has_institution && presentation_is_http(c->institution.logo))
		vt_jsonw_pair(&c->j, "logo", c->institution.logo);
}

static vt_err
presentation_within_2(struct presentation_call *c)
{
	struct presentation_within	*list;
	size_t				 count;
	vt_err				 err;

	if ((err = presentation_within(c, &list, &count)) != VT_OK || count == 0)
		return (err);
	vt_jsonw_key(&c->j, "within");
	if (count == 1) {
		vt_jsonw_str(&c->j, presentation_collection_id(c, list[0].spec, ""));
		return (VT_OK);
	}
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < count; i++)
		vt_jsonw_str(&c->j, presentation_collection_id(c, list[i].spec, ""));
	vt_jsonw_end(&c->j);
	return (VT_OK);
}

static vt_err
presentation_links_of_2(struct presentation_call *c)
{
	vt_err	err;

	presentation_related(c);
	err = presentation_links_beside(c);
	return (err == VT_OK ? presentation_within_2(c) : err);
}

static struct vt_str
presentation_sequence_id(struct presentation_call *c)
{
	return (vt_str_printf(c->arena, "%.*s2/sequence/normal", VT_STR_ARG(c->base)));
}

/* All but id and type. */
static void
presentation_sequence_rest(struct presentation_call *c)
{
	const struct presentation_canvas	*start = presentation_start_canvas(c);

	/* Readers of 2.1 look for it here or there. */
	presentation_directed(c);
	if (start != NULL)
		vt_jsonw_pair(&c->j, "startCanvas", presentation_canvas_id(c, start, ""));
	presentation_write_canvases(c, "canvases");
}

vt_err
presentation_manifest_2(struct presentation_call *c)
{
	vt_err	err;

	presentation_begin(c, presentation_manifest_id(c), "Manifest", "sc:Manifest");
	presentation_about(c);
	if ((err = presentation_links_of_2(c)) != VT_OK)
		return (err);
	vt_jsonw_key(&c->j, "sequences");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "@id", presentation_sequence_id(c));
	vt_jsonw_pair_c(&c->j, "@type", "sc:Sequence");
	presentation_sequence_rest(c);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
	presentation_write_ranges_2(c);
	return (presentation_end(c));
}

/* At an address of its own (5.2). */
vt_err
presentation_sequence(struct presentation_call *c)
{
	vt_err	err;

	if ((err = presentation_load(c)) != VT_OK || (err = presentation_load_canvases(c)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_sequence_id(c), "", "sc:Sequence");
	presentation_sequence_rest(c);
	presentation_part_of(c);
	return (presentation_end(c));
}
