/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of each object, in the order of the sources: written, passed
 * over, withdrawn, or refused because its identifier is taken.
 */
#include "ingest/folder/identifier.h"
#include "ingest/run/run.h"

/* --- identifiers -------------------------------------------------------------------------- */

void *
vt_run_lookup(xmlHashTablePtr table, struct vt_str identifier)
{
	char key[VT_IDENTIFIER_MAX + 1];

	if (identifier.len >= sizeof(key))
		return (NULL);
	memcpy(key, identifier.p, identifier.len);
	key[identifier.len] = '\0';
	return (xmlHashLookup(table, (const xmlChar *)key));
}

struct vt_run_seen *
vt_run_seen(struct vt_run *run, struct vt_str identifier)
{
	return (vt_run_lookup(run->seen, identifier));
}

vt_err
vt_run_see(struct vt_run *run, const struct vt_run_work *w, struct vt_str digest)
{
	struct vt_run_seen *s = vt_arena_alloc(run->arena, sizeof(*s));
	const char *key = vt_str_c(run->arena, w->object.draft.object.identifier);

	if (s == NULL || key == NULL)
		return (VT_E_LIMIT);
	s->source = vt_str_dup(run->arena, w->source);
	s->place = vt_str_dup(run->arena, w->item.place);
	s->digest = vt_str_dup(run->arena, digest);
	(void)xmlHashAddEntry(run->seen, (const xmlChar *)key, s);
	return (VT_OK);
}

bool
vt_run_is_new_key(struct vt_run *run, const char *kind, struct vt_str key)
{
	const char *k =
	    vt_str_c(run->arena, vt_str_printf(run->arena, "%s %.*s", kind, VT_STR_ARG(key)));

	return (k != NULL && xmlHashAddEntry(run->made_known, (const xmlChar *)k, run) == 0);
}

bool
vt_run_has_failed(struct vt_run *run, struct vt_str identifier)
{
	struct vt_arena *a = vt_arena_new(0);
	const char *k = vt_str_c(a, vt_str_printf(a, "failed %.*s", VT_STR_ARG(identifier)));
	bool has_failed = k == NULL || xmlHashLookup(run->made_known, (const xmlChar *)k) != NULL;

	vt_arena_free(&a);
	return (has_failed);
}

/* --- outcomes ------------------------------------------------------------------------------- */

static void
vt_run_refuse(struct vt_run_work *w, struct vt_str other, struct vt_str place)
{
	struct vt_str text = vt_str_printf(
	    w->arena,
	    "the identifier \"%.*s\" is taken by another object, from %.*s%s%.*s; give one of them "
	    "another, or withdraw the other one first",
	    VT_STR_ARG(w->object.draft.object.identifier), VT_STR_ARG(other),
	    place.len != 0 ? ", " : "", VT_STR_ARG(place));

	w->failure = text.len != 0 ? text : VT_STR("its identifier is taken");
	/* How far it came depends on who was quicker; nothing of it is published. */
	w->object.draft.findings.count = 0;
	w->object.draft.findings.dropped = 0;
}

/* The catalogue has it, from elsewhere: a living object, or what is left of one. */
static vt_err
vt_run_refuse_known(struct vt_run *run, struct vt_run_work *w, struct vt_str other)
{
	struct vt_str identifier = w->object.draft.object.identifier;
	struct vt_origin o;
	vt_err err = vt_run_origin(run, w->arena, identifier, &o);

	if (err != VT_OK)
		return (err);
	vt_run_refuse(w, other, VT_STR_NONE);
	if (!o.is_deleted || vt_run_is_there(other) || o.institution.len == 0)
		return (VT_OK);
	w->failure = vt_str_printf(w->arena,
				   "the identifier \"%.*s\" was given to an object of %.*s, which "
				   "is withdrawn; give this one another",
				   VT_STR_ARG(identifier), VT_STR_ARG(o.institution));
	return (w->failure.len != 0 ? VT_OK : VT_E_LIMIT);
}

/* Errors of one object cost that object; what the disk or the database cannot
 * do ends the run. */
static bool
vt_run_is_fatal(vt_err err)
{
	return (err == VT_E_IO || err == VT_E_NOMEM || err == VT_E_UNAVAILABLE ||
		err == VT_E_INTERNAL || err == VT_E_FORMAT);
}

static vt_err
vt_run_settle_error(struct vt_run_work *w, vt_err err)
{
	if (err == VT_OK || vt_run_is_fatal(err))
		return (err);
	vt_run_fail(w, err);
	return (VT_OK);
}

