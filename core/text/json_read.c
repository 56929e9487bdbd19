/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON reader: one pass, by recursive descent with a limit of depth.  Strict as RFC
 * 8259 is; a lone surrogate becomes U+FFFD.
 */
#include "api/json.h"

struct json_reader {
	struct vt_arena *a;
	struct vt_str text;
	size_t at;
	unsigned depth;
};

static vt_err json_value(struct json_reader *r, struct vt_json *v);

static vt_err
json_fail(const struct json_reader *r, const char *what)
{
	return (vt_fail(VT_E_BADARG, "byte %zu of the JSON: %s", r->at + 1, what));
}

static bool
json_is(const struct json_reader *r, char c)
{
	return (r->at < r->text.len && r->text.p[r->at] == c);
}

static bool
json_takes(struct json_reader *r, char c)
{
	if (!json_is(r, c))
		return (false);
	r->at++;
	return (true);
}

static void
json_space(struct json_reader *r)
{
	while (json_is(r, ' ') || json_is(r, '\t') || json_is(r, '\n') || json_is(r, '\r'))
		r->at++;
}

/* --- strings ---------------------------------------------------------------- */

static bool
json_hex(struct json_reader *r, uint32_t *code_r)
{
	uint32_t code = 0;

	if (r->text.len - r->at < 4)
		return (false);
	for (size_t i = 0; i < 4; i++) {
		char c = r->text.p[r->at + i];

		if (c >= '0' && c <= '9')
			code = code * 16 + (uint32_t)(c - '0');
		else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
			code = code * 16 + (uint32_t)((c | 0x20) - 'a') + 10;
		else
			return (false);
	}
	r->at += 4;
	*code_r = code;
	return (true);
}

/* Behind "\u": one code unit, or the pair of which it is the first half. */
static bool
json_unicode(struct json_reader *r, uint32_t *code_r)
{
	uint32_t code, low;
	size_t before;

	if (!json_hex(r, &code))
		return (false);
	before = r->at;
	if (code >= 0xd800 && code < 0xdc00 && json_takes(r, '\\') && json_takes(r, 'u') &&
	    json_hex(r, &low) && low >= 0xdc00 && low < 0xe000) {
		*code_r = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		return (true);
	}
	r->at = before;
	*code_r = code >= 0xd800 && code < 0xe000 ? 0xfffd : code;
	return (true);
}

/* Behind a backslash; no escape is shorter than what it stands for. */
static vt_err
json_escape(struct json_reader *r, char **out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found;
	uint32_t code;

	if (r->at == r->text.len)
		return (json_fail(r, "it ends within a string"));
	if (json_takes(r, 'u')) {
		if (!json_unicode(r, &code))
			return (json_fail(r, "\\u needs four hexadecimal digits"));
		*out += vt_utf8_put(code, *out);
		return (VT_OK);
	}
	found = memchr(from, r->text.p[r->at], sizeof(from) - 1);
	if (found == NULL)
		return (json_fail(r, "there is no such escape"));
	r->at++;
	*(*out)++ = to[found - from];
	return (VT_OK);
}

/* Where the string ends that begins here: an upper bound of its length. */
static size_t
json_string_end(const struct json_reader *r)
{
	size_t at = r->at;

	while (at < r->text.len && r->text.p[at] != '"')
		at += r->text.p[at] == '\\' ? 2 : 1;
	return (at < r->text.len ? at : r->text.len);
}

/* Behind the opening quote. */
static vt_err
json_string(struct json_reader *r, struct vt_str *s_r)
{
	char *bytes = vt_arena_alloc(r->a, json_string_end(r) - r->at + 4), *out = bytes;
	vt_err err;

	if (bytes == NULL)
		return (VT_E_LIMIT);
	while (!json_takes(r, '"')) {
		if (r->at == r->text.len)
			return (json_fail(r, "it ends within a string"));
		if ((unsigned char)r->text.p[r->at] < 0x20)
			return (json_fail(r, "a control character in a string is not escaped"));
		if (!json_is(r, '\\')) {
			*out++ = r->text.p[r->at++];
			continue;
		}
		r->at++;
		if ((err = json_escape(r, &out)) != VT_OK)
			return (err);
	}
	*s_r = (struct vt_str){ bytes, (size_t)(out - bytes) };
	return (VT_OK);
}

/* --- numbers and words ------------------------------------------------------- */

static size_t
json_digits(struct json_reader *r)
{
	size_t from = r->at;

	while (r->at < r->text.len && r->text.p[r->at] >= '0' && r->text.p[r->at] <= '9')
		r->at++;
	return (r->at - from);
}

