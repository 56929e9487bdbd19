/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about one object: itself, its collections are in
 * read_vocabulary.c; its pages, structure, text and images here. */
#include "catalog/description_xml.h"
#include "catalog/store.h"
#include "catalog/words/words.h"

vt_err
vt_read_object_row(struct vt_row *row, struct vt_object *o_r)
{
	struct vt_object o = {
		.rowid = vt_row_int(row, 0),
		.identifier = vt_row_str(row, 1),
		.institution = vt_row_str(row, 2),
		.kind = (enum vt_kind)vt_row_int(row, 3),
		.rights = vt_row_str(row, 4),
		.access = (enum vt_access_policy)vt_row_int(row, 5),
		.embargo_until = vt_row_int(row, 6),
		.created = vt_row_int(row, 7),
		.changed = vt_row_int(row, 8),
		.is_deleted = vt_row_int(row, 9) != 0,
		.page_count = vt_row_int(row, 10),
		.thumbnail = vt_row_str(row, 11),
		.language = vt_row_str(row, 12),
	};
	struct vt_str xml = vt_row_peek(row, 13);
	vt_err err = VT_OK;

	if (row->is_short)
		return (VT_E_LIMIT);
	if ((unsigned)o.kind > VT_KIND_3D || (unsigned)o.access > VT_ACCESS_METADATA)
		return (vt_fail(VT_E_FORMAT,
				"object %.*s has a kind or an access policy that "
				"does not exist",
				VT_STR_ARG(o.identifier)));
	if (xml.len != 0)
		err = vt_description_parse(row->a, xml, &o.description);
	if (err == VT_OK)
		*o_r = o;
	return (err);
}

vt_err
vt_read_no_object(struct vt_str identifier)
{
	return (vt_fail(VT_E_NOTFOUND,
			"there is no object \"%.*s\"; an object's identifier is what stands behind "
			"/objects/ in its address",
			VT_STR_ARG(identifier)));
}

vt_err
vt_catalog_object(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
		  struct vt_object *object_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_row(&c->db, &row,
			       "SELECT " VT_OBJECT_COLUMNS " FROM object o" VT_OBJECT_JOINS
			       "WHERE o.identifier = ?1",
			       VT_BINDS(VT_TEXT(identifier)));

	if (err == VT_OK)
		err = vt_read_object_row(&row, object_r);
	else if (err == VT_E_END)
		err = vt_read_no_object(identifier);
	vt_db_done(row.st);
	return (err);
}

vt_err
vt_catalog_object_at(struct vt_catalog *c, struct vt_arena *a, int64_t rowid,
		     struct vt_object *object_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_row(&c->db, &row,
			       "SELECT " VT_OBJECT_COLUMNS " FROM object o" VT_OBJECT_JOINS
			       "WHERE o.id = ?1",
			       VT_BINDS(VT_INT(rowid)));

	if (err == VT_OK)
		err = vt_read_object_row(&row, object_r);
	else if (err == VT_E_END)
		err = vt_fail(VT_E_NOTFOUND, "there is no object %lld", (long long)rowid);
	vt_db_done(row.st);
	return (err);
}

static vt_err
vt_read_page_row(struct vt_row *row, struct vt_page *p)
{
	*p = (struct vt_page){
		.rowid = vt_row_int(row, 0),
		.number = vt_row_int(row, 1),
		.label = vt_row_str(row, 2),
		.image = vt_row_str(row, 3),
		.width = vt_row_int(row, 4),
		.height = vt_row_int(row, 5),
		.has_text = vt_row_int(row, 6) != 0,
	};
	return (row->is_short ? VT_E_LIMIT : VT_OK);
}

#define VT_PAGE_QUERY                                                                              \
	"SELECT p.id, p.number, p.label, i.identifier, i.width, i.height, p.has_text "             \
	"FROM page p LEFT JOIN image i ON i.id = p.image WHERE p.object = ?1 "

vt_err
vt_catalog_page(struct vt_catalog *c, struct vt_arena *a, int64_t object, int64_t number,
		struct vt_page *page_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_row(&c->db, &row, VT_PAGE_QUERY "AND p.number = ?2",
			       VT_BINDS(VT_INT(object), VT_INT(number)));

	if (err == VT_OK)
		err = vt_read_page_row(&row, page_r);
	else if (err == VT_E_END)
		err = vt_fail(VT_E_NOTFOUND, "there is no page %lld", (long long)number);
	vt_db_done(row.st);
	return (err);
}

