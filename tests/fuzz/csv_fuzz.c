/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: every cell lies in the arena or in the bytes, and the end comes. */
#include "ingest/folder/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena *a = vt_arena_new(64 << 20);
	struct vt_csv csv;
	struct vt_csv_row row;
	int64_t line = 0;

	vt_csv_init(&csv, (struct vt_str){ (const char *)data, len }, 0);
	while (vt_csv_next(&csv, a, &row) == VT_OK) {
		vt_assert(row.count != 0 && row.count <= VT_CSV_CELLS_MAX && row.line > line);
		line = row.line;
		for (size_t i = 0; i < row.count; i++)
			(void)vt_str_trim(row.cells[i]);
	}
	vt_arena_free(&a);
	return (0);
}
