/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the bytes of a mapped file are in memory, so that the event loop can give
 * them to the kernel without waiting for a disk.  Any thread. */
#ifndef VT_BASE_PAGES_H
#define VT_BASE_PAGES_H

#include "api/str.h"

#define VT_PAGES_MAX 256 /* that are asked about; of more: no */

/* One question to the kernel (mincore(2)), which of other people's files says yes. */
bool vt_pages_are_there(struct vt_str mapped);
/* Has them read, without waiting for it. */
void vt_pages_want(struct vt_str mapped);

#endif
