/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records that an OAI answer calls deleted.  What is said last counts, so they are
 * kept until all sources have been read: a living record behind one takes it back.
 */
#include "ingest/folder/identifier.h"
#include "ingest/run/run.h"

struct vt_run_deleted {
	struct vt_run_deleted *next;
	struct vt_run_deleted *before; /* of the same identifier, from another source */
	struct vt_str identifier, source, place;
	struct vt_tree *tree;
	const struct vt_package *package;
	bool is_back;
};

static struct vt_run_deleted *
vt_run_deleted_of(struct vt_run *run, struct vt_str identifier)
{
	return (vt_run_lookup(run->deleted_known, identifier));
}

static vt_err
vt_run_note_deleted(struct vt_run *run, const struct vt_run_work *w, struct vt_str identifier)
{
	struct vt_run_deleted *before = vt_run_deleted_of(run, identifier), *d;
	const char *key = vt_str_c(run->arena, identifier);

	if (before != NULL && vt_str_eq(before->source, w->source)) {
		before->is_back = false;
		return (VT_OK);
	}
	d = vt_arena_alloc(run->arena, sizeof(*d));
	if (d == NULL || key == NULL)
		return (VT_E_LIMIT);
	*d = (struct vt_run_deleted){ .before = before,
				      .identifier = vt_str_of(key),
				      .source = vt_str_dup(run->arena, w->source),
				      .place = vt_str_dup(run->arena, w->item.place),
				      .tree = w->item.tree,
				      .package = w->item.file->package };
	if (d->source.p == NULL || d->place.p == NULL)
		return (VT_E_LIMIT);
	if (xmlHashUpdateEntry(run->deleted_known, (const xmlChar *)key, d, NULL) != 0)
		return (vt_fail(VT_E_NOMEM, "no memory for what is deleted"));
	*run->deleted_last = d;
	run->deleted_last = &d->next;
	return (VT_OK);
}

/* Of what nobody has, or had, there is nothing to take away. */
vt_err
vt_run_commit_deleted(struct vt_run *run, struct vt_run_work *w)
{
	struct vt_origin o = { .is_deleted = false };
	bool was_made = false;
	struct vt_str identifier =
	    vt_identifier_make(w->arena, VT_STR_NONE, w->item.identifier, &was_made);
	vt_err err = vt_run_origin(run, w->arena, identifier, &o);

	if (err == VT_E_NOTFOUND)
		return (VT_OK);
	if (err != VT_OK || o.is_deleted)
		return (err);
	return (vt_run_note_deleted(run, w, identifier));
}

void
vt_run_is_back(struct vt_run *run, struct vt_str identifier)
{
	struct vt_run_deleted *d = vt_run_deleted_of(run, identifier);

	for (; d != NULL; d = d->before)
		d->is_back = true;
}

/* --- when all sources have been read --- */

/* What came from another source may be taken away where that is gone, by whom a
 * list could take it away too. */
static vt_err
vt_run_deletes(struct vt_run *run, const struct vt_run_deleted *d, struct vt_str from,
	       bool *deletes_r)
{
	const struct vt_package beside = { .path = d->source };
	const struct vt_package *p = d->package != NULL ? d->package : &beside;
	enum vt_run_owner owner = VT_OWNER_OTHER;
	struct vt_str owned;
	vt_err err;

	*deletes_r = vt_str_eq(from, d->source);
	if (*deletes_r || vt_run_is_there(from))
		return (VT_OK);
	err = vt_run_owner(run, d->tree, p, d->identifier, d->source, &owner, &owned);
	*deletes_r = owner == VT_OWNER_PACKAGE;
	return (err);
}

static vt_err
vt_run_delete(struct vt_run *run, struct vt_arena *a, const struct vt_run_deleted *d)
{
	struct vt_origin o = { .is_deleted = false };
	bool deletes = false, was_there;
	vt_err err = vt_run_origin(run, a, d->identifier, &o);

	if (err == VT_E_NOTFOUND)
		return (VT_OK);
	if (err == VT_OK && !o.is_deleted)
		err = vt_run_deletes(run, d, o.source, &deletes);
	if (err != VT_OK || o.is_deleted)
		return (err);
	if (deletes)
		return (vt_run_withdraw(run, d->identifier, &was_there));
	vt_report_finding(
	    &run->report, VT_FINDING_WITHDRAWN, d->source, d->place,
	    vt_str_printf(a,
			  "\"%.*s\" is called deleted here, but came from %.*s, and "
			  "stays published; take it out there, or list it as withdrawn "
			  "in a package.yaml beside that source",
			  VT_STR_ARG(d->identifier), VT_STR_ARG(o.source)));
	return (VT_OK);
}

vt_err
vt_run_deleted(struct vt_run *run)
{
	vt_err err = VT_OK;

	for (const struct vt_run_deleted *d = run->deleted; d != NULL && err == VT_OK;
	     d = d->next) {
		struct vt_arena *a = vt_arena_new(0);

		if (!d->is_back)
			err = vt_run_delete(run, a, d);
		vt_arena_free(&a);
	}
	return (err);
}
