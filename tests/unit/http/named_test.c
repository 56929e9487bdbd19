/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that say what they are (VT_CACHE_NAMED): found again by their name
 * whatever the address and the generation, and never under another's.
 */
#include "say.h"

/* A picture, so to say: its version decides, not its address. */
static struct {
	const char *version, *on_loop;	      /* NULL: it is not known there */
	bool is_sent;			      /* a body that is not ours to keep */
	bool is_nameless;		      /* the handler names nothing */
	bool asks_language, is_heavy, declines;
} picture;
static int named_runs;

static vt_err
name_on_loop(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	if (picture.on_loop == NULL)
		return (VT_E_DECLINED);
	vt_response_etag(res, vt_str_of(picture.on_loop));
	if (vt_response_is_fresh(res))
		return (VT_OK);
	assert_false(vt_response_name(res, vt_str_of(picture.on_loop)));
	return (VT_E_DECLINED);
}

static vt_err
make(struct vt_request *req, struct vt_response *res)
{
	vt_err err = picture.is_heavy ? vt_request_large(req) : VT_OK;

	if (picture.declines)
		err = VT_E_DECLINED;
	if (err != VT_OK)
		return (err);
	calls++;
	if (picture.asks_language)
		vt_response_printf(res, "%s ", vt_request_language(req));
	if (picture.is_sent)
		vt_response_send(res, "large", 5, NULL, NULL);
	else
		vt_response_printf(res, "made %d", calls);
	return (VT_OK);
}

static vt_err
say_named(struct vt_request *req, struct vt_response *res)
{
	named_runs++;
	vt_response_type(res, "text/plain");
	vt_response_etag(res, vt_str_of(picture.version));
	if (vt_response_is_fresh(res) ||
	    (!picture.is_nameless && vt_response_name(res, vt_str_of(picture.version))))
		return (VT_OK);
	return (make(req, res));
}

static const struct vt_route routes[] = {
	{ "GET|POST", "/named/{x}", say_named, VT_CACHE_NAMED, name_on_loop, NULL },
};

static int
open_gate(void **state)
{
	if (gate_setup(state) != 0)
		return (1);
	gate_serve(*state, routes, 1);
	memset(&picture, 0, sizeof(picture));
	picture.version = "a";
	calls = named_runs = 0;
	return (0);
}

static void
named(const char *version)
{
	picture.version = picture.on_loop = version;
}

static void
a_name_finds_what_is_kept(void **state)
{
	struct gate *gate = *state;
	struct vt_gateway_stats before;
	struct reply r;

	gate_expect(gate, "GET", "/named/1", 200, "made 1");
	gate_expect(gate, "GET", "/named/1?x=y", 200, "made 1");
	gate_expect(gate, "GET", "/en/named/2", 200, "made 1");
	assert_int_equal(named_runs, 3);
	/* Known on the loop, the handler is not troubled. */
	picture.on_loop = "a";
	gate_ask(gate, "GET", "/named/3", "Accept-Encoding: gzip\nAccept-Language: en", &r);
	vt_test_str("on the loop", r.out.body, "made 1");
	assert_int_equal(r.way, VT_WAY_READY);
	vt_test_str("validator", reply_header(&r, "ETag"), "\"a\"");
	vt_test_str("clients", reply_header(&r, "Cache-Control"), "public, max-age=3600");
	reply_done(&r);
	assert_int_equal(named_runs, 3);
	/* Another generation is no other version. */
	vt_gateway_stats(gate->g, &before);
	gate_ingest(gate, "second");
	gate_wait_generation(gate, before.generation);
	gate_expect(gate, "GET", "/named/1", 200, "made 1");
	picture.on_loop = NULL;
	gate_expect(gate, "GET", "/named/1", 200, "made 1");
	named("b");
	gate_expect(gate, "GET", "/named/1", 200, "made 2");
	gate_expect(gate, "GET", "/named/9", 200, "made 2");
	assert_int_equal(calls, 2);
}

static void
what_is_known_is_not_made(void **state)
{
	static const char *const loops[] = { "a", NULL };
	struct gate *gate = *state;
	struct reply r;

	for (int i = 0; i < 2; i++) {
		picture.on_loop = loops[i];
		gate_ask(gate, "GET", "/named/1", "If-None-Match: \"a\"", &r);
		assert_int_equal(r.out.status, 304);
		assert_int_equal(r.out.body.len, 0);
		vt_test_str("validator", reply_header(&r, "ETag"), "\"a\"");
		reply_done(&r);
	}
	assert_int_equal(calls, 0);
	/* Nothing of it was kept for others. */
	gate_ask(gate, "GET", "/named/1", "If-None-Match: \"b\"", &r);
	vt_test_str("made", r.out.body, "made 1");
	reply_done(&r);
}

static void
what_is_not_kept_under_a_name(void **state)
{
	struct gate *gate = *state;

	/* It became another thing between loop and handler. */
	picture.on_loop = "old";
	picture.version = "new";
	gate_expect(gate, "GET", "/named/1", 200, "made 1");
	picture.version = "old";
	gate_expect(gate, "GET", "/named/1", 200, "made 2");
	gate_expect(gate, "GET", "/named/1", 200, "made 2");
	/* A body that is not ours to keep. */
	named("large");
	picture.is_sent = true;
	gate_expect(gate, "GET", "/named/1", 200, "large");
	gate_expect(gate, "GET", "/named/1", 200, "large");
	picture.is_sent = false;
	assert_int_equal(calls, 4);
}

