/* SPDX-License-Identifier: Apache-2.0 */
/* An object's images, pages with their text, structure and files; and taking
 * all of them away again. */
#include "catalog/store.h"
#include "catalog/words/words.h"
#include "catalog/write/content.h"
#include "catalog/write/index.h"

#define VT_PAGE_TEXT_MAX (16 * 1024 * 1024) /* bytes of text a page */

vt_err
vt_write_empty(struct vt_writing *wr)
{
	static const char *const statements[] = {
		"DELETE FROM page_text WHERE page IN (SELECT id FROM page WHERE object = ?1)",
		"DELETE FROM page WHERE object = ?1",
		"DELETE FROM range_part WHERE object = ?1",
		"DELETE FROM object_range WHERE object = ?1",
		"DELETE FROM file WHERE object = ?1",
		"DELETE FROM object_view WHERE object = ?1",
		"DELETE FROM page_view WHERE object = ?1",
		"DELETE FROM page_choice WHERE object = ?1",
		"DELETE FROM serial_issue WHERE object = ?1",
	};
	vt_err err = VT_OK;

	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]) && err == VT_OK; i++)
		err = vt_db_run(&wr->w->db, statements[i], VT_BINDS(VT_INT(wr->id)));
	return (err);
}

static vt_err
vt_write_image_taken(struct vt_writing *wr, const struct vt_new_image *m, int64_t image)
{
	struct vt_row row = { .a = wr->a };
	vt_err err = vt_db_row(&wr->w->db, &row,
			       "SELECT o.identifier FROM object_image m JOIN object o "
			       "ON o.id = m.object WHERE m.image = ?1 ORDER BY m.object LIMIT 1",
			       VT_BINDS(VT_INT(image)));

	if (err == VT_OK)
		err = vt_fail(VT_E_CONFLICT,
			      "its image \"%.*s\" has the identifier of another image, of object "
			      "\"%.*s\": give one of them another identifier",
			      VT_STR_ARG(m->identifier), VT_STR_ARG(vt_row_peek(&row, 0)));
	vt_db_done(row.st);
	return (err);
}

/* A new row, or the old one brought up to date: changed 0 marks what takes the
 * time of this transaction. */
static vt_err
vt_write_image_row(struct vt_writing *wr, const struct vt_new_image *m)
{
	return (vt_db_run(
	    &wr->w->db,
	    "INSERT INTO image (identifier, width, height, changed, version, access_path, "
	    "master_path, master_hash, master_bytes, media_type) "
	    "VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET "
	    "width = ?2, height = ?3, changed = iif(version = ?4, changed, 0), version = ?4, "
	    "access_path = ?5, master_path = ?6, master_hash = ?7, master_bytes = ?8, "
	    "media_type = ?9",
	    VT_BINDS(VT_TEXT(m->identifier), VT_INT(m->width), VT_INT(m->height),
		     VT_TEXT(m->version), VT_TEXT(m->access_path), VT_TEXT(m->master_path),
		     VT_TEXT(m->master_hash), VT_INT(m->master_bytes), VT_TEXT(m->media_type))));
}

/* An image that another object shows too may be shared while its pixels are
 * the same, but not changed from here. */
static vt_err
vt_write_image(struct vt_writing *wr, const struct vt_new_image *m)
{
	struct vt_db *db = &wr->w->db;
	int64_t image = 0, same;
	vt_err err = vt_db_int(db, &same,
			       "SELECT i.version = ?2 AND i.master_hash = ?3 FROM image i "
			       "WHERE i.identifier = ?1 AND EXISTS (SELECT 1 FROM object_image m "
			       "WHERE m.image = i.id AND m.object <> ?4)",
			       VT_BINDS(VT_TEXT(m->identifier), VT_TEXT(m->version),
					VT_TEXT(m->master_hash), VT_INT(wr->id)));
	bool is_shared = err == VT_OK;

	if (err == VT_E_END)
		err = vt_write_image_row(wr, m);
	if (err == VT_OK)
		err = vt_db_int(db, &image, "SELECT id FROM image WHERE identifier = ?1",
				VT_BINDS(VT_TEXT(m->identifier)));
	if (err == VT_OK && is_shared && !same)
		err = vt_write_image_taken(wr, m, image);
	if (err == VT_OK)
		err = vt_db_run(db, "INSERT OR IGNORE INTO object_image VALUES (?1, ?2)",
				VT_BINDS(VT_INT(wr->id), VT_INT(image)));
	if (err == VT_OK && vt_db_changes(db) == 0)
		err = vt_fail(VT_E_BADARG, "it lists image \"%.*s\" twice",
			      VT_STR_ARG(m->identifier));
	return (err);
}

