/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From an answer that is shared to what this client is sent: conditions (304),
 * HEAD, the headers of this request alone; and what is held meanwhile.
 */
#include <stdio.h>

#include "api/time.h"
#include "base/log_setup.h"
#include "http/fields/conditional.h"
#include "http/way/way.h"

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

/* The client wants just what it knows, and that is no longer here (13.2.2, steps 1, 2; a
 * part that is outside is step 5).  What would not be sent anyway needs no condition. */
static void
way_precondition(struct vt_request *req)
{
	const struct vt_answer *answer = req->answer;

	if ((answer->status != 200 && answer->status != 206 && answer->status != 416) ||
	    !vt_str_eq_c(vt_request_method(req), "GET") ||
	    vt_conditional_holds(vt_request_header_seen(req, "If-Match"),
				 vt_request_header_seen(req, "If-Unmodified-Since"), answer->etag,
				 answer->modified))
		return;
	vt_log_request(vt_request_id(req));
	(void)vt_way_fail(req, vt_fail(VT_E_CONFLICT, "what is at %.*s is not what If-Match or "
			  "If-Unmodified-Since means (any more); its ETag is %.*s",
			  VT_STR_ARG(req->full_path),
			  VT_STR_ARG(answer->etag.len > 0 ? answer->etag : VT_STR("not known"))), 412);
	vt_fail_clear();
	vt_log_request(VT_STR_NONE);
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

	/* Only a server that forgot to run it comes here without an answer. */
	if (req->answer == NULL)
		vt_gateway_refuse(req, VT_E_BUSY, 1);
	way_precondition(req);
	answer = req->answer;
	is_fresh = way_is_fresh(req);
	for (size_t i = 0; i < answer->header_count && (is_fresh || answer->lines.len == 0); i++)
		if (!is_fresh || !way_is_of_content(answer->headers[i].name))
			req->out[n++] = answer->headers[i];
	n += way_age(req, &req->out[n]);
	req->out[n++] = (struct vt_http_header){ VT_STR("X-Request-Id"), vt_request_id(req) };
	*out_r = (struct vt_http_output){ .status = is_fresh ? 304 : answer->status,
					  .lines = is_fresh ? VT_STR_NONE : answer->lines,
					  .headers = req->out,
					  .header_count = n };
	out_r->has_content_length = out_r->status != 304 && out_r->status != 204;
	if (out_r->has_content_length)
		out_r->content_length = answer->body.len + answer->rest.len;
	if (out_r->has_content_length && !req->is_head) {
		out_r->body = answer->body;
		out_r->rest = answer->rest;
	}
}
