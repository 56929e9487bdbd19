/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kind of XML a file is: its root, else the first element among its first
 * nodes that is a record we know, else whatever has Dublin Core elements
 * directly below it.
 */
#include "ingest/folder/recognise.h"

#include "ingest/folder/xml_stream.h"

#define VT_NS_OAI   "http://www.openarchives.org/OAI/2.0/"
#define VT_NS_RDF   "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define VT_NS_MODS  "http://www.loc.gov/mods/"
#define VT_NS_MARC  "http://www.loc.gov/MARC21/"
#define VT_NS_MARCX "info:lc/xmlns/marcxchange"
#define VT_NS_LIDO  "http://www.lido-schema.org"
#define VT_NS_DC    "http://purl.org/dc/"
#define VT_NS_EDM   "http://www.europeana.eu/schemas/edm/"
#define VT_NS_ORE   "http://www.openarchives.org/ore/terms/"

struct vt_record_kind {
	const char *local, *ns; /* the namespace begins so; "": none */
	const char *crosswalk;
};

static const struct vt_record_kind vt_record_kinds[] = {
	{ "mods", VT_NS_MODS, "mods" },
	{ "record", VT_NS_MARC, "marc" },
	{ "record", VT_NS_MARCX, "marc" },
	{ "lido", VT_NS_LIDO, "lido" },
	{ "dc", VT_NS_OAI, "dc" },
	{ "RDF", VT_NS_RDF, "edm" },
	{ "mets", "http://www.loc.gov/METS", "mets" },
};

const char *
vt_recognise_record(const char *local, const char *ns)
{
	for (size_t i = 0; i < sizeof(vt_record_kinds) / sizeof(*vt_record_kinds); i++) {
		const struct vt_record_kind *k = &vt_record_kinds[i];

		if (strcmp(k->local, local) == 0 && ns != NULL &&
		    strncmp(ns, k->ns, strlen(k->ns)) == 0)
			return (k->crosswalk);
	}
	return (NULL);
}

static const char *
vt_recognise_local(xmlTextReaderPtr r)
{
	return ((const char *)xmlTextReaderConstLocalName(r));
}

static const char *
vt_recognise_ns(xmlTextReaderPtr r)
{
	const char *ns = (const char *)xmlTextReaderConstNamespaceUri(r);

	return (ns != NULL ? ns : "");
}

static bool
vt_recognise_begins(const char *s, const char *prefix)
{
	return (strncmp(s, prefix, strlen(prefix)) == 0);
}

/* The name of each open element, so that a child can point to its parent. */
struct vt_recognise_path {
	struct vt_str local[4], ns[4];
};

static void
vt_recognise_set(struct vt_xml_shape *shape, struct vt_str local, struct vt_str ns,
		 const char *crosswalk)
{
	shape->kind = VT_FILE_RECORDS;
	shape->record = local;
	shape->record_ns = ns;
	shape->crosswalk = crosswalk;
}

/* XHTML is hOCR when a page of it says so, or its head. */
static bool
vt_recognise_is_hocr(xmlTextReaderPtr r)
{
	static const char *const attributes[] = { "class", "name" };
	bool is_hocr = false;

	for (size_t i = 0; i < 2 && !is_hocr; i++) {
		xmlChar *value = xmlTextReaderGetAttribute(r, (const xmlChar *)attributes[i]);

		is_hocr = value != NULL && (strstr((const char *)value, "ocr_page") != NULL ||
					    strcmp((const char *)value, "ocr-system") == 0);
		xmlFree(value);
	}
	return (is_hocr);
}

/* True when this element shows what the records are. */
static bool
vt_recognise_element(xmlTextReaderPtr r, const struct vt_recognise_path *path, int depth,
		     struct vt_xml_shape *shape)
{
	const char *local = vt_recognise_local(r), *ns = vt_recognise_ns(r);
	const char *crosswalk = vt_recognise_record(local, ns);
	struct vt_str up, up_ns;

