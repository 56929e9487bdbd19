/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run did: counts, what failed and why, findings.  Printed at the end,
 * for people or as one JSON document.  Only the committing thread writes here.
 */
#ifndef VT_INGEST_REPORT_H
#define VT_INGEST_REPORT_H

#include <stdio.h>

#include "api/buf.h"
#include "catalog/origin.h"
#include "ingest/folder/finding.h"

#define VT_REPORT_MEMORY_MAX	(256 * 1024 * 1024)	/* bytes of sentences; beyond it they are only counted */
#define VT_REPORT_SHOWN_MAX	20	/* findings of a kind, and what failed, that people are shown */
#define VT_REPORT_KINDS_MAX	32	/* of findings; finding.h has fewer */

enum vt_report_count {
	VT_REPORT_NEW, VT_REPORT_CHANGED, VT_REPORT_UNCHANGED, VT_REPORT_DELETED,
	VT_REPORT_FAILED, VT_REPORT_DUPLICATES,
	VT_REPORT_PAGES, VT_REPORT_IMAGES,
	VT_REPORT_BYTES,		/* of masters that were read */
	VT_REPORT_COUNTS
};
/* A failure, or a finding of a kind. */
struct vt_report_entry {
	struct vt_report_entry *next;
	const char	*kind;		/* NULL: a failure */
	struct vt_str	 source, place, text;
};
/* How many findings there are of a kind. */
struct vt_report_kind {
	const char	*name;
	int64_t		 count;
};
/* An object that its source no longer has. */
struct vt_report_gone {
	struct vt_report_gone	*next;
	struct vt_str	 folder, identifier, source;	/* folder: the PATH that was read */
	bool		 is_kept;	/* not withdrawn, though --prune was given: too many are gone */
};
/* Of an object, or of a file. */
struct vt_report_name {
	struct vt_report_name	*next;
	struct vt_str	 text;
};
/* Objects that became more open, or another institution's, in the same way. */
struct vt_report_turned {
	struct vt_report_turned	*next;
	const char	*what;		/* "access", "institution" */
	struct vt_str	 from, to;
	int64_t		 count;
	struct vt_report_name	*first, **tail;
};
/* A record that no harvester gets, of an object that is published. */
struct vt_report_withheld {
	struct vt_report_withheld *next;
	struct vt_str	 format, identifier, why;
};
/* Europeana's problem patterns that are so of whole collections: P7 and P9 of what this
 * run made or changed, P1 of all that is published. */
struct vt_report_quality {
	int64_t		 objects, no_description, short_description, shared_title;
};
struct vt_report {
	struct vt_arena		*arena;
	struct vt_report_entry	*first, *last;
	struct vt_report_kind	 kinds[VT_REPORT_KINDS_MAX];	/* in the order they came */
	size_t			 kind_count;
	struct vt_report_gone	*first_gone, *last_gone;
	struct vt_report_name	*first_used;	/* package.yaml files above PATHs */
	struct vt_report_turned	*first_turned;
	struct vt_report_withheld *first_withheld, *last_withheld;
	int64_t			 objects;	/* published, when the withheld are told */
	int64_t			 counts[VT_REPORT_COUNTS];
	struct vt_report_quality quality;
	int64_t			 lost;		/* sentences that no memory was left for */
	int64_t			 generation;	/* of the catalogue afterwards; -1: not known */
	int64_t			 started_ms, ended_ms;
	bool			 is_dry, prunes, was_interrupted;
	bool			 made_data_dir;	/* in a dry run: it would be */
	const char		*fatal;		/* why the run ended early; or NULL */
};

void	vt_report_init(struct vt_report *r);
void	vt_report_fini(struct vt_report *r);
void	vt_report_failure(struct vt_report *r, struct vt_str source, struct vt_str place,
	    struct vt_str text);
void	vt_report_finding(struct vt_report *r, const char *kind, struct vt_str source,
	    struct vt_str place, struct vt_str text);
void	vt_report_findings(struct vt_report *r, const struct vt_findings *f, struct vt_str source,
	    struct vt_str place);
void	vt_report_gone(struct vt_report *r, struct vt_str folder, const struct vt_origin *o,
	    bool is_kept);
/* A package.yaml above a PATH; each is told once. */
void	vt_report_used(struct vt_report *r, struct vt_str path);
/* what: a literal. */
void	vt_report_turned(struct vt_report *r, const char *what, struct vt_str from, struct vt_str to,
	    struct vt_str identifier);
void	vt_report_withheld(struct vt_report *r, struct vt_str format, struct vt_str identifier,
	    struct vt_str why);
/* Exit code: 0, 1 some failed or stopped early. */
int	vt_report_exit(const struct vt_report *r);

/* For people. */
void	vt_report_print(const struct vt_report *r, FILE *out);
/* One JSON document: counts by name, failed [], findings [], finding_counts {},
 * gone [], turned [], also_used [], withheld [],
 * quality {}, … */
vt_err	vt_report_json(const struct vt_report *r, struct vt_buf *out) VT_MUST_CHECK;

#endif
