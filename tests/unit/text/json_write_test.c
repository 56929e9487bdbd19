/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON writer: commas, escapes, numbers, and what it refuses. */
#include "vt_test.h"

#include <math.h>

#include "api/json.h"

static struct vt_buf out;
static struct vt_jsonw j;

static int
begin(void **state)
{
	(void)state;
	vt_buf_init(&out, 4096);
	vt_jsonw_init(&j, &out);
	return (0);
}

static int
end(void **state)
{
	(void)state;
	vt_buf_fini(&out);
	return (0);
}

static void
a_document(void **state)
{
	(void)state;
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "id", "x");
	vt_jsonw_key(&j, "label");
	vt_jsonw_object(&j);
	vt_jsonw_key_str(&j, VT_STR("lt"));
	vt_jsonw_array(&j);
	vt_jsonw_str(&j, VT_STR("Žemė"));
	vt_jsonw_null(&j);
	vt_jsonw_bool(&j, true);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	vt_jsonw_pair_int(&j, "n", INT64_MIN);
	vt_jsonw_key(&j, "raw");
	vt_jsonw_raw(&j, VT_STR("[1]"));
	vt_jsonw_pair(&j, "none", VT_STR_NONE);
	vt_jsonw_key(&j, "empty");
	vt_jsonw_array(&j);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	assert_int_equal(vt_jsonw_error(&j), VT_OK);
	vt_test_str(
	    "document", vt_buf_get(&out),
	    "{\"id\":\"x\",\"label\":{\"lt\":[\"Žemė\",null,true]},\"n\":-9223372036854775808,"
	    "\"raw\":[1],\"none\":\"\",\"empty\":[]}");
}

static void
strings(void **state)
{
	static const struct {
		const char *in, *json;
	} rows[] = {
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\n\r\t\b\x1f\x7f", "\"\\n\\r\\t\\u0008\\u001f\x7f\"" },
		{ "</script><!-- <b>", "\"\\u003c/script>\\u003c!-- <b>\"" },
		{ "\u2028|\u2029", "\"\\u2028|\\u2029\"" },
		{ "bad\xffutf\xc5", "\"bad\uFFFDutf\uFFFD\"" },
		{ "𝄞 ײַ", "\"𝄞 ײַ\"" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)end(state);
		(void)begin(state);
		vt_jsonw_c(&j, rows[i].in);
		assert_int_equal(vt_jsonw_error(&j), VT_OK);
		vt_test_str(rows[i].in, vt_buf_get(&out), rows[i].json);
	}
}

static void
doubles(void **state)
{
	static const struct {
		double in;
		const char *json;
	} rows[] = {
		{ 0, "0" },
		{ -0.0, "0" },
		{ 1.5, "1.5" },
		{ -0.25, "-0.25" },
		{ 54.6871567, "54.687157" },
		{ 0.0000004, "0" },
		{ -0.0000004, "0" },
		{ 0.9999999, "1" },
		{ 100, "100" },
		{ 1e15, "1000000000000000" },
		{ -1e20, "-100000000000000000000" },
		{ NAN, "null" },
		{ INFINITY, "null" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)end(state);
		(void)begin(state);
		vt_jsonw_double(&j, rows[i].in);
		vt_test_str(rows[i].json, vt_buf_get(&out), rows[i].json);
	}
}

static void
errors_stick(void **state)
{
	vt_jsonw_object(&j);
	assert_int_equal(vt_jsonw_error(&j), VT_E_INTERNAL); /* still open */
	vt_jsonw_int(&j, 1);
	vt_jsonw_end(&j);
	assert_int_equal(vt_jsonw_error(&j), VT_E_INTERNAL);
	vt_test_has(vt_fail_text(VT_E_INTERNAL), "has no key");
	vt_test_str("stopped", vt_buf_get(&out), "{");

	(void)end(state);
	(void)begin(state);
	vt_jsonw_array(&j);
	vt_jsonw_key(&j, "k");
	assert_int_equal(vt_jsonw_error(&j), VT_E_INTERNAL);

	(void)end(state);
	(void)begin(state);
	vt_jsonw_end(&j);
	assert_int_equal(vt_jsonw_error(&j), VT_E_INTERNAL);

	(void)end(state);
	(void)begin(state);
	vt_jsonw_object(&j);
	vt_jsonw_key(&j, "k");
	vt_jsonw_end(&j);
	assert_int_equal(vt_jsonw_error(&j), VT_E_INTERNAL);

	(void)end(state);
	(void)begin(state);
	for (int i = 0; i <= VT_JSONW_DEPTH_MAX; i++)
		vt_jsonw_array(&j);
	assert_int_equal(vt_jsonw_error(&j), VT_E_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_document, begin, end),
		cmocka_unit_test_setup_teardown(strings, begin, end),
		cmocka_unit_test_setup_teardown(doubles, begin, end),
		cmocka_unit_test_setup_teardown(errors_stick, begin, end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
