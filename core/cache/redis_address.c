/* SPDX-License-Identifier: Apache-2.0 */
/* Taking the address of a Redis apart, and looking its host up. */
#include "cache/redis_address.h"

#include <netdb.h>
#include <stdio.h>
#include <sys/un.h>

#define REDIS_ADDRESS_SAY                                                                          \
	"say redis://:password@host:port/db or unix:/path (user and password may be left out)"

static int
redis_hex(char c)
{
	return (c >= '0' && c <= '9'   ? c - '0'
		: c >= 'a' && c <= 'f' ? c - 'a' + 10
		: c >= 'A' && c <= 'F' ? c - 'A' + 10
				       : -1);
}

/* A part with its percent-encoding undone, terminated; false: too long, or no
 * encoding of text. */
static bool
redis_word(struct vt_str from, char *to, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < from.len; i++) {
		char c = from.p[i];

		if (c == '%') {
			if (i + 2 >= from.len || redis_hex(from.p[i + 1]) < 0 ||
			    redis_hex(from.p[i + 2]) < 0)
				return (false);
			c = (char)(redis_hex(from.p[i + 1]) * 16 + redis_hex(from.p[i + 2]));
			i += 2;
		}
		if (c == '\0' || n + 1 >= room)
			return (false);
		to[n++] = c;
	}
	to[n] = '\0';
	return (true);
}

/* "user:password@" at the start of *rest, if it is there. */
static vt_err
redis_who(struct vt_str *rest, struct vt_redis_address *a)
{
	struct vt_str who, user;
	size_t at = rest->len;

	/* A path may have an @ in it. */
	if (rest->len > 0 && rest->p[0] == '/')
		return (VT_OK);
	while (at > 0 && rest->p[at - 1] != '@')
		at--;
	if (at == 0)
		return (VT_OK);
	who = vt_str_sub(*rest, 0, at - 1);
	*rest = vt_str_sub(*rest, at, rest->len);
	if (memchr(who.p, ':', who.len) == NULL)
		return (vt_fail(VT_E_BADARG, "before the @ a password has a colon in front of it, "
					     ":password@ or user:password@"));
	if (who.p[0] == ':')
		user = VT_STR_NONE, who = vt_str_sub(who, 1, who.len);
	else
		(void)vt_str_next(&who, ':', &user);
	if (!redis_word(user, a->user, sizeof(a->user)) ||
	    !redis_word(who, a->password, sizeof(a->password)) || who.len == 0)
		return (vt_fail(VT_E_BADARG,
				"user and password have at most %d bytes, and what is not a letter "
				"or a digit is percent-encoded",
				VT_REDIS_WORD_MAX - 1));
	return (VT_OK);
}

static vt_err
redis_path(struct vt_str rest, struct vt_redis_address *a)
{
	if (rest.len == 0 || rest.p[0] != '/' || rest.len >= sizeof(a->path))
		return (vt_fail(VT_E_BADARG,
				"the path of a Unix socket is absolute and has at most %zu bytes",
				sizeof(a->path) - 1));
	memcpy(a->path, rest.p, rest.len);
	(void)snprintf(a->name, sizeof(a->name), "unix:%s", a->path);
	return (VT_OK);
}

/* "host", "host:port", "[v6]:port". */
static vt_err
redis_host(struct vt_str rest, struct vt_redis_address *a)
{
	bool is_v6 = rest.len > 0 && rest.p[0] == '[';
	ptrdiff_t end = vt_str_find(rest, is_v6 ? VT_STR("]") : VT_STR(":"));
	struct vt_str host = rest, port = VT_STR(VT_REDIS_PORT), behind = VT_STR_NONE;
	int64_t number;

	if (is_v6 && end < 0)
		return (vt_fail(VT_E_BADARG, "the bracket of the IPv6 address is not closed"));
	if (end >= 0) {
		host = vt_str_sub(rest, is_v6, (size_t)end - is_v6);
		behind = vt_str_sub(rest, (size_t)end + is_v6, rest.len);
	}
	if (behind.len > 0)
		port = behind.p[0] == ':' ? vt_str_sub(behind, 1, behind.len) : VT_STR_NONE;
	if (!vt_str_to_int(port, 1, 65535, &number))
		return (vt_fail(VT_E_BADARG, "the port is a number from 1 to 65535, and an IPv6 "
					     "address stands in brackets"));
	if (host.len == 0 || host.len >= sizeof(a->host) || memchr(host.p, '\0', host.len) != NULL)
		return (vt_fail(VT_E_BADARG, "the host is missing or longer than %d bytes",
				VT_REDIS_WORD_MAX - 1));
	memcpy(a->host, host.p, host.len);
	(void)snprintf(a->port, sizeof(a->port), "%lld", (long long)number);
	return (VT_OK);
}

