/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptions in a METS or beside it: which is the object's, and what it calls it. */
#include "ingest/sources/mets.h"

#include "text/xml_read.h"

static const xmlNode *
vt_mets_step(const xmlNode *n, const char *local)
{
	return (n != NULL ? vt_xml_child(n, NULL, local) : NULL);
}

static bool
vt_mets_is_dc(const xmlNode *n)
{
	return (n != NULL && n->ns != NULL &&
		strncmp((const char *)n->ns->href, "http://purl.org/dc/", 19) == 0);
}

struct vt_str
vt_mets_title(struct vt_mets *m, struct vt_str ids)
{
	const xmlNode *data, *n;

	data = vt_mets_step(vt_mets_step(vt_mets_section(m, ids), "mdWrap"), "xmlData");
	n = vt_mets_step(vt_mets_step(vt_mets_step(data, "mods"), "titleInfo"), "title");
	if (n == NULL)
		n = vt_mets_step(vt_mets_step(data, "dc"), "title");
	if (n == NULL)
		n = vt_mets_step(data, "title");
	return (n != NULL ? vt_xml_text(m->d->arena, n) : VT_STR_NONE);
}

/* The record in a dmdSec: its element (to be copied), and who reads it. */
struct vt_mets_record {
	const xmlNode *node;
	const char *kind;
	bool is_bare; /* node holds Dublin Core elements directly */
};

static const char *const vt_mets_preference[] = { "mods", "marc", "dc", "lido", "edm" };

static int
vt_mets_worth(const char *kind)
{
	for (int i = 0; i < (int)(sizeof(vt_mets_preference) / sizeof(*vt_mets_preference)); i++)
		if (kind != NULL && strcmp(kind, vt_mets_preference[i]) == 0)
			return (10 - i);
	return (0);
}

static struct vt_mets_record
vt_mets_record_in(const xmlNode *data)
{
	struct vt_mets_record r = { NULL, NULL, false };

	for (const xmlNode *n = data != NULL ? vt_xml_child(data, NULL, NULL) : NULL; n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		const char *kind = vt_recognise_record(
		    (const char *)n->name, n->ns != NULL ? (const char *)n->ns->href : NULL);

		if (kind != NULL && strcmp(kind, "mets") != 0)
			return ((struct vt_mets_record){ n, kind, false });
		if (r.node == NULL && vt_mets_is_dc(n))
			r = (struct vt_mets_record){ data, "dc", true };
		if (r.node == NULL && vt_mets_is_dc(vt_xml_child(n, NULL, NULL)))
			r = (struct vt_mets_record){ n, "dc", true };
	}
	return (r);
}

/* A description in a file of its own, beside the METS. */
static vt_err
vt_mets_record_beside(struct vt_mets *m, const xmlNode *ref, xmlDocPtr *doc_r)
{
	struct vt_draft *d = m->d;
	struct vt_str href = vt_xml_attr(d->arena, ref, "href"), path;
	bool is_by_name;

	*doc_r = NULL;
	switch (vt_tree_resolve(d->tree, d->arena, vt_tree_folder(d->file->path), href, &path,
				&is_by_name)) {
	case VT_RESOLVED_FOUND:
		return (vt_xml_parse_file(d->arena, vt_tree_disk(d->tree, d->arena, path), doc_r));
	case VT_RESOLVED_REMOTE:
		break;
	default:
		vt_findings_add(&d->findings, VT_FINDING_MISSING,
				"the description \"%.*s\" is named but is not there",
				VT_STR_ARG(href));
	}
	return (VT_OK);
}

static vt_err
vt_mets_record_of(struct vt_mets *m, const xmlNode *section, struct vt_mets_record *r_r)
{
	const xmlNode *ref = vt_mets_step(section, "mdRef"), *root;
	xmlDocPtr doc;
	vt_err err;

	*r_r = vt_mets_record_in(vt_mets_step(vt_mets_step(section, "mdWrap"), "xmlData"));
	if (r_r->node != NULL || ref == NULL)
		return (VT_OK);
	err = vt_mets_record_beside(m, ref, &doc);
	root = err == VT_OK && doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	if (root == NULL)
		return (err);
	r_r->kind = vt_recognise_record((const char *)root->name,
					root->ns != NULL ? (const char *)root->ns->href : NULL);
	if (r_r->kind != NULL)
		r_r->node = root;
	else
		*r_r = vt_mets_record_in(root);
	return (VT_OK);
}

static vt_err
vt_mets_better(struct vt_mets *m, const xmlNode *section, struct vt_mets_record *best)
{
	struct vt_mets_record r;
	vt_err err = section != NULL ? vt_mets_record_of(m, section, &r) : VT_E_END;

	if (err == VT_OK && r.node != NULL && vt_mets_worth(r.kind) > vt_mets_worth(best->kind))
		*best = r;
	return (err == VT_E_END ? VT_OK : err);
}

/* The descriptions that a div names; the one that says most is taken. */
static vt_err
vt_mets_choose(struct vt_mets *m, const xmlNode *div, struct vt_mets_record *best)
{
	struct vt_str ids = div != NULL ? vt_xml_attr(m->d->arena, div, "DMDID") : VT_STR_NONE, id;
	vt_err err = VT_OK;

	while (err == VT_OK && vt_str_next(&ids, ' ', &id))
		if (id.len != 0)
			err = vt_mets_better(m, vt_mets_section(m, id), best);
	return (err);
}

