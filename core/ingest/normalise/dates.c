/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates as cataloguers write them, to a first and a last year, month or day.
 * First the strict forms (ISO 8601, EDTF), then words (dates_words.c,
 * dates_read.c).  Nothing is invented: what is not understood whole says
 * nothing, and a doubt ("apie", "?") does not widen a year.
 */
#include "ingest/normalise/dates.h"

#include <stdio.h>

#include "api/description.h"
#include "api/time.h"
#include "ingest/normalise/normalise.h"

/* A year, month and day that exist, within VT_YEAR_MIN..VT_YEAR_MAX. */
static bool
vt_date_is_day(int year, int month, int day)
{
	int64_t days;

	if (year < VT_YEAR_MIN || year > VT_YEAR_MAX || month < 0 || month > 12)
		return (false);
	if (month == 0)
		return (day == 0);
	return (vt_time_days(year, month, day == 0 ? 1 : day, &days));
}

static bool
vt_date_number(const char **p, int digits, int *value_r)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if ((*p)[i] < '0' || (*p)[i] > '9')
			return (false);
		value = value * 10 + ((*p)[i] - '0');
	}
	*p += digits;
	*value_r = value;
	return (true);
}

/* "1928", "192x", "19xx", "-0499": the year's first and last. */
static bool
vt_date_iso_year(const char **p, int year_r[2])
{
	bool is_negative = **p == '-';
	const char *s = *p + (is_negative ? 1 : 0);
	int known = 0, value, scale = 1;

	while (known < 4 && s[known] >= '0' && s[known] <= '9')
		known++;
	if (known < 2 || !vt_date_number(&s, known, &value))
		return (false);
	for (int i = known; i < 4; i++, s++) {
		if ((*s != 'x' && *s != 'u') || is_negative)
			return (false);
		scale *= 10;
	}
	if (*s >= '0' && *s <= '9')
		return (false);
	year_r[0] = is_negative ? -value : value * scale;
	year_r[1] = year_r[0] + scale - 1;
	*p = s;
	return (true);
}

/* "-05" behind a year or month; "-xx" says nothing. */
static bool
vt_date_iso_part(const char **p, int *value_r)
{
	const char *s = *p + 1;

	*value_r = 0;
	if (**p != '-')
		return (true);
	if ((s[0] == 'x' || s[0] == 'u') && s[1] == s[0]) {
		*p = s + 2;
		return (true);
	}
	if (!vt_date_number(&s, 2, value_r) || *value_r == 0)
		return (false);
	*p = s;
	return (true);
}

/* One date of ISO's, at the end of the text or before '/'. */
static bool
vt_date_iso_side(const char **p, struct vt_date_span *span_r)
{
	int year[2], month = 0, day = 0;

	if (!vt_date_iso_year(p, year) || !vt_date_iso_part(p, &month))
		return (false);
	if (month != 0 && !vt_date_iso_part(p, &day))
		return (false);
	if (year[0] != year[1] && month != 0)
		return (false);
	/* A time of day: what follows is of no interest here. */
	if (day != 0 && (**p == 't' || (**p == ' ' && (*p)[1] >= '0' && (*p)[1] <= '2')))
		*p += strcspn(*p, "/");
	if ((**p != '\0' && **p != '/') || !vt_date_is_day(year[0], month, day))
		return (false);
	*span_r = (struct vt_date_span){
		{ true, true }, { year[0], year[1] }, { month, month }, { day, day }
	};
	return (true);
}

/* ISO 8601 and EDTF: "1928-05-13", "191X", "1910~/1920", "../1900". */
static bool
vt_date_iso(const char *text, struct vt_date_span *span_r)
{
	struct vt_date_span a = { { false, false }, { 0 }, { 0 }, { 0 } }, b = a;
	const char *p = text;
	bool is_open = strncmp(p, "../", 3) == 0 || *p == '/';

	if (is_open)
		p = strchr(p, '/');
	else if (!vt_date_iso_side(&p, &a))
		return (false);
	if (*p == '\0') {
		*span_r = a;
		return (true);
	}
	p++;
	if (*p == '\0' || strcmp(p, "..") == 0) {
		if (is_open)
			return (false);
		a.has[1] = false;
		*span_r = a;
		return (true);
	}
	if (!vt_date_iso_side(&p, &b) || *p != '\0')
		return (false);
	a.has[1] = true;
	a.year[1] = b.year[1];
	a.month[1] = b.month[1];
	a.day[1] = b.day[1];
	*span_r = a;
	return (true);
}

static int
vt_date_compare(const struct vt_date_span *s)
{
	if (s->year[0] != s->year[1])
		return (s->year[0] < s->year[1] ? -1 : 1);
	if (s->month[0] != s->month[1] && s->month[0] != 0 && s->month[1] != 0)
		return (s->month[0] < s->month[1] ? -1 : 1);
	if (s->month[0] == s->month[1] && s->day[0] != 0 && s->day[1] != 0)
		return (s->day[0] - s->day[1]);
	return (0);
}

static bool
vt_date_is_possible(const struct vt_date_span *s)
{
	for (int i = 0; i < 2; i++)
		if (s->has[i] && !vt_date_is_day(s->year[i], s->month[i], s->day[i]))
			return (false);
	return ((s->has[0] || s->has[1]) && (!s->has[0] || !s->has[1] || vt_date_compare(s) <= 0));
}

static void
vt_date_put(const struct vt_date_span *s, int i, char out[16])
{
	const char *sign = s->year[i] < 0 ? "-" : "";
	unsigned year = (unsigned)(s->year[i] < 0 ? -s->year[i] : s->year[i]) % 10000;
	unsigned month = (unsigned)s->month[i] % 100, day = (unsigned)s->day[i] % 100;

	if (!s->has[i])
		out[0] = '\0';
	else if (month == 0)
		(void)snprintf(out, 16, "%s%04u", sign, year);
	else if (day == 0)
		(void)snprintf(out, 16, "%s%04u-%02u", sign, year, month);
	else
		(void)snprintf(out, 16, "%s%04u-%02u-%02u", sign, year, month, day);
}

bool
vt_date_parse(struct vt_str s, char start_r[16], char end_r[16])
{
	struct vt_date_token tokens[VT_DATE_TOKENS_MAX];
	struct vt_date_span span;
	char text[VT_DATE_TEXT_MAX];
	size_t count;

	if (!vt_date_fold(s, text))
		return (false);
	if (!vt_date_iso(text, &span) &&
	    !(vt_date_tokens(text, tokens, &count) && vt_date_read(tokens, count, &span)))
		return (false);
	if (!vt_date_is_possible(&span))
		return (false);
	vt_date_put(&span, 0, start_r);
	vt_date_put(&span, 1, end_r);
	return (true);
}
