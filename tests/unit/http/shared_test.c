/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What answers share: the cache by its key, one maker for many who ask, and the
 * ends of both, a new generation and the end of an embargo.
 */
#include <poll.h>

#include "http/server/jobs.h"
#include "say.h"

static vt_err
count_institutions(struct vt_request *req, struct vt_response *res)
{
	struct vt_catalog *c = vt_request_catalog(req);
	struct vt_institution *list;
	size_t count;
	vt_err err;

	if (c == NULL)
		return (VT_E_UNAVAILABLE);
	assert_ptr_equal(vt_request_catalog(req), c);
	err = vt_catalog_institutions(c, vt_request_arena(req), &list, &count);
	vt_response_printf(res, "%zu", count);
	return (err);
}

static vt_err
find_secret(struct vt_request *req, struct vt_response *res)
{
	const struct vt_search q = { .words = VT_STR("paslaptis"), .kind = -1, .limit = 10 };
	struct vt_catalog *c = vt_request_catalog(req);
	struct vt_object *list;
	size_t count;
	int64_t total;
	vt_err err;

	if (c == NULL)
		return (VT_E_UNAVAILABLE);
	err = vt_catalog_search(c, vt_request_arena(req), &q, &list, &count, &total);
	vt_response_printf(res, "%lld found", (long long)total);
	return (err);
}

static const struct vt_route routes[] = {
	{ "GET", "/search", find_secret, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/calls", say_calls, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/vary", say_calls, VT_CACHE_GENERATION, NULL, "Accept, X-Form" },
	{ "GET", "/never", say_calls, VT_CACHE_NONE, NULL, NULL },
	{ "GET", "/agent", say_agent, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/agent/declared", say_agent, VT_CACHE_GENERATION, NULL, "User-Agent" },
	{ "GET", "/cookie", set_cookie, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/embargoed", show_embargoed, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/institutions", count_institutions, VT_CACHE_GENERATION, NULL, NULL },
};

static int
open_gate(void **state)
{
	struct gate *gate;

	if (gate_setup(state) != 0)
		return (1);
	gate = *state;
	gate_serve(gate, routes, sizeof(routes) / sizeof(routes[0]));
	calls = 0;
	outcome = VT_OK;
	return (0);
}

static void
the_key_tells_answers_apart(void **state)
{
	static const struct {
		const char *method, *target, *headers, *body;
	} cases[] = {
		{ "GET", "/calls", "", "call 1" },
		{ "GET", "/calls", "", "call 1" },
		{ "HEAD", "/calls", "", "" },
		{ "GET", "/calls", "User-Agent: other\nAccept: x/y", "call 1" },
		{ "GET", "/calls?a=1", "", "call 2" },
		{ "GET", "/calls?a=1", "", "call 2" },
		{ "GET", "/calls", "Accept-Language: en", "call 3" },
		{ "GET", "/calls", "Accept-Language: en-GB,en;q=0.8", "call 3" },
		{ "GET", "/en/calls", "", "call 4" },
		{ "GET", "/calls", "Accept-Encoding: gzip", "call 5" },
		{ "GET", "/calls", "Accept-Encoding: br, gzip;q=0.5", "call 5" },
		{ "GET", "/vary", "Accept: a/b", "call 6" },
		{ "GET", "/vary", "Accept: c/d", "call 7" },
		{ "GET", "/vary", "Accept: a/b", "call 6" },
		{ "GET", "/vary", "Accept: c/d , a/b", "call 8" },
		{ "GET", "/vary", "Accept: c/d,a/b", "call 8" },
		{ "GET", "/vary", "Accept: a/b\nx-form: 1", "call 9" },
		{ "GET", "/vary", "X-Form: a/b", "call 10" },
		{ "GET", "/never", "", "call 11" },
		{ "GET", "/never", "", "call 12" },
	};
	struct gate *gate = *state;
	struct vt_gateway_stats stats;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reply r;

		gate_ask(gate, cases[i].method, cases[i].target, cases[i].headers, &r);
		assert_int_equal(r.out.status, 200);
		vt_test_str(cases[i].headers, r.out.body, cases[i].body);
		reply_done(&r);
	}
	vt_gateway_stats(gate->g, &stats);
	assert_int_equal(stats.cache_entries, 10);
	assert_int_equal(stats.cache_hits, 8);
	assert_int_equal(stats.cache_misses, 10);
	assert_true(stats.cache_bytes > 0);
}

