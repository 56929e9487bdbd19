/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Europeana's schematron for EDM external, and its harvester, want beyond
 * the schema: checked on a finished document, in our words.
 */
#ifndef VT_INGEST_EDM_RULES_H
#define VT_INGEST_EDM_RULES_H

#include <libxml/tree.h>

#include "api/err.h"

/* doc: an rdf:RDF.  VT_E_DECLINED with one sentence that names all that is
 * missing or wrong, and the mend. */
vt_err	vt_edm_check(xmlDocPtr doc) VT_MUST_CHECK;

#endif
