/* SPDX-License-Identifier: Apache-2.0 */
/* The way to a file, and where it ends: between owned.c and owned_walk.c. */
#ifndef VT_BASE_OWNED_WALK_H
#define VT_BASE_OWNED_WALK_H

#include <limits.h>
#include <stdbool.h>

#include "api/owned.h"

#define VT_OWNED_ROOT 0 /* the user who must not be led astray */

struct vt_owned_walk {
	int dir;			/* where it is: O_PATH */
	char name[NAME_MAX + 1];	/* the last one, in dir */
	char rest[VT_OWNED_PATH_MAX];	/* the way that is left */
	unsigned links;
	bool follows_last;
};

/* w->dir and w->name are where path leads to; w->dir is to be closed after 0.  -1: errno. */
int vt_owned_find(const char *path, bool follows_last, struct vt_owned_walk *w);
/* Keeps errno; fd may be below 0. */
void vt_owned_close(int fd);
/* -1, with errno. */
int vt_owned_fail(int error);

#endif
