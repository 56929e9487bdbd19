/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The router: patterns in a tree of path segments.  A pattern's segment is a
 * literal, `{name}` (exactly one segment, not empty) or, at the end,
 * `{name...}` (all that is left, not empty).  At each segment a literal is
 * tried first, then a parameter, then a tail; where that way leads to no route
 * of the method, the next one is tried.
 *
 * Paths are cut at '/' as they came, so %2F never cuts; a literal also equals
 * its percent-encoded forms.
 */
#ifndef VT_HTTP_ROUTER_H
#define VT_HTTP_ROUTER_H

#include "api/plugin.h"

#define VT_HTTP_PATTERN_PARAMS_MAX 8

enum vt_method {
	VT_METHOD_GET,
	VT_METHOD_HEAD,
	VT_METHOD_POST,
	VT_METHOD_PUT,
	VT_METHOD_PATCH,
	VT_METHOD_DELETE,
	VT_METHOD_OPTIONS,
	VT_METHOD_COUNT
};
/* Writes "GET, HEAD, OPTIONS" for a set of methods (1u << VT_METHOD_…). */
void vt_method_list(unsigned methods, struct vt_buf *out);

struct vt_router;

struct vt_router_param {
	struct vt_str name, raw; /* raw: percent-encoded as it came */
	bool is_tail;
};
struct vt_router_found {
	void *target;	  /* NULL: no route of this method */
	unsigned allowed; /* methods of all routes that fit the path; 0: none fits */
	struct vt_router_param params[VT_HTTP_PATTERN_PARAMS_MAX];
	size_t param_count;
};

vt_err vt_router_new(struct vt_router **router_r) VT_MUST_CHECK;
void vt_router_free(struct vt_router **router);
/* methods: "GET" or "GET|POST"; owner: the plugin's name.  All strings and the
 * target are borrowed.  VT_E_BADARG: the pattern or a method cannot be read;
 * VT_E_CONFLICT: another route has the method and a pattern that no path tells
 * from this one. */
vt_err vt_router_add(struct vt_router *router, const char *owner, const struct vt_route *route,
		     void *target) VT_MUST_CHECK;
/* HEAD finds the GET route where there is none of its own. */
void vt_router_find(const struct vt_router *router, struct vt_str method, struct vt_str path,
		    struct vt_router_found *found_r);

#endif
