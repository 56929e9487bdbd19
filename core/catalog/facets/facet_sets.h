/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All facets in memory, turned round: of each value the set of objects that have it.  So
 * what a question found is narrowed and counted value by value, 64 objects at a time, and
 * not object by object.  Objects whose ids are alike but for the last twelve bits are a
 * chunk; in it a value's set is a map of bits, or a list where few have it: about two
 * bytes an object and value.  One copy for the process, made by who asks first; after a
 * change only the chunks of the objects that have changed are made anew (since.h).
 */
#ifndef VT_CATALOG_FACET_SETS_H
#define VT_CATALOG_FACET_SETS_H

#include "catalog/db/db.h"

#define VT_FACET_CHUNK	     4096			/* objects */
#define VT_FACET_CHUNK_WORDS (VT_FACET_CHUNK / 64)	/* of a map of bits */
#define VT_FACET_SETS_MAX    ((int64_t)16 << 20)	/* objects; of more there are no sets */

struct vt_facet_set {
	uint32_t value, count;
	uint32_t at;			/* in maps or lists of the chunk */
};
struct vt_facet_chunk {
	_Atomic unsigned held;
	/* Who is there; whose access policy is not "open", and of those is an embargo. */
	uint64_t living[VT_FACET_CHUNK_WORDS], closed[VT_FACET_CHUNK_WORDS],
	    embargo[VT_FACET_CHUNK_WORDS];
	uint32_t living_count;
	size_t count, told;		/* of sets; of those that are counted, which stand first */
	struct vt_facet_set *sets;	/* of both by value */
	uint64_t *maps;
	uint16_t *lists;
};

struct vt_facet_sets;
/* In a transaction; any thread.  NULL: there are none, the blocks are to be read. */
struct vt_facet_sets *vt_facet_sets_take(struct vt_db *db);
void	vt_facet_sets_give(struct vt_facet_sets **sets);	/* *sets may be NULL, and becomes so */
/* The objects from number * VT_FACET_CHUNK on; NULL: there are none. */
const struct vt_facet_chunk *vt_facet_sets_chunk(const struct vt_facet_sets *sets, size_t number);

/* How many bits are set. */
uint32_t vt_facet_chunk_size(const uint64_t *bits);
/* Leaves those of bits that have one of the values, which rise, and are of one facet. */
void	vt_facet_chunk_narrow(const struct vt_facet_chunk *c, const uint32_t *values, size_t count,
	    uint64_t *bits);
/* Adds, to counts by value (room of them), how many of bits have it; not of those that are
 * told to nobody (VT_FACET_YEARS). */
void	vt_facet_chunk_count(const struct vt_facet_chunk *c, const uint64_t *bits,
	    uint32_t *counts, uint32_t room);

#endif
