/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All objects looked at once: which of them have the words and the values that are
 * wanted, and how many of those have each value.  By sets (facet_sets.h) a millisecond or
 * two for a million objects; by the blocks that these are made of ten times as much.
 */
#include <math.h>

#include "catalog/facets/facet_sets.h"
#include "catalog/facets/find.h"

/* The next object with the words that is id or comes after it; NULL: there is none. */
static const struct vt_found *
vt_find_next_word(struct vt_finder *f, int64_t id)
{
	const struct vt_found *list = f->words.items;

	while (f->word_at < f->words.count && list[f->word_at].object < id)
		f->word_at++;
	return (f->word_at < f->words.count ? &list[f->word_at] : NULL);
}

static bool
vt_find_has_ended(const struct vt_finder *f, int64_t id)
{
	const int64_t *ids = (const int64_t *)(const void *)f->ended.p;
	size_t low = 0, high = f->ended.len / sizeof(*ids);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ids[middle] == id)
			return (true);
		if (ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return (false);
}

/* --- by sets ------------------------------------------------------------------------ */

static void
vt_find_mark(uint64_t *bits, int64_t id)
{
	bits[id >> 6] |= (uint64_t)1 << (id & 63);
}

/* Those of the chunk from base on that have the words, as far as that may be known. */
static void
vt_find_chunk_words(struct vt_finder *f, const struct vt_facet_chunk *c, int64_t base)
{
	const struct vt_found *list = f->words.items;

	for ((void)vt_find_next_word(f, base); f->word_at < f->words.count; f->word_at++) {
		const struct vt_found *words = &list[f->word_at];
		int64_t id = words->object, at = id - base;
		bool is_closed;

		if (at >= VT_FACET_CHUNK)
			return;
		if (!vt_find_is(c->living, at))
			continue;
		is_closed = vt_find_is(c->closed, at) &&
			    !(vt_find_is(c->embargo, at) && vt_find_has_ended(f, id));
		if (isnan(vt_find_score(words, is_closed)))
			continue;
		vt_find_mark(f->found, id);
		if (is_closed)
			vt_find_mark(f->closed, id);
	}
}

static void
vt_find_chunk(struct vt_finder *f, const struct vt_facet_chunk *c, size_t number)
{
	uint64_t *found = f->found + number * VT_FACET_CHUNK_WORDS;
	uint32_t count;

	if (f->has_words)
		vt_find_chunk_words(f, c, (int64_t)number * VT_FACET_CHUNK);
	else
		memcpy(found, c->living, sizeof(c->living));
	for (size_t i = 0; i < f->wanted_count; i++)
		vt_facet_chunk_narrow(c, &f->wanted[i], 1, found);
	if (f->year_count != 0)
		vt_facet_chunk_narrow(c, f->years, f->year_count, found);
	count = vt_facet_chunk_size(found);
	f->total += count;
	if (count != 0 && f->counts != NULL)
		vt_facet_chunk_count(c, found, f->counts, f->count_room);
}

static void
vt_find_sets(struct vt_finder *f, const struct vt_facet_sets *sets)
{
	for (size_t i = 0; (int64_t)i <= f->last / VT_FACET_CHUNK; i++) {
		const struct vt_facet_chunk *c = vt_facet_sets_chunk(sets, i);

		if (c != NULL)
			vt_find_chunk(f, c, i);
	}
}

/* --- by blocks ------------------------------------------------------------------------ */

/* Of the words, when there are any: before the object's facets are looked at. */
static bool
vt_find_has_words(struct vt_finder *f, const struct vt_facets *o, int64_t id, bool *is_closed_r)
{
	const struct vt_found *words;

	*is_closed_r = false;
	if (!f->has_words)
		return (true);
	words = vt_find_next_word(f, id);
	if (words == NULL || words->object != id)
		return (false);
	*is_closed_r = o->access != VT_ACCESS_OPEN &&
		       !(o->access == VT_ACCESS_EMBARGO && vt_find_has_ended(f, id));
	return (!isnan(vt_find_score(words, *is_closed_r)));
}

static bool
vt_find_is_wanted(const struct vt_finder *f, const struct vt_facets *o)
{
	for (size_t i = 0; i < f->wanted_count; i++)
		if (!vt_facets_have(o, &f->wanted[i], 1))
			return (false);
	return (f->year_count == 0 || vt_facets_have(o, f->years, f->year_count));
}

static void
vt_find_take(struct vt_finder *f, const struct vt_facets *o, int64_t id, bool is_closed)
{
	uint32_t *counts = f->counts, room = f->count_room; /* 0: nothing is counted */

	vt_find_mark(f->found, id);
	if (is_closed)
		vt_find_mark(f->closed, id);
	f->total++;
	for (size_t i = 0; i < o->count; i++)
		if (o->values[i] < room)
			counts[o->values[i]]++;
}

static vt_err
vt_find_block(struct vt_finder *f, int64_t block, struct vt_str data)
{
	int64_t base = block * VT_FACET_BLOCK, id;
	const struct vt_found *words = vt_find_next_word(f, base);
	struct vt_facets o;
	bool is_closed;

	if (f->has_words && (words == NULL || words->object >= base + VT_FACET_BLOCK))
		return (VT_OK);
	while (vt_facets_head(&data, &o)) {
		id = base + o.slot;
		if (id > f->last || !vt_find_has_words(f, &o, id, &is_closed)) {
			if (!vt_facets_skip(&data, &o))
				break;
			continue;
		}
		if (!vt_facets_values(&data, &o))
			break;
		if (vt_find_is_wanted(f, &o))
			vt_find_take(f, &o, id, is_closed);
	}
	if (data.len != 0)
		return (vt_fail(VT_E_FORMAT, "block %lld of facets is none", (long long)block));
	return (VT_OK);
}

static vt_err
vt_find_blocks(struct vt_finder *f)
{
	struct vt_row row = { 0 };
	vt_err err = vt_db_query(&f->c->db, &row.st, "SELECT id, data FROM facet_block ORDER BY id",
				 NULL, 0);

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&f->c->db, row.st)) == VT_OK)
		if ((err = vt_find_block(f, vt_row_int(&row, 0), vt_row_peek(&row, 1))) != VT_OK)
			break;
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_find_pass(struct vt_finder *f)
{
	struct vt_facet_sets *sets = f->c->has_no_sets ? NULL : vt_facet_sets_take(&f->c->db);

	if (sets == NULL)
		return (vt_find_blocks(f));
	vt_find_sets(f, sets);
	vt_facet_sets_give(&sets);
	return (VT_OK);
}
