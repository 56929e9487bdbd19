/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job pool.  One lock for all lists: it is held for a few instructions,
 * and one queue a class lets a quick job overtake a slow one on the next free
 * thread.
 * The loop is woken only when the list of landed jobs was empty, so that many
 * landings cost one wake-up.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "api/time.h"
#include "http/server/jobs.h"

struct vt_jobs_list {
	struct vt_job *first, **end;
};

/* A class of jobs. */
struct vt_jobs_lane {
	struct vt_jobs *jobs;
	size_t threads, queue_max;
	pthread_cond_t work; /* something waits, or the end has come */
	struct vt_jobs_list waiting;
	size_t waiting_count, running_count;
};

struct vt_jobs_thread {
	struct vt_jobs_lane *lane;
	pthread_t id;
	struct vt_job *job; /* in hand; NULL: none */
	int64_t begun_ms;   /* monotonic */
};

struct vt_jobs {
	struct vt_jobs_options o;
	pthread_mutex_t lock;
	struct vt_jobs_lane small, large;
	struct vt_jobs_list landed;
	bool is_ending;
	int fd;
	size_t thread_count;
	struct vt_jobs_thread threads[];
};

static void
vt_jobs_list_init(struct vt_jobs_list *list)
{
	list->first = NULL;
	list->end = &list->first;
}

static void
vt_jobs_list_add(struct vt_jobs_list *list, struct vt_job *job)
{
	job->next = NULL;
	*list->end = job;
	list->end = &job->next;
}

static struct vt_job *
vt_jobs_list_shift(struct vt_jobs_list *list)
{
	struct vt_job *job = list->first;

	list->first = job->next;
	if (list->first == NULL)
		list->end = &list->first;
	job->next = NULL;
	return (job);
}

static bool
vt_jobs_list_remove(struct vt_jobs_list *list, const struct vt_job *job)
{
	for (struct vt_job **at = &list->first; *at != NULL; at = &(*at)->next) {
		if (*at != job)
			continue;
		*at = job->next;
		if (*at == NULL)
			list->end = at;
		return (true);
	}
	return (false);
}

static struct vt_jobs_lane *
vt_jobs_lane(struct vt_jobs *jobs, const struct vt_job *job)
{
	return (job->is_large && jobs->large.threads > 0 ? &jobs->large : &jobs->small);
}

/* --- the threads' side ------------------------------------------------------ */

static struct vt_job *
vt_jobs_next(struct vt_jobs *jobs, struct vt_jobs_thread *thread)
{
	struct vt_jobs_lane *lane = thread->lane;

	(void)pthread_mutex_lock(&jobs->lock);
	while (lane->waiting.first == NULL && !jobs->is_ending)
		(void)pthread_cond_wait(&lane->work, &jobs->lock);
	if (!jobs->is_ending) {
		thread->job = vt_jobs_list_shift(&lane->waiting);
		thread->begun_ms = vt_time_monotonic_ms();
		lane->waiting_count--;
		lane->running_count++;
	}
	(void)pthread_mutex_unlock(&jobs->lock);
	return (thread->job);
}

static void
vt_jobs_land(struct vt_jobs *jobs, struct vt_jobs_thread *thread)
{
	static const uint64_t one = 1;

	(void)pthread_mutex_lock(&jobs->lock);
	bool is_first = jobs->landed.first == NULL;

	vt_jobs_list_add(&jobs->landed, thread->job);
	thread->job = NULL;
	if (jobs->o.after == NULL)
		thread->lane->running_count--;
	(void)pthread_mutex_unlock(&jobs->lock);
	/* An eventfd that is counted up by one cannot be full. */
	if (is_first)
		vt_assert(write(jobs->fd, &one, sizeof(one)) == sizeof(one));
}

/* The job is the loop's again, and may be gone. */
static void
vt_jobs_after(struct vt_jobs *jobs, struct vt_jobs_lane *lane)
{
	if (jobs->o.after == NULL)
		return;
	jobs->o.after(jobs->o.arg);
	(void)pthread_mutex_lock(&jobs->lock);
	lane->running_count--;
	(void)pthread_mutex_unlock(&jobs->lock);
}

