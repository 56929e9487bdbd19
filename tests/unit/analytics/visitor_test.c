/* SPDX-License-Identifier: Apache-2.0 */
/* Names of visitors: the same from every worker, another each hour, made by nobody any
 * more once the day is over; and what a worker that died had not written. */
#include "vt_test.h"

#include <sys/wait.h>
#include <unistd.h>

#include "count/nets.c"
#include "count/visitor.c"

#define DAY INT64_C(86400000)
#define NOON (20000 * DAY + DAY / 2)
#define MIDNIGHT (20001 * DAY)

static struct vt_arena *arena;

void *
vt_boot_alloc(struct vt_boot *boot, size_t len)
{
	(void)boot;
	return (vt_arena_alloc(arena, len));
}

/* What "other nodes" took before; is_away: there is no Redis. */
static struct {
	bool has, is_away;
	uint8_t key[ANALYTICS_KEY_LEN];
	char name[64];
	int64_t lifetime_s;
} nodes;

vt_err
vt_worker_agree(struct vt_worker *worker, const char *what, int64_t lifetime_s, uint8_t key[32])
{
	(void)worker;
	if (nodes.is_away)
		return (VT_E_UNAVAILABLE);
	if (!nodes.has || strcmp(nodes.name, what) != 0)
		memcpy(nodes.key, key, sizeof(nodes.key));
	nodes.has = true;
	nodes.lifetime_s = lifetime_s;
	(void)snprintf(nodes.name, sizeof(nodes.name), "%s", what);
	memcpy(key, nodes.key, sizeof(nodes.key));
	return (VT_OK);
}

static void
name(const struct analytics_keys *k, const char *client, const char *agent, int64_t ms,
     uint8_t out[ANALYTICS_VISITOR_LEN])
{
	analytics_visitor(k, vt_str_of(client), vt_str_of(agent), ms / ANALYTICS_HOUR_MS, out);
}

