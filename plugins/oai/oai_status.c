/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai harvest status`: reads what workers noted, keeps what it comes to, and
 * says so (oai_status_answer.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "oai.h"
#include "oai_status.h"

#define OAI_STATUS_MEMORY	(256u * 1024 * 1024)
#define OAI_DAY			86400
#define OAI_STATUS_CATALOG	"catalog.db"	/* in data.dir */

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
	is_new = access(path, F_OK) != 0 && errno == ENOENT;
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