/* What a run would make of it. */
static enum vt_report_count
vt_run_foretell(enum vt_run_verdict verdict)
{
	switch (verdict) {
	case VT_VERDICT_SAME:
	case VT_VERDICT_MOVED:
		return (VT_REPORT_UNCHANGED);
	case VT_VERDICT_CHANGED:
	case VT_VERDICT_MOVED_CHANGED:
		return (VT_REPORT_CHANGED);
	case VT_VERDICT_NEW:
	case VT_VERDICT_RETURNED:
	case VT_VERDICT_CONFLICT:
		break;
	}
	return (VT_REPORT_NEW);
}

/* An embargo that has ended closes nothing. */
static enum vt_access_policy
vt_run_access(const struct vt_run *run, enum vt_access_policy access, int64_t until)
{
	return (access == VT_ACCESS_EMBARGO && until <= run->context.now ? VT_ACCESS_OPEN : access);
}

/* What nobody may have meant, though nothing failed: a package.yaml may be lost. */
static vt_err
vt_run_tell_turned(struct vt_run *run, const struct vt_run_work *w)
{
	static const char *const words[] = { "open", "embargo", "metadata" };
	const struct vt_object *now = &w->object.draft.object;
	struct vt_str code = w->object.institution.code;
	struct vt_origin o;
	vt_err err = vt_run_origin(run, w->arena, now->identifier, &o);
	enum vt_access_policy from, to;

	if (err != VT_OK || o.is_deleted)
		return (err == VT_E_NOTFOUND ? VT_OK : err);
	from = vt_run_access(run, o.access, o.embargo_until);
	to = vt_run_access(run, now->access, now->embargo_until);
	if (to < from)
		vt_report_turned(&run->report, "access", vt_str_of(words[from]),
				 vt_str_of(words[to]), now->identifier);
	if (o.institution.len != 0 && !vt_str_eq(o.institution, code))
		vt_report_turned(&run->report, "institution", o.institution, code, now->identifier);
	return (VT_OK);
}

static void
vt_run_count_quality(struct vt_run *run, const struct vt_object_work *w)
{
	struct vt_report_quality *q = &run->report.quality;

	q->objects++;
	q->no_description += w->has_no_description;
	q->short_description += w->has_short_description;
}

static vt_err
vt_run_write(struct vt_run *run, struct vt_run_work *w, enum vt_run_verdict verdict,
	     struct vt_str other)
{
	int64_t *counts = run->report.counts;
	enum vt_change change = VT_CHANGE_NONE;
	vt_err err = vt_run_surroundings(run, w);

	if (err != VT_OK)
		return (err);
	if (verdict == VT_VERDICT_MOVED || verdict == VT_VERDICT_MOVED_CHANGED)
		vt_findings_add(&w->object.draft.findings, VT_FINDING_MOVED,
				"\"%.*s\" came from %.*s before, which is gone",
				VT_STR_ARG(w->object.draft.object.identifier), VT_STR_ARG(other));
	err = verdict != VT_VERDICT_NEW ? vt_run_tell_turned(run, w) : VT_OK;
	if (err != VT_OK)
		return (err);
	if (run->writer == NULL) {
		if (vt_run_foretell(verdict) != VT_REPORT_UNCHANGED)
			vt_run_count_quality(run, &w->object);
		counts[vt_run_foretell(verdict)]++;
		return (VT_OK);
	}
	err = vt_writer_object(run->writer, &w->object.made, &change);
	if (err == VT_OK && change != VT_CHANGE_NONE)
		vt_run_count_quality(run, &w->object);
	if (err == VT_OK)
		counts[change == VT_CHANGE_CREATED   ? VT_REPORT_NEW
		       : change == VT_CHANGE_UPDATED ? VT_REPORT_CHANGED
						     : VT_REPORT_UNCHANGED]++;
	return (err);
}

static void
vt_run_count(struct vt_run *run, const struct vt_run_work *w)
{
	const struct vt_draft *d = &w->object.draft;

	run->report.counts[VT_REPORT_PAGES] += (int64_t)vt_draft_leaves(d);
	for (size_t i = 0; i < d->page_count; i++) {
		run->report.counts[VT_REPORT_IMAGES] += d->pages[i].image_path.len != 0;
		run->report.counts[VT_REPORT_BYTES] += w->object.pages[i].image_bytes;
	}
}

