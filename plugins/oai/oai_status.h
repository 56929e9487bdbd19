/* SPDX-License-Identifier: Apache-2.0 */
/* `vartai harvest status`: what its two parts share. */
#ifndef OAI_STATUS_H
#define OAI_STATUS_H

#include "oai_harvest.h"

struct oai_status {
	struct vt_arena		*arena;
	const char		*folder, *path, *draft, *lock;
	struct vt_catalog	*catalog;
	struct oai_harvests	 h;
	int64_t			 yesterday;	/* its last second, UTC */
	int64_t			 earliest;
};

/* oai_status_answer.c: all that is known, to standard output.  *code_r 1: some harvester
 * lacks something. */
vt_err	oai_status_say(struct oai_status *s, bool is_json, int *code_r) VT_MUST_CHECK;

#endif
