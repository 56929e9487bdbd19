/* SPDX-License-Identifier: Apache-2.0 */
/* Trees of values: building without checks, what is true, running out of memory. */
#include "vt_test.h"

#include "text/value.h"

static void
building(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_value *map = vt_value_map(a), *list = vt_value_list(a);
	char key[] = "key", text[] = "text";

	(void)state;
	vt_value_set_str(map, key, vt_str_of(text));
	memset(key, 'x', 3);
	memset(text, 'x', 4);
	vt_test_str("copied", vt_value_get(map, VT_STR("key"))->str, "text");
	vt_value_set_int(map, "key", 5);
	assert_int_equal(vt_value_get(map, VT_STR("key"))->number, 5);
	vt_value_set_bool(map, "yes", true);
	vt_value_set_html(map, "html", VT_STR("<b>"));
	vt_value_add_str(list, VT_STR("one"));
	vt_value_add(list, NULL);
	vt_value_set(map, "list", list);
	assert_int_equal(vt_value_get(map, VT_STR("html"))->kind, VT_VALUE_HTML);
	assert_ptr_equal(vt_value_get(map, VT_STR("list")), list);
	assert_null(vt_value_get(map, VT_STR("none")));
	assert_null(vt_value_get(list, VT_STR("one")));
	/* The wrong kind, or nothing: nothing happens. */
	vt_value_set_int(list, "key", 1);
	vt_value_add(map, list);
	vt_value_set_str(NULL, "a", VT_STR("b"));
	vt_value_add_str(NULL, VT_STR("b"));
	vt_value_set(NULL, "a", NULL);
	assert_null(vt_value_get(NULL, VT_STR("a")));
	vt_arena_free(&a);
}

static void
truth(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_value *map = vt_value_map(a), *list = vt_value_list(a);
	static const struct {
		const char *key;
		bool is_true;
	} rows[] = { { "none", false }, { "null", false }, { "no", false },    { "yes", true },
		     { "zero", false }, { "minus", true }, { "empty", false }, { "text", true },
		     { "list", false }, { "map", true } };

	(void)state;
	vt_value_set(map, "null", NULL);
	vt_value_set_bool(map, "no", false);
	vt_value_set_bool(map, "yes", true);
	vt_value_set_int(map, "zero", 0);
	vt_value_set_int(map, "minus", -1);
	vt_value_set_str(map, "empty", VT_STR_NONE);
	vt_value_set_str(map, "text", VT_STR("0"));
	vt_value_set(map, "list", list);
	vt_value_set(map, "map", vt_value_map(a));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (vt_value_is_true(vt_value_get(map, vt_str_of(rows[i].key))) != rows[i].is_true)
			fail_msg("%s", rows[i].key);
	vt_value_add(list, NULL);
	assert_true(vt_value_is_true(list));
	vt_arena_free(&a);
}

static void
out_of_memory(void **state)
{
	struct vt_arena *a = vt_arena_new(1000);
	struct vt_value *map = vt_value_map(a);

	(void)state;
	for (int i = 0; i < 100; i++) {
		char key[16];

		(void)snprintf(key, sizeof(key), "k%d", i);
		vt_value_set_str(map, key, VT_STR("a value that needs some room"));
		vt_value_set(map, "list", vt_value_list(a));
		vt_value_add_str(vt_value_list(a), VT_STR("x"));
	}
	assert_true(vt_arena_is_exhausted(a));
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(building),
		cmocka_unit_test(truth),
		cmocka_unit_test(out_of_memory),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
