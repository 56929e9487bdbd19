/* SPDX-License-Identifier: Apache-2.0 */
/* Resumption tokens: what goes out comes back, and nothing else does. */
#include "vt_test.h"

#include "oai_token.c"

static const uint8_t key[OAI_KEY_LEN] = "a secret of thirty-two bytes ...";

static const struct oai_list whole = {
	.verb = OAI_LIST_RECORDS, .prefix = { "oai_dc", 6 }, .set = { "spauda:laikrasciai", 18 },
	.from = 0, .until = 1795381619, .after_datestamp = 1795381000, .after_rowid = 123456789,
	.cursor = 99900, .size = 100000, .issued = 1795381619,
};

static void
comes_back(void **state)
{
	struct vt_arena	*a = vt_arena_new(0);
	struct vt_str	 text, again;
	struct oai_list	 list;

	(void)state;
	assert_int_equal(oai_token_write(a, key, &whole, &text), VT_OK);
	assert_int_equal(oai_token_write(a, key, &whole, &again), VT_OK);
	assert_true(vt_str_eq(text, again));
	assert_true(text.len < 200);
	for (size_t i = 0; i < text.len; i++)
		assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
		    text.p[i]));
	assert_true(oai_token_read(a, key, text, &list));
	assert_int_equal(list.verb, whole.verb);
	assert_true(vt_str_eq(list.prefix, whole.prefix));
	assert_true(vt_str_eq(list.set, whole.set));
	assert_int_equal(list.until, whole.until);
	assert_int_equal(list.after_rowid, whole.after_rowid);
	assert_int_equal(list.cursor, whole.cursor);
	vt_arena_free(&a);
}

/* The longest set that the catalogue takes, in the longest list. */
static void
of_a_long_set(void **state)
{
	struct vt_arena	*a = vt_arena_new(0);
	struct oai_list	 list = whole, again;
	struct vt_str	 text;
	char		 spec[213];

	(void)state;
	memset(spec, 's', sizeof(spec));
	list.set = (struct vt_str){ spec, sizeof(spec) - 1 };
	list.from = INT64_MIN;
	list.until = list.after_datestamp = list.after_rowid = list.size = INT64_MAX;
	assert_int_equal(oai_token_write(a, key, &list, &text), VT_OK);
	assert_true(oai_token_read(a, key, text, &again));
	assert_true(vt_str_eq(again.set, list.set));
	assert_true(again.from == INT64_MIN && again.size == INT64_MAX);
	vt_arena_free(&a);
}

static void
refuses_every_alteration(void **state)
{
	struct vt_arena	*a = vt_arena_new(0);
	struct vt_str	 text;
	struct oai_list	 list;
	char		*copy;

	(void)state;
	assert_int_equal(oai_token_write(a, key, &whole, &text), VT_OK);
	copy = vt_str_c(a, text);
	for (size_t i = 0; i < text.len; i++) {
		char was = copy[i];

		copy[i] = was == 'x' ? 'y' : 'x';
		assert_false(oai_token_read(a, key, vt_str_of(copy), &list));
		copy[i] = was;
		assert_false(oai_token_read(a, key, vt_str_sub(text, 0, i), &list));
	}
	assert_false(oai_token_read(a, key, VT_STR("="), &list));
	assert_false(oai_token_read(a, (const uint8_t *)"another secret, of another node .", text,
	    &list));
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(of_a_long_set),
		cmocka_unit_test(refuses_every_alteration),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
