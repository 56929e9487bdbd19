/* SPDX-License-Identifier: Apache-2.0 */
/* Compression of whole bodies. */
#ifndef VT_HTTP_GZIP_H
#define VT_HTTP_GZIP_H

#include "api/buf.h"

#define VT_HTTP_GZIP_MIN   1024		      /* bytes: below, a packet is a packet */
#define VT_HTTP_GZIP_MAX   (32 * 1024 * 1024) /* bytes: above, it takes too long */
#define VT_HTTP_GZIP_LEVEL 6

/* Whether a media type (parameters allowed) is text that shrinks. */
bool vt_gzip_suits(struct vt_str media_type);
/* Writes body compressed; the same bytes for the same body, always.  False when
 * it is outside the limits, did not get smaller, or memory ran out. */
bool vt_gzip(struct vt_str body, struct vt_buf *out);

#endif
