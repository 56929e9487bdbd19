/* SPDX-License-Identifier: Apache-2.0 */
/* Specs of sets (OAI-PMH 2.0, 2.6): what letters they may have, what stands
 * above them, and how an institution's code becomes one. */
#include "api/arena.h"
#include "catalog/store.h"

static bool
vt_spec_is_letter(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c != '\0' && strchr("_.!~*'()-", c) != NULL));
}

bool
vt_spec_is_part(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!vt_spec_is_letter(s.p[i]))
			return (false);
	return (s.len != 0);
}

static vt_err
vt_spec_bad(struct vt_str spec, const char *why)
{
	return (vt_fail(VT_E_BADARG,
			"collection \"%.*s\": %s; a spec is parts of A-Z a-z 0-9 _ . ! ~ * ' ( ) - "
			"joined by ':', as in spauda:laikrasciai",
			VT_STR_ARG(spec), why));
}

vt_err
vt_spec_check(struct vt_str spec)
{
	struct vt_str rest = spec, part;
	size_t parts = 0;

	if (spec.len == 0 || spec.len > VT_SPEC_BYTES_MAX)
		return (vt_spec_bad(spec, spec.len == 0 ? "it is empty" : "it is too long"));
	while (vt_str_next(&rest, ':', &part)) {
		if (!vt_spec_is_part(part))
			return (vt_spec_bad(spec, part.len == 0 ? "a part is empty"
								: "a letter is not allowed"));
		parts++;
	}
	if (spec.p[spec.len - 1] == ':')
		return (vt_spec_bad(spec, "a part is empty"));
	if (parts > VT_SPEC_DEPTH_MAX)
		return (vt_spec_bad(spec, "it has too many parts"));
	if (vt_str_eq_c(spec, "institution") || vt_str_starts(spec, VT_STR(VT_SET_INSTITUTION)))
		return (vt_spec_bad(spec, "\"institution\" is where the institutions' sets are"));
	if (vt_str_eq_c(spec, "kind") || vt_str_starts(spec, VT_STR(VT_SET_KIND)))
		return (vt_spec_bad(spec, "\"kind\" is where the sets by kind are"));
	return (VT_OK);
}

struct vt_str
vt_spec_parent(struct vt_str spec)
{
	while (spec.len != 0 && spec.p[spec.len - 1] != ':')
		spec.len--;
	return (vt_str_sub(spec, 0, spec.len != 0 ? spec.len - 1 : 0));
}

/* Lithuanian and other letters lose what ASCII lacks (and their case, as
 * folding has none); what has no letter becomes '-'. */
static size_t
vt_spec_put_folded(struct vt_arena *a, struct vt_str letter, char *out)
{
	struct vt_str folded = vt_str_fold(a, letter);
	size_t len = 0;

	for (size_t i = 0; i < folded.len && vt_spec_is_letter(folded.p[i]); i++)
		out[len++] = folded.p[i];
	if (len == 0)
		out[len++] = '-';
	return (len);
}

/* What ASCII has is kept, or, unless it is fit, becomes '-'. */
static struct vt_str
vt_spec_transliterate(struct vt_arena *a, struct vt_str text, struct vt_str before, bool keeps_unfit)
{
	size_t len = before.len, width;
	char *out = vt_arena_array(a, text.len + before.len + 1, 2);
	struct vt_str rest;
	uint32_t letter;

	if (out == NULL)
		return (VT_STR_NONE);
	memcpy(out, before.p, before.len);
	while (text.len != 0) {
		rest = text;
		width = vt_utf8_next(&rest, &letter) ? text.len - rest.len : 1;
		if (width == 1 && (vt_spec_is_letter(text.p[0]) ||
				   (keeps_unfit && (unsigned char)text.p[0] < 0x80)))
			out[len++] = text.p[0];
		else
			len += vt_spec_put_folded(a, vt_str_sub(text, 0, width), out + len);
		text = vt_str_sub(text, width, text.len);
	}
	return ((struct vt_str){ out, len });
}

struct vt_str
vt_spec_of_institution(struct vt_arena *a, struct vt_str code)
{
	return (vt_spec_transliterate(a, code, VT_STR(VT_SET_INSTITUTION), false));
}

struct vt_str
vt_spec_of_collection(struct vt_arena *a, struct vt_str given)
{
	return (vt_spec_transliterate(a, given, VT_STR(""), true));
}
