/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object whole, in one transaction: checked, compared with what is there,
 * written, and only then stamped with the time, so that what harvesters see
 * carries a time as close to its appearance as can be (what they may rely on is
 * vt_catalog_horizon()).
 */
#include "catalog/facets/facets.h"
#include "catalog/store.h"
#include "catalog/write/content.h"
#include "catalog/write/index.h"

#define VT_IDENTIFIER_MAX  200	  /* bytes of an object's or an image's */
#define VT_PAGES_MAX	   100000 /* pages, images, ranges or files an object */
#define VT_RANGE_PARTS_MAX 100000 /* of one range */

/* The row as it stands before. */
struct vt_before {
	int64_t id; /* 0: there is none */
	bool is_deleted;
	struct vt_str content;
};

static bool
vt_write_is_identifier(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '.' || c == '_' || c == '~' || c == '-'))
			return (false);
	}
	return (s.len != 0 && s.len <= VT_IDENTIFIER_MAX);
}

static vt_err
vt_write_check_ranges(const struct vt_new_object *o)
{
	for (size_t i = 0; i < o->range_count; i++) {
		const struct vt_range *r = &o->ranges[i];

		if (r->number != (int64_t)i + 1 || r->parent < 0 || r->parent >= r->number)
			return (vt_fail(VT_E_BADARG,
					"range %zu: ranges are numbered from 1 in "
					"their order, each after its parent",
					i + 1));
		if (r->part_count > VT_RANGE_PARTS_MAX)
			return (vt_fail(VT_E_TOOLARGE, "range %zu: it may have %d parts, not %zu",
					i + 1, VT_RANGE_PARTS_MAX, r->part_count));
		for (size_t k = 0; k < r->part_count; k++)
			if (r->parts[k].page < 1 || r->parts[k].page > (int64_t)o->page_count)
				return (vt_fail(VT_E_BADARG,
						"range %zu (\"%.*s\") names page "
						"%lld of %zu",
						i + 1, VT_STR_ARG(r->label),
						(long long)r->parts[k].page, o->page_count));
	}
	return (VT_OK);
}

static vt_err
vt_write_check(struct vt_writing *wr)
{
	const struct vt_new_object *o = wr->o;

	if (!vt_write_is_identifier(o->object.identifier))
		return (vt_fail(VT_E_BADARG,
				"an object's identifier has 1 to %d of the letters "
				"A-Z a-z 0-9 . _ ~ -",
				VT_IDENTIFIER_MAX));
	if ((unsigned)o->object.kind > VT_KIND_3D ||
	    (unsigned)o->object.access > VT_ACCESS_METADATA)
		return (vt_fail(VT_E_BADARG, "its kind or its access policy does not exist"));
	if (o->page_count > VT_PAGES_MAX || o->image_count > VT_PAGES_MAX ||
	    o->range_count > VT_PAGES_MAX || o->file_count > VT_PAGES_MAX)
		return (vt_fail(VT_E_TOOLARGE,
				"an object may have %d pages, images, ranges or "
				"files",
				VT_PAGES_MAX));
	return (vt_write_check_ranges(o));
}

static vt_err
vt_write_before(struct vt_writing *wr, struct vt_str identifier, struct vt_before *b_r)
{
	struct vt_row row = { .a = wr->a };
	struct vt_before b = { .id = 0 };
	vt_err err = vt_db_row(&wr->w->db, &row,
			       "SELECT o.id, o.is_deleted, g.content FROM object o "
			       "LEFT JOIN origin g ON g.object = o.id WHERE o.identifier = ?1",
			       VT_BINDS(VT_TEXT(identifier)));

	if (err == VT_OK)
		b = (struct vt_before){ vt_row_int(&row, 0), vt_row_int(&row, 1) != 0,
					vt_row_str(&row, 2) };
	vt_db_done(row.st);
	if (err != VT_OK && err != VT_E_END)
		return (err);
	if (row.is_short)
		return (VT_E_LIMIT);
	*b_r = b;
	return (VT_OK);
}

static vt_err
vt_write_origin(struct vt_writing *wr, struct vt_str content)
{
	return (vt_db_run(&wr->w->db,
			  "INSERT INTO origin VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
			  "source = ?2, digest = ?3, content = ?4",
			  VT_BINDS(VT_INT(wr->id), VT_TEXT(wr->o->source), VT_TEXT(wr->o->digest),
				   VT_TEXT(content))));
}

