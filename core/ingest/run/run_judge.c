/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the catalogue knows of an object that was met: nothing, the same, something
 * else from the same place, or one that came from another.
 */
#include <unistd.h>

#include "ingest/run/run.h"

vt_err
vt_run_origin(struct vt_run *run, struct vt_arena *a, struct vt_str identifier,
	      struct vt_origin *o_r)
{
	vt_err err = VT_E_NOTFOUND;

	if (run->writer != NULL)
		err = vt_writer_origin(run->writer, a, identifier, o_r);
	else if (run->catalog != NULL)
		err = vt_catalog_origin(run->catalog, a, identifier, o_r);
	if (err == VT_E_NOTFOUND)
		vt_fail_clear();
	return (err);
}

/* "/x/y.zip!/z.xml" is there when y.zip is, and so is "/x/y.zip!". */
bool
vt_run_is_there(struct vt_str source)
{
	struct vt_arena *a = vt_arena_new(0);
	char *path = vt_str_c(a, source);
	bool is_there = path != NULL && access(path, F_OK) == 0;

	for (char *p = path; p != NULL && !is_there && (p = strchr(p, '!')) != NULL; p++) {
		if (p[1] != '/' && p[1] != '\0')
			continue;
		*p = '\0';
		is_there = access(path, F_OK) == 0;
		*p = '!';
	}
	vt_arena_free(&a);
	return (is_there);
}

vt_err
vt_run_is_held_by(struct vt_run *run, struct vt_str identifier, struct vt_str code, bool *is_held_r)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_origin o;
	vt_err err = vt_run_origin(run, a, identifier, &o);

	*is_held_r = err == VT_OK && vt_str_eq(o.institution, code);
	vt_arena_free(&a);
	return (err == VT_E_NOTFOUND ? VT_OK : err);
}

/* Made of the same, though perhaps by an older program or other stylesheets. */
static bool
vt_run_is_of_same(const struct vt_run_work *w, const struct vt_origin *o)
{
	size_t len = sizeof(w->object.digest) - 1;

	return (o->digest.len == len &&
		memcmp(o->digest.p + VT_DIGEST_MAKING, w->object.digest + VT_DIGEST_MAKING,
		       len - VT_DIGEST_MAKING) == 0);
}

/* From another place than before.  What is still there stays where it is; what is
 * gone was moved, or comes back, but never to another institution. */
static enum vt_run_verdict
vt_run_judge_other(const struct vt_run_work *w, const struct vt_origin *o, bool is_same)
{
	bool is_there = vt_run_is_there(o->source), is_of_same = vt_run_is_of_same(w, o);
	bool is_holders = vt_str_eq(o->institution, w->object.institution.code);

	if (o->is_deleted)
		return (is_of_same || (!is_there && is_holders) ? VT_VERDICT_RETURNED
								: VT_VERDICT_CONFLICT);
	if (is_there)
		return (is_of_same ? VT_VERDICT_SAME : VT_VERDICT_CONFLICT);
	if (is_same)
		return (VT_VERDICT_MOVED);
	return (is_of_same || is_holders ? VT_VERDICT_MOVED_CHANGED : VT_VERDICT_CONFLICT);
}

vt_err
vt_run_judge(struct vt_run *run, const struct vt_run_work *w, enum vt_run_verdict *verdict_r,
	     struct vt_str *other_r)
{
	struct vt_origin o = { .is_deleted = false };
	vt_err err = vt_run_origin(run, w->arena, w->object.draft.object.identifier, &o);
	bool is_same;

	*other_r = o.source;
	*verdict_r = VT_VERDICT_NEW;
	if (err != VT_OK)
		return (err == VT_E_NOTFOUND ? VT_OK : err);
	is_same = vt_str_eq_c(o.digest, w->object.digest);
	if (!vt_str_eq(o.source, w->source))
		*verdict_r = vt_run_judge_other(w, &o, is_same);
	else if (o.is_deleted)
		*verdict_r = VT_VERDICT_RETURNED;
	else
		*verdict_r = is_same ? VT_VERDICT_SAME : VT_VERDICT_CHANGED;
	return (VT_OK);
}
