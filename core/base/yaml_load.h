/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML files as libyaml's documents, checked beforehand: keys are plain words
 * that stand once in their map, nothing is an alias.
 */
#ifndef VT_BASE_YAML_LOAD_H
#define VT_BASE_YAML_LOAD_H

#include <yaml.h>

#include "api/str.h"

#define VT_YAML_DEPTH_MAX 32 /* maps and lists within each other */

/* VT_E_BADARG names file, line and mend; VT_E_TOOLARGE names the limit.  The
 * document may be empty (no root).  For yaml_document_delete(). */
vt_err vt_yaml_parse(struct vt_str bytes, const char *name, yaml_document_t *doc_r) VT_MUST_CHECK;
vt_err vt_yaml_parse_file(const char *path, size_t size_max, yaml_document_t *doc_r) VT_MUST_CHECK;

/* A scalar's text; VT_STR_NONE for what is none. */
struct vt_str vt_yaml_text(const yaml_node_t *node);
/* The line it begins in, from 1. */
int vt_yaml_line(const yaml_node_t *node);
/* Nothing was written: "key:" or "key: ~". */
bool vt_yaml_is_nothing(const yaml_node_t *node);

#endif