static vt_err
redis_tcp(struct vt_str rest, struct vt_redis_address *a)
{
	ptrdiff_t slash = vt_str_find(rest, VT_STR("/"));
	struct vt_str db = VT_STR_NONE;
	vt_err err;

	if (slash >= 0) {
		db = vt_str_sub(rest, (size_t)slash + 1, rest.len);
		rest = vt_str_sub(rest, 0, (size_t)slash);
	}
	if (db.len > 0 && !vt_str_to_int(db, 0, VT_REDIS_DB_MAX, &a->db))
		return (vt_fail(VT_E_BADARG,
				"behind the slash stands a number from 0 to %d, the "
				"database",
				VT_REDIS_DB_MAX));
	if ((err = redis_host(rest, a)) != VT_OK)
		return (err);
	(void)snprintf(a->name, sizeof(a->name),
		       strchr(a->host, ':') != NULL ? "redis://[%s]:%s/%lld" : "redis://%s:%s/%lld",
		       a->host, a->port, (long long)a->db);
	return (VT_OK);
}

vt_err
vt_redis_address_parse(const char *text, struct vt_redis_address *a_r)
{
	struct vt_str rest = vt_str_of(text);
	struct vt_redis_address a = { .db = 0 };
	bool is_tcp = vt_str_starts(rest, VT_STR("redis://"));
	vt_err err;

	if (vt_str_starts(rest, VT_STR("rediss://")))
		return (vt_fail(VT_E_BADARG, "TLS to Redis is not spoken: take a socket of this "
					     "machine, or stunnel in between"));
	if (!is_tcp && !vt_str_starts(rest, VT_STR("unix:")))
		return (vt_fail(VT_E_BADARG, "this is no address of a Redis: " REDIS_ADDRESS_SAY));
	rest = vt_str_sub(rest, is_tcp ? 8 : 5, rest.len);
	if ((err = redis_who(&rest, &a)) == VT_OK)
		err = is_tcp ? redis_tcp(rest, &a) : redis_path(rest, &a);
	if (err != VT_OK)
		return (err);
	*a_r = a;
	return (VT_OK);
}

static void
redis_unix(struct vt_redis_address *a)
{
	struct sockaddr_un *to = (struct sockaddr_un *)(void *)&a->sockets[0].to;

	to->sun_family = AF_UNIX;
	memcpy(to->sun_path, a->path, sizeof(a->path));
	a->sockets[0].len = sizeof(*to);
	a->socket_count = 1;
}

vt_err
vt_redis_address_look_up(struct vt_redis_address *a)
{
	static const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list, *at;
	int failed;

	a->socket_count = 0;
	if (a->host[0] == '\0') {
		redis_unix(a);
		return (VT_OK);
	}
	if ((failed = getaddrinfo(a->host, a->port, &hints, &list)) != 0)
		return (vt_fail(VT_E_UNAVAILABLE, "the host %s cannot be looked up: %s", a->host,
				gai_strerror(failed)));
	for (at = list; at != NULL && a->socket_count < VT_REDIS_SOCKETS_MAX; at = at->ai_next) {
		struct vt_redis_socket *s = &a->sockets[a->socket_count];

		if (at->ai_addrlen > sizeof(s->to) ||
		    (at->ai_family != AF_INET && at->ai_family != AF_INET6))
			continue;
		memcpy(&s->to, at->ai_addr, at->ai_addrlen);
		s->len = at->ai_addrlen;
		a->socket_count++;
	}
	freeaddrinfo(list);
	return (VT_OK);
}
