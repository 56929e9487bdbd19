/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks a folder in a fixed order, reads its package.yaml files and recognises
 * its files.  What a source then refers to is resolved in resolve.c.
 */
#include "ingest/folder/tree.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct vt_tree_walk {
	struct vt_tree *tree;
	struct vt_arena *scratch; /* of one file's recognition */
	const char *only;	  /* the one file that PATH is, or NULL */
};

int
vt_tree_cmp(struct vt_str a, struct vt_str b)
{
	size_t n = a.len < b.len ? a.len : b.len;

	for (size_t i = 0; i < n; i++) {
		int x = a.p[i] == '/' ? 0 : (unsigned char)a.p[i];
		int y = b.p[i] == '/' ? 0 : (unsigned char)b.p[i];

		if (x != y)
			return (x - y);
	}
	return (a.len < b.len ? -1 : a.len > b.len);
}

static int
vt_tree_file_cmp(const void *a, const void *b)
{
	return (vt_tree_cmp(((const struct vt_tree_file *)a)->path,
			    ((const struct vt_tree_file *)b)->path));
}

struct vt_tree_file *
vt_tree_find(const struct vt_tree *t, struct vt_str path)
{
	struct vt_tree_file key = { .path = path };

	if (t->count == 0)
		return (NULL);
	return (bsearch(&key, t->files, t->count, sizeof(*t->files), vt_tree_file_cmp));
}

size_t
vt_tree_first(const struct vt_tree *t, struct vt_str prefix)
{
	size_t from = 0, to = t->count;

	while (from < to) {
		size_t at = from + (to - from) / 2;

		if (vt_tree_cmp(t->files[at].path, prefix) < 0)
			from = at + 1;
		else
			to = at;
	}
	return (from);
}

struct vt_str
vt_tree_base(struct vt_str path)
{
	struct vt_str folder = vt_tree_folder(path);

	return (vt_str_sub(path, folder.len + (folder.len != 0), path.len));
}

struct vt_str
vt_tree_relative(const struct vt_tree *t, struct vt_str disk)
{
	struct vt_str root = vt_str_of(t->root);

	return (vt_str_sub(disk, root.len + (root.len > 1), disk.len));
}

struct vt_str
vt_tree_folder(struct vt_str path)
{
	size_t i = path.len;

	while (i > 0 && path.p[i - 1] != '/')
		i--;
	return (vt_str_sub(path, 0, i > 0 ? i - 1 : 0));
}

char *
vt_tree_disk(const struct vt_tree *t, struct vt_arena *a, struct vt_str path)
{
	bool is_top = t->root[1] == '\0';

	if (path.len == 0)
		return (vt_str_c(a, vt_str_of(t->root)));
	return (vt_str_c(a, vt_str_printf(a, "%s/%.*s", is_top ? "" : t->root, VT_STR_ARG(path))));
}

struct vt_str
vt_tree_called(const struct vt_tree *t, struct vt_arena *a, struct vt_str path)
{
	bool is_top = t->name[0] == '/' && t->name[1] == '\0';

	if (path.len == 0)
		return (vt_str_dup(a, vt_str_of(t->name)));
	return (vt_str_printf(a, "%s/%.*s", is_top ? "" : t->name, VT_STR_ARG(path)));
}

static void
vt_tree_error(struct vt_tree *t, struct vt_str path, const char *text)
{
	struct vt_tree_error *errors =
	    vt_array_grow(t->arena, t->errors, t->error_count, &t->error_cap, sizeof(*errors));

	if (errors == NULL)
		return;
	t->errors = errors;
	t->errors[t->error_count++] =
	    (struct vt_tree_error){ .path = vt_str_dup(t->arena, path),
				    .text = vt_str_dup(t->arena, vt_str_of(text)) };
}

static vt_err
vt_tree_add(struct vt_tree_walk *w, struct vt_str path, const struct vt_package *p, int64_t bytes)
{
	struct vt_tree *t = w->tree;
	struct vt_tree_file *f;
	const char *disk;
	struct vt_str why = VT_STR_NONE;
	vt_err err;

	if (t->count >= VT_TREE_FILES_MAX)
		return (vt_fail(VT_E_TOOLARGE, "%s: more than %d files; give its parts one by one",
				t->name, VT_TREE_FILES_MAX));
	f = vt_array_grow(t->arena, t->files, t->count, &t->cap, sizeof(*f));
	if (f == NULL)
		return (VT_E_LIMIT);
	t->files = f;
	f = &t->files[t->count];
	memset(f, 0, sizeof(*f));
	f->path = path;
	f->package = p;
	f->bytes = bytes;
	w->scratch = vt_arena_new(0);
	disk = vt_tree_disk(t, w->scratch, path);
	err = disk == NULL ? VT_E_LIMIT : vt_recognise_file(w->scratch, disk, p, &f->kind, &why);
	if (err == VT_OK) {
		f->why = vt_str_dup(t->arena, why);
		t->count++;
	} else {
		vt_tree_error(t, path, vt_fail_text(err));
	}
	vt_arena_free(&w->scratch);
	return (VT_OK);
}

