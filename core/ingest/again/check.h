/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai check`: what Europeana would say of each object's edm record, before it
 * comes for it; by the rules (rules.h) and the tiers (tiers.h), with totals by
 * institution.  Nothing is written.
 */
#ifndef VT_INGEST_CHECK_H
#define VT_INGEST_CHECK_H

#include <stdio.h>

#include "api/json.h"
#include "ingest/again/formats_again.h"
#include "ingest/rules/rules.h"
#include "ingest/rules/tiers.h"

#define VT_CHECK_INSTITUTIONS_MAX 4096

struct vt_check_result {
	struct vt_str		name;		/* identifier, or a file's path */
	struct vt_str		institution;	/* code; empty: none */
	struct vt_rule_findings	findings;
	struct vt_tiers		tiers;
};
struct vt_check_total {
	char		institution[64];
	int64_t		objects, errors, warnings;	/* objects that have some */
	int64_t		content[5], metadata[4];	/* objects of each tier */
};
struct vt_check {
	const struct vt_again	 *again;	/* NULL: only files */
	const struct vt_messages *messages;
	const char		 *language;
	bool			  shows_tiers, is_json;
	FILE			 *out;
	struct vt_buf		  text;		/* what is not yet printed */
	struct vt_jsonw		  json;
	struct vt_check_total	  all, *institutions;	/* heap */
	size_t			  institution_count;
};

/* VT_E_NOTFOUND: no such object. */
vt_err	vt_check_object(const struct vt_check *c, struct vt_arena *a, struct vt_str identifier,
	    struct vt_check_result *r_r) VT_MUST_CHECK;
/* An EDM record from elsewhere. */
vt_err	vt_check_file(struct vt_arena *a, const char *path, struct vt_check_result *r_r)
	    VT_MUST_CHECK;

/* Printing: begin, each result, end (with the totals).  VT_E_IO: out is closed. */
void	vt_check_begin(struct vt_check *c);
vt_err	vt_check_put(struct vt_check *c, const struct vt_check_result *r) VT_MUST_CHECK;
vt_err	vt_check_end(struct vt_check *c) VT_MUST_CHECK;
/* Of check.c for both kinds of printing. */
void	vt_check_put_json(struct vt_check *c, const struct vt_check_result *r);
void	vt_check_end_json(struct vt_check *c);

#endif
