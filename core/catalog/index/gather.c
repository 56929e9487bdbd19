/* SPDX-License-Identifier: Apache-2.0 */
/* The auxiliary function of the index, and the two ways to collect what it sees. */
#include "catalog/index/gather.h"

#include <stdlib.h>

#include "catalog/words/terms.h"

#define VT_GATHER_POINTER   "vt_gather"
#define VT_GATHER_STEPS	    6	/* objects that cost about as much as asking for one */

void
vt_gather_fini(struct vt_gather *g)
{
	vt_gathered_fini(&g->objects);
	vt_gathered_fini(&g->pages);
	vt_gathered_fini(&g->hits);
}

static void
vt_gather_still(struct vt_gather *g)
{
	if (g->ahead != NULL)
		vt_db_done(g->ahead);
	g->ahead = NULL;
}

void
vt_gather_stop(struct vt_gather *g)
{
	vt_gather_still(g);
	vt_rows_give(&g->rows);
}

/* A word that many objects have is in the next one or soon after it: a few steps of a
 * question that is under way cost less than asking anew. */
static bool
vt_gather_step(struct vt_gather *g, int64_t row)
{
	struct vt_row r = { .a = NULL, .st = g->ahead };

	for (int i = 0; r.st != NULL && i < VT_GATHER_STEPS; i++) {
		if (vt_db_next(g->db, r.st) != VT_OK)
			break;
		g->at = (struct vt_search_rows){ vt_row_int(&r, 0), vt_row_int(&r, 1),
						 vt_row_int(&r, 2) };
		if (row <= g->at.first + g->at.pages)
			return (row >= g->at.first);
	}
	vt_gather_still(g);
	return (false);
}

static void
vt_gather_look_ahead(struct vt_gather *g)
{
	vt_gather_still(g);
	/* The index is of rows above 0; of two lower bounds SQLite begins at the first. */
	if (vt_db_query(g->db, &g->ahead,
			"SELECT id, search_row, page_count FROM object WHERE search_row > ?1 "
			"AND search_row > 0 ORDER BY search_row",
			VT_BINDS(VT_INT(g->at.first))) != VT_OK)
		g->ahead = NULL;
}

/* Now and then, whether it is time to have the rows of all objects. */
static bool
vt_gather_has_rows(struct vt_gather *g)
{
	if (g->rows == NULL && g->looked++ % VT_ROWS_LOOKED == 0) {
		g->rows = vt_rows_take(g->db, g->looked > 1 ? VT_ROWS_LOOKED : 0);
		if (g->rows != NULL)
			vt_gather_still(g);
	}
	return (g->rows != NULL);
}

/* Rows come in order, so that this asks once an object. */
bool
vt_gather_locate(struct vt_gather *g, int64_t row)
{
	struct vt_row r = { .a = NULL };
	int64_t last = g->at.first;

	if (g->at.first != 0 && row >= g->at.first && row <= g->at.first + g->at.pages)
		return (true);
	if (vt_gather_has_rows(g))
		return (vt_rows_find(g->rows, &g->rows_at, row, &g->at));
	if (vt_gather_step(g, row))
		return (true);
	if (vt_db_query(g->db, &r.st,
			"SELECT id, search_row, page_count FROM object WHERE search_row > 0 "
			"AND search_row <= ?1 ORDER BY search_row DESC LIMIT 1",
			VT_BINDS(VT_INT(row))) != VT_OK)
		return (false);
	g->at = (struct vt_search_rows){ 0, 0, 0 };
	if (vt_db_next(g->db, r.st) == VT_OK)
		g->at = (struct vt_search_rows){ vt_row_int(&r, 0), vt_row_int(&r, 1),
						 vt_row_int(&r, 2) };
	vt_db_done(r.st);
	if (last != 0 && g->at.first > last && g->at.first - last < VT_GATHER_STEPS)
		vt_gather_look_ahead(g);
	return (g->at.first != 0 && row <= g->at.first + g->at.pages);
}

/* --- by object ------------------------------------------------------------------------ */

struct vt_gathered_object *
vt_gather_object(struct vt_gather *g)
{
	struct vt_gathered_object *list = g->objects.items, *o;

	if (g->objects.count != 0 && list[g->objects.count - 1].row == g->at.first)
		return (&list[g->objects.count - 1]);
	if (g->at.object > UINT32_MAX || g->at.first > UINT32_MAX)
		return (NULL);
	o = vt_gathered_add(&g->objects, sizeof(*o));
	if (o != NULL)
		*o = (struct vt_gathered_object){ .object = (uint32_t)g->at.object,
						  .row = (uint32_t)g->at.first };
	return (o);
}

