/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IDs of records that are given on as they came.  A page of OAI-PMH is one document,
 * and in a document an ID (xs:ID) may stand once: two METS of one program, each with
 * its "FILE_0001", would make the page invalid.
 */
#ifndef VT_INGEST_FORMATS_IDS_H
#define VT_INGEST_FORMATS_IDS_H

#include <libxml/tree.h>

#include "api/err.h"

/* Puts own behind each ID of doc, and behind it wherever doc refers to it: IDs of METS,
 * MODS and what else the Library of Congress publishes, of PREMIS, MARCXML, EAD and GML,
 * and xml:id.  own: letters, digits, '.', '_', '-'. */
vt_err	vt_formats_own_ids(xmlDocPtr doc, const char *own) VT_MUST_CHECK;

#endif
