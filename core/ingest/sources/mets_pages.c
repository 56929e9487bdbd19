/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of a METS: the divs of its physical structMap; where there is none, of
 * the one that points to images; where there is none either, the images of one
 * fileGrp.  Each page takes the best image that is there, and its text.
 */
#include "ingest/folder/viewing.h"
#include "ingest/sources/mets.h"
#include "text/xml_read.h"

static bool
vt_mets_ends_nocase(struct vt_str s, const char *end)
{
	struct vt_str e = vt_str_of(end);

	return (s.len >= e.len && vt_str_eq_nocase(vt_str_sub(s, s.len - e.len, e.len), e));
}

static bool
vt_mets_is_page_type(struct vt_mets *m, const xmlNode *div)
{
	struct vt_str type = vt_xml_attr(m->d->arena, div, "TYPE");

	return (vt_mets_ends_nocase(type, "page") || vt_viewing_leaf(type) != NULL);
}

static bool
vt_mets_has_typed_pages(struct vt_mets *m, const xmlNode *n)
{
	for (const xmlNode *div = vt_xml_child(n, NULL, "div"); div != NULL;
	     div = vt_xml_next(div, NULL, "div"))
		if (vt_mets_is_page_type(m, div) || vt_mets_has_typed_pages(m, div))
			return (true);
	return (false);
}

void
vt_mets_pointers(struct vt_mets *m, const xmlNode *n, struct vt_mets_page *page)
{
	struct vt_mets_file *f = vt_mets_file(m, vt_xml_attr(m->d->arena, n, "FILEID"));

	if (f != NULL && page->count < VT_METS_CANDIDATES_MAX)
		page->files[page->count++] = f;
	for (const xmlNode *c = vt_xml_child(n, NULL, NULL); c != NULL;
	     c = vt_xml_next(c, NULL, NULL))
		if (vt_xml_is(c, NULL, "fptr") || vt_xml_is(c, NULL, "area") ||
		    vt_xml_is(c, NULL, "seq") || vt_xml_is(c, NULL, "par"))
			vt_mets_pointers(m, c, page);
}

/* There before not there, then by use, then the larger file. */
static bool
vt_mets_is_better(const struct vt_mets_file *f, const struct vt_mets_file *than)
{
	bool is_there = f->path.len != 0, was_there = than->path.len != 0;

	if (is_there != was_there)
		return (is_there);
	if (f->rank != than->rank)
		return (f->rank > than->rank);
	return (f->bytes > than->bytes);
}

static struct vt_mets_file *
vt_mets_best(const struct vt_mets_page *page, enum vt_mets_role role)
{
	struct vt_mets_file *best = NULL;

	for (size_t i = 0; i < page->count; i++)
		if (page->files[i]->role == role && !page->files[i]->is_choice &&
		    (best == NULL || vt_mets_is_better(page->files[i], best)))
			best = page->files[i];
	return (best);
}

/* Files that are named and are not there; what is elsewhere is only said when
 * it leaves the page without an image. */
static void
vt_mets_say_missing(struct vt_mets *m, const struct vt_mets_page *page,
		    const struct vt_mets_file *image)
{
	bool has_image = image != NULL && image->path.len != 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct vt_mets_file *f = page->files[i];

		if (f->path.len != 0 || f->rank <= 10 || f->role == VT_METS_CAPTIONS)
			continue;
		if (f->is_outside)
			vt_findings_add(
			    &m->d->findings, VT_FINDING_LINK,
			    "\"%.*s\" lies outside the folder that is ingested and is not read",
			    VT_STR_ARG(f->href));
		else if (!f->is_remote && f->role == VT_METS_IMAGE && has_image)
			vt_findings_add(&m->d->findings, VT_FINDING_MISSING,
					"\"%.*s\" is named but is not there; \"%.*s\" was taken",
					VT_STR_ARG(f->href), VT_STR_ARG(image->href));
		else if (!f->is_remote)
			vt_draft_say_missing(m->d, f->href);
		else if (f == image)
			vt_findings_add(&m->d->findings, VT_FINDING_MISSING,
					"\"%.*s\" is elsewhere; nothing is fetched",
					VT_STR_ARG(f->href));
	}
}

