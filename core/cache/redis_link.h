/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection to a Redis, and one call on it.  A call has one deadline for
 * all that it does.  Only for redis.c.
 */
#ifndef VT_CACHE_REDIS_LINK_H
#define VT_CACHE_REDIS_LINK_H

#include <hiredis/hiredis.h>

#include "cache/redis_address.h"

#define VT_REDIS_WHY_MAX   256
#define VT_REDIS_WORDS_MAX 6

struct vt_redis_link {
	struct vt_redis_link *next; /* its owner's */
	int fd;
	redisReader *reader;
	redisReplyObjectFunctions fn;
};

struct vt_redis_command {
	int argc;
	const char *argv[VT_REDIS_WORDS_MAX];
	size_t len[VT_REDIS_WORDS_MAX];
};

struct vt_redis_call {
	int64_t deadline_ms, timeout_ms; /* monotonic; the second for sentences */
	size_t reply_max;		 /* bytes of an answer */
	/* Of what failed last: its time was over; more came than reply_max. */
	bool is_late, is_large;
	char why[VT_REDIS_WHY_MAX];
};

/* Connected, signed in, the database chosen; NULL: call->why. */
struct vt_redis_link *vt_redis_link_open(struct vt_redis_call *call,
					 const struct vt_redis_address *a);
void vt_redis_link_close(struct vt_redis_link **link);
/* The answer (freeReplyObject() it), never a list; NULL: call->why, and the
 * connection is of no more use. */
redisReply *vt_redis_link_do(struct vt_redis_call *call, const struct vt_redis_link *link,
			     const struct vt_redis_command *c);

#endif
