/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a proxy says of the client that it speaks for: Forwarded (RFC 7239), or
 * X-Forwarded-For, -Proto, -Host, -Port and -Prefix.  Only the proxies named in
 * server.trusted_proxies are believed, and only the kind of header that
 * server.proxy_header names: a proxy lets the other kind pass as its client wrote
 * it.  Pure.
 */
#ifndef VT_HTTP_FORWARDED_H
#define VT_HTTP_FORWARDED_H

#include <netinet/in.h>

#include "api/arena.h"
#include "api/err.h"
#include "api/plugin.h"
#include "api/str.h"

#define VT_FORWARDED_HOPS_MAX 16 /* proxies in a row; those farther away are not looked at */

/* An address; IPv4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2). */
struct vt_net_address {
	uint8_t bytes[16];
};
/* The addresses whose first bits are these. */
struct vt_net {
	struct vt_net_address address;
	unsigned bits;
};

bool vt_net_address_parse(struct vt_str text, struct vt_net_address *a_r);
struct vt_str vt_net_address_text(const struct vt_net_address *a, char out[INET6_ADDRSTRLEN]);
/* "192.0.2.1", "192.0.2.0/24", "::1", "fd00::/8"; VT_E_BADARG says what is wrong. */
vt_err vt_net_parse(struct vt_str text, struct vt_net *net_r) VT_MUST_CHECK;
bool vt_net_has(const struct vt_net *net, const struct vt_net_address *a);

struct vt_proxies {
	const struct vt_net *nets;
	size_t count;
	bool has_forwarded; /* they say it in Forwarded, not in X-Forwarded-… */
};
/* Of the two options' values, in the arena. */
vt_err vt_proxies_parse(struct vt_arena *a, const struct vt_str_list *nets, const char *header,
			struct vt_proxies *p_r) VT_MUST_CHECK;

/* Header fields as they came, several of one name joined with commas. */
struct vt_forwarded_in {
	struct vt_str peer, host; /* who connected; Host */
	struct vt_str forwarded;
	struct vt_str x_for, x_proto, x_host, x_port, x_prefix;
};
struct vt_forwarded {
	bool is_told;			/* the peer is a trusted proxy; else the rest is empty */
	struct vt_net_address client;	/* the farthest that is known for sure */
	struct vt_str scheme, host;	/* "https"; host or host:port; borrowed, may be empty */
	struct vt_str port, prefix;	/* may be empty; prefix begins with a slash */
};
void vt_forwarded_read(const struct vt_proxies *p, const struct vt_forwarded_in *in,
		       struct vt_forwarded *f_r);
/* scheme://host:port/prefix; VT_STR_NONE when no host is told, or no memory.
 * scheme_else: where the proxy does not say. */
struct vt_str vt_forwarded_base(const struct vt_forwarded *f, const char *scheme_else,
				struct vt_arena *a);

#endif