static void *
vt_jobs_thread(void *arg)
{
	struct vt_jobs_thread *thread = arg;
	struct vt_jobs_lane *lane = thread->lane;
	struct vt_jobs *jobs = lane->jobs;
	struct vt_job *job;

	/* On Linux this is the thread's alone; where it cannot be had, large jobs
	 * are merely as important as the others. */
	if (lane == &jobs->large)
		(void)setpriority(PRIO_PROCESS, (id_t)gettid(), VT_JOBS_LARGE_NICE);
	while ((job = vt_jobs_next(jobs, thread)) != NULL) {
		jobs->o.run(job, jobs->o.arg);
		vt_jobs_land(jobs, thread);
		vt_jobs_after(jobs, lane);
	}
	if (jobs->o.thread_end != NULL)
		jobs->o.thread_end(jobs->o.arg);
	return (NULL);
}

/* --- the loop's side -------------------------------------------------------- */

static int
vt_jobs_start_one(struct vt_jobs *jobs)
{
	struct vt_jobs_thread *thread = &jobs->threads[jobs->thread_count];
	int failed;

	thread->lane = jobs->thread_count < jobs->small.threads ? &jobs->small : &jobs->large;
	failed = pthread_create(&thread->id, NULL, vt_jobs_thread, thread);
	if (failed == 0)
		jobs->thread_count++;
	return (failed);
}

static vt_err
vt_jobs_start(struct vt_jobs *jobs)
{
	sigset_t all, before;
	int failed = 0;

	/* Signals are the loop's: one that a thread took would not wake it. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (failed == 0 && jobs->thread_count < jobs->small.threads + jobs->large.threads)
		failed = vt_jobs_start_one(jobs);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed != 0)
		return (vt_fail(VT_E_LIMIT, "thread %zu of %zu cannot be started: %s",
				jobs->thread_count + 1, jobs->small.threads + jobs->large.threads,
				strerror(failed)));
	return (VT_OK);
}

static void
vt_jobs_lane_init(struct vt_jobs *jobs, struct vt_jobs_lane *lane, size_t threads, size_t queue_max)
{
	lane->jobs = jobs;
	lane->threads = threads;
	lane->queue_max = queue_max;
	vt_jobs_list_init(&lane->waiting);
	(void)pthread_cond_init(&lane->work, NULL);
}

vt_err
vt_jobs_new(const struct vt_jobs_options *o, struct vt_jobs **jobs_r)
{
	struct vt_jobs *jobs;
	vt_err err;

	vt_assert(o->threads > 0 && o->queue_max > 0 && o->run != NULL);
	vt_assert(o->large_threads == 0 || o->large_queue_max > 0);
	jobs = calloc(1, sizeof(*jobs) + (o->threads + o->large_threads) * sizeof(jobs->threads[0]));
	if (jobs == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for %zu threads",
				o->threads + o->large_threads));
	jobs->o = *o;
	vt_jobs_list_init(&jobs->landed);
	(void)pthread_mutex_init(&jobs->lock, NULL);
	vt_jobs_lane_init(jobs, &jobs->small, o->threads, o->queue_max);
	vt_jobs_lane_init(jobs, &jobs->large, o->large_threads, o->large_queue_max);
	jobs->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	err = jobs->fd >= 0
		  ? vt_jobs_start(jobs)
		  : vt_fail(VT_E_LIMIT, "no eventfd for the job pool: %s", strerror(errno));
	if (err != VT_OK) {
		(void)vt_jobs_free(&jobs, -1);
		return (err);
	}
	*jobs_r = jobs;
	return (VT_OK);
}

bool
vt_jobs_put(struct vt_jobs *jobs, struct vt_job *job)
{
	struct vt_jobs_lane *lane = vt_jobs_lane(jobs, job);

	(void)pthread_mutex_lock(&jobs->lock);
	bool has_room = lane->waiting_count < lane->queue_max;

	if (has_room) {
		vt_jobs_list_add(&lane->waiting, job);
		lane->waiting_count++;
	}
	(void)pthread_mutex_unlock(&jobs->lock);
	if (has_room)
		(void)pthread_cond_signal(&lane->work);
	return (has_room);
}

bool
vt_jobs_take_back(struct vt_jobs *jobs, struct vt_job *job)
{
	struct vt_jobs_lane *lane = vt_jobs_lane(jobs, job);

	(void)pthread_mutex_lock(&jobs->lock);
	bool was_waiting = vt_jobs_list_remove(&lane->waiting, job);

	if (was_waiting)
		lane->waiting_count--;
	(void)pthread_mutex_unlock(&jobs->lock);
	return (was_waiting);
}

struct vt_job *
vt_jobs_landed(struct vt_jobs *jobs)
{
	struct vt_job *first;
	uint64_t count;

	/* Emptied before the list is taken: a job that lands in between wakes
	 * the loop once too often rather than never. */
	if (read(jobs->fd, &count, sizeof(count)) < 0)
		count = 0;
	(void)pthread_mutex_lock(&jobs->lock);
	first = jobs->landed.first;
	vt_jobs_list_init(&jobs->landed);
	(void)pthread_mutex_unlock(&jobs->lock);
	return (first);
}

