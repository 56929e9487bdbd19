/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading strangers' XML with libxml2: no network, no entities, no DTD, with
 * limits of size and depth.  libxml2's tree is used directly by who includes
 * this; the helpers below keep that short.
 */
#ifndef VT_TEXT_XML_READ_H
#define VT_TEXT_XML_READ_H

#include <libxml/tree.h>

#include "api/arena.h"
#include "api/str.h"

#define VT_XML_SIZE_MAX		(256LL * 1024 * 1024)	/* bytes a document */
#define VT_XML_DEPTH_MAX	200			/* nested elements */

/* Parses bytes; name is what a sentence calls them (a path).  The document
 * belongs to the arena.  VT_E_BADARG names line and reason; VT_E_TOOLARGE. */
vt_err	vt_xml_parse(struct vt_arena *a, struct vt_str bytes, const char *name,
	    xmlDocPtr *doc_r) VT_MUST_CHECK;
vt_err	vt_xml_parse_file(struct vt_arena *a, const char *path, xmlDocPtr *doc_r)
	    VT_MUST_CHECK;

/* The same without a tree, for large files of which little is kept: elements as they
 * open and close, with local names.  What is given is borrowed during the call. */
struct vt_xml_attribute {
	const char	*name;
	struct vt_str	 value;
};
#define VT_XML_ATTRIBUTES_MAX	64	/* of one element; further ones are passed over */
struct vt_xml_walker {
	/* False ends the walk: it returns VT_E_DECLINED. */
	bool	(*open)(void *arg, const char *local, const struct vt_xml_attribute *attributes,
		    size_t count);
	void	(*close)(void *arg, const char *local);
	void	(*text)(void *arg, struct vt_str text);
};
/* What was told before an error is not to be used. */
vt_err	vt_xml_walk(struct vt_str bytes, const char *name, const struct vt_xml_walker *w,
	    void *arg) VT_MUST_CHECK;
vt_err	vt_xml_walk_file(const char *path, const struct vt_xml_walker *w, void *arg)
	    VT_MUST_CHECK;

/* --- along the tree (xml_tree.c) --------------------------------------------------- */

/* Namespace or local name compare; ns NULL: any namespace. */
bool	vt_xml_is(const xmlNode *n, const char *ns, const char *local);
/* First child / next sibling element of that name (ns NULL: any, local NULL: any). */
xmlNodePtr vt_xml_child(const xmlNode *n, const char *ns, const char *local);
xmlNodePtr vt_xml_next(const xmlNode *n, const char *ns, const char *local);
/* Attribute without regard to its namespace; empty when absent. */
struct vt_str vt_xml_attr(struct vt_arena *a, const xmlNode *n, const char *name);
/* All text below n, white space at the ends trimmed. */
struct vt_str vt_xml_text(struct vt_arena *a, const xmlNode *n);

#endif
