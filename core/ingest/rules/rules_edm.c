/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EDM's schematron as functions, one an assert, called for each element that its
 * rule matches, wherever that stands; and what Europeana's harvester and schema
 * want beside it.
 */
#include <libxml/hash.h>

#include "ingest/normalise/normalise.h"
#include "ingest/rules/rules.h"
#include "ingest/rules/rules_xml.h"
#include "text/xml_read.h"

struct vt_rules_edm {
	struct vt_rule_findings *f;
	const xmlNode *root;
	xmlHashTablePtr abouts; /* of elements of one name: "name|about" */
};

static void
vt_rules_found(struct vt_rules_edm *e, enum vt_rule rule)
{
	vt_rules_find(e->f, rule, VT_STR_NONE);
}

static bool
vt_rules_links(struct vt_rules_edm *e, const xmlNode *n)
{
	struct vt_str ignored;

	return (vt_rdf_attr(e->f->arena, n, "resource", &ignored));
}

/* ns:local[@rdf:resource] */
static bool
vt_rules_has_link(struct vt_rules_edm *e, const xmlNode *parent, const char *ns, const char *local)
{
	for (const xmlNode *n = vt_xml_child(parent, ns, local); n != NULL;
	     n = vt_xml_next(n, ns, local))
		if (vt_rules_links(e, n))
			return (true);
	return (false);
}

/* ns:local[normalize-space(text()) != ''] */
static bool
vt_rules_has_words(const xmlNode *parent, const char *ns, const char *local)
{
	for (const xmlNode *n = vt_xml_child(parent, ns, local); n != NULL;
	     n = vt_xml_next(n, ns, local))
		if (vt_rdf_has_words(n))
			return (true);
	return (false);
}

static bool
vt_rules_says(struct vt_rules_edm *e, const xmlNode *parent, const char *ns, const char *local)
{
	return (vt_rules_has_link(e, parent, ns, local) || vt_rules_has_words(parent, ns, local));
}

static bool
vt_rules_is_text(const xmlNode *parent)
{
	for (const xmlNode *n = vt_xml_child(parent, VT_NS_EDM, "type"); n != NULL;
	     n = vt_xml_next(n, VT_NS_EDM, "type"))
		if (vt_rdf_equals(n, "TEXT"))
			return (true);
	return (false);
}

/* --- edm:ProvidedCHO, ore:Proxy ------------------------------------------------------------ */

static void
vt_rules_description(struct vt_rules_edm *e, const xmlNode *o)
{
	if (!vt_rules_has_words(o, VT_NS_DC, "title") &&
	    !vt_rules_says(e, o, VT_NS_DC, "description"))
		vt_rules_found(e, VT_RULE_NO_TITLE);
	if (!vt_rules_says(e, o, VT_NS_DC, "subject") && !vt_rules_says(e, o, VT_NS_DC, "type") &&
	    !vt_rules_says(e, o, VT_NS_DCTERMS, "temporal") &&
	    !vt_rules_says(e, o, VT_NS_DCTERMS, "spatial"))
		vt_rules_found(e, VT_RULE_NO_SUBJECT);
	if (vt_rules_is_text(o) && vt_xml_child(o, VT_NS_DC, "language") == NULL)
		vt_rules_found(e, VT_RULE_NO_LANGUAGE);
}

static void
vt_rules_object(struct vt_rules_edm *e, const xmlNode *o)
{
	static const char *const kinds[] = { "TEXT", "IMAGE", "SOUND", "VIDEO", "3D" };
	const xmlNode *type = vt_xml_child(o, VT_NS_EDM, "type");
	bool is_known = false;

	vt_rules_description(e, o);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && type != NULL; i++)
		is_known |= vt_str_eq_c(vt_xml_text(e->f->arena, type), kinds[i]);
	if (!is_known)
		vt_rules_found(e, VT_RULE_KIND);
}

/* In Europeana's internal form; the schematron looks at it all the same. */
static void
vt_rules_proxy(struct vt_rules_edm *e, const xmlNode *p)
{
	bool has_type = vt_xml_child(p, VT_NS_EDM, "type") != NULL;
	bool is_europeana = vt_xml_child(p, VT_NS_EDM, "europeanaProxy") != NULL;

	vt_rules_description(e, p);
	if (has_type == is_europeana)
		vt_rules_found(e, VT_RULE_PROXY_TYPE);
}

