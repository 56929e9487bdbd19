/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers an operator reads: counted by several processes, each route told
 * once, labels that cannot break the format, and a table that cannot overflow.
 */
#include "http/metrics.h"

#include <sys/wait.h>
#include <unistd.h>

#include "vt_test.h"

static char *
printed(const struct vt_metrics *m)
{
	struct vt_buf out;
	size_t len;

	vt_buf_init(&out, 0);
	vt_metrics_print(m, &out);
	assert_int_equal(vt_buf_error(&out), VT_OK);
	return (vt_buf_take(&out, &len));
}

static size_t
occurrences(const char *text, const char *part)
{
	size_t count = 0;

	for (const char *at = text; (at = strstr(at, part)) != NULL; at++)
		count++;
	return (count);
}

static void
several_processes_count_into_one_table(void **state)
{
	struct vt_metrics *m;
	int status;

	(void)state;
	assert_int_equal(vt_metrics_new(2, &m), VT_OK);
	for (int child = 0; child < 4; child++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid != 0)
			continue;
		for (int i = 0; i < 1000; i++) {
			char route[32];
			struct vt_metrics_request r = { .plugin = "oai",
							.route = route,
							.status = 200 + i % 2 * 204,
							.bytes = 10,
							.ms = 2,
							.worker = (size_t)child % 2 };

			(void)snprintf(route, sizeof(route), "/route/%d", i % 50);
			vt_metrics_count(m, &r);
		}
		_exit(0);
	}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	char *text = printed(m);

	vt_test_has(text,
		    "vartai_requests_total{route=\"/route/0\",plugin=\"oai\",code=\"2xx\"} 80\n");
	vt_test_has(text,
		    "vartai_requests_total{route=\"/route/1\",plugin=\"oai\",code=\"4xx\"} 80\n");
	vt_test_has(text, "vartai_response_bytes_total{route=\"/route/7\",plugin=\"oai\"} 800\n");
	vt_test_has(text, "vartai_request_seconds_count 4000\n");
	vt_test_has(text, "vartai_request_seconds_bucket{le=\"0.005\"} 4000\n");
	vt_test_has(text, "vartai_request_seconds_bucket{le=\"0.001\"} 0\n");
	assert_int_equal(occurrences(text, "vartai_requests_total{route=\"/route/"), 50);
	free(text);
	vt_metrics_free(&m);
	assert_null(m);
}

static void
more_routes_than_places_are_other(void **state)
{
	struct vt_metrics *m;

	(void)state;
	assert_int_equal(vt_metrics_new(1, &m), VT_OK);
	for (int i = 0; i < VT_METRICS_ROUTES_MAX + 10; i++) {
		char route[32];
		struct vt_metrics_request r = { "", route, 200, 0, 0, 0 };

		(void)snprintf(route, sizeof(route), "/%d", i);
		vt_metrics_count(m, &r);
	}
	char *text = printed(m);

	vt_test_has(text, "vartai_requests_total{route=\"other\",plugin=\"\",code=\"2xx\"} 10\n");
	free(text);
	vt_metrics_free(&m);
}

static void
labels_and_gauges(void **state)
{
	struct vt_metrics_request none = { "", "", 404, 0, 0, 0 },
				  odd = { "a\"b", "/{x}\\\n", 599, 0, 9999, 0 };
	struct vt_metrics *m;

	(void)state;
	assert_int_equal(vt_metrics_new(2, &m), VT_OK);
	vt_metrics_count(m, &none);
	vt_metrics_count(m, &odd);
	vt_metrics_count_restart(m);
	vt_metrics_count_bad(m);
	vt_metrics_set(m, 1, VT_METRICS_JOBS_WAITING, 7);
	char *text = printed(m);

	vt_test_has(text, "vartai_requests_total{route=\"none\",plugin=\"\",code=\"4xx\"} 1\n");
	vt_test_has(text, "{route=\"/{x}\\\\ \",plugin=\"a\\\"b\",code=\"5xx\"} 1\n");
	vt_test_has(text, "vartai_request_seconds_bucket{le=\"5\"} 1\n");
	vt_test_has(text, "vartai_request_seconds_bucket{le=\"+Inf\"} 2\n");
	vt_test_has(text, "vartai_jobs_waiting{worker=\"1\"} 0\n");
	vt_test_has(text, "vartai_jobs_waiting{worker=\"2\"} 7\n");
	vt_test_has(text, "vartai_catalogue_generation{worker=\"1\"} -1\n");
	vt_test_has(text, "vartai_worker_restarts_total 1\n");
	vt_test_has(text, "vartai_bad_heads_total 1\n");
	vt_test_has(text, "# TYPE vartai_jobs_waiting gauge\n");
	free(text);
	vt_metrics_free(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_processes_count_into_one_table),
		cmocka_unit_test(more_routes_than_places_are_other),
		cmocka_unit_test(labels_and_gauges),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
