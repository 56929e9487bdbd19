/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line of `vartai exhibit`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "exh_command.h"
#include "exh_keep.h"

#define EXH_COMMAND_MEMORY	((size_t)256 << 20)

static const struct {
	const char	*name;
	int		(*run)(struct exh_command *);
	size_t		 least, most;	/* slugs */
} exh_command_verbs[] = {
	{ "check", exh_command_check, 0, EXH_MAX },
	{ "preview", exh_command_preview, 1, 1 },
	{ "publish", exh_command_publish, 1, 1 },
	{ "withdraw", exh_command_withdraw, 1, 1 },
	{ "list", exh_command_list, 0, 0 },
};

int
exh_command_fail(vt_err err)
{
	(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
	return (2);
}

int
exh_command_missed(struct exh_command *c, size_t count)
{
	struct vt_str	*list;
	size_t		 missed;
	vt_err		 err = exh_slugs_missed(c->a, c->conf->dir, &list, &missed);

	if (err != VT_OK)
		return (exh_command_fail(err));
	for (size_t i = 0; i < missed; i++)
		(void)fprintf(stderr, "vartai: %.*s\n", VT_STR_ARG(list[i]));
	if (count + missed == 0)
		(void)fprintf(stderr, access(c->conf->dir, F_OK) == 0 ?
		    "There is no exhibition in %s: see plugins/exhibitions/README.md\n" :
		    "There is no folder %s (exhibitions.dir): make it, with a folder in it for each "
		    "exhibition: see plugins/exhibitions/README.md\n", c->conf->dir);
	return (missed > 0 ? 2 : 0);
}

vt_err
exh_command_load(struct exh_command *c, struct vt_str slug, struct exh_exhibition **x_r)
{
	vt_err	err;

	if (!exh_is_slug(slug))
		return (vt_fail(VT_E_BADARG, "'%.*s' is no name of an exhibition: small letters without "
		    "diacritics, digits and '-' are", VT_STR_ARG(slug)));
	exh_user_begin(&c->user);
	err = exh_load(c->a, vt_str_printf(c->a, "%s/%.*s", c->conf->dir, VT_STR_ARG(slug)), slug, x_r);
	exh_user_end(&c->user);
	if (err == VT_E_NOTFOUND)
		return (vt_fail(err, "there is no exhibition '%.*s': no %s/%.*s/exhibition.yaml",
		    VT_STR_ARG(slug), c->conf->dir, VT_STR_ARG(slug)));
	return (err == VT_OK ? VT_OK : vt_fail_in(err, "%.*s", VT_STR_ARG(slug)));
}

static int
exh_command_usage(void)
{
	(void)fprintf(stderr, "usage: vartai exhibit " EXH_COMMAND_USAGE "\n");
	return (2);
}

static vt_err
exh_command_lang(struct exh_command *c, const char *value)
{
	if (value == NULL || (strcmp(value, "lt") != 0 && strcmp(value, "en") != 0))
		return (vt_fail(VT_E_BADARG, "--lang wants lt or en"));
	c->lang = value;
	return (VT_OK);
}

static vt_err
exh_command_read(struct exh_command *c, int argc, char **argv)
{
	vt_err	err = VT_OK;

	if ((c->slugs = vt_arena_array(c->a, (size_t)argc, sizeof(*c->slugs))) == NULL)
		return (VT_E_LIMIT);
	for (int i = 2; i < argc && err == VT_OK; i++)
		if (strcmp(argv[i], "--json") == 0)
			c->is_json = true;
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			err = exh_command_lang(c, argv[i] + 7);
		else if (strcmp(argv[i], "--lang") == 0) {
			err = exh_command_lang(c, i + 1 < argc ? argv[i + 1] : NULL);
			i++;
		} else if (argv[i][0] == '-')
			err = vt_fail(VT_E_BADARG, "unknown option %s; `vartai exhibit --help` lists them",
			    argv[i]);
		else
			c->slugs[c->slug_count++] = argv[i];
	return (err);
}

static int
exh_command_run(struct exh_command *c, const char *name)
{
	for (size_t i = 0; i < sizeof(exh_command_verbs) / sizeof(exh_command_verbs[0]); i++)
		if (strcmp(name, exh_command_verbs[i].name) == 0) {
			if (c->slug_count < exh_command_verbs[i].least ||
			    c->slug_count > exh_command_verbs[i].most)
				break;
			return (exh_command_verbs[i].run(c));
		}
	return (exh_command_usage());
}

int
exh_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	struct exh_command	c = { .boot = boot, .conf = conf, .lang = vt_boot_language(boot) };
	vt_err			err;
	int			code;

	if (argc < 2)
		return (exh_command_usage());
	c.a = vt_arena_new(EXH_COMMAND_MEMORY);
	exh_user_find(&c.user, vt_boot_option(boot, "server.user"), vt_boot_option(boot, "data.dir"));
	if ((err = vt_boot_catalog(boot, &c.catalog)) != VT_OK) {
		(void)exh_command_fail(err);	/* what needs none goes on */
		c.catalog = NULL;
	}
	if ((err = exh_command_read(&c, argc, argv)) != VT_OK)
		code = exh_command_fail(err);
	else
		code = exh_command_run(&c, argv[1]);
	vt_arena_free(&c.a);
	return (code);
}
