/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a package's list takes away: an object that is met, and what is left of the
 * list when all sources have been read.  Only what is the package's own.
 */
#include "ingest/folder/identifier.h"
#include "ingest/run/run.h"

/* A dry run only looks whether there is something to withdraw, and notes that it is
 * done with it: the catalogue goes on to have it. */
static vt_err
vt_run_withdraw_dry(struct vt_run *run, struct vt_str identifier, enum vt_change *change_r)
{
	struct vt_run_seen *seen = vt_arena_alloc(run->arena, sizeof(*seen));
	const char *key = vt_str_c(run->arena, identifier);
	struct vt_origin o = { .is_deleted = true };
	vt_err err = vt_run_origin(run, run->arena, identifier, &o);

	if (err != VT_OK || seen == NULL || key == NULL)
		return (err != VT_OK ? err : VT_E_LIMIT);
	(void)xmlHashAddEntry(run->seen, (const xmlChar *)key, seen);
	*change_r = o.is_deleted ? VT_CHANGE_NONE : VT_CHANGE_DELETED;
	return (VT_OK);
}

vt_err
vt_run_withdraw(struct vt_run *run, struct vt_str identifier, bool *was_there_r)
{
	enum vt_change change = VT_CHANGE_NONE;
	vt_err err = run->writer != NULL ? vt_writer_withdraw(run->writer, identifier, &change)
					 : vt_run_withdraw_dry(run, identifier, &change);

	*was_there_r = err != VT_E_NOTFOUND;
	if (err == VT_E_NOTFOUND) {
		vt_fail_clear();
		return (VT_OK);
	}
	run->report.counts[VT_REPORT_DELETED] += change == VT_CHANGE_DELETED;
	run->report.counts[VT_REPORT_UNCHANGED] += err == VT_OK && change == VT_CHANGE_NONE;
	return (err);
}

/* How a package's file is called: one from a zip by the zip's name. */
static struct vt_str
vt_run_package_called(struct vt_run *run, const struct vt_tree *t, struct vt_str path)
{
	struct vt_str root = vt_str_of(t->root);

	if (!t->is_temporary || !vt_str_starts(path, root) || path.len <= root.len ||
	    path.p[root.len] != '/')
		return (path);
	return (vt_tree_called(t, run->arena, vt_str_sub(path, root.len + 1, path.len)));
}

bool
vt_run_is_below(struct vt_str source, struct vt_str folder)
{
	return (vt_str_starts(source, folder) &&
		(source.len == folder.len || source.p[folder.len] == '/'));
}

/* What no source has any more is its institution's: the package's, else the run's,
 * which is never empty (options.c). */
static vt_err
vt_run_is_left_to(struct vt_run *run, const struct vt_package *p, struct vt_str identifier,
		  struct vt_str from, bool *is_left_r)
{
	struct vt_str code = p->institution.code;

	if (code.len == 0)
		code = run->institution.code;
	*is_left_r = false;
	if (vt_run_is_there(from))
		return (VT_OK);
	return (vt_run_is_held_by(run, identifier, code, is_left_r));
}

vt_err
vt_run_owner(struct vt_run *run, const struct vt_tree *t, const struct vt_package *p,
	     struct vt_str identifier, struct vt_str source, enum vt_run_owner *owner_r,
	     struct vt_str *from_r)
{
	struct vt_str folder = vt_tree_folder(vt_run_package_called(run, t, p->path));
	struct vt_origin o;
	bool is_its;
	vt_err err = vt_run_origin(run, run->arena, identifier, &o);

	if (err == VT_E_NOTFOUND) {
		*owner_r = VT_OWNER_NONE;
		return (VT_OK);
	}
	if (err != VT_OK)
		return (err);
	*from_r = o.source;
	/* What is withdrawn already takes nothing from anybody. */
	is_its = o.is_deleted || vt_str_eq(*from_r, source) || vt_run_is_below(*from_r, folder);
	if (!is_its)
		err = vt_run_is_left_to(run, p, identifier, *from_r, &is_its);
	*owner_r = is_its ? VT_OWNER_PACKAGE : VT_OWNER_OTHER;
	return (err);
}

/* One way to read what a list says.  True: this was it. */
static vt_err
vt_run_withdraw_as(struct vt_run *run, const struct vt_tree *t, const struct vt_package *p,
		   struct vt_str identifier, bool *was_it_r, struct vt_str *from_r)
{
	const struct vt_run_seen *seen = vt_run_seen(run, identifier);
	enum vt_run_owner owner;
	struct vt_str from = VT_STR_NONE;
	bool was_there;
	vt_err err;

	/* Objects of the package itself were withdrawn when they were met. */
	if (seen != NULL) {
		*was_it_r = seen->digest.len == 0;
		*from_r = *was_it_r ? *from_r : seen->source;
		return (VT_OK);
	}
	err = vt_run_owner(run, t, p, identifier, VT_STR_NONE, &owner, &from);
	if (err != VT_OK)
		return (err);
	*was_it_r = owner == VT_OWNER_PACKAGE;
	if (owner == VT_OWNER_OTHER)
		*from_r = from;
	return (*was_it_r ? vt_run_withdraw(run, identifier, &was_there) : VT_OK);
}

static void
vt_run_say_not_withdrawn(struct vt_run *run, struct vt_str package, struct vt_str listed,
			 struct vt_str from)
{
	struct vt_str text;

