/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a handler answers.  Dispatch adds the rest: ETag of the body when the
 * handler gave none, 304, HEAD, gzip, CORS, security headers, request id.
 */
#ifndef VT_API_RESPONSE_H
#define VT_API_RESPONSE_H

#include "buf.h"
#include "request.h"

struct vt_response;

VT_API void	vt_response_status(struct vt_response *res, int status);	/* 200 */
VT_API void	vt_response_type(struct vt_response *res, const char *media_type);
/* Adds a header; a value with CR, LF or NUL is an error, and so are names that
 * are the core's: Content-Length, Connection, Date, ETag, Last-Modified … */
VT_API void	vt_response_header(struct vt_response *res, const char *name,
		    struct vt_str value);
/* The body, to be written to. */
VT_API struct vt_buf *vt_response_body(struct vt_response *res);
VT_API void	vt_response_printf(struct vt_response *res, const char *fmt, ...)
		    VT_PRINTF(2, 3);
/* A body that is sent without copying; done(arg) runs once when it is sent or
 * dropped, on any thread. */
VT_API void	vt_response_send(struct vt_response *res, const void *p, size_t len,
		    void (*done)(void *), void *arg);
/* The same with a body in two parts, whose second the kernel alone reads: bytes of
 * a mapped file, so that one that is cut short meanwhile costs this client its
 * connection and not all of them the process.  False where they would have to be
 * read here (TLS, but for HEAD), and then done is not called: write them instead.  Only with an
 * ETag of the handler's own; not kept in the cache.  What a quick function answers so
 * and calls public (Cache-Control), and what depends on nothing but the address, is
 * given again without asking it, until the catalogue changes; so it has to have asked
 * vt_request_epoch() of which one it speaks. */
VT_API bool	vt_response_send_mapped(struct vt_response *res, struct vt_str first,
		    struct vt_str rest, void (*done)(void *), void *arg);
/* Strong validator of this representation, without quotes. */
VT_API void	vt_response_etag(struct vt_response *res, struct vt_str tag);
VT_API void	vt_response_modified(struct vt_response *res, int64_t t);
/* Whether the client has it already, by the validators set so far: the answer
 * will be 304 and needs no body made. */
VT_API bool	vt_response_is_fresh(struct vt_response *res);
/* Instead of the route's Cache-Control. */
VT_API void	vt_response_cache_control(struct vt_response *res, const char *value);
/* Of routes with VT_CACHE_NAMED: a name for all that headers and body depend on,
 * the version of what they are made of included; not the address, not the
 * catalogue.  In a quick function that then declines: the cache is asked for it
 * before the handler runs.  In a handler, which names it, too: true when it is
 * kept and will be sent; return VT_OK then.  Neither the language nor a header
 * may decide on it; it is not compressed, and kept only if its body was written,
 * not given to vt_response_send(). */
VT_API bool	vt_response_name(struct vt_response *res, struct vt_str name);
/* Not to be kept (in our cache or another's) beyond t. */
VT_API void	vt_response_expires(struct vt_response *res, int64_t t);
/* A redirect; location is absolute or begins with '/'. */
VT_API void	vt_response_redirect(struct vt_response *res, int status,
		    struct vt_str location);
/* The first error of the writers: `return (vt_response_error(res));` */
VT_API vt_err	vt_response_error(const struct vt_response *res);

#endif
