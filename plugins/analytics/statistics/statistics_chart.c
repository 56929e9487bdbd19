/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chart drawn by the server: bars of the first column of a table, which stands
 * beside it with the numbers.  No script, no font of its own; colours are the page's.
 */
#include "statistics.h"

#define CHART_WIDTH	660
#define CHART_HEIGHT	220
#define CHART_BASE	190	/* y of the line that bars stand on */
#define CHART_TOP	24
#define CHART_LEFT	10
#define CHART_GAP	8
#define CHART_ROW	36	/* of a bar that lies, with its name */
#define CHART_BARS	20	/* the first rows */
#define CHART_NAME_MAX	90	/* bytes */

/* 1, 2, 5, 10, 20 … : the first that is not below n. */
static int64_t
chart_scale(int64_t n)
{
	int64_t	step = 1;

	for (;;) {
		if (n <= step)
			return (step);
		if (n <= 2 * step)
			return (2 * step);
		if (n <= 5 * step)
			return (5 * step);
		step *= 10;
	}
}

static int64_t
chart_shown(const struct statistics_row *row)
{
	return (statistics_is_hidden_cell(row, 0) ? 0 : row->n[0]);
}

static int64_t
chart_max(const struct statistics_table *t)
{
	int64_t	max = 1;

	for (size_t i = 0; i < t->row_count; i++)
		if (chart_shown(&t->rows[i]) > max)
			max = t->rows[i].n[0];
	return (chart_scale(max));
}

/* Its number above, its month below: "11" of "2026-11", with the year where it begins. */
static void
chart_bar(const struct statistics_row *row, int64_t x, int64_t width, int64_t max, bool is_first,
    struct vt_buf *out)
{
	int64_t		n = chart_shown(row);
	int64_t		height = n * (CHART_BASE - CHART_TOP) / max;
	struct vt_str	month = vt_str_sub(row->label, 5, 2);

	vt_buf_printf(out, "<rect class=\"bar\" x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\"/>",
	    (long long)x, (long long)(CHART_BASE - height), (long long)width, (long long)height);
	if (n > 0)
		vt_buf_printf(out, "<text x=\"%lld\" y=\"%lld\">%lld</text>", (long long)(x + width / 2),
		    (long long)(CHART_BASE - height - 5), (long long)n);
	vt_buf_printf(out, "<text x=\"%lld\" y=\"%d\">%.*s</text>", (long long)(x + width / 2),
	    CHART_BASE + 15, VT_STR_ARG(month));
	if (is_first || vt_str_eq_c(month, "01"))
		vt_buf_printf(out, "<text x=\"%lld\" y=\"%d\">%.*s</text>", (long long)(x + width / 2),
		    CHART_BASE + 28, VT_STR_ARG(vt_str_sub(row->label, 0, 4)));
}

void
statistics_chart(const struct statistics_table *t, struct vt_str title, struct vt_buf *out)
{
	int64_t	max = chart_max(t), step;

	if (t->row_count == 0)
		return;
	step = (CHART_WIDTH - 2 * CHART_LEFT) / (int64_t)t->row_count;
	vt_buf_printf(out, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
	    CHART_WIDTH, CHART_HEIGHT);
	vt_buf_escape(out, title);
	vt_buf_str(out, VT_STR("\">"));
	for (size_t i = 0; i < t->row_count; i++)
		chart_bar(&t->rows[i], CHART_LEFT + (int64_t)i * step + CHART_GAP / 2,
		    step - CHART_GAP, max, i == 0, out);
	vt_buf_printf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/></svg>", CHART_LEFT, CHART_BASE,
	    CHART_WIDTH - CHART_LEFT, CHART_BASE);
}

/* --- names ---------------------------------------------------------------------------- */

static void
chart_lying(const struct statistics_row *row, int64_t y, int64_t max, struct vt_buf *out)
{
	int64_t		n = chart_shown(row);
	int64_t		width = n * (CHART_WIDTH - 100) / max;
	struct vt_str	name = vt_utf8_cut(row->label, CHART_NAME_MAX);

	vt_buf_printf(out, "<text class=\"name\" x=\"0\" y=\"%lld\">", (long long)y + 13);
	vt_buf_escape(out, name);
	vt_buf_printf(out, "%s</text><rect class=\"bar\" x=\"0\" y=\"%lld\" width=\"%lld\" height=\"12\"/>",
	    name.len < row->label.len ? "…" : "", (long long)y + 18, (long long)width);
	if (n > 0)
		vt_buf_printf(out, "<text class=\"name\" x=\"%lld\" y=\"%lld\">%lld</text>",
		    (long long)width + 6, (long long)y + 29, (long long)n);
}

void
statistics_bars(const struct statistics_table *t, struct vt_str title, struct vt_buf *out)
{
	size_t	count = t->row_count < CHART_BARS ? t->row_count : CHART_BARS;
	int64_t	max = chart_max(t);

	vt_buf_printf(out, "<svg class=\"chart\" viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"",
	    CHART_WIDTH, count * CHART_ROW + 2);
	vt_buf_escape(out, title);
	vt_buf_str(out, VT_STR("\">"));
	for (size_t i = 0; i < count; i++)
		chart_lying(&t->rows[i], (int64_t)i * CHART_ROW, max, out);
	vt_buf_str(out, VT_STR("</svg>"));
}
