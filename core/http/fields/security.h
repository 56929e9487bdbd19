/* SPDX-License-Identifier: Apache-2.0 */
/* The header fields that keep browsers careful, and those that let other
 * sites' scripts read what is public. */
#ifndef VT_HTTP_SECURITY_H
#define VT_HTTP_SECURITY_H

/* No inline script or style, nothing from elsewhere.  A handler that needs more
 * (a viewer of its own) sets its own Content-Security-Policy. */
#define VT_SECURITY_CSP                                                                            \
	"default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; "           \
	"script-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; "             \
	"frame-ancestors 'self'; base-uri 'none'"
#define VT_SECURITY_REFERRER "strict-origin-when-cross-origin"
#define VT_SECURITY_HSTS     "max-age=31536000"

/* No credentials are ever used across origins, so any origin may read. */
#define VT_SECURITY_CORS_ORIGIN "*"
#define VT_SECURITY_CORS_EXPOSE "Accept-Ranges, Content-Range, ETag, Link, Location, Retry-After, X-Request-Id"
#define VT_SECURITY_CORS_HEADERS                                                                   \
	"Accept, Accept-Language, Authorization, Content-Type, If-Match, If-Modified-Since, "      \
	"If-None-Match, If-Range, If-Unmodified-Since, Range"
#define VT_SECURITY_CORS_MAX_AGE "86400"

#endif
