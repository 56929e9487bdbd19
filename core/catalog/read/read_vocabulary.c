/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about institutions, collections, sets and formats: what objects
 * and records refer to. */
#include "catalog/store.h"

#define VT_INSTITUTION_COLUMNS "id, code, url, logo, uri, object_count"
#define VT_COLLECTION_COLUMNS  "c.id, c.parent, c.spec, c.object_count"

vt_err
vt_read_labels(struct vt_db *db, struct vt_arena *a, enum vt_label_use use, int64_t owner,
	       struct vt_labels *l_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(db, &row.st,
				 "SELECT lang, text FROM label WHERE use = ?1 AND owner = ?2 "
				 "ORDER BY place",
				 VT_BINDS(VT_INT(use), VT_INT(owner)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(db, row.st)) == VT_OK) {
		struct vt_label *l = vt_list_add(a, &list, sizeof(*l));

		if (l != NULL)
			*l = (struct vt_label){ vt_row_str(&row, 0), vt_row_str(&row, 1) };
		if (l == NULL || row.is_short) {
			err = VT_E_LIMIT;
			break;
		}
	}
	vt_db_done(row.st);
	if (err != VT_E_END)
		return (err);
	*l_r = (struct vt_labels){ list.items, list.count };
	return (VT_OK);
}

vt_err
vt_read_names(struct vt_db *db, struct vt_arena *a, enum vt_label_use use, int64_t owner,
	      struct vt_str instead, struct vt_labels *l_r)
{
	struct vt_label *l;
	vt_err err = vt_read_labels(db, a, use, owner, l_r);

	if (err != VT_OK || l_r->count != 0)
		return (err);
	l = vt_arena_alloc(a, sizeof(*l));
	if (l == NULL)
		return (VT_E_LIMIT);
	l->text = instead;
	*l_r = (struct vt_labels){ l, 1 };
	return (VT_OK);
}

