/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports as tab-separated values (3.2): thirteen lines of header, an empty one, and a
 * line a metric; months without use are 0.  Tabular reports are for spreadsheets (5.2: with
 * a byte order mark, so that those read the letters right); COUNTER says nothing of what
 * a title may begin with, nor of quoting, so words go into cells as spreadsheets can take
 * them (sheet.c).  Values that programs compare, identifiers above all, are never touched,
 * and who wants titles to the letter has the JSON.
 */
#include "counter.h"

struct tsv {
	const struct counter_writer	*w;
	const struct counter_query	*q;
	struct vt_buf			*out;
};

static void
tsv_cell(struct tsv *t, struct vt_str s)
{
	analytics_sheet_cell(t->out, s);
	vt_buf_char(t->out, '\t');
}

static void
tsv_row(struct tsv *t, const char *name, struct vt_str value)
{
	vt_buf_printf(t->out, "%s\t", name);
	analytics_sheet_cell(t->out, value);
	vt_buf_char(t->out, '\n');
}

/* --- the header ------------------------------------------------------------------------- */

static void
tsv_metric_types(struct tsv *t)
{
	bool	is_first = true;

	vt_buf_str(t->out, VT_STR("Metric_Types\t"));
	for (int m = 0; m < COUNTER_METRICS; m++) {
		bool is_listed = (t->q->has_metrics || counter_reports[t->q->report].is_view) &&
		    (t->q->metrics & 1u << m) != 0;

		if (is_listed)
			vt_buf_printf(t->out, "%s%s", is_first ? "" : "; ", counter_metrics[m]);
		is_first = is_first && !is_listed;
	}
	vt_buf_char(t->out, '\n');
}

static void
tsv_part(struct tsv *t, size_t start, const char *text)
{
	vt_buf_printf(t->out, "%s%s", t->out->len > start ? "; " : "", text);
}

static void
tsv_types(struct tsv *t)
{
	bool	is_item = counter_reports[t->q->report].has_items;
	char	mark = '=';

	for (int type = 0; type < COUNTER_TYPES; type++) {
		if ((t->q->types & 1u << type) != 0) {
			vt_buf_printf(t->out, "%c%s", mark,
			    counter_type_name((enum counter_type)type, is_item));
			mark = '|';
		}
		if (t->q->report == COUNTER_IR_M1 && type == COUNTER_INTERACTIVE)
			vt_buf_str(t->out, VT_STR("|Multimedia"));
	}
	if (!is_item && (t->q->types & COUNTER_PLATFORM_TYPE) != 0)
		vt_buf_printf(t->out, "%cPlatform", mark);
}

static void
tsv_filters(struct tsv *t)
{
	size_t	start;

	vt_buf_str(t->out, VT_STR("Report_Filters\t"));
	start = t->out->len;
	if (t->q->has_types || t->q->report == COUNTER_IR_M1) {
		tsv_part(t, start, "Data_Type");
		tsv_types(t);
	}
	if (t->q->has_method || counter_reports[t->q->report].is_view)
		tsv_part(t, start, "Access_Method=Regular");
	if (t->q->has_access)
		tsv_part(t, start, "Access_Type=Open");
	if (t->q->item.len > 0) {
		tsv_part(t, start, "Item_ID=");
		analytics_sheet_words(t->out, t->q->item);
	}
	if (t->q->years.len > 0) {
		tsv_part(t, start, "YOP=");
		analytics_sheet_words(t->out, t->q->years);
	}
	vt_buf_char(t->out, '\n');
}

static void
tsv_attributes(struct tsv *t)
{
	const struct {
		bool		 is_shown;
		const char	*name;
	} all[] = { { t->q->shows_authors, "Authors" }, { t->q->shows_year, "YOP" }, { t->q->shows_access, "Access_Type" },
		{ t->q->shows_method, "Access_Method" } };
	const char	*mark = "Attributes_To_Show=";

	vt_buf_str(t->out, VT_STR("Report_Attributes\t"));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].is_shown) {
			vt_buf_printf(t->out, "%s%s", mark, all[i].name);
			mark = "|";
		}
	if (t->q->is_total)
		vt_buf_printf(t->out, "%sGranularity=Total", mark[0] == '|' ? "; " : "");
	vt_buf_char(t->out, '\n');
}

