/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments of COUNTER reports as strangers send them, and lines of the usage spool: what
 * is understood keeps its limits, a line that was read is written as it was, and many go
 * through the rules. */
#include <stdlib.h>

#include "count/line.c"
#include "roll/map.c"

#include "counter/counter_names.c"
#include "counter/counter_query.c"
#include "roll/fold.c"
#include "roll/fold_rules.c"
#include "roll/fold_steps.c"
#include "roll/fold_sums.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
arg_at(const void *arg, size_t i, struct vt_str *name_r, struct vt_str *value_r)
{
	struct vt_str rest = *(const struct vt_str *)arg;

	*name_r = VT_STR_NONE;
	for (size_t n = 0; vt_str_next(&rest, '&', value_r); n++)
		if (n == i) {
			(void)vt_str_next(value_r, '=', name_r);
			return (true);
		}
	return (false);
}

static void
check_query(struct vt_str text)
{
	const struct analytics_conf conf = { .platform = "Vartai" };
	const struct counter_args args = { arg_at, &text };
	struct counter_query q;
	struct vt_str data;

	for (int r = 0; r < COUNTER_REPORTS; r++) {
		enum counter_code code =
		    counter_query_read(&q, (enum counter_report)r, &args, &conf, &data);

		vt_assert(q.exception_count <= COUNTER_EXCEPTIONS_MAX);
		vt_assert(code == COUNTER_OK ? data.len > 0 : counter_http_status(code) == 400);
		if (code != COUNTER_OK)
			continue;
		vt_assert(counter_months(&q) >= 1 && counter_months(&q) <= COUNTER_MONTHS_MAX);
		vt_assert(q.begin % 100 >= 1 && q.begin % 100 <= 12 && q.metrics != 0);
	}
}

static void
check_line(struct vt_str text)
{
	struct analytics_line l, again;
	struct vt_buf out;

	if (!analytics_line_read(text, &l))
		return;
	vt_buf_init(&out, 0);
	analytics_line_write(&l, &out);
	vt_assert(vt_buf_error(&out) == VT_OK);
	vt_assert(analytics_line_read(vt_buf_get(&out), &again));
	vt_assert(l.ms == again.ms && l.had == again.had && l.use == again.use);
	vt_assert(l.country[0] == '\0' || memcmp(l.country, again.country, 2) == 0);
	vt_buf_fini(&out);
}

/* As a worker would have noted them: cut, without control characters. */
static void
noted(struct vt_str lines, struct vt_buf *out)
{
	struct vt_str line, number;
	struct analytics_line l;

	while (vt_str_next(&lines, '\n', &line)) {
		if (!vt_str_next(&line, '\t', &number) || !analytics_line_read(line, &l))
			continue;
		vt_buf_str(out, VT_STR("1\t"));
		analytics_line_write(&l, out);
		vt_buf_char(out, '\n');
	}
}

/* What is kept comes to nothing more the next time. */
static void
check_fold(struct vt_str lines)
{
	struct analytics_fold *f = analytics_fold_new(), *again = analytics_fold_new();
	const struct analytics_sum *sums;
	struct vt_buf kept, written;
	size_t at = 0, count;

	vt_assert(f != NULL && again != NULL);
	vt_buf_init(&kept, 0);
	vt_buf_init(&written, 0);
	noted(lines, &written);
	analytics_fold_put(f, vt_buf_get(&written));
	vt_assert(analytics_fold_run(f) == VT_OK);
	while (analytics_fold_keep(f, INT64_MIN, &at, kept.len + 1, &kept) > 0)
		continue;
	analytics_fold_put(again, vt_buf_get(&kept));
	vt_assert(analytics_fold_run(again) == VT_OK);
	count = analytics_fold_sums(again, &sums);
	for (size_t i = 0; i < count; i++)
		for (int gain = 0; gain < ANALYTICS_OBJECT_GAINS; gain++)
			vt_assert(sums[i].n[gain] == 0);
	vt_buf_fini(&kept);
	vt_buf_fini(&written);
	analytics_fold_free(&f);
	analytics_fold_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_str text = { (const char *)data, len };

	check_query(text);
	check_line(text);
	check_fold(text);
	return (0);
}
