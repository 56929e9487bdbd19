/* SPDX-License-Identifier: Apache-2.0 */
/* Along a tree of libxml2's: elements by name, their attributes and texts. */
#include "text/xml_read.h"

#include <string.h>

static const char *
vt_xml_chars(const xmlChar *s)
{
	return ((const char *)s);
}

bool
vt_xml_is(const xmlNode *n, const char *ns, const char *local)
{
	if (n == NULL || n->type != XML_ELEMENT_NODE)
		return (false);
	if (local != NULL && strcmp(vt_xml_chars(n->name), local) != 0)
		return (false);
	if (ns == NULL)
		return (true);
	return (n->ns != NULL && n->ns->href != NULL && strcmp(vt_xml_chars(n->ns->href), ns) == 0);
}

static xmlNodePtr
vt_xml_from(xmlNodePtr n, const char *ns, const char *local)
{
	while (n != NULL && !vt_xml_is(n, ns, local))
		n = n->next;
	return (n);
}

xmlNodePtr
vt_xml_child(const xmlNode *n, const char *ns, const char *local)
{
	return (n != NULL ? vt_xml_from(n->children, ns, local) : NULL);
}

xmlNodePtr
vt_xml_next(const xmlNode *n, const char *ns, const char *local)
{
	return (n != NULL ? vt_xml_from(n->next, ns, local) : NULL);
}

/* The node after n in document order within top. */
static const xmlNode *
vt_xml_follow(const xmlNode *n, const xmlNode *top)
{
	/* Only these have children of ours: an entity's lie outside the tree. */
	if (n->children != NULL && (n == top || n->type == XML_ELEMENT_NODE))
		return (n->children);
	while (n != top && n->next == NULL)
		n = n->parent;
	return (n == top ? NULL : n->next);
}

/* Copies the text below top to out, or only counts it where out is NULL. */
static size_t
vt_xml_gather(const xmlNode *top, char *out)
{
	size_t len = 0;

	for (const xmlNode *n = top; n != NULL; n = vt_xml_follow(n, top)) {
		if ((n->type != XML_TEXT_NODE && n->type != XML_CDATA_SECTION_NODE) ||
		    n->content == NULL)
			continue;
		size_t piece = strlen(vt_xml_chars(n->content));

		if (out != NULL)
			memcpy(out + len, n->content, piece);
		len += piece;
	}
	return (len);
}

static struct vt_str
vt_xml_all_text(struct vt_arena *a, const xmlNode *n)
{
	size_t len = vt_xml_gather(n, NULL);
	char *p = vt_arena_alloc(a, len + 1);

	if (p == NULL)
		return (VT_STR_NONE);
	(void)vt_xml_gather(n, p);
	return ((struct vt_str){ p, len });
}

struct vt_str
vt_xml_attr(struct vt_arena *a, const xmlNode *n, const char *name)
{
	if (n == NULL || n->type != XML_ELEMENT_NODE)
		return (VT_STR_NONE);
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (strcmp(vt_xml_chars(at->name), name) == 0)
			return (vt_xml_all_text(a, (const xmlNode *)(const void *)at));
	return (VT_STR_NONE);
}

struct vt_str
vt_xml_text(struct vt_arena *a, const xmlNode *n)
{
	return (n != NULL ? vt_str_trim(vt_xml_all_text(a, n)) : VT_STR_NONE);
}
