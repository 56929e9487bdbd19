/* SPDX-License-Identifier: Apache-2.0 */
/* Which segments the search index has (postings.h). */
#include "catalog/index/postings_read.h"

#define VT_POSTING_STRUCTURE "10" /* the row that says which segments there are */
#define VT_POSTING_FORMAT    4
#define VT_POSTING_PAGES_MAX INT32_MAX /* of a segment; FTS5 numbers them so */
#define VT_POSTING_IDS_MAX   (1 << 16)

vt_err
vt_posting_odd(void)
{
	return (vt_fail(VT_E_UNSUPPORTED, "the search index is not kept as this program knows it"));
}

bool
vt_posting_long_number(const uint8_t *p, size_t end, size_t *at, int64_t *n_r)
{
	uint64_t n = 0;

	for (int i = 0; i < 9 && *at < end; i++) {
		uint8_t byte = p[(*at)++];

		if (i == 8) {
			*n_r = (int64_t)(n << 8 | byte);
			return (true);
		}
		n = n << 7 | (byte & 0x7f);
		if (byte < 0x80) {
			*n_r = (int64_t)n;
			return (true);
		}
	}
	return (false);
}

/* A level's segments stand with the newest last. */
static bool
vt_posting_level(const uint8_t *p, size_t end, size_t *at, struct vt_posting_segments *s)
{
	int64_t merging, count;

	if (!vt_posting_number(p, end, at, &merging) || !vt_posting_number(p, end, at, &count) ||
	    count < 0 || (size_t)count > VT_POSTING_SEGMENTS_MAX - s->count)
		return (false);
	s->count += (size_t)count;
	for (size_t i = 1; i <= (size_t)count; i++) {
		struct vt_posting_segment *g = &s->list[s->count - i];

		if (!vt_posting_number(p, end, at, &g->id) ||
		    !vt_posting_number(p, end, at, &g->first) ||
		    !vt_posting_number(p, end, at, &g->last) || g->id <= 0 ||
		    g->id >= VT_POSTING_IDS_MAX || g->first < 0 || g->last < g->first ||
		    g->last >= VT_POSTING_PAGES_MAX)
			return (false);
	}
	return (true);
}

/* Four bytes that change with the settings; those after them are not a later format's. */
static bool
vt_posting_structure(struct vt_str block, struct vt_posting_segments *s)
{
	const uint8_t *p = (const uint8_t *)block.p;
	size_t at = 4;
	int64_t levels, segments, written;

	if (block.len <= at || p[at] == 0xff || !vt_posting_number(p, block.len, &at, &levels) ||
	    !vt_posting_number(p, block.len, &at, &segments) ||
	    !vt_posting_number(p, block.len, &at, &written) || levels < 0 ||
	    levels > VT_POSTING_LEVELS_MAX)
		return (false);
	for (int64_t i = 0; i < levels; i++)
		if (!vt_posting_level(p, block.len, &at, s))
			return (false);
	return (s->count == (size_t)segments);
}

vt_err
vt_posting_segments(struct vt_db *db, struct vt_posting_segments *s_r)
{
	struct vt_row row = { 0 };
	int64_t format = 0;
	vt_err err = vt_db_int(db, &format, "SELECT v FROM search_config WHERE k = 'version'", NULL, 0);

	s_r->count = 0;
	if (err == VT_OK && format != VT_POSTING_FORMAT)
		return (vt_posting_odd());
	if (err == VT_OK)
		err = vt_db_query(db, &row.st,
				  "SELECT block FROM search_data WHERE id = " VT_POSTING_STRUCTURE,
				  NULL, 0);
	if (err == VT_OK) {
		err = vt_db_next(db, row.st);
		if (err == VT_OK && !vt_posting_structure(vt_row_peek(&row, 0), s_r))
			err = vt_posting_odd();
		vt_db_done(row.st);
	}
	return (err == VT_E_END ? vt_posting_odd() : err);
}
