/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the kernel about pages; never looks into them.  Called for stored tiles
 * (media/pyramid.c, http/way/memo.c, http/server/dispatch_send.c). */
#include "base/pages.h"

#include <sys/mman.h>
#include <unistd.h>

/* The whole pages that hold the bytes. */
static struct vt_str
vt_pages_around(struct vt_str bytes)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), at = (uintptr_t)bytes.p;
	uintptr_t from = at / page * page;

	return ((struct vt_str){ (const char *)from, (size_t)(at - from) + bytes.len });
}

bool
vt_pages_are_there(struct vt_str mapped)
{
	struct vt_str pages = vt_pages_around(mapped);
	size_t page = (size_t)sysconf(_SC_PAGESIZE), count = (pages.len + page - 1) / page;
	unsigned char there[VT_PAGES_MAX];

	if (count > VT_PAGES_MAX ||
	    mincore((void *)(uintptr_t)pages.p, pages.len, there) != 0)
		return (false);
	for (size_t i = 0; i < count; i++)
		if ((there[i] & 1) == 0)
			return (false);
	return (true);
}

void
vt_pages_want(struct vt_str mapped)
{
	struct vt_str pages = vt_pages_around(mapped);

	(void)madvise((void *)(uintptr_t)pages.p, pages.len, MADV_WILLNEED);
}
