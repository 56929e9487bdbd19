/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The seccomp policy, whole: Kore's default list is not used.  The order only
 * matters where one call has several rules: the first that fits decides.
 * Names that a processor does not have are left out by #ifdef (aarch64 has no
 * call without "at").
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <seccomp.h> /* Kore's: the macros of single rules */

#include "api/log.h"
#include "http/server/sandbox.h"

#if defined(__x86_64__)
#define VT_SANDBOX_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define VT_SANDBOX_ARCH AUDIT_ARCH_AARCH64
#else
#error "the sandbox knows x86-64 and aarch64 only"
#endif

#define VT_SANDBOX_MAX 1024 /* instructions */

#define ALLOW(name)			 KORE_SYSCALL_ALLOW(name)
#define ALLOW_IF(name, arg, value)	 KORE_SYSCALL_ALLOW_ARG(name, arg, value)
#define ALLOW_WITH(name, arg, bit)	 KORE_SYSCALL_ALLOW_WITH_FLAG(name, arg, bit)
#define DENY(name, error)		 KORE_SYSCALL_DENY(name, error)
#define DENY_WITH(name, arg, bit, error) KORE_SYSCALL_DENY_WITH_FLAG(name, arg, bit, error)

/* What every process of ours does. */
static const struct sock_filter vt_sandbox_common[] = {
	/* memory: never writable and executable at once, never executable later */
	ALLOW(brk),
	DENY_WITH(mmap, 2, PROT_WRITE | PROT_EXEC, EINVAL),
	ALLOW(mmap),
	ALLOW(munmap),
	ALLOW(mincore),
	ALLOW(mremap),
	ALLOW(madvise),
	DENY_WITH(mprotect, 2, PROT_EXEC, EINVAL),
	ALLOW(mprotect),

	/* reading files; O_WRONLY is bit 0 */
	DENY_WITH(openat, 2, O_WRONLY, EACCES),
	ALLOW(openat),
	ALLOW(read),
	ALLOW(pread64),
	ALLOW(readv),
	ALLOW(lseek),
	ALLOW(fstat),
	ALLOW(newfstatat),
	ALLOW(statx),
	ALLOW(faccessat),
#ifdef SYS_faccessat2
	ALLOW(faccessat2),
#endif
	ALLOW(fcntl),
	ALLOW(close),
	ALLOW(getcwd),
	ALLOW(readlinkat),
#ifdef SYS_open
	DENY_WITH(open, 1, O_WRONLY, EACCES),
	ALLOW(open),
	ALLOW(stat),
	ALLOW(lstat),
	ALLOW(access),
	ALLOW(readlink),
#endif

	/* descriptors that are open */
	ALLOW(write),
	ALLOW(writev),
	ALLOW(sendto),
	ALLOW(sendmsg),
	ALLOW(recvfrom),
	ALLOW(recvmsg),
	ALLOW(shutdown),
	ALLOW(epoll_ctl),
	ALLOW(epoll_pwait),
	ALLOW(ppoll),
#ifdef SYS_epoll_wait
	ALLOW(epoll_wait),
	ALLOW(poll),
#endif
	DENY(ioctl, EACCES),

	/* signals, time, self */
	ALLOW(rt_sigaction),
	ALLOW(rt_sigprocmask),
	ALLOW(rt_sigreturn),
	ALLOW(sigaltstack),
	ALLOW(restart_syscall),
	ALLOW(futex),
	ALLOW(clock_gettime),
	ALLOW(clock_getres),
	ALLOW(gettimeofday),
	ALLOW(nanosleep),
	ALLOW(clock_nanosleep),
	ALLOW(getpid),
	ALLOW(gettid),
	ALLOW(setpriority), /* threads for large jobs give way; nothing can be raised */
	ALLOW(getppid),
	ALLOW(getuid),
	ALLOW(geteuid),
	ALLOW(getgid),
	ALLOW(getegid),
	ALLOW(getrandom),
	ALLOW(exit),
	ALLOW(exit_group),
};

/* What SQLite, libvips, threads and accepting connections need beyond. */
static const struct sock_filter vt_sandbox_worker[] = {
	/* connections that come */
	ALLOW(accept),
	ALLOW(accept4),
	ALLOW(setsockopt),
	ALLOW(getsockopt),
	ALLOW(getsockname),
	ALLOW(getpeername),
	ALLOW(eventfd2),

	/* SQLite: the -wal and -shm of the catalogue, sorting that spills */
	ALLOW(pwrite64),
	ALLOW(pwritev),
	ALLOW(ftruncate),
	ALLOW(fallocate),
	ALLOW(fsync),
	ALLOW(fdatasync),
	ALLOW(fchmod),
	ALLOW(fchown),
	ALLOW(unlinkat),
#ifdef SYS_unlink
	ALLOW(unlink),
#endif

	/* libvips, glib, libtiff */
	ALLOW(preadv),
	ALLOW(preadv2), /* tiles that are in memory, on the loop */
	ALLOW(fadvise64),
	ALLOW(getdents64),
	ALLOW(umask),
	ALLOW(sysinfo),
	ALLOW(uname),
	ALLOW(getrusage),
	ALLOW(statfs),
	ALLOW(fstatfs),
	ALLOW(dup),
	ALLOW(dup3),
	ALLOW(pipe2),
	ALLOW_IF(prlimit64, 2, 0), /* asking, not setting */

	/* threads, but no processes */
	ALLOW_WITH(clone, 0, CLONE_THREAD),
	DENY(clone3, ENOSYS), /* its flags are out of sight: glibc falls back to clone */
	ALLOW(set_robust_list),
#ifdef SYS_rseq
	ALLOW(rseq),
#endif
	ALLOW(sched_yield),
	ALLOW(sched_getaffinity),
	ALLOW(sched_getattr),
	ALLOW(sched_setattr),
	ALLOW(membarrier),
	ALLOW_IF(prctl, 0, PR_SET_NAME),
};

