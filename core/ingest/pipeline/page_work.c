/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done to single files of an object, by whichever thread is free:
 * hashing, access copies (copies.c), reading texts.
 */
#include "ingest/pipeline/page_work.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "media/access_copy.h"

/* --- hashes ------------------------------------------------------------------------ */

static vt_err
vt_work_hash(struct vt_hashes *h, struct vt_str path, bool is_temporary, char hex_r[VT_HASH_HEX],
	     int64_t *bytes_r)
{
	struct stat st;

	if (!is_temporary)
		return (vt_hashes_get(h, path.p, hex_r, bytes_r));
	if (stat(path.p, &st) != 0)
		return (vt_fail(VT_E_IO, "%s: %s", path.p, strerror(errno)));
	*bytes_r = st.st_size;
	return (vt_hash_file(path.p, hex_r));
}

vt_err
vt_page_work_hash(struct vt_hashes *h, const struct vt_draft_page *page, bool is_temporary,
		  struct vt_page_work *w)
{
	int64_t text_bytes;
	vt_err err = VT_OK;

	if (page->image_path.len != 0)
		err =
		    vt_work_hash(h, page->image_path, is_temporary, w->image_hash, &w->image_bytes);
	if (err == VT_OK && page->text_path.len != 0)
		err = vt_work_hash(h, page->text_path, is_temporary, w->text_hash, &text_bytes);
	return (err);
}

vt_err
vt_file_work_hash(struct vt_hashes *h, const struct vt_draft_file *f, bool is_temporary,
		  struct vt_file_work *w)
{
	w->media_type =
	    f->media_type.len != 0 ? f->media_type.p : vt_recognise_media_type(f->path.p);
	(void)vt_play_file(f->path.p, &w->play);
	return (vt_work_hash(h, f->path, is_temporary, w->hash, &w->bytes));
}

/* --- image and text ------------------------------------------------------------------- */

static vt_err
vt_page_work_image(struct vt_copies *c, const struct vt_draft_page *page, struct vt_page_work *w)
{
	struct vt_media_info info;
	vt_err err = vt_media_inspect(w->arena, page->image_path.p, &info);

	if (err != VT_OK)
		return (err);
	w->media_type = info.media_type;
	w->access_path = vt_copies_path(w->arena, w->image_hash);
	w->width = info.width;
	w->height = info.height;
	return (vt_copies_take(c, page->image_path.p, w));
}

/* The XML and all that reading it takes is given back at once; a newspaper has
 * hundreds of pages. */
static vt_err
vt_page_work_text(const struct vt_draft_page *page, struct vt_page_work *w)
{
	struct vt_arena *scratch = vt_arena_new(VT_PAGE_MEMORY_MAX);
	struct vt_page_text text;
	char why[VT_FAIL_TEXT_MAX];
	vt_err err;

	vt_page_text_init(&text, scratch, &w->findings, w->width, w->height);
	err = vt_page_text_file(&text, page->text_path.p);
	if (err == VT_E_BADARG) {
		(void)snprintf(why, sizeof(why), "%s", vt_fail_text(err));
		err = vt_fail(err, "%s; put the XML right there, or make the text again", why);
	}
	if (err == VT_OK)
		err = vt_page_text_keep(&text, w->arena, &w->text);
	else
		err = vt_fail_in(err, "%.*s", VT_STR_ARG(page->text_name));
	vt_arena_free(&scratch);
	return (err);
}

vt_err
vt_page_work_do(struct vt_copies *c, const struct vt_draft_page *page, struct vt_page_work *w)
{
	vt_err err = VT_OK;

	w->arena = vt_arena_new(VT_PAGE_MEMORY_MAX);
	vt_findings_init(&w->findings, w->arena);
	if (page->image_path.len != 0)
		err = vt_page_work_image(c, page, w);
	if (err != VT_OK)
		return (err);
	return (page->text_path.len != 0 ? vt_page_work_text(page, w) : VT_OK);
}

void
vt_page_work_free(struct vt_page_work *w)
{
	vt_arena_free(&w->arena);
}
