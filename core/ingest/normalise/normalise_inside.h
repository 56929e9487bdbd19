/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of vt_normalise() say to each other. */
#ifndef VT_INGEST_NORMALISE_INSIDE_H
#define VT_INGEST_NORMALISE_INSIDE_H

#include "ingest/normalise/normalise.h"

#define VT_FINDING_VALUE_MAX 80	/* bytes of a value that a finding quotes */

/* One line: name "value": sentence. */
void	vt_normalise_find(struct vt_buf *findings, struct vt_str name, struct vt_str value,
	    const char *fmt, ...) VT_PRINTF(4, 5);

/* Text without what XML 1.0 does not allow, control characters and bad UTF-8
 * (a finding), white space made single, accents composed (vt_nfc); p NULL when
 * the arena is exhausted. */
struct vt_str vt_normalise_text(struct vt_arena *a, struct vt_str name, struct vt_str s,
	    struct vt_buf *findings);
/* An address as it can be linked: known authorities in the form that they
 * themselves use, what no URI may contain percent-encoded; empty when it is
 * none (a finding, unless findings is NULL). */
struct vt_str vt_normalise_uri(struct vt_arena *a, struct vt_str name, struct vt_str s,
	    struct vt_buf *findings);
/* A rights address in the form that its owner uses; *is_known_r: Creative
 * Commons or rightsstatements.org know it.  Others come back as they are. */
struct vt_str vt_normalise_rights(struct vt_arena *a, struct vt_str s, bool *is_known_r);
/* start and end of a date, created, issued or temporal. */
vt_err	vt_normalise_date(struct vt_arena *a, struct vt_property *p, struct vt_buf *findings)
	    VT_MUST_CHECK;

#endif
