/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of an ISO 2709 record as XML.  YAZ turns the characters into UTF-8;
 * what it cannot is U+FFFD, control characters are spaces.
 */
#include <yaz/yaz-iconv.h>

#include "api/xml.h"
#include "ingest/marc/iso2709.h"
#include "text/xml_read.h"

/* Bytes of a record's XML: two or three times the record where it holds text, ten times
 * where it is nothing but subfields' codes. */
#define VT_ISO2709_XML_MAX (4 * VT_MARC_RECORD_MAX)
/* YAZ does not notice a last letter that is cut: it takes what lies behind the piece, and goes
 * on until it has no room to write. So it is given room for a few letters at a time, and
 * behind the piece as many spaces as these can take, in any set of characters; NUL bytes
 * would be taken for the middle of a switch between sets, without an end. */
#define VT_ISO2709_ROOM	  8  /* bytes */
#define VT_ISO2709_MARGIN 64 /* bytes */

#define VT_ISO2709_UNKNOWN "\xEF\xBF\xBD" /* U+FFFD */

struct vt_iso2709_out {
	struct vt_xmlw x;
	struct vt_buf xml;
	struct vt_buf bytes, text; /* of one piece: as it is, and in UTF-8 */
	yaz_iconv_t cd;
};

/* What is left of the input after one call; 0: done. */
static size_t
vt_iso2709_convert_some(struct vt_iso2709_out *o, const char *p, size_t len)
{
	char block[VT_ISO2709_ROOM], *out = block, *in = (char *)(uintptr_t)p;
	size_t room = sizeof(block), left = len;
	size_t answer = yaz_iconv(o->cd, &in, &left, &out, &room);

	vt_buf_put(&o->text, block, sizeof(block) - room);
	/* More than there was: it took the margin, too. */
	if (answer != (size_t)-1 || left > len)
		return (0);
	if (yaz_iconv_error(o->cd) == YAZ_ICONV_E2BIG && (left < len || room < sizeof(block)))
		return (left);
	vt_buf_put(&o->text, VT_ISO2709_UNKNOWN, sizeof(VT_ISO2709_UNKNOWN) - 1);
	return (left > 0 ? left - 1 : 0);
}

/* One piece of a record in UTF-8, without space at its end. */
static struct vt_str
vt_iso2709_convert(struct vt_iso2709_out *o, const char *p, size_t len)
{
	char margin[VT_ISO2709_MARGIN];
	char block[64], *out = block;
	size_t room = sizeof(block);
	struct vt_str s;

	memset(margin, ' ', sizeof(margin));
	vt_buf_reset(&o->text);
	vt_buf_reset(&o->bytes);
	vt_buf_put(&o->bytes, p, len);
	vt_buf_put(&o->bytes, margin, sizeof(margin));
	for (size_t left = vt_buf_error(&o->bytes) == VT_OK ? len : 0; left != 0;)
		left = vt_iso2709_convert_some(o, o->bytes.p + len - left, left);
	/* What waits for the next letter, and back to the first set of characters. */
	(void)yaz_iconv(o->cd, NULL, NULL, &out, &room);
	vt_buf_put(&o->text, block, sizeof(block) - room);
	s = vt_buf_get(&o->text);
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)o->text.p[i] < ' ')
			o->text.p[i] = ' ';
	while (s.len != 0 && s.p[s.len - 1] == ' ')
		s.len--;
	return (s);
}

/* Tags, indicators and codes are single ASCII characters; what is not, is none. */
static void
vt_iso2709_sign(struct vt_xmlw *x, const char *name, const char *p, size_t len)
{
	char signs[4];

	for (size_t i = 0; i < len; i++)
		signs[i] = (char)(p[i] > ' ' && p[i] <= '~' ? p[i] : ' ');
	vt_xmlw_attr(x, name, (struct vt_str){ signs, len });
}