/* The handler has the last word: what it does not name is for its client only. */
static void
only_a_name_that_the_handler_gives_counts(void **state)
{
	struct gate *gate = *state;

	named("a");
	picture.is_nameless = true;
	gate_expect(gate, "GET", "/named/1", 200, "made 1");
	gate_expect(gate, "GET", "/named/1", 200, "made 2");
	picture.is_nameless = false;
	gate_expect(gate, "GET", "/named/1", 200, "made 3");
	gate_expect(gate, "GET", "/named/2", 200, "made 3");
	assert_int_equal(calls, 3);
}

/* While one waits for a thread for large jobs, another may have made it. */
static void
a_large_one_is_looked_for_again(void **state)
{
	struct gate *gate = *state;
	struct vt_request *first = gate_request(gate, "GET", "/named/1", "", VT_STR_NONE);
	struct vt_http_output out;

	picture.is_heavy = true;
	assert_int_equal(vt_gateway_begin(first), VT_WAY_JOB);
	vt_gateway_run(first);
	assert_int_equal(vt_request_way(first), VT_WAY_JOB);
	gate_expect(gate, "GET", "/named/1?other", 200, "made 1");
	vt_gateway_run(first);
	vt_gateway_landed(first, gate_nobody, NULL);
	vt_gateway_answer(first, &out);
	vt_test_str("found", out.body, "made 1");
	assert_int_equal(calls, 1);
	vt_request_unref(&first);
	gate_expect(gate, "GET", "/named/2", 200, "made 1");
}

static void
what_a_name_does_not_tell_is_not_kept(void **state)
{
	struct gate *gate = *state;

	/* Another method asks for something else. */
	gate_expect(gate, "GET", "/named/1", 200, "made 1");
	gate_expect(gate, "POST", "/named/1", 200, "made 2");
	gate_expect(gate, "GET", "/named/1", 200, "made 1");
	/* The language is in no name. */
	named("b");
	picture.asks_language = true;
	gate_expect(gate, "GET", "/en/named/1", 200, "en made 3");
	gate_expect(gate, "GET", "/named/1", 200, "lt made 4");
	/* And what was kept before is not given any more. */
	named("a");
	picture.asks_language = false;
	gate_expect(gate, "GET", "/named/1", 200, "made 5");
}

static void
resume_into(struct vt_request *req, void *arg)
{
	struct vt_request **next = arg;

	assert_null(*next);
	*next = req;
}

/* One that needs no body leaves the making to the next in line, not to all. */
static void
who_has_it_already_passes_the_turn_on(void **state)
{
	struct gate *gate = *state;
	struct vt_request *reqs[3], *next = NULL;
	struct vt_http_output out;

	for (int i = 0; i < 3; i++) {
		reqs[i] = gate_request(gate, "GET", "/named/1",
				       i == 0 ? "If-None-Match: \"a\"" : "", VT_STR_NONE);
		assert_int_equal(vt_gateway_begin(reqs[i]), i == 0 ? VT_WAY_JOB : VT_WAY_WAIT);
	}
	vt_gateway_run(reqs[0]);
	vt_gateway_landed(reqs[0], resume_into, &next);
	vt_gateway_answer(reqs[0], &out);
	assert_int_equal(out.status, 304);
	assert_ptr_equal(next, reqs[1]);
	assert_int_equal(vt_request_way(reqs[1]), VT_WAY_JOB);
	next = NULL;
	vt_gateway_run(reqs[1]);
	vt_gateway_landed(reqs[1], resume_into, &next);
	assert_ptr_equal(next, reqs[2]);
	assert_int_equal(vt_request_way(reqs[2]), VT_WAY_READY);
	assert_int_equal(calls, 1);
	for (int i = 0; i < 3; i++)
		vt_request_unref(&reqs[i]);
}

/* To decline is a quick function's; a handler that does has made nothing. */
static void
a_handler_may_not_decline(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	picture.declines = true;
	gate_ask(gate, "GET", "/named/1", "", &r);
	assert_int_equal(r.out.status, 500);
	reply_done(&r);
}

int
main(void)
{
#define GATE_TEST(f) cmocka_unit_test_setup_teardown(f, open_gate, gate_teardown)
	const struct CMUnitTest tests[] = {
		GATE_TEST(a_name_finds_what_is_kept),
		GATE_TEST(what_is_known_is_not_made),
		GATE_TEST(what_is_not_kept_under_a_name),
		GATE_TEST(only_a_name_that_the_handler_gives_counts),
		GATE_TEST(a_large_one_is_looked_for_again),
		GATE_TEST(what_a_name_does_not_tell_is_not_kept),
		GATE_TEST(who_has_it_already_passes_the_turn_on),
		GATE_TEST(a_handler_may_not_decline),
	};

	return (cmocka_run_group_tests_name("named", tests, NULL, NULL));
}
