/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ALTO 1 to 4, in any of its namespaces or none: TextBlock, TextLine, String,
 * SP, HYP in the order of the file.  Measures in pixel, mm10 or inch1200 become
 * pixels through the page's own WIDTH and HEIGHT.  Used by page_text.c.
 */
#include <stdlib.h>

#include "api/buf.h"
#include "ingest/page_text.h"
#include "text/xml_read.h"

#define VT_ALTO_NESTING_MAX 32	      /* ComposedBlocks in each other */
#define VT_ALTO_LINE_MAX    (1 << 20) /* bytes of one line */

static const xmlNode *
vt_alto_descend(const xmlNode *n, const char *local)
{
	return (n != NULL ? vt_xml_child(n, NULL, local) : NULL);
}

/* A number of an attribute, or -1: 12, 12.5, 1.2e3, and 12,5 as some write. */
static double
vt_alto_number(struct vt_page_text *t, const xmlNode *n, const char *name)
{
	struct vt_str s = vt_xml_attr(t->arena, n, name);
	char text[32], *end;
	double v;

	if (s.len == 0 || s.len >= sizeof(text))
		return (-1);
	for (size_t i = 0; i < s.len; i++)
		text[i] = s.p[i] == ',' ? '.' : s.p[i];
	text[s.len] = '\0';
	v = strtod(text, &end);
	return (end == text + s.len && v > -1e9 && v < 1e9 ? v : -1);
}

/* A Shape's polygon around which the box is drawn: "1,2 3,4" or "1 2 3 4". */
static struct vt_box
vt_alto_polygon(struct vt_page_text *t, const xmlNode *n)
{
	const xmlNode *polygon = vt_alto_descend(vt_alto_descend(n, "Shape"), "Polygon");
	struct vt_str s = polygon != NULL ? vt_xml_attr(t->arena, polygon, "POINTS") : VT_STR_NONE;
	const char *p = vt_str_c(t->arena, s);
	double lo[2] = { 1e9, 1e9 }, hi[2] = { -1, -1 }, v;
	char *end;

	for (int axis = 0; p != NULL && *p != '\0'; axis = 1 - axis) {
		v = strtod(p, &end);
		if (end == p)
			break;
		lo[axis] = v < lo[axis] ? v : lo[axis];
		hi[axis] = v > hi[axis] ? v : hi[axis];
		for (p = end; *p == ' ' || *p == ',' || *p == '\n' || *p == '\t'; p++)
			continue;
	}
	if (!(hi[0] > lo[0]) || !(hi[1] > lo[1]))
		return ((struct vt_box){ 0, 0, 0, 0 });
	return ((struct vt_box){ lo[0], lo[1], hi[0] - lo[0], hi[1] - lo[1] });
}

static struct vt_box
vt_alto_box(struct vt_page_text *t, const xmlNode *n)
{
	struct vt_box b = { .x = vt_alto_number(t, n, "HPOS"),
			    .y = vt_alto_number(t, n, "VPOS"),
			    .w = vt_alto_number(t, n, "WIDTH"),
			    .h = vt_alto_number(t, n, "HEIGHT") };

	if (b.x < 0 || b.y < 0 || b.w <= 0 || b.h <= 0)
		return (vt_alto_polygon(t, n));
	return (b);
}

static uint8_t
vt_alto_hyphen(struct vt_page_text *t, const xmlNode *string)
{
	struct vt_str type = vt_xml_attr(t->arena, string, "SUBS_TYPE");

	if (vt_str_eq_c(type, "HypPart1"))
		return (1);
	return (vt_str_eq_c(type, "HypPart2") ? 2 : 0);
}

static bool
vt_alto_has_space(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] == ' ')
			return (true);
	return (false);
}

/* One String: a word, or (line-level files) a whole line in one. */
static void
vt_alto_string(struct vt_page_text *t, const xmlNode *n, struct vt_box line, bool is_glued)
{
	struct vt_str content = vt_str_trim(vt_xml_attr(t->arena, n, "CONTENT"));
	struct vt_box box = vt_alto_box(t, n);

	if (vt_alto_has_space(content))
		vt_page_text_spread(t, content, box.w > 0 ? box : line);
	else
		vt_page_text_word(t, content, box, vt_alto_hyphen(t, n), is_glued);
}

/* Strings without boxes share that of their line. */
static bool
vt_alto_is_unplaced(struct vt_page_text *t, const xmlNode *line)
{
	const xmlNode *n = vt_xml_child(line, NULL, "String");

	return (n != NULL && !(vt_alto_box(t, n).w > 0));
}

static void
vt_alto_line_unplaced(struct vt_page_text *t, const xmlNode *line, struct vt_box box)
{
	struct vt_buf text;

	vt_buf_init(&text, VT_ALTO_LINE_MAX);
	for (const xmlNode *n = vt_xml_child(line, NULL, "String"); n != NULL;
	     n = vt_xml_next(n, NULL, "String")) {
		vt_buf_str(&text, vt_xml_attr(t->arena, n, "CONTENT"));
		vt_buf_char(&text, ' ');
	}
	if (vt_buf_error(&text) == VT_OK)
		vt_page_text_spread(t, vt_str_dup(t->arena, vt_buf_get(&text)), box);
	vt_buf_fini(&text);
}

