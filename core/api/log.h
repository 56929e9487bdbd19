/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: one line an event, readable or JSON, on standard error or in a
 * file; each line of a request carries the request's id.  Any thread.
 */
#ifndef VT_API_LOG_H
#define VT_API_LOG_H

#include "str.h"

enum vt_log_level {
	VT_LOG_DEBUG, VT_LOG_INFO, VT_LOG_WARN, VT_LOG_ERROR
};

struct vt_log_field {
	const char	*key;
	struct vt_str	 value;		/* used when value.p is set, */
	int64_t		 number;	/* else this */
};

/* module: "http", "ingest", a plugin's name; its level can be configured. */
VT_API void	vt_log(const char *module, enum vt_log_level level,
		    const char *fmt, ...) VT_PRINTF(3, 4);
/* The same with named values behind the message. */
VT_API void	vt_log_event(const char *module, enum vt_log_level level,
		    const char *message, const struct vt_log_field *fields,
		    size_t field_count);
VT_API bool	vt_log_wants(const char *module, enum vt_log_level level);

#endif
