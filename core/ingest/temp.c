/* SPDX-License-Identifier: Apache-2.0 */
/* Removing what ingest unpacked, also what a killed run left. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

#include "ingest/archive.h"

#define VT_TEMP_FOLDERS_OPEN 16 /* descriptors that walking may use */

static int
vt_temp_remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st, (void)flag, (void)where;
	return (remove(path) == 0 || errno == ENOENT ? 0 : -1);
}

vt_err
vt_temp_remove(const char *path)
{
	/* FTW_PHYS: a link is removed, not what it leads to. */
	if (nftw(path, vt_temp_remove_one, VT_TEMP_FOLDERS_OPEN,
		 FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0 &&
	    errno != ENOENT)
		return (vt_fail(VT_E_IO, "%s cannot be removed: %s", path, strerror(errno)));
	return (VT_OK);
}
