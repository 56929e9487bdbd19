/* SPDX-License-Identifier: Apache-2.0 */
/* Putting an object into the search index and taking it out, from the tables. */
#include "catalog/write/index.h"

#include "catalog/index/gather.h"
#include "catalog/index/since.h"
#include "catalog/words/terms.h"
#include "catalog/words/vocabulary.h"
#include "catalog/words/words.h"

#define VT_INDEX_PAGE_BYTES ((size_t)1 << 30) /* working memory a page */
#define VT_INDEX_BATCH	    1000	      /* objects read at once */

/* One object on its way in or out. */
struct vt_index {
	struct vt_db *db;
	int64_t object;
	int64_t row; /* its first in the index */
	bool is_out;
	struct vt_vocabulary *vocabulary; /* or NULL */
};

enum vt_term_spelling
vt_index_spelling(struct vt_str language, int64_t date_key)
{
	if (language.len != 0 && !vt_str_eq_c(language, "lt"))
		return (VT_TERM_OTHER);
	return (date_key < VT_TERM_OLD_UNTIL * 10000 ? VT_TERM_OLD : VT_TERM_TODAY);
}

static vt_err
vt_index_row(const struct vt_index *x, int64_t page, const struct vt_str texts[VT_SEARCH_COLUMNS])
{
	return (vt_db_run(x->db,
			  x->is_out ? "INSERT INTO search (search, rowid, title, about, text) "
				      "VALUES ('delete', ?1, ?2, ?3, ?4)"
				    : "INSERT INTO search (rowid, title, about, text) "
				      "VALUES (?1, ?2, ?3, ?4)",
			  VT_BINDS(VT_INT(x->row + page),
				   VT_TEXT(texts[VT_SEARCH_TITLE]), VT_TEXT(texts[VT_SEARCH_ABOUT]),
				   VT_TEXT(texts[VT_SEARCH_TEXT]))));
}

static vt_err
vt_index_labels(const struct vt_index *x, struct vt_buf *out)
{
	struct vt_row row = { .a = NULL };
	vt_err err =
	    vt_db_query(x->db, &row.st,
			"SELECT label FROM object_range WHERE object = ?1 ORDER BY number",
			VT_BINDS(VT_INT(x->object)));

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(x->db, row.st)) == VT_OK) {
		vt_buf_str(out, vt_row_peek(&row, 0));
		vt_buf_char(out, '\n');
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? vt_buf_error(out) : err);
}

static vt_err
vt_index_about(const struct vt_index *x)
{
	struct vt_row row = { .a = NULL };
	struct vt_buf labels;
	vt_err err;

	vt_buf_init(&labels, 0);
	err = vt_index_labels(x, &labels);
	if (err == VT_OK)
		err = vt_db_query(x->db, &row.st,
				  "SELECT title, about FROM description WHERE object = ?1",
				  VT_BINDS(VT_INT(x->object)));
	if (err == VT_OK) {
		err = vt_db_next(x->db, row.st);
		if (err == VT_OK)
			err = vt_index_row(x, 0,
					   (struct vt_str[]){
					       [VT_SEARCH_TITLE] = vt_row_peek(&row, 0),
					       [VT_SEARCH_ABOUT] = vt_row_peek(&row, 1),
					       [VT_SEARCH_TEXT] = vt_buf_get(&labels) });
		vt_db_done(row.st);
	}
	vt_buf_fini(&labels);
	return (err == VT_E_END ? VT_OK : err);
}

/* A row of: number, text, words, spelling. */
static vt_err
vt_index_page(const struct vt_index *x, struct vt_row *row, struct vt_buf *terms)
{
	struct vt_str text = vt_row_peek(row, 1), none = VT_STR("");
	struct vt_word *words;
	size_t count;
	vt_err err = vt_words_unpack(row->a, vt_row_peek(row, 2), text, &words, &count);

	if (err != VT_OK)
		return (err);
	vt_buf_reset(terms);
	vt_buf_char(terms, VT_TERMS_TEXT(vt_row_int(row, 3)));
	err = vt_words_terms(words, count, text, terms);
	if (err == VT_OK && x->vocabulary != NULL)
		err = vt_vocabulary_read(x->vocabulary, vt_buf_get(terms));
	if (err == VT_OK)
		err = vt_index_row(x, vt_row_int(row, 0),
				   (struct vt_str[]){ [VT_SEARCH_TITLE] = none,
						      [VT_SEARCH_ABOUT] = none,
						      [VT_SEARCH_TEXT] = vt_buf_get(terms) });
	return (err);
}

static vt_err
vt_index_pages(const struct vt_index *x)
{
	struct vt_row row = { .a = NULL };
	struct vt_buf terms;
	vt_err err =
	    vt_db_query(x->db, &row.st,
			"SELECT p.number, t.text, t.words, t.spelling FROM page p "
			"JOIN page_text t ON t.page = p.id WHERE p.object = ?1 ORDER BY p.number",
			VT_BINDS(VT_INT(x->object)));

	if (err != VT_OK)
		return (err);
	vt_buf_init(&terms, 0);
	while (err == VT_OK && (err = vt_db_next(x->db, row.st)) == VT_OK) {
		row.a = vt_arena_new(VT_INDEX_PAGE_BYTES);
		err = vt_index_page(x, &row, &terms);
		vt_arena_free(&row.a);
		if (err != VT_OK)
			(void)vt_fail_in(err, "page %lld", (long long)vt_row_int(&row, 0));
	}
	vt_db_done(row.st);
	vt_buf_fini(&terms);
	return (err == VT_E_END ? VT_OK : err);
}

