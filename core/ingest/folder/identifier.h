/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The identifier rule.  What a source gives is kept as it is where it is safe
 * in a URL: letters, digits, `. _ ~ -`, at most VT_IDENTIFIER_MAX bytes, not "."
 * or "..".  Else it is made so: folded (lower case, no diacritics), each run
 * of other characters becomes one '-', none at the ends.  Where that loses
 * letters (another script) or is too long, '-' and 12 digits of the original's
 * hash are put behind, so that two originals never become one.  A package's
 * prefix stands only before names that no source gives (folders of bare images).
 */
#ifndef VT_INGEST_IDENTIFIER_H
#define VT_INGEST_IDENTIFIER_H

#include "api/arena.h"
#include "api/str.h"

#define VT_IDENTIFIER_MAX 128	/* bytes, with the prefix */

bool	vt_identifier_is_safe(struct vt_str s);
/* prefix and what the source gives, made safe; empty when both trimmed are
 * empty or raw is.  *was_made_r: it differs from what the source gave. */
struct vt_str vt_identifier_make(struct vt_arena *a, struct vt_str prefix, struct vt_str raw,
	    bool *was_made_r);
/* A file's name for URLs by the same rule; the last `.ext` is kept apart, so
 * that "Žemė.PDF" gives "zeme.pdf". */
struct vt_str vt_identifier_file_name(struct vt_arena *a, struct vt_str name);

#endif
