/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question with facets on its way: the set of what it finds, as bits by object,
 * made by read_facets.c in one pass over all blocks, and put in order by
 * read_find.c.  Only those two include it.
 */
#ifndef VT_CATALOG_FIND_H
#define VT_CATALOG_FIND_H

#include "catalog/facets.h"

/* More found than this are not weighed one by one: what has the words in its title
 * comes first, then the newest. */
#define VT_FIND_WEIGHED_MAX 5000
#define VT_FIND_PERIODS	    300 /* values told of that facet: each century and decade */

struct vt_find_words {
	struct vt_buf	expression;	/* FTS5 */
	struct vt_buf	hits;		/* int64_t, rising */
	size_t		at;		/* the next one to be met */
};

struct vt_finder {
	struct vt_catalog	*c;
	struct vt_arena		*a;
	const struct vt_find	*q;
	int64_t			 now;
	bool			 has_words, is_nothing;
	struct vt_find_words	 all, about;	/* words anywhere; not in the text */
	struct vt_buf		 ended;		/* int64_t: objects whose embargo is over */
	uint32_t		 wanted[VT_FACETS];
	size_t			 wanted_count;
	int64_t			 last;		/* highest rowid of an object */
	uint8_t			*found, *closed;	/* bits by rowid; closed: of those found */
	bool			 has_closed;
	uint32_t		*counts;	/* by a value's number */
	uint32_t		 count_room;
	int64_t			 total;
};

static inline bool
vt_find_is(const uint8_t *bits, int64_t id)
{
	return ((bits[id >> 3] >> (id & 7) & 1) != 0);
}

/* Fills found, closed, counts and total. */
vt_err	vt_find_set(struct vt_finder *f) VT_MUST_CHECK;
/* What was counted, as it is told. */
vt_err	vt_find_facets(struct vt_finder *f, struct vt_find_result *found_r) VT_MUST_CHECK;

#endif
