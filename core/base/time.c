/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTC time and its three written forms.  Reckons the calendar itself: libc's
 * functions depend on locale and zone.
 */
#include "api/time.h"

#include <stdio.h>
#include <time.h>

#define VT_TIME_DAY	 86400
#define VT_TIME_YEAR_MAX 9999 /* either side of year 0 */
/* -9999-01-01T00:00:00Z and 9999-12-31T23:59:59Z */
#define VT_TIME_FIRST (-377705116800LL)
#define VT_TIME_LAST  253402300799LL

struct vt_time_parts {
	int year, month, day, hour, minute, second, weekday; /* 0: Sunday */
};

static const char vt_time_months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char vt_time_weekdays[] = "SunMonTueWedThuFriSat";

static int64_t
vt_time_clock(clockid_t id, int64_t per_second)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(id, &ts);
	return ((int64_t)ts.tv_sec * per_second + ts.tv_nsec / (1000000000 / per_second));
}

int64_t
vt_time_now(void)
{
	/* Seconds need no better clock, and this one is read in no time. */
	return (vt_time_clock(CLOCK_REALTIME_COARSE, 1));
}

int64_t
vt_time_monotonic_ms(void)
{
	return (vt_time_clock(CLOCK_MONOTONIC, 1000));
}

int64_t
vt_time_coarse_ms(void)
{
	return (vt_time_clock(CLOCK_MONOTONIC_COARSE, 1000));
}

static int64_t
vt_time_floor_div(int64_t a, int64_t b)
{
	return (a / b - (a % b < 0));
}

static bool
vt_time_is_leap(int64_t year)
{
	return ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
}

/* Days before the month in a year that begins in March, so that the leap day
 * is its last. */
static int64_t
vt_time_month_start(int64_t month)
{
	return ((153 * ((month + 9) % 12) + 2) / 5);
}

bool
vt_time_days(int64_t year, int64_t month, int64_t day, int64_t *days_r)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t march_year;

	if (year < -VT_TIME_YEAR_MAX || year > VT_TIME_YEAR_MAX || month < 1 || month > 12)
		return (false);
	if (day < 1 || day > lengths[month - 1] + (month == 2 && vt_time_is_leap(year)))
		return (false);
	march_year = year - (month < 3);
	*days_r = march_year * 365 + vt_time_floor_div(march_year, 4) -
		  vt_time_floor_div(march_year, 100) + vt_time_floor_div(march_year, 400) +
		  vt_time_month_start(month) + day - 1 - 719468;
	return (true);
}

static void
vt_time_date_parts(int64_t days, struct vt_time_parts *p)
{
	int64_t z = days + 719468; /* since 0000-03-01 */
	int64_t era = vt_time_floor_div(z, 146097);
	int64_t in_era = z - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153;

	p->day = (int)(in_year - (153 * month + 2) / 5 + 1);
	p->month = (int)(month < 10 ? month + 3 : month - 9);
	p->year = (int)(year + era * 400 + (p->month < 3));
	p->weekday = (int)(((days + 4) % 7 + 7) % 7);
}

static struct vt_time_parts
vt_time_parts(int64_t t)
{
	struct vt_time_parts p;
	int64_t days, rest;

	t = t < VT_TIME_FIRST ? VT_TIME_FIRST : t > VT_TIME_LAST ? VT_TIME_LAST : t;
	days = vt_time_floor_div(t, VT_TIME_DAY);
	rest = t - days * VT_TIME_DAY;
	vt_time_date_parts(days, &p);
	p.hour = (int)(rest / 3600);
	p.minute = (int)(rest / 60 % 60);
	p.second = (int)(rest % 60);
	return (p);
}

/* ISO 8601 wants the sign outside the four digits. */
static size_t
vt_time_put_date(const struct vt_time_parts *p, char out[VT_TIME_MAX])
{
	bool is_before = p->year < 0;

	return ((size_t)snprintf(out, VT_TIME_MAX, "%s%04d-%02d-%02d", is_before ? "-" : "",
				 is_before ? -p->year : p->year, p->month, p->day));
}

const char *
vt_time_iso(int64_t t, char out[VT_TIME_MAX])
{
	struct vt_time_parts p = vt_time_parts(t);
	size_t len = vt_time_put_date(&p, out);

	(void)snprintf(out + len, VT_TIME_MAX - len, "T%02d:%02d:%02dZ", p.hour, p.minute,
		       p.second);
	return (out);
}

const char *
vt_time_date(int64_t t, char out[VT_TIME_MAX])
{
	struct vt_time_parts p = vt_time_parts(t);

	(void)vt_time_put_date(&p, out);
	return (out);
}

static void
vt_time_digits(char *out, int count, int n)
{
	for (; count > 0; n /= 10)
		out[--count] = (char)('0' + n % 10);
}

/* By hand: each answer has one or two of these. */
const char *
vt_time_http(int64_t t, char out[VT_TIME_MAX])
{
	struct vt_time_parts p = vt_time_parts(t);

	memcpy(out, "Day, 00 Mon 0000 00:00:00 GMT", sizeof("Day, 00 Mon 0000 00:00:00 GMT"));
	memcpy(out, vt_time_weekdays + 3 * p.weekday, 3);
	vt_time_digits(out + 5, 2, p.day);
	memcpy(out + 8, vt_time_months + 3 * (p.month - 1), 3);
	vt_time_digits(out + 12, 4, p.year);
	vt_time_digits(out + 17, 2, p.hour);
	vt_time_digits(out + 20, 2, p.minute);
	vt_time_digits(out + 23, 2, p.second);
	return (out);
}

