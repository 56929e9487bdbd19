/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canvases (Presentation 3.0, 5.3): one a page, as large as the page's image,
 * painted with it; the text stands beside as an annotation page (text.c).
 */
#include "presentation.h"

/* A page whose image is missing is as large as its neighbours. */
#define PRESENTATION_BLANK_WIDTH	1000
#define PRESENTATION_BLANK_HEIGHT	1400

static void
presentation_size(struct presentation_call *c, const struct vt_page *page, int64_t *width_r,
    int64_t *height_r)
{
	for (size_t i = 0; page->width == 0 && i < c->page_count; i++)
		if (c->pages[i].width > 0)
			page = &c->pages[i];
	*width_r = page->width > 0 ? page->width : PRESENTATION_BLANK_WIDTH;
	*height_r = page->height > 0 ? page->height : PRESENTATION_BLANK_HEIGHT;
}

static void
presentation_services(struct presentation_call *c, const struct vt_page *page)
{
	struct vt_str	v3 = vt_link_id(c->req, "iiif.image", page->image);
	struct vt_str	v2 = vt_link_id(c->req, "iiif.image2", page->image);

	vt_jsonw_key(&c->j, "service");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", v3);
	vt_jsonw_pair_c(&c->j, "type", "ImageService3");
	vt_jsonw_pair_c(&c->j, "profile", "level2");
	vt_jsonw_end(&c->j);
	if (v2.len > 0) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "@id", v2);
		vt_jsonw_pair_c(&c->j, "@type", "ImageService2");
		vt_jsonw_pair_c(&c->j, "profile", "http://iiif.io/api/image/2/level2.json");
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* The image itself has an address of its own, never the bare service (5.7). */
static void
presentation_painting(struct presentation_call *c, const struct vt_page *page,
    struct vt_str canvas, struct vt_str service)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", vt_str_printf(c->arena, "%.*s/page/image",
	    VT_STR_ARG(canvas)));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	vt_jsonw_pair_c(&c->j, "motivation", "painting");
	vt_jsonw_key(&c->j, "body");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", vt_str_printf(c->arena, "%.*s/full/max/0/default.jpg",
	    VT_STR_ARG(service)));
	vt_jsonw_pair_c(&c->j, "type", "Image");
	vt_jsonw_pair_c(&c->j, "format", "image/jpeg");
	vt_jsonw_pair_int(&c->j, "width", page->width);
	vt_jsonw_pair_int(&c->j, "height", page->height);
	presentation_services(c, page);
	vt_jsonw_end(&c->j);
	vt_jsonw_pair(&c->j, "target", canvas);
	vt_jsonw_end(&c->j);
}

static void
presentation_items(struct presentation_call *c, const struct vt_page *page, struct vt_str canvas)
{
	struct vt_str	service = vt_link_id(c->req, "iiif.image", page->image);

	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	if (c->may_images && page->image.len > 0 && service.len > 0) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", vt_str_printf(c->arena, "%.*s/page",
		    VT_STR_ARG(canvas)));
		vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
		vt_jsonw_key(&c->j, "items");
		vt_jsonw_array(&c->j);
		presentation_painting(c, page, canvas, service);
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
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.text", page->number));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
	presentation_message(c, "label", "presentation.text");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* Everything of a canvas behind its id and type. */
static void
presentation_canvas_rest(struct presentation_call *c, const struct vt_page *page)
{
	struct vt_str	id = presentation_part_id(c, "iiif.canvas", page->number);
	int64_t		width, height;

	presentation_size(c, page, &width, &height);
	presentation_none(c, "label", page->label.len > 0 ? page->label :
	    vt_str_printf(c->arena, "%lld", (long long)page->number));
	if (page->image.len == 0)
		presentation_message(c, "summary", "presentation.missing_page");
	vt_jsonw_pair_int(&c->j, "width", width);
	vt_jsonw_pair_int(&c->j, "height", height);
	if (c->may_images)
		presentation_thumbnail(c, page->image, page->width, page->height);
	presentation_items(c, page, id);
	presentation_text_reference(c, page);
}

void
presentation_write_canvas(struct presentation_call *c, const struct vt_page *page)
{
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "iiif.canvas", page->number));
	vt_jsonw_pair_c(&c->j, "type", "Canvas");
	presentation_canvas_rest(c, page);
}

vt_err
presentation_canvas(struct vt_request *req, struct vt_response *res)
{
	struct presentation_call	c;
	size_t				n;
	vt_err				err;

	if ((err = presentation_start(&c, req, res)) != VT_OK ||
	    (err = presentation_load(&c)) != VT_OK ||
	    (err = presentation_number(&c, "canvas", c.page_count, &n)) != VT_OK)
		return (err);
	presentation_begin(&c, presentation_part_id(&c, "iiif.canvas", (int64_t)n), "Canvas");
	presentation_canvas_rest(&c, &c.pages[n - 1]);
	presentation_part_of(&c);
	return (presentation_end(&c));
}
