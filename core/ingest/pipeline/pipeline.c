/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scheduler of ingest: a queue of works in flight, threads that take jobs
 * from its front, and one thread that commits.  One lock; jobs run without it.
 */
#include "ingest/pipeline/pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#define VT_PIPELINE_TICK_NS 200000000L

struct vt_pipeline {
	const struct vt_pipeline_ops *ops;
	void *user;
	const struct vt_pipeline_options *o;
	pthread_mutex_t lock;
	pthread_cond_t more;  /* for the threads: there may be something to do */
	pthread_cond_t ready; /* for the committer */
	struct vt_work *first, *last;
	size_t count, bytes;
	bool is_producing, is_drained, is_over;
	vt_err err;
	char why[VT_FAIL_TEXT_MAX];
};

/* The sentence is this thread's; the run ends in another. */
static void
vt_pipeline_fail(struct vt_pipeline *p, vt_err err)
{
	if (p->err != VT_OK)
		return;
	p->err = err;
	(void)snprintf(p->why, sizeof(p->why), "%s", vt_fail_text(err));
}

static bool
vt_pipeline_is_stopped(const struct vt_pipeline *p)
{
	return (p->o->is_stopped != NULL && atomic_load(p->o->is_stopped));
}

static bool
vt_pipeline_has_room(const struct vt_pipeline *p)
{
	return (!p->is_drained && !p->is_producing && !vt_pipeline_is_stopped(p) &&
		p->count < p->o->threads * VT_PIPELINE_AHEAD &&
		(p->count == 0 || p->bytes < p->o->memory_max));
}

/* A work with a job to give.  When stopped, only the first is still worked on. */
static struct vt_work *
vt_pipeline_find(const struct vt_pipeline *p)
{
	for (struct vt_work *w = p->first; w != NULL; w = w->next) {
		if (!w->is_busy && w->job_next < w->job_count)
			return (w);
		if (vt_pipeline_is_stopped(p))
			break;
	}
	return (NULL);
}

/* With the lock held: the last job of a stage leads to the next one.  While the
 * user sets that up, nobody else looks at the work. */
static void
vt_pipeline_advance(struct vt_pipeline *p, struct vt_work *w)
{
	w->is_busy = true;
	(void)pthread_mutex_unlock(&p->lock);
	p->ops->advance(p->user, w);
	(void)pthread_mutex_lock(&p->lock);
	w->is_busy = false;
	w->job_next = w->job_done = 0;
	w->is_done = w->job_count == 0;
	(void)pthread_cond_broadcast(&p->more);
	if (w->is_done)
		(void)pthread_cond_signal(&p->ready);
}

static void
vt_pipeline_job(struct vt_pipeline *p, struct vt_work *w)
{
	size_t job = w->job_next++, grown;

	(void)pthread_mutex_unlock(&p->lock);
	grown = p->ops->step(p->user, w, job);
	(void)pthread_mutex_lock(&p->lock);
	w->bytes += grown;
	p->bytes += grown;
	if (++w->job_done == w->job_count)
		vt_pipeline_advance(p, w);
}

static void
vt_pipeline_produce(struct vt_pipeline *p)
{
	struct vt_work *w = NULL;
	vt_err err;

	p->is_producing = true;
	(void)pthread_mutex_unlock(&p->lock);
	err = p->ops->produce(p->user, &w);
	(void)pthread_mutex_lock(&p->lock);
	p->is_producing = false;
	if (err != VT_OK) {
		p->is_drained = true;
		if (err != VT_E_END)
			vt_pipeline_fail(p, err);
	} else {
		w->next = NULL;
		w->is_done = w->job_count == 0;
		p->bytes += w->bytes;
		p->count++;
		if (p->last != NULL)
			p->last->next = w;
		else
			p->first = w;
		p->last = w;
	}
	(void)pthread_cond_broadcast(&p->more);
	(void)pthread_cond_signal(&p->ready);
}

