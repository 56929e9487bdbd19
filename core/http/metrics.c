/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counting in shared memory.  A series is found by probing from a hash of its
 * route; who finds a free place claims it with one compare-and-swap.  Should
 * two workers claim one route at the same moment, both places are added up
 * when the numbers are printed.  The names are read by all and change no more; what
 * is counted lies apart for each worker, since two processors that write to one line
 * of memory wait for each other.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>

#include "api/time.h"
#include "base/hash.h"
#include "http/metrics.h"
#include "version.h"

#define VT_METRICS_CLASSES 5 /* 1xx to 5xx */
#define VT_METRICS_STEPS   9 /* of the histogram, the open one counted */
#define VT_METRICS_LINE	   64 /* bytes that processors share at once */

enum { VT_SERIES_FREE, VT_SERIES_CLAIMED, VT_SERIES_NAMED };

struct vt_metrics_series {
	_Atomic int state;
	char route[VT_METRICS_ROUTE_LEN], plugin[32];
};

/* What one worker counts, and what it says of itself. */
struct vt_metrics_worker {
	_Alignas(VT_METRICS_LINE) _Atomic uint64_t steps[VT_METRICS_STEPS];
	_Atomic uint64_t ms_sum;
	struct {
		_Atomic uint64_t by_class[VT_METRICS_CLASSES], bytes, ms;
	} counts[VT_METRICS_ROUTES_MAX + 1]; /* of the series of that number */
	_Atomic int64_t gauges[VT_METRICS_GAUGE_COUNT];
};

struct vt_metrics {
	size_t len, workers;
	int64_t started, started_ms; /* wall clock for Prometheus, monotonic for us */
	_Atomic uint64_t restarts, bad_heads;
	struct vt_metrics_series series[VT_METRICS_ROUTES_MAX + 1]; /* the last: "other" */
	struct vt_metrics_worker of[];
};

static const int64_t vt_metrics_step_ms[VT_METRICS_STEPS - 1] = {
	1, 5, 10, 50, 100, 500, 1000, 5000
};
static const char *const vt_metrics_step_names[VT_METRICS_STEPS] = { "0.001", "0.005", "0.01",
								     "0.05",  "0.1",   "0.5",
								     "1",     "5",     "+Inf" };

vt_err
vt_metrics_new(size_t workers, struct vt_metrics **m_r)
{
	size_t len = sizeof(struct vt_metrics) + workers * sizeof((*m_r)->of[0]);
	struct vt_metrics *m =
	    mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (m == MAP_FAILED)
		return (vt_fail(VT_E_NOMEM, "no shared memory for the counters"));
	m->len = len;
	m->workers = workers;
	m->started = vt_time_now();
	m->started_ms = vt_time_monotonic_ms();
	struct vt_metrics_series *other = &m->series[VT_METRICS_ROUTES_MAX];

	(void)snprintf(other->route, sizeof(other->route), "other");
	atomic_store(&other->state, VT_SERIES_NAMED);
	for (size_t i = 0; i < workers; i++) {
		vt_metrics_set(m, i, VT_METRICS_GENERATION, -1);
		vt_metrics_set(m, i, VT_METRICS_REDIS_STATE, -1);
	}
	*m_r = m;
	return (VT_OK);
}

void
vt_metrics_free(struct vt_metrics **m)
{
	if (*m != NULL)
		(void)munmap(*m, (*m)->len);
	*m = NULL;
}

/* --- counting --------------------------------------------------------------- */

static bool
vt_metrics_is(const struct vt_metrics_series *s, const char *route)
{
	return (strncmp(s->route, route, sizeof(s->route) - 1) == 0);
}

/* Its number. */
static size_t
vt_metrics_series(struct vt_metrics *m, const struct vt_metrics_request *r)
{
	uint64_t at = vt_hash_quick(vt_str_of(r->route));

	for (size_t i = 0; i < VT_METRICS_ROUTES_MAX; i++, at++) {
		struct vt_metrics_series *s = &m->series[at % VT_METRICS_ROUTES_MAX];
		int state = atomic_load_explicit(&s->state, memory_order_acquire);

		if (state == VT_SERIES_FREE &&
		    atomic_compare_exchange_strong(&s->state, &state, VT_SERIES_CLAIMED)) {
			(void)snprintf(s->route, sizeof(s->route), "%s", r->route);
			(void)snprintf(s->plugin, sizeof(s->plugin), "%s", r->plugin);
			atomic_store(&s->state, VT_SERIES_NAMED);
			return (at % VT_METRICS_ROUTES_MAX);
		}
		if (state == VT_SERIES_NAMED && vt_metrics_is(s, r->route))
			return (at % VT_METRICS_ROUTES_MAX);
	}
	return (VT_METRICS_ROUTES_MAX);
}

