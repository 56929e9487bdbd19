/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of dispatch share: a connection, and what there is of them. */
#ifndef VT_HTTP_DISPATCH_INSIDE_H
#define VT_HTTP_DISPATCH_INSIDE_H

#include "http/server/dispatch.h"
#include "http/server/head.h"
#include "http/server/wire.h"

#define VT_DISPATCH_CHUNK 8192 /* bytes read at once */
#define VT_DISPATCH_KEEP  4096 /* of a buffer for heads, until its client is idle */

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
	bool waits_for_disk; /* its answer's pages have left memory: until the next tick */
	struct vt_buf in;  /* of the request in hand and perhaps the next */
	struct vt_buf out; /* the answer's head; an admin answer whole */
	struct vt_str body, rest;
	size_t sent;  /* of out and body together */
	size_t paced; /* of that, when the deadline was set */
	struct vt_exchange *exchange;
	int64_t deadline_ms; /* 0: none */
	LIST_ENTRY(vt_connection) ready;
};

struct vt_dispatch_state {
	struct vt_dispatch_options o;
	LIST_HEAD(, vt_connection) ready;
	struct vt_head head; /* of the request that is being read */
	bool is_draining, is_short; /* of descriptors */
	size_t open, admin_open;
};
extern struct vt_dispatch_state vt_dispatch;

/* --- dispatch_send.c */
void vt_dispatch_set_deadline(struct vt_connection *conn, int64_t ms);
/* Gives the connection a turn when the one in hand is done, unless it has one. */
void vt_dispatch_make_ready(struct vt_connection *conn);
uint64_t vt_dispatch_body_sent(const struct vt_connection *conn);
void vt_dispatch_answer(void *connection, const struct vt_http_output *out);
/* An answer of ours, whole: no request was made. */
void vt_dispatch_problem(struct vt_connection *conn, int status, const char *why);
/* Steps: false when the socket takes or has no more now. */
bool vt_dispatch_step_send(struct vt_connection *conn);
bool vt_dispatch_step_linger(struct vt_connection *conn);

/* --- dispatch.c */
/* Kore's event of each of our connections, which so are told from others. */
void vt_dispatch_event(void *arg, int error);
/* Ends every way in from Kore: the turns of those whose answers came meanwhile. */
void vt_dispatch_turn_ready(void);

#endif
