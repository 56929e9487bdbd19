/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands to standard output, which may be a file on a full disk.
 */
#include <errno.h>
#include <stdio.h>

#include "analytics.h"

vt_err
analytics_print(struct vt_str text)
{
	bool	is_good = text.len == 0 || fwrite(text.p, 1, text.len, stdout) == text.len;

	/* What was printed before may have failed, too. */
	if (is_good && fflush(stdout) == 0 && ferror(stdout) == 0)
		return (VT_OK);
	return (vt_fail(VT_E_IO, "standard output cannot be written: %s", strerror(errno)));
}

int
analytics_end(vt_err err, int code)
{
	if (err == VT_OK)
		err = analytics_print(VT_STR_NONE);
	if (err == VT_OK)
		return (code);
	(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
	return (2);
}
