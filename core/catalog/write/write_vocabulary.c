/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing institutions, collections and formats.  Each is made or brought up to
 * date; what is given empty leaves what is there, since many a package names an
 * institution by its code alone.
 */
#include "catalog/store.h"

#define VT_CODE_BYTES_MAX 200

static bool
vt_write_same_labels(const struct vt_labels *a, const struct vt_labels *b)
{
	if (a->count != b->count)
		return (false);
	for (size_t i = 0; i < a->count; i++)
		if (!vt_str_eq(a->items[i].lang, b->items[i].lang) ||
		    !vt_str_eq(a->items[i].text, b->items[i].text))
			return (false);
	return (true);
}

static vt_err
vt_write_labels(struct vt_db *db, enum vt_label_use use, int64_t owner, const struct vt_labels *l)
{
	vt_err err = vt_db_run(db, "DELETE FROM label WHERE use = ?1 AND owner = ?2",
			       VT_BINDS(VT_INT(use), VT_INT(owner)));

	for (size_t i = 0; i < l->count && err == VT_OK; i++)
		err = vt_db_run(db, "INSERT INTO label VALUES (?1, ?2, ?3, ?4, ?5)",
				VT_BINDS(VT_INT(use), VT_INT(owner), VT_INT((int64_t)i),
					 VT_TEXT(l->items[i].lang), VT_TEXT(l->items[i].text)));
	return (err);
}

/* Texts of an owner, if any are given and they differ. */
static vt_err
vt_write_new_labels(struct vt_db *db, enum vt_label_use use, int64_t owner,
		    const struct vt_labels *l, bool *is_changed)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_labels old;
	vt_err err = l->count != 0 ? vt_read_labels(db, a, use, owner, &old) : VT_OK;

	if (err == VT_OK && l->count != 0 && !vt_write_same_labels(&old, l)) {
		*is_changed = true;
		err = vt_write_labels(db, use, owner, l);
	}
	vt_arena_free(&a);
	return (err);
}

/* Ends a transaction that may have changed something. */
static vt_err
vt_write_end_changed(struct vt_writer *w, vt_err err, bool is_changed)
{
	int64_t stamp;

	if (err == VT_OK && is_changed)
		err = vt_write_stamp(w, &stamp);
	return (vt_write_end(w, err));
}

static vt_err
vt_write_set_of_institution(struct vt_db *db, struct vt_arena *a, struct vt_str code, int64_t id)
{
	struct vt_str spec = vt_spec_of_institution(a, code);
	struct vt_row row = { .a = a };
	vt_err err;

	if (spec.p == NULL)
		return (VT_E_LIMIT);
	err = vt_db_row(db, &row,
			"SELECT i.code FROM harvest_set s JOIN institution i "
			"ON i.id = s.institution WHERE s.spec = ?1",
			VT_BINDS(VT_TEXT(spec)));
	if (err == VT_OK)
		err = vt_fail(VT_E_CONFLICT,
			      "institutions \"%.*s\" and \"%.*s\" would have the "
			      "same set %.*s: give one of them another code",
			      VT_STR_ARG(code), VT_STR_ARG(vt_row_peek(&row, 0)), VT_STR_ARG(spec));
	vt_db_done(row.st);
	if (err != VT_E_END)
		return (err);
	return (vt_db_run(db, "INSERT INTO harvest_set (spec, institution) VALUES (?1, ?2)",
			  VT_BINDS(VT_TEXT(spec), VT_INT(id))));
}

static vt_err
vt_write_institution_row(struct vt_db *db, const struct vt_institution *i, int64_t *id_r,
			 bool *is_changed)
{
	struct vt_arena *a;
	vt_err err = vt_read_institution_id(db, i->code, id_r);

	if (err == VT_OK && *id_r == 0) {
		err = vt_db_run(db, "INSERT INTO institution (code) VALUES (?1)",
				VT_BINDS(VT_TEXT(i->code)));
		if (err != VT_OK)
			return (err);
		*id_r = vt_db_inserted(db);
		*is_changed = true;
		a = vt_arena_new(0);
		err = vt_write_set_of_institution(db, a, i->code, *id_r);
		vt_arena_free(&a);
	}
	if (err == VT_OK)
		err = vt_db_run(
		    db,
		    "UPDATE institution SET url = iif(?2 <> '', ?2, url), "
		    "logo = iif(?3 <> '', ?3, logo), uri = iif(?4 <> '', ?4, uri) "
		    "WHERE id = ?1 AND ((?2 <> '' AND url <> ?2) OR "
		    "(?3 <> '' AND logo <> ?3) OR (?4 <> '' AND uri <> ?4))",
		    VT_BINDS(VT_INT(*id_r), VT_TEXT(i->url), VT_TEXT(i->logo), VT_TEXT(i->uri)));
	if (err == VT_OK && vt_db_changes(db) != 0)
		*is_changed = true;
	return (err);
}

