/* SPDX-License-Identifier: Apache-2.0 */
/* The head of an answer as it goes over the wire (RFC 9112, 4).  Pure. */
#ifndef VT_HTTP_ANSWER_H
#define VT_HTTP_ANSWER_H

#include "http/gateway.h"

struct vt_answer_manner {
	bool closes;	/* the connection ends with this answer */
	bool is_http10; /* the client does not take keeping it for granted */
	int64_t now;	/* time, for Date */
};

/* Status line, headers, empty line. */
void vt_answer_head(struct vt_buf *out, const struct vt_http_output *o,
		    const struct vt_answer_manner *m);
/* A whole answer, body and all, for bytes that did not become a request: the
 * connection closes after it. */
void vt_answer_problem(struct vt_buf *out, int status, const char *why, int64_t now);

#endif
