/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A streaming JSON writer (RFC 8259): commas and escapes by construction, bad
 * UTF-8 replaced by U+FFFD, a sticky error.
 */
#ifndef VT_API_JSON_H
#define VT_API_JSON_H

#include "buf.h"

#define VT_JSONW_DEPTH_MAX 64

struct vt_jsonw {
	struct vt_buf	*out;
	char		 kind[VT_JSONW_DEPTH_MAX];	/* '{' or '[' */
	bool		 has_items[VT_JSONW_DEPTH_MAX];
	unsigned	 depth;
	bool		 has_key;
	vt_err		 err;
};

VT_API void	vt_jsonw_init(struct vt_jsonw *j, struct vt_buf *out);
VT_API void	vt_jsonw_object(struct vt_jsonw *j);		/* { */
VT_API void	vt_jsonw_array(struct vt_jsonw *j);		/* [ */
VT_API void	vt_jsonw_end(struct vt_jsonw *j);		/* } or ] */
VT_API void	vt_jsonw_key(struct vt_jsonw *j, const char *key);
VT_API void	vt_jsonw_key_str(struct vt_jsonw *j, struct vt_str key);
VT_API void	vt_jsonw_str(struct vt_jsonw *j, struct vt_str value);
VT_API void	vt_jsonw_c(struct vt_jsonw *j, const char *value);
VT_API void	vt_jsonw_int(struct vt_jsonw *j, int64_t value);
/* At most six decimals, no exponent. */
VT_API void	vt_jsonw_double(struct vt_jsonw *j, double value);
VT_API void	vt_jsonw_bool(struct vt_jsonw *j, bool value);
VT_API void	vt_jsonw_null(struct vt_jsonw *j);
/* A fragment that is known to be JSON. */
VT_API void	vt_jsonw_raw(struct vt_jsonw *j, struct vt_str json);
/* key and value in one. */
VT_API void	vt_jsonw_pair(struct vt_jsonw *j, const char *key, struct vt_str value);
VT_API void	vt_jsonw_pair_c(struct vt_jsonw *j, const char *key, const char *value);
VT_API void	vt_jsonw_pair_int(struct vt_jsonw *j, const char *key, int64_t value);
/* The first error; VT_E_INTERNAL while something is open. */
VT_API vt_err	vt_jsonw_error(const struct vt_jsonw *j) VT_MUST_CHECK;

#endif
