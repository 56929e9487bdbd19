/* SPDX-License-Identifier: Apache-2.0 */
/* What is done to files at the end of a safe way (owned_walk.h): made, opened, given away,
 * moved, removed. */
#include "base/owned_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
owned_is_root(void)
{
	return (geteuid() == VT_OWNED_ROOT);
}

/* --- files ---------------------------------------------------------------------------- */

/* To whom dir belongs. */
static int
owned_give(int dir, int fd)
{
	struct stat of, st;

	if (fstat(dir, &of) != 0 || fstat(fd, &st) != 0)
		return (-1);
	if (of.st_uid == VT_OWNED_ROOT || (st.st_uid == of.st_uid && st.st_gid == of.st_gid))
		return (0);
	return (fchownat(fd, "", of.st_uid, of.st_gid, AT_EMPTY_PATH));
}

static int
owned_check(int fd, int flags)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return (-1);
	if (S_ISLNK(st.st_mode))
		return (vt_owned_fail(ELOOP));
	if (S_ISDIR(st.st_mode))
		return ((flags & O_DIRECTORY) != 0 ? 0 : vt_owned_fail(EISDIR));
	if (!S_ISREG(st.st_mode))
		return (vt_owned_fail(EINVAL));
	return ((flags & O_ACCMODE) != O_RDONLY && st.st_nlink > 1 ? vt_owned_fail(EMLINK) : 0);
}

