/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EDM's rules natively, since its schematron is XSLT 2.0: one table of checks
 * on the finished record.  The record is withheld when any fails; the object
 * and its other records are published.  Called by crosswalk_out.c; the
 * schematron itself is the judge in the tests.
 */
#include "ingest/edm_rules.h"

#include <stdio.h>

#include "api/arena.h"
#include "ingest/crosswalk.h"
#include "text/xml_read.h"

#define VT_NS_EDM     "http://www.europeana.eu/schemas/edm/"
#define VT_NS_DC      "http://purl.org/dc/elements/1.1/"
#define VT_NS_DCTERMS "http://purl.org/dc/terms/"
#define VT_NS_ORE     "http://www.openarchives.org/ore/terms/"
#define VT_NS_RDF     "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define VT_NS_CC      "http://creativecommons.org/ns#"
#define VT_NS_ODRL    "http://www.w3.org/ns/odrl/2/"
#define VT_NS_SCHEMA  "https://schema.org/"

struct vt_edm {
	const xmlNode *root, *object, *aggregation;
	size_t objects, aggregations;
	struct vt_buf *found; /* what is wrong */
	struct vt_arena *a;
};

static void
vt_edm_find(struct vt_edm *e, const char *sentence)
{
	/* One kind of fault is said once, however many elements have it. */
	if (e->found->len != 0 && strstr(e->found->p, sentence) != NULL)
		return;
	vt_buf_printf(e->found, "%s%s", e->found->len == 0 ? "" : "; ", sentence);
}

/* The attribute in RDF's namespace; false: there is none. */
static bool
vt_edm_attr(const xmlNode *n, const char *name, struct vt_str *value_r)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (strcmp((const char *)at->name, name) == 0 && at->ns != NULL &&
		    strcmp((const char *)at->ns->href, VT_NS_RDF) == 0) {
			*value_r = at->children != NULL
				       ? vt_str_of((const char *)at->children->content)
				       : VT_STR("");
			return (true);
		}
	return (false);
}

static bool
vt_edm_has_text(const xmlNode *n)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) &&
		    vt_str_trim(vt_str_of((const char *)c->content)).len != 0)
			return (true);
	return (false);
}

/* An element of that name that says something. */
static bool
vt_edm_says(const xmlNode *parent, const char *ns, const char *local)
{
	struct vt_str ignored;

	for (const xmlNode *n = vt_xml_child(parent, ns, local); n != NULL;
	     n = vt_xml_next(n, ns, local))
		if (vt_edm_attr(n, "resource", &ignored) || vt_edm_has_text(n))
			return (true);
	return (false);
}

static bool
vt_edm_links(const xmlNode *parent, const char *ns, const char *local)
{
	struct vt_str ignored;
	const xmlNode *n = vt_xml_child(parent, ns, local);

	return (n != NULL && vt_edm_attr(n, "resource", &ignored));
}

/* --- edm:ProvidedCHO --- */

static void
vt_edm_check_object(struct vt_edm *e)
{
	const xmlNode *o = e->object, *type = vt_xml_child(o, VT_NS_EDM, "type");
	struct vt_str kind = type != NULL ? vt_xml_text(e->a, type) : VT_STR("");

	if (!vt_edm_says(o, VT_NS_DC, "title") && !vt_edm_says(o, VT_NS_DC, "description"))
		vt_edm_find(e, "it has neither title nor description: give a title");
	if (!vt_edm_says(o, VT_NS_DC, "subject") && !vt_edm_says(o, VT_NS_DC, "type") &&
	    !vt_edm_says(o, VT_NS_DCTERMS, "temporal") && !vt_edm_says(o, VT_NS_DCTERMS, "spatial"))
		vt_edm_find(e,
			    "it has no subject, type, place or period: give one of subject, type, "
			    "spatial, temporal");
	if (!vt_str_eq_c(kind, "TEXT") && !vt_str_eq_c(kind, "IMAGE") &&
	    !vt_str_eq_c(kind, "SOUND") && !vt_str_eq_c(kind, "VIDEO") && !vt_str_eq_c(kind, "3D"))
		vt_edm_find(e, "its kind is not TEXT, IMAGE, SOUND, VIDEO or 3D: give a type");
	else if (vt_str_eq_c(kind, "TEXT") && vt_xml_child(o, VT_NS_DC, "language") == NULL)
		vt_edm_find(e, "it is a TEXT without a language: give language (lt, en …)");
}

