/* SPDX-License-Identifier: Apache-2.0 */
/* What a word could have been, asked of the index (near_words.h). */
#include "catalog/search/near_words.h"

#include <glib.h>
#include <libstemmer.h>

#include "catalog/index/postings.h"
#include "catalog/words/term_forms.h"

#define VT_NEAR_UTF8_MAX 4 /* bytes of a letter */

struct vt_nearing {
	struct vt_db *db;
	struct vt_arena *a, *scratch;	/* of what is told; of what is tried */
	struct sb_stemmer *stemmer;
	struct vt_posting_segments segments;
	bool by_stem;
	struct vt_str own, terms[VT_NEAR_WORDS_MAX];	/* of the word itself; of out's */
	uint32_t letters[VT_NEAR_LETTERS_MAX];
	size_t count;
	struct vt_near_words *out;
};

/* --- in the index ----------------------------------------------------------------- */

static vt_err
vt_near_look(struct vt_nearing *n, struct vt_str term, bool *is_there)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < n->segments.count && err == VT_OK && !*is_there; i++) {
		struct vt_posting_list list;

		err = vt_posting_first(&list, n->db, &n->segments.list[i], term);
		*is_there = err == VT_OK && !list.is_done;
		vt_posting_fini(&list);
	}
	return (err);
}

/* Under which term it stands there; empty: none. */
static struct vt_str
vt_near_term(struct vt_nearing *n, struct vt_str word)
{
	struct vt_str stem;

	if (!n->by_stem)
		return (vt_str_fold(n->scratch, word));
	stem = vt_str_fold(n->scratch, vt_term_stem(n->scratch, n->stemmer, word));
	return (stem.len == 0 ? stem
			      : vt_str_printf(n->scratch, "%c%.*s", VT_TERM_MARK, VT_STR_ARG(stem)));
}

/* --- what it could have been --------------------------------------------------------- */

static bool
vt_near_is_known(const struct vt_nearing *n, struct vt_str term)
{
	for (size_t i = 0; i < n->out->count; i++)
		if (vt_str_eq(n->terms[i], term))
			return (true);
	return (term.len == 0 || vt_str_eq(term, n->own));
}

static vt_err
vt_near_try(struct vt_nearing *n, const uint32_t *letters, size_t count)
{
	char text[(VT_NEAR_LETTERS_MAX + 1) * VT_NEAR_UTF8_MAX];
	struct vt_str word = { text, 0 }, term;
	bool is_there = false;
	vt_err err;

	if (n->out->count == VT_NEAR_WORDS_MAX || vt_db_is_late(n->db))
		return (VT_E_END);
	for (size_t i = 0; i < count; i++)
		word.len += vt_utf8_put(letters[i], text + word.len);
	term = vt_near_term(n, word);
	if (vt_arena_is_exhausted(n->scratch))
		return (VT_E_LIMIT);
	if (vt_near_is_known(n, term))
		return (VT_OK);
	err = vt_near_look(n, term, &is_there);
	if (err == VT_OK && is_there) {
		n->terms[n->out->count] = term;
		n->out->words[n->out->count++] = vt_str_dup(n->a, word);
	}
	return (err);
}

/* The word with so many of its letters from at on left out, and put in their place. */
static vt_err
vt_near_put(struct vt_nearing *n, size_t at, size_t left_out, const uint32_t *in, size_t in_count)
{
	uint32_t letters[VT_NEAR_LETTERS_MAX + 2];
	size_t count = at;

	memcpy(letters, n->letters, at * sizeof(letters[0]));
	for (size_t i = 0; i < in_count; i++)
		letters[count++] = in[i];
	for (size_t i = at + left_out; i < n->count; i++)
		letters[count++] = n->letters[i];
	return (vt_near_try(n, letters, count));
}

static vt_err
vt_near_swaps(struct vt_nearing *n)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i + 1 < n->count && err == VT_OK; i++)
		err = vt_near_put(n, i, 2, (uint32_t[]){ n->letters[i + 1], n->letters[i] }, 2);
	for (size_t i = 0; i < n->count && err == VT_OK; i++)
		err = vt_near_put(n, i, 1, NULL, 0);
	return (err);
}

/* In the place of left_out letters any other; at the beginning last, where few slip. */
static vt_err
vt_near_letters(struct vt_nearing *n, size_t left_out)
{
	size_t places = n->count + 1 - left_out;
	vt_err err = VT_OK;

	for (size_t i = 0; i < places && err == VT_OK; i++)
		for (uint32_t letter = 'a'; letter <= 'z' && err == VT_OK; letter++)
			err = vt_near_put(n, (i + 1) % places, left_out, &letter, 1);
	return (err);
}

static bool
vt_near_take(struct vt_nearing *n, struct vt_str lower)
{
	uint32_t code;

	while (vt_utf8_next(&lower, &code)) {
		if (n->count == VT_NEAR_LETTERS_MAX || !g_unichar_isalpha(code))
			return (false);
		n->letters[n->count++] = code;
	}
	return (n->count >= VT_NEAR_LETTERS_MIN && lower.len == 0);
}

static vt_err
vt_near_all(struct vt_nearing *n, struct vt_str word)
{
	struct vt_str lower = vt_term_lower(n->scratch, word);
	vt_err err;

	if (!vt_near_take(n, lower))
		return (VT_OK);
	n->own = vt_near_term(n, lower);
	err = vt_posting_segments(n->db, &n->segments);
	if (err == VT_OK)
		err = vt_near_swaps(n);
	if (err == VT_OK)
		err = vt_near_letters(n, 0);
	if (err == VT_OK)
		err = vt_near_letters(n, 1);
	return (err);
}

vt_err
vt_near_words(struct vt_db *db, struct vt_arena *a, struct vt_str word, bool by_stem,
	      struct vt_near_words *n_r)
{
	struct vt_nearing n = { .db = db, .a = a, .scratch = vt_arena_new(0),
				.stemmer = vt_term_stemmer(), .by_stem = by_stem, .out = n_r };
	vt_err err;

	n_r->count = 0;
	err = vt_near_all(&n, word);
	if (n.stemmer != NULL)
		sb_stemmer_delete(n.stemmer);
	vt_arena_free(&n.scratch);
	if (err == VT_E_BADARG && vt_db_is_late(db)) {
		vt_fail_clear();
		err = VT_E_END;
	}
	if (vt_arena_is_exhausted(a))
		return (VT_E_LIMIT);
	return (err == VT_E_END ? VT_OK : err);
}