/* --- rights --------------------------------------------------------------------------------- */

/* A licence described in the record stands for the one it inherits from. */
static bool
vt_rules_inherits(struct vt_rules_edm *e, struct vt_str uri)
{
	struct vt_str about, from;

	for (const xmlNode *n = e->root; n != NULL; n = vt_rdf_walk(e->root, n)) {
		const xmlNode *inherit;

		if (!vt_xml_is(n, VT_NS_CC, "License") ||
		    !vt_rdf_attr(e->f->arena, n, "about", &about) || !vt_str_eq(about, uri))
			continue;
		inherit = vt_xml_child(n, VT_NS_ODRL, "inheritFrom");
		if (inherit != NULL && vt_rdf_attr(e->f->arena, inherit, "resource", &from) &&
		    vt_rights_are_edm(from))
			return (true);
	}
	return (false);
}

static void
vt_rules_rights(struct vt_rules_edm *e, const xmlNode *parent)
{
	for (const xmlNode *n = vt_xml_child(parent, VT_NS_EDM, "rights"); n != NULL;
	     n = vt_xml_next(n, VT_NS_EDM, "rights")) {
		struct vt_str uri = VT_STR_NONE;

		if (vt_rdf_attr(e->f->arena, n, "resource", &uri) &&
		    (vt_rights_are_edm(uri) || vt_rules_inherits(e, uri)))
			continue;
		vt_rules_find(e->f, VT_RULE_RIGHTS_INVALID, uri);
	}
}

/* --- ore:Aggregation ------------------------------------------------------------------------ */

/* There is one, and each says something. */
static bool
vt_rules_each_says(struct vt_rules_edm *e, const xmlNode *g, const char *local)
{
	const xmlNode *n = vt_xml_child(g, VT_NS_EDM, local);

	if (n == NULL)
		return (false);
	for (; n != NULL; n = vt_xml_next(n, VT_NS_EDM, local))
		if (!vt_rules_links(e, n) && vt_xml_text(e->f->arena, n).len == 0)
			return (false);
	return (true);
}

static void
vt_rules_aggregation(struct vt_rules_edm *e, const xmlNode *g)
{
	if (!vt_rules_has_link(e, g, VT_NS_EDM, "isShownAt") &&
	    !vt_rules_has_link(e, g, VT_NS_EDM, "isShownBy"))
		vt_rules_found(e, VT_RULE_NOT_SHOWN);
	if (!vt_rules_each_says(e, g, "dataProvider"))
		vt_rules_found(e, VT_RULE_NO_DATA_PROVIDER);
	if (!vt_rules_each_says(e, g, "provider"))
		vt_rules_found(e, VT_RULE_NO_PROVIDER);
	if (!vt_rules_has_link(e, g, VT_NS_EDM, "rights"))
		vt_rules_found(e, VT_RULE_NO_RIGHTS);
	vt_rules_rights(e, g);
}

/* --- edm:WebResource -------------------------------------------------------------------------- */

/* start followed by one of the words, such as "|Art|Design|". */
static bool
vt_rules_is_one_of(struct vt_str uri, const char *start, const char *words)
{
	struct vt_str word, list = vt_str_of(words);

	if (!vt_str_starts(uri, vt_str_of(start)))
		return (false);
	uri = vt_str_sub(uri, strlen(start), uri.len);
	while (vt_str_next(&list, '|', &word))
		if (word.len != 0 && vt_str_eq(word, uri))
			return (true);
	return (false);
}

static void
vt_rules_closed_list(struct vt_rules_edm *e, const xmlNode *n, enum vt_rule rule, const char *start,
		     const char *words)
{
	const char *ns = rule == VT_RULE_SOURCE_TYPE ? VT_NS_SCHEMA : VT_NS_EDM;
	const char *local = rule == VT_RULE_SOURCE_TYPE ? "digitalSourceType" : "intendedUsage";

	for (n = vt_xml_child(n, ns, local); n != NULL; n = vt_xml_next(n, ns, local)) {
		struct vt_str uri = VT_STR_NONE;

		if (!vt_rdf_attr(e->f->arena, n, "resource", &uri) ||
		    !vt_rules_is_one_of(uri, start, words))
			vt_rules_find(e->f, rule, uri);
	}
}

