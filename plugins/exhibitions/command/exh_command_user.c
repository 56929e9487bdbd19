/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Root may read every folder; who reads it when visitors come is the server's user.  So
 * what is looked at before publishing is read as that user.
 */
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exh_command.h"

void
exh_user_find(struct exh_user *u, const char *name, const char *data_dir)
{
	const struct passwd	*pw = name[0] != '\0' ? getpwnam(name) : NULL;
	struct stat		 st;

	*u = (struct exh_user){ .uid = 0 };
	if (geteuid() != 0)
		return;
	if (pw != NULL) {
		u->uid = pw->pw_uid;
		u->gid = pw->pw_gid;
	} else if (name[0] == '\0' && stat(data_dir, &st) == 0) {
		u->uid = st.st_uid;
		u->gid = st.st_gid;
	}
}

void
exh_user_end(struct exh_user *u)
{
	if (u->uid == 0 || u->count < 0)
		return;
	if (seteuid(0) != 0 || setegid(0) != 0 || setgroups((size_t)u->count, u->groups) != 0)
		vt_log("exhibitions", VT_LOG_WARN, "root is not root any more: what follows may fail");
}

/* Where it cannot be, root stays root, who reads all. */
void
exh_user_begin(struct exh_user *u)
{
	if (u->uid == 0 || (u->count = getgroups(EXH_GROUPS_MAX, u->groups)) < 0)
		return;
	if (setgroups(1, &u->gid) != 0 || setegid(u->gid) != 0 || seteuid(u->uid) != 0)
		exh_user_end(u);
}
