/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens to connections by the clock or all at once: deadlines, draining,
 * the numbers that each worker tells of itself.
 */
#include "api/time.h"
#include "http/server/dispatch_inside.h"

static bool
vt_dispatch_is_idle(const struct vt_connection *conn)
{
	return (conn->state == VT_CONNECTION_READING && conn->in.len == 0);
}

static void
vt_dispatch_overdue(struct vt_connection *conn)
{
	if (conn->state == VT_CONNECTION_READING && conn->in.len != 0)
		vt_dispatch_problem(conn, 408, "the request did not become whole in time");
	else
		kore_connection_disconnect(conn->c);
}

/* Goes over all connections; none but the one in hand is closed meanwhile,
 * since answers to others only put those on the ready list. */
static void
vt_dispatch_each(void (*visit)(struct vt_connection *, int64_t), int64_t now_ms)
{
	struct connection *c, *next;

	for (c = TAILQ_FIRST(&connections); c != NULL; c = next) {
		next = TAILQ_NEXT(c, list);
		if (c->evt.handle == vt_dispatch_event)
			visit(c->hdlr_extra, now_ms);
	}
	vt_dispatch_turn_ready();
}

/* Kore waits for each part of a handshake anew, so that it could last for ever.
 * The deadline is kept where the connection's own state will be. */
static void
vt_dispatch_visit_shaking(struct connection *c, int64_t now_ms)
{
	int64_t *deadline_ms = c->hdlr_extra;

	if (deadline_ms == NULL) {
		c->hdlr_extra = deadline_ms = kore_malloc(sizeof(*deadline_ms));
		*deadline_ms = now_ms + VT_DISPATCH_SHAKE_MS;
	} else if (now_ms >= *deadline_ms) {
		kore_connection_disconnect(c);
	}
}

static void
vt_dispatch_tick_shaking(int64_t now_ms)
{
	struct connection *c, *next;

	for (c = TAILQ_FIRST(&connections); c != NULL; c = next) {
		next = TAILQ_NEXT(c, list);
		if (c->state == CONN_STATE_TLS_SHAKE)
			vt_dispatch_visit_shaking(c, now_ms);
	}
}

static void
vt_dispatch_visit(struct vt_connection *conn, int64_t now_ms)
{
	int64_t deadline_ms = conn->deadline_ms;
	bool is_full =
	    worker_active_connections > worker_max_connections - worker_max_connections / 4;

	if (conn->state == VT_CONNECTION_WAITING) {
		(void)vt_exchange_expire(&conn->exchange, now_ms);
		return;
	}
	if (conn->state == VT_CONNECTION_SENDING && conn->waits_for_disk)
		vt_dispatch_make_ready(conn);
	/* An idle connection keeps no buffers. */
	if (vt_dispatch_is_idle(conn)) {
		vt_buf_fini(&conn->in);
		vt_buf_fini(&conn->out);
	}
	/* Nearly all places are taken: who has been idle for a second gives his up. */
	if ((is_full || vt_dispatch.is_short) && vt_dispatch_is_idle(conn))
		deadline_ms -= vt_dispatch.o.keepalive_ms - 1000;
	if (deadline_ms != 0 && now_ms >= deadline_ms)
		vt_dispatch_overdue(conn);
}

static void
vt_dispatch_visit_drain(struct vt_connection *conn, int64_t now_ms)
{
	(void)now_ms;
	conn->closes = true;
	if (vt_dispatch_is_idle(conn))
		kore_connection_disconnect(conn->c);
}

static void
vt_dispatch_gauges(void)
{
	const struct vt_service *s = vt_dispatch.o.service;
	struct vt_jobs_counts jobs = vt_jobs_count(s->jobs);
	struct vt_gateway_stats g;

	vt_gateway_stats(s->gateway, &g);
	const int64_t values[VT_METRICS_GAUGE_COUNT] = {
		[VT_METRICS_CONNECTIONS] = (int64_t)vt_dispatch.open,
		[VT_METRICS_SENDING_BYTES] = (int64_t)s->sending,
		[VT_METRICS_JOBS_WAITING] = (int64_t)jobs.waiting,
		[VT_METRICS_JOBS_RUNNING] = (int64_t)jobs.running,
		[VT_METRICS_LARGE_WAITING] = (int64_t)jobs.large_waiting,
		[VT_METRICS_LARGE_RUNNING] = (int64_t)jobs.large_running,
		[VT_METRICS_JOBS_OLDEST] = jobs.oldest_ms / 1000,
		[VT_METRICS_CACHE_HITS] = (int64_t)g.cache_hits,
		[VT_METRICS_CACHE_MISSES] = (int64_t)g.cache_misses,
		[VT_METRICS_CACHE_WAITS] = (int64_t)g.cache_waits,
		[VT_METRICS_CACHE_EVICTIONS] = (int64_t)g.cache_evictions,
		[VT_METRICS_CACHE_BYTES] = g.cache_bytes,
		[VT_METRICS_CACHE_ENTRIES] = g.cache_entries,
		[VT_METRICS_REDIS_STATE] = g.second_state,
		[VT_METRICS_REDIS_HITS] = (int64_t)g.second_hits,
		[VT_METRICS_REDIS_MISSES] = (int64_t)g.second_misses,
		[VT_METRICS_REDIS_PUTS] = (int64_t)g.second_puts,
		[VT_METRICS_REDIS_BYTES] = (int64_t)g.second_bytes,
		[VT_METRICS_REDIS_ERRORS] = (int64_t)g.second_errors,
		[VT_METRICS_REDIS_REFUSED] = (int64_t)g.second_refused,
		[VT_METRICS_GENERATION] = g.generation,
	};

	for (size_t i = 0; i < VT_METRICS_GAUGE_COUNT; i++)
		vt_metrics_set(s->metrics, vt_dispatch.o.worker, (enum vt_metrics_gauge)i,
			       values[i]);
}

void
vt_dispatch_tick(void)
{
	int64_t now_ms = vt_time_monotonic_ms();

	vt_dispatch_each(vt_dispatch_visit, now_ms);
	vt_dispatch_tick_shaking(now_ms);
	vt_exchange_tick(vt_dispatch.o.service);
	vt_dispatch.is_short = false;
	vt_dispatch_gauges();
}

void
vt_dispatch_make_room(void)
{
	vt_dispatch.is_short = true;
}

void
vt_dispatch_drain(void)
{
	vt_dispatch.is_draining = true;
	vt_dispatch_each(vt_dispatch_visit_drain, 0);
}

static void
vt_dispatch_visit_close(struct vt_connection *conn, int64_t now_ms)
{
	(void)now_ms;
	kore_connection_disconnect(conn->c);
}

void
vt_dispatch_close(void)
{
	vt_dispatch_each(vt_dispatch_visit_close, 0);
}

size_t
vt_dispatch_open_admin(void)
{
	return (vt_dispatch.admin_open);
}

size_t
vt_dispatch_open(void)
{
	return (vt_dispatch.open);
}
