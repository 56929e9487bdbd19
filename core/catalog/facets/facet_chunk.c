/* SPDX-License-Identifier: Apache-2.0 */
/* The sets of one chunk: made of its blocks, and asked (facet_sets.h). */
#include "catalog/facets/facet_chunk.h"

#include <stdlib.h>

#include "catalog/facets/facets.h"

#define VT_FACET_LIST_MAX 128	/* objects; more are a map, which costs as much to look at */
#define VT_FACET_BLOCKS	  (VT_FACET_CHUNK / VT_FACET_BLOCK)

/* --- making one ---------------------------------------------------------------------- */

struct vt_facet_pair {
	uint32_t value;
	uint16_t slot;
};

void
vt_facet_maker_fini(struct vt_facet_maker *m)
{
	vt_gathered_fini(&m->pairs);
	vt_gathered_fini(&m->values);
	free(m->places);
}

static void
vt_facet_mark(uint64_t *bits, unsigned slot)
{
	bits[slot >> 6] |= (uint64_t)1 << (slot & 63);
}

/* Values that the catalogue does not know are nobody's. */
static vt_err
vt_facet_take(struct vt_facet_maker *m, const struct vt_facets *o, unsigned slot)
{
	for (size_t i = 0; i < o->count; i++) {
		uint32_t value = o->values[i], *v;
		struct vt_facet_pair *p;

		if (value >= m->room)
			continue;
		if (m->places[value]++ == 0) {
			if ((v = vt_gathered_add(&m->values, sizeof(*v))) == NULL)
				return (VT_E_NOMEM);
			*v = value;
		}
		if ((p = vt_gathered_add(&m->pairs, sizeof(*p))) == NULL)
			return (VT_E_NOMEM);
		*p = (struct vt_facet_pair){ value, (uint16_t)slot };
	}
	return (VT_OK);
}

static vt_err
vt_facet_take_block(struct vt_facet_maker *m, struct vt_facet_chunk *head, int64_t block,
		    struct vt_str data)
{
	unsigned base = (unsigned)(block % VT_FACET_BLOCKS) * VT_FACET_BLOCK;
	struct vt_facets o;
	vt_err err = VT_OK;

	while (err == VT_OK && vt_facets_next(&data, &o)) {
		unsigned slot = base + o.slot;

		vt_facet_mark(head->living, slot);
		if (o.access != VT_ACCESS_OPEN)
			vt_facet_mark(head->closed, slot);
		if (o.access == VT_ACCESS_EMBARGO)
			vt_facet_mark(head->embargo, slot);
		err = vt_facet_take(m, &o, slot);
	}
	return (err == VT_OK && data.len != 0 ? VT_E_FORMAT : err);
}

static vt_err
vt_facet_take_blocks(struct vt_facet_maker *m, struct vt_db *db, int64_t first,
		     struct vt_facet_chunk *head)
{
	struct vt_row row = { 0 };
	vt_err err = vt_db_query(db, &row.st, "SELECT id, data FROM facet_block "
				 "WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
				 VT_BINDS(VT_INT(first), VT_INT(first + VT_FACET_BLOCKS - 1)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(db, row.st)) == VT_OK)
		if ((err = vt_facet_take_block(m, head, vt_row_int(&row, 0),
					       vt_row_peek(&row, 1))) != VT_OK)
			break;
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

/* By value; those that are told to nobody, and so not counted, stand behind the others. */
static uint64_t
vt_facet_rank(uint32_t value)
{
	bool is_told = (value & ((1u << VT_FACET_BITS) - 1)) != VT_FACET_YEARS;

	return ((uint64_t)!is_told << 32 | value);
}

static int
vt_facet_by_rank(const void *a, const void *b)
{
	uint64_t x = vt_facet_rank(*(const uint32_t *)a), y = vt_facet_rank(*(const uint32_t *)b);

	return ((x > y) - (x < y));
}

/* Room for all sets in one piece, and where each begins. */
static struct vt_facet_chunk *
vt_facet_lay_out(struct vt_facet_maker *m, const struct vt_facet_chunk *head)
{
	const uint32_t *values = m->values.items;
	size_t maps = 0, lists = 0;
	struct vt_facet_chunk *c;

	for (size_t i = 0; i < m->values.count; i++)
		*(m->places[values[i]] > VT_FACET_LIST_MAX ? &maps : &lists) +=
		    m->places[values[i]] > VT_FACET_LIST_MAX ? 1 : m->places[values[i]];
	c = calloc(1, sizeof(*c) + maps * VT_FACET_CHUNK_WORDS * sizeof(uint64_t) +
			  m->values.count * sizeof(struct vt_facet_set) + lists * sizeof(uint16_t));
	if (c == NULL)
		return (NULL);
	*c = *head;
	c->count = m->values.count;
	c->maps = (uint64_t *)(c + 1);
	c->sets = (struct vt_facet_set *)(c->maps + maps * VT_FACET_CHUNK_WORDS);
	c->lists = (uint16_t *)(c->sets + c->count);
	maps = lists = 0;
	for (size_t i = 0; i < c->count; i++) {
		uint32_t count = m->places[values[i]];
		size_t *at = count > VT_FACET_LIST_MAX ? &maps : &lists;

		c->sets[i] = (struct vt_facet_set){ values[i], count, (uint32_t)*at };
		c->told += vt_facet_rank(values[i]) == values[i];
		*at += count > VT_FACET_LIST_MAX ? VT_FACET_CHUNK_WORDS : count;
		m->places[values[i]] = (uint32_t)i; /* from here on: which set it is */
	}
	return (c);
}

static void
vt_facet_fill(struct vt_facet_maker *m, struct vt_facet_chunk *c)
{
	const struct vt_facet_pair *pairs = m->pairs.items;

	for (size_t i = 0; i < m->pairs.count; i++) {
		struct vt_facet_set *s = &c->sets[m->places[pairs[i].value]];

		if (s->count > VT_FACET_LIST_MAX)
			vt_facet_mark(c->maps + s->at, pairs[i].slot);
		else
			c->lists[s->at++] = pairs[i].slot;
	}
	for (size_t i = 0; i < c->count; i++)
		if (c->sets[i].count <= VT_FACET_LIST_MAX)
			c->sets[i].at -= c->sets[i].count;
}

vt_err
vt_facet_chunk_make(struct vt_facet_maker *m, struct vt_db *db, size_t number,
		    struct vt_facet_chunk **c_r)
{
	struct vt_facet_chunk head = { .held = 1 };
	vt_err err;

