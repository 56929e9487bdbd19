/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands of `vartai` are given, and the commands that main.c does
 * not hold itself. */
#ifndef VARTAI_COMMAND_H
#define VARTAI_COMMAND_H

#include "http/gateway.h"
#include "settings.h"

#define VT_COMMAND_SETS_MAX 128 /* --set options of one command line */

/* Exit codes of every command. */
enum { VT_EXIT_OK = 0, VT_EXIT_SOME = 1, VT_EXIT_NOTHING = 2 };

/* The command line taken apart, and what the configuration made of it. */
struct vt_command_line {
	const char *config; /* NULL: none */
	const char *sets[VT_COMMAND_SETS_MAX];
	size_t set_count;
	int argc; /* the command's own: argv[0] is its name */
	char **argv;
	int whole_argc; /* the process's */
	char **whole_argv;

	struct vt_conf *conf;
	struct vt_settings settings;
	struct vt_gateway *gateway; /* it only looks; NULL for commands that do without plugins
				     * until vt_command_gateway() */
};

/* Opens the file and applies every --set; VT_E_BADARG says where it is wrong. */
vt_err vt_command_conf(const struct vt_command_line *line, struct vt_conf **conf_r) VT_MUST_CHECK;

/* For commands that take no arguments: says so when there is one. */
bool vt_command_has_more(const struct vt_command_line *line);
/* Reads the configuration and looks at all that it names, as a start does, but
 * serves nothing and makes no files beside the log.  For a process that ends soon:
 * what it keeps is not given back. */
vt_err vt_command_look(struct vt_command_line *line) VT_MUST_CHECK;

/* The gateway of a process that serves or signs: what it needs in data.dir is made.
 * In place of one that only looks. */
vt_err vt_command_gateway(struct vt_command_line *line) VT_MUST_CHECK;

int vt_command_serve(struct vt_command_line *line);
int vt_command_options(struct vt_command_line *line);
int vt_command_dump(struct vt_command_line *line);
int vt_command_check(struct vt_command_line *line);
int vt_command_formats(struct vt_command_line *line);
int vt_command_status(struct vt_command_line *line);

#endif
