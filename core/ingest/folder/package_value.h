/* SPDX-License-Identifier: Apache-2.0 */
/* Values of package.yaml: between package_yaml.c and package_value.c.  What is not as it
 * should be is VT_E_BADARG, with file and line. */
#ifndef VT_INGEST_PACKAGE_VALUE_H
#define VT_INGEST_PACKAGE_VALUE_H

#include "base/yaml_load.h"
#include "ingest/folder/package.h"

#define VT_PACKAGE_ITEMS_MAX 100000 /* of a list or a mapping */

struct vt_package_yaml {
	struct vt_arena *arena;
	const char *path;
	yaml_document_t *doc;
};

/* A key, and the function that reads its value into the struct, there where it says. */
struct vt_package_key {
	const char *name;
	vt_err (*read)(const struct vt_package_yaml *y, yaml_node_t *value, void *into);
	size_t at;
};

vt_err vt_package_refuse(const struct vt_package_yaml *y, const yaml_node_t *n, const char *what)
    VT_MUST_CHECK;

/* A scalar's text; `~` and nothing are the empty string. */
vt_err vt_package_string(const struct vt_package_yaml *y, yaml_node_t *n, struct vt_str *s_r)
    VT_MUST_CHECK;
/* One of the words that known() gives back as IIIF has them, or empty.  VT_E_RANGE: another,
 * and nothing was said. */
vt_err vt_package_word(const struct vt_package_yaml *y, yaml_node_t *n,
		       const char *(*known)(struct vt_str), struct vt_str *word_r) VT_MUST_CHECK;
/* Reads each key; the table ends with a NULL name. */
vt_err vt_package_mapping(const struct vt_package_yaml *y, yaml_node_t *n,
			  const struct vt_package_key *keys, void *into) VT_MUST_CHECK;
/* The items of a sequence; one scalar stands for a list of one. */
size_t vt_package_items(yaml_node_t *n);
yaml_node_t *vt_package_item(const struct vt_package_yaml *y, yaml_node_t *n, size_t i);

/* For tables of keys: a text (struct vt_str); a name by language, or one text of no known
 * language (struct vt_labels). */
vt_err vt_package_text(const struct vt_package_yaml *y, yaml_node_t *n, void *into) VT_MUST_CHECK;
vt_err vt_package_labels(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
    VT_MUST_CHECK;

#endif
