/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.org JSON-LD within pages, for search engines.  Since 2.5.
 */
#ifndef VT_API_JSONLD_H
#define VT_API_JSONLD_H

#include "json.h"
#include "page.h"

/* "geo": coordinates, degrees (WGS 84). */
VT_API void	vt_jsonld_geo(struct vt_jsonw *j, double latitude, double longitude);
/* key: the library whose pages these are, as they say in the request's language: its name,
 * its address here, its mark. */
VT_API void	vt_jsonld_library(struct vt_request *req, struct vt_jsonw *j, const char *key);
/* Gives a page (vt_page()) what was written, as it may stand in a <script>. */
VT_API vt_err	vt_jsonld_set(struct vt_value *data, const struct vt_jsonw *j,
		    const struct vt_buf *json) VT_MUST_CHECK;

#endif
