/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found, in the order that is wanted: by walking an index until enough of
 * those found were met, or by looking up the keys of all of them, whichever is less
 * work.
 */
#include <stdlib.h>

#include "catalog/facets/find.h"

#define VT_FIND_LOOKUP 4 /* steps of an index that looking up one row costs */

/* --- by weight of the words ---------------------------------------------------- */

struct vt_weighed {
	float score;	/* the lower, the better */
	int64_t id;
};

static int
vt_weighed_order(const void *a, const void *b)
{
	const struct vt_weighed *x = a, *y = b;

	if (x->score != y->score)
		return (x->score < y->score ? -1 : 1);
	return ((x->id > y->id) - (x->id < y->id));
}

/* The best ones met so far, as a heap: the worst of them is the first. */
struct vt_best {
	struct vt_weighed *list;
	size_t count, room;
};

static void
vt_best_sink(struct vt_best *b)
{
	for (size_t i = 0, below; (below = 2 * i + 1) < b->count; i = below) {
		struct vt_weighed one = b->list[i];

		if (below + 1 < b->count &&
		    vt_weighed_order(&b->list[below + 1], &b->list[below]) > 0)
			below++;
		if (vt_weighed_order(&one, &b->list[below]) >= 0)
			return;
		b->list[i] = b->list[below];
		b->list[below] = one;
	}
}

static void
vt_best_rise(struct vt_best *b)
{
	for (size_t i = b->count - 1, above; i > 0; i = above) {
		struct vt_weighed one = b->list[i];

		above = (i - 1) / 2;
		if (vt_weighed_order(&one, &b->list[above]) <= 0)
			return;
		b->list[i] = b->list[above];
		b->list[above] = one;
	}
}

static void
vt_best_put(struct vt_best *b, struct vt_weighed one)
{
	if (b->count < b->room) {
		b->list[b->count++] = one;
		vt_best_rise(b);
	} else if (vt_weighed_order(&one, &b->list[0]) < 0) {
		b->list[0] = one;
		vt_best_sink(b);
	}
}

static vt_err
vt_find_by_weight(struct vt_finder *f, int64_t *ids, size_t *count_r)
{
	const struct vt_found *words = f->words.items;
	size_t wanted = f->q->offset + f->q->limit, count = 0;
	struct vt_best best = { .room = wanted < (size_t)f->total ? wanted : (size_t)f->total };

	best.list = calloc(best.room, sizeof(*best.list));
	if (best.list == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to put %zu objects in order", best.room));
	for (size_t i = 0; i < f->words.count; i++) {
		int64_t id = words[i].object;

		if (id <= f->last && vt_find_is(f->found, id))
			vt_best_put(&best, (struct vt_weighed){
				vt_find_score(&words[i], vt_find_is(f->closed, id)), id });
	}
	qsort(best.list, best.count, sizeof(*best.list), vt_weighed_order);
	for (size_t i = f->q->offset; i < best.count && count < f->q->limit; i++)
		ids[count++] = best.list[i].id;
	free(best.list);
	*count_r = count;
	return (VT_OK);
}

/* --- by an index ------------------------------------------------------------------ */

/* The same three orders: an index's rows, one row's key, and whether the last come
 * first. */
static const struct vt_find_order {
	const char *walk, *key;
	bool is_text, is_falling;
} vt_find_orders[] = {
	[VT_ORDER_TITLE] = { "SELECT id FROM object WHERE is_deleted = 0 ORDER BY title_key, id",
			     "SELECT title_key FROM object WHERE id = ?1", true, false },
	[VT_ORDER_DATE] = { "SELECT id FROM object WHERE is_deleted = 0 ORDER BY date_key, id",
			    "SELECT date_key FROM object WHERE id = ?1", false, false },
	[VT_ORDER_NEWEST] = { "SELECT id FROM object WHERE is_deleted = 0 "
			      "ORDER BY created DESC, id DESC",
			      "SELECT created FROM object WHERE id = ?1", false, true },
};

static vt_err
vt_find_walk(struct vt_finder *f, const struct vt_find_order *o, int64_t *ids, size_t *count_r)
{
	struct vt_row row = { 0 };
	size_t count = 0, met = 0;
	vt_err err = vt_db_query(&f->c->db, &row.st, o->walk, NULL, 0);

	if (err != VT_OK)
		return (err);
	while (count < f->q->limit && (err = vt_db_next(&f->c->db, row.st)) == VT_OK) {
		int64_t id = vt_row_int(&row, 0);

		if (id <= f->last && vt_find_is(f->found, id) && met++ >= f->q->offset)
			ids[count++] = id;
	}
	vt_db_done(row.st);
	*count_r = count;
	return (err == VT_E_END ? VT_OK : err);
}

struct vt_keyed {
	struct vt_str text;
	int64_t number, id;
};

static int
vt_keyed_order(const void *a, const void *b)
{
	const struct vt_keyed *x = a, *y = b;
	int order = vt_str_cmp(x->text, y->text);

	if (order == 0)
		order = (x->number > y->number) - (x->number < y->number);
	return (order != 0 ? order : (x->id > y->id) - (x->id < y->id));
}

static vt_err
vt_find_key(struct vt_finder *f, const struct vt_find_order *o, struct vt_arena *a,
	    struct vt_keyed *k)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(&f->c->db, &row.st, o->key, VT_BINDS(VT_INT(k->id)));

	if (err != VT_OK)
		return (err);
	if ((err = vt_db_next(&f->c->db, row.st)) == VT_OK) {
		if (o->is_text)
			k->text = vt_row_str(&row, 0);
		else
			k->number = vt_row_int(&row, 0);
	}
	vt_db_done(row.st);
	return (err == VT_OK && row.is_short ? VT_E_LIMIT : err);
}

