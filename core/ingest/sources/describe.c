/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives a record to the crosswalk that reads it, after what XSLT does badly:
 * telling MARC21 from UNIMARC, and Dublin Core that stands bare.
 */
#include "ingest/sources/describe.h"

#include "ingest/formats/formats.h"
#include "ingest/marc/marc.h"
#include "text/xml_read.h"

#define VT_NS_OAI_DC "http://www.openarchives.org/OAI/2.0/oai_dc/"

static void
vt_describe_free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

static vt_err
vt_describe_doc(struct vt_arena *a, xmlDocPtr *doc_r)
{
	xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
	vt_err err;

	if (doc == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a record"));
	err = vt_defer(a, vt_describe_free_doc, doc);
	if (err == VT_OK)
		*doc_r = doc;
	return (err);
}

/* libxml2 takes nodes that it only reads as not const. */
static xmlNodePtr
vt_describe_node(const xmlNode *n)
{
	union {
		const xmlNode *in;
		xmlNodePtr out;
	} u = { n };

	return (u.out);
}

vt_err
vt_describe_copy(struct vt_arena *a, const xmlNode *n, xmlDocPtr *doc_r)
{
	xmlDocPtr doc = NULL;
	xmlNodePtr copy;
	vt_err err = vt_describe_doc(a, &doc);

	if (err != VT_OK)
		return (err);
	copy = xmlDocCopyNode(vt_describe_node(n), doc, 1);
	if (copy == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a record"));
	xmlDocSetRootElement(doc, copy);
	if (xmlReconciliateNs(doc, copy) < 0)
		return (vt_fail(VT_E_NOMEM, "no memory for a record"));
	*doc_r = doc;
	return (VT_OK);
}

vt_err
vt_describe_bare_dc(struct vt_arena *a, const xmlNode *parent, xmlDocPtr *doc_r)
{
	xmlDocPtr doc = NULL;
	xmlNodePtr root, copy;
	vt_err err = vt_describe_doc(a, &doc);

	if (err != VT_OK)
		return (err);
	root = xmlNewNode(NULL, (const xmlChar *)"dc");
	if (root == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a record"));
	xmlDocSetRootElement(doc, root);
	xmlSetNs(root, xmlNewNs(root, (const xmlChar *)VT_NS_OAI_DC, (const xmlChar *)"oai_dc"));
	for (const xmlNode *n = vt_xml_child(parent, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		copy = xmlDocCopyNode(vt_describe_node(n), doc, 1);
		if (copy == NULL || xmlAddChild(root, copy) == NULL)
			return (vt_fail(VT_E_NOMEM, "no memory for a record"));
	}
	if (xmlReconciliateNs(doc, root) < 0)
		return (vt_fail(VT_E_NOMEM, "no memory for a record"));
	*doc_r = doc;
	return (VT_OK);
}

static vt_err
vt_describe_marc(struct vt_draft *d, xmlDocPtr source, const char **name_r, xmlDocPtr *plain_r)
{
	struct vt_str format = d->package != NULL ? d->package->format : VT_STR_NONE;
	vt_err err = vt_marc_plain(d->arena, xmlDocGetRootElement(source), plain_r);

	if (err != VT_OK)
		return (err);
	switch (vt_marc_flavour(d->arena, xmlDocGetRootElement(*plain_r), format)) {
	case VT_MARC_21:
		*name_r = "marc21";
		return (VT_OK);
	case VT_MARC_UNI:
		*name_r = "unimarc";
		return (VT_OK);
	case VT_MARC_UNKNOWN:
		break;
	}
	return (vt_fail(
	    VT_E_BADARG,
	    "neither MARC21 nor UNIMARC by its fields; say `format: marc21` or `format: unimarc` "
	    "in package.yaml"));
}

/* Roots other than oai_dc's whose children are Dublin Core elements. */
static bool
vt_describe_is_bare(const xmlNode *root)
{
	return (!vt_xml_is(root, VT_NS_OAI_DC, "dc"));
}

vt_err
vt_describe(const struct vt_crosswalks *cw, struct vt_draft *d, const char *kind, xmlDocPtr doc)
{
	const char *name = kind;
	xmlDocPtr object;
	vt_err err = VT_OK;

	if (strcmp(kind, "marc") == 0)
		err = vt_describe_marc(d, doc, &name, &doc);
	else if (strcmp(kind, "dc") == 0 && vt_describe_is_bare(xmlDocGetRootElement(doc)))
		err = vt_describe_bare_dc(d->arena, xmlDocGetRootElement(doc), &doc);
	if (err == VT_OK)
		err = vt_crosswalk_in(cw, d->arena, name, doc, &object);
	if (err == VT_OK)
		err = vt_draft_from_xml(d, object);
	return (err == VT_OK ? vt_formats_receive(d, name, doc) : err);
}