/* What lies beside the data and is not of it. */
static bool
vt_tree_is_ignored(const char *name)
{
	return (name[0] == '.' || strcmp(name, "__MACOSX") == 0 || strcmp(name, "Thumbs.db") == 0 ||
		strcmp(name, "desktop.ini") == 0);
}

static int
vt_tree_name_filter(const struct dirent *e)
{
	return (!vt_tree_is_ignored(e->d_name));
}

static int
vt_tree_name_cmp(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name));
}

/* The package of a folder; when its file cannot be read, nothing in the folder
 * is: `access` might have been in it. */
static vt_err
vt_tree_package(struct vt_tree *t, const char *disk, const struct vt_package *above,
		const struct vt_package **package_r)
{
	char path[PATH_MAX];
	struct stat st;

	*package_r = above;
	if (snprintf(path, sizeof(path), "%s/%s", disk, VT_PACKAGE_FILE) >= (int)sizeof(path) ||
	    lstat(path, &st) != 0)
		return (VT_OK);
	if (!S_ISREG(st.st_mode))
		return (vt_fail(VT_E_BADARG, "%s: not a plain file", path));
	return (vt_package_read(t->arena, path, above, package_r));
}

static vt_err vt_tree_walk(struct vt_tree_walk *w, struct vt_str folder,
			   const struct vt_package *above, unsigned depth);

/* A link inside the tree leads to what is walked anyway. */
static void
vt_tree_link(struct vt_tree *t, struct vt_str path, const char *disk)
{
	char real[PATH_MAX];
	size_t root = strlen(t->root);
	bool is_there = realpath(disk, real) != NULL;

	if (is_there && strncmp(real, t->root, root) == 0 &&
	    (real[root] == '/' || real[root] == '\0'))
		return;
	vt_findings_add(&t->findings, VT_FINDING_LINK, "%.*s: a symbolic link that %s",
			VT_STR_ARG(vt_tree_called(t, t->arena, path)),
			is_there
			    ? "leads out of the folder is not followed; ingest the folder that "
			      "holds both, or put the file itself there"
			    : "leads nowhere; put the file itself there");
}

static vt_err
vt_tree_entry(struct vt_tree_walk *w, struct vt_str folder, const char *name,
	      const struct vt_package *p, unsigned depth)
{
	struct vt_tree *t = w->tree;
	struct vt_str path = vt_str_printf(t->arena, "%.*s%s%s", VT_STR_ARG(folder),
					   folder.len != 0 ? "/" : "", name);
	const char *disk = vt_tree_disk(t, t->arena, path);
	struct stat st;

	if (disk == NULL)
		return (VT_E_LIMIT);
	if (lstat(disk, &st) != 0) {
		vt_tree_error(t, path, strerror(errno));
		return (VT_OK);
	}
	if (S_ISLNK(st.st_mode))
		vt_tree_link(t, path, disk);
	else if (S_ISDIR(st.st_mode))
		return (vt_tree_walk(w, path, p, depth + 1));
	else if (S_ISREG(st.st_mode))
		return (vt_tree_add(w, path, p, st.st_size));
	return (VT_OK);
}

