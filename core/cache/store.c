/* SPDX-License-Identifier: Apache-2.0 */
/* What all second levels have in common: limits and counting. */
#include "cache/store.h"

#include <stdatomic.h>

static void
store_count(_Atomic uint64_t *counter, uint64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

enum vt_store_found
vt_store_get(struct vt_store *store, struct vt_str key, struct vt_store_value *value_r)
{
	enum vt_store_found found;

	vt_assert(key.len > 0 && key.len <= VT_STORE_KEY_MAX);
	found = store->kind->get(store, key, value_r);
	if (found == VT_STORE_HIT) {
		store_count(&store->hits, 1);
		store_count(&store->bytes, value_r->bytes.len);
	} else {
		store_count(&store->misses, 1);
	}
	return (found);
}

bool
vt_store_put(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl)
{
	vt_assert(key.len > 0 && key.len <= VT_STORE_KEY_MAX);
	if (value.len > store->value_max || ttl <= 0 || !store->kind->put(store, key, value, ttl))
		return (false);
	store_count(&store->puts, 1);
	store_count(&store->bytes, value.len);
	return (true);
}

enum vt_store_found
vt_store_agree(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl,
	       struct vt_store_value *value_r)
{
	vt_assert(key.len > 0 && key.len <= VT_STORE_KEY_MAX);
	if (store->kind->add == NULL || value.len > store->value_max || ttl <= 0 ||
	    !store->kind->add(store, key, value, ttl))
		return (VT_STORE_AWAY);
	return (store->kind->get(store, key, value_r));
}

void
vt_store_stats(struct vt_store *store, struct vt_store_stats *stats_r)
{
	*stats_r = (struct vt_store_stats){ .hits = atomic_load(&store->hits),
					    .misses = atomic_load(&store->misses),
					    .puts = atomic_load(&store->puts),
					    .errors = atomic_load(&store->errors),
					    .bytes = atomic_load(&store->bytes),
					    .is_away = store->kind->is_away(store) };
}

void
vt_store_close(struct vt_store **store)
{
	struct vt_store *gone = *store;

	*store = NULL;
	if (gone != NULL)
		gone->kind->close(gone);
}

void
vt_store_value_done(struct vt_store_value *value)
{
	if (value->done != NULL)
		value->done(value->arg);
	*value = (struct vt_store_value){ .done = NULL };
}
