/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ALTO 1 to 4, in any of its namespaces or none: TextBlock, TextLine, String,
 * SP, HYP in the order of the file.  Measures in pixel, mm10 or inch1200 become
 * pixels through the page's own WIDTH and HEIGHT.  Read as a stream, since a newspaper
 * has millions of words.  Used by page_text.c.
 */
#include <stdlib.h>

#include "ingest/page_text/alto_line.h"
#include "text/xml_read.h"

#define VT_ALTO_UNIT_MAX 20

/* An element that is open. */
struct vt_alto_frame {
	enum vt_alto_kind kind;
	struct vt_str id;
	struct vt_box box;   /* its own */
	struct vt_box lines; /* of a block: around its lines */
};

struct vt_alto {
	struct vt_page_text *text;
	struct vt_alto_frame frames[VT_XML_DEPTH_MAX + 1];
	size_t depth; /* of frames[depth - 1] */
	struct vt_alto_line line; /* the one that is open */
	char unit[VT_ALTO_UNIT_MAX + 1];
	size_t unit_len, pages;
};

/* --- values ------------------------------------------------------------------------ */

static double
vt_alto_strtod(struct vt_str s)
{
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

/* A number, or -1: 12, 12.5, 1.2e3, and 12,5 as some write.  Mostly it is whole. */
static double
vt_alto_number(struct vt_str s)
{
	int64_t whole = 0;

	if (s.len == 0 || s.len > 9)
		return (vt_alto_strtod(s));
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (vt_alto_strtod(s));
		whole = whole * 10 + (s.p[i] - '0');
	}
	return ((double)whole);
}

/* A Shape's polygon around which the box is drawn: "1,2 3,4" or "1 2 3 4". */
static struct vt_box
vt_alto_polygon(struct vt_page_text *t, struct vt_str s)
{
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

static enum vt_alto_kind
vt_alto_kind(const char *local)
{
	static const struct {
		const char *local;
		enum vt_alto_kind kind;
	} kinds[] = {
		{ "String", VT_ALTO_STRING },  { "SP", VT_ALTO_SPACE },	    { "TextLine", VT_ALTO_LINE },
		{ "TextBlock", VT_ALTO_BLOCK }, { "HYP", VT_ALTO_HYPHEN }, { "Page", VT_ALTO_PAGE },
		{ "Shape", VT_ALTO_SHAPE },	{ "MeasurementUnit", VT_ALTO_UNIT },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(local, kinds[i].local) == 0)
			return (kinds[i].kind);
	return (VT_ALTO_OTHER);
}

static struct vt_str
vt_alto_find(const struct vt_xml_attribute *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].name, name) == 0)
			return (list[i].value);
	return (VT_STR_NONE);
}

static struct vt_box
vt_alto_box(const struct vt_xml_attribute *list, size_t count)
{
	struct vt_box b = { -1, -1, -1, -1 };

	for (size_t i = 0; i < count; i++) {
		const char *name = list[i].name;

		if (strcmp(name, "HPOS") == 0)
			b.x = vt_alto_number(list[i].value);
		else if (strcmp(name, "VPOS") == 0)
			b.y = vt_alto_number(list[i].value);
		else if (strcmp(name, "WIDTH") == 0)
			b.w = vt_alto_number(list[i].value);
		else if (strcmp(name, "HEIGHT") == 0)
			b.h = vt_alto_number(list[i].value);
	}
	if (b.x < 0 || b.y < 0 || b.w <= 0 || b.h <= 0)
		return ((struct vt_box){ 0, 0, 0, 0 });
	return (b);
}

/* --- the page ------------------------------------------------------------------------ */

