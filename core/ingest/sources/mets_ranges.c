/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ranges of a METS: the logical structMap below the object's own div.  A div
 * stands on the pages that structLink leads it to, or on the areas that its
 * fptr name.  Divs that have neither a label nor links of their own (blocks of
 * an article) give their places to the range above.
 */
#include <stdlib.h>

#include "ingest/sources/mets.h"
#include "text/xml_read.h"

#define VT_METS_LINKS_MAX 500000 /* of one METS */

struct vt_mets_link {
	struct vt_mets_link *next;
	size_t page; /* index + 1; 0: it leads elsewhere */
};

/* All links from one logical div. */
struct vt_mets_linked {
	struct vt_mets_link *links;
	size_t count;
	size_t *pages; /* indexes in order, each once, made when they are first asked for */
	size_t page_count;
};

static void
vt_mets_link(struct vt_mets *m, struct vt_str from, struct vt_str to)
{
	const char *key = vt_str_c(m->d->arena, from);
	struct vt_mets_link *link = vt_arena_alloc(m->d->arena, sizeof(*link));
	struct vt_mets_linked *l;

	if (key == NULL || link == NULL || from.len == 0)
		return;
	l = xmlHashLookup(m->links, (const xmlChar *)key);
	if (l == NULL) {
		l = vt_arena_alloc(m->d->arena, sizeof(*l));
		if (l == NULL || xmlHashAddEntry(m->links, (const xmlChar *)key, l) != 0)
			return;
	}
	link->page = vt_mets_lookup(m->page_by_div, m->d->arena, to);
	link->next = l->links;
	l->links = link;
	l->count++;
}

static void
vt_mets_links(struct vt_mets *m)
{
	const xmlNode *section = vt_xml_child(m->root, NULL, "structLink");
	size_t count = 0;

	if (section == NULL)
		return;
	for (const xmlNode *n = vt_xml_child(section, NULL, "smLink");
	     n != NULL && count < VT_METS_LINKS_MAX; n = vt_xml_next(n, NULL, "smLink"), count++)
		vt_mets_link(m, vt_xml_attr(m->d->arena, n, "from"),
			     vt_xml_attr(m->d->arena, n, "to"));
}

/* Numbers of an area's COORDS; how many. */
static size_t
vt_mets_coords(struct vt_str s, double out[], size_t max)
{
	struct vt_str part;
	size_t n = 0;

	while (n < max && vt_str_next(&s, ',', &part))
		if (!vt_str_to_double(vt_str_trim(part), &out[n++]))
			return (0);
	return (n);
}

static struct vt_box
vt_mets_shape(struct vt_mets *m, const xmlNode *area)
{
	struct vt_str shape = vt_xml_attr(m->d->arena, area, "SHAPE");
	double c[256];
	size_t n =
	    vt_mets_coords(vt_xml_attr(m->d->arena, area, "COORDS"), c, sizeof(c) / sizeof(*c));
	struct vt_box box = { 0, 0, 0, 0 };

	if (vt_str_eq_nocase(shape, VT_STR("CIRCLE")) && n == 3)
		return ((struct vt_box){ c[0] - c[2], c[1] - c[2], 2 * c[2], 2 * c[2] });
	for (size_t i = 0; i + 1 < n; i += 2) {
		/* a sliver around each corner: the union is the box of them all */
		struct vt_box corner = { c[i], c[i + 1], 1e-9, 1e-9 };

		box = i == 0 ? corner : vt_box_union(box, corner);
	}
	if (box.w < 1 || box.h < 1)
		return ((struct vt_box){ 0, 0, 0, 0 });
	return (box);
}

static vt_err
vt_mets_area(struct vt_mets *m, struct vt_draft_range *r, const xmlNode *n)
{
	struct vt_arena *a = m->d->arena;
	struct vt_str id = vt_xml_attr(a, n, "FILEID");
	size_t page = vt_mets_lookup(m->page_by_file, a, id);
	const struct vt_mets_file *file;
	struct vt_draft_part part;

	if (page == 0)
		return (VT_OK);
	part = (struct vt_draft_part){ .page = page - 1 };
	if (vt_str_eq_nocase(vt_xml_attr(a, n, "BETYPE"), VT_STR("IDREF"))) {
		part.from = vt_xml_attr(a, n, "BEGIN");
		part.to = vt_xml_attr(a, n, "END");
	}
	file = vt_mets_file(m, id);
	part.box = vt_mets_shape(m, n);
	/* Measures of an image that is not the one shown say nothing of it. */
	if (file != NULL && file->role == VT_METS_IMAGE &&
	    !vt_str_eq(file->path, m->d->pages[page - 1].image_path))
		part.box.w = 0;
	return (vt_draft_part(m->d, r, &part));
}

