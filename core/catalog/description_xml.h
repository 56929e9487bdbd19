/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our description as XML, the form between the crosswalks:
 *
 *   <object xmlns="urn:vartai:description:1" identifier="azuolai-1927-03-12"
 *           kind="TEXT" rights="http://…" institution="LT-…" language="lt">
 *     <property name="title" xml:lang="lt">Ąžuolai</property>
 *     <property name="creator" uri="…" role="aut">Petras Petraitis</property>
 *     <property name="issued" start="1927-03-12" end="1927-03-12">1927-03-12</property>
 *     <property name="spatial" latitude="55.7" longitude="24.3">Panevėžys</property>
 *     <collection spec="spauda"/>          (only what the source itself says)
 *     <file href="0001.tif" use="image"/>  (what the source refers to)
 *   </object>
 */
#ifndef VT_CATALOG_DESCRIPTION_XML_H
#define VT_CATALOG_DESCRIPTION_XML_H

#include <libxml/tree.h>

#include "api/catalog.h"
#include "api/xml.h"

/* The properties below an <object> element. */
vt_err	vt_description_from_xml(struct vt_arena *a, const xmlNode *object,
	    struct vt_description *d_r) VT_MUST_CHECK;
/* The same from stored bytes. */
vt_err	vt_description_parse(struct vt_arena *a, struct vt_str xml,
	    struct vt_description *d_r) VT_MUST_CHECK;
/* Writes <property> elements. */
void	vt_description_to_xml(const struct vt_description *d, struct vt_xmlw *x);

#endif
