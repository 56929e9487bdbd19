/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of an article: an annotation collection beside its range, with a page of
 * lines for each page of the newspaper on which it has a region (recipe 0025).
 */
#include <stdio.h>

#include "presentation.h"

static bool
presentation_page_has_text(const struct presentation_call *c, int64_t page)
{
	return (page >= 1 && page <= (int64_t)c->page_count && c->pages[page - 1].has_text);
}

bool
presentation_range_has_text(const struct presentation_call *c, const struct vt_range *r)
{
	for (size_t i = 0; c->version == PRESENTATION_3 && i < r->part_count; i++)
		if (r->parts[i].w > 0 && presentation_page_has_text(c, r->parts[i].page))
			return (true);
	return (false);
}

/* Numbers of the pages with text on which a range with regions stands, in order; none
 * of other ranges: their text is the pages'. */
static vt_err
presentation_range_pages(struct presentation_call *c, const struct vt_range *r, int64_t **list_r,
    size_t *count_r)
{
	int64_t	*list = vt_arena_array(c->arena, r->part_count + 1, sizeof(*list));
	size_t	 count = 0;

	if (list == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < r->part_count; i++) {
		int64_t	page = r->parts[i].page;

		/* Parts are in reading order: a page comes again only after others. */
		if (presentation_page_has_text(c, page) && (count == 0 || list[count - 1] < page))
			list[count++] = page;
	}
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}

static vt_err
presentation_load_range_text(struct presentation_call *c, const struct vt_range **r_r,
    int64_t **pages_r, size_t *count_r)
{
	vt_err	err;

	presentation_only_3(c);
	if ((err = presentation_load_range(c, r_r)) != VT_OK)
		return (err);
	if (!presentation_range_has_text(c, *r_r))
		return (vt_fail(VT_E_NOTFOUND, "range %lld of '%.*s' has no regions with text",
		    (long long)(*r_r)->number, VT_STR_ARG(c->object.identifier)));
	return (presentation_range_pages(c, *r_r, pages_r, count_r));
}

static struct vt_str
presentation_range_page_id(struct presentation_call *c, const struct vt_range *r, size_t part)
{
	char	tail[40];

	(void)snprintf(tail, sizeof(tail), "/text/%zu", part);
	return (presentation_range_id(c, r->number, tail));
}

static void
presentation_page_reference(struct presentation_call *c, const struct vt_range *r, const char *key,
    size_t part)
{
	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_range_page_id(c, r, part));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
	vt_jsonw_end(&c->j);
}

vt_err
presentation_range_text(struct presentation_call *c)
{
	const struct vt_range	*r;
	int64_t			*pages;
	size_t			 count;
	vt_err			 err;

	if ((err = presentation_load_range_text(c, &r, &pages, &count)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_range_id(c, r->number, "/text"), "AnnotationCollection",
	    "sc:Layer");
	presentation_range_label(c, r);
	presentation_page_reference(c, r, "first", 1);
	presentation_page_reference(c, r, "last", count);
	presentation_part_of(c);
	return (presentation_end(c));
}

static void
presentation_collection_of(struct presentation_call *c, const struct vt_range *r)
{
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_range_id(c, r->number, "/text"));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationCollection");
	presentation_range_label(c, r);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static const struct presentation_canvas *
presentation_canvas_of(const struct presentation_call *c, int64_t page)
{
	for (size_t i = 0; i < c->canvas_count; i++)
		if (c->canvases[i].page != NULL && c->canvases[i].number == page)
			return (&c->canvases[i]);
	return (c->beside);
}

/* The words of a page that are within the range, and the page's canvas. */
static vt_err
presentation_range_words(struct presentation_call *c, const struct vt_range *r, int64_t page,
    const struct presentation_canvas **canvas_r, struct presentation_words *words_r)
{
	const struct presentation_canvas	*canvas = presentation_canvas_of(c, page);
	struct vt_word				*words;
	size_t					 count;
	vt_err					 err;

	if (canvas == NULL)
		return (VT_E_NOTFOUND);
	if ((err = vt_catalog_words(c->catalog, c->arena, canvas->page->rowid, &words, &count)) != VT_OK)
		return (err);
	*canvas_r = canvas;
	*words_r = (struct presentation_words){ words, count, r->parts, r->part_count };
	return (VT_OK);
}

vt_err
presentation_range_text_page(struct presentation_call *c)
{
	const struct presentation_canvas	*canvas;
	struct presentation_words		 some;
	const struct vt_range			*r;
	int64_t					*pages, part;
	size_t					 count;
	vt_err					 err;

	if ((err = presentation_load_range_text(c, &r, &pages, &count)) != VT_OK ||
	    (err = presentation_number(c, "part", (int64_t)count, &part)) != VT_OK ||
	    (err = presentation_range_words(c, r, pages[part - 1], &canvas, &some)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_range_page_id(c, r, (size_t)part), "AnnotationPage",
	    "sc:AnnotationList");
	presentation_range_label(c, r);
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	presentation_lines(c, canvas, &some);
	vt_jsonw_end(&c->j);
	if (part < (int64_t)count)
		presentation_page_reference(c, r, "next", (size_t)part + 1);
	if (part > 1)
		presentation_page_reference(c, r, "prev", (size_t)part - 1);
	presentation_collection_of(c, r);
	return (presentation_end(c));
}
