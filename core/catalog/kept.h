/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What words find, kept as long as the catalogue is in the same state: so a word that
 * many objects have is worked out once for each change of it, not for each question.
 * One store for the process, at most VT_KEPT_BYTES_MAX; what was asked for longest ago
 * goes first.  Any thread, each in its own transaction.
 */
#ifndef VT_CATALOG_KEPT_H
#define VT_CATALOG_KEPT_H

#include "catalog/found.h"

#define VT_KEPT_BYTES_MAX ((size_t)128 << 20)	/* a process; ten bytes an object and word */
#define VT_KEPT_LISTS_MAX 1024
#define VT_KEPT_LEAST	  256			/* objects; fewer are found as fast again */

/* False: it is not there; else *found, an empty list, is as it was put. */
bool	vt_kept_get(struct vt_db *db, struct vt_str name, struct vt_gathered *found);
/* Keeps a copy of the list, by row, if it is worth while and there is room.  name says
 * all that was asked. */
void	vt_kept_put(struct vt_db *db, struct vt_str name, const struct vt_gathered *found);

#endif
