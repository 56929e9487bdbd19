/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections.  Kore accepts, shakes hands and says which sockets are ready;
 * reading and writing is done here, because Kore's own HTTP loses pipelined
 * requests and sends 8 KB a call (it is compiled out: KORE_NO_HTTP).
 *
 * A connection is in one of four states and makes one step at a time: it reads
 * until a request is whole, waits for its answer, sends it, and reads again or
 * ends.  An answer may come while another connection is being served; then the
 * connection is put on the ready list and gets its turn when that one is done,
 * so that no two turns are ever nested.
 */
#include "http/dispatch.h"

#include "api/log.h"
#include "api/time.h"
#include "http/answer.h"
#include "http/head.h"
#include "http/wire.h"

#define VT_DISPATCH_CHUNK 8192 /* bytes read at once */

VT_API void vt_dispatch_connect(struct connection *c);
VT_API void vt_dispatch_connect_admin(struct connection *c);

enum vt_connection_state {
	VT_CONNECTION_READING,
	VT_CONNECTION_WAITING, /* for its answer */
	VT_CONNECTION_SENDING,
	VT_CONNECTION_LINGERING /* answered for good; what still comes is thrown away */
};

struct vt_connection {
	struct connection *c;
	enum vt_connection_state state;
	bool is_admin, is_http10;
	bool closes;	   /* after the answer in hand */
	bool lingers;	   /* when it closes: the client has not finished sending */
	bool has_ended;	   /* the client sends no more */
	bool is_continued; /* "100 Continue" was said */
	bool in_turn, is_ready;
	struct vt_buf in;  /* of the request in hand and perhaps the next */
	struct vt_buf out; /* the answer's head; an admin answer whole */
	struct vt_str body;
	size_t sent;  /* of out and body together */
	size_t paced; /* of that, when the deadline was set */
	struct vt_exchange *exchange;
	int64_t deadline_ms; /* 0: none */
	LIST_ENTRY(vt_connection) ready;
};

static struct {
	struct vt_dispatch_options o;
	LIST_HEAD(, vt_connection) ready;
	struct vt_head head; /* of the request that is being read */
	bool is_draining, is_short; /* of descriptors */
	size_t open;
} vt_dispatch;

/* --- sending ---------------------------------------------------------------------- */

static void
vt_dispatch_set_deadline(struct vt_connection *conn, int64_t ms)
{
	conn->deadline_ms = vt_time_monotonic_ms() + ms;
}

static uint64_t
vt_dispatch_body_sent(const struct vt_connection *conn)
{
	return (conn->sent > conn->out.len ? conn->sent - conn->out.len : 0);
}

static void
vt_dispatch_send(struct vt_connection *conn, struct vt_str body)
{
	conn->body = body;
	conn->sent = conn->paced = 0;
	conn->state = VT_CONNECTION_SENDING;
	vt_dispatch_set_deadline(conn, VT_DISPATCH_SEND_MS);
	if (conn->in_turn || conn->is_ready)
		return;
	conn->is_ready = true;
	LIST_INSERT_HEAD(&vt_dispatch.ready, conn, ready);
}

static void
vt_dispatch_answer(void *connection, const struct vt_http_output *out)
{
	struct vt_connection *conn = connection;

	conn->closes |= vt_dispatch.is_draining;
	struct vt_answer_manner manner = { .closes = conn->closes,
					   .is_http10 = conn->is_http10,
					   .now = vt_time_now() };

	vt_answer_head(&conn->out, out, &manner);
	vt_dispatch_send(conn, out->body);
}

/* An answer of ours, whole: no request was made. */
static void
vt_dispatch_problem(struct vt_connection *conn, int status, const char *why)
{
	conn->closes = conn->lingers = true;
	vt_log("http", VT_LOG_INFO, "refused with %d: %s", status, why);
	vt_answer_problem(&conn->out, status, why, vt_time_now());
	vt_dispatch_send(conn, VT_STR_NONE);
}

