/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sources of a run in their order: zips, files, records.  What cannot be
 * read becomes a work that only carries its failure, so that the report keeps
 * the order of the sources.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/run/run.h"

struct vt_run_work *
vt_run_work_new(struct vt_run *run, struct vt_run_tree *t)
{
	struct vt_run_work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return (NULL);
	w->arena = vt_arena_new((size_t)run->o.settings.object_memory);
	w->tree = t;
	atomic_init(&w->failed_job, SIZE_MAX);
	(void)pthread_mutex_lock(&run->lock);
	t->pending++;
	(void)pthread_mutex_unlock(&run->lock);
	return (w);
}

void
vt_run_work_free(struct vt_run_work *w)
{
	for (size_t i = 0; w->object.pages != NULL && i < w->object.draft.page_count; i++)
		vt_page_work_free(&w->object.pages[i]);
	vt_reader_unref(&w->item.reader);
	vt_arena_free(&w->arena);
	free(w);
}

/* --- zips ----------------------------------------------------------------------------------- */

static vt_err
vt_run_unpack(struct vt_run *run, struct vt_run_tree *t, struct vt_tree_file *file)
{
	const struct vt_archive_limits limits = { .entries_max = run->o.settings.zip_entries_max,
						  .bytes_max = run->o.settings.zip_bytes_max,
						  .ratio_max = run->o.settings.zip_ratio_max,
						  .is_stopped = run->is_stopped };
	struct vt_arena *a = vt_arena_new(0);
	const char *disk = vt_tree_disk(t->tree, a, file->path);
	const char *name = vt_str_c(
	    a, vt_str_printf(a, "%.*s!", VT_STR_ARG(vt_tree_called(t->tree, a, file->path))));
	const char *target =
	    vt_str_c(a, vt_str_printf(a, "%s/zip-%zu", run->temp, run->zip_count++));
	struct vt_run_tree *zip = NULL;
	vt_err err = vt_temp_make(target);

	if (err == VT_OK)
		err = vt_archive_unpack(disk, target, &limits);
	if (err == VT_OK)
		err = vt_run_open_tree(target, name, file->package, &zip);
	if (err == VT_OK) {
		zip->temp = strdup(target);
		vt_run_link_tree(run, zip);
		run->zip_now = zip;
		run->zip_file_now = 0;
	} else if (vt_temp_remove(target) != VT_OK) {
		vt_fail_clear();
	}
	vt_arena_free(&a);
	return (err);
}

void
vt_run_release(struct vt_run *run, struct vt_run_tree *t)
{
	bool is_wanted = run->o.takes_bare_images && !run->takes_folders;

	if (t->temp == NULL || !t->is_produced || t->pending != 0 || is_wanted)
		return;
	if (vt_temp_remove(t->temp) != VT_OK)
		vt_fail_clear();
	free(t->temp);
	t->temp = NULL;
}

/* --- files and records ------------------------------------------------------------------------ */

static vt_err
vt_run_failed_work(struct vt_run *run, struct vt_run_tree *t, struct vt_tree_file *file,
		   struct vt_str source, struct vt_str why, struct vt_work **w_r)
{
	struct vt_run_work *w = vt_run_work_new(run, t);

	if (w == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for another object"));
	w->item.tree = t->tree;
	w->item.file = file;
	w->source = vt_str_dup(w->arena, source);
	w->failure = vt_str_dup(w->arena, why);
	if (w->failure.len == 0)
		w->failure = VT_STR("it cannot be read");
	*w_r = &w->work;
	return (VT_OK);
}

static vt_err
vt_run_failed_file(struct vt_run *run, struct vt_run_tree *t, struct vt_tree_file *file,
		   struct vt_str why, struct vt_work **w_r)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str called = vt_tree_called(t->tree, a, file->path);
	struct vt_str disk = vt_str_of(vt_tree_disk(t->tree, a, file->path));
	vt_err err;

	/* Sentences about what was unpacked name a folder that is ours; the
	 * report names the file as it is called. */
	if (disk.len != 0 && vt_str_starts(why, disk)) {
		why = vt_str_sub(why, disk.len, why.len);
		while (why.len != 0 && strchr(":, ", why.p[0]) != NULL)
			why = vt_str_sub(why, 1, why.len);
	}
	atomic_store(&file->has_failed, true);
	err = vt_run_failed_work(run, t, file, called, why, w_r);
	vt_arena_free(&a);
	return (err);
}

static bool
vt_run_is_xml_name(struct vt_str name)
{
	static const char *const ends[] = {
		".xml", ".mets", ".mods", ".rdf", ".lido", ".edm", NULL
	};

	return (vt_recognise_has_ending(name, ends));
}

/* Opens the next file that holds records.  VT_OK with *w_r set: it failed. */
static vt_err
vt_run_open_file(struct vt_run *run, struct vt_run_tree *t, struct vt_tree_file *file,
		 struct vt_work **w_r)
{
	vt_err err = VT_OK;

