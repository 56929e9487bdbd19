/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is ours in place of Kore's (kore_overrides.h): its log, its signals, its
 * sandbox, its configuration file, its shared memory.
 */
#include <errno.h>
#include <kore.h>
#include <seccomp.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/shm.h>

#include "base/log_setup.h"
#include "http/server/boot_inside.h"
#include "http/server/sandbox.h"
#include "http/server/signals.h"

#define VT_BOOT_KORE_LINE 1024 /* bytes of one of Kore's sentences */

/* What Kore's own build and configuration would define. */
extern const char *kore_version;
const char *kore_version = "4.1.0";

void
kore_parse_config(void)
{
	/* kore_parent_configure() has set everything. */
}

/* --- log ---------------------------------------------------------------------- */

static enum vt_log_level
vt_boot_level(int priority, const char *text)
{
	/* The tracer's reports of the sandbox come as information. */
	if (priority <= LOG_ERR || strstr(text, "violation") != NULL)
		return (VT_LOG_ERROR);
	return (priority < LOG_INFO ? VT_LOG_WARN : VT_LOG_INFO);
}

void
kore_log(int priority, const char *fmt, ...)
{
	char text[VT_BOOT_KORE_LINE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* Kore goes on to end the server with code 0. */
	if (priority <= LOG_CRIT)
		vt_boot_shared->has_failed = true;
	vt_log("kore", vt_boot_level(priority, text), "%s", text);
}

/* The parent would miss the message of a process that is gone, and would start
 * one again that ends with another code than 0. */
void
vt_boot_end_server(void)
{
	struct timespec step = { .tv_nsec = 20 * 1000000L };

	vt_boot_shared->has_failed = true;
	if (worker->msg[1] == NULL) { /* too early for messages */
		(void)kill(getppid(), SIGTERM);
		_exit(0);
	}
	kore_msg_send(KORE_MSG_PARENT, KORE_MSG_SHUTDOWN, NULL, 0);
	for (int i = 0; i < 250 && !(vt_signals_peek() & VT_SIGNALS_STOP); i++)
		(void)nanosleep(&step, NULL);
	_exit(0);
}

static void
vt_boot_fatal(const char *fmt, va_list ap)
{
	char text[VT_BOOT_KORE_LINE];

	(void)vsnprintf(text, sizeof(text), fmt, ap);
	vt_boot_say("kore", "%s", text);
}

void
fatal(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vt_boot_fatal(fmt, ap);
	va_end(ap);
	exit(2);
}

/* What no restart would mend. */
void
fatalx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vt_boot_fatal(fmt, ap);
	va_end(ap);
	if (worker != NULL)
		vt_boot_end_server();
	exit(2);
}

/* --- signals -------------------------------------------------------------------- */

/* The loops of the parent and of the keeper of keys look at sig_recv, which has
 * room for one: a stop is never overwritten, and what a dead child's signal
 * covers is done with it (kore_worker_dispatch_signal). */
static void
vt_boot_signal(int sig)
{
	bool is_worker = worker != NULL && worker->id != KORE_WORKER_KEYMGR;
	bool is_stop = sig == SIGTERM || sig == SIGINT || sig == SIGQUIT;

	vt_signals_note(sig);
	if (!is_worker && (is_stop || sig_recv == 0 || sig_recv == SIGCHLD))
		sig_recv = sig;
}

/* kore_overrides.h turns Kore's epoll_wait() into this.  Kore forgets a signal that
 * comes while it deals with another one of its kind, or right before it waits; what is
 * noted in full is not forgotten. */
int vt_boot_epoll_wait(int fd, struct epoll_event *events, int count, int timeout_ms);

int
vt_boot_epoll_wait(int fd, struct epoll_event *events, int count, int timeout_ms)
{
	sigset_t all, before;
	int n = -1, kept_errno = EINTR;

	if (worker != NULL)
		return (epoll_wait(fd, events, count, timeout_ms));
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &before);
	if (vt_signals_peek() == 0) {
		n = epoll_pwait(fd, events, count, timeout_ms, &before);
		kept_errno = errno;
	} else {
		sig_recv = vt_signals_peek() & VT_SIGNALS_STOP ? SIGTERM : SIGUSR1;
	}
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	errno = kept_errno;
	return (n);
}

extern struct kore_pool connection_pool; /* Kore's, in none of its headers */

/* In a process that has just begun, too.  One that was begun later has a copy of
 * the parent's pools, whose room Kore would lose when it makes its own. */
void
kore_signal_setup(void)
{
	vt_signals_catch(vt_boot_signal);
	if (worker == NULL || !worker->restarted)
		return;
	kore_pool_cleanup(&nb_pool);
	kore_pool_cleanup(&connection_pool);
}

static void
vt_boot_tell(int sig, bool has_tls)
{
	for (u_int8_t i = 0; i < worker_count; i++) {
		const struct kore_worker *kw = kore_worker_data(i);
		bool is_keymgr = kw->id == KORE_WORKER_KEYMGR;

		if (kw->pid > 0 && !(is_keymgr && sig == SIGHUP && !has_tls))
			(void)kill(kw->pid, sig);
	}
}

/* Whether there is a certificate to read again, and it is a good one. */
static bool
vt_boot_reload_tls(void)
{
	struct vt_boot_tls tls;
	vt_err err;

	if (vt_boot_o->tls_certificate[0] == '\0')
		return (false);
	err = vt_boot_tls_read(vt_boot_o->tls_certificate, vt_boot_o->tls_key, &tls);
	if (err != VT_OK) {
		vt_log("server", VT_LOG_ERROR, "the certificate before stays: %s",
		       vt_fail_text(err));
		return (false);
	}
	vt_boot_tls_fini(&tls);
	return (true);
}

