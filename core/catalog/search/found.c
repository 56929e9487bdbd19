/* SPDX-License-Identifier: Apache-2.0 */
/* From the words of a question to the objects that it finds. */
#include "catalog/search/found.h"

#include <libstemmer.h>
#include <math.h>
#include <stdlib.h>

#include "catalog/index/kept.h"
#include "catalog/words/term_forms.h"

/* A title weighs more than what is said about a thing, and that more than a word in
 * its text; there the second and third time count for little, as long books have
 * every word. */
static const double vt_found_weights[VT_SEARCH_COLUMNS] = {
	[VT_SEARCH_TITLE] = 10, [VT_SEARCH_ABOUT] = 4, [VT_SEARCH_TEXT] = 1
};
#define VT_FOUND_ENOUGH 1.2 /* times a word stands somewhere: half of what can be reached */
#define VT_FOUND_SMALL	64  /* counts whose weight is worked out once */
#define VT_FOUND_EXACT	1.3 /* the word as it was typed, not another form of it */

static struct vt_found *
vt_found_at(const struct vt_gathered *g, size_t i)
{
	return (i < g->count ? &((struct vt_found *)g->items)[i] : NULL);
}

static double
vt_found_weigh(double count, bool is_exact, int column)
{
	return (vt_found_weights[column] * count / (count + VT_FOUND_ENOUGH) *
		(is_exact ? VT_FOUND_EXACT : 1));
}

/* Most counts are small: those are worked out once. */
struct vt_found_scale {
	double small[VT_SEARCH_COLUMNS][VT_FOUND_SMALL][2];
};

static void
vt_found_scale_init(struct vt_found_scale *s)
{
	for (int column = 0; column < VT_SEARCH_COLUMNS; column++)
		for (int count = 0; count < VT_FOUND_SMALL; count++)
			for (int is_exact = 0; is_exact < 2; is_exact++)
				s->small[column][count][is_exact] =
				    vt_found_weigh(count, is_exact != 0, column);
}

static double
vt_found_weight(const struct vt_found_scale *s, const struct vt_gathered_object *o, int column)
{
	uint16_t count = o->counts[column];

	unsigned is_exact = o->exact >> column & 1;

	return (count < VT_FOUND_SMALL ? s->small[column][count][is_exact]
				       : vt_found_weigh(count, is_exact != 0, column));
}

/* Rare words say more (as BM25 has it); objects that have them have less than 0.  The list
 * of objects becomes that of what was found, each in its place, since it may be long. */
static void
vt_found_score(struct vt_gathered *objects, double total)
{
	double rare = log(1 + (total + 1) / ((double)objects->count + 0.5));
	struct vt_found_scale scale;
	char *at = objects->items;

	_Static_assert(sizeof(struct vt_found) == sizeof(struct vt_gathered_object),
		       "one takes the other's place");
	vt_found_scale_init(&scale);
	for (size_t i = 0; i < objects->count; i++, at += sizeof(struct vt_found)) {
		struct vt_gathered_object o;
		struct vt_found f;
		double about;

		memcpy(&o, at, sizeof(o));
		about = vt_found_weight(&scale, &o, VT_SEARCH_TITLE) +
			vt_found_weight(&scale, &o, VT_SEARCH_ABOUT);
		f.object = o.object;
		f.row = o.row;
		f.every = (float)(-rare * (about + vt_found_weight(&scale, &o, VT_SEARCH_TEXT)));
		f.about = about > 0 ? (float)(-rare * about) : NAN;
		memcpy(at, &f, sizeof(f));
	}
}

/* The terms that the tokenizer would make of it, and the one that it is exactly. */
static vt_err
vt_found_word(struct vt_db *db, struct vt_str part, struct vt_gather *g)
{
	struct vt_arena *a = vt_arena_new(0);
	struct sb_stemmer *stemmer = vt_term_stemmer();
	struct vt_term_forms f = { .count = 0 };
	struct vt_str terms[VT_TERM_FORMS_MAX + 1], exact = vt_term_lower(a, part);
	size_t count = 0, at = 0;
	vt_err err = vt_term_asked(a, stemmer, part, &f);

	while (err == VT_OK && count < f.count) {
		terms[count] = f.items[count];
		count++;
	}
	while (at < count && !vt_str_eq(terms[at], exact))
		at++;
	terms[count] = exact;
	if (err == VT_OK)
		err = exact.p == NULL ? VT_E_LIMIT : vt_gather_word(db, terms, count, at, g);
	if (stemmer != NULL)
		sb_stemmer_delete(stemmer);
	vt_arena_free(&a);
	return (err);
}

