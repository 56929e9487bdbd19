/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of counting, on the numbers of COUNTER's audit and on the days and hours
 * where they are easily got wrong. */
#include "vt_test.h"

#include "count/line.c"
#include "roll/map.c"

#include "roll/fold.c"
#include "roll/fold_rules.c"
#include "roll/fold_steps.c"
#include "roll/fold_sums.c"

#define MINUTE	INT64_C(60000)
#define JUNE	INT64_C(1782777600000)	/* 2026-06-30T00:00:00Z, a Tuesday */
#define MIDNIGHT (JUNE + 24 * 60 * MINUTE)

struct use {
	int64_t ms;
	char kind, class;
	int visitor, before; /* 0: none */
	const char *object, *image, *part, *host;
};

static void
put_had(struct analytics_fold *f, const struct use *u, unsigned had, int64_t count)
{
	char line[512];
	char before[40] = "-";

	if (u->before != 0)
		(void)snprintf(before, sizeof(before), "%032x", u->before);
	(void)snprintf(line, sizeof(line), "%lld\t%04x\t%c%c\tlist0001\t%032x\t%s\tol\t%s\t%s\t%s\t%s",
		       (long long)u->ms, had, u->kind, u->class != 0 ? u->class : 'p', u->visitor,
		       before, u->object != NULL ? u->object : "", u->image != NULL ? u->image : "",
		       u->part != NULL ? u->part : "", u->host != NULL ? u->host : "");
	assert_true(analytics_fold_line(f, vt_str_of(line), count));
}

static void
put(struct analytics_fold *f, struct use u)
{
	put_had(f, &u, 0, 1);
}

static int64_t
total(const struct analytics_fold *f, int32_t month, enum analytics_gain gain)
{
	const struct analytics_sum *sums;
	size_t n = analytics_fold_sums(f, &sums);
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		if (month == 0 || sums[i].month == month)
			sum += sums[i].n[gain];
	return (sum);
}

static int64_t
counted(const struct analytics_fold *f, const char *name, const char *key)
{
	const struct analytics_count *counts;
	size_t n = analytics_fold_counts(f, &counts);
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		if (strcmp(analytics_fold_text(f, counts[i].name), name) == 0 &&
		    strcmp(analytics_fold_text(f, counts[i].key), key) == 0)
			sum += counts[i].n;
	return (sum);
}

static int
begin(void **state)
{
	(void)setenv("TZ", "UTC", 1);
	tzset();
	*state = analytics_fold_new();
	return (*state == NULL);
}

static int
end(void **state)
{
	struct analytics_fold *f = *state;

	analytics_fold_free(&f);
	return (0);
}

/* Fifteen items twice within 30 seconds, fifteen twice with more between. */
static void
the_numbers_of_the_audit(void **state)
{
	struct analytics_fold *f = *state;
	char name[16];

	for (int i = 0; i < 30; i++) {
		int64_t ms = JUNE + i * MINUTE;

		(void)snprintf(name, sizeof(name), "item-%d", i);
		put(f, (struct use){ .ms = ms, .kind = 'd', .visitor = 7, .object = name });
		put(f, (struct use){ .ms = ms + (i < 15 ? 30000 : 30001), .kind = 'd', .visitor = 7,
				     .object = name });
	}
	assert_int_equal(analytics_fold_run(f), VT_OK);
	assert_int_equal(total(f, 0, ANALYTICS_TOTAL_INVESTIGATION), 45);
	assert_int_equal(total(f, 0, ANALYTICS_TOTAL_REQUEST), 45);
	assert_int_equal(total(f, 0, ANALYTICS_UNIQUE_INVESTIGATION), 30);
	assert_int_equal(total(f, 0, ANALYTICS_UNIQUE_REQUEST), 30);
	assert_int_equal(total(f, 0, ANALYTICS_DOWNLOADED), 45);
}

/* 23:59:50 and 00:00:10: what June would have had is July's. */
static void
a_double_click_over_the_end_of_a_month(void **state)
{
	struct analytics_fold *f = *state;

	put(f, (struct use){ .ms = MIDNIGHT - 10000, .kind = 'd', .visitor = 7, .object = "a" });
	put(f, (struct use){ .ms = MIDNIGHT + 10000, .kind = 'd', .visitor = 8, .before = 7,
			     .object = "a" });
	assert_int_equal(analytics_fold_run(f), VT_OK);
	for (int gain = 0; gain <= ANALYTICS_UNIQUE_REQUEST; gain++) {
		assert_int_equal(total(f, 202606, (enum analytics_gain)gain), 0);
		assert_int_equal(total(f, 202607, (enum analytics_gain)gain), 1);
	}
	assert_int_equal(counted(f, "visit", "outside"), 1);
}

