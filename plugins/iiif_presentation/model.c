/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an object shows: its canvases, made of pages and of files that play or are
 * read, its structure, whose it is.  Both writers write nothing else.
 */
#include "presentation.h"

/* Pixels of pages when none of the object has an image. */
#define PRESENTATION_BLANK_WIDTH	1000
#define PRESENTATION_BLANK_HEIGHT	1400

bool
presentation_plays(const struct vt_file *file)
{
	return (file->duration > 0 && (vt_str_starts(file->media_type, VT_STR("audio/")) ||
	    vt_str_starts(file->media_type, VT_STR("video/"))));
}

bool
presentation_is_document(const struct vt_file *file)
{
	return (!vt_str_ends(file->media_type, VT_STR("xml")) && !vt_file_is_captions(file));
}

vt_err
presentation_is_shown(struct presentation_call *c, bool *is_shown_r)
{
	struct vt_file	*files;
	size_t		 count = 0;
	vt_err		 err = VT_OK;

	if (c->object.page_count == 0)
		err = vt_catalog_files(c->catalog, c->arena, c->object.rowid, &files, &count);
	*is_shown_r = c->object.page_count > 0;
	for (size_t i = 0; err == VT_OK && i < count; i++)
		*is_shown_r = *is_shown_r || presentation_is_document(&files[i]);
	return (err);
}

/* Its parts lie below the manifest's folder, whatever stands before that. */
static vt_err
presentation_load_base(struct presentation_call *c)
{
	struct vt_str	id = presentation_link(c, "iiif.manifest", c->object.identifier, "");
	size_t		tail = VT_STR("manifest").len;

	if (id.len <= tail)
		return (VT_E_LIMIT);
	c->base = vt_str_dup(c->arena, vt_str_sub(id, 0, id.len - tail));
	return (c->base.p != NULL ? VT_OK : VT_E_LIMIT);
}

