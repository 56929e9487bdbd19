/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content states (IIIF Content State 1.0): what a link asks to be shown, as strangers
 * write it, and as we do.
 */
#ifndef SITE_STATE_H
#define SITE_STATE_H

#include "vartai.h"

#define SITE_STATE_MAX	16384	/* bytes of a content state as it arrives */

/* A region, in pixels of the canvas or in percent of it; w 0: none. */
struct site_region {
	double	x, y, w, h;
	bool	is_percent;
};

/* What is to be shown: an address, which may be that of a manifest, a canvas, a range or
 * an annotation, and where it is said, the manifest that it belongs to. */
struct site_content_state {
	struct vt_str		id;		/* without its fragment */
	struct vt_str		manifest;	/* partOf; may be empty */
	struct site_region	region;
};

/* As it stands in the argument iiif-content (3.1): a plain address, or JSON in the
 * encoding of section 6 (also without it: some write it so): an annotation, its target,
 * or the first of several.  VT_E_BADARG says what of it is not understood. */
vt_err	site_state_parse(struct vt_arena *a, struct vt_str given, struct site_content_state *state_r)
	    VT_MUST_CHECK;
/* "xywh=1,2,3,4", "pixel:", "percent:" (Media Fragments, 4.2.2); also without "xywh=".
 * False: it is none, and *region_r is untouched. */
bool	site_region_parse(struct vt_str text, struct site_region *region_r);
/* The region in whole pixels of an image, within it; false when nothing of it is. */
bool	site_region_fit(const struct site_region *region, int64_t width, int64_t height,
	    int64_t box_r[4]);

/* decodeURIComponent(); VT_E_BADARG. */
vt_err	site_unpercent(struct vt_arena *a, struct vt_str s, struct vt_str *text_r) VT_MUST_CHECK;

/* A canvas of a manifest, encoded for an address (6); empty when memory ran out. */
struct vt_str site_state_encode(struct vt_arena *a, struct vt_str canvas, struct vt_str manifest);

#endif
