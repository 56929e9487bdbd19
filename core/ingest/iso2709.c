/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ISO 2709 through YAZ.  Records are divided by their terminator, not by the
 * length they announce, so that a wrong length costs one record only.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaz/marcdisp.h>
#include <yaz/yaz-iconv.h>

#include "ingest/marc.h"
#include "text/xml_read.h"

#define VT_ISO2709_END	   '\x1D'
#define VT_ISO2709_FIELD '\x1E'
#define VT_ISO2709_LEADER 24
#define VT_ISO2709_ENTRY 12 /* bytes of an entry in the directory: tag, length, start */
#define VT_ISO2709_FIELD_MAX 9999 /* what four digits can announce */
#define VT_ISO2709_LONGEST 99999 /* what five digits can announce */

static bool
vt_iso2709_is_between(int c)
{
	return (c == '\n' || c == '\r' || c == ' ' || c == '\x1A');
}

vt_err
vt_iso2709_next(FILE *f, struct vt_buf *out)
{
	int c;

	vt_buf_reset(out);
	while ((c = getc_unlocked(f)) != EOF) {
		if (out->len == 0 && vt_iso2709_is_between(c))
			continue;
		if (out->len >= VT_MARC_RECORD_MAX)
			return (vt_fail(VT_E_TOOLARGE, "a record that does not end within %d bytes",
					VT_MARC_RECORD_MAX));
		vt_buf_char(out, (char)c);
		if (c == VT_ISO2709_END)
			break;
	}
	if (ferror(f))
		return (vt_fail(VT_E_IO, "reading stopped: %s", strerror(errno)));
	return (out->len == 0 ? VT_E_END : vt_buf_error(out));
}

static bool
vt_iso2709_has_high(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return (true);
	return (false);
}

/* UNIMARC says its characters in 100$a, positions 26-29; its directory is
 * enough to tell that a field 200 is there and no 245. */
static bool
vt_iso2709_is_unimarc(struct vt_str record)
{
	bool has_200 = false, has_245 = false;
	int64_t base = 0;

	if (!vt_str_to_int(vt_str_sub(record, 12, 5), VT_ISO2709_LEADER, VT_ISO2709_LONGEST, &base))
		return (false);
	for (size_t i = VT_ISO2709_LEADER; i + 12 <= record.len && i + 12 < (size_t)base; i += 12) {
		has_200 = has_200 || memcmp(record.p + i, "200", 3) == 0;
		has_245 = has_245 || memcmp(record.p + i, "245", 3) == 0;
	}
	return (has_200 && !has_245);
}

/* What the bytes are: where they can be UTF-8, they are, whatever is announced:
 * MARC-8 and ISO 5426 put the accent before its letter, which is never UTF-8. */
static const char *
vt_iso2709_charset(struct vt_str record, struct vt_findings *f)
{
	bool says_utf8 = record.p[9] == 'a', is_uni = vt_iso2709_is_unimarc(record);

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
		return ("ISO5426");
	if (says_utf8)
		vt_findings_add(
		    f, VT_FINDING_ENCODING,
		    "the leader announces UTF-8, but the record is not; it was read as MARC-8");
	return ("MARC-8");
}

/* An entry of the directory. */
struct vt_iso2709_entry {
	const char *tag;
	int64_t start, said; /* as the directory counts */
	size_t from, len;    /* bytes of the field, with its terminator */
};

static int
vt_iso2709_entry_cmp(const void *va, const void *vb)
{
	const struct vt_iso2709_entry *a = va, *b = vb;

	return (a->start < b->start ? -1 : a->start > b->start);
}

/* The directory as it says itself, by starts. */
static bool
vt_iso2709_directory(struct vt_str record, struct vt_iso2709_entry *e, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *entry = record.p + VT_ISO2709_LEADER + i * VT_ISO2709_ENTRY;

		e[i].tag = entry;
		if (!vt_str_to_int((struct vt_str){ entry + 3, 4 }, 1, VT_ISO2709_FIELD_MAX,
				   &e[i].said) ||
		    !vt_str_to_int((struct vt_str){ entry + 7, 5 }, 0, VT_ISO2709_LONGEST,
				   &e[i].start))
			return (false);
	}
	qsort(e, count, sizeof(*e), vt_iso2709_entry_cmp);
	return (true);
}

