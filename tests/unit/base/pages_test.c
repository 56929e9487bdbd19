/* SPDX-License-Identifier: Apache-2.0 */
/* What is in memory is told, what is not is told and fetched. */
#include "vt_test.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/pages.h"

#define LEN (40 * 4096 + 100)

static void
there_and_not(void **state)
{
	char path[] = "vt_pages_XXXXXX";
	int fd = mkstemp(path), tries = 0;
	static char bytes[LEN];
	struct vt_str all = { NULL, LEN }, part;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(unlink(path), 0);
	memset(bytes, 'p', sizeof(bytes));
	assert_int_equal(write(fd, bytes, LEN), LEN);
	all.p = mmap(NULL, LEN, PROT_READ, MAP_SHARED, fd, 0);
	assert_true(all.p != MAP_FAILED);
	part = vt_str_sub(all, 5 * 4096 + 7, 9000);
	assert_true(vt_pages_are_there(all));
	assert_true(vt_pages_are_there(part));
	assert_true(vt_pages_are_there(vt_str_sub(all, LEN - 1, 1)));
	/* Out of memory, on file systems with a disk behind them. */
	assert_int_equal(fdatasync(fd), 0);
	assert_int_equal(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
	if (vt_pages_are_there(part)) {
		print_message("skipped: nothing leaves memory here\n");
	} else {
		assert_false(vt_pages_are_there(all));
		vt_pages_want(part);
		while (!vt_pages_are_there(part) && tries++ < 500)
			usleep(10000);
		assert_true(vt_pages_are_there(part));
	}
	(void)munmap((void *)(uintptr_t)all.p, LEN);
	close(fd);
}

/* Beyond the limit the answer is no, whatever there is. */
static void
too_many(void **state)
{
	size_t len = (VT_PAGES_MAX + 1) * (size_t)sysconf(_SC_PAGESIZE);
	char *p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_true(p != MAP_FAILED);
	memset(p, 1, len);
	assert_false(vt_pages_are_there((struct vt_str){ p, len }));
	assert_true(vt_pages_are_there((struct vt_str){ p, 4096 }));
	(void)munmap(p, len);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_not),
		cmocka_unit_test(too_many),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
