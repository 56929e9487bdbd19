/* SPDX-License-Identifier: Apache-2.0 */
/* What all threads share of the latest state: who makes it, when, and who frees it. */
#include "readers.h"

#include <unistd.h>

#include "catalog/index/latest.h"

struct thing {
	struct vt_latest_thing latest;
	char state[VT_SINCE_STATE_LEN];
};
static atomic_uint made, freed, at_once;
static atomic_bool is_broken, is_wrong;
static size_t asked_worth;

static bool
is_of(const struct vt_latest_thing *t, const struct vt_since *s)
{
	return (memcmp(((const struct thing *)t)->state, s->state, VT_SINCE_STATE_LEN) == 0);
}

static void
free_thing(struct vt_latest_thing *thing)
{
	atomic_fetch_add(&freed, 1);
	free(thing);
}

static struct vt_latest_thing *
make_thing(struct vt_db *db, const struct vt_latest_thing *before, const struct vt_since *then,
	   const struct vt_since *now)
{
	struct thing *t = calloc(1, sizeof(*t));

	assert_non_null(db);
	if (atomic_fetch_add(&at_once, 1) != 0 || (before != NULL && !is_of(before, then)))
		is_wrong = true;
	(void)usleep(500);
	t->latest = (struct vt_latest_thing){ 1, free_thing };
	memcpy(t->state, now->state, sizeof(t->state));
	atomic_fetch_sub(&at_once, 1);
	atomic_fetch_add(&made, 1);
	if (!is_broken)
		return (&t->latest);
	free_thing(&t->latest);
	return (NULL);
}

static bool
is_worth(struct vt_db *db, size_t wanted)
{
	(void)db;
	asked_worth = wanted;
	return (wanted >= 100);
}

static int
nothing_made(void **state)
{
	made = freed = 0;
	is_broken = is_wrong = false;
	return (test_store(state));
}

static void
change(struct test_store *s, unsigned n)
{
	struct test_object t;

	test_object_init(&t, vt_str_printf(s->a, "o-%u", n).p, "Knyga");
	test_put(s, &t);
}

static void
made_once_a_state(void **state)
{
	struct vt_latest l = { make_thing, NULL, VT_LATEST_LOCK };
	struct test_store *s = *state;
	struct vt_latest_thing *first, *again, *next;

	assert_null(vt_latest_take(&l, &s->c->db, 0));
	assert_non_null(first = vt_latest_take(&l, &s->c->db, 1));
	again = vt_latest_take(&l, &s->c->db, 0);
	assert_ptr_equal(first, again);
	assert_int_equal(made, 1);
	vt_latest_give(again);
	change(s, 1);
	assert_null(vt_latest_take(&l, &s->c->db, 0));
	assert_non_null(next = vt_latest_take(&l, &s->c->db, 1));
	assert_ptr_not_equal(first, next);
	assert_int_equal(freed, 0);
	vt_latest_give(first);
	assert_int_equal(freed, 1);
	vt_latest_give(next);
	vt_latest_give(l.kept);
	assert_int_equal(freed, 2);
	vt_since_fini(&l.state);
}

static void
made_when_it_is_worth(void **state)
{
	struct vt_latest l = { make_thing, is_worth, VT_LATEST_LOCK };
	struct test_store *s = *state;
	struct vt_latest_thing *t;

	assert_null(vt_latest_take(&l, &s->c->db, 60));
	is_broken = true;
	assert_null(vt_latest_take(&l, &s->c->db, 60));
	assert_int_equal(asked_worth, 120);
	assert_int_equal(made, 1);
	is_broken = false;
	assert_null(vt_latest_take(&l, &s->c->db, 60)); /* from the beginning */
	assert_int_equal(asked_worth, 60);
	vt_latest_give(vt_latest_take(&l, &s->c->db, 60));
	assert_int_equal(made, 2);
	change(s, 1);
	assert_non_null(t = vt_latest_take(&l, &s->c->db, 1)); /* from the one before, always */
	vt_latest_give(t);
	vt_latest_give(l.kept);
	vt_since_fini(&l.state);
	assert_int_equal(made, freed);
}

/* Who still sees an older state neither gets the newer one's nor makes it. */
static void
not_made_of_the_past(void **state)
{
	struct vt_latest l = { make_thing, NULL, VT_LATEST_LOCK };
	struct test_store *s = *state;
	struct vt_catalog *late;

	change(s, 1);
	ok(vt_catalog_open(s->dir, "https://a.example", &late));
	ok(vt_catalog_begin(late));
	change(s, 2);
	vt_latest_give(vt_latest_take(&l, &s->c->db, 1));
	assert_null(vt_latest_take(&l, &late->db, 1));
	assert_int_equal(made, 1);
	vt_catalog_end(late);
	vt_catalog_close(&late);
	vt_latest_give(l.kept);
	vt_since_fini(&l.state);
}

static struct vt_latest shared = { make_thing, NULL, VT_LATEST_LOCK };

static bool
has_own_state(struct vt_catalog *c, struct vt_arena *a, unsigned i)
{
	struct vt_latest_thing *t = vt_latest_take(&shared, &c->db, i % 3);
	struct vt_since now;
	bool is_own = vt_since_read(&c->db, &now) == VT_OK && (t == NULL || is_of(t, &now));

	(void)a;
	vt_since_fini(&now);
	vt_latest_give(t);
	return (is_own);
}

static void
one_thread_makes_it(void **state)
{
	struct test_readers readers = { .asks = has_own_state, .times = 20 };
	struct test_store *s = *state;

	test_readers_begin(&readers, s);
	for (int ms = 0; atomic_load(&made) == 0 && ms < 10000; ms++)
		(void)usleep(1000);
	for (unsigned n = 0; n < 60; n++)
		change(s, n);
	test_readers_end(&readers);
	assert_false(is_wrong);
	assert_true(made > 1);
	vt_latest_give(shared.kept);
	vt_since_fini(&shared.state);
	assert_int_equal(made, freed);
}

#define with_store(test) cmocka_unit_test_setup_teardown(test, nothing_made, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(made_once_a_state),
		with_store(made_when_it_is_worth),
		with_store(not_made_of_the_past),
		with_store(one_thread_makes_it),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