static void
vt_gather_count(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase, bool is_exact,
		struct vt_gathered_object *o)
{
	Fts5PhraseIter it;
	int column, place, seen = 0;

	if (api->xPhraseFirst(fts, phrase, &it, &column, &place) != SQLITE_OK)
		return;
	for (; column >= 0 && column < VT_SEARCH_COLUMNS && seen < VT_GATHER_COUNT_MAX;
	     api->xPhraseNext(fts, &it, &column, &place), seen++) {
		if (is_exact)
			o->exact |= (uint8_t)(1 << column);
		else if (o->counts[column] < UINT16_MAX)
			o->counts[column]++;
	}
}

static void
vt_gather_row_object(struct vt_gather *g, const Fts5ExtensionApi *api, Fts5Context *fts)
{
	struct vt_gathered_object *o = vt_gather_object(g);
	int phrases = api->xPhraseCount(fts);

	if (o == NULL) {
		g->is_short = true;
		return;
	}
	for (int i = 0; i < phrases; i++)
		vt_gather_count(api, fts, i, g->has_exact && i == phrases - 1, o);
}

/* --- by page ---------------------------------------------------------------------------- */

static int
vt_gather_compare(const void *va, const void *vb)
{
	const struct vt_gathered_hit *a = va, *b = vb;

	if (a->place != b->place)
		return (a->place < b->place ? -1 : 1);
	return (a->length > b->length ? -1 : a->length < b->length); /* the longer first */
}

/* All of a phrase in this row, behind those of the phrases before. */
static vt_err
vt_gather_phrase(struct vt_gather *g, const Fts5ExtensionApi *api, Fts5Context *fts, int phrase)
{
	uint32_t length = (uint32_t)api->xPhraseSize(fts, phrase);
	Fts5PhraseIter it;
	int column, place;

	if (api->xPhraseFirst(fts, phrase, &it, &column, &place) != SQLITE_OK)
		return (VT_OK);
	for (; column >= 0; api->xPhraseNext(fts, &it, &column, &place)) {
		struct vt_gathered_hit *h;

		if (column != VT_SEARCH_TEXT)
			continue;
		h = vt_gathered_add(&g->hits, sizeof(*h));
		if (h == NULL)
			return (VT_E_NOMEM);
		*h = (struct vt_gathered_hit){ (uint32_t)place, length };
	}
	return (VT_OK);
}

/* Two phrases may meet at one place: it is one hit. */
static size_t
vt_gather_unite(struct vt_gathered_hit *hits, size_t count)
{
	size_t kept = 0;

	if (count > 1)
		qsort(hits, count, sizeof(*hits), vt_gather_compare);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || hits[kept - 1].place != hits[i].place)
			hits[kept++] = hits[i];
	return (kept);
}

/* Rows come in order, and so do those that are wanted. */
static bool
vt_gather_is_wanted(struct vt_gather *g, int64_t row)
{
	if (g->wanted == NULL)
		return (true);
	while (g->wanted_count != 0 && g->wanted->row < row) {
		g->wanted++;
		g->wanted_count--;
	}
	return (g->wanted_count != 0 && g->wanted->row == row);
}

static void
vt_gather_row_page(struct vt_gather *g, const Fts5ExtensionApi *api, Fts5Context *fts)
{
	int64_t row = api->xRowid(fts);
	int phrases = api->xPhraseCount(fts);
	size_t before = g->hits.count;
	struct vt_gathered_page *p;

	if (row == g->at.first || !vt_gather_is_wanted(g, row))
		return;
	p = vt_gathered_add(&g->pages, sizeof(*p));
	g->is_short = g->is_short || p == NULL;
	for (int i = 0; i < phrases && !g->is_short; i++)
		g->is_short = vt_gather_phrase(g, api, fts, i) != VT_OK;
	if (g->is_short)
		return;
	if (g->hits.items != NULL && phrases > 1)
		g->hits.count = before + vt_gather_unite((struct vt_gathered_hit *)g->hits.items +
							     before,
							 g->hits.count - before);
	*p = (struct vt_gathered_page){ g->at.object, row, (uint32_t)(row - g->at.first),
					(uint32_t)(g->hits.count - before) };
	if (p->count == 0)
		g->pages.count--;
	if (!g->with_hits)
		g->hits.count = 0;
}

