/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IIIF Change Discovery 1.0, level 2 (iiif.io/api/discovery/1.0): every change of a
 * manifest, the oldest first, from the catalogue's list of changes.
 */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#include "vartai.h"

#define ACTIVITY_COLLECTION	"/iiif/activity/collection"
#define ACTIVITY_PAGE		"/iiif/activity/page/{n}"

struct activity_conf {
	int64_t	page_changes;	/* changes on a page */
	int64_t	settle;		/* seconds after which a change is listed */
};

/* `vartai iiif-registry`: the file by which the registry of IIIF learns of the list. */
int	activity_registry(struct vt_boot *boot, const void *conf, int argc, char **argv);

#endif
