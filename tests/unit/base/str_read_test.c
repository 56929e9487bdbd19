/* SPDX-License-Identifier: Apache-2.0 */
/* A whole file into an arena: its limits, and what is no file. */
#include "vt_test.h"

#include <fcntl.h>
#include <unistd.h>

#include "api/arena.h"
#include "api/err.h"

static vt_err
load(struct vt_arena *a, const char *path, size_t max, struct vt_str *text_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	vt_err err;

	assert_true(fd >= 0);
	err = vt_str_read(a, fd, path, max, text_r);
	(void)close(fd);
	return (err);
}

static void
files(void **state)
{
	char path[] = "/tmp/vartai-str-XXXXXX";
	int fd = mkstemp(path);
	struct vt_arena *a = vt_arena_new(0), *small = vt_arena_new(4096);
	struct vt_str text = VT_STR_NONE;

	(void)state;
	assert_int_equal(load(a, path, 0, &text), VT_OK);
	assert_int_equal(text.len, 0);
	assert_int_equal(write(fd, "a\0b", 3), 3);
	assert_int_equal(load(a, path, 3, &text), VT_OK);
	assert_int_equal(text.len, 3);
	assert_memory_equal(text.p, "a\0b\0", 4);
	assert_int_equal(load(a, path, 2, &text), VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "has more than 2 bytes");
	assert_int_equal(ftruncate(fd, 100000), 0);
	assert_int_equal(load(small, path, 200000, &text), VT_E_LIMIT);
	assert_int_equal(load(a, "/tmp", 1 << 20, &text), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), "/tmp cannot be read whole");
	(void)close(fd);
	(void)unlink(path);
	vt_arena_free(&a);
	vt_arena_free(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(files) };

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