/* All places below an fptr: itself, or the areas in it. */
static vt_err
vt_mets_areas(struct vt_mets *m, struct vt_draft_range *r, const xmlNode *n)
{
	size_t before = r->part_count;
	vt_err err = VT_OK;

	if (vt_xml_is(n, NULL, "area") || vt_xml_attr(m->d->arena, n, "FILEID").len != 0)
		return (vt_mets_area(m, r, n));
	for (const xmlNode *c = vt_xml_child(n, NULL, NULL); c != NULL && err == VT_OK;
	     c = vt_xml_next(c, NULL, NULL)) {
		err = vt_mets_areas(m, r, c);
		/* par: the same place twice (image and text); the first is enough */
		if (vt_xml_is(n, NULL, "par") && r->part_count != before)
			break;
	}
	return (err);
}

static int
vt_mets_by_page(const void *va, const void *vb)
{
	const size_t *a = va, *b = vb;

	return (*a < *b ? -1 : *a > *b);
}

static vt_err
vt_mets_put_in_order(struct vt_mets *m, struct vt_mets_linked *l)
{
	size_t n = 0, kept = 0;

	l->pages = vt_arena_array(m->d->arena, l->count, sizeof(*l->pages));
	if (l->pages == NULL)
		return (VT_E_LIMIT);
	for (const struct vt_mets_link *link = l->links; link != NULL; link = link->next)
		if (link->page != 0)
			l->pages[n++] = link->page - 1;
	if (n != 0)
		qsort(l->pages, n, sizeof(*l->pages), vt_mets_by_page);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || l->pages[i] != l->pages[i - 1])
			l->pages[kept++] = l->pages[i];
	l->page_count = kept;
	return (VT_OK);
}

/* Marks the pages on which a range stands, or takes the marks away: m->is_marked is
 * one for all ranges, for a METS may have as many of them as pages. */
static void
vt_mets_mark(struct vt_mets *m, const struct vt_draft_range *r, bool is_marked)
{
	for (size_t i = 0; i < r->part_count; i++)
		m->is_marked[r->parts[i].page] = is_marked;
}

/* Whole pages, beside those that its areas name. */
static vt_err
vt_mets_linked_pages(struct vt_mets *m, struct vt_draft_range *r, struct vt_str id)
{
	const char *key = vt_str_c(m->d->arena, id);
	struct vt_mets_linked *l =
	    key != NULL ? xmlHashLookup(m->links, (const xmlChar *)key) : NULL;
	vt_err err = VT_OK;

	if (l == NULL)
		return (VT_OK);
	if (l->pages == NULL)
		err = vt_mets_put_in_order(m, l);
	vt_mets_mark(m, r, true);
	for (size_t i = 0; i < l->page_count && err == VT_OK; i++) {
		struct vt_draft_part part = { .page = l->pages[i] };

		if (!m->is_marked[part.page])
			err = vt_draft_part(m->d, r, &part);
	}
	vt_mets_mark(m, r, false);
	return (err);
}

static bool
vt_mets_has_links(struct vt_mets *m, const xmlNode *div)
{
	const char *key = vt_str_c(m->d->arena, vt_xml_attr(m->d->arena, div, "ID"));

	return (key != NULL && xmlHashLookup(m->links, (const xmlChar *)key) != NULL);
}

static struct vt_str
vt_mets_div_label(struct vt_mets *m, const xmlNode *div)
{
	struct vt_arena *a = m->d->arena;
	struct vt_str label = vt_xml_attr(a, div, "LABEL"), ids;

	if (label.len == 0)
		label = vt_xml_attr(a, div, "label");
	ids = vt_xml_attr(a, div, "DMDID");
	if (label.len == 0 && ids.len != 0)
		label = vt_mets_title(m, ids);
	return (label);
}

