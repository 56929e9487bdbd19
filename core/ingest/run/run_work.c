/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done to one object, stage by stage, by whichever thread is free: read
 * the record, hash its files, decide whether anything changed, make access
 * copies and read texts, write records.  Commits are in run_commit.c.
 */
#include <stdio.h>

#include "ingest/marc/marc.h"
#include "ingest/run/run.h"
#include "ingest/sources/captions.h"
#include "ingest/sources/mets.h"
#include "text/xml_read.h"

void
vt_run_fail(struct vt_run_work *w, vt_err err)
{
	if (w->failure.len != 0)
		return;
	w->failure = vt_str_dup(w->arena, vt_str_of(vt_fail_text(err)));
	if (w->failure.len == 0)
		w->failure = VT_STR("it needs more memory than ingest.object_memory allows");
	vt_fail_clear();
}

/* --- reading ------------------------------------------------------------------------------ */

/* libxml2 says what and where; the mend is ours. */
static vt_err
vt_run_mend_xml(vt_err err)
{
	char why[VT_FAIL_TEXT_MAX];

	if (err != VT_E_BADARG)
		return (err);
	(void)snprintf(why, sizeof(why), "%s", vt_fail_text(err));
	return (vt_fail(err, "%s; put the XML right there, or export it again", why));
}

static vt_err
vt_run_read_mets(struct vt_run *run, struct vt_run_work *w)
{
	xmlDocPtr doc = w->item.doc;
	const char *disk = vt_tree_disk(w->item.tree, w->arena, w->item.file->path);
	struct vt_str folder = vt_tree_folder(w->item.file->path);
	struct vt_draft_file self = { .path = vt_str_of(disk), .use = VT_STR("METS") };
	vt_err err = VT_OK;

	if (disk == NULL)
		return (VT_E_LIMIT);
	if (doc == NULL)
		err = vt_run_mend_xml(vt_xml_parse_file(w->arena, disk, &doc));
	if (err == VT_OK)
		err = vt_mets_read(run->crosswalks, &w->object.draft, doc);
	if (err == VT_OK)
		err = vt_formats_receive(&w->object.draft, "mets", doc);
	if (err != VT_OK || w->item.doc != NULL)
		return (err);
	self.name =
	    vt_str_sub(w->item.file->path, folder.len + (folder.len != 0), w->item.file->path.len);
	self.media_type = VT_STR("application/mets+xml");
	return (vt_draft_file(&w->object.draft, &self));
}

static vt_err
vt_run_read_iso2709(struct vt_run *run, struct vt_run_work *w)
{
	xmlDocPtr doc;
	vt_err err = vt_iso2709_read(w->arena, w->item.bytes, &w->object.draft.findings, &doc);

	return (err == VT_OK ? vt_describe(run->crosswalks, &w->object.draft, "marc", doc) : err);
}

static struct vt_str
vt_run_base(struct vt_str path)
{
	struct vt_str up = vt_tree_folder(path), zip = VT_STR(".zip!");

	path = vt_str_sub(path, up.len, path.len);
	if (path.len != 0 && path.p[0] == '/')
		path = vt_str_sub(path, 1, path.len);
	if (path.len > zip.len && vt_str_ends(path, zip))
		path.len -= zip.len;
	return (path);
}

/* A folder of images is called by its name, behind the package's prefix. */
static vt_err
vt_run_read_folder(struct vt_run_work *w)
{
	struct vt_draft *d = &w->object.draft;
	struct vt_property title = { .name = VT_STR("title") };
	vt_err err = VT_OK;

	title.value =
	    vt_run_base(vt_tree_called(w->item.tree, w->arena, vt_tree_folder(w->item.file->path)));
	d->raw_identifier = title.value;
	if (d->package != NULL && d->package->prefix.len != 0)
		d->raw_identifier = vt_str_printf(
		    w->arena, "%.*s%.*s", VT_STR_ARG(d->package->prefix), VT_STR_ARG(title.value));
	for (size_t i = 0; i < w->item.image_count && err == VT_OK; i++) {
		const char *disk = vt_tree_disk(w->item.tree, w->arena, w->item.images[i]->path);
		struct vt_draft_page *page;

		err = disk != NULL ? vt_draft_page(d, VT_STR_NONE, &page) : VT_E_LIMIT;
		if (err != VT_OK)
			break;
		page->image_name = w->item.images[i]->path;
		page->image_path = vt_str_of(disk);
		vt_draft_companion(d, page);
	}
	return (err == VT_OK ? vt_draft_property(d, &title) : err);
}

