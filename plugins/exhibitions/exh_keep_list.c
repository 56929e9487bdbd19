/* SPDX-License-Identifier: Apache-2.0 */
/* Which folders there are, and which are overlooked. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "exh_keep.h"

static int
exh_slug_order(const void *a, const void *b)
{
	return (vt_str_cmp(*(const struct vt_str *)a, *(const struct vt_str *)b));
}

static bool
exh_is_exhibition(int dir, const char *slug)
{
	char	path[EXH_SLUG_MAX + sizeof("/exhibition.yaml")];

	(void)snprintf(path, sizeof(path), "%.*s/exhibition.yaml", EXH_SLUG_MAX, slug);
	return (faccessat(dir, path, F_OK, 0) == 0);
}

vt_err
exh_slugs(struct vt_arena *a, const char *dir, struct vt_str **list_r, size_t *count_r)
{
	struct vt_str	*list = vt_arena_array(a, EXH_MAX, sizeof(*list));
	DIR		*d = opendir(dir);
	struct dirent	*e;
	size_t		 count = 0;

	if (d == NULL && errno != ENOENT)
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", dir, strerror(errno)));
	while (d != NULL && list != NULL && count < EXH_MAX && (e = readdir(d)) != NULL)
		if (exh_is_slug(vt_str_of(e->d_name)) && exh_is_exhibition(dirfd(d), e->d_name))
			list[count++] = vt_str_dup(a, vt_str_of(e->d_name));
	if (d != NULL)
		(void)closedir(d);
	if (list == NULL)
		return (VT_E_LIMIT);
	qsort(list, count, sizeof(*list), exh_slug_order);
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}

/* --- what is overlooked -------------------------------------------------------------------- */

static bool
exh_has_file(struct vt_arena *a, int dir, const char *folder, const char *name)
{
	const char	*path = vt_str_c(a, vt_str_printf(a, "%s/%s", folder, name));

	return (path != NULL && faccessat(dir, path, F_OK, 0) == 0);
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
	struct vt_str	*list = vt_arena_array(a, EXH_MAX, sizeof(*list)), why;
	DIR		*d = opendir(dir);
	struct dirent	*e;
	size_t		 count = 0;

	while (d != NULL && list != NULL && count < EXH_MAX && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' &&
		    (why = exh_missed_why(a, dirfd(d), e->d_name)).len > 0)
			list[count++] = why;
	if (d != NULL)
		(void)closedir(d);
	if (list == NULL)
		return (VT_E_LIMIT);
	qsort(list, count, sizeof(*list), exh_slug_order);
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}