static void
what_differs_for_others_is_not_kept(void **state)
{
	struct gate *gate = *state;
	struct vt_gateway_stats stats;
	struct reply r;

	gate_ask(gate, "GET", "/agent", "User-Agent: one", &r);
	vt_test_str("vary", reply_header(&r, "Vary"), "User-Agent");
	reply_done(&r);
	gate_ask(gate, "GET", "/agent", "User-Agent: two", &r);
	vt_test_str("other", r.out.body, "two 2");
	reply_done(&r);
	gate_expect(gate, "GET", "/cookie", 200, "3");
	gate_expect(gate, "GET", "/cookie", 200, "4");
	outcome = VT_E_NOTFOUND;
	gate_expect(gate, "GET", "/calls", 404, NULL);
	outcome = VT_OK;
	gate_expect(gate, "GET", "/calls", 200, "call 6");
	vt_gateway_stats(gate->g, &stats);
	assert_int_equal(stats.cache_entries, 1);
	gate_ask(gate, "GET", "/agent/declared", "User-Agent: one", &r);
	reply_done(&r);
	gate_ask(gate, "GET", "/agent/declared", "User-Agent: one", &r);
	vt_test_str("declared", r.out.body, "one 7");
	reply_done(&r);
}

/* --- a new generation ----------------------------------------------------- */

static void
an_ingest_is_seen_within_a_second(void **state)
{
	struct gate *gate = *state;
	struct vt_gateway_stats before;

	gate_expect(gate, "GET", "/institutions", 200, "1");
	gate_expect(gate, "GET", "/calls", 200, "call 1");
	vt_gateway_stats(gate->g, &before);
	gate_ingest(gate, "second");
	gate_wait_generation(gate, before.generation);
	gate_expect(gate, "GET", "/institutions", 200, "2");
	gate_expect(gate, "GET", "/calls", 200, "call 2");
	gate_expect(gate, "GET", "/calls", 200, "call 2");
}

/* Another catalogue under the same name: its numbers may be the same. */
static void
a_replaced_catalogue_is_opened_again(void **state)
{
	static const char *const files[] = { "catalog.db", "catalog.db-wal", "catalog.db-shm" };
	struct gate *gate = *state;
	char path[256];
	struct vt_gateway_stats stats;

	gate_expect(gate, "GET", "/institutions", 200, "1");
	vt_gateway_stats(gate->g, &stats);
	vt_writer_close(&gate->writer);
	for (size_t i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", gate->data, files[i]);
		(void)unlink(path);
	}
	gate_wait_generation(gate, stats.generation);
	gate_expect(gate, "GET", "/institutions", 503, NULL);
	ok(vt_writer_open(gate->data, &gate->writer));
	gate_ingest(gate, "a");
	gate_ingest(gate, "b");
	gate_ingest(gate, "c");
	gate_wait_generation(gate, 0);
	gate_expect(gate, "GET", "/institutions", 200, "3");
}

static void
an_embargo_ends_in_the_cache_too(void **state)
{
	struct gate *gate = *state;
	struct reply r;
	int64_t age;

	embargo_until = vt_time_now() + 2;
	gate_ask(gate, "GET", "/embargoed", "", &r);
	vt_test_str("closed", r.out.body, "closed 1");
	/* Nobody else may keep it longer, either. */
	assert_true(vt_str_starts(reply_header(&r, "Cache-Control"), VT_STR("public, max-age=")));
	assert_true(
	    vt_str_to_int(vt_str_sub(reply_header(&r, "Cache-Control"), 16, 20), 0, 2, &age));
	reply_done(&r);
	gate_expect(gate, "GET", "/embargoed", 200, "closed 1");
	while (vt_time_now() < embargo_until)
		usleep(20000);
	gate_expect(gate, "GET", "/embargoed", 200, "open 2");
	gate_expect(gate, "GET", "/embargoed", 200, "open 2");
}