/* --- the function ------------------------------------------------------------------------- */

static void
vt_gather_function(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context,
		   int count, sqlite3_value **values)
{
	struct vt_gather *g =
	    count == 1 ? sqlite3_value_pointer(values[0], VT_GATHER_POINTER) : NULL;

	if (g == NULL) {
		sqlite3_result_error(context, "vt_gather is not for others", -1);
		return;
	}
	if (!vt_gather_locate(g, api->xRowid(fts)) && !vt_db_is_late(g->db))
		sqlite3_result_error(context, "the search index has a row of no object", -1);
	else if (vt_db_is_late(g->db))
		sqlite3_result_error_code(context, SQLITE_INTERRUPT);
	else if (g->is_by_page)
		vt_gather_row_page(g, api, fts);
	else
		vt_gather_row_object(g, api, fts);
	if (g->is_short)
		sqlite3_result_error_nomem(context);
}

vt_err
vt_gather_register(struct vt_db *db)
{
	fts5_api *api = vt_terms_fts(db);
	int rc = api->xCreateFunction(api, "vt_gather", NULL, vt_gather_function, NULL);

	return (rc == SQLITE_OK ? VT_OK : vt_db_fail(db, rc));
}

static vt_err
vt_gather_run(struct vt_gather *g, const char *sql, const struct vt_bind *binds, size_t count)
{
	struct vt_db *db = g->db;
	sqlite3_stmt *st;
	vt_err err = vt_db_query(db, &st, sql, binds, count);

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(db, st)) == VT_OK)
		continue;
	vt_db_done(st);
	vt_gather_stop(g);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_gather_objects(struct vt_db *db, struct vt_str match, struct vt_gather *g)
{
	g->db = db;
	g->is_by_page = false;
	return (vt_gather_run(g, "SELECT vt_gather(search, ?2) FROM search WHERE search MATCH ?1",
			      VT_BINDS(VT_TEXT(match), VT_POINTER(g, VT_GATHER_POINTER))));
}

/* Rows of those objects as runs, in order; where they touch they are one. */
static vt_err
vt_gather_runs(struct vt_db *db, const struct vt_gathered *ids, struct vt_gathered *runs)
{
	size_t kept = 0;
	vt_err err = vt_search_rows_of_all(db, ids, runs);

	if (err != VT_OK)
		return (err);
	for (size_t i = 1; i < runs->count; i++) {
		struct vt_search_rows *list = runs->items, *last = &list[kept];

		if (list[i].first == last->first + last->pages + 1)
			last->pages += 1 + list[i].pages;
		else
			list[++kept] = list[i];
	}
	runs->count = runs->count != 0 ? kept + 1 : 0;
	return (runs->count <= VT_GATHER_RUNS_MAX ? VT_OK : VT_E_UNSUPPORTED);
}

vt_err
vt_gather_some(struct vt_db *db, struct vt_str match, const struct vt_gathered *ids,
	       struct vt_gather *g)
{
	struct vt_gathered runs = { .items = NULL };
	vt_err err = vt_gather_runs(db, ids, &runs);

	g->db = db;
	g->is_by_page = false;
	for (size_t i = 0; i < runs.count && err == VT_OK; i++) {
		const struct vt_search_rows *r = (const struct vt_search_rows *)runs.items + i;

		err = vt_gather_run(g,
				    "SELECT vt_gather(search, ?2) FROM search "
				    "WHERE search MATCH ?1 AND rowid BETWEEN ?3 AND ?4",
				    VT_BINDS(VT_TEXT(match), VT_POINTER(g, VT_GATHER_POINTER),
					     VT_INT(r->first), VT_INT(r->first + r->pages)));
	}
	vt_gathered_fini(&runs);
	return (err);
}

vt_err
vt_gather_pages(struct vt_db *db, struct vt_str match, int64_t first, int64_t last,
		struct vt_gather *g)
{
	g->db = db;
	g->is_by_page = true;
	return (vt_gather_run(g,
			      "SELECT vt_gather(search, ?2) FROM search "
			      "WHERE search MATCH ?1 AND rowid BETWEEN ?3 AND ?4",
			      VT_BINDS(VT_TEXT(match), VT_POINTER(g, VT_GATHER_POINTER),
				       VT_INT(first), VT_INT(last))));
}
