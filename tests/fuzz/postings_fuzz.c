/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lists of the search index as a disk may have changed them, or another program made
 * them.  The input is pieces, each behind its length in two bytes: the row that says which
 * segments there are, then pages, which every one of three segments has.  Whatever they
 * hold, lists end, rows rise, places lie within them; and what several lists say together
 * is objects in order, or an error.
 */
#include <stdlib.h>

#include "catalog/connect.h"
#include "catalog/index/gather.h"
#include "catalog/index/postings.h"

#define SEGMENTS 3
#define PAGES	 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* An index's own tables without FTS5, and objects that have all rows up to 100,000. */
static struct vt_db *
tables(void)
{
	static struct vt_db db;

	if (db.h == NULL) {
		vt_assert(vt_connect(&db, ":memory:", true) == VT_OK);
		vt_assert(vt_db_script(&db,
			"CREATE TABLE search_config(k PRIMARY KEY, v) WITHOUT ROWID;"
			"CREATE TABLE search_data(id INTEGER PRIMARY KEY, block BLOB);"
			"CREATE TABLE search_idx(segid, term, pgno, PRIMARY KEY(segid, term)) "
			"WITHOUT ROWID;"
			"CREATE TABLE institution(object_count);"
			"CREATE TABLE object(id INTEGER PRIMARY KEY, search_row, page_count);"
			"CREATE INDEX object_search_row ON object (search_row) WHERE search_row > 0;"
			"INSERT INTO search_config VALUES ('version', 4);"
			"INSERT INTO object WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
			"FROM n WHERE i < 1000) SELECT i, i * 100 - 99, 99 FROM n") == VT_OK);
	}
	return (&db);
}

static struct vt_str
piece(struct vt_str *rest)
{
	size_t length = 0, begin = rest->len < 2 ? rest->len : 2;
	struct vt_str p;

	if (begin == 2)
		length = (size_t)(uint8_t)rest->p[0] << 8 | (uint8_t)rest->p[1];
	p = vt_str_sub(*rest, begin, length);
	*rest = vt_str_sub(*rest, begin + p.len, rest->len);
	return (p);
}

static void
put(struct vt_db *db, int64_t id, struct vt_str block)
{
	vt_assert(vt_db_run(db, "INSERT INTO search_data VALUES (?1, ?2)",
			    VT_BINDS(VT_INT(id), VT_BLOB(block))) == VT_OK);
}

/* How many pages there are. */
static int64_t
fill(struct vt_db *db, struct vt_str rest)
{
	int64_t pages = 0;

	vt_assert(vt_db_run(db, "DELETE FROM search_data", NULL, 0) == VT_OK);
	put(db, 10, piece(&rest));
	while (rest.len != 0 && pages < PAGES) {
		struct vt_str block = piece(&rest);

		pages++;
		for (int64_t segment = 1; segment <= SEGMENTS; segment++)
			put(db, (segment << 37) + pages, block);
	}
	return (pages);
}

static void
read_places(const struct vt_posting_list *l)
{
	struct vt_posting_places p = { l->places, l->places + l->length, 0 };
	size_t count = 0;

	while (vt_posting_place(&p) >= 0)
		vt_assert(++count <= l->length && p.p <= p.end);
}

static void
read_list(struct vt_db *db, const struct vt_posting_segment *segment, struct vt_str term)
{
	struct vt_posting_list l;
	int64_t before = 0;
	vt_err err = vt_posting_first(&l, db, segment, term);

	for (; err == VT_OK && !l.is_done; err = vt_posting_next(&l)) {
		vt_assert(l.row > before);
		before = l.row;
		read_places(&l);
	}
	vt_assert(err == VT_OK || err == VT_E_UNSUPPORTED);
	vt_posting_fini(&l);
}

static void
gather(struct vt_db *db)
{
	struct vt_str terms[] = { VT_STR("balsas"), VT_STR("~bals"), VT_STR("a") };
	struct vt_gather g = { .has_exact = true };
	const struct vt_gathered_object *o;
	vt_err err = vt_gather_word(db, terms, 2, 2, &g);

	vt_assert(err == VT_OK || err == VT_E_UNSUPPORTED || err == VT_E_FORMAT);
	o = g.objects.items;
	for (size_t i = 1; i < g.objects.count; i++)
		vt_assert(o[i - 1].row < o[i].row && o[i - 1].object < o[i].object);
	vt_gather_fini(&g);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_str input = { (const char *)data, len };
	struct vt_db *db = tables();
	struct vt_posting_segment own = { .id = 1, .first = 1, .last = fill(db, input) };
	struct vt_posting_segments s;

	if (own.last != 0) {
		read_list(db, &own, VT_STR("balsas"));
		read_list(db, &own, VT_STR("a"));
	}
	if (vt_posting_segments(db, &s) == VT_OK)
		for (size_t i = 0; i < s.count; i++)
			read_list(db, &s.list[i], VT_STR("balsas"));
	gather(db);
	return (0);
}