/* --- reading: each takes its piece off *s or says false ------------------ */

static bool
vt_time_take(struct vt_str *s, const char *literal)
{
	struct vt_str l = vt_str_of(literal);

	if (!vt_str_starts(*s, l))
		return (false);
	*s = vt_str_sub(*s, l.len, s->len);
	return (true);
}

static bool
vt_time_take_digits(struct vt_str *s, size_t count, int64_t *n_r)
{
	if (s->len < count || s->p[0] == '-' ||
	    !vt_str_to_int(vt_str_sub(*s, 0, count), 0, INT64_MAX, n_r))
		return (false);
	*s = vt_str_sub(*s, count, s->len);
	return (true);
}

/* One of the three-letter names, counted from 0. */
static bool
vt_time_take_name(struct vt_str *s, const char *names, int64_t *index_r)
{
	if (s->len < 3)
		return (false);
	for (size_t i = 0; names[i] != '\0'; i += 3) {
		if (memcmp(names + i, s->p, 3) != 0)
			continue;
		*index_r = (int64_t)(i / 3);
		*s = vt_str_sub(*s, 3, s->len);
		return (true);
	}
	return (false);
}

/* hh:mm:ss as seconds of the day; last_second is 60 where a leap second may
 * be written. */
static bool
vt_time_take_clock(struct vt_str *s, int64_t last_second, int64_t *seconds_r)
{
	int64_t hour, minute, second;

	if (!vt_time_take_digits(s, 2, &hour) || !vt_time_take(s, ":") ||
	    !vt_time_take_digits(s, 2, &minute) || !vt_time_take(s, ":") ||
	    !vt_time_take_digits(s, 2, &second))
		return (false);
	if (hour > 23 || minute > 59 || second > last_second)
		return (false);
	*seconds_r = hour * 3600 + minute * 60 + second;
	return (true);
}

bool
vt_time_from_iso(struct vt_str s, int64_t *t_r, bool *is_day_r)
{
	int64_t year, month, day, days, seconds = 0;
	bool is_day;

	if (!vt_time_take_digits(&s, 4, &year) || !vt_time_take(&s, "-") ||
	    !vt_time_take_digits(&s, 2, &month) || !vt_time_take(&s, "-") ||
	    !vt_time_take_digits(&s, 2, &day) || !vt_time_days(year, month, day, &days))
		return (false);
	is_day = s.len == 0;
	if (!is_day && (!vt_time_take(&s, "T") || !vt_time_take_clock(&s, 59, &seconds) ||
			!vt_time_take(&s, "Z") || s.len != 0))
		return (false);
	*t_r = days * VT_TIME_DAY + seconds;
	*is_day_r = is_day;
	return (true);
}

/* RFC 9110, 5.6.7: two digits that would lie more than 50 years ahead mean the
 * past. */
static int64_t
vt_time_century(int64_t two_digits)
{
	int64_t now = vt_time_parts(vt_time_now()).year;
	int64_t year = now - now % 100 + two_digits;

	return (year > now + 50 ? year - 100 : year);
}

/* What follows "Sun, " or "Sunday, ": 06 Nov 1994 or 06-Nov-94, then the clock. */
static bool
vt_time_http_day_first(struct vt_str s, int64_t *t_r)
{
	int64_t year, month, day, days, seconds;
	bool is_old;

	if (!vt_time_take_digits(&s, 2, &day))
		return (false);
	is_old = vt_time_take(&s, "-");
	if ((!is_old && !vt_time_take(&s, " ")) || !vt_time_take_name(&s, vt_time_months, &month) ||
	    !vt_time_take(&s, is_old ? "-" : " ") ||
	    !vt_time_take_digits(&s, is_old ? 2 : 4, &year))
		return (false);
	if (!vt_time_take(&s, " ") || !vt_time_take_clock(&s, 60, &seconds) ||
	    !vt_time_take(&s, " GMT") || s.len != 0)
		return (false);
	if (is_old)
		year = vt_time_century(year);
	if (!vt_time_days(year, month + 1, day, &days))
		return (false);
	*t_r = days * VT_TIME_DAY + seconds;
	return (true);
}

/* What follows "Sun " in C's asctime form: Nov  6 08:49:37 1994. */
static bool
vt_time_http_month_first(struct vt_str s, int64_t *t_r)
{
	int64_t year, month, day, days, seconds;

	if (!vt_time_take_name(&s, vt_time_months, &month) || !vt_time_take(&s, " ") ||
	    !vt_time_take_digits(&s, vt_time_take(&s, " ") ? 1 : 2, &day) ||
	    !vt_time_take(&s, " ") || !vt_time_take_clock(&s, 60, &seconds) ||
	    !vt_time_take(&s, " ") || !vt_time_take_digits(&s, 4, &year) || s.len != 0 ||
	    !vt_time_days(year, month + 1, day, &days))
		return (false);
	*t_r = days * VT_TIME_DAY + seconds;
	return (true);
}

bool
vt_time_from_http(struct vt_str s, int64_t *t_r)
{
	static const char *const endings[] = { "day, ", "sday, ", "nesday, ", "rsday, ",
					       "urday, " };
	int64_t weekday;

	if (!vt_time_take_name(&s, vt_time_weekdays, &weekday))
		return (false);
	if (vt_time_take(&s, ", "))
		return (vt_time_http_day_first(s, t_r));
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (vt_time_take(&s, endings[i]))
			return (vt_time_http_day_first(s, t_r));
	return (vt_time_take(&s, " ") && vt_time_http_month_first(s, t_r));
}
