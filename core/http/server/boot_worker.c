/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A worker, from the moment it is sandboxed to its end: what it starts, what
 * wakes it, how it drains.  Kore calls kore_worker_configure() before its loop
 * and kore_worker_teardown() after it.
 */
#include <kore.h>

#include "api/log.h"
#include "api/time.h"
#include "base/log_setup.h"
#include "http/server/boot_inside.h"
#include "http/server/dispatch.h"
#include "http/server/signals.h"

#define VT_BOOT_STARTS_MAX    5	   /* vain starts in a row that end the server */
#define VT_BOOT_SOON_MS	      5000 /* a crash so soon after a start makes the next one wait */
#define VT_BOOT_PAUSE_MS      100  /* doubled with each crash */
#define VT_BOOT_PAUSE_MAX_MS  5000
#define VT_BOOT_DRAIN_TICK_MS 50
#define VT_BOOT_JOIN_MS	      3000 /* for threads that have nothing to do */

/* Something that Kore's loop watches; begins with what Kore looks at. */
struct vt_boot_watch {
	struct kore_event event;
	int fd;
	void (*ready)(void);
};

static struct {
	struct vt_service service;
	struct vt_boot_slot *slot;
	struct vt_boot_watch signals, jobs, log;
	bool is_draining;
	int64_t deadline_ms; /* of draining */
} vt_boot_worker;

static void
vt_boot_watched(void *arg, int error)
{
	struct vt_boot_watch *w = arg;

	(void)error;
	w->ready();
}

static void
vt_boot_watch_start(struct vt_boot_watch *w, int fd, void (*ready)(void))
{
	w->event.handle = vt_boot_watched;
	w->fd = fd;
	w->ready = ready;
	kore_platform_event_level_read(fd, w);
}

/* --- draining ------------------------------------------------------------------------ */

/* Kore's loop ends after this round. */
static void
vt_boot_quit(void)
{
	sig_recv = SIGQUIT;
}

static void
vt_boot_drain_tick(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	vt_boot_close_listeners(); /* the loop has stopped watching them */
	if (vt_dispatch_open() == 0) {
		vt_boot_quit();
	} else if (vt_time_monotonic_ms() >= vt_boot_worker.deadline_ms) {
		vt_log("server", VT_LOG_WARN, "%zu connections are cut off after %lld seconds",
		       vt_dispatch_open(), (long long)vt_boot_o->drain_seconds);
		vt_boot_quit();
	}
}

static void
vt_boot_drain(void)
{
	if (vt_boot_worker.is_draining)
		return;
	vt_boot_worker.is_draining = true;
	vt_boot_worker.deadline_ms = vt_time_monotonic_ms() + vt_boot_o->drain_seconds * 1000;
	vt_boot_stop_accepting();
	vt_dispatch_drain();
	(void)kore_timer_add(vt_boot_drain_tick, VT_BOOT_DRAIN_TICK_MS, NULL, 0);
}

/* --- what wakes it ---------------------------------------------------------------------- */

static void
vt_boot_signalled(void)
{
	unsigned bits = vt_signals_take();

	/* The parent has read them without fault. */
	if ((bits & VT_SIGNALS_RELOAD) && vt_log_set_levels(vt_boot_shared->levels) != VT_OK)
		vt_log("server", VT_LOG_WARN, "the log's levels stay as they are");
	if (bits & VT_SIGNALS_STOP)
		vt_boot_drain();
}

static void
vt_boot_log_ready(void)
{
	vt_boot_log_take(vt_boot_worker.log.fd);
}

static void
vt_boot_tick(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	vt_dispatch_tick();
}

/* --- starting ------------------------------------------------------------------------------ */

static void
vt_boot_worker_give_up(const char *why)
{
	vt_boot_say("server", "worker %u cannot start: %s", worker->id, why);
	vt_boot_end_server();
}

/* Whoever crashes right after starting waits before he tries again. */
static void
vt_boot_pause(struct vt_boot_slot *slot)
{
	int64_t now = vt_time_monotonic_ms(), pause_ms = VT_BOOT_PAUSE_MS;
	bool is_soon = slot->started_ms != 0 && now - slot->started_ms < VT_BOOT_SOON_MS;
	struct timespec step = { .tv_nsec = 50 * 1000000L };

	slot->crashes = is_soon ? slot->crashes + 1 : 0;
	for (int i = 1; i < slot->crashes && pause_ms < VT_BOOT_PAUSE_MAX_MS; i++)
		pause_ms *= 2;
	slot->started_ms = now;
	while (slot->crashes != 0 && vt_time_monotonic_ms() - now < pause_ms &&
	       !(vt_signals_peek() & VT_SIGNALS_STOP))
		(void)nanosleep(&step, NULL);
	slot->started_ms = vt_time_monotonic_ms();
}

