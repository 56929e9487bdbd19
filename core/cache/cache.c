/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache in this process: one table of slots, each either a kept entry or
 * an open flight, behind one lock.  Eviction is SIEVE: a queue in order of
 * arrival, a mark on what was asked for again, and a hand that passes from the
 * oldest to the newest, clears marks and takes the first without one.  A hit
 * so only sets a mark, and one scan of rare things cannot empty the cache.
 * Called by the gateway; knows nothing of what it keeps.
 */
#include "cache/cache.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#define CACHE_BUCKETS_MIN 256

struct vt_flight {			 /* a slot of the table */
	struct vt_flight *chain;	 /* next in its bucket */
	struct vt_flight *newer, *older; /* in the queue; kept entries only */
	struct vt_cached *entry;	 /* NULL: in flight */
	struct vt_waiter *line, **line_end;
	uint64_t hash;
	bool is_marked;
	size_t key_len;
	char key[];
};

struct vt_cache {
	pthread_mutex_t lock;
	unsigned char seed[crypto_shorthash_KEYBYTES];
	size_t budget;
	struct vt_flight **buckets;
	size_t bucket_count, slot_count;
	struct vt_flight *newest, *oldest, *hand;
	struct vt_cache_stats stats;
};

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
	cache->bucket_count = CACHE_BUCKETS_MIN;
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

static void
cache_slots_free(struct vt_flight *slot)
{
	struct vt_flight *next;

	for (; slot != NULL; slot = next) {
		next = slot->chain;
		vt_cached_unref(&slot->entry);
		free(slot);
	}
}

void
vt_cache_free(struct vt_cache **cache)
{
	struct vt_cache *c = *cache;

	*cache = NULL;
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->bucket_count; i++)
		cache_slots_free(c->buckets[i]);
	pthread_mutex_destroy(&c->lock);
	free(c->buckets);
	free(c);
}

static size_t
cache_weight(const struct vt_flight *slot)
{
	return (sizeof(*slot) + slot->key_len + slot->entry->size);
}

static struct vt_flight **
cache_place(struct vt_cache *c, uint64_t hash, struct vt_str key)
{
	struct vt_flight **at = &c->buckets[hash & (c->bucket_count - 1)];

	for (; *at != NULL; at = &(*at)->chain)
		if ((*at)->hash == hash && (*at)->key_len == key.len &&
		    memcmp((*at)->key, key.p, key.len) == 0)
			break;
	return (at);
}

/* Takes a slot out of the queue of kept entries. */
static void
cache_unqueue(struct vt_cache *c, struct vt_flight *slot)
{
	if (c->hand == slot)
		c->hand = slot->newer;
	*(slot->newer != NULL ? &slot->newer->older : &c->newest) = slot->older;
	*(slot->older != NULL ? &slot->older->newer : &c->oldest) = slot->newer;
	slot->newer = slot->older = NULL;
	c->stats.bytes -= (int64_t)cache_weight(slot);
	c->stats.entries--;
}

static void
cache_enqueue(struct vt_cache *c, struct vt_flight *slot)
{
	slot->older = c->newest;
	*(c->newest != NULL ? &c->newest->newer : &c->oldest) = slot;
	c->newest = slot;
	slot->is_marked = false;
	c->stats.bytes += (int64_t)cache_weight(slot);
	c->stats.entries++;
}

/* Takes a slot out of its bucket and puts it before *gone: what it holds is
 * freed when the lock is open again. */
static void
cache_detach(struct vt_cache *c, struct vt_flight *slot, struct vt_flight **gone)
{
	struct vt_flight **at =
	    cache_place(c, slot->hash, (struct vt_str){ slot->key, slot->key_len });

	vt_assert(*at == slot);
	*at = slot->chain;
	slot->chain = *gone;
	*gone = slot;
	c->slot_count--;
}

static void
cache_make_room(struct vt_cache *c, size_t need, struct vt_flight **gone)
{
	struct vt_flight *slot = c->hand;

	while (c->oldest != NULL && (size_t)c->stats.bytes + need > c->budget) {
		if (slot == NULL)
			slot = c->oldest;
		if (slot->is_marked) {
			slot->is_marked = false;
			slot = slot->newer;
			continue;
		}
		c->hand = slot;
		cache_unqueue(c, slot);
		cache_detach(c, slot, gone);
		c->stats.evictions++;
		slot = c->hand;
	}
	c->hand = slot;
}

/* More slots than buckets: twice the buckets.  Without memory for that the
 * chains just grow longer. */
