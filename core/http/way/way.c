/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a request through the gateway: route, cache, handler, answer (the
 * steps and their threads are in gateway.h).  Called by dispatch and by the
 * loopback tests, which differ in nothing but the socket.
 */
#include "http/way/way.h"

#include "base/log_setup.h"
#include "http/fields/percent.h"
#include "http/fields/security.h"
#include "http/way/memo.h"
#include "http/way/second.h"

void
vt_way_answer_set(struct vt_request *req, struct vt_answer *answer)
{
	struct vt_cached *old = req->answer != NULL ? &req->answer->cached : NULL;

	req->answer = answer;
	req->way = VT_WAY_READY;
	vt_cached_unref(&old);
}

enum vt_way
vt_way_fail(struct vt_request *req, vt_err err, int status)
{
	vt_fault_set(req, err, status);
	vt_way_answer_set(req, vt_fault_answer(req));
	return (VT_WAY_READY);
}

/* --- route ---------------------------------------------------------------- */

/* /lt and /en before an address choose the language, unless a route is there. */
static void
way_strip_language(struct vt_request *req)
{
	static const char *const languages[] = { "lt", "en" };
	static const char *const prefixes[] = { "/lt", "/en" };
	struct vt_str path = req->full_path;

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		if (!vt_str_starts(path, vt_str_of(prefixes[i])) ||
		    (path.len > 3 && path.p[3] != '/'))
			continue;
		req->language = languages[i];
		req->prefix = prefixes[i];
		req->path = path.len > 3 ? vt_str_sub(path, 3, path.len) : VT_STR("/");
		return;
	}
}

static void
way_route(struct vt_request *req)
{
	const struct vt_router *router = req->gateway->router;

	vt_router_find(router, req->method, req->path, &req->found);
	if (req->found.allowed == 0) {
		way_strip_language(req);
		if (req->prefix[0] != '\0')
			vt_router_find(router, req->method, req->path, &req->found);
	}
	req->mount = req->found.target;
}

static vt_err
way_params(struct vt_request *req)
{
	vt_err err;

	for (size_t i = 0; i < req->found.param_count; i++) {
		const struct vt_router_param *p = &req->found.params[i];

		err = vt_percent_decode(req->arena, p->raw,
					p->is_tail ? VT_PERCENT_TAIL : VT_PERCENT_SEGMENT,
					&req->params[i]);
		if (err != VT_OK)
			return (err);
	}
	return (VT_OK);
}

static void
way_allow(unsigned methods, struct vt_response *res, const char *name)
{
	struct vt_buf list;

	vt_buf_init(&list, 0);
	vt_method_list(methods, &list);
	vt_response_header(res, name, vt_buf_get(&list));
	vt_buf_fini(&list);
}

/* What was written becomes the answer, here on the loop. */
static enum vt_way
way_finish(struct vt_request *req)
{
	struct vt_answer *answer;
	vt_err err;

	req->response.is_plain = true;
	if ((err = vt_finish(&req->response, &answer)) != VT_OK)
		return (vt_way_fail(req, err, 0));
	vt_way_answer_set(req, answer);
	return (VT_WAY_READY);
}

static enum vt_way
way_options(struct vt_request *req, unsigned methods)
{
	struct vt_response *res = &req->response;

	vt_response_status(res, 204);
	way_allow(methods, res, "Allow");
	way_allow(methods, res, "Access-Control-Allow-Methods");
	vt_response_header(res, "Access-Control-Allow-Headers", VT_STR(VT_SECURITY_CORS_HEADERS));
	vt_response_header(res, "Access-Control-Max-Age", VT_STR(VT_SECURITY_CORS_MAX_AGE));
	return (way_finish(req));
}

/* --- the steps ------------------------------------------------------------ */

static void
way_start_over(struct vt_request *req)
{
	vt_response_fini(&req->response);
	vt_response_init(&req->response, req, req->arena);
}

/* Whether the quick function answered. */
static bool
way_quick(struct vt_request *req)
{
	vt_err err;

	if (req->mount->route.quick == NULL)
		return (false);
	req->is_on_loop = true;
	err = req->mount->route.quick(req, &req->response);
	req->is_on_loop = false;
	if (err == VT_E_DECLINED) {
		way_start_over(req);
		return (false);
	}
	if (err != VT_OK)
		(void)vt_way_fail(req, err, 0);
	else if (way_finish(req) == VT_WAY_READY)
		vt_memo_keep(req->gateway->memo, req);
	return (true);
}

