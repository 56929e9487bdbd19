/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that plugins offer to one another by name. */
#ifndef VT_HTTP_LINKS_H
#define VT_HTTP_LINKS_H

#include "http/gateway.h"

struct vt_links;

vt_err vt_links_new(struct vt_arena *a, struct vt_links **links_r) VT_MUST_CHECK;
/* Borrows the link.  VT_E_CONFLICT names both plugins. */
vt_err vt_links_add(struct vt_links *links, const char *plugin,
		    const struct vt_link *link) VT_MUST_CHECK;
/* The pattern of a name, or NULL. */
const char *vt_links_pattern(const struct vt_links *links, const char *name);
/* The i-th name that begins with prefix, or NULL. */
const char *vt_links_name(const struct vt_links *links, const char *prefix, size_t i);
/* The pattern with its {names} filled in order and percent-encoded ('/' only in
 * a {tail...}); false when there are fewer values than names. */
bool vt_links_fill(const char *pattern, const struct vt_str *values, size_t count,
		   struct vt_buf *out);

#endif
