/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai ingest`: options, signals, one run, its summary, the exit code.
 */
#include "ingest/command.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ingest/run/journal.h"

#define VT_INGEST_FAILED 2 /* nothing could be done */

static atomic_bool vt_ingest_stopped;

/* The first signal ends the run after the object in hand; a second one is the
 * system's own, and harms nothing: the next run goes on. */
static void
vt_ingest_on_signal(int number)
{
	static const char text[] = "\nvartai: stopping after the object in hand\n";

	(void)number;
	atomic_store(&vt_ingest_stopped, true);
	(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
}

static void
vt_ingest_signals(void)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = vt_ingest_on_signal;
	sa.sa_flags = (int)SA_RESETHAND;
	(void)sigaction(SIGINT, &sa, NULL);
	(void)sigaction(SIGTERM, &sa, NULL);
	/* A pipe that is closed early costs the output, not the run. */
	(void)signal(SIGPIPE, SIG_IGN);
}

static int
vt_ingest_refuse(vt_err err)
{
	(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
	return (VT_INGEST_FAILED);
}

static int
vt_ingest_summary(const struct vt_run *run)
{
	struct vt_buf json;
	vt_err err;

	if (!run->o.is_json) {
		vt_report_print(&run->report, stdout);
		return (vt_report_exit(&run->report));
	}
	vt_buf_init(&json, 0);
	err = vt_report_json(&run->report, &json);
	if (err == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&json)));
	vt_buf_fini(&json);
	return (err == VT_OK ? vt_report_exit(&run->report) : vt_ingest_refuse(err));
}

static int
vt_ingest_run(const struct vt_ingest_options *o)
{
	struct vt_run run;
	vt_err err;
	int code;

	vt_ingest_signals();
	err = vt_run_open(&run, o, &vt_ingest_stopped);
	if (run.report.made_data_dir)
		(void)fprintf(stderr, "vartai: data.dir %s is new: %s\n", o->data_dir,
			      o->is_dry ? "would be made" : "made");
	if (err == VT_OK) {
		err = vt_run_all(&run);
		vt_journal_add(&run, err != VT_OK ? vt_fail_text(err) : NULL);
	}
	code = err == VT_OK ? vt_ingest_summary(&run) : vt_ingest_refuse(err);
	(void)fflush(stdout);
	vt_run_close(&run);
	return (code);
}

int
vt_ingest_command(struct vt_conf *conf, int argc, char **argv)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_ingest_options o;
	vt_err err = vt_ingest_options_read(a, conf, argc, argv, &o);
	int code;

	if (err != VT_OK) {
		code = vt_ingest_refuse(err);
	} else if (o.wants_help) {
		(void)printf("%s", vt_ingest_usage());
		code = 0;
	} else {
		code = vt_ingest_run(&o);
	}
	vt_arena_free(&a);
	return (code);
}
