/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store in Redis.  hiredis writes the commands and reads the answers
 * (RESP2); the sockets are ours, because a call has one deadline for all that it
 * does, and hiredis knows timeouts of single reads only: a server that gave a
 * byte now and then would hold a thread for ever.
 *
 * Connections wait in a list between calls.  One that was left open may have
 * been closed by the other side meanwhile, which is no failure yet: the call
 * goes on with a new one.  A gate in memory that all workers share keeps
 * everybody away for a while after a failure; the first who comes then tries.
 */
#include "cache/redis.h"

#include <errno.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api/log.h"
#include "api/time.h"

#define REDIS_CHUNK    (32 * 1024) /* bytes read at a time */
#define REDIS_OVERHEAD 1024	   /* bytes of an answer around its value */
#define REDIS_WHY_MAX  256

struct redis_gate {
	_Atomic int64_t shut_until_ms; /* monotonic; 0: open */
	_Atomic bool is_shut;	       /* and it was said */
};

struct redis_shared { /* by all processes */
	struct redis_gate calls, puts;
};

struct redis_link {
	struct redis_link *next;
	int fd;
	redisReader *reader;
	redisReplyObjectFunctions fn;
};

struct store_redis {
	struct vt_store store; /* first */
	struct vt_redis_options o;
	struct redis_shared *shared;
	pthread_mutex_t lock;
	struct redis_link *idle;
};

struct redis_command {
	int argc;
	const char *argv[5];
	size_t len[5];
};

/* One call under way. */
struct redis_call {
	struct store_redis *r;
	int64_t deadline_ms;
	bool is_probe; /* the first try after a failure */
	bool is_late, is_large;
	char why[REDIS_WHY_MAX];
};

/* --- the gate ------------------------------------------------------------- */

/* Whether to try; of those who come when its time is over, one does. */
static bool
redis_gate_enter(const struct store_redis *r, struct redis_gate *gate, bool *is_probe_r)
{
	int64_t until = atomic_load(&gate->shut_until_ms), now;

	*is_probe_r = until != 0;
	if (until == 0)
		return (true);
	now = vt_time_monotonic_ms();
	return (now >= until && atomic_compare_exchange_strong(&gate->shut_until_ms, &until,
							       now + r->o.retry_ms));
}

/* True: who calls is the first to notice. */
static bool
redis_gate_shut(const struct store_redis *r, struct redis_gate *gate)
{
	atomic_store(&gate->shut_until_ms, vt_time_monotonic_ms() + r->o.retry_ms);
	return (!atomic_exchange(&gate->is_shut, true));
}

static bool
redis_gate_open(struct redis_gate *gate, bool is_probe)
{
	/* Who was let in before it shut knows less than who shut it. */
	if (!is_probe)
		return (false);
	atomic_store(&gate->shut_until_ms, 0);
	return (atomic_exchange(&gate->is_shut, false));
}

static void
redis_failed(struct redis_call *call)
{
	struct store_redis *r = call->r;

	atomic_fetch_add(&r->store.errors, 1);
	if (redis_gate_shut(r, &r->shared->calls))
		vt_log("cache", VT_LOG_WARN,
		       "%s is away: %s; answers are made without it, and it is tried again every "
		       "%lld ms",
		       r->o.address.name, call->why, (long long)r->o.retry_ms);
}

static void
redis_worked(struct redis_call *call)
{
	if (redis_gate_open(&call->r->shared->calls, call->is_probe))
		vt_log("cache", VT_LOG_INFO, "%s is back", call->r->o.address.name);
}

/* --- a connection --------------------------------------------------------- */

static void
redis_link_free(struct redis_link **link)
{
	struct redis_link *gone = *link;

	*link = NULL;
	if (gone == NULL)
		return;
	if (gone->reader != NULL)
		redisReaderFree(gone->reader);
	(void)close(gone->fd);
	free(gone);
}

