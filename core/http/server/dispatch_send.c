/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second half of a connection's turn: its answer goes out, as much at a time
 * as the socket takes, and then it reads again or ends.
 */
#include "api/log.h"
#include "api/time.h"
#include "base/pages.h"
#include "http/server/answer.h"
#include "http/server/dispatch_inside.h"

#define VT_DISPATCH_PARTS 3 /* of an answer: head, body, rest */
#define VT_DISPATCH_AHEAD (128 * 1024) /* bytes that a slow reader may take next */

void
vt_dispatch_set_deadline(struct vt_connection *conn, int64_t ms)
{
	conn->deadline_ms = vt_time_coarse_ms() + ms;
}

uint64_t
vt_dispatch_body_sent(const struct vt_connection *conn)
{
	return (conn->sent > conn->out.len ? conn->sent - conn->out.len : 0);
}

static void
vt_dispatch_send(struct vt_connection *conn, struct vt_str body, struct vt_str rest)
{
	conn->body = body;
	conn->rest = rest;
	conn->sent = conn->paced = 0;
	conn->state = VT_CONNECTION_SENDING;
	conn->waits_for_disk = false;
	vt_dispatch_set_deadline(conn, VT_DISPATCH_SEND_MS);
	vt_dispatch_make_ready(conn);
}

void
vt_dispatch_make_ready(struct vt_connection *conn)
{
	if (conn->in_turn || conn->is_ready)
		return;
	conn->is_ready = true;
	LIST_INSERT_HEAD(&vt_dispatch.ready, conn, ready);
}

void
vt_dispatch_answer(void *connection, const struct vt_http_output *out)
{
	struct vt_connection *conn = connection;

	conn->closes |= vt_dispatch.is_draining;
	struct vt_answer_manner manner = { .closes = conn->closes,
					   .is_http10 = conn->is_http10,
					   .now = vt_time_now() };

	vt_answer_head(&conn->out, out, &manner);
	vt_dispatch_send(conn, out->body, out->rest);
}

void
vt_dispatch_problem(struct vt_connection *conn, int status, const char *why)
{
	conn->closes = conn->lingers = true;
	vt_log("http", VT_LOG_INFO, "refused with %d: %s", status, why);
	vt_answer_problem(&conn->out, status, why, vt_time_now());
	vt_dispatch_send(conn, VT_STR_NONE, VT_STR_NONE);
}

/* The answer is out: on to the next request, or to the end. */
static void
vt_dispatch_finish(struct vt_connection *conn)
{
	if (conn->exchange != NULL)
		vt_exchange_sent(&conn->exchange, vt_dispatch_body_sent(conn));
	if (conn->out.cap > VT_DISPATCH_KEEP)
		vt_buf_fini(&conn->out);
	vt_buf_reset(&conn->out);
	conn->body = conn->rest = VT_STR_NONE;
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

/* What is left of head, body and rest. */
static size_t
vt_dispatch_left(const struct vt_connection *conn, struct iovec *iov)
{
	const struct vt_str parts[VT_DISPATCH_PARTS] = { vt_buf_get(&conn->out), conn->body, conn->rest };
	size_t sent = conn->sent, count = 0;

	for (size_t i = 0; i < VT_DISPATCH_PARTS; i++) {
		if (sent < parts[i].len)
			iov[count++] = (struct iovec){ (void *)((uintptr_t)parts[i].p + sent),
						       parts[i].len - sent };
		sent -= sent < parts[i].len ? sent : parts[i].len;
	}
	return (count);
}

/* A file's pages were in memory when its answer was made; those of a slow reader may
 * have left it since, and the loop waits for no disk: they are asked for, and the
 * next tick looks again. */
static bool
vt_dispatch_is_on_disk(struct vt_connection *conn)
{
	size_t before = conn->out.len + conn->body.len;
	struct vt_str next;

	if (conn->rest.len == 0 || conn->sent == 0)
		return (false);
	next = vt_str_sub(conn->rest, conn->sent > before ? conn->sent - before : 0,
			  VT_DISPATCH_AHEAD);
	conn->waits_for_disk = next.len > 0 && !vt_pages_are_there(next);
	if (conn->waits_for_disk)
		vt_pages_want(next);
	return (conn->waits_for_disk);
}

bool
vt_dispatch_step_send(struct vt_connection *conn)
{
	struct iovec iov[VT_DISPATCH_PARTS];
	size_t count = vt_dispatch_left(conn, iov);
	ssize_t r;

	if (vt_buf_error(&conn->out) != VT_OK) {
		kore_connection_disconnect(conn->c);
		return (true);
	}
	if (count > 0) {
		if (!(conn->c->evt.flags & KORE_EVENT_WRITE) || vt_dispatch_is_on_disk(conn))
			return (false);
		r = vt_wire_write(conn->c, iov, count);
		if (r == VT_WIRE_BLOCKED)
			return (false);
		if (r <= 0) {
			kore_connection_disconnect(conn->c);
			return (true);
		}
		conn->sent += (size_t)r;
		vt_dispatch_pace(conn);
	}
	if (conn->sent == conn->out.len + conn->body.len + conn->rest.len)
		vt_dispatch_finish(conn);
	return (true);
}

bool
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
