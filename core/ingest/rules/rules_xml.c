/* SPDX-License-Identifier: Apache-2.0 */
/* What XPath 1.0 sees in an element: attributes by namespace, its text, all below it. */
#include "ingest/rules/rules_xml.h"

#define VT_NS_XML "http://www.w3.org/XML/1998/namespace"

/* Mostly one text node; more only where entities were kept. */
static struct vt_str
vt_rdf_value(struct vt_arena *a, const xmlAttr *at)
{
	xmlChar *whole;
	struct vt_str value;

	if (at->children == NULL)
		return (VT_STR(""));
	if (at->children->next == NULL && at->children->type == XML_TEXT_NODE)
		return (vt_str_of((const char *)at->children->content));
	whole = xmlNodeListGetString(at->doc, at->children, 1);
	value = vt_str_dup(a, vt_str_of((const char *)whole));
	xmlFree(whole);
	return (value);
}

static bool
vt_rdf_attr_in(struct vt_arena *a, const xmlNode *n, const char *ns, const char *name,
	       struct vt_str *value_r)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (strcmp((const char *)at->name, name) == 0 && at->ns != NULL &&
		    strcmp((const char *)at->ns->href, ns) == 0) {
			*value_r = vt_rdf_value(a, at);
			return (true);
		}
	return (false);
}

bool
vt_rdf_attr(struct vt_arena *a, const xmlNode *n, const char *name, struct vt_str *value_r)
{
	return (vt_rdf_attr_in(a, n, VT_NS_RDF, name, value_r));
}

bool
vt_rdf_lang(struct vt_arena *a, const xmlNode *n, struct vt_str *value_r)
{
	return (vt_rdf_attr_in(a, n, VT_NS_XML, "lang", value_r));
}

static bool
vt_rdf_is_text(const xmlNode *n)
{
	return (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE);
}

/* XPath takes texts and CDATA that touch as one. */
bool
vt_rdf_has_words(const xmlNode *n)
{
	const xmlNode *c = n->children;

	while (c != NULL && !vt_rdf_is_text(c))
		c = c->next;
	for (; c != NULL && vt_rdf_is_text(c); c = c->next)
		if (vt_str_trim(vt_str_of((const char *)c->content)).len != 0)
			return (true);
	return (false);
}

bool
vt_rdf_has_text(const xmlNode *n)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if (vt_rdf_is_text(c) && c->content != NULL && c->content[0] != '\0')
			return (true);
	return (false);
}

bool
vt_rdf_equals(const xmlNode *n, const char *value)
{
	xmlChar *text = xmlNodeGetContent(n);
	bool is_equal = text != NULL && strcmp((const char *)text, value) == 0;

	xmlFree(text);
	return (is_equal);
}

const xmlNode *
vt_rdf_walk(const xmlNode *root, const xmlNode *n)
{
	do {
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			continue;
		}
		while (n != root && n->next == NULL)
			n = n->parent;
		n = n == root ? NULL : n->next;
	} while (n != NULL && n->type != XML_ELEMENT_NODE);
	return (n);
}