static void
vt_boot_reload_levels(void)
{
	const char *levels = "", *waiting = "";
	vt_err err = vt_boot_o->log_levels(vt_boot_o->arg, &levels, &waiting);

	if (err == VT_OK && strlen(levels) >= VT_BOOT_LEVELS_MAX)
		err = vt_fail(VT_E_BADARG, "log.levels is longer than %d bytes",
			      VT_BOOT_LEVELS_MAX - 1);
	if (err == VT_OK)
		err = vt_log_set_levels(levels);
	if (err != VT_OK) {
		vt_log("server", VT_LOG_ERROR, "not reloaded: %s; all stays as it was",
		       vt_fail_text(err));
		return;
	}
	(void)kore_strlcpy(vt_boot_shared->levels, levels, VT_BOOT_LEVELS_MAX);
	vt_log("server", VT_LOG_INFO, "reloaded: log levels; %s%s",
	       waiting[0] != '\0' ? "changed, and waiting for a restart: "
				  : "no other option has changed",
	       waiting);
}

static void
vt_boot_reload(void)
{
	bool has_tls = vt_boot_reload_tls();

	vt_boot_reload_levels();
	if (has_tls)
		vt_log("server", VT_LOG_INFO, "reloaded: certificate and key");
	vt_boot_tell(SIGHUP, has_tls);
}

/* The parent was signalled; by what is noted in full, while sig_recv has kept
 * one of them. */
void
kore_worker_dispatch_signal(int sig)
{
	unsigned bits = vt_signals_take();

	if (bits & VT_SIGNALS_STOP) {
		vt_log("server", VT_LOG_INFO, "stopping: requests in hand have %lld seconds",
		       (long long)vt_boot_o->drain_seconds);
		vt_boot_close_listeners();
		vt_boot_tell(sig, false);
		return;
	}
	if (bits & VT_SIGNALS_RELOAD) {
		vt_boot_reload();
	}
	if (bits & VT_SIGNALS_REOPEN)
		vt_boot_log_reopen(vt_boot_workers(vt_boot_o->workers));
	kore_worker_reap();
}

/* --- messages between processes ------------------------------------------------------- */

/* Of a worker that is gone.  Kore keeps the address of each connection it has
 * ever had with one, and would use this one's room for the next: which would be
 * told everything twice, and take the second copy of a signature for the answer
 * to its next question.  So the room is never used again. */
void
kore_msg_parent_remove(struct kore_worker *kw)
{
	struct connection *c = kw->msg[0];
	struct netbuf *nb, *next;

	c->state = CONN_STATE_DISCONNECTING;
	c->hdlr_extra = NULL; /* how Kore knows that nobody is there */
	TAILQ_REMOVE(&connections, c, list);
	for (nb = TAILQ_FIRST(&c->send_queue); nb != NULL; nb = next) {
		next = TAILQ_NEXT(nb, list);
		nb->flags &= ~NETBUF_MUST_RESEND;
		net_remove_netbuf(c, nb);
	}
	if (c->rnb != NULL) {
		kore_free(c->rnb->buf);
		kore_pool_put(&nb_pool, c->rnb);
	}
	c->rnb = NULL;
	(void)close(kw->pipe[0]);
	(void)close(kw->pipe[1]);
}

/* --- sandbox, memory -------------------------------------------------------------- */

void
kore_platform_sandbox(void)
{
	vt_sandbox_enter(worker->id == KORE_WORKER_KEYMGR ? VT_SANDBOX_KEYMGR : VT_SANDBOX_WORKER,
			 vt_boot_o->reach, kore_seccomp_tracing != 0);
}

/* kore_overrides.h turns Kore's ptrace() into this. */
long vt_boot_ptrace(int request, pid_t pid, void *addr, void *data);

long
vt_boot_ptrace(int request, pid_t pid, void *addr, void *data)
{
	/* Else process 1 would become the tracer, and wait for nothing. */
	if (request == PTRACE_TRACEME)
		vt_boot_end_with_parent(SIGKILL);
	if (request == PTRACE_SETOPTIONS)
		data = (void *)((uintptr_t)data | PTRACE_O_EXITKILL);
	return (ptrace(request, pid, addr, data));
}

/* kore_overrides.h turns Kore's kill() into this. */
int vt_boot_kill(pid_t pid, int sig);

int
vt_boot_kill(pid_t pid, int sig)
{
	if (worker != NULL && sig == SIGQUIT) {
		vt_boot_signal(sig);
		return (0);
	}
	if (pid <= 0) {
		errno = ESRCH;
		return (-1);
	}
	return (kill(pid, sig));
}

/* kore_overrides.h turns Kore's shmget() and so on into these. */
int vt_boot_shmget(key_t key, size_t len, int flags);
void *vt_boot_shmat(int id, const void *at, int flags);
int vt_boot_shmctl(int id, int command, struct shmid_ds *ds);

static size_t vt_boot_shm_len;

int
vt_boot_shmget(key_t key, size_t len, int flags)
{
	(void)key;
	(void)flags;
	vt_boot_shm_len = len;
	return (0);
}

void *
vt_boot_shmat(int id, const void *at, int flags)
{
	(void)id;
	(void)at;
	(void)flags;
	return (
	    mmap(NULL, vt_boot_shm_len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

int
vt_boot_shmctl(int id, int command, struct shmid_ds *ds)
{
	(void)id;
	(void)command;
	(void)ds;
	return (0);
}