static vt_err
vt_run_read_item(struct vt_run *run, struct vt_run_work *w)
{
	switch (w->item.kind) {
	case VT_ITEM_METS:
		return (vt_run_read_mets(run, w));
	case VT_ITEM_RECORD:
		return (
		    vt_describe(run->crosswalks, &w->object.draft, w->item.crosswalk, w->item.doc));
	case VT_ITEM_ISO2709:
		return (vt_run_read_iso2709(run, w));
	case VT_ITEM_ROW:
		return (vt_table_row(w->item.table, &w->item.row, &w->object.draft));
	case VT_ITEM_FOLDER:
		return (vt_run_read_folder(w));
	case VT_ITEM_DELETED:
		break;
	}
	return (VT_E_INTERNAL);
}

/* Strings that an exhausted arena did not give are empty: nothing that was read
 * in one may go on. */
static vt_err
vt_run_has_memory(struct vt_run_work *w)
{
	return (vt_arena_alloc(w->arena, VT_ARENA_BLOCK) != NULL
		    ? VT_OK
		    : vt_fail(VT_E_LIMIT, "it needs more memory than ingest.object_memory allows"));
}

static vt_err
vt_run_read(struct vt_run *run, struct vt_run_work *w)
{
	struct vt_draft *d = &w->object.draft;
	vt_err err = vt_draft_init(d, w->arena, w->item.tree, w->item.file);

	d->place = w->item.place;
	d->formats = &run->formats;
	if (err == VT_OK)
		err = vt_run_read_item(run, w);
	if (err == VT_OK)
		err = vt_captions_take(d);
	if (err == VT_OK)
		err = vt_run_has_memory(w);
	if (err == VT_OK)
		err = vt_object_settle(&run->context, &w->object, w->item.identifier);
	if (err != VT_OK)
		return (err);
	w->has_object = true;
	w->is_withdrawn = vt_package_is_withdrawn(w->arena, d->package, d->object.identifier);
	return (VT_OK);
}

/* --- the single files ------------------------------------------------------------------------ */

static vt_err
vt_run_hash(struct vt_run *run, struct vt_run_work *w, size_t job)
{
	struct vt_object_work *o = &w->object;
	bool is_temporary = w->item.tree->is_temporary;

	if (job < o->draft.page_count)
		return (vt_page_work_hash(run->hashes, &o->draft.pages[job], is_temporary,
					  &o->pages[job]));
	job -= o->draft.page_count;
	return (vt_file_work_hash(run->hashes, &o->draft.files[job], is_temporary, &o->files[job]));
}

static vt_err
vt_run_make(struct vt_run *run, struct vt_run_work *w, size_t job)
{
	struct vt_object_work *o = &w->object;
	vt_err err;

	if (job >= o->draft.page_count) {
		job -= o->draft.page_count;
		return (w->item.tree->is_temporary
			    ? vt_file_work_keep(run->copies, &o->draft.files[job], &o->files[job])
			    : VT_OK);
	}
	err = vt_page_work_do(run->copies, &o->draft.pages[job], &o->pages[job]);
	(void)atomic_fetch_add(&run->progress.pages, 1);
	(void)atomic_fetch_add(&run->progress.bytes, o->pages[job].image_bytes);
	return (err);
}

/* Several jobs of one object may fail at once: the first page's failure is told,
 * whoever was quicker. */
static void
vt_run_job_failed(struct vt_run *run, struct vt_run_work *w, size_t job, vt_err err)
{
	char text[VT_FAIL_TEXT_MAX];
	struct vt_str root = vt_str_of(w->item.tree->root), why;

	(void)snprintf(text, sizeof(text), "%s", vt_fail_text(err));
	why = vt_str_of(text);
	/* Inside what is ingested, files are called as seen from its root. */
	if (vt_str_starts(why, root) && why.len > root.len && why.p[root.len] == '/')
		why = vt_str_sub(why, root.len + 1, why.len);
	vt_fail_clear();
	(void)pthread_mutex_lock(&run->lock);
	if (job < atomic_load(&w->failed_job)) {
		atomic_store(&w->failed_job, job);
		w->failure = vt_str_dup(w->arena, why);
		if (w->failure.len == 0)
			w->failure = VT_STR("a file of it cannot be read");
	}
	(void)pthread_mutex_unlock(&run->lock);
}

/* --- deciding --------------------------------------------------------------------------------- */

static bool
vt_run_has_copies(struct vt_run *run, const struct vt_object_work *o)
{
	for (size_t i = 0; i < o->draft.page_count; i++)
		if (o->draft.pages[i].image_path.len != 0 &&
		    !vt_copies_has(run->copies, o->pages[i].image_hash))
			return (false);
	return (true);
}