static vt_err
json_number(struct json_reader *r, struct vt_json *v)
{
	size_t from = r->at, digits;
	bool is_zero;

	(void)json_takes(r, '-');
	is_zero = json_is(r, '0');
	digits = json_digits(r);
	if (digits == 0 || (is_zero && digits > 1))
		return (json_fail(r, "this is no value"));
	if (json_takes(r, '.') && json_digits(r) == 0)
		return (json_fail(r, "a number has no digit behind its point"));
	if (json_takes(r, 'e') || json_takes(r, 'E')) {
		if (!json_takes(r, '-'))
			(void)json_takes(r, '+');
		if (json_digits(r) == 0)
			return (json_fail(r, "a number's exponent has no digit"));
	}
	v->type = VT_JSON_NUMBER;
	v->str = vt_str_sub(r->text, from, r->at - from);
	return (VT_OK);
}

static bool
json_word(struct json_reader *r, const char *word)
{
	struct vt_str s = vt_str_of(word);

	if (!vt_str_starts(vt_str_sub(r->text, r->at, r->text.len), s))
		return (false);
	r->at += s.len;
	return (true);
}

/* --- arrays and objects ------------------------------------------------------- */

static vt_err
json_member_key(struct json_reader *r, struct vt_str *key_r)
{
	vt_err err;

	if (!json_takes(r, '"'))
		return (json_fail(r, "a member of an object begins with its name"));
	if ((err = json_string(r, key_r)) != VT_OK)
		return (err);
	json_space(r);
	if (!json_takes(r, ':'))
		return (json_fail(r, "':' is missing behind a member's name"));
	json_space(r);
	return (VT_OK);
}

/* Behind the opening bracket. */
static vt_err
json_items(struct json_reader *r, struct vt_json *v, char end)
{
	const struct vt_json **tail = &v->first;

	json_space(r);
	if (json_takes(r, end))
		return (VT_OK);
	for (;;) {
		struct vt_json *item = vt_arena_alloc(r->a, sizeof(*item));
		vt_err err = item != NULL ? VT_OK : VT_E_LIMIT;

		if (err == VT_OK && end == '}')
			err = json_member_key(r, &item->key);
		if (err == VT_OK)
			err = json_value(r, item);
		if (err != VT_OK)
			return (err);
		*tail = item;
		tail = &item->next;
		json_space(r);
		if (json_takes(r, end))
			return (VT_OK);
		if (!json_takes(r, ','))
			return (json_fail(r, "',' or the closing bracket is missing"));
		json_space(r);
	}
}

static vt_err
json_inside(struct json_reader *r, struct vt_json *v)
{
	vt_err err;

	if (r->depth == VT_JSONW_DEPTH_MAX)
		return (json_fail(r, "it is nested too deep"));
	r->depth++;
	v->type = json_is(r, '{') ? VT_JSON_OBJECT : VT_JSON_ARRAY;
	r->at++;
	err = json_items(r, v, v->type == VT_JSON_OBJECT ? '}' : ']');
	r->depth--;
	return (err);
}

static vt_err
json_value(struct json_reader *r, struct vt_json *v)
{
	if (json_is(r, '{') || json_is(r, '['))
		return (json_inside(r, v));
	if (json_takes(r, '"')) {
		v->type = VT_JSON_STR;
		return (json_string(r, &v->str));
	}
	if (json_word(r, "null"))
		return (VT_OK);
	v->is_true = json_word(r, "true");
	if (v->is_true || json_word(r, "false")) {
		v->type = VT_JSON_BOOL;
		return (VT_OK);
	}
	return (json_number(r, v));
}

vt_err
vt_json_parse(struct vt_arena *a, struct vt_str text, const struct vt_json **json_r)
{
	struct json_reader r = { .a = a, .text = text };
	struct vt_json *v = vt_arena_alloc(a, sizeof(*v));
	vt_err err;

	if (v == NULL)
		return (VT_E_LIMIT);
	if (!vt_utf8_is_valid(text))
		return (vt_fail(VT_E_BADARG, "the JSON is not UTF-8"));
	json_space(&r);
	if ((err = json_value(&r, v)) != VT_OK)
		return (err);
	json_space(&r);
	if (r.at != text.len)
		return (json_fail(&r, "something follows behind its end"));
	*json_r = v;
	return (VT_OK);
}

const struct vt_json *
vt_json_get(const struct vt_json *object, const char *key)
{
	if (object == NULL || object->type != VT_JSON_OBJECT)
		return (NULL);
	for (const struct vt_json *m = object->first; m != NULL; m = m->next)
		if (vt_str_eq_c(m->key, key))
			return (m);
	return (NULL);
}

struct vt_str
vt_json_get_str(const struct vt_json *object, const char *key)
{
	const struct vt_json *m = vt_json_get(object, key);

	return (m != NULL && m->type == VT_JSON_STR ? m->str : VT_STR_NONE);
}
