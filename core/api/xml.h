/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A streaming XML writer: escapes by construction, drops what XML 1.0 does
 * not allow (2.2), closes what was opened, and has a sticky error.
 */
#ifndef VT_API_XML_H
#define VT_API_XML_H

#include "buf.h"

#define VT_XMLW_DEPTH_MAX 64

struct vt_xmlw {
	struct vt_buf	*out;
	const char	*open[VT_XMLW_DEPTH_MAX];	/* names, borrowed */
	unsigned	 depth;
	bool		 in_tag;
	vt_err		 err;
};

/* Writes to out, which outlives it. */
VT_API void	vt_xmlw_init(struct vt_xmlw *x, struct vt_buf *out);
/* <?xml version="1.0" encoding="UTF-8"?> */
VT_API void	vt_xmlw_declaration(struct vt_xmlw *x);
/* name must live until the element is closed (a literal). */
VT_API void	vt_xmlw_open(struct vt_xmlw *x, const char *name);
/* Only between open and the element's first content. */
VT_API void	vt_xmlw_attr(struct vt_xmlw *x, const char *name, struct vt_str value);
VT_API void	vt_xmlw_attr_int(struct vt_xmlw *x, const char *name, int64_t value);
VT_API void	vt_xmlw_text(struct vt_xmlw *x, struct vt_str text);
/* A fragment that is known to be well-formed, copied as it is. */
VT_API void	vt_xmlw_raw(struct vt_xmlw *x, struct vt_str xml);
VT_API void	vt_xmlw_close(struct vt_xmlw *x);
/* open, text, close */
VT_API void	vt_xmlw_element(struct vt_xmlw *x, const char *name, struct vt_str text);
/* The first error of the writer or of its buffer; VT_E_INTERNAL while an
 * element is open. */
VT_API vt_err	vt_xmlw_error(const struct vt_xmlw *x) VT_MUST_CHECK;

#endif
