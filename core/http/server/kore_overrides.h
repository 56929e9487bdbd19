/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Read by the compiler before each of Kore's files (-include): what of Kore is
 * ours instead.  A weak definition gives way to boot_kore.c's.
 */
#ifndef VT_HTTP_KORE_OVERRIDES_H
#define VT_HTTP_KORE_OVERRIDES_H

#pragma weak kore_log			  /* one log, ours */
#pragma weak fatal			  /* the same, and exit code 2 */
#pragma weak fatalx
#pragma weak kore_signal_setup		  /* workers drain, signals are not lost */
#pragma weak kore_worker_dispatch_signal /* a stop closes the listeners, HUP and USR1 are ours */
#pragma weak kore_platform_sandbox	  /* our policy */
#pragma weak kore_keymgr_run		  /* our keeper of keys (boot_keys.c) */
#pragma weak kore_worker_privdrop	  /* by number, and no descriptor is probed (boot.c) */
#pragma weak kore_listener_accept	  /* waits where it cannot accept (boot_accept.c) */
#pragma weak kore_msg_parent_remove	  /* messages would reach a new worker twice */

/* boot_kore_tls.c: a worker's keys, whose signatures the keeper makes, are put
 * together as OpenSSL 3 wants them.  That they fit was tried by the keeper. */
#define SSL_CTX_use_PrivateKey(ctx, key) vt_boot_tls_use_key(ctx, key)
#define SSL_CTX_check_private_key(ctx)	 vt_boot_tls_is_fit(ctx)

/* Memory that is gone with the last process, instead of a System V segment that
 * outlives a server that was killed. */
#define shmget vt_boot_shmget
#define shmat  vt_boot_shmat
#define shmctl vt_boot_shmctl

/* A process that finds the parent gone stops by itself: Kore would kill() the pid
 * in shared memory, which may be 0 by then and mean the whole process group. */
#define kill(pid, sig) vt_boot_kill(pid, sig)

/* The parent's loop looks at signals and then waits: one that comes in between would
 * wait for the next.  <sys/epoll.h> first, which declares what is replaced. */
#include <sys/epoll.h>
#define epoll_wait(fd, events, count, timeout) vt_boot_epoll_wait(fd, events, count, timeout)

/* A worker that is traced ends with the parent: without a tracer, a thread that
 * has just begun would stop the process for good. */
#include <sys/ptrace.h>
#define ptrace(request, pid, addr, data) \
	vt_boot_ptrace(request, pid, addr, (void *)(unsigned long)(data))

#endif
