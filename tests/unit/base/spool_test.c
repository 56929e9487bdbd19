/* SPDX-License-Identifier: Apache-2.0 */
/* A spool: what is put comes out once, equal lines counted; from many threads,
 * while a reader takes it away; a full one drops and says so. */
#include "vt_test.h"

#include <fcntl.h>
#include <glob.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/spool.h"

struct taken {
	int64_t sum, lines, dropped;
	char first[64];
	vt_err answer; /* of done() */
};

static void
take_line(void *arg, struct vt_str line, int64_t count)
{
	struct taken *t = arg;

	if (vt_str_eq_c(line, VT_SPOOL_DROPPED)) {
		t->dropped += count;
		return;
	}
	if (t->lines++ == 0)
		(void)snprintf(t->first, sizeof(t->first), "%lld %.*s", (long long)count,
			       VT_STR_ARG(vt_str_sub(line, 0, 40)));
	t->sum += count;
}

static vt_err
take_done(void *arg)
{
	return (((struct taken *)arg)->answer);
}

static struct taken
take(const char *stem, vt_err answer)
{
	struct taken t = { .answer = answer };
	const struct vt_spool_reader r = { take_line, take_done, &t };

	assert_int_equal(vt_spool_take(stem, &r), answer);
	return (t);
}

static int
folder(void **state)
{
	char dir[] = "/tmp/vt_spool_XXXXXX", *stem;

	assert_non_null(mkdtemp(dir));
	assert_true(asprintf(&stem, "%s/notes", dir) > 0);
	*state = stem;
	return (0);
}

static size_t
files(const char *stem)
{
	char pattern[128];
	glob_t g;
	size_t n;

	(void)snprintf(pattern, sizeof(pattern), "%s*", stem);
	n = glob(pattern, 0, NULL, &g) == 0 ? g.gl_pathc : 0;
	globfree(&g);
	return (n);
}

static int
away(void **state)
{
	char *stem = *state;

	assert_int_equal(files(stem), 0);
	*strrchr(stem, '/') = '\0';
	assert_int_equal(rmdir(stem), 0);
	free(stem);
	return (0);
}

static void
equal_lines_are_counted(void **state)
{
	const char *stem = *state;
	struct vt_spool *s;
	struct taken t;

	assert_int_equal(vt_spool_open(stem, 100000, &s), VT_OK);
	for (int i = 0; i < 5; i++)
		vt_spool_put(s, VT_STR("a\nb"));
	vt_spool_put(s, VT_STR("c"));
	vt_spool_put(s, VT_STR(""));
	vt_spool_close(&s);
	assert_null(s);
	vt_spool_close(&s);
	/* Not kept by the reader: still there. */
	(void)take(stem, VT_E_IO);
	t = take(stem, VT_OK);
	assert_string_equal(t.first, "5 a b");
	assert_int_equal(t.sum, 6);
	assert_int_equal(t.lines, 2);
	assert_int_equal(take(stem, VT_OK).lines, 0);
}

static void *
put_many(void *arg)
{
	char line[32];

	for (int i = 0; i < 4000; i++) {
		(void)snprintf(line, sizeof(line), "%d", i % 500);
		vt_spool_put(arg, vt_str_of(line));
	}
	return (NULL);
}

static void
nothing_is_lost_between_threads_and_readers(void **state)
{
	const char *stem = *state;
	struct vt_spool *s;
	pthread_t threads[4];
	int64_t sum = 0;

	assert_int_equal(vt_spool_open(stem, 10000000, &s), VT_OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, put_many, s), 0);
	for (int i = 0; i < 50; i++)
		sum += take(stem, VT_OK).sum;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < 30 && sum == 0; i++, usleep(100000))
		sum += take(stem, VT_OK).sum;
	assert_true(sum > 0); /* its thread has written by itself */
	vt_spool_close(&s);
	sum += take(stem, VT_OK).sum;
	assert_int_equal(sum, 4 * 4000);
}

static void
a_full_one_drops_and_counts(void **state)
{
	const char *stem = *state;
	struct vt_spool *s;
	struct taken t;
	char line[VT_SPOOL_LINE_MAX + 100], number[16];
	int64_t sum, put = 0;

	memset(line, 'x', sizeof(line));
	assert_int_equal(vt_spool_open(stem, 50000, &s), VT_OK);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 1000; i++, put++) {
			(void)snprintf(number, sizeof(number), "%09d", i);
			memcpy(line, number, 9);
			vt_spool_put(s, (struct vt_str){ line, sizeof(line) });
		}
	vt_spool_close(&s);
	t = take(stem, VT_OK);
	assert_true(t.sum < put);
	/* There is room again. */
	assert_int_equal(vt_spool_open(stem, 50000, &s), VT_OK);
	vt_spool_put(s, VT_STR("one"));
	vt_spool_close(&s);
	sum = take(stem, VT_OK).sum;
	assert_int_equal(sum, 1);
}

