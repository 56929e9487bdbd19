/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML files that people write, read whole.  Every scalar is text as it stands there:
 * "no" is no, 1926-05 is 1926-05.  Since 2.5.
 */
#ifndef VT_API_YAML_H
#define VT_API_YAML_H

#include "arena.h"
#include "str.h"

enum vt_yaml_type { VT_YAML_TEXT, VT_YAML_LIST, VT_YAML_MAP };
struct vt_yaml {
	enum vt_yaml_type	 type;
	struct vt_str		 text;	/* of a text; empty also where nothing was written */
	struct vt_str		 key;	/* of a map's member */
	int			 line;	/* from 1: of the key, else where it begins */
	const struct vt_yaml	*first;	/* of a list or map; NULL: it is empty */
	const struct vt_yaml	*next;	/* in the same list or map */
};

/* A tree in the arena; NULL: there is nothing in it.  VT_E_BADARG says in which line of
 * name what is wrong, and the mend: also a key that stands twice in its map, a key that is
 * no word, an alias, what is no UTF-8. */
VT_API vt_err	vt_yaml_tree(struct vt_arena *a, struct vt_str bytes, const char *name,
		    const struct vt_yaml **tree_r) VT_MUST_CHECK;
/* The member of that key; NULL when there is none, or when it is no map. */
VT_API const struct vt_yaml *vt_yaml_get(const struct vt_yaml *map, const char *key);
/* Of known (to a NULL) the word that is most likely meant; NULL: none is near enough. */
VT_API const char *vt_yaml_nearest(struct vt_str word, const char *const *known);

#endif
