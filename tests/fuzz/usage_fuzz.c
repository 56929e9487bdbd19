/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments of COUNTER reports as strangers send them, and lines of the usage spool: what
 * is understood keeps its limits, and a line that was read is written as it was. */
#include <stdlib.h>

#include "line.c"

#include "counter_query.c"

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
	vt_buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_str text = { (const char *)data, len };

	check_query(text);
	check_line(text);
	return (0);
}
