/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of what words find, in little room (kept.h): objects have a word in few
 * different ways (how often, and where exactly), so of each only which one it is. */
#include "catalog/index/kept.h"

#include <pthread.h>
#include <stdlib.h>

#include "api/buf.h"
#include "catalog/index/since.h"

#define VT_KEPT_WAYS	   4096 /* different ones of a list; with more it is not kept */
#define VT_KEPT_WAYS_SLOTS (VT_KEPT_WAYS * 2)

/* The catalogue, and its index too, which may be merged while nothing else changes. */
struct vt_kept_state {
	struct vt_since since;
	struct vt_str index; /* on the heap */
};

struct vt_kept {
	struct vt_kept *next;
	unsigned held; /* by who reads it and by the store; under its lock */
	struct vt_str name;
	struct vt_kept_state state;
	size_t count, bytes, ways_count;
	uint32_t *row, *object;
	uint16_t *way;
	struct vt_gathered_object *ways; /* of no object */
};

static struct {
	pthread_mutex_t lock;
	struct vt_kept *first; /* the one that was asked for last */
	size_t bytes, count;
} vt_kept_all = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The string on the heap; NULL: no memory. */
static struct vt_str
vt_kept_copy(struct vt_str s)
{
	char *p = malloc(s.len + 1);

	if (p != NULL)
		memcpy(p, s.p, s.len);
	return ((struct vt_str){ p, p != NULL ? s.len : 0 });
}

/* --- states -------------------------------------------------------------------------- */

static void
vt_kept_state_fini(struct vt_kept_state *s)
{
	vt_since_fini(&s->since);
	free((void *)(uintptr_t)s->index.p);
	s->index = VT_STR_NONE;
}

/* To be ended, also after false. */
static bool
vt_kept_state_read(struct vt_db *db, struct vt_kept_state *s)
{
	struct vt_row row = { 0 };
	vt_err err = vt_since_read(db, &s->since);

	s->index = VT_STR_NONE;
	if (err == VT_OK)
		err = vt_db_query(db, &row.st, "SELECT block FROM search_data WHERE id = 10", NULL, 0);
	if (err != VT_OK)
		return (false);
	if (vt_db_next(db, row.st) == VT_OK)
		s->index = vt_kept_copy(vt_row_peek(&row, 0));
	vt_db_done(row.st);
	return (s->index.p != NULL);
}

/* What has changed since the list was put; false: nobody knows. */
static bool
vt_kept_changed(struct vt_db *db, const struct vt_kept *k, const struct vt_kept_state *now,
		struct vt_gathered *changed)
{
	if (vt_since_is(&k->state.since, &now->since))
		return (vt_str_eq(k->state.index, now->index));
	return (vt_since_objects(db, &k->state.since, &now->since, changed) &&
		changed->count <= VT_KEPT_CHANGED_MAX);
}

/* --- the store; all under its lock --------------------------------------------------- */

static void
vt_kept_free(struct vt_kept *k)
{
	free((void *)(uintptr_t)k->name.p);
	vt_kept_state_fini(&k->state);
	free(k->row);
	free(k->object);
	free(k->way);
	free(k->ways);
	free(k);
}

static void
vt_kept_drop(struct vt_kept *k)
{
	if (--k->held == 0)
		vt_kept_free(k);
}

static void
vt_kept_take_out(struct vt_kept **at)
{
	struct vt_kept *k = *at;

	*at = k->next;
	vt_kept_all.bytes -= k->bytes;
	vt_kept_all.count--;
	vt_kept_drop(k);
}

static void
vt_kept_make_room(size_t bytes)
{
	while (vt_kept_all.first != NULL && (vt_kept_all.bytes + bytes > VT_KEPT_BYTES_MAX ||
					     vt_kept_all.count >= VT_KEPT_LISTS_MAX)) {
		struct vt_kept **at = &vt_kept_all.first;

		while ((*at)->next != NULL)
			at = &(*at)->next;
		vt_kept_take_out(at);
	}
}

/* Where it hangs; *at NULL: it is not there. */
static struct vt_kept **
vt_kept_find(struct vt_str name)
{
	struct vt_kept **at = &vt_kept_all.first;

	while (*at != NULL && !vt_str_eq((*at)->name, name))
		at = &(*at)->next;
	return (at);
}

/* In the place of an older one. */
static void
vt_kept_bring_in(struct vt_kept *k)
{
	struct vt_kept **at = vt_kept_find(k->name);

	if (*at != NULL && vt_since_is_past(&k->state.since, &(*at)->state.since)) {
		vt_kept_drop(k);
		return;
	}
	if (*at != NULL)
		vt_kept_take_out(at);
	vt_kept_make_room(k->bytes);
	k->next = vt_kept_all.first;
	vt_kept_all.first = k;
	vt_kept_all.bytes += k->bytes;
	vt_kept_all.count++;
}

static struct vt_kept *
vt_kept_hold(struct vt_str name)
{
	struct vt_kept **at, *k;

	(void)pthread_mutex_lock(&vt_kept_all.lock);
	at = vt_kept_find(name);
	if ((k = *at) != NULL) {
		*at = k->next;
		k->next = vt_kept_all.first;
		vt_kept_all.first = k;
		k->held++;
	}
	(void)pthread_mutex_unlock(&vt_kept_all.lock);
	return (k);
}

