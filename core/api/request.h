/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request as a handler sees it: decoded, counted, independent of the server
 * below.  What these return is borrowed for the request's life.
 */
#ifndef VT_API_REQUEST_H
#define VT_API_REQUEST_H

#include "arena.h"
#include "catalog.h"

struct vt_request;

VT_API struct vt_arena	*vt_request_arena(const struct vt_request *req);
/* The plugin's state, as its configure() left it. */
VT_API const void	*vt_request_state(const struct vt_request *req);
/* This thread's connection, in one read transaction for the request; NULL and
 * vt_fail(VT_E_UNAVAILABLE) when there is no catalogue. */
VT_API struct vt_catalog *vt_request_catalog(struct vt_request *req);
/* Another number whenever the catalogue has changed, seen within a second; 0:
 * there is none.  For what a plugin keeps of the catalogue; any thread.  After
 * vt_request_catalog(): the number of just what is read, or 0 when that has
 * changed and was not noticed yet: such things are not to be kept. */
VT_API uint64_t		 vt_request_epoch(const struct vt_request *req);
VT_API struct vt_str	 vt_request_id(const struct vt_request *req);

VT_API struct vt_str	 vt_request_method(const struct vt_request *req);	/* "GET" also for HEAD */
/* Percent-encoded as it came, without the query and without a language prefix. */
VT_API struct vt_str	 vt_request_path(const struct vt_request *req);
/* A part of the route's pattern, percent-decoded once; empty when there is none. */
VT_API struct vt_str	 vt_request_param(const struct vt_request *req, const char *name);
/* The same, as it came. */
VT_API struct vt_str	 vt_request_param_raw(const struct vt_request *req, const char *name);
/* Query arguments, in order, duplicates kept; of a form POST, the body's. */
VT_API size_t		 vt_request_arg_count(const struct vt_request *req);
VT_API void		 vt_request_arg_at(const struct vt_request *req, size_t i,
			    struct vt_str *name_r, struct vt_str *value_r);
/* The first of that name; false when there is none. */
VT_API bool		 vt_request_arg(const struct vt_request *req, const char *name,
			    struct vt_str *value_r);
VT_API struct vt_str	 vt_request_query(const struct vt_request *req);	/* raw, may be empty */
/* A header by name in any case; empty when there is none.  A HEAD has no Range
 * (RFC 9110, 14.2). */
VT_API struct vt_str	 vt_request_header(const struct vt_request *req, const char *name);
/* Media type of the body, lower case, without parameters. */
VT_API struct vt_str	 vt_request_content_type(const struct vt_request *req);

/* Scheme, host and port that the public uses, without final slash: from
 * server.base_url; where that is empty a trusted proxy may say it, and then it is
 * this request's: what is kept with addresses in it is kept with this. */
VT_API struct vt_str	 vt_request_base_url(const struct vt_request *req);
/* The client's IP address, as far as trusted proxies tell it.  To be counted with,
 * never to be kept or logged as it is. */
VT_API struct vt_str	 vt_request_client(const struct vt_request *req);
/* "lt" or "en": from the /lt or /en prefix, else Accept-Language, else lt. */
VT_API const char	*vt_request_language(const struct vt_request *req);
/* "/lt" or "/en" where the address has it, else "": to be put before the path of
 * links within pages, so that a reader stays in the language chosen. */
VT_API struct vt_str	 vt_request_prefix(const struct vt_request *req);
/* The best of offers by Accept (RFC 9110, 12.5.1): an index, the first when
 * Accept is absent, -1 when none will do.  An offer may carry a profile:
 * `application/ld+json;profile="…"`. */
VT_API int		 vt_request_accepts(const struct vt_request *req,
			    const char *const *offers, size_t offer_count);

/* Address of something that another plugin offers by name ("iiif.manifest"),
 * absolute, with {id}, {n} … filled in order and percent-encoded; empty when
 * nobody offers it. */
VT_API struct vt_str	 vt_link(struct vt_request *req, const char *name,
			    const struct vt_str *values, size_t value_count);
VT_API struct vt_str	 vt_link_id(struct vt_request *req, const char *name,
			    struct vt_str id);
/* The same appended to out, for answers with more addresses than working memory
 * holds; false and nothing appended when nobody offers it. */
VT_API bool		 vt_link_put(struct vt_request *req, const char *name,
			    const struct vt_str *values, size_t value_count, struct vt_buf *out);

/* Names of what is offered: the one number i of those that begin with prefix, NULL
 * behind the last.  For kinds of things of which nobody knows all beforehand. */
VT_API const char	*vt_link_name(const struct vt_request *req, const char *prefix, size_t i);

/* What follows takes long, as a whole image does: only so many of these are made
 * at once, on threads of their own (server.large_threads), so that all the others
 * go on.  VT_OK: this is one of those threads, go on.  VT_E_DECLINED: return it,
 * and the handler is called anew on one.  In a quick function it is always that. */
VT_API vt_err		 vt_request_large(struct vt_request *req) VT_MUST_CHECK;

/* Something for those who hear that the request is finished (struct vt_finished),
 * instead of what was said before; copied.  In a handler. */
VT_API void		 vt_request_note(struct vt_request *req, struct vt_str note);
/* Where the client is, no closer than may be kept: the network of 256 addresses
 * ("192.0.2.0/24") or of 2^80 ("2001:db8:7::/48"); "" when unknown. */
#define VT_NETWORK_MAX	56
VT_API void		 vt_request_network(const struct vt_request *req, char out[VT_NETWORK_MAX]);

/* The one question of access: may this visitor have this part of this object? */
enum vt_part { VT_PART_METADATA, VT_PART_TEXT, VT_PART_IMAGES };
VT_API bool		 vt_request_may(struct vt_request *req,
			    const struct vt_object *object, enum vt_part part);
/* The same of VT_PART_IMAGES, for who makes pictures: *side_r is the longest side,
 * in pixels, that this visitor may see of an image; 0: as it is. */
VT_API bool		 vt_request_may_see(struct vt_request *req,
			    const struct vt_object *object, int64_t *side_r) VT_MUST_CHECK;
/* VT_E_FORBIDDEN, with a sentence that says of which object what ("its images") cannot be
 * had, and until when, where that is known; since 2.4. */
VT_API vt_err		 vt_fail_closed(const struct vt_object *object, const char *what);

#endif