/* What a connection outwards needs; what it is used for is allowed above. */
static const struct sock_filter vt_sandbox_unix[] = {
	ALLOW_IF(socket, 0, AF_UNIX),
	ALLOW(connect),
};
static const struct sock_filter vt_sandbox_network[] = {
	ALLOW_IF(socket, 0, AF_INET),
	ALLOW_IF(socket, 0, AF_INET6),
	ALLOW(connect),
};

#ifdef __SANITIZE_ADDRESS__
/* What AddressSanitizer's runtime does to look at its own process, and the leak
 * check at its end; only in SAN=1 builds. */
static const struct sock_filter vt_sandbox_sanitizer[] = {
	ALLOW(clone),
	ALLOW(wait4),
	ALLOW(ptrace),
	ALLOW(prctl),
	ALLOW(prlimit64),
	ALLOW(pipe2),
	ALLOW(getdents64),
	ALLOW(process_vm_readv),
	ALLOW(sched_getaffinity),
	ALLOW(set_robust_list),
	ALLOW(sched_yield),
	ALLOW(rseq),
	ALLOW(tgkill),
	ALLOW(dup),
	ALLOW(ioctl),
#ifdef SYS_pipe
	ALLOW(pipe),
#endif
#ifdef SYS_getdents
	ALLOW(getdents),
#endif
#ifdef SYS_arch_prctl
	ALLOW(arch_prctl),
#endif
};
#endif

struct vt_sandbox_program {
	struct sock_filter code[VT_SANDBOX_MAX];
	size_t len;
};

static void
vt_sandbox_add(struct vt_sandbox_program *p, const struct sock_filter *part, size_t len)
{
	vt_assert(len <= VT_SANDBOX_MAX - p->len);
	memcpy(p->code + p->len, part, len * sizeof(part[0]));
	p->len += len;
}

#define ADD(p, part) vt_sandbox_add((p), (part), sizeof(part) / sizeof((part)[0]))

static void
vt_sandbox_build(struct vt_sandbox_program *p, enum vt_sandbox_role role,
		 enum vt_sandbox_reach reach, bool is_traced)
{
	const struct sock_filter head[] = {
		KORE_BPF_LOAD(arch, 0),
		KORE_BPF_CMP(VT_SANDBOX_ARCH, 1, 0),
		KORE_BPF_RET(SECCOMP_RET_KILL_PROCESS),
		KORE_BPF_LOAD(nr, 0),
	};
	/* Signals to itself only: what abort() and the end of the parent need. */
	const struct sock_filter self[] = {
		ALLOW_IF(kill, 0, getpid()),
		ALLOW_IF(tgkill, 0, getpid()),
	};
	const struct sock_filter tail[] = {
		KORE_BPF_RET(is_traced ? SECCOMP_RET_TRACE : SECCOMP_RET_KILL_PROCESS),
	};

	ADD(p, head);
#ifdef __SANITIZE_ADDRESS__
	ADD(p, vt_sandbox_sanitizer);
#endif
	ADD(p, vt_sandbox_common);
	if (role == VT_SANDBOX_WORKER)
		ADD(p, vt_sandbox_worker);
	if (role == VT_SANDBOX_WORKER && reach == VT_SANDBOX_UNIX)
		ADD(p, vt_sandbox_unix);
	if (role == VT_SANDBOX_WORKER && reach == VT_SANDBOX_NETWORK)
		ADD(p, vt_sandbox_network);
	ADD(p, self);
	ADD(p, tail);
}

void
vt_sandbox_enter(enum vt_sandbox_role role, enum vt_sandbox_reach reach, bool is_traced)
{
	static struct vt_sandbox_program p;
	struct sock_fprog prog;

	vt_sandbox_build(&p, role, reach, is_traced);
	prog = (struct sock_fprog){ .len = (unsigned short)p.len, .filter = p.code };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == 0)
		return;
	vt_log("server", VT_LOG_ERROR, "the kernel refuses the sandbox: %s", strerror(errno));
	_exit(2);
}
