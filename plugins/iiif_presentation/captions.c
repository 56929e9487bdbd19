/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Captions of what plays: an annotation page for each language, with one annotation that
 * supplements the canvas by a WebVTT file (Presentation 3.0, 5.5; recipe 0219).  They stand
 * whole in the canvas, where viewers look for them, and answer at addresses of their own.
 */
#include <stdio.h>

#include "presentation.h"

#define CAPTIONS_TAIL	48	/* "/captions/12/text" */

/* The file that is the number-th captions (from 1) of what the canvas plays; NULL. */
static const struct vt_file *
presentation_track(const struct presentation_call *c, const struct presentation_canvas *canvas,
    int64_t number, struct vt_str *language_r)
{
	if (canvas->page != NULL)
		return (NULL);
	for (size_t i = 0; i < c->file_count; i++)
		if (vt_file_captions(&c->files[i], canvas->file->name, language_r) && --number == 0)
			return (&c->files[i]);
	return (NULL);
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
presentation_track_body(struct presentation_call *c, const struct vt_file *file,
    struct vt_str language)
{
	vt_jsonw_key(&c->j, "body");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_part_id(c, "files.file", file->name));
	vt_jsonw_pair_c(&c->j, "type", "Text");
	vt_jsonw_pair_c(&c->j, "format", VT_WEBVTT_TYPE);
	presentation_captions_label(c, language);
	if (language.len > 0)
		vt_jsonw_pair(&c->j, "language", language);
	vt_jsonw_end(&c->j);
}

/* All but id and type. */
static void
presentation_track_note(struct presentation_call *c, const struct presentation_canvas *canvas,
    const struct vt_file *file, struct vt_str language)
{
	vt_jsonw_pair_c(&c->j, "motivation", "supplementing");
	presentation_track_body(c, file, language);
	vt_jsonw_pair(&c->j, "target", presentation_canvas_id(c, canvas, ""));
}

/* The same of its page. */
static void
presentation_track_page(struct presentation_call *c, const struct presentation_canvas *canvas,
    int64_t number)
{
	struct vt_str		 language = VT_STR_NONE;
	const struct vt_file	*file = presentation_track(c, canvas, number, &language);

	presentation_captions_label(c, language);
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_track_id(c, canvas, number, "/text"));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	presentation_track_note(c, canvas, file, language);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

void
presentation_canvas_captions(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	struct vt_str	language;

	if (presentation_track(c, canvas, 1, &language) == NULL)
		return;
	vt_jsonw_key(&c->j, "annotations");
	vt_jsonw_array(&c->j);
	for (int64_t n = 1; presentation_track(c, canvas, n, &language) != NULL; n++) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", presentation_track_id(c, canvas, n, ""));
		vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
		presentation_track_page(c, canvas, n);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* --- at addresses of their own, as 3.0 alone ------------------------------------------- */

static vt_err
presentation_load_track(struct presentation_call *c, const struct presentation_canvas **canvas_r,
    int64_t *number_r)
{
	struct vt_str	language;
	int64_t		count = 0;
	vt_err		err;

	presentation_only_3(c);
	if ((err = presentation_load_canvas(c, canvas_r)) != VT_OK)
		return (err);
	if (!c->may_text)
		return (vt_fail_closed(&c->object, "its captions"));
	while (presentation_track(c, *canvas_r, count + 1, &language) != NULL)
		count++;
	return (presentation_number(c, "captions", count, number_r));
}

vt_err
presentation_captions(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	int64_t					 number;
	vt_err					 err;

	if ((err = presentation_load_track(c, &canvas, &number)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_track_id(c, canvas, number, ""), "AnnotationPage", "");
	presentation_track_page(c, canvas, number);
	presentation_part_of(c);
	return (presentation_end(c));
}

vt_err
presentation_captions_text(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	const struct vt_file			*file;
	struct vt_str				 language = VT_STR_NONE;
	int64_t					 number;
	vt_err					 err;

	if ((err = presentation_load_track(c, &canvas, &number)) != VT_OK)
		return (err);
	file = presentation_track(c, canvas, number, &language);
	presentation_begin(c, presentation_track_id(c, canvas, number, "/text"), "Annotation", "");
	presentation_track_note(c, canvas, file, language);
	presentation_part_of(c);
	return (presentation_end(c));
}