	if (crosswalk != NULL && strcmp(crosswalk, "edm") != 0) {
		vt_recognise_set(shape, path->local[depth], path->ns[depth], crosswalk);
		return (true);
	}
	if (depth == 0)
		return (false);
	up = path->local[depth - 1];
	up_ns = path->ns[depth - 1];
	if (vt_str_eq_c(up, "RDF") && vt_str_eq_c(up_ns, VT_NS_RDF)) {
		if (!vt_recognise_begins(ns, VT_NS_EDM) && !vt_recognise_begins(ns, VT_NS_ORE))
			return (false);
		vt_recognise_set(shape, up, up_ns, "edm");
		return (true);
	}
	if (vt_str_eq_c(up, "record") && up_ns.len == 0 &&
	    (strcmp(local, "leader") == 0 || strcmp(local, "controlfield") == 0 ||
	     strcmp(local, "datafield") == 0)) {
		vt_recognise_set(shape, up, up_ns, "marc");
		return (true);
	}
	if (depth <= 2 && vt_recognise_begins(ns, VT_NS_DC)) {
		vt_recognise_set(shape, up, up_ns, "dc");
		return (true);
	}
	return (false);
}

static bool
vt_recognise_root(struct vt_xml_shape *shape)
{
	struct vt_str root = shape->root;

	if (vt_str_eq_c(root, "alto") || vt_str_eq_c(root, "PcGts"))
		shape->kind = VT_FILE_TEXT;
	else if (vt_str_eq_c(root, "mets"))
		shape->kind = VT_FILE_METS;
	else if (vt_str_eq_c(root, "OAI-PMH"))
		shape->kind = VT_FILE_RECORDS;
	else
		return (false);
	shape->is_oai = shape->kind == VT_FILE_RECORDS;
	return (true);
}

/* To the next node; past a document type, of which *doctype keeps the refusal. */
static vt_err
vt_recognise_next(struct vt_arena *a, struct vt_xml_stream *s, struct vt_str *doctype)
{
	vt_err err = vt_xml_stream_read(s);

	if (err != VT_E_BADARG || doctype->len != 0 || !vt_xml_stream_is_doctype(s))
		return (err);
	*doctype = vt_str_dup(a, vt_str_of(vt_fail_text(err)));
	return (doctype->len != 0 ? vt_xml_stream_read(s) : err);
}

static vt_err
vt_recognise_stream(struct vt_arena *a, struct vt_xml_stream *s, struct vt_xml_shape *shape,
		    struct vt_str *doctype)
{
	xmlTextReaderPtr r = vt_xml_stream_reader(s);
	struct vt_recognise_path path = { 0 };

	for (int nodes = 0; nodes < VT_SNIFF_NODES; nodes++) {
		vt_err err = vt_recognise_next(a, s, doctype);
		int depth;

		/* What is wrong below the root is told when the records are read. */
		if (err != VT_OK)
			return (shape->root.len == 0 && err != VT_E_END ? err : VT_OK);
		depth = xmlTextReaderDepth(r);
		if (!vt_xml_stream_is_element(s) || depth < 0 || depth >= 4)
			continue;
		path.local[depth] = vt_str_dup(a, vt_str_of(vt_recognise_local(r)));
		path.ns[depth] = vt_str_dup(a, vt_str_of(vt_recognise_ns(r)));
		if (depth == 0) {
			shape->root = path.local[0];
			shape->root_ns = path.ns[0];
			if (vt_recognise_root(shape))
				return (VT_OK);
		}
		if (vt_str_eq_c(shape->root, "html") && vt_recognise_is_hocr(r)) {
			shape->kind = VT_FILE_TEXT;
			*doctype = VT_STR_NONE; /* declares nothing: the parser says so if it does */
			return (VT_OK);
		}
		if (vt_recognise_element(r, &path, depth, shape))
			return (VT_OK);
	}
	return (VT_OK);
}

/* A web page or a drawing with a document type is one more file that is not
 * ours; only of what would be read is the document type to be told. */
vt_err
vt_recognise_xml(struct vt_arena *a, const char *path, struct vt_xml_shape *shape_r)
{
	struct vt_xml_stream *s;
	struct vt_xml_shape shape = { .kind = VT_FILE_XML_OTHER };
	struct vt_str doctype = VT_STR_NONE;
	vt_err err = vt_xml_stream_open(path, &s);

	if (err != VT_OK)
		return (err);
	err = vt_recognise_stream(a, s, &shape, &doctype);
	vt_xml_stream_close(&s);
	if (err == VT_OK && doctype.len != 0 && shape.kind != VT_FILE_XML_OTHER)
		err = vt_fail(VT_E_BADARG, "%.*s", VT_STR_ARG(doctype));
	if (err == VT_OK) {
		vt_fail_clear();
		*shape_r = shape;
	}
	return (err);
}
