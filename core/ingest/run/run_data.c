/* SPDX-License-Identifier: Apache-2.0 */
/* The folder of the library: found, made, or what stands in its way. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/owned.h"
#include "ingest/run/run.h"

/* The folder that data.dir is to be made in. */
static const char *
vt_run_above_data(struct vt_run *run)
{
	struct vt_str above = vt_str_of(run->o.data_dir);

	while (above.len > 1 && above.p[above.len - 1] == '/')
		above.len--;
	if (memchr(above.p, '/', above.len) == NULL)
		return (".");
	above = vt_tree_folder(above);
	return (vt_str_c(run->arena, above.len != 0 ? above : VT_STR("/")));
}

static vt_err
vt_run_cannot_make(const struct vt_run *run)
{
	return (
	    vt_fail(VT_E_IO, "data.dir %s cannot be made: %s", run->o.data_dir, vt_owned_error()));
}

/* A dry run looks whether it could be. */
static vt_err
vt_run_make_new(struct vt_run *run)
{
	const char *dir = run->o.data_dir, *above = vt_run_above_data(run);
	bool is_there;

	if (above == NULL)
		return (VT_E_LIMIT);
	if (access(above, F_OK) != 0)
		return (vt_fail(VT_E_NOTFOUND,
				"data.dir %s cannot be made: there is no folder %s; make that, or "
				"put data.dir right",
				dir, above));
	is_there = run->o.is_dry ? access(above, W_OK | X_OK) == 0 : vt_owned_mkdir(dir, 0755) == 0;
	if (!is_there)
		return (vt_run_cannot_make(run));
	run->report.made_data_dir = true;
	return (VT_OK);
}

vt_err
vt_run_make_data(struct vt_run *run)
{
	const char *dir = run->o.data_dir;
	struct stat st;

	if (dir[0] == '\0')
		return (vt_fail(VT_E_BADARG, "data.dir is empty: name the folder that is to hold "
					     "the catalogue"));
	if (stat(dir, &st) == 0)
		return (S_ISDIR(st.st_mode)
			    ? VT_OK
			    : vt_fail(VT_E_BADARG, "data.dir %s is no folder: name one", dir));
	return (errno == ENOENT ? vt_run_make_new(run) : vt_run_cannot_make(run));
}
