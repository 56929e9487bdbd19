/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exchanges as the connections see them: who leaves while others wait, who is
 * sent away because it takes too long, what is told when there is no room.
 */
#include <poll.h>
#include <stdatomic.h>

#include "gate.h"
#include "http/health.h"
#include "http/server/exchange.h"

#define ANSWER_MS 50

struct client {
	struct vt_exchange *x;
	int answers, status;
	char body[512];
};

static atomic_bool is_shut; /* what is made waits until this is no more */
static atomic_int begun, calls;

static vt_err
say_late(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	atomic_fetch_add(&begun, 1);
	while (atomic_load(&is_shut))
		(void)usleep(1000);
	vt_response_type(res, "text/plain");
	vt_response_printf(res, "call %d", atomic_fetch_add(&calls, 1) + 1);
	return (VT_OK);
}

static const struct vt_route routes[] = {
	{ "GET", "/late/{x}", say_late, VT_CACHE_GENERATION, NULL, NULL },
};

static struct vt_service service;

static void
take_answer(void *connection, const struct vt_http_output *out)
{
	struct client *c = connection;

	c->answers++;
	c->status = out->status;
	(void)snprintf(c->body, sizeof(c->body), "%.*s", VT_STR_ARG(out->body));
}

static int
open_gate(void **state)
{
	const struct vt_exchange_pool pool = { .threads = 1, .queue_max = 2 };
	struct gate *gate;

	if (gate_setup(state) != 0)
		return (1);
	gate = *state;
	service = (struct vt_service){ .sending_max = SIZE_MAX, .answer = take_answer };
	gate_open(gate);
	ok(vt_metrics_new(1, &service.metrics));
	ok(vt_health_route(gate->g, service.metrics));
	ok(vt_gateway_route(gate->g, &routes[0], NULL));
	ok(vt_gateway_worker_start(gate->g));
	service.gateway = gate->g;
	ok(vt_exchange_pool(&service, &pool));
	atomic_store(&is_shut, true);
	atomic_store(&begun, 0);
	atomic_store(&calls, 0);
	return (0);
}

static int
close_gate(void **state)
{
	atomic_store(&is_shut, false);
	assert_true(vt_jobs_free(&service.jobs, 20000));
	vt_metrics_free(&service.metrics);
	return (gate_teardown(state));
}

static void
ask(struct client *c, const char *target)
{
	const struct vt_http_input in = { .method = VT_STR("GET"),
					  .target = vt_str_of(target),
					  .peer = VT_STR("192.0.2.1") };

	*c = (struct client){ .answers = 0 };
	assert_true(vt_exchange_begin(&service, &in, VT_OK, c, &c->x));
}

static void
wait_begun(int count)
{
	for (int i = 0; i < 10000 && atomic_load(&begun) < count; i++)
		(void)usleep(1000);
	assert_int_equal(atomic_load(&begun), count);
}

static void
land(void)
{
	struct pollfd p = { .fd = vt_jobs_fd(service.jobs), .events = POLLIN };

	assert_int_equal(poll(&p, 1, 10000), 1);
	vt_exchange_landed(&service);
}

static void
expect(struct client *c, int status, const char *body)
{
	assert_int_equal(c->answers, 1);
	assert_int_equal(c->status, status);
	if (body != NULL)
		assert_string_equal(c->body, body);
	vt_exchange_sent(&c->x, 0);
}

/* Who waited and has gone is nobody for whom a job would be worth running. */
static void
nothing_is_made_for_who_has_left(void **state)
{
	struct client busy, leader, waiters[100];

	(void)state;
	ask(&busy, "/late/busy");
	wait_begun(1);
	ask(&leader, "/late/one");
	for (int i = 0; i < 100; i++)
		ask(&waiters[i], "/late/one");
	for (int i = 99; i >= 0; i -= i % 3 == 0 ? 1 : 2)
		vt_exchange_leave(&waiters[i].x, 0);
	for (int i = 99; i >= 0; i--)
		vt_exchange_leave(&waiters[i].x, 0);
	vt_exchange_leave(&leader.x, 0);
	assert_int_equal(vt_jobs_count(service.jobs).waiting, 0);
	atomic_store(&is_shut, false);
	land();
	expect(&busy, 200, "call 1");
	assert_int_equal(atomic_load(&calls), 1);
}

