/* SPDX-License-Identifier: Apache-2.0 */
/* Conditional requests (RFC 9110, 13): pure functions of header texts. */
#ifndef VT_HTTP_CONDITIONAL_H
#define VT_HTTP_CONDITIONAL_H

#include "api/str.h"

/* Whether one of the tags of If-None-Match is etag (with quotes), compared
 * weakly; "*" is any.  A list that cannot be read matches up to where it could. */
bool vt_conditional_match(struct vt_str if_none_match, struct vt_str etag);
/* Whether what is here is still what the client means.  If-Match (RFC 9110, 13.1.1): one of
 * its tags is etag (with quotes), compared strongly, so that a weak one is none; "*" is any.
 * Where there is none, If-Unmodified-Since (13.1.4), unless it is no date or modified is 0:
 * unknown.  Where there is neither it holds. */
bool vt_conditional_holds(struct vt_str if_match, struct vt_str if_unmodified_since,
			  struct vt_str etag, int64_t modified);
/* Whether the client's copy will do.  If-None-Match, where there is one, decides
 * alone; etag empty, modified 0: unknown. */
bool vt_conditional_is_fresh(struct vt_str if_none_match, struct vt_str if_modified_since,
			     struct vt_str etag, int64_t modified);

#endif
