/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the search index finds, row by row, without SQL in between: an auxiliary
 * function of FTS5 that hands each row's places to who asks.
 *
 * Rows of the index: an object's titles, what is said of it, and the names of its
 * parts are its row; the text of a page is the row as many behind it as the page's
 * number says.  So an object is a range of rows, and a row tells its object.
 */
#ifndef VT_CATALOG_GATHER_H
#define VT_CATALOG_GATHER_H

#include "catalog/db/db.h"
#include "catalog/index/gathered.h"
#include "catalog/index/rows.h"

#define VT_GATHER_COUNT_MAX 16	/* of a row and phrase: more change no order */

enum vt_search_column { VT_SEARCH_TEXT, VT_SEARCH_TITLE, VT_SEARCH_ABOUT, VT_SEARCH_COLUMNS };

/* How often an object has something, by column; counting ends at a few.  In little room,
 * since there may be a million of them. */
struct vt_gathered_object {
	uint32_t	object, row;
	uint16_t	counts[VT_SEARCH_COLUMNS];
	uint8_t		exact;			/* bits by column: it has the exact form there */
};
/* A page with hits; those are what it has of the list of hits, when there is one. */
struct vt_gathered_page {
	int64_t		object, row;
	uint32_t	number, count;	/* of the page; of hits */
};
struct vt_gathered_hit {
	uint32_t	place, length;	/* in the index: words.h */
};

/* What a question collects into. */
struct vt_gather {
	struct vt_db		*db;
	struct vt_search_rows	at;		/* of the row at hand */
	sqlite3_stmt		*ahead;		/* the objects behind it, while they are near; or NULL */
	struct vt_rows		*rows;		/* of all objects, once that is worth while; or NULL */
	size_t			 rows_at, looked;	/* in rows; rows looked up without them */
	struct vt_gathered	objects;	/* by vt_gather_objects() */
	struct vt_gathered	pages, hits;	/* by vt_gather_pages() */
	bool			is_by_page, with_hits;
	/* Only these pages, in the order of their rows; borrowed; NULL: all. */
	const struct vt_gathered_page *wanted;
	size_t			wanted_count;
	bool			has_exact;	/* the last phrase is the exact form */
	bool			is_short;	/* no memory */
};
void	vt_gather_fini(struct vt_gather *g);

vt_err	vt_gather_register(struct vt_db *db) VT_MUST_CHECK;
/* Objects that have match, in the order of their rows. */
vt_err	vt_gather_objects(struct vt_db *db, struct vt_str match, struct vt_gather *g)
	    VT_MUST_CHECK;
/* The same for these objects alone (int64_t).  VT_E_UNSUPPORTED: they are too scattered in the
 * index, and all are to be asked for. */
#define VT_GATHER_RUNS_MAX 64	/* of rows, without others in between */
vt_err	vt_gather_some(struct vt_db *db, struct vt_str match, const struct vt_gathered *ids,
	    struct vt_gather *g) VT_MUST_CHECK;
/* The same for one word, past FTS5: terms, of which exact is the exact form (or count when
 * there is none).  VT_E_UNSUPPORTED: only FTS5 can tell, and nothing was gathered. */
vt_err	vt_gather_word(struct vt_db *db, const struct vt_str *terms, size_t count, size_t exact,
	    struct vt_gather *g) VT_MUST_CHECK;
/* Finds the object of a row, which is behind those asked for before; false: there is none.
 * To be ended with vt_gather_stop(). */
bool	vt_gather_locate(struct vt_gather *g, int64_t row);
void	vt_gather_stop(struct vt_gather *g);
/* The object at hand, at the end of the list; NULL: no memory, or it is beyond 32 bits. */
struct vt_gathered_object *vt_gather_object(struct vt_gather *g);
/* Pages with match in their text within first..last (rows), and how many hits each
 * has; with_hits: the hits themselves as well. */
vt_err	vt_gather_pages(struct vt_db *db, struct vt_str match, int64_t first, int64_t last,
	    struct vt_gather *g) VT_MUST_CHECK;

#endif
