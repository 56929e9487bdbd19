/* SPDX-License-Identifier: Apache-2.0 */
/* What people type into a search: never an error of FTS5's syntax, whatever it
 * is, and what is refused is refused as theirs.  Asked of a real index, whole and word
 * by word; and as a text of it, which can be taken out again. */
#include <stdlib.h>

#include "api/catalog.h"
#include "catalog/connect.h"
#include "catalog/search/query.h"
#include "catalog/words/terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct vt_db *
index_of_words(void)
{
	static struct vt_db db;

	if (db.h == NULL) {
		vt_assert(vt_connect(&db, ":memory:", true) == VT_OK);
		vt_assert(vt_db_script(&db,
				       "CREATE VIRTUAL TABLE t USING fts5(title, about, text, "
				       "tokenize = 'vartai');"
				       "CREATE VIRTUAL TABLE c USING fts5(text, content = '', "
				       "tokenize = 'vartai');"
				       "INSERT INTO t VALUES ('Ąžuolai', 'or and', 'near not')") ==
			  VT_OK);
	}
	return (&db);
}

static void
ask(struct vt_db *db, const char *before, struct vt_str words, const char *after)
{
	int64_t count;
	struct vt_buf b;

	vt_buf_init(&b, 0);
	vt_buf_str(&b, vt_str_of(before));
	vt_buf_str(&b, words);
	vt_buf_str(&b, vt_str_of(after));
	vt_assert(vt_db_int(db, &count, "SELECT count(*) FROM t WHERE t MATCH ?1",
			    VT_BINDS(VT_TEXT(vt_buf_get(&b)))) == VT_OK);
	vt_buf_fini(&b);
}

static void
ask_each(struct vt_db *db, const struct vt_query_node *n)
{
	if (n->match.len != 0)
		ask(db, "", n->match, "");
	if (n->exact.len != 0)
		ask(db, "", n->exact, "");
	for (n = n->below; n != NULL; n = n->next)
		ask_each(db, n);
}

static void
put_and_take(struct vt_db *db, struct vt_str text)
{
	vt_assert(vt_db_run(db, "INSERT INTO c (rowid, text) VALUES (1, ?1)",
			    VT_BINDS(VT_TEXT(text))) == VT_OK);
	vt_assert(vt_db_run(db, "INSERT INTO c (c, rowid, text) VALUES ('delete', 1, ?1)",
			    VT_BINDS(VT_TEXT(text))) == VT_OK);
	vt_assert(vt_db_script(db, "INSERT INTO c(c) VALUES('integrity-check')") == VT_OK);
}

/* What is told from the words is a span; what is left of them is no longer, and has none. */
static void
tell_years(struct vt_arena *a, struct vt_str typed)
{
	struct vt_search_years y, again;

	if (!vt_search_years(a, typed, &y))
		return;
	vt_assert(y.from >= VT_SEARCH_YEAR_MIN && y.from <= y.to && y.to <= VT_SEARCH_YEAR_MAX);
	vt_assert(y.years.len != 0 && y.words.len < typed.len);
	vt_assert(vt_utf8_is_valid(y.words) && vt_utf8_is_valid(y.years));
	vt_assert(vt_search_years(a, y.years, &again) && again.words.len == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_str typed = { (const char *)data, len }, key;
	struct vt_arena *a = vt_arena_new(0);
	struct vt_query_node *root;
	struct vt_buf b;
	vt_err err;

	vt_buf_init(&b, 0);
	err = vt_query_parse(a, typed, &root);
	vt_assert(err == VT_OK || err == VT_E_BADARG);
	if (err == VT_OK && root != NULL) {
		vt_query_match(root, &b);
		ask_each(index_of_words(), root);
	}
	if (b.len != 0) {
		ask(index_of_words(), "", vt_buf_get(&b), "");
		ask(index_of_words(), "{text} : (", vt_buf_get(&b), ")");
	}
	put_and_take(index_of_words(), typed);
	tell_years(a, typed);
	key = vt_terms_sort_key(a, typed);
	vt_assert(key.len <= VT_SORT_KEY_MAX);
	vt_buf_fini(&b);
	vt_arena_free(&a);
	return (0);
}
