/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exchanges.  An exchange belongs to its connection until it is sent or left;
 * one whose job runs when the client leaves stays behind without a connection
 * and ends when the job lands.  It holds one reference of its request.
 */
#include "http/server/exchange.h"

#include <stdlib.h>

#include "api/time.h"
#include "http/server/exchange_inside.h"

#define VT_EXCHANGE_GONE 499 /* told to the log when the client left before the answer */

static void vt_exchange_go(struct vt_exchange *x, enum vt_way way);

/* Counts the answer's bytes, or refuses it. */
static void
vt_exchange_hold(struct vt_exchange *x, struct vt_http_output *out)
{
	struct vt_service *s = x->service;
	size_t others = s->sending;

	x->is_held = true;
	s->sending += vt_gateway_hold(x->req);
	if (s->sending <= s->sending_max || others == 0 || others == s->sending)
		return;
	s->sending -= vt_gateway_release(x->req);
	x->is_held = false;
	(void)vt_fail(VT_E_BUSY, "too many answers are being sent already: try again in %d seconds",
		      VT_EXCHANGE_RETRY_AFTER);
	vt_gateway_refuse(x->req, VT_E_BUSY, VT_EXCHANGE_RETRY_AFTER);
	vt_gateway_answer(x->req, out);
}

static void
vt_exchange_free(struct vt_exchange *x)
{
	if (x->is_held)
		x->service->sending -= vt_gateway_release(x->req);
	vt_request_set_owner(x->req, NULL);
	vt_request_unref(&x->req);
	free(x);
}

static void
vt_exchange_answer(struct vt_exchange *x)
{
	struct vt_http_output out;

	x->state = VT_EXCHANGE_ANSWERED;
	vt_gateway_answer(x->req, &out);
	if (out.body.len > VT_EXCHANGE_SMALL)
		vt_exchange_hold(x, &out);
	x->status = out.status;
	x->service->answer(x->connection, &out);
}

/* --- waiting for another's answer -------------------------------------------- */

/* A waiter's turn: its answer is ready, or it must be made after all. */
static void
vt_exchange_resume(struct vt_request *waiter, void *arg)
{
	(void)arg;
	vt_exchange_go(vt_request_owner(waiter), vt_request_way(waiter));
}

static void
vt_exchange_decline(struct vt_exchange *x, vt_err err, int retry_after_s)
{
	vt_gateway_refuse(x->req, err, retry_after_s);
	vt_gateway_landed(x->req, vt_exchange_resume, x->service);
}

/* --- jobs ---------------------------------------------------------------------- */

static struct vt_exchange *
vt_exchange_of(struct vt_job *job)
{
	return ((struct vt_exchange *)(void *)job); /* its first member */
}

static void
vt_exchange_run(struct vt_job *job, void *arg)
{
	struct vt_exchange *x = vt_exchange_of(job);

	(void)arg;
	vt_gateway_run(x->req);
}

static void
vt_exchange_after(void *arg)
{
	(void)arg;
	vt_gateway_after_run();
}

static void
vt_exchange_thread_end(void *arg)
{
	vt_gateway_thread_end(((const struct vt_service *)arg)->gateway);
}

vt_err
vt_exchange_pool(struct vt_service *s, const struct vt_exchange_pool *pool)
{
	struct vt_jobs_options o = { .threads = pool->threads,
				     .queue_max = pool->queue_max,
				     .large_threads = pool->large_threads,
				     .large_queue_max = pool->large_queue_max,
				     .run = vt_exchange_run,
				     .thread_end = vt_exchange_thread_end,
				     .after = vt_exchange_after,
				     .arg = s };

	return (vt_jobs_new(&o, &s->jobs));
}

/* Queues it; false when there is no room, and then its answer says so. */
static bool
vt_exchange_queue(struct vt_exchange *x)
{
	bool is_large = vt_request_is_large(x->req);
	int after = is_large ? VT_EXCHANGE_RETRY_LARGE : VT_EXCHANGE_RETRY_AFTER;

	x->state = VT_EXCHANGE_JOB;
	x->job.is_large = is_large;
	if (vt_jobs_put(x->service->jobs, &x->job))
		return (true);
	(void)vt_fail(VT_E_BUSY,
		      is_large ? "too many large answers are waited for already: try again in %d "
				 "seconds, or ask for less"
			       : "too many requests wait already: try again in %d seconds",
		      after);
	vt_exchange_decline(x, VT_E_BUSY, after);
	return (false);
}

/* Here and now; false: it is to be queued. */
static bool
vt_exchange_is_run_here(struct vt_exchange *x)
{
	if (!vt_brief_run(x->service, x->req))
		return (false);
	vt_gateway_landed(x->req, vt_exchange_resume, x->service);
	vt_gateway_after_run();
	return (true);
}

/* A job that turned out to be a large one; not for who left meanwhile. */
static void
vt_exchange_again(struct vt_exchange *x)
{
	if (x->connection == NULL && !vt_gateway_is_wanted(x->req)) {
		vt_exchange_decline(x, VT_E_DECLINED, 0);
		vt_exchange_free(x);
	} else if (!vt_exchange_queue(x)) {
		if (x->connection != NULL)
			vt_exchange_answer(x);
		else
			vt_exchange_free(x);
	}
}

/* A thread cannot be ended, so whoever watches the server has to know. */
void
vt_exchange_tick(struct vt_service *s)
{
	struct vt_job *lasting[VT_EXCHANGE_LASTING_MAX];
	size_t count = s->answer_ms != 0 ? vt_jobs_lasting(s->jobs, s->answer_ms, lasting,
							   VT_EXCHANGE_LASTING_MAX)
					 : 0;

	for (size_t i = 0; i < count; i++) {
		struct vt_exchange *x = vt_exchange_of(lasting[i]);

		if (!x->is_lasting)
			vt_exchange_note(x, VT_LOG_WARN, "still being made after server.answer_seconds");
		x->is_lasting = true;
	}
}