/* A title page that the structure names is what a reader wants to see first. */
static void
vt_mets_title_page(struct vt_mets *m, const struct vt_draft_range *r)
{
	if (m->d->title_page < 0 && r->part_count != 0 &&
	    (vt_str_eq_nocase(r->type, VT_STR("title_page")) ||
	     vt_str_eq_nocase(r->type, VT_STR("titlepage"))))
		m->d->title_page = (int64_t)r->parts[0].page;
}

static vt_err vt_mets_below(struct vt_mets *m, const xmlNode *div, int64_t range);

static vt_err
vt_mets_div(struct vt_mets *m, const xmlNode *div, int64_t parent)
{
	struct vt_arena *a = m->d->arena;
	struct vt_str id = vt_xml_attr(a, div, "ID"), label = vt_mets_div_label(m, div);
	size_t page = div->parent != NULL ? vt_mets_lookup(m->page_by_div, a, id) : 0;
	int64_t index = (int64_t)m->d->range_count;
	struct vt_draft_range *r;
	vt_err err;

	/* Where one structMap is both: its pages are places of the range above. */
	if (page != 0) {
		struct vt_draft_part part = { .page = page - 1 };

		return (parent >= 0 ? vt_draft_part(m->d, &m->d->ranges[parent], &part) : VT_OK);
	}
	if (label.len == 0 && !vt_mets_has_links(m, div))
		return (vt_mets_below(m, div, parent));
	err = vt_draft_range(m->d, parent, &r);
	if (err != VT_OK)
		return (err);
	r->type = vt_xml_attr(a, div, "TYPE");
	r->label = label.len != 0 ? label : vt_xml_attr(a, div, "ORDERLABEL");
	err = vt_mets_below(m, div, index);
	if (err == VT_OK)
		err = vt_mets_linked_pages(m, &m->d->ranges[index], id);
	if (err == VT_OK)
		vt_mets_title_page(m, &m->d->ranges[index]);
	return (err);
}

/* Its own areas, then the divs in it. */
static vt_err
vt_mets_below(struct vt_mets *m, const xmlNode *div, int64_t range)
{
	vt_err err = VT_OK;

	for (const xmlNode *n = vt_xml_child(div, NULL, NULL); n != NULL && err == VT_OK;
	     n = vt_xml_next(n, NULL, NULL)) {
		if (vt_xml_is(n, NULL, "fptr") && range >= 0)
			err = vt_mets_areas(m, &m->d->ranges[range], n);
		else if (vt_xml_is(n, NULL, "div"))
			err = vt_mets_div(m, n, range);
	}
	return (err);
}

/* Ranges that stand nowhere, nor anything in them, are of no use to a reader. */
static vt_err
vt_mets_drop_empty(struct vt_mets *m)
{
	struct vt_draft *d = m->d;
	int64_t *place = vt_arena_array(d->arena, d->range_count + 1, sizeof(*place));
	size_t kept = 0;

	if (place == NULL)
		return (VT_E_LIMIT);
	for (size_t i = d->range_count; i-- > 0;) {
		place[i] += d->ranges[i].part_count != 0;
		if (place[i] != 0 && d->ranges[i].parent >= 0)
			place[d->ranges[i].parent]++;
	}
	for (size_t i = 0; i < d->range_count; i++) {
		int64_t parent = d->ranges[i].parent;

		if (place[i] == 0)
			continue;
		d->ranges[kept] = d->ranges[i];
		d->ranges[kept].parent = parent >= 0 ? place[parent] : -1;
		place[i] = (int64_t)kept++;
	}
	d->range_count = kept;
	return (VT_OK);
}

vt_err
vt_mets_ranges(struct vt_mets *m)
{
	const xmlNode *div = vt_mets_object_div(m);
	vt_err err;

	if (div == NULL || m->d->page_count == 0)
		return (VT_OK);
	m->is_marked = vt_arena_array(m->d->arena, m->d->page_count, sizeof(*m->is_marked));
	if (m->is_marked == NULL)
		return (VT_E_LIMIT);
	vt_mets_links(m);
	err = vt_mets_below(m, div, -1);
	return (err == VT_OK ? vt_mets_drop_empty(m) : err);
}
