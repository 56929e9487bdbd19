/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Atom feeds (RFC 4287) of this gateway: their heads, and how an entry begins.  Since 2.5.
 */
#ifndef VT_API_FEED_H
#define VT_API_FEED_H

#include "response.h"
#include "xml.h"

struct vt_feed {
	const char	*language;	/* "lt" */
	struct vt_str	 id;		/* its address without a language: each language has its own */
	struct vt_str	 title;
	struct vt_str	 self;		/* its own address in that language */
	struct vt_str	 alternate;	/* of the page that says the same; empty: none */
	int64_t		 updated;	/* time of the newest change */
};
/* Makes it the response and opens <feed>; the author is whose pages these are.  The caller
 * adds entries and closes it. */
VT_API void	vt_feed_begin(struct vt_request *req, struct vt_response *res,
		    const struct vt_feed *f, struct vt_xmlw *x);

struct vt_feed_entry {
	struct vt_str	id, title, url;
	int64_t		published, updated;	/* times */
	struct vt_str	picture;	/* address of a JPEG; empty: none */
	struct vt_str	summary;	/* or empty */
};
/* Opens <entry> and says this; the caller may add more, and closes it. */
VT_API void	vt_feed_entry(struct vt_xmlw *x, const struct vt_feed_entry *e);

#endif
