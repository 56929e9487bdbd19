/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas: zeroed and aligned memory, the ceiling, and what is deferred. */
#include "vt_test.h"

#include "api/arena.h"

static char order[16];

static void
note(void *arg)
{
	size_t len = strlen(order);

	order[len] = *(const char *)arg;
	order[len + 1] = '\0';
}

static void
memory_is_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 16, 100, 4096, 5000, 16384, 100000 };
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char *p = vt_arena_alloc(a, sizes[i]);

			assert_non_null(p);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xff, sizes[i]);
		}
	}
	vt_arena_free(&a);
	assert_null(a);
	vt_arena_free(&a);
}

static void
the_ceiling_holds(void **state)
{
	struct vt_arena *a = vt_arena_new(1000);

	(void)state;
	vt_fail_clear();
	assert_non_null(vt_arena_alloc(a, 900));
	assert_false(vt_arena_is_exhausted(a));
	assert_null(vt_arena_alloc(a, 200));
	vt_test_has(vt_fail_text(VT_E_LIMIT), "1000 bytes");
	assert_true(vt_arena_is_exhausted(a));
	assert_non_null(vt_arena_alloc(a, 50));
	assert_true(vt_arena_used(a) >= 950 && vt_arena_used(a) <= 1000);
	assert_null(vt_arena_alloc(a, SIZE_MAX));
	assert_null(vt_arena_alloc(a, SIZE_MAX - 8));
	assert_null(vt_arena_array(a, SIZE_MAX / 2, 3));
	vt_arena_free(&a);
}

static void
deferred_runs_last_first(void **state)
{
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	order[0] = '\0';
	char *one = vt_str_c(a, VT_STR("1")), *two = vt_str_c(a, VT_STR("2"));

	assert_int_equal(vt_defer(a, note, one), VT_OK);
	assert_int_equal(vt_defer(a, note, two), VT_OK);
	assert_string_equal(order, "");
	vt_arena_free(&a);
	assert_string_equal(order, "21");
}

static void
what_cannot_be_deferred_is_done_at_once(void **state)
{
	struct vt_arena *a = vt_arena_new(64);
	char x[] = "x";

	(void)state;
	order[0] = '\0';
	assert_non_null(vt_arena_alloc(a, 64));
	assert_int_equal(vt_defer(a, note, x), VT_E_LIMIT);
	assert_string_equal(order, "x");
	vt_arena_free(&a);
	assert_string_equal(order, "x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(the_ceiling_holds),
		cmocka_unit_test(deferred_runs_last_first),
		cmocka_unit_test(what_cannot_be_deferred_is_done_at_once),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
