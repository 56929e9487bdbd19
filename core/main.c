/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai`: takes the command line apart, reads the configuration, loads the
 * plugins, and hands over to the command.  Exit codes: 0 all is well, 1 some of
 * it failed, 2 nothing could be done.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/log.h"
#include "api/owned.h"
#include "base/log_setup.h"
#include "ingest/command.h"
#include "main_inside.h"
#include "version.h"

static int vt_main_version(struct vt_command_line *line);
static int vt_main_ingest(struct vt_command_line *line);

const struct vt_main_command vt_main_commands[] = {
	{ "serve", "", "serves until it is told to stop (SIGTERM)", VT_MAIN_CONF,
	  vt_command_serve, false },
	{ "ingest", "[--dry-run] [--prune] [--json] PATH...", "takes folders into the catalogue",
	  VT_MAIN_LOOK, vt_main_ingest, true },
	{ "check", "[--tiers] [--json] [--lang lt|en] [ID...]",
	  "says what Europeana would say of the records", VT_MAIN_LOOK, vt_command_check,
	  true },
	{ "formats", "[refresh [--over TIME] [--dry-run]]",
	  "lists the formats of records, or makes records anew", VT_MAIN_LOOK, vt_command_formats,
	  true },
	{ "status", "[--json]", "says how the last ingests went, and what plugins have to say",
	  VT_MAIN_LOOK, vt_command_status, false },
	{ "dump", "", "prints the whole catalogue as text, to compare two", VT_MAIN_CONF,
	  vt_command_dump, false },
	{ "options", "", "prints every option as commented YAML", VT_MAIN_LOOK,
	  vt_command_options, false },
	{ "version", "", "prints the version", VT_MAIN_NOTHING, vt_main_version, false },
	{ "help", "[COMMAND]", "prints this, or what a command takes", VT_MAIN_NOTHING, vt_main_help,
	  false },
	{ NULL, NULL, NULL, VT_MAIN_NOTHING, NULL, false },
};

static int
vt_main_fail(vt_err err)
{
	(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
	return (VT_EXIT_NOTHING);
}

/* --- the command line ------------------------------------------------------------ */

/* "--config F" or "--config=F": the value, with *i behind it; NULL: another
 * argument. */
static const char *
vt_main_value(char **argv, int argc, int *i, const char *name)
{
	size_t len = strlen(name);

	if (strncmp(argv[*i], name, len) != 0)
		return (NULL);
	if (argv[*i][len] == '=')
		return (argv[*i] + len + 1);
	if (argv[*i][len] != '\0')
		return (NULL);
	if (*i + 1 == argc)
		return ("");
	return (argv[++*i]);
}

/* Options that every command has, wherever they stand before "--"; the rest
 * becomes the command's own argv, in place. */
static vt_err
vt_main_parse(int argc, char **argv, char **own, struct vt_command_line *line)
{
	bool is_over = false;

	line->whole_argc = argc;
	line->whole_argv = argv;
	line->argv = own;
	for (int i = 1; i < argc; i++) {
		const char *value;

		is_over |= strcmp(argv[i], "--") == 0;
		if (!is_over && (value = vt_main_value(argv, argc, &i, "--config")) != NULL) {
			if (value[0] == '\0')
				return (vt_fail(VT_E_BADARG, "--config wants a file"));
			line->config = strdup(value);
		} else if (!is_over && (value = vt_main_value(argv, argc, &i, "--set")) != NULL) {
			if (line->set_count == VT_COMMAND_SETS_MAX)
				return (vt_fail(VT_E_BADARG, "more than %d --set are given",
						VT_COMMAND_SETS_MAX));
			line->sets[line->set_count++] = strdup(value);
		} else {
			/* Copied: the server's title will be written over argv. */
			own[line->argc++] = strdup(argv[i]);
		}
	}
	own[line->argc] = NULL;
	return (VT_OK);
}

/* --- configuration and plugins ------------------------------------------------------ */

vt_err
vt_command_conf(const struct vt_command_line *line, struct vt_conf **conf_r)
{
	const char *path = line->config;
	struct vt_conf *conf;
	vt_err err;

	if (path == NULL && access(VT_MAIN_CONFIG, F_OK) == 0)
		path = VT_MAIN_CONFIG;
	if ((err = vt_conf_open(path, &conf)) != VT_OK)
		return (err);
	for (size_t i = 0; i < line->set_count; i++) {
		if ((err = vt_conf_set(conf, line->sets[i])) == VT_OK)
			continue;
		vt_conf_free(&conf);
		return (err);
	}
	*conf_r = conf;
	return (VT_OK);
}

static bool
vt_main_logs_json(const struct vt_log_settings *log)
{
	bool is_terminal = log->file[0] == '\0' && isatty(STDERR_FILENO);

	return (strcmp(log->format, "auto") == 0 ? !is_terminal : strcmp(log->format, "json") == 0);
}

vt_err
vt_main_gateway(struct vt_command_line *line, bool only_looks)
{
	const struct vt_server_settings *s = &line->settings.server;
	struct vt_gateway_options o = { .base_url = s->base_url,
					.data_dir = line->settings.data_dir,
					.template_dir = s->template_dir,
					.vendor_dir = s->vendor_dir,
					.cache_bytes = s->cache_bytes,
					.arena_bytes = s->request_bytes,
					.body_bytes = s->body_bytes,
					.has_tls = s->tls_certificate[0] != '\0',
					.trusted_proxies = s->trusted_proxies,
					.proxy_header = s->proxy_header,
					.follows_proxies = !s->has_base_url,
					.access = line->settings.access,
					.only_looks = only_looks };

	o.core_sections = vt_settings_sections(&o.core_section_count);
	return (
	    vt_gateway_new(line->conf, &o, &line->settings.plugins, s->plugin_dir, &line->gateway));
}

/* Root is not led to another folder by who may put links on the way to this one; and one
 * without a name would be the root of the disk. */
static vt_err
vt_main_look_at_data(const char *data_dir)
{
	int fd;

	if (data_dir[0] == '\0')
		return (vt_fail(VT_E_BADARG, "data.dir is empty: name the folder that is to hold "
					     "the catalogue"));
	if ((fd = vt_owned_open(data_dir, O_RDONLY | O_DIRECTORY, 0)) < 0)
		return (errno != ELOOP ? VT_OK : vt_fail(VT_E_BADARG, "data.dir %s: %s", data_dir,
							 vt_owned_error()));
	(void)close(fd);
	return (VT_OK);
}

vt_err
vt_main_settings(struct vt_command_line *line)
{
	vt_err err = vt_command_conf(line, &line->conf);

	if (err == VT_OK)
		err = vt_settings_read(line->conf, &line->settings);
	return (err == VT_OK ? vt_main_look_at_data(line->settings.data_dir) : err);
}

static vt_err
vt_main_prepare(struct vt_command_line *line, enum vt_main_needs needs)
{
	const struct vt_log_settings *log = &line->settings.log;
	vt_err err;

	if (needs == VT_MAIN_NOTHING)
		return (VT_OK);
	if ((err = vt_main_settings(line)) != VT_OK ||
	    (err = vt_log_open(log->file, vt_main_logs_json(log), log->levels)) != VT_OK)
		return (err);
	return (needs == VT_MAIN_LOOK ? vt_main_gateway(line, true) : VT_OK);
}

bool
vt_command_has_more(const struct vt_command_line *line)
{
	if (line->argc > 1)
		(void)fprintf(stderr, "vartai %s takes no '%s'\n", line->argv[0], line->argv[1]);
	return (line->argc > 1);
}

vt_err
vt_command_look(struct vt_command_line *line)
{
	return (vt_main_prepare(line, VT_MAIN_LOOK));
}

vt_err
vt_command_gateway(struct vt_command_line *line)
{
	vt_gateway_free(&line->gateway);
	return (vt_main_gateway(line, false));
}

static void
vt_main_end(struct vt_command_line *line)
{
	vt_gateway_free(&line->gateway);
	vt_conf_free(&line->conf);
}

/* --- commands that are small ---------------------------------------------------------- */

static int
vt_main_version(struct vt_command_line *line)
{
	if (vt_command_has_more(line))
		return (VT_EXIT_NOTHING);
	(void)printf("vartai %s (plugin ABI %d.%d)\n", VARTAI_VERSION, VT_ABI_MAJOR, VT_ABI_MINOR);
	return (VT_EXIT_OK);
}

/* --- running --------------------------------------------------------------------------- */

static int
vt_main_ingest(struct vt_command_line *line)
{
	vt_settings_warn_domain(&line->settings);
	return (vt_ingest_command(line->conf, line->argc, line->argv));
}

/* A command that is not ours may be a plugin's: looked for first, for a mistyped
 * one is to make no files; nor is one that finds no catalogue, and says so. */
static int
vt_main_plugin(struct vt_command_line *line)
{
	const struct vt_command *command;
	struct vt_catalog *catalog;
	struct vt_boot *boot;
	const void *conf;
	vt_err err;

	command = vt_gateway_command(line->gateway, line->argv[0], &boot, &conf);
	if (command == NULL)
		return (vt_main_unknown(line));
	if (vt_main_wants_help(line))
		return (vt_main_usage(command->name, command->usage, command->summary));
	if (vt_boot_catalog(boot, &catalog) == VT_OK) {
		if ((err = vt_command_gateway(line)) != VT_OK)
			return (vt_main_fail(err));
		command = vt_gateway_command(line->gateway, line->argv[0], &boot, &conf);
	}
	return (command->run(boot, conf, line->argc, line->argv));
}

static const struct vt_main_command *
vt_main_find(const char *name)
{
	static const struct vt_main_command plugin = { .needs = VT_MAIN_LOOK,
						       .run = vt_main_plugin,
						       .has_help = true };

	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	if (strcmp(name, "--version") == 0)
		name = "version";
	for (const struct vt_main_command *c = vt_main_commands; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return (c);
	return (&plugin);
}

int
main(int argc, char **argv)
{
	static struct vt_command_line line;
	const struct vt_main_command *command;
	char **own = calloc((size_t)argc + 1, sizeof(*own));
	vt_err err;
	int code;

	if (own == NULL)
		return (VT_EXIT_NOTHING);
	if ((err = vt_main_parse(argc, argv, own, &line)) != VT_OK)
		return (vt_main_fail(err));
	if (line.argc == 0) {
		(void)vt_main_help(&line);
		return (VT_EXIT_NOTHING);
	}
	vt_main_help_of(&line);
	command = vt_main_find(line.argv[0]);
	if (!command->has_help && vt_main_wants_help(&line))
		return (vt_main_usage(command->name, command->usage, command->summary));
	if ((err = vt_main_prepare(&line, command->needs)) != VT_OK)
		code = vt_main_fail(err);
	else
		code = command->run(&line);
	vt_main_end(&line);
	return (code);
}
