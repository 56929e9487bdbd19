/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects that words find, kept in memory: so a word that many objects have is worked out
 * once, and after a change only for the objects that have changed (since.h).  One store
 * for the process, at most VT_KEPT_BYTES_MAX; what was asked for longest ago goes first.
 * Any thread, each in its own transaction.
 */
#ifndef VT_CATALOG_KEPT_H
#define VT_CATALOG_KEPT_H

#include "catalog/index/gather.h"

#define VT_KEPT_BYTES_MAX ((size_t)128 << 20)	/* a process; ten bytes an object and word */
#define VT_KEPT_LISTS_MAX 1024
#define VT_KEPT_LEAST	  256			/* objects; fewer are found as fast again */
#define VT_KEPT_CHANGED_MAX 1000		/* objects that may have changed meanwhile */

/* False: it is not there, or too old; else *objects, an empty list, is as it was put but for
 * the objects that have changed since; those are in *changed (int64_t, rising), and are to
 * be asked for. */
bool	vt_kept_get(struct vt_db *db, struct vt_str name, struct vt_gathered *objects,
	    struct vt_gathered *changed);
/* Keeps a copy of the list (struct vt_gathered_object, by row), if it is worth while and there
 * is room.  name says all that was asked. */
void	vt_kept_put(struct vt_db *db, struct vt_str name, const struct vt_gathered *objects);

#endif
