/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PAGE-XML of any year: regions in their ReadingOrder (else in that of the
 * file), lines, words; where there are no words, the line's text is spread over
 * its box, where there are no lines, the region's.  Used by page_text.c.
 */
#include <stdlib.h>

#include "ingest/page_text/page_text.h"
#include "text/xml_read.h"

#define VT_PAGEXML_NESTING_MAX 32   /* regions or groups in each other */
#define VT_PAGEXML_LINES_MAX   2000 /* of one region, to be put in order */
#define VT_PAGEXML_REGIONS_MAX 5000 /* of one page, and of its reading order */

/* Regions by the order in which they are to be read. */
struct vt_pagexml {
	struct vt_page_text *text;
	struct vt_str *order; /* region ids */
	size_t order_count, order_cap;
	struct vt_pagexml_region *regions; /* top-level ones, in the file's order */
	size_t region_count, region_cap;
};

struct vt_pagexml_region {
	const xmlNode *node;
	struct vt_str id;
	bool is_done;
};

/* A member of a group in the ReadingOrder. */
struct vt_pagexml_member {
	const xmlNode *node;
	int64_t index, place;
};

static void
vt_pagexml_point(double x, double y, double lo[2], double hi[2])
{
	lo[0] = x < lo[0] ? x : lo[0];
	lo[1] = y < lo[1] ? y : lo[1];
	hi[0] = x > hi[0] ? x : hi[0];
	hi[1] = y > hi[1] ? y : hi[1];
}

static void
vt_pagexml_points(const char *p, double lo[2], double hi[2])
{
	while (p != NULL && *p != '\0') {
		char *end;
		double x = strtod(p, &end), y;

		if (end == p || *end != ',')
			return;
		p = end + 1;
		y = strtod(p, &end);
		if (end == p)
			return;
		vt_pagexml_point(x, y, lo, hi);
		for (p = end; *p == ' ' || *p == '\n' || *p == '\t'; p++)
			continue;
	}
}

/* The box around Coords: points="x,y x,y", or Point elements (before 2013). */
static struct vt_box
vt_pagexml_box(struct vt_page_text *t, const xmlNode *n)
{
	const xmlNode *coords = vt_xml_child(n, NULL, "Coords");
	double lo[2] = { 1e9, 1e9 }, hi[2] = { -1e9, -1e9 };
	struct vt_str points;
	int64_t x, y;

	if (coords == NULL)
		return ((struct vt_box){ 0, 0, 0, 0 });
	points = vt_xml_attr(t->arena, coords, "points");
	if (points.len != 0)
		vt_pagexml_points(vt_str_c(t->arena, points), lo, hi);
	for (const xmlNode *p = vt_xml_child(coords, NULL, "Point"); p != NULL;
	     p = vt_xml_next(p, NULL, "Point"))
		if (vt_str_to_int(vt_xml_attr(t->arena, p, "x"), -1000000, 1000000, &x) &&
		    vt_str_to_int(vt_xml_attr(t->arena, p, "y"), -1000000, 1000000, &y))
			vt_pagexml_point((double)x, (double)y, lo, hi);
	if (!(hi[0] > lo[0]) || !(hi[1] > lo[1]))
		return ((struct vt_box){ 0, 0, 0, 0 });
	return ((struct vt_box){ lo[0], lo[1], hi[0] - lo[0], hi[1] - lo[1] });
}

/* The text of a word, line or region: the TextEquiv with the lowest index. */
static struct vt_str
vt_pagexml_equiv(struct vt_page_text *t, const xmlNode *n)
{
	const xmlNode *best = NULL;
	int64_t best_index = INT64_MAX;

	for (const xmlNode *e = vt_xml_child(n, NULL, "TextEquiv"); e != NULL;
	     e = vt_xml_next(e, NULL, "TextEquiv")) {
		int64_t index = 0;

		if (!vt_str_to_int(vt_xml_attr(t->arena, e, "index"), 0, INT32_MAX, &index))
			index = 0;
		if (index < best_index) {
			best = e;
			best_index = index;
		}
	}
	best = best != NULL ? vt_xml_child(best, NULL, "Unicode") : NULL;
	return (best != NULL ? vt_xml_text(t->arena, best) : VT_STR_NONE);
}

static void
vt_pagexml_line(struct vt_page_text *t, const xmlNode *line)
{
	struct vt_box box = vt_pagexml_box(t, line);
	size_t before = t->word_count;

	vt_page_text_line(t);
	vt_page_text_place(t, vt_xml_attr(t->arena, line, "id"), box);
	for (const xmlNode *w = vt_xml_child(line, NULL, "Word"); w != NULL;
	     w = vt_xml_next(w, NULL, "Word")) {
		struct vt_str text = vt_pagexml_equiv(t, w);

		vt_page_text_spread(t, text, vt_pagexml_box(t, w));
	}
	if (t->word_count == before)
		vt_page_text_spread(t, vt_pagexml_equiv(t, line), box);
}

