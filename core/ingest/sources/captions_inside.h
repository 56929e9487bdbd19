/* SPDX-License-Identifier: Apache-2.0 */
/* What the files captions*.c share; nobody else includes it. */
#ifndef VT_INGEST_CAPTIONS_INSIDE_H
#define VT_INGEST_CAPTIONS_INSIDE_H

#include "api/webvtt.h"
#include "ingest/sources/captions.h"

/* Paths of sounds and films without their endings. */
struct vt_captions_films {
	struct vt_str	*stems;
	size_t		 count;
};

/* Looks into all captions of a draft: those that cannot be shown are left out, those whose
 * name says no language get one. */
vt_err	vt_captions_read(struct vt_draft *d) VT_MUST_CHECK;

#endif
