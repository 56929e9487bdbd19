/* SPDX-License-Identifier: Apache-2.0 */
/* Strings: comparing, cutting, numbers, UTF-8, folding for search. */
#include "vt_test.h"

#include <stdio.h>

#include "api/arena.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
comparing(void **state)
{
	(void)state;
	assert_true(vt_str_eq(VT_STR_NONE, VT_STR("")));
	assert_false(vt_str_eq(VT_STR("a"), VT_STR("b")));
	assert_true(vt_str_eq_c(VT_STR("ab"), "ab"));
	assert_true(vt_str_eq_nocase(VT_STR("ETag"), VT_STR("etAG")));
	assert_false(vt_str_eq_nocase(VT_STR("["), VT_STR("{")));
	assert_true(vt_str_cmp(VT_STR("a"), VT_STR("ab")) < 0);
	assert_true(vt_str_cmp(VT_STR("b"), VT_STR("ab")) > 0);
	assert_int_equal(vt_str_cmp(VT_STR_NONE, VT_STR("")), 0);
	assert_true(vt_str_cmp(VT_STR("\xff"), VT_STR("a")) > 0);
	assert_true(vt_str_starts(VT_STR("oai:x"), VT_STR("oai:")));
	assert_false(vt_str_starts(VT_STR("oa"), VT_STR("oai:")));
	assert_true(vt_str_ends(VT_STR("a.xml"), VT_STR(".xml")));
	assert_false(vt_str_ends(VT_STR("xml"), VT_STR(".xml")));
	assert_int_equal(vt_str_find(VT_STR("abcabc"), VT_STR("ca")), 2);
	assert_int_equal(vt_str_find(VT_STR("abc"), VT_STR("x")), -1);
	assert_int_equal(vt_str_find(VT_STR("abc"), VT_STR("abcd")), -1);
	assert_int_equal(vt_str_find(VT_STR_NONE, VT_STR("")), 0);
}

static void
cutting(void **state)
{
	struct vt_str s = VT_STR("a,,b"), part;

	(void)state;
	vt_test_str("sub", vt_str_sub(VT_STR("abcdef"), 2, 3), "cde");
	vt_test_str("sub beyond", vt_str_sub(VT_STR("abc"), 9, 3), "");
	vt_test_str("sub to the end", vt_str_sub(VT_STR("abc"), 1, SIZE_MAX), "bc");
	vt_test_str("trim", vt_str_trim(VT_STR(" \t\r\n a b \v\f")), "a b");
	vt_test_str("trim all", vt_str_trim(VT_STR("   ")), "");
	assert_true(vt_str_next(&s, ',', &part));
	vt_test_str("first", part, "a");
	assert_true(vt_str_next(&s, ',', &part));
	vt_test_str("second", part, "");
	assert_true(vt_str_next(&s, ',', &part));
	vt_test_str("third", part, "b");
	assert_false(vt_str_next(&s, ',', &part));
	s = VT_STR_NONE;
	assert_false(vt_str_next(&s, ',', &part));
}

