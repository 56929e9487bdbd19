/* SPDX-License-Identifier: Apache-2.0 */
/* What `vartai help` and a mistyped command are answered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "main_inside.h"

#define VT_MAIN_HELP_COLUMN 53	/* where summaries begin */

/* A plugin may leave out what it has nothing to say of. */
static const char *
vt_main_words(const char *text)
{
	return (text != NULL ? text : "");
}

/* The next of the ways to call a command, which " | " divides where no bracket is open. */
static bool
vt_main_way(const char **rest, struct vt_str *way_r)
{
	const char *at = *rest;
	int open = 0;

	if (*at == '\0')
		return (false);
	for (; *at != '\0' && (open > 0 || strncmp(at, " | ", 3) != 0); at++)
		open += (*at == '[') - (*at == ']');
	*way_r = (struct vt_str){ *rest, (size_t)(at - *rest) };
	*rest = *at != '\0' ? at + 3 : at;
	return (true);
}

/* What is longer than its column has a line for each way, and the summary below them. */
static void
vt_main_help_line(const char *name, const char *usage, const char *summary)
{
	const char *rest = vt_main_words(usage);
	struct vt_str way = VT_STR("");
	int at = 0;

	if (strlen(rest) + strlen("  12345678 ") < VT_MAIN_HELP_COLUMN) {
		at = printf("  %-8s %s", name, rest);
	} else {
		while (vt_main_way(&rest, &way)) {
			(void)printf("  %-8s %.*s\n", name, VT_STR_ARG(way));
			name = "";
		}
	}
	(void)printf("%*s%s\n", VT_MAIN_HELP_COLUMN - at, "", vt_main_words(summary));
}

/* Those of the plugins that are configured, as far as the configuration can be read. */
static void
vt_main_help_plugins(struct vt_command_line *line)
{
	const struct vt_command *c;
	vt_err err = vt_main_settings(line);

	if (err == VT_OK)
		err = vt_main_gateway(line, true);
	if (err != VT_OK) {
		(void)printf("\nCommands of plugins are not listed: %s\n", vt_fail_text(err));
		return;
	}
	if (vt_gateway_command_at(line->gateway, 0) != NULL)
		(void)printf("\nof the plugins:\n\n");
	for (size_t i = 0; (c = vt_gateway_command_at(line->gateway, i)) != NULL; i++)
		if (strcmp(c->name, "status") != 0)	/* they are part of ours */
			vt_main_help_line(c->name, c->usage, c->summary);
}

int
vt_main_help(struct vt_command_line *line)
{
	(void)printf(
	    "usage: vartai COMMAND [--config FILE] [--set section.key=value]... [...]\n\n");
	for (const struct vt_main_command *c = vt_main_commands; c->name != NULL; c++)
		vt_main_help_line(c->name, c->usage, c->summary);
	vt_main_help_plugins(line);
	(void)printf("\n`vartai help COMMAND` says more.  Without --config: %s, when there is one.\n",
		     VT_MAIN_CONFIG);
	return (VT_EXIT_OK);
}

int
vt_main_usage(const char *name, const char *usage, const char *summary)
{
	const char *rest = vt_main_words(usage), *lead = "usage:";
	struct vt_str way = VT_STR("");

	do {
		bool has_way = vt_main_way(&rest, &way);

		(void)printf("%6s vartai %s%s%.*s\n", lead, name, has_way ? " " : "", VT_STR_ARG(way));
		lead = "";
	} while (*rest != '\0');
	if (summary != NULL)
		(void)printf("\nIt %s.\n", summary);
	(void)printf("\nEvery command takes --config FILE (without it %s, when there is one) and\n"
		     "--set section.key=value; it ends with 0, or with another number and a sentence.\n",
		     VT_MAIN_CONFIG);
	return (VT_EXIT_OK);
}

bool
vt_main_wants_help(const struct vt_command_line *line)
{
	for (int i = 1; i < line->argc && strcmp(line->argv[i], "--") != 0; i++)
		if (strcmp(line->argv[i], "--help") == 0 || strcmp(line->argv[i], "-h") == 0)
			return (true);
	return (false);
}

/* "help COMMAND" is "COMMAND --help". */
void
vt_main_help_of(struct vt_command_line *line)
{
	static char help[] = "--help";

	if (line->argc < 2 || strcmp(line->argv[0], "help") != 0 || line->argv[1][0] == '-')
		return;
	free(line->argv[0]);
	line->argv[0] = line->argv[1];
	line->argv[1] = help;
	line->argc = 2;
}

int
vt_main_unknown(struct vt_command_line *line)
{
	const struct vt_command *c;
	struct vt_nearest_word near;

	vt_nearest_word_init(&near, vt_str_of(line->argv[0]));
	for (const struct vt_main_command *m = vt_main_commands; m->name != NULL; m++)
		vt_nearest_word_try(&near, m->name);
	for (size_t i = 0; (c = vt_gateway_command_at(line->gateway, i)) != NULL; i++)
		vt_nearest_word_try(&near, c->name);
	(void)fprintf(stderr, "vartai: there is no command '%s'%s%s%s; `vartai help` lists them\n",
		      line->argv[0], near.best != NULL ? ": did you mean '" : "",
		      near.best != NULL ? near.best : "", near.best != NULL ? "'?" : "");
	return (VT_EXIT_NOTHING);
}
