/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the search index, and the lists on them (postings.h). */
#include "catalog/index/postings_read.h"

#include <stdlib.h>

#define VT_POSTING_HEAD	     4	  /* bytes before what a page holds */
#define VT_POSTING_PAGE_MAX  (1 << 16)
#define VT_POSTING_COLUMN_MAX UINT16_MAX
#define VT_POSTING_ROW_MAX   (64 << 20) /* bytes of one row's places; far more than a page of text has */
#define VT_POSTING_ROW_BITS  37 /* of a page's rowid that are not the segment's */
#define VT_POSTING_MAIN	     '0' /* before each term of the index that has no prefixes */

/* One that counts bytes of a page. */
static bool
vt_posting_small(const struct vt_posting_list *l, size_t end, size_t *at, size_t *n_r)
{
	int64_t n;

	if (!vt_posting_number(l->bytes, end, at, &n) || n < 0 || n > INT32_MAX)
		return (false);
	*n_r = (size_t)n;
	return (true);
}

static size_t
vt_posting_two(const uint8_t *p)
{
	return ((size_t)p[0] << 8 | p[1]);
}

/* --- pages ----------------------------------------------------------------------------- */

static vt_err
vt_posting_keep(struct vt_posting_list *l, struct vt_str block)
{
	if (block.len < VT_POSTING_HEAD || block.len > VT_POSTING_PAGE_MAX)
		return (vt_posting_odd());
	if (block.len > l->room) {
		free(l->bytes);
		l->bytes = malloc(block.len);
		l->room = l->bytes != NULL ? block.len : 0;
		if (l->bytes == NULL)
			return (vt_fail(VT_E_NOMEM, "no memory to search in"));
	}
	memcpy(l->bytes, block.p, block.len);
	l->all = block.len;
	l->leaf = vt_posting_two(l->bytes + 2);
	return (l->leaf < VT_POSTING_HEAD || l->leaf > l->all ? vt_posting_odd() : VT_OK);
}

/* In the middle of a list, which the first term of the page ends. */
static vt_err
vt_posting_bounds(struct vt_posting_list *l)
{
	size_t at = l->leaf;

	l->at = VT_POSTING_HEAD;
	l->is_last = l->all > l->leaf;
	l->end = l->leaf;
	if (l->is_last && (!vt_posting_small(l, l->all, &at, &l->end) || l->end > l->leaf ||
			   l->end < VT_POSTING_HEAD))
		return (vt_posting_odd());
	l->is_turned = true;
	return (VT_OK);
}

static vt_err
vt_posting_load(struct vt_posting_list *l, int64_t page)
{
	struct vt_row row = { 0 };
	vt_err err = vt_db_in_time(l->db);

	if (err == VT_OK)
		err = vt_db_row(l->db, &row, "SELECT block FROM search_data WHERE id = ?1",
				VT_BINDS(VT_INT((l->segment.id << VT_POSTING_ROW_BITS) + page)));
	if (err == VT_OK)
		err = vt_posting_keep(l, vt_row_peek(&row, 0));
	vt_db_done(row.st);
	l->page = page;
	if (err == VT_E_END)
		return (vt_posting_odd());
	return (err == VT_OK ? vt_posting_bounds(l) : err);
}

/* --- rows ------------------------------------------------------------------------------ */

/* What a row has on the pages behind this one, too. */
static vt_err
vt_posting_long(struct vt_posting_list *l)
{
	size_t have = 0, part;
	vt_err err = VT_OK;

	if (l->length > VT_POSTING_ROW_MAX)
		return (vt_posting_odd());
	if (l->length > l->long_room) {
		free(l->long_places);
		l->long_places = malloc(l->length);
		l->long_room = l->long_places != NULL ? l->length : 0;
		if (l->long_places == NULL)
			return (vt_fail(VT_E_NOMEM, "no memory to search in"));
	}
	for (;;) {
		part = l->length - have < l->leaf - l->at ? l->length - have : l->leaf - l->at;
		memcpy(l->long_places + have, l->bytes + l->at, part);
		have += part;
		l->at += part;
		if (have == l->length || err != VT_OK)
			break;
		err = l->page < l->segment.last ? vt_posting_load(l, l->page + 1) : vt_posting_odd();
		if (err != VT_OK)
			break;
	}
	l->places = l->long_places;
	return (err);
}

/* Behind a row's number: twice the bytes of its places, and one when it was taken out. */
static vt_err
vt_posting_row(struct vt_posting_list *l)
{
	size_t twice;

	if (!vt_posting_small(l, l->leaf, &l->at, &twice))
		return (vt_posting_odd());
	l->length = twice / 2;
	if (l->length > l->leaf - l->at)
		return (vt_posting_long(l));
	l->places = l->bytes + l->at;
	l->at += l->length;
	return (l->at > l->end ? vt_posting_odd() : VT_OK);
}

/* The first row that begins on this page or a later one is said whole; it rises, too. */
static vt_err
vt_posting_begin(struct vt_posting_list *l, size_t at)
{
	int64_t before = l->row;

	if (at < l->at || at >= l->end)
		return (vt_posting_odd());
	l->at = at;
	l->is_turned = false;
	return (vt_posting_number(l->bytes, l->end, &l->at, &l->row) && l->row > before
		    ? vt_posting_row(l)
		    : vt_posting_odd());
}