static void
whole_numbers(void **state)
{
	static const struct {
		const char *in;
		bool is_number;
		int64_t value;
	} rows[] = {
		{ "0", true, 0 },
		{ "007", true, 7 },
		{ "-0", true, 0 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "-9223372036854775809", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "--1", false, 0 },
		{ "+1", false, 0 },
		{ " 1", false, 0 },
		{ "1 ", false, 0 },
		{ "12abc", false, 0 },
		{ "0x10", false, 0 },
		{ "1.0", false, 0 },
		{ "１", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t value = 4711;
		bool is = vt_str_to_int(vt_str_of(rows[i].in), INT64_MIN, INT64_MAX, &value);

		if (is != rows[i].is_number || value != (is ? rows[i].value : 4711))
			fail_msg("%s", rows[i].in);
	}
	int64_t n = 5;

	assert_false(vt_str_to_int(VT_STR("11"), 1, 10, &n));
	assert_false(vt_str_to_int(VT_STR("0"), 1, 10, &n));
	assert_true(vt_str_to_int(VT_STR("10"), 1, 10, &n));
	assert_false(vt_str_to_int(VT_STR_NONE, 1, 10, &n));
}

static void
fractions(void **state)
{
	static const struct {
		const char *in;
		bool is_number;
		double value;
	} rows[] = {
		{ "0", true, 0 },
		{ "41.6", true, 41.6 },
		{ "-22.5", true, -22.5 },
		{ ".5", true, 0.5 },
		{ "5.", true, 5 },
		{ "0.00000000000000000000125", true, 0.00000000000000000000125 },
		{ "123456789012345678901234567890", true, 123456789012345678901234567890.0 },
		{ "0.1", true, 0.1 },
		{ "54.687157", true, 54.687157 },
		{ "", false, 0 },
		{ ".", false, 0 },
		{ "-", false, 0 },
		{ "-.", false, 0 },
		{ "1e5", false, 0 },
		{ "inf", false, 0 },
		{ "nan", false, 0 },
		{ "1,5", false, 0 },
		{ "1.2.3", false, 0 },
		{ "0x1p3", false, 0 },
		{ " 1", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		double value = 4711, off;
		bool is = vt_str_to_double(vt_str_of(rows[i].in), &value);

		off = value - (is ? rows[i].value : 4711);
		if (is != rows[i].is_number ||
		    (off < 0 ? -off : off) > 1e-15 * (value < 0 ? -value : value))
			fail_msg("%s: %.17g", rows[i].in, value);
	}
}

static void
copies(void **state)
{
	struct vt_arena *a = vt_arena_new(256);

	(void)state;
	vt_test_str("dup", vt_str_dup(a, VT_STR("Kėdainiai")), "Kėdainiai");
	assert_non_null(vt_str_dup(a, VT_STR_NONE).p);
	assert_string_equal(vt_str_c(a, vt_str_sub(VT_STR("abcdef"), 1, 2)), "bc");
	vt_test_str("printf", vt_str_printf(a, "%s-%d", "p", 12), "p-12");
	assert_null(vt_str_printf(a, "%300d", 1).p);
	assert_null(vt_str_dup(a, (struct vt_str){ "x", 4096 }).p);
	vt_arena_free(&a);
}

static void
utf8(void **state)
{
	static const struct {
		const char *bytes;
		bool is_valid;
	} rows[] = {
		{ "", true },
		{ "plain", true },
		{ "Žemaičių šlovė — „ąęė“ 𝄞", true },
		{ "\xc0\x80", false },	       /* overlong */
		{ "\xe0\x80\x80", false },     /* overlong */
		{ "\xf0\x80\x80\x80", false }, /* overlong */
		{ "\xed\xa0\x80", false },     /* surrogate */
		{ "\xed\x9f\xbf", true },
		{ "\xf4\x8f\xbf\xbf", true },
		{ "\xf4\x90\x80\x80", false }, /* above U+10FFFF */
		{ "\xf5\x80\x80\x80", false },
		{ "\x80", false },
		{ "a\xc5", false }, /* cut */
		{ "\xc5\x41", false },
		{ "\xff", false },
	};

	(void)state;
	/* Behind and before so many letters, as these are taken eight at a time. */
	for (size_t i = 0; i < COUNT(rows); i++)
		for (int letters = 0; letters < 18; letters++) {
			char text[80];

			(void)snprintf(text, sizeof(text), "%.*s%s%.*s", letters, "abcdefghijklmnopqr",
				       rows[i].bytes, letters, "abcdefghijklmnopqr");
			if (vt_utf8_is_valid(vt_str_of(text)) != rows[i].is_valid)
				fail_msg("row %zu after %d letters", i, letters);
		}
	for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 251) {
		char out[4];
		uint32_t back = 0;
		struct vt_str s = { out, vt_utf8_put(c, out) };

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		assert_true(vt_utf8_next(&s, &back));
		assert_int_equal(back, c);
		assert_int_equal(s.len, 0);
	}
}

static void
cutting_and_counting_utf8(void **state)
{
	static const char *const cut[] = { "", "", "ė", "ėa", "ėa", "ėa", "ėa", "ėa𝔄", "ėa𝔄" };

	(void)state;
	for (size_t max = 0; max < COUNT(cut); max++)
		vt_test_str("cut", vt_utf8_cut(VT_STR("ėa𝔄"), max), cut[max]);
	assert_int_equal(vt_utf8_count(VT_STR("ėa𝔄")), 3);
	assert_int_equal(vt_utf8_count(VT_STR("abc")), 3);
	assert_int_equal(vt_utf8_count(VT_STR_NONE), 0);
	vt_test_str("no UTF-8", vt_utf8_cut(VT_STR("\x80\x80\x80"), 2), "");
	assert_int_equal(vt_utf8_cut(VT_STR_NONE, 3).len, 0);
}

static void
folding(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "Žemaičių Šlovė", "zemaiciu slove" },
		{ "ĄČĘĖĮŠŲŪŽ ąčęėįšųūž", "aceeisuuz aceeisuuz" },
		{ "Z\u030cemaic\u030ciu\u0328", "zemaiciu" }, /* decomposed */
		{ "Łódź Gdańsk", "lodz gdansk" },
		{ "Straße STRAẞE Æsir œuvre", "strasse strasse aesir oeuvre" },
		{ "Rīga, Jēkabpils, Đorđe, Øre", "riga, jekabpils, dorde, ore" },
		{ "kal\u0303ba kalb\u1ebd", "kalba kalbe" }, /* accented Lithuanian */
		{ "ſeno ſpaudinio", "seno spaudinio" },	     /* the long s of old prints */
		{ "ВИЛЬНА Йод ёлка", "вильна иод елка" },
		{ "И\u0306од", "иод" },
		{ "ΌΜΗΡΟΣ Ὅμηρος", "ομηροσ ομηροσ" },
		{ "ײִדיש \u05f2 \ufb2f", "יידיש יי א" },
		{ "knygų\u00adnešys", "knygunesys" }, /* soft hyphen */
		{ "日本 ვილნა", "日本 ვილნა" },
		{ "1923 m. № 5", "1923 m. № 5" },
		{ "a\xff"
		  "b",
		  "a b" },
		{ "", "" },
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		vt_test_str(rows[i].in, vt_str_fold(a, vt_str_of(rows[i].in)), rows[i].out);
	/* Whatever comes in, what goes out is valid, and folding it again changes
	 * nothing; the worst growth fits. */
	for (uint32_t c = 1; c < 0x20000; c++) {
		char text[12];
		size_t len = vt_utf8_put(c, text);

		len += vt_utf8_put(c, text + len);
		struct vt_arena *once = vt_arena_new(0);
		struct vt_str folded = vt_str_fold(once, (struct vt_str){ text, len });

		if (!vt_utf8_is_valid(folded) || !vt_str_eq(folded, vt_str_fold(once, folded)))
			fail_msg("U+%04X", c);
		vt_arena_free(&once);
	}
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comparing),	 cmocka_unit_test(cutting),
		cmocka_unit_test(whole_numbers), cmocka_unit_test(fractions),
		cmocka_unit_test(copies),	 cmocka_unit_test(cutting_and_counting_utf8),	 cmocka_unit_test(utf8),
		cmocka_unit_test(folding),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
