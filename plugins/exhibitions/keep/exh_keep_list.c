/* SPDX-License-Identifier: Apache-2.0 */
/* Which folders there are, and which are overlooked. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "exh_keep.h"

static int
exh_slug_order(const void *a, const void *b)
{
	return (vt_str_cmp(*(const struct vt_str *)a, *(const struct vt_str *)b));
}

static bool
exh_has_file(struct vt_arena *a, int dir, const char *folder, const char *name)
{
	const char	*path = vt_str_c(a, vt_str_printf(a, "%s/%s", folder, name));

	return (path != NULL && faccessat(dir, path, F_OK, 0) == 0);
}

/* What a folder in dir is put on a list as; empty: it is not.  Borrowed of it, or of a. */
typedef struct vt_str exh_listed_as(struct vt_arena *a, int dir, const char *folder);

static vt_err
exh_list_add(struct vt_arena *a, int dir, const char *folder, exh_listed_as *as,
    struct vt_str *list, size_t *count)
{
	struct vt_str	text = as(a, dir, folder);

	if (text.len == 0)
		return (VT_OK);
	list[*count] = vt_str_dup(a, text);
	return (list[(*count)++].p != NULL ? VT_OK : VT_E_LIMIT);
}

/* In order; none where there is no dir. */
static vt_err
exh_list(struct vt_arena *a, const char *dir, exh_listed_as *as, struct vt_str **list_r,
    size_t *count_r)
{
	struct vt_str	*list = vt_arena_array(a, EXH_MAX, sizeof(*list));
	DIR		*d = opendir(dir);
	struct dirent	*e;
	vt_err		 err = list != NULL ? VT_OK : VT_E_LIMIT;

	if (d == NULL && errno != ENOENT)
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", dir, strerror(errno)));
	*count_r = 0;
	while (d != NULL && err == VT_OK && *count_r < EXH_MAX && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			err = exh_list_add(a, dirfd(d), e->d_name, as, list, count_r);
	if (d != NULL)
		(void)closedir(d);
	if (err == VT_OK)
		qsort(list, *count_r, sizeof(*list), exh_slug_order);
	*list_r = list;
	return (err);
}

static struct vt_str
exh_slug_of(struct vt_arena *a, int dir, const char *folder)
{
	return (exh_is_slug(vt_str_of(folder)) && exh_has_file(a, dir, folder, "exhibition.yaml") ?
	    vt_str_of(folder) : VT_STR_NONE);
}

vt_err
exh_slugs(struct vt_arena *a, const char *dir, struct vt_str **list_r, size_t *count_r)
{
	return (exh_list(a, dir, exh_slug_of, list_r, count_r));
}

/* Empty: it is none, or one that is seen. */
static struct vt_str
exh_missed_why(struct vt_arena *a, int dir, const char *folder)
{
	static const char *const	others[] = { "exhibition.yml", "exhibition.yaml.txt",
					    "Exhibition.yaml" };

	if (exh_has_file(a, dir, folder, "exhibition.yaml"))
		return (exh_is_slug(vt_str_of(folder)) ? VT_STR_NONE : vt_str_printf(a,
		    "the folder '%s' is shown to nobody: its name is an address, of small letters "
		    "without diacritics, digits and '-'", folder));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (exh_has_file(a, dir, folder, others[i]))
			return (vt_str_printf(a, "the folder '%s' is shown to nobody: its %s must be "
			    "called exhibition.yaml", folder, others[i]));
	return (VT_STR_NONE);
}

vt_err
exh_slugs_missed(struct vt_arena *a, const char *dir, struct vt_str **list_r, size_t *count_r)
{
	return (exh_list(a, dir, exh_missed_why, list_r, count_r));
}
