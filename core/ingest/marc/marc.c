/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MARC records as XML: brought into one namespace, and MARC21 told from
 * UNIMARC.  ISO 2709 is in iso2709.c.
 */
#include "ingest/marc/marc.h"

#include "text/xml_read.h"

static void
vt_marc_free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

static const xmlChar *
vt_marc_x(const char *s)
{
	return ((const xmlChar *)s);
}

/* Copies an element's attribute under its plain name. */
static void
vt_marc_copy_attr(struct vt_arena *a, const xmlNode *from, xmlNodePtr to, const char *name)
{
	const char *value = vt_str_c(a, vt_xml_attr(a, from, name));

	if (value != NULL)
		(void)xmlNewProp(to, vt_marc_x(name), vt_marc_x(value));
}

static xmlNodePtr
vt_marc_copy_text(xmlNodePtr to, xmlNsPtr ns, const xmlNode *from)
{
	xmlChar *text = xmlNodeGetContent(from);
	xmlNodePtr n = xmlNewTextChild(to, ns, from->name, text);

	xmlFree(text);
	return (n);
}

static vt_err
vt_marc_copy_field(struct vt_arena *a, const xmlNode *from, xmlNodePtr to, xmlNsPtr ns)
{
	xmlNodePtr field, n;

	if (vt_xml_is(from, NULL, "leader") || vt_xml_is(from, NULL, "controlfield")) {
		n = vt_marc_copy_text(to, ns, from);
		if (n == NULL)
			return (VT_E_NOMEM);
		if (vt_xml_is(from, NULL, "controlfield"))
			vt_marc_copy_attr(a, from, n, "tag");
		return (VT_OK);
	}
	if (!vt_xml_is(from, NULL, "datafield"))
		return (VT_OK);
	field = xmlNewChild(to, ns, from->name, NULL);
	if (field == NULL)
		return (VT_E_NOMEM);
	vt_marc_copy_attr(a, from, field, "tag");
	vt_marc_copy_attr(a, from, field, "ind1");
	vt_marc_copy_attr(a, from, field, "ind2");
	for (const xmlNode *s = vt_xml_child(from, NULL, "subfield"); s != NULL;
	     s = vt_xml_next(s, NULL, "subfield")) {
		n = vt_marc_copy_text(field, ns, s);
		if (n == NULL)
			return (VT_E_NOMEM);
		vt_marc_copy_attr(a, s, n, "code");
	}
	return (VT_OK);
}

vt_err
vt_marc_plain(struct vt_arena *a, const xmlNode *record, xmlDocPtr *doc_r)
{
	xmlDocPtr doc = xmlNewDoc(vt_marc_x("1.0"));
	xmlNodePtr root;
	xmlNsPtr ns;
	vt_err err;

	if (doc == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a MARC record"));
	err = vt_defer(a, vt_marc_free_doc, doc);
	if (err != VT_OK)
		return (err);
	root = xmlNewNode(NULL, vt_marc_x("record"));
	if (root == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a MARC record"));
	xmlDocSetRootElement(doc, root);
	ns = xmlNewNs(root, vt_marc_x(VT_MARC_NS), NULL);
	xmlSetNs(root, ns);
	for (const xmlNode *n = vt_xml_child(record, NULL, NULL); n != NULL && err == VT_OK;
	     n = vt_xml_next(n, NULL, NULL))
		err = vt_marc_copy_field(a, n, root, ns);
	if (err != VT_OK)
		return (vt_fail(err, "no memory for a MARC record"));
	*doc_r = doc;
	return (VT_OK);
}

/* The subfield's text of the first field with that tag; empty. */
static struct vt_str
vt_marc_subfield(struct vt_arena *a, const xmlNode *record, const char *tag, const char *code)
{
	for (const xmlNode *f = vt_xml_child(record, NULL, "datafield"); f != NULL;
	     f = vt_xml_next(f, NULL, "datafield")) {
		if (!vt_str_eq_c(vt_xml_attr(a, f, "tag"), tag))
			continue;
		for (const xmlNode *s = vt_xml_child(f, NULL, "subfield"); s != NULL;
		     s = vt_xml_next(s, NULL, "subfield"))
			if (vt_str_eq_c(vt_xml_attr(a, s, "code"), code))
				return (vt_xml_text(a, s));
	}
	return (VT_STR_NONE);
}

/* General processing data of UNIMARC: a date of eight digits and a type of date. */
static bool
vt_marc_is_processing_data(struct vt_str s)
{
	for (size_t i = 0; i < 8; i++)
		if (i >= s.len || s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (s.len > 20);
}

static bool
vt_marc_has_control(struct vt_arena *a, const xmlNode *record, const char *tag)
{
	for (const xmlNode *f = vt_xml_child(record, NULL, "controlfield"); f != NULL;
	     f = vt_xml_next(f, NULL, "controlfield"))
		if (vt_str_eq_c(vt_xml_attr(a, f, "tag"), tag))
			return (true);
	return (false);
}

enum vt_marc_flavour
vt_marc_flavour(struct vt_arena *a, const xmlNode *record, struct vt_str format)
{
	if (format.len != 0)
		return (vt_str_eq_c(format, "unimarc") ? VT_MARC_UNI : VT_MARC_21);
	if (vt_marc_is_processing_data(vt_marc_subfield(a, record, "100", "a")))
		return (VT_MARC_UNI);
	if (vt_marc_subfield(a, record, "245", "a").len != 0)
		return (VT_MARC_21);
	if (vt_marc_subfield(a, record, "200", "a").len != 0)
		return (VT_MARC_UNI);
	/* 008 is MARC21's; 101 to 106 are UNIMARC's coded fields. */
	if (vt_marc_has_control(a, record, "008"))
		return (VT_MARC_21);
	return (vt_marc_subfield(a, record, "101", "a").len != 0 ? VT_MARC_UNI : VT_MARC_UNKNOWN);
}
