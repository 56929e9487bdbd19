/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every second level of the cache promises: one list of tests, run against
 * each implementation.
 */
#include "cache/store.h"

#include <pthread.h>

#include "redis_server.h"
#include "store_memory.h"

#define VALUE_MAX (256 * 1024)

struct world {
	struct vt_store *store;
	struct redis_server server;
};

static void
expect(struct vt_store *store, const char *key, struct vt_str wanted)
{
	struct vt_store_value v;

	assert_int_equal(vt_store_get(store, vt_str_of(key), &v), VT_STORE_HIT);
	assert_int_equal(v.bytes.len, wanted.len);
	assert_memory_equal(v.bytes.p, wanted.p, wanted.len);
	vt_store_value_done(&v);
}

static void
expect_none(struct vt_store *store, const char *key)
{
	struct vt_store_value v;

	assert_int_equal(vt_store_get(store, vt_str_of(key), &v), VT_STORE_MISS);
}

static void
what_is_put_is_there(void **state)
{
	static const char bytes[] = "a\0b\r\n$5\r\n\xff";
	struct vt_store *store = ((struct world *)*state)->store;
	struct vt_store_stats stats;

	expect_none(store, "a");
	assert_true(vt_store_put(store, VT_STR("a"), VT_STR(bytes), 60));
	expect(store, "a", VT_STR(bytes));
	expect_none(store, "b");
	assert_true(vt_store_put(store, VT_STR("b"), VT_STR(""), 60));
	expect(store, "b", VT_STR(""));
	assert_true(vt_store_put(store, VT_STR("none"), VT_STR_NONE, 60));
	expect(store, "none", VT_STR(""));
	vt_store_stats(store, &stats);
	assert_int_equal(stats.hits, 3);
	assert_int_equal(stats.misses, 2);
	assert_int_equal(stats.puts, 3);
	assert_int_equal(stats.errors, 0);
	assert_int_equal(stats.bytes, 2 * (sizeof(bytes) - 1));
	assert_false(stats.is_away);
}

static void
a_later_one_takes_its_place(void **state)
{
	struct vt_store *store = ((struct world *)*state)->store;
	struct vt_store_value first;

	assert_true(vt_store_put(store, VT_STR("twice"), VT_STR("first"), 60));
	assert_int_equal(vt_store_get(store, VT_STR("twice"), &first), VT_STORE_HIT);
	assert_true(vt_store_put(store, VT_STR("twice"), VT_STR("second"), 60));
	expect(store, "twice", VT_STR("second"));
	/* What was given stays as it was. */
	assert_memory_equal(first.bytes.p, "first", 5);
	vt_store_value_done(&first);
	assert_null(first.bytes.p);
}

static void
large_values_up_to_the_limit(void **state)
{
	struct vt_store *store = ((struct world *)*state)->store;
	char *bytes = malloc(VALUE_MAX + 1);

	assert_non_null(bytes);
	for (size_t i = 0; i <= VALUE_MAX; i++)
		bytes[i] = (char)(i * 7 + i / 251);
	assert_true(vt_store_put(store, VT_STR("large"), (struct vt_str){ bytes, VALUE_MAX }, 60));
	expect(store, "large", (struct vt_str){ bytes, VALUE_MAX });
	assert_false(
	    vt_store_put(store, VT_STR("huge"), (struct vt_str){ bytes, VALUE_MAX + 1 }, 60));
	expect_none(store, "huge");
	free(bytes);
}

static void
time_ends_them(void **state)
{
	struct vt_store *store = ((struct world *)*state)->store;
	int waited = 0;
	struct vt_store_value v;

	assert_false(vt_store_put(store, VT_STR("past"), VT_STR("x"), 0));
	assert_false(vt_store_put(store, VT_STR("past"), VT_STR("x"), -5));
	expect_none(store, "past");
	assert_true(vt_store_put(store, VT_STR("short"), VT_STR("x"), 1));
	assert_true(vt_store_put(store, VT_STR("long"), VT_STR("y"), 60));
	while (vt_store_get(store, VT_STR("short"), &v) == VT_STORE_HIT && waited++ < 300) {
		vt_store_value_done(&v);
		redis_server_sleep(10);
	}
	assert_true(waited < 300);
	expect(store, "long", VT_STR("y"));
}

/* --- many threads ----------------------------------------------------------- */

#define THREADS 8

static _Atomic int wrong;

static void *
hammer(void *arg)
{
	struct vt_store *store = arg;
	struct vt_store_value v;
	char key[16], value[64];

	for (int i = 0; i < 400; i++) {
		int n = i % 37;

		(void)snprintf(key, sizeof(key), "k%d", n);
		(void)snprintf(value, sizeof(value), "value of %d, as all of us put it", n);
		if (i % 3 == 0 && !vt_store_put(store, vt_str_of(key), vt_str_of(value), 60))
			wrong++;
		switch (vt_store_get(store, vt_str_of(key), &v)) {
		case VT_STORE_HIT:
			wrong += !vt_str_eq_c(v.bytes, value);
			vt_store_value_done(&v);
			break;
		case VT_STORE_AWAY:
			wrong++;
			break;
		case VT_STORE_MISS:
			break;
		}
	}
	return (NULL);
}

static void
many_threads_at_once(void **state)
{
	struct vt_store *store = ((struct world *)*state)->store;
	struct vt_store_stats stats;
	pthread_t threads[THREADS];

	wrong = 0;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, hammer, store), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(wrong, 0);
	vt_store_stats(store, &stats);
	assert_int_equal(stats.hits + stats.misses, THREADS * 400);
	assert_true(stats.hits > THREADS * 100);
}

/* --- the implementations ------------------------------------------------------ */

static int
in_memory(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	*state = w;
	return (store_memory_open(64 << 20, VALUE_MAX, &w->store) != VT_OK);
}

static int
in_redis(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	*state = w;
	redis_server_new(&w->server);
	redis_server_start(&w->server, NULL, NULL);
	w->store = redis_server_store(&w->server, "", 5000);
	return (0);
}

static int
close_world(void **state)
{
	struct world *w = *state;

	vt_store_close(&w->store);
	assert_null(w->store);
	if (w->server.pid != 0)
		redis_server_free(&w->server);
	free(w);
	return (0);
}

#define CONTRACT(setup)                                                                            \
	cmocka_unit_test_setup_teardown(what_is_put_is_there, setup, close_world),                 \
	    cmocka_unit_test_setup_teardown(a_later_one_takes_its_place, setup, close_world),      \
	    cmocka_unit_test_setup_teardown(large_values_up_to_the_limit, setup, close_world),     \
	    cmocka_unit_test_setup_teardown(time_ends_them, setup, close_world),                   \
	    cmocka_unit_test_setup_teardown(many_threads_at_once, setup, close_world)

int
main(void)
{
	static const struct CMUnitTest memory[] = { CONTRACT(in_memory) };
	static const struct CMUnitTest redis[] = { CONTRACT(in_redis) };
	int failed = cmocka_run_group_tests_name("in this process", memory, NULL, NULL);

	if (redis_server_program() == NULL) {
		print_message("Redis: skipped, there is no redis-server "
			      "(apt-get install redis-server)\n");
		return (failed);
	}
	return (failed + cmocka_run_group_tests_name("Redis", redis, NULL, NULL));
}
