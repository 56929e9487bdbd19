/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What curators wrote, in the form that machines compare: dates, rights, languages, kinds.
 * Pure: asks no file and no catalogue; any thread.
 */
#ifndef VT_INGEST_NORMALISE_H
#define VT_INGEST_NORMALISE_H

#include "api/buf.h"
#include "api/catalog.h"

/* Of an object whose source does not say its kind: vt_normalise finds it. */
#define VT_KIND_NONE ((enum vt_kind)(VT_KIND_3D + 1))

/* Makes a description fit to serve: dates to start/end (approximate, open and
 * Lithuanian forms too), rights to one of the known http:// URIs, languages to
 * BCP 47, kind from type where it is VT_KIND_NONE, illegal characters dropped, empty properties gone.
 * What was doubtful is appended to findings, a line each. */
vt_err	vt_normalise(struct vt_arena *a, struct vt_object *object,
	    struct vt_buf *findings) VT_MUST_CHECK;
/* What a type says in words ("TEXT", "StillImage", "image/tiff", "žemėlapis");
 * false when nothing. */
bool	vt_kind_parse(struct vt_str s, enum vt_kind *kind_r);
/* One of the rights URIs that EDM takes, exactly (http, final slash). */
bool	vt_rights_are_edm(struct vt_str uri);
/* A language in code or in words ("lit", "LT", "lietuvių") as BCP 47; empty when unknown. */
struct vt_str vt_language_tag(struct vt_arena *a, struct vt_str s);
/* "apie 1910", "XIX a. pab.", "[1931?]", "1920–1925", "1928-05-13", "a1798" …;
 * false when nothing can be said.  An open end is empty ("iki 1900", "po 1945");
 * years before Christ are negative, 1 BC is 0000 (ISO 8601). */
bool	vt_date_parse(struct vt_str s, char start_r[16], char end_r[16]);

#endif
