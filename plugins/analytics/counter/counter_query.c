/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is asked of a report: months, filters, attributes.  What cannot be answered as
 * asked is answered without it, and an exception in the header says so; only who asks,
 * and for which months, has to be right.
 */
#include <stdio.h>
#include <time.h>

#include "counter.h"

void
counter_note(struct counter_query *q, enum counter_code code, struct vt_str data)
{
	for (size_t i = 0; i < q->exception_count; i++)
		if (q->exceptions[i].code == code && vt_str_eq(q->exceptions[i].data, data))
			return;
	if (q->exception_count < COUNTER_EXCEPTIONS_MAX)
		q->exceptions[q->exception_count++] = (struct counter_exception){ code, data };
}

/* --- months ---------------------------------------------------------------------------- */

int32_t
counter_month_next(int32_t month)
{
	return (month % 100 == 12 ? month + 89 : month + 1);
}

static int32_t
counter_month_before(int32_t month)
{
	return (month % 100 == 1 ? month - 89 : month - 1);
}

int32_t
counter_this_month(void)
{
	time_t		now = (time_t)vt_time_now();
	struct tm	tm;

	(void)localtime_r(&now, &tm);
	return ((tm.tm_year + 1900) * 100 + tm.tm_mon + 1);
}

int32_t
counter_month_over(void)
{
	return (counter_month_before(counter_this_month()));
}

struct vt_str
counter_say_month(char text[COUNTER_SAY_MAX], const char *words, int32_t month)
{
	(void)snprintf(text, COUNTER_SAY_MAX, "%s%04d-%02d", words, month / 100, month % 100);
	return (vt_str_of(text));
}

size_t
counter_months(const struct counter_query *q)
{
	return ((size_t)((q->end / 100 - q->begin / 100) * 12 + q->end % 100 - q->begin % 100 + 1));
}

/* yyyy-mm, or a whole month's first or last day. */
static bool
counter_month(struct vt_str s, bool is_end, int32_t *month_r)
{
	int64_t	year, month, day, days, next;

	if ((s.len != 7 && s.len != 10) || s.p[4] != '-' ||
	    !vt_str_to_int(vt_str_sub(s, 0, 4), 2000, 2999, &year) ||
	    !vt_str_to_int(vt_str_sub(s, 5, 2), 1, 12, &month))
		return (false);
	*month_r = (int32_t)(year * 100 + month);
	if (s.len == 7)
		return (true);
	if (s.p[7] != '-' || !vt_str_to_int(vt_str_sub(s, 8, 2), 1, 31, &day) ||
	    !vt_time_days(year, month, day, &days))
		return (false);
	return (is_end ? !vt_time_days(year, month, day + 1, &next) : day == 1);
}

/* --- filters and attributes ---------------------------------------------------------------- */

static bool
counter_in(struct vt_str s, const char *const *names, size_t count, size_t *at_r)
{
	for (size_t i = 0; i < count; i++)
		if (vt_str_eq_c(s, names[i])) {
			*at_r = i;
			return (true);
		}
	return (false);
}

/* Which of its names a list "a|b" has, as bits; what is no name of ours is told. */
static unsigned
counter_list(struct counter_query *q, struct vt_str list, const char *const *names, size_t count,
    enum counter_code code)
{
	struct vt_str	part;
	unsigned	bits = 0;
	size_t		at;

	while (vt_str_next(&list, '|', &part))
		if (counter_in(part, names, count, &at))
			bits |= 1u << at;
		else
			counter_note(q, code, part);
	return (bits);
}

static void
counter_metric_filter(struct counter_query *q, struct vt_str list)
{
	/* Items have neither searches nor titles of their own. */
	if (counter_reports[q->report].has_items)
		q->metrics = counter_list(q, list, counter_metrics + COUNTER_TOTAL_INVESTIGATIONS,
		    COUNTER_UNIQUE_REQUESTS, COUNTER_FILTER) << COUNTER_TOTAL_INVESTIGATIONS;
	else
		q->metrics = counter_list(q, list, counter_metrics, COUNTER_METRICS, COUNTER_FILTER);
	q->has_metrics = q->metrics != 0;
	if (!q->has_metrics)
		q->metrics = ~0u;
}

