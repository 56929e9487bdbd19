/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job pool of a worker: two classes of jobs, each with a bounded queue and a
 * few threads of its own, and an eventfd that wakes the event loop when jobs have
 * landed.  Large jobs are those that take so long that all threads might come to
 * be in them; their threads give way to all others (VT_JOBS_LARGE_NICE).  Knows
 * neither requests nor Kore.  A struct vt_job is embedded in what is to be done;
 * it belongs to the pool from vt_jobs_put() until it has landed or was taken back.
 */
#ifndef VT_HTTP_JOBS_H
#define VT_HTTP_JOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/err.h"

struct vt_job {
	struct vt_job *next; /* the pool's */
	bool is_large;	     /* set before it is put */
};

/* Of threads for large jobs.  Not nothing: with all others at work the scheduler
 * gives such a thread a tenth of what one of them has (weights 110 and 1024). */
#define VT_JOBS_LARGE_NICE 10

struct vt_jobs;

struct vt_jobs_options {
	size_t threads;				    /* at least 1 */
	size_t queue_max;			    /* jobs that wait, at least 1 */
	size_t large_threads;			    /* 0: large jobs go with the others */
	size_t large_queue_max;
	void (*run)(struct vt_job *job, void *arg); /* on a pool thread; may block */
	void (*thread_end)(void *arg);		    /* on each thread, last; may be NULL */
	/* On the same thread when the job has landed, for what nobody waits for;
	 * counted as running; may be NULL. */
	void (*after)(void *arg);
	void *arg;
};

struct vt_jobs_counts {
	size_t waiting, running;	     /* of both classes */
	size_t large_waiting, large_running; /* of these, large ones */
	int64_t oldest_ms;		     /* how long the oldest has run */
};

/* Starts the threads, all signals blocked in them.  VT_E_LIMIT when the system
 * gives no thread or descriptor. */
vt_err vt_jobs_new(const struct vt_jobs_options *o, struct vt_jobs **jobs_r) VT_MUST_CHECK;
/* Waits at most wait_ms for the jobs in hand, those that wait are not run.
 * False: a thread is still in a job; then nothing is freed, *jobs is NULL all
 * the same, and the process had better end. */
bool vt_jobs_free(struct vt_jobs **jobs, int wait_ms);

/* False: the queue of its class is full and the job is still the caller's. */
bool vt_jobs_put(struct vt_jobs *jobs, struct vt_job *job) VT_MUST_CHECK;
/* Takes back a job that no thread has begun; false when it is too late. */
bool vt_jobs_take_back(struct vt_jobs *jobs, struct vt_job *job) VT_MUST_CHECK;
/* The jobs that have landed since the last call, in that order, linked by
 * ->next; NULL: none. */
struct vt_job *vt_jobs_landed(struct vt_jobs *jobs);
/* The jobs that have run for so long, at most max.  For who calls
 * vt_jobs_landed(): until then they stay what they are. */
size_t vt_jobs_lasting(struct vt_jobs *jobs, int64_t since_ms, struct vt_job **lasting, size_t max);
/* Readable when jobs have landed. */
int vt_jobs_fd(const struct vt_jobs *jobs);
struct vt_jobs_counts vt_jobs_count(struct vt_jobs *jobs);

#endif
