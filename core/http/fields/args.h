/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments of a query or a form, in their order, duplicates kept. */
#ifndef VT_HTTP_ARGS_H
#define VT_HTTP_ARGS_H

#include "api/arena.h"
#include "api/str.h"

#define VT_HTTP_ARGS_MAX	256	/* arguments a query or form */

struct vt_arg {
	struct vt_str name, value;
};
struct vt_args {
	struct vt_arg *items;
	size_t count;
};

/* application/x-www-form-urlencoded.  Empty parts ("a=1&&b=2") are skipped, a
 * part without '=' has an empty value.  VT_E_BADARG for more than
 * VT_HTTP_ARGS_MAX arguments, a NUL, or what is not UTF-8. */
vt_err vt_args_parse(struct vt_arena *a, struct vt_str encoded,
		     struct vt_args *args_r) VT_MUST_CHECK;

#endif
