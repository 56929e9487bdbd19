/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question with facets on its way: the set of what it finds, as bits by object,
 * made by read_facets.c in one pass over all blocks, of the words that
 * read_find_words.c asks the index for, and put in order by read_find.c.
 */
#ifndef VT_CATALOG_FIND_H
#define VT_CATALOG_FIND_H

#include "catalog/facets.h"

#define VT_FIND_PERIODS 300 /* values told of that facet: each century and decade */

/* An object that has the words: how well, as far as may be known of one that is open
 * (every) and of one that is not (about); the lower the better, NAN: not so found. */
struct vt_find_hit {
	int64_t	id;
	double	every, about;
};

struct vt_finder {
	struct vt_catalog	*c;
	struct vt_arena		*a;
	const struct vt_find	*q;
	int64_t			 now;
	bool			 has_words, is_nothing;
	struct vt_buf		 hits;		/* struct vt_find_hit, by id */
	size_t			 hit_at;	/* the next one to be met */
	struct vt_str		 expression;	/* the words, for the index */
	bool			 has_about, needs_about;	/* is that known of the hits? is it asked? */
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

/* Asks the search index: fills hits, and has_words when there is anything to ask; and
 * about of the hits, which costs as much again and is seldom needed. */
vt_err	vt_find_words(struct vt_finder *f) VT_MUST_CHECK;
vt_err	vt_find_words_about(struct vt_finder *f) VT_MUST_CHECK;
/* Fills found, closed, counts and total. */
vt_err	vt_find_set(struct vt_finder *f) VT_MUST_CHECK;
/* What was counted, as it is told. */
vt_err	vt_find_facets(struct vt_finder *f, struct vt_find_result *found_r) VT_MUST_CHECK;

#endif