void
vt_metrics_count(struct vt_metrics *m, const struct vt_metrics_request *r)
{
	struct vt_metrics_worker *own = &m->of[r->worker];
	size_t class = r->status >= 100 && r->status <= 599 ? (size_t)r->status / 100 - 1 : 4;
	size_t at = vt_metrics_series(m, r), step = 0;

	vt_assert(r->worker < m->workers);
	while (step < VT_METRICS_STEPS - 1 && r->ms > vt_metrics_step_ms[step])
		step++;
	atomic_fetch_add_explicit(&own->counts[at].by_class[class], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&own->counts[at].bytes, r->bytes, memory_order_relaxed);
	atomic_fetch_add_explicit(&own->counts[at].ms, (uint64_t)r->ms, memory_order_relaxed);
	atomic_fetch_add_explicit(&own->steps[step], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&own->ms_sum, (uint64_t)r->ms, memory_order_relaxed);
}

void
vt_metrics_count_bad(struct vt_metrics *m)
{
	atomic_fetch_add(&m->bad_heads, 1);
}

void
vt_metrics_count_restart(struct vt_metrics *m)
{
	atomic_fetch_add(&m->restarts, 1);
}

void
vt_metrics_set(struct vt_metrics *m, size_t worker, enum vt_metrics_gauge g, int64_t value)
{
	vt_assert(worker < m->workers);
	atomic_store_explicit(&m->of[worker].gauges[g], value, memory_order_relaxed);
}

int64_t
vt_metrics_uptime(const struct vt_metrics *m)
{
	return ((vt_time_monotonic_ms() - m->started_ms) / 1000);
}

/* --- printing --------------------------------------------------------------- */

