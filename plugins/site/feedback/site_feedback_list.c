/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai feedback`: what readers wrote, for people or as JSON lines, and taking one
 * out again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "site_feedback.h"

/* What is printed to a terminal must not steer it; later lines stand in as the first. */
static void
site_say_text(struct vt_str text)
{
	size_t	steers;

	for (size_t i = 0; i < text.len; i += steers > 0 ? steers : 1) {
		if ((steers = site_text_steers(text, i)) > 0 || text.p[i] == '\r')
			continue;
		if (text.p[i] == '\n')
			(void)fputs("\n    ", stdout);
		else
			(void)fputc(text.p[i], stdout);
	}
}

static void
site_say(void *arg, const struct site_feedback *f)
{
	char	time[VT_TIME_MAX];

	(*(int64_t *)arg)++;
	(void)printf("%lld  %s  %s", (long long)f->id, vt_time_iso(f->time, time),
	    site_topics[f->topic]);
	if (f->object.len > 0) {
		(void)fputs("  object ", stdout);
		site_say_text(f->object);
	}
	if (f->email.len > 0) {
		(void)fputs("  from ", stdout);
		site_say_text(f->email);
	}
	(void)fputs("\n    ", stdout);
	site_say_text(f->text);
	(void)fputc('\n', stdout);
}

static void
site_say_json(void *arg, const struct site_feedback *f)
{
	char		time[VT_TIME_MAX];
	struct vt_jsonw	j;
	struct vt_buf	out;

	(*(int64_t *)arg)++;
	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	vt_jsonw_object(&j);
	vt_jsonw_pair_int(&j, "id", f->id);
	vt_jsonw_pair_c(&j, "time", vt_time_iso(f->time, time));
	vt_jsonw_pair_c(&j, "topic", site_topics[f->topic]);
	vt_jsonw_pair(&j, "text", f->text);
	vt_jsonw_pair(&j, "email", f->email);
	vt_jsonw_pair(&j, "object", f->object);
	vt_jsonw_pair(&j, "language", f->language);
	vt_jsonw_end(&j);
	if (vt_jsonw_error(&j) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
}

static int
site_feedback_failed(vt_err err)
{
	(void)fprintf(stderr, "vartai feedback: %s\n", vt_fail_text(err));
	return (1);
}

static int
site_feedback_list(const char *data_dir, const struct site_conf *conf, bool is_json)
{
	int64_t	count = 0;
	vt_err	err = site_feedback_each(data_dir, conf, is_json ? site_say_json : site_say, &count);

	if (err != VT_OK)
		return (site_feedback_failed(err));
	if (count == 0 && !is_json)
		(void)printf("nothing yet\n");
	return (0);
}

int
site_feedback_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	const char	*data_dir = vt_boot_option(boot, "data.dir");
	int64_t		 id;
	vt_err		 err;

	if (argc == 2 && strcmp(argv[1], "list") == 0)
		return (site_feedback_list(data_dir, conf, false));
	if (argc == 3 && strcmp(argv[1], "list") == 0 && strcmp(argv[2], "--json") == 0)
		return (site_feedback_list(data_dir, conf, true));
	if (argc == 3 && strcmp(argv[1], "remove") == 0 &&
	    vt_str_to_int(vt_str_of(argv[2]), 1, INT64_MAX, &id)) {
		err = site_feedback_remove(data_dir, id);
		return (err == VT_OK ? 0 : site_feedback_failed(err));
	}
	(void)fprintf(stderr, "usage: vartai feedback list [--json] | remove NUMBER\n");
	return (2);
}
