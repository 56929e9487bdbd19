/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a client is told when something went wrong: a page in its language when
 * it prefers HTML, else application/problem+json (RFC 9457).  The full sentence
 * goes to the log with the request's id; what is our own fault keeps its
 * particulars there.  Memory comes from an arena apart, because the request's
 * own may be what ran out.
 */
#include <stdlib.h>

#include "api/json.h"
#include "api/log.h"
#include "api/page.h"
#include "base/log_setup.h"
#include "http/fields/negotiate.h"
#include "http/fields/status.h"
#include "http/inside.h"
#include "http/links.h"

/* Seconds until another try, where who failed says none. */
#define ERROR_RETRY_BUSY 2  /* a queue empties soon */
#define ERROR_RETRY_AWAY 30 /* somebody has to bring back what is away */

/* --- the fault ------------------------------------------------------------ */

static void
error_log(const struct vt_request *req)
{
	const struct vt_fault *fault = &req->fault;
	const struct vt_log_field fields[] = {
		{ .key = "error", .value = vt_str_of(vt_err_name(fault->err)) },
		{ .key = "status", .number = fault->status },
		{ .key = "path", .value = req->full_path },
	};

	vt_log_request(vt_request_id(req));
	vt_log_event("http", (enum vt_log_level)vt_err_level(fault->err),
		     fault->text != NULL ? fault->text : vt_fail_text(fault->err), fields,
		     sizeof(fields) / sizeof(fields[0]));
}

static void
error_keep(struct vt_request *req, vt_err err, int status, const char *text)
{
	free(req->fault.text);
	req->fault.err = err;
	req->fault.status = status != 0 ? status : vt_err_status(err);
	req->fault.text = strdup(text);
	error_log(req);
}

void
vt_fault_set(struct vt_request *req, vt_err err, int status)
{
	error_keep(req, err, status, vt_fail_text(err));
}

void
vt_fault_copy(struct vt_request *req, const struct vt_fault *fault)
{
	req->fault.retry_after_s = fault->retry_after_s;
	vt_fail_clear();
	error_keep(req, fault->err, fault->status,
		   fault->text != NULL ? fault->text : vt_fail_text(fault->err));
}

/* Sentences that are written for clients.  The others may name files, and are
 * for the people who run the server. */
static bool
error_is_public(const struct vt_fault *fault)
{
	return (fault->status < 500 || fault->err == VT_E_UNSUPPORTED || fault->err == VT_E_BUSY ||
		fault->err == VT_E_LIMIT);
}

static struct vt_str
error_detail(const struct vt_fault *fault)
{
	if (fault->text != NULL && error_is_public(fault))
		return (vt_str_of(fault->text));
	vt_fail_clear();
	return (vt_str_of(vt_fail_text(fault->err)));
}

/* --- problem+json --------------------------------------------------------- */

static void
error_problem(struct vt_request *req, struct vt_response *res)
{
	const struct vt_fault *fault = &req->fault;
	struct vt_jsonw j;

	vt_response_type(res, "application/problem+json");
	vt_jsonw_init(&j, vt_response_body(res));
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "type", "about:blank");
	vt_jsonw_pair_c(&j, "title", vt_status_reason(fault->status));
	vt_jsonw_pair_int(&j, "status", fault->status);
	vt_jsonw_pair(&j, "detail", error_detail(fault));
	vt_jsonw_pair(&j, "instance", req->full_path);
	vt_jsonw_pair(&j, "request_id", vt_request_id(req));
	vt_jsonw_end(&j);
	vt_buf_char(vt_response_body(res), '\n');
}

/* --- page ----------------------------------------------------------------- */

/* error.404.title where there is one, else that of its hundred. */
static struct vt_str
error_message(struct vt_request *req, struct vt_arena *a, const char *part)
{
	int tries[] = { req->fault.status, req->fault.status < 500 ? 400 : 500 };
	struct vt_str text = VT_STR_NONE;

	for (size_t i = 0; i < 2; i++) {
		char *key = vt_str_c(a, vt_str_printf(a, "error.%d.%s", tries[i], part));

		if (key == NULL)
			return (VT_STR_NONE);
		text = vt_message(req, key);
		if (!vt_str_eq_c(text, key))
			break;
	}
	return (text);
}

