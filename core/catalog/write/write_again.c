/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object's records anew, and nothing else of it: after a change of crosswalk,
 * of configuration, or at the end of an embargo.
 */
#include "catalog/store.h"
#include "catalog/write/content.h"

/* As if the object had been written with these records. */
static vt_err
vt_write_again_origin(struct vt_writing *wr)
{
	char records[VT_CONTENT_HALF + 1];

	vt_content_records(wr->o, records);
	return (vt_db_run(&wr->w->db,
			  "UPDATE origin SET "
			  "content = iif(content = '', '', substr(content, 1, ?4) || ?2), "
			  "digest = iif(?3 = '', digest, ?3) WHERE object = ?1",
			  VT_BINDS(VT_INT(wr->id), VT_TEXT(vt_str_of(records)),
				   VT_TEXT(wr->o->digest), VT_INT(VT_CONTENT_HALF))));
}

static vt_err
vt_write_again(struct vt_writing *wr)
{
	vt_err err = vt_db_int(&wr->w->db, &wr->id,
			       "SELECT id FROM object WHERE identifier = ?1 AND is_deleted = 0",
			       VT_BINDS(VT_TEXT(wr->o->object.identifier)));

	if (err == VT_E_END)
		return (vt_fail(VT_E_NOTFOUND, "it is not there any more"));
	/* Also finds the sets, which are the same as before. */
	if (err == VT_OK)
		err = vt_write_members(wr);
	if (err == VT_OK)
		err = vt_write_stamp(wr->w, &wr->stamp);
	if (err == VT_OK)
		err = vt_write_records(wr);
	return (err == VT_OK ? vt_write_again_origin(wr) : err);
}

vt_err
vt_writer_records(struct vt_writer *w, const struct vt_new_object *o)
{
	struct vt_writing wr = { .w = w, .o = o };
	vt_err err = vt_write_announce(w);

	if (err == VT_OK)
		err = vt_write_begin(w);
	if (err == VT_OK) {
		wr.a = vt_arena_new(VT_WRITING_BYTES_MAX);
		err = vt_write_end(w, vt_write_again(&wr));
		vt_arena_free(&wr.a);
	}
	return (err == VT_OK
		    ? VT_OK
		    : vt_fail_in(err, "object \"%.*s\"", VT_STR_ARG(o->object.identifier)));
}
