/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As root: data.dir and all that is made there is given to the server's user, who
 * reads it without root's rights.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "api/owned.h"
#include "catalog/db/lock.h"
#include "ingest/run/run.h"

#define VT_RUN_GROUPS_MAX 256

vt_err
vt_run_find_user(struct vt_run *run)
{
	const struct passwd *pw;
	struct stat st;

	run->uid = (uid_t)-1;
	run->gid = (gid_t)-1;
	if (geteuid() != 0)
		return (VT_OK);
	if (run->o.user[0] == '\0') {
		if (stat(run->o.data_dir, &st) == 0 && st.st_uid != 0) {
			run->uid = st.st_uid;
			run->gid = st.st_gid;
		}
		return (VT_OK);
	}
	pw = getpwnam(run->o.user);
	if (pw == NULL)
		return (vt_fail(VT_E_BADARG, "server.user: there is no user \"%s\" on this machine",
				run->o.user));
	run->uid = pw->pw_uid;
	run->gid = pw->pw_gid;
	return (VT_OK);
}

static vt_err vt_run_own_entry(const struct vt_run *run, int dir, const char *name, unsigned depth);

static vt_err
vt_run_own_failed(const struct vt_run *run, const char *name)
{
	return (vt_fail(VT_E_IO, "%s in %s cannot be given to the server's user: %s", name,
			run->o.data_dir, vt_owned_error()));
}

/* All in a folder: before the folder itself, which is looked into only once. */
static vt_err
vt_run_own_below(const struct vt_run *run, int dir, const char *name, unsigned depth)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *e;
	vt_err err = VT_OK;

	if (d == NULL) {
		err = fd < 0 && errno == ENOENT ? VT_OK : vt_run_own_failed(run, name);
		if (fd >= 0)
			(void)close(fd);
		return (err);
	}
	for (errno = 0; err == VT_OK && (e = readdir(d)) != NULL; errno = 0)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			err = vt_run_own_entry(run, dirfd(d), e->d_name, depth + 1);
	if (err == VT_OK && errno != 0)
		err = vt_run_own_failed(run, name);
	(void)closedir(d);
	return (err);
}

/* What is looked at is what is given.  A link is left alone: one of root's leads where the
 * administrator wants it; and a file that has a second name may be anybody's. */
static vt_err
vt_run_own_give(const struct vt_run *run, int dir, const char *name)
{
	int fd = openat(dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	vt_err err = VT_OK;

	if (fd < 0)
		return (errno == ENOENT ? VT_OK : vt_run_own_failed(run, name));
	if (fstat(fd, &st) != 0)
		err = vt_run_own_failed(run, name);
	else if (S_ISREG(st.st_mode) && st.st_nlink > 1 && (errno = EMLINK) != 0)
		err = vt_run_own_failed(run, name);
	else if ((S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) &&
		 fchownat(fd, "", run->uid, run->gid, AT_EMPTY_PATH) != 0)
		err = vt_run_own_failed(run, name);
	(void)close(fd);
	return (err);
}

/* One entry of the folder dir; what is below it only where it was another's, which
 * it is once: later runs give what they make themselves.  So a folder is given last,
 * when all below it was. */
static vt_err
vt_run_own_entry(const struct vt_run *run, int dir, const char *name, unsigned depth)
{
	struct stat st;
	vt_err err = VT_OK;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return (errno == ENOENT ? VT_OK
					: vt_fail(VT_E_IO, "%s: %s", name, strerror(errno)));
	if (st.st_uid == run->uid && st.st_gid == run->gid)
		return (VT_OK);
	if (S_ISDIR(st.st_mode) && depth < VT_RUN_OWN_DEPTH && strcmp(name, ".") != 0)
		err = vt_run_own_below(run, dir, name, depth);
	return (err == VT_OK ? vt_run_own_give(run, dir, name) : err);
}

/* Only what is ours by its name: data.dir may be a folder that was meant otherwise. */
vt_err
vt_run_own(struct vt_run *run)
{
	static const char *const names[] = { ".",      "catalog.db", "catalog.db-wal",
					     "images", "files",	     "catalog.db-shm",
					     "secret", VT_LOCK_NAME, VT_HASHES_NAME,
					     NULL };
	vt_err err = VT_OK;
	int dir;

	if (run->uid == (uid_t)-1)
		return (VT_OK);
	dir = vt_owned_open(run->o.data_dir, O_RDONLY | O_DIRECTORY, 0);
	if (dir < 0)
		return (vt_fail(VT_E_IO, "data.dir %s cannot be opened: %s", run->o.data_dir,
				vt_owned_error()));
	for (size_t i = 0; names[i] != NULL && err == VT_OK; i++)
		err = vt_run_own_entry(run, dir, names[i], 0);
	(void)close(dir);
	return (err);
}

/* --- what the server reads where it lies ------------------------------------------- */

static bool
vt_run_can_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0)
		(void)close(fd);
	return (fd >= 0 || errno != EACCES);
}

/* The kernel is asked, which knows access lists and all: for a moment this thread, and no
 * other, opens files as the server's user (setgroups() of the library would change all). */
bool
vt_run_may_serve(const struct vt_run *run, const char *path)
{
	gid_t groups[VT_RUN_GROUPS_MAX];
	int count;
	bool may = true;

	if (run->uid == (uid_t)-1 || (count = getgroups(VT_RUN_GROUPS_MAX, groups)) < 0 ||
	    syscall(SYS_setgroups, 1, &run->gid) != 0)
		return (true);
	(void)setfsgid(run->gid);
	(void)setfsuid(run->uid);
	may = vt_run_can_open(path);
	(void)setfsuid(geteuid());
	(void)setfsgid(getegid());
	return (syscall(SYS_setgroups, count, groups) == 0 && may);
}
