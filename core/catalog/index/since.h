/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A state of the catalogue as a transaction sees it, and which objects have changed
 * between two of them: so what is kept in memory of all objects is made anew only of
 * those.  All that is made of an object changes with a line in the list of changes, or
 * with that of all objects (an index by other rules), which leaves a trace of its own.
 */
#ifndef VT_CATALOG_SINCE_H
#define VT_CATALOG_SINCE_H

#include "catalog/db/db.h"
#include "catalog/index/gathered.h"

#define VT_SINCE_OBJECTS_MAX 100000	/* changed ones; of more all is made anew */
#define VT_SINCE_STATE_LEN   16

struct vt_since {
	char		 state[VT_SINCE_STATE_LEN];
	struct vt_str	 of;			/* which catalogue, by which rules; on the heap */
	int64_t		 change, time, object;	/* the last line of the list of changes */
	int64_t		 last;			/* highest rowid of an object */
};

/* To be ended with vt_since_fini(), also after an error. */
vt_err	vt_since_read(struct vt_db *db, struct vt_since *s_r) VT_MUST_CHECK;
void	vt_since_fini(struct vt_since *s);
bool	vt_since_is(const struct vt_since *a, const struct vt_since *b);
/* Whether now, of the same catalogue, is a state of before that. */
bool	vt_since_is_past(const struct vt_since *now, const struct vt_since *than);
/* Objects that have changed from before to now (the state of the transaction), as int64_t,
 * rising.  False: that is not known, or they are too many. */
bool	vt_since_objects(struct vt_db *db, const struct vt_since *before,
	    const struct vt_since *now, struct vt_gathered *ids);
/* Leaves the trace, in the transaction that makes something of all objects anew. */
vt_err	vt_since_all(struct vt_db *db) VT_MUST_CHECK;

#endif
