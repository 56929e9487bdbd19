/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings for people and for programs.
 */
#include <stdio.h>

#include "exh_command.h"
#include "exh_keep.h"

static const char *const exh_signs[] = { [EXH_NOTE] = "·", [EXH_WARNING] = "!", [EXH_ERROR] = "✗" };
static const char *const exh_severities[] = { [EXH_NOTE] = "note", [EXH_WARNING] = "warning",
	[EXH_ERROR] = "error" };

/* The message with {what} filled; nothing in it that a terminal would obey. */
static void
exh_say(struct exh_command *c, const char *lang, const struct exh_finding *f, struct vt_buf *out)
{
	char		key[100];
	struct vt_str	text, what = VT_STR("{what}");
	ptrdiff_t	at;
	size_t		from = out->len;

	(void)snprintf(key, sizeof(key), "exhibition.finding.%s", f->code);
	text = vt_boot_message(c->boot, lang, key);
	if ((at = vt_str_find(text, what)) >= 0) {
		vt_buf_str(out, vt_str_sub(text, 0, (size_t)at));
		vt_buf_str(out, f->what);
		text = vt_str_sub(text, (size_t)at + what.len, text.len);
	}
	vt_buf_str(out, text);
	for (; from < out->len; from++)
		if ((unsigned char)out->p[from] < 0x20 || out->p[from] == 0x7F)
			out->p[from] = ' ';
}

static void
exh_print_text(struct exh_command *c, const struct exh_exhibition *x, const struct exh_finding *f)
{
	struct vt_buf	said;

	vt_buf_init(&said, 0);
	exh_say(c, c->lang, f, &said);
	(void)printf("%.*s/%.*s", VT_STR_ARG(x->slug), VT_STR_ARG(f->file));
	if (f->line > 0)
		(void)printf(":%d", f->line);
	(void)printf(": %s %.*s [%s]\n", exh_signs[f->severity], VT_STR_ARG(vt_buf_get(&said)), f->code);
	vt_buf_fini(&said);
}

static void
exh_put_json(struct exh_command *c, const struct exh_exhibition *x, const struct exh_finding *f,
    struct vt_jsonw *j)
{
	static const char *const languages[] = { "lt", "en" };
	struct vt_buf	said;

	vt_buf_init(&said, 0);
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "exhibition", x->slug);
	vt_jsonw_pair(j, "file", f->file);
	vt_jsonw_pair_int(j, "line", f->line);
	vt_jsonw_pair_c(j, "severity", exh_severities[f->severity]);
	vt_jsonw_pair_c(j, "code", f->code);
	vt_jsonw_pair(j, "what", f->what);
	for (size_t i = 0; i < 2; i++) {
		vt_buf_reset(&said);
		exh_say(c, languages[i], f, &said);
		vt_jsonw_pair(j, languages[i], vt_buf_get(&said));
	}
	vt_jsonw_end(j);
	vt_buf_fini(&said);
}

static void
exh_print_json(struct exh_command *c, const struct exh_exhibition *x, const struct exh_finding *f)
{
	struct vt_buf	out;
	struct vt_jsonw	j;

	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	exh_put_json(c, x, f, &j);
	(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));	/* a line each */
	vt_buf_fini(&out);
}

vt_err
exh_command_check_one(struct exh_command *c, const struct exh_exhibition *x, size_t *errors_r)
{
	const struct exh_finding	*list;
	size_t				 count;
	vt_err				 err = exh_check(c->a, c->catalog, x, &list, &count);

	*errors_r = 0;
	if (err != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		*errors_r += list[i].severity == EXH_ERROR;
		if (c->is_json)
			exh_print_json(c, x, &list[i]);
		else
			exh_print_text(c, x, &list[i]);
	}
	return (VT_OK);
}

static void
exh_print_sum(struct exh_command *c, struct vt_str slug, size_t errors)
{
	struct vt_str	text = vt_boot_message(c->boot, c->lang, errors == 0 ?
			    "exhibition.command.ready" : "exhibition.command.not_ready");

	if (!c->is_json)
		(void)printf("%.*s: %.*s\n", VT_STR_ARG(slug), VT_STR_ARG(text));
}

/* With what it is most often, in the curator's language. */
static int
exh_command_unreadable(struct exh_command *c, struct vt_str slug, vt_err err)
{
	int	code = exh_command_fail(err);

	if (err == VT_E_BADARG && !c->is_json)
		(void)fprintf(stderr, "%.*s: %.*s\n", VT_STR_ARG(slug), VT_STR_ARG(vt_boot_message(
		    c->boot, c->lang, "exhibition.command.unreadable")));
	return (code);
}

/* One that cannot be read stops nobody from seeing what the others lack. */
static int
exh_command_check_slug(struct exh_command *c, struct vt_str slug)
{
	struct exh_exhibition	*x;
	size_t			 errors;
	vt_err			 err = exh_command_load(c, slug, &x);

	if (err == VT_OK)
		err = exh_command_check_one(c, x, &errors);
	if (err != VT_OK)
		return (exh_command_unreadable(c, slug, err));
	exh_print_sum(c, slug, errors);
	return (errors == 0 ? 0 : 1);
}

int
exh_command_check(struct exh_command *c)
{
	struct vt_str	*slugs;
	size_t		 count;
	int		 code = 0, one;
	vt_err		 err;

	for (size_t i = 0; i < c->slug_count; i++)
		if ((one = exh_command_check_slug(c, vt_str_of(c->slugs[i]))) > code)
			code = one;
	if (c->slug_count > 0)
		return (code);
	if ((err = exh_slugs(c->a, c->conf->dir, &slugs, &count)) != VT_OK)
		return (exh_command_fail(err));
	for (size_t i = 0; i < count; i++)
		if ((one = exh_command_check_slug(c, slugs[i])) > code)
			code = one;
	one = exh_command_missed(c, count);
	return (one > code ? one : code);
}
