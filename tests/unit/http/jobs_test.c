/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job pool as the event loop sees it: order, the bound of the queue, jobs
 * taken back, wake-ups that are never lost, signals left to the loop, an end
 * with a deadline.  Built with -fsanitize=thread as well.
 */
#include "http/server/jobs.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "vt_test.h"

struct work {
	struct vt_job job;
	int number;
	pthread_t ran_on;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t change;
	bool is_open; /* jobs may pass */
	int begun;
} gate = { .lock = PTHREAD_MUTEX_INITIALIZER, .change = PTHREAD_COND_INITIALIZER };

static atomic_int ran, ended, blocked_signals;

static struct work *
work_of(struct vt_job *job)
{
	return ((struct work *)(void *)job);
}

static void
gate_set(bool is_open)
{
	pthread_mutex_lock(&gate.lock);
	gate.is_open = is_open;
	if (!is_open)
		gate.begun = 0;
	pthread_cond_broadcast(&gate.change);
	pthread_mutex_unlock(&gate.lock);
}

static void
gate_wait_begun(int count)
{
	pthread_mutex_lock(&gate.lock);
	while (gate.begun < count)
		pthread_cond_wait(&gate.change, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

static void
run_at_gate(struct vt_job *job, void *arg)
{
	(void)arg;
	pthread_mutex_lock(&gate.lock);
	gate.begun++;
	pthread_cond_broadcast(&gate.change);
	while (!gate.is_open)
		pthread_cond_wait(&gate.change, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
	work_of(job)->ran_on = pthread_self();
	atomic_fetch_add(&ran, 1);
}

static void
run_counting(struct vt_job *job, void *arg)
{
	sigset_t mask;

	(void)arg;
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	if (sigismember(&mask, SIGTERM) && sigismember(&mask, SIGHUP))
		atomic_fetch_add(&blocked_signals, 1);
	work_of(job)->ran_on = pthread_self();
	atomic_fetch_add(&ran, 1);
}

static void
thread_end(void *arg)
{
	(void)arg;
	atomic_fetch_add(&ended, 1);
}

static struct vt_jobs *
pool_of(size_t threads, size_t queue_max, void (*run)(struct vt_job *, void *))
{
	struct vt_jobs_options o = { .threads = threads,
				     .queue_max = queue_max,
				     .run = run,
				     .thread_end = thread_end };
	struct vt_jobs *jobs;

	atomic_store(&ran, 0);
	atomic_store(&ended, 0);
	atomic_store(&blocked_signals, 0);
	gate_set(false);
	assert_int_equal(vt_jobs_new(&o, &jobs), VT_OK);
	return (jobs);
}

/* The way the loop waits: the descriptor, then everything that has landed. */
static size_t
land(struct vt_jobs *jobs, int *numbers, size_t want)
{
	size_t count = 0;

	while (count < want) {
		struct pollfd p = { vt_jobs_fd(jobs), POLLIN, 0 };

		assert_int_equal(poll(&p, 1, 5000), 1);
		for (struct vt_job *j = vt_jobs_landed(jobs); j != NULL; j = j->next)
			numbers[count++] = work_of(j)->number;
	}
	return (count);
}

static void
one_thread_keeps_the_order(void **state)
{
	struct vt_jobs *jobs = pool_of(1, 100, run_counting);
	struct work works[50];
	int numbers[50];

	(void)state;
	for (int i = 0; i < 50; i++) {
		works[i] = (struct work){ .number = i };
		assert_true(vt_jobs_put(jobs, &works[i].job));
	}
	assert_int_equal(land(jobs, numbers, 50), 50);
	for (int i = 0; i < 50; i++)
		assert_int_equal(numbers[i], i);
	assert_true(vt_jobs_free(&jobs, 1000));
	assert_null(jobs);
	assert_int_equal(atomic_load(&ended), 1);
}

static void
a_full_queue_refuses(void **state)
{
	struct vt_jobs *jobs = pool_of(2, 3, run_at_gate);
	struct work works[6] = { { .number = 0 } };
	int numbers[5];

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_true(vt_jobs_put(jobs, &works[i].job));
	gate_wait_begun(2);
	for (int i = 2; i < 5; i++)
		assert_true(vt_jobs_put(jobs, &works[i].job));
	assert_false(vt_jobs_put(jobs, &works[5].job));
	assert_int_equal(vt_jobs_count(jobs).waiting, 3);
	assert_int_equal(vt_jobs_count(jobs).running, 2);
	gate_set(true);
	assert_int_equal(land(jobs, numbers, 5), 5);
	assert_int_equal(vt_jobs_count(jobs).waiting, 0);
	assert_int_equal(vt_jobs_count(jobs).running, 0);
	assert_true(vt_jobs_free(&jobs, 1000));
	assert_int_equal(atomic_load(&ran), 5);
}

static void
only_a_waiting_job_is_taken_back(void **state)
{
	struct vt_jobs *jobs = pool_of(1, 8, run_at_gate);
	struct work works[5];
	int numbers[3];

	(void)state;
	for (int i = 0; i < 4; i++) {
		works[i] = (struct work){ .number = i };
		assert_true(vt_jobs_put(jobs, &works[i].job));
	}
	gate_wait_begun(1);
	assert_false(vt_jobs_take_back(jobs, &works[0].job)); /* runs */
	assert_true(vt_jobs_take_back(jobs, &works[3].job));  /* the last */
	assert_true(vt_jobs_take_back(jobs, &works[1].job));
	assert_false(vt_jobs_take_back(jobs, &works[1].job));
	works[4] = (struct work){ .number = 4 };
	assert_true(vt_jobs_put(jobs, &works[4].job)); /* behind a shortened list */
	gate_set(true);
	assert_int_equal(land(jobs, numbers, 3), 3);
	assert_int_equal(numbers[0], 0);
	assert_int_equal(numbers[1], 2);
	assert_int_equal(numbers[2], 4);
	assert_true(vt_jobs_free(&jobs, 1000));
	assert_int_equal(atomic_load(&ran), 3);
}

static void
a_quick_job_overtakes_a_slow_one(void **state)
{
	struct vt_jobs *jobs = pool_of(2, 8, run_at_gate);
	struct work slow = { .number = 1 }, quick = { .number = 2 };
	struct pollfd p = { vt_jobs_fd(jobs), POLLIN, 0 };

	(void)state;
	assert_true(vt_jobs_put(jobs, &slow.job));
	gate_wait_begun(1);
	assert_true(vt_jobs_put(jobs, &quick.job));
	gate_wait_begun(2); /* a second thread took it though the first is busy */
	assert_int_equal(poll(&p, 1, 0), 0);
	assert_null(vt_jobs_landed(jobs));
	gate_set(true);
	int numbers[2];

	assert_int_equal(land(jobs, numbers, 2), 2);
	assert_true(vt_jobs_free(&jobs, 1000));
}

#define MANY 20000

static void
many_threads_lose_nothing(void **state)
{
	struct vt_jobs *jobs = pool_of(8, 64, run_counting);
	struct work *works = calloc(MANY, sizeof(*works));
	int *seen = calloc(MANY, sizeof(*seen)), numbers[MANY];
	size_t put = 0, landed = 0;

	(void)state;
	assert_true(works != NULL && seen != NULL);
	while (landed < MANY) {
		while (put < MANY) {
			works[put].number = (int)put;
			if (!vt_jobs_put(jobs, &works[put].job))
				break;
			put++;
		}
		landed += land(jobs, numbers + landed, 1);
	}
	for (size_t i = 0; i < MANY; i++)
		seen[numbers[i]]++;
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(seen[i], 1);
	assert_int_equal(atomic_load(&blocked_signals), MANY);
	assert_null(vt_jobs_landed(jobs));
	assert_true(vt_jobs_free(&jobs, 1000));
	assert_int_equal(atomic_load(&ended), 8);
	free(works);
	free(seen);
}

static void
the_end_waits_for_the_job_in_hand_only(void **state)
{
	struct vt_jobs *jobs = pool_of(1, 8, run_at_gate), *again;
	struct work works[2] = { { .number = 0 } };

	(void)state;
	assert_true(vt_jobs_put(jobs, &works[0].job));
	assert_true(vt_jobs_put(jobs, &works[1].job));
	gate_wait_begun(1);
	again = jobs;
	assert_false(vt_jobs_free(&jobs, 50)); /* in the job still: says so and leaves it */
	assert_null(jobs);
	gate_set(true);
	assert_true(vt_jobs_free(&again, 2000));
	assert_int_equal(atomic_load(&ran), 1);
	assert_int_equal(atomic_load(&ended), 1);
	assert_true(vt_jobs_free(&again, 0)); /* NULL is fine */
}

/* Large jobs fill their own threads and their own queue, never those of others. */
static void
large_jobs_leave_the_others_alone(void **state)
{
	struct vt_jobs_options o = { .threads = 1,
				     .queue_max = 1,
				     .large_threads = 2,
				     .large_queue_max = 1,
				     .run = run_at_gate };
	struct work large[4] = { { .number = 0 } }, small = { .number = 9 };
	struct vt_jobs *jobs;
	int numbers[4];

	(void)state;
	gate_set(false);
	assert_int_equal(vt_jobs_new(&o, &jobs), VT_OK);
	for (int i = 0; i < 4; i++)
		large[i].job.is_large = true;
	for (int i = 0; i < 2; i++) {
		assert_true(vt_jobs_put(jobs, &large[i].job));
		gate_wait_begun(i + 1);
	}
	assert_true(vt_jobs_put(jobs, &large[2].job));
	assert_false(vt_jobs_put(jobs, &large[3].job));
	assert_true(vt_jobs_put(jobs, &small.job));
	gate_wait_begun(3); /* the small one runs beside them */
	assert_int_equal(vt_jobs_count(jobs).waiting, 1);
	assert_int_equal(vt_jobs_count(jobs).running, 3);
	assert_true(vt_jobs_take_back(jobs, &large[2].job));
	gate_set(true);
	assert_int_equal(land(jobs, numbers, 3), 3);
	assert_int_equal(vt_jobs_count(jobs).running, 0);
	assert_true(vt_jobs_free(&jobs, 1000));
}

/* Without threads of their own they go with the others. */
static void
large_jobs_without_threads(void **state)
{
	struct vt_jobs *jobs = pool_of(1, 1, run_counting);
	struct work large = { .number = 3, .job = { .is_large = true } };
	int numbers[1];

	(void)state;
	assert_true(vt_jobs_put(jobs, &large.job));
	assert_int_equal(land(jobs, numbers, 1), 1);
	assert_int_equal(numbers[0], 3);
	assert_true(vt_jobs_free(&jobs, 1000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_thread_keeps_the_order),
		cmocka_unit_test(a_full_queue_refuses),
		cmocka_unit_test(only_a_waiting_job_is_taken_back),
		cmocka_unit_test(a_quick_job_overtakes_a_slow_one),
		cmocka_unit_test(many_threads_lose_nothing),
		cmocka_unit_test(large_jobs_leave_the_others_alone),
		cmocka_unit_test(large_jobs_without_threads),
		cmocka_unit_test(the_end_waits_for_the_job_in_hand_only),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
