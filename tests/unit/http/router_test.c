/* SPDX-License-Identifier: Apache-2.0 */
/* Which route a path finds, what it finds in it, and which routes clash. */
#include "http/fields/router.h"
#include "http/gateway.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct pattern {
	const char *method, *pattern;
};

static const struct pattern patterns[] = {
	{ "GET", "/" },
	{ "GET", "/oai" },
	{ "POST", "/oai" },
	{ "GET", "/objects/{id}" },
	{ "POST", "/objects/new" },
	{ "GET", "/objects/newest" },
	{ "GET", "/iiif/3/{image}/info.json" },
	{ "GET", "/iiif/3/{image}/{region}/{size}/{rotation}/{file}" },
	{ "GET", "/iiif/3/{image}" },
	{ "GET", "/iiif/presentation/{id}/manifest" },
	{ "GET", "/iiif/presentation/{id}/{version}/manifest" },
	{ "GET", "/iiif/presentation/{id}/canvas/{n}" },
	{ "GET", "/assets/{name...}" },
	{ "GET|PUT|DELETE", "/api/v1/lists/{id}" },
	{ "GET", "/a/{x}/c" },
	{ "GET", "/a/b/d" },
	{ "GET", "/a/{rest...}" },
	{ "HEAD", "/two" },
	{ "GET", "/two" },
	{ "GET", "/slash/" },
	{ "OPTIONS", "/own" },
};
#define PATTERN_COUNT (sizeof(patterns) / sizeof(patterns[0]))

static vt_err
nothing(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	(void)res;
	return (VT_OK);
}

static struct vt_route routes[PATTERN_COUNT];

static struct vt_router *
router_of_patterns(void)
{
	struct vt_router *router;

	assert_int_equal(vt_router_new(&router), VT_OK);
	for (size_t i = 0; i < PATTERN_COUNT; i++) {
		routes[i] = (struct vt_route){ .method = patterns[i].method,
					       .pattern = patterns[i].pattern,
					       .handler = nothing };
		assert_int_equal(vt_router_add(router, "test", &routes[i], &routes[i]), VT_OK);
	}
	return (router);
}

/* "name=raw name=raw" */
static void
params_as_text(const struct vt_router_found *found, struct vt_buf *out)
{
	vt_buf_reset(out);
	for (size_t i = 0; found->target != NULL && i < found->param_count; i++)
		vt_buf_printf(out, "%s%.*s=%.*s", i > 0 ? " " : "",
			      VT_STR_ARG(found->params[i].name), VT_STR_ARG(found->params[i].raw));
}

