/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work in parallel, committed in order.  A work goes through stages; a stage is
 * one job or many (pages), and all threads help the earliest work first, so that
 * one large object does not leave them idle.  Producing and committing are never
 * done by two threads at once.  Knows nothing of objects: run_*.c does.
 */
#ifndef VT_INGEST_PIPELINE_H
#define VT_INGEST_PIPELINE_H

#include <stdatomic.h>

#include "api/err.h"
#include "api/str.h"

#define VT_PIPELINE_THREADS_MAX	256
#define VT_PIPELINE_AHEAD	4	/* works in flight, times the threads */

struct vt_work {			/* the first member of what the user makes */
	struct vt_work	*next;
	int		 stage;		/* the user's; set by produce() and advance() */
	size_t		 job_count, job_next, job_done;
	size_t		 bytes;		/* of memory that it holds */
	bool		 is_done, is_busy;	/* the pipeline's */
};

struct vt_pipeline_ops {
	/* The next work, with job_count set (0: it is to be committed as it is).
	 * VT_E_END: no more; another error ends the run.  Any thread, one at a time. */
	vt_err	(*produce)(void *user, struct vt_work **w_r);
	/* One job of the work's stage; returns the bytes that it holds more now. */
	size_t	(*step)(void *user, struct vt_work *w, size_t job);
	/* All jobs of its stage are done: sets the next stage and job_count, 0 at
	 * the end.  Any thread, never at the same time as a step of this work. */
	void	(*advance)(void *user, struct vt_work *w);
	/* In the order in which they were produced, by the calling thread; owns w.
	 * An error ends the run. */
	vt_err	(*commit)(void *user, struct vt_work *w);
	void	(*discard)(void *user, struct vt_work *w);	/* never committed */
	/* The calling thread, a few times a second. */
	void	(*tick)(void *user);
	void	(*thread_end)(void);
};
struct vt_pipeline_options {
	size_t		 threads;
	size_t		 memory_max;	/* bytes: no more is produced above */
	const atomic_bool *is_stopped;	/* then only the work in hand is finished */
};

/* Until produce() has ended and all is committed, or stopped. */
vt_err	vt_pipeline_run(const struct vt_pipeline_ops *ops, void *user,
	    const struct vt_pipeline_options *o) VT_MUST_CHECK;

#endif
