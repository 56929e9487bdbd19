/* SPDX-License-Identifier: Apache-2.0 */
/* The living objects one after the other, for whoever looks at all of them. */
#include "catalog/store.h"

vt_err
vt_catalog_identifiers(struct vt_catalog *c, struct vt_arena *a, const struct vt_catalog_each *each,
		       struct vt_catalog_identifier *list, size_t *count_r)
{
	static const char all[] = "SELECT id, identifier FROM object "
				  "WHERE is_deleted = 0 AND id > ?1 ORDER BY id LIMIT ?2";
	/* By the index on embargoes, however many objects there are. */
	static const char ended[] =
	    "SELECT id, identifier FROM object WHERE access = 1 AND is_deleted = 0 AND "
	    "embargo_until > 0 AND embargo_until <= ?3 AND id > ?1 ORDER BY id LIMIT ?2";
	struct vt_row row = { .a = a };
	size_t count = 0, room = each->room;
	vt_err err = vt_db_query(
	    &c->db, &row.st, each->embargo_until != 0 ? ended : all,
	    VT_BINDS(VT_INT(each->after), VT_INT((int64_t)room), VT_INT(each->embargo_until)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK && !row.is_short && count < room)
		list[count++] = (struct vt_catalog_identifier){
			.rowid = vt_row_int(&row, 0),
			.identifier = vt_row_str(&row, 1),
		};
	vt_db_done(row.st);
	if (err != VT_E_END && err != VT_OK)
		return (err);
	if (row.is_short)
		return (VT_E_LIMIT);
	*count_r = count;
	return (VT_OK);
}

vt_err
vt_catalog_record_stored(struct vt_catalog *c, struct vt_arena *a, int64_t object,
			 struct vt_str format, bool *is_live_r, struct vt_str *xml_r,
			 struct vt_str *withheld_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_row(&c->db, &row,
			       "SELECT r.state, coalesce(x.xml, ''), r.withheld FROM record r "
			       "JOIN record_format f ON f.id = r.format "
			       "LEFT JOIN record_xml x ON x.record = r.id "
			       "WHERE r.object = ?1 AND f.prefix = ?2",
			       VT_BINDS(VT_INT(object), VT_TEXT(format)));

	if (err == VT_OK) {
		*is_live_r = vt_row_int(&row, 0) == VT_RECORD_LIVE;
		*xml_r = vt_row_str(&row, 1);
		*withheld_r = vt_row_str(&row, 2);
	} else if (err == VT_E_END) {
		err = VT_E_NOTFOUND;
	}
	vt_db_done(row.st);
	return (err == VT_OK && row.is_short ? VT_E_LIMIT : err);
}

vt_err
vt_catalog_record_states(struct vt_catalog *c, struct vt_str format, int64_t counts_r[3])
{
	sqlite3_stmt *st;
	struct vt_row row = { .a = NULL };
	/* Deleted ones may be withheld too: what counts is what is asked for. */
	vt_err err = vt_db_query(&c->db, &st,
				 "SELECT sum(r.state = 0), sum(r.withheld != ''), "
				 "sum(r.state = 1 AND r.withheld = '') FROM record r "
				 "JOIN record_format f ON f.id = r.format WHERE f.prefix = ?1",
				 VT_BINDS(VT_TEXT(format)));

	if (err != VT_OK)
		return (err);
	row.st = st;
	err = vt_db_next(&c->db, st);
	for (int i = 0; i < 3 && err == VT_OK; i++)
		counts_r[i] = vt_row_int(&row, i);
	vt_db_done(st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_catalog_shares_title(struct vt_catalog *c, int64_t object, bool *shares_r)
{
	int64_t count = 0;
	/* Two are enough to know: a newspaper has thousands. */
	vt_err err =
	    vt_db_int(&c->db, &count,
		      "SELECT count(*) FROM (SELECT 1 FROM object WHERE is_deleted = 0 AND "
		      "title_key != '' AND title_key = (SELECT title_key FROM object "
		      "WHERE id = ?1) LIMIT 2)",
		      VT_BINDS(VT_INT(object)));

	*shares_r = count > 1;
	return (err);
}
