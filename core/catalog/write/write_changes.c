/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of changes.  What happens by the clock, the end of an embargo, belongs into
 * it at its own second, though nobody writes at that: readers add those that have ended
 * since the last stamp (read_changes.c), and the next writer notes them, at the same
 * places, before anything of its own.
 */
#include "catalog/changes.h"
#include "catalog/store.h"

vt_err
vt_write_ended(struct vt_writer *w, int64_t now)
{
	return (vt_db_run(&w->db,
			  "INSERT INTO change (time, object, kind, activity, place) "
			  "SELECT o.embargo_until, o.id, ?2, ?3, " VT_CHANGE_SQL_LAST
			  " + row_number() OVER (" VT_CHANGE_SQL_ENDED_ORDER ") "
			  VT_CHANGE_SQL_ENDED("?1") VT_CHANGE_SQL_ENDED_ORDER,
			  VT_BINDS(VT_INT(now), VT_INT(VT_CHANGE_OPENED),
				   VT_INT(VT_ACTIVITY_UPDATE))));
}

static vt_err
vt_write_had_manifest(struct vt_writing *wr, bool *had_r)
{
	int64_t last = VT_ACTIVITY_DELETE;
	vt_err err = vt_db_int(&wr->w->db, &last,
			       "SELECT activity FROM change WHERE object = ?1 "
			       "AND place IS NOT NULL ORDER BY id DESC LIMIT 1",
			       VT_BINDS(VT_INT(wr->id)));

	if (err != VT_OK && err != VT_E_END)
		return (err);
	*had_r = last != VT_ACTIVITY_DELETE;
	return (VT_OK);
}

/* What the change is to the manifest; 0: there was none and is none. */
static vt_err
vt_write_activity(struct vt_writing *wr, int64_t *activity_r)
{
	int64_t has = 0;
	bool had = false;
	vt_err err = vt_write_had_manifest(wr, &had);

	if (err == VT_OK)
		err = vt_db_int(&wr->w->db, &has,
				"SELECT " VT_CHANGE_SQL_MANIFEST " FROM object o WHERE o.id = ?1",
				VT_BINDS(VT_INT(wr->id)));
	if (err != VT_OK)
		return (err);
	if (wr->is_unseen || (!has && !had))
		*activity_r = 0;
	else if (!has)
		*activity_r = VT_ACTIVITY_DELETE;
	else
		*activity_r = had ? VT_ACTIVITY_UPDATE : VT_ACTIVITY_CREATE;
	return (VT_OK);
}

vt_err
vt_write_change(struct vt_writing *wr, enum vt_change change)
{
	int64_t activity = 0;
	vt_err err = vt_write_activity(wr, &activity);

	if (err != VT_OK)
		return (err);
	return (vt_db_run(&wr->w->db,
			  "INSERT INTO change (time, object, kind, activity, place) VALUES "
			  "(?1, ?2, ?3, ?4, iif(?4 IS NULL, NULL, " VT_CHANGE_SQL_LAST " + 1))",
			  VT_BINDS(VT_INT(wr->stamp), VT_INT(wr->id), VT_INT(change),
				   VT_REF(activity))));
}
