/* SPDX-License-Identifier: Apache-2.0 */
/* WebVTT as browsers read it: what is a caption, what they leave out, and where. */
#include "vt_test.h"

#include "api/webvtt.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define CUE "00:01.000 --> 00:02.500\nLabas.\n"

struct row {
	struct vt_str bytes;
	enum vt_webvtt_fault fault;
	size_t cues, bad, bad_line;
	const char *language;
};

#define ROW(bytes, ...) { VT_STR(bytes), __VA_ARGS__ }

static const struct row rows[] = {
	ROW("WEBVTT\n\n" CUE, VT_WEBVTT_GOOD, 1, 0, 0, ""),
	ROW("\xEF\xBB\xBFWEBVTT\n\n" CUE "\n" CUE, VT_WEBVTT_GOOD, 2, 0, 0, ""),
	ROW("WEBVTT - Varpas\tand more\r\n\r\n1\r\n00:01.000 --> 00:02.500 align:start\r\nBim.\r\n",
	    VT_WEBVTT_GOOD, 1, 0, 0, ""),
	ROW("WEBVTT\r\r00:01.000 --> 00:02.500\rBim.\r", VT_WEBVTT_GOOD, 1, 0, 0, ""),
	ROW("WEBVTT\nKind: captions\nLanguage: lt\n\n" CUE, VT_WEBVTT_GOOD, 1, 0, 0, "lt"),
	ROW("WEBVTT\n" CUE, VT_WEBVTT_GOOD, 1, 0, 0, ""),
	ROW("WEBVTT\n\n" CUE "\nLanguage: lt\n", VT_WEBVTT_GOOD, 1, 0, 0, ""),
	ROW("WEBVTT\n\nNOTE Language: lt\n\n" CUE, VT_WEBVTT_GOOD, 1, 0, 0, ""),
	ROW("WEBVTT\n\n123:00:01.000\t-->  123:00:01.001", VT_WEBVTT_GOOD, 1, 0, 0, ""),
	/* Cut off by what many take for the same, and written by hand. */
	ROW("WEBVTT\n\n" CUE "\n00:00:03,000 --> 00:00:04,000\nAte.\n", VT_WEBVTT_GOOD, 1, 1, 6, ""),
	ROW("WEBVTT\n\n00:00:03,000 --> 00:00:04,000\nAte.\n", VT_WEBVTT_NO_CUES, 0, 1, 3, ""),
	ROW("WEBVTT\n\n0:01.000 --> 00:02.000\n\n00:60.000 --> 01:00.000\n\n00:01.00 --> 00:02.000\n\n"
	    "00:01.000 -> 00:02.000\n\n00:02.000 --> 00:01.000\n\n00:01.000-->00:02.000x\n\n"
	    "0000000001:00:01.000 --> 0000000001:00:02.000\n" CUE,
	    VT_WEBVTT_GOOD, 1, 6, 3, ""),
	ROW("WEBVTT\n\n00:01.000-->00:02.000\n", VT_WEBVTT_GOOD, 1, 0, 0, ""),
	ROW("WEBVTT", VT_WEBVTT_NO_CUES, 0, 0, 0, ""),
	ROW("WEBVTT\n\nLabas.\n", VT_WEBVTT_NO_CUES, 0, 0, 0, ""),
	ROW("", VT_WEBVTT_NO_MARK, 0, 0, 0, ""),
	ROW("\n", VT_WEBVTT_NO_MARK, 0, 0, 0, ""),
	ROW("\nWEBVTT\n\n" CUE, VT_WEBVTT_NO_MARK, 0, 0, 0, ""),
	ROW("WEBVTTX\n\n" CUE, VT_WEBVTT_NO_MARK, 0, 0, 0, ""),
	ROW("webvtt\n\n" CUE, VT_WEBVTT_NO_MARK, 0, 0, 0, ""),
	ROW("1\n00:00:01,000 --> 00:00:02,000\nLabas.\n", VT_WEBVTT_NO_MARK, 0, 0, 0, ""),
	ROW("WEBVTT\n\n00:01.000 --> 00:02.500\nA\xE8i\xFB.\n", VT_WEBVTT_NOT_UTF8, 0, 0, 0, ""),
	ROW("\xFF\xFEW\0E\0B\0V\0T\0T\0", VT_WEBVTT_NOT_UTF8, 0, 0, 0, ""),
};

static void
files(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_webvtt w;

		vt_webvtt_read(rows[i].bytes, &w);
		if (w.fault != rows[i].fault || w.cue_count != rows[i].cues ||
		    w.bad_count != rows[i].bad || w.bad_line != rows[i].bad_line)
			print_error("row %zu: fault %d, %zu cues, %zu bad, line %zu\n", i, w.fault,
				    w.cue_count, w.bad_count, w.bad_line);
		assert_int_equal(w.fault, rows[i].fault);
		assert_int_equal(w.cue_count, rows[i].cues);
		assert_int_equal(w.bad_count, rows[i].bad);
		assert_int_equal(w.bad_line, rows[i].bad_line);
		vt_test_str("language", w.language, rows[i].language);
	}
}

/* Whoever puts it right wants to see it. */
static void
bad_line(void **state)
{
	struct vt_webvtt w;

	(void)state;
	vt_webvtt_read(VT_STR("WEBVTT\r\n\r\n1\r\n00:00:03,000 --> 00:00:04,000\r\nAte.\r\n"), &w);
	assert_int_equal(w.bad_line, 4);
	vt_test_str("line", w.bad, "00:00:03,000 --> 00:00:04,000");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(files), cmocka_unit_test(bad_line) };

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
