/* SPDX-License-Identifier: Apache-2.0 */
/* YAML for plugins: a tree in which everything is text. */
#include "vt_test.h"

#include "api/yaml.h"

static const struct vt_yaml *
tree_of(struct vt_arena *a, const char *text)
{
	const struct vt_yaml *tree;

	assert_int_equal(vt_yaml_tree(a, vt_str_of(text), "a.yaml", &tree), VT_OK);
	return (tree);
}

static void
everything_is_text(void **state)
{
	static const char text[] = "no: no\n"
				   "date: 1926-05\n"
				   "octal: 0123\n"
				   "quoted: \"~\"\n"
				   "nothing:\n"
				   "also: ~\n"
				   "list:\n"
				   "  - yes\n"
				   "  - {a: 1.0, b: [x]}\n"
				   "folded: >\n"
				   "  du\n"
				   "  žodžiai\n";
	struct vt_arena *a = vt_arena_new(0);
	const struct vt_yaml *t = tree_of(a, text), *list = vt_yaml_get(t, "list");

	(void)state;
	vt_test_str("no", vt_yaml_get(t, "no")->text, "no");
	vt_test_str("date", vt_yaml_get(t, "date")->text, "1926-05");
	vt_test_str("octal", vt_yaml_get(t, "octal")->text, "0123");
	vt_test_str("quoted", vt_yaml_get(t, "quoted")->text, "~");
	vt_test_str("folded", vt_yaml_get(t, "folded")->text, "du žodžiai\n");
	assert_int_equal(vt_yaml_get(t, "nothing")->text.len, 0);
	assert_int_equal(vt_yaml_get(t, "also")->text.len, 0);
	assert_null(vt_yaml_get(t, "other"));
	assert_null(vt_yaml_get(list, "yes"));
	assert_null(vt_yaml_get(NULL, "yes"));
	assert_int_equal(list->type, VT_YAML_LIST);
	assert_int_equal(list->line, 7);
	assert_int_equal(list->first->line, 8);
	vt_test_str("item", list->first->text, "yes");
	assert_int_equal(list->first->next->type, VT_YAML_MAP);
	assert_int_equal(list->first->next->line, 9);
	vt_test_str("deep", vt_yaml_get(list->first->next, "b")->first->text, "x");
	assert_null(list->first->next->next);
	vt_arena_free(&a);
}

static void
what_is_none_names_file_and_line(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "a: 1\na: 2\n", "a.yaml, line 2: 'a' stands here again" },
		{ "a: &x 1\nb: *x\n", "a.yaml, line 1: this part is used again" },
		{ "a:\n\t- b\n", "a.yaml, line 2: a tab" },
		{ "[a: 1\n", "a.yaml, line" },
		{ "? [a]\n: b\n", "a.yaml, line 1: a key must be a word" },
		{ "a: \xff\n", "a.yaml" },
	};
	static char deep[500000];
	struct vt_arena *a = vt_arena_new(0);
	const struct vt_yaml *tree;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(vt_yaml_tree(a, vt_str_of(rows[i].text), "a.yaml", &tree),
				 VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), rows[i].says);
	}
	memset(deep, '[', sizeof(deep));	/* minutes, were a tree of it begun */
	assert_int_equal(vt_yaml_tree(a, (struct vt_str){ deep, sizeof(deep) }, "a.yaml", &tree),
			 VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "a.yaml, line 1: this stands more than 32 levels deep");
	assert_null(tree_of(a, ""));
	assert_null(tree_of(a, "# only a comment\n"));
	vt_arena_free(&a);
}

/* What does not fit is no tree with parts missing. */
static void
a_small_arena_is_a_limit(void **state)
{
	struct vt_arena *a = vt_arena_new(32 * 1024);
	const struct vt_yaml *tree;
	char text[8000];

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, i == 0 ? "[ " : "a,", 2);
	text[sizeof(text) - 2] = ']';
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(vt_yaml_tree(a, vt_str_of(text), "a.yaml", &tree), VT_E_LIMIT);
	vt_arena_free(&a);
}

static void
the_nearest_word_is_the_one_meant(void **state)
{
	static const char *const known[] = { "title", "summary", "languages", NULL };

	(void)state;
	assert_string_equal(vt_yaml_nearest(VT_STR("titel"), known), "title");
	assert_string_equal(vt_yaml_nearest(VT_STR("language"), known), "languages");
	assert_null(vt_yaml_nearest(VT_STR("qwerty"), known));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_text),
		cmocka_unit_test(what_is_none_names_file_and_line),
		cmocka_unit_test(a_small_arena_is_a_limit),
		cmocka_unit_test(the_nearest_word_is_the_one_meant),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
