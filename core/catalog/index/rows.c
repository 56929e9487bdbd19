/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of all objects, shared by the threads of a process (rows.h). */
#include "catalog/index/rows.h"

#include <stdlib.h>

#include "catalog/index/latest.h"

struct vt_rows {
	struct vt_latest_thing thing;
	size_t count, room;
	uint32_t *first, *object; /* both by row */
};

/* --- of some objects ------------------------------------------------------------------- */

vt_err
vt_search_rows_of(struct vt_db *db, int64_t object, struct vt_search_rows *r)
{
	struct vt_row row = { .a = NULL };
	vt_err err = vt_db_row(db, &row, "SELECT search_row, page_count FROM object WHERE id = ?1",
			       VT_BINDS(VT_INT(object)));

	*r = (struct vt_search_rows){ .object = object };
	if (err == VT_OK)
		*r = (struct vt_search_rows){ object, vt_row_int(&row, 0), vt_row_int(&row, 1) };
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

static int
vt_rows_order(const void *a, const void *b)
{
	const struct vt_search_rows *x = a, *y = b;

	return ((x->first > y->first) - (x->first < y->first));
}

vt_err
vt_search_rows_of_all(struct vt_db *db, const struct vt_gathered *ids, struct vt_gathered *rows)
{
	const int64_t *id = ids->items;

	for (size_t i = 0; i < ids->count; i++) {
		struct vt_search_rows one, *r;
		vt_err err = vt_search_rows_of(db, id[i], &one);

		if (err != VT_OK)
			return (err);
		if (one.first == 0)
			continue;
		if ((r = vt_gathered_add(rows, sizeof(*r))) == NULL)
			return (vt_fail(VT_E_NOMEM, "no memory to search in"));
		*r = one;
	}
	if (rows->count > 1)
		qsort(rows->items, rows->count, sizeof(struct vt_search_rows), vt_rows_order);
	return (VT_OK);
}

/* --- of all ---------------------------------------------------------------------------- */

static void
vt_rows_free(struct vt_latest_thing *thing)
{
	struct vt_rows *r = (struct vt_rows *)thing;

	free(r->first);
	free(r->object);
	free(r);
}

void
vt_rows_give(struct vt_rows **rows)
{
	vt_latest_give((struct vt_latest_thing *)*rows);
	*rows = NULL;
}

static struct vt_rows *
vt_rows_new(void)
{
	struct vt_rows *r = calloc(1, sizeof(*r));

	if (r != NULL)
		r->thing = (struct vt_latest_thing){ 1, vt_rows_free };
	return (r);
}

static bool
vt_rows_add(struct vt_rows *r, int64_t first, int64_t object)
{
	if (r->count == r->room) {
		size_t room = r->room != 0 ? r->room * 2 : 4096;
		uint32_t *wider = reallocarray(r->first, room, sizeof(*wider));

		r->first = wider != NULL ? wider : r->first;
		if (wider == NULL)
			return (false);
		wider = reallocarray(r->object, room, sizeof(*wider));
		r->object = wider != NULL ? wider : r->object;
		if (wider == NULL)
			return (false);
		r->room = room;
	}
	if (first > UINT32_MAX || object > UINT32_MAX || r->count == VT_ROWS_MAX)
		return (false);
	r->first[r->count] = (uint32_t)first;
	r->object[r->count++] = (uint32_t)object;
	return (true);
}

static struct vt_rows *
vt_rows_make(struct vt_db *db)
{
	struct vt_rows *r = vt_rows_new();
	struct vt_row row = { 0 };
	vt_err err;

	if (r == NULL)
		return (NULL);
	err = vt_db_query(db, &row.st, "SELECT search_row, id FROM object WHERE search_row > 0 "
				       "ORDER BY search_row", NULL, 0);
	if (err == VT_OK) {
		while ((err = vt_db_next(db, row.st)) == VT_OK)
			if (!vt_rows_add(r, vt_row_int(&row, 0), vt_row_int(&row, 1)))
				break;
		vt_db_done(row.st);
	}
	if (err != VT_E_END)
		vt_rows_give(&r);
	return (r);
}

/* --- what has changed ------------------------------------------------------------------- */

/* Those of before without what has changed, and more between them. */
static bool
vt_rows_join(const struct vt_rows *before, const struct vt_gathered_set *changed,
	     const struct vt_gathered *more, struct vt_rows *r)
{
	const struct vt_search_rows *m = more->items, *end = m + more->count;

	for (size_t i = 0; i < before->count; i++) {
		uint32_t object = before->object[i];

		if (vt_gathered_set_has(changed, object))
			continue;
		for (; m < end && m->first < before->first[i]; m++)
			if (!vt_rows_add(r, m->first, m->object))
				return (false);
		if (!vt_rows_add(r, before->first[i], object))
			return (false);
	}
	for (; m < end; m++)
		if (!vt_rows_add(r, m->first, m->object))
			return (false);
	return (true);
}

/* NULL: all are to be read. */
static struct vt_rows *
vt_rows_follow(struct vt_db *db, const struct vt_rows *before, const struct vt_gathered *ids)
{
	struct vt_rows *r = vt_rows_new();
	struct vt_gathered_set changed;
	struct vt_gathered more = { .items = NULL };
	bool is_whole = vt_gathered_set_init(&changed, ids) && r != NULL &&
			vt_search_rows_of_all(db, ids, &more) == VT_OK;

	if (!is_whole || !vt_rows_join(before, &changed, &more, r))
		vt_rows_give(&r);
	vt_gathered_fini(&more);
	vt_gathered_set_fini(&changed);
	return (r);
}

static struct vt_latest_thing *
vt_rows_renew(struct vt_db *db, const struct vt_latest_thing *before, const struct vt_since *then,
	      const struct vt_since *now)
{
	struct vt_gathered ids = { .items = NULL };
	struct vt_rows *r = NULL;

	if (before != NULL && vt_since_objects(db, then, now, &ids))
		r = vt_rows_follow(db, (const struct vt_rows *)before, &ids);
	vt_gathered_fini(&ids);
	return ((struct vt_latest_thing *)(r != NULL ? r : vt_rows_make(db)));
}

static bool
vt_rows_are_worth(struct vt_db *db, size_t looked)
{
	int64_t objects = 0;

	if (vt_db_int(db, &objects, "SELECT coalesce(sum(object_count), 0) FROM institution", NULL,
		      0) != VT_OK)
		return (false);
	return ((size_t)objects <= looked * VT_ROWS_WORTH && (size_t)objects <= VT_ROWS_MAX);
}

static struct vt_latest vt_rows_latest = { vt_rows_renew, vt_rows_are_worth, VT_LATEST_LOCK };

struct vt_rows *
vt_rows_take(struct vt_db *db, size_t looked)
{
	return ((struct vt_rows *)vt_latest_take(&vt_rows_latest, db, looked));
}

/* --- asking it -------------------------------------------------------------------------- */

/* In steps that double, since the next row is mostly near; then halving the last one. */
bool
vt_rows_find(const struct vt_rows *r, size_t *at, int64_t row, struct vt_search_rows *found_r)
{
	size_t low = *at, high = r->count;

	if (low < high && r->first[low] > row)
		low = 0;
	if (high == 0 || r->first[low] > row)
		return (false);
	for (size_t step = 1; low + step < high; step *= 2) {
		if (r->first[low + step] > row)
			high = low + step;
		else
			low += step;
	}
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		*(r->first[middle] > row ? &high : &low) = middle;
	}
	*at = low;
	found_r->object = r->object[low];
	found_r->first = r->first[low];
	found_r->pages = low + 1 < r->count ? (int64_t)r->first[low + 1] - r->first[low] - 1
					    : INT32_MAX;
	return (true);
}
