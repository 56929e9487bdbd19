/* SPDX-License-Identifier: Apache-2.0 */
/* The header fields that answers have by their route, their type, and what their
 * handler asked for. */
#include "http/way/finish.h"

#include "api/time.h"
#include "http/fields/gzip.h"
#include "http/fields/security.h"

#define FINISH_HEADER_MAX 2048 /* bytes of a header made here */

void
vt_finish_header(struct vt_finish *f, struct vt_str name, struct vt_str value)
{
	for (size_t i = 0; i < f->count; i++)
		if (vt_str_eq_nocase(f->headers[i].name, name))
			return;
	vt_assert(f->count < VT_HTTP_ANSWER_HEADERS_MAX - 2); /* two are the request's */
	f->headers[f->count++] = (struct vt_http_header){ name, value };
}

bool
vt_finish_lists(struct vt_str list, struct vt_str name)
{
	struct vt_str part;

	while (vt_str_next(&list, ',', &part))
		if (vt_str_eq_nocase(vt_str_trim(part), name))
			return (true);
	return (false);
}

enum vt_cache_rule
vt_finish_rule(const struct vt_finish *f)
{
	if (f->req->mount == NULL || !f->is_get || f->res->status >= 400)
		return (VT_CACHE_NONE);
	return (f->req->mount->route.cache);
}

/* --- Cache-Control -------------------------------------------------------- */

/* One directive with its age clipped to what is left; what would let a copy be
 * used beyond it is dropped. */
static void
finish_clip_part(struct vt_str part, int64_t left, struct vt_buf *out)
{
	static const char *const ages[] = { "max-age=", "s-maxage=" };
	int64_t age;

	if (vt_str_eq_nocase(part, VT_STR("immutable")) || vt_str_starts(part, VT_STR("stale-")))
		return;
	if (out->len > 0)
		vt_buf_str(out, VT_STR(", "));
	for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
		struct vt_str name = vt_str_of(ages[i]);

		if (vt_str_starts(part, name) &&
		    vt_str_to_int(vt_str_sub(part, name.len, part.len), 0, INT64_MAX, &age)) {
			vt_buf_printf(out, "%s%lld", ages[i], (long long)(age < left ? age : left));
			return;
		}
	}
	vt_buf_str(out, part);
}

static void
finish_clip(struct vt_str value, int64_t left, struct vt_buf *out)
{
	struct vt_str part;

	while (vt_str_next(&value, ',', &part))
		finish_clip_part(vt_str_trim(part), left, out);
}

static vt_err
finish_cache_control(struct vt_finish *f)
{
	struct vt_str value = f->res->cache_control, copy;
	enum vt_cache_rule rule = vt_finish_rule(f);
	struct vt_buf out;
	int64_t left;

	if (value.len == 0)
		value = rule == VT_CACHE_PUBLIC || rule == VT_CACHE_NAMED ? VT_STR("public, max-age=3600")
			: rule == VT_CACHE_GENERATION ? VT_STR("no-cache")
						      : VT_STR("no-store");
	if (f->res->expires != 0) {
		left = f->res->expires - vt_time_now();
		vt_buf_init(&out, FINISH_HEADER_MAX);
		finish_clip(value, left > 0 ? left : 0, &out);
		copy = vt_str_dup(f->res->arena, vt_buf_get(&out));
		vt_buf_fini(&out);
		if (copy.p == NULL)
			return (VT_E_LIMIT);
		value = copy;
	}
	vt_finish_header(f, VT_STR("Cache-Control"), value);
	return (VT_OK);
}

/* --- Vary ----------------------------------------------------------------- */

static void
finish_vary_add(struct vt_buf *out, struct vt_str names)
{
	struct vt_str name;

	while (vt_str_next(&names, ',', &name)) {
		name = vt_str_trim(name);
		if (name.len == 0 || vt_finish_lists(vt_buf_get(out), name))
			continue;
		if (out->len > 0)
			vt_buf_str(out, VT_STR(", "));
		vt_buf_str(out, name);
	}
}

static vt_err
finish_vary(struct vt_finish *f)
{
	const struct vt_request *req = f->req;
	struct vt_buf out;
	struct vt_str copy;
	vt_err err;

	vt_buf_init(&out, FINISH_HEADER_MAX);
	if (req->mount != NULL)
		finish_vary_add(&out, vt_str_of(req->mount->route.vary));
	/* By these the addresses in it were made. */
	if (req->gateway->o.follows_proxies && req->gateway->proxies.count > 0)
		finish_vary_add(&out, req->gateway->proxies.has_forwarded
					  ? VT_STR("Forwarded")
					  : VT_STR("X-Forwarded-Proto, X-Forwarded-Host, "
						   "X-Forwarded-Port, X-Forwarded-Prefix"));
	for (size_t i = 0; i < req->trace->header_count; i++)
		finish_vary_add(&out, vt_str_of(req->trace->headers[i]));
	if (req->trace->has_language)
		finish_vary_add(&out, VT_STR("Accept-Language"));
	if (f->is_text && !f->res->is_plain &&
	    (f->body.len >= VT_HTTP_GZIP_MIN || f->res->is_fresh))
		finish_vary_add(&out, VT_STR("Accept-Encoding"));
	finish_vary_add(&out, vt_response_header_get(f->res, "Vary"));
	err = vt_buf_error(&out);
	copy = vt_str_dup(f->res->arena, vt_buf_get(&out));
	vt_buf_fini(&out);
	if (copy.len > 0)
		vt_finish_header(f, VT_STR("Vary"), copy);
	return (err);
}

vt_err
vt_finish_keeping(struct vt_finish *f)
{
	vt_err err = finish_cache_control(f);

	return (err == VT_OK ? finish_vary(f) : err);
}

/* --- security ------------------------------------------------------------- */

void
vt_finish_security(struct vt_finish *f)
{
	/* What a form of ours answers with is for our own pages. */
	if (!f->is_html || f->is_get) {
		vt_finish_header(f, VT_STR("Access-Control-Allow-Origin"), VT_STR(VT_SECURITY_CORS_ORIGIN));
		vt_finish_header(f, VT_STR("Access-Control-Expose-Headers"), VT_STR(VT_SECURITY_CORS_EXPOSE));
	}
	vt_finish_header(f, VT_STR("X-Content-Type-Options"), VT_STR("nosniff"));
	if (f->is_html) {
		vt_finish_header(f, VT_STR("Content-Security-Policy"), VT_STR(VT_SECURITY_CSP));
		vt_finish_header(f, VT_STR("Referrer-Policy"), VT_STR(VT_SECURITY_REFERRER));
	}
	if (f->req->gateway->o.has_tls)
		vt_finish_header(f, VT_STR("Strict-Transport-Security"), VT_STR(VT_SECURITY_HSTS));
}
