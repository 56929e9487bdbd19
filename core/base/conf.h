/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configuration: a YAML file of sections, checked against option tables.  An
 * unknown key, a wrong type or a value out of range is refused with file,
 * line and the nearest known key.  No plugin sees this; it has its struct.
 */
#ifndef VT_BASE_CONF_H
#define VT_BASE_CONF_H

#include "api/arena.h"
#include "api/plugin.h"

#define VT_CONF_SIZE_MAX (1024 * 1024)	/* bytes of the file */

struct vt_conf;

/* One section: a name ("server"), its table, and the struct that is filled.
 * Section "" holds the keys at the top of the file ("plugins"). */
struct vt_conf_section {
	const char		*name, *help;
	const struct vt_option	*options;
};

/* Reads path (NULL: no file, defaults only).  Only syntax is checked: VT_E_BADARG
 * with file and line; VT_E_TOOLARGE, VT_E_IO. */
vt_err	vt_conf_open(const char *path, struct vt_conf **conf_r) VT_MUST_CHECK;
void	vt_conf_free(struct vt_conf **conf);
/* An override `section.key=value` (or `key=value` of section ""), as on the
 * command line; wins over the file.  A relative path in it is relative to the
 * working directory. */
vt_err	vt_conf_set(struct vt_conf *conf, const char *assignment) VT_MUST_CHECK;
/* Fills *out from the file, the overrides, and the table's defaults.  Strings
 * live as long as conf. */
vt_err	vt_conf_fill(struct vt_conf *conf, const struct vt_conf_section *section,
	    void *out) VT_MUST_CHECK;
/* Entries of a filled list that have a '/' are paths: made absolute as VT_OPT_PATH
 * is, from the file's folder, or of an override from the working directory. */
vt_err	vt_conf_list_paths(struct vt_conf *conf, const char *section, const char *key,
	    struct vt_str_list *list) VT_MUST_CHECK;
/* After all fills: the first key or section that nobody asked for is an error,
 * naming file, line and the nearest known one among sections. */
vt_err	vt_conf_check_unknown(struct vt_conf *conf,
	    const struct vt_conf_section *const *sections, size_t count) VT_MUST_CHECK;
/* Names, with ", " between, of the options that the second says otherwise than the
 * first, without the one named but.  Compared as they are written: a default that is
 * now written out is named too. */
void	vt_conf_changed(struct vt_conf *before, struct vt_conf *now, const char *but,
	    struct vt_buf *out);
/* The commented YAML of a section with its defaults, for conf/vartai.yaml. */
void	vt_conf_document(const struct vt_conf_section *section, struct vt_buf *out);

#endif
