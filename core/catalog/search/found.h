/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects that a question finds, with how well: worked out word by word, since a word
 * may stand in the title and another one on some page.  SQL reads them as the table
 * vt_found(?) with the columns id, every (found in all that is known of it) and about
 * (found in what may be known of it when its text is not open); a number that is lower
 * the better it fits, or NULL where it is not found so.
 */
#ifndef VT_CATALOG_FOUND_H
#define VT_CATALOG_FOUND_H

#include "catalog/db/db.h"
#include "catalog/index/gather.h"
#include "catalog/search/query.h"

#define VT_FOUND_POINTER "vt_found"

struct vt_found {
	uint32_t object, row;	/* row: gather.h */
	float	 every, about;	/* NAN: not found so */
};

vt_err	vt_found_register(struct vt_db *db) VT_MUST_CHECK;
/* Asks the index; the list (of struct vt_found, by row) is to be freed with
 * vt_gathered_fini(). */
vt_err	vt_found_ask(struct vt_db *db, const struct vt_query_node *root,
	    struct vt_gathered *found) VT_MUST_CHECK;

#endif