struct two {
	const char *stem;
	atomic_bool is_in_done;
	struct taken second;
};

static vt_err
wait_in_done(void *arg)
{
	atomic_store(&((struct two *)arg)->is_in_done, true);
	usleep(300000); /* until the second waits for the lock */
	return (VT_OK);
}

static void
pass_over(void *arg, struct vt_str line, int64_t count)
{
	(void)arg;
	(void)line;
	(void)count;
}

static void *
take_first(void *arg)
{
	struct two *two = arg;
	const struct vt_spool_reader r = { pass_over, wait_in_done, two };

	assert_int_equal(vt_spool_take(two->stem, &r), VT_OK);
	return (NULL);
}

static void
put_file(const char *stem, const char *text)
{
	char path[128];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s.17.spool", stem);
	assert_non_null(f = fopen(path, "a"));
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static vt_err
note_in_done(void *arg)
{
	struct two *two = arg;

	put_file(two->stem, "5\tnew\n"); /* a worker's: the first has removed the old one */
	return (VT_OK);
}

static void
two_line(void *arg, struct vt_str line, int64_t count)
{
	take_line(&((struct two *)arg)->second, line, count);
}

static void
a_second_reader_removes_nothing_unread(void **state)
{
	struct two two = { .stem = *state };
	const struct vt_spool_reader r = { two_line, note_in_done, &two };
	pthread_t first;

	put_file(two.stem, "3\told\n");
	assert_int_equal(pthread_create(&first, NULL, take_first, &two), 0);
	while (!atomic_load(&two.is_in_done))
		usleep(1000);
	assert_int_equal(vt_spool_take(two.stem, &r), VT_OK);
	assert_int_equal(pthread_join(first, NULL), 0);
	assert_int_equal(two.second.sum, 0); /* nor is anything read twice */
	assert_string_equal(take(two.stem, VT_OK).first, "5 new");
}

/* A disk that takes a part of what is written and no more. */
static void
a_write_that_ends_in_the_middle_leaves_nothing(void **state)
{
	const char *stem = *state;
	struct rlimit before, small;
	struct vt_spool *s;
	struct taken t;
	char line[32];

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 1005;
	assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	assert_int_equal(vt_spool_open(stem, 50000, &s), VT_OK);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	for (int i = 0; i < 300; i++) {
		(void)snprintf(line, sizeof(line), "line %03d", i);
		vt_spool_put(s, vt_str_of(line));
	}
	sleep(3); /* its thread has tried */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	vt_spool_put(s, VT_STR("after"));
	vt_spool_close(&s);
	t = take(stem, VT_OK);
	assert_int_equal(t.dropped, 300);
	assert_int_equal(t.lines, 1);
	assert_string_equal(t.first, "1 after");
}

/* Of 3 MB, with one line at its end. */
static void
put_large(const char *stem, int process, int64_t written)
{
	static const size_t len = 3 << 20;
	struct timespec times[2] = { { .tv_sec = written }, { .tv_sec = written } };
	char path[128], *blank = malloc(len);
	FILE *f;

	assert_non_null(blank);
	memset(blank, '\n', len);
	(void)snprintf(path, sizeof(path), "%s.%d.spool", stem, process);
	assert_non_null(f = fopen(path, "w"));
	assert_int_equal(fwrite(blank, 1, len, f), len);
	assert_true(fprintf(f, "1\tof %d\n", process) > 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	free(blank);
}

struct order {
	char told[256];
	int fails_at, dones;
};

static void
order_line(void *arg, struct vt_str line, int64_t count)
{
	struct order *o = arg;

	(void)count;
	(void)snprintf(o->told + strlen(o->told), sizeof(o->told) - strlen(o->told), "%.*s;",
		       VT_STR_ARG(line));
}

static vt_err
order_done(void *arg)
{
	struct order *o = arg;

	(void)snprintf(o->told + strlen(o->told), sizeof(o->told) - strlen(o->told), "|");
	return (++o->dones == o->fails_at ? VT_E_LIMIT : VT_OK);
}

/* So that they can be read however many they are: some at a time, oldest first. */
static void
large_ones_are_read_some_at_a_time(void **state)
{
	const char *stem = *state;
	struct order o = { .fails_at = 2 }, rest = { .fails_at = -1 };
	const struct vt_spool_reader r = { order_line, order_done, &o },
				     again = { order_line, order_done, &rest };
	const int processes = 2 * VT_SPOOL_AT_ONCE / (3 << 20);

	for (int i = 0; i < processes; i++)
		put_large(stem, 100 + i, 1700000000 - i);
	assert_int_equal(vt_spool_take(stem, &r), VT_E_LIMIT);
	assert_int_equal(o.dones, 2);
	assert_int_equal(strncmp(o.told, "of 1", 4), 0);
	assert_int_equal(atoi(o.told + 3), 100 + processes - 1);
	/* What was done with is gone, what was not is there. */
	assert_in_range(files(stem), 1, (size_t)processes / 2 + 1);
	assert_int_equal(vt_spool_take(stem, &again), VT_OK);
	assert_int_equal(rest.told[strlen(rest.told) - 1], '|');
	assert_non_null(strstr(rest.told, "of 100;|"));
}

static void
what_is_no_spool_is_passed_over(void **state)
{
	const char *stem = *state;
	static const char text[] = "3\twhole\nx\tno number\n\n7\n0\tnone\n2\tcut";
	struct taken t;
	char path[128];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s.17.spool", stem);
	assert_non_null(f = fopen(path, "w"));
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	t = take(stem, VT_OK);
	assert_int_equal(t.lines, 1);
	assert_string_equal(t.first, "3 whole");
	/* Others' files beside it are left alone. */
	(void)snprintf(path, sizeof(path), "%s.x.spool", stem);
	assert_non_null(f = fopen(path, "w"));
	assert_int_equal(fclose(f), 0);
	assert_int_equal(take(stem, VT_OK).lines, 0);
	assert_int_equal(unlink(path), 0);
}

struct marked {
	struct taken taken;
	char name[64];
	int64_t bytes, kept;
	int begun;
};

static void
marked_line(void *arg, struct vt_str line, int64_t count)
{
	take_line(&((struct marked *)arg)->taken, line, count);
}

static vt_err
marked_done(void *arg)
{
	return (((struct marked *)arg)->taken.answer);
}

static int64_t
marked_begin(void *arg, struct vt_str name)
{
	struct marked *m = arg;

	assert_int_equal(name.len, VT_SPOOL_NAME_LEN);
	if (m->kept > 0)
		vt_test_str("the same file", name, m->name);
	m->begun++;
	return (m->kept);
}

static void
marked_end(void *arg, struct vt_str name, int64_t bytes)
{
	struct marked *m = arg;

	(void)snprintf(m->name, sizeof(m->name), "%.*s", VT_STR_ARG(name));
	m->bytes = bytes;
}

/* As if a reader had been killed between keeping lines and removing their file. */
static void
a_reader_with_marks_meets_no_line_twice(void **state)
{
	const char *stem = *state;
	static const struct vt_spool_marks marks = { marked_begin, marked_end };
	struct marked m = { .taken.answer = VT_E_IO };
	const struct vt_spool_reader r = { marked_line, marked_done, &m };
	int64_t unwritten = 0;
	struct vt_spool *s;

	assert_int_equal(vt_spool_open(stem, 100000, &s), VT_OK);
	vt_spool_watch(s, &unwritten);
	vt_spool_sync(s, true);
	vt_spool_put(s, VT_STR("a"));
	vt_spool_put(s, VT_STR("a"));
	assert_int_equal(unwritten, 2);
	for (int i = 0; i < 100 && __atomic_load_n(&unwritten, __ATOMIC_RELAXED) > 0; i++)
		usleep(100000);
	assert_int_equal(unwritten, 0);
	assert_int_equal(vt_spool_take_marked(stem, &r, &marks), VT_E_IO);
	assert_int_equal(m.taken.sum, 2);
	m.kept = m.bytes;
	vt_spool_put(s, VT_STR("b"));
	vt_spool_close(&s);
	m.taken = (struct taken){ .answer = VT_OK };
	assert_int_equal(vt_spool_take_marked(stem, &r, &marks), VT_OK);
	assert_string_equal(m.taken.first, "1 b");
	assert_int_equal(m.begun, 2);
	/* What comes now is another file. */
	m.kept = 0;
	assert_int_equal(vt_spool_open(stem, 100000, &s), VT_OK);
	vt_spool_put(s, VT_STR("c"));
	vt_spool_close(&s);
	m.taken = (struct taken){ .answer = VT_OK };
	(void)snprintf(m.name, sizeof(m.name), "-");
	assert_int_equal(vt_spool_take_marked(stem, &r, &marks), VT_OK);
	assert_string_equal(m.taken.first, "1 c");
	assert_string_not_equal(m.name, "-");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_reader_with_marks_meets_no_line_twice, folder,
						away),
		cmocka_unit_test_setup_teardown(equal_lines_are_counted, folder, away),
		cmocka_unit_test_setup_teardown(nothing_is_lost_between_threads_and_readers, folder,
						away),
		cmocka_unit_test_setup_teardown(a_full_one_drops_and_counts, folder, away),
		cmocka_unit_test_setup_teardown(a_second_reader_removes_nothing_unread, folder,
						away),
		cmocka_unit_test_setup_teardown(a_write_that_ends_in_the_middle_leaves_nothing,
						folder, away),
		cmocka_unit_test_setup_teardown(large_ones_are_read_some_at_a_time, folder, away),
		cmocka_unit_test_setup_teardown(what_is_no_spool_is_passed_over, folder, away),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
