/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publishing: a file `published` in the folder, with the time in it.  It is there whole or
 * not at all.
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exh_command.h"
#include "exh_keep.h"

#define EXH_PUBLISHED		"published"
#define EXH_PUBLISHED_NEW	".published.new"

static int
exh_say_done(struct exh_command *c, struct vt_str slug, const char *key, const char *when)
{
	(void)printf("%.*s: %.*s%s%s\n", VT_STR_ARG(slug), VT_STR_ARG(vt_boot_message(c->boot, c->lang,
	    key)), when[0] != '\0' ? " " : "", when);
	return (0);
}

static vt_err
exh_publish_fail(const struct exh_exhibition *x)
{
	return (vt_fail(VT_E_IO, "%s/" EXH_PUBLISHED " cannot be written: %s", x->folder.p,
	    strerror(errno)));
}

/* The server reads it as another user, whatever the mask of whoever publishes. */
static bool
exh_publish_put(int dir, const char *text)
{
	int	fd = openat(dir, EXH_PUBLISHED_NEW, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		    0644);
	size_t	len = strlen(text);
	bool	is_good;

	if (fd < 0)
		return (false);
	is_good = write(fd, text, len) == (ssize_t)len && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
	is_good = close(fd) == 0 && is_good;
	return (is_good && renameat(dir, EXH_PUBLISHED_NEW, dir, EXH_PUBLISHED) == 0 && fsync(dir) == 0);
}

static vt_err
exh_publish_write(const struct exh_exhibition *x, const char *time)
{
	int	dir = open(x->folder.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	char	text[VT_TIME_MAX + 1];
	vt_err	err = VT_OK;

	if (dir < 0)
		return (exh_publish_fail(x));
	(void)snprintf(text, sizeof(text), "%s\n", time);
	if (!exh_publish_put(dir, text)) {
		err = exh_publish_fail(x);
		(void)unlinkat(dir, EXH_PUBLISHED_NEW, 0);
	}
	(void)close(dir);
	return (err);
}

int
exh_command_publish(struct exh_command *c)
{
	struct vt_str		 slug = vt_str_of(c->slugs[0]);
	struct exh_exhibition	*x;
	char			 time[VT_TIME_MAX];
	size_t			 errors;
	vt_err			 err = exh_command_load(c, slug, &x);

	if (err == VT_OK)
		err = exh_command_check_one(c, x, &errors);
	if (err != VT_OK)
		return (exh_command_fail(err));
	if (errors > 0) {
		(void)exh_say_done(c, slug, "exhibition.command.refused", "");
		return (1);
	}
	if (x->opened != 0)
		return (exh_say_done(c, slug, "exhibition.command.already", vt_time_iso(x->opened, time)));
	err = exh_publish_write(x, vt_time_iso(vt_time_now(), time));
	return (err != VT_OK ? exh_command_fail(err) :
	    exh_say_done(c, slug, "exhibition.command.published", ""));
}

/* Of a folder, not of one that a link leads to. */
static bool
exh_publish_remove(const char *folder)
{
	int	dir = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), failed;
	bool	is_gone;

	if (dir < 0)
		return (false);
	is_gone = unlinkat(dir, EXH_PUBLISHED, 0) == 0;
	failed = errno;
	(void)close(dir);
	errno = failed;
	return (is_gone);
}

int
exh_command_withdraw(struct exh_command *c)
{
	struct vt_str	 slug = vt_str_of(c->slugs[0]);
	struct vt_str	 path = vt_str_printf(c->a, "%s/%.*s", c->conf->dir, VT_STR_ARG(slug));

	/* Also of one that cannot be read. */
	if (!exh_is_slug(slug))
		return (exh_command_fail(vt_fail(VT_E_BADARG, "'%.*s' is no name of an exhibition",
		    VT_STR_ARG(slug))));
	if (exh_publish_remove(path.p))
		return (exh_say_done(c, slug, "exhibition.command.withdrawn", ""));
	return (exh_command_fail(errno == ENOENT || errno == ENOTDIR ?
	    vt_fail(VT_E_NOTFOUND, "'%.*s' is not published: see `vartai exhibit list`", VT_STR_ARG(slug)) :
	    vt_fail(VT_E_IO, "%s/" EXH_PUBLISHED " cannot be removed: %s", path.p, strerror(errno))));
}

/* --- previews -------------------------------------------------------------------------------- */

int
exh_command_preview(struct exh_command *c)
{
	struct vt_str		 slug = vt_str_of(c->slugs[0]);
	int64_t			 until = vt_time_now() + c->conf->preview;
	struct exh_exhibition	*x;
	uint8_t			 key[32];
	char			 time[VT_TIME_MAX];
	vt_err			 err = exh_command_load(c, slug, &x);

	/* Without one the key of the server is not at hand. */
	if (err == VT_OK && c->catalog == NULL)
		err = vt_boot_catalog(c->boot, &c->catalog);
	if (err == VT_OK)
		err = vt_boot_secret(c->boot, EXH_PREVIEW_PURPOSE, key);
	if (err != VT_OK)
		return (exh_command_fail(err));
	(void)printf("%s/exhibitions/%.*s?preview=%.*s\n", vt_boot_option(c->boot, "server.base_url"),
	    VT_STR_ARG(slug), VT_STR_ARG(exh_preview_mark(c->a, key, slug, until)));
	sodium_memzero(key, sizeof(key));
	(void)fprintf(stderr, "%.*s %s\n", VT_STR_ARG(vt_boot_message(c->boot, c->lang,
	    "exhibition.command.preview")), vt_time_iso(until, time));
	return (0);
}

/* --- the list -------------------------------------------------------------------------------------- */

static void
exh_list_one(struct exh_command *c, struct vt_str slug, struct vt_jsonw *j)
{
	struct exh_exhibition	*x = NULL;
	char			 time[VT_TIME_MAX];
	vt_err			 err = exh_command_load(c, slug, &x);
	bool			 is_read = err == VT_OK;
	const char		*state = !is_read ? "broken" : x->opened != 0 ? "published" : "draft";
	const char		*when = is_read && x->opened != 0 ? vt_time_iso(x->opened, time) : "";
	struct vt_str		 title = is_read ? exh_words_get(&x->title, strcmp(c->lang, "lt") == 0 ?
				    EXH_LT : EXH_EN) : vt_str_of(vt_fail_text(err));

	if (j == NULL) {
		(void)printf("%-24.*s  %-9s  %-20s  %.*s\n", VT_STR_ARG(slug), state, when,
		    VT_STR_ARG(title));
		return;
	}
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "exhibition", slug);
	vt_jsonw_pair_c(j, "state", state);
	vt_jsonw_pair_c(j, "published", when);
	vt_jsonw_pair(j, is_read ? "title" : "error", title);
	vt_jsonw_end(j);
}

int
exh_command_list(struct exh_command *c)
{
	struct vt_str	*slugs;
	struct vt_buf	 out;
	struct vt_jsonw	 j;
	size_t		 count;
	vt_err		 err = exh_slugs(c->a, c->conf->dir, &slugs, &count);

	if (err != VT_OK)
		return (exh_command_fail(err));
	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	vt_jsonw_array(&j);
	for (size_t i = 0; i < count; i++)
		exh_list_one(c, slugs[i], c->is_json ? &j : NULL);
	vt_jsonw_end(&j);
	if (c->is_json)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	(void)exh_command_missed(c, count);
	return (0);
}
