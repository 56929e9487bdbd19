/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON (RFC 8259).  A streaming writer: commas and escapes by construction, bad
 * UTF-8 replaced by U+FFFD, a sticky error.  And a reader of small texts.
 */
#ifndef VT_API_JSON_H
#define VT_API_JSON_H

#include "arena.h"
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

/* A JSON text, read whole: a tree in the arena, strings decoded. */
enum vt_json_type {
	VT_JSON_NULL, VT_JSON_BOOL, VT_JSON_NUMBER, VT_JSON_STR, VT_JSON_ARRAY, VT_JSON_OBJECT
};
struct vt_json {
	enum vt_json_type	 type;
	bool			 is_true;	/* a bool's value */
	struct vt_str		 str;		/* a string's value; a number as it is written */
	struct vt_str		 key;		/* of an object's member */
	const struct vt_json	*first;		/* of an array or object; NULL: it is empty */
	const struct vt_json	*next;		/* in the same array or object */
};

/* At most VT_JSONW_DEPTH_MAX deep; how large it may be says the arena.  VT_E_BADARG
 * says at which byte and why it is no JSON (also: no UTF-8).  Since 2.4. */
VT_API vt_err	vt_json_parse(struct vt_arena *a, struct vt_str text,
		    const struct vt_json **json_r) VT_MUST_CHECK;
/* The first member of that name; NULL when there is none, or when it is no object. */
VT_API const struct vt_json *vt_json_get(const struct vt_json *object, const char *key);
/* The same when it is a string, else an empty one. */
VT_API struct vt_str vt_json_get_str(const struct vt_json *object, const char *key);

#endif
