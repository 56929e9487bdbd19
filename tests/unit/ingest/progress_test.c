/* SPDX-License-Identifier: Apache-2.0 */
/* What a terminal shows while a run goes on, what a log has, and the last line. */
#include "vt_test.h"

#include "ingest/progress.h"

static char *shown;
static size_t shown_len;

static struct vt_progress
half_way(bool is_terminal)
{
	struct vt_progress p;
	FILE *out = open_memstream(&shown, &shown_len);

	assert_non_null(out);
	vt_progress_init(&p, out, is_terminal);
	p.started_ms -= 20000;
	p.drawn_ms -= 20000;
	p.bytes_total = 40000000;
	p.objects = 57;
	p.pages = 250;
	p.bytes = 20000000;
	return (p);
}

static void
shows(struct vt_progress *p, const char *want)
{
	(void)fclose(p->out);
	assert_string_equal(shown, want);
	free(shown);
	shown = NULL;
}

static void
on_a_terminal(void **state)
{
	struct vt_progress p = half_way(true);

	(void)state;
	vt_progress_draw(&p, false);
	vt_progress_draw(&p, false); /* too soon */
	vt_progress_clear(&p);
	shows(&p, "\r\033[K57 objects, 250 pages, 1.0 MB/s, 20 s left\r\033[K");
}

static void
in_a_log(void **state)
{
	struct vt_progress p = half_way(false);

	(void)state;
	vt_progress_draw(&p, false);
	shows(&p, "57 objects, 250 pages, 1.0 MB/s, 20 s left\n");
}

/* Images that nothing published are in the total, and nothing is left all the same. */
static void
at_the_end(void **state)
{
	struct vt_progress p = half_way(true);

	(void)state;
	vt_progress_draw(&p, true);
	shows(&p, "\r\033[K57 objects, 250 pages, 1.0 MB/s\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_a_terminal),
		cmocka_unit_test(in_a_log),
		cmocka_unit_test(at_the_end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
