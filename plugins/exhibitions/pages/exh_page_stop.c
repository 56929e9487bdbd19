/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a step shows: pictures, text, a quotation, sound or film with the words that are
 * said in it, a place, a time, a question.
 */
#include "exh_page.h"

/* Width of a picture on the screen, by the form of its step (templates/assets/exhibition.css). */
#define EXH_SIZES_BESIDE "(min-width: 60rem) 42rem, 94vw"
#define EXH_SIZES_WIDE	 "(min-width: 76rem) 72rem, 94vw"
#define EXH_SIZES_PAIR	 "(min-width: 60rem) 36rem, 94vw"

/* --- pictures ---------------------------------------------------------------------------- */

/* Pictures much wider than high stand above the text; others beside it, so that both are
 * seen at once. */
static bool
exh_page_is_wide(const struct exh_shown *s)
{
	return (s->w > 0 && s->w * 5 > s->h * 11);
}

static struct vt_str
exh_page_zoom_path(const struct exh_page *p, const struct exh_step *s, size_t i)
{
	const char	*more = i == 0 ? "/zoom/1" : "/zoom/2";

	return (exh_path(&p->c, exh_page_step_suffix(p, s, more)));
}

static vt_err
exh_page_pictures(struct exh_page *p, const struct exh_step *s, bool is_late, struct vt_value *v)
{
	struct vt_value		*list = vt_value_list(p->c.arena), *item;
	struct exh_shown	 shown = { .w = 0 };
	const char		*shape = s->picture_count == 0 ? "is-bare" : "is-pair";
	vt_err			 err;

	for (size_t i = 0; i < s->picture_count; i++) {
		struct exh_figure f = { &s->pictures[i], exh_page_zoom_path(p, s, i),
			    s->picture_count > 1 ? EXH_SIZES_PAIR : EXH_SIZES_BESIDE,
			    is_late, s->picture_count > 1 ? (int)i + 1 : 0 };

		if ((err = exh_page_figure(p, &f, &item, &shown)) != VT_OK)
			return (err);
		if (s->picture_count == 1) {
			shape = exh_page_is_wide(&shown) ? "is-wide" : "is-beside";
			if (exh_page_is_wide(&shown))
				vt_value_set_str(item, "sizes", VT_STR(EXH_SIZES_WIDE));
		}
		vt_value_add(list, item);
	}
	vt_value_set(v, "pictures", list);
	vt_value_set_bool(v, "has_pictures", s->picture_count > 0);
	vt_value_set_str(v, "shape", vt_str_of(shape));
	return (VT_OK);
}

/* --- the rest ------------------------------------------------------------------------------- */

static void
exh_page_quote(const struct exh_page *p, const struct exh_quote *q, struct vt_value *v)
{
	const char	*lang = vt_str_c(p->c.arena, q->lang);

	exh_page_words(p, v, "quote", &q->text);
	if (q->lang.len > 0)
		exh_page_lang(p, v, "quote", lang);
	exh_page_words(p, v, "quote_source", &q->source);
}

static void
exh_page_facts(const struct exh_page *p, const struct exh_step *s, struct vt_value *v)
{
	bool	has_when = exh_page_when(p, v, &s->date);

	exh_page_words(p, v, "place", &s->place.name);
	vt_value_set_str(v, "map_url", s->place.is_there ?
	    exh_path(&p->c, "#map") : VT_STR_NONE);
	vt_value_set_bool(v, "has_facts", has_when ||
	    exh_words_get(&s->place.name, p->c.version).len > 0);
}

vt_err
exh_page_stop(struct exh_page *p, size_t index, bool is_late, struct vt_value **v_r)
{
	const struct exh_step	*s = &p->c.x->steps[index];
	struct vt_value		*v = vt_value_map(p->c.arena), *media = vt_value_list(p->c.arena);
	vt_err			 err = exh_page_pictures(p, s, is_late, v);

	if (err != VT_OK)
		return (err);
	vt_value_set_str(v, "id", s->id);
	vt_value_set_int(v, "number", (int64_t)index + 1);
	vt_value_set_int(v, "count", (int64_t)p->c.x->step_count);
	exh_page_heading(p, v, "heading", s);
	exh_page_passage(p, v, s->passage);
	exh_page_quote(p, &s->quote, v);
	exh_page_medium(p, &s->audio, false, media);
	exh_page_medium(p, &s->video, true, media);
	vt_value_set(v, "media", media);
	exh_page_facts(p, s, v);
	exh_page_words(p, v, "ask", &s->question.ask);
	exh_page_words(p, v, "answer", &s->question.answer);
	*v_r = v;
	return (VT_OK);
}

/* --- the list of steps ------------------------------------------------------------------------ */

static vt_err
exh_page_thumb(struct exh_page *p, const struct exh_step *s, struct vt_value *v)
{
	struct exh_shown	shown;
	bool			is_shown = false;
	int64_t			width, height;
	vt_err			err;

	vt_value_set_str(v, "thumb", VT_STR_NONE);
	if (s->picture_count == 0)
		return (VT_OK);
	if ((err = exh_page_show(p, &s->pictures[0], &shown, &is_shown)) != VT_OK || !is_shown)
		return (err);
	vt_value_set_str(v, "thumb", exh_page_picture_url(p, &shown, EXH_THUMB_SIDE, &width,
	    &height));
	vt_value_set_int(v, "thumb_width", width);
	vt_value_set_int(v, "thumb_height", height);
	return (VT_OK);
}

bool
exh_page_is_many(const struct exh_page *p)
{
	return (p->c.x->step_count > EXH_MANY);
}

/* What a line of the list has beside the heading. */
static vt_err
exh_page_contents_beside(struct exh_page *p, const struct exh_step *s, struct vt_value *v)
{
	if (!exh_page_is_many(p))
		return (exh_page_thumb(p, s, v));
	exh_page_words(p, v, "place", &s->place.name);
	vt_value_set_bool(v, "has_facts", exh_page_when(p, v, &s->date) ||
	    exh_words_get(&s->place.name, p->c.version).len > 0);
	return (VT_OK);
}

vt_err
exh_page_contents(struct exh_page *p, size_t here)
{
	struct vt_value	*list = vt_value_list(p->c.arena);
	vt_err		 err;

	for (size_t i = 0; i < p->c.x->step_count; i++) {
		const struct exh_step	*s = &p->c.x->steps[i];
		struct vt_value		*v = vt_value_map(p->c.arena);

		vt_value_set_str(v, "url", exh_step_path(&p->c, s));
		vt_value_set_int(v, "number", (int64_t)i + 1);
		vt_value_set_bool(v, "is_here", i == here);
		exh_page_heading(p, v, "heading", s);
		if ((err = exh_page_contents_beside(p, s, v)) != VT_OK)
			return (err);
		vt_value_add(list, v);
	}
	vt_value_set(p->data, "contents", list);
	vt_value_set_bool(p->data, "has_contents", p->c.x->step_count > 0);
	vt_value_set_bool(p->data, "is_many", exh_page_is_many(p));
	return (VT_OK);
}