/* --- rights --- */

/* A licence described in the record stands for the one it inherits from. */
static bool
vt_edm_rights_are_valid(const struct vt_edm *e, struct vt_str uri)
{
	struct vt_str about, from;

	if (vt_rights_are_edm(uri))
		return (true);
	for (const xmlNode *n = vt_xml_child(e->root, VT_NS_CC, "License"); n != NULL;
	     n = vt_xml_next(n, VT_NS_CC, "License")) {
		const xmlNode *inherit = vt_xml_child(n, VT_NS_ODRL, "inheritFrom");

		if (vt_edm_attr(n, "about", &about) && vt_str_eq(about, uri) && inherit != NULL &&
		    vt_edm_attr(inherit, "resource", &from) && vt_rights_are_edm(from))
			return (true);
	}
	return (false);
}

static void
vt_edm_check_rights(struct vt_edm *e, const xmlNode *parent)
{
	struct vt_str uri = VT_STR("");
	char sentence[400];

	for (const xmlNode *n = vt_xml_child(parent, VT_NS_EDM, "rights"); n != NULL;
	     n = vt_xml_next(n, VT_NS_EDM, "rights")) {
		if (vt_edm_attr(n, "resource", &uri) && vt_edm_rights_are_valid(e, uri))
			continue;
		(void)snprintf(
		    sentence, sizeof(sentence),
		    "its rights \"%.*s\" are none that Europeana takes: give one of its 14 "
		    "(http, final slash), such as "
		    "http://creativecommons.org/publicdomain/mark/1.0/ or "
		    "http://rightsstatements.org/vocab/InC/1.0/",
		    uri.len > 120 ? 120 : (int)uri.len, uri.p);
		vt_edm_find(e, sentence);
	}
}

/* --- ore:Aggregation --- */

static void
vt_edm_check_aggregation(struct vt_edm *e)
{
	const xmlNode *g = e->aggregation;

	if (!vt_edm_links(g, VT_NS_EDM, "isShownAt") && !vt_edm_links(g, VT_NS_EDM, "isShownBy"))
		vt_edm_find(e, "it is shown nowhere: neither a page nor an image has an address");
	if (!vt_edm_says(g, VT_NS_EDM, "dataProvider"))
		vt_edm_find(
		    e, "no institution holds it, or that has no name: name it in package.yaml");
	if (!vt_edm_says(g, VT_NS_EDM, "provider"))
		vt_edm_find(
		    e, "the provider to Europeana is not named: set the provider's name in the "
		       "configuration");
	if (!vt_edm_links(g, VT_NS_EDM, "rights"))
		vt_edm_find(
		    e, "it has no rights: give the address of a rights statement as rights, in "
		       "the record or in package.yaml");
	vt_edm_check_rights(e, g);
}

/* --- edm:WebResource --- */

static bool
vt_edm_is_source_type(struct vt_str uri)
{
	static const char *const types[] = { "digitalCapture", "dataDrivenMedia",
					     "digitalCreation" };
	static const char start[] = "https://cv.iptc.org/newscodes/digitalsourcetype/";

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (vt_str_starts(uri, vt_str_of(start)) &&
		    vt_str_eq_c(vt_str_sub(uri, strlen(start), uri.len), types[i]))
			return (true);
	return (false);
}

static bool
vt_edm_is_usage(struct vt_str uri)
{
	static const char *const areas[] = {
		"Knowledge", "Research",    "Education",   "Infotainment",  "Tourism",
		"Gaming",    "Exhibition",  "Creativity",  "Design",	    "Art",
		"Curation",  "Maintenance", "Restoration", "Documentation",
	};
	static const char start[] = "http://data.europeana.eu/vocabulary/usageArea/";

	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++)
		if (vt_str_starts(uri, vt_str_of(start)) &&
		    vt_str_eq_c(vt_str_sub(uri, strlen(start), uri.len), areas[i]))
			return (true);
	return (false);
}

