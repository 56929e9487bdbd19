/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which objects have what is asked for, and how they divide.  The words are asked of
 * the search index, everything else of the facets (find_pass.c).
 */
#include <stdlib.h>

#include "catalog/facets/facet_sets.h"
#include "catalog/facets/find.h"
#include "catalog/search/query.h"

#define VT_FIND_YEAR_MAX 9998 /* in a question; the one behind it has four digits as well */

/* --- words ------------------------------------------------------------------- */

/* Objects whose embargo is over, though their policy still says that there is one. */
static vt_err
vt_find_ended(struct vt_finder *f)
{
	struct vt_row row = { 0 };
	vt_err err = vt_db_query(&f->c->db, &row.st,
				 "SELECT id FROM object WHERE access = 1 AND is_deleted = 0 AND "
				 "embargo_until > 0 AND embargo_until <= ?1 ORDER BY id",
				 VT_BINDS(VT_INT(f->now)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&f->c->db, row.st)) == VT_OK) {
		int64_t id = vt_row_int(&row, 0);

		vt_buf_put(&f->ended, &id, sizeof(id));
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? vt_buf_error(&f->ended) : err);
}

/* The index has them in the order of its rows, in which an object that has grown or
 * come back stands behind those that came after it. */
static int
vt_find_by_object(const void *a, const void *b)
{
	const struct vt_found *x = a, *y = b;

	return ((x->object > y->object) - (x->object < y->object));
}

static void
vt_find_sort_words(struct vt_gathered *words)
{
	const struct vt_found *list = words->items;

	for (size_t i = 1; i < words->count; i++)
		if (list[i - 1].object > list[i].object) {
			qsort(words->items, words->count, sizeof(*list), vt_find_by_object);
			return;
		}
}

static vt_err
vt_find_words(struct vt_finder *f)
{
	struct vt_query_node *root;
	vt_err err = vt_query_parse_kindly(f->a, f->q->words, &root);

	f->has_words = err == VT_OK && root != NULL;
	if (!f->has_words)
		return (err);
	err = vt_read_embargoes(f->c, f->now);
	if (err == VT_OK)
		err = vt_found_ask(&f->c->db, root, &f->words);
	if (err == VT_OK)
		vt_find_sort_words(&f->words);
	return (err == VT_OK ? vt_find_ended(f) : err);
}

/* --- what is chosen ------------------------------------------------------------ */

/* The years of "1927-1931". */
static bool
vt_find_span(struct vt_str key, int64_t *from_r, int64_t *to_r)
{
	struct vt_str from = VT_STR_NONE;

	return (vt_str_next(&key, '-', &from) && vt_str_to_int(from, 0, VT_FIND_YEAR_MAX, from_r) &&
		vt_str_to_int(key, *from_r, VT_FIND_YEAR_MAX, to_r));
}

/* All of facets that lies within those years or over a part of them. */
static vt_err
vt_find_years(struct vt_finder *f, int64_t from, int64_t to)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = f->a };
	uint32_t *id;
	vt_err err = vt_db_query(&f->c->db, &row.st,
				 "SELECT id FROM facet_value WHERE facet = ?1 "
				 "AND key < printf('%04d', ?2) AND substr(key, 6) >= printf('%04d', ?3) "
				 "ORDER BY id",
				 VT_BINDS(VT_INT(VT_FACET_YEARS), VT_INT(to + 1), VT_INT(from)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&f->c->db, row.st)) == VT_OK &&
	       (id = vt_list_add(f->a, &list, sizeof(*id))) != NULL)
		*id = (uint32_t)vt_row_int(&row, 0);
	vt_db_done(row.st);
	f->years = list.items;
	f->year_count = list.count;
	f->is_nothing = list.count == 0;
	return (err == VT_OK ? VT_E_LIMIT : err == VT_E_END ? VT_OK : err);
}

/* What is no value of the facet: a century and a decade are, other years are not. */
static vt_err
vt_find_unknown(struct vt_finder *f, int facet)
{
	int64_t from, to;

	if (facet == VT_FACET_PERIOD && vt_find_span(f->q->chosen[facet], &from, &to))
		return (vt_find_years(f, from, to));
	f->is_nothing = true;
	return (VT_OK);
}

static vt_err
vt_find_chosen(struct vt_finder *f)
{
	vt_err err = VT_OK;

	for (int facet = 0; facet < VT_FACETS && !f->is_nothing; facet++) {
		struct vt_str key = f->q->chosen[facet];
		int64_t id = 0;

		if (key.len == 0)
			continue;
		err = vt_db_int(&f->c->db, &id,
				"SELECT id FROM facet_value WHERE facet = ?1 AND key = ?2",
				VT_BINDS(VT_INT(facet), VT_TEXT(key)));
		if (err == VT_OK)
			f->wanted[f->wanted_count++] = (uint32_t)id;
		else if (err != VT_E_END || (err = vt_find_unknown(f, facet)) != VT_OK)
			return (err);
	}
	return (VT_OK);
}

static vt_err
vt_find_room(struct vt_finder *f)
{
	int64_t highest = 0;
	size_t words;
	vt_err err = vt_catalog_last_rowid(f->c, &f->last);

	if (err == VT_OK && f->q->value_limit != 0)
		err = vt_db_int(&f->c->db, &highest, "SELECT coalesce(max(id), 0) FROM facet_value",
				NULL, 0);
	if (err != VT_OK)
		return (err);
	words = ((size_t)(f->last / VT_FACET_CHUNK) + 1) * VT_FACET_CHUNK_WORDS;
	f->found = calloc(words, sizeof(*f->found));
	f->closed = calloc(words, sizeof(*f->closed));
	if (f->q->value_limit != 0) {
		f->count_room = (uint32_t)highest + 1;
		f->counts = calloc(f->count_room, sizeof(*f->counts));
	}
	if (f->found == NULL || f->closed == NULL || (f->count_room != 0 && f->counts == NULL))
		return (vt_fail(VT_E_NOMEM, "no memory to search in"));
	return (VT_OK);
}

