/* SPDX-License-Identifier: Apache-2.0 */
/* Origins and withheld records, from either end of the catalogue. */
#include "catalog/origin.h"

#include "catalog/store.h"

static vt_err
vt_origin_known(struct vt_db *db, struct vt_arena *a, struct vt_str identifier,
		struct vt_origin *o_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_row(db, &row,
			       "SELECT g.digest, g.source, o.is_deleted, coalesce(i.code, ''), "
			       "o.access, o.embargo_until "
			       "FROM object o JOIN origin g ON g.object = o.id "
			       "LEFT JOIN institution i ON i.id = o.institution "
			       "WHERE o.identifier = ?1",
			       VT_BINDS(VT_TEXT(identifier)));

	if (err == VT_OK)
		*o_r = (struct vt_origin){ .identifier = identifier,
					   .digest = vt_row_str(&row, 0),
					   .source = vt_row_str(&row, 1),
					   .is_deleted = vt_row_int(&row, 2) != 0,
					   .institution = vt_row_str(&row, 3),
					   .access = (enum vt_access_policy)vt_row_int(&row, 4),
					   .embargo_until = vt_row_int(&row, 5) };
	else if (err == VT_E_END)
		err = vt_read_no_object(identifier);
	vt_db_done(row.st);
	return (err == VT_OK && row.is_short ? VT_E_LIMIT : err);
}

/* The first string that sorts behind all that begin with prefix; empty when
 * there is none. */
static vt_err
vt_origin_behind(struct vt_arena *a, struct vt_str prefix, struct vt_str *behind_r)
{
	char *p;

	while (prefix.len != 0 && (unsigned char)prefix.p[prefix.len - 1] == 0xff)
		prefix.len--;
	p = vt_str_c(a, prefix);
	if (p == NULL)
		return (VT_E_LIMIT);
	if (prefix.len != 0)
		p[prefix.len - 1]++;
	*behind_r = (struct vt_str){ p, prefix.len };
	return (VT_OK);
}

static vt_err
vt_origin_list(struct vt_db *db, struct vt_row *row, struct vt_list *list)
{
	vt_err err;

	while ((err = vt_db_next(db, row->st)) == VT_OK) {
		struct vt_origin *o = vt_list_add(row->a, list, sizeof(*o));

		if (o != NULL)
			*o = (struct vt_origin){ .identifier = vt_row_str(row, 0),
						 .source = vt_row_str(row, 1) };
		if (o == NULL || row->is_short)
			return (VT_E_LIMIT);
	}
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_origin_from(struct vt_db *db, struct vt_arena *a, struct vt_str prefix,
	       struct vt_origin **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	struct vt_str behind;
	vt_err err = vt_origin_behind(a, prefix, &behind);

	if (err == VT_OK)
		err = vt_db_query(
		    db, &row.st,
		    "SELECT o.identifier, g.source FROM origin g JOIN object o ON o.id = g.object "
		    "WHERE g.source >= ?1 AND (g.source < ?2 OR ?2 = '') "
		    "AND o.is_deleted = 0 ORDER BY o.identifier",
		    VT_BINDS(VT_TEXT(prefix), VT_TEXT(behind)));
	if (err != VT_OK)
		return (err);
	err = vt_origin_list(db, &row, &list);
	vt_db_done(row.st);
	if (err != VT_OK)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

vt_err
vt_writer_origin(struct vt_writer *w, struct vt_arena *a, struct vt_str identifier,
		 struct vt_origin *o_r)
{
	return (vt_origin_known(&w->db, a, identifier, o_r));
}

vt_err
vt_catalog_origin(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
		  struct vt_origin *o_r)
{
	return (vt_origin_known(&c->db, a, identifier, o_r));
}

vt_err
vt_writer_origins(struct vt_writer *w, struct vt_arena *a, struct vt_str prefix,
		  struct vt_origin **list_r, size_t *count_r)
{
	return (vt_origin_from(&w->db, a, prefix, list_r, count_r));
}

vt_err
vt_catalog_origins(struct vt_catalog *c, struct vt_arena *a, struct vt_str prefix,
		   struct vt_origin **list_r, size_t *count_r)
{
	return (vt_origin_from(&c->db, a, prefix, list_r, count_r));
}

/* --- records that are withheld ------------------------------------------------ */

vt_err
vt_writer_withheld(struct vt_writer *w, vt_withheld_each *each, void *arg)
{
	struct vt_row row = { .a = NULL };
	vt_err err = vt_db_query(&w->db, &row.st,
				 "SELECT f.prefix, o.identifier, r.withheld FROM record r "
				 "JOIN object o ON o.id = r.object "
				 "JOIN record_format f ON f.id = r.format "
				 "WHERE r.withheld <> '' AND o.is_deleted = 0 "
				 "ORDER BY f.prefix, o.identifier",
				 NULL, 0);

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&w->db, row.st)) == VT_OK)
		each(arg, vt_row_peek(&row, 0), vt_row_peek(&row, 1), vt_row_peek(&row, 2));
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_writer_living(struct vt_writer *w, int64_t *count_r)
{
	return (vt_db_int(&w->db, count_r, "SELECT count(*) FROM object WHERE is_deleted = 0", NULL,
			  0));
}

vt_err
vt_writer_sharing_title(struct vt_writer *w, int64_t *count_r)
{
	return (vt_db_int(&w->db, count_r,
			  "SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM object "
			  "WHERE is_deleted = 0 AND title_key != '' GROUP BY title_key "
			  "HAVING n > 1)",
			  NULL, 0));
}
