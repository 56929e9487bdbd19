/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The head of an HTTP/1.1 request (RFC 9112): request line and header lines.
 * Strict where leniency lets two servers see two different requests, lenient
 * where clients differ harmlessly.  Pure: bytes in, a struct out.
 */
#ifndef VT_HTTP_HEAD_H
#define VT_HTTP_HEAD_H

#include "http/gateway.h"

#define VT_HEAD_MAX	   (16 * 1024) /* bytes, request line and empty line counted */
#define VT_HEAD_LINES_MAX  100	       /* header lines */
#define VT_HEAD_METHOD_MAX 32	       /* bytes */

enum vt_head_state {
	VT_HEAD_MORE,  /* not whole yet */
	VT_HEAD_WHOLE, /* the struct is filled */
	VT_HEAD_BAD    /* status and why say what to answer; then close */
};

struct vt_head {
	struct vt_str method, target; /* origin form, or "*"; borrowed, like the headers */
	struct vt_http_header headers[VT_HEAD_LINES_MAX];
	size_t header_count;
	size_t len;	   /* bytes of the head, with what came before it */
	uint64_t body_len; /* bytes that follow */
	bool is_http10;
	bool wants_close;      /* the connection ends with this answer */
	bool expects_continue; /* waits for "100 Continue" before the body */
	int status;
	const char *why;
};

/* What the first len bytes of a connection, or those after the last request,
 * are.  Everything in *h points into p. */
enum vt_head_state vt_head_parse(const char *p, size_t len, struct vt_head *h);

#endif