static vt_err
vt_read_id(struct vt_db *db, const char *sql, struct vt_str name, int64_t *id_r)
{
	int64_t id = 0;
	vt_err err = vt_db_int(db, &id, sql, VT_BINDS(VT_TEXT(name)));

	if (err == VT_OK || err == VT_E_END)
		*id_r = id;
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_read_institution_id(struct vt_db *db, struct vt_str code, int64_t *id_r)
{
	return (vt_read_id(db, "SELECT id FROM institution WHERE code = ?1", code, id_r));
}

vt_err
vt_read_collection_id(struct vt_db *db, struct vt_str spec, int64_t *id_r)
{
	return (vt_read_id(db, "SELECT id FROM collection WHERE spec = ?1", spec, id_r));
}

vt_err
vt_read_format_id(struct vt_db *db, struct vt_str prefix, int64_t *id_r)
{
	return (vt_read_id(db, "SELECT id FROM record_format WHERE prefix = ?1", prefix, id_r));
}

static vt_err
vt_read_institution_row(struct vt_catalog *c, struct vt_row *row, struct vt_institution *i_r)
{
	struct vt_institution i = {
		.rowid = vt_row_int(row, 0),
		.code = vt_row_str(row, 1),
		.url = vt_row_str(row, 2),
		.logo = vt_row_str(row, 3),
		.uri = vt_row_str(row, 4),
		.object_count = vt_row_int(row, 5),
	};
	vt_err err;

	if (row->is_short)
		return (VT_E_LIMIT);
	err = vt_read_names(&c->db, row->a, VT_LABEL_INSTITUTION, i.rowid, i.code, &i.names);
	if (err == VT_OK)
		*i_r = i;
	return (err);
}

static vt_err
vt_read_collection_row(struct vt_catalog *c, struct vt_row *row, struct vt_collection *k_r)
{
	struct vt_collection k = {
		.rowid = vt_row_int(row, 0),
		.parent_rowid = vt_row_int(row, 1),
		.spec = vt_row_str(row, 2),
		.object_count = vt_row_int(row, 3),
	};
	vt_err err;

	if (row->is_short)
		return (VT_E_LIMIT);
	err = vt_read_names(&c->db, row->a, VT_LABEL_COLLECTION, k.rowid, k.spec, &k.names);
	if (err == VT_OK)
		err = vt_read_labels(&c->db, row->a, VT_LABEL_ABOUT_COLLECTION, k.rowid,
				     &k.descriptions);
	if (err == VT_OK)
		*k_r = k;
	return (err);
}

static vt_err
vt_read_institutions(struct vt_catalog *c, struct vt_row *row, struct vt_list *list)
{
	vt_err err;

	while ((err = vt_db_next(&c->db, row->st)) == VT_OK) {
		struct vt_institution *i = vt_list_add(row->a, list, sizeof(*i));

		err = i != NULL ? vt_read_institution_row(c, row, i) : VT_E_LIMIT;
		if (err != VT_OK)
			return (err);
	}
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_catalog_institutions(struct vt_catalog *c, struct vt_arena *a, struct vt_institution **list_r,
			size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_db_query(&c->db, &row.st,
			  "SELECT " VT_INSTITUTION_COLUMNS " FROM institution ORDER BY code", NULL,
			  0);
	if (err == VT_OK) {
		err = vt_read_institutions(c, &row, &list);
		vt_db_done(row.st);
	}
	vt_catalog_end(c);
	if (err != VT_OK)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

vt_err
vt_catalog_institution(struct vt_catalog *c, struct vt_arena *a, struct vt_str code,
		       struct vt_institution *institution_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_db_query(&c->db, &row.st,
			  "SELECT " VT_INSTITUTION_COLUMNS " FROM institution WHERE code = ?1",
			  VT_BINDS(VT_TEXT(code)));
	if (err == VT_OK) {
		err = vt_db_next(&c->db, row.st);
		if (err == VT_OK)
			err = vt_read_institution_row(c, &row, institution_r);
		else if (err == VT_E_END)
			err = vt_fail(VT_E_NOTFOUND, "there is no institution \"%.*s\"",
				      VT_STR_ARG(code));
		vt_db_done(row.st);
	}
	vt_catalog_end(c);
	return (err);
}

/* The collections that a question gives, in its order. */
static vt_err
vt_read_collections(struct vt_catalog *c, struct vt_arena *a, const char *sql, int64_t value,
		    struct vt_list *list)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_db_query(&c->db, &row.st, sql, VT_BINDS(VT_REF(value)));
	while (err == VT_OK && (err = vt_db_next(&c->db, row.st)) == VT_OK) {
		struct vt_collection *k = vt_list_add(a, list, sizeof(*k));

		err = k != NULL ? vt_read_collection_row(c, &row, k) : VT_E_LIMIT;
	}
	if (row.st != NULL)
		vt_db_done(row.st);
	vt_catalog_end(c);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_catalog_collections(struct vt_catalog *c, struct vt_arena *a, int64_t parent,
		       struct vt_collection **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	vt_err err = vt_read_collections(
	    c, a,
	    parent < 0 ? "SELECT " VT_COLLECTION_COLUMNS " FROM collection c ORDER BY c.spec"
		       : "SELECT " VT_COLLECTION_COLUMNS
			 " FROM collection c WHERE c.parent IS ?1 ORDER BY c.spec",
	    parent, &list);

	if (err != VT_OK)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

vt_err
vt_catalog_object_collections(struct vt_catalog *c, struct vt_arena *a, int64_t object,
			      struct vt_collection **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	vt_err err =
	    vt_read_collections(c, a,
				"SELECT " VT_COLLECTION_COLUMNS " FROM object_collection m "
				"JOIN collection c ON c.id = m.collection "
				"WHERE m.object = ?1 ORDER BY c.spec",
				object, &list);

	if (err != VT_OK)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

vt_err
vt_catalog_collection(struct vt_catalog *c, struct vt_arena *a, struct vt_str spec,
		      struct vt_collection *collection_r)
{
	struct vt_list list = { NULL, 0, 0 };
	int64_t id;
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_read_collection_id(&c->db, spec, &id);
	if (err == VT_OK && id != 0)
		err = vt_read_collections(
		    c, a, "SELECT " VT_COLLECTION_COLUMNS " FROM collection c WHERE c.id = ?1", id,
		    &list);
	vt_catalog_end(c);
	if (err != VT_OK)
		return (err);
	if (list.count == 0)
		return (
		    vt_fail(VT_E_NOTFOUND, "there is no collection \"%.*s\"", VT_STR_ARG(spec)));
	*collection_r = *(struct vt_collection *)list.items;
	return (VT_OK);
}

static vt_err
vt_read_set_row(struct vt_catalog *c, struct vt_row *row, struct vt_set *s)
{
	int64_t institution = vt_row_int(row, 1), collection = vt_row_int(row, 2);
	struct vt_str code;
	vt_err err;

	s->spec = vt_row_str(row, 0);
	if (row->is_short)
		return (VT_E_LIMIT);
	if (collection == 0 && institution == 0)
		return (VT_OK); /* one of ours: its spec says what it is */
	if (collection == 0) {
		code = vt_str_sub(s->spec, sizeof(VT_SET_INSTITUTION) - 1, s->spec.len);
		return (vt_read_names(&c->db, row->a, VT_LABEL_INSTITUTION, institution, code,
				      &s->names));
	}
	err = vt_read_names(&c->db, row->a, VT_LABEL_COLLECTION, collection, s->spec, &s->names);
	if (err != VT_OK)
		return (err);
	return (vt_read_labels(&c->db, row->a, VT_LABEL_ABOUT_COLLECTION, collection,
			       &s->descriptions));
}

vt_err
vt_catalog_sets(struct vt_catalog *c, struct vt_arena *a, struct vt_set **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_db_query(&c->db, &row.st,
			  "SELECT spec, institution, collection FROM harvest_set h WHERE EXISTS "
			  "(SELECT 1 FROM record_format f CROSS JOIN record_block b "
			  "ON b.format = f.id AND b.harvest_set = iif(h.kind IS -1, 0, h.id)) "
			  "ORDER BY spec",
			  NULL, 0);
	while (err == VT_OK && (err = vt_db_next(&c->db, row.st)) == VT_OK) {
		struct vt_set *s = vt_list_add(a, &list, sizeof(*s));

		err = s != NULL ? vt_read_set_row(c, &row, s) : VT_E_LIMIT;
	}
	if (row.st != NULL)
		vt_db_done(row.st);
	vt_catalog_end(c);
	if (err != VT_E_END)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

static vt_err
vt_read_formats(struct vt_catalog *c, struct vt_row *row, struct vt_record_format **list_r,
		size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	vt_err err;

	while ((err = vt_db_next(&c->db, row->st)) == VT_OK) {
		struct vt_record_format *f = vt_list_add(row->a, &list, sizeof(*f));

		if (f != NULL)
			*f = (struct vt_record_format){ vt_row_str(row, 0), vt_row_str(row, 1),
							vt_row_str(row, 2) };
		if (f == NULL || row->is_short) {
			err = VT_E_LIMIT;
			break;
		}
	}
	vt_db_done(row->st);
	if (err != VT_E_END)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

vt_err
vt_catalog_record_formats(struct vt_catalog *c, struct vt_arena *a,
			  struct vt_record_format **list_r, size_t *count_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(
	    &c->db, &row.st, "SELECT prefix, schema, ns FROM record_format ORDER BY id", NULL, 0);

	return (err == VT_OK ? vt_read_formats(c, &row, list_r, count_r) : err);
}

vt_err
vt_catalog_record_formats_of(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
			     struct vt_record_format **list_r, size_t *count_r)
{
	struct vt_row row = { .a = a };
	int64_t object;
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_db_int(&c->db, &object, "SELECT id FROM object WHERE identifier = ?1",
			VT_BINDS(VT_TEXT(identifier)));
	if (err == VT_E_END)
		err = vt_read_no_object(identifier);
	if (err == VT_OK)
		err = vt_db_query(&c->db, &row.st,
				  "SELECT f.prefix, f.schema, f.ns FROM record r "
				  "JOIN record_format f ON f.id = r.format "
				  "WHERE r.object = ?1 AND r.state < 2 ORDER BY f.id",
				  VT_BINDS(VT_INT(object)));
	if (err == VT_OK)
		err = vt_read_formats(c, &row, list_r, count_r);
	vt_catalog_end(c);
	return (err);
}
