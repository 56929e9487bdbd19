/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes what sources call their objects fit for addresses.  Pure; used by the
 * rules and for names of files.
 */
#include "ingest/folder/identifier.h"

#include "api/buf.h"
#include "base/hash.h"

#define VT_IDENTIFIER_TAIL 12 /* hex digits of the original's hash */

static bool
vt_identifier_is_safe_byte(unsigned char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '.' || c == '_' || c == '~' || c == '-');
}

bool
vt_identifier_is_safe(struct vt_str s)
{
	if (s.len == 0 || s.len > VT_IDENTIFIER_MAX || vt_str_eq_c(s, ".") || vt_str_eq_c(s, ".."))
		return (false);
	for (size_t i = 0; i < s.len; i++)
		if (!vt_identifier_is_safe_byte((unsigned char)s.p[i]))
			return (false);
	return (true);
}

/* Safe bytes as they are, every run of others as one '-'; true when letters of
 * another script were among them. */
static bool
vt_identifier_replace(struct vt_buf *out, struct vt_str folded)
{
	bool has_gap = false, has_lost = false;

	for (size_t i = 0; i < folded.len; i++) {
		unsigned char c = (unsigned char)folded.p[i];

		if (c == '-' || !vt_identifier_is_safe_byte(c)) {
			has_gap = true;
			has_lost = has_lost || c >= 0x80;
			continue;
		}
		if (has_gap && out->len != 0)
			vt_buf_char(out, '-');
		has_gap = false;
		vt_buf_char(out, (char)c);
	}
	return (has_lost);
}

static void
vt_identifier_tail(struct vt_buf *out, struct vt_str original)
{
	struct vt_hash_state h;
	char hex[VT_HASH_HEX];
	size_t keep = VT_IDENTIFIER_MAX - VT_IDENTIFIER_TAIL - 1;

	vt_hash_init(&h);
	vt_hash_put(&h, original.p, original.len);
	vt_hash_hex(&h, hex);
	if (out->len > keep)
		out->len = keep;
	while (out->len != 0 && out->p[out->len - 1] == '-')
		out->len--;
	if (out->len != 0)
		vt_buf_char(out, '-');
	vt_buf_put(out, hex, VT_IDENTIFIER_TAIL);
}

static struct vt_str
vt_identifier_from(struct vt_arena *a, struct vt_str whole)
{
	struct vt_str folded = vt_str_fold(a, whole), made;
	struct vt_buf out;
	bool has_lost;

	vt_buf_init(&out, 0);
	has_lost = vt_identifier_replace(&out, folded);
	if (has_lost || out.len > VT_IDENTIFIER_MAX || out.len == 0 ||
	    !vt_identifier_is_safe(vt_buf_get(&out)))
		vt_identifier_tail(&out, whole);
	made = vt_str_dup(a, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (made);
}

struct vt_str
vt_identifier_make(struct vt_arena *a, struct vt_str prefix, struct vt_str raw, bool *was_made_r)
{
	struct vt_str whole;

	raw = vt_str_trim(raw);
	if (raw.len == 0)
		return (VT_STR_NONE);
	whole = vt_str_printf(a, "%.*s%.*s", VT_STR_ARG(prefix), VT_STR_ARG(raw));
	if (vt_identifier_is_safe(whole))
		return (whole);
	*was_made_r = true;
	return (vt_identifier_from(a, whole));
}

struct vt_str
vt_identifier_file_name(struct vt_arena *a, struct vt_str name)
{
	size_t dot = name.len;
	struct vt_str stem, ext;

	if (vt_identifier_is_safe(name))
		return (vt_str_dup(a, name));
	while (dot > 0 && name.p[dot - 1] != '.')
		dot--;
	if (dot <= 1)
		return (vt_identifier_from(a, name));
	stem = vt_identifier_from(a, vt_str_sub(name, 0, dot - 1));
	ext = vt_identifier_from(a, vt_str_sub(name, dot, name.len));
	return (vt_str_printf(a, "%.*s.%.*s", VT_STR_ARG(stem), VT_STR_ARG(ext)));
}