/* A PDF or a sound is served from where it lies: root's own right to read it is not enough. */
static void
vt_run_look_served(struct vt_run *run, struct vt_run_work *w)
{
	struct vt_draft *d = &w->object.draft;

	for (size_t i = 0; i < d->file_count && !w->item.tree->is_temporary; i++)
		if (!vt_run_may_serve(run, d->files[i].path.p))
			vt_findings_add(&d->findings, VT_FINDING_UNREADABLE,
					"\"%.*s\" may not be read by the server's user, and so cannot "
					"be served: let server.user read it and pass through the "
					"folders above it",
					VT_STR_ARG(d->files[i].name));
}

/* Unchanged objects end here: their images are counted, nothing is made. */
static vt_err
vt_run_decide(struct vt_run *run, struct vt_run_work *w)
{
	struct vt_object_work *o = &w->object;
	enum vt_run_verdict verdict = VT_VERDICT_NEW;
	struct vt_str other;
	vt_err err;

	vt_object_digest(&run->context, o);
	vt_run_look_served(run, w);
	(void)pthread_mutex_lock(&run->writer_lock);
	err = vt_run_judge(run, w, &verdict, &other);
	(void)pthread_mutex_unlock(&run->writer_lock);
	if (err != VT_OK)
		return (err);
	if (verdict != VT_VERDICT_CONFLICT &&
	    (verdict != VT_VERDICT_SAME || !vt_run_has_copies(run, o)))
		return (VT_OK);
	w->is_passed_over = true;
	for (size_t i = 0; i < o->draft.page_count; i++) {
		(void)atomic_fetch_add(&run->progress.bytes, o->pages[i].image_bytes);
		(void)atomic_fetch_add(&run->progress.pages, 1);
	}
	return (VT_OK);
}

static vt_err
vt_run_finish(struct vt_run *run, struct vt_run_work *w)
{
	vt_err err = vt_run_has_memory(w);

	if (err == VT_OK)
		err = vt_object_finish(&run->context, &w->object);
	if (err == VT_OK)
		err = vt_run_has_memory(w);
	w->object.made.source = w->source;
	return (err);
}

/* --- stages
 * --------------------------------------------------------------------------------------- */

/* Memory that is held more than when it was last asked. */
static size_t
vt_run_grown(struct vt_run_work *w, size_t job)
{
	size_t now = 0;

	if (w->work.stage == VT_RUN_HASH)
		return (0);
	if (w->work.stage == VT_RUN_MAKE) {
		if (job < w->object.draft.page_count && w->object.pages[job].arena != NULL)
			now = vt_arena_used(w->object.pages[job].arena);
		return (now);
	}
	now = vt_arena_used(w->arena) - w->arena_seen;
	w->arena_seen += now;
	return (now);
}

size_t
vt_run_step(void *user, struct vt_work *work, size_t job)
{
	struct vt_run *run = user;
	struct vt_run_work *w = (struct vt_run_work *)work;
	vt_err err = VT_OK;

	switch ((enum vt_run_stage)work->stage) {
	case VT_RUN_READ:
		err = vt_run_read(run, w);
		break;
	case VT_RUN_HASH:
		err = vt_run_hash(run, w, job);
		break;
	case VT_RUN_DECIDE:
		err = vt_run_decide(run, w);
		break;
	case VT_RUN_MAKE:
		/* What a page before this one stopped need not be made. */
		err = job > atomic_load(&w->failed_job) ? VT_OK : vt_run_make(run, w, job);
		break;
	case VT_RUN_FINISH:
		err = vt_run_finish(run, w);
		break;
	}
	if (err != VT_OK && (work->stage == VT_RUN_HASH || work->stage == VT_RUN_MAKE))
		vt_run_job_failed(run, w, job, err);
	else if (err != VT_OK)
		vt_run_fail(w, err);
	return (vt_run_grown(w, job));
}

void
vt_run_advance(void *user, struct vt_work *work)
{
	struct vt_run_work *w = (struct vt_run_work *)work;
	size_t files = w->object.draft.page_count + w->object.draft.file_count;

	(void)user;
	work->job_count = 1;
	if (w->failure.len != 0 || w->is_withdrawn || w->is_passed_over ||
	    work->stage == VT_RUN_FINISH) {
		work->job_count = 0;
		return;
	}
	work->stage++;
	if (work->stage == VT_RUN_HASH || work->stage == VT_RUN_MAKE) {
		work->job_count = files;
		if (files == 0)
			work->stage++;
		if (files == 0)
			work->job_count = 1;
	}
}