static void
redis_links_free(struct redis_link *list)
{
	struct redis_link *next;

	for (; list != NULL; list = next) {
		next = list->next;
		redis_link_free(&list);
	}
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

static struct redis_link *
redis_link_new(int fd)
{
	struct redis_link *link = calloc(1, sizeof(*link));

	if (link == NULL) {
		(void)close(fd);
		return (NULL);
	}
	link->fd = fd;
	if ((link->reader = redisReaderCreate()) == NULL) {
		redis_link_free(&link);
		return (NULL);
	}
	link->fn = *link->reader->fn;
	link->fn.createArray = redis_no_array;
	link->reader->fn = &link->fn;
	return (link);
}

static struct redis_link *
redis_idle_take(struct store_redis *r)
{
	struct redis_link *link;

	(void)pthread_mutex_lock(&r->lock);
	if ((link = r->idle) != NULL)
		r->idle = link->next;
	(void)pthread_mutex_unlock(&r->lock);
	return (link);
}

static void
redis_idle_give(struct store_redis *r, struct redis_link *link)
{
	(void)pthread_mutex_lock(&r->lock);
	link->next = r->idle;
	r->idle = link;
	(void)pthread_mutex_unlock(&r->lock);
}

/* When one was closed by the other side, so were all. */
static void
redis_idle_drop(struct store_redis *r)
{
	struct redis_link *list;

	(void)pthread_mutex_lock(&r->lock);
	list = r->idle;
	r->idle = NULL;
	(void)pthread_mutex_unlock(&r->lock);
	redis_links_free(list);
}

/* --- bytes, until the deadline ---------------------------------------------- */

static bool
redis_wait(struct redis_call *call, int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left = call->deadline_ms - vt_time_monotonic_ms();
	int n;

	while (left > 0 && (n = poll(&p, 1, (int)left)) <= 0) {
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			break;
		left = call->deadline_ms - vt_time_monotonic_ms();
	}
	if (left > 0 && p.revents != 0)
		return (true);
	call->is_late = true;
	(void)snprintf(call->why, sizeof(call->why), "no answer within %lld ms",
		       (long long)call->r->o.timeout_ms);
	return (false);
}

static bool
redis_broken(struct redis_call *call, const char *doing)
{
	(void)snprintf(call->why, sizeof(call->why), "%s: %s", doing, strerror(errno));
	return (false);
}

static bool
redis_send(struct redis_call *call, const struct redis_link *link, const char *p, size_t len)
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
redis_feed(struct redis_call *call, const struct redis_link *link, size_t *total)
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
	call->is_large = *total > call->r->store.value_max + REDIS_OVERHEAD;
	return (!call->is_large && redisReaderFeed(link->reader, chunk, (size_t)n) == REDIS_OK);
}

static redisReply *
redis_receive(struct redis_call *call, const struct redis_link *link)
{
	void *reply = NULL;
	size_t total = 0;

	while (reply == NULL) {
		if (redisReaderGetReply(link->reader, &reply) != REDIS_OK) {
			(void)snprintf(call->why, sizeof(call->why), "what it answers is not Redis");
			return (NULL);
		}
		if (reply == NULL && !redis_feed(call, link, &total))
			return (NULL);
	}
	return (reply);
}

