/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings: what was doubtful in a source but stops nothing.  Each has a kind
 * (for counting) and a sentence.  They live in the arena of their object.
 */
#ifndef VT_INGEST_FINDING_H
#define VT_INGEST_FINDING_H

#include "api/arena.h"
#include "api/str.h"

#define VT_FINDINGS_MAX 1000	/* kept of one object; the rest is counted */

/* Kinds, as the summary and --json name them. */
#define VT_FINDING_ALONE	"bare-images"	/* images that no record speaks of */
#define VT_FINDING_COLUMN	"unknown-column"
#define VT_FINDING_DUPLICATE	"duplicate"
#define VT_FINDING_EMBARGO	"embargo-ended"
#define VT_FINDING_EMPTY	"empty-folder"
#define VT_FINDING_ENCODING	"encoding"
#define VT_FINDING_IDENTIFIER	"identifier"
#define VT_FINDING_INSTITUTION	"institution"
#define VT_FINDING_LINK		"link"		/* a file outside, or elsewhere */
#define VT_FINDING_MISSING	"missing-file"
#define VT_FINDING_MOVED	"moved"
#define VT_FINDING_KEPT		"not-withdrawn"	/* seems gone, but something was not read */
#define VT_FINDING_PLACE	"place"
#define VT_FINDING_QUALITY	"quality"	/* what makes an edm record hard to find */
#define VT_FINDING_RECORD	"withheld-record"
#define VT_FINDING_STRUCTURE	"structure"
#define VT_FINDING_TEXT		"text"
#define VT_FINDING_TITLE	"title"
#define VT_FINDING_UNKNOWN	"not-read"	/* files of a kind that is not read */
#define VT_FINDING_UNREADABLE	"unreadable"	/* by the server's user */
#define VT_FINDING_VALUE	"value"		/* dates, rights, languages … */
#define VT_FINDING_WITHDRAWN	"withdrawn"

struct vt_finding {
	const char	*kind;		/* one of the above */
	struct vt_str	 text;
};

struct vt_findings {
	struct vt_arena		*arena;
	struct vt_finding	*items;
	size_t			 count, cap, dropped;
};

void	vt_findings_init(struct vt_findings *f, struct vt_arena *a);
/* f NULL, or a full arena: the finding is lost, nothing else. */
void	vt_findings_add(struct vt_findings *f, const char *kind, const char *fmt, ...)
	    VT_PRINTF(3, 4);
/* Each line of text is a finding of that kind. */
void	vt_findings_lines(struct vt_findings *f, const char *kind, struct vt_str text);

/* Room for one more item in an arena array that grows by doubling; returns the
 * array (perhaps moved), or NULL when the arena is exhausted. */
void	*vt_array_grow(struct vt_arena *a, void *items, size_t count, size_t *cap, size_t size);

#endif
