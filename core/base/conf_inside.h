/* SPDX-License-Identifier: Apache-2.0 */
/* What the files conf*.c share; nobody else includes it. */
#ifndef VT_BASE_CONF_INSIDE_H
#define VT_BASE_CONF_INSIDE_H

#include "base/conf.h"
#include "base/yaml_load.h"

/* One key of the file or one --set. */
struct vt_conf_entry {
	struct vt_conf_entry *next;
	const char *section, *key; /* key "": the section itself */
	const yaml_node_t *node;   /* of the file; */
	const char *text;	   /* of --set, else NULL */
	int line;
	bool is_asked;
};

struct vt_conf {
	struct vt_arena *arena;
	const char *path;   /* as named; "" without a file */
	const char *folder; /* of the file, else the working directory; absolute */
	const char *working_folder;
	yaml_document_t doc;
	bool has_doc;
	struct vt_conf_entry *first, *last; /* in order */
};

/* "server.listen" */
const char *vt_conf_name(struct vt_conf *conf, const char *section, const char *key);
/* Puts where the entry stands before the sentence just said. */
vt_err vt_conf_blame(struct vt_conf *conf, const struct vt_conf_entry *e, vt_err err);

/* For reading one value: how sentences call it, what relative paths stand on. */
struct vt_conf_place {
	struct vt_arena *arena;
	const char *name;   /* "server.listen" */
	const char *folder; /* absolute */
};

/* A path as it stands when absolute, else joined to folder; NULL: the arena is full. */
const char *vt_conf_absolute(struct vt_arena *a, const char *folder, struct vt_str path);
/* Reads a value into the option's field of out; the sentence begins with the
 * option's name. */
vt_err vt_conf_value_text(const struct vt_conf_place *at, const struct vt_option *o,
			  struct vt_str text, void *out) VT_MUST_CHECK;
vt_err vt_conf_value_list(const struct vt_conf_place *at, const struct vt_option *o,
			  const struct vt_str *items, size_t count, void *out) VT_MUST_CHECK;

#endif
