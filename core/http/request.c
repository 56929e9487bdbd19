/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request: copied from the wire into an arena of its own, then read by the
 * gateway and by handlers.  What a client sends wrong is kept as the request's
 * fault and told when the request is begun; making one fails only when the
 * machine does.
 */
#include <stdlib.h>

#include "api/log.h"
#include "http/fields/negotiate.h"
#include "http/inside.h"

/* A bijection of 64 bits that looks like chance (splitmix64's last steps): ids
 * never repeat within a process, and two processes begin elsewhere. */
static uint64_t
request_scatter(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return (x ^ (x >> 31));
}

static void
request_name(struct vt_request *req)
{
	static const char hex[] = "0123456789abcdef";
	struct vt_gateway *g = req->gateway;
	uint64_t id = request_scatter(g->id_seed + atomic_fetch_add(&g->id_next, 1));

	for (size_t i = 0; i < VT_REQUEST_ID_LEN; i++, id >>= 4)
		req->id[i] = hex[id & 15];
}

/* Whether s holds only what may stand in a request target (RFC 9112, 3); letters
 * beyond ASCII should be encoded, yet people type them. */
static bool
request_target_is_clean(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return (false);
	return (s.len > 0 && vt_utf8_is_valid(s));
}

static void
request_target(struct vt_request *req, struct vt_str target)
{
	ptrdiff_t mark;

	req->full_path = req->path = VT_STR("/");
	if (target.len > VT_HTTP_TARGET_MAX) {
		vt_fault_set(req,
			     vt_fail(VT_E_BADARG, "the address is %zu bytes long, more than %d",
				     target.len, VT_HTTP_TARGET_MAX),
			     414);
		return;
	}
	if (!request_target_is_clean(target)) {
		vt_fault_set(req,
			     vt_fail(VT_E_BADARG, "the address holds a space, a control "
						  "character, or bytes that are not UTF-8"),
			     0);
		return;
	}
	/* The server made an origin form of it (http/server/head.c). */
	if (target.p[0] != '/' && !vt_str_eq_c(target, "*")) {
		vt_fault_set(req,
			     vt_fail(VT_E_BADARG, "the address does not begin with a slash"), 0);
		return;
	}
	mark = vt_str_find(target, VT_STR("?"));
	req->full_path = req->path = vt_str_sub(target, 0, mark < 0 ? target.len : (size_t)mark);
	if (mark >= 0)
		req->query = vt_str_sub(target, (size_t)mark + 1, target.len);
}

static struct vt_str
request_lower(struct vt_arena *a, struct vt_str s)
{
	char *copy = vt_arena_alloc(a, s.len);

	if (copy == NULL)
		return (VT_STR_NONE);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
	return ((struct vt_str){ copy, s.len });
}

/* A field that is given twice is one list (RFC 9110, 5.3). */
static bool
request_header_join(struct vt_request *req, struct vt_str name, struct vt_str value)
{
	const char *between = vt_str_eq_nocase(name, VT_STR("Cookie")) ? "; " : ", ";

	for (size_t i = 0; i < req->header_count; i++) {
		struct vt_http_header *h = &req->headers[i];

		if (!vt_str_eq_nocase(h->name, name))
			continue;
		h->value = vt_str_printf(req->arena, "%.*s%s%.*s", VT_STR_ARG(h->value), between,
					 VT_STR_ARG(value));
		return (true);
	}
	return (false);
}

static vt_err
request_headers(struct vt_request *req, const struct vt_http_input *in)
{
	size_t count = in->header_count;

	if (count > VT_HTTP_REQUEST_HEADERS_MAX) {
		vt_fault_set(req,
			     vt_fail(VT_E_BADARG, "there are %zu header fields, more than %d",
				     count, VT_HTTP_REQUEST_HEADERS_MAX),
			     431);
		count = VT_HTTP_REQUEST_HEADERS_MAX;
	}
	req->headers = vt_arena_array(req->arena, count, sizeof(*req->headers));
	if (req->headers == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++) {
		struct vt_str name = in->headers[i].name, value = vt_str_trim(in->headers[i].value);

		if (request_header_join(req, name, value))
			continue;
		req->headers[req->header_count++] =
		    (struct vt_http_header){ vt_str_dup(req->arena, name),
					     vt_str_dup(req->arena, value) };
	}
	return (VT_OK);
}

/* Who asks, and by which address, when a proxy speaks for them.  Where
 * server.base_url is set, that is the address, whatever a proxy says: records and
 * manifests carry it. */
static void
request_forwarded(struct vt_request *req, struct vt_str peer)
{
	const struct vt_gateway *g = req->gateway;
	const struct vt_forwarded_in in = {
		.peer = peer,
		.host = vt_request_header_seen(req, "Host"),
		.forwarded = vt_request_header_seen(req, "Forwarded"),
		.x_for = vt_request_header_seen(req, "X-Forwarded-For"),
		.x_proto = vt_request_header_seen(req, "X-Forwarded-Proto"),
		.x_host = vt_request_header_seen(req, "X-Forwarded-Host"),
		.x_port = vt_request_header_seen(req, "X-Forwarded-Port"),
		.x_prefix = vt_request_header_seen(req, "X-Forwarded-Prefix"),
	};
	struct vt_str base = VT_STR_NONE;
	char text[INET6_ADDRSTRLEN];
	struct vt_forwarded f;

	vt_forwarded_read(&g->proxies, &in, &f);
	if (!f.is_told)
		return;
	req->client = vt_str_dup(req->arena, vt_net_address_text(&f.client, text));
	if (g->o.follows_proxies)
		base = vt_forwarded_base(&f, g->o.has_tls ? "https" : "http", req->arena);
	if (base.len > 0)
		req->base_url = base;
}