	switch (file->kind) {
	case VT_FILE_METS:
	case VT_FILE_RECORDS:
	case VT_FILE_ISO2709:
	case VT_FILE_TABLE:
		if (!file->is_companion)
			err = vt_reader_open(t->tree, file, &run->reader);
		break;
	case VT_FILE_ZIP:
		if (t->tree->is_temporary)
			err = vt_fail(VT_E_UNSUPPORTED, "a zip in a zip is not read; unpack it");
		else
			err = vt_run_unpack(run, t, file);
		break;
	case VT_FILE_BROKEN:
		if (vt_run_is_xml_name(file->path))
			return (vt_run_failed_file(run, t, file, file->why, w_r));
		break;
	default:
		break;
	}
	if (err == VT_OK)
		return (VT_OK);
	return (vt_run_failed_file(run, t, file, vt_str_of(vt_fail_text(err)), w_r));
}

static vt_err
vt_run_next_record(struct vt_run *run, struct vt_run_tree *t, struct vt_work **w_r)
{
	struct vt_run_work *w = vt_run_work_new(run, t);
	struct vt_tree_file *file;
	vt_err err;

	if (w == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for another object"));
	err = vt_reader_next(run->reader, w->arena, &w->item);
	if (err == VT_OK) {
		w->source = vt_tree_called(t->tree, w->arena, w->item.file->path);
		w->failure = w->item.failure;
		w->work.stage = VT_RUN_READ;
		w->work.job_count = w->failure.len == 0 && w->item.kind != VT_ITEM_DELETED;
		if (w->failure.len != 0)
			atomic_store(&w->item.file->has_failed, true);
		*w_r = &w->work;
		return (VT_OK);
	}
	(void)pthread_mutex_lock(&run->lock);
	t->pending--;
	(void)pthread_mutex_unlock(&run->lock);
	vt_run_work_free(w);
	file = &t->tree->files[(t == run->zip_now ? run->zip_file_now : run->file_now) - 1];
	vt_reader_unref(&run->reader);
	if (err == VT_E_END)
		return (VT_OK);
	return (vt_run_failed_file(run, t, file, vt_str_of(vt_fail_text(err)), w_r));
}

/* What a reader has to say of the file itself, in a work of its own. */
static vt_err
vt_run_file_findings(struct vt_run *run, struct vt_run_tree *t, struct vt_tree_file *file,
		     struct vt_work **w_r)
{
	const struct vt_findings *f = vt_reader_findings(run->reader);
	struct vt_run_work *w;

	if (f->count == 0)
		return (VT_OK);
	w = vt_run_work_new(run, t);
	if (w == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for another object"));
	w->item.tree = t->tree;
	w->item.file = file;
	w->is_passed_over = true;
	w->source = vt_tree_called(t->tree, w->arena, file->path);
	vt_findings_init(&w->object.draft.findings, w->arena);
	for (size_t i = 0; i < f->count; i++)
		vt_findings_add(&w->object.draft.findings, f->items[i].kind, "%.*s",
				VT_STR_ARG(f->items[i].text));
	*w_r = &w->work;
	return (VT_OK);
}

/* One step: VT_OK with *w_r NULL means that there may be more.  VT_E_END. */
static vt_err
vt_run_produce_step(struct vt_run *run, struct vt_work **w_r)
{
	struct vt_run_tree *t = run->zip_now != NULL ? run->zip_now : run->tree_now;
	size_t *at = run->zip_now != NULL ? &run->zip_file_now : &run->file_now;
	struct vt_tree_file *file;
	vt_err err;

	if (t == NULL)
		return (VT_E_END);
	if (run->reader != NULL)
		return (vt_run_next_record(run, t, w_r));
	if (*at < t->tree->count) {
		file = &t->tree->files[(*at)++];
		err = vt_run_open_file(run, t, file, w_r);
		if (err == VT_OK && *w_r == NULL && run->reader != NULL)
			err = vt_run_file_findings(run, t, file, w_r);
		return (err);
	}
	(void)pthread_mutex_lock(&run->lock);
	t->is_produced = true;
	vt_run_release(run, t);
	(void)pthread_mutex_unlock(&run->lock);
	if (run->zip_now != NULL) {
		run->zip_now = NULL;
		return (VT_OK);
	}
	run->file_now = 0;
	do {
		run->tree_now = run->tree_now->next;
	} while (run->tree_now != NULL && run->tree_now->tree->is_temporary);
	return (VT_OK);
}

vt_err
vt_run_produce(void *user, struct vt_work **w_r)
{
	struct vt_run *run = user;
	struct vt_work *w = NULL;
	vt_err err = VT_OK;

	if (run->takes_folders) {
		if (run->folders == NULL)
			return (VT_E_END);
		w = &run->folders->work;
		run->folders = (struct vt_run_work *)w->next;
		*w_r = w;
		return (VT_OK);
	}
	while (err == VT_OK && w == NULL && !atomic_load(run->is_stopped))
		err = vt_run_produce_step(run, &w);
	if (err == VT_OK && w == NULL)
		return (VT_E_END);
	if (err == VT_OK)
		*w_r = w;
	return (err);
}