vt_err
vt_writer_institution(struct vt_writer *w, const struct vt_institution *i)
{
	bool is_changed = false;
	int64_t id;
	vt_err err;

	if (i->code.len == 0 || i->code.len > VT_CODE_BYTES_MAX || !vt_utf8_is_valid(i->code))
		return (vt_fail(VT_E_BADARG,
				"an institution's code has 1 to %d bytes of UTF-8, "
				"best its ISIL",
				VT_CODE_BYTES_MAX));
	err = vt_write_begin(w);
	if (err != VT_OK)
		return (err);
	err = vt_write_institution_row(&w->db, i, &id, &is_changed);
	if (err == VT_OK)
		err = vt_write_new_labels(&w->db, VT_LABEL_INSTITUTION, id, &i->names, &is_changed);
	return (vt_write_end_changed(w, err, is_changed));
}

/* Makes a collection below parent (0: at the top) if it is not there. */
static vt_err
vt_write_collection_row(struct vt_db *db, struct vt_str spec, int64_t parent, int64_t *id_r,
			bool *is_changed)
{
	vt_err err = vt_read_collection_id(db, spec, id_r);

	if (err != VT_OK || *id_r != 0)
		return (err);
	err = vt_db_run(db, "INSERT INTO collection (spec, parent) VALUES (?1, ?2)",
			VT_BINDS(VT_TEXT(spec), VT_REF(parent)));
	if (err != VT_OK)
		return (err);
	*id_r = vt_db_inserted(db);
	*is_changed = true;
	return (vt_db_run(db, "INSERT INTO harvest_set (spec, collection) VALUES (?1, ?2)",
			  VT_BINDS(VT_TEXT(spec), VT_INT(*id_r))));
}

/* From the top down: "a", "a:b", "a:b:c". */
static vt_err
vt_write_collection_path(struct vt_db *db, struct vt_str spec, int64_t *id_r, bool *is_changed)
{
	int64_t parent = 0;
	vt_err err = VT_OK;

	for (size_t i = 0; i <= spec.len && err == VT_OK; i++) {
		if (i < spec.len && spec.p[i] != ':')
			continue;
		err = vt_write_collection_row(db, vt_str_sub(spec, 0, i), parent, id_r, is_changed);
		parent = *id_r;
	}
	return (err);
}

vt_err
vt_writer_collection(struct vt_writer *w, const struct vt_collection *c)
{
	bool is_changed = false;
	int64_t id = 0;
	vt_err err = vt_spec_check(c->spec);

	if (err == VT_OK)
		err = vt_write_begin(w);
	if (err != VT_OK)
		return (err);
	err = vt_write_collection_path(&w->db, c->spec, &id, &is_changed);
	if (err == VT_OK)
		err = vt_write_new_labels(&w->db, VT_LABEL_COLLECTION, id, &c->names, &is_changed);
	if (err == VT_OK)
		err = vt_write_new_labels(&w->db, VT_LABEL_ABOUT_COLLECTION, id, &c->descriptions,
					  &is_changed);
	return (vt_write_end_changed(w, err, is_changed));
}

vt_err
vt_writer_format(struct vt_writer *w, const struct vt_record_format *f)
{
	vt_err err = VT_OK;

	/* The same letters as in a part of a spec (OAI-PMH 2.0, 2.4 and 2.6). */
	if (!vt_spec_is_part(f->prefix))
		return (vt_fail(VT_E_BADARG,
				"a format's prefix \"%.*s\" must have letters of "
				"A-Z a-z 0-9 _ . ! ~ * ' ( ) - only",
				VT_STR_ARG(f->prefix)));
	err = vt_write_begin(w);
	if (err != VT_OK)
		return (err);
	err = vt_db_run(&w->db,
			"INSERT INTO record_format (prefix, schema, ns) VALUES (?1, ?2, ?3) "
			"ON CONFLICT DO UPDATE SET schema = ?2, ns = ?3 "
			"WHERE schema <> ?2 OR ns <> ?3",
			VT_BINDS(VT_TEXT(f->prefix), VT_TEXT(f->schema), VT_TEXT(f->ns)));
	return (vt_write_end_changed(w, err, err == VT_OK && vt_db_changes(&w->db) != 0));
}