	if (from.len == 0)
		text = vt_str_printf(run->arena,
				     "\"%.*s\" is to be withdrawn, but no object is called so",
				     VT_STR_ARG(listed));
	else
		text = vt_str_printf(
		    run->arena,
		    "\"%.*s\" is to be withdrawn, but came from %.*s, which is not this package's; "
		    "list it in a package.yaml beside that source, or, if that is gone, under the "
		    "institution that holds it",
		    VT_STR_ARG(listed), VT_STR_ARG(from));
	vt_report_finding(&run->report, VT_FINDING_WITHDRAWN, package, VT_STR_NONE, text);
}

/* An identifier on a list whose source was not met: as it is, or with the
 * package's prefix. */
static vt_err
vt_run_withdraw_listed(struct vt_run *run, const struct vt_tree *t, const struct vt_package *p,
		       struct vt_str listed)
{
	bool was_it = false, was_made = false;
	struct vt_str from = VT_STR_NONE;
	struct vt_str made = vt_identifier_make(run->arena, VT_STR_NONE, listed, &was_made);
	struct vt_str prefixed = vt_identifier_make(run->arena, p->prefix, listed, &was_made);
	vt_err err = vt_run_withdraw_as(run, t, p, made, &was_it, &from);

	if (err == VT_OK && !was_it && !vt_str_eq(made, prefixed))
		err = vt_run_withdraw_as(run, t, p, prefixed, &was_it, &from);
	if (err == VT_OK && !was_it)
		vt_run_say_not_withdrawn(run, vt_run_package_called(run, t, p->path), listed, from);
	return (err);
}

static vt_err
vt_run_withdraw_package(struct vt_run *run, const struct vt_tree *t, const struct vt_package *p)
{
	vt_err err = VT_OK;

	for (; p != NULL && err == VT_OK; p = p->parent) {
		const char *key = vt_str_c(
		    run->arena, vt_str_printf(run->arena, "package %.*s", VT_STR_ARG(p->path)));

		if (p->withdrawn_count == 0 || key == NULL ||
		    xmlHashAddEntry(run->made_known, (const xmlChar *)key, run) != 0)
			continue;
		for (size_t i = 0; i < p->withdrawn_count && err == VT_OK; i++)
			err = vt_run_withdraw_listed(run, t, p, p->withdrawn[i]);
	}
	return (err);
}

vt_err
vt_run_withdrawn(struct vt_run *run)
{
	vt_err err = VT_OK;

	for (struct vt_run_tree *t = run->trees; t != NULL; t = t->next) {
		const struct vt_package *last = NULL;

		for (size_t i = 0; i < t->tree->count && err == VT_OK; i++)
			if (t->tree->files[i].package != last) {
				last = t->tree->files[i].package;
				err = vt_run_withdraw_package(run, t->tree, last);
			}
	}
	return (err);
}

/* --- objects that are met --- */

/* Its identifier may be another object's, which no list of this package may take
 * away: then the work fails with a sentence. */
static vt_err
vt_run_refuse_anothers(struct vt_run *run, struct vt_run_work *w)
{
	const struct vt_package *p = w->object.draft.package;
	struct vt_str id = w->object.draft.object.identifier, from = VT_STR_NONE;
	enum vt_run_owner owner = VT_OWNER_OTHER;
	vt_err err = VT_OK;

	for (; p != NULL && owner == VT_OWNER_OTHER && err == VT_OK; p = p->parent)
		if (vt_package_lists(w->arena, p, id))
			err = vt_run_owner(run, w->item.tree, p, id, w->source, &owner, &from);
	if (err != VT_OK || owner != VT_OWNER_OTHER)
		return (err);
	w->failure = vt_str_printf(
	    w->arena,
	    "\"%.*s\" is to be withdrawn, but the object that is called so came from %.*s and "
	    "stays; "
	    "give one of them another identifier, or list it in a package.yaml beside that source",
	    VT_STR_ARG(id), VT_STR_ARG(from));
	return (w->failure.len != 0 ? VT_OK : VT_E_LIMIT);
}

/* One that the catalogue never had comes in as a tombstone: harvesters are to be told
 * that it is gone. */
static vt_err
vt_run_bury(struct vt_run *run, struct vt_run_work *w)
{
	enum vt_change change = VT_CHANGE_NONE;
	vt_err err = vt_run_surroundings(run, w);

	if (err == VT_OK && run->writer == NULL) {
		run->report.counts[VT_REPORT_DELETED]++;
		return (VT_OK);
	}
	if (err == VT_OK)
		err = vt_object_stand_in(&run->context, &w->object);
	if (err != VT_OK)
		return (err);
	w->object.made.source = w->source;
	err = vt_writer_tombstone(run->writer, &w->object.made, &change);
	run->report.counts[VT_REPORT_DELETED] += change == VT_CHANGE_DELETED;
	return (err);
}

/* A withdrawn object whose source is still there. */
vt_err
vt_run_commit_withdrawn(struct vt_run *run, struct vt_run_work *w)
{
	bool was_there;
	vt_err err = vt_run_refuse_anothers(run, w);

	if (err != VT_OK || w->failure.len != 0)
		return (err);
	err = vt_run_see(run, w, VT_STR_NONE);
	if (err == VT_OK)
		err = vt_run_withdraw(run, w->object.draft.object.identifier, &was_there);
	return (err != VT_OK || was_there ? err : vt_run_bury(run, w));
}
