/* SPDX-License-Identifier: Apache-2.0 */
/* Whose an object is, and which collections it is in: made in the catalogue before it. */
#include "ingest/run/run.h"

/* The first definition of a code in a run stands.  Whoever names only the code
 * takes no name away: neither one that was given, nor the one that is known. */
static vt_err
vt_run_institution(struct vt_run *run, const struct vt_object_work *w)
{
	struct vt_institution i = w->institution;

	if (!vt_known_has_name(&i)) {
		i.names = (struct vt_labels){ NULL, 0 };
		return (vt_run_is_new_key(run, "code", i.code)
			    ? vt_writer_institution(run->writer, &i)
			    : VT_OK);
	}
	if (!vt_run_is_new_key(run, w->has_known_name ? "known" : "institution", i.code))
		return (VT_OK);
	if (!w->has_known_name)
		(void)vt_run_is_new_key(run, "known", i.code);
	return (vt_writer_institution(run->writer, &i));
}

static vt_err
vt_run_collection(struct vt_run *run, const struct vt_package *p, struct vt_str spec)
{
	const struct vt_collection *defined = vt_package_collection(p, spec);
	struct vt_collection bare = { .spec = spec };

	if (defined != NULL && defined->names.count != 0)
		return (vt_run_is_new_key(run, "collection", spec)
			    ? vt_writer_collection(run->writer, defined)
			    : VT_OK);
	if (!vt_run_is_new_key(run, "spec", spec))
		return (VT_OK);
	return (vt_writer_collection(run->writer, defined != NULL ? defined : &bare));
}

/* The collections above those that an object is in have names in packages too. */
static vt_err
vt_run_collections(struct vt_run *run, const struct vt_run_work *w)
{
	const struct vt_package *p = w->object.draft.package;
	vt_err err = VT_OK;

	for (const struct vt_package *q = p; q != NULL && err == VT_OK; q = q->parent)
		for (size_t i = 0; i < q->collection_count && err == VT_OK; i++)
			err = vt_run_collection(run, p, q->collections[i].spec);
	for (size_t i = 0; i < w->object.collection_count && err == VT_OK; i++)
		err = vt_run_collection(run, p, w->object.collections[i]);
	return (err);
}

vt_err
vt_run_surroundings(struct vt_run *run, struct vt_run_work *w)
{
	vt_err err = VT_OK;

	if (w->object.is_default_institution && !run->said_default) {
		vt_findings_add(
		    &w->object.draft.findings, VT_FINDING_INSTITUTION,
		    "nothing says whose objects these are; \"%.*s\" stands for it (package.yaml, "
		    "--institution or ingest.institution say it)",
		    VT_STR_ARG(w->object.institution.code));
		run->said_default = true;
	}
	if (run->writer == NULL)
		return (VT_OK);
	err = vt_run_institution(run, &w->object);
	return (err == VT_OK ? vt_run_collections(run, w) : err);
}
