/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai options`: every option of the core and of the plugins that are
 * configured, as commented YAML.  conf/vartai.yaml is made with it.
 */
#include "command.h"

#include <stdio.h>
#include <string.h>

int
vt_command_options(struct vt_command_line *line)
{
	static const char head[] =
	    "# SPDX-License-Identifier: Apache-2.0\n"
	    "# Vartai: every option with its default; `vartai options` prints this.\n"
	    "# Relative paths, those of plugins too, are relative to this file.  Any option can be\n"
	    "# set for one command: --set section.key=value (paths there: to the current folder).\n\n";
	const struct vt_conf_section *const *sections;
	struct vt_buf core, plugins;
	bool has_failed;
	size_t count;

	if (vt_command_has_more(line))
		return (VT_EXIT_NOTHING);
	sections = vt_settings_sections(&count);
	vt_buf_init(&core, 0);
	vt_buf_init(&plugins, 0);
	vt_gateway_document(line->gateway, &plugins);
	for (size_t i = 0; i < count; i++) {
		/* A plugin of that name says all that the core does, and more. */
		const char *said = plugins.len != 0 ? strstr(plugins.p, sections[i]->name) : NULL;

		if (strcmp(sections[i]->name, "oai") != 0 || said == NULL)
			vt_conf_document(sections[i], &core);
	}
	has_failed = vt_buf_error(&core) != VT_OK || vt_buf_error(&plugins) != VT_OK;
	if (!has_failed)
		(void)printf("%s%.*s%.*s", head, VT_STR_ARG(vt_buf_get(&core)),
			     VT_STR_ARG(vt_buf_get(&plugins)));
	vt_buf_fini(&core);
	vt_buf_fini(&plugins);
	return (has_failed || fflush(stdout) != 0 ? VT_EXIT_NOTHING : VT_EXIT_OK);
}
