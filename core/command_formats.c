/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai formats`: which formats records are made in, how many there are; and
 * `vartai formats refresh`, which makes records anew after a change of crosswalk
 * or configuration, or when embargoes have ended.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ingest/again/formats_refresh.h"

#define VT_FORMATS_OVER_MAX (30 * 86400) /* seconds */

static const char vt_command_formats_usage[] =
    "usage: vartai formats [--config FILE]\n"
    "       vartai formats refresh [--over TIME] [--dry-run]\n"
    "\n"
    "Lists the formats that records are made in, with the number of records.\n"
    "\n"
    "refresh makes records anew that are not as they would be made now: after a change\n"
    "of crosswalk, of ingest.formats or a profile, and when an embargo has ended (once a\n"
    "day is enough).  What has not changed keeps its datestamp.\n"
    "\n"
    "  --over TIME   spreads the writing, and so the datestamps, evenly over that time\n"
    "                (30m, 6h, 2d), so that harvesters do not come for everything at once\n"
    "  --dry-run     says how many differ, and writes nothing\n"
    "\n"
    "Exit code: 0 all is well, 1 stopped before the end, 2 nothing could be done.\n";

static atomic_bool vt_command_formats_stopped;

static void
vt_command_formats_on_signal(int number)
{
	(void)number;
	atomic_store(&vt_command_formats_stopped, true);
}

/* --- the list -----------------------------------------------------------------------------------
 */

static vt_err
vt_command_formats_list(struct vt_again_whole *whole)
{
	vt_err err = VT_OK;

	(void)printf("%-12s %-12s %10s %10s %10s\n", "prefix", "crosswalk", "records", "withheld",
		     "deleted");
	for (size_t i = 0; i < whole->formats.count && err == VT_OK; i++) {
		const struct vt_format *f = &whole->formats.items[i];
		int64_t counts[3] = { 0, 0, 0 };

		err = vt_catalog_record_states(whole->again.catalog, vt_str_of(f->prefix), counts);
		if (err == VT_OK)
			(void)printf("%-12s %-12s %10lld %10lld %10lld%s%s\n", f->prefix,
				     f->crosswalk, (long long)counts[0], (long long)counts[1],
				     (long long)counts[2], f->profile != NULL ? "  " : "",
				     f->profile != NULL ? f->profile->path : "");
	}
	return (err);
}

/* --- refresh
 * -------------------------------------------------------------------------------------- */

/* 30s, 5m, 6h, 2d */
static vt_err
vt_command_formats_over(const char *value, int64_t *seconds_r)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	struct vt_str s = vt_str_of(value);
	int64_t n;

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && s.len > 1; i++)
		if (s.p[s.len - 1] == units[i].unit &&
		    vt_str_to_int(vt_str_sub(s, 0, s.len - 1), 0,
				  VT_FORMATS_OVER_MAX / units[i].seconds, &n)) {
			*seconds_r = n * units[i].seconds;
			return (VT_OK);
		}
	return (vt_fail(VT_E_BADARG, "--over wants a time up to 30 days, such as 30m, 6h, 2d"));
}

static vt_err
vt_command_formats_argument(struct vt_refresh *r, char **argv, int *i)
{
	const char *arg = argv[*i];

	if (strcmp(arg, "--dry-run") == 0)
		r->is_dry = true;
	else if (strncmp(arg, "--over=", 7) == 0)
		return (vt_command_formats_over(arg + 7, &r->over_s));
	else if (strcmp(arg, "--over") == 0)
		return (vt_command_formats_over(argv[++*i], &r->over_s));
	else
		return (vt_fail(VT_E_BADARG,
				"unknown option %s; `vartai formats --help` lists them", arg));
	return (VT_OK);
}

static vt_err
vt_command_formats_refresh(struct vt_refresh *r)
{
	struct sigaction sa;
	vt_err err;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = vt_command_formats_on_signal;
	sa.sa_flags = (int)SA_RESETHAND;
	(void)sigaction(SIGINT, &sa, NULL);
	(void)sigaction(SIGTERM, &sa, NULL);
	r->is_stopped = &vt_command_formats_stopped;
	err = vt_refresh_run(r);
	(void)printf("%lld object%s looked at, %lld differ%s, %lld written%s%s\n",
		     (long long)r->looked_at, r->looked_at == 1 ? "" : "s", (long long)r->differing,
		     r->differing == 1 ? "s" : "", (long long)r->written,
		     r->has_waited ? ", after an ingest had ended" : "",
		     atomic_load(&vt_command_formats_stopped)
			 ? "; stopped, run it again and it goes "
			   "on"
			 : "");
	return (err);
}

static bool
vt_command_formats_wants_help(const struct vt_command_line *line)
{
	for (int i = 1; i < line->argc; i++)
		if (strcmp(line->argv[i], "--help") == 0 || strcmp(line->argv[i], "-h") == 0)
			return (true);
	return (false);
}

static vt_err
vt_command_formats_run(struct vt_command_line *line, struct vt_again_whole *whole)
{
	struct vt_refresh r = { .whole = whole };
	bool refreshes = line->argc > 1 && strcmp(line->argv[1], "refresh") == 0;
	vt_err err = VT_OK;

	if (line->argc > 1 && !refreshes)
		return (vt_fail(VT_E_BADARG,
				"vartai formats has no \"%s\"; `vartai formats --help` "
				"says what it has",
				line->argv[1]));
	for (int i = 2; i < line->argc && err == VT_OK; i++)
		err = vt_command_formats_argument(&r, line->argv, &i);
	if (err == VT_OK)
		err = vt_again_open(line->conf, true, whole);
	if (err != VT_OK)
		return (err);
	return (refreshes ? vt_command_formats_refresh(&r) : vt_command_formats_list(whole));
}

int
vt_command_formats(struct vt_command_line *line)
{
	struct vt_again_whole whole;
	int code = VT_EXIT_OK;
	vt_err err;

	memset(&whole, 0, sizeof(whole));
	if (vt_command_formats_wants_help(line)) {
		(void)printf("%s", vt_command_formats_usage);
		return (VT_EXIT_OK);
	}
	err = vt_command_formats_run(line, &whole);
	if (err != VT_OK) {
		(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
		code = VT_EXIT_NOTHING;
	} else if (atomic_load(&vt_command_formats_stopped))
		code = VT_EXIT_SOME;
	vt_again_close(&whole);
	return (fflush(stdout) == 0 ? code : VT_EXIT_NOTHING);
}
