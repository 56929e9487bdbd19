/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of the log is the processes': the sentence at their end, and rotation.  A
 * worker has neither the privileges nor, in its sandbox, the system call to open a
 * file for writing; the parent opens it and sends the descriptor (SCM_RIGHTS).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log_setup.h"
#include "http/server/boot_inside.h"

#define VT_BOOT_SAY 1024 /* bytes of a sentence */

void
vt_boot_say(const char *module, const char *fmt, ...)
{
	char text[VT_BOOT_SAY];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	vt_log(module, VT_LOG_ERROR, "%s", text);
	if (vt_log_descriptor() >= 0)
		(void)fprintf(stderr, "vartai: %s\n", text);
}

union vt_boot_rights {
	struct cmsghdr head;
	char room[CMSG_SPACE(sizeof(int))];
};

vt_err
vt_boot_log_open(size_t workers)
{
	for (size_t i = 0; i < workers; i++)
		if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
			       vt_boot_shared->slots[i].log_socket) != 0)
			return (
			    vt_fail(VT_E_LIMIT, "no socket pair for the log: %s", strerror(errno)));
	return (VT_OK);
}

static void
vt_boot_log_send(int to, int fd)
{
	char byte = 'l';
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	union vt_boot_rights rights = { .room = { 0 } };
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = &rights,
			      .msg_controllen = sizeof(rights) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	if (sendmsg(to, &msg, MSG_NOSIGNAL) < 0)
		vt_log("server", VT_LOG_WARN, "a worker was not given the new log: %s",
		       strerror(errno));
}

void
vt_boot_log_reopen(size_t workers)
{
	vt_log_reopen();
	if (vt_log_descriptor() < 0)
		return;
	for (size_t i = 0; i < workers; i++)
		vt_boot_log_send(vt_boot_shared->slots[i].log_socket[0], vt_log_descriptor());
}

void
vt_boot_log_take(int from)
{
	char byte;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	union vt_boot_rights rights;
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = &rights,
			      .msg_controllen = sizeof(rights) };
	struct cmsghdr *head;
	int fd;

	if (recvmsg(from, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) < 0)
		return;
	head = CMSG_FIRSTHDR(&msg);
	if (head == NULL || head->cmsg_type != SCM_RIGHTS)
		return;
	memcpy(&fd, CMSG_DATA(head), sizeof(fd));
	vt_log_adopt(fd);
	(void)close(fd);
}
