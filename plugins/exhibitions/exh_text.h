/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Markdown file as it is read: what is let through of it (exh_text_sift.c), before it is
 * divided into what belongs where (exh_text.c).
 */
#ifndef EXH_TEXT_H
#define EXH_TEXT_H

#include <cmark.h>

#include "exh_load.h"

#define EXH_STEP_LEVEL		3	/* of the first heading within a step */

struct exh_text {
	struct exh_load		*l;
	const char		*file;
	enum exh_version	 version;
};

#define exh_text_error(t, line, code, ...) \
	exh_findings_add(&(t)->l->findings, EXH_ERROR, (t)->file, line, code, __VA_ARGS__)
#define exh_text_warning(t, line, code, ...) \
	exh_findings_add(&(t)->l->findings, EXH_WARNING, (t)->file, line, code, __VA_ARGS__)

/* The document, of which only what is safe is left; the caller frees it with
 * cmark_node_free().  VT_E_BADARG with file and line, VT_E_NOMEM. */
vt_err	exh_text_parse(const struct exh_text *t, struct vt_str text, cmark_node **doc_r)
	    VT_MUST_CHECK;
/* Its line, or that of what it is in. */
int	exh_text_line(cmark_node *node);
/* What it says, without form; paragraphs parted by an empty line. */
struct vt_str exh_plain(struct vt_arena *a, cmark_node *root);
struct vt_str exh_text_render(struct vt_arena *a, cmark_node *doc);

#endif
