/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ranges (3.0, 5.4; 2.1, 5.6): the object's structure, nested in a manifest of 3.0 and
 * flat in one of 2.1, each also on an address of its own.
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

static void
presentation_xywh(const struct vt_range_part *part, const char *before, char out[100])
{
	(void)snprintf(out, 100, "%sxywh=%lld,%lld,%lld,%lld", before, (long long)part->x,
	    (long long)part->y, (long long)part->w, (long long)part->h);
}

/* A part is a canvas, or a region of one. */
static void
presentation_range_part(struct presentation_call *c, const struct vt_range_part *part)
{
	char	box[100];

	vt_jsonw_object(&c->j);
	if (part->w > 0) {
		vt_jsonw_pair_c(&c->j, "type", "SpecificResource");
		vt_jsonw_key(&c->j, "source");
		vt_jsonw_object(&c->j);
	}
	vt_jsonw_pair(&c->j, "id", presentation_page_id(c, part->page, ""));
	vt_jsonw_pair_c(&c->j, "type", "Canvas");
	if (part->w > 0) {
		vt_jsonw_end(&c->j);
		vt_jsonw_key(&c->j, "selector");
		vt_jsonw_object(&c->j);
		vt_jsonw_pair_c(&c->j, "type", "FragmentSelector");
		presentation_xywh(part, "", box);
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
		presentation_range_part(c, &r->parts[i]);
	for (int64_t n = c->branches[r->number].first; n != 0; n = c->branches[n].next) {
		if (c->branches[n].is_empty)
			continue;
		if (depth < PRESENTATION_RANGE_DEPTH)
			presentation_write_range(c, &c->ranges[n - 1], depth + 1);
		else
			presentation_inside(c, &c->ranges[n - 1], depth);
	}
}

/* The text of an article is that of its regions (supplementary, 3.1).  Only at the
 * range's own address: viewers that stand on @iiif/parser (2.2.10) take it for a list,
 * and break over a manifest with the object that the specification wants. */
static void
presentation_supplementary(struct presentation_call *c, const struct vt_range *r)
{
	if (!presentation_range_has_text(c, r))
		return;
	vt_jsonw_key(&c->j, "supplementary");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_range_id(c, r->number, "/text"));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationCollection");
	presentation_message(c, "label", "presentation.range_text");
	vt_jsonw_end(&c->j);
}

static void
presentation_range_rest(struct presentation_call *c, const struct vt_range *r, unsigned depth)
{
	presentation_range_label(c, r);
	if (!c->is_manifest && depth == 1)
		presentation_supplementary(c, r);
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	presentation_inside(c, r, depth);
	vt_jsonw_end(&c->j);
}

static void
presentation_write_range(struct presentation_call *c, const struct vt_range *r, unsigned depth)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_range_id(c, r->number, ""));
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

/* --- 2.1: flat, by addresses --------------------------------------------------------------- */

static void
presentation_ranges_below_2(struct presentation_call *c, int64_t number)
{
	bool	has_any = false;

	for (int64_t n = c->branches[number].first; n != 0; n = c->branches[n].next) {
		if (c->branches[n].is_empty)
			continue;
		if (!has_any) {
			vt_jsonw_key(&c->j, "ranges");
			vt_jsonw_array(&c->j);
			has_any = true;
		}
		vt_jsonw_str(&c->j, presentation_range_id(c, n, ""));
	}
	if (has_any)
		vt_jsonw_end(&c->j);
}

static void
presentation_range_rest_2(struct presentation_call *c, const struct vt_range *r)
{
	char	box[100];

	presentation_range_label(c, r);
	presentation_ranges_below_2(c, r->number);
	if (r->part_count == 0)
		return;
	vt_jsonw_key(&c->j, "canvases");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < r->part_count; i++) {
		box[0] = '\0';
		if (r->parts[i].w > 0)
			presentation_xywh(&r->parts[i], "#", box);
		vt_jsonw_str(&c->j, presentation_page_id(c, r->parts[i].page, box));
	}
	vt_jsonw_end(&c->j);
}

static struct vt_str
presentation_top_id(struct presentation_call *c)
{
	return (vt_str_printf(c->arena, "%.*s2/range/top", VT_STR_ARG(c->base)));
}

/* With more than one at the top, 2.1 wants one above them (5.6, viewingHint "top"): all
 * but its id and type. */
static void
presentation_top_rest_2(struct presentation_call *c)
{
	vt_jsonw_pair_c(&c->j, "viewingHint", "top");
	presentation_message(c, "label", "presentation.contents");
	presentation_ranges_below_2(c, 0);
}

void
presentation_write_ranges_2(struct presentation_call *c)
{
	if (c->range_count == 0 || c->branches[0].is_empty)
		return;
	vt_jsonw_key(&c->j, "structures");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "@id", presentation_top_id(c));
	vt_jsonw_pair_c(&c->j, "@type", "sc:Range");
	presentation_top_rest_2(c);
	vt_jsonw_end(&c->j);
	for (size_t i = 0; i < c->range_count; i++) {
		const struct vt_range	*r = &c->ranges[i];

		if (c->branches[r->number].is_empty)
			continue;
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "@id", presentation_range_id(c, r->number, ""));
		vt_jsonw_pair_c(&c->j, "@type", "sc:Range");
		presentation_range_rest_2(c, r);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* --- by itself --------------------------------------------------------------------------------- */

static vt_err
presentation_load_contents(struct presentation_call *c)
{
	vt_err	err;

	if ((err = presentation_load(c)) != VT_OK || (err = presentation_load_canvases(c)) != VT_OK ||
	    (err = presentation_load_ranges(c)) != VT_OK)
		return (err);
	return (c->may_text ? VT_OK : vt_fail_closed(&c->object, "its contents"));
}

vt_err
presentation_range_top(struct presentation_call *c)
{
	vt_err	err;

	if ((err = presentation_load_contents(c)) != VT_OK)
		return (err);
	if (c->range_count == 0 || c->branches[0].is_empty)
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no parts",
		    VT_STR_ARG(c->object.identifier)));
	presentation_begin(c, presentation_top_id(c), "", "sc:Range");
	presentation_top_rest_2(c);
	presentation_part_of(c);
	return (presentation_end(c));
}

vt_err
presentation_load_range(struct presentation_call *c, const struct vt_range **r_r)
{
	int64_t	n;
	vt_err	err;

	if ((err = presentation_load_contents(c)) != VT_OK)
		return (err);
	if ((err = presentation_number(c, "range", (int64_t)c->range_count, &n)) != VT_OK)
		return (err);
	if (c->branches[n].is_empty)
		return (vt_fail(VT_E_NOTFOUND, "range %lld of '%.*s' has no pages", (long long)n,
		    VT_STR_ARG(c->object.identifier)));
	*r_r = &c->ranges[n - 1];
	return (VT_OK);
}

vt_err
presentation_range(struct presentation_call *c)
{
	const struct vt_range	*r;
	vt_err			 err;

	if ((err = presentation_load_range(c, &r)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_range_id(c, r->number, ""), "Range", "sc:Range");
	if (c->version == PRESENTATION_3)
		presentation_range_rest(c, r, 1);
	else
		presentation_range_rest_2(c, r);
	presentation_part_of(c);
	return (presentation_end(c));
}
