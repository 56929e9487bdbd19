/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canvases of 3.0 (5.3): one a page, as large as the page's image, painted with it or
 * with a choice of images; one a sound or film, as long as it plays; one a document
 * that is nothing else.  The text stands beside as an annotation page (text.c).
 */
#include <stdio.h>

#include "presentation.h"

/* --- what is painted ------------------------------------------------------------------ */

/* The whole of the image at hand, from the service of this version where there is one. */
static struct vt_str
presentation_image_address(struct presentation_call *c)
{
	bool	is_2 = c->version == PRESENTATION_2 && c->image_2.len > 0;

	vt_buf_reset(&c->scratch);
	vt_buf_str(&c->scratch, vt_buf_get(is_2 ? &c->image_2 : &c->image_3));
	vt_buf_str(&c->scratch, is_2 ? VT_STR("/full/full/0/default.jpg") :
	    VT_STR("/full/max/0/default.jpg"));
	return (vt_buf_get(&c->scratch));
}

/* The image itself has an address of its own, never the bare service (5.7), and the
 * size that this visitor sees. */
void
presentation_image_body(struct presentation_call *c, const struct vt_page_choice *image,
    const char *message)
{
	int64_t	width = image->width, height = image->height;

	if (!presentation_image(c, image->image))
		return;
	presentation_seen(c, &width, &height);
	vt_jsonw_object(&c->j);
	presentation_id(c, presentation_image_address(c));
	presentation_type(c, "Image", "dctypes:Image");
	if (message != NULL)
		presentation_message(c, "label", message);
	else if (image->label.len > 0)
		presentation_own(c, "label", image->label);
	vt_jsonw_pair_c(&c->j, "format", "image/jpeg");
	vt_jsonw_pair_int(&c->j, "width", width);
	vt_jsonw_pair_int(&c->j, "height", height);
	presentation_services(c, false);
	vt_jsonw_end(&c->j);
}

struct vt_page_choice
presentation_own_image(const struct vt_page *page)
{
	return ((struct vt_page_choice){ .page = page->number, .image = page->image,
		.width = page->width, .height = page->height });
}

/* Several images of one page: the reader chooses (recipe 0033); the page's own first,
 * and so it has a name, too. */
static void
presentation_choice(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	struct vt_page_choice	own = presentation_own_image(canvas->page);

	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "Choice");
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	presentation_image_body(c, &own, "presentation.ordinary_image");
	for (size_t i = 0; i < canvas->choice_count; i++)
		presentation_image_body(c, &canvas->choices[i], NULL);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
presentation_duration(struct presentation_call *c, const struct vt_file *file)
{
	vt_jsonw_key(&c->j, "duration");
	vt_jsonw_double(&c->j, (double)file->duration / 1000);
}

static void
presentation_file_body(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	struct presentation_resource	r = presentation_file(c, canvas->file);

	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", r.id);
	vt_jsonw_pair_c(&c->j, "type", r.type);
	vt_jsonw_pair(&c->j, "format", r.format);
	if (presentation_plays(canvas->file))
		presentation_duration(c, canvas->file);
	if (presentation_plays(canvas->file) && canvas->width > 0) {
		vt_jsonw_pair_int(&c->j, "width", canvas->width);
		vt_jsonw_pair_int(&c->j, "height", canvas->height);
	}
	vt_jsonw_end(&c->j);
}

static bool
presentation_is_painted(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	if (canvas->page == NULL)
		return (c->may_text && presentation_file(c, canvas->file).id.len > 0);
	return (c->may_images && presentation_image(c, canvas->page->image));
}

/* All but id and type. */
static void
presentation_painting(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	struct vt_page_choice	image;

	vt_jsonw_pair_c(&c->j, "motivation", "painting");
	vt_jsonw_key(&c->j, "body");
	if (canvas->page == NULL) {
		presentation_file_body(c, canvas);
	} else if (canvas->choice_count > 0) {
		presentation_choice(c, canvas);
	} else {
		image = presentation_own_image(canvas->page);
		presentation_image_body(c, &image, NULL);
	}
	vt_jsonw_pair(&c->j, "target", presentation_canvas_id(c, canvas, ""));
}

