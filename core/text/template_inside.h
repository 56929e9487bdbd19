/* SPDX-License-Identifier: Apache-2.0 */
/* What the files template*.c share; nobody else includes it. */
#ifndef VT_TEXT_TEMPLATE_INSIDE_H
#define VT_TEXT_TEMPLATE_INSIDE_H

#include "api/arena.h"
#include "text/template.h"

/* --- where in HTML a tag stands (template_html.c) -------------------------- */

enum vt_html_state {
	VT_HTML_TEXT,
	VT_HTML_TAG_OPEN, /* behind "<" */
	VT_HTML_TAG_NAME,
	VT_HTML_TAG, /* between attributes */
	VT_HTML_ATTR_NAME,
	VT_HTML_ATTR_END,    /* white space behind an attribute's name */
	VT_HTML_VALUE_BEGIN, /* behind "=" */
	VT_HTML_VALUE_QUOTED,
	VT_HTML_VALUE_BARE,
	VT_HTML_DECLARATION, /* <!doctype …> */
	VT_HTML_COMMENT,
	VT_HTML_RAW /* in <script> or <style> */
};

struct vt_html {
	enum vt_html_state state;
	char tag[16], attr[24]; /* lower case, cut */
	char raw[8];		/* the element whose end is waited for in RAW */
	char quote;
	bool is_fresh, is_after_bang; /* in a comment: only hyphens so far; behind "--!" */
	size_t seen; /* bytes of what ends or begins something: "-->", "</script" */
};

enum vt_html_event {
	VT_HTML_NOTHING,
	VT_HTML_URL_BEGIN,  /* a URL attribute's value begins behind this byte */
	VT_HTML_URLS_BEGIN, /* the same of srcset */
	VT_HTML_URL_END	    /* it ends before this byte */
};

/* How a value must be written at a place. */
enum vt_html_place {
	VT_PLACE_BODY,	  /* escaped; trusted HTML as it is */
	VT_PLACE_VALUE,	  /* in quotes: everything escaped */
	VT_PLACE_TRUSTED, /* only trusted HTML; nothing else at all */
	VT_PLACE_PLAIN	  /* within {{#t}}: not escaped yet */
};

enum vt_html_event vt_html_step(struct vt_html *h, char c);
/* Where a tag stands now.  NULL, or why none may stand here (is_raw: {{{…}}}). */
const char *vt_html_refuse(const struct vt_html *h, bool is_raw, enum vt_html_place *place_r);
/* Whether what was rendered as an attribute's value is a harmless URL; is_set:
 * several of them, as in srcset. */
bool vt_html_is_safe_url(struct vt_str value, bool is_set);

/* --- compiled templates ---------------------------------------------------- */

enum vt_node_kind {
	VT_NODE_TEXT,
	VT_NODE_VALUE,
	VT_NODE_RAW,
	VT_NODE_SECTION,
	VT_NODE_INVERTED,
	VT_NODE_PARTIAL,
	VT_NODE_MESSAGE, /* {{#t}}, and so on */
	VT_NODE_COUNT,
	VT_NODE_DATE,
	VT_NODE_NUMBER,
	VT_NODE_URL_BEGIN,
	VT_NODE_URLS_BEGIN,
	VT_NODE_URL_END
};

struct vt_template;

struct vt_node {
	enum vt_node_kind kind;
	enum vt_html_place place;
	bool begins_line;   /* a text's: an indented partial's indentation goes before it */
	struct vt_str text; /* a text; a name; a partial's indentation */
	size_t end;	    /* of a section: the node behind its last */
	const struct vt_template *partial;
	int line;
};

struct vt_template {
	const char *name, *path;
	struct vt_str source;
	struct vt_node *nodes;
	size_t count, capacity;
};

struct vt_templates {
	struct vt_arena *arena;
	const struct vt_messages *messages;
	struct vt_template *list[VT_TEMPLATE_FILES_MAX];
	size_t count;
};

const struct vt_template *vt_templates_find(const struct vt_templates *t, struct vt_str name);
/* Fills the template's nodes from its source. */
vt_err vt_template_compile(struct vt_templates *set, struct vt_template *t) VT_MUST_CHECK;

#endif
