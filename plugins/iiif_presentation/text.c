/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a page as an annotation page: one supplementing annotation a
 * line (Presentation 3.0, 5.5; the text granularity extension).
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
	vt_jsonw_pair(&c->j, "value", vt_buf_get(&buf));
	vt_buf_fini(&buf);
}

static void
presentation_line(struct presentation_call *c, const struct vt_page *page,
    const struct vt_word *words, size_t count)
{
	struct presentation_line	box = { .x = INT32_MAX, .y = INT32_MAX };
	char				tail[120];

	for (size_t i = 0; i < count; i++)
		presentation_line_add(&box, &words[i]);
	presentation_line_clip(&box, page->width > 0 ? page->width : c->blank_width,
	    page->height > 0 ? page->height : c->blank_height);
	vt_jsonw_object(&c->j);
	(void)snprintf(tail, sizeof(tail), "/text/%lld", (long long)words[0].line + 1);
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.canvas", page->number, tail));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	vt_jsonw_pair_c(&c->j, "motivation", "supplementing");
	vt_jsonw_pair_c(&c->j, "textGranularity", "line");
	vt_jsonw_key(&c->j, "body");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "TextualBody");
	presentation_line_text(c, words, count);
	vt_jsonw_pair_c(&c->j, "format", "text/plain");
	if (c->object.language.len > 0)
		vt_jsonw_pair(&c->j, "language", c->object.language);
	vt_jsonw_end(&c->j);
	(void)snprintf(tail, sizeof(tail), "#xywh=%lld,%lld,%lld,%lld", (long long)box.x,
	    (long long)box.y, (long long)(box.right - box.x), (long long)(box.bottom - box.y));
	vt_jsonw_pair(&c->j, "target", presentation_part_id(c, "iiif.canvas", page->number, tail));
	vt_jsonw_end(&c->j);
}

static void
presentation_lines(struct presentation_call *c, const struct vt_page *page,
    const struct vt_word *words, size_t count)
{
	size_t	end;

	for (size_t at = 0; at < count; at = end) {
		for (end = at + 1; end < count && words[end].line == words[at].line; end++)
			;
		presentation_line(c, page, words + at, end - at);
	}
}

/* The page whose text is asked for, when it may be given. */
static vt_err
presentation_text_page(struct presentation_call *c, struct vt_page *page_r)
{
	vt_err	err;

	if ((err = presentation_load_page(c, page_r)) != VT_OK)
		return (err);
	if (!c->may_text)
		return (vt_fail(VT_E_FORBIDDEN, "the text of '%.*s' is not open",
		    VT_STR_ARG(c->object.identifier)));
	if (!page_r->has_text)
		return (vt_fail(VT_E_NOTFOUND, "page %lld of '%.*s' has no text",
		    (long long)page_r->number, VT_STR_ARG(c->object.identifier)));
	return (VT_OK);
}

vt_err
presentation_text(struct vt_request *req, struct vt_response *res)
{
	struct presentation_call	*c;
	struct vt_page			 page;
	struct vt_word			*words;
	size_t				 count;
	vt_err				 err;

	if ((err = presentation_start(req, res, &c)) != VT_OK ||
	    (err = presentation_text_page(c, &page)) != VT_OK ||
	    (err = vt_catalog_words(c->catalog, c->arena, page.rowid, &words, &count)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_part_id(c, "iiif.text", page.number, ""),
	    "AnnotationPage");
	presentation_message(c, "label", "presentation.text");
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	presentation_lines(c, &page, words, count);
	vt_jsonw_end(&c->j);
	presentation_part_of(c);
	return (presentation_end(c));
}
