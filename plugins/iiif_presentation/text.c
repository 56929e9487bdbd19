/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a page as an annotation page: one supplementing annotation a
 * line (3.0, 5.5; the text granularity extension; a list in 2.1, 5.5).
 */
#include <stdio.h>

#include "presentation.h"

struct presentation_line {
	int64_t	x, y, right, bottom;
};

static void
presentation_line_add(struct presentation_line *line, const struct vt_word *w)
{
	if (w->x < line->x)
		line->x = w->x;
	if (w->y < line->y)
		line->y = w->y;
	if ((int64_t)w->x + w->w > line->right)
		line->right = (int64_t)w->x + w->w;
	if ((int64_t)w->y + w->h > line->bottom)
		line->bottom = (int64_t)w->y + w->h;
}

/* Within the canvas: a box that was recognised beside it, or beyond its edge,
 * would make the whole page wrong (5.6). */
static void
presentation_line_clip(struct presentation_line *line, int64_t width, int64_t height)
{
	line->x = line->x < 0 ? 0 : line->x < width ? line->x : width - 1;
	line->y = line->y < 0 ? 0 : line->y < height ? line->y : height - 1;
	line->right = line->right > width ? width : line->right;
	line->bottom = line->bottom > height ? height : line->bottom;
	if (line->right <= line->x)
		line->right = line->x + 1;
	if (line->bottom <= line->y)
		line->bottom = line->y + 1;
}

static void
presentation_line_text(struct presentation_call *c, const struct vt_word *words, size_t count)
{
	struct vt_buf	buf;

	vt_buf_init(&buf, 0);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			vt_buf_char(&buf, ' ');
		vt_buf_str(&buf, words[i].text);
	}
	vt_jsonw_pair(&c->j, c->version == PRESENTATION_3 ? "value" : "chars", vt_buf_get(&buf));
	vt_buf_fini(&buf);
}

static void
presentation_line_body(struct presentation_call *c, const struct vt_word *words, size_t count)
{
	bool	is_3 = c->version == PRESENTATION_3;

	vt_jsonw_key(&c->j, is_3 ? "body" : "resource");
	vt_jsonw_object(&c->j);
	presentation_type(c, "TextualBody", "cnt:ContentAsText");
	presentation_line_text(c, words, count);
	vt_jsonw_pair_c(&c->j, "format", "text/plain");
	if (c->object.language.len > 0)
		vt_jsonw_pair(&c->j, "language", c->object.language);
	vt_jsonw_end(&c->j);
}

static struct presentation_line
presentation_line_box(const struct presentation_canvas *canvas, const struct vt_word *words,
    size_t count)
{
	struct presentation_line	box = { .x = INT32_MAX, .y = INT32_MAX };

	for (size_t i = 0; i < count; i++)
		presentation_line_add(&box, &words[i]);
	presentation_line_clip(&box, canvas->width, canvas->height);
	return (box);
}

static struct vt_str
presentation_line_id(struct presentation_call *c, const struct presentation_canvas *canvas,
    int64_t line)
{
	char	tail[40];

	(void)snprintf(tail, sizeof(tail), "/text/%lld", (long long)line);
	return (presentation_canvas_id(c, canvas, tail));
}

/* What is behind its id and type. */
static void
presentation_line(struct presentation_call *c, const struct presentation_canvas *canvas,
    const struct vt_word *words, size_t count)
{
	struct presentation_line	box = presentation_line_box(canvas, words, count);
	bool				is_3 = c->version == PRESENTATION_3;
	char				tail[120];

	vt_jsonw_pair_c(&c->j, "motivation", is_3 ? "supplementing" : "sc:painting");
	if (is_3)
		vt_jsonw_pair_c(&c->j, "textGranularity", "line");
	presentation_line_body(c, words, count);
	(void)snprintf(tail, sizeof(tail), "#xywh=%lld,%lld,%lld,%lld", (long long)box.x,
	    (long long)box.y, (long long)(box.right - box.x), (long long)(box.bottom - box.y));
	vt_jsonw_pair(&c->j, is_3 ? "target" : "on", presentation_canvas_id(c, canvas, tail));
}

/* A line is of a region when its middle is. */
static bool
presentation_line_is_in(const struct presentation_words *words, int64_t page,
    struct presentation_line box)
{
	int64_t	x = (box.x + box.right) / 2, y = (box.y + box.bottom) / 2;

