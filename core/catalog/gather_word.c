/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects with a word, from the lists of its terms: what vt_gather_objects() finds for
 * the same terms joined by OR.  Of the segments that have a row the newest says which
 * places it has; terms that stand at one place are there once.
 */
#include <stdlib.h>

#include "catalog/gather.h"
#include "catalog/postings.h"

#define VT_GATHER_LISTS_MAX 96 /* terms times segments that have them; more are FTS5's */

struct vt_gather_list {
	struct vt_posting_list list;
	size_t term;
};

struct vt_gather_word {
	struct vt_gather *g;
	const struct vt_str *terms;
	size_t count, exact;
	/* By term, then the newest first. */
	struct vt_gather_list *lists[VT_GATHER_LISTS_MAX];
	size_t lists_count;
	/* Of the row at hand: the first places of the list that was read last, and as the
	 * index has them; those of all. */
	int64_t last[VT_GATHER_COUNT_MAX], places[VT_GATHER_COUNT_MAX];
	const struct vt_posting_list *read;
	size_t last_count, places_count;
	bool is_exact[VT_SEARCH_COLUMNS];
};

static vt_err
vt_gather_open(struct vt_gather_word *w, const struct vt_posting_segment *segment, size_t term)
{
	struct vt_gather_list *l = calloc(1, sizeof(*l));
	vt_err err;

	if (l == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to search in"));
	l->term = term;
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
			w->is_exact[w->last[i] >> 32] = true;
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
	for (int c = 0; c < VT_SEARCH_COLUMNS; c++)
		o->is_exact[c] = o->is_exact[c] || w->is_exact[c];
	return (VT_OK);
}

/* --- all rows --------------------------------------------------------------------------- */

/* What the lists have of a row; false: it was taken out of the index. */
static bool
vt_gather_row(struct vt_gather_word *w, int64_t row)
{
	size_t taken = SIZE_MAX;
	bool is_there = false;

	w->read = NULL;
	w->places_count = 0;
	memset(w->is_exact, 0, sizeof(w->is_exact));
	for (size_t i = 0; i < w->lists_count; i++) {
		const struct vt_gather_list *l = w->lists[i];

		if (l->list.row != row || l->term == taken)
			continue;
		taken = l->term;
		if (l->list.length != 0) {
			vt_gather_take(w, l);
			is_there = true;
		}
	}
	return (is_there);
}

/* Moves on the lists that stand at row; those at their end leave. */
static vt_err
vt_gather_move(struct vt_gather_word *w, int64_t row, int64_t *next_r)
{
	size_t kept = 0;
	vt_err err = VT_OK;

	*next_r = INT64_MAX;
	for (size_t i = 0; i < w->lists_count; i++) {
		struct vt_gather_list *l = w->lists[i];

		if (l->list.row == row && err == VT_OK)
			err = vt_posting_next(&l->list);
		if (l->list.is_done) {
			vt_posting_fini(&l->list);
			free(l);
			continue;
		}
		if (l->list.row < *next_r)
			*next_r = l->list.row;
		w->lists[kept++] = l;
	}
	w->lists_count = kept;
	return (err);
}

static vt_err
vt_gather_rows(struct vt_gather_word *w)
{
	int64_t row = INT64_MAX, next;
	vt_err err = VT_OK;

	for (size_t i = 0; i < w->lists_count; i++)
		if (w->lists[i]->list.row < row)
			row = w->lists[i]->list.row;
	for (; w->lists_count != 0 && err == VT_OK; row = next) {
		if (vt_gather_row(w, row))
			err = vt_gather_tell(w, row);
		if (err == VT_OK)
			err = vt_gather_move(w, row, &next);
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
