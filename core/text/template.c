/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The set of templates: the files of a folder, read first and then compiled,
 * so that each can name any other as a partial.
 */
#include "text/template.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/template_inside.h"

#define VT_TEMPLATE_ARENA      (256 * 1024 * 1024) /* bytes for all of them */
#define VT_TEMPLATE_FOLDER_MAX 8		   /* folders within each other */
#define VT_TEMPLATE_ENDING     ".mustache"

static vt_err
vt_template_read_fd(struct vt_templates *set, struct vt_template *t, int fd)
{
	struct stat st;
	size_t len = 0, size;
	ssize_t n = 1;
	char *p;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (vt_fail(VT_E_IO, "%s is not a file that can be read", t->path));
	if (st.st_size > VT_TEMPLATE_SIZE_MAX)
		return (vt_fail(VT_E_TOOLARGE, "%s is larger than the %d bytes that are read",
				t->path, VT_TEMPLATE_SIZE_MAX));
	size = (size_t)st.st_size;
	p = vt_arena_alloc(set->arena, size + 1);
	if (p == NULL)
		return (VT_E_LIMIT);
	while (n > 0 && len < size) {
		n = read(fd, p + len, size - len);
		if (n < 0 && errno != EINTR)
			return (
			    vt_fail(VT_E_IO, "%s cannot be read: %s", t->path, strerror(errno)));
		len += n > 0 ? (size_t)n : 0;
		n = n < 0 ? 1 : n;
	}
	t->source = (struct vt_str){ p, len };
	if (!vt_utf8_is_valid(t->source))
		return (vt_fail(VT_E_BADARG, "%s is not UTF-8", t->path));
	return (VT_OK);
}

static vt_err
vt_template_read(struct vt_templates *set, const char *path, struct vt_str name)
{
	struct vt_template *t = vt_arena_alloc(set->arena, sizeof(*t));
	vt_err err;
	int fd;

	if (set->count == VT_TEMPLATE_FILES_MAX)
		return (vt_fail(VT_E_LIMIT, "%s: there are more than %d templates", path,
				VT_TEMPLATE_FILES_MAX));
	if (t == NULL || (t->name = vt_str_c(set->arena, name)) == NULL)
		return (VT_E_LIMIT);
	t->path = path;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s cannot be opened: %s", path, strerror(errno)));
	err = vt_template_read_fd(set, t, fd);
	(void)close(fd);
	if (err == VT_OK)
		set->list[set->count++] = t;
	return (err);
}

static vt_err vt_template_read_folder(struct vt_templates *set, const char *path, const char *name,
				      int depth);

/* name: of the folder within the templates, with a final slash, or "". */
static vt_err
vt_template_read_entry(struct vt_templates *set, const char *folder, const char *name,
		       const char *entry, int depth)
{
	const char *path = vt_str_printf(set->arena, "%s/%s", folder, entry).p;
	struct vt_str full = vt_str_printf(set->arena, "%s%s", name, entry);
	struct stat st;

	if (path == NULL || full.p == NULL)
		return (VT_E_LIMIT);
	if (stat(path, &st) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
	if (S_ISDIR(st.st_mode)) {
		full = vt_str_printf(set->arena, "%s%s/", name, entry);
		return (full.p != NULL ? vt_template_read_folder(set, path, full.p, depth + 1)
				       : VT_E_LIMIT);
	}
	if (!vt_str_ends(full, VT_STR(VT_TEMPLATE_ENDING)))
		return (VT_OK);
	return (vt_template_read(set, path,
				 vt_str_sub(full, 0, full.len - strlen(VT_TEMPLATE_ENDING))));
}

static vt_err
vt_template_read_folder(struct vt_templates *set, const char *path, const char *name, int depth)
{
	DIR *dir;
	struct dirent *entry;
	vt_err err = VT_OK;

	if (depth > VT_TEMPLATE_FOLDER_MAX)
		return (vt_fail(VT_E_LIMIT, "%s: folders of templates stand more than %d deep",
				path, VT_TEMPLATE_FOLDER_MAX));
	dir = opendir(path);
	if (dir == NULL)
		return (vt_fail(VT_E_IO, "the folder of templates %s cannot be read: %s", path,
				strerror(errno)));
	while (err == VT_OK && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			err = vt_template_read_entry(set, path, name, entry->d_name, depth);
	(void)closedir(dir);
	return (err);
}

static int
vt_template_order(const void *a, const void *b)
{
	const struct vt_template *one = *(struct vt_template *const *)a;
	const struct vt_template *two = *(struct vt_template *const *)b;

	return (strcmp(one->name, two->name));
}

vt_err
vt_templates_open(const char *folder, const struct vt_messages *messages, struct vt_templates **t_r)
{
	struct vt_templates *set = calloc(1, sizeof(*set));
	vt_err err;

	if (set == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for templates"));
	set->arena = vt_arena_new(VT_TEMPLATE_ARENA);
	set->messages = messages;
	err = vt_template_read_folder(set, folder, "", 1);
	if (err == VT_OK)
		qsort(set->list, set->count, sizeof(set->list[0]), vt_template_order);
	for (size_t i = 0; i < set->count && err == VT_OK; i++)
		err = vt_template_compile(set, set->list[i]);
	if (err == VT_OK)
		*t_r = set;
	else
		vt_templates_free(&set);
	return (err);
}

void
vt_templates_free(struct vt_templates **t)
{
	if (*t == NULL)
		return;
	vt_arena_free(&(*t)->arena);
	free(*t);
	*t = NULL;
}

const struct vt_template *
vt_templates_find(const struct vt_templates *t, struct vt_str name)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = vt_str_cmp(vt_str_of(t->list[middle]->name), name);

		if (order == 0)
			return (t->list[middle]);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (NULL);
}

bool
vt_templates_has(const struct vt_templates *t, const char *name)
{
	return (vt_templates_find(t, vt_str_of(name)) != NULL);
}