static void
cache_grow(struct vt_cache *c)
{
	size_t count = c->bucket_count * 2;
	struct vt_flight **wide, *slot, *next;

	if (c->slot_count <= c->bucket_count)
		return;
	if ((wide = calloc(count, sizeof(struct vt_flight *))) == NULL)
		return;
	for (size_t i = 0; i < c->bucket_count; i++)
		for (slot = c->buckets[i]; slot != NULL; slot = next) {
			next = slot->chain;
			slot->chain = wide[slot->hash & (count - 1)];
			wide[slot->hash & (count - 1)] = slot;
		}
	free(c->buckets);
	c->buckets = wide;
	c->bucket_count = count;
}

static struct vt_flight *
cache_depart(struct vt_cache *c, uint64_t hash, struct vt_str key)
{
	struct vt_flight *slot = calloc(1, sizeof(*slot) + key.len);
	struct vt_flight **bucket;

	if (slot == NULL)
		return (NULL);
	slot->hash = hash;
	slot->key_len = key.len;
	memcpy(slot->key, key.p, key.len);
	slot->line_end = &slot->line;
	c->slot_count++;
	cache_grow(c);
	bucket = &c->buckets[hash & (c->bucket_count - 1)];
	slot->chain = *bucket;
	*bucket = slot;
	return (slot);
}

static enum vt_found
cache_miss(struct vt_cache *c, struct vt_flight *slot, uint64_t hash, struct vt_cache_ask *ask)
{
	if (slot == NULL) {
		c->stats.misses++;
		ask->flight = cache_depart(c, hash, ask->key);
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

static uint64_t
cache_hash(const struct vt_cache *c, struct vt_str key)
{
	uint64_t hash;

	vt_assert(key.len > 0);
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key.p, key.len, c->seed);
	return (hash);
}

static enum vt_found
cache_find(struct vt_cache *c, struct vt_cache_ask *ask, struct vt_flight **gone)
{
	uint64_t hash = cache_hash(c, ask->key);
	struct vt_flight *slot = *cache_place(c, hash, ask->key);

	if (slot != NULL && slot->entry != NULL && cache_is_over(slot->entry, ask->now)) {
		cache_unqueue(c, slot);
		cache_detach(c, slot, gone);
		slot = NULL;
	}
	if (slot == NULL || slot->entry == NULL)
		return (cache_miss(c, slot, hash, ask));
	slot->is_marked = true;
	c->stats.hits++;
	ask->entry = vt_cached_ref(slot->entry);
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
	cache_slots_free(gone);
	return (found);
}

struct vt_cached *
vt_cache_peek(struct vt_cache *c, struct vt_str key, int64_t now)
{
	uint64_t hash = cache_hash(c, key);
	struct vt_cached *entry = NULL;
	struct vt_flight *slot;

	pthread_mutex_lock(&c->lock);
	slot = *cache_place(c, hash, key);
	if (slot != NULL && slot->entry != NULL && !cache_is_over(slot->entry, now)) {
		slot->is_marked = true;
		c->stats.hits++;
		entry = vt_cached_ref(slot->entry);
	}
	pthread_mutex_unlock(&c->lock);
	return (entry);
}

/* Makes the flight's slot the entry's, or takes it away. */
static void
cache_settle(struct vt_cache *c, struct vt_flight *slot, struct vt_cached *entry,
	     struct vt_flight **gone)
{
	size_t need;

	if (entry == NULL) {
		cache_detach(c, slot, gone);
		return;
	}
	slot->entry = vt_cached_ref(entry);
	need = cache_weight(slot);
	if (need > c->budget / VT_CACHE_SHARE) {
		cache_detach(c, slot, gone);
		return;
	}
	cache_make_room(c, need, gone);
	cache_enqueue(c, slot);
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
	cache_slots_free(gone);
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
	if (next == NULL) {
		cache_detach(c, slot, &gone);
	} else {
		cache_unline(slot, next);
	}
	pthread_mutex_unlock(&c->lock);
	cache_slots_free(gone);
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
	uint64_t hash = cache_hash(c, key);
	struct vt_flight *slot, *gone = NULL;

	if (cache_is_over(entry, now))
		return;
	pthread_mutex_lock(&c->lock);
	slot = *cache_place(c, hash, key);
	if (slot != NULL && slot->entry != NULL) {
		cache_unqueue(c, slot);
		cache_detach(c, slot, &gone);
		slot = NULL;
	}
	if (slot == NULL && (slot = cache_depart(c, hash, key)) != NULL)
		cache_settle(c, slot, entry, &gone);
	pthread_mutex_unlock(&c->lock);
	cache_slots_free(gone);
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
