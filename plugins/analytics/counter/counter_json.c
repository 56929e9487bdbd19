/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports as JSON (4.1): a header, then items that have usage; months without any are
 * left out.
 */
#include <stdio.h>

#include "counter.h"

void
counter_exception_json(struct vt_jsonw *j, enum counter_code code, struct vt_str data)
{
	vt_jsonw_object(j);
	vt_jsonw_pair_int(j, "Code", code);
	vt_jsonw_pair_c(j, "Message", counter_message(code));
	if (data.len > 0)
		vt_jsonw_pair(j, "Data", data);
	vt_jsonw_end(j);
}

/* --- the header ------------------------------------------------------------------------ */

static void
json_dates(struct vt_jsonw *j, const struct counter_query *q)
{
	char	text[32];
	int64_t	days;
	int	last = 31;

	(void)snprintf(text, sizeof(text), "%04d-%02d-01", q->begin / 100, q->begin % 100);
	vt_jsonw_pair_c(j, "Begin_Date", text);
	while (!vt_time_days(q->end / 100, q->end % 100, last, &days))
		last--;
	(void)snprintf(text, sizeof(text), "%04d-%02d-%02d", q->end / 100, q->end % 100, last);
	vt_jsonw_pair_c(j, "End_Date", text);
}

static void
json_one(struct vt_jsonw *j, const char *key, const char *value)
{
	vt_jsonw_key(j, key);
	vt_jsonw_array(j);
	vt_jsonw_c(j, value);
	vt_jsonw_end(j);
}

static void
json_metric_filter(struct vt_jsonw *j, const struct counter_query *q)
{
	vt_jsonw_key(j, "Metric_Type");
	vt_jsonw_array(j);
	for (int m = 0; m < COUNTER_METRICS; m++)
		if ((q->metrics & 1u << m) != 0)
			vt_jsonw_c(j, counter_metrics[m]);
	vt_jsonw_end(j);
}

static void
json_type_filter(struct vt_jsonw *j, const struct counter_query *q)
{
	bool	is_item = counter_reports[q->report].has_items;

	vt_jsonw_key(j, "Data_Type");
	vt_jsonw_array(j);
	for (int t = 0; t < COUNTER_TYPES; t++) {
		if ((q->types & 1u << t) != 0)
			vt_jsonw_c(j, counter_type_name((enum counter_type)t, is_item));
		/* The view's own list has one more, in its place. */
		if (q->report == COUNTER_IR_M1 && t == COUNTER_INTERACTIVE)
			vt_jsonw_c(j, "Multimedia");
	}
	if (!is_item && (q->types & COUNTER_PLATFORM_TYPE) != 0)
		vt_jsonw_c(j, "Platform");
	vt_jsonw_end(j);
}

