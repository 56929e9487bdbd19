/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache as its users see it: what was put is lent, the budget holds, time
 * ends entries, and of many askers one makes the answer.
 */
#include "cache/cache.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW 1000

struct thing {
	struct vt_cached cached;
	int number;
};

static atomic_int things_alive;

static void
thing_destroy(struct vt_cached *c)
{
	atomic_fetch_sub(&things_alive, 1);
	free(c);
}

static struct vt_cached *
thing_new(int number, size_t size)
{
	struct thing *t = calloc(1, sizeof(*t));

	vt_assert(t != NULL);
	vt_cached_init(&t->cached, size, thing_destroy);
	t->number = number;
	atomic_fetch_add(&things_alive, 1);
	return (&t->cached);
}

static int
thing_number(const struct vt_cached *c)
{
	return (((const struct thing *)(const void *)c)->number);
}

static struct vt_cache *
cache_of(size_t budget)
{
	struct vt_cache *cache;

	assert_int_equal(vt_cache_new(budget, &cache), VT_OK);
	return (cache);
}

static enum vt_found
ask_for(struct vt_cache *cache, const char *key, struct vt_cache_ask *ask)
{
	ask->key = vt_str_of(key);
	if (ask->now == 0)
		ask->now = NOW;
	return (vt_cache_get(cache, ask));
}

static void
keep(struct vt_cache *cache, const char *key, int number, size_t size)
{
	struct vt_cache_ask ask = { .now = NOW };
	struct vt_cached *entry = thing_new(number, size);

	assert_int_equal(ask_for(cache, key, &ask), VT_FOUND_LEAD);
	assert_null(vt_cache_land(cache, &ask.flight, entry, NOW));
	assert_null(ask.flight);
	vt_cached_unref(&entry);
}

/* The number kept under key, or -1; a miss leaves no flight behind. */
static int
look(struct vt_cache *cache, const char *key, int64_t now)
{
	struct vt_cache_ask ask = { .now = now };
	int number = -1;

	switch (ask_for(cache, key, &ask)) {
	case VT_FOUND_HIT:
		number = thing_number(ask.entry);
		vt_cached_unref(&ask.entry);
		break;
	case VT_FOUND_LEAD:
		assert_null(vt_cache_land(cache, &ask.flight, NULL, now));
		break;
	default:
		break;
	}
	return (number);
}

static void
what_was_put_is_lent(void **state)
{
	struct vt_cache *cache = cache_of(100000);
	struct vt_cache_stats stats;

	(void)state;
	assert_int_equal(look(cache, "a", NOW), -1);
	keep(cache, "a", 1, 10);
	keep(cache, "b", 2, 10);
	assert_int_equal(look(cache, "a", NOW), 1);
	assert_int_equal(look(cache, "b", NOW), 2);
	assert_int_equal(look(cache, "ab", NOW), -1);
	vt_cache_stats(cache, &stats);
	assert_int_equal(stats.hits, 2);
	assert_int_equal(stats.misses, 4);
	assert_int_equal(stats.entries, 2);
	assert_true(stats.bytes > 20);
	vt_cache_free(&cache);
	assert_null(cache);
	assert_int_equal(things_alive, 0);
}

static void
a_lent_entry_outlives_the_cache(void **state)
{
	struct vt_cache *cache = cache_of(100000);
	struct vt_cache_ask ask = { 0 };

	(void)state;
	keep(cache, "a", 7, 10);
	assert_int_equal(ask_for(cache, "a", &ask), VT_FOUND_HIT);
	vt_cache_free(&cache);
	assert_int_equal(thing_number(ask.entry), 7);
	vt_cached_unref(&ask.entry);
	assert_int_equal(things_alive, 0);
}

static void
the_budget_holds(void **state)
{
	struct vt_cache *cache = cache_of(20000);
	struct vt_cache_stats stats;
	char key[16];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		keep(cache, key, i, 1000);
		vt_cache_stats(cache, &stats);
		assert_true(stats.bytes <= 20000);
		assert_int_equal(stats.entries, things_alive);
	}
	assert_in_range(stats.entries, 10, 20);
	assert_int_equal(stats.evictions, 1000 - stats.entries);
	assert_int_equal(look(cache, "k0", NOW), -1);
	assert_int_equal(look(cache, "k999", NOW), 999);
	vt_cache_free(&cache);
	assert_int_equal(things_alive, 0);
}

