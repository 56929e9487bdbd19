/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After the sources: images and files that nothing speaks of.
 */
#include <stdlib.h>

#include "ingest/again/formats_again.h"
#include "ingest/run/run.h"

/* --- images that no record speaks of -------------------------------------------------------- */

struct vt_run_alone {
	struct vt_tree_file *file;
	struct vt_str folder;
};

/* By folder, then as people count: 2 before 10. */
static int
vt_run_alone_cmp(const void *va, const void *vb)
{
	const struct vt_run_alone *a = va, *b = vb;
	int order = vt_str_cmp(a->folder, b->folder);
	char left[256], right[256];

	if (order != 0)
		return (order);
	(void)snprintf(left, sizeof(left), "%.*s", VT_STR_ARG(a->file->path));
	(void)snprintf(right, sizeof(right), "%.*s", VT_STR_ARG(b->file->path));
	order = strverscmp(left, right);
	return (order != 0 ? order : vt_str_cmp(a->file->path, b->file->path));
}

/* What lies beside or below a source that failed may well belong to it. */
static bool
vt_run_is_beside_failure(const struct vt_tree *t, struct vt_str folder)
{
	for (size_t i = 0; i < t->count; i++) {
		struct vt_str at = vt_tree_folder(t->files[i].path);

		if (atomic_load(&t->files[i].has_failed) &&
		    (at.len == 0 || vt_str_eq(at, folder) ||
		     (vt_str_starts(folder, at) && folder.p[at.len] == '/')))
			return (true);
	}
	return (false);
}

