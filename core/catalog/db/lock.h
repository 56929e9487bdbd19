/* SPDX-License-Identifier: Apache-2.0 */
/* One writer at a time: a lock on data_dir/ingest.lock that the kernel lets go
 * of when its process ends, however it ends. */
#ifndef VT_CATALOG_LOCK_H
#define VT_CATALOG_LOCK_H

#include "api/err.h"

#define VT_LOCK_NAME "ingest.lock"

/* VT_E_CONFLICT names the process that holds it. */
vt_err	vt_lock_take(const char *data_dir, int *fd_r) VT_MUST_CHECK;
void	vt_lock_drop(int *fd);	/* -1: none; becomes -1 */

#endif