/* A region that has text but no lines: its lines share its height. */
static void
vt_pagexml_region_text(struct vt_page_text *t, const xmlNode *region, struct vt_box box)
{
	struct vt_str text = vt_pagexml_equiv(t, region), line, rest = text;
	size_t lines = 0;

	while (vt_str_next(&rest, '\n', &line))
		lines++;
	for (size_t i = 0; vt_str_next(&text, '\n', &line); i++) {
		struct vt_box part = box;

		part.h = box.h / (double)lines;
		part.y = box.y + part.h * (double)i;
		vt_page_text_line(t);
		vt_page_text_spread(t, line, part);
	}
}

/* The place of a line among those of its region's text that no line has yet. */
static size_t
vt_pagexml_line_place(struct vt_str *texts, size_t count, struct vt_str text)
{
	for (size_t i = 0; i < count; i++)
		if (texts[i].p != NULL && vt_str_eq(texts[i], text)) {
			texts[i].p = NULL;
			return (i);
		}
	return (count);
}

/* Lines are in reading order, unless the text of the whole region, which people
 * read when they corrected it, has the same lines in another.  lines_r[i]: the
 * i-th to be read.  False: as they stand in the file. */
static bool
vt_pagexml_line_order(struct vt_page_text *t, const xmlNode *region, const xmlNode ***lines_r)
{
	struct vt_str text = vt_pagexml_equiv(t, region), rest = text, line;
	const xmlNode **lines;
	struct vt_str *texts;
	size_t count = 0, n = 0, place;

	while (vt_str_next(&rest, '\n', &line))
		count++;
	if (count < 2 || count > VT_PAGEXML_LINES_MAX)
		return (false);
	texts = vt_arena_array(t->arena, count, sizeof(*texts));
	lines = vt_arena_array(t->arena, count + 1, sizeof(*lines));
	if (texts == NULL || lines == NULL)
		return (false);
	for (size_t i = 0; vt_str_next(&text, '\n', &line); i++)
		texts[i] = vt_str_trim(line);
	for (const xmlNode *l = vt_xml_child(region, NULL, "TextLine"); l != NULL;
	     l = vt_xml_next(l, NULL, "TextLine"), n++) {
		place = vt_pagexml_line_place(texts, count, vt_str_trim(vt_pagexml_equiv(t, l)));
		if (place == count)
			return (false);
		lines[place] = l;
	}
	*lines_r = lines;
	return (n == count);
}

static void
vt_pagexml_lines(struct vt_page_text *t, const xmlNode *region)
{
	const xmlNode **lines = NULL;

	if (vt_pagexml_line_order(t, region, &lines)) {
		for (; *lines != NULL && t->err == VT_OK; lines++)
			vt_pagexml_line(t, *lines);
		return;
	}
	for (const xmlNode *l = vt_xml_child(region, NULL, "TextLine"); l != NULL && t->err == VT_OK;
	     l = vt_xml_next(l, NULL, "TextLine"))
		vt_pagexml_line(t, l);
}

static bool
vt_pagexml_is_region(const xmlNode *n)
{
	return (vt_str_ends(vt_str_of((const char *)n->name), VT_STR("Region")));
}

static void
vt_pagexml_region(struct vt_page_text *t, const xmlNode *region, unsigned depth)
{
	struct vt_box box = vt_pagexml_box(t, region);
	bool has_lines = false;
	size_t before;

	vt_page_text_place(t, vt_xml_attr(t->arena, region, "id"), box);
	vt_page_text_block(t);
	before = t->word_count;
	for (const xmlNode *n = vt_xml_child(region, NULL, NULL); n != NULL && t->err == VT_OK;
	     n = vt_xml_next(n, NULL, NULL)) {
		if (vt_xml_is(n, NULL, "TextLine") && !has_lines) {
			vt_pagexml_lines(t, region);
			has_lines = true;
		} else if (vt_pagexml_is_region(n) && depth < VT_PAGEXML_NESTING_MAX) {
			vt_pagexml_region(t, n, depth + 1);
		}
	}
	if (t->word_count == before)
		vt_pagexml_region_text(t, region, box);
}

static void
vt_pagexml_order_add(struct vt_pagexml *p, struct vt_str id)
{
	struct vt_str *order;

	if (id.len == 0 || p->order_count >= VT_PAGEXML_REGIONS_MAX)
		return;
	order =
	    vt_array_grow(p->text->arena, p->order, p->order_count, &p->order_cap, sizeof(*order));
	if (order == NULL)
		return;
	p->order = order;
	p->order[p->order_count++] = id;
}