static vt_err
vt_find_sort_in(struct vt_finder *f, const struct vt_find_order *o, struct vt_arena *a,
		int64_t *ids, size_t *count_r)
{
	struct vt_keyed *list = vt_arena_array(a, (size_t)f->total, sizeof(*list));
	size_t all = 0, count = 0;
	vt_err err = list != NULL ? VT_OK : VT_E_LIMIT;

	for (int64_t id = 1; id <= f->last && err == VT_OK; id++)
		if (vt_find_is(f->found, id)) {
			list[all].id = id;
			err = vt_find_key(f, o, a, &list[all++]);
		}
	if (err != VT_OK)
		return (err);
	qsort(list, all, sizeof(*list), vt_keyed_order);
	for (size_t i = f->q->offset; i < all && count < f->q->limit; i++)
		ids[count++] = list[o->is_falling ? all - 1 - i : i].id;
	*count_r = count;
	return (VT_OK);
}

static vt_err
vt_find_sort(struct vt_finder *f, const struct vt_find_order *o, int64_t *ids, size_t *count_r)
{
	struct vt_arena *a = vt_arena_new(VT_WRITING_BYTES_MAX);
	vt_err err = vt_find_sort_in(f, o, a, ids, count_r);

	vt_arena_free(&a);
	return (err);
}

static vt_err
vt_find_in_order(struct vt_finder *f, int64_t *ids, size_t *count_r)
{
	enum vt_order order = f->q->order;
	double steps;

	if (order == VT_ORDER_RELEVANCE && f->has_words)
		return (vt_find_by_weight(f, ids, count_r));
	if (order == VT_ORDER_RELEVANCE)
		order = VT_ORDER_NEWEST;
	steps = ((double)f->q->offset + (double)f->q->limit) * (double)f->last / (double)f->total;
	if (steps > (double)f->last)
		steps = (double)f->last;
	if (steps > (double)f->total * VT_FIND_LOOKUP)
		return (vt_find_sort(f, &vt_find_orders[order], ids, count_r));
	return (vt_find_walk(f, &vt_find_orders[order], ids, count_r));
}

