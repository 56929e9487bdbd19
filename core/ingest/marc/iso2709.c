/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ISO 2709: where a record ends, and where its fields are.
 * Records are divided by their terminator, not by the length they announce, so that
 * a wrong length costs one record only.  YAZ knows the characters (iso2709_xml.c); its
 * reader of records believes the leader and reads past a hostile one's end.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/marc/iso2709.h"

static bool
vt_iso2709_is_between(int c)
{
	/* with UTF-8's mark at the beginning of a file; a record begins with a digit */
	return (c == '\n' || c == '\r' || c == ' ' || c == '\x1A' || c == 0xEF || c == 0xBB ||
		c == 0xBF);
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
			return (vt_fail(VT_E_TOOLARGE, "a record that does not end within %d bytes; export the file again",
					VT_MARC_RECORD_MAX));
		vt_buf_char(out, (char)c);
		if (c == VT_ISO2709_END)
			break;
	}
	if (ferror(f))
		return (vt_fail(VT_E_IO, "reading stopped: %s", strerror(errno)));
	return (out->len == 0 ? VT_E_END : vt_buf_error(out));
}

static int
vt_iso2709_by_start(const void *va, const void *vb)
{
	const struct vt_iso2709_entry *a = va, *b = vb;

	return (a->start < b->start ? -1 : a->start > b->start);
}

static int
vt_iso2709_by_entry(const void *va, const void *vb)
{
	const struct vt_iso2709_entry *a = va, *b = vb;

	return (a->tag < b->tag ? -1 : a->tag > b->tag);
}

/* The directory as it says itself, by starts; a record that is longer than these can
 * say is taken to have its fields in the directory's order. */
static bool
vt_iso2709_directory(struct vt_str record, struct vt_iso2709_entry *e, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *entry = record.p + VT_ISO2709_LEADER + i * VT_ISO2709_ENTRY;

		e[i].tag = entry;
		if (!vt_str_to_int((struct vt_str){ entry + 3, 4 }, 0, VT_ISO2709_FIELD_MAX,
				   &e[i].said) ||
		    !vt_str_to_int((struct vt_str){ entry + 7, 5 }, 0, VT_ISO2709_LONGEST,
				   &e[i].start))
			return (false);
	}
	if (record.len <= VT_ISO2709_LONGEST)
		qsort(e, count, sizeof(*e), vt_iso2709_by_start);
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

		if (e[i].start < passed || e[i].said == 0)
			return (false);
		at = vt_iso2709_after(record, at, e[i].start - passed);
		end = vt_iso2709_after(record, at, e[i].said);
		if (end >= record.len || record.p[end - 1] != VT_ISO2709_FIELD)
			return (false);
		e[i].from = at - base;
		e[i].len = end - at;
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
		at += e[i].len;
	}
	return (at + 1 == record.len);
}

/* In bytes, as ISO 2709 has it.  Entries may not share bytes so that they are more
 * than there are: a hostile directory names one long field a hundred thousand times. */
static bool
vt_iso2709_in_bytes(struct vt_str record, struct vt_iso2709_entry *e, size_t count)
{
	size_t base = VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1, all = base;

	for (size_t i = 0; i < count; i++) {
		e[i].from = (size_t)e[i].start;
		e[i].len = (size_t)e[i].said;
		all += e[i].len;
		if (e[i].len == 0 || base + e[i].from + e[i].len > record.len ||
		    all > record.len ||
		    record.p[base + e[i].from + e[i].len - 1] != VT_ISO2709_FIELD)
			return (false);
	}
	return (true);
}

/* Its own length, and where the fields begin. */
static bool
vt_iso2709_has_leader(struct vt_str record, size_t count)
{
	int64_t said, base;

	return (vt_str_to_int(vt_str_sub(record, 0, 5), 0, VT_ISO2709_LONGEST, &said) &&
		said == (int64_t)record.len &&
		vt_str_to_int(vt_str_sub(record, 12, 5), 0, VT_ISO2709_LONGEST, &base) &&
		base == (int64_t)(VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1));
}

/* Entries of the directory; 0 when it is none. */
static size_t
vt_iso2709_count(struct vt_str record)
{
	const char *end = memchr(record.p, VT_ISO2709_FIELD, record.len);
	size_t len = end != NULL ? (size_t)(end - record.p) : 0;

	if (len <= VT_ISO2709_LEADER || (len - VT_ISO2709_LEADER) % VT_ISO2709_ENTRY != 0)
		return (0);
	return ((len - VT_ISO2709_LEADER) / VT_ISO2709_ENTRY);
}

/* Finds the fields of a record, in the directory's order.  fields_r: count of them. */
static vt_err
vt_iso2709_find(struct vt_arena *a, struct vt_str record, struct vt_findings *f,
		struct vt_iso2709_entry **fields_r, size_t *count_r)
{
	size_t count = vt_iso2709_count(record);
	struct vt_iso2709_entry *e = vt_arena_array(a, count + 1, sizeof(*e));
	bool is_in_bytes;

	if (e == NULL)
		return (VT_E_LIMIT);
	if (count == 0 || !vt_iso2709_directory(record, e, count))
		return (vt_fail(VT_E_BADARG, "not a record in ISO 2709 that can be read: it has no "
					     "directory; export the record again"));
	is_in_bytes = vt_iso2709_in_bytes(record, e, count);
	if (!is_in_bytes && !vt_iso2709_in_characters(record, e, count) &&
	    !vt_iso2709_as_divided(record, e, count))
		return (vt_fail(VT_E_BADARG, "its directory fits its fields neither in bytes nor in "
					     "characters; export the record again"));
	if (!is_in_bytes || !vt_iso2709_has_leader(record, count))
		vt_findings_add(f, VT_FINDING_ENCODING,
				"its leader or directory count other than bytes; the fields "
				"were taken where they are");
	qsort(e, count, sizeof(*e), vt_iso2709_by_entry);
	*fields_r = e;
	*count_r = count;
	return (VT_OK);
}

vt_err
vt_iso2709_read(struct vt_arena *a, struct vt_str record, struct vt_findings *f, xmlDocPtr *doc_r)
{
	struct vt_iso2709_entry *fields = NULL;
	const char *charset;
	size_t count = 0;
	vt_err err;

	if (record.len < VT_ISO2709_LEADER + 2 || record.p[record.len - 1] != VT_ISO2709_END)
		return (vt_fail(VT_E_BADARG,
				"a record that is cut off after %zu bytes; export it again",
				record.len));
	if (record.len > VT_MARC_RECORD_MAX)
		return (vt_fail(VT_E_TOOLARGE, "a record of %zu bytes; at most %d are read: shorten it",
				record.len, VT_MARC_RECORD_MAX));
	charset = vt_iso2709_charset(record, f);
	err = vt_iso2709_find(a, record, f, &fields, &count);
	return (err == VT_OK ? vt_iso2709_xml(a, record, fields, count, charset, doc_r) : err);
}
