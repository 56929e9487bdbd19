/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that are called almost as they should be: "LT.md", "lt.md.txt" (which some systems
 * show as "lt.md"), "Varpas.MP3", a sound beside media/ instead of in it.
 */
#include <dirent.h>
#include <stdio.h>

#include "exh_load.h"

static bool
exh_is_near(struct vt_str name, struct vt_str wanted)
{
	struct vt_str	end = VT_STR(".txt");

	if (name.len == wanted.len + end.len &&
	    vt_str_eq_nocase(vt_str_sub(name, wanted.len, end.len), end))
		name.len = wanted.len;
	return (vt_str_eq_nocase(name, wanted));
}

/* prefix: "" or "media/", of the folder that is looked through. */
static void
exh_near_in(struct exh_load *l, const struct vt_yaml *y, struct vt_str wanted, const char *prefix,
    struct vt_str name)
{
	const char	*path = vt_str_c(l->scratch, vt_str_printf(l->scratch, "%s/%s", l->folder, prefix));
	DIR		*d = path != NULL ? opendir(path) : NULL;
	struct dirent	*e;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (exh_is_near(vt_str_of(e->d_name), name))
			exh_error(l, y, "bad_file_spelling", "%s%s → %.*s", prefix, e->d_name,
			    VT_STR_ARG(wanted));
	if (d != NULL)
		(void)closedir(d);
}

void
exh_load_near(struct exh_load *l, const struct vt_yaml *y, struct vt_str name)
{
	struct vt_str	media = VT_STR("media/");

	if (vt_str_starts(name, media)) {
		exh_near_in(l, y, name, "media/", vt_str_sub(name, media.len, name.len));
		exh_near_in(l, y, name, "", vt_str_sub(name, media.len, name.len));
	} else
		exh_near_in(l, y, name, "", name);
}
