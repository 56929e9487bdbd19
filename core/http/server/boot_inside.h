/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of boot share: the processes' common memory, and each part's
 * way in. */
#ifndef VT_HTTP_BOOT_INSIDE_H
#define VT_HTTP_BOOT_INSIDE_H

#include <stdatomic.h>
#include <sys/types.h>

#include "http/server/boot.h"

#define VT_BOOT_LEVELS_MAX 512
#define VT_BOOT_TLS_MAX	   (1024 * 1024) /* bytes of a certificate's or a key's file */
#define VT_BOOT_TLS_NAME   33
#define VT_BOOT_DOMAIN	   "*"		 /* Kore's name of our only certificate */

/* In memory that all processes share. */
struct vt_boot_shared {
	_Atomic bool has_failed;	 /* the exit code is to be 2 */
	char levels[VT_BOOT_LEVELS_MAX]; /* of the log; read after SIGHUP */
	struct vt_boot_slot {		 /* a worker and its successors */
		int log_socket[2];	 /* parent's end, worker's end; -1: none */
		_Atomic int starts;	 /* that never became ready, in a row */
		_Atomic int crashes;	 /* soon after a start, in a row */
		_Atomic int64_t started_ms;
	} slots[VT_BOOT_WORKERS_MAX];
};

extern const struct vt_boot_options *vt_boot_o;
extern struct vt_boot_shared *vt_boot_shared;

/* Kore's main(), under another name. */
int kore_main(int argc, char **argv);

/* boot.c: in this process. */
void vt_boot_close_listeners(void);
/* boot_kore.c: from a worker or the keeper of keys; what stopped it was said. */
void vt_boot_end_server(void) __attribute__((noreturn));

struct listener;

/* The admin listener, none of Kore's servers; NULL: there is none. */
extern struct listener *vt_boot_admin;

/* boot_accept.c: in a worker. */
void vt_boot_accept_admin(void);
void vt_boot_stop_accepting(void); /* for good */

/* boot_log.c: why it cannot start or go on; also on the terminal where the log is
 * a file, since whoever starts it looks there. */
void vt_boot_say(const char *module, const char *fmt, ...) VT_PRINTF(2, 3);
/* A new log file for workers that may not open it. */
vt_err vt_boot_log_open(size_t workers) VT_MUST_CHECK;
void vt_boot_log_reopen(size_t workers); /* in the parent */
void vt_boot_log_take(int fd);		 /* in a worker, when its end is readable */

struct x509_st;

/* boot_tls.c: certificate and key, as read. */
struct vt_boot_tls {
	struct vt_str chain; /* the PEM file, owned */
	struct evp_pkey_st *key;
	char name[VT_BOOT_TLS_NAME]; /* of the certificate: by it signatures are asked for */
};
/* Reads both and tries them together: what this returns, workers can use. */
vt_err vt_boot_tls_read(const char *certificate, const char *key,
			struct vt_boot_tls *tls_r) VT_MUST_CHECK;
void vt_boot_tls_fini(struct vt_boot_tls *tls);
void vt_boot_tls_name(const struct x509_st *leaf, char name_r[VT_BOOT_TLS_NAME]);

/* By Kore's log, signals and processes (boot_kore.c); called by name. */
VT_API void kore_parent_configure(int argc, char **argv);
VT_API void kore_parent_teardown(void);
VT_API void kore_worker_configure(void);
VT_API void kore_worker_teardown(void);

/* This process is sent sig when the parent ends; one that comes too late ends here. */
void vt_boot_end_with_parent(int sig);

#endif
