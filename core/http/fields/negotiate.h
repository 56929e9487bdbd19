/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content negotiation (RFC 9110, 12.5): pure functions of a header's text.  A
 * header that cannot be read counts as absent.
 */
#ifndef VT_HTTP_NEGOTIATE_H
#define VT_HTTP_NEGOTIATE_H

#include "api/str.h"

/* The best offer by Accept: an index; 0 when the header is absent or bad; -1
 * when it allows none.  The highest q wins, then the more specific range, then
 * the earlier offer.  A range's parameters must all be among the offer's, but
 * for charset; of a profile one of its addresses suffices. */
int vt_negotiate_type(struct vt_str accept, const char *const *offers, size_t count);
/* "lt" or "en" by Accept-Language; NULL when the header allows neither or is absent. */
const char *vt_negotiate_language(struct vt_str accept_language);
/* Whether Accept-Encoding prefers gzip to sending as is. */
bool vt_negotiate_gzip(struct vt_str accept_encoding);

#endif
