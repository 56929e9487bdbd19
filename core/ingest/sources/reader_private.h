/* SPDX-License-Identifier: Apache-2.0 */
/* Between reader.c and the readers of one kind of file. */
#ifndef VT_INGEST_READER_PRIVATE_H
#define VT_INGEST_READER_PRIVATE_H

#include <libxml/hash.h>
#include <stdatomic.h>
#include <stdio.h>

#include "ingest/folder/xml_stream.h"
#include "ingest/sources/reader.h"

#define VT_READER_MEMORY_MAX	(1ULL << 30)	/* of an XML document taken apart, a table's head */

struct vt_reader {
	atomic_int		 refs;
	struct vt_arena		*arena;
	struct vt_tree		*tree;
	struct vt_tree_file	*file;
	const char		*path;		/* on disk */
	struct vt_findings	 findings;
	vt_err			(*next)(struct vt_reader *, struct vt_arena *, struct vt_item *);
	int64_t			 count;		/* items given or passed over */
	/* XML */
	struct vt_xml_stream	*stream;
	struct vt_xml_shape	 shape;
	bool			 stands_on_taken;	/* the stream stands on what was given */
	struct vt_str		 header;	/* identifier of the OAI record around */
	xmlHashTablePtr		 deleted;	/* identifiers that OAI last calls deleted */
	struct vt_arena		*edm_arena;
	struct vt_edm		*edm;		/* being taken apart */
	size_t			 edm_at;
	/* table */
	struct vt_buf		 bytes;		/* of a table; of one ISO 2709 record */
	struct vt_table		 table;
	/* ISO 2709 */
	FILE			*stdio;
};

/* Whether an OAI answer has the word at all: without it one reading is enough. */
bool	vt_read_may_be_deleted(const char *path);
/* Reads an OAI answer to its end for r->deleted; what is wrong with it is left to
 * whoever reads its records. */
vt_err	vt_read_deleted(struct vt_reader *r) VT_MUST_CHECK;
vt_err	vt_read_records(struct vt_reader *r, struct vt_arena *a, struct vt_item *item_r)
	    VT_MUST_CHECK;

#endif
