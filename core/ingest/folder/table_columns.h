/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table beside a folder of images: one row an object, several values in a
 * cell by `|`.  Columns are Dublin Core terms, perhaps `term@lang`, and
 *   identifier	the object's (further values: other identifiers of it)
 *   image	its images, relative to the table; file: PDF, sound
 *   kind	TEXT, IMAGE, SOUND, VIDEO, 3D
 *   access	open, metadata, embargo:YYYY-MM-DD
 *   latitude, longitude	parallel to spatial
 *   collection	specs;  institution: a code
 *   page_label, page_behavior	parallel to image: what a page is called; non-paged,
 *		facing-pages
 *   choice	parallel to image: another image of that page, `file` or `file = label`
 *   viewing_direction, behavior, start_page	of the whole: IIIF's words; number of the page
 *		to open first
 * package.yaml's `columns` says what a table's own names mean.
 */
#ifndef VT_INGEST_TABLE_COLUMNS_H
#define VT_INGEST_TABLE_COLUMNS_H

#include "ingest/folder/csv.h"
#include "ingest/folder/finding.h"
#include "ingest/folder/package.h"

#define VT_TABLE_BYTES_MAX	(512LL * 1024 * 1024)	/* of one table */

enum vt_column_use {
	VT_COLUMN_UNKNOWN,
	VT_COLUMN_TERM,		/* a property */
	VT_COLUMN_IDENTIFIER, VT_COLUMN_IMAGE, VT_COLUMN_FILE, VT_COLUMN_KIND,
	VT_COLUMN_ACCESS, VT_COLUMN_LATITUDE, VT_COLUMN_LONGITUDE,
	VT_COLUMN_COLLECTION, VT_COLUMN_INSTITUTION,
	VT_COLUMN_PAGE_LABEL, VT_COLUMN_PAGE_BEHAVIOR, VT_COLUMN_CHOICE,
	VT_COLUMN_DIRECTION, VT_COLUMN_BEHAVIOR, VT_COLUMN_START
};
struct vt_column {
	enum vt_column_use use;
	const char	*term;		/* of VT_COLUMN_TERM */
	struct vt_str	 lang;
};
struct vt_table {
	struct vt_csv		 csv;
	struct vt_column	*columns;
	size_t			 column_count;
};

/* Whether the first bytes of a file are a table of ours: UTF-8 (or nearly), and
 * its first row has at least two columns that are known, or one and the name
 * ends with .csv or .tsv. */
bool	vt_table_is_one(struct vt_str head, struct vt_str name, const struct vt_package *p);
/* Takes control characters out of a cell, for nothing in XML can stand for them; those that
 * databases write between lines or values become spaces.  How many there were; the cell is
 * a new one in the arena then. */
vt_err	vt_table_clean(struct vt_arena *a, struct vt_str *cell, size_t *strange_r) VT_MUST_CHECK;
/* Reads the first row.  Unknown columns are findings, with the nearest known
 * one.  bytes stay borrowed.  VT_E_BADARG: no identifier among the columns. */
vt_err	vt_table_open(struct vt_table *t, struct vt_arena *a, struct vt_str bytes,
	    const struct vt_package *p, struct vt_findings *f) VT_MUST_CHECK;

#endif
