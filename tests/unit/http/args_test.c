/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments and percent-decoding: what a client wrote is what a handler sees. */
#include "http/fields/args.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "http/fields/percent.h"
#include "http/gateway.h"

static void
arguments_keep_order_and_duplicates(void **state)
{
	static const struct {
		const char *query, *seen; /* "name=value;" each */
	} cases[] = {
		{ "", "" },
		{ "verb=Identify", "verb=Identify;" },
		{ "verb=A&verb=B&x=1", "verb=A;verb=B;x=1;" },
		{ "a=1&&b=2&", "a=1;b=2;" },
		{ "a", "a=;" },
		{ "a=", "a=;" },
		{ "=x", "=x;" },
		{ "a=b=c", "a=b=c;" },
		{ "q=a+b%20c", "q=a b c;" },
		{ "q=%C5%A0ilut%C4%97", "q=Šilutė;" },
		{ "q=Šilutė", "q=Šilutė;" },
		{ "%71=1", "q=1;" },
		{ "a=1%262", "a=1&2;" },
		{ "q=100%", "q=100%;" },
		{ "q=%zz%4", "q=%zz%4;" },
		{ "q=%2541", "q=%41;" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_args args;
		struct vt_buf seen;

		vt_buf_init(&seen, 0);
		assert_int_equal(vt_args_parse(a, vt_str_of(cases[i].query), &args), VT_OK);
		for (size_t j = 0; j < args.count; j++)
			vt_buf_printf(&seen, "%.*s=%.*s;", VT_STR_ARG(args.items[j].name),
				      VT_STR_ARG(args.items[j].value));
		if (!vt_str_eq_c(vt_buf_get(&seen), cases[i].seen))
			fail_msg("%s gave %.*s", cases[i].query, VT_STR_ARG(vt_buf_get(&seen)));
		vt_buf_fini(&seen);
		vt_arena_free(&a);
	}
}

static void
bad_arguments_are_refused(void **state)
{
	static const char *const cases[] = { "a=%00", "%00=a", "a=%FF", "a=%C5", "a=\xff" };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_args args;
	char many[4 * (VT_HTTP_ARGS_MAX + 1) + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(vt_args_parse(a, vt_str_of(cases[i]), &args), VT_E_BADARG);
	for (size_t i = 0; i < VT_HTTP_ARGS_MAX + 1; i++)
		memcpy(many + 4 * i, "a=b&", 4);
	assert_int_equal(vt_args_parse(a, (struct vt_str){ many, 4 * VT_HTTP_ARGS_MAX }, &args),
			 VT_OK);
	assert_int_equal(args.count, VT_HTTP_ARGS_MAX);
	assert_int_equal(
	    vt_args_parse(a, (struct vt_str){ many, 4 * (VT_HTTP_ARGS_MAX + 1) }, &args),
	    VT_E_BADARG);
	assert_non_null(strstr(vt_fail_text(VT_E_BADARG), "257"));
	vt_arena_free(&a);
}

static void
path_parts_are_decoded_once(void **state)
{
	static const struct {
		const char *raw;
		enum vt_percent how;
		const char *decoded; /* NULL: refused */
	} cases[] = {
		{ "abc", VT_PERCENT_SEGMENT, "abc" },
		{ "a+b", VT_PERCENT_SEGMENT, "a+b" },
		{ "a%2Fb", VT_PERCENT_SEGMENT, "a/b" },
		{ "a%252Fb", VT_PERCENT_SEGMENT, "a%2Fb" },
		{ "%C5%BDmogus", VT_PERCENT_SEGMENT, "Žmogus" },
		{ "a%2Fb/c%20d", VT_PERCENT_TAIL, "a%2Fb/c d" },
		{ "a%2fb", VT_PERCENT_TAIL, "a%2fb" },
		{ "%", VT_PERCENT_SEGMENT, NULL },
		{ "%4", VT_PERCENT_SEGMENT, NULL },
		{ "%g0", VT_PERCENT_SEGMENT, NULL },
		{ "%4g", VT_PERCENT_TAIL, NULL },
		{ "%00", VT_PERCENT_SEGMENT, NULL },
		{ "a%00b", VT_PERCENT_TAIL, NULL },
		{ "%FF", VT_PERCENT_SEGMENT, NULL },
		{ "%C0%AF", VT_PERCENT_SEGMENT, NULL },
		{ "\xc5", VT_PERCENT_SEGMENT, NULL },
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_str out;
		vt_err err = vt_percent_decode(a, vt_str_of(cases[i].raw), cases[i].how, &out);

		assert_int_equal(err, cases[i].decoded != NULL ? VT_OK : VT_E_BADARG);
		if (err == VT_OK)
			assert_true(vt_str_eq_c(out, cases[i].decoded));
	}
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_keep_order_and_duplicates),
		cmocka_unit_test(bad_arguments_are_refused),
		cmocka_unit_test(path_parts_are_decoded_once),
	};

	return (cmocka_run_group_tests_name("args", tests, NULL, NULL));
}
