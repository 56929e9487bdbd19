/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zooming by links, for who has no scripts or does not want them: a picture, each of its
 * nine parts, each of theirs, and so on, has an address.  A way is one digit a level, 1 to
 * 9 as on the keys of a telephone, from the top left; empty: the whole.  Parts overlap, so
 * that no word is cut in two by all of them.  Since 2.5.
 */
#ifndef VT_API_ZOOM_H
#define VT_API_ZOOM_H

#include "page.h"

#define VT_ZOOM_LEVELS	6	/* below the whole */
#define VT_ZOOM_LEAST	240	/* pixels of a part's longer side worth showing */

struct vt_zoom {
	struct vt_str	way;
	int64_t		x, y, w, h;	/* pixels: of the whole, and after vt_zoom_in() of the part */
};

/* From the whole to the part that the way says.  VT_E_NOTFOUND, in a sentence: it is no
 * way, or there is no such part. */
VT_API vt_err	vt_zoom_in(struct vt_zoom *z) VT_MUST_CHECK;

/* The address of a way, as a link of the page has it. */
typedef struct vt_str vt_zoom_url(void *arg, struct vt_str way);
/* What templates of zooming read, set in data: where (in words of lang), is_whole, parts
 * (url, part) and has_parts, trail (url, part, is_here), whole_url, and, empty where there
 * is none, left_url, right_url, up_url, down_url, out_url. */
VT_API void	vt_zoom_links(struct vt_request *req, const char *lang, const struct vt_zoom *z,
		    vt_zoom_url *url, void *arg, struct vt_value *data);

#endif