static void *
vt_pipeline_thread(void *arg)
{
	struct vt_pipeline *p = arg;
	struct vt_work *w;

	(void)pthread_mutex_lock(&p->lock);
	while (!p->is_over) {
		w = vt_pipeline_find(p);
		if (w != NULL)
			vt_pipeline_job(p, w);
		else if (vt_pipeline_has_room(p))
			vt_pipeline_produce(p);
		else
			(void)pthread_cond_wait(&p->more, &p->lock);
	}
	(void)pthread_mutex_unlock(&p->lock);
	if (p->ops->thread_end != NULL)
		p->ops->thread_end();
	return (NULL);
}

/* --- the committing side ------------------------------------------------------------------ */

static struct vt_work *
vt_pipeline_pop(struct vt_pipeline *p)
{
	struct vt_work *w = p->first;

	p->first = w->next;
	if (p->first == NULL)
		p->last = NULL;
	p->count--;
	p->bytes -= w->bytes;
	return (w);
}

static void
vt_pipeline_wait(struct vt_pipeline *p)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += VT_PIPELINE_TICK_NS;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	(void)pthread_cond_timedwait(&p->ready, &p->lock, &until);
}

static void
vt_pipeline_commit(struct vt_pipeline *p)
{
	struct vt_work *w = vt_pipeline_pop(p);
	vt_err err;

	(void)pthread_mutex_unlock(&p->lock);
	err = p->ops->commit(p->user, w);
	(void)pthread_mutex_lock(&p->lock);
	if (err != VT_OK)
		vt_pipeline_fail(p, err);
	(void)pthread_cond_broadcast(&p->more);
}

/* What was begun before the stop and is in hand is finished: one work. */
static bool
vt_pipeline_has_ended(const struct vt_pipeline *p, bool was_in_hand_done)
{
	if (p->err != VT_OK)
		return (true);
	if (vt_pipeline_is_stopped(p))
		return (p->first == NULL || was_in_hand_done);
	return (p->is_drained && p->first == NULL);
}

static void
vt_pipeline_drive(struct vt_pipeline *p)
{
	bool was_in_hand_done = false;

	(void)pthread_mutex_lock(&p->lock);
	while (!vt_pipeline_has_ended(p, was_in_hand_done)) {
		if (p->first != NULL && p->first->is_done) {
			bool is_last = vt_pipeline_is_stopped(p);

			vt_pipeline_commit(p);
			was_in_hand_done = is_last;
		} else {
			vt_pipeline_wait(p);
		}
		(void)pthread_mutex_unlock(&p->lock);
		p->ops->tick(p->user);
		(void)pthread_mutex_lock(&p->lock);
	}
	p->is_over = true;
	(void)pthread_cond_broadcast(&p->more);
	(void)pthread_mutex_unlock(&p->lock);
}

/* Signals are the calling thread's business. */
static size_t
vt_pipeline_start(struct vt_pipeline *p, pthread_t *threads, size_t count)
{
	sigset_t all, before;
	size_t started = 0;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started < count &&
	       pthread_create(&threads[started], NULL, vt_pipeline_thread, p) == 0)
		started++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return (started);
}

vt_err
vt_pipeline_run(const struct vt_pipeline_ops *ops, void *user, const struct vt_pipeline_options *o)
{
	struct vt_pipeline p = { .ops = ops, .user = user, .o = o };
	pthread_t threads[VT_PIPELINE_THREADS_MAX];
	size_t started;

	vt_assert(o->threads > 0 && o->threads <= VT_PIPELINE_THREADS_MAX);
	(void)pthread_mutex_init(&p.lock, NULL);
	(void)pthread_cond_init(&p.more, NULL);
	(void)pthread_cond_init(&p.ready, NULL);
	started = vt_pipeline_start(&p, threads, o->threads);
	if (started == 0)
		p.err = vt_fail(VT_E_LIMIT, "no thread can be started");
	vt_pipeline_drive(&p);
	for (size_t i = 0; i < started; i++)
		(void)pthread_join(threads[i], NULL);
	while (p.first != NULL)
		ops->discard(user, vt_pipeline_pop(&p));
	(void)pthread_mutex_destroy(&p.lock);
	(void)pthread_cond_destroy(&p.more);
	(void)pthread_cond_destroy(&p.ready);
	return (p.err != VT_OK ? vt_fail(p.err, "%s", p.why) : VT_OK);
}
