/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a table, read into drafts; its columns are in folder/table_columns.h. */
#ifndef VT_INGEST_TABLE_H
#define VT_INGEST_TABLE_H

#include "ingest/draft/draft.h"
#include "ingest/folder/table_columns.h"

/* The next row; VT_E_END.  An error of the row costs that row; of csv, the rest. */
vt_err	vt_table_next(struct vt_table *t, struct vt_arena *a, struct vt_csv_row *row_r)
	    VT_MUST_CHECK;
/* What a row says, into a draft. */
vt_err	vt_table_row(const struct vt_table *t, const struct vt_csv_row *row, struct vt_draft *d)
	    VT_MUST_CHECK;

#endif