static vt_err
vt_tree_walk(struct vt_tree_walk *w, struct vt_str folder, const struct vt_package *above,
	     unsigned depth)
{
	struct vt_tree *t = w->tree;
	const struct vt_package *p;
	const char *disk = vt_tree_disk(t, t->arena, folder);
	struct dirent **names = NULL;
	vt_err err;
	int n;

	if (disk == NULL)
		return (VT_E_LIMIT);
	if (depth > VT_TREE_DEPTH_MAX) {
		vt_tree_error(t, folder, "folders are nested deeper than this program goes");
		return (VT_OK);
	}
	err = vt_tree_package(t, disk, above, &p);
	if (err != VT_OK) {
		vt_tree_error(t, folder, vt_fail_text(err));
		return (err == VT_E_LIMIT ? err : VT_OK);
	}
	n = scandir(disk, &names, vt_tree_name_filter, vt_tree_name_cmp);
	if (n < 0)
		vt_tree_error(t, folder, strerror(errno));
	if (n == 0 && depth > 0)
		vt_findings_add(
		    &t->findings, VT_FINDING_EMPTY,
		    "%.*s: an empty folder; if something should be in it, copy it again",
		    VT_STR_ARG(vt_tree_called(t, t->arena, folder)));
	for (int i = 0; i < n; i++) {
		if (err == VT_OK && (w->only == NULL || strcmp(w->only, names[i]->d_name) == 0))
			err = vt_tree_entry(w, folder, names[i]->d_name, p, depth);
		free(names[i]);
	}
	free(names);
	return (err);
}

/* The packages of the folders above PATH apply to it too: from the highest one
 * down, so that the nearest has the last word. */
static vt_err
vt_tree_above(struct vt_tree *t, const struct vt_package *base, const struct vt_package **above_r)
{
	const char *folders[VT_TREE_UPWARDS_MAX];
	struct vt_str folder = vt_str_of(t->root);
	const struct vt_package *p = base;
	size_t count = 0;

	while (count < VT_TREE_UPWARDS_MAX && !t->is_temporary) {
		folder = vt_tree_folder(folder);
		if (folder.len == 0)
			break;
		folders[count] = vt_str_c(t->arena, folder);
		if (folders[count++] == NULL)
			return (VT_E_LIMIT);
	}
	while (count-- > 0) {
		vt_err err = vt_tree_package(t, folders[count], p, &p);

		if (err != VT_OK)
			return (err);
	}
	*above_r = p;
	return (VT_OK);
}

static vt_err
vt_tree_start(struct vt_tree *t, const char *path, const char *name)
{
	char real[PATH_MAX];
	struct stat st;

	if (realpath(path, real) == NULL || stat(real, &st) != 0)
		return (vt_fail(VT_E_NOTFOUND, "%s: %s", path, strerror(errno)));
	t->is_single = !S_ISDIR(st.st_mode);
	if (t->is_single && !S_ISREG(st.st_mode))
		return (vt_fail(VT_E_BADARG, "%s: neither a folder nor a file", path));
	t->is_temporary = name != NULL;
	if (t->is_single)
		*(strrchr(real, '/') == real ? real + 1 : strrchr(real, '/')) = '\0';
	t->root = vt_str_c(t->arena, vt_str_of(real));
	t->name = name != NULL ? vt_str_c(t->arena, vt_str_of(name)) : t->root;
	return (t->root != NULL && t->name != NULL ? VT_OK : VT_E_LIMIT);
}

static vt_err
vt_tree_fill(struct vt_tree *t, const char *path, const struct vt_package *base)
{
	struct vt_tree_walk w = { .tree = t };
	const struct vt_package *above = base;
	char real[PATH_MAX];
	vt_err err = vt_tree_above(t, base, &above);

	if (err != VT_OK) {
		vt_tree_error(t, VT_STR_NONE, vt_fail_text(err));
		return (VT_OK);
	}
	t->above = above;
	if (t->is_single && realpath(path, real) != NULL)
		w.only = strrchr(real, '/') + 1;
	err = vt_tree_walk(&w, VT_STR_NONE, above, 0);
	if (err == VT_OK && t->count != 0)
		qsort(t->files, t->count, sizeof(*t->files), vt_tree_file_cmp);
	return (err);
}

vt_err
vt_tree_open(const char *path, const char *name, const struct vt_package *base,
	     struct vt_tree **tree_r)
{
	struct vt_arena *a = vt_arena_new(VT_TREE_MEMORY_MAX);
	struct vt_tree *t = vt_arena_alloc(a, sizeof(*t));
	vt_err err = t != NULL ? VT_OK : VT_E_NOMEM;

	if (err == VT_OK) {
		t->arena = a;
		vt_findings_init(&t->findings, a);
		err = vt_tree_start(t, path, name);
	}
	if (err == VT_OK)
		err = vt_tree_fill(t, path, base);
	if (err == VT_OK)
		*tree_r = t;
	else
		vt_arena_free(&a);
	return (err);
}

void
vt_tree_free(struct vt_tree **tree)
{
	struct vt_arena *a;

	if (*tree == NULL)
		return;
	a = (*tree)->arena;
	*tree = NULL;
	vt_arena_free(&a);
}