	if (words->parts == NULL)
		return (true);
	for (size_t i = 0; i < words->part_count; i++) {
		const struct vt_range_part	*p = &words->parts[i];

		if (p->page == page && (p->w == 0 || (x >= p->x && x < p->x + p->w && y >= p->y &&
		    y < p->y + p->h)))
			return (true);
	}
	return (false);
}

void
presentation_lines(struct presentation_call *c, const struct presentation_canvas *canvas,
    const struct presentation_words *words)
{
	const struct vt_word	*w = words->items;
	size_t			 end;

	for (size_t at = 0; at < words->count; at = end) {
		for (end = at + 1; end < words->count && w[end].line == w[at].line; end++)
			;
		if (!presentation_line_is_in(words, canvas->number,
		    presentation_line_box(canvas, w + at, end - at)))
			continue;
		vt_jsonw_object(&c->j);
		presentation_id(c, presentation_line_id(c, canvas, (int64_t)w[at].line + 1));
		presentation_type(c, "Annotation", "oa:Annotation");
		presentation_line(c, canvas, w + at, end - at);
		vt_jsonw_end(&c->j);
	}
}

/* The page whose text is asked for, when it may be given. */
static vt_err
presentation_text_canvas(struct presentation_call *c, const struct presentation_canvas **canvas_r)
{
	const struct presentation_canvas	*canvas;
	vt_err					 err;

	if ((err = presentation_load_canvas(c, &canvas)) != VT_OK)
		return (err);
	if (!c->may_text)
		return (vt_fail_closed(&c->object, "its text"));
	if (canvas->page == NULL || !canvas->page->has_text)
		return (vt_fail(VT_E_NOTFOUND, "canvas %lld of '%.*s' has no text",
		    (long long)canvas->number, VT_STR_ARG(c->object.identifier)));
	*canvas_r = canvas;
	return (VT_OK);
}

/* "partOf" and its like: the canvas, or the manifest in 2.1. */
static void
presentation_text_part_of(struct presentation_call *c)
{
	if (c->version == PRESENTATION_3)
		presentation_part_of(c);
}

vt_err
presentation_text(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas = NULL;
	struct presentation_words		 all = { .parts = NULL };
	struct vt_word				*words;
	vt_err					 err;

	if ((err = presentation_text_canvas(c, &canvas)) != VT_OK ||
	    (err = vt_catalog_words(c->catalog, c->arena, canvas->page->rowid, &words,
	    &all.count)) != VT_OK)
		return (err);
	all.items = words;
	presentation_begin(c, presentation_text_id(c, canvas), "AnnotationPage", "sc:AnnotationList");
	presentation_message(c, "label", "presentation.text");
	vt_jsonw_key(&c->j, c->version == PRESENTATION_3 ? "items" : "resources");
	vt_jsonw_array(&c->j);
	presentation_lines(c, canvas, &all);
	vt_jsonw_end(&c->j);
	presentation_text_part_of(c);
	return (presentation_end(c));
}

/* How many of the words are of that line; the first of them is at *at_r. */
static size_t
presentation_line_find(const struct vt_word *words, size_t count, int64_t line, size_t *at_r)
{
	size_t	at = 0, end;

	while (at < count && words[at].line != line)
		at++;
	for (end = at; end < count && words[end].line == line; end++)
		;
	*at_r = at;
	return (end - at);
}

/* One line by itself, since its annotation has an address (3.0, 5.6). */
vt_err
presentation_text_line(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas = NULL;
	struct vt_word				*words;
	size_t					 count, at;
	int64_t					 line;
	vt_err					 err;

	if ((err = presentation_text_canvas(c, &canvas)) != VT_OK ||
	    (err = vt_catalog_words(c->catalog, c->arena, canvas->page->rowid, &words,
	    &count)) != VT_OK ||
	    (err = presentation_number(c, "line", count > 0 ? (int64_t)words[count - 1].line + 1 : 0,
	    &line)) != VT_OK)
		return (err);
	if ((count = presentation_line_find(words, count, line - 1, &at)) == 0)
		return (vt_fail(VT_E_NOTFOUND, "line %lld of canvas %lld has no words",
		    (long long)line, (long long)canvas->number));
	presentation_begin(c, presentation_line_id(c, canvas, line), "Annotation", "oa:Annotation");
	presentation_line(c, canvas, words + at, count);
	presentation_text_part_of(c);
	return (presentation_end(c));
}
