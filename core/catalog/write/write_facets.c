/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an object can be found by beside words: whose it is, its collections with
 * those above, its kind, its centuries and decades, its places, its rights.
 */
#include <math.h>

#include "catalog/facets/facets.h"
#include "catalog/index/since.h"

#define VT_FACETS_BATCH 500 /* objects made anew with one arena */

struct vt_faceting {
	struct vt_db *db;
	struct vt_arena *a;
	struct vt_facets f;
};

static vt_err
vt_facet_new(struct vt_faceting *g, enum vt_facet facet, struct vt_str key, int64_t *id_r)
{
	vt_err err = vt_db_int(g->db, id_r, "SELECT coalesce(max(id) >> 3, 0) + 1 FROM facet_value",
			       NULL, 0);

	if (err != VT_OK)
		return (err);
	*id_r = *id_r << VT_FACET_BITS | facet;
	return (vt_db_run(g->db, "INSERT INTO facet_value (id, facet, key) VALUES (?1, ?2, ?3)",
			  VT_BINDS(VT_INT(*id_r), VT_INT(facet), VT_TEXT(key))));
}

/* One value more; id_r may be NULL. */
static vt_err
vt_facet_add(struct vt_faceting *g, enum vt_facet facet, struct vt_str key, int64_t *id_r)
{
	int64_t id = 0;
	vt_err err;

	if (key.len == 0 || key.len > VT_FACET_KEY_MAX || g->f.count == VT_FACET_VALUES_MAX)
		return (VT_OK);
	err = vt_db_int(g->db, &id, "SELECT id FROM facet_value WHERE facet = ?1 AND key = ?2",
			VT_BINDS(VT_INT(facet), VT_TEXT(key)));
	if (err == VT_E_END)
		err = vt_facet_new(g, facet, key, &id);
	if (err != VT_OK)
		return (err);
	g->f.values[g->f.count++] = (uint32_t)id;
	if (id_r != NULL)
		*id_r = id;
	return (VT_OK);
}

/* --- collections ----------------------------------------------------------- */

static vt_err
vt_facet_collections(struct vt_faceting *g, int64_t object)
{
	struct vt_list specs = { NULL, 0, 0 };
	struct vt_row row = { .a = g->a };
	vt_err err = vt_db_query(g->db, &row.st,
				 "SELECT c.spec FROM object_below b JOIN collection c "
				 "ON c.id = b.collection WHERE b.object = ?1",
				 VT_BINDS(VT_INT(object)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(g->db, row.st)) == VT_OK) {
		struct vt_str *spec = vt_list_add(g->a, &specs, sizeof(*spec));

		if (spec == NULL)
			break;
		*spec = vt_row_str(&row, 0);
	}
	vt_db_done(row.st);
	if (err != VT_E_END)
		return (err == VT_OK ? VT_E_LIMIT : err);
	err = row.is_short ? VT_E_LIMIT : VT_OK;
	for (size_t i = 0; i < specs.count && err == VT_OK; i++)
		err = vt_facet_add(g, VT_FACET_COLLECTION, ((struct vt_str *)specs.items)[i], NULL);
	return (err);
}

/* --- time -------------------------------------------------------------------- */

/* From the years of "1880" or "1880-01-31"; years before our era are no facets. */
static bool
vt_facet_year(struct vt_str date, int64_t *year_r)
{
	struct vt_str part = VT_STR_NONE;

	return (vt_str_next(&date, '-', &part) && vt_str_to_int(part, 1, VT_YEAR_MAX, year_r));
}

static vt_err
vt_facet_time(struct vt_faceting *g, enum vt_facet facet, int64_t from, int64_t years)
{
	return (vt_facet_add(g, facet, vt_str_printf(g->a, "%04lld-%04lld", (long long)from,
						     (long long)(from + years - 1)),
			     NULL));
}

static vt_err
vt_facet_span(struct vt_faceting *g, int64_t from, int64_t to, int64_t years)
{
	vt_err err = VT_OK;

	for (int64_t y = from / years * years; y <= to && err == VT_OK; y += years)
		err = vt_facet_time(g, VT_FACET_PERIOD, y, years);
	return (err);
}

/* From the left the longest that fits: at most 36 and one a century. */
static vt_err
vt_facet_years(struct vt_faceting *g, int64_t from, int64_t to)
{
	vt_err err = VT_OK;

	for (int64_t y = from, years; y <= to && err == VT_OK; y += years) {
		years = y % 100 == 0 && to - y >= 99 ? 100 : y % 10 == 0 && to - y >= 9 ? 10 : 1;
		err = vt_facet_time(g, VT_FACET_YEARS, y, years);
	}
	return (err);
}

/* The first of issued, created and date that has a year, as dates are ordered by. */
static vt_err
vt_facet_period(struct vt_faceting *g, const struct vt_description *d)
{
	static const char *const names[] = { "issued", "created", "date" };
	const struct vt_property *p;
	int64_t from, to;
	vt_err err;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (size_t at = 0; (p = vt_description_next(d, names[i], &at)) != NULL;) {
			if (!vt_facet_year(p->start, &from))
				continue;
			if (!vt_facet_year(p->end, &to) || to < from)
				to = from;
			err = vt_facet_span(g, from, to, 100);
			if (err == VT_OK && to - from < VT_FACET_YEARS_MAX)
				err = vt_facet_span(g, from, to, 10);
			return (err == VT_OK ? vt_facet_years(g, from, to) : err);
		}
	return (VT_OK);
}

