/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canvases (Presentation 3.0, 5.3): one a page, as large as the page's image,
 * painted with it; the text stands beside as an annotation page (text.c).
 */
#include <stdio.h>

#include "presentation.h"

/* The image itself has an address of its own, never the bare service (5.7). */
static void
presentation_painting(struct presentation_call *c, const struct vt_page *page)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.canvas", page->number,
	    "/page/image"));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	vt_jsonw_pair_c(&c->j, "motivation", "painting");
	vt_jsonw_key(&c->j, "body");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_link(c, "iiif.image", page->image,
	    "/full/max/0/default.jpg"));
	vt_jsonw_pair_c(&c->j, "type", "Image");
	vt_jsonw_pair_c(&c->j, "format", "image/jpeg");
	vt_jsonw_pair_int(&c->j, "width", page->width);
	vt_jsonw_pair_int(&c->j, "height", page->height);
	presentation_services(c, page->image, true);
	vt_jsonw_end(&c->j);
	vt_jsonw_pair(&c->j, "target", presentation_part_id(c, "iiif.canvas", page->number, ""));
	vt_jsonw_end(&c->j);
}

static void
presentation_items(struct presentation_call *c, const struct vt_page *page)
{
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	if (c->may_images && page->image.len > 0 &&
	    presentation_link(c, "iiif.image", page->image, "").len > 0) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.canvas", page->number,
		    "/page"));
		vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
		vt_jsonw_key(&c->j, "items");
		vt_jsonw_array(&c->j);
		presentation_painting(c, page);
		vt_jsonw_end(&c->j);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

static void
presentation_text_reference(struct presentation_call *c, const struct vt_page *page)
{
	if (!page->has_text || !c->may_text)
		return;
	vt_jsonw_key(&c->j, "annotations");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.text", page->number, ""));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
	presentation_message(c, "label", "presentation.text");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* What a page is called may be written on it: of a closed one only its number. */
static void
presentation_page_label(struct presentation_call *c, const struct vt_page *page)
{
	char	number[24];

	(void)snprintf(number, sizeof(number), "%lld", (long long)page->number);
	presentation_own(c, "label", c->may_text && page->label.len > 0 ? page->label :
	    vt_str_of(number));
}

/* Everything of a canvas behind its id and type. */
static void
presentation_canvas_rest(struct presentation_call *c, const struct vt_page *page)
{
	bool	is_blank = page->width <= 0 || page->height <= 0;

	presentation_page_label(c, page);
	if (page->image.len == 0)
		presentation_message(c, "summary", "presentation.missing_page");
	vt_jsonw_pair_int(&c->j, "width", is_blank ? c->blank_width : page->width);
	vt_jsonw_pair_int(&c->j, "height", is_blank ? c->blank_height : page->height);
	if (c->may_images)
		presentation_thumbnail(c, page->image, page->width, page->height);
	presentation_items(c, page);
	presentation_text_reference(c, page);
}

void
presentation_write_canvas(struct presentation_call *c, const struct vt_page *page)
{
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.canvas", page->number, ""));
	vt_jsonw_pair_c(&c->j, "type", "Canvas");
	presentation_canvas_rest(c, page);
}

vt_err
presentation_canvas(struct vt_request *req, struct vt_response *res)
{
	struct presentation_call	*c;
	struct vt_page			 page;
	vt_err				 err;

	if ((err = presentation_start(req, res, &c)) != VT_OK ||
	    (err = presentation_load_page(c, &page)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_part_id(c, "iiif.canvas", page.number, ""), "Canvas");
	presentation_canvas_rest(c, &page);
	presentation_part_of(c);
	return (presentation_end(c));
}
