/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sums of a fold into usage.db, with what the catalogue says of each object, so
 * that reports need no catalogue and know what was withdrawn since.
 */
#include <stdlib.h>

#include "db.h"
#include "map.h"

#define STORE_TITLE_MAX	300	/* bytes */
#define STORE_AUTHORS_MAX 3
#define STORE_MEMORY	(1 << 20)	/* for one object's description */

struct store {
	struct analytics_db	*db;
	struct vt_catalog	*catalog;
	const struct analytics_fold *f;
	sqlite3_stmt		*rules, *rules_id, *item, *item_id, *use, *count;
	uint32_t		 list;		/* the last one, and its row */
	int64_t			 list_id;
	struct analytics_map	 items;		/* rows of objects */
};

static const char store_use[] = "INSERT INTO use VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
	" ?11, ?12) ON CONFLICT DO UPDATE SET total_investigations = total_investigations + ?5,"
	" unique_investigations = unique_investigations + ?6, total_requests = total_requests + ?7,"
	" unique_requests = unique_requests + ?8, pages = pages + ?9, downloads = downloads + ?10,"
	" thumbnails = thumbnails + ?11, harvests = harvests + ?12";

static vt_err
store_open(struct store *s)
{
	const struct {
		sqlite3_stmt	**s_r;
		const char	*sql;
	} all[] = {
		{ &s->rules, "INSERT OR IGNORE INTO rules(rules, robots) VALUES(?1, ?2)" },
		{ &s->rules_id, "SELECT id FROM rules WHERE rules = ?1 AND robots = ?2" },
		{ &s->item, "INSERT INTO item(identifier, title, institution, kind, data_type, year,"
		    " authors) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(identifier) DO UPDATE SET"
		    " title = ?2, institution = ?3, kind = ?4, data_type = ?5, year = ?6, authors = ?7"
		    " WHERE ?4 <> '' AND (title, institution, kind, data_type, year, authors) <>"
		    " (?2, ?3, ?4, ?5, ?6, ?7)" },
		{ &s->item_id, "SELECT id FROM item WHERE identifier = ?1" },
		{ &s->use, store_use },
		{ &s->count, "INSERT INTO count VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
		    " ON CONFLICT DO UPDATE SET n = n + ?6" },
	};
	vt_err	err = VT_OK;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]) && err == VT_OK; i++)
		err = analytics_db_prepare(s->db, all[i].sql, all[i].s_r);
	return (err);
}

static void
store_close(struct store *s)
{
	sqlite3_stmt	*const all[] = { s->rules, s->rules_id, s->item, s->item_id, s->use, s->count };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		(void)sqlite3_finalize(all[i]);
	analytics_map_fini(&s->items);
}

/* The first column of the one row. */
static vt_err
store_id(struct store *s, sqlite3_stmt *query, int64_t *id_r)
{
	vt_err	err = analytics_db_next(s->db, query);

	if (err == VT_OK)
		*id_r = sqlite3_column_int64(query, 0);
	(void)sqlite3_reset(query);
	return (err);
}

static vt_err
store_rules(struct store *s, uint32_t list, int64_t *id_r)
{
	struct vt_str	robots = vt_str_of(analytics_fold_text(s->f, list));
	vt_err		err = VT_OK;

	if (s->list_id == 0 || s->list != list) {
		analytics_db_text(s->rules, 1, VT_STR(ANALYTICS_RULES));
		analytics_db_text(s->rules, 2, robots);
		analytics_db_text(s->rules_id, 1, VT_STR(ANALYTICS_RULES));
		analytics_db_text(s->rules_id, 2, robots);
		err = analytics_db_run(s->db, s->rules);
		if (err == VT_OK)
			err = store_id(s, s->rules_id, &s->list_id);
		s->list = list;
	}
	*id_r = s->list_id;
	return (err);
}

/* --- objects -------------------------------------------------------------------------- */

