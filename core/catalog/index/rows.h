/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which rows of the search index are of which object: looked up one by one as long as
 * few are asked for, and kept in memory, 8 bytes an object, once as many were looked up
 * as reading all of them takes.  One list for the process, of the latest state of the
 * catalogue that was asked for; who works with it holds it.  After a change only the rows
 * of the objects that have changed are read anew (since.h).
 */
#ifndef VT_CATALOG_ROWS_H
#define VT_CATALOG_ROWS_H

#include "catalog/db/db.h"
#include "catalog/index/gathered.h"

#define VT_ROWS_LOOKED 256			/* lookups between two questions for the list */
#define VT_ROWS_WORTH	32			/* objects read in one go while one is looked up */
#define VT_ROWS_MAX	((size_t)16 << 20)	/* objects; of more no list is kept */

/* The rows of an object. */
struct vt_search_rows {
	int64_t	object, first, pages;	/* first: its own, 0: none; then one for each page */
};
/* first 0 where it has none. */
vt_err	vt_search_rows_of(struct vt_db *db, int64_t object, struct vt_search_rows *r)
	    VT_MUST_CHECK;
/* Of these objects (int64_t) that have rows, in the order of their rows. */
vt_err	vt_search_rows_of_all(struct vt_db *db, const struct vt_gathered *ids,
	    struct vt_gathered *rows) VT_MUST_CHECK;

struct vt_rows;
/* In a transaction, after looked more lookups.  Any thread.  NULL: there is none (yet). */
struct vt_rows *vt_rows_take(struct vt_db *db, size_t looked);
void	vt_rows_give(struct vt_rows **rows);	/* *rows may be NULL, and becomes so */
/* The object that has the row; *at, 0 at first, is where the search begins, since rows are
 * asked for in order.  False: the row comes before all of them. */
bool	vt_rows_find(const struct vt_rows *rows, size_t *at, int64_t row,
	    struct vt_search_rows *found_r);

#endif