static void
vt_edm_check_resource(struct vt_edm *e, const xmlNode *w)
{
	struct vt_str uri = VT_STR("");
	const xmlNode *n;

	vt_edm_check_rights(e, w);
	for (n = vt_xml_child(w, VT_NS_DCTERMS, NULL); n != NULL;
	     n = vt_xml_next(n, VT_NS_DCTERMS, NULL))
		if ((vt_xml_is(n, NULL, "hasPart") || vt_xml_is(n, NULL, "isPartOf")) &&
		    vt_edm_has_text(n))
			vt_edm_find(
			    e, "an image's hasPart or isPartOf is in words: it must be a link");
	n = vt_xml_child(w, VT_NS_SCHEMA, "digitalSourceType");
	if (n != NULL && (!vt_edm_attr(n, "resource", &uri) || !vt_edm_is_source_type(uri)))
		vt_edm_find(e, "an image's digitalSourceType is none of IPTC's three");
	for (n = vt_xml_child(w, VT_NS_EDM, "intendedUsage"); n != NULL;
	     n = vt_xml_next(n, VT_NS_EDM, "intendedUsage"))
		if (!vt_edm_attr(n, "resource", &uri) || !vt_edm_is_usage(uri))
			vt_edm_find(e, "an image's intendedUsage is none of Europeana's areas");
}

/* --- every element --- */

static void
vt_edm_check_element(struct vt_edm *e, const xmlNode *n)
{
	struct vt_str value;

	if (vt_edm_attr(n, "resource", &value)) {
		if (value.len == 0)
			vt_edm_find(e, "a link is empty: give the address or leave it out");
		if (vt_edm_has_text(n))
			vt_edm_find(e, "an element has an address and words at once: one of them");
	}
	if (vt_edm_attr(n, "about", &value) && value.len == 0)
		vt_edm_find(e, "a thing has an empty address");
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next)
		if (strcmp((const char *)at->name, "lang") == 0 &&
		    (at->children == NULL || at->children->content[0] == '\0'))
			vt_edm_find(e, "an element's language is empty: give it or leave it out");
}

static void
vt_edm_check_elements(struct vt_edm *e)
{
	const xmlNode *n = e->root;

	while (n != NULL) {
		if (n->type == XML_ELEMENT_NODE)
			vt_edm_check_element(e, n);
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			continue;
		}
		while (n != e->root && n->next == NULL)
			n = n->parent;
		n = n == e->root ? NULL : n->next;
	}
}

static void
vt_edm_look(struct vt_edm *e)
{
	for (const xmlNode *n = vt_xml_child(e->root, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		if (vt_xml_is(n, VT_NS_EDM, "ProvidedCHO")) {
			e->objects++;
			e->object = n;
		} else if (vt_xml_is(n, VT_NS_ORE, "Aggregation")) {
			e->aggregations++;
			e->aggregation = n;
		} else if (vt_xml_is(n, VT_NS_EDM, "WebResource"))
			vt_edm_check_resource(e, n);
	}
	if (e->objects != 1)
		vt_edm_find(e, "it needs exactly one edm:ProvidedCHO");
	else
		vt_edm_check_object(e);
	if (e->aggregations != 1)
		vt_edm_find(e, "it needs exactly one ore:Aggregation");
	else
		vt_edm_check_aggregation(e);
	vt_edm_check_elements(e);
}

vt_err
vt_edm_check(xmlDocPtr doc)
{
	struct vt_buf found;
	struct vt_edm e = { .root = xmlDocGetRootElement(doc), .found = &found };
	vt_err err = VT_OK;

	vt_buf_init(&found, VT_FAIL_TEXT_MAX);
	e.a = vt_arena_new(0);
	if (e.root == NULL || !vt_xml_is(e.root, VT_NS_RDF, "RDF"))
		vt_edm_find(&e, "it is no rdf:RDF");
	else
		vt_edm_look(&e);
	if (found.len != 0)
		err = vt_fail(VT_E_DECLINED, "no edm record: %.*s", (int)found.len, found.p);
	vt_arena_free(&e.a);
	vt_buf_fini(&found);
	return (err);
}
