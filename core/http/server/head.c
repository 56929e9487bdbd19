/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a request's head.  Kore has a parser too; it loses pipelined
 * requests, stops at 24 header lines, and refuses heads that are fine, so this
 * one stands before it.  Sections are those of RFC 9112 and RFC 9110.
 */
#include "http/server/head.h"

static enum vt_head_state
vt_head_refuse(struct vt_head *h, int status, const char *why)
{
	h->status = status;
	h->why = why;
	return (VT_HEAD_BAD);
}

/* RFC 9110, 5.6.2 */
static bool
vt_head_is_token(struct vt_str s)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool is_alnum = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

		if (!is_alnum && (c == 0 || strchr(marks, c) == NULL))
			return (false);
	}
	return (s.len != 0);
}

/* No controls; a tab only where may_tab.  Bytes above 0x7f are let through:
 * they are legal in values (5.5) and common in targets typed by hand. */
static bool
vt_head_is_text(struct vt_str s, bool may_tab)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == 0x7f || (c < 0x20 && !(may_tab && c == '\t')))
			return (false);
	}
	return (true);
}

/* RFC 3986, 3.2.2 and 3.2.3: a name or an address, perhaps a port; may be empty. */
static bool
vt_head_is_host(struct vt_str s)
{
	static const char marks[] = "-._~%!$&'()*+,;=:[]";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool is_alnum = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

		if (!is_alnum && (c == 0 || strchr(marks, c) == NULL))
			return (false);
	}
	return (true);
}

/* Without the spaces and tabs around it.  Not vt_str_trim(): that would take
 * away controls that have to be seen. */
static struct vt_str
vt_head_trim(struct vt_str s)
{
	while (s.len != 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = vt_str_sub(s, 1, s.len);
	while (s.len != 0 && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t'))
		s.len--;
	return (s);
}

/* A line without its CRLF.  0: not whole; -1: a lone CR or LF, on which two
 * servers can differ about where a line ends (9112, 2.2); 1: there it is. */
static int
vt_head_line(struct vt_str *rest, struct vt_str *line_r)
{
	const char *lf = rest->len != 0 ? memchr(rest->p, '\n', rest->len) : NULL;
	size_t len = lf != NULL ? (size_t)(lf - rest->p) : rest->len;
	const char *cr = len != 0 ? memchr(rest->p, '\r', len) : NULL;

	if (lf == NULL)
		return (cr != NULL && cr + 1 < rest->p + len ? -1 : 0);
	if (cr == NULL || cr + 1 != lf)
		return (-1);
	*line_r = (struct vt_str){ rest->p, len - 1 };
	*rest = vt_str_sub(*rest, len + 1, rest->len);
	return (1);
}

/* --- the request line (9112, 3) --------------------------------------------- */

/* Of "http://host/path" the path: what a client sends that takes us for its
 * proxy (3.2.2).  Where no path stands between the host and a query it is left
 * as it is, and refused: the query's own slash is none of the path. */
static struct vt_str
vt_head_origin(struct vt_str target)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < 2; i++) {
		size_t len = strlen(schemes[i]);

		if (!vt_str_eq_nocase(vt_str_sub(target, 0, len), vt_str_of(schemes[i])))
			continue;
		struct vt_str rest = vt_str_sub(target, len, target.len);
		ptrdiff_t slash = vt_str_find(rest, VT_STR("/"));
		size_t host_len = slash < 0 ? rest.len : (size_t)slash;

		if (host_len == 0 || !vt_head_is_host(vt_str_sub(rest, 0, host_len)))
			return (target);
		return (slash < 0 ? VT_STR("/") : vt_str_sub(rest, host_len, rest.len));
	}
	return (target);
}

static enum vt_head_state
vt_head_version(struct vt_str version, struct vt_head *h)
{
	if (version.len != 8 || !vt_str_starts(version, VT_STR("HTTP/")) || version.p[6] != '.')
		return (vt_head_refuse(h, 400, "the request line has no HTTP version"));
	if (version.p[5] != '1' || version.p[7] < '0' || version.p[7] > '9')
		return (vt_head_refuse(h, 505, "HTTP/1.1 is spoken here"));
	h->is_http10 = version.p[7] == '0';
	h->wants_close = h->is_http10;
	return (VT_HEAD_WHOLE);
}

static enum vt_head_state
vt_head_request_line(struct vt_str line, struct vt_head *h)
{
	struct vt_str version;

	if (!vt_str_next(&line, ' ', &h->method) || !vt_str_next(&line, ' ', &h->target))
		return (vt_head_refuse(h, 400, "the request line has no target"));
	version = line;
	if (!vt_head_is_token(h->method))
		return (vt_head_refuse(h, 400, "the method is no word"));
	if (h->method.len > VT_HEAD_METHOD_MAX)
		return (vt_head_refuse(h, 501, "there is no such method"));
	if (h->target.len > VT_HTTP_TARGET_MAX)
		return (vt_head_refuse(h, 414, "the address is longer than 8000 bytes"));
	h->target = vt_head_origin(h->target);
	if (!vt_head_is_text(h->target, false))
		return (vt_head_refuse(h, 400, "the address has control characters"));
	if (!vt_str_starts(h->target, VT_STR("/")) &&
	    !(vt_str_eq_c(h->target, "*") && vt_str_eq_c(h->method, "OPTIONS")))
		return (vt_head_refuse(h, 400, "the address has no path that begins with a slash"));
	return (vt_head_version(version, h));
}

