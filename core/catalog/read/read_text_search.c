/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in texts words stand.  First the index says how many hits each page has; then
 * those of one slice are fetched, and only their pages are read.
 */
#include "catalog/search/query.h"
#include "catalog/search/text_hits.h"
#include "catalog/store.h"

struct vt_texting {
	struct vt_catalog *c;
	struct vt_arena *a;
	const struct vt_text_search *q;
	struct vt_str match;
	bool is_all;		     /* nothing was asked for: each line of the object */
	struct vt_gather pages;	     /* with hits, and how many */
	int64_t institution, collection; /* rowids; 0: any */
	int64_t now, total;
	struct vt_text_scratch scratch;
	struct vt_list list;
};

/* Empty where nothing can be found. */
static vt_err
vt_texting_words(struct vt_texting *k)
{
	struct vt_query_node *root;
	struct vt_buf match;
	vt_err err = k->q->is_kindly ? vt_query_parse_kindly(k->a, k->q->words, &root) :
				       vt_query_parse(k->a, k->q->words, &root);

	k->is_all = err == VT_OK && root == NULL && k->q->object != 0;
	if (err != VT_OK || root == NULL)
		return (err);
	vt_buf_init(&match, 0);
	vt_query_match(root, &match);
	if (match.len != 0)
		k->match = vt_str_printf(k->a, "{text} : (%.*s)", VT_STR_ARG(vt_buf_get(&match)));
	err = vt_buf_error(&match);
	vt_buf_fini(&match);
	return (err == VT_OK && vt_arena_is_exhausted(k->a) ? VT_E_LIMIT : err);
}

/* VT_E_END: there is no such place. */
static vt_err
vt_texting_within(struct vt_texting *k)
{
	vt_err err = VT_OK;

	if (k->q->object != 0)
		return (VT_OK);
	if (k->q->institution.len != 0)
		err = vt_read_institution_id(&k->c->db, k->q->institution, &k->institution);
	if (err == VT_OK && k->q->collection.len != 0)
		err = vt_read_collection_id(&k->c->db, k->q->collection, &k->collection);
	if (err == VT_OK && ((k->q->institution.len != 0 && k->institution == 0) ||
			     (k->q->collection.len != 0 && k->collection == 0)))
		return (VT_E_END);
	return (err == VT_OK ? vt_read_embargoes(k->c, k->now) : err);
}

/* --- pages that may be looked at --------------------------------------------------------- */

static vt_err
vt_texting_may(struct vt_texting *k, int64_t object, bool *may_r)
{
	int64_t one;
	vt_err err = vt_db_int(&k->c->db, &one,
			       "SELECT 1 FROM object o WHERE o.id = ?1 AND o.is_deleted = 0 "
			       "AND " VT_ACCESS_SQL_OPEN("?2")
			       " AND (?3 = 0 OR o.institution = ?3) AND (?4 = 0 OR EXISTS "
			       "(SELECT 1 FROM object_below b WHERE b.collection = ?4 "
			       "AND b.object = o.id)) AND (?5 = 0 OR EXISTS "
			       "(SELECT 1 FROM serial_issue n WHERE n.object = o.id "
			       "AND (?5 < 0 OR n.serial = ?5) AND (?6 = 0 OR n.date_key "
			       "BETWEEN ?6 * 10000 AND ?6 * 10000 + 9999)))",
			       VT_BINDS(VT_INT(object), VT_INT(k->now), VT_INT(k->institution),
					VT_INT(k->collection), VT_INT(k->q->serial),
					VT_INT(k->q->year)));

	*may_r = err == VT_OK;
	return (err == VT_E_END ? VT_OK : err);
}

/* Drops the pages that were not asked for or may not be seen. */
static vt_err
vt_texting_sift(struct vt_texting *k)
{
	struct vt_gathered_page *pages = k->pages.pages.items;
	size_t kept = 0;
	int64_t last = 0;
	bool may = k->q->object != 0;
	vt_err err = VT_OK;

	for (size_t i = 0; i < k->pages.pages.count && err == VT_OK; i++) {
		if ((err = vt_db_in_time(&k->c->db)) == VT_OK && k->q->object == 0 &&
		    pages[i].object != last)
			err = vt_texting_may(k, pages[i].object, &may);
		last = pages[i].object;
		if (may && vt_text_is_part(k->q, pages[i].number))
			pages[kept++] = pages[i];
	}
	k->pages.pages.count = kept;
	return (err);
}

/* --- hits ------------------------------------------------------------------------------------ */

