/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a request through the gateway: route, cache, handler, answer (the
 * steps and their threads are in gateway.h).  Called by dispatch and by the
 * loopback tests, which differ in nothing but the socket.
 */
#include <stdio.h>

#include "api/log.h"
#include "api/time.h"
#include "base/hash.h"
#include "base/log_setup.h"
#include "http/conditional.h"
#include "http/generation.h"
#include "http/inside.h"
#include "http/percent.h"
#include "http/second.h"
#include "http/security.h"

#define WAY_KEY_MAX (VT_HASH_HEX + 20) /* an epoch before the question */

/* The request keeps this answer and lets go of the one before. */
static void
way_answer_set(struct vt_request *req, struct vt_answer *answer)
{
	struct vt_cached *old = req->answer != NULL ? &req->answer->cached : NULL;

	req->answer = answer;
	req->way = VT_WAY_READY;
	vt_cached_unref(&old);
}

static enum vt_way
way_fail(struct vt_request *req, vt_err err, int status)
{
	vt_fault_set(req, err, status);
	way_answer_set(req, vt_fault_answer(req));
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
		return (way_fail(req, err, 0));
	way_answer_set(req, answer);
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

/* --- cache ---------------------------------------------------------------- */

static bool
way_is_cached(const struct vt_request *req)
{
	enum vt_cache_rule rule = req->mount->route.cache;

	return ((rule == VT_CACHE_GENERATION || rule == VT_CACHE_NAMED) && !req->mount->is_private &&
		vt_str_eq_c(vt_request_method(req), "GET") && req->gateway->cache != NULL &&
		vt_generation_epoch(req->gateway->generation) != 0);
}

/* A header as a list: spaces around commas do not make another key. */
static void
way_key_header(struct vt_hash_state *hash, struct vt_str value)
{
	struct vt_str part;

	while (vt_str_next(&value, ',', &part))
		vt_hash_put_str(hash, vt_str_trim(part));
	vt_hash_put_str(hash, VT_STR_NONE);
}

/* All that the answer may depend on but the catalogue; hashed, so that keys have
 * one small size however long the address is. */
static void
way_question(struct vt_request *req)
{
	struct vt_str vary = vt_str_of(req->mount->route.vary), name;
	struct vt_hash_state hash;
	char header[64];

	vt_hash_init(&hash);
	vt_hash_put_str(&hash, req->full_path);
	vt_hash_put_str(&hash, req->query);
	vt_hash_put_str(&hash, vt_str_of(req->language));
	vt_hash_put_str(&hash, req->has_gzip ? VT_STR("gzip") : VT_STR("identity"));
	while (vt_str_next(&vary, ',', &name)) {
		name = vt_str_trim(name);
		if (name.len >= sizeof(header))
			continue;
		memcpy(header, name.p, name.len);
		header[name.len] = '\0';
		way_key_header(&hash, vt_request_header_seen(req, header));
	}
	vt_hash_hex(&hash, req->question);
}

static enum vt_way
way_look(struct vt_request *req)
{
	char key[WAY_KEY_MAX];
	struct vt_cache_ask ask = { .now = vt_time_now(), .waiter = &req->waiter };

	if (req->is_named) {
		ask.key = vt_str_of(req->question);
	} else {
		way_question(req);
		ask.key = (struct vt_str){
			key, (size_t)snprintf(key, sizeof(key), "%llx %s",
					      (unsigned long long)vt_generation_epoch(
						  req->gateway->generation),
					      req->question)
		};
	}
	vt_request_ref(req); /* the line's, should it come to waiting */
	switch (vt_cache_get(req->gateway->cache, &ask)) {
	case VT_FOUND_WAIT:
		return (VT_WAY_WAIT);
	case VT_FOUND_HIT:
		way_answer_set(req, (struct vt_answer *)(void *)ask.entry);
		break;
	default:
		req->flight = ask.flight;
		req->way = VT_WAY_JOB;
		break;
	}
	atomic_fetch_sub(&req->refs, 1);
	return (req->way);
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
		(void)way_fail(req, err, 0);
	else
		(void)way_finish(req);
	return (true);
}

static enum vt_way
way_dispatch(struct vt_request *req)
{
	vt_err err = way_params(req);

	if (err != VT_OK)
		return (way_fail(req, err, 0));
	if (way_quick(req))
		return (VT_WAY_READY);
	if (way_is_cached(req))
		return (req->way = way_look(req));
	return (req->way = VT_WAY_JOB);
}

static enum vt_way
way_begin(struct vt_request *req)
{
	bool is_options = vt_str_eq_c(req->method, "OPTIONS");

	if (req->fault.err != VT_OK) {
		way_answer_set(req, vt_fault_answer(req));
		return (VT_WAY_READY);
	}
	if (is_options && vt_str_eq_c(req->path, "*"))
		return (way_options(req, 1u << VT_METHOD_GET | 1u << VT_METHOD_HEAD |
					     1u << VT_METHOD_OPTIONS));
	way_route(req);
	if (req->mount != NULL)
		return (way_dispatch(req));
	if (req->found.allowed == 0)
		return (way_fail(
		    req,
		    vt_fail(VT_E_NOTFOUND, "there is nothing at %.*s", VT_STR_ARG(req->full_path)),
		    0));
	if (is_options)
		return (way_options(req, req->found.allowed));
	return (way_fail(req,
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
	if (err == VT_OK && (answer = req->response.found) != NULL) {
		req->response.found = NULL;
		way_answer_set(req, answer);
		return;
	}
	if (err == VT_OK)
		err = vt_finish(&req->response, &answer);
	if (err != VT_OK) {
		(void)way_fail(req, err, 0);
		return;
	}
	way_answer_set(req, answer);
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
		way_answer_set(req, answer);
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

/* --- landing -------------------------------------------------------------- */

static struct vt_request *
way_waiter(struct vt_waiter *w)
{
	return ((struct vt_request *)(void *)((char *)w - offsetof(struct vt_request, waiter)));
}

/* A waiter gets what this request made, or has to make its own. */
static void
way_share(struct vt_request *req, struct vt_request *waiter)
{
	if (req->fault.err != VT_OK) {
		vt_log_request(vt_request_id(waiter));
		vt_fault_copy(waiter, &req->fault);
		way_answer_set(waiter, vt_fault_answer(waiter));
		vt_log_request(VT_STR_NONE);
	} else if (req->answer != NULL && req->answer->is_shared) {
		vt_cached_ref(&req->answer->cached);
		way_answer_set(waiter, req->answer);
	} else {
		waiter->way = VT_WAY_JOB;
	}
}

/* The next in line makes the answer in this request's place. */
static void
way_pass(struct vt_request *req, void (*resume)(struct vt_request *, void *), void *arg)
{
	struct vt_waiter *next = vt_cache_pass(req->gateway->cache, &req->flight);
	struct vt_request *waiter;

	if (next == NULL)
		return;
	waiter = way_waiter(next);
	waiter->flight = req->flight;
	waiter->way = VT_WAY_JOB;
	req->flight = NULL;
	resume(waiter, arg);
	vt_request_unref(&waiter);
}

void
vt_gateway_landed(struct vt_request *req, void (*resume)(struct vt_request *, void *), void *arg)
{
	struct vt_waiter *line, *next;
	struct vt_cached *kept = NULL;

	if (req->flight == NULL)
		return;
	if (req->fault.err == VT_E_DECLINED) {
		way_pass(req, resume, arg);
		return;
	}
	if (req->fault.err == VT_OK && req->answer != NULL && req->answer->is_kept)
		kept = &req->answer->cached;
	if (kept != NULL && req->is_late) {
		vt_cache_put(req->gateway->cache, vt_str_of(req->question), kept, vt_time_now());
		kept = NULL;
	}
	line = vt_cache_land(req->gateway->cache, &req->flight, kept, vt_time_now());
	for (; line != NULL; line = next) {
		struct vt_request *waiter = way_waiter(line);

		next = line->next;
		way_share(req, waiter);
		resume(waiter, arg);
		vt_request_unref(&waiter);
	}
}

void
vt_gateway_forsake(struct vt_request *req)
{
	struct vt_waiter *line, *next;

	if (req->gateway->cache == NULL)
		return;
	line = vt_cache_land(req->gateway->cache, &req->flight, NULL, vt_time_now());
	for (; line != NULL; line = next) {
		struct vt_request *waiter = way_waiter(line);

		next = line->next;
		vt_request_unref(&waiter);
	}
}

bool
vt_gateway_is_wanted(const struct vt_request *req)
{
	return (req->flight != NULL && vt_cache_is_awaited(req->gateway->cache, req->flight));
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
	(void)way_fail(req, err, 0);
	vt_fail_clear();
	vt_log_request(VT_STR_NONE);
}

/* --- what is held in memory for slow readers ------------------------------- */

static size_t
way_weight(const struct vt_answer *answer)
{
	return (answer->done != NULL ? answer->body.len : 0);
}

size_t
vt_gateway_hold(struct vt_request *req)
{
	return (req->answer->holders++ == 0 ? way_weight(req->answer) : 0);
}

size_t
vt_gateway_release(struct vt_request *req)
{
	return (--req->answer->holders == 0 ? way_weight(req->answer) : 0);
}

/* --- what to send --------------------------------------------------------- */

/* A 304 says nothing about a content that it does not have (RFC 9110, 15.4.5). */
static bool
way_is_of_content(struct vt_str name)
{
	return (vt_str_starts(name, VT_STR("Content-")) && !vt_str_eq_c(name, "Content-Location"));
}

static bool
way_is_fresh(const struct vt_request *req)
{
	const struct vt_answer *answer = req->answer;

	return (answer->status == 200 && vt_str_eq_c(vt_request_method(req), "GET") &&
		vt_conditional_is_fresh(vt_request_header_seen(req, "If-None-Match"),
					vt_request_header_seen(req, "If-Modified-Since"),
					answer->etag, answer->modified));
}

/* An answer with an end tells how long it may be kept from when it was made: one
 * that lay here for a while says so, lest others keep it beyond (RFC 9111, 5.1). */
static size_t
way_age(struct vt_request *req, struct vt_http_header *header)
{
	const struct vt_answer *answer = req->answer;
	int64_t age = vt_time_now() - answer->made;

	if (answer->cached.expires == 0 || age <= 0)
		return (0);
	(void)snprintf(req->age, sizeof(req->age), "%lld", (long long)age);
	*header = (struct vt_http_header){ VT_STR("Age"), vt_str_of(req->age) };
	return (1);
}

void
vt_gateway_answer(struct vt_request *req, struct vt_http_output *out_r)
{
	const struct vt_answer *answer;
	bool is_fresh;
	size_t n = 0;

	/* Only a server that forgot to run it gets here without an answer. */
	if (req->answer == NULL)
		vt_gateway_refuse(req, VT_E_BUSY, 1);
	answer = req->answer;
	is_fresh = way_is_fresh(req);
	for (size_t i = 0; i < answer->header_count; i++)
		if (!is_fresh || !way_is_of_content(answer->headers[i].name))
			req->out[n++] = answer->headers[i];
	n += way_age(req, &req->out[n]);
	req->out[n++] = (struct vt_http_header){ VT_STR("X-Request-Id"), vt_request_id(req) };
	*out_r = (struct vt_http_output){ .status = is_fresh ? 304 : answer->status,
					  .headers = req->out,
					  .header_count = n };
	out_r->has_content_length = out_r->status != 304 && out_r->status != 204;
	if (out_r->has_content_length)
		out_r->content_length = answer->body.len;
	if (out_r->has_content_length && !req->is_head)
		out_r->body = answer->body;
}
