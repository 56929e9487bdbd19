/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object's records.  What harvesters have seen is never taken back, only
 * marked deleted; what they would see as before keeps its datestamp.
 */
#include "catalog/store.h"

/* A record as it stands. */
struct vt_old_record {
	int64_t id, format;
	enum vt_record_state state;
	struct vt_str sets, withheld;
	bool is_met; /* the new object has one in this format */
};

static vt_err
vt_write_old_records(struct vt_writing *wr, struct vt_list *old)
{
	struct vt_row row = { .a = wr->a };
	vt_err err = vt_db_query(&wr->w->db, &row.st,
				 "SELECT id, format, state, sets, withheld FROM record "
				 "WHERE object = ?1",
				 VT_BINDS(VT_INT(wr->id)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&wr->w->db, row.st)) == VT_OK) {
		struct vt_old_record *r = vt_list_add(wr->a, old, sizeof(*r));

		if (r != NULL)
			*r = (struct vt_old_record){
				.id = vt_row_int(&row, 0),
				.format = vt_row_int(&row, 1),
				.state = (enum vt_record_state)vt_row_int(&row, 2),
				.sets = vt_row_str(&row, 3),
				.withheld = vt_row_str(&row, 4),
			};
		if (r == NULL || row.is_short) {
			err = VT_E_LIMIT;
			break;
		}
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_write_record_sets(struct vt_writing *wr, int64_t record, int64_t format)
{
	const int64_t *sets = wr->set_ids.items;
	vt_err err = vt_db_run(&wr->w->db, "DELETE FROM record_set WHERE record = ?1",
			       VT_BINDS(VT_INT(record)));

	/* The whole list first, which is no set: 0. */
	for (size_t i = 0; i <= wr->set_ids.count && err == VT_OK; i++)
		err = vt_db_run(&wr->w->db, "INSERT INTO record_set VALUES (?1, ?2, ?3, ?4)",
				VT_BINDS(VT_INT(format), VT_INT(i != 0 ? sets[i - 1] : 0),
					 VT_INT(wr->stamp), VT_INT(record)));
	return (err);
}

static vt_err
vt_write_record_moved(struct vt_writing *wr, int64_t record)
{
	return (vt_db_run(&wr->w->db, "UPDATE record_set SET datestamp = ?2 WHERE record = ?1",
			  VT_BINDS(VT_INT(record), VT_INT(wr->stamp))));
}

static vt_err
vt_write_record_xml(struct vt_writing *wr, int64_t record, struct vt_str xml)
{
	return (vt_db_run(
	    &wr->w->db, "INSERT INTO record_xml VALUES (?1, ?2) ON CONFLICT DO UPDATE SET xml = ?2",
	    VT_BINDS(VT_INT(record), VT_TEXT(xml))));
}

static vt_err
vt_write_same_xml(struct vt_writing *wr, int64_t record, struct vt_str xml, bool *is_same_r)
{
	int64_t is_same = 0;
	vt_err err =
	    vt_db_int(&wr->w->db, &is_same, "SELECT xml = ?2 FROM record_xml WHERE record = ?1",
		      VT_BINDS(VT_INT(record), VT_TEXT(xml)));

	*is_same_r = is_same != 0;
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_write_record_live(struct vt_writing *wr, const struct vt_old_record *old, struct vt_str xml)
{
	bool is_same,
	    same_sets = old->state != VT_RECORD_WITHHELD && vt_str_eq(old->sets, wr->sets);
	vt_err err = vt_write_same_xml(wr, old->id, xml, &is_same);

	if (err != VT_OK || (is_same && same_sets && old->state == VT_RECORD_LIVE))
		return (err);
	err = vt_db_run(&wr->w->db,
			"UPDATE record SET state = 0, datestamp = ?2, sets = ?3, withheld = '' "
			"WHERE id = ?1",
			VT_BINDS(VT_INT(old->id), VT_INT(wr->stamp), VT_TEXT(wr->sets)));
	if (err == VT_OK && !is_same)
		err = vt_write_record_xml(wr, old->id, xml);
	if (err == VT_OK)
		err = same_sets ? vt_write_record_moved(wr, old->id)
				: vt_write_record_sets(wr, old->id, old->format);
	return (err);
}

/* The object is gone, or the record is not fit to be given out (any more): who
 * has seen it is told, in the sets where it was seen. */
static vt_err
vt_write_record_gone(struct vt_writing *wr, const struct vt_old_record *old, struct vt_str why)
{
	vt_err err = VT_OK;

	if (!vt_str_eq(old->withheld, why))
		err = vt_db_run(&wr->w->db, "UPDATE record SET withheld = ?2 WHERE id = ?1",
				VT_BINDS(VT_INT(old->id), VT_TEXT(why)));
	if (err != VT_OK || old->state != VT_RECORD_LIVE)
		return (err);
	err = vt_db_run(&wr->w->db, "UPDATE record SET state = 1, datestamp = ?2 WHERE id = ?1",
			VT_BINDS(VT_INT(old->id), VT_INT(wr->stamp)));
	if (err == VT_OK)
		err = vt_db_run(&wr->w->db, "DELETE FROM record_xml WHERE record = ?1",
				VT_BINDS(VT_INT(old->id)));
	return (err == VT_OK ? vt_write_record_moved(wr, old->id) : err);
}

static vt_err
vt_write_record_new(struct vt_writing *wr, const struct vt_new_record *n, int64_t format)
{
	bool is_live = n->xml.len != 0;
	int64_t record;
	vt_err err =
	    vt_db_run(&wr->w->db,
		      "INSERT INTO record (object, format, datestamp, state, sets, withheld, "
		      "identifier) SELECT ?1, ?2, ?3, ?4, ?5, ?6, identifier FROM object "
		      "WHERE id = ?1",
		      VT_BINDS(VT_INT(wr->id), VT_INT(format), VT_INT(wr->stamp),
			       VT_INT(is_live ? VT_RECORD_LIVE : VT_RECORD_WITHHELD),
			       VT_TEXT(is_live ? wr->sets : VT_STR_NONE),
			       VT_TEXT(is_live ? VT_STR_NONE : n->withheld)));

	if (err != VT_OK || !is_live)
		return (err);
	record = vt_db_inserted(&wr->w->db);
	err = vt_write_record_xml(wr, record, n->xml);
	return (err == VT_OK ? vt_write_record_sets(wr, record, format) : err);
}

static vt_err
vt_write_record(struct vt_writing *wr, const struct vt_new_record *n, struct vt_list *old)
{
	struct vt_old_record *r = old->items;
	int64_t format;
	vt_err err = vt_read_format_id(&wr->w->db, n->format, &format);

	if (err == VT_OK && format == 0)
		err = vt_fail(VT_E_BADARG, "its record's format \"%.*s\" is not known",
			      VT_STR_ARG(n->format));
	if (err != VT_OK)
		return (err);
	for (size_t i = 0; i < old->count; i++) {
		if (r[i].format != format)
			continue;
		if (r[i].is_met)
			return (vt_fail(VT_E_BADARG, "it has two records in format \"%.*s\"",
					VT_STR_ARG(n->format)));
		r[i].is_met = true;
		return (n->xml.len != 0 ? vt_write_record_live(wr, &r[i], n->xml)
					: vt_write_record_gone(wr, &r[i], n->withheld));
	}
	return (vt_write_record_new(wr, n, format));
}

vt_err
vt_write_records(struct vt_writing *wr)
{
	struct vt_list old = { NULL, 0, 0 };
	struct vt_old_record *r;
	vt_err err = vt_write_old_records(wr, &old);

	for (size_t i = 0; wr->o != NULL && i < wr->o->record_count && err == VT_OK; i++)
		err = vt_write_record(wr, &wr->o->records[i], &old);
	r = old.items;
	for (size_t i = 0; i < old.count && err == VT_OK; i++)
		if (!r[i].is_met)
			err = vt_write_record_gone(wr, &r[i], VT_STR_NONE);
	return (err);
}