/* Those from..to of a page's hits, appended. */
static vt_err
vt_texting_page(struct vt_texting *k, const struct vt_gathered_page *p,
		const struct vt_gathered_hit *hits, size_t count)
{
	struct vt_row r = { .a = k->a };
	size_t before = k->list.count;
	vt_err err = vt_db_in_time(&k->c->db);

	if (err == VT_OK)
		err = vt_db_row(&k->c->db, &r,
				"SELECT t.text, t.words, i.width, i.height FROM page p "
				"JOIN page_text t ON t.page = p.id "
				"LEFT JOIN image i ON i.id = p.image "
				"WHERE p.object = ?1 AND p.number = ?2",
				VT_BINDS(VT_INT(p->object), VT_INT(p->number)));

	k->scratch.width = err == VT_OK ? vt_row_int(&r, 2) : 0;
	k->scratch.height = err == VT_OK ? vt_row_int(&r, 3) : 0;
	if (err == VT_OK)
		err = vt_text_hits(k->a, &k->scratch, vt_row_peek(&r, 0), vt_row_peek(&r, 1), hits,
				   count, &k->list);
	vt_db_done(r.st);
	for (size_t i = before; i < k->list.count; i++) {
		struct vt_text_hit *h = &((struct vt_text_hit *)k->list.items)[i];

		h->object = p->object;
		h->page = p->number;
	}
	return (err == VT_E_END ? VT_OK : err);
}

struct vt_slice {
	size_t first, last; /* pages: those with hits of it */
	size_t skip;	    /* hits of the first page that are not of it */
	size_t count;	    /* hits */
};

static struct vt_slice
vt_texting_slice(const struct vt_texting *k, size_t offset, size_t limit)
{
	const struct vt_gathered_page *pages = k->pages.pages.items;
	struct vt_slice s = { .skip = offset };
	size_t reach = 0;

	while (s.first < k->pages.pages.count && pages[s.first].count <= s.skip)
		s.skip -= pages[s.first++].count;
	for (s.last = s.first; s.last < k->pages.pages.count && reach < s.skip + limit; s.last++)
		reach += pages[s.last].count;
	s.count = reach > s.skip ? reach - s.skip : 0;
	s.count = s.count < limit ? s.count : limit;
	return (s);
}

static vt_err
vt_texting_hits(struct vt_texting *k, struct vt_slice s, const struct vt_gather *g)
{
	const struct vt_gathered_hit *hits = g->hits.items;
	const struct vt_gathered_page *found = g->pages.items;
	vt_err err = VT_OK;

	for (size_t i = 0; i < g->pages.count && err == VT_OK; i++) {
		size_t count = found[i].count - (s.skip < found[i].count ? s.skip : found[i].count);

		count = count < s.count ? count : s.count;
		err = vt_texting_page(k, &found[i], hits + s.skip, count);
		s.count -= count;
		s.skip = 0;
		hits += found[i].count;
	}
	return (err);
}

/* The pages first..last with their hits once more. */
static vt_err
vt_texting_again(struct vt_texting *k, size_t first, size_t last, struct vt_gather *g)
{
	const struct vt_gathered_page *pages = k->pages.pages.items;

	*g = (struct vt_gather){ .with_hits = true, .wanted = &pages[first],
				 .wanted_count = last - first };
	return (vt_gather_pages(&k->c->db, k->match, pages[first].row, pages[last - 1].row, g));
}

static vt_err
vt_texting_fetch(struct vt_texting *k, size_t offset, size_t limit)
{
	struct vt_slice s = vt_texting_slice(k, offset, limit);
	struct vt_gather g;
	vt_err err;

	if (s.count == 0)
		return (VT_OK);
	err = vt_texting_again(k, s.first, s.last, &g);
	if (err == VT_OK)
		err = vt_texting_hits(k, s, &g);
	vt_gather_fini(&g);
	return (err);
}

/* --- regions of pages ------------------------------------------------------------------------ */

static bool
vt_texting_is_region(const struct vt_text_search *q)
{
	for (size_t i = 0; i < q->part_count; i++)
		if (q->parts[i].w > 0)
			return (true);
	return (false);
}

/* Those of k's list from there on that are inside; the others go. */
static size_t
vt_texting_keep_inside(struct vt_texting *k, size_t from)
{
	struct vt_text_hit *hits = k->list.items;
	size_t kept = from;

	for (size_t i = from; i < k->list.count; i++)
		if (vt_text_is_inside(k->q, &hits[i]))
			hits[kept++] = hits[i];
	k->list.count = kept;
	return (kept - from);
}

/* How many of a page's hits are inside, in memory that is given back. */
static vt_err
vt_texting_count_inside(struct vt_texting *k, const struct vt_gathered_page *p,
			const struct vt_gathered_hit *hits, size_t *count_r)
{
	struct vt_texting one = *k;
	vt_err err;

	one.a = vt_arena_new(0);
	one.list = (struct vt_list){ NULL, 0, 0 };
	err = vt_texting_page(&one, p, hits, p->count);
	*count_r = vt_texting_keep_inside(&one, 0);
	k->scratch = one.scratch;
	vt_arena_free(&one.a);
	return (err);
}

/* Boxes tell which hits are inside, so all are looked at, page by page; those of the
 * slice stay. */