static void
json_filters(struct vt_jsonw *j, const struct counter_query *q)
{
	struct vt_str	years = q->years, part;

	vt_jsonw_key(j, "Report_Filters");
	vt_jsonw_object(j);
	json_dates(j, q);
	if (q->has_method || counter_reports[q->report].is_view)
		json_one(j, "Access_Method", "Regular");
	if (q->has_access)
		json_one(j, "Access_Type", "Open");
	if (q->has_types || q->report == COUNTER_IR_M1)
		json_type_filter(j, q);
	if (q->has_metrics || counter_reports[q->report].is_view)
		json_metric_filter(j, q);
	if (q->item.len > 0)
		vt_jsonw_pair(j, "Item_ID", q->item);
	if (years.len > 0) {
		vt_jsonw_key(j, "YOP");
		vt_jsonw_array(j);
		while (vt_str_next(&years, '|', &part))
			vt_jsonw_str(j, part);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

static void
json_shown(struct vt_jsonw *j, const struct counter_query *q)
{
	vt_jsonw_key(j, "Attributes_To_Show");
	vt_jsonw_array(j);
	if (q->shows_authors)
		vt_jsonw_c(j, "Authors");
	if (q->shows_year)
		vt_jsonw_c(j, "YOP");
	if (q->shows_access)
		vt_jsonw_c(j, "Access_Type");
	if (q->shows_method)
		vt_jsonw_c(j, "Access_Method");
	vt_jsonw_end(j);
}

static void
json_attributes(struct vt_jsonw *j, const struct counter_query *q)
{
	bool	shows_any = q->shows_method || q->shows_access || q->shows_year || q->shows_authors;

	if (!shows_any && !q->is_total)
		return;
	vt_jsonw_key(j, "Report_Attributes");
	vt_jsonw_object(j);
	if (shows_any)
		json_shown(j, q);
	if (q->is_total)
		vt_jsonw_pair_c(j, "Granularity", "Total");
	vt_jsonw_end(j);
}

static void
json_exceptions(struct vt_jsonw *j, const struct counter_query *q)
{
	if (q->exception_count == 0)
		return;
	vt_jsonw_key(j, "Exceptions");
	vt_jsonw_array(j);
	for (size_t i = 0; i < q->exception_count; i++)
		counter_exception_json(j, q->exceptions[i].code, q->exceptions[i].data);
	vt_jsonw_end(j);
}

static void
json_header(struct vt_jsonw *j, const struct counter_writer *w)
{
	const struct counter_query	*q = w->d->q;
	char				 text[128];

	vt_jsonw_key(j, "Report_Header");
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "Release", "5.1");
	vt_jsonw_pair_c(j, "Report_ID", counter_reports[q->report].id);
	vt_jsonw_pair_c(j, "Report_Name", counter_reports[q->report].name);
	vt_jsonw_pair_c(j, "Created", vt_time_iso(vt_time_now(), text));
	vt_jsonw_pair_c(j, "Created_By", w->conf->publisher);
	vt_jsonw_key(j, "Institution_ID");
	vt_jsonw_object(j);
	(void)snprintf(text, sizeof(text), "%s:%s", w->conf->platform_id, COUNTER_CUSTOMER);
	json_one(j, "Proprietary", text);
	vt_jsonw_end(j);
	vt_jsonw_pair_c(j, "Institution_Name", "The World");
	vt_jsonw_pair_c(j, "Registry_Record", w->conf->registry_record);
	json_attributes(j, q);
	json_filters(j, q);
	json_exceptions(j, q);
	vt_jsonw_end(j);
}

/* --- numbers ------------------------------------------------------------------------------ */

struct json_performance {
	struct vt_jsonw			*j;
	const struct counter_data	*d;
	enum counter_type		 type;
	const uint32_t			(*item)[COUNTER_UNIQUE_REQUESTS + 1];	/* NULL: the platform's */
};

static int64_t
json_number(const struct json_performance *p, size_t month, int metric)
{
	if (metric == COUNTER_SEARCHES)
		return (p->d->searches[month]);
	if (metric == COUNTER_UNIQUE_TITLE_INVESTIGATIONS)
		metric = COUNTER_UNIQUE_INVESTIGATIONS;
	if (metric == COUNTER_UNIQUE_TITLE_REQUESTS)
		metric = COUNTER_UNIQUE_REQUESTS;
	return (p->item != NULL ? p->item[month][metric] : p->d->platform[p->type][month][metric]);
}

static void
json_counts(const struct json_performance *p, int metric)
{
	int32_t	month = p->d->q->begin;
	bool	is_open = false;
	char	key[16];

	for (size_t i = 0; i < p->d->months; i++, month = counter_month_next(month)) {
		int64_t n = json_number(p, i, metric);

		if (n == 0)
			continue;
		if (!is_open) {
			vt_jsonw_key(p->j, counter_metrics[metric]);
			vt_jsonw_object(p->j);
			is_open = true;
		}
		/* What printf would write, written much more often. */
		memcpy(key, "0000-00", 8);
		key[0] = (char)('0' + month / 100000);
		key[1] = (char)('0' + month / 10000 % 10);
		key[2] = (char)('0' + month / 1000 % 10);
		key[3] = (char)('0' + month / 100 % 10);
		key[5] = (char)('0' + month / 10 % 10);
		key[6] = (char)('0' + month % 10);
		vt_jsonw_pair_int(p->j, key, n);
	}
	if (is_open)
		vt_jsonw_end(p->j);
}

static bool
json_has(const struct json_performance *p, int metric)
{
	for (size_t i = 0; i < p->d->months; i++)
		if (json_number(p, i, metric) != 0)
			return (true);
	return (false);
}

static bool
json_has_any(const struct json_performance *p)
{
	for (int m = COUNTER_TOTAL_INVESTIGATIONS; m < COUNTER_METRICS; m++)
		if (counter_has(p->d->q, p->type, (enum counter_metric)m) && json_has(p, m))
			return (true);
	return (false);
}

static void
json_performance(const struct json_performance *p, const struct counter_item *item)
{
	const struct counter_query	*q = p->d->q;

	vt_jsonw_object(p->j);
	vt_jsonw_pair_c(p->j, "Data_Type",
	    counter_type_name(p->type, counter_reports[q->report].has_items));
	if (q->shows_year && item != NULL)
		vt_jsonw_pair(p->j, "YOP", item->year);
	if (q->shows_access && item != NULL)
		vt_jsonw_pair_c(p->j, "Access_Type", "Open");
	if (q->shows_method)
		vt_jsonw_pair_c(p->j, "Access_Method", "Regular");
	vt_jsonw_key(p->j, "Performance");
	vt_jsonw_object(p->j);
	for (int m = COUNTER_TOTAL_INVESTIGATIONS; m < COUNTER_METRICS; m++)
		if (counter_has(q, p->type, (enum counter_metric)m))
			json_counts(p, m);
	vt_jsonw_end(p->j);
	vt_jsonw_end(p->j);
}

/* --- items ------------------------------------------------------------------------------------ */

static void
json_item_id(struct vt_jsonw *j, const struct counter_writer *w, const struct counter_item *item)
{
	struct vt_buf	text;

	vt_buf_init(&text, 4096);
	vt_buf_printf(&text, "%s:%.*s", w->conf->platform_id, VT_STR_ARG(item->identifier));
	vt_jsonw_key(j, "Item_ID");
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "Proprietary", vt_buf_get(&text));
	if (w->base_url.len > 0) {
		vt_buf_reset(&text);
		vt_buf_str(&text, w->base_url);
		vt_buf_str(&text, VT_STR("/objects/"));
		vt_buf_percent(&text, item->identifier);
		vt_jsonw_pair(j, "URI", vt_buf_get(&text));
	}
	vt_jsonw_end(j);
	vt_buf_fini(&text);
}

