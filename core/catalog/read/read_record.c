/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records as harvesters ask for them: lists by keyset, equally fast at any
 * depth, counts, and single ones.
 */
#include "catalog/store.h"

#define VT_RECORD_COLUMNS  "r.id, r.identifier, r.datestamp, r.state, r.sets"

/* ?1 format, ?2 set (0: the whole list), ?3 and ?4 the key to resume behind,
 * ?5 until, ?6 limit.  CROSS JOIN keeps the order of the loops. */
static const char vt_record_list[] =
	"SELECT " VT_RECORD_COLUMNS " FROM record_set s CROSS JOIN record r ON r.id = s.record "
	"WHERE s.format = ?1 AND s.harvest_set = ?2 "
	"AND (s.datestamp, s.record) > (?3, ?4) AND s.datestamp <= ?5 "
	"ORDER BY s.datestamp, s.record LIMIT ?6";

/* Where a list is: its format, its set (0: all), the range of datestamps. */
struct vt_record_range {
	int64_t format, set, from, until;
};

void
vt_record_fill(struct vt_buf *out, struct vt_str stored, struct vt_str base_url)
{
	const char mark = VT_RECORD_BASE[0], *next;

	while (stored.len != 0 && (next = memchr(stored.p, mark, stored.len)) != NULL) {
		size_t len = (size_t)(next - stored.p);

		vt_buf_put(out, stored.p, len);
		vt_buf_str(out, base_url);
		stored = vt_str_sub(stored, len + 1, stored.len);
	}
	vt_buf_str(out, stored);
}

