/* SPDX-License-Identifier: Apache-2.0 */
/* The log's levels by module; for log.c. */
#ifndef VT_BASE_LOG_LEVELS_H
#define VT_BASE_LOG_LEVELS_H

#include "api/log.h"

#define VT_LOG_MODULES_MAX 32 /* modules with a level of their own */
#define VT_LOG_MODULE_LEN  32

struct vt_log_module {
	char name[VT_LOG_MODULE_LEN];
	enum vt_log_level level;
};

struct vt_log_levels {
	enum vt_log_level level; /* of modules that are not named */
	struct vt_log_module modules[VT_LOG_MODULES_MAX];
	size_t count;
};

const char *vt_log_level_name(enum vt_log_level level);
vt_err vt_log_levels_read(const char *text, struct vt_log_levels *levels_r) VT_MUST_CHECK;
/* From now on, for all threads. */
void vt_log_levels_use(const struct vt_log_levels *levels);

#endif
