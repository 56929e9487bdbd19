/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The document of an impact report: tables, and charts drawn here, for
 * templates/pages/impact.mustache.
 */
#include <stdlib.h>

#include "impact.h"

struct impact_doc {
	const struct impact	*i;
	struct vt_boot		*boot;
	struct vt_arena		*a;
};

static struct vt_str
doc_message(struct impact_doc *d, struct vt_str name, const char *suffix)
{
	const char	*key = vt_str_c(d->a, vt_str_printf(d->a, "impact.%.*s%s", VT_STR_ARG(name), suffix));

	return (key != NULL ? vt_boot_message(d->boot, d->i->lang, key) : VT_STR_NONE);
}

/* --- cells ------------------------------------------------------------------------------ */

static struct vt_value *
doc_cell(struct impact_doc *d, const struct statistics_row *row, size_t column)
{
	struct vt_value	*cell = vt_value_map(d->a);

	if (statistics_is_hidden_cell(row, column))
		vt_value_set_str(cell, "text", doc_message(d, VT_STR("not_shown"), ""));
	else
		vt_value_set_str(cell, "number", vt_str_printf(d->a, "%lld", (long long)row->n[column]));
	return (cell);
}

static struct vt_value *
doc_cell_text(struct impact_doc *d, struct vt_str text)
{
	struct vt_value	*cell = vt_value_map(d->a);

	vt_value_set_str(cell, "text", text);
	return (cell);
}

/* By how much of a hundred the year has more than the one before; a dash where that would
 * tell what is hidden, or cannot be said. */
static struct vt_value *
doc_change(struct impact_doc *d, const struct statistics_row *row)
{
	int64_t	n = row->n[0], before = row->n[1], change;

	if (before == 0 || statistics_is_hidden_cell(row, 0) || statistics_is_hidden_cell(row, 1))
		return (doc_cell_text(d, VT_STR("–")));
	change = ((n - before) * 200 + (n < before ? -before : before)) / (2 * before);
	return (doc_cell_text(d, vt_str_printf(d->a, "%s%lld %%", change > 0 ? "+" :
	    change < 0 ? "−" : "", (long long)llabs(change))));
}

static struct vt_value *
doc_cells(struct impact_doc *d, const struct statistics_table *t, const struct statistics_row *row)
{
	struct vt_value	*cells = vt_value_list(d->a);
	bool		 is_year = t == &d->i->tables[IMPACT_YEAR];

	for (size_t c = 0; c < t->column_count; c++)
		vt_value_add(cells, is_year && c == 1 && !d->i->has_before ?
		    doc_cell_text(d, VT_STR("–")) : doc_cell(d, row, c));
	if (is_year)
		vt_value_add(cells, d->i->has_before ? doc_change(d, row) :
		    doc_cell_text(d, VT_STR("–")));
	return (cells);
}

/* --- tables ---------------------------------------------------------------------------------- */

static bool
doc_is_month(const struct statistics_table *t)
{
	return (t->row_count == IMPACT_MONTHS && t->rows[0].label.len == 7 &&
	    t->rows[0].label.p[4] == '-');
}

/* Names, hosts and months stand for themselves; the rest are messages. */
static bool
doc_has_own_name(const struct statistics_table *t, const struct statistics_row *row)
{
	return (row->id.len > 0 || doc_is_month(t));
}

static struct statistics_table *
doc_labelled(struct impact_doc *d, const struct statistics_table *t)
{
	struct statistics_table	*copy = vt_arena_alloc(d->a, sizeof(*copy));

	if (copy == NULL)
		return (NULL);
	*copy = *t;
	for (size_t i = 0; i < t->row_count; i++)
		if (!doc_has_own_name(t, &t->rows[i]))
			copy->rows[i].label = doc_message(d, t->rows[i].label, "");
		else if (t->rows[i].label.len == 0)
			copy->rows[i].label = t->rows[i].id;
	return (copy);
}

static void
doc_chart(struct impact_doc *d, const struct statistics_table *t, enum impact_chart how,
    struct vt_value *v)
{
	struct vt_str	title = vt_str_printf(d->a, "%.*s: %.*s",
			    VT_STR_ARG(doc_message(d, vt_str_of(t->name), "_title")),
			    VT_STR_ARG(doc_message(d, vt_str_of(t->columns[0]), "")));
	struct vt_buf	svg;

