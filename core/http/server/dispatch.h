/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections: HTTP/1.1 on Kore's sockets, TLS or plain.  Requests are read
 * whole, one at a time a connection, handed to exchange.h, and their answers
 * sent without copying.  Only in a worker, only on its loop thread.
 */
#ifndef VT_HTTP_DISPATCH_H
#define VT_HTTP_DISPATCH_H

#include "http/server/exchange.h"

/* Names that Kore looks up; boot gives them to its listeners. */
#define VT_DISPATCH_PUBLIC "vt_dispatch_connect"
#define VT_DISPATCH_ADMIN  "vt_dispatch_connect_admin"

#define VT_DISPATCH_SHAKE_MS   (10 * 1000) /* for a TLS handshake */
#define VT_DISPATCH_SEND_MS    (60 * 1000) /* in which an answer has to go on by ... */
#define VT_DISPATCH_SEND_BYTES (16 * 1024) /* ... so much */
#define VT_DISPATCH_LINGER_MS  (2 * 1000)  /* for what a refused client still sends */
#define VT_DISPATCH_TURN_MAX   64	   /* steps of one connection before the others' turn */
#define VT_DISPATCH_TICK_MS    500

struct vt_dispatch_options {
	struct vt_service *service;
	size_t worker; /* from 0, for the counters */
	int64_t keepalive_ms;
	int64_t request_ms; /* from a request's first byte to its last */
};

/* Before the first connection; o->service outlives them. */
void vt_dispatch_start(const struct vt_dispatch_options *o);
/* When jobs have landed. */
void vt_dispatch_landed(void);
/* Every VT_DISPATCH_TICK_MS: what is overdue is closed, gauges are set. */
void vt_dispatch_tick(void);
/* Descriptors have run out: at the next tick idle connections are closed. */
void vt_dispatch_make_room(void);
/* From now on each answer closes its connection; idle ones are closed. */
void vt_dispatch_drain(void);
/* All connections, whatever they are in. */
void vt_dispatch_close(void);
/* How many are open, and how many of them on the admin listener. */
size_t vt_dispatch_open(void);
size_t vt_dispatch_open_admin(void);

#endif
