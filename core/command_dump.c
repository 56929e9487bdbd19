/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai dump`: the whole catalogue as text, the same bytes for the same
 * content, so that two catalogues can be compared with diff.
 */
#include <stdio.h>

#include "catalog/read/dump.h"
#include "command.h"

static vt_err
vt_command_dump_read(struct vt_catalog *c, struct vt_buf *out)
{
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_catalog_dump(c, out);
	vt_catalog_end(c);
	return (err == VT_OK ? vt_buf_error(out) : err);
}

int
vt_command_dump(struct vt_command_line *line)
{
	struct vt_catalog *c;
	struct vt_buf out;
	vt_err err;
	int code = VT_EXIT_OK;

	if (vt_command_has_more(line))
		return (VT_EXIT_NOTHING);
	vt_buf_init(&out, 0);
	err = vt_catalog_open(line->settings.data_dir, line->settings.server.base_url, &c);
	if (err == VT_OK) {
		vt_catalog_tidies(c);
		err = vt_command_dump_read(c, &out);
		vt_catalog_close(&c);
	}
	if (err != VT_OK) {
		(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
		code = VT_EXIT_NOTHING;
	} else if (fwrite(out.p, 1, out.len, stdout) != out.len || fflush(stdout) != 0)
		code = VT_EXIT_NOTHING;
	vt_buf_fini(&out);
	return (code);
}