/* COUNTER's words for a title (5.1, 3.3.2); newspapers by what their record calls them. */
static const char *
store_data_type(struct vt_arena *a, const struct vt_object *o)
{
	static const char *const kinds[] = { [VT_KIND_TEXT] = "Book", [VT_KIND_IMAGE] = "Image",
		[VT_KIND_SOUND] = "Sound", [VT_KIND_VIDEO] = "Audiovisual",
		[VT_KIND_3D] = "Interactive_Resource" };

	for (size_t i = 0; o->kind == VT_KIND_TEXT && i < o->description.count; i++) {
		const struct vt_property *p = &o->description.properties[i];
		struct vt_str folded;

		if (!vt_str_eq_c(p->name, "type") && !vt_str_eq_c(p->name, "subject"))
			continue;
		folded = vt_str_fold(a, p->value);
		if (vt_str_find(folded, VT_STR("laikrast")) >= 0 ||
		    vt_str_find(folded, VT_STR("newspaper")) >= 0)
			return ("Newspaper_or_Newsletter");
	}
	return (kinds[o->kind]);
}

/* The first year that a date of it names; "0001" where none does (COUNTER 5.1, 3.3.8). */
static struct vt_str
store_year(const struct vt_object *o)
{
	for (size_t i = 0; i < o->description.count; i++) {
		const struct vt_property *p = &o->description.properties[i];

		if (p->start.len >= 4 && p->start.p[0] != '-')
			return (vt_str_sub(p->start, 0, 4));
	}
	return (VT_STR("0001"));
}

/* The first creators, each once, a line each (COUNTER wants three at most). */
static struct vt_str
store_authors(struct vt_arena *a, const struct vt_object *o)
{
	struct vt_str	names[STORE_AUTHORS_MAX], all = VT_STR("");
	size_t		count = 0, at;

	for (size_t i = 0; i < o->description.count && count < STORE_AUTHORS_MAX; i++) {
		const struct vt_property *p = &o->description.properties[i];

		for (at = 0; at < count && !vt_str_eq(names[at], p->value); at++)
			continue;
		if (!vt_str_eq_c(p->name, "creator") || p->value.len < 2 || at < count ||
		    vt_str_find(p->value, VT_STR("\n")) >= 0)
			continue;
		names[count++] = p->value;
		all = vt_str_printf(a, "%.*s%s%.*s", VT_STR_ARG(all), count > 1 ? "\n" : "",
		    VT_STR_ARG(vt_utf8_cut(p->value, STORE_TITLE_MAX)));
	}
	return (all);
}

static vt_err
store_item_row(struct store *s, struct vt_arena *a, struct vt_str identifier)
{
	struct vt_object	o;
	struct vt_str		title = VT_STR("");
	vt_err			err = vt_catalog_object(s->catalog, a, identifier, &o);
	bool			is_known = err == VT_OK && !o.is_deleted;

	if (err != VT_OK && err != VT_E_NOTFOUND)
		return (err);
	if (is_known)
		title = vt_str_sub(vt_description_title(&o.description, "lt"), 0, STORE_TITLE_MAX);
	while (title.len > 0 && !vt_utf8_is_valid(title))
		title.len--;
	analytics_db_text(s->item, 1, identifier);
	analytics_db_text(s->item, 2, title);
	analytics_db_text(s->item, 3, is_known ? o.institution : VT_STR(""));
	analytics_db_text(s->item, 4, vt_str_of(is_known ? vt_kind_name(o.kind) : ""));
	analytics_db_text(s->item, 5, vt_str_of(is_known ? store_data_type(a, &o) : "Unspecified"));
	analytics_db_text(s->item, 6, is_known ? store_year(&o) : VT_STR("0001"));
	analytics_db_text(s->item, 7, is_known ? store_authors(a, &o) : VT_STR(""));
	return (analytics_db_run(s->db, s->item));
}