/* Units to pixels.  A page that says no size can only be read in pixels. */
static void
vt_alto_scale(struct vt_alto *x, double width, double height)
{
	struct vt_page_text *t = x->text;
	struct vt_str name = vt_str_trim((struct vt_str){ x->unit, x->unit_len });
	bool is_pixel = name.len == 0 || vt_str_eq_nocase(name, VT_STR("pixel"));

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

static void
vt_alto_open_page(struct vt_alto *x, const struct vt_xml_attribute *list, size_t count)
{
	if (++x->pages == 1)
		vt_alto_scale(x, vt_alto_number(vt_alto_find(list, count, "WIDTH")),
			      vt_alto_number(vt_alto_find(list, count, "HEIGHT")));
	else if (x->pages == 2)
		vt_findings_add(x->text->findings, VT_FINDING_TEXT,
				"an ALTO file with several Pages: only the first is read; make one file a page");
}

/* --- what is in it --------------------------------------------------------------------- */

static uint8_t
vt_alto_hyphen(struct vt_str type)
{
	if (vt_str_eq_c(type, "HypPart1"))
		return (1);
	return (vt_str_eq_c(type, "HypPart2") ? 2 : 0);
}

static void
vt_alto_open_item(struct vt_alto *x, enum vt_alto_kind kind, struct vt_box box,
		  const struct vt_xml_attribute *list, size_t count)
{
	struct vt_arena *a = x->text->arena;
	struct vt_alto_item item = { .kind = kind, .box = box };

	if (kind != VT_ALTO_SPACE)
		item.text = vt_str_dup(a, vt_alto_find(list, count, "CONTENT"));
	if (kind == VT_ALTO_STRING)
		item.hyphen = vt_alto_hyphen(vt_alto_find(list, count, "SUBS_TYPE"));
	if (item.hyphen != 0)
		item.whole = vt_str_dup(a, vt_alto_find(list, count, "SUBS_CONTENT"));
	vt_alto_line_add(&x->line, &item);
}

/* A line without a box stands where its block stands. */
static void
vt_alto_close_line(struct vt_alto *x, const struct vt_alto_frame *line,
		   struct vt_alto_frame *block)
{
	struct vt_box box = line->box;

	vt_page_text_line(x->text);
	vt_page_text_place(x->text, line->id, box);
	block->lines = vt_box_union(block->lines, box);
	if (!(box.w > 0))
		box = block->box.w > 0 ? block->box : block->lines;
	vt_alto_line_write(&x->line, box);
}

static struct vt_alto_frame *
vt_alto_above(struct vt_alto *x, size_t levels)
{
	return (x->depth > levels ? &x->frames[x->depth - 1 - levels] : &x->frames[0]);
}

/* A polygon in a Shape is that of the element around it, where that has no box. */
static void
vt_alto_open_polygon(struct vt_alto *x, struct vt_str points)
{
	struct vt_alto_frame *f = vt_alto_above(x, 2);

	if (f->box.w > 0 || vt_alto_above(x, 1)->kind != VT_ALTO_SHAPE)
		return;
	f->box = vt_alto_polygon(x->text, points);
	if (f->kind == VT_ALTO_STRING && x->line.count != 0)
		x->line.items[x->line.count - 1].box = f->box;
}

static void
vt_alto_open_in_page(struct vt_alto *x, struct vt_alto_frame *f,
		     const struct vt_xml_attribute *list, size_t count)
{
	f->box = vt_alto_box(list, count);
	if (f->kind == VT_ALTO_STRING || f->kind == VT_ALTO_SPACE || f->kind == VT_ALTO_HYPHEN) {
		if (vt_alto_above(x, 1)->kind == VT_ALTO_LINE)
			vt_alto_open_item(x, f->kind, f->box, list, count);
		return;
	}
	f->id = vt_str_dup(x->text->arena, vt_alto_find(list, count, "ID"));
	if (f->kind == VT_ALTO_BLOCK)
		vt_page_text_block(x->text);
	else if (f->kind == VT_ALTO_LINE)
		x->line.count = 0;
	else if (vt_alto_above(x, 1)->kind == VT_ALTO_SHAPE)
		vt_alto_open_polygon(x, vt_alto_find(list, count, "POINTS"));
}

static bool
vt_alto_open(void *arg, const char *local, const struct vt_xml_attribute *list, size_t count)
{
	struct vt_alto *x = arg;
	struct vt_alto_frame *f = &x->frames[x->depth];

	if (x->depth == 0 && strcmp(local, "alto") != 0)
		return (false);
	*f = (struct vt_alto_frame){ .kind = vt_alto_kind(local) };
	x->depth++;
	if (f->kind == VT_ALTO_PAGE)
		vt_alto_open_page(x, list, count);
	else if (x->pages == 1)
		vt_alto_open_in_page(x, f, list, count);
	return (true);
}

static void
vt_alto_close(void *arg, const char *local)
{
	struct vt_alto *x = arg;
	struct vt_alto_frame *f = &x->frames[--x->depth];
	struct vt_alto_frame *above = x->depth > 0 ? f - 1 : f;

	(void)local;
	if (x->pages != 1 || f->kind == VT_ALTO_PAGE || x->text->err != VT_OK)
		return;
	if (f->kind == VT_ALTO_LINE && above->kind == VT_ALTO_BLOCK)
		vt_alto_close_line(x, f, above);
	else if (f->kind == VT_ALTO_BLOCK || f->kind == VT_ALTO_OTHER)
		vt_page_text_place(x->text, f->id, f->box.w > 0 ? f->box : f->lines);
}

static void
vt_alto_text(void *arg, struct vt_str text)
{
	struct vt_alto *x = arg;
	size_t room = VT_ALTO_UNIT_MAX - x->unit_len;

	if (x->depth == 0 || x->frames[x->depth - 1].kind != VT_ALTO_UNIT)
		return;
	text = vt_str_sub(text, 0, room);
	if (text.len != 0)
		memcpy(x->unit + x->unit_len, text.p, text.len);
	x->unit_len += text.len;
}

static const struct vt_xml_walker vt_alto_walker = { vt_alto_open, vt_alto_close, vt_alto_text };

static vt_err
vt_alto_end(const struct vt_alto *x, vt_err err)
{
	if (err != VT_OK)
		return (err);
	if (x->pages == 0)
		return (vt_fail(VT_E_BADARG, "ALTO without a Page in its Layout; make the text "
					     "again, or take it out"));
	return (vt_page_text_finish(x->text));
}

static struct vt_alto *
vt_alto_new(struct vt_page_text *t)
{
	struct vt_alto *x = vt_arena_alloc(t->arena, sizeof(*x));

	if (x != NULL)
		x->text = x->line.text = t;
	return (x);
}

vt_err
vt_alto_parse(struct vt_page_text *t, struct vt_str bytes, const char *name)
{
	struct vt_alto *x = vt_alto_new(t);

	if (x == NULL)
		return (VT_E_LIMIT);
	return (vt_alto_end(x, vt_xml_walk(bytes, name, &vt_alto_walker, x)));
}

vt_err
vt_alto_parse_file(struct vt_page_text *t, const char *path)
{
	struct vt_alto *x = vt_alto_new(t);

	if (x == NULL)
		return (VT_E_LIMIT);
	return (vt_alto_end(x, vt_xml_walk_file(path, &vt_alto_walker, x)));
}
