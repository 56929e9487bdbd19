/* SPDX-License-Identifier: Apache-2.0 */
/* What compiling a template is made of: its text and lines (template_compile.c)
 * and its tags (template_tags.c). */
#ifndef VT_TEXT_TEMPLATE_COMPILE_H
#define VT_TEXT_TEMPLATE_COMPILE_H

#include "text/template_inside.h"

struct vt_compile_tag {
	char sigil; /* 0: a value */
	struct vt_str name;
	size_t start, end; /* in the source, delimiters included */
	int line;
};

struct vt_compile {
	struct vt_templates *set;
	struct vt_template *t;
	struct vt_str source, open, close; /* the delimiters */
	size_t at;
	int line;
	struct vt_html html;
	size_t sections[VT_TEMPLATE_DEPTH_MAX]; /* nodes of those that are open */
	size_t depth;
	size_t message_depth; /* 1 + the depth of the {{#t}} that is open; 0: none */
	size_t url_node, url_depth;
	bool is_url_open;
};

/* --- template_compile.c */
vt_err vt_compile_fail(const struct vt_compile *c, int line, const char *what);
/* One more node of the template; NULL: no memory. */
struct vt_node *vt_compile_add(struct vt_compile *c, enum vt_node_kind kind, struct vt_str text);

/* --- template_tags.c */
/* The tag that begins at start. */
vt_err vt_compile_read_tag(const struct vt_compile *c, size_t start,
			   struct vt_compile_tag *tag_r) VT_MUST_CHECK;
/* What the tag says is done, or refused where it stands; indent: of a partial. */
vt_err vt_compile_tag(struct vt_compile *c, const struct vt_compile_tag *tag,
		      struct vt_str indent) VT_MUST_CHECK;

#endif