	if (how == IMPACT_NO_CHART)
		return;
	vt_buf_init(&svg, 0);
	if (how == IMPACT_BY_MONTH)
		statistics_chart(t, title, &svg);
	else
		statistics_bars(t, title, &svg);
	vt_value_set_html(v, "chart", vt_buf_get(&svg));
	vt_value_set_str(v, "chart_title", title);
	vt_buf_fini(&svg);
}

static void
doc_columns(struct impact_doc *d, const struct statistics_table *t, struct vt_value *v)
{
	struct vt_value	*columns = vt_value_list(d->a);

	if (strcmp(t->name, "year") == 0) {
		for (int64_t y = d->i->year; y >= d->i->year - 1; y--)
			vt_value_add_str(columns, vt_str_printf(d->a, "%lld", (long long)y));
		vt_value_add_str(columns, doc_message(d, VT_STR("change"), ""));
	} else
		for (size_t c = 0; c < t->column_count; c++)
			vt_value_add_str(columns, doc_message(d, vt_str_of(t->columns[c]), ""));
	vt_value_set(v, "columns", columns);
}

static struct vt_value *
doc_table(struct impact_doc *d, const struct statistics_table *unlabelled, enum impact_chart how)
{
	const struct statistics_table	*t = doc_labelled(d, unlabelled);
	struct vt_value			*v = vt_value_map(d->a), *rows = vt_value_list(d->a);
	struct vt_str			 name = vt_str_of(unlabelled->name);

	vt_value_set_str(v, "name", name);
	vt_value_set_str(v, "title", doc_message(d, name, "_title"));
	vt_value_set_str(v, "about", doc_message(d, name, "_about"));
	vt_value_set_str(v, "what", doc_message(d, name, "_what"));
	vt_value_set_bool(v, "has_rows", statistics_has_numbers(unlabelled));
	if (t == NULL || !statistics_has_numbers(t))
		return (v);
	doc_columns(d, t, v);
	for (size_t i = 0; i < t->row_count; i++) {
		struct vt_value *row = vt_value_map(d->a);

		vt_value_set_str(row, "label", t->rows[i].label);
		vt_value_set(row, "cells", doc_cells(d, unlabelled, &t->rows[i]));
		vt_value_add(rows, row);
	}
	vt_value_set(v, "rows", rows);
	vt_value_set_bool(v, "is_monthly", doc_is_month(t));
	doc_chart(d, t, how, v);
	return (v);
}

/* --- the document ---------------------------------------------------------------------------- */

static void
doc_head(struct impact_doc *d, struct vt_value *data)
{
	const struct impact	*i = d->i;
	char			 day[VT_TIME_MAX], today[VT_TIME_MAX];

	vt_value_set_str(data, "year", vt_str_printf(d->a, "%lld", (long long)i->year));
	vt_value_set_str(data, "rules", i->shown.rules.len > 0 ? i->shown.rules :
	    VT_STR(ANALYTICS_RULES));
	vt_value_set_str(data, "robots", i->shown.robots);
	vt_value_set_str(data, "today", vt_str_of(vt_time_date(vt_time_now(), today)));
	if (i->shown.rolled > 0)
		vt_value_set_str(data, "day", vt_str_of(vt_time_date(i->shown.rolled, day)));
	vt_value_set_bool(data, "is_rounded", i->shown.hidden_below > 1 && !impact_is_over(i));
	if (i->shown.hidden_below > 1)
		vt_value_set_str(data, "hidden_below", vt_str_printf(d->a, "%lld",
		    (long long)i->shown.hidden_below));
	vt_value_set_bool(data, "is_internal", i->shown.hidden_below <= 1);
	vt_value_set_bool(data, "is_unfinished", !impact_is_over(i));
}

vt_err
impact_page(const struct impact *i, struct vt_boot *boot, struct vt_buf *out)
{
	struct impact_doc	 d = { i, boot, i->arena };
	struct vt_value		*data = vt_value_map(d.a), *tables = vt_value_list(d.a);

	doc_head(&d, data);
	for (int t = 0; t < IMPACT_TABLES; t++)
		if (impact_is_shown(i, (enum impact_table_name)t))
			vt_value_add(tables, doc_table(&d, &i->tables[t], impact_charts[t]));
	vt_value_set(data, "tables", tables);
	if (vt_arena_is_exhausted(d.a))
		return (VT_E_LIMIT);
	return (vt_boot_page(boot, i->lang, "impact", data, out));
}
