/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-decoding (RFC 3986, 2.1), once, of what strangers send. */
#ifndef VT_HTTP_PERCENT_H
#define VT_HTTP_PERCENT_H

#include "api/arena.h"
#include "api/str.h"

enum vt_percent {
	VT_PERCENT_SEGMENT, /* one part of a path: a bad escape is an error */
	VT_PERCENT_TAIL,    /* several parts: %2F stays, so that each '/' was one */
	VT_PERCENT_FORM	    /* an argument: '+' is a space, a lone '%' is itself */
};

/* Borrows s when there is nothing to decode, else a copy in the arena.
 * VT_E_BADARG for a bad escape, a NUL, and what is not UTF-8. */
vt_err vt_percent_decode(struct vt_arena *a, struct vt_str s, enum vt_percent how,
			 struct vt_str *out_r) VT_MUST_CHECK;
/* The byte that two hexadecimal digits stand for, or -1. */
int vt_percent_byte(char high, char low);

#endif
