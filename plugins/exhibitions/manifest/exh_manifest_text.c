/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a step says, as annotations of its first canvas (Presentation 3.0, 5.5): a page for
 * each text, with the words as HTML; and captions of films and sounds.
 */
#include "exh_manifest.h"

/* The message of the name that a page of them has in viewers. */
static const char *const exh_text_names[EXH_VERSIONS] = {
	"exhibition_data.text_lt", "exhibition_data.text_en", "exhibition_data.text_easy",
	"exhibition_data.text_easy_en",
};

/* --- the words as HTML ---------------------------------------------------------------------- */

/* tag as a literal: "p"; lang: "" where it is that of the text. */
static void
exh_html_words(struct vt_buf *out, const char *tag, const struct exh_words *w, enum exh_version v)
{
	struct vt_str	 text = exh_words_get(w, v);
	const char	*lang = exh_words_lang(w, v);

	if (text.len == 0)
		return;
	vt_buf_printf(out, "<%s", tag);
	if (lang != NULL && strcmp(lang, exh_version_lang(v)) != 0)
		vt_buf_printf(out, " lang=\"%s\"", lang);
	vt_buf_char(out, '>');
	vt_buf_escape(out, text);
	vt_buf_printf(out, "</%s>", tag);
}

/* The wording in a language of its own (the curator's word), who said it in the text's. */
static void
exh_html_quote(struct vt_buf *out, const struct exh_quote *q, enum exh_version v)
{
	if (exh_words_get(&q->text, v).len == 0)
		return;
	vt_buf_str(out, VT_STR("<blockquote>"));
	if (q->lang.len > 0) {
		vt_buf_printf(out, "<p lang=\"%.*s\">", VT_STR_ARG(q->lang));
		vt_buf_escape(out, exh_words_get(&q->text, v));
		vt_buf_str(out, VT_STR("</p>"));
	} else
		exh_html_words(out, "p", &q->text, v);
	exh_html_words(out, "p", &q->source, v);
	vt_buf_str(out, VT_STR("</blockquote>"));
}

/* A transcript in another language than the text says so. */
static void
exh_html_media(struct exh_manifest *m, struct vt_buf *out, const struct exh_media *media,
    enum exh_version v)
{
	struct vt_str	 text = exh_words_get(&media->transcript, v);
	const char	*lang = exh_words_lang(&media->transcript, v);

	if (!media->is_there || text.len == 0)
		return;
	exh_html_words(out, "h3", &media->label, v);
	vt_buf_printf(out, "<div lang=\"%s\">", lang);
	vt_buf_str(out, exh_links_whole(&m->c, text));
	vt_buf_str(out, VT_STR("</div>"));
}

static void
exh_html_step(struct exh_manifest *m, struct vt_buf *out, const struct exh_step *s,
    enum exh_version v)
{
	struct exh_words	heading = exh_headings(s);

	/* A body's "language" is a text to the published schema and a list to the strict parser;
	 * in HTML there is no doubt. */
	vt_buf_printf(out, "<div lang=\"%s\">", exh_version_lang(v));
	exh_html_words(out, "h2", &heading, v);
	if (s->passage[v].is_there)
		vt_buf_str(out, exh_links_whole(&m->c, s->passage[v].html));
	exh_html_quote(out, &s->quote, v);
	exh_html_media(m, out, &s->audio, v);
	exh_html_media(m, out, &s->video, v);
	exh_html_words(out, "p", &s->question.ask, v);
	exh_html_words(out, "p", &s->question.answer, v);
	vt_buf_str(out, VT_STR("</div>"));
}

/* --- annotations ------------------------------------------------------------------------------- */

/* An annotation page of one annotation, all but its body's end; what: "/text/lt". */
static void
exh_note_begin(struct exh_manifest *m, const struct exh_canvas *canvas, const char *what,
    const char *motivation)
{
	const char	*one = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "%s/1", what));

	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, canvas, what));
	vt_jsonw_pair_c(&m->j, "type", "AnnotationPage");
	vt_jsonw_key(&m->j, "items");
	vt_jsonw_array(&m->j);
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, canvas, one != NULL ? one : ""));
	vt_jsonw_pair_c(&m->j, "type", "Annotation");
	vt_jsonw_pair_c(&m->j, "motivation", motivation);
	vt_jsonw_key(&m->j, "body");
	vt_jsonw_object(&m->j);
}

