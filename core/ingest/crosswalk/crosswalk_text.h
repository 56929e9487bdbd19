/* SPDX-License-Identifier: Apache-2.0 */
/* XPath's functions on strings, where libxml2's own take too long. */
#ifndef VT_INGEST_CROSSWALK_TEXT_H
#define VT_INGEST_CROSSWALK_TEXT_H

#include <libxml/xpath.h>
#include <stdbool.h>

/* Puts our translate() in the place of libxml2's, which makes its result by pieces of
 * a few bytes and may copy all of it for each: a description of 5 MB took minutes.
 * False: no memory. */
bool	vt_crosswalk_text_register(xmlXPathContextPtr ctxt);

#endif
