/* SPDX-License-Identifier: Apache-2.0 */
/* The chunks of all objects, shared by the threads of a process (facet_sets.h). */
#include "catalog/facets/facet_sets.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "catalog/facets/facet_chunk.h"
#include "catalog/index/since.h"

#define VT_FACET_SETS_VALUES_MAX (1 << 24)

struct vt_facet_sets {
	atomic_uint held;
	size_t count;
	struct vt_facet_chunk *chunks[];	/* each held; NULL: no objects */
};

static struct {
	pthread_mutex_t lock;
	struct vt_facet_sets *kept;	/* of that state, or NULL */
	struct vt_since state;
	bool is_making;
} vt_facet_sets_all = { .lock = PTHREAD_MUTEX_INITIALIZER };

void
vt_facet_sets_give(struct vt_facet_sets **sets)
{
	struct vt_facet_sets *s = *sets;

	*sets = NULL;
	if (s == NULL || atomic_fetch_sub(&s->held, 1) != 1)
		return;
	for (size_t i = 0; i < s->count; i++)
		if (s->chunks[i] != NULL && atomic_fetch_sub(&s->chunks[i]->held, 1) == 1)
			free(s->chunks[i]);
	free(s);
}

static struct vt_facet_sets *
vt_facet_sets_hold(struct vt_facet_sets *s)
{
	if (s != NULL)
		atomic_fetch_add(&s->held, 1);
	return (s);
}

const struct vt_facet_chunk *
vt_facet_sets_chunk(const struct vt_facet_sets *s, size_t number)
{
	return (number < s->count ? s->chunks[number] : NULL);
}

/* --- making them ---------------------------------------------------------------------- */

static bool
vt_facet_maker_init(struct vt_facet_maker *m, struct vt_db *db)
{
	int64_t highest = 0;

	*m = (struct vt_facet_maker){ .room = 0 };
	if (vt_db_int(db, &highest, "SELECT coalesce(max(id), 0) FROM facet_value", NULL, 0) != VT_OK ||
	    highest >= VT_FACET_SETS_VALUES_MAX)
		return (false);
	m->room = (uint32_t)highest + 1;
	m->places = calloc(m->room, sizeof(*m->places));
	return (m->places != NULL);
}

/* One bit a chunk that has changed; NULL: all have. */
static uint8_t *
vt_facet_sets_changed(struct vt_db *db, const struct vt_since *then, const struct vt_since *now)
{
	struct vt_gathered ids = { .items = NULL };
	size_t count = (size_t)(now->last / VT_FACET_CHUNK) + 1;
	uint8_t *changed = calloc(1, count);
	const int64_t *id;

	if (changed != NULL && !vt_since_objects(db, then, now, &ids)) {
		free(changed);
		changed = NULL;
	}
	id = ids.items;
	for (size_t i = 0; changed != NULL && i < ids.count; i++)
		if (id[i] / VT_FACET_CHUNK < (int64_t)count)
			changed[id[i] / VT_FACET_CHUNK] = 1;
	vt_gathered_fini(&ids);
	return (changed);
}

/* Those of before that have not changed, and the others anew; before may be NULL. */
static struct vt_facet_sets *
vt_facet_sets_make(struct vt_db *db, const struct vt_facet_sets *before, const uint8_t *changed,
		   int64_t last)
{
	size_t count = (size_t)(last / VT_FACET_CHUNK) + 1;
	struct vt_facet_sets *s = calloc(1, sizeof(*s) + count * sizeof(s->chunks[0]));
	struct vt_facet_maker maker;
	bool is_whole = vt_facet_maker_init(&maker, db) && s != NULL;

	if (s != NULL)
		s->held = 1;
	for (size_t i = 0; i < count && is_whole; i++) {
		if (before != NULL && changed != NULL && i < before->count && !changed[i]) {
			s->chunks[i] = before->chunks[i];
			if (s->chunks[i] != NULL)
				atomic_fetch_add(&s->chunks[i]->held, 1);
		} else {
			is_whole = vt_facet_chunk_make(&maker, db, i, &s->chunks[i]) == VT_OK;
		}
		s->count = i + 1;
	}
	vt_facet_maker_fini(&maker);
	if (!is_whole)
		vt_facet_sets_give(&s);
	return (s);
}

static struct vt_facet_sets *
vt_facet_sets_renew(struct vt_db *db, const struct vt_facet_sets *before, const struct vt_since *then,
		    const struct vt_since *now)
{
	uint8_t *changed = before != NULL ? vt_facet_sets_changed(db, then, now) : NULL;
	struct vt_facet_sets *s = vt_facet_sets_make(db, before, changed, now->last);

	free(changed);
	return (s);
}

/* --- for all threads --------------------------------------------------------------------- */

/* Under the lock: true when the caller is to make them, with what there is to begin with. */
static bool
vt_facet_sets_begin(const struct vt_since *now, struct vt_facet_sets **s)
{
	*s = vt_facet_sets_hold(vt_facet_sets_all.kept);
	if (*s != NULL && vt_since_is(&vt_facet_sets_all.state, now))
		return (false);
	if (!vt_facet_sets_all.is_making && now->last < VT_FACET_SETS_MAX &&
	    !vt_since_is_past(now, &vt_facet_sets_all.state))
		return (vt_facet_sets_all.is_making = true);
	vt_facet_sets_give(s);
	return (false);
}

/* One thread makes them, and without the lock; the others read the blocks. */
static struct vt_facet_sets *
vt_facet_sets_of(struct vt_db *db, struct vt_since *now)
{
	struct vt_facet_sets *s, *made;
	struct vt_since then;

	(void)pthread_mutex_lock(&vt_facet_sets_all.lock);
	if (!vt_facet_sets_begin(now, &s)) {
		(void)pthread_mutex_unlock(&vt_facet_sets_all.lock);
		return (s);
	}
	then = vt_facet_sets_all.state; /* nobody else changes it now */
	(void)pthread_mutex_unlock(&vt_facet_sets_all.lock);
	made = vt_facet_sets_renew(db, s, &then, now);
	vt_facet_sets_give(&s);
	(void)pthread_mutex_lock(&vt_facet_sets_all.lock);
	vt_facet_sets_give(&vt_facet_sets_all.kept);
	vt_since_fini(&vt_facet_sets_all.state);
	vt_facet_sets_all.state = *now;
	*now = (struct vt_since){ .change = 0 };
	vt_facet_sets_all.kept = vt_facet_sets_hold(made);
	vt_facet_sets_all.is_making = false;
	(void)pthread_mutex_unlock(&vt_facet_sets_all.lock);
	return (made);
}

struct vt_facet_sets *
vt_facet_sets_take(struct vt_db *db)
{
	struct vt_facet_sets *s = NULL;
	struct vt_since now;

	if (vt_since_read(db, &now) == VT_OK)
		s = vt_facet_sets_of(db, &now);
	vt_since_fini(&now);
	return (s);
}