/* The answer is out: on to the next request, or to the end. */
static void
vt_dispatch_finish(struct vt_connection *conn)
{
	if (conn->exchange != NULL)
		vt_exchange_sent(&conn->exchange, vt_dispatch_body_sent(conn));
	vt_buf_fini(&conn->out);
	conn->body = VT_STR_NONE;
	if (!conn->closes) {
		conn->state = VT_CONNECTION_READING;
		conn->is_continued = false;
		vt_dispatch_set_deadline(conn, conn->in.len != 0 ? vt_dispatch.o.request_ms
								 : vt_dispatch.o.keepalive_ms);
	} else if ((conn->lingers || conn->in.len != 0) && !conn->has_ended) {
		/* To close on unread bytes would reset the connection and take
		 * the answer back. */
		conn->state = VT_CONNECTION_LINGERING;
		vt_dispatch_set_deadline(conn, VT_DISPATCH_LINGER_MS);
		if (conn->c->ssl == NULL)
			(void)shutdown(conn->c->fd, SHUT_WR);
	} else {
		kore_connection_disconnect(conn->c);
	}
}

/* A client that takes a byte a minute would hold its answer for ever. */
static void
vt_dispatch_pace(struct vt_connection *conn)
{
	if (conn->sent - conn->paced < VT_DISPATCH_SEND_BYTES)
		return;
	conn->paced = conn->sent;
	vt_dispatch_set_deadline(conn, VT_DISPATCH_SEND_MS);
}

/* A step: false when the socket takes no more now. */
static bool
vt_dispatch_step_send(struct vt_connection *conn)
{
	size_t in_head = conn->sent < conn->out.len ? conn->out.len - conn->sent : 0;
	size_t in_body = (size_t)vt_dispatch_body_sent(conn);
	struct iovec iov[2] = {
		{ .iov_base = conn->out.p + conn->sent, .iov_len = in_head },
		{ .iov_base = (void *)((uintptr_t)conn->body.p + in_body),
		  .iov_len = conn->body.len - in_body },
	};
	bool has_head = in_head != 0;
	ssize_t r;

	if (vt_buf_error(&conn->out) != VT_OK) {
		kore_connection_disconnect(conn->c);
		return (true);
	}
	if (conn->sent < conn->out.len + conn->body.len) {
		if (!(conn->c->evt.flags & KORE_EVENT_WRITE))
			return (false);
		r = vt_wire_write(conn->c, has_head ? iov : iov + 1, has_head ? 2 : 1);
		if (r == VT_WIRE_BLOCKED)
			return (false);
		if (r <= 0) {
			kore_connection_disconnect(conn->c);
			return (true);
		}
		conn->sent += (size_t)r;
		vt_dispatch_pace(conn);
	}
	if (conn->sent == conn->out.len + conn->body.len)
		vt_dispatch_finish(conn);
	return (true);
}

/* --- reading ---------------------------------------------------------------------- */

/* A step: false when there is nothing to read now. */
static bool
vt_dispatch_step_fill(struct vt_connection *conn)
{
	char *room;
	ssize_t r;

	if (!(conn->c->evt.flags & KORE_EVENT_READ) && !conn->has_ended)
		return (false);
	room = vt_buf_room(&conn->in, VT_DISPATCH_CHUNK);
	r = room != NULL ? vt_wire_read(conn->c, room, VT_DISPATCH_CHUNK) : VT_WIRE_FAILED;
	if (r == VT_WIRE_BLOCKED && !conn->has_ended)
		return (false);
	if (r <= 0) {
		kore_connection_disconnect(conn->c);
		return (true);
	}
	if (conn->in.len == 0)
		vt_dispatch_set_deadline(conn, vt_dispatch.o.request_ms);
	conn->in.len += (size_t)r;
	return (true);
}

static bool
vt_dispatch_step_linger(struct vt_connection *conn)
{
	char waste[VT_DISPATCH_CHUNK];
	ssize_t r;

	if (!(conn->c->evt.flags & KORE_EVENT_READ) && !conn->has_ended)
		return (false);
	r = vt_wire_read(conn->c, waste, sizeof(waste));
	if (r == VT_WIRE_BLOCKED && !conn->has_ended)
		return (false);
	if (r <= 0)
		kore_connection_disconnect(conn->c);
	return (true);
}

static void
vt_dispatch_consume(struct vt_buf *in, size_t len)
{
	if (len < in->len) {
		memmove(in->p, in->p + len, in->len - len);
		in->len -= len;
	} else {
		vt_buf_fini(in); /* an idle connection keeps no buffer */
	}
}