static int
vt_pagexml_member_cmp(const void *va, const void *vb)
{
	const struct vt_pagexml_member *a = va, *b = vb;

	if (a->index != b->index)
		return (a->index < b->index ? -1 : 1);
	return (a->place < b->place ? -1 : a->place > b->place);
}

/* Groups list their members by index, which counts more than their order in
 * the file; members without one stay where they stand. */
static void
vt_pagexml_order(struct vt_pagexml *p, const xmlNode *group, unsigned depth)
{
	struct vt_arena *a = p->text->arena;
	struct vt_pagexml_member *members = NULL, *grown;
	size_t count = 0, cap = 0;

	if (depth > VT_PAGEXML_NESTING_MAX)
		return;
	vt_pagexml_order_add(p, vt_xml_attr(a, group, "regionRef"));
	for (const xmlNode *n = vt_xml_child(group, NULL, NULL);
	     n != NULL && count < VT_PAGEXML_REGIONS_MAX; n = vt_xml_next(n, NULL, NULL)) {
		struct vt_pagexml_member m = { n, (int64_t)count, (int64_t)count };

		(void)vt_str_to_int(vt_xml_attr(a, n, "index"), 0, INT32_MAX, &m.index);
		grown = vt_array_grow(a, members, count, &cap, sizeof(*members));
		if (grown == NULL)
			return;
		members = grown;
		members[count++] = m;
	}
	if (count != 0)
		qsort(members, count, sizeof(*members), vt_pagexml_member_cmp);
	for (size_t i = 0; i < count; i++)
		vt_pagexml_order(p, members[i].node, depth + 1);
}

static vt_err
vt_pagexml_collect(struct vt_pagexml *p, const xmlNode *page)
{
	for (const xmlNode *n = vt_xml_child(page, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		struct vt_pagexml_region *regions;

		if (!vt_str_ends(vt_str_of((const char *)n->name), VT_STR("Region")))
			continue;
		if (p->region_count >= VT_PAGEXML_REGIONS_MAX)
			return (vt_fail(VT_E_TOOLARGE, "more than %d regions on one page; make its text again",
					VT_PAGEXML_REGIONS_MAX));
		regions = vt_array_grow(p->text->arena, p->regions, p->region_count, &p->region_cap,
					sizeof(*regions));
		if (regions == NULL)
			return (VT_E_LIMIT);
		p->regions = regions;
		p->regions[p->region_count++] =
		    (struct vt_pagexml_region){ .node = n,
						.id = vt_xml_attr(p->text->arena, n, "id") };
	}
	return (VT_OK);
}

static void
vt_pagexml_emit(struct vt_pagexml *p, const struct vt_str *id)
{
	for (size_t i = 0; i < p->region_count; i++) {
		struct vt_pagexml_region *r = &p->regions[i];

		if (r->is_done || (id != NULL && !vt_str_eq(r->id, *id)))
			continue;
		r->is_done = true;
		vt_pagexml_region(p->text, r->node, 0);
	}
}

static void
vt_pagexml_scale(struct vt_page_text *t, const xmlNode *page)
{
	int64_t width, height;

	if (t->width > 0 && t->height > 0 &&
	    vt_str_to_int(vt_xml_attr(t->arena, page, "imageWidth"), 1, INT32_MAX, &width) &&
	    vt_str_to_int(vt_xml_attr(t->arena, page, "imageHeight"), 1, INT32_MAX, &height)) {
		t->scale_x = (double)t->width / (double)width;
		t->scale_y = (double)t->height / (double)height;
	}
}

vt_err
vt_pagexml_read(struct vt_page_text *t, xmlDocPtr doc)
{
	struct vt_pagexml p = { .text = t };
	const xmlNode *page = vt_xml_child(xmlDocGetRootElement(doc), NULL, "Page"), *order;
	vt_err err;

	if (page == NULL)
		return (vt_fail(VT_E_BADARG, "PAGE-XML without a Page; make the text again, or take it out"));
	vt_pagexml_scale(t, page);
	err = vt_pagexml_collect(&p, page);
	if (err != VT_OK)
		return (err);
	order = vt_xml_child(page, NULL, "ReadingOrder");
	if (order != NULL)
		vt_pagexml_order(&p, order, 0);
	for (size_t i = 0; i < p.order_count; i++)
		vt_pagexml_emit(&p, &p.order[i]);
	vt_pagexml_emit(&p, NULL);
	return (vt_page_text_finish(t));
}