/* Types that are COUNTER's and that nothing here is of: an empty report, no fault. */
static bool
counter_is_type(struct vt_str s)
{
	static const char *const others[] = { "Article", "Book_Segment", "Conference",
		"Conference_Item", "Database_Full_Item", "Dataset", "Journal", "Multimedia",
		"News_Item", "Other", "Patent", "Reference_Item", "Reference_Work", "Report",
		"Software", "Standard", "Thesis_or_Dissertation", "Platform", "Book",
		"Newspaper_or_Newsletter" };
	size_t	at;

	return (counter_in(s, others, sizeof(others) / sizeof(others[0]), &at));
}

static void
counter_type_filter(struct counter_query *q, struct vt_str list)
{
	bool		is_item = counter_reports[q->report].has_items;
	struct vt_str	part;
	unsigned	bits = 0;
	bool		is_any = false;

	while (vt_str_next(&list, '|', &part)) {
		bool is_ours = false;

		for (int t = 0; t < COUNTER_TYPES; t++)
			if (vt_str_eq_c(part, counter_type_name((enum counter_type)t, is_item))) {
				bits |= 1u << t;
				is_ours = true;
			}
		if (!is_item && vt_str_eq_c(part, "Platform"))
			bits |= COUNTER_PLATFORM_TYPE;
		if (!is_ours && !counter_is_type(part))
			counter_note(q, COUNTER_FILTER, part);
		else
			is_any = true;
	}
	if (!is_any)
		return;
	q->types = bits;
	q->has_types = bits != 0;
	q->is_empty |= bits == 0;
}

/* Filters with values of which only one can have use here. */
static void
counter_choice(struct counter_query *q, struct vt_str list, const char *const *names,
    size_t count, bool *has_r)
{
	unsigned	bits = counter_list(q, list, names, count, COUNTER_FILTER);

	*has_r = (bits & 1u) != 0;
	q->is_empty |= bits != 0 && (bits & 1u) == 0;
}

static void
counter_attributes(struct counter_query *q, struct vt_str list)
{
	static const char *const	names[] = { "Access_Method", "Access_Type", "YOP",
					    "Authors" };
	unsigned			bits = counter_list(q, list, names,
					    counter_reports[q->report].has_items ? 4 : 1,
					    COUNTER_ATTRIBUTE);

	q->shows_method = (bits & 1u) != 0;
	q->shows_access = (bits & 2u) != 0;
	q->shows_year = (bits & 4u) != 0;
	q->shows_authors = (bits & 8u) != 0;
}

static bool
counter_is_years(struct vt_str list)
{
	struct vt_str	part, from;
	int64_t		year;

	while (vt_str_next(&list, '|', &part)) {
		if (part.len != 4 && part.len != 9)
			return (false);
		if (!vt_str_next(&part, '-', &from) || from.len != 4 ||
		    !vt_str_to_int(from, 1, 9999, &year) ||
		    (part.len > 0 && (part.len != 4 || !vt_str_to_int(part, 1, 9999, &year))))
			return (false);
	}
	return (true);
}

static void
counter_item_arg(struct counter_query *q, struct vt_str name, struct vt_str value,
    struct vt_str whole)
{
	static const char *const	access[] = { "Open", "Controlled", "Free_To_Read" };

	if (vt_str_eq_c(name, "access_type"))
		counter_choice(q, value, access, 3, &q->has_access);
	else if (vt_str_eq_c(name, "item_id") && value.len >= 2)
		q->item = value;
	else if (vt_str_eq_c(name, "yop") && counter_is_years(value))
		q->years = value;
	else if (vt_str_eq_c(name, "yop") || vt_str_eq_c(name, "item_id"))
		counter_note(q, COUNTER_FILTER, whole);
	else
		counter_note(q, COUNTER_PARAMETER, name);
}