/* Each within 30 seconds of the one before, five minutes in all: one. */
static void
a_chain_of_clicks_is_one(void **state)
{
	struct analytics_fold *f = *state;

	for (int i = 0; i <= 10; i++)
		put(f, (struct use){ .ms = JUNE + i * 29000, .kind = 'i', .visitor = 7,
				     .object = "a", .part = "page" });
	/* Another address of the same object is no double click. */
	put(f, (struct use){ .ms = JUNE + 5000, .kind = 'i', .visitor = 7, .object = "a",
			     .part = "manifest" });
	/* Nor is another visitor's. */
	put(f, (struct use){ .ms = JUNE + 5000, .kind = 'i', .visitor = 9, .object = "a",
			     .part = "page" });
	assert_int_equal(analytics_fold_run(f), VT_OK);
	assert_int_equal(total(f, 0, ANALYTICS_TOTAL_INVESTIGATION), 3);
	assert_int_equal(total(f, 0, ANALYTICS_UNIQUE_INVESTIGATION), 2);
	assert_int_equal(total(f, 0, ANALYTICS_TOTAL_REQUEST), 0);
}

/* An object of many pages, twenty of which are leafed through, tile by tile. */
static void
tiles_fold_into_their_page(void **state)
{
	struct analytics_fold *f = *state;
	char image[16];
	size_t at = 0;

	put(f, (struct use){ .ms = JUNE, .kind = 'i', .visitor = 7, .object = "a",
			     .part = "manifest" });
	for (int i = 0; i < 20; i++) {
		(void)snprintf(image, sizeof(image), "a.%d", i);
		put(f, (struct use){ .ms = JUNE + i * 90000, .kind = 'i', .visitor = 7,
				     .image = image });
		for (int tile = 0; tile < 12; tile++)
			put(f, (struct use){ .ms = JUNE + i * 90000 + tile * 5000, .kind = 'r',
					     .visitor = 7, .image = image });
		put(f, (struct use){ .ms = JUNE, .kind = 't', .visitor = 7, .image = image });
	}
	while (analytics_fold_image(f, &at) != NULL)
		analytics_fold_image_is(f, at, VT_STR("a"));
	assert_int_equal(analytics_fold_run(f), VT_OK);
	assert_int_equal(total(f, 0, ANALYTICS_TOTAL_INVESTIGATION), 21);
	assert_int_equal(total(f, 0, ANALYTICS_UNIQUE_INVESTIGATION), 1);
	assert_int_equal(total(f, 0, ANALYTICS_TOTAL_REQUEST), 20);
	assert_int_equal(total(f, 0, ANALYTICS_UNIQUE_REQUEST), 1);
	assert_int_equal(total(f, 0, ANALYTICS_PAGE), 20);
	assert_int_equal(total(f, 0, ANALYTICS_THUMBNAILED), 20);
	assert_int_equal(counted(f, "visit", "outside"), 1);
}

static void
visits_end_after_half_an_hour(void **state)
{
	struct analytics_fold *f = *state;

	/* 10:00, 10:30, 11:00 by the name of 10 o'clock: one; 11:31: another. */
	put(f, (struct use){ .ms = JUNE, .kind = 't', .visitor = 1, .object = "a" });
	put(f, (struct use){ .ms = JUNE + 30 * MINUTE, .kind = 't', .visitor = 1, .object = "a" });
	put(f, (struct use){ .ms = JUNE + 60 * MINUTE, .kind = 't', .visitor = 2, .before = 1,
			     .object = "a" });
	put(f, (struct use){ .ms = JUNE + 90 * MINUTE + 1, .kind = 's', .visitor = 2,
			     .part = "words" });
	/* Who is no person visits nobody. */
	put(f, (struct use){ .ms = JUNE, .kind = 'i', .class = 'r', .visitor = 3, .object = "a" });
	put(f, (struct use){ .ms = JUNE, .kind = 'h', .class = 'h', .visitor = 4, .object = "a" });
	assert_int_equal(analytics_fold_run(f), VT_OK);
	assert_int_equal(counted(f, "visit", "outside"), 2);
	assert_int_equal(counted(f, "language", "lt"), 2);
	assert_int_equal(counted(f, "search", "lt"), 1);
	assert_int_equal(total(f, 0, ANALYTICS_HARVESTED), 1);
}

