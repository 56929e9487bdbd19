/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A response while a handler writes it (api/response.h).  The first mistake
 * sticks, so that a handler checks once; what a header may hold is decided
 * here, and nowhere else.
 */
#include "http/fields/conditional.h"
#include "http/inside.h"

void
vt_response_init(struct vt_response *res, struct vt_request *req, struct vt_arena *a)
{
	*res = (struct vt_response){ .req = req, .arena = a, .status = 200 };
	vt_buf_init(&res->body, (size_t)req->gateway->o.body_bytes);
}

static void
response_let_go(struct vt_response *res)
{
	if (res->is_sent && res->done != NULL)
		res->done(res->done_arg);
	res->is_sent = false;
	res->rest = VT_STR_NONE;
	res->done = NULL;
}

void
vt_response_fini(struct vt_response *res)
{
	struct vt_cached *found = res->found != NULL ? &res->found->cached : NULL;

	res->found = NULL;
	vt_cached_unref(&found);
	response_let_go(res);
	vt_buf_fini(&res->body);
}

static void
response_fail(struct vt_response *res, vt_err err)
{
	if (res->err == VT_OK)
		res->err = err;
}

void
vt_response_status(struct vt_response *res, int status)
{
	if (status < 200 || status > 599)
		response_fail(res,
			      vt_fail(VT_E_INTERNAL, "%d is no status to answer with", status));
	else
		res->status = status;
}

static bool
response_value_is_clean(struct vt_str value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.p[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return (false);
	}
	return (true);
}

/* A copy of what goes into a header; empty, and an error, where it may not. */
static struct vt_str
response_value(struct vt_response *res, const char *name, struct vt_str value)
{
	struct vt_str copy;

	if (!response_value_is_clean(value)) {
		response_fail(res, vt_fail(VT_E_BADARG,
					   "the header %s would hold a line break or a NUL", name));
		return (VT_STR_NONE);
	}
	copy = vt_str_dup(res->arena, value);
	if (copy.p == NULL && value.len > 0)
		response_fail(res, VT_E_LIMIT);
	return (copy);
}

void
vt_response_type(struct vt_response *res, const char *media_type)
{
	res->type = response_value(res, "Content-Type", vt_str_of(media_type));
}

/* What the server says about the connection and the length is not a handler's,
 * and for validators there are functions, which conditions are checked by. */
static bool
response_name_is_good(struct vt_str name)
{
	static const char *const reserved[] = {
		"Connection",	 "Content-Length",    "Date",	 "ETag",	"Keep-Alive",
		"Last-Modified", "Transfer-Encoding", "Upgrade", "X-Request-Id"
	};

	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (vt_str_eq_nocase(name, vt_str_of(reserved[i])))
			return (false);
	for (size_t i = 0; i < name.len; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '-' || c == '_'))
			return (false);
	}
	return (name.len > 0);
}

void
vt_response_header(struct vt_response *res, const char *name, struct vt_str value)
{
	if (!response_name_is_good(vt_str_of(name))) {
		response_fail(
		    res, vt_fail(VT_E_INTERNAL, "a handler may not set the header \"%s\"", name));
		return;
	}
	if (vt_str_eq_nocase(vt_str_of(name), VT_STR("Content-Type"))) {
		res->type = response_value(res, name, value);
		return;
	}
	if (vt_str_eq_nocase(vt_str_of(name), VT_STR("Cache-Control"))) {
		res->cache_control = response_value(res, name, value);
		return;
	}
	if (res->header_count == VT_HTTP_RESPONSE_HEADERS_MAX) {
		response_fail(res, vt_fail(VT_E_INTERNAL, "a handler set more than %d headers",
					   VT_HTTP_RESPONSE_HEADERS_MAX));
		return;
	}
	res->headers[res->header_count] =
	    (struct vt_http_header){ response_value(res, name, vt_str_of(name)),
				     response_value(res, name, value) };
	if (res->err == VT_OK)
		res->header_count++;
}

struct vt_str
vt_response_header_get(const struct vt_response *res, const char *name)
{
	for (size_t i = 0; i < res->header_count; i++)
		if (vt_str_eq_nocase(res->headers[i].name, vt_str_of(name)))
			return (res->headers[i].value);
	return (VT_STR_NONE);
}