int
vt_jobs_fd(const struct vt_jobs *jobs)
{
	return (jobs->fd);
}

static int64_t
vt_jobs_age(const struct vt_jobs_thread *thread, int64_t now_ms)
{
	return (thread->job != NULL ? now_ms - thread->begun_ms : 0);
}

struct vt_jobs_counts
vt_jobs_count(struct vt_jobs *jobs)
{
	int64_t now_ms = vt_time_monotonic_ms(), age_ms;

	(void)pthread_mutex_lock(&jobs->lock);
	struct vt_jobs_counts counts = {
		.waiting = jobs->small.waiting_count + jobs->large.waiting_count,
		.running = jobs->small.running_count + jobs->large.running_count,
		.large_waiting = jobs->large.waiting_count,
		.large_running = jobs->large.running_count,
	};

	for (size_t i = 0; i < jobs->thread_count; i++)
		if ((age_ms = vt_jobs_age(&jobs->threads[i], now_ms)) > counts.oldest_ms)
			counts.oldest_ms = age_ms;
	(void)pthread_mutex_unlock(&jobs->lock);
	return (counts);
}

size_t
vt_jobs_lasting(struct vt_jobs *jobs, int64_t since_ms, struct vt_job **lasting, size_t max)
{
	int64_t now_ms = vt_time_monotonic_ms();
	size_t count = 0;

	(void)pthread_mutex_lock(&jobs->lock);
	for (size_t i = 0; i < jobs->thread_count && count < max; i++)
		if (jobs->threads[i].job != NULL &&
		    vt_jobs_age(&jobs->threads[i], now_ms) >= since_ms)
			lasting[count++] = jobs->threads[i].job;
	(void)pthread_mutex_unlock(&jobs->lock);
	return (count);
}

/* wait_ms < 0: for ever. */
static bool
vt_jobs_join(struct vt_jobs *jobs, int wait_ms)
{
	struct timespec until;

	if (clock_gettime(CLOCK_REALTIME, &until) != 0)
		return (false);
	until.tv_sec += wait_ms / 1000;
	until.tv_nsec += (wait_ms % 1000) * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	for (size_t i = 0; i < jobs->thread_count; i++) {
		int failed = wait_ms < 0
				 ? pthread_join(jobs->threads[i].id, NULL)
				 : pthread_timedjoin_np(jobs->threads[i].id, NULL, &until);

		if (failed != 0)
			return (false);
	}
	return (true);
}

bool
vt_jobs_free(struct vt_jobs **jobs_p, int wait_ms)
{
	struct vt_jobs *jobs = *jobs_p;

	*jobs_p = NULL;
	if (jobs == NULL)
		return (true);
	(void)pthread_mutex_lock(&jobs->lock);
	jobs->is_ending = true;
	(void)pthread_mutex_unlock(&jobs->lock);
	(void)pthread_cond_broadcast(&jobs->small.work);
	(void)pthread_cond_broadcast(&jobs->large.work);
	if (!vt_jobs_join(jobs, wait_ms))
		return (false);
	if (jobs->fd >= 0)
		(void)close(jobs->fd);
	(void)pthread_cond_destroy(&jobs->small.work);
	(void)pthread_cond_destroy(&jobs->large.work);
	(void)pthread_mutex_destroy(&jobs->lock);
	free(jobs);
	return (true);
}
