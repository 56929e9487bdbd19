/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the IDs of a document and what refers to them, by name: without a schema
 * nothing else tells.  Called by formats_received.c. */
#include "ingest/formats/formats_ids.h"

#include <libxml/hash.h>
#include <string.h>

#include "api/buf.h"

#define VT_NS_LOC   "http://www.loc.gov/"
#define VT_NS_GML   "http://www.opengis.net/gml"
#define VT_NS_XLINK "http://www.w3.org/1999/xlink"

struct vt_ids {
	xmlHashTablePtr known;
	const char *own;
	struct vt_buf value; /* the new one of an attribute */
};

static bool
vt_ids_begins(const xmlNs *ns, const char *start)
{
	return (ns != NULL && ns->href != NULL &&
		strncmp((const char *)ns->href, start, strlen(start)) == 0);
}

/* --- which attributes ------------------------------------------------------------------ */

static bool
vt_ids_is_id(const xmlAttr *attr)
{
	const char *name = (const char *)attr->name;
	const xmlNs *of = attr->parent->ns;

	if (attr->ns != NULL)
		return (strcmp(name, "id") == 0 &&
			(vt_ids_begins(attr->ns, (const char *)XML_XML_NAMESPACE) ||
			 vt_ids_begins(attr->ns, VT_NS_GML)));
	if (strcmp(name, "id") == 0)
		return (vt_ids_begins(of, "http://www.loc.gov/MARC21/slim") ||
			vt_ids_begins(of, "urn:isbn:1-931666-22-9") ||
			vt_ids_begins(of, "http://ead3.archivists.org/schema"));
	return (strcmp(name, "xmlID") == 0 ||
		(strcmp(name, "ID") == 0 && vt_ids_begins(of, VT_NS_LOC)));
}

static bool
vt_ids_ends(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return (len > end_len && strcmp(name + len - end_len, end) == 0);
}

/* Whose values are IDs, perhaps several. */
static bool
vt_ids_is_reference(const xmlAttr *attr)
{
	static const char *const names[] = { "DMDID",  "ADMID", "AMDID",    "FILEID",
					     "STRUCTID", "IDREF", "IDREFS", "TRANSFORMBEHAVIOR",
					     "STYLEREFS", "TAGREFS", NULL };
	const char *name = (const char *)attr->name;

	if (attr->ns != NULL)
		return (vt_ids_begins(attr->ns, VT_NS_XLINK) &&
			(strcmp(name, "from") == 0 || strcmp(name, "to") == 0 ||
			 strcmp(name, "label") == 0));
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(name, names[i]) == 0)
			return (true);
	return (vt_ids_ends(name, "XmlID") || vt_ids_ends(name, "xmlID"));
}

/* Whose values may be "#" and an ID. */
static bool
vt_ids_is_link(const xmlAttr *attr)
{
	const char *name = (const char *)attr->name;

	return (strcmp(name, "href") == 0 || strcmp(name, "XPTR") == 0);
}

/* --- values ----------------------------------------------------------------------------- */

static bool
vt_ids_is_known(const struct vt_ids *ids, const char *p, size_t len)
{
	char name[256];

	if (len == 0 || len >= sizeof(name))
		return (false);
	memcpy(name, p, len);
	name[len] = '\0';
	return (xmlHashLookup(ids->known, (const xmlChar *)name) != NULL);
}

/* To each word that is an ID is added what makes it ours; all else stays. */
static void
vt_ids_make(struct vt_ids *ids, const char *value)
{
	vt_buf_reset(&ids->value);
	while (*value != '\0') {
		size_t space = strspn(value, " \t\r\n"), len = strcspn(value + space, " \t\r\n");
		size_t mark = value[space] == '#';

		vt_buf_put(&ids->value, value, space + len);
		if (vt_ids_is_known(ids, value + space + mark, len - mark))
			vt_buf_printf(&ids->value, "-%s", ids->own);
		value += space + len;
	}
	vt_buf_char(&ids->value, '\0');
}

static vt_err
vt_ids_no_memory(void)
{
	return (vt_fail(VT_E_NOMEM, "no memory for the IDs of a record"));
}

static vt_err
vt_ids_note(struct vt_ids *ids, xmlAttrPtr attr, const char *value)
{
	if (vt_ids_is_id(attr) && xmlHashUpdateEntry(ids->known, (const xmlChar *)value, ids, NULL) != 0)
		return (vt_ids_no_memory());
	return (VT_OK);
}

static vt_err
vt_ids_rename(struct vt_ids *ids, xmlAttrPtr attr, const char *value)
{
	if (!vt_ids_is_id(attr) && !vt_ids_is_reference(attr) &&
	    !(vt_ids_is_link(attr) && value[0] == '#'))
		return (VT_OK);
	vt_ids_make(ids, value);
	if (vt_buf_error(&ids->value) != VT_OK)
		return (vt_buf_error(&ids->value));
	if (strcmp(ids->value.p, value) != 0 &&
	    xmlSetNsProp(attr->parent, attr->ns, attr->name, (const xmlChar *)ids->value.p) == NULL)
		return (vt_ids_no_memory());
	return (VT_OK);
}

/* --- the whole document --------------------------------------------------------------------- */

typedef vt_err vt_ids_each(struct vt_ids *ids, xmlAttrPtr attr, const char *value);

static vt_err
vt_ids_attributes(struct vt_ids *ids, const xmlNode *n, vt_ids_each *each)
{
	vt_err err = VT_OK;

	for (xmlAttrPtr attr = n->properties; attr != NULL && err == VT_OK; attr = attr->next) {
		xmlChar *value = xmlNodeListGetString(n->doc, attr->children, 1);

		if (value != NULL)
			err = each(ids, attr, (const char *)value);
		xmlFree(value);
	}
	return (err);
}

/* In the document's order, without recursion: it may be deep. */
static vt_err
vt_ids_walk(struct vt_ids *ids, xmlNodePtr root, vt_ids_each *each)
{
	xmlNodePtr n = root;
	vt_err err = VT_OK;

	while (n != NULL && err == VT_OK) {
		if (n->type == XML_ELEMENT_NODE)
			err = vt_ids_attributes(ids, n, each);
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			continue;
		}
		while (n != root && n->next == NULL)
			n = n->parent;
		n = n != root ? n->next : NULL;
	}
	return (err);
}

vt_err
vt_formats_own_ids(xmlDocPtr doc, const char *own)
{
	struct vt_ids ids = { .known = xmlHashCreate(64), .own = own };
	vt_err err;

	if (ids.known == NULL)
		return (vt_ids_no_memory());
	vt_buf_init(&ids.value, 0);
	err = vt_ids_walk(&ids, xmlDocGetRootElement(doc), vt_ids_note);
	if (err == VT_OK && xmlHashSize(ids.known) > 0)
		err = vt_ids_walk(&ids, xmlDocGetRootElement(doc), vt_ids_rename);
	vt_buf_fini(&ids.value);
	xmlHashFree(ids.known, NULL);
	return (err);
}
