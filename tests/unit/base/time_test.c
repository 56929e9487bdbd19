/* SPDX-License-Identifier: Apache-2.0 */
/* Time: the written forms, there and back, and days that do not exist. */
#include "vt_test.h"

#include "api/time.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
written_forms(void **state)
{
	static const struct {
		int64_t t;
		const char *iso, *http;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ 784111777, "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT" },
		{ 951782400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT" },
		{ 4107542399, "2100-02-28T23:59:59Z", "Sun, 28 Feb 2100 23:59:59 GMT" },
		{ 4107542400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT" },
		{ -1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT" },
		{ 253402300799, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT" },
		{ INT64_MAX, "9999-12-31T23:59:59Z", NULL },
		{ INT64_MIN, "-9999-01-01T00:00:00Z", NULL },
		{ -62167219200, "0000-01-01T00:00:00Z", NULL },
		{ -62167219201, "-0001-12-31T23:59:59Z", NULL },
	};
	char out[VT_TIME_MAX];
	int64_t t;
	bool is_day;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_string_equal(vt_time_iso(rows[i].t, out), rows[i].iso);
		if (rows[i].http == NULL)
			continue;
		assert_string_equal(vt_time_http(rows[i].t, out), rows[i].http);
		assert_true(vt_time_from_iso(vt_str_of(rows[i].iso), &t, &is_day));
		assert_int_equal(t, rows[i].t);
		assert_true(vt_time_from_http(vt_str_of(rows[i].http), &t));
		assert_int_equal(t, rows[i].t);
	}
	assert_string_equal(vt_time_date(784111777, out), "1994-11-06");
}

static void
reading_iso(void **state)
{
	static const struct {
		const char *in;
		int64_t t; /* -1: refused */
		bool is_day;
	} rows[] = {
		{ "2026-11-22", 1795305600, true },
		{ "2026-11-22T21:06:59Z", 1795381619, false },
		{ "2024-02-29", 1709164800, true },
		{ "2023-02-29", -1, false },
		{ "1900-02-29", -1, false },
		{ "2026-13-01", -1, false },
		{ "2026-00-10", -1, false },
		{ "2026-04-31", -1, false },
		{ "2026-11-22T24:00:00Z", -1, false },
		{ "2026-11-22T23:60:00Z", -1, false },
		{ "2026-11-22T23:59:60Z", -1, false },
		{ "2026-11-22T21:06:59", -1, false },
		{ "2026-11-22T21:06:59.5Z", -1, false },
		{ "2026-11-22T21:06:59+02:00", -1, false },
		{ "2026-11-22T21:06Z", -1, false },
		{ "2026-11-22 ", -1, false },
		{ "2026-11", -1, false },
		{ "2026", -1, false },
		{ "26-11-22", -1, false },
		{ "-026-11-22", -1, false },
		{ "2026-11-2x", -1, false },
		{ "2026-1-22", -1, false },
		{ "", -1, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t t = -1;
		bool is_day = false;
		bool is = vt_time_from_iso(vt_str_of(rows[i].in), &t, &is_day);

		if (is != (rows[i].t >= 0) || t != rows[i].t || is_day != rows[i].is_day)
			fail_msg("%s: %d %lld", rows[i].in, is, (long long)t);
	}
}

static void
reading_http(void **state)
{
	static const struct {
		const char *in;
		int64_t t;
	} rows[] = {
		{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
		{ "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
		{ "Wednesday, 02-Nov-94 08:49:37 GMT", 783766177 },
		{ "Sun Nov  6 08:49:37 1994", 784111777 },
		{ "Wed Nov 16 08:49:37 1994", 784975777 },
		{ "Sun, 06 Nov 1994 08:49:60 GMT", 784111800 },
		{ "Sun, 06 Nov 1994 08:49:37 UTC", -1 },
		{ "Sun, 6 Nov 1994 08:49:37 GMT", -1 },
		{ "Sun, 31 Apr 1994 08:49:37 GMT", -1 },
		{ "Xyz, 06 Nov 1994 08:49:37 GMT", -1 },
		{ "Sun, 06 Nov 1994", -1 },
		{ "06 Nov 1994 08:49:37 GMT", -1 },
		{ "Sun Nov 6 08:49:37 1994", -1 },
		{ "sun, 06 nov 1994 08:49:37 gmt", -1 },
		{ "784111777", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t t = -1;
		bool is = vt_time_from_http(vt_str_of(rows[i].in), &t);

		if (is != (rows[i].t >= 0) || t != rows[i].t)
			fail_msg("%s: %d %lld", rows[i].in, is, (long long)t);
	}
}

/* Every day from 1600 to 2400, counted one by one. */
static void
days_follow_each_other(void **state)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t expected, days = 0;

	(void)state;
	assert_true(vt_time_days(1600, 1, 1, &expected));
	assert_int_equal(expected, -135140);
	for (int64_t y = 1600; y <= 2400; y++) {
		for (int64_t m = 1; m <= 12; m++) {
			bool is_leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
			int64_t last = lengths[m - 1] + (m == 2 && is_leap);

			for (int64_t d = 1; d <= last; d++) {
				assert_true(vt_time_days(y, m, d, &days));
				assert_int_equal(days, expected++);
			}
			assert_false(vt_time_days(y, m, last + 1, &days));
		}
	}
	assert_false(vt_time_days(2026, 1, 0, &days));
	assert_false(vt_time_days(10000, 1, 1, &days));
	assert_false(vt_time_days(INT64_MIN, 1, 1, &days));
}

static void
clocks_run(void **state)
{
	int64_t before = vt_time_monotonic_ms();

	(void)state;
	assert_true(vt_time_now() > 1700000000);
	assert_true(vt_time_monotonic_ms() >= before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_forms), cmocka_unit_test(reading_iso),
		cmocka_unit_test(reading_http),	 cmocka_unit_test(days_follow_each_other),
		cmocka_unit_test(clocks_run),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
