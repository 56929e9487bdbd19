/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hiredis writes the commands and reads the answers (RESP2); the sockets are
 * ours, because hiredis knows timeouts of single reads only: a server that gave
 * a byte now and then would hold a thread for ever.
 */
#include "cache/redis_link.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/time.h"

#define REDIS_CHUNK (32 * 1024) /* bytes read at a time */

void
vt_redis_link_close(struct vt_redis_link **link)
{
	struct vt_redis_link *gone = *link;

	*link = NULL;
	if (gone == NULL)
		return;
	if (gone->reader != NULL)
		redisReaderFree(gone->reader);
	(void)close(gone->fd);
	free(gone);
}

/* No command of ours is answered with a list, and a list's length would be
 * believed before there is one. */
static void *
redis_no_array(const redisReadTask *task, int elements)
{
	(void)task;
	(void)elements;
	return (NULL);
}

static struct vt_redis_link *
redis_link_new(int fd)
{
	struct vt_redis_link *link = calloc(1, sizeof(*link));

	if (link == NULL) {
		(void)close(fd);
		return (NULL);
	}
	link->fd = fd;
	if ((link->reader = redisReaderCreate()) == NULL) {
		vt_redis_link_close(&link);
		return (NULL);
	}
	link->fn = *link->reader->fn;
	link->fn.createArray = redis_no_array;
	link->reader->fn = &link->fn;
	return (link);
}

/* --- bytes, until the deadline ---------------------------------------------- */

static bool
redis_wait(struct vt_redis_call *call, int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left = call->deadline_ms - vt_time_monotonic_ms();
	int n;

	while (left > 0 && (n = poll(&p, 1, (int)left)) <= 0) {
		if (n < 0 && errno != EINTR && errno != EAGAIN) {
			(void)snprintf(call->why, sizeof(call->why), "waiting for it failed: %s",
				       strerror(errno));
			return (false);
		}
		left = call->deadline_ms - vt_time_monotonic_ms();
	}
	if (left > 0 && p.revents != 0)
		return (true);
	call->is_late = true;
	(void)snprintf(call->why, sizeof(call->why), "no answer within %lld ms",
		       (long long)call->timeout_ms);
	return (false);
}

static bool
redis_broken(struct vt_redis_call *call, const char *doing)
{
	(void)snprintf(call->why, sizeof(call->why), "%s: %s", doing, strerror(errno));
	return (false);
}

static bool
redis_send(struct vt_redis_call *call, const struct vt_redis_link *link, const char *p, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = send(link->fd, p, len, MSG_NOSIGNAL);
		if (n < 0 && errno == EAGAIN) {
			if (!redis_wait(call, link->fd, POLLOUT))
				return (false);
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return (redis_broken(call, "writing to it failed"));
		p += n;
		len -= (size_t)n;
	}
	return (true);
}