/* A search that did not find a closed text is kept no longer than that is closed,
 * though no object was asked about. */
static void
an_embargo_ends_for_searches_too(void **state)
{
	struct gate *gate = *state;
	const struct vt_new_page page = { .text = VT_STR("paslaptis\n") };
	struct vt_new_object o = { .object = { .identifier = VT_STR("x"),
					       .access = VT_ACCESS_EMBARGO },
				   .pages = &page,
				   .page_count = 1 };
	struct vt_gateway_stats before;
	enum vt_change change;

	vt_gateway_stats(gate->g, &before);
	o.object.embargo_until = vt_time_now() + 2;
	ok(vt_writer_object(gate->writer, &o, &change));
	gate_wait_generation(gate, before.generation);
	gate_expect(gate, "GET", "/search", 200, "0 found");
	gate_expect(gate, "GET", "/search", 200, "0 found");
	while (vt_time_now() < o.object.embargo_until)
		usleep(20000);
	gate_expect(gate, "GET", "/search", 200, "1 found");
}

/* --- single-flight -------------------------------------------------------- */

#define CROWD 4

struct crowd {
	struct vt_request *reqs[CROWD];
	enum vt_way ways[CROWD];
	int resumed[CROWD]; /* their order, from 1 */
	int count;
};

static void
crowd_begin(struct gate *gate, struct crowd *crowd, const char *target)
{
	memset(crowd, 0, sizeof(*crowd));
	for (int i = 0; i < CROWD; i++) {
		crowd->reqs[i] = gate_request(gate, "GET", target, "", VT_STR_NONE);
		crowd->ways[i] = vt_gateway_begin(crowd->reqs[i]);
		assert_int_equal(crowd->ways[i], i == 0 ? VT_WAY_JOB : VT_WAY_WAIT);
	}
	assert_true(vt_gateway_is_wanted(crowd->reqs[0]));
	assert_false(vt_gateway_is_wanted(crowd->reqs[1]));
}

static void
crowd_resume(struct vt_request *req, void *arg)
{
	struct crowd *crowd = arg;

	for (int i = 0; i < CROWD; i++)
		if (crowd->reqs[i] == req) {
			crowd->resumed[i] = ++crowd->count;
			crowd->ways[i] = vt_request_way(req);
		}
}

static void
crowd_run(struct crowd *crowd, int i)
{
	vt_gateway_run(crowd->reqs[i]);
	vt_gateway_landed(crowd->reqs[i], crowd_resume, crowd);
}

static void
crowd_expect(struct crowd *crowd, int i, int status, const char *has)
{
	struct vt_http_output out;

	vt_gateway_answer(crowd->reqs[i], &out);
	assert_int_equal(out.status, status);
	if (vt_str_find(out.body, vt_str_of(has)) < 0)
		fail_msg("%d: %.*s lacks %s", i, VT_STR_ARG(out.body), has);
}

static void
crowd_done(struct crowd *crowd)
{
	for (int i = 0; i < CROWD; i++)
		vt_request_unref(&crowd->reqs[i]);
}

static void
one_works_for_all(void **state)
{
	struct gate *gate = *state;
	struct crowd crowd;
	struct vt_gateway_stats stats;

	crowd_begin(gate, &crowd, "/calls");
	crowd_run(&crowd, 0);
	for (int i = 0; i < CROWD; i++) {
		if (i > 0)
			assert_int_equal(crowd.resumed[i], i);
		crowd_expect(&crowd, i, 200, "call 1");
	}
	assert_int_equal(calls, 1);
	crowd_done(&crowd);
	gate_expect(gate, "GET", "/calls", 200, "call 1");
	vt_gateway_stats(gate->g, &stats);
	assert_int_equal(stats.cache_waits, CROWD - 1);
}

