/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filling drafts: growing lists with limits, references to files beside the
 * source, and what an <object> element says.  The readers call it; object.c
 * goes on from there.
 */
#include "ingest/draft/draft.h"

#include "catalog/description_xml.h"
#include "catalog/writer.h"
#include "ingest/crosswalk/crosswalk.h"
#include "ingest/folder/identifier.h"
#include "ingest/normalise/normalise.h"
#include "text/xml_read.h"

vt_err
vt_draft_init(struct vt_draft *d, struct vt_arena *a, struct vt_tree *tree,
	      const struct vt_tree_file *file)
{
	memset(d, 0, sizeof(*d));
	d->arena = a;
	d->tree = tree;
	d->file = file;
	d->package = file != NULL ? file->package : NULL;
	d->object.kind = VT_KIND_NONE;
	d->title_page = d->start_page = -1;
	vt_findings_init(&d->findings, a);
	return (VT_OK);
}

vt_err
vt_draft_property(struct vt_draft *d, const struct vt_property *p)
{
	struct vt_property *list = vt_array_grow(d->arena, d->properties, d->property_count,
						 &d->property_cap, sizeof(*list));

	if (list == NULL)
		return (VT_E_LIMIT);
	d->properties = list;
	d->properties[d->property_count++] = *p;
	d->object.description = (struct vt_description){ d->properties, d->property_count };
	return (VT_OK);
}

