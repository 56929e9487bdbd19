/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second level of the cache: gateways that answer alike share what one of
 * them made, all others do not.
 */
#include <poll.h>

#include "http/inside.h"
#include "http/server/exchange.h"
#include "shared_store.h"

static struct gate *ingesting; /* whose catalogue changes while a handler runs */

static vt_err
keep_away(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	vt_response_cache_control(res, "private");
	vt_response_printf(res, "%d", ++calls);
	return (VT_OK);
}

static vt_err
say_much(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	calls++;
	for (int i = 0; i < 20000; i++)
		vt_response_printf(res, "%d ", i);
	return (VT_OK);
}

static vt_err
count_institutions(struct vt_request *req, struct vt_response *res)
{
	struct vt_institution *list;
	struct vt_catalog *c;
	size_t count;
	vt_err err;

	calls++;
	if (ingesting != NULL)
		gate_ingest(ingesting, "meanwhile");
	if ((c = vt_request_catalog(req)) == NULL)
		return (VT_E_UNAVAILABLE);
	err = vt_catalog_institutions(c, vt_request_arena(req), &list, &count);
	for (size_t i = 0; err == VT_OK && i < count; i++)
		vt_response_printf(res, "%.*s ", VT_STR_ARG(list[i].code));
	return (err);
}

/* As a plugin that has something of the catalogue at hand and does not read it. */
static vt_err
say_at_hand(struct vt_request *req, struct vt_response *res)
{
	uint64_t before = vt_request_epoch(req);

	calls++;
	if (ingesting != NULL)
		gate_ingest(ingesting, "meanwhile");
	for (int i = 0; ingesting != NULL && i < 300 && vt_request_epoch(req) == before; i++)
		(void)usleep(10000);
	vt_response_printf(res, "%s", vt_request_epoch(req) == before ? "same" : "other");
	return (VT_OK);
}

/* As one that reads it, to have it at hand. */
static vt_err
say_epoch(struct vt_request *req, struct vt_response *res)
{
	static int number;
	uint64_t before = vt_request_epoch(req), exact;
	char code[16];

	(void)snprintf(code, sizeof(code), "new-%d", ++number);
	gate_ingest(ingesting, code);
	if (vt_request_catalog(req) == NULL)
		return (VT_E_UNAVAILABLE);
	exact = vt_request_epoch(req);
	vt_response_printf(res, "%s", exact == before ? "too old" : "right");
	return (VT_OK);
}

static vt_err
say_named(struct vt_request *req, struct vt_response *res)
{
	struct vt_str name = vt_request_param(req, "name");

	if (vt_response_name(res, name))
		return (VT_OK);
	vt_response_type(res, "image/jpeg");
	vt_response_printf(res, "%.*s %d", VT_STR_ARG(name), ++calls);
	return (VT_OK);
}

