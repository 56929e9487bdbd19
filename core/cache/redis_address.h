/* SPDX-License-Identifier: Apache-2.0 */
/* Where a Redis is and as whom to speak to it, as an option says it. */
#ifndef VT_CACHE_REDIS_ADDRESS_H
#define VT_CACHE_REDIS_ADDRESS_H

#include <sys/socket.h>

#include "api/str.h"

#define VT_REDIS_PORT	     "6379"
#define VT_REDIS_WORD_MAX    256   /* bytes of host, user, password */
#define VT_REDIS_DB_MAX	     65535 /* redis.conf's "databases" is mostly 16 */
#define VT_REDIS_SOCKETS_MAX 8	   /* addresses of one name that are tried */

struct vt_redis_address {
	char host[VT_REDIS_WORD_MAX], port[8]; /* host empty: a path */
	char path[108];			       /* of a Unix socket */
	char user[VT_REDIS_WORD_MAX], password[VT_REDIS_WORD_MAX];
	int64_t db;
	char name[VT_REDIS_WORD_MAX + 32]; /* for the log: without the password */
	struct vt_redis_socket {
		struct sockaddr_storage to;
		socklen_t len;
	} sockets[VT_REDIS_SOCKETS_MAX];
	size_t socket_count;
};

/* redis://[[user]:password@]host[:port][/db] or unix:[[user]:password@]/path;
 * user and password percent-encoded.  VT_E_BADARG; no sentence shows a password. */
vt_err vt_redis_address_parse(const char *text, struct vt_redis_address *a_r) VT_MUST_CHECK;
/* Looks the host up: may block for as long as that takes.  VT_E_UNAVAILABLE. */
vt_err vt_redis_address_look_up(struct vt_redis_address *a) VT_MUST_CHECK;

#endif