static vt_err
store_item(struct store *s, uint32_t object, int64_t *id_r)
{
	struct vt_str	 identifier = vt_str_of(analytics_fold_text(s->f, object));
	uint32_t	*at = analytics_map_at(&s->items, (struct analytics_pair){ object, 1 });
	struct vt_arena	*a;
	vt_err		 err;

	*id_r = *at;
	if (*at != 0)
		return (VT_OK);
	a = vt_arena_new(STORE_MEMORY);
	err = store_item_row(s, a, identifier);
	vt_arena_free(&a);
	analytics_db_text(s->item_id, 1, identifier);
	if (err == VT_OK)
		err = store_id(s, s->item_id, id_r);
	if (err == VT_OK)
		*at = (uint32_t)*id_r;
	return (err);
}

/* --- rows ------------------------------------------------------------------------------------ */

static vt_err
store_sum(struct store *s, const struct analytics_sum *sum, int64_t item)
{
	int64_t	rules;
	vt_err	err = store_rules(s, sum->list, &rules);

	if (err != VT_OK)
		return (err);
	(void)sqlite3_bind_int(s->use, 1, sum->month);
	(void)sqlite3_bind_int64(s->use, 2, item);
	analytics_db_text(s->use, 3, (struct vt_str){ &analytics_class_letters[sum->class], 1 });
	(void)sqlite3_bind_int64(s->use, 4, rules);
	for (int i = 0; i < ANALYTICS_OBJECT_GAINS; i++)
		(void)sqlite3_bind_int64(s->use, 5 + i, sum->n[i]);
	return (analytics_db_run(s->db, s->use));
}

static vt_err
store_count(struct store *s, const struct analytics_count *c)
{
	int64_t	rules;
	vt_err	err = store_rules(s, c->list, &rules);

	if (err != VT_OK || c->n == 0)
		return (err);
	(void)sqlite3_bind_int(s->count, 1, c->day);
	analytics_db_text(s->count, 2, vt_str_of(analytics_fold_text(s->f, c->name)));
	analytics_db_text(s->count, 3, vt_str_of(analytics_fold_text(s->f, c->key)));
	analytics_db_text(s->count, 4, (struct vt_str){ &analytics_class_letters[c->class], 1 });
	(void)sqlite3_bind_int64(s->count, 5, rules);
	(void)sqlite3_bind_int64(s->count, 6, c->n);
	return (analytics_db_run(s->db, s->count));
}

/* In the order of the table: rows far apart would each want their page of it. */
struct store_place {
	const struct analytics_sum *sum;
	int64_t			 item;
};

static int
store_order(const void *a, const void *b)
{
	const struct store_place	*x = a, *y = b;

	if (x->sum->month != y->sum->month)
		return (x->sum->month < y->sum->month ? -1 : 1);
	if (x->item != y->item)
		return (x->item < y->item ? -1 : 1);
	return ((int)x->sum->class - (int)y->sum->class);
}

static vt_err
store_sums(struct store *s)
{
	const struct analytics_sum	*sums;
	size_t				 count = analytics_fold_sums(s->f, &sums);
	struct store_place		*places = calloc(count + 1, sizeof(*places));
	vt_err				 err = places != NULL ? VT_OK :
					    vt_fail(VT_E_NOMEM, "no memory to keep %zu sums", count);

	for (size_t i = 0; i < count && err == VT_OK; i++) {
		places[i].sum = &sums[i];
		err = store_item(s, sums[i].object, &places[i].item);
	}
	if (err == VT_OK)
		qsort(places, count, sizeof(*places), store_order);
	for (size_t i = 0; i < count && err == VT_OK; i++)
		err = store_sum(s, places[i].sum, places[i].item);
	free(places);
	return (err);
}

vt_err
analytics_store(struct analytics_db *db, struct vt_catalog *catalog, const struct analytics_fold *f)
{
	struct store			 s = { .db = db, .catalog = catalog, .f = f };
	const struct analytics_count	*counts;
	size_t				 count_count = analytics_fold_counts(f, &counts);
	vt_err				 err = store_open(&s);

	if (err == VT_OK)
		err = store_sums(&s);
	for (size_t i = 0; i < count_count && err == VT_OK; i++)
		err = store_count(&s, &counts[i]);
	store_close(&s);
	return (err);
}
