/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects with a word, from the lists of its terms: what vt_gather_objects() finds for
 * the same terms joined by OR.  Of the segments that have a row the newest says which
 * places it has; terms that stand at one place are there once.
 */
#include <stdlib.h>

#include "catalog/index/gather.h"
#include "catalog/index/postings.h"

#define VT_GATHER_LISTS_MAX 96 /* terms times segments that have them; more are FTS5's */

struct vt_gather_list {
	struct vt_posting_list list;
	size_t term, place; /* place: by term, then the newest first */
};

struct vt_gather_word {
	struct vt_gather *g;
	const struct vt_str *terms;
	size_t count, exact;
	/* By the row at hand, then by place: so those of one row are the first. */
	struct vt_gather_list *lists[VT_GATHER_LISTS_MAX];
	size_t lists_count;
	/* Of the row at hand: the first places of the list that was read last, and as the
	 * index has them; those of all. */
	int64_t last[VT_GATHER_COUNT_MAX], places[VT_GATHER_COUNT_MAX];
	const struct vt_posting_list *read;
	size_t last_count, places_count;
	unsigned exact_in; /* bits by column */
};

static vt_err
vt_gather_open(struct vt_gather_word *w, const struct vt_posting_segment *segment, size_t term)
{
	struct vt_gather_list *l = calloc(1, sizeof(*l));
	vt_err err;

	if (l == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to search in"));
	l->term = term;
	l->place = w->lists_count;
	err = vt_posting_first(&l->list, w->g->db, segment, w->terms[term]);
	if (err == VT_OK && !l->list.is_done && w->lists_count < VT_GATHER_LISTS_MAX) {
		w->lists[w->lists_count++] = l;
		return (VT_OK);
	}
	if (err == VT_OK && !l->list.is_done)
		err = vt_fail(VT_E_UNSUPPORTED, "a word has too many lists in the index");
	vt_posting_fini(&l->list);
	free(l);
	return (err);
}

static vt_err
vt_gather_open_all(struct vt_gather_word *w)
{
	struct vt_posting_segments s;
	size_t terms = w->count + (w->exact == w->count);
	vt_err err = vt_posting_segments(w->g->db, &s);

	for (size_t t = 0; t < terms && err == VT_OK; t++)
		for (size_t i = 0; i < s.count && err == VT_OK; i++)
			err = vt_gather_open(w, &s.list[i], t);
	return (err);
}

/* --- a row ------------------------------------------------------------------------- */

/* Into the first places of the row, each once, rising. */
static void
vt_gather_unite_places(struct vt_gather_word *w, const int64_t *more, size_t count)
{
	int64_t both[VT_GATHER_COUNT_MAX];
	size_t i = 0, k = 0, n = 0;

	while (n < VT_GATHER_COUNT_MAX && (i < w->places_count || k < count)) {
		int64_t x = i < w->places_count ? w->places[i] : INT64_MAX;
		int64_t y = k < count ? more[k] : INT64_MAX;

		both[n++] = x < y ? x : y;
		i += x <= y;
		k += y <= x;
	}
	memcpy(w->places, both, n * sizeof(both[0]));
	w->places_count = n;
}

/* False: just the same as the list before it, as most terms of a word are. */
static bool
vt_gather_read(struct vt_gather_word *w, const struct vt_posting_list *l)
{
	struct vt_posting_places p = { l->places, l->places + l->length, 0 };
	int64_t place;

	if (w->read != NULL && w->read->length == l->length &&
	    memcmp(w->read->places, l->places, l->length) == 0)
		return (false);
	w->read = l;
	w->last_count = 0;
	while (w->last_count < VT_GATHER_COUNT_MAX && (place = vt_posting_place(&p)) >= 0)
		w->last[w->last_count++] = place;
	return (true);
}

static void
vt_gather_take(struct vt_gather_word *w, const struct vt_gather_list *l)
{
	bool is_other = vt_gather_read(w, &l->list);

	for (size_t i = 0; l->term == w->exact && i < w->last_count; i++)
		if (w->last[i] >> 32 < VT_SEARCH_COLUMNS)
			w->exact_in |= 1u << (w->last[i] >> 32);
	if (l->term < w->count && w->places_count == 0) {
		memcpy(w->places, w->last, w->last_count * sizeof(w->last[0]));
		w->places_count = w->last_count;
	} else if (l->term < w->count && is_other) {
		vt_gather_unite_places(w, w->last, w->last_count);
	}
}

static vt_err
vt_gather_tell(struct vt_gather_word *w, int64_t row)
{
	struct vt_gathered_object *o;

	if (!vt_gather_locate(w->g, row))
		return (vt_db_is_late(w->g->db)
			    ? vt_db_in_time(w->g->db)
			    : vt_fail(VT_E_FORMAT, "the search index has a row of no object"));
	o = vt_gather_object(w->g);
	if (o == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for what a search found"));
	for (size_t i = 0; i < w->places_count; i++) {
		int64_t column = w->places[i] >> 32;

		if (column < VT_SEARCH_COLUMNS && o->counts[column] < UINT16_MAX)
			o->counts[column]++;
	}
	o->exact |= (uint8_t)w->exact_in;
	return (VT_OK);
}

/* --- all rows --------------------------------------------------------------------------- */

/* What the first lists, which stand at one row, have of it; false: it was taken out of the
 * index. */
static bool
vt_gather_row(struct vt_gather_word *w, size_t lists)
{
	size_t taken = SIZE_MAX;
	bool is_there = false;

	w->read = NULL;
	w->places_count = 0;
	w->exact_in = 0;
	for (size_t i = 0; i < lists; i++) {
		const struct vt_gather_list *l = w->lists[i];

		if (l->term == taken)
			continue;
		taken = l->term;
		if (l->list.length != 0) {
			vt_gather_take(w, l);
			is_there = true;
		}
	}
	return (is_there);
}

static bool
vt_gather_is_behind(const struct vt_gather_list *a, const struct vt_gather_list *b)
{
	return (a->list.row > b->list.row || (a->list.row == b->list.row && a->place > b->place));
}

/* Puts the first lists, which have moved, in order among the others, which are; most of
 * them are still the first. */
static void
vt_gather_sort(struct vt_gather_word *w, size_t lists)
{
	for (size_t i = lists; i-- > 0;)
		for (size_t k = i; k + 1 < w->lists_count &&
				   vt_gather_is_behind(w->lists[k], w->lists[k + 1]);
		     k++) {
			struct vt_gather_list *l = w->lists[k];

			w->lists[k] = w->lists[k + 1];
			w->lists[k + 1] = l;
		}
}

/* Moves the first lists on; those at their end leave. */
static vt_err
vt_gather_move(struct vt_gather_word *w, size_t lists)
{
	size_t i = 0;
	vt_err err = VT_OK;

	while (i < lists && err == VT_OK) {
		struct vt_gather_list *l = w->lists[i];

		err = vt_posting_next(&l->list);
		if (err != VT_OK || !l->list.is_done) {
			i++;
			continue;
		}
		vt_posting_fini(&l->list);
		free(l);
		lists--;
		w->lists_count--;
		memmove(&w->lists[i], &w->lists[i + 1], (w->lists_count - i) * sizeof(w->lists[0]));
	}
	vt_gather_sort(w, lists);
	return (err);
}

static vt_err
vt_gather_rows(struct vt_gather_word *w)
{
	vt_err err = VT_OK;

	vt_gather_sort(w, w->lists_count);
	while (w->lists_count != 0 && err == VT_OK) {
		int64_t row = w->lists[0]->list.row;
		size_t lists = 1;

		while (lists < w->lists_count && w->lists[lists]->list.row == row)
			lists++;
		if (vt_gather_row(w, lists))
			err = vt_gather_tell(w, row);
		if (err == VT_OK)
			err = vt_gather_move(w, lists);
	}
	return (err);
}

vt_err
vt_gather_word(struct vt_db *db, const struct vt_str *terms, size_t count, size_t exact,
	       struct vt_gather *g)
{
	struct vt_gather_word w = { .g = g, .terms = terms, .count = count, .exact = exact };
	vt_err err;

	g->db = db;
	err = vt_gather_open_all(&w);
	if (err == VT_OK)
		err = vt_gather_rows(&w);
	for (size_t i = 0; i < w.lists_count; i++) {
		vt_posting_fini(&w.lists[i]->list);
		free(w.lists[i]);
	}
	vt_gather_stop(g);
	if (err == VT_E_UNSUPPORTED) {
		vt_gather_fini(g);
		g->at = (struct vt_search_rows){ 0, 0, 0 };
	}
	return (err);
}
