/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON reader: what it takes, given back by the writer, and what it refuses. */
#include "vt_test.h"

#include "api/json.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
write_again(struct vt_jsonw *j, const struct vt_json *v)
{
	switch (v->type) {
	case VT_JSON_NULL:
		vt_jsonw_null(j);
		return;
	case VT_JSON_BOOL:
		vt_jsonw_bool(j, v->is_true);
		return;
	case VT_JSON_NUMBER:
		vt_jsonw_raw(j, v->str);
		return;
	case VT_JSON_STR:
		vt_jsonw_str(j, v->str);
		return;
	default:
		break;
	}
	if (v->type == VT_JSON_ARRAY)
		vt_jsonw_array(j);
	else
		vt_jsonw_object(j);
	for (const struct vt_json *m = v->first; m != NULL; m = m->next) {
		if (v->type == VT_JSON_OBJECT)
			vt_jsonw_key_str(j, m->key);
		write_again(j, m);
	}
	vt_jsonw_end(j);
}

static void
what_is_taken(void **state)
{
	static const struct {
		const char *text, *again;
	} rows[] = {
		{ "{}", "{}" },
		{ " [ ] ", "[]" },
		{ "null", "null" },
		{ "[true,false , null]", "[true,false,null]" },
		{ "\t{\"a\" : 1 , \"b\":[ \"x\" ]}\r\n", "{\"a\":1,\"b\":[\"x\"]}" },
		{ "[0,-0,12,-3.25,1e5,2E-3,0.5e+2]", "[0,-0,12,-3.25,1e5,2E-3,0.5e+2]" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\"" },
		{ "\"\\u0161\\u017E\\u20AC\"", "\"šž€\"" },
		{ "\"\\ud83d\\uDE00\"", "\"😀\"" },
		{ "\"\\ud83d x\"", "\"\xef\xbf\xbd x\"" },
		{ "\"\\ude00\\ud83d\\u0041\"", "\"\xef\xbf\xbd\xef\xbf\xbd" "A\"" },
		{ "\"ąčęė\"", "\"ąčęė\"" },
		{ "{\"\":{\"\":{}}}", "{\"\":{\"\":{}}}" },
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct vt_json *v;
		struct vt_jsonw j;
		struct vt_buf out;

		vt_buf_init(&out, 0);
		vt_jsonw_init(&j, &out);
		assert_int_equal(vt_json_parse(a, vt_str_of(rows[i].text), &v), VT_OK);
		write_again(&j, v);
		assert_int_equal(vt_jsonw_error(&j), VT_OK);
		vt_test_str(rows[i].text, vt_buf_get(&out), rows[i].again);
		vt_buf_fini(&out);
	}
	vt_arena_free(&a);
}

static void
what_is_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "", "byte 1 of the JSON: this is no value" },
		{ "{", "begins with its name" },
		{ "{\"a\"}", "':' is missing" },
		{ "{\"a\":1,}", "begins with its name" },
		{ "[1,]", "byte 4 of the JSON: this is no value" },
		{ "[1 2]", "',' or the closing bracket is missing" },
		{ "[1", "',' or the closing bracket is missing" },
		{ "01", "this is no value" },
		{ "1.", "no digit behind its point" },
		{ "1e", "exponent has no digit" },
		{ "-", "this is no value" },
		{ "+1", "this is no value" },
		{ "nul", "this is no value" },
		{ "truex", "something follows" },
		{ "{} {}", "something follows" },
		{ "\"a", "ends within a string" },
		{ "\"a\\", "ends within a string" },
		{ "\"\\x\"", "no such escape" },
		{ "\"\\u12g4\"", "four hexadecimal digits" },
		{ "\"\\u12", "four hexadecimal digits" },
		{ "\"a\nb\"", "a control character" },
		{ "\"\xff\"", "not UTF-8" },
		{ "'a'", "this is no value" },
	};
	struct vt_arena *a = vt_arena_new(0);
	const struct vt_json *v;
	char deep[200];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(vt_json_parse(a, vt_str_of(rows[i].text), &v), VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), rows[i].why);
	}
	memset(deep, '[', VT_JSONW_DEPTH_MAX);
	memset(deep + VT_JSONW_DEPTH_MAX, ']', VT_JSONW_DEPTH_MAX);
	assert_int_equal(vt_json_parse(a, (struct vt_str){ deep, 2 * (size_t)VT_JSONW_DEPTH_MAX },
				       &v), VT_OK);
	memset(deep, '[', sizeof(deep));
	assert_int_equal(vt_json_parse(a, (struct vt_str){ deep, sizeof(deep) }, &v), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "nested too deep");
	vt_arena_free(&a);
}

static void
members_by_name(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	const struct vt_json *v;

	(void)state;
	assert_int_equal(vt_json_parse(a, VT_STR("{\"a\":\"x\",\"n\":1,\"a\":\"y\"}"), &v), VT_OK);
	vt_test_str("the first", vt_json_get_str(v, "a"), "x");
	vt_test_str("no string", vt_json_get_str(v, "n"), "");
	assert_null(vt_json_get(v, "b"));
	assert_null(vt_json_get(vt_json_get(v, "a"), "b"));
	assert_null(vt_json_get(NULL, "a"));
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(members_by_name),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