/* A row to refer to; it is filled, and counted, by vt_write_row(). */
static vt_err
vt_write_place(struct vt_writing *wr)
{
	vt_err err = vt_db_run(&wr->w->db,
			       "INSERT INTO object (identifier, kind, access, embargo_until, "
			       "created, changed, is_deleted, page_count, rights, thumbnail, "
			       "language, title_key, date_key) "
			       "VALUES (?1, 0, 2, 0, 0, 0, 1, 0, '', '', '', '', 0)",
			       VT_BINDS(VT_TEXT(wr->o->object.identifier)));

	if (err == VT_OK)
		wr->id = vt_db_inserted(&wr->w->db);
	return (err);
}

static vt_err
vt_write_row(struct vt_writing *wr)
{
	const struct vt_object *o = &wr->o->object;
	struct vt_str title_key = vt_content_title_key(wr->a, &o->description);

	if (title_key.p == NULL)
		return (VT_E_LIMIT);
	return (vt_db_run(&wr->w->db,
			  "UPDATE object SET institution = ?2, kind = ?3, access = ?4, "
			  "embargo_until = ?5, created = iif(created = 0, ?6, created), "
			  "changed = ?6, is_deleted = 0, page_count = ?7, rights = ?8, "
			  "thumbnail = ?9, language = ?10, title_key = ?11, date_key = ?12 "
			  "WHERE id = ?1",
			  VT_BINDS(VT_INT(wr->id), VT_REF(wr->institution), VT_INT(o->kind),
				   VT_INT(o->access), VT_INT(o->embargo_until), VT_INT(wr->stamp),
				   VT_INT((int64_t)wr->o->page_count), VT_TEXT(o->rights),
				   VT_TEXT(o->thumbnail), VT_TEXT(o->language), VT_TEXT(title_key),
				   VT_INT(vt_content_date_key(&o->description)))));
}

/* All that carries no time. */
static vt_err
vt_write_body(struct vt_writing *wr)
{
	vt_err err = vt_write_members(wr);

	if (err == VT_OK)
		err = vt_write_empty(wr);
	if (err == VT_OK)
		err = vt_write_images(wr);
	if (err == VT_OK)
		err = vt_write_pages(wr);
	if (err == VT_OK)
		err = vt_write_ranges(wr);
	if (err == VT_OK)
		err = vt_write_files(wr);
	if (err == VT_OK)
		err = vt_write_view(wr);
	if (err == VT_OK)
		err = vt_write_serial(wr);
	if (err == VT_OK)
		err = vt_write_description(wr);
	return (err == VT_OK ? vt_index_put(&wr->w->db, wr->id) : err);
}

/* All that does. */
static vt_err
vt_write_stamped(struct vt_writing *wr, enum vt_change change)
{
	vt_err err = vt_write_stamp(wr->w, &wr->stamp);

	if (err == VT_OK)
		err = vt_write_row(wr);
	if (err == VT_OK)
		err = vt_write_facets(&wr->w->db, wr->a, wr->id, &wr->o->object);
	if (err == VT_OK)
		err = vt_write_image_times(wr);
	if (err == VT_OK)
		err = vt_write_records(wr);
	return (err == VT_OK ? vt_write_change(wr, change) : err);
}

static vt_err
vt_write_object(struct vt_writing *wr, enum vt_change *change_r)
{
	struct vt_str content = vt_content_hash(wr->a, wr->o);
	enum vt_change change = VT_CHANGE_CREATED;
	struct vt_before before;
	vt_err err;

	if (content.p == NULL)
		return (VT_E_LIMIT);
	err = vt_write_before(wr, wr->o->object.identifier, &before);
	if (err != VT_OK)
		return (err);
	wr->id = before.id;
	if (before.id == 0) {
		err = vt_write_place(wr);
	} else if (!before.is_deleted) {
		change = vt_str_eq(before.content, content) ? VT_CHANGE_NONE : VT_CHANGE_UPDATED;
		err = change != VT_CHANGE_NONE ? vt_index_take(&wr->w->db, wr->id) : VT_OK;
	}
	if (err == VT_OK)
		err = vt_write_origin(wr, content);
	if (err == VT_OK)
		err = change != VT_CHANGE_NONE ? vt_write_body(wr) : vt_write_master_paths(wr);
	if (err == VT_OK && change == VT_CHANGE_NONE)
		err = vt_write_file_paths(wr);
	if (err == VT_OK && change != VT_CHANGE_NONE)
		err = vt_write_stamped(wr, change);
	if (err == VT_OK)
		*change_r = change;
	return (err);
}

