/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Removing what ingest unpacked, also what a killed run left: folder by folder with
 * descriptors, so that nobody can put a link in the way while root is at it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "api/owned.h"
#include "ingest/folder/archive.h"

#define VT_TEMP_DEPTH_MAX (4 * VT_ARCHIVE_DEPTH_MAX) /* folders in each other */

static bool vt_temp_empty(int fd, unsigned depth);

static bool
vt_temp_remove_at(int dir, const char *name, unsigned depth)
{
	int fd;

	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return (true);
	if (errno != EISDIR)
		return (false);
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return (fd >= 0 && vt_temp_empty(fd, depth + 1) && unlinkat(dir, name, AT_REMOVEDIR) == 0);
}

/* Closes fd. */
static bool
vt_temp_empty(int fd, unsigned depth)
{
	DIR *d = depth <= VT_TEMP_DEPTH_MAX ? fdopendir(fd) : NULL;
	const struct dirent *e;
	bool is_good = d != NULL;

	if (d == NULL) {
		(void)close(fd);
		errno = depth > VT_TEMP_DEPTH_MAX ? ENAMETOOLONG : errno;
		return (false);
	}
	while (is_good && (e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			is_good = vt_temp_remove_at(dirfd(d), e->d_name, depth);
	(void)closedir(d);
	return (is_good);
}

vt_err
vt_temp_remove(const char *path)
{
	/* A link is removed, not what it leads to. */
	int fd = vt_owned_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);

	if ((fd >= 0 && !vt_temp_empty(fd, 0)) || (vt_owned_remove(path) != 0 && errno != ENOENT))
		return (
		    vt_fail(VT_E_IO, "%s cannot be removed: %s", path, vt_owned_error()));
	return (VT_OK);
}
