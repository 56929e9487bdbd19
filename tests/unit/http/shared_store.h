/* SPDX-License-Identifier: Apache-2.0 */
/* A second level that several gateways of one test have, whose values the test can
 * look at and change. */
#ifndef VT_TEST_SHARED_STORE_H
#define VT_TEST_SHARED_STORE_H

#include "cache/store_memory.h"
#include "say.h"

/* Of every gateway; ends with a NULL method. */
static const struct vt_route *shared_routes;

static struct {
	struct vt_store *store;
	int asks, puts;
	int64_t ttl;							 /* of the last put */
	char key[VT_STORE_KEY_MAX + 1], other_key[VT_STORE_KEY_MAX + 1]; /* last, before last */
	bool is_away, forgets_time;
	atomic_bool is_slow; /* what is put takes until this is no more */
} shared;

static inline enum vt_store_found
shared_get(struct vt_store *store, struct vt_str key, struct vt_store_value *value_r)
{
	(void)store;
	shared.asks++;
	return (shared.is_away ? VT_STORE_AWAY : vt_store_get(shared.store, key, value_r));
}

static inline bool
shared_put(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl)
{
	(void)store;
	for (int i = 0; i < 20000 && atomic_load(&shared.is_slow); i++)
		(void)usleep(1000);
	shared.puts++;
	shared.ttl = ttl;
	memcpy(shared.other_key, shared.key, sizeof(shared.key));
	(void)snprintf(shared.key, sizeof(shared.key), "%.*s", VT_STR_ARG(key));
	return (!shared.is_away &&
		vt_store_put(shared.store, key, value, shared.forgets_time ? 1000 : ttl));
}

static inline bool
shared_add(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl)
{
	struct vt_store_value there;

	if (shared_get(store, key, &there) != VT_STORE_HIT)
		return (shared_put(store, key, value, ttl));
	vt_store_value_done(&there);
	return (true);
}

static inline bool
shared_is_away(struct vt_store *store)
{
	(void)store;
	return (shared.is_away);
}

static inline void
shared_close(struct vt_store *store)
{
	free(store);
}

static inline struct vt_store *
shared_open(void)
{
	static const struct vt_store_kind kind = { shared_get, shared_put, shared_is_away,
						   shared_close, shared_add };
	struct vt_store *store = calloc(1, sizeof(*store));

	assert_non_null(store);
	store->kind = &kind;
	store->value_max = 64 * 1024;
	return (store);
}

/* A copy of what lies under key, to be changed. */
static inline char *
shared_copy(const char *key, size_t *len_r)
{
	struct vt_store_value v;
	char *copy;

	assert_int_equal(vt_store_get(shared.store, vt_str_of(key), &v), VT_STORE_HIT);
	copy = malloc(v.bytes.len + 1);
	assert_non_null(copy);
	memcpy(copy, v.bytes.p, v.bytes.len);
	*len_r = v.bytes.len;
	vt_store_value_done(&v);
	return (copy);
}

/* --- gateways ----------------------------------------------------------------------- */

/* One more gateway on this folder, as of another process. */
static inline struct vt_gateway *
gateway_more(const struct vt_gateway_options *o)
{
	const struct vt_str_list none = { NULL, 0 };
	struct vt_store *store = shared_open();
	struct vt_conf *conf = NULL;
	struct vt_gateway *g;

	ok(vt_gateway_new(conf, o, &none, "/nowhere", &g));
	for (const struct vt_route *r = shared_routes; r->method != NULL; r++)
		ok(vt_gateway_route(g, r, NULL));
	ok(vt_gateway_second(g, &store, "test", 3600));
	assert_null(store);
	ok(vt_gateway_worker_start(g));
	return (g);
}

static inline void
gateway_less(struct vt_gateway **g)
{
	vt_gateway_thread_end(*g);
	vt_gateway_free(g);
}

static inline int
shared_setup(void **state)
{
	struct gate *gate;

	memset(&shared, 0, sizeof(shared));
	if (gate_setup(state) != 0 ||
	    store_memory_open(8 << 20, 1 << 20, &shared.store) != VT_OK)
		return (1);
	gate = *state;
	gate->g = gateway_more(&gate->options);
	calls = 0;
	outcome = VT_OK;
	return (0);
}

static inline int
shared_teardown(void **state)
{
	int failed = gate_teardown(state);

	vt_store_close(&shared.store);
	return (failed);
}

/* The same question to another gateway than the gate's. */
static inline void
expect_of(struct gate *gate, struct vt_gateway *g, const char *target, const char *body)
{
	struct gate as = *gate;

	as.g = g;
	gate_expect(&as, "GET", target, 200, body);
}

/* ... to a new one, which has nothing in its first level. */
static inline void
expect_new(struct gate *gate, const char *target, const char *body)
{
	struct vt_gateway *g = gateway_more(&gate->options);

	expect_of(gate, g, target, body);
	gateway_less(&g);
}

static inline struct vt_gateway_stats
stats_of(struct vt_gateway *g)
{
	struct vt_gateway_stats stats;

	vt_gateway_stats(g, &stats);
	return (stats);
}

#endif