static vt_err
vt_mets_find_record(struct vt_mets *m, struct vt_mets_record *best)
{
	vt_err err = vt_mets_choose(m, vt_mets_object_div(m), best);

	if (err == VT_OK && best->node == NULL && m->physical != NULL)
		err = vt_mets_choose(m, vt_xml_child(m->physical, NULL, "div"), best);
	for (const xmlNode *n = vt_xml_child(m->root, NULL, "dmdSec");
	     n != NULL && err == VT_OK && best->node == NULL; n = vt_xml_next(n, NULL, "dmdSec"))
		err = vt_mets_better(m, n, best);
	return (err);
}

/* What serials in NDNP's way say instead of an identifier: that of the host,
 * the date, the edition ("sn85058233-1935-08-02-ed-1"). */
static struct vt_str
vt_mets_host_identifier(struct vt_mets *m, const xmlNode *mods)
{
	struct vt_arena *a = m->d->arena;
	struct vt_str host = VT_STR_NONE, date = VT_STR_NONE, edition = VT_STR_NONE;
	const xmlNode *n = vt_xml_child(mods, NULL, "relatedItem");

	while (n != NULL && !vt_str_eq_c(vt_xml_attr(a, n, "type"), "host"))
		n = vt_xml_next(n, NULL, "relatedItem");
	if (vt_mets_step(n, "identifier") == NULL)
		return (VT_STR_NONE);
	host = vt_xml_text(a, vt_mets_step(n, "identifier"));
	for (const xmlNode *d = vt_mets_step(vt_mets_step(n, "part"), "detail"); d != NULL;
	     d = vt_xml_next(d, NULL, "detail"))
		if (vt_str_eq_c(vt_xml_attr(a, d, "type"), "edition") &&
		    vt_mets_step(d, "number") != NULL)
			edition = vt_xml_text(a, vt_mets_step(d, "number"));
	n = vt_mets_step(vt_mets_step(mods, "originInfo"), "dateIssued");
	if (n != NULL)
		date = vt_xml_text(a, n);
	if (host.len == 0 || date.len == 0)
		return (VT_STR_NONE);
	return (vt_str_printf(a, "%.*s-%.*s%s%.*s", VT_STR_ARG(host), VT_STR_ARG(date),
			      edition.len != 0 ? "-ed-" : "", VT_STR_ARG(edition)));
}

/* OBJID comes before what the description says, which stays as a property. */
static vt_err
vt_mets_identify(struct vt_mets *m, const struct vt_mets_record *record)
{
	struct vt_draft *d = m->d;
	struct vt_str objid = vt_str_trim(vt_xml_attr(d->arena, m->root, "OBJID"));
	struct vt_property p = { .name = VT_STR("identifier"), .value = d->raw_identifier };

	if (objid.len == 0) {
		if (d->raw_identifier.len == 0 && record->kind != NULL &&
		    strcmp(record->kind, "mods") == 0)
			d->raw_identifier = vt_mets_host_identifier(m, record->node);
		return (VT_OK);
	}
	d->raw_identifier = objid;
	if (p.value.len == 0 || vt_str_eq(p.value, objid))
		return (VT_OK);
	for (size_t i = 0; i < d->property_count; i++)
		if (vt_str_eq_c(d->properties[i].name, "identifier") &&
		    vt_str_eq(d->properties[i].value, p.value))
			return (VT_OK);
	return (vt_draft_property(d, &p));
}

static vt_err
vt_mets_name(struct vt_mets *m)
{
	struct vt_arena *a = m->d->arena;
	struct vt_property p = { .name = VT_STR("title"),
				 .value = vt_xml_attr(a, m->root, "LABEL") };
	const xmlNode *div = vt_mets_object_div(m);

	if (vt_description_title(&m->d->object.description, NULL).len != 0)
		return (VT_OK);
	if (p.value.len == 0 && div != NULL)
		p.value = vt_xml_attr(a, div, "LABEL");
	if (p.value.len == 0)
		return (VT_OK);
	vt_findings_add(&m->d->findings, VT_FINDING_TITLE,
			"the description has no title; the METS' LABEL \"%.*s\" stands for it",
			VT_STR_ARG(p.value));
	return (vt_draft_property(m->d, &p));
}

vt_err
vt_mets_description(struct vt_mets *m)
{
	struct vt_mets_record record = { NULL, NULL, false };
	xmlDocPtr doc;
	vt_err err = vt_mets_find_record(m, &record);

	if (err == VT_OK && record.node != NULL) {
		err = record.is_bare ? vt_describe_bare_dc(m->d->arena, record.node, &doc)
				     : vt_describe_copy(m->d->arena, record.node, &doc);
		if (err == VT_OK)
			err = vt_describe(m->cw, m->d, record.kind, doc);
	}
	if (err == VT_OK)
		err = vt_mets_identify(m, &record);
	return (err == VT_OK ? vt_mets_name(m) : err);
}
