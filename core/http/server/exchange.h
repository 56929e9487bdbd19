/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request and its answer, between a connection and the gateway: begun,
 * queued, run, landed, sent, told to the log and the counters.  Knows no
 * socket.  All on the loop thread but the job itself.
 */
#ifndef VT_HTTP_EXCHANGE_H
#define VT_HTTP_EXCHANGE_H

#include "http/gateway.h"
#include "http/metrics.h"
#include "http/server/jobs.h"

#define VT_EXCHANGE_RETRY_AFTER 2   /* seconds, said when the queue is full */
#define VT_EXCHANGE_RETRY_LARGE 10  /* the same for large ones */
#define VT_EXCHANGE_RETRY_LATE	30  /* when an answer was not made in time */
#define VT_EXCHANGE_CROWD	16  /* waiting jobs that make one doubtful client dispensable */
#define VT_EXCHANGE_LINE_MAX	512 /* bytes of method and target kept for the log */
#define VT_EXCHANGE_SMALL	(64 * 1024) /* bytes of an answer that is always sent */
#define VT_EXCHANGE_LASTING_MAX 128 /* running jobs that are looked at */

/* When brief jobs take longer than this, of eight or so (their pages are on the disk),
 * the next ones are queued for so many times as long as the last one took: so the loop
 * never waits for more than that part of its time.  One alone, in which the processor
 * was somebody else's for a moment, changes nothing. */
#define VT_EXCHANGE_BRIEF_NS	(300 * 1000)
#define VT_EXCHANGE_BRIEF_PAUSE 20

struct vt_exchange;

/* What a worker's exchanges share. */
struct vt_service {
	struct vt_gateway *gateway;
	struct vt_jobs *jobs;
	struct vt_metrics *metrics;
	size_t worker; /* from 0, for them */
	/* Bytes of the answers that are being sent, and how many they may be:
	 * more are refused with VT_E_BUSY, but the small ones and the only one. */
	size_t sending, sending_max;
	int64_t answer_ms; /* in which an answer has to be there; 0: any */
	int64_t brief_ns;      /* what brief jobs take, the last ones more than those before */
	int64_t brief_from_ns; /* until then they are queued like others */
	/* The answer is there.  *out lives until vt_exchange_sent() or
	 * vt_exchange_leave(), one of which must follow. */
	void (*answer)(void *connection, const struct vt_http_output *out);
};

/* Threads that run exchanges' jobs, and how many may wait; fills s->jobs. */
struct vt_exchange_pool {
	size_t threads, queue_max, large_threads, large_queue_max;
};
vt_err vt_exchange_pool(struct vt_service *s, const struct vt_exchange_pool *pool) VT_MUST_CHECK;
/* When the pool's descriptor is readable. */
void vt_exchange_landed(struct vt_service *s);

/* Begins; *x_r is set before s->answer() can be called, which may be at once.
 * refusal other than VT_OK: it is answered with that error.  False (and nothing
 * begun) only when there is no memory. */
bool vt_exchange_begin(struct vt_service *s, const struct vt_http_input *in, vt_err refusal,
		       void *connection, struct vt_exchange **x_r) VT_MUST_CHECK;
/* The answer has gone out, bytes of its body in all.  *x becomes NULL. */
void vt_exchange_sent(struct vt_exchange **x, uint64_t bytes);
/* The client is gone, or the answer cannot be sent to its end.  *x becomes NULL. */
void vt_exchange_leave(struct vt_exchange **x, uint64_t bytes);
/* When the answer has not been there in time, true: *x is another that answers so
 * in its place, and what was asked for is of no more concern to this client. */
bool vt_exchange_expire(struct vt_exchange **x, int64_t now_ms);
/* Now and then: jobs that run for too long are told to the log. */
void vt_exchange_tick(struct vt_service *s);
/* The client will send no more, so it may be gone: leaves when nothing was done
 * for it yet and VT_EXCHANGE_CROWD jobs wait, and then returns true. */
bool vt_exchange_leave_crowd(struct vt_exchange **x);

#endif
