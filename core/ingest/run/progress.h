/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far a run is: one line redrawn on a terminal, else a plain line now and
 * then.  Counters are raised by any thread, drawing is one thread's.
 */
#ifndef VT_INGEST_PROGRESS_H
#define VT_INGEST_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "api/str.h"

#define VT_PROGRESS_REDRAW_MS	250
#define VT_PROGRESS_LINE_MS	10000	/* between plain lines */

struct vt_progress {
	FILE		*out;
	bool		 is_terminal, has_line;
	int64_t		 started_ms, drawn_ms;
	int64_t		 bytes_total;	/* of images that are there; 0: not known */
	_Atomic int64_t	 objects, pages, bytes;
};

void	vt_progress_init(struct vt_progress *p, FILE *out, bool is_terminal);
/* Draws when it is time. */
void	vt_progress_draw(struct vt_progress *p);
/* Takes the line away, so that something else can be printed: the summary, which
 * has the last word on every number. */
void	vt_progress_clear(struct vt_progress *p);

#endif