/* An identifier that was met in this run already. */
static void
vt_run_commit_again(struct vt_run *run, struct vt_run_work *w, const struct vt_run_seen *seen)
{
	if (w->is_withdrawn) {
		if (seen->digest.len != 0)
			vt_findings_add(&w->object.draft.findings, VT_FINDING_WITHDRAWN,
					"\"%.*s\" is to be withdrawn, but was published from %.*s; "
					"list it in a "
					"package.yaml beside that source",
					VT_STR_ARG(w->object.draft.object.identifier),
					VT_STR_ARG(seen->source));
		return;
	}
	if (!vt_str_eq(seen->digest, vt_str_of(w->object.heap_digest))) {
		vt_run_refuse(w, seen->source, seen->place);
		return;
	}
	vt_run_is_back(run, w->object.draft.object.identifier);
	run->report.counts[VT_REPORT_DUPLICATES]++;
	vt_findings_add(&w->object.draft.findings, VT_FINDING_DUPLICATE,
			"the same object as \"%.*s\" from %.*s%s%.*s; it is taken once",
			VT_STR_ARG(w->object.draft.object.identifier), VT_STR_ARG(seen->source),
			seen->place.len != 0 ? ", " : "", VT_STR_ARG(seen->place));
}

/* Nothing of it has changed since the last run; source: where it came from then. */
static vt_err
vt_run_commit_unchanged(struct vt_run *run, struct vt_run_work *w, struct vt_str source)
{
	run->report.counts[VT_REPORT_UNCHANGED]++;
	if (!vt_str_eq(source, w->source))
		vt_findings_add(&w->object.draft.findings, VT_FINDING_DUPLICATE,
				"the same object as \"%.*s\" from %.*s; it is taken once",
				VT_STR_ARG(w->object.draft.object.identifier), VT_STR_ARG(source));
	return (vt_run_surroundings(run, w));
}

static vt_err
vt_run_commit_object(struct vt_run *run, struct vt_run_work *w)
{
	struct vt_str identifier = w->object.draft.object.identifier, other = VT_STR_NONE;
	const struct vt_run_seen *seen = vt_run_seen(run, identifier);
	enum vt_run_verdict verdict;
	vt_err err;

	if (seen != NULL) {
		vt_run_commit_again(run, w, seen);
		return (VT_OK);
	}
	if (w->is_withdrawn)
		return (vt_run_commit_withdrawn(run, w));
	err = vt_run_judge(run, w, &verdict, &other);
	if (err == VT_OK && verdict == VT_VERDICT_CONFLICT)
		return (vt_run_refuse_known(run, w, other));
	if (err == VT_OK)
		err = vt_run_see(run, w, vt_str_of(w->object.heap_digest));
	if (err != VT_OK)
		return (err);
	vt_run_is_back(run, identifier);
	if (w->is_passed_over && verdict != VT_VERDICT_SAME)
		return (vt_fail(VT_E_CONFLICT,
				"what the catalogue has of it, or where that came "
				"from, changed while it was read; run ingest again"));
	vt_run_count(run, w);
	return (w->is_passed_over ? vt_run_commit_unchanged(run, w, other)
				  : vt_run_write(run, w, verdict, other));
}

static void
vt_run_tell(struct vt_run *run, struct vt_run_work *w)
{
	struct vt_str place = w->item.place;

	vt_report_findings(&run->report, &w->object.draft.findings, w->source, place);
	if (w->failure.len == 0)
		return;
	if (w->item.file != NULL)
		atomic_store(&w->item.file->has_failed, true);
	if (w->has_object)
		(void)vt_run_is_new_key(run, "failed", w->object.draft.object.identifier);
	vt_report_failure(&run->report, w->source, place, w->failure);
}

static void
vt_run_done(struct vt_run *run, struct vt_run_work *w)
{
	struct vt_run_tree *t = w->tree;

	vt_run_work_free(w);
	(void)pthread_mutex_lock(&run->lock);
	t->pending--;
	vt_run_release(run, t);
	(void)pthread_mutex_unlock(&run->lock);
}

vt_err
vt_run_commit(void *user, struct vt_work *work)
{
	struct vt_run *run = user;
	struct vt_run_work *w = (struct vt_run_work *)work;
	vt_err err = VT_OK;

	(void)pthread_mutex_lock(&run->writer_lock);
	if (w->failure.len == 0 && w->item.kind == VT_ITEM_DELETED)
		err = vt_run_settle_error(w, vt_run_commit_deleted(run, w));
	else if (w->failure.len == 0 && w->has_object)
		err = vt_run_settle_error(w, vt_run_commit_object(run, w));
	(void)pthread_mutex_unlock(&run->writer_lock);
	if (w->has_object)
		(void)atomic_fetch_add(&run->progress.objects, 1);
	vt_run_tell(run, w);
	vt_run_done(run, w);
	return (err);
}

void
vt_run_discard(void *user, struct vt_work *work)
{
	vt_run_done(user, (struct vt_run_work *)work);
}

void
vt_run_tick(void *user)
{
	struct vt_run *run = user;

	vt_progress_draw(&run->progress);
}