static void
tsv_exceptions(struct tsv *t)
{
	vt_buf_str(t->out, VT_STR("Exceptions\t"));
	for (size_t i = 0; i < t->q->exception_count; i++) {
		const struct counter_exception *e = &t->q->exceptions[i];

		vt_buf_printf(t->out, "%s%d: %s", i > 0 ? "; " : "", e->code, counter_message(e->code));
		if (e->data.len > 0) {
			vt_buf_str(t->out, VT_STR(" ("));
			analytics_sheet_words(t->out, e->data);
			vt_buf_char(t->out, ')');
		}
	}
	vt_buf_char(t->out, '\n');
}

static void
tsv_period(struct tsv *t)
{
	int64_t	days;
	int	last = 31;

	while (!vt_time_days(t->q->end / 100, t->q->end % 100, last, &days))
		last--;
	vt_buf_printf(t->out, "Reporting_Period\tBegin_Date=%04d-%02d-01; End_Date=%04d-%02d-%02d\n",
	    t->q->begin / 100, t->q->begin % 100, t->q->end / 100, t->q->end % 100, last);
}

static void
tsv_header(struct tsv *t)
{
	const struct analytics_conf	*conf = t->w->conf;
	char				 stamp[VT_TIME_MAX];

	vt_buf_str(t->out, VT_STR("\xef\xbb\xbf"));
	tsv_row(t, "Report_Name", vt_str_of(counter_reports[t->q->report].name));
	tsv_row(t, "Report_ID", vt_str_of(counter_reports[t->q->report].id));
	tsv_row(t, "Release", VT_STR("5.1"));
	tsv_row(t, "Institution_Name", VT_STR("The World"));
	vt_buf_printf(t->out, "Institution_ID\t%s:%s\n", conf->platform_id, COUNTER_CUSTOMER);
	tsv_metric_types(t);
	tsv_filters(t);
	tsv_attributes(t);
	tsv_exceptions(t);
	tsv_period(t);
	tsv_row(t, "Created", vt_str_of(vt_time_iso(vt_time_now(), stamp)));
	tsv_row(t, "Created_By", vt_str_of(conf->publisher));
	tsv_row(t, "Registry_Record", vt_str_of(conf->registry_record));
	vt_buf_char(t->out, '\n');
}

/* --- the table ------------------------------------------------------------------------------ */

/* Columns of months; with Granularity=Total there is the total alone. */
static size_t
tsv_months(const struct tsv *t)
{
	return (t->q->is_total ? 0 : t->w->d->months);
}

static void
tsv_columns(struct tsv *t)
{
	static const char *const	names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
					    "Aug", "Sep", "Oct", "Nov", "Dec" };
	int32_t				month = t->q->begin;

	if (t->q->report == COUNTER_IR)
		vt_buf_printf(t->out, "Item\tPublisher\tPublisher_ID\tPlatform%s\tDOI\tProprietary_ID"
		    "\tISBN\tPrint_ISSN\tOnline_ISSN\tURI\tData_Type",
		    t->q->shows_authors ? "\tAuthors" : "");
	else if (t->q->report == COUNTER_IR_M1)
		vt_buf_str(t->out, VT_STR("Item\tPublisher\tPublisher_ID\tPlatform\tDOI\tProprietary_ID"
		    "\tURI\tData_Type"));
	else
		vt_buf_str(t->out, VT_STR("Platform\tData_Type"));
	vt_buf_printf(t->out, "%s%s%s\tMetric_Type\tReporting_Period_Total",
	    t->q->shows_year ? "\tYOP" : "", t->q->shows_access ? "\tAccess_Type" : "",
	    t->q->shows_method ? "\tAccess_Method" : "");
	for (size_t i = 0; i < tsv_months(t); i++, month = counter_month_next(month))
		vt_buf_printf(t->out, "\t%s-%04d", names[month % 100 - 1], month / 100);
	vt_buf_char(t->out, '\n');
}

static int64_t
tsv_number(const struct tsv *t, const struct counter_item *item, enum counter_type type,
    size_t month, int metric)
{
	if (metric == COUNTER_SEARCHES)
		return (t->w->d->searches[month]);
	if (metric >= COUNTER_UNIQUE_TITLE_INVESTIGATIONS)
		metric -= COUNTER_UNIQUE_TITLE_INVESTIGATIONS - COUNTER_UNIQUE_INVESTIGATIONS;
	return (item != NULL ? item->n[month][metric] : t->w->d->platform[type][month][metric]);
}

