/* SPDX-License-Identifier: Apache-2.0 */
/* The Range header (RFC 9110, 14.1.2): one range of bytes. */
#ifndef VT_HTTP_BYTE_RANGE_H
#define VT_HTTP_BYTE_RANGE_H

#include "api/str.h"

enum vt_byte_answer { VT_BYTES_WHOLE, VT_BYTES_PART, VT_BYTES_OUTSIDE };
struct vt_bytes {
	int64_t from, len;
};

/* What a Range header asks of size bytes.  What cannot be understood, and lists of
 * ranges, are passed over, as they may be (14.2). */
enum vt_byte_answer vt_byte_range(struct vt_str header, int64_t size, struct vt_bytes *range_r);

#endif
