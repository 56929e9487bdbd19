/* SPDX-License-Identifier: Apache-2.0 */
/* What a terminal shows while a run goes on, what a log has, and the last line. */
#include "vt_test.h"

#include "ingest/run/progress.h"

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
	vt_progress_draw(&p);
	vt_progress_draw(&p); /* too soon */
	vt_progress_clear(&p);
	shows(&p, "\r\033[K57 objects, 250 pages, 1.0 MB/s, 20 s left\r\033[K");
}

static void
in_a_log(void **state)
{
	struct vt_progress p = half_way(false);

	(void)state;
	vt_progress_draw(&p);
	shows(&p, "57 objects, 250 pages, 1.0 MB/s, 20 s left\n");
}

/* One thing is one thing; and a line that is not there is not taken away. */
static void
one_of_each(void **state)
{
	struct vt_progress p = half_way(false);

	(void)state;
	atomic_store(&p.objects, 1);
	atomic_store(&p.pages, 1);
	vt_progress_draw(&p);
	vt_progress_clear(&p);
	shows(&p, "1 object, 1 page, 1.0 MB/s, 20 s left\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_a_terminal),
		cmocka_unit_test(in_a_log),
		cmocka_unit_test(one_of_each),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