	m->pairs.count = m->values.count = 0;
	err = vt_facet_take_blocks(m, db, (int64_t)number * VT_FACET_BLOCKS, &head);
	if (m->values.count > 1)
		qsort(m->values.items, m->values.count, sizeof(uint32_t), vt_facet_by_rank);
	head.living_count = vt_facet_chunk_size(head.living);
	*c_r = NULL;
	if (err == VT_OK && head.living_count != 0) {
		*c_r = vt_facet_lay_out(m, &head);
		err = *c_r != NULL ? VT_OK : VT_E_NOMEM;
	}
	if (*c_r != NULL)
		vt_facet_fill(m, *c_r);
	for (size_t i = 0; i < m->values.count; i++)
		m->places[((const uint32_t *)m->values.items)[i]] = 0;
	return (err);
}

/* --- asking it ---------------------------------------------------------------------------- */

/* Bits are added up by pairs, fours and bytes of them, then into numbers of 16 bits, of
 * which all words together fill no more than that. */
static inline uint64_t
vt_facet_sum(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555u;
	x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return ((x & 0x00ff00ff00ff00ffu) + (x >> 8 & 0x00ff00ff00ff00ffu));
}

static inline uint32_t
vt_facet_sum_of(uint64_t sums)
{
	return ((uint32_t)(sums * 0x0001000100010001u >> 48));
}

uint32_t
vt_facet_chunk_size(const uint64_t *bits)
{
	uint64_t sums = 0;

	for (size_t i = 0; i < VT_FACET_CHUNK_WORDS; i++)
		sums += vt_facet_sum(bits[i]);
	return (vt_facet_sum_of(sums));
}

static uint32_t
vt_facet_in_both(const uint64_t *a, const uint64_t *b)
{
	uint64_t sums = 0;

	for (size_t i = 0; i < VT_FACET_CHUNK_WORDS; i++)
		sums += vt_facet_sum(a[i] & b[i]);
	return (vt_facet_sum_of(sums));
}

static uint32_t
vt_facet_in_list(const uint16_t *slots, size_t count, const uint64_t *bits)
{
	uint32_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += bits[slots[i] >> 6] >> (slots[i] & 63) & 1;
	return (n);
}

void
vt_facet_chunk_count(const struct vt_facet_chunk *c, const uint64_t *bits, uint32_t *counts,
		     uint32_t room)
{
	bool is_all = memcmp(bits, c->living, sizeof(c->living)) == 0;

	for (size_t i = 0; i < c->told && c->sets[i].value < room; i++) {
		const struct vt_facet_set *s = &c->sets[i];

		counts[s->value] += is_all			  ? s->count
				    : s->count > VT_FACET_LIST_MAX ? vt_facet_in_both(c->maps + s->at, bits)
								  : vt_facet_in_list(c->lists + s->at,
										     s->count, bits);
	}
}

/* The first set of that rank or one behind it. */
static size_t
vt_facet_chunk_from(const struct vt_facet_chunk *c, uint64_t rank)
{
	size_t low = 0, high = c->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (vt_facet_rank(c->sets[middle].value) < rank)
			low = middle + 1;
		else
			high = middle;
	}
	return (low);
}

static void
vt_facet_chunk_add(const struct vt_facet_chunk *c, const struct vt_facet_set *s, uint64_t *bits)
{
	if (s->count <= VT_FACET_LIST_MAX)
		for (size_t i = 0; i < s->count; i++)
			vt_facet_mark(bits, c->lists[s->at + i]);
	else
		for (size_t i = 0; i < VT_FACET_CHUNK_WORDS; i++)
			bits[i] |= c->maps[s->at + i];
}

void
vt_facet_chunk_narrow(const struct vt_facet_chunk *c, const uint32_t *values, size_t count,
		      uint64_t *bits)
{
	uint64_t has[VT_FACET_CHUNK_WORDS] = { 0 };
	size_t at = count != 0 ? vt_facet_chunk_from(c, vt_facet_rank(values[0])) : c->count;

	for (size_t i = 0; i < count && at < c->count; i++) {
		while (at < c->count && vt_facet_rank(c->sets[at].value) < vt_facet_rank(values[i]))
			at++;
		if (at < c->count && c->sets[at].value == values[i])
			vt_facet_chunk_add(c, &c->sets[at], has);
	}
	for (size_t i = 0; i < VT_FACET_CHUNK_WORDS; i++)
		bits[i] &= has[i];
}