vt_err
vt_find_set(struct vt_finder *f)
{
	vt_err err = vt_find_words(f);

	if (err == VT_OK)
		err = vt_find_chosen(f);
	if (err == VT_OK)
		err = vt_find_room(f);
	return (err == VT_OK && !f->is_nothing ? vt_find_pass(f) : err);
}

/* --- what is told of it --------------------------------------------------------------- */

struct vt_top {
	uint32_t *ids;	/* by falling counts */
	size_t count, room, all;
};

static void
vt_top_put(struct vt_top *t, const uint32_t *counts, uint32_t id)
{
	size_t at = t->count;

	t->all++;
	if (t->count == t->room && (t->room == 0 || counts[t->ids[t->room - 1]] >= counts[id]))
		return;
	if (t->count < t->room)
		t->count++;
	else
		at--;
	for (; at > 0 && counts[t->ids[at - 1]] < counts[id]; at--)
		t->ids[at] = t->ids[at - 1];
	t->ids[at] = id;
}

static vt_err
vt_find_place_names(struct vt_row *row, struct vt_labels *l_r)
{
	struct vt_label *l = vt_arena_array(row->a, 2, sizeof(*l));
	size_t count = 0;

	if (l == NULL)
		return (VT_E_LIMIT);
	for (int i = 0; i < 2; i++) {
		struct vt_str text = vt_row_str(row, 1 + i);

		if (text.len != 0)
			l[count++] = (struct vt_label){ i == 0 ? VT_STR("lt") : VT_STR("en"), text };
	}
	*l_r = (struct vt_labels){ l, count };
	return (VT_OK);
}

/* Names of what has names of its own in the catalogue. */
static vt_err
vt_find_names(struct vt_finder *f, enum vt_facet facet, struct vt_facet_value *v)
{
	struct vt_db *db = &f->c->db;
	bool is_institution = facet == VT_FACET_INSTITUTION;
	int64_t id = 0;
	vt_err err = is_institution ? vt_read_institution_id(db, v->key, &id)
				    : vt_read_collection_id(db, v->key, &id);

	return (err != VT_OK ? err
			     : vt_read_names(db, f->a,
					     is_institution ? VT_LABEL_INSTITUTION : VT_LABEL_COLLECTION,
					     id, v->key, &v->names));
}

static vt_err
vt_find_value(struct vt_finder *f, uint32_t id, struct vt_facet_value *v)
{
	enum vt_facet facet = (enum vt_facet)(id & ((1u << VT_FACET_BITS) - 1));
	struct vt_row row = { .a = f->a };
	vt_err err = vt_db_query(&f->c->db, &row.st, "SELECT key, lt, en, has_point, latitude, longitude "
				 "FROM facet_value WHERE id = ?1",
				 VT_BINDS(VT_INT(id)));

	if (err != VT_OK)
		return (err);
	v->count = f->counts[id];
	if ((err = vt_db_next(&f->c->db, row.st)) == VT_OK) {
		v->key = vt_row_str(&row, 0);
		if (facet == VT_FACET_PLACE)
			err = vt_find_place_names(&row, &v->names);
		v->has_coordinates = vt_row_int(&row, 3) != 0;
		v->latitude = (double)vt_row_int(&row, 4) / VT_FACET_DEGREE;
		v->longitude = (double)vt_row_int(&row, 5) / VT_FACET_DEGREE;
	}
	vt_db_done(row.st);
	if (err == VT_OK && row.is_short)
		err = VT_E_LIMIT;
	if (err == VT_OK && (facet == VT_FACET_INSTITUTION || facet == VT_FACET_COLLECTION))
		err = vt_find_names(f, facet, v);
	return (err);
}

static vt_err
vt_find_list(struct vt_finder *f, const struct vt_top *t, struct vt_facet_list *list_r)
{
	struct vt_facet_value *items = vt_arena_array(f->a, t->count, sizeof(*items));
	vt_err err = VT_OK;

	if (items == NULL && t->count != 0)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < t->count && err == VT_OK; i++)
		err = vt_find_value(f, t->ids[i], &items[i]);
	*list_r = (struct vt_facet_list){ items, t->count, t->all > t->count };
	return (err);
}

vt_err
vt_find_facets(struct vt_finder *f, struct vt_find_result *found_r)
{
	struct vt_top tops[1 << VT_FACET_BITS] = { { 0 } };
	vt_err err = VT_OK;

	for (int i = 0; i < VT_FACETS; i++) {
		tops[i].room = i == VT_FACET_PERIOD ? VT_FIND_PERIODS : f->q->value_limit;
		tops[i].ids = vt_arena_array(f->a, tops[i].room, sizeof(uint32_t));
		if (tops[i].ids == NULL)
			return (VT_E_LIMIT);
	}
	for (uint32_t id = 0; id < f->count_room; id++)
		if (f->counts[id] != 0 && tops[id & ((1u << VT_FACET_BITS) - 1)].room != 0)
			vt_top_put(&tops[id & ((1u << VT_FACET_BITS) - 1)], f->counts, id);
	for (int i = 0; i < VT_FACETS && err == VT_OK; i++)
		err = vt_find_list(f, &tops[i], &found_r->facets[i]);
	return (err);
}
