/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ISO 2709 through YAZ.  Records are divided by their terminator, not by the
 * length they announce, so that a wrong length costs one record only.
 */
#include <errno.h>
#include <stdio.h>
#include <yaz/marcdisp.h>
#include <yaz/yaz-iconv.h>

#include "ingest/marc.h"
#include "text/xml_read.h"

#define VT_ISO2709_END	   '\x1D'
#define VT_ISO2709_LEADER  24
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

/* A copy whose leader announces the length that it has: YAZ goes by it. */
static char *
vt_iso2709_repair(struct vt_arena *a, struct vt_str record, struct vt_findings *f)
{
	char *copy = vt_str_c(a, record);
	char digits[8];
	int64_t said = -1;

	if (copy == NULL)
		return (NULL);
	(void)vt_str_to_int(vt_str_sub(record, 0, 5), 0, VT_ISO2709_LONGEST, &said);
	if (record.len > VT_ISO2709_LONGEST || said == (int64_t)record.len)
		return (copy);
	vt_findings_add(f, VT_FINDING_ENCODING,
			"the leader announces %lld bytes, the record has %zu", (long long)said,
			record.len);
	(void)snprintf(digits, sizeof(digits), "%05u", (unsigned)(record.len % 100000));
	memcpy(copy, digits, 5);
	return (copy);
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
	const char *charset, *bytes;
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
	bytes = vt_iso2709_repair(a, record, f);
	if (bytes == NULL)
		return (VT_E_LIMIT);
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
