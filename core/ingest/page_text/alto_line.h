/* SPDX-License-Identifier: Apache-2.0 */
/* A line of ALTO, collected until it is whole: between alto.c and alto_line.c. */
#ifndef VT_INGEST_ALTO_LINE_H
#define VT_INGEST_ALTO_LINE_H

#include "ingest/page_text/page_text.h"

enum vt_alto_kind {
	VT_ALTO_OTHER, VT_ALTO_PAGE, VT_ALTO_BLOCK, VT_ALTO_LINE, VT_ALTO_STRING, VT_ALTO_SPACE,
	VT_ALTO_HYPHEN, VT_ALTO_SHAPE, VT_ALTO_UNIT
};

struct vt_alto_item {
	enum vt_alto_kind kind; /* STRING, SPACE, HYPHEN */
	struct vt_str text, whole;
	struct vt_box box;
	uint8_t hyphen;
};

struct vt_alto_line {
	struct vt_page_text *text;
	struct vt_alto_item *items;
	size_t count, cap;
};

/* Without memory the text's err says so. */
void vt_alto_line_add(struct vt_alto_line *l, const struct vt_alto_item *item);
/* Its words go to the text; box: where it stands, or its block. */
void vt_alto_line_write(const struct vt_alto_line *l, struct vt_box box);

#endif