static void
request_args(struct vt_request *req)
{
	struct vt_str encoded = req->query;
	vt_err err;

	if (vt_str_eq_c(req->method, "POST") &&
	    vt_str_eq_c(req->content_type, "application/x-www-form-urlencoded")) {
		encoded = req->body;
		if (encoded.len > VT_HTTP_FORM_MAX) {
			vt_fault_set(req,
				     vt_fail(VT_E_TOOLARGE,
					     "the form is %zu bytes long, more than %d",
					     encoded.len, VT_HTTP_FORM_MAX),
				     0);
			return;
		}
	}
	if ((err = vt_args_parse(req->arena, encoded, &req->args)) != VT_OK &&
	    req->fault.err == VT_OK)
		vt_fault_set(req, err, 0);
}

/* What is known from the headers alone. */
static void
request_read(struct vt_request *req)
{
	struct vt_str type = vt_request_header_seen(req, "Content-Type"), bare = VT_STR_NONE;
	const char *language =
	    vt_negotiate_language(vt_request_header_seen(req, "Accept-Language"));

	(void)vt_str_next(&type, ';', &bare);
	req->content_type = request_lower(req->arena, vt_str_trim(bare));
	req->language = language != NULL ? language : VT_LANGUAGE_DEFAULT;
	req->prefix = "";
	req->has_gzip = vt_negotiate_gzip(vt_request_header_seen(req, "Accept-Encoding"));
	req->is_head = vt_str_eq_c(req->method, "HEAD");
}

static vt_err
request_fill(struct vt_request *req, const struct vt_http_input *in)
{
	struct vt_str target;
	vt_err err;

	req->method = vt_str_dup(req->arena, in->method);
	req->body = vt_str_dup(req->arena, in->body);
	req->can_map = in->can_map;
	req->client = vt_str_dup(req->arena, in->peer);
	req->base_url = vt_str_of(req->gateway->o.base_url);
	target = vt_str_dup(req->arena, in->target);
	if ((in->target.len > 0 && target.p == NULL) || (in->body.len > 0 && req->body.p == NULL))
		return (vt_fail(VT_E_LIMIT, "the request is larger than its working memory"));
	request_target(req, target);
	if ((err = request_headers(req, in)) != VT_OK)
		return (err);
	request_read(req);
	if (req->gateway->proxies.count > 0)
		request_forwarded(req, in->peer);
	request_args(req);
	return (VT_OK);
}

vt_err
vt_request_new(struct vt_gateway *g, const struct vt_http_input *in, struct vt_request **req_r)
{
	struct vt_arena *arena = vt_arena_new((size_t)g->o.arena_bytes);
	struct vt_request *req = vt_arena_alloc(arena, sizeof(*req));
	vt_err err;

	if (req == NULL) {
		vt_arena_free(&arena);
		return (VT_E_NOMEM);
	}
	atomic_init(&req->refs, 1);
	req->gateway = g;
	req->arena = arena;
	req->trace = &req->trace_store;
	req->way = VT_WAY_READY;
	request_name(req);
	vt_response_init(&req->response, req, arena);
	if ((err = request_fill(req, in)) != VT_OK) {
		vt_request_unref(&req);
		return (err);
	}
	*req_r = req;
	return (VT_OK);
}

vt_err
vt_request_again(const struct vt_request *req, struct vt_request **again_r)
{
	/* All that was fixed when it was made, so that no thread changes it. */
	const char *end = req->query.p != NULL ? req->query.p + req->query.len
					       : req->full_path.p + req->full_path.len;
	const struct vt_http_input in = { .method = req->method,
					  .target = { req->full_path.p,
						      (size_t)(end - req->full_path.p) },
					  .peer = req->client,
					  .headers = req->headers,
					  .header_count = req->header_count };
	struct vt_request *again;
	vt_err err = vt_request_new(req->gateway, &in, &again);

	if (err != VT_OK)
		return (err);
	memcpy(again->id, req->id, sizeof(again->id));
	again->client = vt_str_dup(again->arena, req->client);
	again->base_url = vt_str_dup(again->arena, req->base_url);
	again->mount = req->mount;
	again->language = req->language;
	again->prefix = req->prefix;
	again->path = vt_str_sub(again->full_path, strlen(req->prefix), again->full_path.len);
	*again_r = again;
	return (VT_OK);
}

void
vt_request_ref(struct vt_request *req)
{
	atomic_fetch_add_explicit(&req->refs, 1, memory_order_relaxed);
}

void
vt_request_unref(struct vt_request **req)
{
	struct vt_request *r = *req;
	struct vt_arena *arena;

	*req = NULL;
	if (r == NULL || atomic_fetch_sub_explicit(&r->refs, 1, memory_order_acq_rel) != 1)
		return;
	if (r->flight != NULL)
		vt_gateway_forsake(r);
	vt_response_fini(&r->response);
	if (r->answer != NULL) {
		struct vt_cached *answer = &r->answer->cached;

		vt_cached_unref(&answer);
	}
	free(r->fault.text);
	/* The request is in its own arena. */
	arena = r->arena;
	vt_arena_free(&arena);
}

void
vt_request_set_owner(struct vt_request *req, void *owner)
{
	req->owner = owner;
}

void *
vt_request_owner(const struct vt_request *req)
{
	return (req->owner);
}

const char *
vt_request_route(const struct vt_request *req)
{
	return (req->mount != NULL ? req->mount->route.pattern : "");
}

const char *
vt_request_plugin(const struct vt_request *req)
{
	return (req->mount != NULL ? req->mount->plugin : "");
}

enum vt_way
vt_request_way(const struct vt_request *req)
{
	return (req->way);
}