/* "a:b c" as a list. */
static vt_err
vt_record_sets(struct vt_arena *a, struct vt_str specs, const struct vt_str **list_r,
	       size_t *count_r)
{
	struct vt_str rest = specs, part, *list;
	size_t count = 0;

	while (vt_str_next(&rest, ' ', &part))
		count++;
	list = vt_arena_array(a, count, sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	rest = specs;
	count = 0;
	while (vt_str_next(&rest, ' ', &part))
		list[count++] = part;
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}

static vt_err
vt_read_record_row(struct vt_row *row, struct vt_record *r)
{
	struct vt_str sets = vt_row_str(row, 4);

	*r = (struct vt_record){
		.rowid = vt_row_int(row, 0),
		.identifier = vt_row_str(row, 1),
		.datestamp = vt_row_int(row, 2),
		.is_deleted = vt_row_int(row, 3) == VT_RECORD_DELETED,
	};
	if (row->is_short)
		return (VT_E_LIMIT);
	return (vt_record_sets(row->a, sets, &r->sets, &r->set_count));
}

/* 0: the whole list, which also the set of each kind is; VT_E_END: no such set. */
static vt_err
vt_read_set_id(struct vt_db *db, struct vt_str spec, int64_t *id_r)
{
	if (spec.len == 0) {
		*id_r = 0;
		return (VT_OK);
	}
	return (vt_db_int(db, id_r, "SELECT iif(kind IS -1, 0, id) FROM harvest_set WHERE spec = ?1",
			  VT_BINDS(VT_TEXT(spec))));
}

/* VT_E_END: nothing can match (no such format, no such set, an empty range). */
static vt_err
vt_read_range(struct vt_catalog *c, const struct vt_record_query *q, struct vt_record_range *r_r)
{
	struct vt_record_range r = { .from = q->from, .until = q->until };
	vt_err err = vt_read_format_id(&c->db, q->format, &r.format);

	if (err == VT_OK)
		err = vt_read_set_id(&c->db, q->set, &r.set);
	if (err != VT_OK)
		return (err);
	if (r.format == 0 || r.from > r.until)
		return (VT_E_END);
	*r_r = r;
	return (VT_OK);
}

static vt_err
vt_read_records(struct vt_catalog *c, const struct vt_record_query *q,
		const struct vt_record_range *range, struct vt_arena *a, struct vt_list *list)
{
	struct vt_row row = { .a = a };
	/* Rowids begin at 1, so that (from, 0) is right before from. */
	bool is_resumed = q->after_datestamp >= range->from;
	int64_t datestamp = is_resumed ? q->after_datestamp : range->from;
	int64_t rowid = is_resumed ? q->after_rowid : 0;
	int64_t limit = q->limit < INT32_MAX ? (int64_t)q->limit : INT32_MAX;
	vt_err err =
	    vt_db_query(&c->db, &row.st, vt_record_list,
			VT_BINDS(VT_INT(range->format), VT_INT(range->set), VT_INT(datestamp),
				 VT_INT(rowid), VT_INT(range->until), VT_INT(limit)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK) {
		struct vt_record *r = vt_list_add(a, list, sizeof(*r));

		err = r != NULL ? vt_read_record_row(&row, r) : VT_E_LIMIT;
		if (err != VT_OK)
			break;
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_catalog_records(struct vt_catalog *c, struct vt_arena *a, const struct vt_record_query *q,
		   struct vt_record **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_record_range range;
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_read_range(c, q, &range);
	if (err == VT_OK)
		err = vt_read_records(c, q, &range, a, &list);
	vt_catalog_end(c);
	if (err != VT_OK && err != VT_E_END)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}

/* So many of a list's records as its block has (schema/010_windows.sql). */
struct vt_record_block {
	int64_t first, last, count;
};

#define VT_BLOCK_OF_SET	 "FROM record_block WHERE format = ?1 AND harvest_set = ?2 "

/* The block that t is in; before the first one: an empty one that begins there. */
static vt_err
vt_read_block(struct vt_catalog *c, const struct vt_record_range *r, int64_t t,
	      struct vt_record_block *block_r)
{
	struct vt_record_block b = { .first = t, .last = t };
	struct vt_row row = { .a = NULL };
	vt_err err = vt_db_row(&c->db, &row,
			       "SELECT first, last, count " VT_BLOCK_OF_SET
			       "AND first <= ?3 ORDER BY first DESC LIMIT 1",
			       VT_BINDS(VT_INT(r->format), VT_INT(r->set), VT_INT(t)));

	if (err == VT_OK)
		b = (struct vt_record_block){ vt_row_int(&row, 0), vt_row_int(&row, 1),
					      vt_row_int(&row, 2) };
	vt_db_done(row.st);
	*block_r = b;
	return (err == VT_E_END ? VT_OK : err);
}

/* How many of a block's records are not later than t.  Its last second, in which
 * there may be any number, is never looked at. */
static vt_err
vt_read_count_in(struct vt_catalog *c, const struct vt_record_range *r,
		 const struct vt_record_block *b, int64_t t, int64_t *count_r)
{
	if (t >= b->last) {
		*count_r = b->count;
		return (VT_OK);
	}
	return (vt_db_int(&c->db, count_r,
			  "SELECT count(*) FROM record_set WHERE format = ?1 AND harvest_set = ?2 "
			  "AND datestamp BETWEEN ?3 AND ?4",
			  VT_BINDS(VT_INT(r->format), VT_INT(r->set), VT_INT(b->first),
				   VT_INT(t))));
}

/* The blocks from the first to before the last one, less what is earlier than the
 * range, and what is in it of the last one. */
static vt_err
vt_read_count_range(struct vt_catalog *c, const struct vt_record_range *r, int64_t *count_r)
{
	struct vt_record_block first, last;
	int64_t whole, before = 0, in;
	vt_err err = vt_read_block(c, r, r->from, &first);

	if (err == VT_OK)
		err = vt_read_block(c, r, r->until, &last);
	if (err == VT_OK)
		err = vt_db_int(&c->db, &whole,
				"SELECT sum(count) " VT_BLOCK_OF_SET "AND first >= ?3 AND first < ?4",
				VT_BINDS(VT_INT(r->format), VT_INT(r->set), VT_INT(first.first),
					 VT_INT(last.first)));
	if (err == VT_OK && r->from > first.first)
		err = vt_read_count_in(c, r, &first, r->from - 1, &before);
	if (err == VT_OK)
		err = vt_read_count_in(c, r, &last, r->until, &in);
	if (err == VT_OK)
		*count_r = whole - before + in;
	return (err);
}

vt_err
vt_catalog_record_count(struct vt_catalog *c, const struct vt_record_query *q, int64_t *count_r)
{
	struct vt_record_range range;
	int64_t count = 0;
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_read_range(c, q, &range);
	if (err == VT_OK)
		err = vt_read_count_range(c, &range, &count);
	vt_catalog_end(c);
	if (err != VT_OK && err != VT_E_END)
		return (err);
	*count_r = count;
	return (VT_OK);
}

static vt_err
vt_read_one_record(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
		   struct vt_str format, struct vt_record *record_r)
{
	struct vt_row row = { .a = a };
	struct vt_record record;
	vt_err err =
	    vt_db_row(&c->db, &row,
		      "SELECT " VT_RECORD_COLUMNS " FROM record_format f CROSS JOIN record r "
		      "WHERE f.prefix = ?1 AND r.identifier = ?2 AND r.format = f.id "
		      "AND r.state < 2",
		      VT_BINDS(VT_TEXT(format), VT_TEXT(identifier)));

	if (err == VT_OK)
		err = vt_read_record_row(&row, &record);
	vt_db_done(row.st);
	if (err == VT_OK)
		*record_r = record;
	return (err);
}

static vt_err
vt_read_no_record(struct vt_catalog *c, struct vt_str identifier, struct vt_str format)
{
	int64_t object;
	vt_err err = vt_db_int(&c->db, &object, "SELECT id FROM object WHERE identifier = ?1",
			       VT_BINDS(VT_TEXT(identifier)));

	if (err == VT_E_END)
		return (vt_read_no_object(identifier));
	if (err != VT_OK)
		return (err);
	return (vt_fail(VT_E_UNSUPPORTED, "object \"%.*s\" has no record in format \"%.*s\"",
			VT_STR_ARG(identifier), VT_STR_ARG(format)));
}

vt_err
vt_catalog_record(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
		  struct vt_str format, struct vt_record *record_r)
{
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_read_one_record(c, a, identifier, format, record_r);
	if (err == VT_E_END)
		err = vt_read_no_record(c, identifier, format);
	vt_catalog_end(c);
	return (err);
}

vt_err
vt_catalog_record_xml(struct vt_catalog *c, int64_t rowid, struct vt_buf *out)
{
	struct vt_row row = { .a = NULL };
	vt_err err = vt_db_row(&c->db, &row, "SELECT xml FROM record_xml WHERE record = ?1",
			       VT_BINDS(VT_INT(rowid)));

	if (err == VT_OK)
		vt_record_fill(out, vt_row_peek(&row, 0), c->base_url);
	else if (err == VT_E_END)
		err = vt_fail(VT_E_NOTFOUND, "record %lld has no XML: it is deleted, or none",
			      (long long)rowid);
	vt_db_done(row.st);
	return (err == VT_OK ? vt_buf_error(out) : err);
}

/* A batch that is not closed (writer.c) may be committing at this moment, but
 * nothing earlier than its last stamp; without one, a stamp is yet to be taken,
 * after began.  Also a clock that was set back stays behind the last stamp. */
vt_err
vt_catalog_horizon(struct vt_catalog *c, int64_t *t_r)
{
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_db_int(&c->db, t_r,
			"SELECT max(datestamp, iif(generation = batch, ?1, 0)) FROM meta",
			VT_BINDS(VT_INT(c->began)));
	vt_catalog_end(c);
	return (err);
}

vt_err
vt_catalog_earliest_datestamp(struct vt_catalog *c, int64_t *t_r)
{
	int64_t t;
	vt_err err =
	    vt_db_int(&c->db, &t,
		      "SELECT min((SELECT s.datestamp FROM record_set s WHERE s.format = f.id "
		      "AND s.harvest_set = 0 ORDER BY s.datestamp, s.record LIMIT 1)) "
		      "FROM record_format f",
		      NULL, 0);

	/* min() of nothing is NULL, read as 0, which no datestamp is. */
	if (err == VT_OK)
		*t_r = t != 0 ? t : c->now();
	return (err);
}
