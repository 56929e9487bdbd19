/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of what words find, in little room (kept.h): objects of one word have few
 * different weights, so of each only which one it is. */
#include "catalog/kept.h"

#include <pthread.h>
#include <stdlib.h>

#include "api/buf.h"

#define VT_KEPT_WEIGHTS	      4096 /* different ones of a list; with more it is not kept */
#define VT_KEPT_WEIGHTS_SLOTS (VT_KEPT_WEIGHTS * 2)

struct vt_kept_weight {
	double every, about;
};

struct vt_kept {
	struct vt_kept *next;
	unsigned held; /* by who reads it and by the store; under its lock */
	struct vt_str name;
	size_t count, bytes, weights_count;
	uint32_t *row, *object;
	uint16_t *weight;
	struct vt_kept_weight *weights;
};

static struct {
	pthread_mutex_t lock;
	struct vt_kept *first; /* the one that was asked for last */
	size_t bytes, count;
	struct vt_str state; /* of the catalogue; on the heap */
} vt_kept_all = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void
vt_kept_free(struct vt_kept *k)
{
	free((void *)(uintptr_t)k->name.p);
	free(k->row);
	free(k->object);
	free(k->weight);
	free(k->weights);
	free(k);
}

/* The string on the heap; NULL: no memory. */
static struct vt_str
vt_kept_copy(struct vt_str s)
{
	char *p = malloc(s.len + 1);

	if (p != NULL)
		memcpy(p, s.p, s.len);
	return ((struct vt_str){ p, p != NULL ? s.len : 0 });
}

/* --- the store; all under its lock --------------------------------------------------- */

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

/* In another state nothing that is kept holds. */
static void
vt_kept_turn(struct vt_str state)
{
	if (vt_kept_all.state.p != NULL && vt_str_eq(vt_kept_all.state, state))
		return;
	while (vt_kept_all.first != NULL)
		vt_kept_take_out(&vt_kept_all.first);
	free((void *)(uintptr_t)vt_kept_all.state.p);
	vt_kept_all.state = vt_kept_copy(state);
}

static struct vt_kept *
vt_kept_find(struct vt_str name)
{
	for (struct vt_kept **at = &vt_kept_all.first, *k; (k = *at) != NULL; at = &k->next)
		if (vt_str_eq(k->name, name)) {
			*at = k->next;
			k->next = vt_kept_all.first;
			return (vt_kept_all.first = k);
		}
	return (NULL);
}

static void
vt_kept_bring_in(struct vt_kept *k)
{
	if (vt_kept_all.state.p == NULL || vt_kept_find(k->name) != NULL) {
		vt_kept_drop(k); /* another thread was faster */
		return;
	}
	vt_kept_make_room(k->bytes);
	k->next = vt_kept_all.first;
	vt_kept_all.first = k;
	vt_kept_all.bytes += k->bytes;
	vt_kept_all.count++;
}

/* --- a list ------------------------------------------------------------------------------ */

static uint64_t
vt_kept_hash(const struct vt_found *f)
{
	uint64_t every, about;

	memcpy(&every, &f->every, sizeof(every));
	memcpy(&about, &f->about, sizeof(about));
	return ((every ^ (about << 21 | about >> 43)) * 0x9e3779b97f4a7c15u >> 40);
}

/* Which weight it is, bit by bit; false: there are too many. */
static bool
vt_kept_weigh(struct vt_kept *k, uint16_t *slots, const struct vt_found *f, uint16_t *weight_r)
{
	struct vt_kept_weight w = { f->every, f->about };
	size_t at = vt_kept_hash(f) % VT_KEPT_WEIGHTS_SLOTS;

	for (; slots[at] != 0; at = (at + 1) % VT_KEPT_WEIGHTS_SLOTS)
		if (memcmp(&k->weights[slots[at] - 1], &w, sizeof(w)) == 0) {
			*weight_r = (uint16_t)(slots[at] - 1);
			return (true);
		}
	if (k->weights_count == VT_KEPT_WEIGHTS)
		return (false);
	*weight_r = (uint16_t)k->weights_count;
	k->weights[k->weights_count++] = w;
	slots[at] = (uint16_t)k->weights_count;
	return (true);
}

