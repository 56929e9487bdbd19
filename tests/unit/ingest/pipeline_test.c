/* SPDX-License-Identifier: Apache-2.0 */
/* Work in parallel: committed in order, bounded in memory, ended when told to. */
#include "vt_test.h"

#include <unistd.h>

#include "ingest/pipeline/pipeline.h"

#define WORKS 60
#define JOBS  5

struct job_work {
	struct vt_work work;
	int number;
	atomic_int done; /* jobs of the many-job stage */
};

struct run {
	int produced, committed, discarded, stop_at, fail_at;
	atomic_int in_flight, most;
	atomic_bool is_stopped;
	bool is_wrong;
};

static vt_err
produce(void *user, struct vt_work **w_r)
{
	struct run *r = user;
	struct job_work *w;
	int now;

	if (r->produced == WORKS)
		return (VT_E_END);
	if (r->produced == r->fail_at)
		return (vt_fail(VT_E_IO, "the disk is gone"));
	w = calloc(1, sizeof(*w));
	w->number = r->produced++;
	w->work.job_count = w->number % 7 == 3 ? 0 : 1; /* some have nothing to do */
	now = atomic_fetch_add(&r->in_flight, 1) + 1;
	if (now > atomic_load(&r->most))
		atomic_store(&r->most, now);
	*w_r = &w->work;
	return (VT_OK);
}

static size_t
step(void *user, struct vt_work *work, size_t job)
{
	struct job_work *w = (struct job_work *)work;

	(void)user, (void)job;
	usleep((useconds_t)(w->number * 7919 % 13) * 100);
	if (work->stage == 1)
		(void)atomic_fetch_add(&w->done, 1);
	return (work->stage == 0 ? 100 : 0);
}

static void
advance(void *user, struct vt_work *work)
{
	struct run *r = user;
	struct job_work *w = (struct job_work *)work;

	if (work->stage == 1 && atomic_load(&w->done) != JOBS)
		r->is_wrong = true;
	work->stage++;
	work->job_count = work->stage == 1 ? JOBS : work->stage == 2 ? 1 : 0;
}

static vt_err
commit(void *user, struct vt_work *work)
{
	struct run *r = user;
	struct job_work *w = (struct job_work *)work;

	r->is_wrong = r->is_wrong || w->number != r->committed;
	r->committed++;
	if (r->committed == r->stop_at)
		atomic_store(&r->is_stopped, true);
	(void)atomic_fetch_sub(&r->in_flight, 1);
	free(w);
	return (VT_OK);
}

static void
discard(void *user, struct vt_work *work)
{
	struct run *r = user;

	r->discarded++;
	free(work);
}

static void
tick(void *user)
{
	(void)user;
}

static const struct vt_pipeline_ops ops = { produce, step, advance, commit, discard, tick, NULL };

static vt_err
run_it(struct run *r, size_t threads, size_t memory)
{
	const struct vt_pipeline_options o = { threads, memory, &r->is_stopped };

	return (vt_pipeline_run(&ops, r, &o));
}

static void
in_order(void **state)
{
	(void)state;
	for (size_t threads = 1; threads <= 4; threads++) {
		struct run r = { .stop_at = -1, .fail_at = -1 };

		assert_int_equal(run_it(&r, threads, SIZE_MAX), VT_OK);
		assert_int_equal(r.committed, WORKS);
		assert_false(r.is_wrong);
		assert_true(r.most <= (int)threads * VT_PIPELINE_AHEAD);
	}
}

/* Each work holds 100 bytes once it is read: hardly more than two at a time. */
static void
bounded(void **state)
{
	struct run r = { .stop_at = -1, .fail_at = -1 };

	(void)state;
	assert_int_equal(run_it(&r, 2, 150), VT_OK);
	assert_int_equal(r.committed, WORKS);
	assert_true(r.most <= 5);
}

static void
stopped(void **state)
{
	struct run r = { .stop_at = 10, .fail_at = -1 };

	(void)state;
	assert_int_equal(run_it(&r, 3, SIZE_MAX), VT_OK);
	assert_true(r.committed == 10 || r.committed == 11); /* the one in hand */
	assert_int_equal(r.committed + r.discarded, r.produced);
	assert_false(r.is_wrong);
}

/* The sentence crosses from the thread where it was said. */
static void
failed(void **state)
{
	struct run r = { .stop_at = -1, .fail_at = 12 };

	(void)state;
	assert_int_equal(run_it(&r, 3, SIZE_MAX), VT_E_IO);
	vt_test_str("why", vt_str_of(vt_fail_text(VT_E_IO)), "the disk is gone");
	assert_int_equal(r.committed + r.discarded, 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(bounded),
		cmocka_unit_test(stopped),
		cmocka_unit_test(failed),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
