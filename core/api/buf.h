/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer on the heap with a limit and a sticky error: write as
 * much as you like, ask once at the end.
 */
#ifndef VT_API_BUF_H
#define VT_API_BUF_H

#include <stdarg.h>
#include <stdint.h>

#include "str.h"

struct vt_buf {
	char	*p;	/* always followed by a 0 byte once anything was put */
	size_t	 len, cap, limit;
	vt_err	 err;	/* the first thing that went wrong */
};

/* limit in bytes, 0: none but memory. */
VT_API void	vt_buf_init(struct vt_buf *b, size_t limit);
VT_API void	vt_buf_fini(struct vt_buf *b);
/* Empties without giving the memory back; clears the error. */
VT_API void	vt_buf_reset(struct vt_buf *b);
VT_API void	vt_buf_put(struct vt_buf *b, const void *p, size_t len);
VT_API void	vt_buf_str(struct vt_buf *b, struct vt_str s);
VT_API void	vt_buf_char(struct vt_buf *b, char c);
VT_API void	vt_buf_int(struct vt_buf *b, int64_t n);	/* decimal; for what is written often */
VT_API void	vt_buf_printf(struct vt_buf *b, const char *fmt, ...)
		    VT_PRINTF(2, 3);
VT_API void	vt_buf_vprintf(struct vt_buf *b, const char *fmt, va_list ap);
/* Room for len more bytes at the end (count them with ->len += n); NULL over
 * the limit. */
VT_API char	*vt_buf_room(struct vt_buf *b, size_t len);
/* What is in it: borrowed until the next put. */
VT_API struct vt_str vt_buf_get(const struct vt_buf *b);
/* Hands the bytes over (free() them); the buffer is empty afterwards.  NULL
 * after an error: what was cut short must not be taken for the whole. */
VT_API char	*vt_buf_take(struct vt_buf *b, size_t *len_r);
VT_API vt_err	vt_buf_error(const struct vt_buf *b);

/* Percent-encodes all but RFC 3986 unreserved characters. */
VT_API void	vt_buf_percent(struct vt_buf *b, struct vt_str s);
/* Escapes text for HTML and XML, in elements and in quoted attributes. */
VT_API void	vt_buf_escape(struct vt_buf *b, struct vt_str s);

#endif