static void
a_failure_is_told_to_all(void **state)
{
	struct gate *gate = *state;
	struct crowd crowd;

	outcome = VT_E_NOTFOUND;
	crowd_begin(gate, &crowd, "/calls");
	crowd_run(&crowd, 0);
	for (int i = 0; i < CROWD; i++) {
		crowd_expect(&crowd, i, 404, "call 1 failed");
		/* Under its own id. */
		crowd_expect(&crowd, i, 404, vt_request_id(crowd.reqs[i]).p);
	}
	assert_int_equal(calls, 1);
	crowd_done(&crowd);
	outcome = VT_OK;
	gate_expect(gate, "GET", "/calls", 200, "call 2");
}

static void
a_refusal_is_told_to_all(void **state)
{
	struct gate *gate = *state;
	struct crowd crowd;

	crowd_begin(gate, &crowd, "/calls");
	vt_gateway_refuse(crowd.reqs[0], VT_E_BUSY, 3);
	vt_gateway_landed(crowd.reqs[0], crowd_resume, &crowd);
	for (int i = 0; i < CROWD; i++)
		crowd_expect(&crowd, i, 503, "too much is asked at once");
	assert_int_equal(calls, 0);
	crowd_done(&crowd);
}

static void
the_next_takes_over_when_a_client_goes(void **state)
{
	struct gate *gate = *state;
	struct crowd crowd;

	crowd_begin(gate, &crowd, "/calls");
	vt_gateway_refuse(crowd.reqs[0], VT_E_DECLINED, 0);
	vt_gateway_landed(crowd.reqs[0], crowd_resume, &crowd);
	assert_int_equal(crowd.count, 1);
	assert_int_equal(crowd.ways[1], VT_WAY_JOB);
	assert_true(vt_gateway_is_wanted(crowd.reqs[1]));
	/* The first is gone before the second has run. */
	vt_request_unref(&crowd.reqs[0]);
	crowd_run(&crowd, 1);
	assert_int_equal(crowd.count, 3);
	for (int i = 1; i < CROWD; i++)
		crowd_expect(&crowd, i, 200, "call 1");
	crowd_done(&crowd);
}

static void
who_cannot_share_makes_its_own(void **state)
{
	struct gate *gate = *state;
	struct crowd crowd;

	crowd_begin(gate, &crowd, "/cookie");
	crowd_run(&crowd, 0);
	for (int i = 1; i < CROWD; i++) {
		assert_int_equal(crowd.ways[i], VT_WAY_JOB);
		crowd_run(&crowd, i);
	}
	crowd_expect(&crowd, 0, 200, "1");
	crowd_expect(&crowd, 3, 200, "4");
	crowd_done(&crowd);
}

/* A worker that ends with requests in hand leaks nothing (ASan tells). */
static void
a_request_may_vanish(void **state)
{
	struct gate *gate = *state;
	struct crowd crowd;

	crowd_begin(gate, &crowd, "/calls");
	crowd_done(&crowd);
	gate_expect(gate, "GET", "/calls", 200, "call 1");
}

/* --- with threads, as in a worker ----------------------------------------- */

#define BUSY_REQUESTS 400
#define BUSY_AT_ONCE  24

struct busy {
	struct vt_job job; /* first */
	struct vt_request *req;
	struct busy_loop *loop;
};
struct busy_loop {
	struct gate *gate;
	struct vt_jobs *jobs;
	int open, answered;
};

static void
busy_answer(struct busy *b)
{
	struct vt_http_output out;

	vt_gateway_answer(b->req, &out);
	assert_int_equal(out.status, 200);
	assert_true(out.body.len > 0);
	b->loop->open--;
	b->loop->answered++;
	vt_request_unref(&b->req);
	free(b);
}