static void
vt_dispatch_begin(struct vt_connection *conn, struct vt_str body, vt_err refusal)
{
	const struct vt_head *h = &vt_dispatch.head;
	char peer[INET6_ADDRSTRLEN];
	struct vt_http_input in = { .method = h->method,
				    .target = h->target,
				    .body = body,
				    .peer = vt_wire_peer(conn->c, peer),
				    .headers = h->headers,
				    .header_count = h->header_count };

	conn->state = VT_CONNECTION_WAITING;
	conn->deadline_ms = 0;
	if (!vt_exchange_begin(vt_dispatch.o.service, &in, refusal, conn, &conn->exchange))
		vt_dispatch_problem(conn, 503, "out of memory");
}

/* The admin listener: the numbers, and nothing else. */
static void
vt_dispatch_begin_admin(struct vt_connection *conn)
{
	static const struct vt_http_header type[] = {
		{ { "Content-Type", 12 }, { "text/plain; version=0.0.4; charset=utf-8", 40 } },
	};
	const struct vt_head *h = &vt_dispatch.head;
	bool is_get = vt_str_eq_c(h->method, "GET"), is_head = vt_str_eq_c(h->method, "HEAD");
	struct vt_http_output out = {
		.status = 200, .headers = type, .header_count = 1, .has_content_length = true
	};
	struct vt_buf body;

	if (!vt_str_eq_c(h->target, "/metrics")) {
		vt_dispatch_problem(conn, 404, "there is only /metrics here");
	} else if (!is_get && !is_head) {
		vt_dispatch_problem(conn, 405, "numbers can only be read");
	} else {
		vt_buf_init(&body, 0);
		vt_metrics_print(vt_dispatch.o.service->metrics, &body);
		out.content_length = body.len;
		vt_dispatch_answer(conn, &out);
		if (is_get)
			vt_buf_str(&conn->out, vt_buf_get(&body));
		vt_buf_fini(&body);
	}
}

static bool
vt_dispatch_continue(struct vt_connection *conn)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
	struct iovec iov = { .iov_base = (void *)(uintptr_t)text, .iov_len = sizeof(text) - 1 };

	conn->is_continued = true;
	/* So little always has room in the socket of a client that waits. */
	if (vt_wire_write(conn->c, &iov, 1) != (ssize_t)iov.iov_len)
		kore_connection_disconnect(conn->c);
	return (true);
}

/* A step: a request that is whole begins, otherwise more is read. */
static bool
vt_dispatch_step_read(struct vt_connection *conn)
{
	struct vt_head *h = &vt_dispatch.head;
	enum vt_head_state state = vt_head_parse(conn->in.p, conn->in.len, h);
	size_t len = h->len;

	if (state == VT_HEAD_MORE)
		return (vt_dispatch_step_fill(conn));
	if (state == VT_HEAD_BAD) {
		vt_metrics_count_bad(vt_dispatch.o.service->metrics);
		vt_dispatch_problem(conn, h->status, h->why);
		return (true);
	}
	conn->closes = h->wants_close;
	conn->is_http10 = h->is_http10;
	if (h->body_len > VT_HTTP_FORM_MAX) {
		conn->closes = conn->lingers = true;
		vt_dispatch_begin(
		    conn, VT_STR_NONE,
		    vt_fail(VT_E_TOOLARGE, "a body may have %d bytes at most", VT_HTTP_FORM_MAX));
	} else if (conn->in.len - len < h->body_len) {
		if (h->expects_continue && !conn->is_continued)
			return (vt_dispatch_continue(conn));
		return (vt_dispatch_step_fill(conn));
	} else if (conn->is_admin) {
		vt_dispatch_begin_admin(conn);
	} else {
		vt_dispatch_begin(conn, (struct vt_str){ conn->in.p + len, h->body_len }, VT_OK);
	}
	vt_dispatch_consume(&conn->in, len + h->body_len);
	return (true);
}

/* --- turns -------------------------------------------------------------------------- */

static bool
vt_dispatch_step(struct vt_connection *conn)
{
	switch (conn->state) {
	case VT_CONNECTION_READING:
		return (vt_dispatch_step_read(conn));
	case VT_CONNECTION_SENDING:
		return (vt_dispatch_step_send(conn));
	case VT_CONNECTION_LINGERING:
		return (vt_dispatch_step_linger(conn));
	case VT_CONNECTION_WAITING:
		break;
	}
	if (conn->has_ended && vt_exchange_leave_crowd(&conn->exchange)) {
		kore_connection_disconnect(conn->c);
		return (true);
	}
	return (false);
}

