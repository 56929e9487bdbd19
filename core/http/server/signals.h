/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What signals ask of this process: noted by the handler, taken by the loop,
 * which an eventfd wakes.  Knows nothing of Kore.
 */
#ifndef VT_HTTP_SIGNALS_H
#define VT_HTTP_SIGNALS_H

#include "api/err.h"

enum vt_signals_bit {
	VT_SIGNALS_STOP = 1 << 0,   /* TERM, INT, QUIT: finish and end */
	VT_SIGNALS_RELOAD = 1 << 1, /* HUP */
	VT_SIGNALS_REOPEN = 1 << 2, /* USR1 */
	VT_SIGNALS_CHILD = 1 << 3   /* CHLD */
};

/* handler for all of the above; SIGPIPE is ignored. */
void vt_signals_catch(void (*handler)(int));
/* In the handler. */
void vt_signals_note(int sig);
/* A descriptor that is readable when something was noted. */
vt_err vt_signals_open(int *fd_r) VT_MUST_CHECK;
/* What was noted since the last call (bits). */
unsigned vt_signals_take(void);
/* The same, left as it is. */
unsigned vt_signals_peek(void);

#endif