static void
what_is_asked_for_again_stays(void **state)
{
	struct vt_cache *cache = cache_of(20000);
	char key[16];

	(void)state;
	keep(cache, "popular", 1, 1000);
	for (int i = 0; i < 500; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		keep(cache, key, i, 1000);
		assert_int_equal(look(cache, "popular", NOW), 1);
	}
	vt_cache_free(&cache);
}

static void
sizes_that_are_not_kept(void **state)
{
	static const struct {
		size_t budget, size;
		bool is_kept;
	} cases[] = {
		{ 80000, 9000, true },
		{ 80000, 10001, false },
		{ 80000, 80000, false },
		{ 0, 1, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_cache *cache = cache_of(cases[i].budget);

		keep(cache, "a", 1, cases[i].size);
		assert_int_equal(look(cache, "a", NOW), cases[i].is_kept ? 1 : -1);
		vt_cache_free(&cache);
	}
	assert_int_equal(things_alive, 0);
}

static void
time_ends_an_entry(void **state)
{
	struct vt_cache *cache = cache_of(100000);
	struct vt_cache_ask ask = { .now = NOW };
	struct vt_cached *entry = thing_new(1, 10);

	(void)state;
	entry->expires = NOW + 5;
	assert_int_equal(ask_for(cache, "a", &ask), VT_FOUND_LEAD);
	vt_cache_land(cache, &ask.flight, entry, NOW);
	vt_cached_unref(&entry);
	assert_int_equal(look(cache, "a", NOW + 4), 1);
	assert_int_equal(look(cache, "a", NOW + 5), -1);
	assert_int_equal(things_alive, 0);

	/* What is over when it lands is not kept at all. */
	entry = thing_new(2, 10);
	entry->expires = NOW;
	assert_int_equal(ask_for(cache, "a", &ask), VT_FOUND_LEAD);
	vt_cache_land(cache, &ask.flight, entry, NOW);
	vt_cached_unref(&entry);
	assert_int_equal(things_alive, 0);
	vt_cache_free(&cache);
}

static void
one_leads_and_the_others_wait(void **state)
{
	struct vt_cache *cache = cache_of(100000);
	struct vt_cache_ask lead = { 0 }, second = { 0 }, third = { 0 }, none = { 0 };
	struct vt_waiter wait_second, wait_third, *line;
	struct vt_cached *entry = thing_new(5, 10);
	struct vt_cache_stats stats;

	(void)state;
	second.waiter = &wait_second;
	third.waiter = &wait_third;
	assert_int_equal(ask_for(cache, "a", &lead), VT_FOUND_LEAD);
	assert_false(vt_cache_is_awaited(cache, lead.flight));
	assert_int_equal(ask_for(cache, "a", &second), VT_FOUND_WAIT);
	assert_int_equal(ask_for(cache, "a", &third), VT_FOUND_WAIT);
	assert_int_equal(ask_for(cache, "a", &none), VT_FOUND_NONE);
	assert_true(vt_cache_is_awaited(cache, lead.flight));
	line = vt_cache_land(cache, &lead.flight, entry, NOW);
	assert_ptr_equal(line, &wait_second);
	assert_ptr_equal(line->next, &wait_third);
	assert_null(line->next->next);
	vt_cached_unref(&entry);
	assert_int_equal(look(cache, "a", NOW), 5);
	vt_cache_stats(cache, &stats);
	assert_int_equal(stats.waits, 2);
	vt_cache_free(&cache);
}

static void
a_leader_that_gives_up_passes_the_lead(void **state)
{
	struct vt_cache *cache = cache_of(100000);
	struct vt_cache_ask lead = { 0 }, second = { 0 }, third = { 0 }, fourth = { 0 };
	struct vt_waiter waits[3];

	(void)state;
	second.waiter = &waits[0];
	third.waiter = &waits[1];
	fourth.waiter = &waits[2];
	assert_int_equal(ask_for(cache, "a", &lead), VT_FOUND_LEAD);
	assert_int_equal(ask_for(cache, "a", &second), VT_FOUND_WAIT);
	assert_int_equal(ask_for(cache, "a", &third), VT_FOUND_WAIT);
	assert_ptr_equal(vt_cache_pass(cache, &lead.flight), &waits[0]);
	assert_non_null(lead.flight);
	assert_ptr_equal(vt_cache_pass(cache, &lead.flight), &waits[1]);
	/* The line is empty now, and takes newcomers still. */
	assert_int_equal(ask_for(cache, "a", &fourth), VT_FOUND_WAIT);
	assert_ptr_equal(vt_cache_pass(cache, &lead.flight), &waits[2]);
	assert_null(vt_cache_pass(cache, &lead.flight));
	assert_null(lead.flight);
	assert_int_equal(look(cache, "a", NOW), -1);
	vt_cache_free(&cache);
}

/* --- threads: many ask for a few keys; each key's maker is alone --------- */

#define THREADS 4
#define ROUNDS	3000
#define KEYS	7

struct crowd {
	struct vt_cache *cache;
	atomic_int makers[KEYS];
	atomic_int waiting;
};
struct seat {
	struct vt_waiter waiter;
	atomic_int is_served;
};

static void
crowd_serve(struct crowd *crowd, struct vt_waiter *line)
{
	struct vt_waiter *next;

	for (; line != NULL; line = next) {
		next = line->next;
		atomic_fetch_sub(&crowd->waiting, 1);
		atomic_store(&((struct seat *)(void *)line)->is_served, 1);
	}
}

static void
crowd_make(struct crowd *crowd, int number, struct vt_cache_ask *ask)
{
	struct vt_cached *entry = thing_new(number, (size_t)(number * 300 + 100));

	vt_assert(atomic_fetch_add(&crowd->makers[number], 1) == 0);
	vt_assert(atomic_fetch_sub(&crowd->makers[number], 1) == 1);
	crowd_serve(crowd, vt_cache_land(crowd->cache, &ask->flight, entry, NOW));
	vt_cached_unref(&entry);
}

static void *
crowd_member(void *arg)
{
	struct crowd *crowd = arg;
	struct seat seat;
	char key[16];

	for (int i = 0; i < ROUNDS; i++) {
		int number = (i * 31 + i / 7) % KEYS;
		struct vt_cache_ask ask = { .now = NOW, .waiter = &seat.waiter };

		snprintf(key, sizeof(key), "key%d", number);
		atomic_store(&seat.is_served, 0);
		atomic_fetch_add(&crowd->waiting, 1);
		enum vt_found found = ask_for(crowd->cache, key, &ask);
		if (found == VT_FOUND_WAIT) {
			while (!atomic_load(&seat.is_served))
				sched_yield();
			continue;
		}
		atomic_fetch_sub(&crowd->waiting, 1);
		if (found == VT_FOUND_LEAD)
			crowd_make(crowd, number, &ask);
		else
			vt_assert(thing_number(ask.entry) == number);
		vt_cached_unref(&ask.entry);
	}
	return (NULL);
}

static void
threads_share_it(void **state)
{
	struct crowd crowd = { .cache = cache_of(6000) };
	pthread_t threads[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, crowd_member, &crowd), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(crowd.waiting, 0);
	vt_cache_free(&crowd.cache);
	assert_int_equal(things_alive, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_put_is_lent),
		cmocka_unit_test(a_lent_entry_outlives_the_cache),
		cmocka_unit_test(the_budget_holds),
		cmocka_unit_test(what_is_asked_for_again_stays),
		cmocka_unit_test(sizes_that_are_not_kept),
		cmocka_unit_test(time_ends_an_entry),
		cmocka_unit_test(one_leads_and_the_others_wait),
		cmocka_unit_test(a_leader_that_gives_up_passes_the_lead),
		cmocka_unit_test(threads_share_it),
	};

	return (cmocka_run_group_tests_name("cache", tests, NULL, NULL));
}
