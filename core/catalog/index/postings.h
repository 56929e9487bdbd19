/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lists of the search index, read as FTS5 keeps them (https://sqlite.org/fts5.html,
 * "The FTS5 Shadow Tables"; its format 4): which rows have a term, and at which places.
 * FTS5 itself goes through its table and expressions for each row; reading the list takes
 * a tenth of that.  Whatever is not as expected is VT_E_UNSUPPORTED: FTS5 is then to be
 * asked.
 *
 * The index is some segments.  A segment is pages, each of at most 64 KB: which row is the
 * first to begin there, where the terms end (two bytes each, the highest first), terms
 * with their lists, and where the terms begin.  A list may go on over many pages.
 */
#ifndef VT_CATALOG_POSTINGS_H
#define VT_CATALOG_POSTINGS_H

#include "api/buf.h"
#include "catalog/db/db.h"

#define VT_POSTING_SEGMENTS_MAX 64	/* of an index; FTS5 merges them long before */
#define VT_POSTING_LEVELS_MAX	64

struct vt_posting_segment {
	int64_t id, first, last;	/* pages */
};
struct vt_posting_segments {		/* the newest first */
	struct vt_posting_segment list[VT_POSTING_SEGMENTS_MAX];
	size_t count;
};
vt_err	vt_posting_segments(struct vt_db *db, struct vt_posting_segments *s_r) VT_MUST_CHECK;

/* The rows of one term in one segment. */
struct vt_posting_list {
	struct vt_db	*db;
	struct vt_posting_segment segment;
	int64_t		 page;			/* at hand */
	uint8_t		*bytes;			/* of it */
	size_t		 room, leaf, all;	/* of bytes: allocated, before the terms' places, all */
	size_t		 at, end;		/* what is next, and where the list or the page ends */
	bool		 is_last, is_turned;	/* it ends on this page; the page was begun just now */
	bool		 is_done;
	uint8_t		*long_places;		/* of a row that goes over pages; or NULL */
	size_t		 long_room;

	int64_t		 row;			/* at hand */
	const uint8_t	*places;		/* of it, until the next one */
	size_t		 length;		/* of places; 0: the row was taken out of the index */
};
/* Its first row; is_done: the segment has no such term. */
vt_err	vt_posting_first(struct vt_posting_list *l, struct vt_db *db,
	    const struct vt_posting_segment *segment, struct vt_str term) VT_MUST_CHECK;
vt_err	vt_posting_next(struct vt_posting_list *l) VT_MUST_CHECK;
void	vt_posting_fini(struct vt_posting_list *l);

/* The next place of a row, as column << 32 | place: -1: there is none. */
struct vt_posting_places {
	const uint8_t	*p, *end;
	int64_t		 at;
};
int64_t	vt_posting_place_any(struct vt_posting_places *p);

static inline int64_t
vt_posting_place(struct vt_posting_places *p)
{
	if (p->p < p->end && *p->p >= 2 && *p->p < 0x80) /* mostly: one byte, near the last */
		return (p->at += *p->p++ - 2);
	return (vt_posting_place_any(p));
}

#endif
