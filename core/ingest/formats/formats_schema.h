/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published schemas by which received records are looked at before they are given
 * on (ingest.schemas): an invalid one would make a whole answer of OAI-PMH invalid.
 */
#ifndef VT_INGEST_FORMATS_SCHEMA_H
#define VT_INGEST_FORMATS_SCHEMA_H

#include <libxml/tree.h>

#include "api/buf.h"
#include "api/plugin.h"

#define VT_FORMATS_SCHEMAS_MAX 16

struct vt_formats_schemas;	/* read-only afterwards, any thread */

/* list: "mods=/path/mods-3-8.xsd".  Nothing is fetched from the network; what a
 * schema imports is found beside it or by an XML catalogue (XML_CATALOG_FILES).
 * VT_E_BADARG names what cannot be read. */
vt_err	vt_formats_schemas_open(const struct vt_str_list *list,
	    struct vt_formats_schemas **s_r) VT_MUST_CHECK;
void	vt_formats_schemas_free(struct vt_formats_schemas **s);
/* Whether doc is valid in that format, or nothing is known of it; else *why_r has
 * the first reason, in the arena. */
bool	vt_formats_is_valid(const struct vt_formats_schemas *s, struct vt_arena *a,
	    const char *format, xmlDocPtr doc, struct vt_str *why_r);

#endif