/* What many runs add up to, in whatever order lines come: as one run has it. */
static void
runs_add_up(void **state)
{
	struct use uses[400];
	int64_t sums[ANALYTICS_OBJECT_GAINS] = { 0 }, visits = 0;
	struct analytics_fold *f = *state;
	struct vt_buf kept;
	size_t order[400];
	unsigned seed = 5;

	vt_buf_init(&kept, 0);
	for (size_t i = 0; i < 400; i++) {
		static const char kinds[] = "iidrrrt";
		static const char *const objects[] = { "a", "b", "c" };

		seed = seed * 1103515245 + 12345;
		uses[i] = (struct use){ .ms = JUNE + (int64_t)(seed >> 8 & 0xffff) * 100,
					.visitor = 1 + (int)(seed >> 24 & 3), .part = "page",
					.kind = kinds[(seed >> 4) % 7],
					.object = objects[(seed >> 12) % 3] };
		if (uses[i].kind == 'r')
			uses[i].image = "i";
		order[i] = (i * 173) % 400;
	}
	for (size_t i = 0; i < 400; i++)
		put(f, uses[i]);
	assert_int_equal(analytics_fold_run(f), VT_OK);
	for (size_t run = 0; run < 8; run++) {
		struct analytics_fold *part = analytics_fold_new();
		struct vt_str lines = vt_buf_get(&kept), line, number;

		while (vt_str_next(&lines, '\n', &line))
			if (vt_str_next(&line, '\t', &number))
				assert_true(analytics_fold_line(part, line, 1));
		for (size_t i = run * 50; i < run * 50 + 50; i++)
			put(part, uses[order[i]]);
		assert_int_equal(analytics_fold_lines(part), 50);
		assert_int_equal(analytics_fold_run(part), VT_OK);
		for (int gain = 0; gain < ANALYTICS_OBJECT_GAINS; gain++)
			sums[gain] += total(part, 0, (enum analytics_gain)gain);
		visits += counted(part, "visit", "outside");
		vt_buf_reset(&kept);
		for (size_t at = 0; analytics_fold_keep(part, 0, &at, vt_buf_get(&kept).len + 1, &kept) > 0;)
			continue;	/* a line at a time */
		analytics_fold_free(&part);
	}
	for (int gain = 0; gain < ANALYTICS_OBJECT_GAINS; gain++)
		assert_int_equal(sums[gain], total(f, 0, (enum analytics_gain)gain));
	assert_int_equal(visits, counted(f, "visit", "outside"));
	vt_buf_fini(&kept);
}

/* Once an exhibition and session: begun, finished, the furthest; whatever comes late. */
static void
steps_of_exhibitions(void **state)
{
	static const struct {
		int visitor;
		const char *part;
	} seen[] = {
		{ 1, "p/cover/0/4" }, { 1, "p/a/1/4" }, { 1, "p/c/3/4" }, { 1, "p/b/2/4" },
		{ 2, "p/d/4/4" }, { 2, "q/all/0/9" }, { 2, "p/a/1/4" }, { 3, "p/b/2/4" },
		{ 3, "no-place" }, { 3, "p/x/5/4" }, { 3, "/x/1/4" }, { 3, "p/x/-1/4" }, { 3, "p/x/1/0" },
		{ 5, "r/a/1/2/easy" }, { 5, "r/b/2/2/easy" }, { 5, "r/all/0/2" },
	};
	struct analytics_fold *f = *state, *late = analytics_fold_new();
	struct vt_buf kept;
	size_t at = 0;
	struct vt_str lines, line, number;

	vt_buf_init(&kept, 0);
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		put(f, (struct use){ .ms = JUNE + (int64_t)i * MINUTE, .kind = 'x',
				     .visitor = seen[i].visitor, .part = seen[i].part });
	put(f, (struct use){ .ms = JUNE, .kind = 'e', .visitor = 4, .part = "p", .host = "h.example" });
	assert_int_equal(analytics_fold_run(f), VT_OK);
	assert_int_equal(counted(f, "exhibition-started", "p"), 2);
	assert_int_equal(counted(f, "exhibition-started", "q"), 1);
	assert_int_equal(counted(f, "exhibition-finished", "p"), 1);
	assert_int_equal(counted(f, "exhibition-reached", "3/4/p"), 1);
	assert_int_equal(counted(f, "exhibition-reached", "4/4/p"), 1);
	assert_int_equal(counted(f, "exhibition-reached", "2/4/p"), 1);
	assert_int_equal(counted(f, "exhibition-reached", "0/9/q"), 0);
	assert_int_equal(counted(f, "exhibition-embed", "p"), 1);
	assert_int_equal(counted(f, "embed", "h.example"), 1);
	assert_int_equal(counted(f, "step", "no-place"), 1);
	assert_int_equal(counted(f, "exhibition-started", "r"), 1);
	assert_int_equal(counted(f, "exhibition-finished", "r"), 1);
	assert_int_equal(counted(f, "exhibition-reached", "2/2/r"), 1);
	assert_int_equal(counted(f, "choice", "easy"), 2);
	/* The first visitor goes on to the end. */
	assert_true(analytics_fold_keep(f, 0, &at, 1 << 20, &kept) > 0);
	lines = vt_buf_get(&kept);
	while (vt_str_next(&lines, '\n', &line))
		if (vt_str_next(&line, '\t', &number))
			assert_true(analytics_fold_line(late, line, 1));
	put(late, (struct use){ .ms = JUNE + 30 * MINUTE, .kind = 'x', .visitor = 1, .part = "p/d/4/4" });
	assert_int_equal(analytics_fold_run(late), VT_OK);
	assert_int_equal(counted(late, "exhibition-started", "p"), 0);
	assert_int_equal(counted(late, "exhibition-finished", "p"), 1);
	assert_int_equal(counted(late, "exhibition-reached", "3/4/p"), -1);
	assert_int_equal(counted(late, "exhibition-reached", "4/4/p"), 1);
	analytics_fold_free(&late);
	vt_buf_fini(&kept);
}

