/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The streaming JSON writer.  What it writes may also be put into an HTML
 * <script>: "<" before "/" or "!" is escaped, so it can neither end the element
 * nor open a comment there.
 */
#include <math.h>
#include <stdio.h>

#include "api/json.h"

/* Above this a double has no decimals that could be written exactly. */
#define VT_JSONW_FRACTION_MAX 9e12

void
vt_jsonw_init(struct vt_jsonw *j, struct vt_buf *out)
{
	*j = (struct vt_jsonw){ .out = out };
}

static bool
vt_jsonw_is_broken(const struct vt_jsonw *j)
{
	return (j->err != VT_OK || j->out->err != VT_OK);
}

static bool
vt_jsonw_in(const struct vt_jsonw *j, char kind)
{
	return (j->depth > 0 && j->kind[j->depth - 1] == kind);
}

static void
vt_jsonw_comma(struct vt_jsonw *j)
{
	if (j->depth == 0)
		return;
	if (j->has_items[j->depth - 1])
		vt_buf_char(j->out, ',');
	j->has_items[j->depth - 1] = true;
}

/* Before any value: false when none may stand here. */
static bool
vt_jsonw_begin(struct vt_jsonw *j)
{
	if (vt_jsonw_is_broken(j))
		return (false);
	if (vt_jsonw_in(j, '{') && !j->has_key) {
		j->err = vt_fail(VT_E_INTERNAL, "a value in a JSON object has no key");
		return (false);
	}
	if (!j->has_key)
		vt_jsonw_comma(j);
	j->has_key = false;
	return (true);
}

static void
vt_jsonw_put(struct vt_jsonw *j, const char *text)
{
	if (vt_jsonw_begin(j))
		vt_buf_str(j->out, vt_str_of(text));
}

static void
vt_jsonw_open(struct vt_jsonw *j, char kind)
{
	if (!vt_jsonw_begin(j))
		return;
	if (j->depth == VT_JSONW_DEPTH_MAX) {
		j->err = vt_fail(VT_E_LIMIT, "JSON would be more than %d levels deep",
				 VT_JSONW_DEPTH_MAX);
		return;
	}
	j->kind[j->depth] = kind;
	j->has_items[j->depth] = false;
	j->depth++;
	vt_buf_char(j->out, kind);
}

void
vt_jsonw_object(struct vt_jsonw *j)
{
	vt_jsonw_open(j, '{');
}

void
vt_jsonw_array(struct vt_jsonw *j)
{
	vt_jsonw_open(j, '[');
}

void
vt_jsonw_end(struct vt_jsonw *j)
{
	if (vt_jsonw_is_broken(j))
		return;
	if (j->depth == 0 || j->has_key) {
		j->err = vt_fail(VT_E_INTERNAL,
				 j->has_key ? "a JSON key has no value"
					    : "something is ended in JSON that was not begun");
		return;
	}
	j->depth--;
	vt_buf_char(j->out, j->kind[j->depth] == '{' ? '}' : ']');
}

/* What stands for c; NULL: c itself.  buf is for the rarer ones. */
static const char *
vt_jsonw_escape_of(uint32_t c, struct vt_str rest, char buf[8])
{
	switch (c) {
	case '"':
		return ("\\\"");
	case '\\':
		return ("\\\\");
	case '\n':
		return ("\\n");
	case '\r':
		return ("\\r");
	case '\t':
		return ("\\t");
	case '<':
		if (rest.len == 0 || (rest.p[0] != '/' && rest.p[0] != '!'))
			return (NULL);
		break;
	case 0x2028:
	case 0x2029:
		break;
	default:
		if (c >= 0x20)
			return (NULL);
	}
	(void)snprintf(buf, 8, "\\u%04x", (unsigned)c & 0xffff);
	return (buf);
}

/* How many bytes at the beginning stand for themselves, whatever follows: most of what
 * is written is addresses, and these are nothing else. */
static size_t
vt_jsonw_plain(struct vt_str s)
{
	size_t n = 0;

	while (n < s.len && (unsigned char)s.p[n] >= 0x20 && (unsigned char)s.p[n] < 0x80 &&
	       s.p[n] != '"' && s.p[n] != '\\' && s.p[n] != '<')
		n++;
	return (n);
}

