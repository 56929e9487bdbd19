/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A METS document as an object: puts together what mets_files.c, mets_pages.c,
 * mets_record.c and mets_ranges.c find.
 */
#include "ingest/sources/mets.h"

#include "ingest/folder/xml_stream.h"
#include "text/xml_read.h"

#define VT_METS_SECTION_NODES_MAX 2000000 /* read in search of mdRef */

static void
vt_mets_free_table(void *table)
{
	xmlHashFree(table, NULL);
}

static vt_err
vt_mets_table(struct vt_arena *a, xmlHashTablePtr *table_r)
{
	xmlHashTablePtr t = xmlHashCreate(64);
	vt_err err;

	if (t == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a METS"));
	err = vt_defer(a, vt_mets_free_table, t);
	if (err == VT_OK)
		*table_r = t;
	return (err);
}

size_t
vt_mets_lookup(xmlHashTablePtr table, struct vt_arena *a, struct vt_str id)
{
	const char *key = id.len != 0 ? vt_str_c(a, id) : NULL;

	return (key != NULL ? (size_t)(uintptr_t)xmlHashLookup(table, (const xmlChar *)key) : 0);
}

vt_err
vt_mets_keep(xmlHashTablePtr table, struct vt_arena *a, struct vt_str id, size_t index)
{
	const char *key = vt_str_c(a, id);

	if (key == NULL)
		return (VT_E_LIMIT);
	if (id.len != 0)
		(void)xmlHashAddEntry(table, (const xmlChar *)key, (void *)(uintptr_t)(index + 1));
	return (VT_OK);
}

static vt_err
vt_mets_init(struct vt_mets *m)
{
	struct vt_arena *a = m->d->arena;
	xmlHashTablePtr *tables[] = { &m->file_by_id, &m->page_by_div, &m->page_by_file, &m->links,
				      &m->sections };
	vt_err err = VT_OK;

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables) && err == VT_OK; i++)
		err = vt_mets_table(a, tables[i]);
	for (xmlNodePtr n = vt_xml_child(m->root, NULL, "dmdSec"); n != NULL && err == VT_OK;
	     n = vt_xml_next(n, NULL, "dmdSec")) {
		const char *id = vt_str_c(a, vt_xml_attr(a, n, "ID"));

		if (id != NULL && *id != '\0')
			(void)xmlHashAddEntry(m->sections, (const xmlChar *)id, n);
	}
	return (err);
}

const xmlNode *
vt_mets_section(const struct vt_mets *m, struct vt_str ids)
{
	struct vt_str id;

	while (vt_str_next(&ids, ' ', &id)) {
		const char *key = vt_str_c(m->d->arena, id);
		const xmlNode *n =
		    key != NULL ? xmlHashLookup(m->sections, (const xmlChar *)key) : NULL;

		if (n != NULL)
			return (n);
	}
	return (NULL);
}

const xmlNode *
vt_mets_map(struct vt_mets *m, const char *type)
{
	for (const xmlNode *n = vt_xml_child(m->root, NULL, "structMap"); n != NULL;
	     n = vt_xml_next(n, NULL, "structMap"))
		if (vt_str_eq_nocase(vt_xml_attr(m->d->arena, n, "TYPE"), vt_str_of(type)))
			return (n);
	return (NULL);
}

const xmlNode *
vt_mets_object_div(struct vt_mets *m)
{
	const xmlNode *map = vt_mets_map(m, "logical"), *div, *only;

	if (map == NULL)
		map = m->physical != NULL ? m->physical : vt_xml_child(m->root, NULL, "structMap");
	div = map != NULL ? vt_xml_child(map, NULL, "div") : NULL;
	/* newspaper / year / issue: containers that lead to the object by mptr or
	 * are nothing but a shell around it. */
	while (div != NULL) {
		only = vt_xml_child(div, NULL, "div");
		if (only == NULL || vt_xml_next(only, NULL, "div") != NULL ||
		    vt_xml_attr(m->d->arena, only, "DMDID").len == 0 ||
		    (vt_xml_child(div, NULL, "mptr") == NULL &&
		     vt_xml_attr(m->d->arena, div, "DMDID").len != 0))
			break;
		div = only;
	}
	return (div);
}

vt_err
vt_mets_read(const struct vt_crosswalks *cw, struct vt_draft *d, xmlDocPtr doc)
{
	struct vt_mets m = { .d = d, .cw = cw, .root = xmlDocGetRootElement(doc) };
	vt_err err;

	if (m.root == NULL || !vt_xml_is(m.root, NULL, "mets"))
		return (vt_fail(VT_E_BADARG, "the root element is not mets: export the METS again"));
	d->has_own_pages = true;
	err = vt_mets_init(&m);
	if (err == VT_OK)
		err = vt_mets_files(&m);
	if (err == VT_OK)
		err = vt_mets_pages(&m);
	if (err == VT_OK)
		err = vt_mets_description(&m);
	return (err == VT_OK ? vt_mets_ranges(&m) : err);
}

/* --- what lies beside a METS ------------------------------------------------------ */

static void
vt_mets_companion(struct vt_tree *t, struct vt_arena *a, const struct vt_tree_file *file,
		  xmlTextReaderPtr r)
{
	static const xmlChar *xlink = (const xmlChar *)"http://www.w3.org/1999/xlink";
	xmlChar *href = xmlTextReaderGetAttributeNs(r, (const xmlChar *)"href", xlink);
	struct vt_str path;
	bool is_by_name;

	if (href == NULL)
		return;
	(void)vt_tree_resolve(t, a, vt_tree_folder(file->path), vt_str_of((const char *)href),
			      &path, &is_by_name);
	xmlFree(href);
}

vt_err
vt_mets_companions(struct vt_tree *t, const struct vt_tree_file *file)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_xml_stream *s = NULL;
	vt_err err = vt_xml_stream_open(vt_tree_disk(t, a, file->path), &s);

	for (int nodes = 0; err == VT_OK && nodes < VT_METS_SECTION_NODES_MAX; nodes++) {
		const char *local;

		err = vt_xml_stream_read(s);
		if (err != VT_OK || !vt_xml_stream_is_element(s))
			continue;
		local = (const char *)xmlTextReaderConstLocalName(vt_xml_stream_reader(s));
		/* dmdSec and amdSec come before these (METS 1.12). */
		if (strcmp(local, "fileSec") == 0 || strcmp(local, "structMap") == 0)
			break;
		if (strcmp(local, "mdRef") == 0)
			vt_mets_companion(t, a, file, vt_xml_stream_reader(s));
	}
	vt_xml_stream_close(&s);
	vt_arena_free(&a);
	/* What is wrong with the file is told when it is read. */
	return (err == VT_E_NOMEM || err == VT_E_LIMIT ? err : VT_OK);
}