static void
hosts_without_end_are_other(void **state)
{
	struct analytics_fold *f = *state;
	char host[32];

	for (int i = 0; i < ANALYTICS_HOSTS_MAX + 50; i++) {
		(void)snprintf(host, sizeof(host), "h%d.example", i);
		put(f, (struct use){ .ms = JUNE + i * MINUTE, .kind = 'i', .visitor = 7,
				     .object = "a", .part = "page", .host = host });
	}
	put(f, (struct use){ .ms = JUNE + 600 * MINUTE, .kind = 'i', .visitor = 7, .object = "a",
			     .part = "page", .host = "h0.example" });
	assert_int_equal(analytics_fold_run(f), VT_OK);
	assert_int_equal(counted(f, "referrer", "h0.example"), 2);
	assert_int_equal(counted(f, "referrer", "other"), 50);
}

static void
only_what_may_matter_is_kept(void **state)
{
	struct analytics_fold *f = *state;
	struct vt_buf kept;
	size_t at = 0;

	vt_buf_init(&kept, 0);
	put(f, (struct use){ .ms = JUNE, .kind = 'd', .visitor = 7, .object = "old" });
	put(f, (struct use){ .ms = JUNE + MINUTE, .kind = 'd', .visitor = 7, .object = "new",
			     .part = "a.pdf", .host = "h" });
	assert_int_equal(analytics_fold_run(f), VT_OK);
	assert_int_equal(analytics_fold_keep(f, JUNE + 1, &at, 1000, &kept), 1);
	assert_int_equal(at, 2);
	vt_test_str("kept", vt_buf_get(&kept), "1\t1782777660000\t302f\tdp\tlist0001\t"
		    "00000000000000000000000000000007\t-\tol\tnew\t\ta.pdf\th\n");
	vt_buf_fini(&kept);
}

static void
what_is_no_line(void **state)
{
	static const char *const bad[] = {
		"", "x", "1\t2\t3", "1\t0000\tip\tl\t-\t-\tol\ta\t\t\t", /* no visitor */
		"1\t0000\tzp\tl\t00000000000000000000000000000001\t-\tol\ta\t\t\t",
		"1\t0000\tip\tl\t0000000000000000000000000000000g\t-\tol\ta\t\t\t",
		"1\t0000\tip\tl\t00000000000000000000000000000001\t-\tol\ta\t\t",
		"1\t0000\tip\tl\t00000000000000000000000000000001\t-\tol\ta\t\t\t\t",
		"253402300800000\t0000\tip\tl\t00000000000000000000000000000001\t-\tol\ta\t\t\t",
		"99999999999999999999\t0000\tip\tl\t00000000000000000000000000000001\t-\tol\ta\t\t\t",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(analytics_fold_line(*state, vt_str_of(bad[i]), 1));
	assert_int_equal(analytics_fold_run(*state), VT_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_numbers_of_the_audit, begin, end),
		cmocka_unit_test_setup_teardown(a_double_click_over_the_end_of_a_month, begin, end),
		cmocka_unit_test_setup_teardown(a_chain_of_clicks_is_one, begin, end),
		cmocka_unit_test_setup_teardown(tiles_fold_into_their_page, begin, end),
		cmocka_unit_test_setup_teardown(visits_end_after_half_an_hour, begin, end),
		cmocka_unit_test_setup_teardown(runs_add_up, begin, end),
		cmocka_unit_test_setup_teardown(steps_of_exhibitions, begin, end),
		cmocka_unit_test_setup_teardown(hosts_without_end_are_other, begin, end),
		cmocka_unit_test_setup_teardown(only_what_may_matter_is_kept, begin, end),
		cmocka_unit_test_setup_teardown(what_is_no_line, begin, end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
