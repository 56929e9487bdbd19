/* SPDX-License-Identifier: Apache-2.0 */
/* The error table and the sentence that each thread keeps. */
#include "vt_test.h"

#include <pthread.h>

#include "api/log.h"

static void
table(void **state)
{
	(void)state;
	assert_string_equal(vt_err_name(VT_E_NOTFOUND), "NOTFOUND");
	assert_int_equal(vt_err_status(VT_E_NOTFOUND), 404);
	assert_int_equal(vt_err_status(VT_OK), 200);
	assert_int_equal(vt_err_status((vt_err)9999), 500);
	assert_int_equal(vt_err_level(VT_E_BADARG), VT_LOG_INFO);
	for (int e = 0; e < VT_E_COUNT; e++)
		assert_true(vt_err_status((vt_err)e) >= 200 && vt_err_status((vt_err)e) < 600);
}

static void
sentence(void **state)
{
	(void)state;
	vt_fail_clear();
	assert_string_equal(vt_fail_text(VT_E_GONE), "this was withdrawn");
	assert_int_equal(vt_fail(VT_E_BADARG, "width must be 1..%d", 9), VT_E_BADARG);
	assert_string_equal(vt_fail_text(VT_E_BADARG), "width must be 1..9");
	/* A sentence said for one failure is not told for another. */
	assert_string_equal(vt_fail_text(VT_E_GONE), "this was withdrawn");
	assert_int_equal(vt_fail_in(VT_E_FORMAT, "%s, page %d", "knyga.xml", 3), VT_E_FORMAT);
	assert_string_equal(vt_fail_text(VT_E_FORMAT), "knyga.xml, page 3: width must be 1..9");
	(void)vt_fail(VT_E_IO, "again: %s", vt_fail_text(VT_E_FORMAT));
	assert_string_equal(vt_fail_text(VT_E_IO), "again: knyga.xml, page 3: width must be 1..9");
	vt_fail_clear();
	(void)vt_fail_in(VT_E_GONE, "object x");
	assert_string_equal(vt_fail_text(VT_E_GONE), "object x: this was withdrawn");
}

static void
long_sentence_is_cut_between_letters(void **state)
{
	char text[3 * VT_FAIL_TEXT_MAX];
	const char *kept;

	(void)state;
	for (size_t shift = 0; shift < 2; shift++) {
		memset(text, 'a', sizeof(text));
		for (size_t i = shift; i + 2 < sizeof(text); i += 2)
			memcpy(text + i, "ž", 2);
		text[sizeof(text) - 1] = '\0';
		(void)vt_fail(VT_E_BADARG, "%s", text);
		kept = vt_fail_text(VT_E_BADARG);
		assert_true(strlen(kept) > VT_FAIL_TEXT_MAX - 8);
		assert_true(vt_utf8_is_valid(vt_str_of(kept)));
	}
	(void)vt_fail_in(VT_E_BADARG, "%s", text);
	assert_true(strlen(vt_fail_text(VT_E_BADARG)) < VT_FAIL_TEXT_MAX);
}

static void *
other_thread(void *arg)
{
	*(bool *)arg = strcmp(vt_fail_text(VT_E_BADARG), "mine") != 0;
	(void)vt_fail(VT_E_BADARG, "theirs");
	return (NULL);
}

static void
a_thread_keeps_its_own(void **state)
{
	bool is_apart = false;
	pthread_t t;

	(void)state;
	(void)vt_fail(VT_E_BADARG, "mine");
	assert_int_equal(pthread_create(&t, NULL, other_thread, &is_apart), 0);
	assert_int_equal(pthread_join(t, NULL), 0);
	assert_true(is_apart);
	assert_string_equal(vt_fail_text(VT_E_BADARG), "mine");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(sentence),
		cmocka_unit_test(long_sentence_is_cut_between_letters),
		cmocka_unit_test(a_thread_keeps_its_own),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
