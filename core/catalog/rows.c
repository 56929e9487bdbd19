/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of all objects, shared by the threads of a process (rows.h). */
#include "catalog/rows.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct vt_rows {
	atomic_uint held;
	size_t count, room;
	uint32_t *first, *object; /* both by row */
};

/* What the process knows: key is the state of the catalogue with that of its index, so
 * that what two connections see as the same is the same. */
static struct {
	pthread_mutex_t lock;
	struct vt_rows *kept; /* of key, or NULL */
	char *key;
	size_t key_length, looked;
	bool is_making;
} vt_rows_all = { .lock = PTHREAD_MUTEX_INITIALIZER };

void
vt_rows_give(struct vt_rows **rows)
{
	struct vt_rows *r = *rows;

	*rows = NULL;
	if (r == NULL || atomic_fetch_sub(&r->held, 1) != 1)
		return;
	free(r->first);
	free(r->object);
	free(r);
}

/* --- the key ---------------------------------------------------------------------- */

vt_err
vt_rows_state(struct vt_db *db, struct vt_buf *key)
{
	struct vt_row row = { 0 };
	vt_err err = vt_db_query(db, &row.st,
				 "SELECT m.state, d.block FROM meta m "
				 "JOIN search_data d ON d.id = 10",
				 NULL, 0);

	if (err != VT_OK)
		return (err);
	err = vt_db_next(db, row.st);
	if (err == VT_OK) {
		vt_buf_str(key, vt_row_peek(&row, 0));
		vt_buf_str(key, vt_row_peek(&row, 1));
		err = vt_buf_error(key);
	}
	vt_db_done(row.st);
	return (err);
}

static bool
vt_rows_is_key(const struct vt_buf *key)
{
	return (vt_rows_all.key != NULL && vt_rows_all.key_length == key->len &&
		memcmp(vt_rows_all.key, key->p, key->len) == 0);
}

/* Another state: what is kept is of no more use. */
static void
vt_rows_turn(const struct vt_buf *key)
{
	char *copy = malloc(key->len);

	vt_rows_give(&vt_rows_all.kept);
	free(vt_rows_all.key);
	if (copy != NULL)
		memcpy(copy, key->p, key->len);
	vt_rows_all.key = copy;
	vt_rows_all.key_length = copy != NULL ? key->len : 0;
	vt_rows_all.looked = 0;
}

/* --- making it ----------------------------------------------------------------------- */

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
	struct vt_rows *r = calloc(1, sizeof(*r));
	struct vt_row row = { 0 };
	vt_err err = VT_E_NOMEM;

	if (r == NULL)
		return (NULL);
	r->held = 1;
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

static bool
vt_rows_are_worth(struct vt_db *db, size_t looked)
{
	int64_t objects = 0;

	if (looked == 0 || vt_db_int(db, &objects, "SELECT coalesce(sum(object_count), 0) "
						   "FROM institution", NULL, 0) != VT_OK)
		return (false);
	return ((size_t)objects <= looked * VT_ROWS_WORTH && (size_t)objects <= VT_ROWS_MAX);
}

/* One thread makes it, and without the lock; it is given to the others only when the
 * state they ask for is still the same. */
static struct vt_rows *
vt_rows_renew(struct vt_db *db, const struct vt_buf *key)
{
	struct vt_rows *r = vt_rows_make(db);

	(void)pthread_mutex_lock(&vt_rows_all.lock);
	vt_rows_all.is_making = false;
	if (r != NULL && vt_rows_is_key(key) && vt_rows_all.kept == NULL) {
		atomic_fetch_add(&r->held, 1);
		vt_rows_all.kept = r;
	}
	vt_rows_all.looked = 0; /* one that cannot be made is not tried at once again */
	(void)pthread_mutex_unlock(&vt_rows_all.lock);
	return (r);
}

static struct vt_rows *
vt_rows_of(struct vt_db *db, const struct vt_buf *key, size_t looked)
{
	struct vt_rows *r;
	bool is_mine = false;

	(void)pthread_mutex_lock(&vt_rows_all.lock);
	if (!vt_rows_is_key(key))
		vt_rows_turn(key);
	r = vt_rows_all.kept;
	if (r != NULL)
		atomic_fetch_add(&r->held, 1);
	vt_rows_all.looked += looked;
	if (r == NULL && !vt_rows_all.is_making &&
	    vt_rows_are_worth(db, looked != 0 ? vt_rows_all.looked : 0))
		vt_rows_all.is_making = is_mine = true;
	(void)pthread_mutex_unlock(&vt_rows_all.lock);
	return (is_mine ? vt_rows_renew(db, key) : r);
}

struct vt_rows *
vt_rows_take(struct vt_db *db, size_t looked)
{
	struct vt_rows *r = NULL;
	struct vt_buf key;

	vt_buf_init(&key, 0);
	if (vt_rows_state(db, &key) == VT_OK)
		r = vt_rows_of(db, &key, looked);
	vt_buf_fini(&key);
	return (r);
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