static vt_err
vt_mets_page_files(struct vt_mets *m, const struct vt_mets_page *files, size_t index)
{
	struct vt_draft_page *page = &m->d->pages[index];
	struct vt_mets_file *image = vt_mets_best(files, VT_METS_IMAGE);
	struct vt_mets_file *text = vt_mets_best(files, VT_METS_TEXT);
	vt_err err = VT_OK;

	if (image != NULL) {
		page->image_name = image->href;
		page->image_path = image->path;
	}
	if (text != NULL) {
		page->text_name = text->href;
		page->text_path = text->path;
	}
	vt_mets_say_missing(m, files, image);
	for (size_t i = 0; i < files->count && err == VT_OK; i++) {
		struct vt_mets_file *f = files->files[i];

		if (vt_mets_lookup(m->page_by_file, m->d->arena, f->id) == 0)
			err = vt_mets_keep(m->page_by_file, m->d->arena, f->id, index);
	}
	return (err);
}

/* ORDERLABEL, LABEL, else the page number that its own MODS gives (NDNP). */
static struct vt_str
vt_mets_page_label(struct vt_mets *m, const xmlNode *div)
{
	struct vt_arena *a = m->d->arena;
	struct vt_str label = vt_xml_attr(a, div, "ORDERLABEL"), ids;
	const xmlNode *n;

	if (label.len == 0)
		label = vt_xml_attr(a, div, "LABEL");
	ids = vt_xml_attr(a, div, "DMDID");
	if (label.len != 0 || ids.len == 0)
		return (label);
	n = vt_mets_section(m, ids);
	for (const char *const *step = (const char *const[]){ "mdWrap", "xmlData", "mods", "part",
							      "detail", "number", NULL };
	     *step != NULL && n != NULL; step++)
		n = vt_xml_child(n, NULL, *step);
	return (n != NULL ? vt_xml_text(a, n) : VT_STR_NONE);
}

static vt_err
vt_mets_add_page(struct vt_mets *m, const xmlNode *div, const struct vt_mets_page *files)
{
	struct vt_arena *a = m->d->arena;
	struct vt_draft_page *page;
	size_t index = m->d->page_count;
	vt_err err = vt_draft_page(m->d, vt_mets_page_label(m, div), &page);

	if (err == VT_OK)
		err = vt_mets_page_files(m, files, index);
	if (err == VT_OK)
		err = vt_mets_keep(m->page_by_div, a, vt_xml_attr(a, div, "ID"), index);
	if (err == VT_OK && m->d->title_page < 0 &&
	    vt_str_eq_c(vt_xml_attr(a, div, "label"), "START_PAGE"))
		m->d->title_page = m->d->start_page = (int64_t)index;
	if (err == VT_OK)
		m->d->pages[index].behavior = vt_str_of(vt_viewing_leaf(vt_xml_attr(a, div, "TYPE")));
	return (err);
}

/* What the other image shows: its title, else what its USE says behind the word. */
static struct vt_str
vt_mets_choice_label(const struct vt_mets_file *f)
{
	struct vt_str rest = vt_str_sub(f->use, VT_STR(VT_METS_CHOICE).len, f->use.len);

	while (rest.len != 0 && strchr(" -_:./", rest.p[0]) != NULL)
		rest = vt_str_sub(rest, 1, rest.len);
	return (f->title.len != 0 ? f->title : vt_str_trim(rest));
}

/* Behind all pages. */
static vt_err
vt_mets_choices(struct vt_mets *m)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < m->file_count && err == VT_OK; i++) {
		const struct vt_mets_file *f = &m->files[i];
		size_t page = vt_mets_lookup(m->page_by_file, m->d->arena, f->id);
		struct vt_draft_page *choice;

		if (!f->is_choice || f->role != VT_METS_IMAGE || f->path.len == 0 || page == 0)
			continue;
		err = vt_draft_page(m->d, vt_mets_choice_label(f), &choice);
		if (err != VT_OK)
			break;
		choice->image_name = f->href;
		choice->image_path = f->path;
		choice->choice_of = page;
	}
	return (err);
}

