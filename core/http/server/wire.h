/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes in and out of one of Kore's connections, TLS or plain.  Readiness is
 * edge-triggered: when a socket has no more to give or takes no more, its flag
 * in c->evt.flags is cleared, and Kore sets it again.
 */
#ifndef VT_HTTP_WIRE_H
#define VT_HTTP_WIRE_H

#include <kore.h>
#include <sys/uio.h>

#include "api/str.h"

#define VT_WIRE_SLICE (1024 * 1024) /* bytes given to TLS at once */

/* Instead of a number of bytes. */
enum { VT_WIRE_ENDED = 0, VT_WIRE_BLOCKED = -1, VT_WIRE_FAILED = -2 };

ssize_t vt_wire_read(struct connection *c, char *p, size_t len);
/* Any part of what iov holds; after VT_WIRE_BLOCKED the same has to be offered
 * again. */
ssize_t vt_wire_write(struct connection *c, struct iovec *iov, size_t count);
/* Whether the other side has reset the connection, rather than only ended its
 * own half: many a script sends its request and then just that. */
bool vt_wire_is_reset(const struct connection *c);
/* The other side's IP address. */
struct vt_str vt_wire_peer(const struct connection *c, char out[INET6_ADDRSTRLEN]);

#endif
