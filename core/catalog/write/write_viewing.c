/* SPDX-License-Identifier: Apache-2.0 */
/* How an object is shown, its files, and the serial whose issue it is. */
#include "base/hash.h"
#include "catalog/store.h"
#include "catalog/write/content.h"

#define VT_SERIAL_HASH 8 /* hex digits that part titles of one spelling in addresses */
#define VT_SERIAL_NAME_MAX 80

/* --- how it is shown ----------------------------------------------------------- */

static vt_err
vt_write_page_views(struct vt_writing *wr)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < wr->o->page_count && err == VT_OK; i++)
		if (wr->o->pages[i].behavior.len != 0)
			err = vt_db_run(&wr->w->db, "INSERT INTO page_view VALUES (?1, ?2, ?3)",
					VT_BINDS(VT_INT(wr->id), VT_INT((int64_t)i + 1),
						 VT_TEXT(wr->o->pages[i].behavior)));
	return (err);
}

static vt_err
vt_write_choice(struct vt_writing *wr, const struct vt_new_choice *choice, size_t place)
{
	int64_t image;
	vt_err err;

	if (choice->page < 1 || choice->page > (int64_t)wr->o->page_count)
		return (vt_fail(VT_E_BADARG, "another image is named for page %lld of %zu",
				(long long)choice->page, wr->o->page_count));
	err = vt_write_page_image(wr, choice->image, &image);
	if (err != VT_OK)
		return (err);
	return (vt_db_run(&wr->w->db, "INSERT INTO page_choice VALUES (?1, ?2, ?3, ?4, ?5)",
			  VT_BINDS(VT_INT(wr->id), VT_INT(choice->page), VT_INT((int64_t)place),
				   VT_INT(image), VT_TEXT(choice->label))));
}

vt_err
vt_write_view(struct vt_writing *wr)
{
	const struct vt_view *v = &wr->o->view;
	vt_err err = vt_write_page_views(wr);

	if (err == VT_OK && (v->direction.len != 0 || v->behavior.len != 0 || v->start_page != 0))
		err = vt_db_run(&wr->w->db, "INSERT INTO object_view VALUES (?1, ?2, ?3, ?4)",
				VT_BINDS(VT_INT(wr->id), VT_TEXT(v->direction),
					 VT_TEXT(v->behavior), VT_INT(v->start_page)));
	for (size_t i = 0; i < wr->o->choice_count && err == VT_OK; i++)
		err = vt_write_choice(wr, &wr->o->choices[i], i);
	return (err);
}

/* --- files ----------------------------------------------------------------------- */

vt_err
vt_write_files(struct vt_writing *wr)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < wr->o->file_count && err == VT_OK; i++) {
		const struct vt_new_file *f = &wr->o->files[i];

		err = vt_db_run(
		    &wr->w->db,
		    "INSERT OR IGNORE INTO file (object, name, path, media_type, use, bytes, hash, "
		    "duration, width, height) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		    VT_BINDS(VT_INT(wr->id), VT_TEXT(f->name), VT_TEXT(f->path),
			     VT_TEXT(f->media_type), VT_TEXT(f->use), VT_INT(f->bytes),
			     VT_TEXT(f->hash), VT_INT(f->duration), VT_INT(f->width),
			     VT_INT(f->height)));
		if (err == VT_OK && vt_db_changes(&wr->w->db) == 0)
			err = vt_fail(VT_E_BADARG, "it has two files named \"%.*s\"",
				      VT_STR_ARG(f->name));
	}
	return (err);
}

/* A folder that was moved takes its files along. */
vt_err
vt_write_file_paths(struct vt_writing *wr)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < wr->o->file_count && err == VT_OK; i++)
		err = vt_db_run(&wr->w->db,
				"UPDATE file SET path = ?3 WHERE object = ?1 AND name = ?2 "
				"AND path <> ?3",
				VT_BINDS(VT_INT(wr->id), VT_TEXT(wr->o->files[i].name),
					 VT_TEXT(wr->o->files[i].path)));
	return (err);
}

/* --- serials ----------------------------------------------------------------------- */

/* Small letters without diacritics and digits; all else is one '-'. */
static struct vt_str
vt_write_serial_name(struct vt_arena *a, struct vt_str title)
{
	struct vt_str plain = vt_spec_of_collection(a, title);
	char *p = vt_arena_alloc(a, VT_SERIAL_NAME_MAX + 1);
	size_t len = 0;

	if (plain.p == NULL || p == NULL)
		return (VT_STR_NONE);
	for (size_t i = 0; i < plain.len && len < VT_SERIAL_NAME_MAX; i++) {
		char c = plain.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			p[len++] = c;
		else if (len != 0 && p[len - 1] != '-')
			p[len++] = '-';
	}
	while (len != 0 && p[len - 1] == '-')
		len--;
	return ((struct vt_str){ p, len });
}

/* The row of a title, made where there is none; a name in addresses that another
 * title has already, or that no letter is left of, has a hash put behind it. */
static vt_err
vt_write_serial_id(struct vt_writing *wr, const struct vt_label *title, int64_t *id_r)
{
	struct vt_str name = vt_write_serial_name(wr->a, title->text);
	char hex[VT_HASH_HEX];
	struct vt_hash_state h;
	int64_t taken = 0;
	vt_err err = vt_db_int(&wr->w->db, id_r, "SELECT id FROM serial WHERE title = ?1",
			       VT_BINDS(VT_TEXT(title->text)));

	if (err != VT_E_END)
		return (err);
	err = vt_db_int(&wr->w->db, &taken, "SELECT count(*) FROM serial WHERE identifier = ?1",
			VT_BINDS(VT_TEXT(name)));
	if (err != VT_OK)
		return (err);
	if (taken != 0 || name.len == 0) {
		vt_hash_init(&h);
		vt_hash_put_str(&h, title->text);
		vt_hash_hex(&h, hex);
		name = vt_str_printf(wr->a, "%.*s%s%.*s", VT_STR_ARG(name),
				     name.len != 0 ? "-" : "", VT_SERIAL_HASH, hex);
	}
	err = vt_db_run(&wr->w->db,
			"INSERT INTO serial (identifier, title, lang) VALUES (?1, ?2, ?3)",
			VT_BINDS(VT_TEXT(name), VT_TEXT(title->text), VT_TEXT(title->lang)));
	if (err == VT_OK)
		*id_r = vt_db_inserted(&wr->w->db);
	return (err);
}

vt_err
vt_write_serial(struct vt_writing *wr)
{
	struct vt_label title = vt_content_serial(&wr->o->object);
	int64_t serial;
	vt_err err;

	if (title.text.len == 0)
		return (VT_OK);
	err = vt_write_serial_id(wr, &title, &serial);
	if (err != VT_OK)
		return (err);
	return (vt_db_run(&wr->w->db, "INSERT INTO serial_issue VALUES (?1, ?2, ?3)",
			  VT_BINDS(VT_INT(serial),
				   VT_INT(vt_content_date_key(&wr->o->object.description)),
				   VT_INT(wr->id))));
}