/* label: a message. */
static void
exh_note_end(struct exh_manifest *m, const struct exh_canvas *canvas, const char *label)
{
	vt_jsonw_end(&m->j);
	vt_jsonw_pair(&m->j, "target", exh_canvas_id(m, canvas, ""));
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
	exh_json_message(&m->c, &m->j, "label", label);
	vt_jsonw_end(&m->j);
}

static const char *
exh_note_tail(struct exh_manifest *m, const char *what, enum exh_version v)
{
	const char	*tail = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "/%s/%s", what,
			    exh_version_name(v)));

	return (tail != NULL ? tail : "");
}

/* Where the page of annotations is (5.5: "embedded or referenced"), and what is on it. */
static void
exh_note_where(struct exh_manifest *m, const struct exh_canvas *canvas, enum exh_version v)
{
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, canvas, exh_note_tail(m, "text", v)));
	vt_jsonw_pair_c(&m->j, "type", "AnnotationPage");
	exh_json_message(&m->c, &m->j, "label", exh_text_names[v]);
	vt_jsonw_end(&m->j);
}

static void
exh_note_text(struct exh_manifest *m, const struct exh_canvas *canvas, enum exh_version v)
{
	struct vt_buf	html;

	if (!m->has_texts) {
		exh_note_where(m, canvas, v);
		return;
	}
	vt_buf_init(&html, 0);
	exh_html_step(m, &html, canvas->step, v);
	exh_note_begin(m, canvas, exh_note_tail(m, "text", v), "commenting");
	vt_jsonw_pair_c(&m->j, "type", "TextualBody");
	vt_jsonw_pair(&m->j, "value", vt_buf_get(&html));
	vt_jsonw_pair_c(&m->j, "format", "text/html");
	exh_note_end(m, canvas, exh_text_names[v]);
	vt_buf_fini(&html);
}

/* Recipe 0219; those of an object are a file of its own. */
static void
exh_note_captions(struct exh_manifest *m, const struct exh_canvas *canvas,
    const struct exh_track *track)
{
	struct vt_str	 values[] = { track->object, track->file };
	const char	*path = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "/media/%.*s",
			    VT_STR_ARG(track->file)));
	const char	*tail = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "/captions/%.*s",
			    VT_STR_ARG(track->name)));

	if (path == NULL || tail == NULL)
		return;
	exh_note_begin(m, canvas, tail, "supplementing");
	vt_jsonw_pair(&m->j, "id", track->object.len > 0 ? vt_link(m->c.req, "files.file", values, 2) :
	    exh_id(&m->c, path));
	vt_jsonw_pair_c(&m->j, "type", "Text");
	vt_jsonw_pair_c(&m->j, "format", VT_WEBVTT_TYPE);
	exh_json_message(&m->c, &m->j, "label", "exhibitions.captions");
	if (track->lang.len > 0)
		vt_jsonw_pair(&m->j, "language", track->lang);
	exh_note_end(m, canvas, "exhibitions.captions");
}

/* --- all -------------------------------------------------------------------------------------- */

static bool
exh_has_text(const struct exh_canvas *canvas, enum exh_version v)
{
	return (canvas->index == 1 && canvas->step->passage[v].is_there);
}

void
exh_annotations_write(struct exh_manifest *m, const struct exh_canvas *canvas)
{
	struct exh_tracks	tracks = { .count = 0 };
	bool			has_any;

	if (canvas->media != NULL)
		exh_tracks(&m->c, canvas->media, &tracks);
	has_any = tracks.count > 0;
	for (int v = 0; v < EXH_VERSIONS; v++)
		has_any = has_any || exh_has_text(canvas, (enum exh_version)v);
	if (!has_any)
		return;
	vt_jsonw_key(&m->j, "annotations");
	vt_jsonw_array(&m->j);
	for (int v = 0; v < EXH_VERSIONS; v++)
		if (exh_has_text(canvas, (enum exh_version)v))
			exh_note_text(m, canvas, (enum exh_version)v);
	for (size_t i = 0; i < tracks.count; i++)
		exh_note_captions(m, canvas, &tracks.items[i]);
	vt_jsonw_end(&m->j);
}