/* The byte at which so many characters after from have gone by; record.len: none. */
static size_t
vt_iso2709_after(struct vt_str record, size_t from, int64_t characters)
{
	for (; from < record.len && characters > 0; characters--)
		do {
			from++;
		} while (from < record.len && ((unsigned char)record.p[from] & 0xC0) == 0x80);
	return (from);
}

/* Some programs count characters.  A terminator inside a field is dirt then, and
 * no field's end.  False when that does not fit either. */
static bool
vt_iso2709_in_characters(struct vt_str record, struct vt_iso2709_entry *e, size_t count)
{
	size_t base = VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1, at = base;
	int64_t passed = 0;

	if (!vt_utf8_is_valid(record))
		return (false);
	for (size_t i = 0; i < count; i++) {
		size_t end;

		if (e[i].start < passed)
			return (false);
		at = vt_iso2709_after(record, at, e[i].start - passed);
		end = vt_iso2709_after(record, at, e[i].said);
		if (end >= record.len || record.p[end - 1] != VT_ISO2709_FIELD)
			return (false);
		e[i].from = at - base;
		e[i].len = end - at;
		if (e[i].len > VT_ISO2709_FIELD_MAX)
			return (false);
		passed = e[i].start + e[i].said;
		at = end;
	}
	return (true);
}

/* Where the fields are by their terminators, whatever the directory counts; its
 * order of starts says whose is which.  False when there are not as many fields
 * as entries. */
static bool
vt_iso2709_as_divided(struct vt_str record, struct vt_iso2709_entry *e, size_t count)
{
	size_t at = VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1, base = at;

	for (size_t i = 0; i < count; i++) {
		const char *end = at < record.len
				      ? memchr(record.p + at, VT_ISO2709_FIELD, record.len - at)
				      : NULL;

		if (end == NULL)
			return (false);
		e[i].from = at - base;
		e[i].len = (size_t)(end - record.p) + 1 - at;
		if (e[i].len > VT_ISO2709_FIELD_MAX || e[i].from > VT_ISO2709_LONGEST)
			return (false);
		at += e[i].len;
	}
	return (at + 1 == record.len);
}

/* In bytes, as ISO 2709 has it. */
static bool
vt_iso2709_in_bytes(struct vt_str record, struct vt_iso2709_entry *e, size_t count)
{
	size_t base = VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1;

	for (size_t i = 0; i < count; i++) {
		e[i].from = (size_t)e[i].start;
		e[i].len = (size_t)e[i].said;
		if (base + e[i].from + e[i].len > record.len ||
		    record.p[base + e[i].from + e[i].len - 1] != VT_ISO2709_FIELD)
			return (false);
	}
	return (true);
}

static bool
vt_iso2709_has_length(struct vt_str record)
{
	int64_t said;

	return (vt_str_to_int(vt_str_sub(record, 0, 5), 0, VT_ISO2709_LONGEST, &said) &&
		said == (int64_t)record.len);
}

/* Leader and directory as they ought to be, and no terminator inside a field. */
static void
vt_iso2709_rewrite(char *copy, size_t len, const struct vt_iso2709_entry *e, size_t count)
{
	char digits[24];
	char *fields = copy + VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1;

	(void)snprintf(digits, sizeof(digits), "%05zu", len);
	memcpy(copy, digits, 5);
	(void)snprintf(digits, sizeof(digits), "%05zu",
		       VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1);
	memcpy(copy + 12, digits, 5);
	for (size_t i = 0; i < count; i++) {
		char *entry = copy + VT_ISO2709_LEADER + i * VT_ISO2709_ENTRY;

		memcpy(entry, e[i].tag, 3);
		(void)snprintf(digits, sizeof(digits), "%04zu%05zu", e[i].len, e[i].from);
		memcpy(entry + 3, digits, 9);
		for (size_t k = e[i].from; k + 1 < e[i].from + e[i].len; k++)
			if (fields[k] == VT_ISO2709_FIELD)
				fields[k] = ' ';
	}
}

/* A copy that YAZ can read: it goes by the leader's length and the directory, and
 * makes fields of whatever lies where a wrong one points. */