static void
vt_metrics_title(struct vt_buf *out, const char *name, const char *type, const char *help)
{
	vt_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A label's value: backslash, quote and line end are escaped. */
static void
vt_metrics_label(struct vt_buf *out, const char *name, const char *value)
{
	vt_buf_printf(out, "%s=\"", name);
	for (; *value != '\0'; value++) {
		if (*value == '\\' || *value == '"')
			vt_buf_char(out, '\\');
		vt_buf_char(out, *value == '\n' ? ' ' : *value);
	}
	vt_buf_char(out, '"');
}

/* A series as it is told. */
struct vt_metrics_sum {
	const char *route, *plugin;
	uint64_t by_class[VT_METRICS_CLASSES], bytes, ms;
};

static void
vt_metrics_labels(struct vt_buf *out, const struct vt_metrics_sum *s)
{
	vt_metrics_label(out, "route", s->route[0] != '\0' ? s->route : "none");
	vt_buf_char(out, ',');
	vt_metrics_label(out, "plugin", s->plugin);
}

static void
vt_metrics_add(const struct vt_metrics *m, size_t at, struct vt_metrics_sum *sum)
{
	for (size_t w = 0; w < m->workers; w++) {
		for (size_t c = 0; c < VT_METRICS_CLASSES; c++)
			sum->by_class[c] += m->of[w].counts[at].by_class[c];
		sum->bytes += m->of[w].counts[at].bytes;
		sum->ms += m->of[w].counts[at].ms;
	}
}

/* The numbers of a place and of later places that have the same route; false
 * when the place is free or an earlier one has already told them. */
static bool
vt_metrics_sum(const struct vt_metrics *m, size_t at, struct vt_metrics_sum *sum_r)
{
	const struct vt_metrics_series *s = &m->series[at];

	if (atomic_load(&s->state) != VT_SERIES_NAMED)
		return (false);
	*sum_r = (struct vt_metrics_sum){ .route = s->route, .plugin = s->plugin };
	for (size_t i = 0; i <= VT_METRICS_ROUTES_MAX; i++) {
		const struct vt_metrics_series *t = &m->series[i];

		if (atomic_load(&t->state) != VT_SERIES_NAMED || strcmp(t->route, s->route) != 0)
			continue;
		if (i < at)
			return (false);
		vt_metrics_add(m, i, sum_r);
	}
	return (true);
}

static void
vt_metrics_print_requests(const struct vt_metrics *m, struct vt_buf *out)
{
	struct vt_metrics_sum s;

	vt_metrics_title(out, "vartai_requests_total", "counter",
			 "answers by route and class of status");
	for (size_t at = 0; at <= VT_METRICS_ROUTES_MAX; at++) {
		if (!vt_metrics_sum(m, at, &s))
			continue;
		for (size_t c = 0; c < VT_METRICS_CLASSES; c++) {
			if (s.by_class[c] == 0)
				continue;
			vt_buf_printf(out, "vartai_requests_total{");
			vt_metrics_labels(out, &s);
			vt_buf_printf(out, ",code=\"%zuxx\"} %llu\n", c + 1,
				      (unsigned long long)s.by_class[c]);
		}
	}
}

static void
vt_metrics_print_sums(const struct vt_metrics *m, struct vt_buf *out)
{
	static const char *const names[] = { "vartai_response_bytes_total",
					     "vartai_request_seconds_by_route_total" };
	static const char *const helps[] = { "bytes of bodies sent, by route",
					     "time from head to last byte, added up by route" };
	struct vt_metrics_sum s;

	for (int which = 0; which < 2; which++) {
		vt_metrics_title(out, names[which], "counter", helps[which]);
		for (size_t at = 0; at <= VT_METRICS_ROUTES_MAX; at++) {
			if (!vt_metrics_sum(m, at, &s))
				continue;
			vt_buf_printf(out, "%s{", names[which]);
			vt_metrics_labels(out, &s);
			if (which == 0)
				vt_buf_printf(out, "} %llu\n", (unsigned long long)s.bytes);
			else
				vt_buf_printf(out, "} %.3f\n", (double)s.ms / 1000);
		}
	}
}

static void
vt_metrics_print_histogram(const struct vt_metrics *m, struct vt_buf *out)
{
	static const char name[] = "vartai_request_seconds";
	unsigned long long count = 0, ms = 0;

	vt_metrics_title(out, name, "histogram", "time from a request's head to its last byte");
	for (size_t i = 0; i < VT_METRICS_STEPS; i++) {
		for (size_t w = 0; w < m->workers; w++)
			count += m->of[w].steps[i];
		vt_buf_printf(out, "%s_bucket{le=\"%s\"} %llu\n", name, vt_metrics_step_names[i],
			      count);
	}
	for (size_t w = 0; w < m->workers; w++)
		ms += m->of[w].ms_sum;
	vt_buf_printf(out, "%s_sum %.3f\n%s_count %llu\n", name, (double)ms / 1000, name,
		      count);
}

static void
vt_metrics_print_gauges(const struct vt_metrics *m, struct vt_buf *out)
{
	static const struct {
		const char *name, *type, *help;
	} table[VT_METRICS_GAUGE_COUNT] = {
#define VT_METRICS_ROW(id, name, type, help) { name, type, help },
		VT_METRICS_GAUGES(VT_METRICS_ROW)
#undef VT_METRICS_ROW
	};

	for (size_t g = 0; g < VT_METRICS_GAUGE_COUNT; g++) {
		vt_metrics_title(out, table[g].name, table[g].type, table[g].help);
		for (size_t i = 0; i < m->workers; i++)
			vt_buf_printf(out, "%s{worker=\"%zu\"} %lld\n", table[g].name, i + 1,
				      (long long)m->of[i].gauges[g]);
	}
}

static void
vt_metrics_print_one(struct vt_buf *out, const char *name, const char *help, uint64_t value)
{
	vt_metrics_title(out, name, "counter", help);
	vt_buf_printf(out, "%s %llu\n", name, (unsigned long long)value);
}

void
vt_metrics_print(const struct vt_metrics *m, struct vt_buf *out)
{
	vt_metrics_title(out, "vartai_build_info", "gauge", "the program that runs");
	vt_buf_printf(out, "vartai_build_info{version=\"%s\"} 1\n", VARTAI_VERSION);
	vt_metrics_title(out, "process_start_time_seconds", "gauge", "start of the server");
	vt_buf_printf(out, "process_start_time_seconds %lld\n", (long long)m->started);
	vt_metrics_print_one(out, "vartai_worker_restarts_total",
			     "workers that were started again after a crash", m->restarts);
	vt_metrics_print_one(out, "vartai_bad_heads_total",
			     "connections closed because what came was no request", m->bad_heads);
	vt_metrics_print_requests(m, out);
	vt_metrics_print_sums(m, out);
	vt_metrics_print_histogram(m, out);
	vt_metrics_print_gauges(m, out);
}