/* Where a line has SP elements at all, Strings without one between them stand
 * close together ("word" "," ); where it has none, spaces are understood. */
static void
vt_alto_line_words(struct vt_page_text *t, const xmlNode *line, struct vt_box box)
{
	bool has_spaces = vt_xml_child(line, NULL, "SP") != NULL, after_space = true;

	for (const xmlNode *n = vt_xml_child(line, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		if (vt_xml_is(n, NULL, "SP")) {
			after_space = true;
		} else if (vt_xml_is(n, NULL, "HYP")) {
			struct vt_str mark = vt_xml_attr(t->arena, n, "CONTENT");

			vt_page_text_hyphen(t, mark.len != 0 ? mark : VT_STR("-"));
		} else if (vt_xml_is(n, NULL, "String")) {
			vt_alto_string(t, n, box, has_spaces && !after_space);
			after_space = false;
		}
	}
}

static void
vt_alto_line(struct vt_page_text *t, const xmlNode *line, struct vt_box block)
{
	struct vt_box box = vt_alto_box(t, line);

	vt_page_text_line(t);
	vt_page_text_place(t, vt_xml_attr(t->arena, line, "ID"), box);
	if (!(box.w > 0))
		box = block;
	if (vt_alto_is_unplaced(t, line))
		vt_alto_line_unplaced(t, line, box);
	else
		vt_alto_line_words(t, line, box);
}

/* A block without a box of its own stands where its lines stand. */
static struct vt_box
vt_alto_block_box(struct vt_page_text *t, const xmlNode *block)
{
	struct vt_box box = vt_alto_box(t, block);

	for (const xmlNode *n = vt_xml_child(block, NULL, "TextLine");
	     n != NULL && !(vt_alto_number(t, block, "WIDTH") > 0);
	     n = vt_xml_next(n, NULL, "TextLine"))
		box = vt_box_union(box, vt_alto_box(t, n));
	return (box);
}

static void
vt_alto_blocks(struct vt_page_text *t, const xmlNode *parent, unsigned depth)
{
	for (const xmlNode *n = vt_xml_child(parent, NULL, NULL);
	     n != NULL && depth < VT_ALTO_NESTING_MAX && t->err == VT_OK;
	     n = vt_xml_next(n, NULL, NULL)) {
		struct vt_box box = vt_alto_block_box(t, n);

		vt_page_text_place(t, vt_xml_attr(t->arena, n, "ID"), box);
		if (!vt_xml_is(n, NULL, "TextBlock")) {
			vt_alto_blocks(t, n, depth + 1);
			continue;
		}
		vt_page_text_block(t);
		for (const xmlNode *line = vt_xml_child(n, NULL, "TextLine"); line != NULL;
		     line = vt_xml_next(line, NULL, "TextLine"))
			vt_alto_line(t, line, box);
	}
}

/* Units to pixels.  A page that says no size can only be read in pixels. */
static void
vt_alto_scale(struct vt_page_text *t, const xmlNode *alto, const xmlNode *page)
{
	const xmlNode *unit =
	    vt_alto_descend(vt_alto_descend(alto, "Description"), "MeasurementUnit");
	struct vt_str name = unit != NULL ? vt_xml_text(t->arena, unit) : VT_STR_NONE;
	bool is_pixel = name.len == 0 || vt_str_eq_nocase(name, VT_STR("pixel"));
	double width = vt_alto_number(t, page, "WIDTH"), height = vt_alto_number(t, page, "HEIGHT");

	if (t->width > 0 && t->height > 0 && width > 0 && height > 0) {
		t->scale_x = (double)t->width / width;
		t->scale_y = (double)t->height / height;
	} else if (!is_pixel && t->width > 0) {
		t->scale_x = t->scale_y = 0;
		vt_findings_add(
		    t->findings, VT_FINDING_TEXT,
		    "the text is measured in %.*s but its Page has no WIDTH and HEIGHT: "
		    "the words are kept without their places",
		    VT_STR_ARG(name));
	}
}

vt_err
vt_alto_read(struct vt_page_text *t, xmlDocPtr doc)
{
	const xmlNode *alto = xmlDocGetRootElement(doc);
	const xmlNode *page = vt_alto_descend(vt_alto_descend(alto, "Layout"), "Page");

	if (page == NULL)
		return (vt_fail(VT_E_BADARG, "ALTO without a Page in its Layout; make the text "
					     "again, or take it out"));
	if (vt_xml_next(page, NULL, "Page") != NULL)
		vt_findings_add(t->findings, VT_FINDING_TEXT,
				"an ALTO file with several Pages: only the first is read; make one file a page");
	vt_alto_scale(t, alto, page);
	vt_alto_blocks(t, page, 0);
	return (vt_page_text_finish(t));
}