static vt_err
vt_iso2709_repair(struct vt_arena *a, struct vt_str record, struct vt_findings *f,
		  const char **copy_r)
{
	char *copy = vt_str_c(a, record);
	const char *end = memchr(record.p, VT_ISO2709_FIELD, record.len);
	size_t count = end != NULL && end - record.p > VT_ISO2709_LEADER
			   ? (size_t)(end - record.p - VT_ISO2709_LEADER) / VT_ISO2709_ENTRY
			   : 0;
	struct vt_iso2709_entry *e = vt_arena_array(a, count + 1, sizeof(*e));

	if (copy == NULL || e == NULL)
		return (VT_E_LIMIT);
	*copy_r = copy;
	/* Nothing to read, or, too long for its own leader, nothing to go by. */
	if (count == 0 || record.len > VT_ISO2709_LONGEST)
		return (VT_OK);
	if (vt_iso2709_directory(record, e, count)) {
		bool is_in_bytes = vt_iso2709_in_bytes(record, e, count);

		if (is_in_bytes && vt_iso2709_has_length(record))
			return (VT_OK);
		if (is_in_bytes || vt_iso2709_in_characters(record, e, count) ||
		    vt_iso2709_as_divided(record, e, count)) {
			/* The entries' tags are taken from the record, which copy is not. */
			vt_iso2709_rewrite(copy, record.len, e, count);
			vt_findings_add(f, VT_FINDING_ENCODING,
					"its leader or directory count other than bytes; the fields "
					"were taken where they are");
			return (VT_OK);
		}
	}
	return (vt_fail(VT_E_BADARG, "its directory fits its fields neither in bytes nor in "
				     "characters; export the record again"));
}

/* XML allows no control characters but white space; records have them. */
static struct vt_str
vt_iso2709_clean(struct vt_arena *a, struct vt_str xml)
{
	char *copy = vt_str_c(a, xml);

	for (size_t i = 0; copy != NULL && i < xml.len; i++)
		if ((unsigned char)copy[i] < 0x20 && copy[i] != '\t' && copy[i] != '\n' &&
		    copy[i] != '\r')
			copy[i] = ' ';
	return ((struct vt_str){ copy, copy != NULL ? xml.len : 0 });
}

static vt_err
vt_iso2709_decode(struct vt_arena *a, yaz_marc_t mt, const char *bytes, size_t len,
		  xmlDocPtr *doc_r)
{
	const char *xml = NULL;
	size_t xml_len = 0;
	xmlDocPtr doc;
	vt_err err;

	yaz_marc_xml(mt, YAZ_MARC_MARCXML);
	if (yaz_marc_decode_buf(mt, bytes, (int)len, &xml, &xml_len) <= 0 || xml == NULL)
		return (vt_fail(VT_E_BADARG,
				"not a record in ISO 2709 that can be read: its directory does not "
				"fit its fields"));
	err = vt_xml_parse(a, vt_iso2709_clean(a, (struct vt_str){ xml, xml_len }), "the record",
			   &doc);
	if (err != VT_OK)
		return (err);
	return (vt_marc_plain(a, xmlDocGetRootElement(doc), doc_r));
}

vt_err
vt_iso2709_read(struct vt_arena *a, struct vt_str record, struct vt_findings *f, xmlDocPtr *doc_r)
{
	const char *charset, *bytes = NULL;
	yaz_iconv_t cd;
	yaz_marc_t mt;
	vt_err err;

	if (record.len < VT_ISO2709_LEADER + 2 || record.p[record.len - 1] != VT_ISO2709_END)
		return (
		    vt_fail(VT_E_BADARG, "a record that is cut off after %zu bytes", record.len));
	if (record.len > VT_MARC_RECORD_MAX)
		return (vt_fail(VT_E_TOOLARGE, "a record of %zu bytes; at most %d are read",
				record.len, VT_MARC_RECORD_MAX));
	charset = vt_iso2709_charset(record, f);
	err = vt_iso2709_repair(a, record, f, &bytes);
	if (err != VT_OK)
		return (err);
	mt = yaz_marc_create();
	cd = yaz_iconv_open("UTF-8", charset);
	if (cd != NULL)
		yaz_marc_iconv(mt, cd);
	err = cd != NULL ? vt_iso2709_decode(a, mt, bytes, record.len, doc_r)
			 : vt_fail(VT_E_UNSUPPORTED, "characters in %s cannot be read", charset);
	if (cd != NULL)
		yaz_iconv_close(cd);
	yaz_marc_destroy(mt);
	return (err);
}