static bool
vt_iso2709_is_code(const char *p, const char *end)
{
	return (p + 1 < end && p[0] == VT_ISO2709_CODE && p[1] > ' ' && p[1] <= '~');
}

static void
vt_iso2709_subfields(struct vt_iso2709_out *o, const char *p, const char *end)
{
	while (p < end && !vt_iso2709_is_code(p, end))
		p++;
	while (p < end) {
		const char *text = p + 2, *next = text;

		while (next < end && !vt_iso2709_is_code(next, end))
			next++;
		vt_xmlw_open(&o->x, "subfield");
		vt_iso2709_sign(&o->x, "code", p + 1, 1);
		vt_xmlw_text(&o->x, vt_iso2709_convert(o, text, (size_t)(next - text)));
		vt_xmlw_close(&o->x);
		p = next;
	}
}

/* p to end: the field without its terminator. */
static void
vt_iso2709_field(struct vt_iso2709_out *o, const char *tag, const char *p, const char *end)
{
	bool is_control = tag[0] == '0' && tag[1] == '0';

	vt_xmlw_open(&o->x, is_control ? "controlfield" : "datafield");
	vt_iso2709_sign(&o->x, "tag", tag, 3);
	if (is_control) {
		vt_xmlw_text(&o->x, vt_iso2709_convert(o, p, (size_t)(end - p)));
	} else {
		vt_iso2709_sign(&o->x, "ind1", p < end ? p : " ", 1);
		vt_iso2709_sign(&o->x, "ind2", p + 1 < end ? p + 1 : " ", 1);
		vt_iso2709_subfields(o, p, end);
	}
	vt_xmlw_close(&o->x);
}

static void
vt_iso2709_record(struct vt_iso2709_out *o, struct vt_str record,
		  const struct vt_iso2709_entry *fields, size_t count)
{
	const char *base = record.p + VT_ISO2709_LEADER + count * VT_ISO2709_ENTRY + 1;

	vt_xmlw_init(&o->x, &o->xml);
	vt_xmlw_open(&o->x, "record");
	vt_xmlw_element(&o->x, "leader", vt_iso2709_convert(o, record.p, VT_ISO2709_LEADER));
	for (size_t i = 0; i < count; i++)
		vt_iso2709_field(o, fields[i].tag, base + fields[i].from,
				 base + fields[i].from + fields[i].len - 1);
	vt_xmlw_close(&o->x);
}

vt_err
vt_iso2709_xml(struct vt_arena *a, struct vt_str record, const struct vt_iso2709_entry *fields,
	       size_t count, const char *charset, xmlDocPtr *doc_r)
{
	struct vt_iso2709_out o = { .cd = yaz_iconv_open("UTF-8", charset) };
	xmlDocPtr doc;
	vt_err err;

	if (o.cd == NULL)
		return (
		    vt_fail(VT_E_UNSUPPORTED, "characters in %s cannot be read here", charset));
	vt_buf_init(&o.xml, VT_ISO2709_XML_MAX);
	vt_buf_init(&o.text, 0);
	vt_buf_init(&o.bytes, 0);
	vt_iso2709_record(&o, record, fields, count);
	err = vt_xmlw_error(&o.x);
	if (err == VT_E_LIMIT)
		err = vt_fail(VT_E_TOOLARGE, "a record that is more than %d bytes of XML",
			      VT_ISO2709_XML_MAX);
	if (err == VT_OK)
		err = vt_buf_error(&o.text);
	if (err == VT_OK)
		err = vt_buf_error(&o.bytes);
	if (err == VT_OK)
		err = vt_xml_parse(a, vt_buf_get(&o.xml), "the record", &doc);
	if (err == VT_OK)
		err = vt_marc_plain(a, xmlDocGetRootElement(doc), doc_r);
	vt_buf_fini(&o.xml);
	vt_buf_fini(&o.text);
	vt_buf_fini(&o.bytes);
	(void)yaz_iconv_close(o.cd);
	return (err);
}