/* Any div with files that is not itself a page: documents of the whole. */
static vt_err
vt_mets_documents(struct vt_mets *m)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < m->file_count && err == VT_OK; i++) {
		struct vt_mets_file *f = &m->files[i];
		struct vt_draft_file file = { .path = f->path, .use = f->use };
		struct vt_str folder = vt_tree_folder(f->path);

		if (f->role != VT_METS_DOCUMENT || f->path.len == 0)
			continue;
		file.name = vt_str_sub(f->path, folder.len + 1, f->path.len);
		err = vt_draft_file(m->d, &file);
	}
	return (err);
}

/* pages only: with typed pages, those; else divs that have files of their own
 * and no div below. */
static vt_err
vt_mets_walk_pages(struct vt_mets *m, const xmlNode *n, bool is_typed)
{
	vt_err err = VT_OK;

	for (const xmlNode *div = vt_xml_child(n, NULL, "div"); div != NULL && err == VT_OK;
	     div = vt_xml_next(div, NULL, "div")) {
		bool is_leaf = vt_xml_child(div, NULL, "div") == NULL;
		struct vt_mets_page files = { .count = 0 };

		if (is_typed ? !vt_mets_is_page_type(m, div) : !is_leaf) {
			err = vt_mets_walk_pages(m, div, is_typed);
			continue;
		}
		vt_mets_pointers(m, div, &files);
		if (is_typed || vt_mets_best(&files, VT_METS_IMAGE) != NULL ||
		    vt_mets_best(&files, VT_METS_TEXT) != NULL)
			err = vt_mets_add_page(m, div, &files);
	}
	return (err);
}

/* No structMap leads to images: those of the fileGrp with the best ones, in
 * their order. */
static vt_err
vt_mets_pages_by_group(struct vt_mets *m)
{
	const struct vt_mets_file *best = NULL;
	vt_err err = VT_OK;

	for (size_t i = 0; i < m->file_count; i++)
		if (m->files[i].role == VT_METS_IMAGE && !m->files[i].is_choice &&
		    (best == NULL || vt_mets_is_better(&m->files[i], best)))
			best = &m->files[i];
	if (best == NULL)
		return (VT_OK);
	vt_findings_add(&m->d->findings, VT_FINDING_STRUCTURE,
			"no structMap points to images: the pages are the files of one fileGrp");
	for (size_t i = 0; i < m->file_count && err == VT_OK; i++) {
		struct vt_mets_page files = { .files = { &m->files[i] }, .count = 1 };
		struct vt_draft_page *page;

		if (m->files[i].role != VT_METS_IMAGE || m->files[i].group != best->group)
			continue;
		err = vt_draft_page(m->d, VT_STR_NONE, &page);
		if (err == VT_OK)
			err = vt_mets_page_files(m, &files, m->d->page_count - 1);
	}
	return (err);
}

vt_err
vt_mets_pages(struct vt_mets *m)
{
	const xmlNode *map = vt_mets_map(m, "physical");
	vt_err err = VT_OK;

	if (map != NULL)
		err = vt_mets_walk_pages(m, map, vt_mets_has_typed_pages(m, map));
	m->physical = m->d->page_count != 0 ? map : NULL;
	for (map = vt_xml_child(m->root, NULL, "structMap");
	     map != NULL && err == VT_OK && m->d->page_count == 0;
	     map = vt_xml_next(map, NULL, "structMap")) {
		err = vt_mets_walk_pages(m, map, vt_mets_has_typed_pages(m, map));
		if (m->d->page_count != 0)
			m->physical = map;
	}
	if (err == VT_OK && m->d->page_count == 0)
		err = vt_mets_pages_by_group(m);
	if (err == VT_OK)
		err = vt_mets_choices(m);
	if (err == VT_OK)
		err = vt_mets_documents(m);
	return (err == VT_OK ? vt_mets_captions(m) : err);
}
