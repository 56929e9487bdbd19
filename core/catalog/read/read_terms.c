/* SPDX-License-Identifier: Apache-2.0 */
/* Completing what is typed, from an object's vocabulary. */
#include <stdlib.h>

#include "catalog/store.h"
#include "catalog/words/term_forms.h"
#include "catalog/words/vocabulary.h"

#define VT_TERMS_LAST "\xf4\x8f\xbf\xbf" /* U+10FFFF: behind all that begins alike */

/* The most frequent first, then by the alphabet. */
static int
vt_read_terms_compare(const void *va, const void *vb)
{
	const struct vt_term *a = va, *b = vb;

	if (a->count != b->count)
		return (a->count > b->count ? -1 : 1);
	return (vt_str_cmp(a->text, b->text));
}

/* Of a row, those that begin so. */
static vt_err
vt_read_terms_row(struct vt_row *row, struct vt_str begin, int64_t least, struct vt_list *list)
{
	struct vt_vocabulary_cursor cursor = { .rest = vt_row_peek(row, 0) };
	struct vt_arena *scratch = vt_arena_new(0);
	struct vt_str text;
	int64_t count;
	vt_err err;

	while ((err = vt_vocabulary_next(&cursor, &text, &count)) == VT_OK) {
		struct vt_term *t;

		if (count < least || !vt_str_starts(vt_str_fold(scratch, text), begin))
			continue;
		t = vt_list_add(row->a, list, sizeof(*t));
		if (t == NULL || (text = vt_str_dup(row->a, text)).p == NULL) {
			err = VT_E_LIMIT;
			break;
		}
		*t = (struct vt_term){ text, count };
	}
	vt_arena_free(&scratch);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_read_terms(struct vt_db *db, struct vt_row *row, int64_t object, struct vt_str begin,
	      int64_t least, struct vt_list *list)
{
	struct vt_str end = vt_str_printf(row->a, "%.*s%s", VT_STR_ARG(begin), VT_TERMS_LAST);
	vt_err err = end.p == NULL ? VT_E_LIMIT : VT_OK;

	if (err == VT_OK)
		err = vt_db_query(db, &row->st,
				  "SELECT terms FROM vocabulary WHERE object = ?1 AND first >= "
				  "(SELECT coalesce(max(first), '') FROM vocabulary "
				  "WHERE object = ?1 AND first <= ?2) AND first < ?3",
				  VT_BINDS(VT_INT(object), VT_TEXT(begin), VT_TEXT(end)));
	if (err != VT_OK)
		return (err);
	while (err == VT_OK && (err = vt_db_in_time(db)) == VT_OK &&
	       (err = vt_db_next(db, row->st)) == VT_OK)
		err = vt_read_terms_row(row, begin, least, list);
	vt_db_done(row->st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_catalog_terms(struct vt_catalog *c, struct vt_arena *a, int64_t object, struct vt_str begin,
		 int64_t least, size_t limit, struct vt_term **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	struct vt_row row = { .a = a };
	vt_err err = VT_OK;

	if (!vt_utf8_is_valid(begin))
		return (vt_fail(VT_E_BADARG, "the letters to be completed are not UTF-8"));
	begin = vt_str_fold(a, vt_term_lower(a, vt_str_sub(begin, 0, VT_TERM_BYTES_MAX)));
	if (begin.p == NULL)
		return (VT_E_LIMIT);
	vt_db_hurry(&c->db, c->search_ms);
	if (vt_utf8_is_valid(begin) && vt_utf8_count(begin) >= VT_TERM_BEGIN)
		err = vt_read_terms(&c->db, &row, object, begin, least, &list);
	vt_db_calm(&c->db);
	if (err != VT_OK)
		return (err);
	if (list.count > 1)
		qsort(list.items, list.count, sizeof(struct vt_term), vt_read_terms_compare);
	*list_r = list.items;
	*count_r = list.count < limit ? list.count : limit;
	return (VT_OK);
}
