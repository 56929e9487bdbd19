/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of values of api/page.h from the inside: for the template engine
 * and for who must look into a tree.  Plugins only build trees.
 */
#ifndef VT_TEXT_VALUE_H
#define VT_TEXT_VALUE_H

#include "api/page.h"

enum vt_value_kind {
	VT_VALUE_MAP,
	VT_VALUE_LIST,
	VT_VALUE_STR,
	VT_VALUE_HTML, /* a string that is trusted markup */
	VT_VALUE_INT,
	VT_VALUE_BOOL
};

/* A place in a map or list; one value may stand in several. */
struct vt_value_item {
	struct vt_value_item *next;
	struct vt_str key; /* of a map's */
	const struct vt_value *value;
};

struct vt_value {
	enum vt_value_kind kind;
	struct vt_arena *arena;
	struct vt_value_item *first, *last; /* of a map or list, in order */
	struct vt_str str;
	int64_t number; /* an int; a bool's 0 or 1 */
};

/* The value of a key; NULL when map is no map or has none. */
const struct vt_value *vt_value_get(const struct vt_value *map, struct vt_str key);
/* What a section asks: NULL, false, 0, "", [] are false; all else is true. */
bool vt_value_is_true(const struct vt_value *v);

#endif