/* --- header lines (9112, 5) -------------------------------------------------- */

static enum vt_head_state
vt_head_header_line(struct vt_str line, struct vt_head *h)
{
	ptrdiff_t colon = vt_str_find(line, VT_STR(":"));
	struct vt_http_header *header = &h->headers[h->header_count];

	if (h->header_count == VT_HEAD_LINES_MAX)
		return (vt_head_refuse(h, 431, "there are more than 100 header lines"));
	if (line.p[0] == ' ' || line.p[0] == '\t')
		return (vt_head_refuse(h, 400, "a header goes on over a second line"));
	if (colon < 0)
		return (vt_head_refuse(h, 400, "a header line has no colon"));
	header->name = vt_str_sub(line, 0, (size_t)colon);
	header->value = vt_head_trim(vt_str_sub(line, (size_t)colon + 1, line.len));
	if (!vt_head_is_token(header->name))
		return (vt_head_refuse(h, 400, "a header's name is no word"));
	if (!vt_head_is_text(header->value, true))
		return (vt_head_refuse(h, 400, "a header's value has control characters"));
	h->header_count++;
	return (VT_HEAD_WHOLE);
}

/* --- what the headers mean for the connection -------------------------------- */

/* The only header of that name; *count_r says how many there are. */
static struct vt_str
vt_head_single(const struct vt_head *h, const char *name, size_t *count_r)
{
	struct vt_str value = VT_STR_NONE;

	*count_r = 0;
	for (size_t i = 0; i < h->header_count; i++) {
		if (!vt_str_eq_nocase(h->headers[i].name, vt_str_of(name)))
			continue;
		value = h->headers[i].value;
		(*count_r)++;
	}
	return (value);
}

/* How long the body is (9112, 6.3).  Two lengths, or a length and a transfer
 * coding, are how requests are smuggled past a proxy: refused. */
static enum vt_head_state
vt_head_body(struct vt_head *h)
{
	size_t count, codings;
	struct vt_str value = vt_head_single(h, "content-length", &count);
	int64_t len = 0;

	(void)vt_head_single(h, "transfer-encoding", &codings);
	if (codings != 0 && count != 0)
		return (vt_head_refuse(h, 400, "the body has a length and a transfer coding"));
	if (codings != 0)
		return (vt_head_refuse(h, 411, "a body needs a Content-Length here"));
	if (count > 1)
		return (vt_head_refuse(h, 400, "the body has two lengths"));
	if (count == 1 &&
	    (vt_str_starts(value, VT_STR("-")) || !vt_str_to_int(value, 0, INT64_MAX / 2, &len)))
		return (vt_head_refuse(h, 400, "the body's length is no number"));
	h->body_len = (uint64_t)len;
	return (VT_HEAD_WHOLE);
}

static void
vt_head_connection(struct vt_head *h)
{
	for (size_t i = 0; i < h->header_count; i++) {
		struct vt_str rest = h->headers[i].value, part;

		if (!vt_str_eq_nocase(h->headers[i].name, VT_STR("connection")))
			continue;
		while (vt_str_next(&rest, ',', &part)) {
			part = vt_str_trim(part);
			if (vt_str_eq_nocase(part, VT_STR("close"))) {
				h->wants_close = true;
				return;
			}
			if (vt_str_eq_nocase(part, VT_STR("keep-alive")))
				h->wants_close = false;
		}
	}
}

static enum vt_head_state
vt_head_meaning(struct vt_head *h)
{
	size_t count;
	struct vt_str expect = vt_head_single(h, "expect", &count), host;

	if (count != 0 && !h->is_http10) {
		if (!vt_str_eq_nocase(expect, VT_STR("100-continue")))
			return (vt_head_refuse(h, 417, "only 100-continue can be expected"));
		h->expects_continue = true;
	}
	host = vt_head_single(h, "host", &count);
	if (count > 1 || (count == 0 && !h->is_http10))
		return (vt_head_refuse(h, 400, "a request names its host once"));
	if (!vt_head_is_host(host))
		return (vt_head_refuse(h, 400, "the host is no host's name"));
	vt_head_connection(h);
	return (vt_head_body(h));
}

enum vt_head_state
vt_head_parse(const char *p, size_t len, struct vt_head *h)
{
	struct vt_str rest = { p, len < VT_HEAD_MAX ? len : VT_HEAD_MAX }, line = VT_STR_NONE;
	enum vt_head_state state = VT_HEAD_WHOLE;
	bool is_first = true;
	int found;

	*h = (struct vt_head){ .status = 0 };
	while ((found = vt_head_line(&rest, &line)) == 1) {
		if (line.len == 0 && is_first)
			continue; /* empty lines before a request are nothing (2.2) */
		if (line.len == 0) {
			h->len = (size_t)(rest.p - p);
			return (vt_head_meaning(h));
		}
		state = is_first ? vt_head_request_line(line, h) : vt_head_header_line(line, h);
		if (state == VT_HEAD_BAD)
			return (state);
		is_first = false;
	}
	if (found < 0)
		return (vt_head_refuse(h, 400, "a line does not end with CR LF"));
	if (len < VT_HEAD_MAX)
		return (VT_HEAD_MORE);
	if (is_first)
		return (vt_head_refuse(h, 414, "the address is longer than 8000 bytes"));
	return (vt_head_refuse(h, 431, "the head is longer than 16 KiB"));
}
