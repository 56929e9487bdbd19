/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects whose source no longer has them: named in every run, and with --prune made
 * tombstones.  Nothing is called gone where something could not be read.
 */
#include "ingest/run/run.h"

#include <stdlib.h>
#include <sys/stat.h>

#define VT_PRUNE_PERCENT 50 /* of a PATH's objects that --prune may withdraw at once */
#define VT_PRUNE_FREELY	 20 /* objects that it may, whatever their share is */

static struct vt_run_tree *
vt_run_tree_of(struct vt_run *run, struct vt_str source, struct vt_str *path_r)
{
	struct vt_run_tree *best = NULL;
	size_t best_len = 0;

	for (struct vt_run_tree *t = run->trees; t != NULL; t = t->next) {
		struct vt_str name = vt_str_of(t->tree->name);

		if (!vt_str_starts(source, name) || source.len <= name.len ||
		    (source.p[name.len] != '/' && name.len > 1) || name.len < best_len)
			continue;
		best = t;
		best_len = name.len;
		*path_r = vt_str_sub(source, name.len + (name.len > 1), source.len);
	}
	return (best);
}

/* Nothing may be called gone where something could not be read: that. */
static bool
vt_run_is_unread(const struct vt_tree *t, struct vt_str path, struct vt_str *unread_r)
{
	for (size_t i = 0; i < t->error_count; i++) {
		struct vt_str folder = t->errors[i].path;

		*unread_r = folder;
		if (folder.len == 0 || vt_str_eq(folder, path) ||
		    (vt_str_starts(path, folder) && path.p[folder.len] == '/'))
			return (true);
	}
	return (false);
}

/* The files are sorted so that those of a folder stand together. */
static int
vt_run_folder_cmp(const void *key, const void *file)
{
	struct vt_str folder = *(const struct vt_str *)key;
	struct vt_str path = ((const struct vt_tree_file *)file)->path;

	return (vt_run_is_below(path, folder) ? 0 : vt_tree_cmp(folder, path));
}

static bool
vt_run_has_folder(const struct vt_tree *t, struct vt_str folder)
{
	return (t->count != 0 &&
		bsearch(&folder, t->files, t->count, sizeof(*t->files), vt_run_folder_cmp) != NULL);
}

static bool
vt_run_is_folder(const struct vt_tree *t, struct vt_str path)
{
	struct vt_arena *a = vt_arena_new(0);
	const char *disk = vt_tree_disk(t, a, path);
	struct stat st;
	bool is = disk != NULL && lstat(disk, &st) == 0 && S_ISDIR(st.st_mode);

	vt_arena_free(&a);
	return (is);
}

/* The highest folder below PATH that is there, without a single file, and of which the
 * path was: rather a disk that is not mounted than what was given away. */
static bool
vt_run_is_emptied(const struct vt_tree *t, struct vt_str path, struct vt_str *folder_r)
{
	bool is_emptied = false;

	for (; path.len != 0 && !vt_run_has_folder(t, path); path = vt_tree_folder(path)) {
		if (!is_emptied && !vt_run_is_folder(t, path))
			continue;
		is_emptied = true;
		*folder_r = path;
	}
	return (is_emptied);
}

/* Whether objects are read from such files: one that is none any more was garbled. */
static bool
vt_run_is_source(enum vt_file_kind kind)
{
	return (kind == VT_FILE_METS || kind == VT_FILE_RECORDS || kind == VT_FILE_ISO2709 ||
		kind == VT_FILE_TABLE);
}

static bool
vt_run_is_gone(struct vt_run *run, struct vt_str identifier, struct vt_str source,
	       struct vt_run_held *held)
{
	struct vt_str path = VT_STR_NONE, why;
	struct vt_run_tree *t = vt_run_tree_of(run, source, &path);
	const struct vt_tree_file *file;

	if (t == NULL || vt_run_seen(run, identifier) != NULL || vt_run_has_failed(run, identifier))
		return (false);
	if (vt_run_is_unread(t->tree, path, &why)) {
		vt_run_hold(held, why, false, identifier);
		return (false);
	}
	file = vt_tree_find(t->tree, path);
	if (file != NULL && file->kind == VT_FILE_IMAGE)
		return (false);
	if (file != NULL && (atomic_load(&file->has_failed) || !vt_run_is_source(file->kind))) {
		vt_run_hold(held, path, false, identifier);
		return (false);
	}
	if (file != NULL)
		return (true);
	/* Of a PATH that is one file nothing is known but that file. */
	if (t->tree->is_single)
		return (false);
	if (!t->tree->is_temporary && vt_run_is_emptied(t->tree, path, &why)) {
		vt_run_hold(held, why, true, identifier);
		return (false);
	}
	/* Of a zip the run has seen all, also folders of images alone. */
	return (t->tree->is_temporary ? !vt_run_has_folder(t->tree, path)
				      : !vt_run_is_there(source));
}

