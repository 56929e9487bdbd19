/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Redis as a second level.  A Redis that is away or slow costs one call its
 * time; then nobody asks for a while, in none of the processes that this one
 * forked after opening.  Connections are made when they are first needed, so
 * open it before the fork and use it after.
 */
#ifndef VT_CACHE_REDIS_H
#define VT_CACHE_REDIS_H

#include "cache/redis_address.h"
#include "cache/store.h"

struct vt_redis_options {
	struct vt_redis_address address; /* looked up; without sockets always away */
	int64_t timeout_ms;		 /* a call's whole time, connecting counted */
	int64_t retry_ms;		 /* how long nobody asks after a failure */
	size_t value_max;		 /* bytes */
};

vt_err vt_redis_open(const struct vt_redis_options *o, struct vt_store **store_r) VT_MUST_CHECK;

#endif
