/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question with facets on its way: the set of what it finds, as bits by object,
 * made by read_facets.c in one pass over all blocks, and put in order by
 * read_find.c.  Only those two include it.
 */
#ifndef VT_CATALOG_FIND_H
#define VT_CATALOG_FIND_H

#include "catalog/facets.h"
#include "catalog/found.h"

#define VT_FIND_PERIODS	    300 /* values told of that facet: each century and decade */

struct vt_finder {
	struct vt_catalog	*c;
	struct vt_arena		*a;
	const struct vt_find	*q;
	int64_t			 now;
	bool			 has_words, is_nothing;
	struct vt_gathered	 words;		/* struct vt_found, by object: who has the words */
	size_t			 word_at;	/* the next one to be met */
	struct vt_buf		 ended;		/* int64_t: objects whose embargo is over */
	uint32_t		 wanted[VT_FACETS];
	size_t			 wanted_count;
	int64_t			 last;		/* highest rowid of an object */
	uint8_t			*found, *closed;	/* bits by rowid; closed: of those found */
	uint32_t		*counts;	/* by a value's number */
	uint32_t		 count_room;
	int64_t			 total;
};

static inline bool
vt_find_is(const uint8_t *bits, int64_t id)
{
	return ((bits[id >> 3] >> (id & 7) & 1) != 0);
}

/* How well the words fit, the lower the better, as far as that may be known. */
static inline double
vt_find_score(const struct vt_found *words, bool is_closed)
{
	return (is_closed ? words->about : words->every);
}

/* Fills found, closed, counts and total. */
vt_err	vt_find_set(struct vt_finder *f) VT_MUST_CHECK;
/* What was counted, as it is told. */
vt_err	vt_find_facets(struct vt_finder *f, struct vt_find_result *found_r) VT_MUST_CHECK;

#endif
