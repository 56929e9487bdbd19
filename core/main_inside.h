/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands, and what of main.c the help needs. */
#ifndef VARTAI_MAIN_INSIDE_H
#define VARTAI_MAIN_INSIDE_H

#include "command.h"

#define VT_MAIN_CONFIG "/etc/vartai/vartai.yaml"

/* Plugins that are only looked at (their options) make nothing in data.dir. */
enum vt_main_needs { VT_MAIN_NOTHING, VT_MAIN_CONF, VT_MAIN_LOOK };

struct vt_main_command {
	const char *name, *usage, *summary;
	enum vt_main_needs needs;
	int (*run)(struct vt_command_line *line);
	bool has_help; /* it answers --help itself, at length */
};

extern const struct vt_main_command vt_main_commands[]; /* ends with a NULL name */

/* Configuration and plugins, as far as a command needs them. */
vt_err	vt_main_settings(struct vt_command_line *line) VT_MUST_CHECK;
vt_err	vt_main_gateway(struct vt_command_line *line, bool only_looks) VT_MUST_CHECK;

/* Those that print answer with an exit code. */
int	vt_main_help(struct vt_command_line *line);
int	vt_main_usage(const char *name, const char *usage, const char *summary);
int	vt_main_unknown(struct vt_command_line *line);
bool	vt_main_wants_help(const struct vt_command_line *line);
/* "help COMMAND" becomes "COMMAND --help". */
void	vt_main_help_of(struct vt_command_line *line);

#endif
