/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ranges (Presentation 3.0, 5.4): the object's structure, nested in the
 * manifest, each also on an address of its own.
 */
#include <stdio.h>

#include "presentation.h"

#define PRESENTATION_RANGE_DEPTH 20	/* levels; what is deeper gives its pages to the last */

static void presentation_write_range(struct presentation_call *c, const struct vt_range *r,
    unsigned depth);

/* Links each range to those below it, in order; parents come first, so one walk
 * does, and one backwards says what has no page at all. */
vt_err
presentation_grow(struct presentation_call *c)
{
	struct presentation_branch	*b;

	c->branches = vt_arena_array(c->arena, c->range_count + 1, sizeof(*c->branches));
	if ((b = c->branches) == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i <= c->range_count; i++)
		b[i].is_empty = true;
	for (size_t i = 0; i < c->range_count; i++) {
		int64_t	parent = c->ranges[i].parent, number = c->ranges[i].number;

		if (b[parent].last == 0)
			b[parent].first = number;
		else
			b[b[parent].last].next = number;
		b[parent].last = number;
	}
	for (size_t i = c->range_count; i-- > 0;)
		if (c->ranges[i].part_count > 0 || !b[i + 1].is_empty)
			b[i + 1].is_empty = b[c->ranges[i].parent].is_empty = false;
	return (VT_OK);
}

/* A part is a canvas, or a region of one. */
static void
presentation_part(struct presentation_call *c, const struct vt_range_part *part)
{
	char	box[100];

	vt_jsonw_object(&c->j);
	if (part->w > 0) {
		vt_jsonw_pair_c(&c->j, "type", "SpecificResource");
		vt_jsonw_key(&c->j, "source");
		vt_jsonw_object(&c->j);
	}
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.canvas", part->page, ""));
	vt_jsonw_pair_c(&c->j, "type", "Canvas");
	if (part->w > 0) {
		vt_jsonw_end(&c->j);
		vt_jsonw_key(&c->j, "selector");
		vt_jsonw_object(&c->j);
		vt_jsonw_pair_c(&c->j, "type", "FragmentSelector");
		(void)snprintf(box, sizeof(box), "xywh=%lld,%lld,%lld,%lld", (long long)part->x,
		    (long long)part->y, (long long)part->w, (long long)part->h);
		vt_jsonw_pair_c(&c->j, "value", box);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* The parts of r, and those below it: as ranges as long as there are levels. */
static void
presentation_inside(struct presentation_call *c, const struct vt_range *r, unsigned depth)
{
	for (size_t i = 0; i < r->part_count; i++)
		presentation_part(c, &r->parts[i]);
	for (int64_t n = c->branches[r->number].first; n != 0; n = c->branches[n].next) {
		if (c->branches[n].is_empty)
			continue;
		if (depth < PRESENTATION_RANGE_DEPTH)
			presentation_write_range(c, &c->ranges[n - 1], depth + 1);
		else
			presentation_inside(c, &c->ranges[n - 1], depth);
	}
}

static void
presentation_range_rest(struct presentation_call *c, const struct vt_range *r, unsigned depth)
{
	presentation_range_label(c, r);
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	presentation_inside(c, r, depth);
	vt_jsonw_end(&c->j);
}

static void
presentation_write_range(struct presentation_call *c, const struct vt_range *r, unsigned depth)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.range", r->number, ""));
	vt_jsonw_pair_c(&c->j, "type", "Range");
	presentation_range_rest(c, r, depth);
	vt_jsonw_end(&c->j);
}

void
presentation_write_ranges(struct presentation_call *c)
{
	if (c->range_count == 0 || c->branches[0].is_empty)
		return;
	vt_jsonw_key(&c->j, "structures");
	vt_jsonw_array(&c->j);
	for (int64_t n = c->branches[0].first; n != 0; n = c->branches[n].next)
		if (!c->branches[n].is_empty)
			presentation_write_range(c, &c->ranges[n - 1], 1);
	vt_jsonw_end(&c->j);
}

vt_err
presentation_range(struct vt_request *req, struct vt_response *res)
{
	struct presentation_call	*c;
	int64_t				 n;
	vt_err				 err;

	if ((err = presentation_start(req, res, &c)) != VT_OK ||
	    (err = presentation_load(c)) != VT_OK || (err = presentation_load_ranges(c)) != VT_OK)
		return (err);
	if (!c->may_text)
		return (vt_fail(VT_E_FORBIDDEN, "the contents of '%.*s' are not open",
		    VT_STR_ARG(c->object.identifier)));
	if ((err = presentation_number(c, "range", (int64_t)c->range_count, &n)) != VT_OK)
		return (err);
	if (c->branches[n].is_empty)
		return (vt_fail(VT_E_NOTFOUND, "range %lld of '%.*s' has no pages", (long long)n,
		    VT_STR_ARG(c->object.identifier)));
	presentation_begin(c, presentation_part_id(c, "iiif.range", n, ""), "Range");
	presentation_range_rest(c, &c->ranges[n - 1], 1);
	presentation_part_of(c);
	return (presentation_end(c));
}