/* A transaction around fn, with working memory of its own. */
static vt_err
vt_write_whole(struct vt_writing *wr, struct vt_str identifier,
	       vt_err (*fn)(struct vt_writing *, enum vt_change *), enum vt_change *change_r)
{
	enum vt_change change = VT_CHANGE_NONE;
	vt_err err = vt_write_announce(wr->w);

	if (err == VT_OK)
		err = vt_write_begin(wr->w);
	if (err == VT_OK) {
		wr->a = vt_arena_new(VT_WRITING_BYTES_MAX);
		err = vt_write_end(wr->w, fn(wr, &change));
		vt_arena_free(&wr->a);
	}
	if (err != VT_OK)
		return (vt_fail_in(err, "object \"%.*s\"", VT_STR_ARG(identifier)));
	*change_r = change;
	return (VT_OK);
}

vt_err
vt_writer_object(struct vt_writer *w, const struct vt_new_object *o, enum vt_change *change_r)
{
	struct vt_writing wr = { .w = w, .o = o };
	vt_err err = vt_write_check(&wr);

	if (err != VT_OK)
		return (vt_fail_in(err, "object \"%.*s\"", VT_STR_ARG(o->object.identifier)));
	return (vt_write_whole(&wr, o->object.identifier, vt_write_object, change_r));
}

static vt_err
vt_write_tombstone(struct vt_writing *wr)
{
	vt_err err = vt_write_stamp(wr->w, &wr->stamp);

	if (err == VT_OK)
		err = vt_db_run(&wr->w->db,
				"UPDATE object SET is_deleted = 1, changed = ?2, page_count = 0, "
				"thumbnail = '', language = '', rights = '', title_key = '', "
				"date_key = 0 WHERE id = ?1",
				VT_BINDS(VT_INT(wr->id), VT_INT(wr->stamp)));
	if (err == VT_OK)
		err = vt_db_run(&wr->w->db, "UPDATE origin SET content = '' WHERE object = ?1",
				VT_BINDS(VT_INT(wr->id)));
	if (err == VT_OK)
		err = vt_write_records(wr);
	return (err == VT_OK ? vt_write_change(wr, VT_CHANGE_DELETED) : err);
}

static vt_err
vt_write_withdraw(struct vt_writing *wr, enum vt_change *change_r)
{
	vt_err err = vt_index_take(&wr->w->db, wr->id);

	if (err == VT_OK)
		err = vt_write_members(wr);
	if (err == VT_OK)
		err = vt_write_empty(wr);
	if (err == VT_OK)
		err = vt_write_images(wr);
	if (err == VT_OK)
		err = vt_write_description(wr);
	if (err == VT_OK)
		err = vt_write_facets(&wr->w->db, wr->a, wr->id, NULL);
	if (err == VT_OK)
		err = vt_write_tombstone(wr);
	if (err == VT_OK)
		*change_r = VT_CHANGE_DELETED;
	return (err);
}

vt_err
vt_writer_withdraw(struct vt_writer *w, struct vt_str identifier, enum vt_change *change_r)
{
	struct vt_writing wr = { .w = w, .a = vt_arena_new(0) };
	struct vt_before before;
	vt_err err = vt_write_before(&wr, identifier, &before);

	vt_arena_free(&wr.a);
	if (err != VT_OK)
		return (err);
	if (before.id == 0)
		return (vt_fail(VT_E_NOTFOUND, "there is no object \"%.*s\" to withdraw",
				VT_STR_ARG(identifier)));
	if (before.is_deleted) {
		*change_r = VT_CHANGE_NONE;
		return (VT_OK);
	}
	wr.id = before.id;
	return (vt_write_whole(&wr, identifier, vt_write_withdraw, change_r));
}

/* Written and withdrawn within one transaction. */
static vt_err
vt_write_buried(struct vt_writing *wr, enum vt_change *change_r)
{
	vt_err err = vt_write_object(wr, change_r);

	if (err != VT_OK)
		return (err);
	*wr = (struct vt_writing){ .w = wr->w, .a = wr->a, .id = wr->id };
	return (vt_write_withdraw(wr, change_r));
}

vt_err
vt_writer_tombstone(struct vt_writer *w, const struct vt_new_object *o, enum vt_change *change_r)
{
	struct vt_writing wr = { .w = w, .o = o, .is_unseen = true };
	vt_err err = vt_write_check(&wr);

	if (err != VT_OK)
		return (vt_fail_in(err, "object \"%.*s\"", VT_STR_ARG(o->object.identifier)));
	return (vt_write_whole(&wr, o->object.identifier, vt_write_buried, change_r));
}
