/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question with facets on its way: what it asks for is worked out by read_facets.c,
 * the set of what it finds, as bits by object, made by find_pass.c, and put in order by
 * read_find.c.  Only those include it.
 */
#ifndef VT_CATALOG_FIND_H
#define VT_CATALOG_FIND_H

#include "catalog/facets/facets.h"
#include "catalog/search/found.h"

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
	uint32_t		*years;		/* of these one is wanted, unless there are none */
	size_t			 year_count;
	int64_t			 last;		/* highest rowid of an object */
	uint64_t		*found, *closed;	/* bits by rowid; closed: of those found */
	uint32_t		*counts;	/* by a value's number */
	uint32_t		 count_room;
	int64_t			 total;
};

static inline bool
vt_find_is(const uint64_t *bits, int64_t id)
{
	return ((bits[id >> 6] >> (id & 63) & 1) != 0);
}

/* How well the words fit, the lower the better, as far as that may be known. */
static inline float
vt_find_score(const struct vt_found *words, bool is_closed)
{
	return (is_closed ? words->about : words->every);
}

/* Fills found, closed, counts and total. */
vt_err	vt_find_set(struct vt_finder *f) VT_MUST_CHECK;
/* The part of that which looks at all objects, once words and wanted are known: by the
 * sets of facets (facet_sets.h), or where there are none by all blocks. */
vt_err	vt_find_pass(struct vt_finder *f) VT_MUST_CHECK;
/* What was counted, as it is told. */
vt_err	vt_find_facets(struct vt_finder *f, struct vt_find_result *found_r) VT_MUST_CHECK;

#endif
