/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths of strangers against a tree of routes: what is found lies inside the
 * path, and of one segment no parameter holds a slash.
 */
#include <stdlib.h>

#include "http/fields/percent.h"
#include "http/fields/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct vt_route routes[] = {
	{ .method = "GET", .pattern = "/" },
	{ .method = "GET|POST", .pattern = "/oai" },
	{ .method = "GET", .pattern = "/objects/{id}" },
	{ .method = "PUT", .pattern = "/objects/new" },
	{ .method = "GET", .pattern = "/iiif/3/{image}/{region}/{size}/{rotation}/{file}" },
	{ .method = "GET", .pattern = "/iiif/3/{image}/info.json" },
	{ .method = "GET", .pattern = "/iiif/{version}/{image}" },
	{ .method = "GET", .pattern = "/a/{x}/c" },
	{ .method = "GET", .pattern = "/a/b/d" },
	{ .method = "GET", .pattern = "/a/{rest...}" },
	{ .method = "DELETE", .pattern = "/{all...}" },
};

static struct vt_router *
router_of_routes(void)
{
	struct vt_router *router;

	vt_assert(vt_router_new(&router) == VT_OK);
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		vt_assert(vt_router_add(router, "fuzz", &routes[i], &routes[i]) == VT_OK);
	return (router);
}

static void
check(const struct vt_router_found *found, struct vt_str path)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str decoded;

	for (size_t i = 0; found->target != NULL && i < found->param_count; i++) {
		struct vt_str raw = found->params[i].raw;

		vt_assert(raw.len > 0 && raw.p >= path.p && raw.p + raw.len <= path.p + path.len);
		vt_assert(found->params[i].is_tail || memchr(raw.p, '/', raw.len) == NULL);
		if (vt_percent_decode(a, raw, VT_PERCENT_TAIL, &decoded) == VT_OK)
			vt_assert(decoded.len <= raw.len && vt_utf8_is_valid(decoded));
	}
	vt_arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct vt_router *router;
	static const char *const methods[] = { "GET", "HEAD", "DELETE", "BREW" };
	char *copy = malloc(len + 1);

	if (router == NULL)
		router = router_of_routes();
	if (copy == NULL)
		return (0);
	memcpy(copy, data, len);
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		struct vt_router_found found;

		vt_router_find(router, vt_str_of(methods[i]), (struct vt_str){ copy, len }, &found);
		check(&found, (struct vt_str){ copy, len });
	}
	free(copy);
	return (0);
}
