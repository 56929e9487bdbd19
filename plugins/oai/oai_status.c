/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai harvest status`: reads what workers noted, keeps what it comes to, and
 * says of each harvester and list whether it has everything up to yesterday.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "oai.h"
#include "oai_harvest.h"

#define OAI_STATUS_MEMORY	(256u * 1024 * 1024)
#define OAI_DAY			86400
#define OAI_STATUS_CATALOG	"catalog.db"	/* in data.dir */

struct oai_status {
	struct vt_arena		*arena;
	const char		*folder, *path, *draft, *lock;
	struct vt_catalog	*catalog;
	struct oai_harvests	 h;
	int64_t			 yesterday;	/* its last second, UTC */
	int64_t			 earliest;
};

/* --- the file ---------------------------------------------------------------------- */

static vt_err
oai_status_load(struct oai_status *s)
{
	struct stat	st;
	struct vt_str	text;
	char		*bytes;
	int		fd = vt_owned_open(s->path, O_RDONLY, 0);
	vt_err		err = VT_OK;

	if (fd < 0 && errno == ENOENT)
		return (VT_OK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		err = vt_fail(VT_E_IO, "%s cannot be read: %s", s->path, vt_owned_error());
	} else if ((bytes = vt_arena_alloc(s->arena, (size_t)st.st_size + 1)) == NULL) {
		err = VT_E_LIMIT;
	} else if (read(fd, bytes, (size_t)st.st_size) != st.st_size) {
		err = vt_fail(VT_E_IO, "%s cannot be read whole", s->path);
	} else {
		text = (struct vt_str){ bytes, (size_t)st.st_size };
		oai_harvests_parse(&s->h, text);
	}
	if (fd >= 0)
		(void)close(fd);
	return (err);
}

/* Who asks at the same time waits here, and then reads what this one has kept.  No
 * folder: nothing to be kept. */
static vt_err
oai_status_lock(const struct oai_status *s, int *fd_r)
{
	struct flock	lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int		fd = vt_owned_open(s->lock, O_RDWR | O_CREAT, 0640);

	*fd_r = fd;
	if (fd < 0 && errno == ENOENT)
		return (VT_OK);
	if (fd < 0 || fcntl(fd, F_OFD_SETLKW, &lock) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be locked: %s", s->lock, vt_owned_error()));
	return (VT_OK);
}

static bool
oai_status_write(const struct oai_status *s, struct vt_str text)
{
	int		fd = vt_owned_open(s->draft, O_WRONLY | O_CREAT | O_TRUNC, 0640);
	bool		is_good = fd >= 0 && write(fd, text.p, text.len) == (ssize_t)text.len &&
			    fsync(fd) == 0;

	if (fd >= 0 && close(fd) != 0)
		is_good = false;
	return (is_good && vt_owned_rename(s->draft, s->path) == 0);
}

static vt_err
oai_status_keep(void *arg)
{
	struct oai_status	*s = arg;
	struct vt_buf		 out;
	vt_err			 err;

	oai_harvests_fold(&s->h);
	if (vt_arena_is_exhausted(s->arena))
		return (vt_fail(VT_E_LIMIT, "%s: so many harvesters are more than %u MB hold: nothing "
		    "more was read; move it away and run this again", s->path,
		    OAI_STATUS_MEMORY >> 20));
	vt_buf_init(&out, 0);
	oai_harvests_print(&s->h, &out);
	err = vt_buf_error(&out);
	if (err == VT_OK && out.len > 0 && !oai_status_write(s, vt_buf_get(&out)))
		err = vt_fail(VT_E_IO, "%s cannot be written: %s", s->path, vt_owned_error());
	vt_buf_fini(&out);
	return (err);
}

static void
oai_status_line(void *arg, struct vt_str line, int64_t count)
{
	oai_harvests_note(&((struct oai_status *)arg)->h, line, count);
}

/* --- the answer -------------------------------------------------------------------- */

/* How many records carry a datestamp behind what is covered, up to yesterday. */
static vt_err
oai_status_behind(struct oai_status *s, const struct oai_stream *t, int64_t *count_r)
{
	struct vt_record_query	q = { .format = t->prefix, .set = t->set,
				    .from = t->cover_until + 1, .until = s->yesterday };

	*count_r = 0;
	if (q.from > q.until)
		return (VT_OK);
	return (vt_catalog_record_count(s->catalog, &q, count_r));
}

/* The ending of what is counted. */
static const char *
oai_status_s(int64_t n)
{
	return (n == 1 ? "" : "s");
}

struct oai_verdict {
	bool		has_all;
	int64_t		behind;
	struct vt_str	text;
};

static struct vt_str
oai_status_time(struct oai_status *s, int64_t t)
{
	char	stamp[VT_TIME_MAX];

	return (vt_str_dup(s->arena, vt_str_of(vt_time_iso(t, stamp))));
}

/* Of a list that has not come to its end. */
static struct vt_str
oai_status_run(struct oai_status *s, const struct oai_stream *t)
{
	struct vt_str	begun = oai_status_time(s, t->run_begun);

	switch ((enum oai_run_state)t->run_state) {
	case OAI_RUN_OPEN:
		return (vt_str_printf(s->arena, "the list of %.*s has come to %lld of %lld",
		    VT_STR_ARG(begun), (long long)t->run_next, (long long)t->run_size));
	case OAI_RUN_LISTED:
		return (vt_str_printf(s->arena, "of the list of %.*s it has taken %lld of %lld "
		    "record%s", VT_STR_ARG(begun), (long long)t->run_got, (long long)t->run_live,
		    oai_status_s(t->run_live)));
	case OAI_RUN_BROKEN:
		return (vt_str_printf(s->arena, "in the list of %.*s it passed over a page",
		    VT_STR_ARG(begun)));
	default:
		return (VT_STR(""));
	}
}

static struct vt_str
oai_status_why(struct oai_status *s, const struct oai_stream *t, int64_t behind)
{
	struct vt_str	until = oai_status_time(s, t->cover_until);

	if (t->cover_until == OAI_NEVER)
		return (VT_STR("no list has come to its end yet"));
	if (t->cover_from > s->earliest)
		return (vt_str_printf(s->arena, "it asked only for what changed from %.*s on",
		    VT_STR_ARG(oai_status_time(s, t->cover_from))));
	if (t->gap_until != OAI_NEVER)
		return (vt_str_printf(s->arena, "it has everything up to %.*s, and again from %.*s; "
		    "behind the first: %lld record%s", VT_STR_ARG(until),
		    VT_STR_ARG(oai_status_time(s, t->gap_from)), (long long)behind,
		    oai_status_s(behind)));
	if (behind > 0)
		return (vt_str_printf(s->arena, "it has everything up to %.*s; %lld record%s "
		    "changed after that", VT_STR_ARG(until), (long long)behind,
		    oai_status_s(behind)));
	return (vt_str_printf(s->arena, "everything up to %.*s", VT_STR_ARG(until)));
}

static vt_err
oai_status_verdict(struct oai_status *s, const struct oai_stream *t, struct oai_verdict *v)
{
	struct vt_str	run;
	vt_err		err = oai_status_behind(s, t, &v->behind);

	if (err != VT_OK)
		return (err);
	v->has_all = t->cover_until != OAI_NEVER && t->cover_from <= s->earliest && v->behind == 0;
	v->text = oai_status_why(s, t, v->behind);
	run = oai_status_run(s, t);
	if (run.len > 0)
		v->text = vt_str_printf(s->arena, "%.*s; %.*s", VT_STR_ARG(v->text),
		    VT_STR_ARG(run));
	return (VT_OK);
}

/* --- printed ------------------------------------------------------------------------- */

static void
oai_status_text(struct oai_status *s, const struct oai_stream *t, const struct oai_verdict *v)
{
	bool	is_list = !vt_str_eq_c(t->verb, "-");

	(void)printf("%.*s  %.*s  %.*s  %.*s\n", VT_STR_ARG(t->harvester),
	    VT_STR_ARG(is_list ? t->verb : VT_STR("other requests")),
	    VT_STR_ARG(t->prefix.len > 0 ? t->prefix : VT_STR("-")),
	    VT_STR_ARG(t->set.len > 0 ? t->set : VT_STR("all sets")));
	if (is_list)
		(void)printf("    %s: %.*s\n", v->has_all ? "yes" : "NO", VT_STR_ARG(v->text));
	(void)printf("    last seen %.*s from %.*s as %.*s; %lld request%s, %lld record%s",
	    VT_STR_ARG(oai_status_time(s, t->last_seen)), VT_STR_ARG(t->network),
	    VT_STR_ARG(t->agent), (long long)t->requests, oai_status_s(t->requests),
	    (long long)t->records, oai_status_s(t->records));
	if (t->errors > 0)
		(void)printf(", %lld error%s (the last: %.*s)", (long long)t->errors,
		    oai_status_s(t->errors), VT_STR_ARG(t->last_error));
	if (t->cuts > 0)
		(void)printf(", %lld answer%s cut off", (long long)t->cuts,
		    oai_status_s(t->cuts));
	(void)printf("\n");
}

static void
oai_status_pair_time(struct oai_status *s, struct vt_jsonw *j, const char *key, int64_t t)
{
	vt_jsonw_key(j, key);
	if (t == OAI_NEVER)
		vt_jsonw_null(j);
	else
		vt_jsonw_str(j, oai_status_time(s, t));
}

static void
oai_status_json(struct oai_status *s, struct vt_jsonw *j, const struct oai_stream *t,
    const struct oai_verdict *v)
{
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "harvester", t->harvester);
	vt_jsonw_pair(j, "verb", t->verb);
	vt_jsonw_pair(j, "metadataPrefix", t->prefix);
	vt_jsonw_pair(j, "set", t->set);
	if (!vt_str_eq_c(t->verb, "-")) {
		vt_jsonw_key(j, "has_everything");
		vt_jsonw_bool(j, v->has_all);
		vt_jsonw_pair(j, "why", v->text);
		vt_jsonw_pair_int(j, "behind", v->behind);
		oai_status_pair_time(s, j, "from", t->cover_from);
		oai_status_pair_time(s, j, "until", t->cover_until);
	}
	vt_jsonw_pair(j, "network", t->network);
	vt_jsonw_pair(j, "agent", t->agent);
	oai_status_pair_time(s, j, "first_seen", t->first_seen);
	oai_status_pair_time(s, j, "last_seen", t->last_seen);
	vt_jsonw_pair_int(j, "requests", t->requests);
	vt_jsonw_pair_int(j, "records", t->records);
	vt_jsonw_pair_int(j, "errors", t->errors);
	vt_jsonw_pair(j, "last_error", t->last_error);
	vt_jsonw_pair_int(j, "cut_off", t->cuts);
	vt_jsonw_end(j);
}

static int
oai_status_order(const void *a, const void *b)
{
	const struct oai_stream	*x = a, *y = b;
	int			 order = vt_str_cmp(x->harvester, y->harvester);

	if (order == 0)
		order = vt_str_cmp(y->verb, x->verb);	/* "-" last */
	if (order == 0)
		order = vt_str_cmp(x->prefix, y->prefix);
	return (order != 0 ? order : vt_str_cmp(x->set, y->set));
}

/* *code_r 1: some harvester lacks something. */
static vt_err
oai_status_print(struct oai_status *s, struct vt_jsonw *j, int *code_r)
{
	vt_err	err;

	*code_r = 0;
	if (s->h.count > 0)
		qsort(s->h.items, s->h.count, sizeof(s->h.items[0]), oai_status_order);
	for (size_t i = 0; i < s->h.count; i++) {
		const struct oai_stream *t = &s->h.items[i];
		struct oai_verdict v = { .has_all = false };

		if ((err = oai_status_verdict(s, t, &v)) != VT_OK)
			return (err);
		if (!v.has_all && !vt_str_eq_c(t->verb, "-"))
			*code_r = 1;
		if (j != NULL)
			oai_status_json(s, j, t, &v);
		else
			oai_status_text(s, t, &v);
	}
	return (VT_OK);
}

static vt_err
oai_status_say(struct oai_status *s, bool is_json, int *code_r)
{
	struct vt_jsonw	j;
	struct vt_buf	out;
	vt_err		err;

	if (!is_json) {
		if (s->h.count == 0)
			(void)printf("nobody has harvested yet\n");
		if (s->h.dropped > 0)
			(void)printf("%lld notes were dropped for want of room: run this more often, "
			    "or raise oai.harvest_log_bytes\n", (long long)s->h.dropped);
		return (oai_status_print(s, NULL, code_r));
	}
	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	vt_jsonw_array(&j);
	err = oai_status_print(s, &j, code_r);
	vt_jsonw_end(&j);
	if (err == VT_OK && (err = vt_jsonw_error(&j)) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (err);
}

/* --- the command --------------------------------------------------------------------- */

static vt_err
oai_status_open(struct oai_status *s, struct vt_boot *boot)
{
	vt_err	err = vt_boot_catalog(boot, &s->catalog);

	s->yesterday = vt_time_now() / OAI_DAY * OAI_DAY - 1;
	return (err == VT_OK ? vt_catalog_earliest_datestamp(s->catalog, &s->earliest) : err);
}

/* What was known, and what workers have noted since. */
static vt_err
oai_status_learn(struct oai_status *s)
{
	const struct vt_spool_reader	reader = { oai_status_line, oai_status_keep, s };
	struct vt_str			stem = vt_str_printf(s->arena, "%s/%s", s->folder,
					    OAI_SPOOL_NAME);
	int				fd;
	vt_err				err = oai_status_lock(s, &fd);

	if (err == VT_OK && (err = oai_status_load(s)) == VT_OK)
		err = vt_spool_take(stem.p, &reader);
	oai_harvests_fini(&s->h);
	if (fd >= 0)
		(void)close(fd);
	return (err);
}

static vt_err
oai_status_run_all(struct oai_status *s, struct vt_boot *boot, const struct oai_conf *conf,
    bool is_json, int *code_r)
{
	vt_err	err;

	s->folder = vt_boot_option(boot, "data.dir");
	s->path = vt_str_printf(s->arena, "%s/harvest.tsv", s->folder).p;
	s->draft = vt_str_printf(s->arena, "%s/harvest.tsv.draft", s->folder).p;
	s->lock = vt_str_printf(s->arena, "%s/harvest.lock", s->folder).p;
	oai_harvests_init(&s->h, s->arena, &conf->harvesters);
	if ((err = oai_status_open(s, boot)) != VT_OK || (err = oai_status_learn(s)) != VT_OK)
		return (err);
	return (oai_status_say(s, is_json, code_r));
}

int
oai_harvest_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	bool			is_json = argc == 3 && strcmp(argv[2], "--json") == 0;
	struct oai_status	s = { .arena = NULL };
	int			code = 2;
	vt_err			err;

	if (argc < 2 || argc > 3 || strcmp(argv[1], "status") != 0 || (argc == 3 && !is_json)) {
		(void)fprintf(stderr, "usage: vartai harvest status [--json]\n");
		return (2);
	}
	s.arena = vt_arena_new(OAI_STATUS_MEMORY);
	if ((err = oai_status_run_all(&s, boot, conf, is_json, &code)) != VT_OK) {
		(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
		code = 2;
	}
	vt_arena_free(&s.arena);
	return (code);
}

/* Nothing was taken in yet; one that is there and cannot be read is another matter. */
static bool
oai_status_is_new(struct vt_boot *boot)
{
	struct vt_catalog	*catalog;
	char			*path;
	bool			 is_new;

	if (vt_boot_catalog(boot, &catalog) == VT_OK ||
	    asprintf(&path, "%s/" OAI_STATUS_CATALOG, vt_boot_option(boot, "data.dir")) < 0)
		return (false);
	is_new = access(path, F_OK) != 0;
	free(path);
	return (is_new);
}

/* Part of `vartai status`: that a harvester is behind is its own matter. */
int
oai_status_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	char		 verb[] = "status";
	char		*args[] = { argv[0], verb, argc == 2 ? argv[1] : NULL, NULL };

	if (oai_status_is_new(boot)) {
		(void)printf("%s\n", argc == 2 ? "[]" : "nobody has harvested yet");
		return (0);
	}
	return (oai_harvest_command(boot, conf, argc + 1, args) == 2 ? 2 : 0);
}
