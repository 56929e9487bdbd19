/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai report counter pr --begin 2026-01 --end 2026-12 [--tsv] [NAME=VALUE...]`: the
 * same files as the API gives, to standard output; NAME is an argument of the API.
 */
#include <stdio.h>

#include "counter.h"

#define COUNTER_ARGS_MAX	32

struct counter_pairs {
	struct vt_str	names[COUNTER_ARGS_MAX], values[COUNTER_ARGS_MAX];
	size_t		count;
	bool		is_tsv;
};

static int
counter_usage(void)
{
	(void)fprintf(stderr, "usage: vartai report counter pr|pr_p1|ir|ir_m1 --begin YYYY-MM "
	    "--end YYYY-MM [--tsv] [metric_type=... data_type=... ...]\n");
	return (2);
}

static bool
counter_pair_at(const void *arg, size_t i, struct vt_str *name_r, struct vt_str *value_r)
{
	const struct counter_pairs	*p = arg;

	if (i >= p->count)
		return (false);
	*name_r = p->names[i];
	*value_r = p->values[i];
	return (true);
}

static void
counter_pair(struct counter_pairs *p, struct vt_str name, struct vt_str value)
{
	p->names[p->count] = name;
	p->values[p->count++] = value;
}

static bool
counter_parse(int argc, char **argv, struct counter_pairs *p)
{
	for (int i = 3; i < argc; i++) {
		struct vt_str value = vt_str_of(argv[i]), name;

		if (p->count == COUNTER_ARGS_MAX)
			return (false);
		if (strcmp(argv[i], "--tsv") == 0)
			p->is_tsv = true;
		else if (strcmp(argv[i], "--begin") == 0 && i + 1 < argc)
			counter_pair(p, VT_STR("begin_date"), vt_str_of(argv[++i]));
		else if (strcmp(argv[i], "--end") == 0 && i + 1 < argc)
			counter_pair(p, VT_STR("end_date"), vt_str_of(argv[++i]));
		else if (argv[i][0] != '-' && vt_str_find(value, VT_STR("=")) > 0 &&
		    vt_str_next(&value, '=', &name))
			counter_pair(p, name, value);
		else
			return (false);
	}
	return (true);
}

static vt_err
counter_write(struct vt_boot *boot, const struct analytics_conf *conf,
    const struct counter_pairs *p, struct counter_query *q)
{
	struct vt_buf		 out;
	struct counter_writer	 w = { .conf = conf, .out = &out,
				    .base_url = vt_str_of(vt_boot_option(boot, "server.base_url")) };
	struct analytics_db	*db = NULL;
	struct counter_data	*d = NULL;
	vt_err			 err = analytics_db_open(vt_boot_option(boot, "data.dir"),
				    ANALYTICS_READ, &db);

	vt_buf_init(&out, 0);
	if (err == VT_OK || err == VT_E_NOTFOUND)
		err = counter_data_open(db, q, conf->platform_id, &d);
	if (err == VT_OK) {
		w.d = d;
		err = p->is_tsv ? counter_tsv(&w) : counter_json(&w);
	}
	if (err == VT_OK && !p->is_tsv)
		vt_buf_char(&out, '\n');
	if (err == VT_OK && (err = vt_buf_error(&out)) == VT_OK)
		err = analytics_print(vt_buf_get(&out));
	for (size_t i = 0; err == VT_OK && i < q->exception_count; i++)
		(void)fprintf(stderr, "%d: %s%s%.*s\n", q->exceptions[i].code,
		    counter_message(q->exceptions[i].code), q->exceptions[i].data.len > 0 ? ": " : "",
		    VT_STR_ARG(q->exceptions[i].data));
	counter_data_close(&d);
	analytics_db_close(&db);
	vt_buf_fini(&out);
	return (err);
}

int
counter_command(struct vt_boot *boot, const struct analytics_conf *conf, int argc, char **argv)
{
	struct counter_pairs		 pairs = { .count = 0 };
	const struct counter_args	 args = { counter_pair_at, &pairs };
	struct counter_query		 q;
	enum counter_report		 report;
	enum counter_code		 code;
	struct vt_str			 data;

	if (argc < 3 || (report = counter_report_find(vt_str_of(argv[2]))) == COUNTER_REPORTS ||
	    !counter_parse(argc, argv, &pairs))
		return (counter_usage());
	code = counter_query_read(&q, report, &args, conf, &data);
	if (code != COUNTER_OK) {
		(void)fprintf(stderr, "vartai: %d: %s: %.*s\n", code, counter_message(code),
		    VT_STR_ARG(data));
		return (2);
	}
	return (analytics_end(counter_write(boot, conf, &pairs, &q), 0));
}
