/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which objects have the words that were typed, and how well: everywhere, and but for
 * their texts.  The one place where finding by facets asks the search index.
 */
#include <math.h>

#include "catalog/find.h"
#include "catalog/terms.h"

/* More than this are not weighed one by one: what has the words in its title comes
 * first. */
#define VT_FIND_WEIGHED_MAX 5000

#define VT_FIND_MATCH "FROM search WHERE search MATCH ?1"

/* Calls take(f, at, id, score) for each row; rows come by rising id. */
typedef void vt_find_take_fn(struct vt_finder *f, size_t *at, int64_t id, double score);

static vt_err
vt_find_rows(struct vt_finder *f, const char *sql, struct vt_str expression, vt_find_take_fn *take)
{
	struct vt_row row = { 0 };
	size_t at = 0;
	vt_err err = vt_db_query(&f->c->db, &row.st, sql, VT_BINDS(VT_TEXT(expression)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&f->c->db, row.st)) == VT_OK)
		take(f, &at, vt_row_int(&row, 0), sqlite3_column_double(row.st, 1));
	vt_db_done(row.st);
	return (err == VT_E_END ? vt_buf_error(&f->hits) : err);
}

static void
vt_find_take_new(struct vt_finder *f, size_t *at, int64_t id, double score)
{
	const struct vt_find_hit hit = { id, score, NAN };

	(void)at;
	vt_buf_put(&f->hits, &hit, sizeof(hit));
}

/* Of an object that is there already: others are passed over, both rise. */
static struct vt_find_hit *
vt_find_hit_of(struct vt_finder *f, size_t *at, int64_t id)
{
	struct vt_find_hit *hits = (struct vt_find_hit *)(void *)f->hits.p;
	size_t count = f->hits.len / sizeof(*hits);

	while (*at < count && hits[*at].id < id)
		++*at;
	return (*at < count && hits[*at].id == id ? &hits[*at] : NULL);
}

static void
vt_find_take_every(struct vt_finder *f, size_t *at, int64_t id, double score)
{
	struct vt_find_hit *hit = vt_find_hit_of(f, at, id);

	if (hit != NULL)
		hit->every = score;
}

static void
vt_find_take_about(struct vt_finder *f, size_t *at, int64_t id, double score)
{
	struct vt_find_hit *hit = vt_find_hit_of(f, at, id);

	if (hit != NULL)
		hit->about = score;
}

static void
vt_find_take_title(struct vt_finder *f, size_t *at, int64_t id, double score)
{
	struct vt_find_hit *hit = vt_find_hit_of(f, at, id);

	(void)score;
	if (hit != NULL)
		hit->every = hit->about = -1;
}

/* All that have them first, then how well those fit, if they are few enough. */
static vt_err
vt_find_hits(struct vt_finder *f, struct vt_str every, struct vt_str about, struct vt_str title)
{
	static const char ids[] = "SELECT rowid, 0 " VT_FIND_MATCH;
	static const char weighed[] =
	    "SELECT rowid, bm25(search, 10.0, 4.0, 1.0) " VT_FIND_MATCH;
	vt_err err = vt_find_rows(f, ids, every, vt_find_take_new);
	bool are_few = f->hits.len / sizeof(struct vt_find_hit) <= VT_FIND_WEIGHED_MAX &&
		       f->q->order == VT_ORDER_RELEVANCE;

	if (err == VT_OK)
		err = vt_find_rows(f, are_few ? weighed : ids, about, vt_find_take_about);
	if (err == VT_OK && are_few)
		err = vt_find_rows(f, weighed, every, vt_find_take_every);
	else if (err == VT_OK && f->q->order == VT_ORDER_RELEVANCE)
		err = vt_find_rows(f, ids, title, vt_find_take_title);
	return (err);
}

vt_err
vt_find_words(struct vt_finder *f)
{
	struct vt_buf typed;
	struct vt_str about, title;
	vt_err err;

	vt_buf_init(&typed, 0);
	err = vt_terms_query(f->q->words, &typed, &f->has_words);
	if (err == VT_OK && f->has_words) {
		about = vt_str_printf(f->a, "{title about} : (%s)", typed.p);
		title = vt_str_printf(f->a, "{title} : (%s)", typed.p);
		err = about.p != NULL && title.p != NULL
			  ? vt_find_hits(f, vt_buf_get(&typed), about, title)
			  : VT_E_LIMIT;
	}
	vt_buf_fini(&typed);
	return (err);
}
