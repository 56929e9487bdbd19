/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Searching objects.  The question is put together of fixed pieces of SQL (one
 * text, and so one kept statement, for each combination that is used); what was
 * asked for is only ever bound.
 *
 * Text that is not open must not be findable, and an embargo ends by the clock:
 * so the access policy is looked at when the question is asked.  Open objects
 * are searched in all columns, the others in their titles and descriptions.
 * And so an answer holds until the next embargo ends, whichever that is: the end of
 * one whose text has the words would tell that it has them.
 */
#include <stdlib.h>

#include "catalog/search/found.h"
#include "catalog/store.h"

/* The values that any of the pieces may name. */
enum {
	VT_ASK_FOUND = 1, /* what has the words */
	VT_ASK_NOW = 3,
	VT_ASK_INSTITUTION,
	VT_ASK_COLLECTION,
	VT_ASK_KIND,
	VT_ASK_LIMIT,
	VT_ASK_OFFSET
};
#define VT_ASK_COUNT 8

#define VT_SEARCH_OPEN VT_ACCESS_SQL_OPEN("?3")

/* How well it fits, as far as that may be known; NULL: it does not. */
#define VT_SEARCH_SCORE "iif(" VT_SEARCH_OPEN ", f.every, f.about)"

struct vt_asking {
	const struct vt_search *q;
	struct vt_buf sql;
	struct vt_gathered found;
	bool has_words, is_rowids;
	int64_t institution, collection;
	struct vt_bind binds[VT_ASK_COUNT];
};

static void
vt_asking_init(struct vt_asking *k, const struct vt_search *q, int64_t now)
{
	*k = (struct vt_asking){ .q = q };
	vt_buf_init(&k->sql, 0);
	k->binds[VT_ASK_NOW - 1] = VT_INT(now);
	k->binds[VT_ASK_KIND - 1] = VT_INT(q->kind);
	k->binds[VT_ASK_LIMIT - 1] = VT_INT(q->limit < INT32_MAX ? (int64_t)q->limit : INT32_MAX);
	k->binds[VT_ASK_OFFSET - 1] =
	    VT_INT(q->offset < INT64_MAX ? (int64_t)q->offset : INT64_MAX);
}

static void
vt_asking_fini(struct vt_asking *k)
{
	vt_buf_fini(&k->sql);
	vt_gathered_fini(&k->found);
}

static vt_err
vt_asking_words(struct vt_asking *k, struct vt_db *db)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_query_node *root;
	vt_err err = vt_query_parse_kindly(a, k->q->words, &root);

	if (err == VT_OK && root != NULL) {
		k->has_words = true;
		err = vt_found_ask(db, root, &k->found);
		k->binds[VT_ASK_FOUND - 1] = VT_POINTER(&k->found, VT_FOUND_POINTER);
	}
	vt_arena_free(&a);
	return (err);
}

/* VT_E_END: one of what is filtered by does not exist. */
static vt_err
vt_asking_filters(struct vt_asking *k, struct vt_db *db)
{
	vt_err err = VT_OK;

	if (k->q->institution.len != 0) {
		err = vt_read_institution_id(db, k->q->institution, &k->institution);
		if (err == VT_OK && k->institution == 0)
			return (VT_E_END);
	}
	if (err == VT_OK && k->q->collection.len != 0) {
		err = vt_read_collection_id(db, k->q->collection, &k->collection);
		if (err == VT_OK && k->collection == 0)
			return (VT_E_END);
	}
	k->binds[VT_ASK_INSTITUTION - 1] = VT_INT(k->institution);
	k->binds[VT_ASK_COLLECTION - 1] = VT_INT(k->collection);
	return (err);
}

static void
vt_asking_put(struct vt_asking *k, const char *sql)
{
	vt_buf_str(&k->sql, vt_str_of(sql));
}

static void
vt_asking_put_filters(struct vt_asking *k)
{
	vt_asking_put(k, " AND o.is_deleted = 0");
	if (k->institution != 0)
		vt_asking_put(k, " AND o.institution = ?4");
	if (k->q->kind >= 0)
		vt_asking_put(k, " AND o.kind = ?6");
}

/* The objects that have the words, as h (id, score). */
static void
vt_asking_put_hits(struct vt_asking *k, const char *score)
{
	vt_asking_put(k, "(SELECT o.id AS id, ");
	vt_asking_put(k, score);
	vt_asking_put(k, " AS score FROM vt_found(?1) f CROSS JOIN object o ON o.id = f.id "
			 "WHERE " VT_SEARCH_SCORE " IS NOT NULL");
	vt_asking_put_filters(k);
	if (k->collection != 0)
		vt_asking_put(k, " AND EXISTS (SELECT 1 FROM object_below b "
				 "WHERE b.collection = ?5 AND b.object = o.id)");
	vt_asking_put(k, ") h");
}

static void
vt_asking_put_order(struct vt_asking *k)
{
	switch (k->q->order) {
	case VT_ORDER_TITLE:
		vt_asking_put(k, "o.title_key, o.id");
		break;
	case VT_ORDER_DATE:
		vt_asking_put(k, "o.date_key, o.id");
		break;
	case VT_ORDER_RELEVANCE:
		if (k->has_words) {
			vt_asking_put(k, "h.score, o.id");
			break;
		}
		/* fall through */
	default:
		vt_asking_put(k, "o.created DESC, o.id DESC");
	}
}

/* Without words: straight from the tables. */
static void
vt_asking_put_plain(struct vt_asking *k, const char *joins)
{
	if (k->collection != 0)
		vt_asking_put(k, "object_below b CROSS JOIN object o ON o.id = b.object");
	else
		vt_asking_put(k, "object o");
	vt_asking_put(k, joins);
	vt_asking_put(k, k->collection != 0 ? " WHERE b.collection = ?5" : " WHERE 1");
	vt_asking_put_filters(k);
}

