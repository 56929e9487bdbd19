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
		hit->every = -1;
}

static const char vt_find_ids[] = "SELECT rowid, 0 " VT_FIND_MATCH;
static const char vt_find_weighed[] =
    "SELECT rowid, bm25(search, 10.0, 4.0, 1.0) " VT_FIND_MATCH;

/* Whether they are few enough to be weighed, and wanted by weight. */
static bool
vt_find_is_weighed(const struct vt_finder *f)
{
	return (f->q->order == VT_ORDER_RELEVANCE &&
		f->hits.len / sizeof(struct vt_find_hit) <= VT_FIND_WEIGHED_MAX);
}

/* The words within some columns; p NULL: the arena is exhausted. */
static struct vt_str
vt_find_in(struct vt_finder *f, const char *columns)
{
	return (vt_str_printf(f->a, "{%s} : (%.*s)", columns, VT_STR_ARG(f->expression)));
}

vt_err
vt_find_words(struct vt_finder *f)
{
	struct vt_buf typed;
	struct vt_str title;
	vt_err err;

	vt_buf_init(&typed, 0);
	err = vt_terms_query(f->q->words, &typed, &f->has_words);
	f->expression = vt_str_dup(f->a, vt_buf_get(&typed));
	vt_buf_fini(&typed);
	if (err != VT_OK || !f->has_words)
		return (err);
	title = vt_find_in(f, "title");
	if (f->expression.p == NULL || title.p == NULL)
		return (VT_E_LIMIT);
	err = vt_find_rows(f, vt_find_ids, f->expression, vt_find_take_new);
	if (err == VT_OK && vt_find_is_weighed(f))
		err = vt_find_rows(f, vt_find_weighed, f->expression, vt_find_take_every);
	else if (err == VT_OK && f->q->order == VT_ORDER_RELEVANCE)
		err = vt_find_rows(f, vt_find_ids, title, vt_find_take_title);
	return (err);
}

vt_err
vt_find_words_about(struct vt_finder *f)
{
	struct vt_str about = vt_find_in(f, "title about");

	f->has_about = true;
	if (about.p == NULL)
		return (VT_E_LIMIT);
	return (vt_find_rows(f, vt_find_is_weighed(f) ? vt_find_weighed : vt_find_ids, about,
			     vt_find_take_about));
}
