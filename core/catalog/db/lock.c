/* SPDX-License-Identifier: Apache-2.0 */
/* The writer's lock.  Its file says whose it is, for the sentence that the
 * second one has; it stays when the lock is gone. */
#include "catalog/db/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "api/owned.h"

static vt_err
vt_lock_refuse(int fd, const char *path)
{
	char pid[32];
	ssize_t len = pread(fd, pid, sizeof(pid) - 1, 0);

	pid[len > 0 ? len : 0] = '\0';
	pid[strspn(pid, "0123456789")] = '\0';
	return (vt_fail(VT_E_CONFLICT,
			"another ingest is running (process %s, which holds %s): wait until it "
			"has ended",
			pid[0] != '\0' ? pid : "unknown", path));
}

static vt_err
vt_lock_try(int fd, const char *path)
{
	char pid[32];
	int len;

	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		return (errno == EWOULDBLOCK
			    ? vt_lock_refuse(fd, path)
			    : vt_fail(VT_E_IO, "%s cannot be locked: %s", path, strerror(errno)));
	len = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)len, 0) != len)
		return (vt_fail(VT_E_IO, "%s cannot be written: %s", path, strerror(errno)));
	return (VT_OK);
}

vt_err
vt_lock_take(const char *data_dir, int *fd_r)
{
	char *path;
	vt_err err;
	int fd;

	if (asprintf(&path, "%s/" VT_LOCK_NAME, data_dir) < 0)
		return (vt_fail(VT_E_NOMEM, "no memory to lock %s", data_dir));
	fd = vt_owned_open(path, O_RDWR | O_CREAT, 0644);
	if (fd < 0)
		err = vt_fail(VT_E_IO,
			      "%s cannot be opened: %s; it and its folder are to be the "
			      "server's user's (server.user)",
			      path, vt_owned_error());
	else
		err = vt_lock_try(fd, path);
	free(path);
	if (err == VT_OK)
		*fd_r = fd;
	else if (fd >= 0)
		(void)close(fd);
	return (err);
}

void
vt_lock_drop(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}
