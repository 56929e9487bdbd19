/* SPDX-License-Identifier: Apache-2.0 */
/*
 * oEmbed (oembed.com 1.0): who is given the address of a page learns how to show it.  What
 * all answers of a gateway share: how the question is read, and whose pages these are.
 * Since 2.5.
 */
#ifndef VT_API_OEMBED_H
#define VT_API_OEMBED_H

#include "response.h"

struct vt_oembed {
	struct vt_str	 path;		/* of that page, without its language: "/objects/a?page=2" */
	struct vt_str	 prefix;	/* "/lt", "/en" where the address names one; or empty */
	const char	*language;	/* that, else the request's: "lt" */
	int64_t		 width, height;	/* pixels at most (2.2): what was asked for, never more than
					 * they were before vt_oembed_read() */
	bool		 is_xml;	/* the form that was asked for */
};
/* Reads url, format, maxwidth, maxheight.  thing names in sentences what url should lead to:
 * "an object's page".  VT_E_BADARG: url is missing, or a number is none; VT_E_NOTFOUND: url is
 * no address of this gateway; VT_E_UNSUPPORTED: the format is neither json nor xml. */
VT_API vt_err	vt_oembed_read(struct vt_request *req, const char *thing,
		    struct vt_oembed *e) VT_MUST_CHECK;
/* That url leads to no such thing. */
VT_API vt_err	vt_oembed_none(const char *thing) VT_MUST_CHECK;

struct vt_oembed_pair {
	const char	*name;
	struct vt_str	 value;		/* empty: it is left out */
	bool		 is_number;
};
/* Makes the answer: version, provider, and these. */
VT_API vt_err	vt_oembed_write(struct vt_request *req, struct vt_response *res,
		    const struct vt_oembed *e, const struct vt_oembed_pair *pairs,
		    size_t count) VT_MUST_CHECK;

#endif
