/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers for operators, in memory that all workers share: made before fork,
 * counted into by each in a part of its own, added up by whichever is asked
 * (Prometheus text format 0.0.4).  Any thread; no locks.
 */
#ifndef VT_HTTP_METRICS_H
#define VT_HTTP_METRICS_H

#include "api/buf.h"

#define VT_METRICS_ROUTES_MAX 256 /* series; what comes later is counted as "other" */
#define VT_METRICS_ROUTE_LEN  96  /* bytes of a pattern that are kept */

/* What each worker sets about itself: id, name, type, help. */
#define VT_METRICS_GAUGES(X)                                                                       \
	X(CONNECTIONS, "vartai_connections", "gauge", "open connections")                          \
	X(SENDING_BYTES, "vartai_sending_bytes", "gauge", "bytes of answers being sent")           \
	X(JOBS_WAITING, "vartai_jobs_waiting", "gauge", "jobs that wait for a thread")             \
	X(JOBS_RUNNING, "vartai_jobs_running", "gauge", "jobs on a thread")                        \
	X(LARGE_WAITING, "vartai_jobs_large_waiting", "gauge", "large ones of those that wait")    \
	X(LARGE_RUNNING, "vartai_jobs_large_running", "gauge", "large ones of those on a thread")  \
	X(JOBS_OLDEST, "vartai_jobs_oldest_seconds", "gauge", "how long the oldest job has run")   \
	X(CACHE_HITS, "vartai_cache_hits_total", "counter", "answers from the cache")              \
	X(CACHE_MISSES, "vartai_cache_misses_total", "counter", "answers that had to be made")     \
	X(CACHE_WAITS, "vartai_cache_waits_total", "counter", "answers another was making")        \
	X(CACHE_EVICTIONS, "vartai_cache_evictions_total", "counter", "answers that had to go")    \
	X(CACHE_BYTES, "vartai_cache_bytes", "gauge", "bytes in the cache")                        \
	X(CACHE_ENTRIES, "vartai_cache_entries", "gauge", "answers in the cache")                  \
	X(REDIS_STATE, "vartai_redis_state", "gauge", "1: in use, 0: away, -1: not configured")    \
	X(REDIS_HITS, "vartai_redis_hits_total", "counter", "answers that others had made")        \
	X(REDIS_MISSES, "vartai_redis_misses_total", "counter", "answers it did not give")         \
	X(REDIS_PUTS, "vartai_redis_puts_total", "counter", "answers given to it")                 \
	X(REDIS_BYTES, "vartai_redis_bytes_total", "counter", "bytes of answers, both ways")       \
	X(REDIS_ERRORS, "vartai_redis_errors_total", "counter", "calls that it failed")            \
	X(REDIS_REFUSED, "vartai_redis_refused_total", "counter", "values not written by us")      \
	X(GENERATION, "vartai_catalogue_generation", "gauge", "generation last seen; -1: none")

enum vt_metrics_gauge {
#define VT_METRICS_ENUM(id, name, type, help) VT_METRICS_##id,
	VT_METRICS_GAUGES(VT_METRICS_ENUM)
#undef VT_METRICS_ENUM
	    VT_METRICS_GAUGE_COUNT
};

struct vt_metrics;

struct vt_metrics_request {
	const char *plugin, *route; /* "" when none */
	int status;
	uint64_t bytes; /* of the body */
	int64_t ms;
	size_t worker; /* from 0: who counts it */
};

vt_err vt_metrics_new(size_t workers, struct vt_metrics **m_r) VT_MUST_CHECK;
void vt_metrics_free(struct vt_metrics **m);
void vt_metrics_count(struct vt_metrics *m, const struct vt_metrics_request *r);
/* A head that was refused, so that there was no request. */
void vt_metrics_count_bad(struct vt_metrics *m);
void vt_metrics_count_restart(struct vt_metrics *m);
/* worker from 0. */
void vt_metrics_set(struct vt_metrics *m, size_t worker, enum vt_metrics_gauge g, int64_t value);
void vt_metrics_print(const struct vt_metrics *m, struct vt_buf *out);
/* Seconds since vt_metrics_new(). */
int64_t vt_metrics_uptime(const struct vt_metrics *m);

#endif
