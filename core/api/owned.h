/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files in folders of another user, data.dir above all, when root runs a command: who owns
 * the folder may have put a symbolic link there that leads to what only root may write.
 * So root follows no link but its own, wherever it stands in the path; it opens regular
 * files (with O_DIRECTORY: folders) only; it neither writes to, nor gives away, a file that
 * has a second name; and what it makes belongs to whom the folder belongs.  For everybody
 * else these are the system's own calls.  Any thread; 0 or a descriptor, else -1 and
 * errno, which vt_owned_error() puts into words.
 * Since 2.5.
 */
#ifndef VT_API_OWNED_H
#define VT_API_OWNED_H

#include <sys/types.h>

#include "err.h"

#define VT_OWNED_PATH_MAX 4096	/* bytes of a path, with its end */

/* Closed when another program is run (O_CLOEXEC).  The mode is that of a new file. */
VT_API int	vt_owned_open(const char *path, int flags, mode_t mode) VT_MUST_CHECK;
VT_API int	vt_owned_mkdir(const char *path, mode_t mode) VT_MUST_CHECK;
/* A link as the last name is itself renamed, or removed; so is an empty folder. */
VT_API int	vt_owned_rename(const char *from, const char *to) VT_MUST_CHECK;
VT_API int	vt_owned_remove(const char *path);
/* To the owner of its folder, when root asks. */
VT_API int	vt_owned_give(const char *path) VT_MUST_CHECK;
/* Opens nothing: the locks that this process has on the file stay. */
VT_API int	vt_owned_chmod(const char *path, mode_t mode) VT_MUST_CHECK;
/* For libraries that want a path: for root the one without links, which they are to open
 * without following any (SQLITE_OPEN_NOFOLLOW); what stands there is looked at as before
 * writing to it, and may also be missing. */
VT_API int	vt_owned_path(const char *path, char path_r[VT_OWNED_PATH_MAX]) VT_MUST_CHECK;
/* Why the last of these failed, with the mend, from errno. */
VT_API const char *vt_owned_error(void);

#endif