/* All objects that have it, by the lists of the index if n is a plain word; else match asks
 * FTS5. */
static vt_err
vt_found_anew(struct vt_db *db, const struct vt_query_node *n, struct vt_str match,
	      struct vt_gathered *objects)
{
	struct vt_gather g = { .has_exact = n->exact.len != 0 };
	vt_err err = VT_E_UNSUPPORTED;

	if (n->part.len != 0)
		err = vt_found_word(db, n->part, &g);
	if (err == VT_E_UNSUPPORTED)
		err = vt_gather_objects(db, match, &g);
	if (err == VT_OK) {
		*objects = g.objects;
		g.objects = (struct vt_gathered){ .items = NULL };
	}
	vt_gather_fini(&g);
	return (err);
}

/* Puts more between the objects; both are by row, and they share none. */
static vt_err
vt_found_mix(struct vt_gathered *objects, const struct vt_gathered *more)
{
	size_t room = objects->count + more->count, i = objects->count, k = more->count;
	struct vt_gathered_object *list = reallocarray(objects->items, room + 1, sizeof(*list));
	const struct vt_gathered_object *m = more->items;

	if (list == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for what a search found"));
	*objects = (struct vt_gathered){ list, room, room + 1 };
	for (size_t at = room; k > 0; at--) /* from behind, into the room that is free */
		list[at - 1] = i > 0 && list[i - 1].row > m[k - 1].row ? list[--i] : m[--k];
	return (VT_OK);
}

/* Those that have changed since the others were found. */
static vt_err
vt_found_again(struct vt_db *db, const struct vt_query_node *n, struct vt_str match,
	       const struct vt_gathered *changed, struct vt_gathered *objects)
{
	struct vt_gather g = { .has_exact = n->exact.len != 0 };
	vt_err err = vt_gather_some(db, match, changed, &g);

	if (err == VT_OK)
		err = vt_found_mix(objects, &g.objects);
	vt_gather_fini(&g);
	return (err);
}

static vt_err
vt_found_objects(struct vt_db *db, const struct vt_query_node *n, struct vt_str match,
		 struct vt_str name, struct vt_gathered *objects)
{
	struct vt_gathered changed = { .items = NULL };
	bool is_kept = vt_kept_get(db, name, objects, &changed), is_new = !is_kept || changed.count != 0;
	vt_err err = !is_kept		    ? VT_E_UNSUPPORTED
		     : changed.count != 0 ? vt_found_again(db, n, match, &changed, objects)
					    : VT_OK;

	vt_gathered_fini(&changed);
	if (err == VT_E_UNSUPPORTED) {
		vt_gathered_fini(objects);
		err = vt_found_anew(db, n, match, objects);
	}
	if (err == VT_OK && is_new)
		vt_kept_put(db, name, objects);
	return (err);
}

static vt_err
vt_found_leaf(struct vt_db *db, const struct vt_query_node *n, double total,
	      struct vt_gathered *found)
{
	struct vt_buf match, name;
	vt_err err;

	if (n->match.len == 0)
		return (VT_OK);
	vt_buf_init(&match, 0);
	vt_buf_init(&name, 0);
	vt_buf_str(&match, n->match);
	if (n->exact.len != 0)
		vt_buf_printf(&match, " OR %.*s", VT_STR_ARG(n->exact));
	vt_buf_printf(&name, "%d%.*s", n->part.len != 0, VT_STR_ARG(vt_buf_get(&match)));
	err = vt_buf_error(&match) != VT_OK ? vt_buf_error(&match) : vt_buf_error(&name);
	vt_assert(found->items == NULL);
	if (err == VT_OK)
		err = vt_found_objects(db, n, vt_buf_get(&match), vt_buf_get(&name), found);
	if (err == VT_OK)
		vt_found_score(found, total);
	vt_buf_fini(&name);
	vt_buf_fini(&match);
	return (err);
}

/* --- joining lists that are ordered by row --------------------------------------- */

enum vt_found_join { VT_FOUND_BOTH, VT_FOUND_EITHER, VT_FOUND_BUT };

static float
vt_found_join_score(float a, float b, enum vt_found_join join)
{
	switch (join) {
	case VT_FOUND_BOTH:
		return (a + b); /* NAN when either is */
	case VT_FOUND_BUT:
		return (isnan(b) ? a : NAN);
	default:
		return (isnan(a) ? b : isnan(b) ? a : a + b);
	}
}

static vt_err
vt_found_join_one(const struct vt_found *a, const struct vt_found *b, enum vt_found_join join,
		  struct vt_gathered *out)
{
	static const struct vt_found none = { 0, 0, NAN, NAN };
	struct vt_found f = a != NULL ? *a : *b, *place;

	a = a != NULL ? a : &none;
	b = b != NULL ? b : &none;
	f.every = vt_found_join_score(a->every, b->every, join);
	f.about = vt_found_join_score(a->about, b->about, join);
	if (isnan(f.every) && isnan(f.about))
		return (VT_OK);
	place = vt_gathered_add(out, sizeof(*place));
	if (place == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for what a search found"));
	*place = f;
	return (VT_OK);
}

/* *a becomes the join of both; b is freed. */
static vt_err
vt_found_join(struct vt_gathered *a, struct vt_gathered *b, enum vt_found_join join)
{
	struct vt_gathered out = { .items = NULL };
	size_t i = 0, k = 0;
	vt_err err = VT_OK;

	while (err == VT_OK && (i < a->count || k < b->count)) {
		const struct vt_found *x = vt_found_at(a, i), *y = vt_found_at(b, k);

		if (x != NULL && y != NULL && x->row != y->row)
			*(x->row < y->row ? &y : &x) = NULL;
		i += x != NULL;
		k += y != NULL;
		err = vt_found_join_one(x, y, join, &out);
	}
	vt_gathered_fini(a);
	vt_gathered_fini(b);
	*a = out;
	return (err);
}

/* --- the tree -------------------------------------------------------------------------- */

static vt_err vt_found_node(struct vt_db *db, const struct vt_query_node *n, double total,
			    struct vt_gathered *found);

/* Those of all's members that is_not says; is_first_r: nothing was joined yet. */
static vt_err
vt_found_members(struct vt_db *db, const struct vt_query_node *all, double total,
		 bool is_not, struct vt_gathered *found)
{
	enum vt_found_join join = all->kind == VT_QUERY_OR ? VT_FOUND_EITHER
				  : is_not		   ? VT_FOUND_BUT
							   : VT_FOUND_BOTH;
	bool is_first = !is_not;
	vt_err err = VT_OK;

	for (const struct vt_query_node *n = all->below; n != NULL && err == VT_OK; n = n->next) {
		struct vt_gathered other = { .items = NULL };

		if (n->is_not != is_not)
			continue;
		err = vt_found_node(db, n, total, is_first ? found : &other);
		if (err == VT_OK && !is_first)
			err = vt_found_join(found, &other, join);
		vt_gathered_fini(&other);
		is_first = false;
	}
	return (err);
}

static vt_err
vt_found_node(struct vt_db *db, const struct vt_query_node *n, double total,
	      struct vt_gathered *found)
{
	vt_err err;

	if (n->kind == VT_QUERY_LEAF)
		return (vt_found_leaf(db, n, total, found));
	err = vt_found_members(db, n, total, false, found);
	return (err == VT_OK && n->kind == VT_QUERY_AND
		    ? vt_found_members(db, n, total, true, found)
		    : err);
}

vt_err
vt_found_ask(struct vt_db *db, const struct vt_query_node *root, struct vt_gathered *found)
{
	int64_t total = 0;
	vt_err err = vt_db_int(db, &total, "SELECT coalesce(sum(object_count), 0) FROM institution",
			       NULL, 0);

	*found = (struct vt_gathered){ .items = NULL };
	if (err == VT_OK)
		err = vt_found_node(db, root, (double)total, found);
	if (err != VT_OK)
		vt_gathered_fini(found);
	return (err);
}
