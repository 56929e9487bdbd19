/* SPDX-License-Identifier: Apache-2.0 */
/* An answer while it is finished: its body, its validator and whose it is
 * (finish.c), and its header fields (finish_headers.c). */
#ifndef VT_HTTP_FINISH_H
#define VT_HTTP_FINISH_H

#include "http/inside.h"

struct vt_finish {
	struct vt_response *res;
	struct vt_request *req;
	struct vt_str body;
	struct vt_buf zipped; /* used when is_zipped */
	bool is_text, is_html, is_zipped, is_get;
	struct vt_str etag; /* with quotes */
	struct vt_http_header headers[VT_HTTP_ANSWER_HEADERS_MAX];
	size_t count;
};

/* --- finish_headers.c */
/* A header of ours, unless the handler has one of that name; name and value stay
 * as they are until the answer has its copies. */
void vt_finish_header(struct vt_finish *f, struct vt_str name, struct vt_str value);
/* Cache-Control and Vary. */
vt_err vt_finish_keeping(struct vt_finish *f) VT_MUST_CHECK;
/* CORS and what keeps browsers safe. */
void vt_finish_security(struct vt_finish *f);
/* How the route says that this may be kept: an error, or an answer to another
 * method than GET, not at all. */
enum vt_cache_rule vt_finish_rule(const struct vt_finish *f);
/* Whether a list, commas between, has this in it, in any case. */
bool vt_finish_lists(struct vt_str list, struct vt_str name);

#endif
