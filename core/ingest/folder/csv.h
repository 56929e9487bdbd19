/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as text: RFC 4180 with `,` `;` or tab, quoted cells that may hold
 * delimiters and newlines, lines ended by LF, CRLF or CR, with or without a
 * UTF-8 byte order mark, and Excel's first line `sep=;`.  Pure.
 */
#ifndef VT_INGEST_CSV_H
#define VT_INGEST_CSV_H

#include "api/arena.h"
#include "api/str.h"

#define VT_CSV_CELLS_MAX 1000	/* cells of a row */

struct vt_csv {
	struct vt_str	rest;		/* not read yet */
	char		delimiter;
	int64_t		line;		/* of what comes next, from 1 */
};
struct vt_csv_row {
	struct vt_str	*cells;		/* of the arena, or borrowed from the bytes */
	size_t		 count;
	int64_t		 line;		/* where it begins */
};

/* Begins to read bytes, which stay borrowed.  delimiter 0: the one of `,` `;`
 * tab that the first row shows most outside quotes (`,` when none). */
void	vt_csv_init(struct vt_csv *csv, struct vt_str bytes, char delimiter);
/* The next row that has any cell; VT_E_END after the last.  VT_E_BADARG names
 * the line where a quoted cell begins that never ends; nothing follows then. */
vt_err	vt_csv_next(struct vt_csv *csv, struct vt_arena *a, struct vt_csv_row *row_r)
	    VT_MUST_CHECK;

#endif
