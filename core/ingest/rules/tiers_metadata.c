/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Metadata tier: how many kinds of words have a language, how many elements there
 * are by which people search, and how many kinds of contextual classes are
 * complete.  Two tables say which elements count for what.
 */
#include "ingest/rules/rules_xml.h"
#include "ingest/rules/tiers_inside.h"
#include "text/xml_read.h"

#define VT_TIER_LANGUAGE_A 25 /* percent of the properties that are there */
#define VT_TIER_LANGUAGE_B 50
#define VT_TIER_LANGUAGE_C 75

struct vt_tier_name {
	const char *prefix, *ns, *local;
	unsigned classes; /* of an enabling element */
};

static const struct vt_tier_name vt_tier_properties[] = {
	{ "dc", VT_NS_DC, "coverage", 0 },
	{ "dc", VT_NS_DC, "description", 0 },
	{ "dc", VT_NS_DC, "format", 0 },
	{ "dc", VT_NS_DC, "relation", 0 },
	{ "dc", VT_NS_DC, "rights", 0 },
	{ "dc", VT_NS_DC, "source", 0 },
	{ "dc", VT_NS_DC, "subject", 0 },
	{ "dc", VT_NS_DC, "title", 0 },
	{ "dc", VT_NS_DC, "type", 0 },
	{ "dcterms", VT_NS_DCTERMS, "alternative", 0 },
	{ "dcterms", VT_NS_DCTERMS, "hasPart", 0 },
	{ "dcterms", VT_NS_DCTERMS, "isPartOf", 0 },
	{ "dcterms", VT_NS_DCTERMS, "isReferencedBy", 0 },
	{ "dcterms", VT_NS_DCTERMS, "medium", 0 },
	{ "dcterms", VT_NS_DCTERMS, "provenance", 0 },
	{ "dcterms", VT_NS_DCTERMS, "references", 0 },
	{ "dcterms", VT_NS_DCTERMS, "spatial", 0 },
	{ "dcterms", VT_NS_DCTERMS, "tableOfContents", 0 },
	{ "dcterms", VT_NS_DCTERMS, "temporal", 0 },
	{ "edm", VT_NS_EDM, "currentLocation", 0 },
	{ "edm", VT_NS_EDM, "hasType", 0 },
	{ "edm", VT_NS_EDM, "isRelatedTo", 0 },
};
/* The last two count only as links to a class of theirs. */
static const struct vt_tier_name vt_tier_elements[] = {
	{ "dcterms", VT_NS_DCTERMS, "created", VT_TIER_TIME },
	{ "dcterms", VT_NS_DCTERMS, "issued", VT_TIER_TIME },
	{ "dcterms", VT_NS_DCTERMS, "temporal", VT_TIER_TIME },
	{ "dc", VT_NS_DC, "format", VT_TIER_CONCEPT },
	{ "dc", VT_NS_DC, "type", VT_TIER_CONCEPT },
	{ "dcterms", VT_NS_DCTERMS, "medium", VT_TIER_CONCEPT },
	{ "dc", VT_NS_DC, "creator", VT_TIER_AGENT },
	{ "dc", VT_NS_DC, "contributor", VT_TIER_AGENT },
	{ "dc", VT_NS_DC, "publisher", VT_TIER_AGENT },
	{ "dcterms", VT_NS_DCTERMS, "spatial", VT_TIER_PLACE },
	{ "edm", VT_NS_EDM, "currentLocation", VT_TIER_PLACE },
	{ "edm", VT_NS_EDM, "hasMet", VT_TIER_TIME | VT_TIER_AGENT },
	{ "dc", VT_NS_DC, "subject", VT_TIER_CONCEPT | VT_TIER_AGENT | VT_TIER_PLACE },
};
static const struct vt_tier_name vt_tier_classes[] = {
	{ "edm", VT_NS_EDM, "Agent", VT_TIER_AGENT },
	{ "skos", VT_NS_SKOS, "Concept", VT_TIER_CONCEPT },
	{ "edm", VT_NS_EDM, "Place", VT_TIER_PLACE },
	{ "edm", VT_NS_EDM, "TimeSpan", VT_TIER_TIME },
};

#define VT_TIER_COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define VT_TIER_ONLY_LINKS   11 /* from here on, of vt_tier_elements */

static void
vt_tiers_names(const struct vt_tier_name *table, size_t count, uint32_t mask, struct vt_buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < count; i++) {
		if ((mask >> i & 1) == 0)
			continue;
		vt_buf_printf(out, "%s%s:%s", is_first ? "" : ", ", table[i].prefix,
			      table[i].local);
		is_first = false;
	}
}

void
vt_tiers_properties(uint32_t mask, struct vt_buf *out)
{
	vt_tiers_names(vt_tier_properties, VT_TIER_COUNT(vt_tier_properties), mask, out);
}