static const struct vt_route routes[] = {
	{ "GET", "/named/{name}", say_named, VT_CACHE_NAMED, NULL, NULL },
	{ "GET", "/calls", say_calls, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/vary", say_calls, VT_CACHE_GENERATION, NULL, "Accept" },
	{ "GET", "/agent", say_agent, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/cookie", set_cookie, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/private", keep_away, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/public", say_calls, VT_CACHE_PUBLIC, NULL, NULL },
	{ "GET", "/much", say_much, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/embargoed", show_embargoed, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/institutions", count_institutions, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/at-hand", say_at_hand, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/epoch", say_epoch, VT_CACHE_NONE, NULL, NULL },
	{ .method = NULL },
};

static int
open_gate(void **state)
{
	shared_routes = routes;
	ingesting = NULL;
	return (shared_setup(state));
}

/* --- tests ---------------------------------------------------------------------------- */

static void
assert_same_headers(const struct reply *a, const struct reply *b)
{
	assert_int_equal(a->out.header_count, b->out.header_count);
	for (size_t i = 0; i < a->out.header_count; i++) {
		struct vt_str name = a->out.headers[i].name;

		assert_true(vt_str_eq(name, b->out.headers[i].name));
		if (!vt_str_eq_c(name, "X-Request-Id"))
			assert_true(vt_str_eq(a->out.headers[i].value, b->out.headers[i].value));
	}
}

static void
what_one_made_the_others_have(void **state)
{
	struct gate *gate = *state, other;
	struct reply first, again;
	char condition[128];

	gate_ask(gate, "GET", "/calls", "", &first);
	assert_int_equal(shared.puts, 1);
	other = *gate;
	other.g = gateway_more(&gate->options);
	gate_ask(&other, "GET", "/calls", "", &again);
	assert_int_equal(calls, 1);
	vt_test_str("body", again.out.body, "call 1");
	assert_same_headers(&first, &again);
	(void)snprintf(condition, sizeof(condition), "If-None-Match: %.*s",
		       VT_STR_ARG(reply_header(&first, "ETag")));
	reply_done(&first);
	reply_done(&again);
	/* Now from its first level. */
	gate_ask(&other, "HEAD", "/calls", "", &again);
	assert_int_equal(again.out.status, 200);
	assert_int_equal(again.out.content_length, 6);
	assert_int_equal(again.out.body.len, 0);
	reply_done(&again);
	gate_ask(&other, "GET", "/calls", condition, &again);
	assert_int_equal(again.out.status, 304);
	reply_done(&again);
	assert_int_equal(shared.asks, 2);
	assert_int_equal(stats_of(other.g).second_hits, 1);
	assert_int_equal(stats_of(other.g).second_state, 1);
	assert_int_equal(stats_of(gate->g).second_puts, 1);
	gateway_less(&other.g);
}

static void
another_question_is_another_place(void **state)
{
	struct gate *gate = *state;
	struct reply r;
	static const char *const cases[][2] = {
		{ "/calls", "" },
		{ "/calls?a", "" },
		{ "/calls", "Accept-Language: en" },
		{ "/en/calls", "" },
		{ "/calls", "Accept-Encoding: gzip" },
		{ "/vary", "" },
		{ "/vary", "Accept: a/b" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gate_ask(gate, "GET", cases[i][0], cases[i][1], &r);
		assert_int_equal(calls, i + 1);
		reply_done(&r);
	}
	assert_int_equal(shared.puts, calls);
}

/* Some who wait get what the leader found there. */
static void
those_in_line_have_it_too(void **state)
{
	struct gate *gate = *state;
	struct vt_gateway *g = gateway_more(&gate->options);
	struct gate other = *gate;
	struct vt_request *one, *two;
	struct vt_http_output out;

	gate_expect(gate, "GET", "/calls", 200, "call 1");
	other.g = g;
	one = gate_request(&other, "GET", "/calls", "", VT_STR_NONE);
	two = gate_request(&other, "GET", "/calls", "", VT_STR_NONE);
	assert_int_equal(vt_gateway_begin(one), VT_WAY_JOB);
	assert_int_equal(vt_gateway_begin(two), VT_WAY_WAIT);
	vt_gateway_run(one);
	/* Nothing is to be done when it is two's turn. */
	vt_gateway_landed(one, vt_request_set_owner, NULL);
	assert_int_equal(vt_request_way(two), VT_WAY_READY);
	vt_gateway_answer(two, &out);
	vt_test_str("two", out.body, "call 1");
	assert_int_equal(calls, 1);
	vt_request_unref(&one);
	vt_request_unref(&two);
	gateway_less(&g);
}

static void
take_answer(void *connection, const struct vt_http_output *out)
{
	vt_test_str("body", out->body, "call 1");
	*(bool *)connection = true;
}

/* Neither the client nor those in line wait for what is put, and the request may be
 * gone by then. */
static void
nobody_waits_for_what_is_put(void **state)
{
	struct gate *gate = *state;
	struct vt_service s = { .gateway = gate->g,
				.sending_max = SIZE_MAX,
				.answer = take_answer };
	const struct vt_http_input in = { .method = VT_STR("GET"),
					  .target = VT_STR("/calls"),
					  .peer = VT_STR("192.0.2.1") };
	const struct vt_exchange_pool pool = { .threads = 1, .queue_max = 4 };
	struct vt_exchange *x;
	struct pollfd p = { .events = POLLIN };
	bool is_answered = false;

	ok(vt_metrics_new(1, &s.metrics));
	ok(vt_exchange_pool(&s, &pool));
	atomic_store(&shared.is_slow, true);
	assert_true(vt_exchange_begin(&s, &in, VT_OK, &is_answered, &x));
	p.fd = vt_jobs_fd(s.jobs);
	assert_int_equal(poll(&p, 1, 10000), 1);
	vt_exchange_landed(&s);
	assert_true(is_answered);
	assert_int_equal(vt_jobs_count(s.jobs).running, 1);
	vt_exchange_sent(&x, 6);
	atomic_store(&shared.is_slow, false);
	assert_true(vt_jobs_free(&s.jobs, 20000));
	assert_int_equal(shared.puts, 1);
	expect_new(gate, "/calls", "call 1");
	vt_metrics_free(&s.metrics);
}

static void
who_answers_otherwise_has_its_own(void **state)
{
	struct gate *gate = *state;
	struct vt_gateway_options o = gate->options;
	struct vt_gateway *g;
	char path[128];

	gate_expect(gate, "GET", "/calls", 200, "call 1");
	o.base_url = "https://other.example";
	g = gateway_more(&o);
	expect_of(gate, g, "/calls", "call 2");
	gateway_less(&g);
	o = gate->options;
	o.has_tls = true;
	g = gateway_more(&o);
	expect_of(gate, g, "/calls", "call 3");
	gateway_less(&g);
	/* What says how to serve, not what. */
	o = gate->options;
	o.cache_bytes = 1 << 16;
	g = gateway_more(&o);
	expect_of(gate, g, "/calls", "call 1");
	gateway_less(&g);
	gate_file(gate, "templates/pages/hello.mustache", "<p>{{#t}}home{{/t}}</p>");
	expect_new(gate, "/calls", "call 4");
	expect_new(gate, "/calls", "call 4");
	(void)snprintf(path, sizeof(path), "%s/secret", gate->data);
	assert_int_equal(unlink(path), 0);
	expect_new(gate, "/calls", "call 5");
	expect_new(gate, "/calls", "call 5");
}

/* Gateways learn of a new generation after VT_GENERATION_MS. */
static void
expect_soon(struct gate *gate, struct vt_gateway *g, const char *target, const char *body)
{
	struct gate as = *gate;
	struct reply r;
	bool is_there = false;

	as.g = g;
	for (int i = 0; i < 200 && !is_there; i++) {
		gate_ask(&as, "GET", target, "", &r);
		is_there = vt_str_eq_c(r.out.body, body);
		reply_done(&r);
		(void)usleep(is_there ? 0 : 20000);
	}
	expect_of(gate, g, target, body);
}

static void
a_new_generation_is_made_anew(void **state)
{
	struct gate *gate = *state;

	gate_expect(gate, "GET", "/institutions", 200, "first ");
	expect_new(gate, "/institutions", "first ");
	assert_int_equal(calls, 1);
	gate_ingest(gate, "second");
	expect_new(gate, "/institutions", "first second ");
	assert_int_equal(calls, 2);
	/* Whoever served before has what the new one made. */
	expect_soon(gate, gate->g, "/institutions", "first second ");
	assert_int_equal(calls, 2);
}

/* Two catalogues that come to the same number with other contents. */
static void
copies_share_until_they_differ(void **state)
{
	struct gate *gate = *state, copy = *gate;
	struct vt_gateway_options o = gate->options;
	struct vt_gateway *g;
	char command[512];

	(void)snprintf(copy.data, sizeof(copy.data), "%s/copy", gate->dir);
	o.data_dir = copy.data;
	vt_writer_close(&gate->writer);
	(void)snprintf(command, sizeof(command), "cp -a %s %s", gate->data, copy.data);
	gate_expect(gate, "GET", "/institutions", 200, "first ");
	assert_int_equal(system(command), 0);
	ok(vt_writer_open(gate->data, &gate->writer));
	ok(vt_writer_open(copy.data, &copy.writer));
	g = gateway_more(&o);
	expect_of(gate, g, "/institutions", "first ");
	assert_int_equal(calls, 1);
	gate_ingest(gate, "here");
	gate_ingest(&copy, "there");
	expect_soon(gate, gate->g, "/institutions", "first here ");
	expect_soon(gate, g, "/institutions", "first there ");
	assert_int_equal(stats_of(g).generation, stats_of(gate->g).generation);
	gateway_less(&g);
	vt_writer_close(&copy.writer);
}

/* A handler that read what came after it was asked: right for its client, but
 * not what lies under the place that it was asked for. */
static void
what_was_read_later_is_not_given(void **state)
{
	struct gate *gate = *state;

	ingesting = gate;
	gate_expect(gate, "GET", "/institutions", 200, "first meanwhile ");
	ingesting = NULL;
	assert_int_equal(shared.puts, 0);
}

static void
what_is_at_hand_is_of_its_time(void **state)
{
	struct gate *gate = *state;

	gate_expect(gate, "GET", "/at-hand", 200, "same");
	assert_int_equal(shared.puts, 1);
	ingesting = gate;
	gate_expect(gate, "GET", "/at-hand?2", 200, "other");
	assert_int_equal(shared.puts, 1);
	for (int i = 0; i < 10; i++)
		gate_expect(gate, "GET", "/epoch", 200, "right");
	ingesting = NULL;
}

static void
what_is_not_for_all_is_not_given(void **state)
{
	static const char *const targets[] = { "/agent",  "/cookie",  "/private",
					       "/public", "/nothing", "/calls" };
	struct gate *gate = *state;
	struct reply r;

	outcome = VT_E_UNAVAILABLE;
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		gate_ask(gate, "GET", targets[i], "", &r);
		reply_done(&r);
	}
	assert_int_equal(shared.puts, 0);
	outcome = VT_OK;
	gate_expect(gate, "GET", "/much", 200, NULL);
	assert_int_equal(shared.puts, 0);
	gate_expect(gate, "GET", "/calls", 200, NULL);
	assert_int_equal(shared.puts, 1);
	assert_int_equal(shared.ttl, 3600);
}

/* What is asked before the embargo ends, of two gateways.  False: a busy machine
 * took longer than it lasts. */
static bool
asked_in_time(struct gate *gate, struct vt_gateway *g, const char *target)
{
	struct gate other = *gate, *const gates[] = { gate, &other, &other };
	struct reply r[3];
	bool is_in_time;

	other.g = g;
	for (int i = 0; i < 3; i++) {
		if (i == 2)
			(void)usleep(1100 * 1000);
		gate_ask(gates[i], "GET", target, "", &r[i]);
	}
	is_in_time = vt_time_now() < embargo_until;
	for (int i = 0; i < 3; i++) {
		if (is_in_time)
			vt_test_str("body", r[i].out.body, "closed 1");
		/* What is kept from now on is not kept for longer than from when it was made. */
		if (is_in_time && i == 2)
			assert_true(reply_header(&r[i], "Age").len > 0);
		reply_done(&r[i]);
	}
	return (is_in_time);
}

static void
an_embargo_ends_there_too(void **state)
{
	struct gate *gate = *state;
	struct vt_gateway *g = gateway_more(&gate->options);
	bool is_in_time = false;
	char target[32];

	shared.forgets_time = true; /* a store may keep things longer */
	for (int64_t s = 3; s < 100 && !is_in_time; s *= 2) {
		calls = 0;
		(void)snprintf(target, sizeof(target), "/embargoed?%d", (int)s);
		embargo_until = vt_time_now() + s;
		is_in_time = asked_in_time(gate, g, target);
		if (is_in_time)
			assert_in_range(shared.ttl, 1, s);
	}
	assert_true(is_in_time);
	while (vt_time_now() < embargo_until)
		(void)usleep(50 * 1000);
	expect_of(gate, g, target, "open 2");
	gateway_less(&g);
	expect_new(gate, target, "open 2");
}

/* What has a name of its own outlives the catalogue's changes, everywhere. */
static void
a_name_is_the_same_everywhere(void **state)
{
	struct gate *gate = *state;

	gate_expect(gate, "GET", "/named/one", 200, "one 1");
	gate_ingest(gate, "second");
	expect_new(gate, "/named/one", "one 1");
	expect_new(gate, "/named/one?other=address", "one 1");
	expect_new(gate, "/named/two", "two 2");
	expect_soon(gate, gate->g, "/named/two", "two 2");
	assert_int_equal(calls, 2);
}

/* Nodes have what the first of them proposed; and what somebody moved within Redis from
 * one name to another, such as yesterday's to today's, nobody takes. */
static void
what_is_agreed_on_belongs_to_its_name(void **state)
{
	struct gate *gate = *state;
	struct vt_worker worker = { .gateway = gate->g };
	uint8_t first[32] = "first", second[32] = "second", third[32] = "third";
	char yesterday[VT_STORE_KEY_MAX + 1];
	struct vt_store_value moved;

	assert_int_equal(vt_worker_agree(&worker, "day.1", 60, first), VT_OK);
	assert_string_equal((char *)first, "first");
	memcpy(yesterday, shared.key, sizeof(yesterday));
	assert_int_equal(vt_worker_agree(&worker, "day.1", 60, second), VT_OK);
	assert_string_equal((char *)second, "first");
	assert_int_equal(vt_worker_agree(&worker, "day.2", 60, third), VT_OK);
	assert_string_equal((char *)third, "third");
	assert_int_equal(vt_store_get(shared.store, vt_str_of(yesterday), &moved), VT_STORE_HIT);
	assert_true(vt_store_put(shared.store, vt_str_of(shared.key), moved.bytes, 60));
	vt_store_value_done(&moved);
	assert_int_equal(vt_worker_agree(&worker, "day.2", 60, third), VT_E_UNAVAILABLE);
	assert_string_equal((char *)third, "third");
	shared.is_away = true;
	assert_int_equal(vt_worker_agree(&worker, "day.1", 60, second), VT_E_UNAVAILABLE);
	shared.is_away = false;
}

int
main(void)
{
#define WITH_GATE(test) cmocka_unit_test_setup_teardown(test, open_gate, shared_teardown)
	const struct CMUnitTest tests[] = {
		WITH_GATE(what_one_made_the_others_have),
		WITH_GATE(another_question_is_another_place),
		WITH_GATE(those_in_line_have_it_too),
		WITH_GATE(nobody_waits_for_what_is_put),
		WITH_GATE(who_answers_otherwise_has_its_own),
		WITH_GATE(a_new_generation_is_made_anew),
		WITH_GATE(a_name_is_the_same_everywhere),
		WITH_GATE(copies_share_until_they_differ),
		WITH_GATE(what_was_read_later_is_not_given),
		WITH_GATE(what_is_at_hand_is_of_its_time),
		WITH_GATE(what_is_not_for_all_is_not_given),
		WITH_GATE(an_embargo_ends_there_too),
		WITH_GATE(what_is_agreed_on_belongs_to_its_name),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