static vt_err
vt_write_old_images(struct vt_writing *wr, struct vt_list *old)
{
	struct vt_row row = { .a = wr->a };
	vt_err err =
	    vt_db_query(&wr->w->db, &row.st, "SELECT image FROM object_image WHERE object = ?1",
			VT_BINDS(VT_INT(wr->id)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&wr->w->db, row.st)) == VT_OK) {
		int64_t *id = vt_list_add(wr->a, old, sizeof(*id));

		if (id == NULL) {
			err = VT_E_LIMIT;
			break;
		}
		*id = vt_row_int(&row, 0);
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_write_images(struct vt_writing *wr)
{
	struct vt_db *db = &wr->w->db;
	struct vt_list old = { NULL, 0, 0 };
	vt_err err = vt_write_old_images(wr, &old);

	if (err == VT_OK)
		err = vt_db_run(db, "DELETE FROM object_image WHERE object = ?1",
				VT_BINDS(VT_INT(wr->id)));
	for (size_t i = 0; wr->o != NULL && i < wr->o->image_count && err == VT_OK; i++)
		err = vt_write_image(wr, &wr->o->images[i]);
	for (size_t i = 0; i < old.count && err == VT_OK; i++)
		err = vt_db_run(db,
				"DELETE FROM image WHERE id = ?1 AND NOT EXISTS "
				"(SELECT 1 FROM object_image WHERE image = ?1)",
				VT_BINDS(VT_INT(((int64_t *)old.items)[i])));
	return (err);
}

/* Masters may have moved while nothing that anybody sees has changed. */
vt_err
vt_write_master_paths(struct vt_writing *wr)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < wr->o->image_count && err == VT_OK; i++)
		err = vt_db_run(&wr->w->db,
				"UPDATE image SET master_path = ?2 "
				"WHERE identifier = ?1 AND master_path <> ?2",
				VT_BINDS(VT_TEXT(wr->o->images[i].identifier),
					 VT_TEXT(wr->o->images[i].master_path)));
	return (err);
}

vt_err
vt_write_image_times(struct vt_writing *wr)
{
	return (vt_db_run(&wr->w->db,
			  "UPDATE image SET changed = ?2 WHERE changed = 0 AND id IN "
			  "(SELECT image FROM object_image WHERE object = ?1)",
			  VT_BINDS(VT_INT(wr->id), VT_INT(wr->stamp))));
}

static vt_err
vt_write_text(struct vt_writing *wr, int64_t page, const struct vt_new_page *p, struct vt_buf *blob)
{
	vt_err err;

	vt_buf_reset(blob);
	err = vt_words_pack(p->words, p->word_count, p->text, blob);
	if (err != VT_OK)
		return (err);
	return (vt_db_run(&wr->w->db, "INSERT INTO page_text VALUES (?1, ?2, ?3, ?4)",
			  VT_BINDS(VT_INT(page), VT_TEXT(p->text), VT_BLOB(vt_buf_get(blob)),
				   VT_INT(vt_index_spelling(
				       wr->o->object.language,
				       vt_content_date_key(&wr->o->object.description))))));
}

vt_err
vt_write_page_image(struct vt_writing *wr, struct vt_str identifier, int64_t *image_r)
{
	vt_err err;

	*image_r = 0;
	if (identifier.len == 0)
		return (VT_OK);
	err = vt_db_int(&wr->w->db, image_r,
			"SELECT i.id FROM image i JOIN object_image m ON m.image = i.id "
			"WHERE i.identifier = ?1 AND m.object = ?2",
			VT_BINDS(VT_TEXT(identifier), VT_INT(wr->id)));
	if (err == VT_E_END)
		err = vt_fail(VT_E_BADARG, "image \"%.*s\" is not among its images",
			      VT_STR_ARG(identifier));
	return (err);
}

static vt_err
vt_write_page(struct vt_writing *wr, const struct vt_new_page *p, int64_t number,
	      struct vt_buf *blob)
{
	bool has_text = p->text.len != 0 || p->word_count != 0;
	int64_t image;
	vt_err err;

	if (p->text.len > VT_PAGE_TEXT_MAX)
		return (vt_fail(VT_E_TOOLARGE, "its text may have %d bytes, not %zu",
				VT_PAGE_TEXT_MAX, p->text.len));
	err = vt_write_page_image(wr, p->image, &image);
	if (err == VT_OK)
		err = vt_db_run(&wr->w->db,
				"INSERT INTO page (object, number, label, image, has_text) "
				"VALUES (?1, ?2, ?3, ?4, ?5)",
				VT_BINDS(VT_INT(wr->id), VT_INT(number), VT_TEXT(p->label),
					 VT_REF(image), VT_INT(has_text)));
	if (err == VT_OK && has_text)
		err = vt_write_text(wr, vt_db_inserted(&wr->w->db), p, blob);
	return (err);
}

vt_err
vt_write_pages(struct vt_writing *wr)
{
	struct vt_buf blob;
	vt_err err = VT_OK;

	vt_buf_init(&blob, 0);
	for (size_t i = 0; i < wr->o->page_count && err == VT_OK; i++) {
		err = vt_write_page(wr, &wr->o->pages[i], (int64_t)i + 1, &blob);
		if (err != VT_OK)
			(void)vt_fail_in(err, "page %zu", i + 1);
	}
	vt_buf_fini(&blob);
	return (err);
}

static vt_err
vt_write_range_parts(struct vt_writing *wr, const struct vt_range *r)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < r->part_count && err == VT_OK; i++) {
		const struct vt_range_part *p = &r->parts[i];

		err = vt_db_run(
		    &wr->w->db, "INSERT INTO range_part VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
		    VT_BINDS(VT_INT(wr->id), VT_INT(r->number), VT_INT((int64_t)i), VT_INT(p->page),
			     VT_INT(p->x), VT_INT(p->y), VT_INT(p->w), VT_INT(p->h)));
	}
	return (err);
}

vt_err
vt_write_ranges(struct vt_writing *wr)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < wr->o->range_count && err == VT_OK; i++) {
		const struct vt_range *r = &wr->o->ranges[i];

		err = vt_db_run(&wr->w->db, "INSERT INTO object_range VALUES (?1, ?2, ?3, ?4, ?5)",
				VT_BINDS(VT_INT(wr->id), VT_INT(r->number), VT_INT(r->parent),
					 VT_TEXT(r->label), VT_TEXT(r->type)));
		if (err == VT_OK)
			err = vt_write_range_parts(wr, r);
	}
	return (err);
}
