/* SPDX-License-Identifier: Apache-2.0 */
/* Where the log goes; called by main and by the signal handling, not by others. */
#ifndef VT_BASE_LOG_SETUP_H
#define VT_BASE_LOG_SETUP_H

#include "api/log.h"

/* path "" or "-": standard error.  levels: "info" or "info,http=debug,…". */
vt_err	vt_log_open(const char *path, bool is_json, const char *levels) VT_MUST_CHECK;
/* Opens the file again (after rotation); keeps the old one when it cannot. */
void	vt_log_reopen(void);
/* The id that this thread's lines carry; empty: none.  Copied (64 bytes kept). */
void	vt_log_request(struct vt_str id);

#endif