void
vt_exchange_landed(struct vt_service *s)
{
	struct vt_job *next;

	for (struct vt_job *job = vt_jobs_landed(s->jobs); job != NULL; job = next) {
		struct vt_exchange *x = vt_exchange_of(job);

		next = job->next;
		if (x->is_lasting)
			vt_exchange_note(x, VT_LOG_INFO, "made after all");
		x->is_lasting = false;
		if (vt_request_way(x->req) == VT_WAY_JOB) {
			vt_exchange_again(x);
			continue;
		}
		vt_gateway_landed(x->req, vt_exchange_resume, s);
		if (x->connection != NULL)
			vt_exchange_answer(x);
		else
			vt_exchange_free(x);
	}
}

/* --- its life ------------------------------------------------------------------- */

static void
vt_exchange_go(struct vt_exchange *x, enum vt_way way)
{
	switch (way) {
	case VT_WAY_READY:
		vt_exchange_answer(x);
		break;
	case VT_WAY_WAIT:
		x->state = VT_EXCHANGE_WAITING;
		break;
	case VT_WAY_JOB:
		if (vt_exchange_is_run_here(x) || !vt_exchange_queue(x))
			vt_exchange_answer(x);
		break;
	}
}

bool
vt_exchange_begin(struct vt_service *s, const struct vt_http_input *in, vt_err refusal,
		  void *connection, struct vt_exchange **x_r)
{
	struct vt_exchange *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return (false);
	if (vt_request_new(s->gateway, in, &x->req) != VT_OK) {
		free(x);
		return (false);
	}
	vt_request_set_owner(x->req, x);
	x->service = s;
	x->connection = connection;
	x->started_ms = vt_time_monotonic_ms();
	vt_exchange_line(in, x->line);
	*x_r = x;
	if (refusal != VT_OK) {
		vt_gateway_refuse(x->req, refusal, 0);
		vt_exchange_answer(x);
	} else {
		vt_exchange_go(x, vt_gateway_begin(x->req));
	}
	return (true);
}

void
vt_exchange_sent(struct vt_exchange **x_p, uint64_t bytes)
{
	struct vt_exchange *x = *x_p;

	*x_p = NULL;
	vt_exchange_tell(x, bytes, true);
	vt_exchange_free(x);
}

/* Without its client: it ends, at once or when its job has landed. */
static void
vt_exchange_part(struct vt_exchange *x)
{
	x->connection = NULL;
	if (x->state == VT_EXCHANGE_WAITING)
		vt_gateway_leave(x->req);
	if (x->state == VT_EXCHANGE_JOB) {
		if (vt_gateway_is_wanted(x->req) || !vt_jobs_take_back(x->service->jobs, &x->job))
			return;
		vt_exchange_decline(x, VT_E_DECLINED, 0);
	}
	vt_exchange_free(x);
}

void
vt_exchange_leave(struct vt_exchange **x_p, uint64_t bytes)
{
	struct vt_exchange *x = *x_p;

	*x_p = NULL;
	if (x == NULL)
		return;
	if (x->state != VT_EXCHANGE_ANSWERED)
		x->status = VT_EXCHANGE_GONE;
	vt_exchange_tell(x, bytes, false);
	vt_exchange_part(x);
}

/* The same client and question, of which no job knows. */
static struct vt_exchange *
vt_exchange_again_for(const struct vt_exchange *x)
{
	struct vt_exchange *other = calloc(1, sizeof(*other));

	if (other == NULL || vt_request_again(x->req, &other->req) != VT_OK) {
		free(other);
		return (NULL);
	}
	vt_request_set_owner(other->req, other);
	other->service = x->service;
	other->connection = x->connection;
	other->started_ms = x->started_ms;
	memcpy(other->line, x->line, sizeof(other->line));
	return (other);
}

bool
vt_exchange_expire(struct vt_exchange **x_p, int64_t now_ms)
{
	struct vt_exchange *late = *x_p, *x;
	int64_t answer_ms;

	if (late == NULL || late->state == VT_EXCHANGE_ANSWERED)
		return (false);
	answer_ms = late->service->answer_ms;
	if (answer_ms == 0 || now_ms - late->started_ms < answer_ms ||
	    (x = vt_exchange_again_for(late)) == NULL)
		return (false);
	*x_p = x;
	vt_exchange_part(late);
	(void)vt_fail(VT_E_BUSY,
		      "the answer was not made within %lld seconds: try again in %d seconds, or "
		      "ask for less",
		      (long long)answer_ms / 1000, VT_EXCHANGE_RETRY_LATE);
	vt_gateway_refuse(x->req, VT_E_BUSY, VT_EXCHANGE_RETRY_LATE);
	vt_exchange_answer(x);
	return (true);
}

bool
vt_exchange_leave_crowd(struct vt_exchange **x_p)
{
	struct vt_exchange *x = *x_p;

	if (x == NULL || x->state != VT_EXCHANGE_JOB || vt_gateway_is_wanted(x->req) ||
	    vt_jobs_count(x->service->jobs).waiting < VT_EXCHANGE_CROWD ||
	    !vt_jobs_take_back(x->service->jobs, &x->job))
		return (false);
	x->status = VT_EXCHANGE_GONE;
	vt_exchange_tell(x, 0, false);
	vt_exchange_decline(x, VT_E_DECLINED, 0);
	vt_exchange_free(x);
	*x_p = NULL;
	return (true);
}
