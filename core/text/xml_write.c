/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The streaming XML writer.  Whatever is put into it, what comes out is
 * well-formed or the writer has an error: bytes that are no UTF-8 become
 * U+FFFD, characters outside XML 1.0 (2.2) are left out.
 */
#include <stdio.h>

#include "api/xml.h"

void
vt_xmlw_init(struct vt_xmlw *x, struct vt_buf *out)
{
	*x = (struct vt_xmlw){ .out = out };
}

/* Remembers the first error; everything after it is left out. */
static void
vt_xmlw_fail(struct vt_xmlw *x, vt_err err)
{
	if (x->err == VT_OK)
		x->err = err;
}

static bool
vt_xmlw_is_broken(const struct vt_xmlw *x)
{
	return (x->err != VT_OK || x->out->err != VT_OK);
}

static void
vt_xmlw_end_tag(struct vt_xmlw *x)
{
	if (x->in_tag)
		vt_buf_char(x->out, '>');
	x->in_tag = false;
}

/* What stands for c; NULL: c itself.  In attributes white space is written as
 * references, else a parser makes spaces of it (3.3.3); a carriage return
 * would become a newline anywhere (2.11). */
static const char *
vt_xmlw_reference(uint32_t c, bool in_attr)
{
	switch (c) {
	case '&':
		return ("&amp;");
	case '<':
		return ("&lt;");
	case '>':
		return ("&gt;");
	case '"':
		return (in_attr ? "&quot;" : NULL);
	case '\t':
		return (in_attr ? "&#9;" : NULL);
	case '\n':
		return (in_attr ? "&#10;" : NULL);
	case '\r':
		return ("&#13;");
	case 0xfffe:
	case 0xffff:
		return ("");
	default:
		return (c < 0x20 ? "" : NULL);
	}
}

/* Bytes at the head of s that are written as they are: most of a text. */
static size_t
vt_xmlw_plain(struct vt_str s)
{
	size_t len = 0;

	while (len < s.len && s.p[len] >= ' ' && s.p[len] < 0x7f && s.p[len] != '&' &&
	       s.p[len] != '<' && s.p[len] != '>' && s.p[len] != '"')
		len++;
	return (len);
}

static void
vt_xmlw_escape(struct vt_buf *out, struct vt_str s, bool in_attr)
{
	const char *from = s.p; /* what may be copied as it is begins here */

	while (s = vt_str_sub(s, vt_xmlw_plain(s), s.len), s.len != 0) {
		const char *at = s.p, *instead;
		uint32_t code;

		if (vt_utf8_next(&s, &code)) {
			instead = vt_xmlw_reference(code, in_attr);
		} else {
			s = vt_str_sub(s, 1, s.len);
			instead = "\uFFFD";
		}
		if (instead == NULL)
			continue;
		vt_buf_put(out, from, (size_t)(at - from));
		vt_buf_str(out, vt_str_of(instead));
		from = s.p;
	}
	vt_buf_put(out, from, (size_t)(s.p - from));
}

void
vt_xmlw_declaration(struct vt_xmlw *x)
{
	if (!vt_xmlw_is_broken(x))
		vt_buf_str(x->out, VT_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
}

void
vt_xmlw_open(struct vt_xmlw *x, const char *name)
{
	if (vt_xmlw_is_broken(x))
		return;
	if (x->depth == VT_XMLW_DEPTH_MAX) {
		vt_xmlw_fail(x, vt_fail(VT_E_LIMIT, "<%s> would stand more than %d elements deep",
					name, VT_XMLW_DEPTH_MAX));
		return;
	}
	vt_xmlw_end_tag(x);
	vt_buf_char(x->out, '<');
	vt_buf_str(x->out, vt_str_of(name));
	x->open[x->depth++] = name;
	x->in_tag = true;
}

void
vt_xmlw_attr(struct vt_xmlw *x, const char *name, struct vt_str value)
{
	if (vt_xmlw_is_broken(x))
		return;
	if (!x->in_tag) {
		vt_xmlw_fail(x, vt_fail(VT_E_INTERNAL, "attribute %s comes after content", name));
		return;
	}
	vt_buf_char(x->out, ' ');
	vt_buf_str(x->out, vt_str_of(name));
	vt_buf_str(x->out, VT_STR("=\""));
	vt_xmlw_escape(x->out, value, true);
	vt_buf_char(x->out, '"');
}

void
vt_xmlw_attr_int(struct vt_xmlw *x, const char *name, int64_t value)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	vt_xmlw_attr(x, name, vt_str_of(text));
}

void
vt_xmlw_text(struct vt_xmlw *x, struct vt_str text)
{
	if (vt_xmlw_is_broken(x) || text.len == 0)
		return;
	vt_xmlw_end_tag(x);
	vt_xmlw_escape(x->out, text, false);
}

void
vt_xmlw_raw(struct vt_xmlw *x, struct vt_str xml)
{
	if (vt_xmlw_is_broken(x) || xml.len == 0)
		return;
	vt_xmlw_end_tag(x);
	vt_buf_str(x->out, xml);
}

void
vt_xmlw_close(struct vt_xmlw *x)
{
	if (vt_xmlw_is_broken(x))
		return;
	if (x->depth == 0) {
		vt_xmlw_fail(x, vt_fail(VT_E_INTERNAL, "an element is closed that was not opened"));
		return;
	}
	x->depth--;
	if (x->in_tag)
		vt_buf_str(x->out, VT_STR("/>"));
	else {
		vt_buf_str(x->out, VT_STR("</"));
		vt_buf_str(x->out, vt_str_of(x->open[x->depth]));
		vt_buf_char(x->out, '>');
	}
	x->in_tag = false;
}

void
vt_xmlw_element(struct vt_xmlw *x, const char *name, struct vt_str text)
{
	vt_xmlw_open(x, name);
	vt_xmlw_text(x, text);
	vt_xmlw_close(x);
}

vt_err
vt_xmlw_error(const struct vt_xmlw *x)
{
	if (x->err != VT_OK)
		return (x->err);
	if (x->out->err != VT_OK)
		return (x->out->err);
	if (x->depth != 0)
		return (vt_fail(VT_E_INTERNAL, "<%s> was not closed", x->open[x->depth - 1]));
	return (VT_OK);
}