/* A reader of SQLite's writes beside the catalogue (-wal, -shm). */
static void
vt_boot_check_data(void)
{
	if (access(vt_boot_o->data_dir, F_OK) != 0 || access(vt_boot_o->data_dir, W_OK) == 0)
		return;
	vt_log("server", VT_LOG_WARN,
	       "user %u cannot write %s, which reading the catalogue needs: give the folder to it "
	       "with chown -R",
	       (unsigned)getuid(), vt_boot_o->data_dir);
}

static vt_err
vt_boot_start(void)
{
	struct vt_service *s = &vt_boot_worker.service;
	struct vt_dispatch_options o = { .service = s,
					 .worker = worker->id - 1u,
					 .keepalive_ms = vt_boot_o->keepalive_seconds * 1000,
					 .request_ms = vt_boot_o->request_seconds * 1000 };
	const struct vt_exchange_pool pool = {
		(size_t)vt_boot_o->threads,
		(size_t)vt_boot_o->queue_max,
		(size_t)vt_boot_o->large_threads,
		(size_t)vt_boot_o->large_queue_max,
	};
	int fd;
	vt_err err;

	s->gateway = vt_boot_o->gateway;
	s->metrics = vt_boot_o->metrics;
	s->worker = o.worker;
	s->sending_max = (size_t)vt_boot_o->sending_max;
	s->answer_ms = vt_boot_o->answer_seconds * 1000;
	if ((err = vt_gateway_worker_start(s->gateway)) != VT_OK ||
	    (err = vt_exchange_pool(s, &pool)) != VT_OK ||
	    (err = vt_signals_open(&fd)) != VT_OK)
		return (err);
	vt_dispatch_start(&o);
	vt_boot_watch_start(&vt_boot_worker.signals, fd, vt_boot_signalled);
	vt_boot_watch_start(&vt_boot_worker.jobs, vt_jobs_fd(s->jobs), vt_dispatch_landed);
	vt_boot_watch_start(&vt_boot_worker.log, vt_boot_worker.slot->log_socket[1],
			    vt_boot_log_ready);
	vt_boot_accept_admin();
	(void)kore_timer_add(vt_boot_tick, VT_DISPATCH_TICK_MS, NULL, 0);
	return (VT_OK);
}

void
kore_worker_configure(void)
{
	struct vt_boot_slot *slot = &vt_boot_shared->slots[worker->id - 1];
	vt_err err;

	vt_boot_worker.slot = slot;
	if (vt_boot_shared->has_failed)
		_exit(0); /* another has ended the server already */
	if (worker->restarted)
		vt_metrics_count_restart(vt_boot_o->metrics);
	if (++slot->starts > VT_BOOT_STARTS_MAX)
		vt_boot_worker_give_up("it died at every attempt");
	vt_boot_pause(slot);
	vt_boot_check_data();
	if ((err = vt_boot_start()) != VT_OK)
		vt_boot_worker_give_up(vt_fail_text(err));
	slot->starts = 0;
}

/* --- ending ---------------------------------------------------------------------------------- */

/* Jobs whose clients are gone land as well, until time is up. */
static bool
vt_boot_wait_jobs(struct vt_jobs *jobs)
{
	struct vt_jobs_counts count;

	for (;;) {
		vt_dispatch_landed();
		count = vt_jobs_count(jobs);
		if (count.running == 0 && count.waiting == 0)
			break;
		if (vt_time_monotonic_ms() >= vt_boot_worker.deadline_ms)
			return (false);
		(void)usleep(10 * 1000);
	}
	vt_dispatch_landed();
	return (true);
}

void
kore_worker_teardown(void)
{
	struct vt_service *s = &vt_boot_worker.service;

	vt_dispatch_close();
	if (!vt_boot_wait_jobs(s->jobs) || !vt_jobs_free(&s->jobs, VT_BOOT_JOIN_MS)) {
		vt_log("server", VT_LOG_WARN, "a request still runs, and is left behind");
		_exit(0);
	}
	vt_gateway_worker_stop(s->gateway);
}