/* What has come is fed to the reader; false: nothing more will. */
static bool
redis_feed(struct vt_redis_call *call, const struct vt_redis_link *link, size_t *total)
{
	char chunk[REDIS_CHUNK];
	ssize_t n;

	if (!redis_wait(call, link->fd, POLLIN))
		return (false);
	n = recv(link->fd, chunk, sizeof(chunk), 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return (true);
	if (n < 0)
		return (redis_broken(call, "reading from it failed"));
	if (n == 0) {
		(void)snprintf(call->why, sizeof(call->why), "it closed the connection");
		return (false);
	}
	*total += (size_t)n;
	if ((call->is_large = *total > call->reply_max)) {
		(void)snprintf(call->why, sizeof(call->why), "it answers more than %zu bytes",
			       call->reply_max);
		return (false);
	}
	if (redisReaderFeed(link->reader, chunk, (size_t)n) == REDIS_OK)
		return (true);
	(void)snprintf(call->why, sizeof(call->why), "what it answers cannot be read: %.120s",
		       link->reader->errstr);
	return (false);
}

static redisReply *
redis_receive(struct vt_redis_call *call, const struct vt_redis_link *link)
{
	void *reply = NULL;
	size_t total = 0;

	while (reply == NULL) {
		if (redisReaderGetReply(link->reader, &reply) != REDIS_OK) {
			(void)snprintf(call->why, sizeof(call->why),
				       "what it answers is not Redis");
			return (NULL);
		}
		if (reply == NULL && !redis_feed(call, link, &total))
			return (NULL);
	}
	return (reply);
}

redisReply *
vt_redis_link_do(struct vt_redis_call *call, const struct vt_redis_link *link,
		 const struct vt_redis_command *c)
{
	const char *argv[VT_REDIS_WORDS_MAX];
	char *bytes;
	int len;
	bool is_sent;

	memcpy(argv, c->argv, sizeof(argv)); /* hiredis wants them writable */
	call->is_late = call->is_large = false;
	if ((len = redisFormatCommandArgv(&bytes, c->argc, argv, c->len)) < 0) {
		(void)snprintf(call->why, sizeof(call->why), "no memory");
		return (NULL);
	}
	is_sent = redis_send(call, link, bytes, (size_t)len);
	redisFreeCommand(bytes);
	return (is_sent ? redis_receive(call, link) : NULL);
}

/* --- connecting ------------------------------------------------------------- */

static bool
redis_dial(struct vt_redis_call *call, const struct vt_redis_socket *s, int *fd_r)
{
	static const int one = 1;
	int fd = socket(s->to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int failed = 0;
	socklen_t len = sizeof(failed);

	if (fd < 0)
		return (redis_broken(call, "no socket"));
	if (connect(fd, (const struct sockaddr *)&s->to, s->len) != 0) {
		failed = errno;
		if (failed == EINPROGRESS && !redis_wait(call, fd, POLLOUT)) {
			(void)close(fd);
			return (false);
		}
		if (failed == EINPROGRESS &&
		    getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &len) != 0)
			failed = errno;
	}
	if (failed != 0) {
		(void)close(fd);
		errno = failed;
		return (redis_broken(call, "it cannot be connected to"));
	}
	if (s->to.ss_family != AF_UNIX)
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	*fd_r = fd;
	return (true);
}

static bool
redis_said_ok(struct vt_redis_call *call, const struct vt_redis_link *link,
	      const struct vt_redis_command *c)
{
	redisReply *reply = vt_redis_link_do(call, link, c);
	bool is_ok = reply != NULL && reply->type == REDIS_REPLY_STATUS;

	if (reply != NULL && !is_ok)
		(void)snprintf(call->why, sizeof(call->why), "it answers %.120s",
			       reply->type == REDIS_REPLY_ERROR ? reply->str : "strangely");
	if (reply != NULL)
		freeReplyObject(reply);
	return (is_ok);
}

static void
redis_word_add(struct vt_redis_command *c, const char *p, size_t len)
{
	c->argv[c->argc] = p;
	c->len[c->argc++] = len;
}

/* Who we are, and which database. */
static bool
redis_greet(struct vt_redis_call *call, const struct vt_redis_link *link,
	    const struct vt_redis_address *a)
{
	struct vt_redis_command c = { 0 };
	char db[24];

	if (a->password[0] != '\0') {
		redis_word_add(&c, "AUTH", 4);
		if (a->user[0] != '\0')
			redis_word_add(&c, a->user, strlen(a->user));
		redis_word_add(&c, a->password, strlen(a->password));
		if (!redis_said_ok(call, link, &c))
			return (false);
	}
	if (a->db == 0)
		return (true);
	c.argc = 0;
	redis_word_add(&c, "SELECT", 6);
	redis_word_add(&c, db, (size_t)snprintf(db, sizeof(db), "%lld", (long long)a->db));
	return (redis_said_ok(call, link, &c));
}

/* Each address has its share of the time that is left, so that one which swallows
 * what it is sent does not keep the call from the next. */
static struct vt_redis_link *
redis_dial_any(struct vt_redis_call *call, const struct vt_redis_address *a)
{
	const int64_t deadline_ms = call->deadline_ms;
	struct vt_redis_link *link = NULL;
	int64_t now;
	int fd;

	for (size_t i = 0; i < a->socket_count && link == NULL; i++) {
		now = vt_time_monotonic_ms();
		call->deadline_ms = now + (deadline_ms - now) / (int64_t)(a->socket_count - i);
		if (redis_dial(call, &a->sockets[i], &fd) && (link = redis_link_new(fd)) == NULL)
			(void)snprintf(call->why, sizeof(call->why), "no memory");
	}
	call->deadline_ms = deadline_ms;
	return (link);
}

struct vt_redis_link *
vt_redis_link_open(struct vt_redis_call *call, const struct vt_redis_address *a)
{
	struct vt_redis_link *link;

	(void)snprintf(call->why, sizeof(call->why), "no address of it is known");
	link = redis_dial_any(call, a);
	if (link != NULL && !redis_greet(call, link, a)) {
		vt_redis_link_close(&link);
		/* Too much said to a greeting is no value that is too large. */
		call->is_large = false;
	}
	return (link);
}
