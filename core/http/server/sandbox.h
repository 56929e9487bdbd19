/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sandbox of the server's processes: system calls that are not listed end
 * the whole process.  No program can be started, no other process be made or
 * signalled, no connection be opened outwards (but to a configured Redis, see
 * vt_sandbox_reach), no file be opened for writing only; files may be opened for reading and writing, because that is how
 * SQLite's readers open their -wal and -shm.
 */
#ifndef VT_HTTP_SANDBOX_H
#define VT_HTTP_SANDBOX_H

#include <stdbool.h>

enum vt_sandbox_role {
	VT_SANDBOX_WORKER,
	VT_SANDBOX_KEYMGR /* keeps the TLS keys; speaks to nobody but the workers */
};

/* Whereto a worker may connect. */
enum vt_sandbox_reach { VT_SANDBOX_NOWHERE, VT_SANDBOX_UNIX, VT_SANDBOX_NETWORK };

/* For the calling thread and those it starts; ends the process when the kernel
 * refuses.  is_traced: what is not listed is reported to the tracing parent,
 * and then done. */
void vt_sandbox_enter(enum vt_sandbox_role role, enum vt_sandbox_reach reach, bool is_traced);

#endif
