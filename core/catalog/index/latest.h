/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Something large that is made of the whole catalogue and that the threads of a process
 * share: one, of the latest state that was asked for.  One thread makes it, from the one
 * before where there is one, and without a lock; the others do without meanwhile, or go
 * on with what they hold.  Who works with it holds it, and gives it back.
 */
#ifndef VT_CATALOG_LATEST_H
#define VT_CATALOG_LATEST_H

#include <pthread.h>
#include <stdatomic.h>

#include "catalog/db/db.h"
#include "catalog/index/since.h"

/* What such a thing begins with: who makes it says {1, how it is freed}. */
struct vt_latest_thing {
	atomic_uint	 held;
	void		(*free)(struct vt_latest_thing *thing);
};

/* A static one, with these and VT_LATEST_LOCK. */
struct vt_latest {
	/* Of the state now, in whose transaction this is called; before, of the state then, may
	 * be NULL.  NULL: it cannot be made. */
	struct vt_latest_thing *(*make)(struct vt_db *db, const struct vt_latest_thing *before,
	    const struct vt_since *then, const struct vt_since *now);
	/* Whether to make the first one, wanted so much since the last attempt; NULL: always. */
	bool	(*is_worth)(struct vt_db *db, size_t wanted);
	/* The rest is under the lock. */
	pthread_mutex_t		 lock;
	struct vt_latest_thing	*kept;		/* of that state, or NULL */
	struct vt_since		 state;
	size_t			 wanted;
	bool			 is_making;
};
#define VT_LATEST_LOCK .lock = PTHREAD_MUTEX_INITIALIZER

/* In a transaction; wanted: how much, 0: only what there is.  Any thread.  NULL: there is
 * none of the transaction's state (yet). */
struct vt_latest_thing *vt_latest_take(struct vt_latest *l, struct vt_db *db, size_t wanted);
void	vt_latest_give(struct vt_latest_thing *thing);	/* which may be NULL */

#endif
