/* SPDX-License-Identifier: Apache-2.0 */
/* From a record's XML to a draft, through the crosswalk that reads it. */
#ifndef VT_INGEST_DESCRIBE_H
#define VT_INGEST_DESCRIBE_H

#include "api/buf.h"
#include "ingest/crosswalk/crosswalk.h"
#include "ingest/draft/draft.h"

/* kind: what vt_recognise_record() says ("marc" becomes marc21 or unimarc here;
 * "mets" is not for here).  doc's root is the record. */
vt_err	vt_describe(const struct vt_crosswalks *cw, struct vt_draft *d, const char *kind,
	    xmlDocPtr doc) VT_MUST_CHECK;
/* Dublin Core elements without a root of their own, below parent, as oai_dc. */
vt_err	vt_describe_bare_dc(struct vt_arena *a, const xmlNode *parent, xmlDocPtr *doc_r)
	    VT_MUST_CHECK;
/* A node copied into a document of its own, which the arena frees. */
vt_err	vt_describe_copy(struct vt_arena *a, const xmlNode *n, xmlDocPtr *doc_r) VT_MUST_CHECK;

#endif