vt_err
vt_catalog_pages(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_page **list_r,
		 size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	struct vt_page *p;
	vt_err err = vt_db_query(&c->db, &row.st, VT_PAGE_QUERY "ORDER BY p.number",
				 VT_BINDS(VT_INT(object)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK) {
		p = vt_list_add(a, &list, sizeof(*p));
		err = p != NULL ? vt_read_page_row(&row, p) : VT_E_LIMIT;
		if (err != VT_OK)
			break;
	}
	vt_db_done(row.st);
	if (err != VT_E_END)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

/* A part with the number of the range that it belongs to, side by side. */
struct vt_read_parts {
	struct vt_list parts, owners;
};

static vt_err
vt_read_parts(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_read_parts *all)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(&c->db, &row.st,
				 "SELECT number, page, x, y, w, h FROM range_part "
				 "WHERE object = ?1 ORDER BY number, place",
				 VT_BINDS(VT_INT(object)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK) {
		struct vt_range_part *p = vt_list_add(a, &all->parts, sizeof(*p));
		int64_t *owner = vt_list_add(a, &all->owners, sizeof(*owner));

		if (p == NULL || owner == NULL) {
			err = VT_E_LIMIT;
			break;
		}
		*owner = vt_row_int(&row, 0);
		*p = (struct vt_range_part){ vt_row_int(&row, 1), vt_row_int(&row, 2),
					     vt_row_int(&row, 3), vt_row_int(&row, 4),
					     vt_row_int(&row, 5) };
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_read_ranges(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_list *ranges)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(&c->db, &row.st,
				 "SELECT number, parent, label, type FROM object_range "
				 "WHERE object = ?1 ORDER BY number",
				 VT_BINDS(VT_INT(object)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK) {
		struct vt_range *r = vt_list_add(a, ranges, sizeof(*r));

		if (r != NULL)
			*r = (struct vt_range){ .number = vt_row_int(&row, 0),
						.parent = vt_row_int(&row, 1),
						.label = vt_row_str(&row, 2),
						.type = vt_row_str(&row, 3) };
		if (r == NULL || row.is_short) {
			err = VT_E_LIMIT;
			break;
		}
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

/* Both lists are ordered by the range's number: one walk joins them. */
static void
vt_read_join_parts(struct vt_list *ranges, const struct vt_read_parts *all)
{
	const struct vt_range_part *parts = all->parts.items;
	const int64_t *owners = all->owners.items;
	struct vt_range *r = ranges->items;
	size_t at = 0;

	for (size_t i = 0; i < ranges->count; i++) {
		while (at < all->parts.count && owners[at] < r[i].number)
			at++;
		r[i].parts = at < all->parts.count ? parts + at : NULL;
		while (at < all->parts.count && owners[at] == r[i].number) {
			at++;
			r[i].part_count++;
		}
	}
}

vt_err
vt_catalog_ranges(struct vt_catalog *c, struct vt_arena *a, int64_t object,
		  struct vt_range **list_r, size_t *count_r)
{
	struct vt_read_parts all = { .parts = { NULL, 0, 0 } };
	struct vt_list ranges = { NULL, 0, 0 };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_read_ranges(c, a, object, &ranges);
	if (err == VT_OK)
		err = vt_read_parts(c, a, object, &all);
	vt_catalog_end(c);
	if (err != VT_OK)
		return (err);
	vt_read_join_parts(&ranges, &all);
	*list_r = ranges.items;
	*count_r = ranges.count;
	return (VT_OK);
}

vt_err
vt_catalog_text(struct vt_catalog *c, struct vt_arena *a, int64_t page, struct vt_str *text_r)
{
	struct vt_row row = { .a = a };
	struct vt_str text = VT_STR_NONE;
	vt_err err = vt_db_row(&c->db, &row, "SELECT text FROM page_text WHERE page = ?1",
			       VT_BINDS(VT_INT(page)));

	if (err == VT_OK)
		text = vt_row_str(&row, 0);
	vt_db_done(row.st);
	if (err == VT_OK && row.is_short)
		return (VT_E_LIMIT);
	if (err == VT_OK || err == VT_E_END)
		*text_r = text;
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_catalog_words(struct vt_catalog *c, struct vt_arena *a, int64_t page, struct vt_word **list_r,
		 size_t *count_r)
{
	struct vt_row row = { .a = a };
	struct vt_str text;
	vt_err err = vt_db_row(&c->db, &row, "SELECT text, words FROM page_text WHERE page = ?1",
			       VT_BINDS(VT_INT(page)));

	if (err == VT_OK) {
		text = vt_row_str(&row, 0);
		err = row.is_short
			  ? VT_E_LIMIT
			  : vt_words_unpack(a, vt_row_peek(&row, 1), text, list_r, count_r);
	} else if (err == VT_E_END) {
		*list_r = NULL;
		*count_r = 0;
		err = VT_OK;
	}
	vt_db_done(row.st);
	return (err);
}

static vt_err
vt_read_image_row(const struct vt_catalog *c, struct vt_row *row, struct vt_image *image_r)
{
	struct vt_str path = vt_row_peek(row, 6);
	struct vt_image image = {
		.rowid = vt_row_int(row, 0),
		.identifier = vt_row_str(row, 1),
		.object = vt_row_str(row, 2),
		.width = vt_row_int(row, 3),
		.height = vt_row_int(row, 4),
		.version = vt_row_str(row, 5),
		.changed = vt_row_int(row, 7),
	};

	if (vt_str_starts(path, VT_STR("/")) || path.len == 0)
		image.access_path = vt_row_str(row, 6);
	else
		image.access_path = vt_str_printf(row->a, "%s/%.*s", c->data_dir, VT_STR_ARG(path));
	if (row->is_short || image.access_path.p == NULL)
		return (VT_E_LIMIT);
	*image_r = image;
	return (VT_OK);
}

vt_err
vt_catalog_image(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
		 struct vt_image *image_r)
{
	struct vt_row row = { .a = a };
	vt_err err =
	    vt_db_row(&c->db, &row,
		      "SELECT i.id, i.identifier, (SELECT o.identifier FROM object_image m "
		      "JOIN object o ON o.id = m.object WHERE m.image = i.id "
		      "ORDER BY m.object LIMIT 1), i.width, i.height, i.version, "
		      "i.access_path, i.changed FROM image i WHERE i.identifier = ?1",
		      VT_BINDS(VT_TEXT(identifier)));

	if (err == VT_OK)
		err = vt_read_image_row(c, &row, image_r);
	else if (err == VT_E_END)
		err = vt_fail(VT_E_NOTFOUND,
			      "there is no image \"%.*s\"; addresses of images stand in the manifest of "
			      "their object",
			      VT_STR_ARG(identifier));
	vt_db_done(row.st);
	return (err);
}
