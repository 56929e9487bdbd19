/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer with a limit and a sticky error.  A piece that does not
 * fit is left out whole; nothing is added after it.
 */
#include "api/buf.h"

#include <stdio.h>
#include <stdlib.h>

#define VT_BUF_FIRST 256 /* bytes of the first allocation */

void
vt_buf_init(struct vt_buf *b, size_t limit)
{
	*b = (struct vt_buf){ .limit = limit };
}

void
vt_buf_fini(struct vt_buf *b)
{
	free(b->p);
	vt_buf_init(b, b->limit);
}

void
vt_buf_reset(struct vt_buf *b)
{
	b->len = 0;
	b->err = VT_OK;
	if (b->p != NULL)
		b->p[0] = '\0';
}

static bool
vt_buf_grow(struct vt_buf *b, size_t need)
{
	size_t cap = b->cap != 0 ? b->cap : VT_BUF_FIRST;
	char *p;

	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	/* Doubling must not reserve far beyond what may ever be used. */
	if (b->limit != 0 && b->limit < SIZE_MAX - 1 && cap > b->limit + 1)
		cap = b->limit + 1;
	p = realloc(b->p, cap);
	if (p == NULL) {
		b->err = vt_fail(VT_E_NOMEM, "the machine has no memory for %zu bytes", cap);
		return (false);
	}
	b->p = p;
	b->cap = cap;
	return (true);
}

char *
vt_buf_room(struct vt_buf *b, size_t len)
{
	size_t need;

	if (b->err != VT_OK)
		return (NULL);
	if (__builtin_add_overflow(b->len, len, &need) || need == SIZE_MAX ||
	    (b->limit != 0 && need > b->limit)) {
		b->err =
		    vt_fail(VT_E_LIMIT,
			    "what is being written is larger than the %zu bytes allowed", b->limit);
		return (NULL);
	}
	if (need + 1 > b->cap && !vt_buf_grow(b, need + 1))
		return (NULL);
	b->p[need] = '\0';
	return (b->p + b->len);
}

void
vt_buf_put(struct vt_buf *b, const void *p, size_t len)
{
	char *room;

	/* What is put most is little, and there is room for it. */
	if (len != 0 && len < b->cap - b->len && b->err == VT_OK &&
	    (b->limit == 0 || len <= b->limit - b->len)) {
		memcpy(b->p + b->len, p, len);
		b->len += len;
		b->p[b->len] = '\0';
		return;
	}
	room = vt_buf_room(b, len);

	if (room == NULL || len == 0)
		return;
	memcpy(room, p, len);
	b->len += len;
}

void
vt_buf_str(struct vt_buf *b, struct vt_str s)
{
	vt_buf_put(b, s.p, s.len);
}

void
vt_buf_char(struct vt_buf *b, char c)
{
	vt_buf_put(b, &c, 1);
}

void
vt_buf_int(struct vt_buf *b, int64_t n)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (n < 0)
		digits[--at] = '-';
	vt_buf_put(b, digits + at, sizeof(digits) - at);
}

void
vt_buf_vprintf(struct vt_buf *b, const char *fmt, va_list ap)
{
	char small[256];
	va_list again;
	int len;
	char *room;

	va_copy(again, ap);
	len = vsnprintf(small, sizeof(small), fmt, ap);
	if (len < 0) {
		if (b->err == VT_OK)
			b->err = vt_fail(VT_E_INTERNAL, "the format \"%s\" cannot be written", fmt);
	} else if ((size_t)len < sizeof(small)) {
		vt_buf_put(b, small, (size_t)len);
	} else if ((room = vt_buf_room(b, (size_t)len)) != NULL) {
		(void)vsnprintf(room, (size_t)len + 1, fmt, again);
		b->len += (size_t)len;
	}
	va_end(again);
}

void
vt_buf_printf(struct vt_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vt_buf_vprintf(b, fmt, ap);
	va_end(ap);
}

struct vt_str
vt_buf_get(const struct vt_buf *b)
{
	return ((struct vt_str){ b->p, b->len });
}

char *
vt_buf_take(struct vt_buf *b, size_t *len_r)
{
	char *p;

	/* So that what was taken is never NULL for being empty. */
	if (b->err != VT_OK || vt_buf_room(b, 0) == NULL)
		return (NULL);
	p = b->p;
	*len_r = b->len;
	vt_buf_init(b, b->limit);
	return (p);
}

vt_err
vt_buf_error(const struct vt_buf *b)
{
	return (b->err);
}

static bool
vt_buf_is_unreserved(unsigned char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '.' || c == '_' || c == '~');
}

void
vt_buf_percent(struct vt_buf *b, struct vt_str s)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		char code[3] = { '%', hex[c >> 4], hex[c & 15] };

		if (vt_buf_is_unreserved(c))
			continue;
		vt_buf_put(b, s.p + from, i - from);
		vt_buf_put(b, code, sizeof(code));
		from = i + 1;
	}
	vt_buf_str(b, vt_str_sub(s, from, s.len));
}

/* The entity for c; "" for what XML 1.0 does not allow (2.2); NULL for the rest. */
static const char *
vt_buf_entity(unsigned char c)
{
	switch (c) {
	case '&':
		return ("&amp;");
	case '<':
		return ("&lt;");
	case '>':
		return ("&gt;");
	case '"':
		return ("&quot;");
	case '\'':
		return ("&#39;");
	case '\t':
	case '\n':
	case '\r':
		return (NULL);
	default:
		return (c < 0x20 ? "" : NULL);
	}
}

void
vt_buf_escape(struct vt_buf *b, struct vt_str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		const char *entity = vt_buf_entity((unsigned char)s.p[i]);

		if (entity == NULL)
			continue;
		vt_buf_put(b, s.p + from, i - from);
		vt_buf_str(b, vt_str_of(entity));
		from = i + 1;
	}
	vt_buf_str(b, vt_str_sub(s, from, s.len));
}