static vt_err
vt_texting_region_page(struct vt_texting *k, const struct vt_gathered_page *p,
		       const struct vt_gathered_hit *hits)
{
	size_t before = k->list.count, count, skip, from = (size_t)k->total;
	vt_err err = vt_texting_count_inside(k, p, hits, &count);

	k->total += (int64_t)count;
	if (err != VT_OK || before >= k->q->limit || count == 0 || from + count <= k->q->offset)
		return (err);
	err = vt_texting_page(k, p, hits, p->count);
	if (err != VT_OK)
		return (err);
	count = vt_texting_keep_inside(k, before);
	skip = from < k->q->offset ? k->q->offset - from : 0;
	memmove((struct vt_text_hit *)k->list.items + before,
		(struct vt_text_hit *)k->list.items + before + skip,
		(count - skip) * sizeof(struct vt_text_hit));
	k->list.count -= skip;
	if (k->list.count > k->q->limit)
		k->list.count = k->q->limit;
	return (VT_OK);
}

static vt_err
vt_texting_regions(struct vt_texting *k)
{
	const struct vt_gathered_page *found;
	const struct vt_gathered_hit *hits;
	struct vt_gather g;
	vt_err err;

	if (k->pages.pages.count == 0)
		return (VT_OK);
	err = vt_texting_again(k, 0, k->pages.pages.count, &g);
	found = g.pages.items;
	hits = g.hits.items;
	for (size_t i = 0; err == VT_OK && i < g.pages.count; hits += found[i++].count)
		err = vt_texting_region_page(k, &found[i], hits);
	vt_gather_fini(&g);
	return (err);
}

/* --- each line ------------------------------------------------------------------------------- */

static vt_err
vt_texting_lines(struct vt_texting *k)
{
	struct vt_text_lines lines = { .q = k->q };
	struct vt_row r = { .a = k->a };
	vt_err err = vt_db_query(&k->c->db, &r.st,
				 "SELECT p.number, t.text, t.words, i.width, i.height FROM page p "
				 "JOIN page_text t ON t.page = p.id "
				 "LEFT JOIN image i ON i.id = p.image "
				 "WHERE p.object = ?1 ORDER BY p.number",
				 VT_BINDS(VT_INT(k->q->object)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_in_time(&k->c->db)) == VT_OK && (err = vt_db_next(&k->c->db, r.st)) == VT_OK) {
		lines.page = vt_row_int(&r, 0);
		if (!vt_text_is_part(k->q, lines.page))
			continue;
		k->scratch.width = vt_row_int(&r, 3);
		k->scratch.height = vt_row_int(&r, 4);
		err = vt_text_lines(k->a, &k->scratch, vt_row_peek(&r, 1), vt_row_peek(&r, 2), &lines);
		if (err != VT_OK)
			break;
	}
	vt_db_done(r.st);
	k->list = lines.list;
	k->total = lines.total;
	return (err == VT_E_END ? VT_OK : err);
}

/* --------------------------------------------------------------------------------------------- */

static vt_err
vt_texting_ask(struct vt_texting *k)
{
	struct vt_search_rows rows = { 0, 0, INT64_MAX };
	vt_err err = VT_OK;

	if (k->q->object != 0)
		err = vt_search_rows_of(&k->c->db, k->q->object, &rows);
	if (err == VT_OK && (k->q->object == 0 || rows.first != 0))
		err = vt_gather_pages(&k->c->db, k->match, rows.first, rows.first + rows.pages,
				      &k->pages);
	if (err == VT_OK)
		err = vt_texting_sift(k);
	if (err != VT_OK)
		return (err);
	if (vt_texting_is_region(k->q))
		return (vt_texting_regions(k));
	for (size_t i = 0; i < k->pages.pages.count; i++)
		k->total += ((struct vt_gathered_page *)k->pages.pages.items)[i].count;
	return (vt_texting_fetch(k, k->q->offset, k->q->limit));
}

vt_err
vt_catalog_text_search(struct vt_catalog *c, struct vt_arena *a, const struct vt_text_search *q,
		       struct vt_text_hit **list_r, size_t *count_r, int64_t *total_r)
{
	struct vt_texting k = { .c = c, .a = a, .q = q };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	k.now = c->now();
	vt_db_hurry(&c->db, c->search_ms);
	err = vt_texting_words(&k);
	if (err == VT_OK && k.match.len != 0)
		err = vt_texting_within(&k);
	if (err == VT_OK && k.match.len != 0)
		err = vt_texting_ask(&k);
	if (err == VT_OK && k.is_all)
		err = vt_texting_lines(&k);
	vt_gather_fini(&k.pages);
	vt_text_scratch_fini(&k.scratch);
	vt_db_calm(&c->db);
	vt_catalog_end(c);
	if (err != VT_OK && err != VT_E_END)
		return (err);
	*list_r = k.list.items;
	*count_r = k.list.count;
	*total_r = k.total;
	return (VT_OK);
}