static void
tsv_authors(struct tsv *t, struct vt_str authors)
{
	const char	*mark = "";
	struct vt_buf	 cell;
	struct vt_str	 name;

	vt_buf_init(&cell, 0);
	for (; vt_str_next(&authors, '\n', &name); mark = "; ")
		vt_buf_printf(&cell, "%s%.*s", mark, VT_STR_ARG(name));
	tsv_cell(t, vt_buf_get(&cell));
	vt_buf_fini(&cell);
}

static void
tsv_item_cells(struct tsv *t, const struct counter_item *item)
{
	bool	is_whole = t->q->report == COUNTER_IR;

	tsv_cell(t, item->title.len > 0 ? item->title : item->identifier);
	tsv_cell(t, item->institution);
	vt_buf_char(t->out, '\t');
	tsv_cell(t, vt_str_of(t->w->conf->platform));
	if (is_whole && t->q->shows_authors)
		tsv_authors(t, item->authors);
	vt_buf_printf(t->out, "\t%s:", t->w->conf->platform_id);
	analytics_sheet_words(t->out, item->identifier);
	vt_buf_char(t->out, '\t');
	if (is_whole)
		vt_buf_str(t->out, VT_STR("\t\t\t"));
	if (t->w->base_url.len > 0) {
		vt_buf_str(t->out, t->w->base_url);
		vt_buf_str(t->out, VT_STR("/objects/"));
		vt_buf_percent(t->out, item->identifier);
	}
	vt_buf_char(t->out, '\t');
}

static void
tsv_metric(struct tsv *t, const struct counter_item *item, enum counter_type type, int metric)
{
	bool	is_search = metric == COUNTER_SEARCHES;
	int64_t	total = 0;

	for (size_t i = 0; i < t->w->d->months; i++)
		total += tsv_number(t, item, type, i, metric);
	if (total == 0)
		return;
	if (item != NULL)
		tsv_item_cells(t, item);
	else
		tsv_cell(t, vt_str_of(t->w->conf->platform));
	vt_buf_printf(t->out, "%s\t", is_search ? "Platform" : counter_type_name(type, item != NULL));
	if (t->q->shows_year)
		tsv_cell(t, item != NULL ? item->year : VT_STR(""));
	if (t->q->shows_access)
		tsv_cell(t, VT_STR("Open"));
	if (t->q->shows_method)
		tsv_cell(t, VT_STR("Regular"));
	vt_buf_str(t->out, vt_str_of(counter_metrics[metric]));
	vt_buf_char(t->out, '\t');
	vt_buf_int(t->out, total);
	for (size_t i = 0; i < tsv_months(t); i++) {
		vt_buf_char(t->out, '\t');
		vt_buf_int(t->out, tsv_number(t, item, type, i, metric));
	}
	vt_buf_char(t->out, '\n');
}

static void
tsv_metrics(struct tsv *t, const struct counter_item *item, enum counter_type type)
{
	for (int m = COUNTER_TOTAL_INVESTIGATIONS; m < COUNTER_METRICS; m++)
		if (counter_has(t->q, type, (enum counter_metric)m))
			tsv_metric(t, item, type, m);
}

vt_err
counter_tsv(const struct counter_writer *w)
{
	struct tsv	t = { .w = w, .q = w->d->q, .out = w->out };

	tsv_header(&t);
	tsv_columns(&t);
	if (counter_reports[t.q->report].has_items) {
		for (size_t i = 0; i < w->d->count; i++)
			if (w->d->items[i].n != NULL)
				tsv_metrics(&t, &w->d->items[i], w->d->items[i].type);
		return (vt_buf_error(w->out));
	}
	for (int type = 0; type < COUNTER_TYPES; type++)
		if ((t.q->types & 1u << type) != 0)
			tsv_metrics(&t, NULL, (enum counter_type)type);
	if ((t.q->metrics & 1u << COUNTER_SEARCHES) != 0 &&
	    (t.q->types & COUNTER_PLATFORM_TYPE) != 0)
		tsv_metric(&t, NULL, COUNTER_UNSPECIFIED, COUNTER_SEARCHES);
	return (vt_buf_error(w->out));
}
