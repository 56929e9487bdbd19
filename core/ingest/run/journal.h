/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last runs of ingest, for who asks later how they went: a line of JSON each in
 * data.dir, the newest last.  Dry runs are not among them.
 */
#ifndef VT_INGEST_JOURNAL_H
#define VT_INGEST_JOURNAL_H

#include "ingest/run/run.h"

#define VT_JOURNAL_NAME	    "ingests.jsonl"
#define VT_JOURNAL_RUNS	    50		 /* that are kept */
#define VT_JOURNAL_PATHS    20		 /* of a run that are told */
#define VT_JOURNAL_SIZE_MAX (1024 * 1024) /* bytes; what is more is not ours */

/* While the run holds the library; why: what ended it early, or NULL.  That it cannot be
 * written down is logged, and harms nothing. */
void vt_journal_add(const struct vt_run *run, const char *why);
/* Lines as they stand, the newest first; a file that is not there has none. */
vt_err vt_journal_read(struct vt_arena *a, const char *data_dir, struct vt_str *lines_r,
		       size_t room, size_t *count_r) VT_MUST_CHECK;

#endif