/* One that is there; nothing waits for the other end of a pipe. */
static int
owned_open_old(const struct vt_owned_walk *w, int flags)
{
	const int not_yet = O_CREAT | O_EXCL | O_TRUNC;
	int fd = openat(w->dir, w->name, (flags & ~not_yet) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return (errno == ENXIO ? vt_owned_fail(EINVAL) : -1);
	if (owned_check(fd, flags) == 0 && ((flags & O_TRUNC) == 0 || ftruncate(fd, 0) == 0))
		return (fd);
	vt_owned_close(fd);
	return (-1);
}

static int
owned_open_new(const struct vt_owned_walk *w, int flags, mode_t mode)
{
	int fd = openat(w->dir, w->name, flags | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (fd < 0 || owned_give(w->dir, fd) == 0)
		return (fd);
	vt_owned_close(fd);
	return (-1);
}

/* Somebody else may make it, or remove it, right between two looks. */
static int
owned_open_any(const struct vt_owned_walk *w, int flags, mode_t mode)
{
	int fd = -1;

	for (int i = 0; i < 2; i++) {
		if ((flags & O_EXCL) == 0 &&
		    ((fd = owned_open_old(w, flags)) >= 0 || errno != ENOENT))
			return (fd);
		if ((flags & O_CREAT) == 0)
			return (fd);
		fd = owned_open_new(w, flags, mode);
		if (fd >= 0 || errno != EEXIST || (flags & O_EXCL) != 0)
			return (fd);
	}
	return (fd);
}

int
vt_owned_open(const char *path, int flags, mode_t mode)
{
	struct vt_owned_walk w;
	int fd;

	if (!owned_is_root())
		return (open(path, flags | O_CLOEXEC, mode));
	if (vt_owned_find(path, (flags & O_NOFOLLOW) == 0, &w) != 0)
		return (-1);
	fd = owned_open_any(&w, flags, mode);
	vt_owned_close(w.dir);
	return (fd);
}

int
vt_owned_mkdir(const char *path, mode_t mode)
{
	struct vt_owned_walk w;
	int rc, fd = -1;

	if (!owned_is_root())
		return (mkdir(path, mode));
	if (vt_owned_find(path, true, &w) != 0)
		return (-1);
	rc = mkdirat(w.dir, w.name, mode);
	if (rc == 0) {
		fd = openat(w.dir, w.name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		rc = fd >= 0 ? owned_give(w.dir, fd) : -1;
	}
	vt_owned_close(fd);
	vt_owned_close(w.dir);
	return (rc);
}

int
vt_owned_rename(const char *from, const char *to)
{
	struct vt_owned_walk a, b;
	int rc;

	if (!owned_is_root())
		return (rename(from, to));
	if (vt_owned_find(from, false, &a) != 0)
		return (-1);
	if ((rc = vt_owned_find(to, false, &b)) == 0) {
		rc = renameat(a.dir, a.name, b.dir, b.name);
		vt_owned_close(b.dir);
	}
	vt_owned_close(a.dir);
	return (rc);
}

int
vt_owned_remove(const char *path)
{
	struct vt_owned_walk w;
	int rc;

	if (!owned_is_root())
		return (remove(path));
	if (vt_owned_find(path, false, &w) != 0)
		return (-1);
	rc = unlinkat(w.dir, w.name, 0);
	if (rc != 0 && errno == EISDIR)
		rc = unlinkat(w.dir, w.name, AT_REMOVEDIR);
	vt_owned_close(w.dir);
	return (rc);
}

/* --- without opening them ------------------------------------------------------------- */

/* What stands there, as a place; both are to be closed after 0. */
static int
owned_look(const char *path, struct vt_owned_walk *w, int *fd_r)
{
	int fd;

	if (vt_owned_find(path, true, w) != 0)
		return (-1);
	fd = openat(w->dir, w->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && owned_check(fd, O_RDWR | O_DIRECTORY) == 0) {
		*fd_r = fd;
		return (0);
	}
	vt_owned_close(fd);
	vt_owned_close(w->dir);
	return (-1);
}

int
vt_owned_give(const char *path)
{
	struct vt_owned_walk w;
	int fd, rc;

	if (!owned_is_root())
		return (0);
	if (owned_look(path, &w, &fd) != 0)
		return (-1);
	rc = owned_give(w.dir, fd);
	vt_owned_close(fd);
	vt_owned_close(w.dir);
	return (rc);
}

int
vt_owned_chmod(const char *path, mode_t mode)
{
	struct vt_owned_walk w;
	char place[64];
	int fd, rc;

	if (!owned_is_root())
		return (chmod(path, mode));
	if (owned_look(path, &w, &fd) != 0)
		return (-1);
	(void)snprintf(place, sizeof(place), "/proc/self/fd/%d", fd);
	rc = chmod(place, mode);
	vt_owned_close(fd);
	vt_owned_close(w.dir);
	return (rc);
}

static int
owned_path(const struct vt_owned_walk *w, char path_r[VT_OWNED_PATH_MAX])
{
	char place[64], dir[VT_OWNED_PATH_MAX];
	ssize_t len;
	int n;

	(void)snprintf(place, sizeof(place), "/proc/self/fd/%d", w->dir);
	if ((len = readlink(place, dir, sizeof(dir) - 1)) < 0)
		return (-1);
	dir[len] = '\0';
	n = snprintf(path_r, VT_OWNED_PATH_MAX, "%s/%s", len == 1 ? "" : dir, w->name);
	return (n > 0 && n < VT_OWNED_PATH_MAX ? 0 : vt_owned_fail(ENAMETOOLONG));
}

int
vt_owned_path(const char *path, char path_r[VT_OWNED_PATH_MAX])
{
	struct vt_owned_walk w;
	int fd, rc;

	if (!owned_is_root()) {
		rc = snprintf(path_r, VT_OWNED_PATH_MAX, "%s", path);
		return (rc > 0 && rc < VT_OWNED_PATH_MAX ? 0 : vt_owned_fail(ENAMETOOLONG));
	}
	if (vt_owned_find(path, true, &w) != 0)
		return (-1);
	fd = openat(w.dir, w.name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	rc = fd < 0 ? (errno == ENOENT ? 0 : -1) : owned_check(fd, O_RDWR | O_DIRECTORY);
	vt_owned_close(fd);
	if (rc == 0)
		rc = owned_path(&w, path_r);
	vt_owned_close(w.dir);
	return (rc);
}

const char *
vt_owned_error(void)
{
	switch (errno) {
	case ELOOP:
		return ("it is, or lies behind, a symbolic link that is not root's, and root "
			"follows no other: remove it, or run this as the server's user");
	case EMLINK:
		return ("it is a second name of another file (a hard link), which root does not "
			"touch: remove it, or run this as the server's user");
	case EINVAL:
		return ("it is no regular file: move it away");
	default:
		return (strerror(errno));
	}
}
