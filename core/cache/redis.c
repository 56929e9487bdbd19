/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store in Redis.  Connections wait in a list between calls.  One that was
 * left open may have been closed by the other side meanwhile, which is no
 * failure yet: the call goes on with a new one.  A gate in memory that all
 * workers share keeps everybody away for a while after a failure; the first who
 * comes then tries.
 */
#include "cache/redis.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "api/log.h"
#include "api/time.h"
#include "cache/redis_link.h"

#define REDIS_OVERHEAD 1024 /* bytes of an answer around its value */

struct redis_gate {
	_Atomic int64_t shut_until_ms; /* monotonic; 0: open */
	_Atomic bool is_shut;	       /* and it was said */
};

struct redis_shared { /* by all processes */
	struct redis_gate calls, puts;
};

struct store_redis {
	struct vt_store store; /* first */
	struct vt_redis_options o;
	struct redis_shared *shared;
	pthread_mutex_t lock;
	struct vt_redis_link *idle;
};

/* One call under way. */
struct redis_call {
	struct store_redis *r;
	bool is_probe; /* the first try after a failure */
	struct vt_redis_call wire;
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
	return (now >= until &&
		atomic_compare_exchange_strong(&gate->shut_until_ms, &until, now + r->o.retry_ms));
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
		       r->o.address.name, call->wire.why, (long long)r->o.retry_ms);
}

static void
redis_worked(struct redis_call *call)
{
	if (redis_gate_open(&call->r->shared->calls, call->is_probe))
		vt_log("cache", VT_LOG_INFO, "%s is back", call->r->o.address.name);
}

/* --- a connection --------------------------------------------------------- */

static void
redis_links_free(struct vt_redis_link *list)
{
	struct vt_redis_link *next;

	for (; list != NULL; list = next) {
		next = list->next;
		vt_redis_link_close(&list);
	}
}

static struct vt_redis_link *
redis_idle_take(struct store_redis *r)
{
	struct vt_redis_link *link;

	(void)pthread_mutex_lock(&r->lock);
	if ((link = r->idle) != NULL)
		r->idle = link->next;
	(void)pthread_mutex_unlock(&r->lock);
	return (link);
}

static void
redis_idle_give(struct store_redis *r, struct vt_redis_link *link)
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
	struct vt_redis_link *list;

	(void)pthread_mutex_lock(&r->lock);
	list = r->idle;
	r->idle = NULL;
	(void)pthread_mutex_unlock(&r->lock);
	redis_links_free(list);
}

/* --- a call ----------------------------------------------------------------- */

/* On a connection that waited; NULL without is_late or is_large: try anew. */
static redisReply *
redis_reuse(struct redis_call *call, const struct vt_redis_command *c)
{
	struct vt_redis_link *link = redis_idle_take(call->r);
	redisReply *reply;

	if (link == NULL)
		return (NULL);
	if ((reply = vt_redis_link_do(&call->wire, link, c)) != NULL) {
		redis_idle_give(call->r, link);
		return (reply);
	}
	vt_redis_link_close(&link);
	if (!call->wire.is_large)
		redis_idle_drop(call->r);
	return (NULL);
}

static redisReply *
redis_renew(struct redis_call *call, const struct vt_redis_command *c)
{
	struct vt_redis_link *link = vt_redis_link_open(&call->wire, &call->r->o.address);
	redisReply *reply = link != NULL ? vt_redis_link_do(&call->wire, link, c) : NULL;

	if (reply != NULL)
		redis_idle_give(call->r, link);
	else
		vt_redis_link_close(&link);
	return (reply);
}

/* The answer, of any type: whoever has it says whether all is well.  NULL:
 * there is none, which has been dealt with. */
static redisReply *
redis_ask(struct redis_call *call, const struct vt_redis_command *c)
{
	struct store_redis *r = call->r;
	redisReply *reply;

	if (!redis_gate_enter(r, &r->shared->calls, &call->is_probe))
		return (NULL);
	call->wire.deadline_ms = vt_time_monotonic_ms() + r->o.timeout_ms;
	call->wire.timeout_ms = r->o.timeout_ms;
	call->wire.reply_max = r->store.value_max + REDIS_OVERHEAD;
	reply = redis_reuse(call, c);
	if (reply == NULL && !call->wire.is_late && !call->wire.is_large)
		reply = redis_renew(call, c);
	if (reply == NULL && !call->wire.is_large)
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
	(void)snprintf(call->wire.why, sizeof(call->wire.why), "it answers %.120s", reply->str);
	redis_failed(call);
	return (true);
}

static enum vt_store_found
redis_get(struct vt_store *store, struct vt_str key, struct vt_store_value *value_r)
{
	struct redis_call call = { .r = (struct store_redis *)store };
	struct vt_redis_command c = { 2, { "GET", key.p }, { 3, key.len } };
	redisReply *reply = redis_ask(&call, &c);

	if (reply == NULL && !call.wire.is_large)
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

/* It is there but does not keep (full, a replica, its disk): reading goes on. */
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

/* only_new: what is there already stays, and is no failure (Redis answers nothing). */
static bool
redis_set(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl,
	  bool only_new)
{
	struct store_redis *r = (struct store_redis *)store;
	struct redis_call call = { .r = r };
	struct vt_redis_command c = { only_new ? 6 : 5,
				      { "SET", key.p, value.p, "EX", NULL, "NX" },
				      { 3, key.len, value.len, 2, 0, 2 } };
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
	is_kept = reply->type == REDIS_REPLY_STATUS ||
		  (only_new && reply->type == REDIS_REPLY_NIL);
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
redis_put(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl)
{
	return (redis_set(store, key, value, ttl, false));
}

static bool
redis_add(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl)
{
	return (redis_set(store, key, value, ttl, true));
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
						   redis_close, redis_add };
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
