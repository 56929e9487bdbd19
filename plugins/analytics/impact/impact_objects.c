/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What objects were used in two years, in one pass over all uses, which a year has
 * hundreds of thousands of: by month, by who it was, by object and by institution.
 */
#include <stdlib.h>

#include "impact.h"
#include "map.h"

#define IMPACT_CANDIDATES	(3 * STATISTICS_OBJECTS)	/* some are not published any more */

enum { USE_INVESTIGATIONS, USE_REQUESTS, USE_PAGES, USE_DOWNLOADS, USE_UNIQUE, USE_NUMBERS };

struct impact_object {
	int64_t	row;			/* of item */
	bool	is_used[2];		/* in this year, in the one before */
	int64_t	n[USE_NUMBERS];		/* of this year, by people */
};
struct impact_objects {
	struct impact		*i;
	struct analytics_map	 map;		/* row: place, from 1 */
	struct impact_object	*items;
	size_t			 count, room;
	bool			 is_short;
};

/* NULL: no memory. */
static struct impact_object *
objects_at(struct impact_objects *o, int64_t row)
{
	uint32_t		*at = analytics_map_at(&o->map, (struct analytics_pair){ (uint64_t)row, 1 });
	struct impact_object	*more;
	size_t			 room = o->room > 0 ? 2 * o->room : 1024;

	if (*at != 0)
		return (&o->items[*at - 1]);
	if (o->count == o->room) {
		if ((more = realloc(o->items, room * sizeof(*more))) == NULL) {
			o->is_short = true;
			return (NULL);
		}
		o->items = more;
		o->room = room;
	}
	o->items[o->count++] = (struct impact_object){ .row = row };
	*at = (uint32_t)o->count;
	return (&o->items[o->count - 1]);
}

/* --- uses ---------------------------------------------------------------------------- */

static const char objects_uses[] =
	"SELECT month, class, item, total_investigations, total_requests, pages, downloads,"
	" unique_investigations, thumbnails, harvests FROM use WHERE month BETWEEN ?1 AND ?2";

static void
objects_people(struct impact_objects *o, sqlite3_stmt *q, int month, bool is_before)
{
	static const enum impact_total	 rows[] = { IMPACT_INVESTIGATIONS, IMPACT_REQUESTS,
					    IMPACT_PAGES, IMPACT_DOWNLOADS };
	struct impact_object		*object = objects_at(o, sqlite3_column_int64(q, 2));
	int64_t				 n[USE_NUMBERS];

	for (int k = 0; k < USE_NUMBERS; k++)
		n[k] = sqlite3_column_int64(q, 3 + k);
	for (int k = 0; k < USE_UNIQUE; k++) {
		impact_total(o->i, rows[k], is_before, n[k]);
		if (!is_before)
			o->i->tables[IMPACT_LOOKS].rows[month].n[k] += n[k];
	}
	if (object == NULL)
		return;
	object->is_used[is_before] |= n[USE_INVESTIGATIONS] > 0;
	for (int k = 0; k < USE_NUMBERS && !is_before; k++)
		object->n[k] += n[k];
}

static void
objects_use(struct impact_objects *o, sqlite3_stmt *q)
{
	int		 month = sqlite3_column_int(q, 0);
	const char	*class = (const char *)sqlite3_column_text(q, 1), *letter;
	bool		 is_before = month / 100 != o->i->year;
	int64_t		*agents;

	if (class == NULL || class[0] == '\0' || month % 100 < 1 || month % 100 > IMPACT_MONTHS ||
	    (letter = strchr(analytics_class_letters, class[0])) == NULL)
		return;
	if (!is_before) {
		agents = o->i->tables[IMPACT_AGENTS].rows[letter - analytics_class_letters].n;
		agents[0] += sqlite3_column_int64(q, 3);
		agents[1] += sqlite3_column_int64(q, 4);
		agents[2] += sqlite3_column_int64(q, 8);
		agents[3] += sqlite3_column_int64(q, 9);
	}
	if (letter == analytics_class_letters)
		objects_people(o, q, month % 100 - 1, is_before);
}

static vt_err
objects_uses_all(struct impact_objects *o)
{
	sqlite3_stmt	*q;
	vt_err		 err = analytics_db_prepare(o->i->db, objects_uses, &q);

	if (err == VT_OK) {
		(void)sqlite3_bind_int64(q, 1, impact_from(o->i) * 100 + 1);
		(void)sqlite3_bind_int64(q, 2, o->i->year * 100 + 12);
	}
	while (err == VT_OK && (err = analytics_db_next(o->i->db, q)) == VT_OK)
		objects_use(o, q);
	(void)sqlite3_finalize(q);
	if (err == VT_E_END && (o->is_short || o->map.is_short))
		return (vt_fail(VT_E_NOMEM, "no memory for what %zu objects were used", o->count));
	return (err == VT_E_END ? VT_OK : err);
}

/* --- the most used ---------------------------------------------------------------------- */

static int
objects_order(const void *a, const void *b)
{
	const struct impact_object	*x = *(const struct impact_object *const *)a;
	const struct impact_object	*y = *(const struct impact_object *const *)b;

	if (x->n[USE_UNIQUE] != y->n[USE_UNIQUE])
		return (x->n[USE_UNIQUE] > y->n[USE_UNIQUE] ? -1 : 1);
	return (x->row < y->row ? -1 : x->row > y->row);
}

