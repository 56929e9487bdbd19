/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about how an object is shown, its files, and serials (api/viewing.h). */
#include "api/viewing.h"

#include "catalog/store.h"

/* Reads all rows of a query into a list; one() fills an item of it. */
struct vt_read_all {
	const char *sql;
	size_t size;
	vt_err (*one)(struct vt_row *row, void *item);
};

static vt_err
vt_read_all_rows(struct vt_catalog *c, struct vt_row *row, const struct vt_read_all *all,
		 struct vt_list *list)
{
	vt_err err;

	while ((err = vt_db_next(&c->db, row->st)) == VT_OK) {
		void *item = vt_list_add(row->a, list, all->size);

		err = item != NULL ? all->one(row, item) : VT_E_LIMIT;
		if (err == VT_OK && row->is_short)
			err = VT_E_LIMIT;
		if (err != VT_OK)
			break;
	}
	vt_db_done(row->st);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_read_all(struct vt_catalog *c, struct vt_arena *a, const struct vt_read_all *all,
	    int64_t owner, struct vt_list *list)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(&c->db, &row.st, all->sql, VT_BINDS(VT_INT(owner)));

	return (err == VT_OK ? vt_read_all_rows(c, &row, all, list) : err);
}

/* --- how it is shown ----------------------------------------------------------- */

vt_err
vt_catalog_view(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_view *view_r)
{
	struct vt_row row = { .a = a };
	struct vt_view view = { .start_page = 0 };
	vt_err err = vt_db_row(&c->db, &row,
			       "SELECT direction, behavior, start_page FROM object_view "
			       "WHERE object = ?1",
			       VT_BINDS(VT_INT(object)));

	if (err == VT_OK)
		view = (struct vt_view){ vt_row_str(&row, 0), vt_row_str(&row, 1),
					 vt_row_int(&row, 2) };
	vt_db_done(row.st);
	if (err != VT_OK && err != VT_E_END)
		return (err);
	*view_r = view;
	return (row.is_short ? VT_E_LIMIT : VT_OK);
}

static vt_err
vt_read_page_view(struct vt_row *row, void *item)
{
	*(struct vt_page_view *)item =
	    (struct vt_page_view){ vt_row_int(row, 0), vt_row_str(row, 1) };
	return (VT_OK);
}

vt_err
vt_catalog_page_views(struct vt_catalog *c, struct vt_arena *a, int64_t object,
		      struct vt_page_view **list_r, size_t *count_r)
{
	static const struct vt_read_all all = {
		"SELECT number, behavior FROM page_view WHERE object = ?1 ORDER BY number",
		sizeof(struct vt_page_view), vt_read_page_view
	};
	struct vt_list list = { NULL, 0, 0 };
	vt_err err = vt_read_all(c, a, &all, object, &list);

	*list_r = list.items;
	*count_r = list.count;
	return (err);
}

static vt_err
vt_read_page_choice(struct vt_row *row, void *item)
{
	*(struct vt_page_choice *)item = (struct vt_page_choice){
		.page = vt_row_int(row, 0),
		.image = vt_row_str(row, 1),
		.label = vt_row_str(row, 2),
		.width = vt_row_int(row, 3),
		.height = vt_row_int(row, 4),
	};
	return (VT_OK);
}

vt_err
vt_catalog_page_choices(struct vt_catalog *c, struct vt_arena *a, int64_t object,
			struct vt_page_choice **list_r, size_t *count_r)
{
	static const struct vt_read_all all = {
		"SELECT p.number, i.identifier, p.label, i.width, i.height FROM page_choice p "
		"JOIN image i ON i.id = p.image WHERE p.object = ?1 ORDER BY p.number, p.place",
		sizeof(struct vt_page_choice), vt_read_page_choice
	};
	struct vt_list list = { NULL, 0, 0 };
	vt_err err = vt_read_all(c, a, &all, object, &list);

	*list_r = list.items;
	*count_r = list.count;
	return (err);
}

/* --- files ----------------------------------------------------------------------- */

#define VT_FILE_QUERY                                                                              \
	"SELECT name, path, media_type, use, hash, bytes, duration, width, height FROM file "      \
	"WHERE object = ?1 "

static vt_err
vt_read_file(struct vt_row *row, void *item)
{
	*(struct vt_file *)item = (struct vt_file){
		.name = vt_row_str(row, 0),
		.path = vt_row_str(row, 1),
		.media_type = vt_row_str(row, 2),
		.use = vt_row_str(row, 3),
		.hash = vt_row_str(row, 4),
		.bytes = vt_row_int(row, 5),
		.duration = vt_row_int(row, 6),
		.width = vt_row_int(row, 7),
		.height = vt_row_int(row, 8),
	};
	return (VT_OK);
}

vt_err
vt_catalog_files(struct vt_catalog *c, struct vt_arena *a, int64_t object,
		 struct vt_file **list_r, size_t *count_r)
{
	static const struct vt_read_all all = { VT_FILE_QUERY "ORDER BY name",
						sizeof(struct vt_file), vt_read_file };
	struct vt_list list = { NULL, 0, 0 };
	vt_err err = vt_read_all(c, a, &all, object, &list);

	*list_r = list.items;
	*count_r = list.count;
	return (err);
}

vt_err
vt_catalog_file(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_str name,
		struct vt_file *file_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_row(&c->db, &row, VT_FILE_QUERY "AND name = ?2",
			       VT_BINDS(VT_INT(object), VT_TEXT(name)));

	if (err == VT_OK)
		err = vt_read_file(&row, file_r);
	else if (err == VT_E_END)
		err = vt_fail(VT_E_NOTFOUND, "it has no file \"%.*s\"", VT_STR_ARG(name));
	vt_db_done(row.st);
	return (err == VT_OK && row.is_short ? VT_E_LIMIT : err);
}