static enum vt_way
way_dispatch(struct vt_request *req)
{
	vt_err err = way_params(req);

	if (err != VT_OK)
		return (vt_way_fail(req, err, 0));
	if (way_quick(req))
		return (VT_WAY_READY);
	if (vt_way_is_cached(req))
		return (req->way = vt_way_look(req));
	return (req->way = VT_WAY_JOB);
}

static enum vt_way
way_begin(struct vt_request *req)
{
	bool is_options = vt_str_eq_c(req->method, "OPTIONS");

	if (req->fault.err != VT_OK) {
		vt_way_answer_set(req, vt_fault_answer(req));
		return (VT_WAY_READY);
	}
	if (vt_memo_find(req->gateway->memo, req))
		return (VT_WAY_READY);
	if (is_options && vt_str_eq_c(req->path, "*"))
		return (way_options(req, 1u << VT_METHOD_GET | 1u << VT_METHOD_HEAD |
					     1u << VT_METHOD_OPTIONS));
	way_route(req);
	if (req->mount != NULL)
		return (way_dispatch(req));
	if (req->found.allowed == 0)
		return (vt_way_fail(
		    req,
		    vt_fail(VT_E_NOTFOUND, "there is nothing at %.*s", VT_STR_ARG(req->full_path)),
		    0));
	if (is_options)
		return (way_options(req, req->found.allowed));
	return (vt_way_fail(req,
			 vt_fail(VT_E_METHOD, "%.*s is not served at %.*s", VT_STR_ARG(req->method),
				 VT_STR_ARG(req->full_path)),
			 0));
}

enum vt_way
vt_gateway_begin(struct vt_request *req)
{
	enum vt_way way;

	vt_fail_clear();
	vt_log_request(vt_request_id(req));
	way = way_begin(req);
	vt_log_request(VT_STR_NONE);
	return (way);
}

static void
way_make(struct vt_request *req)
{
	vt_err err = req->mount->route.handler(req, &req->response);
	bool is_same = err == VT_OK && vt_second_is_same(req);
	struct vt_answer *answer;

	vt_catalogs_end(req);
	if (err == VT_E_DECLINED && req->is_large && !req->is_admitted) {
		way_start_over(req);
		return;
	}
	/* Said by the gateway, this means that nobody has tried. */
	if (err == VT_E_DECLINED)
		err = vt_fail(VT_E_INTERNAL, "plugin %s: the handler of %s declined",
			      req->mount->plugin, req->mount->route.pattern);
	if (err == VT_OK && (answer = req->response.found) != NULL) {
		req->response.found = NULL;
		vt_way_answer_set(req, answer);
		return;
	}
	if (err == VT_OK)
		err = vt_finish(&req->response, &answer);
	if (err != VT_OK) {
		(void)vt_way_fail(req, err, 0);
		return;
	}
	vt_way_answer_set(req, answer);
	if (is_same)
		vt_second_keep(req, answer);
}

void
vt_gateway_run(struct vt_request *req)
{
	struct vt_answer *answer;

	vt_fail_clear();
	vt_log_request(vt_request_id(req));
	/* The second time, or the first when the quick function said so already. */
	req->is_admitted = req->is_large;
	/* A named answer is looked for by its handler, once the name is sure. */
	if (req->mount->route.cache != VT_CACHE_NAMED && (answer = vt_second_get(req)) != NULL)
		vt_way_answer_set(req, answer);
	else
		way_make(req);
	vt_log_request(VT_STR_NONE);
}

void
vt_gateway_after_run(void)
{
	vt_second_give();
}

bool
vt_request_is_large(const struct vt_request *req)
{
	return (req->is_large);
}

void
vt_gateway_refuse(struct vt_request *req, vt_err err, int retry_after_s)
{
	/* Nobody will read this one: it is for who comes next in line. */
	if (err == VT_E_DECLINED) {
		req->fault.err = err;
		return;
	}
	vt_log_request(vt_request_id(req));
	req->fault.retry_after_s = retry_after_s;
	(void)vt_way_fail(req, err, 0);
	vt_fail_clear();
	vt_log_request(VT_STR_NONE);
}
