/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole requests of strangers: the first line is the target, the next ones are
 * header fields, what follows an empty line is the body.  Nobody's fault makes
 * a request fail to be made, and what handlers see of it is clean.
 */
#include <stdlib.h>

#include "base/log_setup.h"
#include "http/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static size_t
headers_of(struct vt_str *rest, struct vt_http_header *headers, size_t max)
{
	struct vt_str line, name;
	size_t n = 0;

	while (n < max && vt_str_next(rest, '\n', &line) && line.len > 0) {
		if (vt_str_next(&line, ':', &name) && name.len > 0)
			headers[n++] = (struct vt_http_header){ name, line };
	}
	return (n);
}

static void
look_at(struct vt_request *req)
{
	static const char *const offers[] = { "text/html", "application/json" };
	struct vt_str name, value;

	for (size_t i = 0; i < vt_request_arg_count(req); i++) {
		vt_request_arg_at(req, i, &name, &value);
		vt_assert(vt_utf8_is_valid(name) && vt_utf8_is_valid(value));
	}
	vt_assert(req->fault.err != VT_OK || vt_request_path(req).len > 0);
	vt_assert(vt_request_accepts(req, offers, 2) < 2);
	(void)vt_request_header(req, "Cookie");
	(void)vt_request_content_type(req);
	vt_assert(vt_request_id(req).len == VT_REQUEST_ID_LEN);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct vt_gateway gateway = { .o = { .base_url = "https://fuzz.example",
						    .body_bytes = 1 << 16 } };
	static bool is_quiet;
	struct vt_http_header headers[160];
	struct vt_http_input in = { .headers = headers };
	struct vt_request *req;
	char *copy = malloc(len + 1);
	struct vt_str rest = { copy, len };

	if (!is_quiet)
		is_quiet = vt_log_open("/dev/null", false, "error") == VT_OK;
	if (copy == NULL)
		return (0);
	memcpy(copy, data, len);
	in.method = len % 2 == 0 ? VT_STR("GET") : VT_STR("POST");
	(void)vt_str_next(&rest, '\n', &in.target);
	in.header_count = headers_of(&rest, headers, 160);
	in.body = rest;
	if (vt_request_new(&gateway, &in, &req) == VT_OK) {
		look_at(req);
		vt_request_unref(&req);
	}
	free(copy);
	return (0);
}