/* --- places -------------------------------------------------------------------- */

static bool
vt_facet_is_words(const struct vt_property *p)
{
	struct vt_str rest = p->value, part;
	double number;

	while (vt_str_next(&rest, ' ', &part))
		if (!vt_str_to_double(part, &number))
			return (true);
	return (false);
}

/* The name by which a place is known here: that in Lithuanian, or without a language,
 * of what is the same by its address; sources give one place now with its address, now
 * without, and readers know it by its name.  NULL: it is only another's translation. */
static const struct vt_property *
vt_facet_named(const struct vt_description *d, const struct vt_property *p, bool has_own)
{
	const struct vt_property *other;

	if (!vt_str_eq_c(p->lang, "en"))
		return (p);
	for (size_t at = 0; p->uri.len != 0 &&
	     (other = vt_description_shown(d, "spatial", &at)) != NULL;)
		if (vt_str_eq(other->uri, p->uri) && !vt_str_eq_c(other->lang, "en") &&
		    vt_facet_is_words(other))
			return (other);
	return (has_own ? NULL : p);
}

static vt_err
vt_facet_name(struct vt_faceting *g, int64_t id, const struct vt_property *p)
{
	bool is_en = vt_str_eq_c(p->lang, "en");

	return (vt_db_run(g->db,
			  is_en ? "UPDATE facet_value SET en = ?2 WHERE id = ?1 AND en <> ?2"
				: "UPDATE facet_value SET lt = ?2 WHERE id = ?1 AND lt <> ?2",
			  VT_BINDS(VT_INT(id), VT_TEXT(p->value))));
}

/* Who says where the place is: its name itself, or what is the same by its address. */
static const struct vt_property *
vt_facet_located(const struct vt_description *d, const struct vt_property *p)
{
	const struct vt_property *other;

	if (p->has_coordinates)
		return (p);
	for (size_t at = 0; p->uri.len != 0 &&
	     (other = vt_description_shown(d, "spatial", &at)) != NULL;)
		if (other->has_coordinates && vt_str_eq(other->uri, p->uri))
			return (other);
	return (NULL);
}

/* The first who says it is believed, until all facets are made anew. */
static vt_err
vt_facet_point(struct vt_faceting *g, int64_t id, const struct vt_description *d,
	       const struct vt_property *p)
{
	const struct vt_property *where = vt_facet_located(d, p);

	if (where == NULL || !(fabs(where->latitude) <= 90 && fabs(where->longitude) <= 180))
		return (VT_OK);
	return (vt_db_run(g->db,
			  "UPDATE facet_value SET has_point = 1, latitude = ?2, longitude = ?3 "
			  "WHERE id = ?1 AND has_point = 0",
			  VT_BINDS(VT_INT(id), VT_INT(llround(where->latitude * VT_FACET_DEGREE)),
				   VT_INT(llround(where->longitude * VT_FACET_DEGREE)))));
}

static vt_err
vt_facet_places(struct vt_faceting *g, const struct vt_description *d)
{
	const struct vt_property *p, *named;
	bool has_own = false;
	vt_err err = VT_OK;

	for (size_t at = 0; (p = vt_description_shown(d, "spatial", &at)) != NULL;)
		has_own |= vt_facet_is_words(p) && !vt_str_eq_c(p->lang, "en");
	for (size_t at = 0;
	     err == VT_OK && (p = vt_description_shown(d, "spatial", &at)) != NULL;) {
		int64_t id = 0;

		if (!vt_facet_is_words(p) || (named = vt_facet_named(d, p, has_own)) == NULL)
			continue;
		err = vt_facet_add(g, VT_FACET_PLACE, named->value, &id);
		if (err == VT_OK && id != 0)
			err = vt_facet_name(g, id, p);
		if (err == VT_OK && id != 0)
			err = vt_facet_point(g, id, d, p);
	}
	return (err);
}

/* --- blocks ---------------------------------------------------------------------- */

static vt_err
vt_facet_gather(struct vt_faceting *g, int64_t id, const struct vt_object *o)
{
	vt_err err = vt_facet_add(g, VT_FACET_INSTITUTION, o->institution, NULL);

	if (err == VT_OK)
		err = vt_facet_collections(g, id);
	if (err == VT_OK)
		err = vt_facet_add(g, VT_FACET_KIND, vt_str_of(vt_kind_name(o->kind)), NULL);
	if (err == VT_OK)
		err = vt_facet_period(g, &o->description);
	if (err == VT_OK)
		err = vt_facet_places(g, &o->description);
	return (err == VT_OK ? vt_facet_add(g, VT_FACET_RIGHTS, o->rights, NULL) : err);
}