static void
vt_rules_resource(struct vt_rules_edm *e, const xmlNode *w)
{
	vt_rules_rights(e, w);
	for (const xmlNode *n = vt_xml_child(w, VT_NS_DCTERMS, NULL); n != NULL;
	     n = vt_xml_next(n, VT_NS_DCTERMS, NULL))
		/* The schematron has the text of isPartOf, and asks hasPart. */
		if (vt_xml_is(n, NULL, "hasPart") && vt_rdf_has_text(n))
			vt_rules_found(e, VT_RULE_PART_IN_WORDS);
	vt_rules_closed_list(e, w, VT_RULE_SOURCE_TYPE,
			     "https://cv.iptc.org/newscodes/digitalsourcetype/",
			     "digitalCapture|dataDrivenMedia|digitalCreation");
	vt_rules_closed_list(e, w, VT_RULE_USAGE, "http://data.europeana.eu/vocabulary/usageArea/",
			     "Knowledge|Research|Education|Infotainment|Tourism|Gaming|Exhibition|"
			     "Creativity|Design|Art|Curation|Maintenance|Restoration|"
			     "Documentation");
}

/* --- every element ------------------------------------------------------------------------------
 */

static void
vt_rules_about(struct vt_rules_edm *e, const xmlNode *n, struct vt_str about)
{
	const char *key;

	if (about.len == 0) {
		vt_rules_found(e, VT_RULE_ABOUT_EMPTY);
		return;
	}
	key = vt_str_c(e->f->arena, vt_str_printf(e->f->arena, "%s|%.*s", (const char *)n->name,
						  VT_STR_ARG(about)));
	if (key != NULL && xmlHashAddEntry(e->abouts, (const xmlChar *)key, e) != 0)
		vt_rules_find(e->f, VT_RULE_ABOUT_TWICE, about);
}

static void
vt_rules_element(struct vt_rules_edm *e, const xmlNode *n)
{
	struct vt_str value;

	if (vt_rdf_attr(e->f->arena, n, "resource", &value)) {
		if (value.len == 0)
			vt_rules_found(e, VT_RULE_LINK_EMPTY);
		if (vt_rdf_has_text(n))
			vt_rules_find(e->f, VT_RULE_LINK_AND_WORDS, value);
	}
	if (vt_rdf_attr(e->f->arena, n, "about", &value))
		vt_rules_about(e, n, value);
	if (vt_rdf_lang(e->f->arena, n, &value) && value.len == 0)
		vt_rules_found(e, VT_RULE_LANG_EMPTY);
}

static void
vt_rules_dispatch(struct vt_rules_edm *e, const xmlNode *n)
{
	vt_rules_element(e, n);
	if (vt_xml_is(n, VT_NS_EDM, "ProvidedCHO"))
		vt_rules_object(e, n);
	else if (vt_xml_is(n, VT_NS_ORE, "Proxy"))
		vt_rules_proxy(e, n);
	else if (vt_xml_is(n, VT_NS_ORE, "Aggregation"))
		vt_rules_aggregation(e, n);
	else if (vt_xml_is(n, VT_NS_EDM, "WebResource"))
		vt_rules_resource(e, n);
}

static size_t
vt_rules_children(const xmlNode *root, const char *ns, const char *local)
{
	size_t count = 0;

	for (const xmlNode *n = vt_xml_child(root, ns, local); n != NULL;
	     n = vt_xml_next(n, ns, local))
		count++;
	return (count);
}

void
vt_rules_edm(struct vt_rule_findings *f, xmlDocPtr doc)
{
	struct vt_rules_edm e = { .f = f, .root = xmlDocGetRootElement(doc) };

	if (e.root == NULL || !vt_xml_is(e.root, VT_NS_RDF, "RDF")) {
		vt_rules_found(&e, VT_RULE_NO_RDF);
		return;
	}
	e.abouts = xmlHashCreate(64);
	if (e.abouts == NULL)
		return;
	for (const xmlNode *n = e.root; n != NULL; n = vt_rdf_walk(e.root, n))
		vt_rules_dispatch(&e, n);
	if (vt_rules_children(e.root, VT_NS_EDM, "ProvidedCHO") != 1)
		vt_rules_found(&e, VT_RULE_ONE_OBJECT);
	if (vt_rules_children(e.root, VT_NS_ORE, "Aggregation") != 1)
		vt_rules_found(&e, VT_RULE_ONE_AGGREGATION);
	xmlHashFree(e.abouts, NULL);
}