/* --- the objects ------------------------------------------------------------------- */

static vt_err
vt_find_object(struct vt_finder *f, int64_t id, struct vt_object *o)
{
	struct vt_row row = { .a = f->a };
	vt_err err = vt_db_row(&f->c->db, &row,
			       "SELECT " VT_OBJECT_COLUMNS " FROM object o" VT_OBJECT_JOINS
			       "WHERE o.id = ?1",
			       VT_BINDS(VT_INT(id)));

	if (err == VT_OK)
		err = vt_read_object_row(&row, o);
	else if (err == VT_E_END)
		err = vt_fail(VT_E_FORMAT, "the facets know an object %lld that there is not",
			      (long long)id);
	vt_db_done(row.st);
	return (err);
}

static vt_err
vt_find_objects(struct vt_finder *f, struct vt_find_result *found)
{
	int64_t *ids = vt_arena_array(f->a, f->q->limit, sizeof(*ids));
	vt_err err = VT_OK;

	found->objects = vt_arena_array(f->a, f->q->limit, sizeof(*found->objects));
	if (ids == NULL || found->objects == NULL)
		return (VT_E_LIMIT);
	err = vt_find_in_order(f, ids, &found->count);
	for (size_t i = 0; i < found->count && err == VT_OK; i++)
		err = vt_find_object(f, ids[i], &found->objects[i]);
	return (err);
}

static vt_err
vt_find_answer(struct vt_finder *f, struct vt_find_result *found)
{
	vt_err err = vt_find_set(f);

	if (err != VT_OK)
		return (err);
	found->total = f->total;
	if (f->total != 0 && f->q->limit != 0 && f->q->offset < (size_t)f->total)
		err = vt_find_objects(f, found);
	return (err == VT_OK && f->q->value_limit != 0 ? vt_find_facets(f, found) : err);
}

vt_err
vt_catalog_find(struct vt_catalog *c, struct vt_arena *a, const struct vt_find *q,
		struct vt_find_result *found_r)
{
	struct vt_finder f = { .c = c, .a = a, .q = q, .now = c->now() };
	struct vt_find_result found = { 0 };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	vt_db_hurry(&c->db, c->search_ms);
	err = vt_find_answer(&f, &found);
	vt_db_calm(&c->db);
	vt_catalog_end(c);
	vt_gathered_fini(&f.words);
	vt_buf_fini(&f.ended);
	free(f.found);
	free(f.closed);
	free(f.counts);
	if (err == VT_OK)
		*found_r = found;
	return (err);
}

/* --- objects one after the other ----------------------------------------------------- */

vt_err
vt_catalog_last_rowid(struct vt_catalog *c, int64_t *rowid_r)
{
	return (vt_db_int(&c->db, rowid_r, "SELECT coalesce(max(id), 0) FROM object", NULL, 0));
}

vt_err
vt_catalog_entries(struct vt_catalog *c, struct vt_arena *a, int64_t first, int64_t last,
		   struct vt_object_entry **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(&c->db, &row.st,
				 "SELECT id, identifier, thumbnail, changed, access, embargo_until "
				 "FROM object WHERE is_deleted = 0 AND id BETWEEN ?1 AND ?2 "
				 "ORDER BY id",
				 VT_BINDS(VT_INT(first), VT_INT(last)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK) {
		struct vt_object_entry *e = vt_list_add(a, &list, sizeof(*e));

		if (e == NULL)
			break;
		*e = (struct vt_object_entry){ .rowid = vt_row_int(&row, 0),
					       .identifier = vt_row_str(&row, 1),
					       .thumbnail = vt_row_str(&row, 2),
					       .changed = vt_row_int(&row, 3),
					       .access = (enum vt_access_policy)vt_row_int(&row, 4),
					       .embargo_until = vt_row_int(&row, 5) };
	}
	vt_db_done(row.st);
	if (err != VT_E_END || row.is_short)
		return (err == VT_E_END || err == VT_OK ? VT_E_LIMIT : err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}