static void
paths_find_routes(void **state)
{
	static const struct {
		const char *method, *path, *pattern, *params;
	} cases[] = {
		{ "GET", "/", "/", "" },
		{ "HEAD", "/", "/", "" },
		{ "GET", "/oai", "/oai", "" },
		{ "GET", "/%6Fai", "/oai", "" },
		{ "GET", "/oai/", NULL, "" },
		{ "GET", "/oaix", NULL, "" },
		{ "GET", "/OAI", NULL, "" },
		{ "GET", "/objects/VILN-1", "/objects/{id}", "id=VILN-1" },
		{ "GET", "/objects/a%2Fb", "/objects/{id}", "id=a%2Fb" },
		{ "GET", "/objects/", NULL, "" },
		{ "GET", "/objects//", NULL, "" },
		{ "GET", "/objects/a/b", NULL, "" },
		/* A literal wins, but for a method it does not have. */
		{ "GET", "/objects/newest", "/objects/newest", "" },
		{ "GET", "/objects/new", "/objects/{id}", "id=new" },
		{ "POST", "/objects/new", "/objects/new", "" },
		{ "GET", "/iiif/3/x/info.json", "/iiif/3/{image}/info.json", "image=x" },
		{ "GET", "/iiif/3/x", "/iiif/3/{image}", "image=x" },
		{ "GET", "/iiif/3/x%2Fy/0,0,1,1/max/0/default.jpg",
		  "/iiif/3/{image}/{region}/{size}/{rotation}/{file}",
		  "image=x%2Fy region=0,0,1,1 size=max rotation=0 file=default.jpg" },
		{ "GET", "/iiif/presentation/p/manifest", "/iiif/presentation/{id}/manifest",
		  "id=p" },
		{ "GET", "/iiif/presentation/p/2/manifest",
		  "/iiif/presentation/{id}/{version}/manifest", "id=p version=2" },
		{ "GET", "/iiif/presentation/p/canvas/3", "/iiif/presentation/{id}/canvas/{n}",
		  "id=p n=3" },
		/* canvas is taken as a version when a manifest follows. */
		{ "GET", "/iiif/presentation/p/canvas/manifest",
		  "/iiif/presentation/{id}/canvas/{n}", "id=p n=manifest" },
		{ "GET", "/assets/site.css", "/assets/{name...}", "name=site.css" },
		{ "GET", "/assets/vendor/a/b.js", "/assets/{name...}", "name=vendor/a/b.js" },
		{ "GET", "/assets/../../etc/passwd", "/assets/{name...}", "name=../../etc/passwd" },
		{ "GET", "/assets/", NULL, "" },
		{ "GET", "/assets", NULL, "" },
		{ "DELETE", "/api/v1/lists/7", "/api/v1/lists/{id}", "id=7" },
		/* What begins like a literal may end as a parameter or a tail. */
		{ "GET", "/a/b/d", "/a/b/d", "" },
		{ "GET", "/a/b/c", "/a/{x}/c", "x=b" },
		{ "GET", "/a/b/e", "/a/{rest...}", "rest=b/e" },
		{ "GET", "/a/b", "/a/{rest...}", "rest=b" },
		{ "HEAD", "/two", "/two", "" },
		{ "GET", "/slash/", "/slash/", "" },
		{ "GET", "/slash", NULL, "" },
		{ "OPTIONS", "/own", "/own", "" },
		{ "GET", "", NULL, "" },
		{ "GET", "x", NULL, "" },
		{ "GET", "//", NULL, "" },
		{ "GET", "/%zz", NULL, "" },
		{ "get", "/oai", NULL, "" },
	};
	struct vt_router *router = router_of_patterns();
	struct vt_buf params;

	(void)state;
	vt_buf_init(&params, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_router_found found;
		const struct vt_route *route;

		vt_router_find(router, vt_str_of(cases[i].method), vt_str_of(cases[i].path),
			       &found);
		route = found.target;
		if (cases[i].pattern == NULL) {
			if (route != NULL)
				fail_msg("%s found %s", cases[i].path, route->pattern);
			continue;
		}
		if (route == NULL)
			fail_msg("%s %s found nothing", cases[i].method, cases[i].path);
		assert_string_equal(route->pattern, cases[i].pattern);
		params_as_text(&found, &params);
		assert_true(vt_str_eq_c(vt_buf_get(&params), cases[i].params));
	}
	vt_buf_fini(&params);
	vt_router_free(&router);
}

static void
other_methods_are_listed(void **state)
{
	static const struct {
		const char *method, *path, *allow;
	} cases[] = {
		{ "DELETE", "/oai", "GET, HEAD, POST, OPTIONS" },
		{ "POST", "/objects/x", "GET, HEAD, OPTIONS" },
		{ "DELETE", "/objects/new", "GET, HEAD, POST, OPTIONS" },
		{ "BREW", "/", "GET, HEAD, OPTIONS" },
		{ "POST", "/api/v1/lists/7", "GET, HEAD, PUT, DELETE, OPTIONS" },
		{ "GET", "/own", "OPTIONS" },
		{ "GET", "/nothing/here", "" },
	};
	struct vt_router *router = router_of_patterns();
	struct vt_buf allow;

	(void)state;
	vt_buf_init(&allow, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_router_found found;

		vt_router_find(router, vt_str_of(cases[i].method), vt_str_of(cases[i].path),
			       &found);
		assert_null(found.target);
		vt_buf_reset(&allow);
		vt_method_list(found.allowed, &allow);
		assert_true(vt_str_eq_c(vt_buf_get(&allow), cases[i].allow));
	}
	vt_buf_fini(&allow);
	vt_router_free(&router);
}

