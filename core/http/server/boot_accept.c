/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking connections, in place of Kore's loop, which comes back at once for a
 * connection that it cannot take and so never rests: when descriptors have run
 * out, when a lone worker is full, when the certificate has not arrived yet.
 * Here the worker looks away for a moment; others may have what it leaves.
 */
#include <errno.h>
#include <kore.h>

#include "api/log.h"
#include "api/time.h"
#include "http/server/boot_inside.h"
#include "http/server/dispatch.h"

#define VT_ACCEPT_PAUSE_MS 50
#define VT_ACCEPT_SAID_MS  (10 * 1000) /* between two warnings */
#define VT_ACCEPT_ADMIN	   8	       /* connections to the admin listener, a worker */

static struct {
	bool is_paused, is_over;
	bool is_admin_paused;
	u_int32_t max_connections; /* while paused beside others */
	int64_t said_ms;
} vt_accept;

/* With one worker Kore has no lock to pass on. */
static bool
vt_accept_is_alone(void)
{
	return (worker_count == KORE_WORKER_BASE + 1);
}

static void
vt_accept_resume(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	vt_accept.is_paused = false;
	if (vt_accept.is_over)
		return;
	if (vt_accept_is_alone())
		kore_platform_enable_accept();
	else
		worker_max_connections = vt_accept.max_connections;
}

/* Beside others: a worker that has no room gives up the lock by itself, and
 * does not take it back. */
static void
vt_accept_pause(void)
{
	if (vt_accept.is_paused)
		return;
	vt_accept.is_paused = true;
	vt_accept.max_connections = worker_max_connections;
	if (vt_accept_is_alone())
		kore_platform_disable_accept();
	else
		worker_max_connections = 0;
	(void)kore_timer_add(vt_accept_resume, VT_ACCEPT_PAUSE_MS, NULL, KORE_TIMER_ONESHOT);
}

/* True: for want of something, so that trying again at once would be in vain. */
static bool
vt_accept_failed(int error)
{
	int64_t now = vt_time_monotonic_ms();

	if (error != EMFILE && error != ENFILE && error != ENOBUFS && error != ENOMEM)
		return (false);
	vt_dispatch_make_room();
	if (vt_accept.said_ms != 0 && now - vt_accept.said_ms < VT_ACCEPT_SAID_MS)
		return (true);
	vt_accept.said_ms = now;
	vt_log("server", VT_LOG_WARN,
	       "a connection waits: %s; raise the limit of open files or lower "
	       "server.connections or media.cache_copies",
	       strerror(error));
	return (true);
}

void
kore_listener_accept(void *arg, int error)
{
	struct listener *l = arg;
	struct connection *c;
	bool is_unready = primary_dom != NULL && primary_dom->ssl_ctx == NULL;

	(void)error; /* accept() says it better */
	if (vt_accept.is_paused)
		return;
	if (is_unready || worker_active_connections >= worker_max_connections) {
		vt_accept_pause();
		return;
	}
	errno = 0;
	if (!kore_connection_accept(l, &c)) {
		if (vt_accept_failed(errno))
			vt_accept_pause();
		return;
	}
	kore_platform_event_all(c->fd, c);
	kore_worker_make_busy(); /* the next one is another worker's */
}

/* --- the admin listener ------------------------------------------------------------ */

static void
vt_accept_admin_resume(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	vt_accept.is_admin_paused = false;
	if (!vt_accept.is_over)
		kore_platform_event_level_read(vt_boot_admin->fd, vt_boot_admin);
}

static void
vt_accept_admin_pause(void)
{
	vt_accept.is_admin_paused = true;
	kore_platform_disable_read(vt_boot_admin->fd);
	(void)kore_timer_add(vt_accept_admin_resume, VT_ACCEPT_PAUSE_MS, NULL,
			     KORE_TIMER_ONESHOT);
}

/* Every worker is woken; who is first has it. */
static void
vt_accept_admin(void *arg, int error)
{
	struct listener *l = arg;
	struct connection *c;

	(void)error;
	errno = 0;
	if (!kore_connection_accept(l, &c)) {
		if (vt_accept_failed(errno))
			vt_accept_admin_pause();
		return;
	}
	kore_platform_event_all(c->fd, c);
	if (vt_dispatch_open_admin() > VT_ACCEPT_ADMIN)
		kore_connection_disconnect(c);
}

void
vt_boot_accept_admin(void)
{
	if (vt_boot_admin == NULL)
		return;
	vt_boot_admin->evt.handle = vt_accept_admin;
	kore_platform_event_level_read(vt_boot_admin->fd, vt_boot_admin);
}

void
vt_boot_stop_accepting(void)
{
	bool is_listening = !vt_accept.is_paused && worker->has_lock;

	vt_accept.is_over = true;
	if (vt_boot_admin != NULL && !vt_accept.is_admin_paused)
		kore_platform_disable_read(vt_boot_admin->fd);
	if (!vt_accept_is_alone())
		worker_max_connections = 0;
	else if (is_listening)
		kore_platform_disable_accept();
}