static void
vt_jsonw_quote(struct vt_buf *out, struct vt_str s)
{
	const char *from = s.p; /* what may be copied as it is begins here */
	char buf[8];

	vt_buf_char(out, '"');
	while (s = vt_str_sub(s, vt_jsonw_plain(s), s.len), s.len != 0) {
		const char *at = s.p, *instead;
		uint32_t code;

		if (vt_utf8_next(&s, &code)) {
			instead = vt_jsonw_escape_of(code, s, buf);
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
	vt_buf_char(out, '"');
}

void
vt_jsonw_key_str(struct vt_jsonw *j, struct vt_str key)
{
	if (vt_jsonw_is_broken(j))
		return;
	if (!vt_jsonw_in(j, '{') || j->has_key) {
		j->err = vt_fail(VT_E_INTERNAL, "the JSON key \"%.*s\" stands where none may",
				 VT_STR_ARG(key));
		return;
	}
	vt_jsonw_comma(j);
	vt_jsonw_quote(j->out, key);
	vt_buf_char(j->out, ':');
	j->has_key = true;
}

void
vt_jsonw_key(struct vt_jsonw *j, const char *key)
{
	vt_jsonw_key_str(j, vt_str_of(key));
}

void
vt_jsonw_str(struct vt_jsonw *j, struct vt_str value)
{
	if (vt_jsonw_begin(j))
		vt_jsonw_quote(j->out, value);
}

void
vt_jsonw_c(struct vt_jsonw *j, const char *value)
{
	vt_jsonw_str(j, vt_str_of(value));
}

void
vt_jsonw_int(struct vt_jsonw *j, int64_t value)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	vt_jsonw_put(j, text);
}

/* Not by printf's %f with decimals: its point depends on the locale. */
void
vt_jsonw_double(struct vt_jsonw *j, double value)
{
	char text[352]; /* DBL_MAX has 309 digits */
	long long millionths, fraction;
	int len;

	if (!isfinite(value)) {
		vt_jsonw_null(j);
		return;
	}
	if (fabs(value) >= VT_JSONW_FRACTION_MAX) {
		(void)snprintf(text, sizeof(text), "%.0f", value);
		vt_jsonw_put(j, text);
		return;
	}
	millionths = llround(fabs(value) * 1e6);
	fraction = millionths % 1000000;
	len = snprintf(text, sizeof(text), "%s%lld.%06lld", value < 0 && millionths != 0 ? "-" : "",
		       millionths / 1000000, fraction);
	while (text[len - 1] == '0')
		text[--len] = '\0';
	if (text[len - 1] == '.')
		text[--len] = '\0';
	vt_jsonw_put(j, text);
}

void
vt_jsonw_bool(struct vt_jsonw *j, bool value)
{
	vt_jsonw_put(j, value ? "true" : "false");
}

void
vt_jsonw_null(struct vt_jsonw *j)
{
	vt_jsonw_put(j, "null");
}

void
vt_jsonw_raw(struct vt_jsonw *j, struct vt_str json)
{
	if (vt_jsonw_begin(j))
		vt_buf_str(j->out, json);
}

void
vt_jsonw_pair(struct vt_jsonw *j, const char *key, struct vt_str value)
{
	vt_jsonw_key(j, key);
	vt_jsonw_str(j, value);
}

void
vt_jsonw_pair_c(struct vt_jsonw *j, const char *key, const char *value)
{
	vt_jsonw_pair(j, key, vt_str_of(value));
}

void
vt_jsonw_pair_int(struct vt_jsonw *j, const char *key, int64_t value)
{
	vt_jsonw_key(j, key);
	vt_jsonw_int(j, value);
}

vt_err
vt_jsonw_error(const struct vt_jsonw *j)
{
	if (j->err != VT_OK)
		return (j->err);
	if (j->out->err != VT_OK)
		return (j->out->err);
	if (j->depth != 0 || j->has_key)
		return (vt_fail(VT_E_INTERNAL, "JSON was left open"));
	return (VT_OK);
}
