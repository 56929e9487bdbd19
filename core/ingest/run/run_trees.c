/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trees of a run: PATHs as they are given, zips as they are met, and what their
 * packages say of institutions before any record is read.
 */
#include <stdlib.h>

#include "ingest/run/run.h"
#include "ingest/sources/mets.h"

static vt_err
vt_run_companions(struct vt_tree *t)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < t->count && err == VT_OK; i++)
		if (t->files[i].kind == VT_FILE_METS)
			err = vt_mets_companions(t, &t->files[i]);
	for (size_t i = 0; i < t->count; i++)
		t->files[i].is_companion = atomic_load(&t->files[i].is_used);
	return (err);
}

vt_err
vt_run_open_tree(const char *path, const char *name, const struct vt_package *base,
		 struct vt_run_tree **t_r)
{
	struct vt_run_tree *t = calloc(1, sizeof(*t));
	vt_err err;

	if (t == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for another folder"));
	err = vt_tree_open(path, name, base, &t->tree);
	if (err == VT_OK)
		err = vt_run_companions(t->tree);
	if (err != VT_OK)
		vt_run_tree_free(&t);
	else
		*t_r = t;
	return (err);
}

void
vt_run_tree_free(struct vt_run_tree **tp)
{
	struct vt_run_tree *t = *tp;

	*tp = NULL;
	free(t->temp);
	vt_tree_free(&t->tree);
	free(t);
}

/* A PATH inside another, or twice the same, is read once. */
static bool
vt_run_has_root(const struct vt_run *run, const struct vt_tree *tree)
{
	for (const struct vt_run_tree *t = run->trees; t != NULL; t = t->next) {
		size_t len = strlen(t->tree->root);

		if (t->tree->is_single || strncmp(t->tree->root, tree->root, len) != 0)
			continue;
		if (tree->root[len] == '\0' || tree->root[len] == '/' || len == 1)
			return (true);
	}
	return (false);
}

void
vt_run_link_tree(struct vt_run *run, struct vt_run_tree *t)
{
	if (run->last_tree != NULL)
		run->last_tree->next = t;
	else
		run->trees = t;
	run->last_tree = t;
}

/* The package of a file, unless it is the file's before it. */
static const struct vt_package *
vt_run_other_package(const struct vt_tree *t, size_t i)
{
	bool is_same = i != 0 && t->files[i].package == t->files[i - 1].package;

	return (is_same ? NULL : t->files[i].package);
}

/* Packages first, so that a new name is known to all; then the catalogue.  A zip is
 * opened later: what its packages say holds within it. */
static vt_err
vt_run_learn(struct vt_run *run)
{
	struct vt_catalog *c = run->catalog;
	vt_err err = VT_OK;

	for (const struct vt_run_tree *t = run->trees; t != NULL && err == VT_OK; t = t->next)
		for (size_t i = 0; i < t->tree->count && err == VT_OK; i++)
			for (const struct vt_package *p = vt_run_other_package(t->tree, i);
			     p != NULL && err == VT_OK; p = p->parent)
				err = vt_known_put(run->known, &p->institution);
	if (err == VT_OK && run->writer != NULL)
		err = vt_catalog_open(run->o.data_dir, "", &c);
	if (err == VT_OK && c != NULL)
		err = vt_known_catalog(run->known, c);
	if (run->writer != NULL)
		vt_catalog_close(&c);
	return (err);
}

/* What applies to a PATH from above it, which nobody sees there. */
static void
vt_run_tell_above(struct vt_run *run, const struct vt_tree *t)
{
	for (const struct vt_package *p = t->above; p != NULL; p = p->parent)
		if (p->path.len != 0)
			vt_report_used(&run->report, p->path);
}

vt_err
vt_run_scan(struct vt_run *run)
{
	for (size_t i = 0; i < run->o.path_count; i++) {
		const char *path = run->o.paths[i];
		struct vt_run_tree *t;
		vt_err err = vt_run_open_tree(path, NULL, &run->o.package, &t);

		if (err != VT_OK) {
			vt_report_failure(&run->report, vt_str_of(path), VT_STR_NONE,
					  vt_str_of(vt_fail_text(err)));
			continue;
		}
		if (vt_run_has_root(run, t->tree)) {
			vt_run_tree_free(&t);
			continue;
		}
		vt_run_link_tree(run, t);
		vt_run_tell_above(run, t->tree);
		for (size_t k = 0; k < t->tree->count; k++)
			if (t->tree->files[k].kind == VT_FILE_IMAGE)
				run->progress.bytes_total += t->tree->files[k].bytes;
	}
	run->tree_now = run->trees;
	if (run->trees == NULL && run->report.first != NULL)
		return (vt_fail(VT_E_NOTFOUND, "%.*s", VT_STR_ARG(run->report.first->text)));
	return (run->trees != NULL ? vt_run_learn(run) : VT_E_NOTFOUND);
}
