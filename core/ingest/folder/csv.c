/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads rows of tables from memory.  Knows nothing of columns: table.c does.
 * What comes after a closing quote is taken as part of the cell, as
 * spreadsheets do.
 */
#include "ingest/folder/csv.h"

#include "ingest/folder/finding.h"

static bool
vt_csv_is_eol(char c)
{
	return (c == '\n' || c == '\r');
}

/* What the first line shows; a delimiter inside quotes does not count. */
static char
vt_csv_detect(struct vt_str bytes)
{
	static const char candidates[] = { '\t', ';', ',' };
	size_t counts[sizeof(candidates)] = { 0 }, best = 0;
	bool is_quoted = false;

	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.p[i];

		if (c == '"')
			is_quoted = !is_quoted;
		if (!is_quoted && vt_csv_is_eol(c))
			break;
		for (size_t k = 0; !is_quoted && k < sizeof(candidates); k++)
			counts[k] += c == candidates[k];
	}
	for (size_t k = 1; k < sizeof(candidates); k++)
		if (counts[k] > counts[best])
			best = k;
	return (counts[best] != 0 ? candidates[best] : ',');
}

static void
vt_csv_skip(struct vt_csv *csv, size_t n)
{
	csv->rest = vt_str_sub(csv->rest, n, csv->rest.len);
}

static void
vt_csv_skip_eol(struct vt_csv *csv)
{
	if (csv->rest.len == 0)
		return;
	vt_csv_skip(csv, vt_str_starts(csv->rest, VT_STR("\r\n")) ? 2 : 1);
	csv->line++;
}

void
vt_csv_init(struct vt_csv *csv, struct vt_str bytes, char delimiter)
{
	memset(csv, 0, sizeof(*csv));
	if (vt_str_starts(bytes, VT_STR("\xEF\xBB\xBF")))
		bytes = vt_str_sub(bytes, 3, bytes.len);
	csv->rest = bytes;
	csv->line = 1;
	if (vt_str_starts(bytes, VT_STR("sep=")) && bytes.len > 5 && vt_csv_is_eol(bytes.p[5])) {
		delimiter = bytes.p[4];
		vt_csv_skip(csv, 5);
		vt_csv_skip_eol(csv);
	}
	csv->delimiter = delimiter != 0 ? delimiter : vt_csv_detect(csv->rest);
}

/* The cell's text: out has room for all of it. */
static size_t
vt_csv_unquote(struct vt_csv *csv, char *out, bool *is_closed_r)
{
	const char *p = csv->rest.p;
	size_t i = 1, n = 0, len = csv->rest.len;
	bool is_quoted = true;

	for (; i < len; i++) {
		if (p[i] == '"' && is_quoted && i + 1 < len && p[i + 1] == '"')
			out[n++] = p[i++];
		else if (p[i] == '"' && is_quoted)
			is_quoted = false;
		else if (!is_quoted && (p[i] == csv->delimiter || vt_csv_is_eol(p[i])))
			break;
		else
			out[n++] = p[i];
		csv->line += is_quoted &&
			     (p[i] == '\n' || (p[i] == '\r' && (i + 1 == len || p[i + 1] != '\n')));
	}
	*is_closed_r = !is_quoted;
	vt_csv_skip(csv, i);
	return (n);
}

/* Bytes of the quoted cell at the front, so that no more is allocated. */
static size_t
vt_csv_quoted_len(const struct vt_csv *csv)
{
	bool is_quoted = true;
	size_t i = 1;

	for (; i < csv->rest.len; i++) {
		if (csv->rest.p[i] == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted &&
			 (csv->rest.p[i] == csv->delimiter || vt_csv_is_eol(csv->rest.p[i])))
			break;
	}
	return (i);
}

static vt_err
vt_csv_cell_quoted(struct vt_csv *csv, struct vt_arena *a, struct vt_str *cell_r)
{
	int64_t line = csv->line;
	char *out = vt_arena_alloc(a, vt_csv_quoted_len(csv));
	bool is_closed;
	size_t n;

	if (out == NULL)
		return (VT_E_LIMIT);
	n = vt_csv_unquote(csv, out, &is_closed);
	if (!is_closed)
		return (vt_fail(VT_E_BADARG,
				"line %lld: a quoted cell begins here and never ends; close it "
				"with \" (a quote inside a cell is written \"\")",
				(long long)line));
	*cell_r = (struct vt_str){ out, n };
	return (VT_OK);
}

static vt_err
vt_csv_cell(struct vt_csv *csv, struct vt_arena *a, struct vt_str *cell_r)
{
	size_t n = 0;

	if (csv->rest.len != 0 && csv->rest.p[0] == '"')
		return (vt_csv_cell_quoted(csv, a, cell_r));
	while (n < csv->rest.len && csv->rest.p[n] != csv->delimiter &&
	       !vt_csv_is_eol(csv->rest.p[n]))
		n++;
	*cell_r = vt_str_sub(csv->rest, 0, n);
	vt_csv_skip(csv, n);
	return (VT_OK);
}

static vt_err
vt_csv_row(struct vt_csv *csv, struct vt_arena *a, struct vt_csv_row *row)
{
	size_t cap = 0;
	struct vt_str *cells, cell = VT_STR_NONE;
	vt_err err;

	for (;;) {
		err = vt_csv_cell(csv, a, &cell);
		if (err != VT_OK)
			return (err);
		if (row->count >= VT_CSV_CELLS_MAX)
			return (vt_fail(VT_E_TOOLARGE, "line %lld: more than %d cells",
					(long long)row->line, VT_CSV_CELLS_MAX));
		cells = vt_array_grow(a, row->cells, row->count, &cap, sizeof(*cells));
		if (cells == NULL)
			return (VT_E_LIMIT);
		row->cells = cells;
		row->cells[row->count++] = vt_str_trim(cell);
		if (csv->rest.len == 0 || csv->rest.p[0] != csv->delimiter)
			break;
		vt_csv_skip(csv, 1);
	}
	vt_csv_skip_eol(csv);
	return (VT_OK);
}

static bool
vt_csv_is_empty(const struct vt_csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].len != 0)
			return (false);
	return (true);
}

vt_err
vt_csv_next(struct vt_csv *csv, struct vt_arena *a, struct vt_csv_row *row_r)
{
	struct vt_csv_row row;
	vt_err err;

	do {
		if (csv->rest.len == 0)
			return (VT_E_END);
		memset(&row, 0, sizeof(row));
		row.line = csv->line;
		err = vt_csv_row(csv, a, &row);
		if (err != VT_OK) {
			csv->rest = VT_STR_NONE;
			return (err);
		}
	} while (vt_csv_is_empty(&row));
	*row_r = row;
	return (VT_OK);
}
