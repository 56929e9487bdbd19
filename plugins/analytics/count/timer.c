/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll-up by the clock, on a thread of each worker: whoever finds nobody at it does
 * it, so that it goes on when a worker dies.  It gives way to all that serves.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "analytics.h"

#define TIMER_NICE	10

struct analytics_timer {
	struct analytics_state	*state;
	struct vt_worker	*worker;
	pthread_t		 thread;
	pthread_mutex_t		 lock;
	pthread_cond_t		 end;
	bool			 is_ending;
};

static void
timer_roll(struct analytics_timer *t)
{
	struct analytics_rolled	 rolled = { .lines = 0 };
	struct vt_catalog	*catalog;
	vt_err			 err = vt_worker_catalog(t->worker, &catalog);

	if (err == VT_OK)
		err = analytics_roll(t->state, catalog, &rolled);
	if (err != VT_OK && err != VT_E_BUSY)
		vt_log("analytics", VT_LOG_WARN, "usage was not summed up: %s", vt_fail_text(err));
	if (rolled.dropped > 0)
		vt_log("analytics", VT_LOG_WARN, "%lld uses were not counted for want of room: raise "
		    "analytics.spool_bytes and analytics.lines_max, or lower analytics.roll_every",
		    (long long)rolled.dropped);
}

static bool
timer_wait(struct analytics_timer *t)
{
	struct timespec	until;
	bool		is_ending;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += t->state->conf->roll_every;
	(void)pthread_mutex_lock(&t->lock);
	while (!t->is_ending && pthread_cond_timedwait(&t->end, &t->lock, &until) == 0)
		continue;
	is_ending = t->is_ending;
	(void)pthread_mutex_unlock(&t->lock);
	return (!is_ending);
}

static void *
timer_run(void *arg)
{
	struct analytics_timer	*t = arg;

	(void)setpriority(PRIO_PROCESS, 0, TIMER_NICE);
	while (timer_wait(t)) {
		analytics_keys_agree(t->state->shared, t->worker, vt_time_now() * 1000);
		timer_roll(t);
	}
	vt_worker_thread_end(t->worker);
	return (NULL);
}

vt_err
analytics_timer_start(struct analytics_state *state, struct vt_worker *worker)
{
	struct analytics_timer	*t;
	pthread_condattr_t	 clock;
	sigset_t		 all, before;
	int			 rc;

	if (state->conf->roll_every == 0)
		return (VT_OK);
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the clock of usage"));
	t->state = state;
	t->worker = worker;
	(void)pthread_condattr_init(&clock);
	(void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&t->end, &clock);
	(void)pthread_condattr_destroy(&clock);
	(void)pthread_mutex_init(&t->lock, NULL);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);	/* signals are the loop's */
	rc = pthread_create(&t->thread, NULL, timer_run, t);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != 0) {
		free(t);
		return (vt_fail(VT_E_LIMIT, "no thread to sum up usage: %s", strerror(rc)));
	}
	state->timer = t;
	return (VT_OK);
}

void
analytics_timer_stop(struct analytics_state *state)
{
	struct analytics_timer	*t = state->timer;

	state->timer = NULL;
	if (t == NULL)
		return;
	(void)pthread_mutex_lock(&t->lock);
	t->is_ending = true;
	(void)pthread_mutex_unlock(&t->lock);
	(void)pthread_cond_signal(&t->end);
	(void)pthread_join(t->thread, NULL);
	(void)pthread_cond_destroy(&t->end);
	(void)pthread_mutex_destroy(&t->lock);
	free(t);
}
