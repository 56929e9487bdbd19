/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source file opened: its records one by one, each as an item that is worked
 * on elsewhere.  One thread reads; items may outlive the reading, the reader
 * lives as long as one of them.
 */
#ifndef VT_INGEST_READER_H
#define VT_INGEST_READER_H

#include "ingest/draft/draft.h"
#include "ingest/sources/table.h"

enum vt_item_kind {
	VT_ITEM_METS,		/* the file, or doc */
	VT_ITEM_RECORD,		/* doc, kind of record in crosswalk */
	VT_ITEM_ISO2709,	/* bytes */
	VT_ITEM_ROW,		/* row of table */
	VT_ITEM_FOLDER,		/* the images of a folder that no record speaks of */
	VT_ITEM_DELETED		/* an OAI answer says that it is gone */
};
struct vt_reader;

struct vt_item {
	enum vt_item_kind	 kind;
	struct vt_tree		*tree;
	struct vt_tree_file	*file;		/* FOLDER: its first image */
	struct vt_reader	*reader;	/* counted; or NULL */
	struct vt_str		 place;		/* "record 17, line 230" */
	struct vt_str		 identifier;	/* of the OAI header around it; may be empty */
	xmlDocPtr		 doc;
	const char		*crosswalk;
	struct vt_str		 bytes;
	const struct vt_table	*table;
	struct vt_csv_row	 row;
	struct vt_tree_file	**images;	/* FOLDER */
	size_t			 image_count;
	struct vt_str		 failure;	/* why this record cannot be read; else empty */
};

/* VT_E_BADARG and others say why nothing of it can be read. */
vt_err	vt_reader_open(struct vt_tree *t, struct vt_tree_file *file, struct vt_reader **r_r)
	    VT_MUST_CHECK;
/* The next item, in arena a.  VT_E_END; other errors end the file there. */
vt_err	vt_reader_next(struct vt_reader *r, struct vt_arena *a, struct vt_item *item_r)
	    VT_MUST_CHECK;
void	vt_reader_ref(struct vt_reader *r);
void	vt_reader_unref(struct vt_reader **r);
/* About the file itself (columns): read after open. */
const struct vt_findings *vt_reader_findings(const struct vt_reader *r);

/* The provided objects of an EDM document, each with what belongs to it. */
struct vt_edm;
vt_err	vt_edm_open(struct vt_arena *a, xmlDocPtr doc, struct vt_edm **e_r) VT_MUST_CHECK;
size_t	vt_edm_count(const struct vt_edm *e);
/* The one with that index (from 0) as a document of its own, in a. */
vt_err	vt_edm_take(struct vt_edm *e, size_t index, struct vt_arena *a, xmlDocPtr *doc_r)
	    VT_MUST_CHECK;

#endif