static void
busy_go(struct busy *b, enum vt_way way)
{
	if (way == VT_WAY_READY)
		busy_answer(b);
	else if (way == VT_WAY_JOB)
		assert_true(vt_jobs_put(b->loop->jobs, &b->job));
}

static void
busy_resume(struct vt_request *req, void *arg)
{
	(void)arg;
	busy_go(vt_request_owner(req), vt_request_way(req));
}

static void
busy_begin(struct busy_loop *loop, int i)
{
	static const char *const targets[] = { "/institutions", "/institutions?x=%d", "/embargoed",
					       "/agent/declared", "/cookie" };
	struct busy *b = calloc(1, sizeof(*b));
	char target[64];

	assert_non_null(b);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	(void)snprintf(target, sizeof(target), targets[i % 5], i / 9);
#pragma GCC diagnostic pop
	b->loop = loop;
	b->req = gate_request(loop->gate, "GET", target, i % 2 == 0 ? "Accept-Encoding: gzip" : "",
			      VT_STR_NONE);
	vt_request_set_owner(b->req, b);
	loop->open++;
	busy_go(b, vt_gateway_begin(b->req));
}

static void
busy_land(struct busy_loop *loop)
{
	struct pollfd p = { .fd = vt_jobs_fd(loop->jobs), .events = POLLIN };
	struct vt_job *job, *next;

	assert_int_equal(poll(&p, 1, 10000), 1);
	for (job = vt_jobs_landed(loop->jobs); job != NULL; job = next) {
		struct busy *b = (struct busy *)(void *)job;

		next = job->next;
		vt_gateway_landed(b->req, busy_resume, NULL);
		busy_answer(b);
	}
}

static void
busy_run(struct vt_job *job, void *arg)
{
	(void)arg;
	vt_gateway_run(((struct busy *)(void *)job)->req);
}

static void
busy_end(void *arg)
{
	vt_gateway_thread_end(((struct busy_loop *)arg)->gate->g);
}

static void
threads_make_what_the_loop_sends(void **state)
{
	struct busy_loop loop = { .gate = *state };
	const struct vt_jobs_options o = { .threads = 3,
					   .queue_max = BUSY_AT_ONCE,
					   .run = busy_run,
					   .thread_end = busy_end,
					   .arg = &loop };

	embargo_until = vt_time_now() + 1;
	ok(vt_jobs_new(&o, &loop.jobs));
	for (int i = 0; i < BUSY_REQUESTS; i++) {
		busy_begin(&loop, i);
		if (i % 100 == 50)
			gate_ingest(loop.gate, i < 100 ? "x" : "y");
		while (loop.open >= BUSY_AT_ONCE)
			busy_land(&loop);
	}
	while (loop.open > 0)
		busy_land(&loop);
	assert_int_equal(loop.answered, BUSY_REQUESTS);
	assert_true(vt_jobs_free(&loop.jobs, 5000));
}

int
main(void)
{
#define GATE_TEST(f) cmocka_unit_test_setup_teardown(f, open_gate, gate_teardown)
	const struct CMUnitTest tests[] = {
		GATE_TEST(the_key_tells_answers_apart),
		GATE_TEST(what_differs_for_others_is_not_kept),
		GATE_TEST(an_ingest_is_seen_within_a_second),
		GATE_TEST(a_replaced_catalogue_is_opened_again),
		GATE_TEST(an_embargo_ends_in_the_cache_too),
		GATE_TEST(an_embargo_ends_for_searches_too),
		GATE_TEST(one_works_for_all),
		GATE_TEST(a_failure_is_told_to_all),
		GATE_TEST(a_refusal_is_told_to_all),
		GATE_TEST(the_next_takes_over_when_a_client_goes),
		GATE_TEST(who_cannot_share_makes_its_own),
		GATE_TEST(a_request_may_vanish),
		GATE_TEST(threads_make_what_the_loop_sends),
	};

	return (cmocka_run_group_tests_name("shared", tests, NULL, NULL));
}
