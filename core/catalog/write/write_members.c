/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which collections an object is in, with all above them, and from that the
 * sets of its records: "institution:<code>", the deepest collections, and
 * "kind:<kind>".
 */
#include <stdlib.h>

#include "api/buf.h"
#include "catalog/store.h"

static int
vt_write_compare_specs(const void *a, const void *b)
{
	return (vt_str_cmp(*(const struct vt_str *)a, *(const struct vt_str *)b));
}

static bool
vt_write_is_below(struct vt_str spec, struct vt_str above)
{
	return (spec.len > above.len && spec.p[above.len] == ':' && vt_str_starts(spec, above));
}

/* The deepest ones, each once, in order. */
static vt_err
vt_write_deepest(struct vt_writing *wr, struct vt_str **list_r, size_t *count_r)
{
	size_t given = wr->o->collection_count, count = 0;
	struct vt_str *list = vt_arena_array(wr->a, given, sizeof(*list));

	if (list == NULL)
		return (VT_E_LIMIT);
	if (given != 0) {
		memcpy(list, wr->o->collections, given * sizeof(*list));
		qsort(list, given, sizeof(*list), vt_write_compare_specs);
	}
	for (size_t i = 0; i < given; i++) {
		bool is_deepest = i == 0 || !vt_str_eq(list[i], list[i - 1]);

		/* "a" may be far before "a:b": "a!" sorts between them. */
		for (size_t k = i + 1; k < given && is_deepest; k++)
			is_deepest = !vt_write_is_below(list[k], list[i]);
		if (is_deepest)
			list[count++] = list[i];
	}
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}

static vt_err
vt_write_add_set(struct vt_writing *wr, const char *sql, int64_t owner)
{
	int64_t id, *place;
	vt_err err = vt_db_int(&wr->w->db, &id, sql, VT_BINDS(VT_INT(owner)));

	if (err != VT_OK)
		return (err);
	place = vt_list_add(wr->a, &wr->set_ids, sizeof(*place));
	if (place == NULL)
		return (VT_E_LIMIT);
	*place = id;
	return (VT_OK);
}

/* One collection and those above it, as far as the object is not there yet. */
static vt_err
vt_write_below(struct vt_writing *wr, struct vt_str spec)
{
	struct vt_db *db = &wr->w->db;
	int64_t collection;
	vt_err err = VT_OK;

	for (; spec.len != 0 && err == VT_OK; spec = vt_spec_parent(spec)) {
		err = vt_read_collection_id(db, spec, &collection);
		if (err == VT_OK && collection == 0)
			return (vt_fail(VT_E_BADARG, "its collection \"%.*s\" is not known",
					VT_STR_ARG(spec)));
		if (err == VT_OK)
			err = vt_db_run(db, "INSERT OR IGNORE INTO object_below VALUES (?1, ?2)",
					VT_BINDS(VT_INT(collection), VT_INT(wr->id)));
		if (err != VT_OK || vt_db_changes(db) == 0)
			return (err);
		err = vt_write_add_set(wr, "SELECT id FROM harvest_set WHERE collection = ?1",
				       collection);
	}
	return (err);
}

static vt_err
vt_write_collection(struct vt_writing *wr, struct vt_str spec, struct vt_buf *sets)
{
	int64_t collection;
	vt_err err = vt_write_below(wr, spec);

	if (err == VT_OK)
		err = vt_read_collection_id(&wr->w->db, spec, &collection);
	if (err != VT_OK)
		return (err);
	if (sets->len != 0)
		vt_buf_char(sets, ' ');
	vt_buf_str(sets, spec);
	return (vt_db_run(&wr->w->db, "INSERT INTO object_collection VALUES (?1, ?2)",
			  VT_BINDS(VT_INT(wr->id), VT_INT(collection))));
}

static vt_err
vt_write_institution(struct vt_writing *wr, struct vt_buf *sets)
{
	struct vt_str code = wr->o->object.institution;
	struct vt_str spec;
	vt_err err;

	if (code.len == 0)
		return (VT_OK);
	err = vt_read_institution_id(&wr->w->db, code, &wr->institution);
	if (err == VT_OK && wr->institution == 0)
		return (vt_fail(VT_E_BADARG, "its institution \"%.*s\" is not known",
				VT_STR_ARG(code)));
	spec = vt_spec_of_institution(wr->a, code);
	if (err == VT_OK && spec.p == NULL)
		return (VT_E_LIMIT);
	vt_buf_str(sets, spec);
	if (err == VT_OK)
		err = vt_write_add_set(wr, "SELECT id FROM harvest_set WHERE institution = ?1",
				       wr->institution);
	if (err == VT_OK)
		err = vt_write_add_set(wr, "SELECT id FROM harvest_set WHERE spec = 'institution'", 0);
	return (err);
}

/* Last, so that the sets that a reader knows an object by come first. */
static vt_err
vt_write_kind(struct vt_writing *wr, struct vt_buf *sets)
{
	struct vt_row row = { .a = wr->a };
	vt_err err = vt_db_row(&wr->w->db, &row, "SELECT spec FROM harvest_set WHERE kind = ?1",
			       VT_BINDS(VT_INT(wr->o->object.kind)));

	if (err == VT_OK) {
		if (sets->len != 0)
			vt_buf_char(sets, ' ');
		vt_buf_str(sets, vt_row_peek(&row, 0));
	}
	vt_db_done(row.st);
	if (err != VT_OK)
		return (err == VT_E_END ? vt_fail(VT_E_INTERNAL, "its kind has no set") : err);
	return (vt_write_add_set(wr, "SELECT id FROM harvest_set WHERE kind = ?1",
				 wr->o->object.kind));
}

static vt_err
vt_write_new_members(struct vt_writing *wr, struct vt_buf *sets)
{
	struct vt_str *deepest;
	size_t count = 0;
	vt_err err = vt_write_institution(wr, sets);

	if (err == VT_OK)
		err = vt_write_deepest(wr, &deepest, &count);
	for (size_t i = 0; i < count && err == VT_OK; i++)
		err = vt_write_collection(wr, deepest[i], sets);
	if (err == VT_OK)
		err = vt_write_kind(wr, sets);
	if (err == VT_OK)
		err = vt_buf_error(sets);
	if (err != VT_OK)
		return (err);
	wr->sets = vt_str_dup(wr->a, vt_buf_get(sets));
	return (wr->sets.p != NULL ? VT_OK : VT_E_LIMIT);
}

vt_err
vt_write_members(struct vt_writing *wr)
{
	struct vt_buf sets;
	vt_err err = vt_db_run(&wr->w->db, "DELETE FROM object_collection WHERE object = ?1",
			       VT_BINDS(VT_INT(wr->id)));

	if (err == VT_OK)
		err = vt_db_run(&wr->w->db, "DELETE FROM object_below WHERE object = ?1",
				VT_BINDS(VT_INT(wr->id)));
	if (err != VT_OK || wr->o == NULL)
		return (err);
	vt_buf_init(&sets, 0);
	err = vt_write_new_members(wr, &sets);
	vt_buf_fini(&sets);
	return (err);
}
