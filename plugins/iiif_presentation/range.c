/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ranges (Presentation 3.0, 5.4): the object's structure, nested in the
 * manifest, each also on an address of its own.
 */
#include "presentation.h"

#define PRESENTATION_RANGE_DEPTH 20	/* levels of a table of contents */

static void presentation_write_range(struct presentation_call *c, const struct vt_range *r,
    unsigned depth);

/* A part is a canvas, or a region of one. */
static void
presentation_part(struct presentation_call *c, const struct vt_range_part *part)
{
	struct vt_str	canvas = presentation_part_id(c, "iiif.canvas", part->page);

	vt_jsonw_object(&c->j);
	if (part->w == 0) {
		vt_jsonw_pair(&c->j, "id", canvas);
		vt_jsonw_pair_c(&c->j, "type", "Canvas");
		vt_jsonw_end(&c->j);
		return;
	}
	vt_jsonw_pair_c(&c->j, "type", "SpecificResource");
	vt_jsonw_key(&c->j, "source");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", canvas);
	vt_jsonw_pair_c(&c->j, "type", "Canvas");
	vt_jsonw_end(&c->j);
	vt_jsonw_key(&c->j, "selector");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "FragmentSelector");
	vt_jsonw_pair(&c->j, "value", vt_str_printf(c->arena, "xywh=%lld,%lld,%lld,%lld",
	    (long long)part->x, (long long)part->y, (long long)part->w, (long long)part->h));
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
presentation_children(struct presentation_call *c, int64_t parent, unsigned depth)
{
	for (size_t i = 0; i < c->range_count; i++)
		if (c->ranges[i].parent == parent)
			presentation_write_range(c, &c->ranges[i], depth + 1);
}

static void
presentation_range_rest(struct presentation_call *c, const struct vt_range *r, unsigned depth)
{
	struct vt_str	label = r->label.len > 0 ? r->label : r->type;

	presentation_none(c, "label", label.len > 0 ? label :
	    vt_str_printf(c->arena, "%lld", (long long)r->number));
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < r->part_count; i++)
		presentation_part(c, &r->parts[i]);
	if (depth < PRESENTATION_RANGE_DEPTH)
		presentation_children(c, r->number, depth);
	vt_jsonw_end(&c->j);
}

static void
presentation_write_range(struct presentation_call *c, const struct vt_range *r, unsigned depth)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.range", r->number));
	vt_jsonw_pair_c(&c->j, "type", "Range");
	presentation_range_rest(c, r, depth);
	vt_jsonw_end(&c->j);
}

void
presentation_write_ranges(struct presentation_call *c)
{
	if (c->range_count == 0)
		return;
	vt_jsonw_key(&c->j, "structures");
	vt_jsonw_array(&c->j);
	presentation_children(c, 0, 0);
	vt_jsonw_end(&c->j);
}

vt_err
presentation_range(struct vt_request *req, struct vt_response *res)
{
	struct presentation_call	c;
	size_t				n;
	vt_err				err;

	if ((err = presentation_start(&c, req, res)) != VT_OK ||
	    (err = presentation_load(&c)) != VT_OK ||
	    (err = presentation_number(&c, "range", c.range_count, &n)) != VT_OK)
		return (err);
	presentation_begin(&c, presentation_part_id(&c, "iiif.range", (int64_t)n), "Range");
	presentation_range_rest(&c, &c.ranges[n - 1], 0);
	presentation_part_of(&c);
	return (presentation_end(&c));
}
