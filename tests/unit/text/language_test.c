/* SPDX-License-Identifier: Apache-2.0 */
/* Counts, numbers and dates as Lithuanian and English write them. */
#include "vt_test.h"

#include "text/language.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
plurals(void **state)
{
	static const struct {
		int64_t n;
		const char *lt, *en;
	} rows[] = {
		{ 0, "other", "other" },  { 1, "one", "one" },
		{ 2, "few", "other" },	  { 9, "few", "other" },
		{ 10, "other", "other" }, { 11, "other", "other" },
		{ 12, "other", "other" }, { 19, "other", "other" },
		{ 20, "other", "other" }, { 21, "one", "other" },
		{ 22, "few", "other" },	  { 100, "other", "other" },
		{ 101, "one", "other" },  { 111, "other", "other" },
		{ 121, "one", "other" },  { 1000002, "few", "other" },
		{ -1, "one", "one" },	  { INT64_MIN, "few", "other" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *lt = vt_plural_name(vt_language_plural("lt", rows[i].n));
		const char *en = vt_plural_name(vt_language_plural("en", rows[i].n));

		if (strcmp(lt, rows[i].lt) != 0 || strcmp(en, rows[i].en) != 0)
			fail_msg("%lld: %s %s", (long long)rows[i].n, lt, en);
	}
	assert_true(vt_language_has_plural("lt", VT_PLURAL_FEW));
	assert_false(vt_language_has_plural("en", VT_PLURAL_FEW));
	assert_false(vt_language_has_plural("xx", VT_PLURAL_FEW));
}

static void
numbers(void **state)
{
	static const struct {
		int64_t n;
		const char *lt, *en;
	} rows[] = {
		{ 0, "0", "0" },
		{ 999, "999", "999" },
		{ 1000, "1\u00a0000", "1,000" },
		{ -1234567, "-1\u00a0234\u00a0567", "-1,234,567" },
		{ 1000005, "1\u00a0000\u00a0005", "1,000,005" },
		{ INT64_MIN, "-9\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0808",
		  "-9,223,372,036,854,775,808" },
	};
	struct vt_buf b;

	(void)state;
	vt_buf_init(&b, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		vt_buf_reset(&b);
		vt_language_number(&b, "lt", rows[i].n);
		vt_test_str("lt", vt_buf_get(&b), rows[i].lt);
		vt_buf_reset(&b);
		vt_language_number(&b, "en", rows[i].n);
		vt_test_str("en", vt_buf_get(&b), rows[i].en);
	}
	vt_buf_fini(&b);
}

static void
dates(void **state)
{
	static const struct {
		const char *iso, *lt, *en;
	} rows[] = {
		{ "2026-11-22", "2026 m. lapkričio 22 d.", "22 November 2026" },
		{ "2026-11-22T10:00:00Z", "2026 m. lapkričio 22 d.", "22 November 2026" },
		{ "1918-02-16", "1918 m. vasario 16 d.", "16 February 1918" },
		{ "1904-05", "1904 m. gegužė", "May 1904" },
		{ "1547", "1547 m.", "1547" },
		{ "0988-01-05", "988 m. sausio 5 d.", "5 January 988" },
		{ "2023-02-29", "2023-02-29", "2023-02-29" },
		{ "1904-13", "1904-13", "1904-13" },
		{ "1904-5", "1904-5", "1904-5" },
		{ "19", "19", "19" },
		{ "apie 1920", "apie 1920", "apie 1920" },
		{ "1904-05T10", "1904-05T10", "1904-05T10" },
		{ "1904-05-06-07", "1904-05-06-07", "1904-05-06-07" },
		{ "-0044", "-0044", "-0044" },
		{ "", "", "" },
	};
	struct vt_buf b;

	(void)state;
	vt_buf_init(&b, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		vt_buf_reset(&b);
		vt_language_date(&b, "lt", vt_str_of(rows[i].iso));
		vt_test_str(rows[i].iso, vt_buf_get(&b), rows[i].lt);
		vt_buf_reset(&b);
		vt_language_date(&b, "en", vt_str_of(rows[i].iso));
		vt_test_str(rows[i].iso, vt_buf_get(&b), rows[i].en);
	}
	vt_buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plurals),
		cmocka_unit_test(numbers),
		cmocka_unit_test(dates),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
