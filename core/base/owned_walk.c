/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks a path name by name with descriptors, so that nothing on the way can be exchanged
 * for something else between the look and the use.
 */
#include "base/owned_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OWNED_LINKS_MAX	40	/* followed on one way, as the kernel does */

void
vt_owned_close(int fd)
{
	int error = errno;

	if (fd >= 0)
		(void)close(fd);
	errno = error;
}

int
vt_owned_fail(int error)
{
	errno = error;
	return (-1);
}

/* The next name of the way, which it leaves; false at its end. */
static bool
owned_next(struct vt_owned_walk *w)
{
	const char *start = w->rest + strspn(w->rest, "/");
	size_t len = strcspn(start, "/");

	if (len == 0 || len > NAME_MAX) {
		errno = len == 0 ? 0 : ENAMETOOLONG;
		return (false);
	}
	memcpy(w->name, start, len);
	w->name[len] = '\0';
	start += len;
	start += strspn(start, "/");
	memmove(w->rest, start, strlen(start) + 1);
	return (true);
}

static int
owned_begin(struct vt_owned_walk *w)
{
	vt_owned_close(w->dir);
	w->dir = open(w->rest[0] == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return (w->dir < 0 ? -1 : 0);
}

/* What the link says becomes the beginning of the way. */
static int
owned_follow(struct vt_owned_walk *w, int link, const struct stat *st)
{
	char text[VT_OWNED_PATH_MAX], rest[VT_OWNED_PATH_MAX];
	ssize_t len;
	int n;

	if (st->st_uid != VT_OWNED_ROOT || ++w->links > OWNED_LINKS_MAX)
		return (vt_owned_fail(ELOOP));
	if ((len = readlinkat(link, "", text, sizeof(text) - 1)) <= 0)
		return (len < 0 ? -1 : vt_owned_fail(ENOENT));
	text[len] = '\0';
	n = snprintf(rest, sizeof(rest), "%s/%s", text, w->rest);
	if (n < 0 || (size_t)n >= sizeof(rest))
		return (vt_owned_fail(ENAMETOOLONG));
	memcpy(w->rest, rest, (size_t)n + 1);
	return (text[0] == '/' ? owned_begin(w) : 0);
}

/* One name on: 1 when it is the last one. */
static int
owned_step(struct vt_owned_walk *w)
{
	bool is_last = w->rest[0] == '\0';
	struct stat st;
	int fd, rc;

	if (is_last && !w->follows_last)
		return (1);
	fd = openat(w->dir, w->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return (is_last && errno == ENOENT ? 1 : -1);
	if (fstat(fd, &st) != 0) {
		rc = -1;
	} else if (S_ISLNK(st.st_mode)) {
		rc = owned_follow(w, fd, &st);
	} else if (is_last) {
		rc = 1;
	} else {
		vt_owned_close(w->dir);
		w->dir = fd;
		return (0);
	}
	vt_owned_close(fd);
	return (rc);
}

int
vt_owned_find(const char *path, bool follows_last, struct vt_owned_walk *w)
{
	size_t len = strlen(path);
	int rc = 0;

	w->dir = -1;
	w->links = 0;
	w->follows_last = follows_last;
	if (len == 0 || len >= sizeof(w->rest))
		return (vt_owned_fail(len == 0 ? ENOENT : ENAMETOOLONG));
	memcpy(w->rest, path, len + 1);
	if (owned_begin(w) != 0)
		return (-1);
	while (rc == 0 && owned_next(w))
		rc = owned_step(w);
	if (rc == 0 && errno == 0)	/* "/", or a link to where we are */
		memcpy(w->name, ".", sizeof("."));
	if (rc == 1 || (rc == 0 && errno == 0))
		return (0);
	vt_owned_close(w->dir);
	return (-1);
}