/* Where it is in the index; when it comes in, behind all others. */
static vt_err
vt_index_place(struct vt_index *x)
{
	vt_err err;

	if (x->is_out)
		return (vt_db_int(x->db, &x->row, "SELECT search_row FROM object WHERE id = ?1",
				  VT_BINDS(VT_INT(x->object))));
	x->row = 1;
	err = vt_db_int(x->db, &x->row,
			"SELECT search_row + page_count + 1 FROM object WHERE search_row > 0 "
			"ORDER BY search_row DESC LIMIT 1",
			NULL, 0);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_index_note(const struct vt_index *x)
{
	return (vt_db_run(x->db, "UPDATE object SET search_row = ?2 WHERE id = ?1",
			  VT_BINDS(VT_INT(x->object), VT_INT(x->is_out ? 0 : x->row))));
}

vt_err
vt_index_take(struct vt_db *db, int64_t object)
{
	struct vt_index x = { .db = db, .object = object, .is_out = true };
	vt_err err = vt_index_place(&x);

	if (err == VT_OK && x.row != 0)
		err = vt_index_about(&x);
	if (err == VT_OK && x.row != 0)
		err = vt_index_pages(&x);
	if (err == VT_OK)
		err = vt_index_note(&x);
	if (err == VT_OK)
		err = vt_db_run(db, "DELETE FROM vocabulary WHERE object = ?1",
				VT_BINDS(VT_INT(object)));
	return (err);
}

vt_err
vt_index_put(struct vt_db *db, int64_t object)
{
	struct vt_index x = { .db = db, .object = object };
	vt_err err;

	x.vocabulary = vt_vocabulary_new();
	if (x.vocabulary == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the words of an object"));
	err = vt_index_place(&x);
	if (err == VT_OK)
		err = vt_index_about(&x);
	if (err == VT_OK)
		err = vt_index_pages(&x);
	if (err == VT_OK)
		err = vt_index_note(&x);
	if (err == VT_OK)
		err = vt_vocabulary_write(x.vocabulary, db, object);
	vt_vocabulary_free(&x.vocabulary);
	return (err);
}

/* --- everything anew --------------------------------------------------------------- */

/* A row of: page, text, words, language, date_key. */
static vt_err
vt_index_renew_page(struct vt_db *db, struct vt_row *row, struct vt_buf *blob)
{
	struct vt_str text = vt_row_peek(row, 1);
	struct vt_word *words;
	size_t count;
	vt_err err = vt_words_unpack(row->a, vt_row_peek(row, 2), text, &words, &count);

	vt_buf_reset(blob);
	if (err == VT_OK)
		err = vt_words_pack(words, count, text, blob);
	if (err != VT_OK)
		return (err);
	return (vt_db_run(db, "UPDATE page_text SET words = ?2, spelling = ?3 WHERE page = ?1",
			  VT_BINDS(VT_INT(vt_row_int(row, 0)), VT_BLOB(vt_buf_get(blob)),
				   VT_INT(vt_index_spelling(vt_row_peek(row, 3),
							    vt_row_int(row, 4))))));
}

static vt_err
vt_index_renew_words(struct vt_db *db, int64_t object)
{
	struct vt_row row = { .a = NULL };
	struct vt_buf blob;
	vt_err err = vt_db_query(db, &row.st,
				 "SELECT t.page, t.text, t.words, o.language, o.date_key "
				 "FROM object o JOIN page p ON p.object = o.id "
				 "JOIN page_text t ON t.page = p.id WHERE o.id = ?1",
				 VT_BINDS(VT_INT(object)));

	if (err != VT_OK)
		return (err);
	vt_buf_init(&blob, 0);
	while (err == VT_OK && (err = vt_db_next(db, row.st)) == VT_OK) {
		row.a = vt_arena_new(VT_INDEX_PAGE_BYTES);
		err = vt_index_renew_page(db, &row, &blob);
		vt_arena_free(&row.a);
	}
	vt_db_done(row.st);
	vt_buf_fini(&blob);
	return (err == VT_E_END ? VT_OK : err);
}

/* The next living objects behind after; *count_r 0: there are no more. */
static vt_err
vt_index_some(struct vt_db *db, int64_t after, int64_t ids[VT_INDEX_BATCH], size_t *count_r)
{
	struct vt_row row = { .a = NULL };
	vt_err err = vt_db_query(db, &row.st,
				 "SELECT object FROM description WHERE object > ?1 "
				 "ORDER BY object LIMIT ?2",
				 VT_BINDS(VT_INT(after), VT_INT(VT_INDEX_BATCH)));

	*count_r = 0;
	if (err != VT_OK)
		return (err);
	while (*count_r < VT_INDEX_BATCH && (err = vt_db_next(db, row.st)) == VT_OK)
		ids[(*count_r)++] = vt_row_int(&row, 0);
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_index_renew(struct vt_db *db)
{
	int64_t ids[VT_INDEX_BATCH];
	size_t count = 1;
	vt_err err = vt_db_script(db, "INSERT INTO search(search) VALUES('delete-all'); "
				      "DELETE FROM vocabulary; "
				      "UPDATE object SET search_row = 0 WHERE search_row > 0");

	if (err == VT_OK)
		err = vt_since_all(db);
	for (int64_t after = 0; err == VT_OK && count != 0;) {
		err = vt_index_some(db, after, ids, &count);
		for (size_t i = 0; i < count && err == VT_OK; i++) {
			err = vt_index_renew_words(db, ids[i]);
			if (err == VT_OK)
				err = vt_index_put(db, ids[i]);
			after = ids[i];
		}
	}
	return (err);
}
