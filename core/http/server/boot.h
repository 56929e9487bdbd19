/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's processes: a parent that listens, watches and restarts; workers
 * that answer, sandboxed and without privileges; with TLS a keeper of the keys.
 * They are Kore's, which is compiled in; its own configuration is not used.
 */
#ifndef VT_HTTP_BOOT_H
#define VT_HTTP_BOOT_H

#include "http/gateway.h"
#include "http/metrics.h"
#include "http/server/sandbox.h"

#define VT_BOOT_WORKERS_MAX 128

struct vt_boot_options {
	const char *listen;		       /* host:port, [v6]:port */
	const char *admin_listen;	       /* empty: none */
	const char *tls_certificate, *tls_key; /* absolute; both or neither (empty) */
	const char *user;		       /* empty: stays who it is */
	const char *data_dir;
	int64_t workers;	    /* 0: one a core */
	int64_t threads, queue_max; /* a worker */
	int64_t large_threads, large_queue_max;
	int64_t connections_max;    /* a worker */
	int64_t sending_max;	    /* bytes of answers being sent, a worker */
	int64_t keepalive_seconds, request_seconds, answer_seconds, drain_seconds;
	enum vt_sandbox_reach reach; /* whereto workers connect */
	bool is_traced; /* what the sandbox does not know is logged, not punished */
	struct vt_gateway *gateway;
	struct vt_metrics *metrics; /* for vt_boot_workers() workers */
	/* At SIGHUP, in the parent: whether a start would take the configuration as
	 * it is now, the log's levels in it, and the names of options that wait for a
	 * restart; both kept until the next call. */
	vt_err (*log_levels)(void *arg, const char **levels_r, const char **waiting_r);
	void *arg;
};

/* How many workers there will be. */
size_t vt_boot_workers(int64_t wanted);
/* What vt_boot_serve() would refuse before it listens; VT_E_BADARG, VT_E_IO. */
vt_err vt_boot_check(const struct vt_boot_options *o) VT_MUST_CHECK;
/* Serves until it is told to stop.  argv is the process's own, since titles are
 * written there.  Exit code 0, or 2 when it could not start or go on. */
int vt_boot_serve(const struct vt_boot_options *o, int argc, char **argv);

#endif