/* Those who stay have it, in their order, whoever leaves the line. */
static void
who_stays_in_line_is_answered(void **state)
{
	struct client leader, waiters[9];

	(void)state;
	ask(&leader, "/late/one");
	wait_begun(1);
	for (int i = 0; i < 9; i++)
		ask(&waiters[i], "/late/one");
	vt_exchange_leave(&waiters[0].x, 0);
	vt_exchange_leave(&waiters[4].x, 0);
	vt_exchange_leave(&waiters[8].x, 0);
	ask(&waiters[8], "/late/one");
	vt_exchange_leave(&leader.x, 0);
	atomic_store(&is_shut, false);
	land();
	for (int i = 1; i < 9; i++)
		if (i != 4)
			expect(&waiters[i], 200, "call 1");
}

static void
tick_after(struct client *c, bool is_expired)
{
	int64_t now_ms = vt_time_monotonic_ms() + (is_expired ? ANSWER_MS : 0);

	assert_int_equal(vt_exchange_expire(&c->x, now_ms), is_expired);
	assert_int_equal(c->answers, is_expired);
	if (!is_expired)
		return;
	assert_non_null(strstr(c->body, "not made within"));
	expect(c, 503, NULL);
}

static void
what_takes_too_long_sends_its_clients_away(void **state)
{
	struct client leader, waiter, queued, later;
	struct vt_job *lasting[4];

	(void)state;
	service.answer_ms = 3600 * 1000;
	ask(&leader, "/late/one");
	wait_begun(1);
	ask(&waiter, "/late/one");
	ask(&queued, "/late/two");
	tick_after(&leader, false);
	service.answer_ms = ANSWER_MS;
	(void)usleep((ANSWER_MS + 10) * 1000);
	tick_after(&leader, true);
	tick_after(&waiter, true);
	tick_after(&queued, true);
	/* What waited is not run any more; what runs cannot be ended, and is told. */
	assert_int_equal(vt_jobs_count(service.jobs).waiting, 0);
	assert_int_equal(vt_jobs_count(service.jobs).running, 1);
	assert_true(vt_jobs_count(service.jobs).oldest_ms >= ANSWER_MS);
	assert_int_equal(vt_jobs_lasting(service.jobs, ANSWER_MS, lasting, 4), 1);
	assert_int_equal(vt_jobs_lasting(service.jobs, 3600 * 1000, lasting, 4), 0);
	vt_exchange_tick(&service);
	vt_exchange_tick(&service);
	atomic_store(&is_shut, false);
	land();
	assert_int_equal(vt_jobs_count(service.jobs).oldest_ms, 0);
	/* Made after all, it is there for who asks again. */
	ask(&later, "/late/one");
	expect(&later, 200, "call 1");
	assert_int_equal(atomic_load(&calls), 1);
}

/* A server that has too much to do says that it is well. */
static void
health_waits_for_nobody(void **state)
{
	struct client busy, queued[2], refused, health;

	(void)state;
	ask(&busy, "/late/1");
	wait_begun(1);
	ask(&queued[0], "/late/2");
	ask(&queued[1], "/late/3");
	ask(&refused, "/late/4");
	expect(&refused, 503, NULL);
	ask(&health, "/healthz");
	assert_non_null(strstr(health.body, "\"status\":\"ok\""));
	expect(&health, 200, NULL);
	atomic_store(&is_shut, false);
	for (int i = 0; i < 3 && queued[1].answers == 0; i++)
		land();
	expect(&busy, 200, NULL);
	expect(&queued[0], 200, NULL);
	expect(&queued[1], 200, NULL);
}

int
main(void)
{
#define WITH_GATE(test) cmocka_unit_test_setup_teardown(test, open_gate, close_gate)
	const struct CMUnitTest tests[] = {
		WITH_GATE(nothing_is_made_for_who_has_left),
		WITH_GATE(who_stays_in_line_is_answered),
		WITH_GATE(what_takes_too_long_sends_its_clients_away),
		WITH_GATE(health_waits_for_nobody),
	};

	return (cmocka_run_group_tests_name("exchange", tests, NULL, NULL));
}
