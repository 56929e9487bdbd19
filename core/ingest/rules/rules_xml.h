/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at an EDM record as XPath 1.0 does.  Only for rules*.c and tiers*.c. */
#ifndef VT_INGEST_RULES_XML_H
#define VT_INGEST_RULES_XML_H

#include <libxml/tree.h>

#include "api/arena.h"
#include "api/str.h"

#define VT_NS_EDM	"http://www.europeana.eu/schemas/edm/"
#define VT_NS_DC	"http://purl.org/dc/elements/1.1/"
#define VT_NS_DCTERMS	"http://purl.org/dc/terms/"
#define VT_NS_ORE	"http://www.openarchives.org/ore/terms/"
#define VT_NS_RDF	"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define VT_NS_CC	"http://creativecommons.org/ns#"
#define VT_NS_ODRL	"http://www.w3.org/ns/odrl/2/"
#define VT_NS_SCHEMA	"https://schema.org/"
#define VT_NS_SKOS	"http://www.w3.org/2004/02/skos/core#"
#define VT_NS_WGS84	"http://www.w3.org/2003/01/geo/wgs84_pos#"
#define VT_NS_RDAGR2	"http://rdvocab.info/ElementsGr2/"

/* The attribute of RDF's namespace; false: there is none.  The value lives as long
 * as the document, or (where it was written with references) in the arena. */
bool	vt_rdf_attr(struct vt_arena *a, const xmlNode *n, const char *name, struct vt_str *value_r);
/* @xml:lang; false: there is none. */
bool	vt_rdf_lang(struct vt_arena *a, const xmlNode *n, struct vt_str *value_r);
/* normalize-space(text()) != '': the first text of n says something. */
bool	vt_rdf_has_words(const xmlNode *n);
/* text(): any text at all, be it white space. */
bool	vt_rdf_has_text(const xmlNode *n);
/* . = value: all its text, white space counted. */
bool	vt_rdf_equals(const xmlNode *n, const char *value);
/* The element behind n in the document, below root; NULL at the end. */
const xmlNode *vt_rdf_walk(const xmlNode *root, const xmlNode *n);

#endif
