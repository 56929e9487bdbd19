/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is like an object: by the facets that it shares with its neighbours, then, of
 * the best of those, by their subjects, which are in no facet.
 */
#include <stdlib.h>

#include "catalog/facets/facets.h"

#define VT_SIMILAR_BLOCKS    (VT_SIMILAR_NEAR / VT_FACET_BLOCK) /* on either side */
#define VT_SIMILAR_SUBJECT   3	/* what a shared subject weighs */
#define VT_SIMILAR_SUBJECTS  3	/* shared ones that count */
#define VT_SIMILAR_LEAST     6	/* a collection and a kind alone do not say much */
#define VT_SIMILAR_SHARED    2	/* values of one facet that count: a long span is not alike */

static const int vt_similar_weights[1 << VT_FACET_BITS] = {
	[VT_FACET_INSTITUTION] = 1, [VT_FACET_COLLECTION] = 2, [VT_FACET_KIND] = 1,
	[VT_FACET_PERIOD] = 2, [VT_FACET_PLACE] = 4,
};

struct vt_candidate {
	int64_t id, distance;
	int score;
};

struct vt_similar {
	struct vt_catalog *c;
	const struct vt_object *object;
	struct vt_facets own;
	struct vt_candidate best[VT_SIMILAR_MAX]; /* in order */
	size_t count;
};

static int
vt_candidate_order(const void *a, const void *b)
{
	const struct vt_candidate *x = a, *y = b;

	if (x->score != y->score)
		return (x->score > y->score ? -1 : 1);
	if (x->distance != y->distance)
		return (x->distance < y->distance ? -1 : 1);
	return ((x->id > y->id) - (x->id < y->id));
}

/* Both rise. */
static int
vt_similar_score(const struct vt_facets *x, const struct vt_facets *y)
{
	int shared[1 << VT_FACET_BITS] = { 0 }, score = 0;

	for (size_t i = 0, k = 0; i < x->count && k < y->count;) {
		unsigned facet = x->values[i] & ((1u << VT_FACET_BITS) - 1);

		if (x->values[i] == y->values[k] && shared[facet]++ < VT_SIMILAR_SHARED)
			score += vt_similar_weights[facet];
		if (x->values[i] <= y->values[k])
			i++;
		else
			k++;
	}
	return (score);
}

static void
vt_similar_put(struct vt_similar *s, const struct vt_candidate *one)
{
	size_t at = s->count;

	if (at == VT_SIMILAR_MAX && vt_candidate_order(one, &s->best[at - 1]) > 0)
		return;
	if (at < VT_SIMILAR_MAX)
		s->count++;
	else
		at--;
	for (; at > 0 && vt_candidate_order(one, &s->best[at - 1]) < 0; at--)
		s->best[at] = s->best[at - 1];
	s->best[at] = *one;
}

static vt_err
vt_similar_block(struct vt_similar *s, int64_t block, struct vt_str data)
{
	struct vt_facets f;

	while (vt_facets_next(&data, &f)) {
		struct vt_candidate one = { .id = block * VT_FACET_BLOCK + f.slot };

		if (one.id == s->object->rowid)
			continue;
		one.score = vt_similar_score(&s->own, &f);
		one.distance = llabs(one.id - s->object->rowid);
		if (one.score != 0)
			vt_similar_put(s, &one);
	}
	if (data.len != 0)
		return (vt_fail(VT_E_FORMAT, "block %lld of facets is none", (long long)block));
	return (VT_OK);
}

/* The object's own facets; none: its block does not know it. */
static vt_err
vt_similar_own(struct vt_similar *s)
{
	struct vt_row row = { 0 };
	struct vt_str data;
	vt_err err = vt_db_query(&s->c->db, &row.st, "SELECT data FROM facet_block WHERE id = ?1",
				 VT_BINDS(VT_INT(s->object->rowid / VT_FACET_BLOCK)));

	if (err != VT_OK)
		return (err);
	if ((err = vt_db_next(&s->c->db, row.st)) == VT_OK) {
		data = vt_row_peek(&row, 0);
		while (vt_facets_next(&data, &s->own) &&
		       s->own.slot != s->object->rowid % VT_FACET_BLOCK)
			s->own.count = 0;
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_similar_near(struct vt_similar *s)
{
	int64_t block = s->object->rowid / VT_FACET_BLOCK;
	struct vt_row row = { 0 };
	vt_err err = vt_db_query(&s->c->db, &row.st,
				 "SELECT id, data FROM facet_block WHERE id BETWEEN ?1 AND ?2 "
				 "ORDER BY id",
				 VT_BINDS(VT_INT(block - VT_SIMILAR_BLOCKS),
					  VT_INT(block + VT_SIMILAR_BLOCKS)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&s->c->db, row.st)) == VT_OK)
		if ((err = vt_similar_block(s, vt_row_int(&row, 0), vt_row_peek(&row, 1))) != VT_OK)
			break;
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

static bool
vt_similar_has_subject(const struct vt_description *d, const struct vt_property *wanted)
{
	const struct vt_property *p;

	for (size_t at = 0; (p = vt_description_next(d, "subject", &at)) != NULL;)
		if ((wanted->value.len != 0 && vt_str_eq(p->value, wanted->value)) ||
		    (wanted->uri.len != 0 && vt_str_eq(p->uri, wanted->uri)))
			return (true);
	return (false);
}

static vt_err
vt_similar_subjects(struct vt_similar *s, struct vt_arena *a, struct vt_candidate *one)
{
	const struct vt_property *p;
	struct vt_object object;
	int shared = 0;
	vt_err err = vt_catalog_object_at(s->c, a, one->id, &object);

	if (err != VT_OK)
		return (err);
	for (size_t at = 0; shared < VT_SIMILAR_SUBJECTS &&
	     (p = vt_description_next(&s->object->description, "subject", &at)) != NULL;)
		shared += vt_similar_has_subject(&object.description, p);
	one->score += shared * VT_SIMILAR_SUBJECT;
	return (VT_OK);
}

/* Descriptions may be long: one at a time is held. */
static vt_err
vt_similar_weigh(struct vt_similar *s)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < s->count && err == VT_OK; i++) {
		struct vt_arena *a = vt_arena_new(0);

		err = vt_similar_subjects(s, a, &s->best[i]);
		vt_arena_free(&a);
	}
	return (err);
}

static vt_err
vt_similar_find(struct vt_similar *s)
{
	vt_err err = vt_similar_own(s);

	if (err == VT_OK && s->own.count != 0)
		err = vt_similar_near(s);
	if (err == VT_OK)
		err = vt_similar_weigh(s);
	if (s->count != 0)
		qsort(s->best, s->count, sizeof(s->best[0]), vt_candidate_order);
	return (err);
}

vt_err
vt_catalog_similar(struct vt_catalog *c, struct vt_arena *a, const struct vt_object *object,
		   size_t limit, struct vt_object **list_r, size_t *count_r)
{
	struct vt_similar *s = vt_arena_alloc(a, sizeof(*s));
	struct vt_object *list = vt_arena_array(a, VT_SIMILAR_MAX, sizeof(*list));
	size_t count = 0;
	vt_err err;

	if (s == NULL || list == NULL)
		return (VT_E_LIMIT);
	s->c = c;
	s->object = object;
	if ((err = vt_similar_find(s)) != VT_OK)
		return (err);
	for (; count < s->count && count < limit; count++) {
		if (s->best[count].score < VT_SIMILAR_LEAST)
			break;
		if ((err = vt_catalog_object_at(c, a, s->best[count].id, &list[count])) != VT_OK)
			return (err);
	}
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}