static void
counter_arg(struct counter_query *q, struct vt_str name, struct vt_str value,
    const struct analytics_conf *conf)
{
	static const char *const	methods[] = { "Regular", "TDM" };

	if (vt_str_eq_c(name, "platform")) {
		if (!vt_str_eq_c(value, conf->platform))
			counter_note(q, COUNTER_FILTER, value);
	} else if (counter_reports[q->report].is_view) {
		counter_note(q, COUNTER_PARAMETER, name);
	} else if (vt_str_eq_c(name, "metric_type")) {
		counter_metric_filter(q, value);
	} else if (vt_str_eq_c(name, "data_type")) {
		counter_type_filter(q, value);
	} else if (vt_str_eq_c(name, "access_method")) {
		counter_choice(q, value, methods, 2, &q->has_method);
	} else if (vt_str_eq_c(name, "attributes_to_show")) {
		counter_attributes(q, value);
	} else if (vt_str_eq_c(name, "granularity")) {
		q->is_total = vt_str_eq_c(value, "Total");
		if (!q->is_total && !vt_str_eq_c(value, "Month"))
			counter_note(q, COUNTER_ATTRIBUTE, value);
	} else if (counter_reports[q->report].has_items) {
		counter_item_arg(q, name, value, value);
	} else
		counter_note(q, COUNTER_PARAMETER, name);
}

/* What a standard view has once and for all (3.2). */
static void
counter_view(struct counter_query *q)
{
	if (q->report == COUNTER_PR_P1)
		q->metrics = 1u << COUNTER_SEARCHES | 1u << COUNTER_TOTAL_REQUESTS |
		    1u << COUNTER_UNIQUE_REQUESTS | 1u << COUNTER_UNIQUE_TITLE_REQUESTS;
	if (q->report == COUNTER_IR_M1) {
		q->metrics = 1u << COUNTER_TOTAL_REQUESTS | 1u << COUNTER_UNIQUE_REQUESTS;
		q->types = 1u << COUNTER_AUDIOVISUAL | 1u << COUNTER_IMAGE |
		    1u << COUNTER_INTERACTIVE | 1u << COUNTER_SOUND;
	}
}

/* Arguments that say who asks and in which form, not what. */
static bool
counter_is_other(struct vt_str name)
{
	static const char *const	names[] = { "customer_id", "requestor_id", "api_key",
					    "begin_date", "end_date", "format" };
	size_t				at;

	return (counter_in(name, names, sizeof(names) / sizeof(names[0]), &at));
}

/* A period that begins too late is wrong; one that ends too late ends before (3031). */
static enum counter_code
counter_period_over(struct counter_query *q, struct vt_str *data_r)
{
	int32_t	over = counter_month_over();

	*data_r = counter_say_month(q->over_text, "the last month that is over is ", over);
	if (q->begin > over)
		return (COUNTER_DATES);
	if (q->end > over)
		counter_note(q, COUNTER_NOT_READY, *data_r);
	q->end = q->end > over ? over : q->end;
	return (COUNTER_OK);
}

enum counter_code
counter_query_read(struct counter_query *q, enum counter_report report,
    const struct counter_args *args, const struct analytics_conf *conf, struct vt_str *data_r)
{
	struct vt_str	name, value;
	bool		has_begin = false, has_end = false, is_good = true;

	*q = (struct counter_query){ .report = report, .metrics = ~0u, .types = ~0u };
	for (size_t i = 0; args->at(args->arg, i, &name, &value); i++) {
		if (vt_str_eq_c(name, "begin_date")) {
			has_begin = true;
			is_good = is_good && counter_month(value, false, &q->begin);
		} else if (vt_str_eq_c(name, "end_date")) {
			has_end = true;
			is_good = is_good && counter_month(value, true, &q->end);
		} else if (!counter_is_other(name)) {
			counter_arg(q, name, value, conf);
		} else if (vt_str_eq_c(name, "format") && !vt_str_eq_c(value, "tsv") &&
		    !vt_str_eq_c(value, "json"))
			counter_note(q, COUNTER_PARAMETER, name);
	}
	counter_view(q);
	*data_r = VT_STR("begin_date and end_date are needed: yyyy-mm");
	if (!has_begin || !has_end)
		return (COUNTER_INSUFFICIENT);
	*data_r = VT_STR("months as yyyy-mm, or their first and last days; the first is not behind "
	    "the last; at most 60 of them");
	if (!is_good || q->begin > q->end || counter_months(q) > COUNTER_MONTHS_MAX)
		return (COUNTER_DATES);
	return (counter_period_over(q, data_r));
}
