/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages of an object with their images, and its ranges with their places in
 * pixels, as the catalogue writes them.
 */
#include "ingest/object/object_inside.h"

#include "ingest/folder/viewing.h"

#define VT_IMAGE_VERSION 16 /* hex digits */

/* --- pages and images -------------------------------------------------------------------- */

static struct vt_str
vt_object_version(struct vt_arena *a, const struct vt_page_work *p)
{
	struct vt_hash_state h;
	char hex[VT_HASH_HEX];

	vt_hash_init(&h);
	vt_hash_put_str(&h, vt_str_of(p->image_hash));
	vt_hash_put_str(&h, vt_str_of(vt_copies_recipe()));
	vt_hash_hex(&h, hex);
	return (vt_str_dup(a, (struct vt_str){ hex, VT_IMAGE_VERSION }));
}

/* How a path on disk is called: files from a zip by the zip's name. */
static struct vt_str
vt_object_called(const struct vt_draft *d, struct vt_str disk)
{
	return (vt_tree_called(d->tree, d->arena, vt_tree_relative(d->tree, disk)));
}

static void
vt_object_image(const struct vt_object_work *w, size_t page, struct vt_new_image *image)
{
	const struct vt_draft *d = &w->draft;
	const struct vt_page_work *p = &w->pages[page];

	image->identifier =
	    vt_str_printf(d->arena, "%.*s.%zu", VT_STR_ARG(d->object.identifier), page + 1);
	image->master_path = vt_object_called(d, d->pages[page].image_path);
	image->master_hash = vt_str_of(p->image_hash);
	image->media_type = p->media_type;
	image->master_bytes = p->image_bytes;
	image->width = p->width;
	image->height = p->height;
	image->access_path = p->access_path;
	image->version = vt_object_version(d->arena, p);
}

static void
vt_object_page(const struct vt_object_work *w, size_t page, struct vt_new_page *made)
{
	made->label = w->draft.pages[page].label;
	made->behavior = w->draft.pages[page].behavior;
	made->text = w->pages[page].text.plain;
	made->words = w->pages[page].text.words;
	made->word_count = w->pages[page].text.word_count;
}

/* What its source says, else what follows from its language: who reads a script from
 * right to left turns the pages so. */
static void
vt_object_view(struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;
	const struct vt_package *p = d->package;
	struct vt_view *view = &w->made.view;

	view->direction = d->direction.len != 0 || p == NULL ? d->direction : p->direction;
	view->behavior = d->behavior.len != 0 || p == NULL ? d->behavior : p->behavior;
	if (view->direction.len == 0 && d->object.kind == VT_KIND_TEXT &&
	    vt_viewing_is_rtl(d->object.language))
		view->direction = VT_STR("right-to-left");
	if (d->start_page >= 0 && (size_t)d->start_page < w->made.page_count)
		view->start_page = d->start_page + 1;
}

/* Other images of pages come behind the pages. */
vt_err
vt_object_pages(struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;
	struct vt_new_page *pages = vt_arena_array(d->arena, d->page_count + 1, sizeof(*pages));
	struct vt_new_image *images = vt_arena_array(d->arena, d->page_count + 1, sizeof(*images));
	struct vt_new_choice *choices =
	    vt_arena_array(d->arena, d->page_count + 1, sizeof(*choices));
	size_t image_count = 0;

	if (pages == NULL || images == NULL || choices == NULL)
		return (VT_E_LIMIT);
	w->made.page_count = vt_draft_leaves(d);
	for (size_t i = 0; i < d->page_count; i++) {
		const struct vt_draft_page *from = &d->pages[i];
		struct vt_str image = VT_STR_NONE;

		if (from->image_path.len != 0) {
			vt_object_image(w, i, &images[image_count]);
			image = images[image_count++].identifier;
		}
		if (from->choice_of == 0) {
			vt_object_page(w, i, &pages[i]);
			pages[i].image = image;
		} else if (image.len != 0) {
			choices[w->made.choice_count++] = (struct vt_new_choice){
				(int64_t)from->choice_of, image, from->label
			};
		}
	}
	w->made.pages = pages;
	w->made.images = images;
	w->made.image_count = image_count;
	w->made.choices = choices;
	vt_object_view(w);
	return (VT_OK);
}

/* The marked title page, else the first page that can be shown. */
struct vt_str
vt_object_thumbnail(const struct vt_object_work *w)
{
	int64_t marked = w->draft.title_page;

	if (marked >= 0 && (size_t)marked < w->made.page_count &&
	    w->made.pages[marked].image.len != 0)
		return (w->made.pages[marked].image);
	return (w->made.image_count != 0 ? w->made.images[0].identifier : VT_STR_NONE);
}

/* --- ranges ---------------------------------------------------------------------------- */

/* The box of a place: given in pixels, or where the blocks stand that it names. */
static struct vt_box
vt_object_place(struct vt_object_work *w, const struct vt_draft_part *part)
{
	const struct vt_page_work *p = &w->pages[part->page];
	struct vt_box box = part->box, end;
	int32_t pixels[4];

	if (part->from.len != 0) {
		if (!vt_page_text_find(&p->text, part->from, &box)) {
			vt_findings_add(
			    &w->draft.findings, VT_FINDING_STRUCTURE,
			    "page %zu: the structure names the block \"%.*s\", which its text has "
			    "not; the whole page stands for it",
			    part->page + 1, VT_STR_ARG(part->from));
			return ((struct vt_box){ 0, 0, 0, 0 });
		}
		if (part->to.len != 0 && vt_page_text_find(&p->text, part->to, &end))
			box = vt_box_union(box, end);
		return (box);
	}
	if (!(box.w > 0) || !vt_box_clip(box, p->width, p->height, pixels))
		return ((struct vt_box){ 0, 0, 0, 0 });
	return ((struct vt_box){ pixels[0], pixels[1], pixels[2], pixels[3] });
}

static vt_err
vt_object_range(struct vt_object_work *w, const struct vt_draft_range *from, struct vt_range *to)
{
	struct vt_range_part *parts =
	    vt_arena_array(w->draft.arena, from->part_count + 1, sizeof(*parts));

	if (parts == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < from->part_count; i++) {
		struct vt_box box = vt_object_place(w, &from->parts[i]);

		parts[i] = (struct vt_range_part){ .page = (int64_t)from->parts[i].page + 1,
						   .x = (int64_t)box.x,
						   .y = (int64_t)box.y,
						   .w = (int64_t)box.w,
						   .h = (int64_t)box.h };
	}
	to->parent = from->parent + 1;
	to->label = from->label;
	to->type = from->type;
	to->parts = parts;
	to->part_count = from->part_count;
	return (VT_OK);
}

vt_err
vt_object_ranges(struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;
	struct vt_range *ranges = vt_arena_array(d->arena, d->range_count + 1, sizeof(*ranges));
	vt_err err = VT_OK;

	if (ranges == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->range_count && err == VT_OK; i++) {
		ranges[i].number = (int64_t)i + 1;
		err = vt_object_range(w, &d->ranges[i], &ranges[i]);
	}
	w->made.ranges = ranges;
	w->made.range_count = d->range_count;
	return (err);
}
