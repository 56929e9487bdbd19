/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Follows the HTML of a template byte by byte, as far as is needed to know
 * where a tag stands: in text, in an attribute of which kind, in a script.
 * Works on the template's own text while compiling, and on a URL attribute's
 * finished value while rendering.
 */
#include "text/template_inside.h"

static bool
vt_html_is_space(char c)
{
	return (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f');
}

static char
vt_html_lower(char c)
{
	return (c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
}

static void
vt_html_add(char *name, size_t size, char c)
{
	size_t len = strlen(name);

	if (len + 1 < size) {
		name[len] = vt_html_lower(c);
		name[len + 1] = '\0';
	}
}

static bool
vt_html_is_one_of(const char *name, const char *const *names)
{
	while (*names != NULL && strcmp(*names, name) != 0)
		names++;
	return (*names != NULL);
}

static enum vt_html_event
vt_html_url_event(const struct vt_html *h)
{
	static const char *const one[] = { "href",	 "src",	 "action",   "formaction",
					   "poster",	 "cite", "data",     "background",
					   "xlink:href", "ping", "longdesc", "manifest",
					   "codebase",	 NULL };
	static const char *const several[] = { "srcset", "imagesrcset", NULL };

	if (vt_html_is_one_of(h->attr, one))
		return (VT_HTML_URL_BEGIN);
	return (vt_html_is_one_of(h->attr, several) ? VT_HTML_URLS_BEGIN : VT_HTML_NOTHING);
}

static void
vt_html_end_tag(struct vt_html *h)
{
	h->state = VT_HTML_TEXT;
	if (strcmp(h->tag, "script") != 0 && strcmp(h->tag, "style") != 0)
		return;
	memcpy(h->raw, h->tag, strlen(h->tag) + 1);
	h->state = VT_HTML_RAW;
	h->seen = 0;
}

static void
vt_html_step_open(struct vt_html *h, char c)
{
	h->tag[0] = '\0';
	h->seen = 0;
	if (c == '!' || c == '?') {
		h->state = VT_HTML_DECLARATION;
	} else if (c == '/' || (vt_html_lower(c) >= 'a' && vt_html_lower(c) <= 'z')) {
		h->state = VT_HTML_TAG_NAME;
		vt_html_add(h->tag, sizeof(h->tag), c);
	} else {
		h->state = c == '<' ? VT_HTML_TAG_OPEN : VT_HTML_TEXT;
	}
}

static void
vt_html_step_tag(struct vt_html *h, char c)
{
	if (c == '>') {
		vt_html_end_tag(h);
	} else if (vt_html_is_space(c) || c == '/') {
		h->state = VT_HTML_TAG;
	} else if (h->state == VT_HTML_TAG_NAME) {
		vt_html_add(h->tag, sizeof(h->tag), c);
	} else {
		h->attr[0] = '\0';
		vt_html_add(h->attr, sizeof(h->attr), c);
		h->state = VT_HTML_ATTR_NAME;
	}
}

static void
vt_html_step_attr(struct vt_html *h, char c)
{
	if (c == '>')
		vt_html_end_tag(h);
	else if (c == '=')
		h->state = VT_HTML_VALUE_BEGIN;
	else if (vt_html_is_space(c))
		h->state = VT_HTML_ATTR_END;
	else if (c == '/' || h->state == VT_HTML_ATTR_END)
		vt_html_step_tag(h, c);
	else
		vt_html_add(h->attr, sizeof(h->attr), c);
}

static enum vt_html_event
vt_html_step_value(struct vt_html *h, char c)
{
	switch (h->state) {
	case VT_HTML_VALUE_BEGIN:
		if (c == '"' || c == '\'') {
			h->quote = c;
			h->state = VT_HTML_VALUE_QUOTED;
			return (vt_html_url_event(h));
		}
		if (c == '>')
			vt_html_end_tag(h);
		else if (!vt_html_is_space(c))
			h->state = VT_HTML_VALUE_BARE;
		return (VT_HTML_NOTHING);
	case VT_HTML_VALUE_QUOTED:
		if (c != h->quote)
			return (VT_HTML_NOTHING);
		h->state = VT_HTML_TAG;
		return (vt_html_url_event(h) != VT_HTML_NOTHING ? VT_HTML_URL_END
								: VT_HTML_NOTHING);
	default:
		if (c == '>')
			vt_html_end_tag(h);
		else if (vt_html_is_space(c))
			h->state = VT_HTML_TAG;
		return (VT_HTML_NOTHING);
	}
}

/* "<!" and what follows: a comment if two hyphens do. */
static void
vt_html_step_declaration(struct vt_html *h, char c)
{
	if (c == '-' && h->seen < 2) {
		if (++h->seen == 2) {
			h->state = VT_HTML_COMMENT;
			h->is_fresh = true;
		}
		return;
	}
	h->seen = 2; /* too late for a comment */
	if (c == '>')
		h->state = VT_HTML_TEXT;
}

/* A comment ends with "-->" or "--!>"; right behind "<!--" a ">" is enough, and
 * the hyphens of the beginning count for no "!" (WHATWG HTML, 13.2.5.43 on). */
static void
vt_html_step_comment(struct vt_html *h, char c)
{
	if (c == '>' && h->seen >= 2) {
		h->state = VT_HTML_TEXT;
	} else if (c == '-') {
		h->seen = h->is_after_bang ? 1 : h->seen + 1;
	} else if (c == '!' && !h->is_after_bang && h->seen >= (h->is_fresh ? 4u : 2u)) {
		h->is_after_bang = true;
		return;
	} else {
		h->seen = 0;
		h->is_fresh = false;
	}
	h->is_after_bang = false;
}

/* Waits for "</script" or "</style". */
static void
vt_html_step_raw(struct vt_html *h, char c)
{
	char wanted = h->seen == 0 ? '<' : h->seen == 1 ? '/' : h->raw[h->seen - 2];

	if (vt_html_lower(c) != wanted) {
		h->seen = c == '<';
		return;
	}
	h->seen++;
	if (h->seen >= 2 && h->raw[h->seen - 2] == '\0') {
		h->state = VT_HTML_TAG;
		h->tag[0] = '\0';
	}
}

enum vt_html_event
vt_html_step(struct vt_html *h, char c)
{
	switch (h->state) {
	case VT_HTML_TEXT:
		if (c == '<')
			h->state = VT_HTML_TAG_OPEN;
		break;
	case VT_HTML_TAG_OPEN:
		vt_html_step_open(h, c);
		break;
	case VT_HTML_TAG_NAME:
	case VT_HTML_TAG:
		vt_html_step_tag(h, c);
		break;
	case VT_HTML_ATTR_NAME:
	case VT_HTML_ATTR_END:
		vt_html_step_attr(h, c);
		break;
	case VT_HTML_VALUE_BEGIN:
	case VT_HTML_VALUE_QUOTED:
	case VT_HTML_VALUE_BARE:
		return (vt_html_step_value(h, c));
	case VT_HTML_DECLARATION:
		vt_html_step_declaration(h, c);
		break;
	case VT_HTML_COMMENT:
		vt_html_step_comment(h, c);
		break;
	case VT_HTML_RAW:
		vt_html_step_raw(h, c);
		break;
	}
	return (VT_HTML_NOTHING);
}

static const char *
vt_html_refuse_value(const struct vt_html *h, enum vt_html_place *place_r)
{
	if (strncmp(h->attr, "on", 2) == 0 || strcmp(h->attr, "style") == 0 ||
	    strcmp(h->attr, "srcdoc") == 0)
		return ("a value in an on…, style or srcdoc attribute cannot be made safe: put it "
			"into a data-… attribute");
	*place_r = VT_PLACE_VALUE;
	return (NULL);
}

const char *
vt_html_refuse(const struct vt_html *h, bool is_raw, enum vt_html_place *place_r)
{
	switch (h->state) {
	case VT_HTML_TEXT:
	case VT_HTML_COMMENT:
		*place_r = VT_PLACE_BODY;
		return (NULL);
	case VT_HTML_VALUE_QUOTED:
		return (vt_html_refuse_value(h, place_r));
	case VT_HTML_VALUE_BEGIN:
	case VT_HTML_VALUE_BARE:
		return ("the attribute's value must stand in quotes");
	case VT_HTML_RAW:
		*place_r = VT_PLACE_TRUSTED;
		return (is_raw
			    ? NULL
			    : "within <script> or <style> only {{{…}}} of trusted text may stand");
	default:
		*place_r = VT_PLACE_TRUSTED;
		return (is_raw ? NULL
			       : "within a tag a value may only stand in an attribute's quotes, or "
				 "as {{{…}}} of trusted text");
	}
}

/* --- URLs, as they were rendered: escaped ----------------------------------- */

/* The length of an entity that our own escaping writes; 0: it is another's. */
static size_t
vt_html_own_entity(struct vt_str s)
{
	static const char *const own[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (vt_str_starts(s, vt_str_of(own[i])))
			return (strlen(own[i]));
	return (0);
}

static bool
vt_html_is_safe_scheme(const char *scheme)
{
	static const char *const safe[] = { "http", "https", "mailto", NULL };

	return (vt_html_is_one_of(scheme, safe));
}

/* Reads a scheme the way browsers do (WHATWG URL): spaces and controls before
 * it, tabs and line ends within it do not count. */
static bool
vt_html_is_safe_one(struct vt_str s)
{
	char scheme[12] = "";

	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		size_t entity;

		if ((unsigned char)c <= ' ')
			continue;
		if (c == '/' || c == '?' || c == '#')
			return (true);
		if (c == ':')
			return (vt_html_is_safe_scheme(scheme));
		if (c == '&') {
			entity = vt_html_own_entity(vt_str_sub(s, i, s.len));
			if (entity == 0)
				return (false);
			i += entity - 1;
		}
		vt_html_add(scheme, sizeof(scheme), c);
	}
	return (true);
}

bool
vt_html_is_safe_url(struct vt_str value, bool is_set)
{
	struct vt_str rest = value;

	while (is_set && rest.len != 0) {
		size_t len = 0;

		while (len < rest.len && !vt_html_is_space(rest.p[len]))
			len++;
		if (!vt_html_is_safe_one(vt_str_sub(rest, 0, len)))
			return (false);
		rest = vt_str_sub(rest, len + 1, rest.len);
	}
	return (is_set || vt_html_is_safe_one(value));
}