void
vt_tiers_elements(uint32_t mask, struct vt_buf *out)
{
	vt_tiers_names(vt_tier_elements, VT_TIER_COUNT(vt_tier_elements), mask, out);
}

void
vt_tiers_classes(unsigned mask, struct vt_buf *out)
{
	vt_tiers_names(vt_tier_classes, VT_TIER_COUNT(vt_tier_classes), mask, out);
}

/* --- classes ---------------------------------------------------------------------------------- */

/* Words or an address. */
static bool
vt_tiers_says(struct vt_tier_record *r, const xmlNode *n)
{
	struct vt_str uri;

	return (vt_xml_text(r->a, n).len != 0 ||
		(vt_rdf_attr(r->a, n, "resource", &uri) && vt_str_trim(uri).len != 0));
}

static bool
vt_tiers_has(struct vt_tier_record *r, const xmlNode *parent, const char *ns, const char *names)
{
	struct vt_str list = vt_str_of(names), name;

	while (vt_str_next(&list, ' ', &name))
		for (const xmlNode *n = vt_xml_child(parent, ns, NULL); n != NULL;
		     n = vt_xml_next(n, ns, NULL))
			if (vt_str_eq_c(name, (const char *)n->name) && vt_tiers_says(r, n))
				return (true);
	return (false);
}

static bool
vt_tiers_has_label(struct vt_tier_record *r, const xmlNode *n)
{
	for (n = vt_xml_child(n, VT_NS_SKOS, "prefLabel"); n != NULL;
	     n = vt_xml_next(n, VT_NS_SKOS, "prefLabel"))
		if (vt_xml_text(r->a, n).len != 0)
			return (true);
	return (false);
}

static bool
vt_tiers_is_complete(struct vt_tier_record *r, const xmlNode *n, unsigned class)
{
	bool has_label = vt_tiers_has_label(r, n);

	switch (class) {
	case VT_TIER_AGENT:
		return (has_label &&
			(vt_tiers_has(r, n, VT_NS_EDM, "begin end") ||
			 vt_tiers_has(r, n, VT_NS_RDAGR2,
				      "dateOfBirth dateOfDeath placeOfBirth placeOfDeath "
				      "professionOrOccupation")));
	case VT_TIER_CONCEPT:
		return (has_label && vt_tiers_has(r, n, VT_NS_SKOS,
						  "note broader narrower exactMatch closeMatch "
						  "related"));
	case VT_TIER_PLACE:
		return (has_label && vt_tiers_has(r, n, VT_NS_WGS84, "lat") &&
			vt_tiers_has(r, n, VT_NS_WGS84, "long"));
	default:
		return (vt_tiers_has(r, n, VT_NS_EDM, "begin") &&
			vt_tiers_has(r, n, VT_NS_EDM, "end"));
	}
}

static unsigned
vt_tiers_class_of(const xmlNode *n)
{
	for (size_t i = 0; i < VT_TIER_COUNT(vt_tier_classes); i++)
		if (vt_xml_is(n, vt_tier_classes[i].ns, vt_tier_classes[i].local))
			return (vt_tier_classes[i].classes);
	return (0);
}

/* The class of rdf:RDF's child with that rdf:about, as a mask of classes. */
static unsigned
vt_tiers_class(struct vt_tier_record *r, struct vt_str about)
{
	unsigned mask = 0;
	struct vt_str own;

	for (const xmlNode *n = vt_xml_child(r->root, NULL, NULL); n != NULL && about.len != 0;
	     n = vt_xml_next(n, NULL, NULL)) {
		unsigned class = vt_tiers_class_of(n);

		if (class != 0 && vt_rdf_attr(r->a, n, "about", &own) && vt_str_eq(own, about))
			mask |= class;
	}
	return (mask);
}

static bool
vt_tiers_is_linked(struct vt_tier_record *r, struct vt_str about)
{
	struct vt_str uri;

	for (size_t i = 0; i < r->provided_count; i++)
		for (const xmlNode *n = vt_xml_child(r->provided[i], NULL, NULL); n != NULL;
		     n = vt_xml_next(n, NULL, NULL))
			if (vt_rdf_attr(r->a, n, "resource", &uri) && vt_str_eq(uri, about))
				return (true);
	return (false);
}