struct vt_buf *
vt_response_body(struct vt_response *res)
{
	return (&res->body);
}

void
vt_response_printf(struct vt_response *res, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vt_buf_vprintf(&res->body, fmt, ap);
	va_end(ap);
}

void
vt_response_send(struct vt_response *res, const void *p, size_t len, void (*done)(void *),
		 void *arg)
{
	response_let_go(res);
	res->is_sent = true;
	res->sent = (struct vt_str){ p, len };
	res->done = done;
	res->done_arg = arg;
}

bool
vt_response_send_mapped(struct vt_response *res, struct vt_str first, struct vt_str rest,
			void (*done)(void *), void *arg)
{
	/* Where only the head is sent nobody reads them. */
	if (!res->req->can_map && !res->req->is_head)
		return (false);
	vt_assert(res->etag.len > 0); /* nobody reads it to make one */
	vt_response_send(res, first.p, first.len, done, arg);
	res->rest = rest;
	res->is_own = true;
	return (true);
}

void
vt_response_etag(struct vt_response *res, struct vt_str tag)
{
	for (size_t i = 0; i < tag.len; i++)
		if ((unsigned char)tag.p[i] <= ' ' || tag.p[i] == '"' || tag.p[i] == 0x7f) {
			response_fail(
			    res, vt_fail(VT_E_INTERNAL, "an ETag may not hold spaces or quotes"));
			return;
		}
	res->etag = response_value(res, "ETag", tag);
}

void
vt_response_modified(struct vt_response *res, int64_t t)
{
	res->modified = t;
}

bool
vt_response_is_fresh(struct vt_response *res)
{
	const struct vt_request *req = res->req;
	struct vt_str match = vt_request_header_seen(req, "If-None-Match");
	struct vt_str since = vt_request_header_seen(req, "If-Modified-Since"), tag;

	if ((match.len == 0 && since.len == 0) || res->status != 200 || res->etag.len == 0 ||
	    !vt_str_eq_c(vt_request_method(req), "GET"))
		return (false);
	tag = vt_str_printf(res->arena, "\"%.*s\"", VT_STR_ARG(res->etag));
	if (tag.p == NULL || !vt_conditional_is_fresh(match, since, tag, res->modified))
		return (false);
	/* Without a body it is nobody else's. */
	res->is_own = res->is_fresh = true;
	return (true);
}

void
vt_response_cache_control(struct vt_response *res, const char *value)
{
	res->cache_control = response_value(res, "Cache-Control", vt_str_of(value));
}

void
vt_response_expires(struct vt_response *res, int64_t t)
{
	if (res->expires == 0 || t < res->expires)
		res->expires = t;
}

/* An address for a header: spaces and letters beyond ASCII are encoded; what is
 * encoded already stays. */
static void
response_address(struct vt_buf *out, struct vt_str location)
{
	for (size_t i = 0; i < location.len; i++) {
		unsigned char c = (unsigned char)location.p[i];

		if (c == ' ' || c >= 0x80)
			vt_buf_printf(out, "%%%02X", c);
		else
			vt_buf_char(out, (char)c);
	}
}

void
vt_response_redirect(struct vt_response *res, int status, struct vt_str location)
{
	struct vt_buf out;

	if (location.len == 0 ||
	    (location.p[0] != '/' && !vt_str_starts(location, VT_STR("https://")) &&
	     !vt_str_starts(location, VT_STR("http://")))) {
		response_fail(res,
			      vt_fail(VT_E_INTERNAL,
				      "a redirect leads to \"%.*s\", which neither begins with "
				      "'/' nor is an http address",
				      VT_STR_ARG(location)));
		return;
	}
	vt_buf_init(&out, 2 * VT_HTTP_TARGET_MAX);
	/* "//host/" after our own address is a path of ours, not another host. */
	if (location.p[0] == '/')
		vt_buf_str(&out, vt_request_base_url(res->req));
	response_address(&out, location);
	if (vt_buf_error(&out) != VT_OK)
		response_fail(res, vt_buf_error(&out));
	else
		vt_response_header(res, "Location", vt_buf_get(&out));
	vt_response_status(res, status);
	vt_buf_fini(&out);
}

vt_err
vt_response_error(const struct vt_response *res)
{
	return (res->err != VT_OK ? res->err : vt_buf_error(&res->body));
}