static vt_err
vt_asking_count(struct vt_asking *k, struct vt_db *db, int64_t *total_r)
{
	if (!k->has_words && k->q->kind < 0 && k->institution != 0 && k->collection == 0)
		return (vt_db_int(db, total_r, "SELECT object_count FROM institution WHERE id = ?4",
				  k->binds, VT_ASK_COUNT));
	if (!k->has_words && k->q->kind < 0 && k->institution == 0 && k->collection != 0)
		return (vt_db_int(db, total_r, "SELECT object_count FROM collection WHERE id = ?5",
				  k->binds, VT_ASK_COUNT));
	vt_buf_reset(&k->sql);
	vt_asking_put(k, "SELECT count(*) FROM ");
	if (k->has_words)
		vt_asking_put_hits(k, "0");
	else
		vt_asking_put_plain(k, "");
	if (vt_buf_error(&k->sql) != VT_OK)
		return (vt_buf_error(&k->sql));
	return (vt_db_int(db, total_r, k->sql.p, k->binds, VT_ASK_COUNT));
}

static vt_err
vt_asking_row(struct vt_asking *k, struct vt_row *row, struct vt_list *list)
{
	void *one = vt_list_add(row->a, list, k->is_rowids ? sizeof(int64_t)
							   : sizeof(struct vt_object));

	if (one == NULL)
		return (VT_E_LIMIT);
	if (!k->is_rowids)
		return (vt_read_object_row(row, one));
	*(int64_t *)one = vt_row_int(row, 0);
	return (VT_OK);
}

static vt_err
vt_asking_list(struct vt_asking *k, struct vt_db *db, struct vt_arena *a, struct vt_list *list)
{
	struct vt_row row = { .a = a };
	vt_err err;

	vt_buf_reset(&k->sql);
	vt_asking_put(k, k->is_rowids ? "SELECT o.id FROM " : "SELECT " VT_OBJECT_COLUMNS " FROM ");
	if (k->has_words) {
		vt_asking_put_hits(k, k->q->order == VT_ORDER_RELEVANCE ? VT_SEARCH_SCORE : "0");
		vt_asking_put(k, " CROSS JOIN object o ON o.id = h.id");
		vt_asking_put(k, k->is_rowids ? "" : VT_OBJECT_JOINS);
	} else {
		vt_asking_put_plain(k, k->is_rowids ? "" : VT_OBJECT_JOINS);
	}
	vt_asking_put(k, " ORDER BY ");
	vt_asking_put_order(k);
	vt_asking_put(k, " LIMIT ?7 OFFSET ?8");
	err = vt_buf_error(&k->sql);
	if (err == VT_OK)
		err = vt_db_query(db, &row.st, k->sql.p, k->binds, VT_ASK_COUNT);
	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(db, row.st)) == VT_OK)
		if ((err = vt_asking_row(k, &row, list)) != VT_OK)
			break;
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_read_embargoes(struct vt_catalog *c, int64_t now)
{
	int64_t end = 0;
	vt_err err = vt_db_int(&c->db, &end,
			       "SELECT coalesce(min(embargo_until), 0) FROM object "
			       "WHERE access = 1 AND is_deleted = 0 AND embargo_until > ?1",
			       VT_BINDS(VT_INT(now)));

	if (err == VT_OK && end != 0 && (c->holds_until == 0 || end < c->holds_until))
		c->holds_until = end;
	return (err);
}

static vt_err
vt_asking_answer(struct vt_asking *k, struct vt_catalog *c, struct vt_arena *a,
		 struct vt_list *list, int64_t *total_r)
{
	struct vt_db *db = &c->db;
	vt_err err = vt_asking_words(k, db);

	if (err == VT_OK && k->has_words)
		err = vt_read_embargoes(c, k->binds[VT_ASK_NOW - 1].number);
	if (err == VT_OK)
		err = vt_asking_filters(k, db);
	if (err == VT_OK)
		err = vt_asking_count(k, db, total_r);
	if (err == VT_OK && k->q->limit != 0 && *total_r > 0)
		err = vt_asking_list(k, db, a, list);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_asking_all(struct vt_catalog *c, struct vt_arena *a, const struct vt_search *q, bool is_rowids,
	      struct vt_list *list, int64_t *total_r)
{
	struct vt_asking k;
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	vt_asking_init(&k, q, c->now());
	k.is_rowids = is_rowids;
	vt_db_hurry(&c->db, c->search_ms);
	err = vt_asking_answer(&k, c, a, list, total_r);
	vt_db_calm(&c->db);
	vt_asking_fini(&k);
	vt_catalog_end(c);
	return (err);
}

vt_err
vt_catalog_search(struct vt_catalog *c, struct vt_arena *a, const struct vt_search *q,
		  struct vt_object **list_r, size_t *count_r, int64_t *total_r)
{
	struct vt_list list = { NULL, 0, 0 };
	int64_t total = 0;
	vt_err err = vt_asking_all(c, a, q, false, &list, &total);

	if (err != VT_OK)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	*total_r = total;
	return (VT_OK);
}

vt_err
vt_catalog_search_rowids(struct vt_catalog *c, struct vt_arena *a, const struct vt_search *q,
			 const int64_t **list_r, size_t *count_r, int64_t *total_r)
{
	struct vt_list list = { NULL, 0, 0 };
	int64_t total = 0;
	vt_err err = vt_asking_all(c, a, q, true, &list, &total);

	if (err != VT_OK)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	*total_r = total;
	return (VT_OK);
}
