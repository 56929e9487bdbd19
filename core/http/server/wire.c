/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sockets.  Kore's own net_write() sends 8 KB a call; here an answer's head and
 * body leave in one sendmsg(2), as much as the socket takes.
 */
#include "http/server/wire.h"

static ssize_t
vt_wire_tls_result(const struct connection *c, int r)
{
	if (r > 0)
		return (r);
	switch (SSL_get_error(c->ssl, r)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		return (VT_WIRE_BLOCKED);
	case SSL_ERROR_ZERO_RETURN:
		return (VT_WIRE_ENDED);
	default:
		return (VT_WIRE_FAILED);
	}
}

static ssize_t
vt_wire_result(ssize_t r)
{
	if (r >= 0)
		return (r);
	return (errno == EAGAIN || errno == EINTR ? VT_WIRE_BLOCKED : VT_WIRE_FAILED);
}

ssize_t
vt_wire_read(struct connection *c, char *p, size_t len)
{
	ssize_t r;

	if (c->ssl != NULL) {
		ERR_clear_error();
		r = vt_wire_tls_result(c, SSL_read(c->ssl, p, (int)len));
		if (c->tls_reneg > 1)
			return (VT_WIRE_FAILED); /* renegotiation costs us more than them */
	} else {
		r = vt_wire_result(recv(c->fd, p, len, 0));
	}
	/* A plain read that does not fill its room has emptied the socket. */
	if (r == VT_WIRE_BLOCKED || (c->ssl == NULL && r > 0 && (size_t)r < len))
		c->evt.flags &= ~KORE_EVENT_READ;
	return (r);
}

ssize_t
vt_wire_write(struct connection *c, struct iovec *iov, size_t count)
{
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = count };
	ssize_t r;

	if (c->ssl != NULL) {
		size_t len = iov->iov_len < VT_WIRE_SLICE ? iov->iov_len : VT_WIRE_SLICE;

		ERR_clear_error();
		r = vt_wire_tls_result(c, SSL_write(c->ssl, iov->iov_base, (int)len));
	} else {
		r = vt_wire_result(sendmsg(c->fd, &msg, MSG_NOSIGNAL));
	}
	if (r == VT_WIRE_BLOCKED)
		c->evt.flags &= ~KORE_EVENT_WRITE;
	return (r);
}

bool
vt_wire_is_reset(const struct connection *c)
{
	char byte;

	return (recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno != EAGAIN);
}

/* By hand: each request of the usual kind has one of these. */
static struct vt_str
vt_wire_ipv4(uint32_t address, char out[INET6_ADDRSTRLEN])
{
	size_t len = 0;

	for (int shift = 24; shift >= 0; shift -= 8) {
		unsigned part = address >> shift & 255;

		if (part >= 100)
			out[len++] = (char)('0' + part / 100);
		if (part >= 10)
			out[len++] = (char)('0' + part / 10 % 10);
		out[len++] = (char)('0' + part % 10);
		out[len++] = shift > 0 ? '.' : '\0';
	}
	return ((struct vt_str){ out, len - 1 });
}

struct vt_str
vt_wire_peer(const struct connection *c, char out[INET6_ADDRSTRLEN])
{
	if (c->family == AF_INET)
		return (vt_wire_ipv4(ntohl(c->addr.ipv4.sin_addr.s_addr), out));
	return (vt_str_of(inet_ntop(c->family, &c->addr.ipv6.sin6_addr, out, INET6_ADDRSTRLEN)));
}
