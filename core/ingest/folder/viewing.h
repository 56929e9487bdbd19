/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words by which sources say how an object is to be shown: IIIF's own
 * (Presentation 3.0, 3.1 and 3.2), and those that METS has for kinds of leaves.
 */
#ifndef VT_INGEST_VIEWING_H
#define VT_INGEST_VIEWING_H

#include "api/str.h"

#define VT_VIEWING_DIRECTIONS "left-to-right, right-to-left, top-to-bottom, bottom-to-top"
#define VT_VIEWING_BEHAVIORS "paged, individuals, continuous, unordered"
#define VT_VIEWING_PAGE_BEHAVIORS "non-paged, facing-pages"

/* The word as IIIF has it; NULL: it is none of them. */
const char *vt_viewing_direction(struct vt_str word);
const char *vt_viewing_behavior(struct vt_str word);
const char *vt_viewing_page_behavior(struct vt_str word);
/* Of a METS div's TYPE: "foldout" is non-paged, "doublepage" facing-pages; NULL: an
 * ordinary page, or no page at all. */
const char *vt_viewing_leaf(struct vt_str type);
/* Whether texts in that language (ISO 639) are written from right to left. */
bool	vt_viewing_is_rtl(struct vt_str language);

#endif
