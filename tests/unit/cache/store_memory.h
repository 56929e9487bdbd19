/* SPDX-License-Identifier: Apache-2.0 */
/* A second level in this process, for tests that need one without Redis: the
 * cache behind the interface.  It keeps the same contract (store_test.c). */
#ifndef VT_TEST_STORE_MEMORY_H
#define VT_TEST_STORE_MEMORY_H

#include <stdlib.h>

#include "api/time.h"
#include "cache/cache.h"
#include "cache/store.h"

struct store_memory {
	struct vt_store store; /* first */
	struct vt_cache *cache;
};

struct store_entry {
	struct vt_cached cached; /* first */
	size_t len;
	char bytes[];
};

static void
store_entry_destroy(struct vt_cached *cached)
{
	free(cached);
}

static void
store_memory_done(void *arg)
{
	struct vt_cached *cached = arg;

	vt_cached_unref(&cached);
}

static enum vt_store_found
store_memory_get(struct vt_store *store, struct vt_str key, struct vt_store_value *value_r)
{
	struct store_memory *m = (struct store_memory *)store;
	struct vt_cache_ask ask = { .key = key, .now = vt_time_now() };
	struct store_entry *entry;

	switch (vt_cache_get(m->cache, &ask)) {
	case VT_FOUND_HIT:
		entry = (struct store_entry *)(void *)ask.entry;
		*value_r = (struct vt_store_value){ .bytes = { entry->bytes, entry->len },
						    .done = store_memory_done,
						    .arg = ask.entry };
		return (VT_STORE_HIT);
	case VT_FOUND_LEAD:
		/* Single flight is the first level's. */
		vt_assert(vt_cache_land(m->cache, &ask.flight, NULL, ask.now) == NULL);
		return (VT_STORE_MISS);
	default:
		return (VT_STORE_MISS);
	}
}

static bool
store_memory_put(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl)
{
	struct store_memory *m = (struct store_memory *)store;
	struct store_entry *entry = malloc(sizeof(*entry) + value.len);
	int64_t now = vt_time_now();
	struct vt_cached *cached;

	if (entry == NULL)
		return (false);
	cached = &entry->cached;
	vt_cached_init(cached, sizeof(*entry) + value.len, store_entry_destroy);
	cached->expires = ttl < INT64_MAX - now ? now + ttl : 0;
	entry->len = value.len;
	if (value.len > 0)
		memcpy(entry->bytes, value.p, value.len);
	vt_cache_put(m->cache, key, cached, now);
	vt_cached_unref(&cached);
	return (true);
}

static bool
store_memory_is_away(struct vt_store *store)
{
	(void)store;
	return (false);
}

static void
store_memory_close(struct vt_store *store)
{
	struct store_memory *m = (struct store_memory *)store;

	vt_cache_free(&m->cache);
	free(m);
}

static inline vt_err
store_memory_open(size_t budget, size_t value_max, struct vt_store **store_r)
{
	static const struct vt_store_kind kind = { store_memory_get, store_memory_put,
						   store_memory_is_away, store_memory_close, NULL };
	struct store_memory *m = calloc(1, sizeof(*m));
	vt_err err;

	if (m == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a store"));
	m->store.kind = &kind;
	/* What the cache would not keep for its size is refused beforehand. */
	m->store.value_max = budget / (2 * VT_CACHE_SHARE);
	if (value_max < m->store.value_max)
		m->store.value_max = value_max;
	if ((err = vt_cache_new(budget, &m->cache)) != VT_OK) {
		free(m);
		return (err);
	}
	*store_r = &m->store;
	return (VT_OK);
}

#endif
