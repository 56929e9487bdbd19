/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that grow, and sets of ids at their ends. */
#include "vt_test.h"

#include "catalog/index/gathered.h"

static void
a_list_grows(void **state)
{
	struct vt_gathered g = { .items = NULL };

	(void)state;
	for (int64_t i = 0; i < 1000; i++) {
		int64_t *item = vt_gathered_add(&g, sizeof(*item));

		assert_non_null(item);
		*item = i * i;
	}
	assert_int_equal(g.count, 1000);
	for (int64_t i = 0; i < 1000; i++)
		assert_int_equal(((int64_t *)g.items)[i], i * i);
	vt_gathered_fini(&g);
	assert_null(g.items);
	assert_int_equal(g.count + g.room, 0);
}

static void
a_set_has_what_was_put(void **state)
{
	int64_t ids[] = { 0, 7, 8, 63, 64, 1001 };
	struct vt_gathered g = { ids, 6, 6 };
	struct vt_gathered_set s;
	size_t at = 0;

	(void)state;
	assert_true(vt_gathered_set_init(&s, &g));
	for (int64_t id = 0; id < 2000; id++) {
		bool is_there = at < 6 && ids[at] == id;

		assert_int_equal(vt_gathered_set_has(&s, id), is_there);
		at += is_there;
	}
	vt_gathered_set_fini(&s);
}

static void
an_empty_set(void **state)
{
	struct vt_gathered_set s;

	(void)state;
	assert_true(vt_gathered_set_init(&s, &(struct vt_gathered){ .items = NULL }));
	assert_false(vt_gathered_set_has(&s, 0));
	vt_gathered_set_fini(&s);
	vt_gathered_set_fini(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_grows),
		cmocka_unit_test(a_set_has_what_was_put),
		cmocka_unit_test(an_empty_set),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
