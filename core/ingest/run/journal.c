/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Made anew with each run, and put in the old one's place when it is whole.
 */
#include "ingest/run/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "api/json.h"
#include "api/log.h"
#include "api/owned.h"
#include "api/time.h"

static const struct {
	const char *name;
	enum vt_report_count count;
} journal_counts[] = { { "new", VT_REPORT_NEW },	     { "changed", VT_REPORT_CHANGED },
		       { "unchanged", VT_REPORT_UNCHANGED }, { "deleted", VT_REPORT_DELETED },
		       { "failed", VT_REPORT_FAILED },	     { "pages", VT_REPORT_PAGES },
		       { "images", VT_REPORT_IMAGES } };

/* --- a run ------------------------------------------------------------------------ */

static void
journal_paths(struct vt_jsonw *j, const struct vt_run *run)
{
	vt_jsonw_key(j, "paths");
	vt_jsonw_array(j);
	for (size_t i = 0; i < run->o.path_count && i < VT_JOURNAL_PATHS; i++)
		vt_jsonw_c(j, run->o.paths[i]);
	vt_jsonw_end(j);
	if (run->o.path_count > VT_JOURNAL_PATHS)
		vt_jsonw_pair_int(j, "more_paths", (int64_t)run->o.path_count - VT_JOURNAL_PATHS);
}

static vt_err
journal_line(const struct vt_run *run, const char *why, struct vt_buf *out)
{
	const struct vt_report *r = &run->report;
	char stamp[VT_TIME_MAX];
	struct vt_jsonw j;

	vt_jsonw_init(&j, out);
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "ended", vt_time_iso(vt_time_now(), stamp));
	vt_jsonw_key(&j, "seconds");
	vt_jsonw_double(&j, (double)(vt_time_monotonic_ms() - r->started_ms) / 1000);
	journal_paths(&j, run);
	for (size_t i = 0; i < sizeof(journal_counts) / sizeof(journal_counts[0]); i++)
		vt_jsonw_pair_int(&j, journal_counts[i].name, r->counts[journal_counts[i].count]);
	vt_jsonw_key(&j, "findings");
	vt_jsonw_object(&j);
	for (size_t i = 0; i < r->kind_count; i++)
		vt_jsonw_pair_int(&j, r->kinds[i].name, r->kinds[i].count);
	vt_jsonw_end(&j);
	vt_jsonw_key(&j, "interrupted");
	vt_jsonw_bool(&j, r->was_interrupted);
	if (why != NULL || r->fatal != NULL)
		vt_jsonw_pair_c(&j, "fatal", why != NULL ? why : r->fatal);
	vt_jsonw_end(&j);
	vt_buf_char(out, '\n');
	return (vt_jsonw_error(&j));
}

/* --- the file ---------------------------------------------------------------------- */

/* Empty when there is none. */
static vt_err
journal_load(struct vt_arena *a, const char *path, struct vt_str *text_r)
{
	int fd = vt_owned_open(path, O_RDONLY, 0);
	vt_err err;

	*text_r = VT_STR("");
	if (fd < 0)
		return (errno == ENOENT ? VT_OK : vt_fail(VT_E_IO, "%s cannot be read: %s", path,
							  vt_owned_error()));
	err = vt_str_read(a, fd, path, VT_JOURNAL_SIZE_MAX, text_r);
	if (err == VT_E_TOOLARGE)
		err = vt_fail(VT_E_LIMIT, "%s has more than %d bytes: move it away", path,
			      VT_JOURNAL_SIZE_MAX);
	(void)close(fd);
	return (err);
}

/* The last lines, all but those for which there is no room beside a new one. */
static struct vt_str
journal_kept(struct vt_str text)
{
	struct vt_str rest = text, line;
	size_t count = 0;

	while (vt_str_next(&rest, '\n', &line))
		count++;
	for (; count >= VT_JOURNAL_RUNS && vt_str_next(&text, '\n', &line); count--)
		continue;
	return (text);
}

/* Always a new file, whatever stood there. */
static bool
journal_write(const char *path, struct vt_str text)
{
	int fd = vt_owned_remove(path) == 0 || errno == ENOENT ?
	    vt_owned_open(path, O_WRONLY | O_CREAT | O_EXCL, 0640) : -1;
	bool is_good = fd >= 0 && write(fd, text.p, text.len) == (ssize_t)text.len;

	if (fd >= 0 && close(fd) != 0)
		is_good = false;
	return (is_good);
}

static vt_err
journal_put(const struct vt_run *run, struct vt_arena *a, const char *why, struct vt_buf *out)
{
	struct vt_str path = vt_str_printf(a, "%s/" VT_JOURNAL_NAME, run->o.data_dir);
	struct vt_str draft = vt_str_printf(a, "%s/" VT_JOURNAL_NAME ".draft", run->o.data_dir);
	struct vt_str before;
	vt_err err;

	if (path.p == NULL || draft.p == NULL)
		return (VT_E_LIMIT);
	if ((err = journal_load(a, path.p, &before)) != VT_OK)
		return (err);
	vt_buf_str(out, journal_kept(before));
	if ((err = journal_line(run, why, out)) != VT_OK || (err = vt_buf_error(out)) != VT_OK)
		return (err);
	if (!journal_write(draft.p, vt_buf_get(out)) || vt_owned_rename(draft.p, path.p) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be written: %s", path.p, vt_owned_error()));
	return (VT_OK);
}

void
vt_journal_add(const struct vt_run *run, const char *why)
{
	struct vt_arena *a;
	struct vt_buf out;
	vt_err err;

	if (run->o.is_dry)
		return;
	a = vt_arena_new(0);
	vt_buf_init(&out, 0);
	if ((err = journal_put(run, a, why, &out)) != VT_OK)
		vt_log("ingest", VT_LOG_WARN, "this run is not written down: %s", vt_fail_text(err));
	vt_buf_fini(&out);
	vt_arena_free(&a);
}

vt_err
vt_journal_read(struct vt_arena *a, const char *data_dir, struct vt_str *lines_r, size_t room,
		size_t *count_r)
{
	struct vt_str path = vt_str_printf(a, "%s/" VT_JOURNAL_NAME, data_dir), text, line;
	vt_err err = path.p != NULL ? journal_load(a, path.p, &text) : VT_E_LIMIT;

	*count_r = 0;
	while (err == VT_OK && room > 0 && vt_str_next(&text, '\n', &line)) {
		size_t kept = *count_r < room ? *count_r : room - 1;

		memmove(lines_r + 1, lines_r, kept * sizeof(*lines_r));
		lines_r[0] = line;
		*count_r = kept + 1;
	}
	return (err);
}