static void
names_of_an_hour(void **state)
{
	struct analytics_shared *s;
	struct analytics_keys one = { 0 }, other = { 0 };
	uint8_t a[ANALYTICS_VISITOR_LEN], b[ANALYTICS_VISITOR_LEN];

	(void)state;
	assert_int_equal(analytics_shared_new(&s), VT_OK);
	analytics_keys_renew(&one, s, NOON);
	analytics_keys_renew(&other, s, NOON + 5);
	name(&one, "192.0.2.1", "A", NOON, a);
	name(&other, "192.0.2.1", "A", NOON + 1000, b);
	assert_memory_equal(a, b, sizeof(a));
	name(&one, "192.0.2.1", "A", NOON + ANALYTICS_HOUR_MS, b);
	assert_memory_not_equal(a, b, sizeof(a));
	name(&one, "192.0.2.1", "B", NOON, b);
	assert_memory_not_equal(a, b, sizeof(a));
	/* Neighbours do not run together. */
	name(&one, "192.0.2.1A", "", NOON, b);
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
a_day_that_is_over_is_over(void **state)
{
	struct analytics_shared *s;
	struct analytics_keys early = { 0 }, late = { 0 }, next = { 0 };
	uint8_t a[ANALYTICS_VISITOR_LEN], b[ANALYTICS_VISITOR_LEN];

	(void)state;
	assert_int_equal(analytics_shared_new(&s), VT_OK);
	analytics_keys_renew(&early, s, MIDNIGHT - 1);
	name(&early, "192.0.2.1", "A", MIDNIGHT - 1, a);
	/* For half an hour the day before can still be named, by workers that come, too. */
	analytics_keys_renew(&late, s, MIDNIGHT + 1);
	assert_true(late.has_before);
	name(&late, "192.0.2.1", "A", MIDNIGHT - 1, b);
	assert_memory_equal(a, b, sizeof(a));
	analytics_keys_renew(&next, s, MIDNIGHT + ANALYTICS_HALF_HOUR_MS);
	assert_false(next.has_before);
	assert_false(s->has_before);
	name(&next, "192.0.2.1", "A", MIDNIGHT - 1, b);
	assert_memory_not_equal(a, b, sizeof(a));
	assert_memory_not_equal(early.key, s->key, sizeof(s->key));
	assert_true(sodium_is_zero(s->before, sizeof(s->before)));
	analytics_keys_renew(&late, s, MIDNIGHT + ANALYTICS_HALF_HOUR_MS);
	assert_true(sodium_is_zero(late.before, sizeof(late.before)));
	/* After a pause of days there is no day before. */
	analytics_keys_renew(&next, s, MIDNIGHT + 5 * DAY + 1);
	assert_false(next.has_before);
}

static void
what_a_dead_worker_had(void **state)
{
	struct analytics_shared *s;
	int64_t *place, *other, lost;
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(analytics_shared_new(&s), VT_OK);
	assert_non_null(other = analytics_shared_place(s, &lost));
	if ((pid = fork()) == 0) {
		place = analytics_shared_place(s, &lost);
		if (place == NULL || place == other)
			_exit(1);
		*place = 17;
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_non_null(place = analytics_shared_place(s, &lost));
	assert_ptr_not_equal(place, other);
	assert_int_equal(lost, 17);
	assert_int_equal(*place, 0);
	analytics_shared_leave(s, place);
	assert_ptr_equal(analytics_shared_place(s, &lost), place);
	assert_int_equal(lost, 0);
}

static void
networks(void **state)
{
	static const char *const list[] = { "192.0.2.0/24", "2001:db8::/33", "10.1.2.3" };
	static const struct vt_str_list all = { list, 3 };
	static const struct {
		const char *address;
		bool is_inside;
	} rows[] = {
		{ "192.0.2.255", true },      { "192.0.3.0", false },	 { "::ffff:192.0.2.7", true },
		{ "2001:db8:7fff::1", true }, { "2001:db8:8000::", false }, { "10.1.2.3", true },
		{ "10.1.2.4", false },	      { "", false },		 { "nobody", false },
	};
	static const char *const wrong[] = { "192.0.2.0/33", "2001:db8::/129", "x", "1.2.3.4/" };
	struct analytics_nets *nets;

	(void)state;
	arena = vt_arena_new(0);
	assert_int_equal(analytics_nets_new(NULL, &all, &nets), VT_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(analytics_nets_has(nets, vt_str_of(rows[i].address)),
				 rows[i].is_inside);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct vt_str_list one = { &wrong[i], 1 };

		assert_int_equal(analytics_nets_new(NULL, &one, &nets), VT_E_BADARG);
	}
	vt_arena_free(&arena);
}

/* One name on both, also the next day; of a worker that has begun before, too. */
static void
nodes_agree(void **state)
{
	struct analytics_shared *one, *two, *alone;
	struct analytics_keys a = { 0 }, b = { 0 }, c = { 0 };
	uint8_t x[ANALYTICS_VISITOR_LEN], y[ANALYTICS_VISITOR_LEN];

	(void)state;
	assert_int_equal(analytics_shared_new(&one), VT_OK);
	assert_int_equal(analytics_shared_new(&two), VT_OK);
	assert_int_equal(analytics_shared_new(&alone), VT_OK);
	analytics_keys_agree(one, NULL, NOON);
	assert_string_equal(nodes.name, "usage.20000");
	assert_int_equal(nodes.lifetime_s, DAY / 2000 + 3600);
	analytics_keys_renew(&a, one, NOON);
	analytics_keys_renew(&b, two, NOON);
	name(&a, "192.0.2.1", "A", NOON, x);
	name(&b, "192.0.2.1", "A", NOON, y);
	assert_memory_not_equal(x, y, sizeof(x));
	analytics_keys_agree(two, NULL, NOON + 5000);
	analytics_keys_renew(&b, two, NOON + 5000);
	name(&b, "192.0.2.1", "A", NOON, y);
	assert_memory_equal(x, y, sizeof(x));
	nodes.is_away = true;
	analytics_keys_agree(alone, NULL, NOON);
	analytics_keys_renew(&c, alone, NOON);
	name(&c, "192.0.2.1", "A", NOON, y);
	assert_memory_not_equal(x, y, sizeof(x));
	/* The next day without Redis, and one that comes new by it. */
	analytics_keys_renew(&a, one, MIDNIGHT + DAY / 2);
	analytics_keys_renew(&b, two, MIDNIGHT + DAY / 2);
	name(&a, "192.0.2.1", "A", MIDNIGHT + DAY / 2, x);
	name(&b, "192.0.2.1", "A", MIDNIGHT + DAY / 2, y);
	assert_memory_equal(x, y, sizeof(x));
	nodes.is_away = false;
	analytics_keys_agree(one, NULL, MIDNIGHT + DAY / 2);
	analytics_keys_agree(alone, NULL, MIDNIGHT + DAY / 2);
	analytics_keys_renew(&c, alone, MIDNIGHT + DAY / 2);
	name(&c, "192.0.2.1", "A", MIDNIGHT + DAY / 2, y);
	assert_memory_equal(x, y, sizeof(x));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_an_hour),
		cmocka_unit_test(a_day_that_is_over_is_over),
		cmocka_unit_test(nodes_agree),
		cmocka_unit_test(what_a_dead_worker_had),
		cmocka_unit_test(networks),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
