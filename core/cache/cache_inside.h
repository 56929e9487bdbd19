/* SPDX-License-Identifier: Apache-2.0 */
/* The cache's table: between cache.c and cache_table.c, all under the cache's lock. */
#ifndef VT_CACHE_INSIDE_H
#define VT_CACHE_INSIDE_H

#include <pthread.h>
#include <sodium.h>

#include "cache/cache.h"

#define VT_CACHE_BUCKETS_MIN 256

struct vt_flight {			 /* a slot of the table */
	struct vt_flight *chain;	 /* next in its bucket */
	struct vt_flight *newer, *older; /* in the queue; kept entries only */
	struct vt_cached *entry;	 /* NULL: in flight */
	struct vt_waiter *line, **line_end;
	uint64_t hash;
	bool is_kept, is_marked;
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

uint64_t vt_cache_hash(const struct vt_cache *c, struct vt_str key);
/* Where the slot of that key hangs; *at NULL: there is none. */
struct vt_flight **vt_cache_place(struct vt_cache *c, uint64_t hash, struct vt_str key);
/* A new slot, in flight; NULL: no memory. */
struct vt_flight *vt_cache_add(struct vt_cache *c, uint64_t hash, struct vt_str key);
/* Keeps the slot's entry, others making room for it; false: it is too large. */
bool vt_cache_keep(struct vt_cache *c, struct vt_flight *slot, struct vt_flight **gone);
/* Takes a slot out, and puts it before *gone: what it holds is freed, by vt_cache_slots_free(),
 * when the lock is open again. */
void vt_cache_take_out(struct vt_cache *c, struct vt_flight *slot, struct vt_flight **gone);
void vt_cache_slots_free(struct vt_flight *slots);

#endif