vt_err
presentation_load(struct presentation_call *c)
{
	struct vt_str	id = vt_request_param(c->req, "id");
	bool		is_shown;
	vt_err		err;

	if ((err = vt_catalog_object(c->catalog, c->arena, id, &c->object)) != VT_OK)
		return (err);
	if (c->object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	if ((err = presentation_is_shown(c, &is_shown)) != VT_OK)
		return (err);
	if (!is_shown)
		return (vt_fail(VT_E_NOTFOUND, "the object '%.*s' is a description without pages; "
		    "it has no manifest", VT_STR_ARG(id)));
	c->may_images = vt_request_may_see(c->req, &c->object, &c->side);
	c->may_text = vt_request_may(c->req, &c->object, VT_PART_TEXT);
	return (presentation_load_base(c));
}

/* A page whose image is missing is as large as the first that has one. */
static void
presentation_blank(struct presentation_call *c)
{
	c->blank_width = PRESENTATION_BLANK_WIDTH;
	c->blank_height = PRESENTATION_BLANK_HEIGHT;
	for (size_t i = 0; i < c->page_count; i++)
		if (c->pages[i].width > 0 && c->pages[i].height > 0) {
			c->blank_width = c->pages[i].width;
			c->blank_height = c->pages[i].height;
			return;
		}
}

static void
presentation_add_page(struct presentation_call *c, const struct vt_page *page)
{
	bool	is_blank = page->width <= 0 || page->height <= 0;

	c->has_text = c->has_text || page->has_text;
	c->canvases[c->canvas_count++] = (struct presentation_canvas){
		.page = page, .number = page->number,
		.width = is_blank ? c->blank_width : page->width,
		.height = is_blank ? c->blank_height : page->height
	};
}

/* A sound has no size; a film of unknown size that of a blank page. */
static void
presentation_add_file(struct presentation_call *c, const struct vt_file *file, int64_t number)
{
	bool	is_sound = presentation_plays(file) &&
		    vt_str_starts(file->media_type, VT_STR("audio/"));
	bool	is_sized = file->width > 0 && file->height > 0;

	c->canvases[c->canvas_count++] = (struct presentation_canvas){
		.file = file, .number = number,
		.width = is_sound ? 0 : is_sized ? file->width : c->blank_width,
		.height = is_sound ? 0 : is_sized ? file->height : c->blank_height
	};
}

/* What of the pages has more to it: both lists are in the order of the pages. */
static vt_err
presentation_load_traits(struct presentation_call *c)
{
	struct vt_page_view	*views;
	struct vt_page_choice	*choices;
	size_t			 view_count, choice_count, v = 0, k = 0;
	vt_err			 err;

	if ((err = vt_catalog_page_views(c->catalog, c->arena, c->object.rowid, &views,
	    &view_count)) != VT_OK || (err = vt_catalog_page_choices(c->catalog, c->arena,
	    c->object.rowid, &choices, &choice_count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < c->canvas_count; i++) {
		struct presentation_canvas	*canvas = &c->canvases[i];

		if (canvas->page == NULL)
			continue;
		for (; v < view_count && views[v].page <= canvas->number; v++)
			if (views[v].page == canvas->number)
				canvas->behavior = views[v].behavior;
		for (; k < choice_count && choices[k].page <= canvas->number; k++)
			if (choices[k].page == canvas->number) {
				if (canvas->choice_count++ == 0)
					canvas->choices = &choices[k];
			}
	}
	return (VT_OK);
}

/* A canvas keeps its number when captions come. */
static void
presentation_arrange_documents(struct presentation_call *c)
{
	int64_t	number = 0;

	for (size_t i = 0; i < c->file_count; i++) {
		number += !vt_file_is_captions(&c->files[i]);
		if (presentation_is_document(&c->files[i]))
			presentation_add_file(c, &c->files[i], number);
	}
}

/* Films and sounds first; the first page is then the picture beside them, and no
 * canvas in the row.  Documents are canvases only where there is nothing else. */
static void
presentation_arrange(struct presentation_call *c)
{
	size_t	playing = 0, room = c->page_count;

	for (size_t i = 0; i < c->file_count; i++)
		if (presentation_plays(&c->files[i]))
			presentation_add_file(c, &c->files[i], (int64_t)++playing);
	if (playing > 0 && room > 0 && c->pages[0].image.len > 0) {
		c->beside = &c->canvases[c->page_count + c->file_count];
		presentation_add_page(c, &c->pages[0]);
		c->canvases[c->page_count + c->file_count] = c->canvases[--c->canvas_count];
	}
	for (size_t i = c->beside != NULL; i < room; i++)
		presentation_add_page(c, &c->pages[i]);
	if (room == 0 && playing == 0)
		presentation_arrange_documents(c);
}

vt_err
presentation_load_canvases(struct presentation_call *c)
{
	vt_err	err;

	if ((err = vt_catalog_pages(c->catalog, c->arena, c->object.rowid, &c->pages,
	    &c->page_count)) != VT_OK || (err = vt_catalog_files(c->catalog, c->arena,
	    c->object.rowid, &c->files, &c->file_count)) != VT_OK ||
	    (err = vt_catalog_view(c->catalog, c->arena, c->object.rowid, &c->view)) != VT_OK)
		return (err);
	presentation_blank(c);
	/* One more for the picture beside what plays. */
	c->canvases = vt_arena_array(c->arena, c->page_count + c->file_count + 1,
	    sizeof(*c->canvases));
	if (c->canvases == NULL)
		return (VT_E_LIMIT);
	presentation_arrange(c);
	return (presentation_load_traits(c));
}

/* Titles of chapters and articles are what is written on the pages. */
vt_err
presentation_load_ranges(struct presentation_call *c)
{
	vt_err	err;

	if (!c->may_text)
		return (VT_OK);
	if ((err = vt_catalog_ranges(c->catalog, c->arena, c->object.rowid, &c->ranges,
	    &c->range_count)) != VT_OK)
		return (err);
	return (presentation_grow(c));
}

vt_err
presentation_load_institution(struct presentation_call *c)
{
	c->has_institution = c->object.institution.len > 0;
	return (!c->has_institution ? VT_OK : vt_catalog_institution(c->catalog, c->arena,
	    c->object.institution, &c->institution));
}

vt_err
presentation_load_canvas(struct presentation_call *c, const struct presentation_canvas **canvas_r)
{
	struct vt_str	name = vt_request_param(c->req, "canvas");
	bool		is_file = vt_str_starts(name, VT_STR("f"));
	int64_t		number;
	vt_err		err;

	if ((err = presentation_load(c)) != VT_OK || (err = presentation_load_canvases(c)) != VT_OK)
		return (err);
	if (!vt_str_to_int(vt_str_sub(name, is_file, name.len), 1, INT32_MAX, &number))
		number = 0;
	for (size_t i = 0; i < c->canvas_count; i++)
		if (c->canvases[i].number == number && (c->canvases[i].page == NULL) == is_file) {
			*canvas_r = &c->canvases[i];
			return (VT_OK);
		}
	if (c->beside != NULL && !is_file && c->beside->number == number) {
		*canvas_r = c->beside;
		return (VT_OK);
	}
	return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no canvas '%.*s'; there are %zu",
	    VT_STR_ARG(c->object.identifier), VT_STR_ARG(name), c->canvas_count));
}

vt_err
presentation_number(struct presentation_call *c, const char *param, int64_t count,
    int64_t *number_r)
{
	struct vt_str	text = vt_request_param(c->req, param);

	if (count == 0 || !vt_str_to_int(text, 1, count, number_r))
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no %s '%.*s'; there are %lld",
		    VT_STR_ARG(c->object.identifier), param, VT_STR_ARG(text), (long long)count));
	return (VT_OK);
}
