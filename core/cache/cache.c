/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache in this process, behind one lock: what is asked of it, and the flights of
 * what is being made.  Its table is in cache_table.c.  Called by the gateway; knows
 * nothing of what it keeps.
 */
#include "cache/cache_inside.h"

#include <stdlib.h>

void
vt_cached_init(struct vt_cached *c, size_t size, void (*destroy)(struct vt_cached *))
{
	atomic_init(&c->refs, 1);
	c->size = size;
	c->expires = 0;
	c->destroy = destroy;
}

struct vt_cached *
vt_cached_ref(struct vt_cached *c)
{
	atomic_fetch_add_explicit(&c->refs, 1, memory_order_relaxed);
	return (c);
}

void
vt_cached_unref(struct vt_cached **c)
{
	struct vt_cached *gone = *c;

	*c = NULL;
	if (gone != NULL && atomic_fetch_sub_explicit(&gone->refs, 1, memory_order_acq_rel) == 1)
		gone->destroy(gone);
}

vt_err
vt_cache_new(size_t budget, struct vt_cache **cache_r)
{
	struct vt_cache *cache = calloc(1, sizeof(*cache));

	if (cache == NULL || sodium_init() < 0) {
		free(cache);
		return (vt_fail(VT_E_NOMEM, "no memory for the cache"));
	}
	cache->bucket_count = VT_CACHE_BUCKETS_MIN;
	cache->buckets = calloc(cache->bucket_count, sizeof(struct vt_flight *));
	if (cache->buckets == NULL) {
		free(cache);
		return (vt_fail(VT_E_NOMEM, "no memory for the cache"));
	}
	cache->budget = budget;
	/* Keys hold what strangers send: a seed keeps them from choosing buckets. */
	crypto_shorthash_keygen(cache->seed);
	pthread_mutex_init(&cache->lock, NULL);
	*cache_r = cache;
	return (VT_OK);
}

void
vt_cache_free(struct vt_cache **cache)
{
	struct vt_cache *c = *cache;

	*cache = NULL;
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->bucket_count; i++)
		vt_cache_slots_free(c->buckets[i]);
	pthread_mutex_destroy(&c->lock);
	free(c->buckets);
	free(c);
}

static enum vt_found
cache_miss(struct vt_cache *c, struct vt_flight *slot, uint64_t hash, struct vt_cache_ask *ask)
{
	if (slot == NULL) {
		c->stats.misses++;
		ask->flight = vt_cache_add(c, hash, ask->key);
		return (ask->flight != NULL ? VT_FOUND_LEAD : VT_FOUND_NONE);
	}
	if (ask->waiter == NULL) {
		c->stats.misses++;
		return (VT_FOUND_NONE);
	}
	c->stats.waits++;
	*ask->waiter = (struct vt_waiter){ .flight = slot };
	*slot->line_end = ask->waiter;
	slot->line_end = &ask->waiter->next;
	return (VT_FOUND_WAIT);
}

static bool
cache_is_over(const struct vt_cached *entry, int64_t now)
{
	return (entry->expires != 0 && entry->expires <= now);
}

static struct vt_cached *
cache_hit(struct vt_cache *c, struct vt_flight *slot)
{
	slot->is_marked = true;
	c->stats.hits++;
	return (vt_cached_ref(slot->entry));
}

static enum vt_found
cache_find(struct vt_cache *c, struct vt_cache_ask *ask, struct vt_flight **gone)
{
	uint64_t hash = vt_cache_hash(c, ask->key);
	struct vt_flight *slot = *vt_cache_place(c, hash, ask->key);

	if (slot != NULL && slot->entry != NULL && cache_is_over(slot->entry, ask->now)) {
		vt_cache_take_out(c, slot, gone);
		slot = NULL;
	}
	if (slot == NULL || slot->entry == NULL)
		return (cache_miss(c, slot, hash, ask));
	ask->entry = cache_hit(c, slot);
	return (VT_FOUND_HIT);
}

enum vt_found
vt_cache_get(struct vt_cache *c, struct vt_cache_ask *ask)
{
	struct vt_flight *gone = NULL;
	enum vt_found found;

	ask->entry = NULL;
	ask->flight = NULL;
	pthread_mutex_lock(&c->lock);
	found = cache_find(c, ask, &gone);
	pthread_mutex_unlock(&c->lock);
	vt_cache_slots_free(gone);
	return (found);
}

