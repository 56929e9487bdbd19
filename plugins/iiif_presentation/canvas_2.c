/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canvases of 2.1 (5.3): the same ones.  What plays or is read has no place in 2.1 but
 * as a rendering; the picture beside it is painted, so that there is something to see.
 */
#include "presentation.h"

/* oa:Choice (2.1, 6.2): the page's own image is the default. */
static void
presentation_choice_2(struct presentation_call *c, const struct presentation_canvas *canvas,
    const struct vt_page_choice *own)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "@type", "oa:Choice");
	vt_jsonw_key(&c->j, "default");
	presentation_image_body(c, own, "presentation.ordinary_image");
	vt_jsonw_key(&c->j, "item");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < canvas->choice_count; i++)
		presentation_image_body(c, &canvas->choices[i], NULL);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* The page whose picture is painted on a canvas; NULL: there is none to be seen. */
static const struct vt_page *
presentation_painted_2(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	const struct vt_page	*page = canvas->page != NULL ? canvas->page :
				    c->beside != NULL ? c->beside->page : NULL;

	return (page != NULL && c->may_images && presentation_image(c, page->image) ? page : NULL);
}

/* All but id and type. */
static void
presentation_painting_2(struct presentation_call *c, const struct presentation_canvas *canvas,
    const struct vt_page *page)
{
	struct vt_page_choice	own = presentation_own_image(page);

	vt_jsonw_pair_c(&c->j, "motivation", "sc:painting");
	vt_jsonw_key(&c->j, "resource");
	if (canvas->choice_count > 0)
		presentation_choice_2(c, canvas, &own);
	else
		presentation_image_body(c, &own, NULL);
	vt_jsonw_pair(&c->j, "on", presentation_canvas_id(c, canvas, ""));
}

void
presentation_images_2(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	const struct vt_page	*page = presentation_painted_2(c, canvas);

	vt_jsonw_key(&c->j, "images");
	vt_jsonw_array(&c->j);
	if (page != NULL) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "@id", presentation_canvas_id(c, canvas, "/page/image"));
		vt_jsonw_pair_c(&c->j, "@type", "oa:Annotation");
		presentation_painting_2(c, canvas, page);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

vt_err
presentation_page_image_2(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	const struct vt_page			*page;
	vt_err					 err;

	if ((err = presentation_load_canvas(c, &canvas)) != VT_OK)
		return (err);
	if ((page = presentation_painted_2(c, canvas)) == NULL)
		return (presentation_not_painted(c, canvas));
	presentation_begin(c, presentation_canvas_id(c, canvas, "/page/image"), "", "oa:Annotation");
	presentation_painting_2(c, canvas, page);
	presentation_part_of(c);
	return (presentation_end(c));
}

/* A sound is a canvas without a size in 3.0; 2.1 wants one (5.3). */
void
presentation_size_2(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	bool	is_sized = canvas->width > 0;

	vt_jsonw_pair_int(&c->j, "height", is_sized ? canvas->height : c->blank_height);
	vt_jsonw_pair_int(&c->j, "width", is_sized ? canvas->width : c->blank_width);
}
