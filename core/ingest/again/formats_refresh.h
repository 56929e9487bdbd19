/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records made anew where they are not as this program, its crosswalks and its
 * configuration make them now: `vartai formats refresh`.
 */
#ifndef VT_INGEST_FORMATS_REFRESH_H
#define VT_INGEST_FORMATS_REFRESH_H

#include <stdatomic.h>

#include "ingest/again/formats_again.h"

#define VT_REFRESH_BATCH	200	/* objects that are written before others may write */
#define VT_REFRESH_WAIT_S	5	/* between two tries, while an ingest is at work */

struct vt_refresh {
	struct vt_again_whole	*whole;
	int64_t			 over_s;	/* spread over so many seconds; 0: at once */
	bool			 is_dry;
	atomic_bool		*is_stopped;	/* ends it after the object in hand; or NULL */
	/* what became of it */
	int64_t			 looked_at, differing, written;
	bool			 has_waited;	/* for an ingest */
};

/* Two passes: which objects' records differ, and, unless dry, writing them, evenly
 * spread: their datestamps are the times at which they are written.  The lock is
 * held for a batch, so that an ingest can come between; what an ingest has put right
 * meanwhile is passed over. */
vt_err	vt_refresh_run(struct vt_refresh *r) VT_MUST_CHECK;

#endif
