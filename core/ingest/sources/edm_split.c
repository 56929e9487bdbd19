/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An EDM document with many provided objects, taken apart: each object with its
 * aggregations and proxies, and with all that these refer to (web resources,
 * agents, places …), directly or through each other.
 */
#include <libxml/hash.h>

#include "ingest/sources/reader.h"
#include "text/xml_read.h"

#define VT_NS_EDM "http://www.europeana.eu/schemas/edm/"
#define VT_NS_ORE "http://www.openarchives.org/ore/terms/"
#define VT_NS_RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

/* A child of the RDF element. */
struct vt_edm_node {
	const xmlNode *node;
	struct vt_edm_node *same; /* the next with the same address */
	struct vt_str about;
	bool is_own; /* belongs to one object: aggregation, proxy */
	size_t mark; /* 1 + the object it was last taken for */
};
struct vt_edm {
	struct vt_arena *arena;
	const xmlNode *root;
	struct vt_edm_node *nodes;
	size_t count, cap;
	const struct vt_edm_node **objects;
	size_t object_count, object_cap;
	xmlHashTablePtr by_about, by_object; /* of struct vt_edm_node */
};

static void
vt_edm_free_table(void *table)
{
	xmlHashFree(table, NULL);
}

static bool
vt_edm_is_object(const xmlNode *n)
{
	return (vt_xml_is(n, VT_NS_EDM, "ProvidedCHO"));
}

/* What says of which object it is. */
static struct vt_str
vt_edm_of(struct vt_arena *a, const xmlNode *n)
{
	const xmlNode *c = NULL;

	if (vt_xml_is(n, VT_NS_ORE, "Aggregation") ||
	    vt_xml_is(n, VT_NS_EDM, "EuropeanaAggregation"))
		c = vt_xml_child(n, VT_NS_EDM, "aggregatedCHO");
	else if (vt_xml_is(n, VT_NS_ORE, "Proxy"))
		c = vt_xml_child(n, VT_NS_ORE, "proxyFor");
	if (c == NULL)
		return (VT_STR_NONE);
	if (vt_xml_child(c, NULL, NULL) != NULL) /* the object written inside */
		return (vt_xml_attr(a, vt_xml_child(c, NULL, NULL), "about"));
	return (vt_xml_attr(a, c, "resource"));
}

static vt_err
vt_edm_index(struct vt_edm *e, xmlHashTablePtr table, struct vt_str key, struct vt_edm_node *n)
{
	const char *k = vt_str_c(e->arena, key);

	if (k == NULL)
		return (VT_E_LIMIT);
	n->same = xmlHashLookup(table, (const xmlChar *)k);
	if (xmlHashUpdateEntry(table, (const xmlChar *)k, n, NULL) != 0)
		return (vt_fail(VT_E_NOMEM, "no memory for an EDM document"));
	return (VT_OK);
}

static vt_err
vt_edm_add(struct vt_edm *e, struct vt_edm_node *n)
{
	struct vt_str of = vt_edm_of(e->arena, n->node);
	const struct vt_edm_node **objects;

	n->about = vt_xml_attr(e->arena, n->node, "about");
	if (of.len != 0) {
		n->is_own = true;
		return (vt_edm_index(e, e->by_object, of, n));
	}
	if (!vt_edm_is_object(n->node))
		return (vt_edm_index(e, e->by_about, n->about, n));
	objects =
	    vt_array_grow(e->arena, e->objects, e->object_count, &e->object_cap, sizeof(*objects));
	if (objects == NULL)
		return (VT_E_LIMIT);
	e->objects = objects;
	e->objects[e->object_count++] = n;
	return (VT_OK);
}

static size_t
vt_edm_children(const xmlNode *root)
{
	size_t count = 0;

	for (const xmlNode *n = vt_xml_child(root, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL))
		count++;
	return (count);
}

