/* SPDX-License-Identifier: Apache-2.0 */
/* Signals; the handler does no more than set a bit and count an eventfd up. */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "http/server/signals.h"

static atomic_uint vt_signals_noted;
static volatile sig_atomic_t vt_signals_fd = -1;

static const struct {
	int sig;
	unsigned bit;
} vt_signals_table[] = {
	{ SIGTERM, VT_SIGNALS_STOP },	{ SIGINT, VT_SIGNALS_STOP },
	{ SIGQUIT, VT_SIGNALS_STOP },	{ SIGHUP, VT_SIGNALS_RELOAD },
	{ SIGUSR1, VT_SIGNALS_REOPEN }, { SIGCHLD, VT_SIGNALS_CHILD },
};
#define VT_SIGNALS_COUNT (sizeof(vt_signals_table) / sizeof(vt_signals_table[0]))

void
vt_signals_catch(void (*handler)(int))
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	(void)sigfillset(&sa.sa_mask);
	sa.sa_handler = handler;
	for (size_t i = 0; i < VT_SIGNALS_COUNT; i++)
		(void)sigaction(vt_signals_table[i].sig, &sa, NULL);
	sa.sa_handler = SIG_IGN;
	(void)sigaction(SIGPIPE, &sa, NULL);
}

void
vt_signals_note(int sig)
{
	static const uint64_t one = 1;
	int kept_errno = errno;

	for (size_t i = 0; i < VT_SIGNALS_COUNT; i++)
		if (vt_signals_table[i].sig == sig)
			atomic_fetch_or(&vt_signals_noted, vt_signals_table[i].bit);
	/* When it cannot be counted up, it is up already. */
	if (vt_signals_fd >= 0 && write(vt_signals_fd, &one, sizeof(one)) < 0)
		errno = kept_errno;
	errno = kept_errno;
}

vt_err
vt_signals_open(int *fd_r)
{
	/* Counted from the start: what was noted before is not to be missed. */
	int fd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);

	if (fd < 0)
		return (vt_fail(VT_E_LIMIT, "no eventfd for signals: %s", strerror(errno)));
	vt_signals_fd = fd;
	*fd_r = fd;
	return (VT_OK);
}

unsigned
vt_signals_take(void)
{
	uint64_t count;

	if (vt_signals_fd >= 0 && read(vt_signals_fd, &count, sizeof(count)) < 0)
		count = 0;
	return (atomic_exchange(&vt_signals_noted, 0));
}

unsigned
vt_signals_peek(void)
{
	return (atomic_load(&vt_signals_noted));
}