static void
json_authors(struct vt_jsonw *j, struct vt_str authors)
{
	struct vt_str	name;

	if (authors.len == 0)
		return;
	vt_jsonw_key(j, "Authors");
	vt_jsonw_array(j);
	while (vt_str_next(&authors, '\n', &name)) {
		vt_jsonw_object(j);
		vt_jsonw_pair(j, "Name", name);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

static void
json_item(struct vt_jsonw *j, const struct counter_writer *w, const struct counter_item *item)
{
	const struct json_performance	p = { j, w->d, item->type,
					    (const uint32_t (*)[COUNTER_UNIQUE_REQUESTS + 1])item->n };

	if (item->n == NULL || !json_has_any(&p))
		return;
	vt_jsonw_object(j);
	vt_jsonw_key(j, "Items");
	vt_jsonw_array(j);
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "Item", item->title.len > 0 ? item->title : item->identifier);
	vt_jsonw_pair(j, "Publisher", item->institution);
	vt_jsonw_pair_c(j, "Platform", w->conf->platform);
	json_authors(j, item->authors);
	json_item_id(j, w, item);
	vt_jsonw_key(j, "Attribute_Performance");
	vt_jsonw_array(j);
	json_performance(&p, item);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

static bool
json_has_searches(const struct counter_data *d)
{
	const struct json_performance	p = { .d = d };

	return ((d->q->metrics & 1u << COUNTER_SEARCHES) != 0 &&
	    (d->q->types & COUNTER_PLATFORM_TYPE) != 0 && json_has(&p, COUNTER_SEARCHES));
}

static void
json_searches(struct vt_jsonw *j, const struct counter_data *d)
{
	const struct json_performance	p = { .j = j, .d = d };

	if (!json_has_searches(d))
		return;
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "Data_Type", "Platform");
	if (d->q->shows_method)
		vt_jsonw_pair_c(j, "Access_Method", "Regular");
	vt_jsonw_key(j, "Performance");
	vt_jsonw_object(j);
	json_counts(&p, COUNTER_SEARCHES);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

static void
json_platform(struct vt_jsonw *j, const struct counter_writer *w)
{
	bool	is_any = json_has_searches(w->d);

	for (int t = 0; t < COUNTER_TYPES; t++) {
		const struct json_performance p = { j, w->d, (enum counter_type)t, NULL };

		is_any = is_any || ((w->d->q->types & 1u << t) != 0 && json_has_any(&p));
	}
	if (!is_any)
		return;
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "Platform", w->conf->platform);
	vt_jsonw_key(j, "Attribute_Performance");
	vt_jsonw_array(j);
	for (int t = 0; t < COUNTER_TYPES; t++) {
		const struct json_performance p = { j, w->d, (enum counter_type)t, NULL };

		if ((w->d->q->types & 1u << t) != 0 && json_has_any(&p))
			json_performance(&p, NULL);
	}
	json_searches(j, w->d);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

vt_err
counter_json(const struct counter_writer *w)
{
	struct vt_jsonw	j;

	vt_jsonw_init(&j, w->out);
	vt_jsonw_object(&j);
	json_header(&j, w);
	vt_jsonw_key(&j, "Report_Items");
	vt_jsonw_array(&j);
	if (!counter_reports[w->d->q->report].has_items)
		json_platform(&j, w);
	for (size_t i = 0; i < w->d->count && counter_reports[w->d->q->report].has_items; i++)
		json_item(&j, w, &w->d->items[i]);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j));
}