/* "items" of the page of paintings: the one. */
static void
presentation_paintings(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_canvas_id(c, canvas, "/page/image"));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	presentation_painting(c, canvas);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
presentation_items(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	if (presentation_is_painted(c, canvas)) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", presentation_canvas_id(c, canvas, "/page"));
		vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
		presentation_paintings(c, canvas);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* --- the text beside it ------------------------------------------------------------------ */

static void
presentation_text_reference(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	vt_jsonw_key(&c->j, c->version == PRESENTATION_3 ? "annotations" : "otherContent");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	presentation_id(c, presentation_text_id(c, canvas));
	presentation_type(c, "AnnotationPage", "sc:AnnotationList");
	presentation_message(c, "label", "presentation.text");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
presentation_alto(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	char				number[24];
	struct presentation_resource	r = { .type = "Dataset", .name = VT_STR("ALTO"),
		.format = VT_STR("application/xml"),
		.profile = VT_STR("http://www.loc.gov/standards/alto/ns-v4#") };

	(void)snprintf(number, sizeof(number), "%lld", (long long)canvas->number);
	r.id = presentation_part_id(c, "files.alto", vt_str_of(number));
	if (r.id.len > 0)
		presentation_write_resources(c, "seeAlso", &(struct presentation_resources){ &r, 1 });
}

/* The page's text and ALTO, or the file itself. */
static void
presentation_canvas_text(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	struct presentation_resource	r;

	if (!c->may_text)
		return;
	if (canvas->page != NULL && canvas->page->has_text) {
		presentation_text_reference(c, canvas);
		presentation_alto(c, canvas);
	}
	if (canvas->page == NULL && (r = presentation_file(c, canvas->file)).id.len > 0) {
		presentation_write_resources(c, "rendering", &(struct presentation_resources){ &r, 1 });
		if (c->version == PRESENTATION_3)
			presentation_canvas_captions(c, canvas);
	}
}

/* --- the canvas ---------------------------------------------------------------------------- */

/* What a page is called may be written on it: of a closed one only its number. */
static void
presentation_canvas_label(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	char	number[24];

	(void)snprintf(number, sizeof(number), "%lld", (long long)canvas->number);
	if (canvas->page == NULL && c->canvas_count == 1)
		presentation_title(c, "label");
	else
		presentation_own(c, "label", canvas->page != NULL && c->may_text &&
		    canvas->page->label.len > 0 ? canvas->page->label : vt_str_of(number));
}

static void
presentation_size(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	if (canvas->width > 0) {
		vt_jsonw_pair_int(&c->j, "width", canvas->width);
		vt_jsonw_pair_int(&c->j, "height", canvas->height);
	}
	if (canvas->page == NULL && presentation_plays(canvas->file))
		presentation_duration(c, canvas->file);
}

/* The picture beside a sound (3.1), or before a film is played. */
static void
presentation_beside(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	if (c->beside == NULL || canvas == c->beside || canvas->page != NULL || !c->may_images)
		return;
	vt_jsonw_key(&c->j, canvas->width > 0 ? "placeholderCanvas" : "accompanyingCanvas");
	vt_jsonw_object(&c->j);
	presentation_write_canvas(c, c->beside);
	vt_jsonw_end(&c->j);
}

/* All but id, type and '}', under the names of the version. */
static void
presentation_canvas_rest(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	const struct vt_page	*page = canvas->page;
	bool			 is_3 = c->version == PRESENTATION_3;

	presentation_canvas_label(c, canvas);
	if (page != NULL && page->image.len == 0)
		presentation_message(c, is_3 ? "summary" : "description",
		    "presentation.missing_page");
	(is_3 ? presentation_size : presentation_size_2)(c, canvas);
	presentation_behaves(c, canvas->behavior);
	if (page != NULL && c->may_images)
		presentation_thumbnail(c, page->image, page->width, page->height);
	(is_3 ? presentation_items : presentation_images_2)(c, canvas);
	if (is_3)
		presentation_beside(c, canvas);
	presentation_canvas_text(c, canvas);
}

void
presentation_write_canvas(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	presentation_id(c, presentation_canvas_id(c, canvas, ""));
	presentation_type(c, "Canvas", "sc:Canvas");
	presentation_canvas_rest(c, canvas);
}

vt_err
presentation_canvas(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	vt_err					 err;

	if ((err = presentation_load_canvas(c, &canvas)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_canvas_id(c, canvas, ""), "Canvas", "sc:Canvas");
	presentation_canvas_rest(c, canvas);
	presentation_part_of(c);
	return (presentation_end(c));
}

vt_err
presentation_not_painted(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	return (vt_fail(VT_E_NOTFOUND, "nothing is painted on canvas %lld of '%.*s'",
	    (long long)canvas->number, VT_STR_ARG(c->object.identifier)));
}

/* What is painted on a canvas, at an address of its own: as 3.0, for 2.1 has no such
 * pages. */
static vt_err
presentation_load_painted(struct presentation_call *c, const struct presentation_canvas **canvas_r)
{
	vt_err	err;

	presentation_only_3(c);
	if ((err = presentation_load_canvas(c, canvas_r)) != VT_OK)
		return (err);
	return (presentation_is_painted(c, *canvas_r) ? VT_OK :
	    presentation_not_painted(c, *canvas_r));
}

vt_err
presentation_page(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	vt_err					 err;

	if ((err = presentation_load_painted(c, &canvas)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_canvas_id(c, canvas, "/page"), "AnnotationPage", "");
	presentation_paintings(c, canvas);
	presentation_part_of(c);
	return (presentation_end(c));
}

vt_err
presentation_page_image(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	vt_err					 err;

	if (c->version == PRESENTATION_2)
		return (presentation_page_image_2(c));
	if ((err = presentation_load_painted(c, &canvas)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_canvas_id(c, canvas, "/page/image"), "Annotation", "");
	presentation_painting(c, canvas);
	presentation_part_of(c);
	return (presentation_end(c));
}
