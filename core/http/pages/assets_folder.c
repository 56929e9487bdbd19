/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assets out of folders: each file is read once, before the fork.  Hidden files and
 * links are left out.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/log.h"
#include "http/pages/assets_inside.h"

#define ASSETS_NAME_MAX 512 /* bytes of a name with its folders */

/* Where the walk is: an open folder and what its names begin with. */
struct assets_walk {
	struct vt_assets *assets;
	const char *root; /* for sentences */
	char prefix[ASSETS_NAME_MAX];
	unsigned depth;
};

static vt_err
assets_read(int fd, size_t len, char *bytes)
{
	size_t at = 0;
	ssize_t n;

	while (at < len) {
		n = read(fd, bytes + at, len - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (
			    vt_fail(VT_E_IO, "reading stopped after %zu of %zu bytes", at, len));
		at += (size_t)n;
	}
	return (VT_OK);
}

static vt_err
assets_add(struct vt_assets *assets, int fd, const struct stat *st, const char *name)
{
	char *bytes;
	vt_err err;

	if ((err = vt_assets_check(assets, st->st_size)) != VT_OK)
		return (err);
	if ((bytes = malloc((size_t)st->st_size + 1)) == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for %lld bytes", (long long)st->st_size));
	if ((err = assets_read(fd, (size_t)st->st_size, bytes)) != VT_OK) {
		free(bytes);
		return (err);
	}
	return (vt_assets_put(assets, name, (struct vt_str){ bytes, (size_t)st->st_size }));
}

static vt_err assets_walk(struct assets_walk *walk, int dir_fd);

static vt_err
assets_enter(struct assets_walk *walk, int fd, const char *name)
{
	struct assets_walk below = { .assets = walk->assets,
				     .root = walk->root,
				     .depth = walk->depth + 1 };
	int len = snprintf(below.prefix, sizeof(below.prefix), "%s%s/", walk->prefix, name);

	if (below.depth > VT_ASSETS_DEPTH_MAX || len < 0 || (size_t)len >= sizeof(below.prefix)) {
		(void)close(fd);
		return (
		    vt_fail(VT_E_TOOLARGE, "folders are more than %d deep", VT_ASSETS_DEPTH_MAX));
	}
	return (assets_walk(&below, fd));
}

/* One name of a folder: a file is read, a folder entered, the rest left out. */
static vt_err
assets_visit(struct assets_walk *walk, int dir_fd, const char *entry)
{
	char name[ASSETS_NAME_MAX];
	int len = snprintf(name, sizeof(name), "%s%s", walk->prefix, entry);
	int fd = openat(dir_fd, entry, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	vt_err err = VT_OK;

	if (fd < 0)
		return (errno == ELOOP ? VT_OK
				       : vt_fail(VT_E_IO, "%s/%s cannot be read: %s", walk->root,
						 entry, strerror(errno)));
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		return (assets_enter(walk, fd, entry));
	if (len < 0 || (size_t)len >= sizeof(name))
		err = vt_fail(VT_E_TOOLARGE, "its name is too long");
	else if (S_ISREG(st.st_mode))
		err = assets_add(walk->assets, fd, &st, name);
	(void)close(fd);
	return (err != VT_OK ? vt_fail_in(err, "%s: %s", walk->root, name) : VT_OK);
}

/* Takes dir_fd over. */
static vt_err
assets_walk(struct assets_walk *walk, int dir_fd)
{
	DIR *dir = fdopendir(dir_fd);
	struct dirent *entry;
	vt_err err = VT_OK;

	if (dir == NULL) {
		(void)close(dir_fd);
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", walk->root, strerror(errno)));
	}
	while (err == VT_OK && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			err = assets_visit(walk, dirfd(dir), entry->d_name);
	(void)closedir(dir);
	return (err);
}

vt_err
vt_assets_folder(struct vt_assets *assets, const char *root, const char *prefix)
{
	struct assets_walk walk = { .assets = assets, .root = root };
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT) {
		vt_log("http", VT_LOG_INFO, "there is no folder %s: no assets from there%s", root,
		       strcmp(prefix, VT_ASSETS_VENDOR) == 0
			   ? ", and so no deep zoom and no Mirador; `make vendor` fetches them"
			   : "");
		return (VT_OK);
	}
	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", root, strerror(errno)));
	(void)snprintf(walk.prefix, sizeof(walk.prefix), "%s", prefix);
	return (assets_walk(&walk, fd));
}