vt_err
vt_draft_collection(struct vt_draft *d, struct vt_str spec)
{
	struct vt_str *list;

	for (size_t i = 0; i < d->collection_count; i++)
		if (vt_str_eq(d->collections[i], spec))
			return (VT_OK);
	list = vt_array_grow(d->arena, d->collections, d->collection_count, &d->collection_cap,
			     sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	d->collections = list;
	d->collections[d->collection_count++] = spec;
	return (VT_OK);
}

vt_err
vt_draft_page(struct vt_draft *d, struct vt_str label, struct vt_draft_page **page_r)
{
	struct vt_draft_page *list;

	if (d->page_count >= VT_DRAFT_PAGES_MAX)
		return (vt_fail(VT_E_TOOLARGE, "more than %d pages; divide the object", VT_DRAFT_PAGES_MAX));
	list = vt_array_grow(d->arena, d->pages, d->page_count, &d->page_cap, sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	d->pages = list;
	*page_r = &d->pages[d->page_count++];
	**page_r = (struct vt_draft_page){ .label = label };
	return (VT_OK);
}

vt_err
vt_draft_range(struct vt_draft *d, int64_t parent, struct vt_draft_range **range_r)
{
	struct vt_draft_range *list;

	if (d->range_count >= VT_DRAFT_RANGES_MAX)
		return (vt_fail(VT_E_TOOLARGE, "more than %d parts in its structure; leave out the lowest",
				VT_DRAFT_RANGES_MAX));
	list = vt_array_grow(d->arena, d->ranges, d->range_count, &d->range_cap, sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	d->ranges = list;
	*range_r = &d->ranges[d->range_count++];
	**range_r = (struct vt_draft_range){ .parent = parent };
	return (VT_OK);
}

vt_err
vt_draft_part(struct vt_draft *d, struct vt_draft_range *r, const struct vt_draft_part *part)
{
	struct vt_draft_part *list =
	    vt_array_grow(d->arena, r->parts, r->part_count, &r->part_cap, sizeof(*list));

	if (list == NULL)
		return (VT_E_LIMIT);
	r->parts = list;
	r->parts[r->part_count++] = *part;
	return (VT_OK);
}

vt_err
vt_draft_file(struct vt_draft *d, const struct vt_draft_file *f)
{
	struct vt_draft_file *list;

	for (size_t i = 0; i < d->file_count; i++)
		if (vt_str_eq(d->files[i].path, f->path))
			return (VT_OK);
	list = vt_array_grow(d->arena, d->files, d->file_count, &d->file_cap, sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	d->files = list;
	d->files[d->file_count++] = *f;
	return (VT_OK);
}

void
vt_draft_say_missing(struct vt_draft *d, struct vt_str href)
{
	struct vt_str other =
	    vt_tree_other_case(d->tree, d->arena, vt_tree_folder(d->file->path), href);

	if (vt_str_eq(vt_tree_base(other), vt_tree_base(href)) && other.len != 0)
		vt_findings_add(&d->findings, VT_FINDING_MISSING,
				"\"%.*s\" is named but is no file that can be read, a folder perhaps or "
				"a link that leads nowhere: put the file itself there",
				VT_STR_ARG(href));
	else if (other.len != 0)
		vt_findings_add(&d->findings, VT_FINDING_MISSING,
				"\"%.*s\" is named but is not there; %.*s is there: names differ in "
				"upper and lower case",
				VT_STR_ARG(href), VT_STR_ARG(other));
	else
		vt_findings_add(&d->findings, VT_FINDING_MISSING,
				"\"%.*s\" is named but is not there", VT_STR_ARG(href));
}

/* What is not there: said once, and where it was looked for. */
static void
vt_draft_missing(struct vt_draft *d, struct vt_str href, enum vt_resolved answer)
{
	if (answer == VT_RESOLVED_OUTSIDE)
		vt_findings_add(
		    &d->findings, VT_FINDING_LINK,
		    "\"%.*s\" lies outside the folder that is ingested and is not read; give "
		    "the folder that holds both",
		    VT_STR_ARG(href));
	else
		vt_draft_say_missing(d, href);
}

static vt_err
vt_draft_refer_image(struct vt_draft *d, struct vt_str href, struct vt_str path)
{
	struct vt_draft_page *page;
	vt_err err;

	for (size_t i = 0; i < d->page_count; i++)
		if (path.len != 0 && vt_str_eq(d->pages[i].image_path, path))
			return (VT_OK);
	err = vt_draft_page(d, VT_STR_NONE, &page);
	if (err != VT_OK)
		return (err);
	page->image_name = href;
	page->image_path = path;
	if (path.len != 0)
		vt_draft_companion(d, page);
	return (VT_OK);
}

vt_err
vt_draft_refer(struct vt_draft *d, struct vt_str href, bool is_image)
{
	struct vt_str path = VT_STR_NONE, disk;
	enum vt_file_kind kind = VT_FILE_OTHER;
	bool is_by_name = false;
	enum vt_resolved answer = vt_tree_resolve(d->tree, d->arena, vt_tree_folder(d->file->path),
						  href, &path, &is_by_name);
	vt_err err;

	if (answer == VT_RESOLVED_REMOTE)
		return (VT_OK);
	if (answer != VT_RESOLVED_FOUND) {
		vt_draft_missing(d, href, answer);
		return (is_image ? vt_draft_refer_image(d, href, VT_STR_NONE) : VT_OK);
	}
	if (is_by_name)
		vt_findings_add(
		    &d->findings, VT_FINDING_LINK,
		    "\"%.*s\" is not there; the file of that name beside the source was taken",
		    VT_STR_ARG(href));
	disk = vt_str_of(vt_tree_disk(d->tree, d->arena, path));
	if (disk.p == NULL)
		return (VT_E_LIMIT);
	err = vt_recognise_kind(disk.p, &kind);
	if (err != VT_OK)
		return (err);
	if (kind == VT_FILE_DOCUMENT || kind == VT_FILE_CAPTIONS || !is_image) {
		struct vt_draft_file f = { .name = vt_tree_base(path), .path = disk };

		return (vt_draft_file(d, &f));
	}
	return (vt_draft_refer_image(d, href, disk));
}

void
vt_draft_companion(struct vt_draft *d, struct vt_draft_page *page)
{
	static const char *const endings[] = { ".xml", ".alto.xml", ".page.xml", "_alto.xml",
					       ".hocr", ".hocr.html", ".html", "_hocr.html" };
	struct vt_str path = vt_tree_relative(d->tree, page->image_path), stem, found;
	size_t dot;
	bool is_by_name;

	for (dot = path.len; dot > 0 && path.p[dot - 1] != '.' && path.p[dot - 1] != '/';)
		dot--;
	if (dot == 0 || path.p[dot - 1] == '/')
		return;
	stem = vt_str_sub(path, 0, dot - 1);
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		struct vt_str name =
		    vt_str_printf(d->arena, "%.*s%s", VT_STR_ARG(stem), endings[i]);
		struct vt_tree_file *f = vt_tree_find(d->tree, name);

		if (f == NULL || f->kind != VT_FILE_TEXT ||
		    vt_tree_resolve(d->tree, d->arena, vt_tree_folder(name), vt_tree_base(name),
				    &found, &is_by_name) != VT_RESOLVED_FOUND)
			continue;
		page->text_name = vt_tree_base(name);
		page->text_path = vt_str_of(vt_tree_disk(d->tree, d->arena, found));
		return;
	}
}

/* --- what crosswalks make ---------------------------------------------------- */

static vt_err
vt_draft_institution(struct vt_draft *d, const xmlNode *n, struct vt_institution *i)
{
	struct vt_label *items;
	size_t count = i->names.count;

	if (i->code.len == 0)
		i->code = vt_xml_attr(d->arena, n, "code");
	if (i->uri.len == 0)
		i->uri = vt_xml_attr(d->arena, n, "uri");
	items = vt_arena_array(d->arena, count + 1, sizeof(*items));
	if (items == NULL)
		return (VT_E_LIMIT);
	if (count != 0)
		memcpy(items, i->names.items, count * sizeof(*items));
	items[count].lang = vt_xml_attr(d->arena, n, "lang");
	items[count].text = vt_xml_text(d->arena, n);
	i->names.items = items;
	i->names.count = count + (items[count].text.len != 0);
	return (VT_OK);
}

/* A code alone (MARC's 040) is who catalogued, anywhere in the world. */
static vt_err
vt_draft_holder(struct vt_draft *d, const xmlNode *n)
{
	if (!vt_str_eq_c(vt_xml_attr(d->arena, n, "of"), "record"))
		return (vt_draft_institution(d, n, &d->holder));
	return (vt_xml_text(d->arena, n).len != 0 ? vt_draft_institution(d, n, &d->recorder)
						  : VT_OK);
}

static vt_err
vt_draft_child(struct vt_draft *d, const xmlNode *n)
{
	struct vt_str use;

	if (vt_xml_is(n, NULL, "institution"))
		return (vt_draft_holder(d, n));
	if (vt_xml_is(n, NULL, "collection")) {
		struct vt_str spec = vt_spec_of_collection(d->arena, vt_xml_attr(d->arena, n, "spec"));

		if (vt_package_is_spec(spec))
			return (vt_draft_collection(d, spec));
		return (VT_OK);
	}
	if (!vt_xml_is(n, NULL, "file"))
		return (VT_OK);
	use = vt_xml_attr(d->arena, n, "use");
	if (vt_str_eq_c(use, "thumbnail") || d->has_own_pages)
		return (VT_OK);
	return (vt_draft_refer(d, vt_xml_attr(d->arena, n, "href"), vt_str_eq_c(use, "image")));
}

vt_err
vt_draft_from_xml(struct vt_draft *d, xmlDocPtr doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	struct vt_description description;
	vt_err err = vt_description_from_xml(d->arena, root, &description);

	for (size_t i = 0; err == VT_OK && i < description.count; i++)
		err = vt_draft_property(d, &description.properties[i]);
	if (err != VT_OK)
		return (err);
	d->raw_identifier = vt_xml_attr(d->arena, root, "identifier");
	d->object.rights = vt_xml_attr(d->arena, root, "rights");
	d->object.language = vt_xml_attr(d->arena, root, "language");
	d->object.institution = vt_xml_attr(d->arena, root, "institution");
	if (!vt_kind_parse(vt_xml_attr(d->arena, root, "kind"), &d->object.kind))
		d->object.kind = VT_KIND_NONE;
	for (const xmlNode *n = vt_xml_child(root, NULL, NULL); n != NULL && err == VT_OK;
	     n = vt_xml_next(n, NULL, NULL))
		err = vt_draft_child(d, n);
	return (err);
}