static vt_err
vt_posting_turn(struct vt_posting_list *l)
{
	vt_err err = VT_OK;

	while (err == VT_OK) {
		size_t first = l->is_turned ? vt_posting_two(l->bytes) : 0;

		if (first != 0 && first < l->leaf)
			return (vt_posting_begin(l, first));
		if (l->is_last || l->page >= l->segment.last) {
			l->is_done = true;
			return (VT_OK);
		}
		err = vt_posting_load(l, l->page + 1);
	}
	return (err);
}

vt_err
vt_posting_next(struct vt_posting_list *l)
{
	int64_t distance;

	if (l->is_turned || l->at >= l->end)
		return (vt_posting_turn(l));
	if (!vt_posting_number(l->bytes, l->end, &l->at, &distance) ||
	    distance <= 0 || distance > INT64_MAX - l->row)
		return (vt_posting_odd());
	l->row += distance;
	return (vt_posting_row(l));
}

/* --- a term ------------------------------------------------------------------------------ */

/* The page on which it would begin. */
static vt_err
vt_posting_find_page(struct vt_posting_list *l, struct vt_str key)
{
	int64_t page = 0;
	vt_err err = vt_db_int(l->db, &page,
			       "SELECT pgno FROM search_idx WHERE segid = ?1 AND term <= ?2 "
			       "ORDER BY term DESC LIMIT 1",
			       VT_BINDS(VT_INT(l->segment.id), VT_BLOB(key)));

	page >>= 1; /* the last bit: it has an index of its own */
	if (err != VT_OK && err != VT_E_END)
		return (err);
	if (page > l->segment.last)
		return (vt_posting_odd());
	return (vt_posting_load(l, page < l->segment.first ? l->segment.first : page));
}

/* Takes the next term of the page, which shares same bytes with the one before; how many
 * of the key it has: *common, and *order of it to the key. */
static bool
vt_posting_compare(struct vt_posting_list *l, struct vt_str key, size_t same, size_t *common,
		   int *order)
{
	size_t length, i = 0;

	if (!vt_posting_small(l, l->leaf, &l->at, &length) || length > l->leaf - l->at)
		return (false);
	if (same < *common) /* what differed before is not shared, so it has risen past it */
		*order = 1;
	if (same == *common) {
		while (i < length && *common < key.len &&
		       l->bytes[l->at + i] == (uint8_t)key.p[*common])
			i++, (*common)++;
		if (i < length)
			*order = *common == key.len || l->bytes[l->at + i] > (uint8_t)key.p[*common]
				     ? 1
				     : -1;
		else
			*order = *common == key.len ? 0 : -1;
	}
	l->at += length;
	return (true);
}

/* Sets at, end and is_last to its list; is_done: it is not there. */
static vt_err
vt_posting_find(struct vt_posting_list *l, struct vt_str key)
{
	size_t foot = l->leaf, begin = 0, common = 0, same, distance;
	int order = -1;

	while (foot < l->all && order < 0) {
		bool is_first = begin == 0;

		if (!vt_posting_small(l, l->all, &foot, &distance))
			return (vt_posting_odd());
		l->at = begin += distance;
		same = 0;
		if (begin < VT_POSTING_HEAD || begin >= l->leaf ||
		    (!is_first && !vt_posting_small(l, l->leaf, &l->at, &same)) ||
		    !vt_posting_compare(l, key, same, &common, &order))
			return (vt_posting_odd());
	}
	l->is_done = order != 0;
	l->end = l->leaf;
	l->is_last = foot < l->all;
	if (l->is_last) {
		if (!vt_posting_small(l, l->all, &foot, &distance))
			return (vt_posting_odd());
		l->end = begin + distance;
	}
	l->is_turned = false;
	return (l->is_done || (l->at <= l->end && l->end <= l->leaf) ? VT_OK : vt_posting_odd());
}

vt_err
vt_posting_first(struct vt_posting_list *l, struct vt_db *db,
		 const struct vt_posting_segment *segment, struct vt_str term)
{
	struct vt_buf key;
	vt_err err;

	*l = (struct vt_posting_list){ .db = db, .segment = *segment };
	vt_buf_init(&key, 0);
	vt_buf_char(&key, VT_POSTING_MAIN);
	vt_buf_str(&key, term);
	err = vt_buf_error(&key);
	if (segment->first == 0)
		l->is_done = true; /* all of it was merged into another one */
	else if (err == VT_OK)
		err = vt_posting_find_page(l, vt_buf_get(&key));
	if (err == VT_OK && !l->is_done)
		err = vt_posting_find(l, vt_buf_get(&key));
	vt_buf_fini(&key);
	return (err == VT_OK && !l->is_done ? vt_posting_next(l) : err);
}

void
vt_posting_fini(struct vt_posting_list *l)
{
	free(l->bytes);
	free(l->long_places);
	l->bytes = l->long_places = NULL;
}

/* --- places ------------------------------------------------------------------------------ */

static bool
vt_posting_short(struct vt_posting_places *p, uint32_t *n_r)
{
	uint32_t n = 0;

	while (p->p < p->end) {
		uint8_t byte = *p->p++;

		n = n << 7 | (byte & 0x7f);
		if (byte < 0x80) {
			*n_r = n;
			return (true);
		}
	}
	return (false);
}

int64_t
vt_posting_place_any(struct vt_posting_places *p)
{
	uint32_t n;

	if (!vt_posting_short(p, &n) || n == 0)
		return (-1);
	if (n == 1) { /* a column, and its first place */
		if (!vt_posting_short(p, &n) || n > VT_POSTING_COLUMN_MAX)
			return (-1);
		p->at = (int64_t)n << 32;
		if (!vt_posting_short(p, &n))
			return (-1);
	}
	if (n < 2)
		return (-1);
	return (p->at += n - 2);
}
