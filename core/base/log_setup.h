/* SPDX-License-Identifier: Apache-2.0 */
/* Where the log goes; called by main and by the signal handling, not by others. */
#ifndef VT_BASE_LOG_SETUP_H
#define VT_BASE_LOG_SETUP_H

#include "api/log.h"

/* path "" or "-": standard error.  levels: "info" or "info,http=debug,…". */
vt_err	vt_log_open(const char *path, bool is_json, const char *levels) VT_MUST_CHECK;
/* Opens the file again (after rotation); keeps the old one when it cannot. */
void	vt_log_reopen(void);
/* Other levels from now on, while other threads write; the rest as it is. */
vt_err	vt_log_set_levels(const char *levels) VT_MUST_CHECK;
/* The descriptor of the file, for processes that may not open it themselves;
 * -1 when the log is standard error. */
int	vt_log_descriptor(void);
/* Lines go where fd goes; fd stays the caller's. */
void	vt_log_adopt(int fd);
/* The id that this thread's lines carry; empty: none.  Copied (64 bytes kept). */
void	vt_log_request(struct vt_str id);

#endif
