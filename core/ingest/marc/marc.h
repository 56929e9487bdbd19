/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MARC records: from ISO 2709 (its characters through YAZ) or MARCXML, MARC21 or UNIMARC, to
 * one plain form: <record> in the MARC21 slim namespace with leader,
 * controlfield, datafield, subfield, which the crosswalks marc21 and unimarc read.
 */
#ifndef VT_INGEST_MARC_H
#define VT_INGEST_MARC_H

#include <libxml/tree.h>
#include <stdio.h>

#include "api/buf.h"
#include "ingest/folder/finding.h"

#define VT_MARC_NS		"http://www.loc.gov/MARC21/slim"
#define VT_MARC_RECORD_MAX	(4 * 1024 * 1024)	/* bytes of one record */

enum vt_marc_flavour { VT_MARC_UNKNOWN, VT_MARC_21, VT_MARC_UNI };

/* By what its fields show: 245 or 100 with a name, 200 or 100 with 36
 * positions; format ("marc21", "unimarc", of package.yaml) decides when given. */
enum vt_marc_flavour vt_marc_flavour(struct vt_arena *a, const xmlNode *record,
	    struct vt_str format);
/* Any record element (MARCXML, marcxchange, no namespace) in the plain form. */
vt_err	vt_marc_plain(struct vt_arena *a, const xmlNode *record, xmlDocPtr *doc_r)
	    VT_MUST_CHECK;

/* The next record of a file, up to its terminator, in out (emptied before);
 * line ends between records are passed over.  VT_E_END at the end; VT_E_TOOLARGE
 * when no terminator comes. */
vt_err	vt_iso2709_next(FILE *f, struct vt_buf *out) VT_MUST_CHECK;
/* One ISO 2709 record in the plain form.  The characters are UTF-8 where they
 * can be, else MARC-8, or in UNIMARC ISO 5426, or Windows-1257 where they cannot be
 * that; what was not as announced is a finding. */
vt_err	vt_iso2709_read(struct vt_arena *a, struct vt_str record, struct vt_findings *f,
	    xmlDocPtr *doc_r) VT_MUST_CHECK;

#endif