static vt_err
error_html(struct vt_request *req, struct vt_response *res)
{
	struct vt_value *data = vt_value_map(res->arena);

	vt_value_set_str(data, "title", error_message(req, res->arena, "title"));
	vt_value_set_str(data, "text", error_message(req, res->arena, "text"));
	vt_value_set_int(data, "status", req->fault.status);
	vt_value_set_str(data, "detail", error_detail(&req->fault));
	vt_value_set_str(data, "request_id", vt_request_id(req));
	vt_value_set_bool(data, "is_error", true);
	return (vt_page(req, res, "error", data));
}

/* Only who says so prefers HTML; a program that takes anything has JSON. */
static bool
error_wants_html(const struct vt_request *req)
{
	static const char *const offers[] = { "application/problem+json", "text/html" };
	struct vt_str accept = vt_request_header_seen(req, "Accept");

	return (accept.len > 0 && vt_negotiate_type(accept, offers, 2) == 1);
}

/* --- the answer ----------------------------------------------------------- */

static int
error_retry_after(vt_err err)
{
	return (err == VT_E_BUSY ? ERROR_RETRY_BUSY : err == VT_E_UNAVAILABLE ? ERROR_RETRY_AWAY : 0);
}

static void
error_headers(struct vt_request *req, struct vt_response *res)
{
	struct vt_buf value;

	vt_response_status(res, req->fault.status);
	vt_response_header(res, "Vary", VT_STR("Accept, Accept-Language"));
	vt_buf_init(&value, 0);
	if (req->fault.err == VT_E_METHOD && req->found.allowed != 0) {
		vt_method_list(req->found.allowed, &value);
		vt_response_header(res, "Allow", vt_buf_get(&value));
	}
	vt_buf_reset(&value);
	if (req->fault.retry_after_s == 0)
		req->fault.retry_after_s = error_retry_after(req->fault.err);
	if (req->fault.retry_after_s > 0) {
		vt_buf_printf(&value, "%d", req->fault.retry_after_s);
		vt_response_header(res, "Retry-After", vt_buf_get(&value));
	}
	vt_buf_fini(&value);
}

static void
error_keep_last(struct vt_cached *cached)
{
	(void)cached;
}

/* When even telling the fault fails: a status, and nothing that needs memory.
 * Its first reference is never given back. */
static struct vt_answer *
error_last_resort(void)
{
	static const struct vt_http_header headers[] = {
		{ VT_STR("Cache-Control"), VT_STR("no-store") },
		{ VT_STR("Access-Control-Allow-Origin"), VT_STR("*") },
	};
	static struct vt_answer answer = {
		.cached = { .refs = 1, .destroy = error_keep_last },
		.status = 503,
		.headers = headers,
		.header_count = sizeof(headers) / sizeof(headers[0]),
	};

	vt_cached_ref(&answer.cached);
	return (&answer);
}

static vt_err
error_write(struct vt_request *req, struct vt_response *res, bool is_html)
{
	vt_err err;

	res->is_plain = true;
	if (is_html && (err = error_html(req, res)) != VT_OK)
		return (err);
	if (!is_html)
		error_problem(req, res);
	error_headers(req, res);
	return (vt_response_error(res));
}

static vt_err
error_try(struct vt_request *req, bool is_html, struct vt_answer **answer_r)
{
	struct vt_arena *arena = vt_arena_new(VT_HTTP_ERROR_BYTES);
	struct vt_response res;
	vt_err err;

	vt_response_init(&res, req, arena);
	err = error_write(req, &res, is_html);
	if (err == VT_OK)
		err = vt_finish(&res, answer_r);
	vt_response_fini(&res);
	vt_arena_free(&arena);
	return (err);
}

struct vt_answer *
vt_fault_answer(struct vt_request *req)
{
	struct vt_answer *answer;
	vt_err err = VT_E_DECLINED;

	if (error_wants_html(req))
		err = error_try(req, true, &answer);
	if (err != VT_OK && err != VT_E_DECLINED)
		vt_log("http", VT_LOG_ERROR, "the error page failed: %s", vt_fail_text(err));
	if (err != VT_OK)
		err = error_try(req, false, &answer);
	return (err == VT_OK ? answer : error_last_resort());
}