static vt_err
vt_run_origins(struct vt_run *run, struct vt_arena *a, struct vt_str folder,
	       struct vt_origin **list_r, size_t *count_r)
{
	size_t below = 0;
	vt_err err = VT_OK;

	*count_r = 0;
	if (run->writer != NULL)
		err = vt_writer_origins(run->writer, a, folder, list_r, count_r);
	else if (run->catalog != NULL)
		err = vt_catalog_origins(run->catalog, a, folder, list_r, count_r);
	/* "/scans/a" is no folder of "/scans/ab". */
	for (size_t i = 0; i < *count_r && err == VT_OK; i++)
		if (vt_run_is_below((*list_r)[i].source, folder))
			(*list_r)[below++] = (*list_r)[i];
	*count_r = below;
	return (err);
}

/* A folder without a single file is rather a disk that is not mounted than a
 * library that gave everything away. */
static bool
vt_run_is_unmounted(struct vt_run *run, const struct vt_tree *t, size_t known)
{
	struct vt_str text;

	if (t->count != 0 || t->error_count != 0 || t->is_single)
		return (false);
	if (known == 0) {
		vt_report_failure(&run->report, vt_str_of(t->name), VT_STR_NONE,
				  VT_STR("no file is in this folder: nothing could be taken in"));
		return (false);
	}
	text = vt_str_printf(run->arena,
			     "this folder is empty, and %zu object%s came from it: is its disk "
			     "mounted? %s; if %s gone indeed, put a package.yaml into the folder "
			     "and run --prune%s",
			     known, known != 1 ? "s" : "",
			     known != 1 ? "None of them became a tombstone" : "It stays published",
			     known != 1 ? "they are" : "it is", run->o.prunes ? " again" : "");
	vt_report_failure(&run->report, vt_str_of(t->name), VT_STR_NONE, text);
	return (true);
}

/* Most of what came from a folder is rarely gone at once: rather the folder was moved
 * or its copy is half done. */
static bool
vt_run_are_too_many(struct vt_run *run, const struct vt_tree *t, size_t gone, size_t known)
{
	if (!run->o.prunes || run->o.prunes_all || gone <= VT_PRUNE_FREELY ||
	    gone * 100 <= known * VT_PRUNE_PERCENT)
		return (false);
	vt_report_failure(
	    &run->report, vt_str_of(t->name), VT_STR_NONE,
	    vt_str_printf(run->arena,
			  "%zu of the %zu objects that came from here are gone, more than %d %%: "
			  "none of them was withdrawn; is everything where it was? If they are gone "
			  "indeed, run it again with --prune-all",
			  gone, known, VT_PRUNE_PERCENT));
	return (true);
}

/* Those that are gone come to stand first; how many. */
static size_t
vt_run_find_gone(struct vt_run *run, struct vt_origin *list, size_t count,
		 struct vt_run_held *held)
{
	size_t gone = 0;

	for (size_t i = 0; i < count; i++)
		if (vt_run_is_gone(run, list[i].identifier, list[i].source, held))
			list[gone++] = list[i];
	return (gone);
}

static vt_err
vt_run_gone_tree(struct vt_run *run, const struct vt_tree *t)
{
	struct vt_arena *a = vt_arena_new(VT_TREE_MEMORY_MAX);
	struct vt_str folder = vt_str_of(t->name);
	struct vt_origin *list = NULL;
	struct vt_run_held *held = NULL;
	size_t count = 0, gone = 0;
	bool was_there, are_kept = false;
	vt_err err = vt_run_origins(run, a, folder, &list, &count);

	if (err == VT_OK && vt_run_is_unmounted(run, t, count))
		count = 0;
	if (err == VT_OK)
		err = vt_run_held_new(run, t, &held);
	if (err == VT_OK) {
		gone = vt_run_find_gone(run, list, count, held);
		are_kept = vt_run_are_too_many(run, t, gone, count);
	}
	for (size_t i = 0; i < gone && err == VT_OK; i++) {
		vt_report_gone(&run->report, folder, &list[i], are_kept);
		if (run->o.prunes && !are_kept)
			err = vt_run_withdraw(run, list[i].identifier, &was_there);
	}
	vt_run_held_end(&held);
	vt_arena_free(&a);
	return (err);
}

vt_err
vt_run_gone(struct vt_run *run)
{
	vt_err err = VT_OK;

	for (struct vt_run_tree *t = run->trees; t != NULL && err == VT_OK; t = t->next)
		if (!t->tree->is_temporary)
			err = vt_run_gone_tree(run, t->tree);
	return (err);
}
