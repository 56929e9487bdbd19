/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What handlers may ask of a request (api/request.h).  Nothing here fails:
 * what was wrong was told before a handler was called.  Questions whose answer
 * depends on a header are noted, for Vary and for the cache.
 */
#include "http/fields/negotiate.h"
#include "http/inside.h"
#include "http/way/generation.h"

struct vt_arena *
vt_request_arena(const struct vt_request *req)
{
	return (req->arena);
}

const void *
vt_request_state(const struct vt_request *req)
{
	return (req->mount != NULL ? req->mount->state : NULL);
}

uint64_t
vt_request_epoch(const struct vt_request *req)
{
	struct vt_generation *watcher = req->gateway->generation;
	struct vt_catalog_state seen, read;
	uint64_t epoch = vt_generation_epoch(watcher);

	/* What is read may be newer than what has been noticed. */
	if (req->is_reading && (!vt_generation_state(watcher, &seen, &epoch) ||
				vt_catalogs_state(req, &read) != VT_OK ||
				memcmp(seen.name, read.name, sizeof(seen.name)) != 0))
		epoch = 0;
	req->trace->has_epoch = true;
	req->trace->epoch = epoch;
	return (epoch);
}

struct vt_str
vt_request_id(const struct vt_request *req)
{
	return ((struct vt_str){ req->id, VT_REQUEST_ID_LEN });
}

struct vt_str
vt_request_method(const struct vt_request *req)
{
	return (req->is_head ? VT_STR("GET") : req->method);
}

struct vt_str
vt_request_path(const struct vt_request *req)
{
	return (req->path);
}

static ptrdiff_t
request_param_index(const struct vt_request *req, const char *name)
{
	for (size_t i = 0; i < req->found.param_count; i++)
		if (vt_str_eq_c(req->found.params[i].name, name))
			return ((ptrdiff_t)i);
	return (-1);
}

struct vt_str
vt_request_param(const struct vt_request *req, const char *name)
{
	ptrdiff_t i = request_param_index(req, name);

	return (i >= 0 ? req->params[i] : VT_STR_NONE);
}

struct vt_str
vt_request_param_raw(const struct vt_request *req, const char *name)
{
	ptrdiff_t i = request_param_index(req, name);

	return (i >= 0 ? req->found.params[i].raw : VT_STR_NONE);
}

size_t
vt_request_arg_count(const struct vt_request *req)
{
	return (req->args.count);
}

void
vt_request_arg_at(const struct vt_request *req, size_t i, struct vt_str *name_r,
		  struct vt_str *value_r)
{
	vt_assert(i < req->args.count);
	*name_r = req->args.items[i].name;
	*value_r = req->args.items[i].value;
}

bool
vt_request_arg(const struct vt_request *req, const char *name, struct vt_str *value_r)
{
	for (size_t i = 0; i < req->args.count; i++)
		if (vt_str_eq_c(req->args.items[i].name, name)) {
			*value_r = req->args.items[i].value;
			return (true);
		}
	return (false);
}

struct vt_str
vt_request_query(const struct vt_request *req)
{
	return (req->query);
}

/* Notes that the handler asked for a header. */
static void
vt_request_trace(const struct vt_request *req, const char *name)
{
	struct vt_trace *trace = req->trace;

	for (size_t i = 0; i < trace->header_count; i++)
		if (vt_str_eq_nocase(vt_str_of(trace->headers[i]), vt_str_of(name)))
			return;
	if (trace->header_count < VT_HTTP_TRACE_MAX)
		trace->headers[trace->header_count++] = name;
	else
		trace->is_full = true;
}

struct vt_str
vt_request_header_seen(const struct vt_request *req, const char *name)
{
	struct vt_str wanted = vt_str_of(name);

	for (size_t i = 0; i < req->header_count; i++)
		if (vt_str_eq_nocase(req->headers[i].name, wanted))
			return (req->headers[i].value);
	return (VT_STR_NONE);
}

struct vt_str
vt_request_header(const struct vt_request *req, const char *name)
{
	/* By a range is chosen how much is sent, not of what (RFC 9110, 14.2): it is not for
	 * Vary.  What is only a part is never given to others (finish.c).  HEAD has none. */
	if (vt_str_eq_nocase(vt_str_of(name), VT_STR("Range")))
		return (req->is_head ? VT_STR_NONE : vt_request_header_seen(req, name));
	if (!vt_str_eq_nocase(vt_str_of(name), VT_STR("If-Range")))
		vt_request_trace(req, name);
	return (vt_request_header_seen(req, name));
}

struct vt_str
vt_request_content_type(const struct vt_request *req)
{
	return (req->content_type);
}

struct vt_str
vt_request_base_url(const struct vt_request *req)
{
	return (req->base_url);
}

struct vt_str
vt_request_client(const struct vt_request *req)
{
	return (req->client);
}

const char *
vt_request_language(const struct vt_request *req)
{
	req->trace->knows_language = true;
	/* An address with /lt or /en in it says the language by itself. */
	if (req->prefix[0] == '\0')
		req->trace->has_language = true;
	return (req->language);
}

struct vt_str
vt_request_prefix(const struct vt_request *req)
{
	return (vt_str_of(req->prefix));
}

vt_err
vt_request_large(struct vt_request *req)
{
	req->is_large = true;
	return (req->is_admitted ? VT_OK : VT_E_DECLINED);
}

int
vt_request_accepts(const struct vt_request *req, const char *const *offers, size_t offer_count)
{
	vt_request_trace(req, "Accept");
	return (vt_negotiate_type(vt_request_header_seen(req, "Accept"), offers, offer_count));
}
