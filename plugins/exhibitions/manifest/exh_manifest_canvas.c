/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canvases of an exhibition's manifest (Presentation 3.0, 5.3).  The image of a region has an
 * address of its own and no service: viewers that are given the service of the whole page
 * show the whole page.
 */
#include "exh_manifest.h"

#define EXH_CANVAS_WIDTH	2400	/* pixels of the picture of a region, at most */
#define EXH_BLANK_WIDTH		1200	/* of a canvas on which nothing can be shown */
#define EXH_BLANK_HEIGHT	800

/* --- what is painted ---------------------------------------------------------------------- */

static bool
exh_shown_is_whole(const struct exh_shown *s)
{
	return (s->x == 0 && s->y == 0 && s->w == s->page.width && s->h == s->page.height);
}

static void
exh_service_write(struct exh_manifest *m, const struct exh_shown *s)
{
	vt_jsonw_key(&m->j, "service");
	vt_jsonw_array(&m->j);
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", s->service);
	vt_jsonw_pair_c(&m->j, "type", "ImageService3");
	vt_jsonw_pair_c(&m->j, "profile", "level2");
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

static void
exh_image_write(struct exh_manifest *m, const struct exh_shown *s)
{
	int64_t		width, height;
	struct vt_str	url = exh_picture_url(m->c.req, s, EXH_CANVAS_WIDTH, &width, &height);

	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", url);
	vt_jsonw_pair_c(&m->j, "type", "Image");
	vt_jsonw_pair_c(&m->j, "format", "image/jpeg");
	vt_jsonw_pair_int(&m->j, "width", width);
	vt_jsonw_pair_int(&m->j, "height", height);
	if (exh_shown_is_whole(s))
		exh_service_write(m, s);
	vt_jsonw_end(&m->j);
}

static bool
exh_is_film(const struct exh_canvas *canvas)
{
	return (canvas->media != NULL && canvas->media == &canvas->step->video);
}

static void
exh_duration_write(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	vt_jsonw_key(&m->j, "duration");
	vt_jsonw_double(&m->j, (double)canvas->play.duration / 1000);
}

static void
exh_sides_write(struct exh_manifest *m, int64_t width, int64_t height)
{
	vt_jsonw_pair_int(&m->j, "width", width);
	vt_jsonw_pair_int(&m->j, "height", height);
}

static void
exh_play_write(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", canvas->media_url);
	vt_jsonw_pair_c(&m->j, "type", exh_is_film(canvas) ? "Video" : "Sound");
	vt_jsonw_pair(&m->j, "format", canvas->media->media_type);
	exh_duration_write(m, canvas);
	if (exh_is_film(canvas) && canvas->play.width > 0)
		exh_sides_write(m, canvas->play.width, canvas->play.height);
	vt_jsonw_end(&m->j);
}

/* "items": the page with the one annotation that paints target; tail: of whose page. */
static void
exh_painting_write(struct exh_manifest *m, const struct exh_canvas *canvas, const char *tail,
    bool is_played)
{
	const char	*page = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "%s/page", tail));
	const char	*image = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "%s/page/1", tail));

	if (page == NULL || image == NULL)
		return;
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, canvas, page));
	vt_jsonw_pair_c(&m->j, "type", "AnnotationPage");
	vt_jsonw_key(&m->j, "items");
	vt_jsonw_array(&m->j);
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, canvas, image));
	vt_jsonw_pair_c(&m->j, "type", "Annotation");
	vt_jsonw_pair_c(&m->j, "motivation", "painting");
	vt_jsonw_key(&m->j, "body");
	if (is_played)
		exh_play_write(m, canvas);
	else
		exh_image_write(m, &canvas->shown);
	vt_jsonw_pair(&m->j, "target", exh_canvas_id(m, canvas, tail));
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

static void
exh_items_write(struct exh_manifest *m, const struct exh_canvas *canvas, const char *tail)
{
	bool	is_played = canvas->media != NULL && *tail == '\0';

	vt_jsonw_key(&m->j, "items");
	vt_jsonw_array(&m->j);
	if (is_played || canvas->shown.w > 0)
		exh_painting_write(m, canvas, tail, is_played);
	vt_jsonw_end(&m->j);
}