static void
clashes_name_both_plugins(void **state)
{
	static const struct {
		const char *method, *pattern, *has;
		vt_err err;
	} cases[] = {
		{ "GET", "/oai", "/oai", VT_E_CONFLICT },
		{ "POST|GET", "/oai", "/oai", VT_E_CONFLICT },
		{ "GET", "/objects/{other}", "/objects/{id}", VT_E_CONFLICT },
		{ "GET", "/assets/{x...}", "/assets/{name...}", VT_E_CONFLICT },
		{ "PUT", "/objects/{other}", "", VT_OK },
		{ "GET", "/objects/{other}/x", "", VT_OK },
		{ "GET", "objects", "does not begin", VT_E_BADARG },
		{ "GET", "", "does not begin", VT_E_BADARG },
		{ "GET", "/a/{x...}/b", "before its end", VT_E_BADARG },
		{ "GET", "/a/{x}/{x}", "twice", VT_E_BADARG },
		{ "GET", "/a/{x", "neither", VT_E_BADARG },
		{ "GET", "/a/x{y}", "neither", VT_E_BADARG },
		{ "GET", "/a/{}", "neither", VT_E_BADARG },
		{ "GET", "/a/{...}", "neither", VT_E_BADARG },
		{ "GET", "/a/%41", "neither", VT_E_BADARG },
		{ "GET", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}", "more than 8", VT_E_BADARG },
		{ "FETCH", "/f", "FETCH", VT_E_BADARG },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_router *router = router_of_patterns();
		struct vt_route route = { .method = cases[i].method, .pattern = cases[i].pattern };
		vt_err err = vt_router_add(router, "second", &route, &route);

		assert_int_equal(err, cases[i].err);
		if (err != VT_OK) {
			assert_non_null(strstr(vt_fail_text(err), cases[i].has));
			assert_non_null(strstr(vt_fail_text(err), "second"));
		}
		if (err == VT_E_CONFLICT)
			assert_non_null(strstr(vt_fail_text(err), "plugin test"));
		vt_router_free(&router);
	}
}

/* A thousand literals in one place are found, and a long path is no burden. */
static void
many_routes_and_long_paths(void **state)
{
	static char text[1000][32];
	static struct vt_route many[1000];
	static char path[VT_HTTP_TARGET_MAX];
	struct vt_router *router;
	struct vt_router_found found;

	(void)state;
	assert_int_equal(vt_router_new(&router), VT_OK);
	for (int i = 0; i < 1000; i++) {
		snprintf(text[i], sizeof(text[i]), "/r/%d", (i * 7919) % 1000);
		many[i] = (struct vt_route){ .method = "GET", .pattern = text[i] };
		assert_int_equal(vt_router_add(router, "test", &many[i], &many[i]), VT_OK);
	}
	for (int i = 0; i < 1000; i++) {
		vt_router_find(router, VT_STR("GET"), vt_str_of(text[i]), &found);
		assert_ptr_equal(found.target, &many[i]);
	}
	memset(path, '/', sizeof(path));
	vt_router_find(router, VT_STR("GET"), (struct vt_str){ path, sizeof(path) }, &found);
	assert_null(found.target);
	vt_router_free(&router);
	assert_null(router);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_find_routes),
		cmocka_unit_test(other_methods_are_listed),
		cmocka_unit_test(clashes_name_both_plugins),
		cmocka_unit_test(many_routes_and_long_paths),
	};

	return (cmocka_run_group_tests_name("router", tests, NULL, NULL));
}