/* Its title as it is now; not told of is what is withdrawn or closed by now. */
static vt_err
objects_named(struct impact_objects *o, sqlite3_stmt *q, const struct impact_object *object)
{
	struct statistics_table	*t = &o->i->tables[IMPACT_MOST];
	struct statistics_row	 row = { .n = { object->n[USE_UNIQUE], object->n[USE_PAGES],
				    object->n[USE_DOWNLOADS] } };
	vt_err			 err;

	(void)sqlite3_bind_int64(q, 1, object->row);
	if ((err = analytics_db_next(o->i->db, q)) == VT_OK)
		row.id = vt_str_dup(o->i->arena, analytics_db_column(q, 0));
	(void)sqlite3_reset(q);
	if (err == VT_OK)
		err = statistics_title(o->i->catalog, o->i->arena, o->i->lang, &row);
	if (err == VT_OK)
		t->rows[t->row_count++] = row;
	return (err == VT_E_NOTFOUND || err == VT_E_END ? VT_OK : err);
}

static vt_err
objects_most(struct impact_objects *o)
{
	const struct impact_object	**order = calloc(o->count + 1, sizeof(*order));
	sqlite3_stmt			 *q = NULL;
	vt_err				  err = order != NULL ? VT_OK : vt_fail(VT_E_NOMEM,
					    "no memory to sort %zu objects", o->count);

	for (size_t i = 0; i < o->count && err == VT_OK; i++)
		order[i] = &o->items[i];
	if (err == VT_OK) {
		qsort(order, o->count, sizeof(const struct impact_object *), objects_order);
		err = analytics_db_prepare(o->i->db, "SELECT identifier FROM item WHERE id = ?1", &q);
	}
	for (size_t i = 0; i < o->count && i < IMPACT_CANDIDATES && err == VT_OK &&
	    order[i]->n[USE_UNIQUE] > 0 && o->i->tables[IMPACT_MOST].row_count < STATISTICS_OBJECTS; i++)
		err = objects_named(o, q, order[i]);
	(void)sqlite3_finalize(q);
	free(order);
	return (err);
}

/* --- institutions ----------------------------------------------------------------------------- */

/* NULL: there is no room for more. */
static struct statistics_row *
objects_institution(struct impact *i, struct vt_str code)
{
	struct statistics_table	*t = &i->tables[IMPACT_INSTITUTIONS];
	struct vt_institution	 institution;
	struct statistics_row	*row;

	for (size_t k = 0; k < t->row_count; k++)
		if (vt_str_eq(t->rows[k].id, code))
			return (&t->rows[k]);
	if (t->row_count == STATISTICS_ROWS_MAX)
		return (NULL);
	row = &t->rows[t->row_count++];
	row->id = row->label = vt_str_dup(i->arena, code);
	if (vt_catalog_institution(i->catalog, i->arena, row->id, &institution) == VT_OK &&
	    institution.names.count > 0)
		row->label = vt_labels_get(&institution.names, i->lang);
	return (row);
}

static void
objects_institution_add(struct impact_objects *o, sqlite3_stmt *q)
{
	struct analytics_pair	 key = { (uint64_t)sqlite3_column_int64(q, 0), 1 };
	struct statistics_row	*row;
	const struct impact_object *object;

	if (!analytics_map_has(&o->map, key))
		return;
	object = &o->items[*analytics_map_at(&o->map, key) - 1];
	if (object->n[USE_INVESTIGATIONS] + object->n[USE_DOWNLOADS] == 0 ||
	    (row = objects_institution(o->i, analytics_db_column(q, 1))) == NULL)
		return;
	for (int k = 0; k < USE_UNIQUE; k++)
		row->n[k] += object->n[k];
}

static int
objects_row_order(const void *a, const void *b)
{
	const struct statistics_row	*x = a, *y = b;

	if (x->n[0] != y->n[0])
		return (x->n[0] > y->n[0] ? -1 : 1);
	return (vt_str_cmp(x->id, y->id));
}

static vt_err
objects_institutions(struct impact_objects *o)
{
	struct statistics_table	*t = &o->i->tables[IMPACT_INSTITUTIONS];
	sqlite3_stmt		*q;
	vt_err			 err = analytics_db_prepare(o->i->db, "SELECT id, institution FROM item"
				    " WHERE institution <> ''", &q);

	while (err == VT_OK && (err = analytics_db_next(o->i->db, q)) == VT_OK)
		objects_institution_add(o, q);
	(void)sqlite3_finalize(q);
	qsort(t->rows, t->row_count, sizeof(t->rows[0]), objects_row_order);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
impact_objects(struct impact *i)
{
	struct impact_objects	o = { .i = i };
	vt_err			err = objects_uses_all(&o);

	for (size_t k = 0; k < o.count && err == VT_OK; k++)
		for (int is_before = 0; is_before < 2; is_before++)
			impact_total(i, IMPACT_OBJECTS, is_before != 0, o.items[k].is_used[is_before]);
	if (err == VT_OK)
		err = objects_most(&o);
	if (err == VT_OK)
		err = objects_institutions(&o);
	analytics_map_fini(&o.map);
	free(o.items);
	return (err);
}
