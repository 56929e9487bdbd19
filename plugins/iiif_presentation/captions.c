/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Captions of what plays: an annotation page for each language, with one annotation that
 * supplements the canvas by a WebVTT file (Presentation 3.0, 5.5; recipe 0219).  They stand
 * whole in the canvas, where viewers look for them, and answer at addresses of their own.
 */
#include <stdio.h>

#include "presentation.h"

#define CAPTIONS_TAIL	48	/* "/captions/12/text" */

/* Captions of what a canvas plays. */
struct presentation_track {
	const struct vt_file	*file;
	struct vt_str		 language;
	int64_t			 number;	/* among those of the canvas, from 1 */
};

/* The next one; at begins with 0. */
static bool
presentation_track_next(const struct presentation_call *c, const struct presentation_canvas *canvas,
    size_t *at, struct presentation_track *t)
{
	while (canvas->page == NULL && *at < c->file_count) {
		t->file = &c->files[(*at)++];
		if (!vt_file_captions(t->file, canvas->file->name, &t->language))
			continue;
		t->number++;
		return (true);
	}
	return (false);
}

static struct vt_str
presentation_track_id(struct presentation_call *c, const struct presentation_canvas *canvas,
    int64_t number, const char *end)
{
	char	tail[CAPTIONS_TAIL];

	(void)snprintf(tail, sizeof(tail), "/captions/%lld%s", (long long)number, end);
	return (presentation_canvas_id(c, canvas, tail));
}

/* A body's "language" is a text to the published schema, where all else has a list. */
static void
presentation_track_body(struct presentation_call *c, const struct presentation_track *t)
{
	vt_jsonw_key(&c->j, "body");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "files.file", t->file->name));
	vt_jsonw_pair_c(&c->j, "type", "Text");
	vt_jsonw_pair_c(&c->j, "format", VT_WEBVTT_TYPE);
	presentation_captions_label(c, t->language);
	if (t->language.len > 0)
		vt_jsonw_pair(&c->j, "language", t->language);
	vt_jsonw_end(&c->j);
}

/* All but id and type. */
static void
presentation_track_note(struct presentation_call *c, const struct presentation_canvas *canvas,
    const struct presentation_track *t)
{
	vt_jsonw_pair_c(&c->j, "motivation", "supplementing");
	presentation_track_body(c, t);
	vt_jsonw_pair(&c->j, "target", presentation_canvas_id(c, canvas, ""));
}

/* The same of its page. */
static void
presentation_track_page(struct presentation_call *c, const struct presentation_canvas *canvas,
    const struct presentation_track *t)
{
	presentation_captions_label(c, t->language);
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_track_id(c, canvas, t->number, "/text"));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	presentation_track_note(c, canvas, t);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

void
presentation_canvas_captions(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	struct presentation_track	t = { .number = 0 };
	size_t				at = 0;

	while (presentation_track_next(c, canvas, &at, &t)) {
		if (t.number == 1) {
			vt_jsonw_key(&c->j, "annotations");
			vt_jsonw_array(&c->j);
		}
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", presentation_track_id(c, canvas, t.number, ""));
		vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
		presentation_track_page(c, canvas, &t);
		vt_jsonw_end(&c->j);
	}
	if (t.number > 0)
		vt_jsonw_end(&c->j);
}

/* --- at addresses of their own, as 3.0 alone ------------------------------------------- */

static vt_err
presentation_load_track(struct presentation_call *c, const struct presentation_canvas **canvas_r,
    struct presentation_track *t_r)
{
	struct presentation_track	t = { .number = 0 };
	size_t				at = 0;
	int64_t				number;
	vt_err				err;

	presentation_only_3(c);
	if ((err = presentation_load_canvas(c, canvas_r)) != VT_OK)
		return (err);
	if (!c->may_text)
		return (vt_fail_closed(&c->object, "its captions"));
	while (presentation_track_next(c, *canvas_r, &at, &t))
		;
	if ((err = presentation_number(c, "captions", t.number, &number)) != VT_OK)
		return (err);
	*t_r = (struct presentation_track){ .number = 0 };
	for (at = 0; t_r->number < number && presentation_track_next(c, *canvas_r, &at, t_r);)
		;
	return (VT_OK);
}

vt_err
presentation_captions(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	struct presentation_track		 t;
	vt_err					 err;

	if ((err = presentation_load_track(c, &canvas, &t)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_track_id(c, canvas, t.number, ""), "AnnotationPage", "");
	presentation_track_page(c, canvas, &t);
	presentation_part_of(c);
	return (presentation_end(c));
}

vt_err
presentation_captions_text(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	struct presentation_track		 t;
	vt_err					 err;

	if ((err = presentation_load_track(c, &canvas, &t)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_track_id(c, canvas, t.number, "/text"), "Annotation", "");
	presentation_track_note(c, canvas, &t);
	presentation_part_of(c);
	return (presentation_end(c));
}