void
exh_thumbnail_write(struct exh_call *c, struct vt_jsonw *j, const struct exh_shown *s)
{
	int64_t		width, height;
	struct vt_str	url;

	if (s->w == 0)
		return;
	url = exh_picture_url(c->req, s, EXH_THUMB, &width, &height);
	vt_jsonw_key(j, "thumbnail");
	vt_jsonw_array(j);
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", url);
	vt_jsonw_pair_c(j, "type", "Image");
	vt_jsonw_pair_c(j, "format", "image/jpeg");
	vt_jsonw_pair_int(j, "width", width);
	vt_jsonw_pair_int(j, "height", height);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

/* --- what is said of it --------------------------------------------------------------------- */

/* The step's heading; of several canvases with what tells them apart. */
static void
exh_canvas_label(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	struct exh_words	w = exh_headings(canvas->step);

	if (canvas->media != NULL && exh_words_get(&canvas->media->label, EXH_LT).len > 0)
		w = canvas->media->label;
	else if (canvas->index > 1)
		for (int i = 0; i < EXH_VERSIONS; i++)
			if (w.in[i].len > 0)
				w.in[i] = vt_str_printf(m->c.arena, "%.*s (%zu)",
				    VT_STR_ARG(w.in[i]), canvas->index);
	exh_json_words(&m->j, "label", &w, canvas->step->id);
}

/* What it shows: at length, else in short. */
static void
exh_canvas_summary(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	struct exh_words	w;

	if (canvas->picture == NULL)
		return;
	w = canvas->picture->description;
	for (int i = 0; i < EXH_VERSIONS; i++)
		if (w.in[i].len == 0)
			w.in[i] = canvas->picture->alt.in[i];
	if (exh_words_get(&w, EXH_LT).len > 0)
		exh_json_value(m, "summary", &w);
}

/* The object's title in its own languages, lt and en. */
static struct exh_words
exh_object_words(const struct vt_object *object)
{
	static const char *const	langs[] = { "lt", "en" };
	struct exh_words		w = { .line = 0 };

	for (int i = 0; i < 2; i++) {
		const struct vt_property *p = vt_description_first(&object->description, "title",
		    langs[i]);

		if (p != NULL && vt_str_eq_c(p->lang, langs[i]))
			w.in[i] = p->value;
	}
	if (exh_words_get(&w, EXH_LT).len == 0)
		w.in[EXH_LT] = vt_description_title(&object->description, "lt");
	if (w.in[EXH_LT].len == 0 && w.in[EXH_EN].len == 0)
		w.in[EXH_LT] = object->identifier;
	return (w);
}

static void
exh_canvas_metadata(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	const struct exh_step	*s = canvas->step;
	struct exh_words	 pairs[4] = { { .line = 0 } };
	static const char *const messages[] = { "exhibition_data.caption",
		"exhibition_data.object", "exhibitions.place", "exhibitions.time" };

	if (canvas->picture != NULL) {
		pairs[0] = canvas->picture->caption;
		pairs[1] = exh_object_words(&canvas->shown.object);
	}
	pairs[2] = s->place.name;
	pairs[3] = exh_date_words(m->c.arena, &s->date);
	exh_json_pairs(m, messages, pairs, 4);
}

/* Whose page it is, and under which rights it is shown. */
static void
exh_canvas_object(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	const struct vt_object	*object = &canvas->shown.object;
	struct vt_str		 page = vt_link_id(m->c.req, "site.object", object->identifier);
	struct vt_str		 rights = exh_json_rights(m->c.arena, object->rights);

	if (canvas->picture == NULL)
		return;
	if (rights.len > 0)
		vt_jsonw_pair(&m->j, "rights", rights);
	if (page.len == 0)
		return;
	vt_jsonw_key(&m->j, "homepage");
	vt_jsonw_array(&m->j);
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", page);
	vt_jsonw_pair_c(&m->j, "type", "Text");
	exh_json_message(&m->c, &m->j, "label", "exhibition_data.object_page");
	vt_jsonw_pair_c(&m->j, "format", "text/html");
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

/* --- the canvas ---------------------------------------------------------------------------------- */

static void
exh_canvas_size(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	const struct exh_shown	*s = &canvas->shown;

	if (canvas->media != NULL) {
		if (exh_is_film(canvas))
			exh_sides_write(m, canvas->play.width > 0 ? canvas->play.width : 640,
			    canvas->play.width > 0 ? canvas->play.height : 360);
		exh_duration_write(m, canvas);
	} else if (s->w > 0)
		exh_sides_write(m, s->w, s->h);
	else
		exh_sides_write(m, EXH_BLANK_WIDTH, EXH_BLANK_HEIGHT);
}

/* The picture that is shown while a sound plays: the first of its step. */
static void
exh_canvas_beside(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	struct exh_canvas	beside = *canvas;

	for (size_t i = 0; i < m->count && beside.shown.w == 0; i++)
		if (m->canvases[i].number == canvas->number && m->canvases[i].media == NULL)
			beside.shown = m->canvases[i].shown;
	if (canvas->media == NULL || exh_is_film(canvas) || beside.shown.w == 0)
		return;
	vt_jsonw_key(&m->j, "accompanyingCanvas");
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, canvas, "/beside"));
	vt_jsonw_pair_c(&m->j, "type", "Canvas");
	exh_sides_write(m, beside.shown.w, beside.shown.h);
	exh_items_write(m, &beside, "/beside");
	vt_jsonw_end(&m->j);
}

void
exh_canvas_write(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	struct vt_str	date = exh_nav_date(m->c.arena, &canvas->step->date);

	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, canvas, ""));
	vt_jsonw_pair_c(&m->j, "type", "Canvas");
	exh_canvas_label(m, canvas);
	exh_canvas_summary(m, canvas);
	exh_canvas_size(m, canvas);
	exh_canvas_metadata(m, canvas);
	exh_canvas_object(m, canvas);
	exh_thumbnail_write(&m->c, &m->j, &canvas->shown);
	if (date.len > 0)
		vt_jsonw_pair(&m->j, "navDate", date);
	exh_canvas_beside(m, canvas);
	exh_items_write(m, canvas, "");
	exh_annotations_write(m, canvas);
	vt_jsonw_end(&m->j);
}