/* --- serials ----------------------------------------------------------------------- */

#define VT_SERIAL_QUERY                                                                            \
	"SELECT s.id, s.identifier, s.title, s.lang, (SELECT count(*) FROM serial_issue n "        \
	"WHERE n.serial = s.id) AS issues"

static vt_err
vt_read_serial(struct vt_row *row, void *item)
{
	*(struct vt_serial *)item = (struct vt_serial){
		.rowid = vt_row_int(row, 0),
		.identifier = vt_row_str(row, 1),
		.title = vt_row_str(row, 2),
		.lang = vt_row_str(row, 3),
		.issue_count = vt_row_int(row, 4),
	};
	return (VT_OK);
}

vt_err
vt_catalog_serials(struct vt_catalog *c, struct vt_arena *a, struct vt_serial **list_r,
		   size_t *count_r)
{
	static const struct vt_read_all all = {
		VT_SERIAL_QUERY " FROM serial s WHERE ?1 = 0 AND EXISTS "
		"(SELECT 1 FROM serial_issue n WHERE n.serial = s.id) ORDER BY s.title",
		sizeof(struct vt_serial), vt_read_serial
	};
	struct vt_list list = { NULL, 0, 0 };
	vt_err err = vt_read_all(c, a, &all, 0, &list);

	*list_r = list.items;
	*count_r = list.count;
	return (err);
}

vt_err
vt_catalog_serial(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
		  struct vt_serial *serial_r)
{
	struct vt_row row = { .a = a };
	vt_err err =
	    vt_db_row(&c->db, &row, VT_SERIAL_QUERY " FROM serial s WHERE s.identifier = ?1",
		      VT_BINDS(VT_TEXT(identifier)));

	if (err == VT_OK)
		err = vt_read_serial(&row, serial_r);
	vt_db_done(row.st);
	if (err == VT_OK && row.is_short)
		return (VT_E_LIMIT);
	if (err == VT_E_END || (err == VT_OK && serial_r->issue_count == 0))
		return (vt_fail(VT_E_NOTFOUND, "there is no newspaper or journal \"%.*s\"",
				VT_STR_ARG(identifier)));
	return (err);
}

vt_err
vt_catalog_serial_of(struct vt_catalog *c, struct vt_arena *a, int64_t object,
		     struct vt_serial *serial_r, int64_t *day_r)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_row(&c->db, &row,
			       VT_SERIAL_QUERY ", n.date_key FROM serial_issue n JOIN serial s "
					       "ON s.id = n.serial WHERE n.object = ?1",
			       VT_BINDS(VT_INT(object)));

	if (err == VT_OK) {
		err = vt_read_serial(&row, serial_r);
		*day_r = vt_row_int(&row, 5);
	} else if (err == VT_E_END) {
		err = vt_fail(VT_E_NOTFOUND, "it is not an issue of a newspaper or journal");
	}
	vt_db_done(row.st);
	return (err == VT_OK && row.is_short ? VT_E_LIMIT : err);
}

static vt_err
vt_read_serial_year(struct vt_row *row, void *item)
{
	*(struct vt_serial_year *)item =
	    (struct vt_serial_year){ vt_row_int(row, 0), vt_row_int(row, 1) };
	return (VT_OK);
}

vt_err
vt_catalog_serial_years(struct vt_catalog *c, struct vt_arena *a, int64_t serial,
			struct vt_serial_year **list_r, size_t *count_r)
{
	static const struct vt_read_all all = {
		"SELECT date_key / 10000, count(*) FROM serial_issue WHERE serial = ?1 "
		"GROUP BY 1 ORDER BY 1",
		sizeof(struct vt_serial_year), vt_read_serial_year
	};
	struct vt_list list = { NULL, 0, 0 };
	vt_err err = vt_read_all(c, a, &all, serial, &list);

	*list_r = list.items;
	*count_r = list.count;
	return (err);
}

#define VT_ISSUE_DAY 14 /* the column behind VT_OBJECT_COLUMNS */

static vt_err
vt_read_issue(struct vt_row *row, void *item)
{
	struct vt_issue *issue = item;

	issue->day = vt_row_int(row, VT_ISSUE_DAY);
	return (vt_read_object_row(row, &issue->object));
}

vt_err
vt_catalog_issues(struct vt_catalog *c, struct vt_arena *a, const struct vt_issue_query *q,
		  struct vt_issue **list_r, size_t *count_r)
{
	static const struct vt_read_all all = { NULL, sizeof(struct vt_issue), vt_read_issue };
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(
	    &c->db, &row.st,
	    "SELECT " VT_OBJECT_COLUMNS ", n.date_key FROM serial_issue n "
	    "JOIN object o ON o.id = n.object" VT_OBJECT_JOINS
	    "WHERE n.serial = ?1 AND n.date_key BETWEEN ?2 * 10000 AND ?2 * 10000 + 9999 "
	    "ORDER BY n.date_key, n.object LIMIT ?3 OFFSET ?4",
	    VT_BINDS(VT_INT(q->serial), VT_INT(q->year), VT_INT((int64_t)q->limit),
		     VT_INT((int64_t)q->offset)));

	if (err == VT_OK)
		err = vt_read_all_rows(c, &row, &all, &list);
	*list_r = list.items;
	*count_r = list.count;
	return (err);
}