vt_err
vt_edm_open(struct vt_arena *a, xmlDocPtr doc, struct vt_edm **e_r)
{
	struct vt_edm *e = vt_arena_alloc(a, sizeof(*e));
	vt_err err = VT_OK;

	if (e == NULL)
		return (VT_E_LIMIT);
	e->arena = a;
	e->root = xmlDocGetRootElement(doc);
	e->nodes = vt_arena_array(a, vt_edm_children(e->root) + 1, sizeof(*e->nodes));
	e->by_about = xmlHashCreate(64);
	e->by_object = xmlHashCreate(64);
	if (e->nodes == NULL || e->by_about == NULL || e->by_object == NULL)
		return (VT_E_LIMIT);
	err = vt_defer(a, vt_edm_free_table, e->by_about);
	if (err == VT_OK)
		err = vt_defer(a, vt_edm_free_table, e->by_object);
	for (const xmlNode *n = vt_xml_child(e->root, NULL, NULL); n != NULL && err == VT_OK;
	     n = vt_xml_next(n, NULL, NULL)) {
		e->nodes[e->count].node = n;
		err = vt_edm_add(e, &e->nodes[e->count++]);
	}
	if (err == VT_OK && e->object_count == 0)
		err = vt_fail(VT_E_BADARG, "RDF without an edm:ProvidedCHO");
	if (err == VT_OK)
		*e_r = e;
	return (err);
}

size_t
vt_edm_count(const struct vt_edm *e)
{
	return (e->object_count);
}

static void vt_edm_reach(struct vt_edm *e, const xmlNode *n, size_t mark, unsigned depth);

/* Marks a node, and what it refers to. */
static void
vt_edm_mark(struct vt_edm *e, struct vt_edm_node *n, size_t mark, unsigned depth)
{
	if (n->mark == mark)
		return;
	n->mark = mark;
	vt_edm_reach(e, n->node, mark, depth + 1);
}

static void
vt_edm_refer(struct vt_edm *e, struct vt_str uri, size_t mark, unsigned depth)
{
	const char *k = uri.len != 0 ? vt_str_c(e->arena, uri) : NULL;

	if (k == NULL)
		return;
	for (struct vt_edm_node *n = xmlHashLookup(e->by_about, (const xmlChar *)k); n != NULL;
	     n = n->same)
		vt_edm_mark(e, n, mark, depth);
}

static void
vt_edm_reach(struct vt_edm *e, const xmlNode *n, size_t mark, unsigned depth)
{
	if (depth > VT_XML_DEPTH_MAX)
		return;
	for (const xmlNode *c = vt_xml_child(n, NULL, NULL); c != NULL;
	     c = vt_xml_next(c, NULL, NULL)) {
		vt_edm_refer(e, vt_xml_attr(e->arena, c, "resource"), mark, depth);
		vt_edm_reach(e, c, mark, depth + 1);
	}
}

static vt_err
vt_edm_copy(struct vt_edm *e, size_t mark, struct vt_str about, xmlDocPtr doc)
{
	union {
		const xmlNode *in;
		xmlNodePtr out;
	} u = { e->root };
	xmlNodePtr root = xmlDocCopyNode(u.out, doc, 2), copy; /* 2: without children */
	const char *cho = vt_str_c(e->arena, about);

	if (root == NULL || cho == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for an EDM document"));
	xmlDocSetRootElement(doc, root);
	for (size_t i = 0; i < e->count; i++) {
		if (e->nodes[i].mark != mark)
			continue;
		u.in = e->nodes[i].node;
		copy = xmlDocCopyNode(u.out, doc, 1);
		if (copy == NULL || xmlAddChild(root, copy) == NULL)
			return (vt_fail(VT_E_NOMEM, "no memory for an EDM document"));
	}
	(void)xmlNewProp(root, (const xmlChar *)"cho", (const xmlChar *)cho);
	return (xmlReconciliateNs(doc, root) < 0
		    ? vt_fail(VT_E_NOMEM, "no memory for an EDM document")
		    : VT_OK);
}

static void
vt_edm_free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

vt_err
vt_edm_take(struct vt_edm *e, size_t index, struct vt_arena *a, xmlDocPtr *doc_r)
{
	const struct vt_edm_node *object = e->objects[index];
	const char *key = vt_str_c(e->arena, object->about);
	xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
	vt_err err;

	if (doc == NULL || key == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for an EDM document"));
	err = vt_defer(a, vt_edm_free_doc, doc);
	if (err != VT_OK)
		return (err);
	vt_edm_mark(e, &e->nodes[object - e->nodes], index + 1, 0);
	for (struct vt_edm_node *n = xmlHashLookup(e->by_object, (const xmlChar *)key); n != NULL;
	     n = n->same)
		vt_edm_mark(e, n, index + 1, 0);
	err = vt_edm_copy(e, index + 1, object->about, doc);
	if (err == VT_OK)
		*doc_r = doc;
	return (err);
}
