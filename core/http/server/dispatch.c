/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections.  Kore accepts, shakes hands and says which sockets are ready;
 * reading and writing is done here, because Kore's own HTTP loses pipelined
 * requests and sends 8 KB a call (it is compiled out: KORE_NO_HTTP).
 *
 * A connection is in one of four states and makes one step at a time: it reads
 * until a request is whole, waits for its answer, sends it, and reads again or
 * ends.  An answer may come while another connection is being served; then the
 * connection is put on the ready list and has its turn when that one is done,
 * so that no two turns are ever nested.
 */
#include "http/server/dispatch.h"

#include "api/log.h"
#include "http/server/dispatch_inside.h"

VT_API void vt_dispatch_connect(struct connection *c);
VT_API void vt_dispatch_connect_admin(struct connection *c);

struct vt_dispatch_state vt_dispatch;

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

static void
vt_dispatch_consume(struct vt_buf *in, size_t len)
{
	if (len < in->len) {
		memmove(in->p, in->p + len, in->len - len);
		in->len -= len;
	} else {
		vt_buf_reset(in); /* the next tick takes it from who is idle */
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
				    .header_count = h->header_count,
				    .can_map = conn->c->ssl == NULL };

	conn->state = VT_CONNECTION_WAITING;
	conn->deadline_ms = 0;
	if (!vt_exchange_begin(vt_dispatch.o.service, &in, refusal, conn, &conn->exchange))
		vt_dispatch_problem(conn, 503, "out of memory");
}

/* The admin listener: the numbers, here and at once, whatever else there is to do. */
static void
vt_dispatch_begin_metrics(struct vt_connection *conn)
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

	if (!is_get && !is_head) {
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

/* ... and whether all is well; nothing else. */
static void
vt_dispatch_begin_admin(struct vt_connection *conn, struct vt_str body)
{
	struct vt_str target = vt_dispatch.head.target;

	if (vt_str_eq_c(target, "/metrics"))
		vt_dispatch_begin_metrics(conn);
	else if (vt_str_eq_c(target, "/healthz"))
		vt_dispatch_begin(conn, body, VT_OK);
	else
		vt_dispatch_problem(conn, 404, "there are only /metrics and /healthz here");
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
		vt_dispatch_begin_admin(conn,
					(struct vt_str){ conn->in.p + len, h->body_len });
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

void
vt_dispatch_turn_ready(void)
{
	struct vt_connection *conn;

	while ((conn = LIST_FIRST(&vt_dispatch.ready)) != NULL) {
		LIST_REMOVE(conn, ready);
		conn->is_ready = false;
		vt_dispatch_turn(conn);
	}
}

void
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
	vt_dispatch.admin_open -= conn->is_admin;
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
	vt_dispatch.admin_open += is_admin;
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
