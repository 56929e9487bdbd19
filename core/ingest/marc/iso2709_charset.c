/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In which characters an ISO 2709 record is.  Its bytes decide: where they can be UTF-8,
 * they are, whatever is announced: MARC-8 and ISO 5426 put the accent before its letter,
 * which is never UTF-8.  UNIMARC is ISO 5426 then, but for what old Windows programs write.
 */
#include "ingest/marc/iso2709.h"

#define VT_ISO2709_SET_AT   26 /* of 100 $a: two digits each for the first two sets */
#define VT_ISO2709_SET_LEN  4
/* Of so many bytes above ASCII one that ISO 5426 lacks is dirt; more are another set. */
#define VT_ISO2709_DIRT_ONE_IN 3

/* How a record looks when it is taken to be ISO 5426. */
struct vt_iso2709_look {
	size_t high, bad; /* bytes above ASCII and its controls; those that are nothing */
};

/* UNIMARC's directory is enough to tell: a field 200 is there and no 245.  coded_r: its
 * field 100 as far as the directory says where that is; may be empty. */
static bool
vt_iso2709_is_unimarc(struct vt_str record, struct vt_str *coded_r)
{
	bool has_200 = false, has_245 = false;
	int64_t base = 0, start, len;

	*coded_r = VT_STR_NONE;
	if (!vt_str_to_int(vt_str_sub(record, 12, 5), VT_ISO2709_LEADER, VT_ISO2709_LONGEST, &base))
		return (false);
	for (size_t i = VT_ISO2709_LEADER;
	     i + VT_ISO2709_ENTRY <= record.len && i + VT_ISO2709_ENTRY < (size_t)base;
	     i += VT_ISO2709_ENTRY) {
		has_200 = has_200 || memcmp(record.p + i, "200", 3) == 0;
		has_245 = has_245 || memcmp(record.p + i, "245", 3) == 0;
		if (memcmp(record.p + i, "100", 3) == 0 &&
		    vt_str_to_int(vt_str_sub(record, i + 3, 4), 0, VT_ISO2709_FIELD_MAX, &len) &&
		    vt_str_to_int(vt_str_sub(record, i + 7, 5), 0, VT_ISO2709_LONGEST, &start))
			*coded_r = vt_str_sub(record, (size_t)(base + start), (size_t)len);
	}
	return (has_200 && !has_245);
}

/* The character sets that field 100 announces: "50  ", "0103"; empty: none. */
static struct vt_str
vt_iso2709_announced(struct vt_str coded)
{
	ptrdiff_t at = vt_str_find(coded, VT_STR("\x1F" "a"));

	if (at < 0)
		return (VT_STR_NONE);
	return (vt_str_trim(vt_str_sub(coded, (size_t)at + 2 + VT_ISO2709_SET_AT, VT_ISO2709_SET_LEN)));
}

static bool
vt_iso2709_is_accent(unsigned char c)
{
	return (c >= 0xC0 && c <= 0xDF);
}

static bool
vt_iso2709_is_letter(unsigned char c)
{
	return ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == 0xF5);
}

/* A byte above 0xA0 that ISO 5426 has a sign for, but no accent. */
static bool
vt_iso2709_is_sign(unsigned char c)
{
	static const char none[] = "\xA0\xB3\xB4\xB5\xE0\xE3\xE4\xE5\xE7\xEB\xED\xEE\xEF\xF0\xF4\xF7"
				   "\xFD\xFE\xFF";

	return (strchr(none, (char)c) == NULL);
}

static struct vt_iso2709_look
vt_iso2709_look(struct vt_str s)
{
	struct vt_iso2709_look look = { 0, 0 };

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		size_t next = i + 1;

		if (c < 0xA0)
			continue;
		look.high++;
		while (next < s.len && vt_iso2709_is_accent((unsigned char)s.p[next]))
			next++;
		if (vt_iso2709_is_accent(c))
			look.bad += next == s.len || !vt_iso2709_is_letter((unsigned char)s.p[next]);
		else
			look.bad += !vt_iso2709_is_sign(c);
	}
	return (look);
}

/* What a record of UNIMARC that is no UTF-8 may not have been announced as. */
static void
vt_iso2709_doubt(struct vt_iso2709_look look, struct vt_str announced, struct vt_findings *f)
{
	struct vt_str first = vt_str_sub(announced, 0, 2);

	if (vt_str_starts(announced, VT_STR("50")))
		vt_findings_add(f, VT_FINDING_ENCODING,
				"field 100 announces Unicode, but the record is not UTF-8; it was "
				"read as ISO 5426");
	else if (announced.len != 0 && !vt_str_eq_c(first, "01") && !vt_str_eq_c(first, "03"))
		vt_findings_add(f, VT_FINDING_ENCODING,
				"field 100 announces set %.*s, which is not read here; the record was "
				"read as ISO 5426: look at its letters, or export it as UTF-8",
				VT_STR_ARG(first));
	if (look.bad != 0)
		vt_findings_add(f, VT_FINDING_ENCODING,
				"%zu byte%s that ISO 5426 has no character for; look at its letters, "
				"or export the record as UTF-8",
				look.bad, look.bad == 1 ? "" : "s");
}

static const char *
vt_iso2709_unimarc_charset(struct vt_str record, struct vt_str coded, struct vt_findings *f)
{
	struct vt_iso2709_look look = vt_iso2709_look(record);

	if (look.bad != 0 && look.bad * VT_ISO2709_DIRT_ONE_IN >= look.high) {
		vt_findings_add(f, VT_FINDING_ENCODING,
				"the record is neither UTF-8 nor ISO 5426 and was read as Windows-1257; "
				"look at its letters, or export it as UTF-8");
		return ("WINDOWS-1257");
	}
	vt_iso2709_doubt(look, vt_iso2709_announced(coded), f);
	return ("ISO5426");
}

static bool
vt_iso2709_has_high(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return (true);
	return (false);
}

const char *
vt_iso2709_charset(struct vt_str record, struct vt_findings *f)
{
	struct vt_str coded;
	bool says_utf8 = record.p[9] == 'a', is_uni = vt_iso2709_is_unimarc(record, &coded);

	if (!vt_iso2709_has_high(record))
		return ("UTF-8");
	if (vt_utf8_is_valid(record)) {
		if (!says_utf8 && !is_uni)
			vt_findings_add(
			    f, VT_FINDING_ENCODING,
			    "the leader announces MARC-8, but the record is UTF-8 and was read so");
		return ("UTF-8");
	}
	if (is_uni)
		return (vt_iso2709_unimarc_charset(record, coded, f));
	if (says_utf8)
		vt_findings_add(
		    f, VT_FINDING_ENCODING,
		    "the leader announces UTF-8, but the record is not; it was read as MARC-8");
	return ("MARC-8");
}
