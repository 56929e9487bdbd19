/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other words for a question that finds nothing: one of its words is nowhere, and one near
 * to it (near_words.h) makes the question find something that may be found.
 */
#include <glib.h>

#include "api/time.h"
#include "catalog/search/near_words.h"
#include "catalog/store.h"
#include "catalog/words/term_forms.h"

#define VT_SUGGEST_MS	     500 /* that all of it may take */
#define VT_SUGGEST_WORDS_MAX 4	 /* of a question that are looked at */
#define VT_SUGGEST_TERMS     50	 /* words of an object that begin as the one to be shown */

struct vt_suggesting {
	struct vt_catalog *c;
	struct vt_arena *a;
	const struct vt_find *q;
	int64_t until;		/* monotonic, ms */
	struct vt_str best;	/* the question with another word; empty: none yet */
	int64_t total;		/* that it finds */
};

/* As far as there is time: what takes longer finds nothing. */
static vt_err
vt_suggest_find(struct vt_suggesting *s, const struct vt_find *q, struct vt_find_result *r)
{
	int64_t whole = s->c->search_ms, left = s->until - vt_time_monotonic_ms();
	vt_err err;

	*r = (struct vt_find_result){ .total = 0 };
	if (left <= 0)
		return (VT_OK);
	s->c->search_ms = left < whole ? left : whole;
	err = vt_catalog_find(s->c, s->a, q, r);
	s->c->search_ms = whole;
	if (err != VT_E_BADARG)
		return (err);
	vt_fail_clear();
	return (VT_OK);
}

static vt_err
vt_suggest_is_nowhere(struct vt_suggesting *s, struct vt_str word, bool *is_nowhere)
{
	struct vt_find q = { .words = word };
	struct vt_find_result r;
	vt_err err = vt_suggest_find(s, &q, &r);

	*is_nowhere = r.total == 0;
	return (err);
}

/* --- as it is shown ----------------------------------------------------------------- */

/* The word of a text that reads so but for its diacritics, in small letters; or empty. */
static struct vt_str
vt_suggest_in(struct vt_suggesting *s, struct vt_str text, struct vt_str folded)
{
	struct vt_str part, lower;

	while (vt_term_part(&text, &part)) {
		lower = vt_term_lower(s->a, part);
		if (vt_str_eq(vt_str_fold(s->a, lower), folded))
			return (lower);
	}
	return (VT_STR_NONE);
}

/* Of what the object is described by, or of its text where that is open. */
static vt_err
vt_suggest_of(struct vt_suggesting *s, const struct vt_object *o, struct vt_str folded,
	      struct vt_str *word_r)
{
	struct vt_str word = VT_STR_NONE;
	struct vt_term *terms;
	size_t count = 0;
	vt_err err = VT_OK;

	for (size_t i = 0; i < o->description.count && word.len == 0; i++)
		word = vt_suggest_in(s, o->description.properties[i].value, folded);
	if (word.len == 0 && vt_access_is_open(o->access, o->embargo_until, s->c->now()))
		err = vt_catalog_terms(s->c, s->a, o->rowid, folded, 1, VT_SUGGEST_TERMS, &terms,
				       &count);
	for (size_t i = 0; i < count && word.len == 0; i++)
		word = vt_suggest_in(s, terms[i].text, folded);
	if (word.len != 0)
		*word_r = word;
	return (err);
}

/* Begins with a capital if the typed one does. */
static struct vt_str
vt_suggest_cased(struct vt_suggesting *s, struct vt_str typed, struct vt_str word)
{
	struct vt_str rest = word;
	uint32_t first, code;
	char text[8];

	if (!vt_utf8_next(&typed, &first) || !g_unichar_isupper(first) || !vt_utf8_next(&rest, &code))
		return (word);
	return (vt_str_printf(s->a, "%.*s%.*s", (int)vt_utf8_put(g_unichar_toupper(code), text), text,
			      VT_STR_ARG(rest)));
}

/* --- trying --------------------------------------------------------------------------- */

static struct vt_str
vt_suggest_with(struct vt_suggesting *s, struct vt_str part, struct vt_str word)
{
	struct vt_str all = s->q->words;
	size_t at = (size_t)(part.p - all.p);

	return (vt_str_printf(s->a, "%.*s%.*s%.*s", (int)at, all.p,
			      VT_STR_ARG(vt_suggest_cased(s, part, word)),
			      (int)(all.len - at - part.len), part.p + part.len));
}

static vt_err
vt_suggest_try(struct vt_suggesting *s, struct vt_str part, struct vt_str word)
{
	struct vt_find q = *s->q;
	struct vt_find_result r;
	vt_err err;

	q.words = vt_suggest_with(s, part, word);
	q.order = VT_ORDER_RELEVANCE;
	q.offset = q.value_limit = 0;
	q.limit = 1;
	err = vt_suggest_find(s, &q, &r);
	if (err != VT_OK || r.total <= s->total)
		return (err);
	s->total = r.total;
	err = vt_suggest_of(s, &r.objects[0], vt_str_fold(s->a, word), &word);
	s->best = vt_suggest_with(s, part, word);
	return (err);
}

static vt_err
vt_suggest_for(struct vt_suggesting *s, struct vt_str part, bool by_stem)
{
	struct vt_near_words near;
	int64_t left = s->until - vt_time_monotonic_ms();
	vt_err err;

	if (left <= 0)
		return (VT_OK);
	vt_db_hurry(&s->c->db, left);
	err = vt_near_words(&s->c->db, s->a, part, by_stem, &near);
	vt_db_calm(&s->c->db);
	if (err == VT_E_UNSUPPORTED) { /* an index that is kept otherwise: only FTS5 reads it */
		vt_fail_clear();
		return (VT_OK);
	}
	for (size_t i = 0; i < near.count && err == VT_OK; i++)
		err = vt_suggest_try(s, part, near.words[i]);
	return (err);
}

static vt_err
vt_suggest_all(struct vt_suggesting *s)
{
	struct vt_str rest = s->q->words, part;
	vt_err err = VT_OK;

	for (int looked = 0; err == VT_OK && looked < VT_SUGGEST_WORDS_MAX && s->best.len == 0 &&
	     vt_term_part(&rest, &part);) {
		bool is_nowhere = false;

		if (part.len < VT_NEAR_LETTERS_MIN)
			continue;
		looked++;
		err = vt_suggest_is_nowhere(s, part, &is_nowhere);
		if (err == VT_OK && is_nowhere)
			err = vt_suggest_for(s, part, false);
		if (err == VT_OK && is_nowhere && s->best.len == 0)
			err = vt_suggest_for(s, part, true);
	}
	return (err);
}

vt_err
vt_catalog_suggest(struct vt_catalog *c, struct vt_arena *a, const struct vt_find *q,
		   struct vt_str *words_r)
{
	struct vt_suggesting s = { .c = c, .a = a, .q = q,
				   .until = vt_time_monotonic_ms() + VT_SUGGEST_MS };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_suggest_all(&s);
	vt_catalog_end(c);
	if (err == VT_OK && vt_arena_is_exhausted(a))
		return (VT_E_LIMIT);
	if (err == VT_OK && s.best.len == 0)
		return (VT_E_END);
	*words_r = s.best;
	return (err);
}