static void
vt_tiers_look_at_classes(struct vt_tier_record *r, struct vt_tiers *t)
{
	struct vt_str about;

	for (const xmlNode *n = vt_xml_child(r->root, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		unsigned class = vt_tiers_class_of(n);

		if (class != 0 && (t->complete & class) == 0 &&
		    vt_rdf_attr(r->a, n, "about", &about) && about.len != 0 &&
		    vt_tiers_is_complete(r, n, class) && vt_tiers_is_linked(r, about))
			t->complete |= class;
	}
	t->classes = (t->complete & (t->complete - 1)) != 0 ? VT_TIER_C
		     : t->complete != 0			    ? VT_TIER_B
							    : VT_TIER_A;
}

/* --- language ------------------------------------------------------------------------------------
 */

/* A place, time or concept whose preferred label has a language; agents do not count. */
static bool
vt_tiers_is_tagged_class(struct vt_tier_record *r, struct vt_str about)
{
	struct vt_str own, lang;

	for (const xmlNode *n = vt_xml_child(r->root, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		if ((vt_tiers_class_of(n) & ~(unsigned)VT_TIER_AGENT) == 0 ||
		    !vt_rdf_attr(r->a, n, "about", &own) || !vt_str_eq(own, about))
			continue;
		for (const xmlNode *l = vt_xml_child(n, VT_NS_SKOS, "prefLabel"); l != NULL;
		     l = vt_xml_next(l, VT_NS_SKOS, "prefLabel"))
			if (vt_xml_text(r->a, l).len != 0 && vt_rdf_lang(r->a, l, &lang) &&
			    vt_str_trim(lang).len != 0)
				return (true);
	}
	return (false);
}

static void
vt_tiers_property(struct vt_tier_record *r, const xmlNode *n, uint32_t bit, struct vt_tiers *t)
{
	struct vt_str lang, uri;

	if (vt_xml_text(r->a, n).len != 0) {
		t->words |= bit;
		if (vt_rdf_lang(r->a, n, &lang) && vt_str_trim(lang).len != 0)
			t->tagged |= bit;
	}
	if (vt_rdf_attr(r->a, n, "resource", &uri) && vt_str_trim(uri).len != 0) {
		t->words |= bit;
		if ((t->tagged & bit) == 0 && vt_tiers_is_tagged_class(r, uri))
			t->tagged |= bit;
	}
}

/* --- both tables over the record
 * -------------------------------------------------------------------- */

static void
vt_tiers_element(struct vt_tier_record *r, const xmlNode *n, size_t at, struct vt_tiers *t)
{
	unsigned classes = vt_tier_elements[at].classes;
	struct vt_str uri;

	if (at >= VT_TIER_ONLY_LINKS)
		classes &= vt_rdf_attr(r->a, n, "resource", &uri) ? vt_tiers_class(r, uri) : 0;
	else if (!vt_tiers_says(r, n))
		return;
	if (classes == 0)
		return;
	t->elements |= (uint32_t)1 << at;
	t->groups |= classes;
}

static void
vt_tiers_look_at(struct vt_tier_record *r, const xmlNode *n, struct vt_tiers *t)
{
	for (size_t i = 0; i < VT_TIER_COUNT(vt_tier_properties); i++)
		if (vt_xml_is(n, vt_tier_properties[i].ns, vt_tier_properties[i].local))
			vt_tiers_property(r, n, (uint32_t)1 << i, t);
	for (size_t i = 0; i < VT_TIER_COUNT(vt_tier_elements); i++)
		if (vt_xml_is(n, vt_tier_elements[i].ns, vt_tier_elements[i].local))
			vt_tiers_element(r, n, i, t);
}

static int
vt_tiers_count(uint32_t mask)
{
	int count = 0;

	for (; mask != 0; mask &= mask - 1)
		count++;
	return (count);
}

static enum vt_tier_metadata
vt_tiers_by_language(const struct vt_tiers *t)
{
	int words = vt_tiers_count(t->words), tagged = vt_tiers_count(t->tagged) * 100;

	if (words == 0 || tagged < words * VT_TIER_LANGUAGE_A)
		return (VT_TIER_0);
	if (tagged < words * VT_TIER_LANGUAGE_B)
		return (VT_TIER_A);
	return (tagged < words * VT_TIER_LANGUAGE_C ? VT_TIER_B : VT_TIER_C);
}

static enum vt_tier_metadata
vt_tiers_by_elements(const struct vt_tiers *t)
{
	int elements = vt_tiers_count(t->elements), groups = vt_tiers_count(t->groups);

	if (elements >= 4 && groups >= 2)
		return (VT_TIER_C);
	if (elements >= 3 && groups >= 2)
		return (VT_TIER_B);
	return (elements >= 1 ? VT_TIER_A : VT_TIER_0);
}

void
vt_tiers_metadata(struct vt_tier_record *r, struct vt_tiers *t)
{
	for (size_t i = 0; i < r->provided_count; i++)
		for (const xmlNode *n = vt_xml_child(r->provided[i], NULL, NULL); n != NULL;
		     n = vt_xml_next(n, NULL, NULL))
			vt_tiers_look_at(r, n, t);
	vt_tiers_look_at_classes(r, t);
	t->language = vt_tiers_by_language(t);
	t->enabling = vt_tiers_by_elements(t);
	t->metadata = t->language < t->enabling ? t->language : t->enabling;
	if (t->classes < t->metadata)
		t->metadata = t->classes;
}
