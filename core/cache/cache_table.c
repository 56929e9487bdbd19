/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table of slots, each either a kept entry or an open flight.  Eviction is SIEVE:
 * a queue in order of arrival, a mark on what was asked for again, and a hand that
 * passes from the oldest to the newest, clears marks and takes the first without one.
 * A hit so only sets a mark, and one scan of rare things cannot empty the cache.
 */
#include <stdlib.h>

#include "cache/cache_inside.h"

void
vt_cache_slots_free(struct vt_flight *slot)
{
	struct vt_flight *next;

	for (; slot != NULL; slot = next) {
		next = slot->chain;
		vt_cached_unref(&slot->entry);
		free(slot);
	}
}

uint64_t
vt_cache_hash(const struct vt_cache *c, struct vt_str key)
{
	uint64_t hash;

	vt_assert(key.len > 0);
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key.p, key.len, c->seed);
	return (hash);
}

struct vt_flight **
vt_cache_place(struct vt_cache *c, uint64_t hash, struct vt_str key)
{
	struct vt_flight **at = &c->buckets[hash & (c->bucket_count - 1)];

	for (; *at != NULL; at = &(*at)->chain)
		if ((*at)->hash == hash && (*at)->key_len == key.len &&
		    memcmp((*at)->key, key.p, key.len) == 0)
			break;
	return (at);
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

struct vt_flight *
vt_cache_add(struct vt_cache *c, uint64_t hash, struct vt_str key)
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

/* --- which are kept ------------------------------------------------------------------ */

static size_t
cache_weight(const struct vt_flight *slot)
{
	return (sizeof(*slot) + slot->key_len + slot->entry->size);
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
	slot->is_kept = false;
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
	slot->is_kept = true;
	c->stats.bytes += (int64_t)cache_weight(slot);
	c->stats.entries++;
}

void
vt_cache_take_out(struct vt_cache *c, struct vt_flight *slot, struct vt_flight **gone)
{
	struct vt_flight **at =
	    vt_cache_place(c, slot->hash, (struct vt_str){ slot->key, slot->key_len });

	vt_assert(*at == slot);
	if (slot->is_kept)
		cache_unqueue(c, slot);
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
		vt_cache_take_out(c, slot, gone);
		c->stats.evictions++;
		slot = c->hand;
	}
	c->hand = slot;
}

bool
vt_cache_keep(struct vt_cache *c, struct vt_flight *slot, struct vt_flight **gone)
{
	size_t need = cache_weight(slot);

	if (need > c->budget / VT_CACHE_SHARE)
		return (false);
	cache_make_room(c, need, gone);
	cache_enqueue(c, slot);
	return (true);
}
