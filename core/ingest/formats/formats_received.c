/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source's own record, kept to be given out: MODS, LIDO and METS as they came,
 * MARC as MARCXML that its schema takes.
 */
#include <libxml/tree.h>

#include "api/xml.h"
#include "ingest/crosswalk/crosswalk_out.h"
#include "ingest/formats/formats.h"
#include "ingest/formats/formats_ids.h"
#include "ingest/marc/marc.h"
#include "text/xml_read.h"

#include <stdio.h>

#define VT_NS_XSI	   "http://www.w3.org/2001/XMLSchema-instance"
#define VT_MARC_SCHEMA	   "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
#define VT_MARC_LEADER_LEN 24
#define VT_RECEIVED_OWN_LEN 12 /* hexadecimal digits that make its IDs its own */

/* --- MARC ------------------------------------------------------------------------------------- */

struct vt_received_marc {
	struct vt_arena *a;
	struct vt_xmlw *x;
	struct vt_str first; /* what the schema would refuse first */
	size_t mended;
};

static void
vt_received_mended(struct vt_received_marc *m, struct vt_str tag, const char *what,
		   struct vt_str value)
{
	if (m->mended++ == 0)
		m->first = vt_str_printf(m->a, "field %.*s, %s \"%.*s\"", VT_STR_ARG(tag), what,
					 VT_STR_ARG(vt_str_sub(value, 0, 20)));
}

static bool
vt_received_is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