static redisReply *
redis_do(struct redis_call *call, const struct redis_link *link, const struct redis_command *c)
{
	const char *argv[5];
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
redis_dial(struct redis_call *call, const struct vt_redis_socket *s, int *fd_r)
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
redis_said_ok(struct redis_call *call, const struct redis_link *link,
	      const struct redis_command *c)
{
	redisReply *reply = redis_do(call, link, c);
	bool is_ok = reply != NULL && reply->type == REDIS_REPLY_STATUS;

	if (reply != NULL && !is_ok)
		(void)snprintf(call->why, sizeof(call->why), "it answers %.120s",
			       reply->type == REDIS_REPLY_ERROR ? reply->str : "strangely");
	if (reply != NULL)
		freeReplyObject(reply);
	return (is_ok);
}

static void
redis_word_add(struct redis_command *c, const char *p, size_t len)
{
	c->argv[c->argc] = p;
	c->len[c->argc++] = len;
}

/* Who we are, and which database. */
static bool
redis_greet(struct redis_call *call, const struct redis_link *link)
{
	const struct vt_redis_address *a = &call->r->o.address;
	struct redis_command c = { 0 };
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

static struct redis_link *
redis_connect(struct redis_call *call)
{
	const struct vt_redis_address *a = &call->r->o.address;
	struct redis_link *link = NULL;
	int fd;

	(void)snprintf(call->why, sizeof(call->why), "no address of it is known");
	for (size_t i = 0; i < a->socket_count && link == NULL; i++)
		if (redis_dial(call, &a->sockets[i], &fd) && (link = redis_link_new(fd)) == NULL)
			(void)snprintf(call->why, sizeof(call->why), "no memory");
	if (link != NULL && !redis_greet(call, link))
		redis_link_free(&link);
	return (link);
}

/* --- a call ----------------------------------------------------------------- */

/* On a connection that waited; NULL without is_late or is_large: try anew. */
static redisReply *
redis_reuse(struct redis_call *call, const struct redis_command *c)
{
	struct redis_link *link = redis_idle_take(call->r);
	redisReply *reply;

	if (link == NULL)
		return (NULL);
	if ((reply = redis_do(call, link, c)) != NULL) {
		redis_idle_give(call->r, link);
		return (reply);
	}
	redis_link_free(&link);
	if (!call->is_large)
		redis_idle_drop(call->r);
	return (NULL);
}

static redisReply *
redis_renew(struct redis_call *call, const struct redis_command *c)
{
	struct redis_link *link = redis_connect(call);
	redisReply *reply = link != NULL ? redis_do(call, link, c) : NULL;

	if (reply != NULL)
		redis_idle_give(call->r, link);
	else
		redis_link_free(&link);
	return (reply);
}

/* The answer, of any type: whoever gets it says whether all is well.  NULL:
 * there is none, which has been dealt with. */
static redisReply *
redis_ask(struct redis_call *call, const struct redis_command *c)
{
	struct store_redis *r = call->r;
	redisReply *reply;

	if (!redis_gate_enter(r, &r->shared->calls, &call->is_probe))
		return (NULL);
	call->deadline_ms = vt_time_monotonic_ms() + r->o.timeout_ms;
	reply = redis_reuse(call, c);
	if (reply == NULL && !call->is_late && !call->is_large)
		reply = redis_renew(call, c);
	if (reply == NULL && !call->is_large)
		redis_failed(call);
	return (reply);
}

static void
redis_done(void *arg)
{
	freeReplyObject(arg);
}

/* Another type under our key is as good as nothing; that we may not read, or
 * that it is still loading, is a reason to leave it alone for a while. */
static bool
redis_is_trouble(struct redis_call *call, const redisReply *reply)
{
	if (reply->type != REDIS_REPLY_ERROR || strncmp(reply->str, "WRONGTYPE", 9) == 0)
		return (false);
	(void)snprintf(call->why, sizeof(call->why), "it answers %.120s", reply->str);
	redis_failed(call);
	return (true);
}

static enum vt_store_found
redis_get(struct vt_store *store, struct vt_str key, struct vt_store_value *value_r)
{
	struct redis_call call = { .r = (struct store_redis *)store };
	struct redis_command c = { 2, { "GET", key.p }, { 3, key.len } };
	redisReply *reply = redis_ask(&call, &c);

	if (reply == NULL && !call.is_large)
		return (VT_STORE_AWAY);
	if (reply != NULL && redis_is_trouble(&call, reply)) {
		freeReplyObject(reply);
		return (VT_STORE_AWAY);
	}
	redis_worked(&call);
	if (reply != NULL && reply->type == REDIS_REPLY_STRING && reply->len <= store->value_max) {
		*value_r = (struct vt_store_value){ .bytes = { reply->str, reply->len },
						    .done = redis_done,
						    .arg = reply };
		return (VT_STORE_HIT);
	}
	if (reply == NULL || reply->type != REDIS_REPLY_NIL)
		atomic_fetch_add(&store->errors, 1);
	if (reply != NULL)
		freeReplyObject(reply);
	return (VT_STORE_MISS);
}

/* It is there but does not keep (full, a replica, its disk): gets go on. */
static void
redis_refused(struct redis_call *call, const redisReply *reply)
{
	struct store_redis *r = call->r;

	atomic_fetch_add(&r->store.errors, 1);
	if (redis_gate_shut(r, &r->shared->puts))
		vt_log("cache", VT_LOG_WARN,
		       "%s does not keep what it is given: %.120s; this is tried again every %lld "
		       "ms",
		       r->o.address.name, reply->type == REDIS_REPLY_ERROR ? reply->str : "",
		       (long long)r->o.retry_ms);
}

static bool
redis_put(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl)
{
	struct store_redis *r = (struct store_redis *)store;
	struct redis_call call = { .r = r };
	struct redis_command c = { 5, { "SET", key.p, value.p, "EX" }, { 3, key.len, value.len, 2 } };
	char seconds[24];
	bool is_probe, is_kept;
	redisReply *reply;

	if (!redis_gate_enter(r, &r->shared->puts, &is_probe))
		return (false);
	c.argv[4] = seconds;
	c.len[4] = (size_t)snprintf(seconds, sizeof(seconds), "%lld", (long long)ttl);
	if (value.p == NULL)
		c.argv[2] = "";
	if ((reply = redis_ask(&call, &c)) == NULL)
		return (false);
	is_kept = reply->type == REDIS_REPLY_STATUS;
	if (is_kept)
		redis_worked(&call);
	else
		redis_refused(&call, reply);
	if (is_kept && redis_gate_open(&r->shared->puts, is_probe))
		vt_log("cache", VT_LOG_INFO, "%s keeps what it is given again", r->o.address.name);
	freeReplyObject(reply);
	return (is_kept);
}

static bool
redis_is_away(struct vt_store *store)
{
	return (((struct store_redis *)store)->shared->calls.is_shut);
}

static void
redis_close(struct vt_store *store)
{
	struct store_redis *r = (struct store_redis *)store;

	redis_links_free(r->idle);
	(void)munmap(r->shared, sizeof(*r->shared));
	(void)pthread_mutex_destroy(&r->lock);
	free(r);
}

vt_err
vt_redis_open(const struct vt_redis_options *o, struct vt_store **store_r)
{
	static const struct vt_store_kind kind = { redis_get, redis_put, redis_is_away,
						   redis_close };
	struct store_redis *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a store"));
	r->shared = mmap(NULL, sizeof(*r->shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (r->shared == MAP_FAILED) {
		free(r);
		return (vt_fail(VT_E_NOMEM, "no shared memory for a store"));
	}
	r->store.kind = &kind;
	r->store.value_max = o->value_max;
	r->o = *o;
	(void)pthread_mutex_init(&r->lock, NULL);
	*store_r = &r->store;
	return (VT_OK);
}
