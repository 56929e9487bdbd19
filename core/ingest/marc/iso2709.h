/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of ISO 2709 share: the record's shape.  Only for them. */
#ifndef VT_INGEST_ISO2709_H
#define VT_INGEST_ISO2709_H

#include "ingest/marc/marc.h"

#define VT_ISO2709_END	     '\x1D'
#define VT_ISO2709_FIELD     '\x1E'
#define VT_ISO2709_CODE	     '\x1F'	/* before a subfield's code */
#define VT_ISO2709_LEADER    24
#define VT_ISO2709_ENTRY     12		/* bytes of an entry in the directory: tag, length, start */
#define VT_ISO2709_FIELD_MAX 9999	/* what four digits can announce */
#define VT_ISO2709_LONGEST   99999	/* what five digits can */

/* A field, as the directory has it and where it is. */
struct vt_iso2709_entry {
	const char	*tag;		/* three bytes, in the record */
	int64_t		 start, said;	/* as the directory counts */
	size_t		 from, len;	/* bytes behind the directory, with the terminator */
};

/* The name of the set of characters that a record is in, by its bytes first; what was
 * not as announced is a finding. */
const char *vt_iso2709_charset(struct vt_str record, struct vt_findings *f);
/* The fields as XML in the plain form, their characters from charset. */
vt_err	vt_iso2709_xml(struct vt_arena *a, struct vt_str record,
	    const struct vt_iso2709_entry *fields, size_t count, const char *charset,
	    xmlDocPtr *doc_r) VT_MUST_CHECK;

#endif