static bool
vt_received_is_letter(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/* MARC21slim's pattern, position by position. */
static bool
vt_received_leader_has(size_t at, char c)
{
	if (at < 5 || (at >= 12 && at < 17))
		return (vt_received_is_digit(c) || c == ' ');
	if (at == 10 || at == 11)
		return (c == '2' || c == ' ');
	return (vt_received_is_digit(c) || vt_received_is_letter(c) || (c == ' ' && at != 6));
}

/* Lengths and the map of the directory mean nothing in XML: they become what the
 * schema takes, without a word. */
static void
vt_received_leader(struct vt_received_marc *m, const xmlNode *record)
{
	const xmlNode *n = vt_xml_child(record, NULL, "leader");
	xmlChar *text = n != NULL ? xmlNodeGetContent(n) : NULL;
	struct vt_str given = vt_str_of((const char *)text);
	char leader[VT_MARC_LEADER_LEN + 1] = "                    4500";

	for (size_t i = 0; i < 20 && i < given.len; i++)
		if (vt_received_leader_has(i, given.p[i]))
			leader[i] = given.p[i];
	if (leader[6] == ' ')
		leader[6] = 'a';
	xmlFree(text);
	vt_xmlw_element(m->x, "leader", vt_str_of(leader));
}

static void
vt_received_control(struct vt_received_marc *m, const xmlNode *n)
{
	struct vt_str tag = vt_xml_attr(m->a, n, "tag");
	xmlChar *text;

	if (tag.len != 3 || tag.p[0] != '0' || tag.p[1] != '0' ||
	    !(vt_received_is_letter(tag.p[2]) ||
	      (vt_received_is_digit(tag.p[2]) && tag.p[2] != '0'))) {
		vt_received_mended(m, tag, "its tag", tag);
		return;
	}
	text = xmlNodeGetContent(n);
	vt_xmlw_open(m->x, "controlfield");
	vt_xmlw_attr(m->x, "tag", tag);
	vt_xmlw_text(m->x, vt_str_of((const char *)text));
	vt_xmlw_close(m->x);
	xmlFree(text);
}

static bool
vt_received_is_tag(struct vt_str tag)
{
	bool has_small = false, has_large = false;

	for (size_t i = 0; i < tag.len; i++) {
		has_small |= tag.p[i] >= 'a' && tag.p[i] <= 'z';
		has_large |= tag.p[i] >= 'A' && tag.p[i] <= 'Z';
		if (!vt_received_is_digit(tag.p[i]) && !vt_received_is_letter(tag.p[i]))
			return (false);
	}
	return (tag.len == 3 && !(has_small && has_large) && (tag.p[0] != '0' || tag.p[1] != '0'));
}

static void
vt_received_indicator(struct vt_received_marc *m, const xmlNode *n, struct vt_str tag,
		      const char *name)
{
	struct vt_str value = vt_xml_attr(m->a, n, name);
	bool fits = value.len == 1 && (vt_received_is_digit(value.p[0]) || value.p[0] == ' ' ||
				       (value.p[0] >= 'a' && value.p[0] <= 'z'));

	if (!fits && value.len != 0 && !vt_str_eq_c(value, "#") && !vt_str_eq_c(value, "|"))
		vt_received_mended(m, tag, name, value);
	vt_xmlw_attr(m->x, name, fits ? value : VT_STR(" "));
}

static bool
vt_received_is_code(struct vt_str code)
{
	return (code.len == 1 && code.p[0] > ' ' && code.p[0] < 0x7F && code.p[0] != '@' &&
		code.p[0] != '|');
}

static void
vt_received_subfield(struct vt_received_marc *m, const xmlNode *n, struct vt_str tag)
{
	struct vt_str code = vt_xml_attr(m->a, n, "code");
	xmlChar *text;

	if (!vt_received_is_code(code)) {
		vt_received_mended(m, tag, "subfield", code);
		return;
	}
	text = xmlNodeGetContent(n);
	vt_xmlw_open(m->x, "subfield");
	vt_xmlw_attr(m->x, "code", code);
	vt_xmlw_text(m->x, vt_str_of((const char *)text));
	vt_xmlw_close(m->x);
	xmlFree(text);
}

/* A field without any subfield is none. */
static bool
vt_received_has_subfield(struct vt_received_marc *m, const xmlNode *field)
{
	for (const xmlNode *n = vt_xml_child(field, NULL, "subfield"); n != NULL;
	     n = vt_xml_next(n, NULL, "subfield"))
		if (vt_received_is_code(vt_xml_attr(m->a, n, "code")))
			return (true);
	return (false);
}

static void
vt_received_data(struct vt_received_marc *m, const xmlNode *field)
{
	struct vt_str tag = vt_xml_attr(m->a, field, "tag");

	if (!vt_received_is_tag(tag) || !vt_received_has_subfield(m, field)) {
		vt_received_mended(m, tag, "its tag or what it holds", tag);
		return;
	}
	vt_xmlw_open(m->x, "datafield");
	vt_xmlw_attr(m->x, "tag", tag);
	vt_received_indicator(m, field, tag, "ind1");
	vt_received_indicator(m, field, tag, "ind2");
	for (const xmlNode *n = vt_xml_child(field, NULL, "subfield"); n != NULL;
	     n = vt_xml_next(n, NULL, "subfield"))
		vt_received_subfield(m, n, tag);
	vt_xmlw_close(m->x);
}

static void
vt_received_fields(struct vt_received_marc *m, const xmlNode *record)
{
	vt_xmlw_open(m->x, "record");
	vt_xmlw_attr(m->x, "xmlns", VT_STR(VT_MARC_NS));
	vt_xmlw_attr(m->x, "xmlns:xsi", VT_STR(VT_NS_XSI));
	vt_xmlw_attr(m->x, "xsi:schemaLocation", VT_STR(VT_MARC_NS " " VT_MARC_SCHEMA));
	vt_received_leader(m, record);
	for (const xmlNode *n = vt_xml_child(record, NULL, "controlfield"); n != NULL;
	     n = vt_xml_next(n, NULL, "controlfield"))
		vt_received_control(m, n);
	for (const xmlNode *n = vt_xml_child(record, NULL, "datafield"); n != NULL;
	     n = vt_xml_next(n, NULL, "datafield"))
		vt_received_data(m, n);
	vt_xmlw_close(m->x);
}

/* doc is in the plain form (marc.h). */
static vt_err
vt_received_marc(struct vt_draft *d, xmlDocPtr doc, struct vt_str *xml_r)
{
	struct vt_buf out;
	struct vt_xmlw x;
	struct vt_received_marc m = { .a = d->arena, .x = &x };
	vt_err err;

	vt_buf_init(&out, VT_CROSSWALK_RECORD_MAX);
	vt_xmlw_init(&x, &out);
	vt_received_fields(&m, xmlDocGetRootElement(doc));
	err = vt_xmlw_error(&x);
	if (err == VT_OK)
		*xml_r = vt_str_dup(d->arena, vt_buf_get(&out));
	vt_buf_fini(&out);
	if (m.mended != 0)
		vt_findings_add(
		    &d->findings, VT_FINDING_VALUE,
		    "%zu things in its MARC are none by MARCXML's schema (%.*s); they are "
		    "left out where the record is given on: put the source right",
		    m.mended, VT_STR_ARG(m.first));
	return (err == VT_OK && xml_r->p == NULL ? VT_E_LIMIT : err);
}

/* --- the others
 * ----------------------------------------------------------------------------------- */

/* Each record names its schema (OAI-PMH 2.0, 3.4); a doc that says where its own is
 * has other files in mind. */
static bool
vt_received_locate(xmlDocPtr doc, const struct vt_format *f)
{
	xmlNodePtr root = xmlDocGetRootElement(doc);
	xmlNsPtr xsi = xmlSearchNsByHref(doc, root, (const xmlChar *)VT_NS_XSI);
	char location[512];

	if (xsi == NULL)
		xsi = xmlNewNs(root, (const xmlChar *)VT_NS_XSI, (const xmlChar *)"xsi");
	(void)snprintf(location, sizeof(location), "%s %s", f->ns, f->schema);
	return (xsi != NULL && xmlSetNsProp(root, xsi, (const xmlChar *)"schemaLocation",
					    (const xmlChar *)location) != NULL);
}

static bool
vt_received_is_valid(struct vt_draft *d, const struct vt_format *f, xmlDocPtr doc)
{
	struct vt_str why = VT_STR_NONE;

	if (vt_formats_is_valid(d->formats->schemas, d->arena, f->crosswalk, doc, &why))
		return (true);
	vt_findings_add(
	    &d->findings, VT_FINDING_VALUE,
	    "its %s is not valid (%.*s), so one made of its description is given on; put "
	    "the source right",
	    f->prefix, VT_STR_ARG(why));
	return (false);
}

/* By its identifier, so that they stay when the record changes; one that has none yet
 * is told from others by all that it says. */
static vt_err
vt_received_own_ids(const struct vt_draft *d, xmlDocPtr doc)
{
	struct vt_str from = d->raw_identifier;
	struct vt_hash_state h;
	char hex[VT_HASH_HEX];
	vt_err err = VT_OK;

	if (from.len == 0)
		err = vt_crosswalk_bytes(d->arena, doc, VT_RECORD_BASE, &from);
	if (err != VT_OK)
		return (err);
	vt_hash_init(&h);
	vt_hash_put_str(&h, from);
	vt_hash_hex(&h, hex);
	hex[VT_RECEIVED_OWN_LEN] = '\0';
	return (vt_formats_own_ids(doc, hex));
}

static vt_err
vt_received_other(struct vt_draft *d, const struct vt_format *f, xmlDocPtr doc,
		  struct vt_str *xml_r)
{
	struct vt_str xml;
	vt_err err;

	if (!vt_xml_is(xmlDocGetRootElement(doc), f->ns, NULL) || !vt_received_is_valid(d, f, doc))
		return (VT_OK);
	if (!vt_received_locate(doc, f))
		return (vt_fail(VT_E_NOMEM, "no memory for a record"));
	/* Nothing in it can be taken for our address. */
	err = vt_received_own_ids(d, doc);
	if (err == VT_OK)
		err = vt_crosswalk_bytes(d->arena, doc, VT_RECORD_BASE, &xml);
	if (err == VT_OK && xml.len <= VT_CROSSWALK_RECORD_MAX)
		*xml_r = xml;
	return (err);
}

/* The format in which a crosswalk's records can be given on. */
static const struct vt_format *
vt_received_format(const struct vt_draft *d, const char *name)
{
	const char *format = strcmp(name, "marc21") == 0 ? "marcxml" : name;
	const struct vt_formats *f = d->formats;

	if (strcmp(format, "edm") == 0)
		return (NULL);
	for (size_t i = 0; f != NULL && i < f->count; i++)
		if (f->items[i].profile == NULL && strcmp(f->items[i].crosswalk, format) == 0)
			return (&f->items[i]);
	return (NULL);
}

vt_err
vt_formats_receive(struct vt_draft *d, const char *name, xmlDocPtr doc)
{
	const struct vt_format *f = vt_received_format(d, name);
	struct vt_str xml = VT_STR_NONE;
	vt_err err;

	if (f == NULL || d->received_count == VT_DRAFT_RECEIVED_MAX)
		return (VT_OK);
	err = strcmp(name, "marc21") == 0 || strcmp(name, "unimarc") == 0
		  ? vt_received_marc(d, doc, &xml)
		  : vt_received_other(d, f, doc, &xml);
	if (err == VT_OK && xml.len != 0)
		d->received[d->received_count++] = (struct vt_draft_received){ f->crosswalk, xml };
	return (err);
}