static void
vt_dispatch_turn(struct vt_connection *conn)
{
	struct connection *c = conn->c;
	int steps = 0;

	conn->in_turn = true;
	while (c->state == CONN_STATE_ESTABLISHED && vt_dispatch_step(conn)) {
		if (++steps < VT_DISPATCH_TURN_MAX)
			continue;
		/* Asked for again, it is reported again in the next round. */
		if (c->state == CONN_STATE_ESTABLISHED)
			kore_platform_event_all(c->fd, c);
		break;
	}
	conn->in_turn = false;
}

/* Ends every way in from Kore: those whose answers came meanwhile. */
static void
vt_dispatch_turn_ready(void)
{
	struct vt_connection *conn;

	while ((conn = LIST_FIRST(&vt_dispatch.ready)) != NULL) {
		LIST_REMOVE(conn, ready);
		conn->is_ready = false;
		vt_dispatch_turn(conn);
	}
}

static void
vt_dispatch_event(void *arg, int error)
{
	struct connection *c = arg;
	struct vt_connection *conn = c->hdlr_extra;

	if (c->state != CONN_STATE_ESTABLISHED)
		return;
	if (error && vt_wire_is_reset(c)) {
		kore_connection_disconnect(c);
	} else {
		conn->has_ended |= error != 0;
		vt_dispatch_turn(conn);
	}
	vt_dispatch_turn_ready();
}

/* --- from the first to the last -------------------------------------------------------- */

static void
vt_dispatch_disconnected(struct connection *c)
{
	struct vt_connection *conn = c->hdlr_extra;

	if (conn->is_ready)
		LIST_REMOVE(conn, ready);
	conn->is_ready = false;
	vt_exchange_leave(&conn->exchange, vt_dispatch_body_sent(conn));
	vt_buf_fini(&conn->in);
	vt_buf_fini(&conn->out);
	vt_dispatch.open--;
}

static int
vt_dispatch_handle(struct connection *c)
{
	(void)c; /* Kore comes here only through vt_dispatch_event() */
	return (KORE_RESULT_OK);
}

static void
vt_dispatch_adopt(struct connection *c, bool is_admin)
{
	struct vt_connection *conn = kore_calloc(1, sizeof(*conn));

	conn->c = c;
	conn->is_admin = is_admin;
	vt_buf_init(&conn->in, VT_HEAD_MAX + VT_HTTP_FORM_MAX + VT_DISPATCH_CHUNK);
	vt_buf_init(&conn->out, 0);
	vt_dispatch_set_deadline(conn, vt_dispatch.o.keepalive_ms);
	kore_free(c->hdlr_extra);
	c->hdlr_extra = conn; /* Kore frees it with the connection */
	c->state = CONN_STATE_ESTABLISHED;
	c->evt.handle = vt_dispatch_event;
	c->handle = vt_dispatch_handle;
	c->disconnect = vt_dispatch_disconnected;
	c->idle_timer.length = INT64_MAX; /* deadlines are kept here */
	vt_dispatch.open++;
	/* What came with the end of a TLS handshake is read already, and nothing
	 * will report it. */
	if (c->ssl != NULL) {
		vt_dispatch_turn(conn);
		vt_dispatch_turn_ready();
	}
}

void
vt_dispatch_connect(struct connection *c)
{
	vt_dispatch_adopt(c, false);
}

void
vt_dispatch_connect_admin(struct connection *c)
{
	vt_dispatch_adopt(c, true);
}

void
vt_dispatch_start(const struct vt_dispatch_options *o)
{
	vt_dispatch.o = *o;
	vt_dispatch.o.service->answer = vt_dispatch_answer;
	LIST_INIT(&vt_dispatch.ready);
}

void
vt_dispatch_landed(void)
{
	vt_exchange_landed(vt_dispatch.o.service);
	vt_dispatch_turn_ready();
}

/* --- time --------------------------------------------------------------------------------- */

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
vt_dispatch_open(void)
{
	return (vt_dispatch.open);
}
