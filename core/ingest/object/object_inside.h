/* SPDX-License-Identifier: Apache-2.0 */
/* What the files object*.c share; nobody else includes it. */
#ifndef VT_INGEST_OBJECT_INSIDE_H
#define VT_INGEST_OBJECT_INSIDE_H

#include "ingest/object/object.h"

/* Whether images and text are public now. */
bool	vt_object_is_open(const struct vt_object_context *c, const struct vt_object *o);
/* Fill w->made; VT_E_LIMIT. */
vt_err	vt_object_pages(struct vt_object_work *w) VT_MUST_CHECK;
vt_err	vt_object_ranges(struct vt_object_work *w) VT_MUST_CHECK;
/* The marked title page, else the first page that can be shown; needs the pages. */
struct vt_str vt_object_thumbnail(const struct vt_object_work *w);

#endif
