/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of crosswalk.c: what an out crosswalk reads, and its result as bytes. */
#ifndef VT_INGEST_CROSSWALK_OUT_H
#define VT_INGEST_CROSSWALK_OUT_H

#include "ingest/crosswalk/crosswalk.h"

/* The object with its institution, images and context (out/oai_dc.xsl has the
 * form) as a document in the arena. */
vt_err	vt_crosswalk_source(struct vt_arena *a, const struct vt_crosswalk_context *context,
	    xmlDocPtr *doc_r) VT_MUST_CHECK;
/* doc as UTF-8 without declaration, base replaced by VT_RECORD_BASE. */
vt_err	vt_crosswalk_bytes(struct vt_arena *a, xmlDocPtr doc, const char *base,
	    struct vt_str *xml_r) VT_MUST_CHECK;

#endif