static vt_err
vt_run_folder_work(struct vt_run *run, struct vt_run_tree *t, const struct vt_run_alone *alone,
		   size_t count, struct vt_work ***tail)
{
	struct vt_run_work *w = vt_run_work_new(run, t);

	if (w == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for another object"));
	w->item.kind = VT_ITEM_FOLDER;
	w->item.tree = t->tree;
	w->item.file = alone[0].file;
	w->item.image_count = count;
	w->item.images = vt_arena_array(w->arena, count, sizeof(*w->item.images));
	if (w->item.images == NULL) {
		vt_run_work_free(w);
		return (VT_E_LIMIT);
	}
	for (size_t i = 0; i < count; i++)
		w->item.images[i] = alone[i].file;
	w->source = vt_tree_called(t->tree, w->arena, alone[0].folder);
	w->work.stage = VT_RUN_READ;
	w->work.job_count = 1;
	**tail = &w->work;
	*tail = &w->work.next;
	return (VT_OK);
}

static void
vt_run_say_alone(struct vt_run *run, const struct vt_tree *t, struct vt_str folder, size_t count)
{
	struct vt_str called = vt_tree_called(t, run->arena, folder);

	const char *hint = run->o.takes_bare_images
			       ? "a source beside them failed, and they may be its own"
			       : "--bare-images makes such a folder an object";

	vt_report_finding(
	    &run->report, VT_FINDING_ALONE, called, VT_STR_NONE,
	    vt_str_printf(run->arena,
			  "%zu image%s that no record speaks of: nothing of %s was published (%s)",
			  count, count != 1 ? "s" : "", count != 1 ? "them" : "it", hint));
}

static vt_err
vt_run_alone_folders(struct vt_run *run, struct vt_run_tree *t, const struct vt_run_alone *alone,
		     size_t count, struct vt_work ***tail)
{
	vt_err err = VT_OK;

	for (size_t from = 0, to; from < count && err == VT_OK; from = to) {
		for (to = from; to < count && vt_str_eq(alone[to].folder, alone[from].folder);)
			to++;
		if (run->o.takes_bare_images &&
		    !vt_run_is_beside_failure(t->tree, alone[from].folder))
			err = vt_run_folder_work(run, t, &alone[from], to - from, tail);
		else
			vt_run_say_alone(run, t->tree, alone[from].folder, to - from);
	}
	return (err);
}

/* A broken image of a folder that becomes an object stops that object: it would
 * lack a page, and nobody would see it. */
static bool
vt_run_is_alone(const struct vt_run *run, struct vt_tree_file *f)
{
	if (atomic_load(&f->is_used))
		return (false);
	return (f->kind == VT_FILE_IMAGE ||
		(run->o.takes_bare_images && f->kind == VT_FILE_BROKEN &&
		 vt_recognise_is_image_name(f->path)));
}

static vt_err
vt_run_alone_tree(struct vt_run *run, struct vt_run_tree *t, struct vt_work ***tail)
{
	struct vt_run_alone *alone =
	    vt_arena_array(t->tree->arena, t->tree->count + 1, sizeof(*alone));
	size_t count = 0;

	if (alone == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < t->tree->count; i++) {
		struct vt_tree_file *f = &t->tree->files[i];

		if (vt_run_is_alone(run, f))
			alone[count++] = (struct vt_run_alone){ f, vt_tree_folder(f->path) };
	}
	if (count != 0)
		qsort(alone, count, sizeof(*alone), vt_run_alone_cmp);
	return (vt_run_alone_folders(run, t, alone, count, tail));
}

vt_err
vt_run_bare_images(struct vt_run *run)
{
	struct vt_work *first = NULL, **tail = &first;
	vt_err err = VT_OK;

	for (struct vt_run_tree *t = run->trees; t != NULL && err == VT_OK; t = t->next)
		err = vt_run_alone_tree(run, t, &tail);
	*tail = NULL;
	run->folders = (struct vt_run_work *)first;
	return (err);
}

/* --- files of kinds that are not read ------------------------------------------------------- */

static bool
vt_run_is_table_name(struct vt_str name)
{
	static const char *const ends[] = { ".csv", ".tsv", NULL };

	return (vt_recognise_has_ending(name, ends));
}

static struct vt_str
vt_run_why_not_read(const struct vt_tree_file *f)
{
	if (f->kind == VT_FILE_XML_OTHER)
		return (f->why);
	if (f->kind == VT_FILE_BROKEN && !atomic_load(&f->is_used) && !atomic_load(&f->has_failed))
		return (f->why);
	if (f->kind == VT_FILE_DOCUMENT && !atomic_load(&f->is_used))
		return (VT_STR("no record speaks of it"));
	if (f->kind == VT_FILE_TEXT && !atomic_load(&f->is_used))
		return (VT_STR("the text of a page that no record speaks of"));
	if (f->kind == VT_FILE_CAPTIONS && !atomic_load(&f->is_used))
		return (VT_STR("captions of no sound or film that a record speaks of: call them as it "
			       "is called, film.vtt or film.lt.vtt for film.mp4, or name them under "
			       "captions: in a package.yaml"));
	if (f->kind == VT_FILE_OTHER && vt_run_is_table_name(f->path))
		return (f->why.len != 0 ? f->why
					: VT_STR("a table without a column whose name is known: "
						 "call its columns identifier, title …, or say "
						 "under columns: in a package.yaml what they are"));
	/* A record may name what is not read as its file; one that is empty is none. */
	return (f->kind == VT_FILE_OTHER && (f->bytes == 0 || !atomic_load(&f->is_used))
		    ? f->why
		    : VT_STR_NONE);
}

/* Whether something may come of it, or has failed and was told. */
static bool
vt_run_is_of_use(const struct vt_tree_file *f)
{
	switch (f->kind) {
	case VT_FILE_METS:
	case VT_FILE_RECORDS:
	case VT_FILE_ISO2709:
	case VT_FILE_TABLE:
	case VT_FILE_ZIP:
	case VT_FILE_IMAGE:
		return (true);
	default:
		return (atomic_load(&f->has_failed) ||
			(f->package != NULL && f->package->withdrawn_count != 0));
	}
}

/* A PATH of which nothing can be taken in was given by mistake. */
static void
vt_run_nothing(struct vt_run *run, const struct vt_tree *t)
{
	size_t i = 0;

	while (i < t->count && !vt_run_is_of_use(&t->files[i]))
		i++;
	if (i < t->count || t->count == 0 || t->error_count != 0 || t->is_temporary ||
	    run->report.counts[VT_REPORT_DELETED] != 0)
		return;
	if (t->is_single)
		vt_report_failure(
		    &run->report, vt_tree_called(t, run->arena, t->files[0].path), VT_STR_NONE,
		    VT_STR("this file is of no kind that makes an object: nothing was "
			   "taken in"));
	else
		vt_report_failure(
		    &run->report, vt_str_of(t->name), VT_STR_NONE,
		    VT_STR("nothing in this folder is of a kind that makes an object: "
			   "nothing was taken in"));
}

void
vt_run_not_read(struct vt_run *run)
{
	for (struct vt_run_tree *t = run->trees; t != NULL; t = t->next) {
		vt_report_findings(&run->report, &t->tree->findings, VT_STR_NONE, VT_STR_NONE);
		vt_run_nothing(run, t->tree);
		for (size_t i = 0; i < t->tree->count; i++) {
			const struct vt_tree_file *f = &t->tree->files[i];
			struct vt_str why = vt_run_why_not_read(f);

			if (why.len != 0)
				vt_report_finding(&run->report, VT_FINDING_UNKNOWN,
						  vt_tree_called(t->tree, run->arena, f->path),
						  VT_STR_NONE, why);
		}
	}
}

/* --- embargoes that have ended --------------------------------------------------------------- */

static void
vt_run_embargo_ended(void *user, struct vt_str identifier)
{
	struct vt_run *run = user;

	vt_report_finding(&run->report, VT_FINDING_EMBARGO, VT_STR_NONE, VT_STR_NONE,
			  vt_str_printf(run->arena,
					"\"%.*s\": its embargo has ended; its records show its "
					"images from now on",
					VT_STR_ARG(identifier)));
}

/* Records that were made before an embargo's end say nothing of images; whatever is
 * ingested, they are put right. */
vt_err
vt_run_embargoes(struct vt_run *run)
{
	struct vt_again again = { .formats = &run->formats, .o = &run->o, .now = run->context.now };
	vt_err err = vt_catalog_open(run->o.data_dir, "", &again.catalog);

	if (err != VT_OK)
		return (err);
	err = vt_again_ended(&again, run->writer, vt_run_embargo_ended, run);
	vt_catalog_close(&again.catalog);
	return (err);
}