/* The block with this object's part in its place; of: NULL, without it. */
static vt_err
vt_facet_block(struct vt_str old, uint8_t slot, struct vt_facets *own, struct vt_buf *out)
{
	struct vt_facets f;

	while (vt_facets_next(&old, &f)) {
		if (own != NULL && f.slot > slot) {
			vt_facets_put(own, out);
			own = NULL;
		}
		if (f.slot != slot)
			vt_facets_put(&f, out);
	}
	if (own != NULL)
		vt_facets_put(own, out);
	if (old.len != 0)
		return (vt_fail(VT_E_FORMAT, "the catalogue has a block of facets that is none"));
	return (vt_buf_error(out));
}

static vt_err
vt_facet_read_block(struct vt_faceting *g, int64_t block, struct vt_str *data_r)
{
	struct vt_row row = { .a = g->a };
	vt_err err = vt_db_query(g->db, &row.st, "SELECT data FROM facet_block WHERE id = ?1",
				 VT_BINDS(VT_INT(block)));

	*data_r = VT_STR_NONE;
	if (err != VT_OK)
		return (err);
	err = vt_db_next(g->db, row.st);
	if (err == VT_OK)
		*data_r = vt_row_str(&row, 0);
	vt_db_done(row.st);
	if (row.is_short)
		return (VT_E_LIMIT);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_facet_store(struct vt_faceting *g, int64_t block, struct vt_facets *own)
{
	struct vt_str old;
	struct vt_buf out;
	vt_err err = vt_facet_read_block(g, block, &old);

	if (err != VT_OK)
		return (err);
	vt_buf_init(&out, 0);
	err = vt_facet_block(old, g->f.slot, own, &out);
	if (err == VT_OK)
		err = vt_db_run(g->db,
				"INSERT INTO facet_block VALUES (?1, ?2) "
				"ON CONFLICT DO UPDATE SET data = ?2",
				VT_BINDS(VT_INT(block), VT_BLOB(vt_buf_get(&out))));
	vt_buf_fini(&out);
	return (err);
}

vt_err
vt_write_facets(struct vt_db *db, struct vt_arena *a, int64_t id, const struct vt_object *o)
{
	struct vt_faceting g = { .db = db, .a = a, .f.slot = (uint8_t)(id % VT_FACET_BLOCK) };
	vt_err err = VT_OK;

	if (o != NULL) {
		g.f.access = (uint8_t)o->access;
		err = vt_facet_gather(&g, id, o);
	}
	return (err == VT_OK ? vt_facet_store(&g, id / VT_FACET_BLOCK, o != NULL ? &g.f : NULL) : err);
}

/* --- all of them ------------------------------------------------------------------ */

/* The next living objects after *after; *count_r 0: there are no more. */
static vt_err
vt_facets_batch(struct vt_writer *w, struct vt_arena *a, int64_t *after, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(&w->db, &row.st,
				 "SELECT " VT_OBJECT_COLUMNS " FROM object o" VT_OBJECT_JOINS
				 "WHERE o.is_deleted = 0 AND o.id > ?1 ORDER BY o.id LIMIT ?2",
				 VT_BINDS(VT_INT(*after), VT_INT(VT_FACETS_BATCH)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&w->db, row.st)) == VT_OK) {
		struct vt_object *o = vt_list_add(a, &list, sizeof(*o));

		if ((err = o != NULL ? vt_read_object_row(&row, o) : VT_E_LIMIT) != VT_OK)
			break;
	}
	vt_db_done(row.st);
	if (err != VT_E_END)
		return (err);
	err = VT_OK;
	for (size_t i = 0; i < list.count && err == VT_OK; i++) {
		const struct vt_object *o = &((struct vt_object *)list.items)[i];

		*after = o->rowid;
		err = vt_write_facets(&w->db, a, o->rowid, o);
	}
	*count_r = list.count;
	return (err);
}

static vt_err
vt_facets_all(struct vt_writer *w)
{
	int64_t after = 0, stamp;
	size_t count = 1;
	vt_err err = vt_db_script(&w->db, "DELETE FROM facet_block; DELETE FROM facet_value");

	while (err == VT_OK && count != 0) {
		struct vt_arena *a = vt_arena_new(VT_WRITING_BYTES_MAX);

		err = vt_facets_batch(w, a, &after, &count);
		vt_arena_free(&a);
	}
	if (err == VT_OK)
		err = vt_db_run(&w->db, "UPDATE facet_rules SET version = ?1",
				VT_BINDS(VT_INT(VT_FACET_RULES)));
	if (err == VT_OK)
		err = vt_since_all(&w->db);
	/* An empty catalogue has not changed. */
	return (err == VT_OK && after != 0 ? vt_write_stamp(w, &stamp) : err);
}

vt_err
vt_write_facets_again(struct vt_writer *w)
{
	int64_t version = 0;
	vt_err err = vt_db_int(&w->db, &version, "SELECT version FROM facet_rules", NULL, 0);

	if (err != VT_OK || version == VT_FACET_RULES)
		return (err);
	err = vt_write_begin(w);
	return (err == VT_OK ? vt_write_end(w, vt_facets_all(w)) : err);
}
