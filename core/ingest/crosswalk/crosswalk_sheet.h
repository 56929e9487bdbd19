/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One stylesheet: compiled once a thread that runs it, run many times from any thread, never
 * outside its folder, never for ever, never on standard error.
 */
#ifndef VT_INGEST_CROSSWALK_SHEET_H
#define VT_INGEST_CROSSWALK_SHEET_H

#include <libxml/tree.h>

#include "api/arena.h"

/* What one run may do at most; a crosswalk of a large record needs about a
 * hundredth of it. */
#define VT_CROSSWALK_DEPTH_MAX	600		/* templates within templates */
#define VT_CROSSWALK_STEPS_MAX	10000000	/* instructions */
#define VT_CROSSWALK_XPATH_MAX	2000000000	/* XPath operations */
#define VT_CROSSWALK_ERROR_MAX	600		/* bytes kept of what libxslt says */

struct vt_sheet;

/* Compiles path; folder (absolute, without links) is where it may read.
 * VT_E_BADARG names file and line. */
vt_err	vt_sheet_open(const char *folder, const char *path, struct vt_sheet **s_r) VT_MUST_CHECK;
void	vt_sheet_free(struct vt_sheet **s);
/* An attribute of the top-level element <format xmlns="urn:vartai:crosswalk:1">;
 * NULL when there is none.  Borrowed from the sheet. */
const char *vt_sheet_format(const struct vt_sheet *s, const char *attribute);
/* parameters: name, value, … NULL; or NULL.  The result belongs to the arena. */
vt_err	vt_sheet_run(struct vt_sheet *s, struct vt_arena *a, xmlDocPtr source,
	    const char *const *parameters, xmlDocPtr *result_r) VT_MUST_CHECK;

#endif