static void
vt_kept_let_go(struct vt_kept *k)
{
	(void)pthread_mutex_lock(&vt_kept_all.lock);
	vt_kept_drop(k);
	(void)pthread_mutex_unlock(&vt_kept_all.lock);
}

/* --- a list ------------------------------------------------------------------------------ */

static uint64_t
vt_kept_number(const struct vt_gathered_object *o)
{
	uint64_t number = o->exact;

	for (size_t i = 0; i < VT_SEARCH_COLUMNS; i++)
		number = number << 16 | o->counts[i];
	return (number);
}

/* Which way it is; false: there are too many. */
static bool
vt_kept_find_way(struct vt_kept *k, uint16_t *slots, const struct vt_gathered_object *o,
		 uint16_t *way_r)
{
	uint64_t number = vt_kept_number(o);
	size_t at = (size_t)(number * 0x9e3779b97f4a7c15u >> 40) % VT_KEPT_WAYS_SLOTS;

	for (; slots[at] != 0; at = (at + 1) % VT_KEPT_WAYS_SLOTS)
		if (vt_kept_number(&k->ways[slots[at] - 1]) == number) {
			*way_r = (uint16_t)(slots[at] - 1);
			return (true);
		}
	if (k->ways_count == VT_KEPT_WAYS)
		return (false);
	*way_r = (uint16_t)k->ways_count;
	k->ways[k->ways_count] = *o;
	k->ways[k->ways_count].object = k->ways[k->ways_count].row = 0;
	k->ways_count++;
	slots[at] = (uint16_t)k->ways_count;
	return (true);
}

static bool
vt_kept_fill(struct vt_kept *k, const struct vt_gathered *objects)
{
	const struct vt_gathered_object *list = objects->items;
	uint16_t *slots = calloc(VT_KEPT_WAYS_SLOTS, sizeof(*slots));
	bool fits = slots != NULL;

	for (size_t i = 0; i < objects->count && fits; i++) {
		fits = vt_kept_find_way(k, slots, &list[i], &k->way[i]);
		k->row[i] = list[i].row;
		k->object[i] = list[i].object;
	}
	free(slots);
	return (fits);
}

static struct vt_kept *
vt_kept_make(struct vt_db *db, struct vt_str name, const struct vt_gathered *objects)
{
	struct vt_kept *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return (NULL);
	k->held = 1;
	k->name = vt_kept_copy(name);
	k->count = objects->count;
	k->row = reallocarray(NULL, k->count, sizeof(*k->row));
	k->object = reallocarray(NULL, k->count, sizeof(*k->object));
	k->way = reallocarray(NULL, k->count, sizeof(*k->way));
	k->ways = calloc(VT_KEPT_WAYS, sizeof(*k->ways));
	k->bytes = sizeof(*k) + name.len + VT_KEPT_WAYS * sizeof(*k->ways) +
		   k->count * (sizeof(*k->row) + sizeof(*k->object) + sizeof(*k->way));
	if (vt_kept_state_read(db, &k->state) && k->name.p != NULL && k->row != NULL &&
	    k->object != NULL && k->way != NULL && k->ways != NULL &&
	    k->bytes <= VT_KEPT_BYTES_MAX && vt_kept_fill(k, objects))
		return (k);
	vt_kept_free(k);
	return (NULL);
}

static bool
vt_kept_unfold(const struct vt_kept *k, const struct vt_gathered *changed, struct vt_gathered *objects)
{
	struct vt_gathered_object *list = reallocarray(NULL, k->count, sizeof(*list));
	size_t count = 0;
	struct vt_gathered_set gone;

	if (!vt_gathered_set_init(&gone, changed) || list == NULL) {
		free(list);
		vt_gathered_set_fini(&gone);
		return (false);
	}
	for (size_t i = 0; i < k->count; i++) {
		uint32_t object = k->object[i];

		if (vt_gathered_set_has(&gone, object))
			continue;
		list[count] = k->ways[k->way[i]];
		list[count].object = object;
		list[count++].row = k->row[i];
	}
	vt_gathered_set_fini(&gone);
	*objects = (struct vt_gathered){ list, count, k->count };
	return (true);
}

/* --- for others ---------------------------------------------------------------------------- */

bool
vt_kept_get(struct vt_db *db, struct vt_str name, struct vt_gathered *objects,
	    struct vt_gathered *changed)
{
	struct vt_kept *k = vt_kept_hold(name);
	struct vt_kept_state now;
	bool is_there;

	if (k == NULL)
		return (false);
	is_there = vt_kept_state_read(db, &now) && vt_kept_changed(db, k, &now, changed) &&
		   vt_kept_unfold(k, changed, objects);
	vt_kept_state_fini(&now);
	vt_kept_let_go(k);
	if (!is_there)
		vt_gathered_fini(changed);
	return (is_there);
}

void
vt_kept_put(struct vt_db *db, struct vt_str name, const struct vt_gathered *objects)
{
	struct vt_kept *k =
	    objects->count >= VT_KEPT_LEAST ? vt_kept_make(db, name, objects) : NULL;

	if (k == NULL)
		return;
	(void)pthread_mutex_lock(&vt_kept_all.lock);
	vt_kept_bring_in(k);
	(void)pthread_mutex_unlock(&vt_kept_all.lock);
}
