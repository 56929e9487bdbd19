/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second level is trusted for nothing: what somebody else wrote there, or half
 * of what we did, is passed over, and so is one that is away.
 */
#include "http/inside.h"
#include "http/way/pack.h"
#include "shared_store.h"

static const struct vt_route routes[] = {
	{ "GET", "/calls", say_calls, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/never", say_calls, VT_CACHE_NONE, NULL, NULL },
	{ .method = NULL },
};

static int
open_gate(void **state)
{
	shared_routes = routes;
	return (shared_setup(state));
}

static void
what_is_not_ours_is_passed_over(void **state)
{
	struct gate *gate = *state;
	size_t len, other_len;
	char *good, *other;
	char place[sizeof(shared.key)];
	struct vt_gateway *g;

	gate_expect(gate, "GET", "/calls?other", 200, "call 1");
	gate_expect(gate, "GET", "/calls", 200, "call 2");
	memcpy(place, shared.key, sizeof(place));
	good = shared_copy(shared.key, &len);
	other = shared_copy(shared.other_key, &other_len);
	for (size_t at = 0; at < len; at += at < 64 ? 7 : 29) {
		good[at] ^= 1;
		assert_true(
		    vt_store_put(shared.store, vt_str_of(place), (struct vt_str){ good, len }, 60));
		good[at] ^= 1;
		calls = 6;
		expect_new(gate, "/calls", "call 7");
	}
	for (size_t short_len = 0; short_len < len; short_len += 13) {
		assert_true(vt_store_put(shared.store, vt_str_of(place),
					 (struct vt_str){ good, short_len }, 60));
		calls = 6;
		expect_new(gate, "/calls", "call 7");
	}
	/* Ours, but from elsewhere. */
	assert_true(
	    vt_store_put(shared.store, vt_str_of(place), (struct vt_str){ other, other_len }, 60));
	g = gateway_more(&gate->options);
	calls = 7;
	expect_of(gate, g, "/calls", "call 8");
	assert_int_equal(stats_of(g).second_refused, 1);
	gateway_less(&g);
	/* And what was made instead is there now. */
	expect_new(gate, "/calls", "call 8");
	free(good);
	free(other);
}

static void
one_that_is_away_changes_nothing(void **state)
{
	struct gate *gate = *state;

	shared.is_away = true;
	gate_expect(gate, "GET", "/calls", 200, "call 1");
	gate_expect(gate, "GET", "/calls", 200, "call 1");
	expect_new(gate, "/calls", "call 2");
	assert_int_equal(stats_of(gate->g).second_state, 0);
}

static void
prefixes_are_checked(void **state)
{
	static const char *const bad[] = {
		"a b", "a\n",
		"sixty-five bytes are one too many for what our keys should begin with"
	};
	struct gate *gate = *state;
	struct vt_store *store;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		store = shared_open();
		assert_int_equal(vt_gateway_second(gate->g, &store, bad[i], 60), VT_E_BADARG);
		assert_null(store);
		vt_test_has(vt_fail_text(VT_E_BADARG), "cache.redis_prefix");
	}
	gate_expect(gate, "GET", "/calls", 200, NULL);
	assert_true(strncmp(shared.key, "test:", 5) == 0);
}

/* --- bytes and back ------------------------------------------------------------------------ */

static void
what_is_inside_is_read_carefully(void **state)
{
	struct gate *gate = *state;
	struct vt_answer *answer;
	struct vt_str inside;
	struct vt_cached *cached;
	size_t len;
	char *good, *cut;

	gate_expect(gate, "GET", "/calls", 200, NULL);
	good = shared_copy(shared.key, &len);
	inside = vt_str_sub((struct vt_str){ good, len }, VT_PACK_SIGNATURE_LEN, len);
	answer = vt_unpack_inside(inside);
	assert_non_null(answer);
	vt_test_str("body", answer->body, "call 1");
	assert_int_equal(answer->modified, 1700000000);
	assert_true(answer->is_kept && answer->is_shared);
	cached = &answer->cached;
	vt_cached_unref(&cached);
	for (size_t n = 0; n < inside.len; n++) {
		cut = malloc(n + 1); /* so that reading beyond is seen */
		memcpy(cut, inside.p, n);
		assert_null(vt_unpack_inside((struct vt_str){ cut, n }));
		free(cut);
	}
	free(good);
}

static bool
is_always_brief(const struct vt_request *req)
{
	(void)req;
	return (true);
}

/* The event loop never asks it: it may be slow. */
static void
what_may_be_there_is_not_brief(void **state)
{
	static const struct {
		const char *target;
		bool is_brief;
	} rows[] = { { "/calls", false }, { "/never", true } };
	struct gate *gate = *state;
	struct vt_loaded plugin = { .plugin = { .is_brief = is_always_brief } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_request *req =
		    gate_request(gate, "GET", rows[i].target, "", VT_STR_NONE);

		assert_int_equal(vt_gateway_begin(req), VT_WAY_JOB);
		plugin.plugin.name = req->mount->plugin;
		gate->g->plugins = &plugin;
		gate->g->plugin_count = 1;
		assert_int_equal(vt_request_is_brief(req), rows[i].is_brief);
		gate->g->plugin_count = 0;
		vt_request_unref(&req);
	}
}

int
main(void)
{
#define WITH_GATE(test) cmocka_unit_test_setup_teardown(test, open_gate, shared_teardown)
	const struct CMUnitTest tests[] = {
		WITH_GATE(what_is_not_ours_is_passed_over),
		WITH_GATE(one_that_is_away_changes_nothing),
		WITH_GATE(prefixes_are_checked),
		WITH_GATE(what_may_be_there_is_not_brief),
		WITH_GATE(what_is_inside_is_read_carefully),
	};

	return (cmocka_run_group_tests_name("foreign", tests, NULL, NULL));
}