struct vt_cached *
vt_cache_peek(struct vt_cache *c, struct vt_str key, int64_t now)
{
	uint64_t hash = vt_cache_hash(c, key);
	struct vt_cached *entry = NULL;
	struct vt_flight *slot;

	pthread_mutex_lock(&c->lock);
	slot = *vt_cache_place(c, hash, key);
	if (slot != NULL && slot->entry != NULL && !cache_is_over(slot->entry, now))
		entry = cache_hit(c, slot);
	pthread_mutex_unlock(&c->lock);
	return (entry);
}

/* Makes the flight's slot the entry's, or takes it away. */
static void
cache_settle(struct vt_cache *c, struct vt_flight *slot, struct vt_cached *entry,
	     struct vt_flight **gone)
{
	if (entry != NULL)
		slot->entry = vt_cached_ref(entry);
	if (entry == NULL || !vt_cache_keep(c, slot, gone))
		vt_cache_take_out(c, slot, gone);
}

struct vt_waiter *
vt_cache_land(struct vt_cache *c, struct vt_flight **flight, struct vt_cached *entry, int64_t now)
{
	struct vt_flight *slot = *flight, *gone = NULL;
	struct vt_waiter *line;

	*flight = NULL;
	if (entry != NULL && cache_is_over(entry, now))
		entry = NULL;
	pthread_mutex_lock(&c->lock);
	vt_assert(slot->entry == NULL);
	line = slot->line;
	slot->line = NULL;
	for (struct vt_waiter *w = line; w != NULL; w = w->next)
		w->flight = NULL;
	cache_settle(c, slot, entry, &gone);
	pthread_mutex_unlock(&c->lock);
	vt_cache_slots_free(gone);
	return (line);
}

static void
cache_unline(struct vt_flight *slot, struct vt_waiter *waiter)
{
	struct vt_waiter **at = &slot->line;

	while (*at != waiter)
		at = &(*at)->next;
	*at = waiter->next;
	if (*at == NULL)
		slot->line_end = at;
	*waiter = (struct vt_waiter){ .flight = NULL };
}

struct vt_waiter *
vt_cache_pass(struct vt_cache *c, struct vt_flight **flight)
{
	struct vt_flight *slot = *flight, *gone = NULL;
	struct vt_waiter *next;

	pthread_mutex_lock(&c->lock);
	next = slot->line;
	if (next == NULL)
		vt_cache_take_out(c, slot, &gone);
	else
		cache_unline(slot, next);
	pthread_mutex_unlock(&c->lock);
	vt_cache_slots_free(gone);
	if (next == NULL)
		*flight = NULL;
	return (next);
}

bool
vt_cache_leave(struct vt_cache *c, struct vt_waiter *waiter)
{
	bool was_there;

	pthread_mutex_lock(&c->lock);
	was_there = waiter->flight != NULL;
	if (was_there)
		cache_unline(waiter->flight, waiter);
	pthread_mutex_unlock(&c->lock);
	return (was_there);
}

void
vt_cache_put(struct vt_cache *c, struct vt_str key, struct vt_cached *entry, int64_t now)
{
	uint64_t hash = vt_cache_hash(c, key);
	struct vt_flight *slot, *gone = NULL;

	if (cache_is_over(entry, now))
		return;
	pthread_mutex_lock(&c->lock);
	slot = *vt_cache_place(c, hash, key);
	if (slot != NULL && slot->entry != NULL) {
		vt_cache_take_out(c, slot, &gone);
		slot = NULL;
	}
	if (slot == NULL && (slot = vt_cache_add(c, hash, key)) != NULL)
		cache_settle(c, slot, entry, &gone);
	pthread_mutex_unlock(&c->lock);
	vt_cache_slots_free(gone);
}

bool
vt_cache_is_awaited(struct vt_cache *c, const struct vt_flight *flight)
{
	bool is_awaited;

	pthread_mutex_lock(&c->lock);
	is_awaited = flight->line != NULL;
	pthread_mutex_unlock(&c->lock);
	return (is_awaited);
}

void
vt_cache_stats(struct vt_cache *c, struct vt_cache_stats *stats_r)
{
	pthread_mutex_lock(&c->lock);
	*stats_r = c->stats;
	pthread_mutex_unlock(&c->lock);
}
