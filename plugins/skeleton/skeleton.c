/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest plugin: two options, a route, a link.  It says hello; copy it,
 * rename it, and make it say something else.  ../README.md walks through it.
 */
#include "vartai.h"

struct skeleton_conf {
	const char	*greeting;
	int64_t		 name_max;
};

/* GET /hello/{name}: on a pool thread, so it may block. */
static vt_err
skeleton_hello(struct vt_request *req, struct vt_response *res)
{
	const struct skeleton_conf	*conf = vt_request_state(req);
	struct vt_str			 name = vt_request_param(req, "name");

	if (name.len > (size_t)conf->name_max)
		return (vt_fail(VT_E_BADARG, "the name is %zu bytes long, more than %lld",
		    name.len, (long long)conf->name_max));
	vt_response_type(res, "text/plain; charset=utf-8");
	vt_response_printf(res, "%s, %.*s!\n", conf->greeting, VT_STR_ARG(name));
	return (vt_response_error(res));
}

/* Section "skeleton" of the configuration; the core reads and checks it. */
static const struct vt_option skeleton_options[] = {
	{ .key = "greeting", .dflt = "Hello", .type = VT_OPT_STR,
	  .offset = offsetof(struct skeleton_conf, greeting),
	  .help = "the word before the name" },
	{ .key = "name_max", .dflt = "80", .type = VT_OPT_INT, .min = 1, .max = 500,
	  .offset = offsetof(struct skeleton_conf, name_max),
	  .help = "longest name that is greeted, in bytes" },
	{ .key = NULL }
};

static const struct vt_route skeleton_routes[] = {
	{ .method = "GET", .pattern = "/hello/{name}", .handler = skeleton_hello,
	  .cache = VT_CACHE_PUBLIC },
	{ .method = NULL }
};

/* Others ask for it by name: vt_link_id(req, "skeleton.hello", name). */
static const struct vt_link skeleton_links[] = {
	{ "skeleton.hello", "/hello/{name}" },
	{ NULL, NULL }
};

VT_PLUGIN(.name = "skeleton", .version = "1.0", .summary = "Says hello",
    .conf_size = sizeof(struct skeleton_conf), .options = skeleton_options,
    .routes = skeleton_routes, .links = skeleton_links);