static bool
vt_kept_fill(struct vt_kept *k, const struct vt_gathered *found)
{
	const struct vt_found *list = found->items;
	uint16_t *slots = calloc(VT_KEPT_WEIGHTS_SLOTS, sizeof(*slots));
	bool fits = slots != NULL;

	for (size_t i = 0; i < found->count && fits; i++) {
		fits = list[i].row <= UINT32_MAX && list[i].object <= UINT32_MAX &&
		       vt_kept_weigh(k, slots, &list[i], &k->weight[i]);
		k->row[i] = (uint32_t)list[i].row;
		k->object[i] = (uint32_t)list[i].object;
	}
	free(slots);
	return (fits);
}

static struct vt_kept *
vt_kept_make(struct vt_str name, const struct vt_gathered *found)
{
	struct vt_kept *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return (NULL);
	k->held = 1;
	k->name = vt_kept_copy(name);
	k->count = found->count;
	k->row = calloc(k->count, sizeof(*k->row));
	k->object = calloc(k->count, sizeof(*k->object));
	k->weight = calloc(k->count, sizeof(*k->weight));
	k->weights = calloc(VT_KEPT_WEIGHTS, sizeof(*k->weights));
	k->bytes = sizeof(*k) + name.len + VT_KEPT_WEIGHTS * sizeof(*k->weights) +
		   k->count * (sizeof(*k->row) + sizeof(*k->object) + sizeof(*k->weight));
	if (k->name.p != NULL && k->row != NULL && k->object != NULL && k->weight != NULL &&
	    k->weights != NULL && k->bytes <= VT_KEPT_BYTES_MAX && vt_kept_fill(k, found))
		return (k);
	vt_kept_free(k);
	return (NULL);
}

static bool
vt_kept_unfold(const struct vt_kept *k, struct vt_gathered *found)
{
	struct vt_found *list = reallocarray(NULL, k->count, sizeof(*list));

	if (list == NULL)
		return (false);
	for (size_t i = 0; i < k->count; i++) {
		const struct vt_kept_weight *w = &k->weights[k->weight[i]];

		list[i] = (struct vt_found){ k->object[i], k->row[i], w->every, w->about };
	}
	*found = (struct vt_gathered){ list, k->count, k->count };
	return (true);
}

/* --- for others ---------------------------------------------------------------------------- */

bool
vt_kept_get(struct vt_db *db, struct vt_str name, struct vt_gathered *found)
{
	struct vt_kept *k = NULL;
	struct vt_buf state;
	bool is_there;

	vt_buf_init(&state, 0);
	if (vt_rows_state(db, &state) == VT_OK) {
		(void)pthread_mutex_lock(&vt_kept_all.lock);
		vt_kept_turn(vt_buf_get(&state));
		k = vt_kept_find(name);
		if (k != NULL)
			k->held++;
		(void)pthread_mutex_unlock(&vt_kept_all.lock);
	}
	vt_buf_fini(&state);
	if (k == NULL)
		return (false);
	is_there = vt_kept_unfold(k, found);
	(void)pthread_mutex_lock(&vt_kept_all.lock);
	vt_kept_drop(k);
	(void)pthread_mutex_unlock(&vt_kept_all.lock);
	return (is_there);
}

/* Whoever asked in another state meanwhile has turned the store: then it is of no use. */
void
vt_kept_put(struct vt_db *db, struct vt_str name, const struct vt_gathered *found)
{
	struct vt_kept *k = found->count >= VT_KEPT_LEAST ? vt_kept_make(name, found) : NULL;
	struct vt_buf state;
	bool is_known;

	if (k == NULL)
		return;
	vt_buf_init(&state, 0);
	is_known = vt_rows_state(db, &state) == VT_OK;
	(void)pthread_mutex_lock(&vt_kept_all.lock);
	if (is_known && vt_kept_all.state.p != NULL &&
	    vt_str_eq(vt_kept_all.state, vt_buf_get(&state)))
		vt_kept_bring_in(k);
	else
		vt_kept_drop(k);
	(void)pthread_mutex_unlock(&vt_kept_all.lock);
	vt_buf_fini(&state);
}
