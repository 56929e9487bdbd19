/* SPDX-License-Identifier: Apache-2.0 */
/* Unpacking word boxes; words.h has the form.  Nothing here trusts a blob: the
 * disk may have changed it. */
#include "catalog/words/words.h"

#include "catalog/words/term_forms.h"

#define VT_WORDS_BEFORE	     1	   /* the version of before */
#define VT_WORDS_BEFORE_MIN  5	   /* its smallest word */
#define VT_WORDS_LETTER_MAX  65535 /* pixels: beyond that a width teaches nothing */
#define VT_WORDS_LETTER_UNIT 16

static bool
vt_words_is_space(char c)
{
	return (c == ' ' || c == '\n' || c == '\t' || c == '\r');
}

/* The next run of the text without white space: what a word most often is. */
struct vt_str
vt_words_run(const struct vt_words_cursor *c)
{
	size_t from = c->at, to;

	while (from < c->text.len && vt_words_is_space(c->text.p[from]))
		from++;
	for (to = from; to < c->text.len && !vt_words_is_space(c->text.p[to]); to++)
		continue;
	return (vt_str_sub(c->text, from, to - from));
}

static int32_t
vt_words_narrow(int64_t v)
{
	return ((int32_t)(v < INT32_MIN ? INT32_MIN : v > INT32_MAX ? INT32_MAX : v));
}

struct vt_word
vt_words_expect(const struct vt_words_cursor *c, const struct vt_word *w)
{
	bool is_new = c->is_begun && w->line != c->last.line;
	int64_t width = (int64_t)vt_utf8_count(w->text) * c->letter / VT_WORDS_LETTER_UNIT;

	return ((struct vt_word){
	    .x = is_new ? c->line_x : vt_words_narrow((int64_t)c->last.x + c->last.w),
	    .y = is_new ? vt_words_narrow(c->line_y + c->pitch) : c->last.y,
	    .w = vt_words_narrow(width),
	    .h = c->last.h });
}

void
vt_words_learn(struct vt_words_cursor *c, const struct vt_word *w)
{
	int64_t letters = (int64_t)vt_utf8_count(w->text), letter;

	if (!c->is_begun || w->line != c->last.line) {
		c->pitch = c->is_begun ? (int64_t)w->y - c->line_y : 0;
		c->line_x = w->x;
		c->line_y = w->y;
	}
	if (letters > 0 && w->w > 0 && w->w <= VT_WORDS_LETTER_MAX) {
		letter = (int64_t)w->w * VT_WORDS_LETTER_UNIT / letters;
		c->letter = c->letter == 0 ? letter : c->letter + (letter - c->letter) / 4;
	}
	c->last = *w;
	c->is_begun = true;
}

static bool
vt_words_get(struct vt_str *blob, uint64_t *v_r)
{
	uint64_t v = 0;
	size_t i = 0;

	for (unsigned shift = 0; shift < 63 && i < blob->len; shift += 7) {
		unsigned char c = (unsigned char)blob->p[i++];

		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80) {
			*v_r = v;
			blob->p += i;
			blob->len -= i;
			return (true);
		}
	}
	return (false);
}

/* A difference added to base; false when the sum is no int32_t. */
static bool
vt_words_sum(uint64_t v, int64_t base, int32_t *v_r)
{
	int64_t sum = (int64_t)(v >> 1) ^ -(int64_t)(v & 1);

	if (__builtin_add_overflow(base, sum, &sum) || sum < INT32_MIN || sum > INT32_MAX)
		return (false);
	*v_r = (int32_t)sum;
	return (true);
}

static bool
vt_words_get_sum(struct vt_str *blob, int64_t base, int32_t *v_r)
{
	uint64_t v;

	return (vt_words_get(blob, &v) && vt_words_sum(v, base, v_r));
}

static bool
vt_words_get_bytes(struct vt_str *blob, struct vt_str *s_r)
{
	uint64_t len;

	if (!vt_words_get(blob, &len) || len > blob->len)
		return (false);
	*s_r = vt_str_sub(*blob, 0, (size_t)len);
	*blob = vt_str_sub(*blob, (size_t)len, blob->len);
	return (true);
}

static bool
vt_words_get_text(struct vt_words_cursor *c, unsigned marks, struct vt_str *text_r)
{
	uint64_t skip, len;

	if ((marks & VT_WORD_LITERAL) != 0)
		return (vt_words_get_bytes(&c->blob, text_r));
	if ((marks & VT_WORD_SKIP) == 0) {
		*text_r = vt_words_run(c);
		c->at = (size_t)(text_r->p - c->text.p) + text_r->len;
		return (text_r->len != 0);
	}
	if (!vt_words_get(&c->blob, &skip) || !vt_words_get(&c->blob, &len) ||
	    skip > c->text.len - c->at || len > c->text.len - c->at - skip)
		return (false);
	*text_r = vt_str_sub(c->text, c->at + (size_t)skip, (size_t)len);
	c->at += (size_t)(skip + len);
	return (true);
}

static bool
vt_words_get_place(struct vt_words_cursor *c, unsigned marks, struct vt_word *w)
{
	if ((marks & VT_WORD_JUMP) != 0)
		return (vt_words_get_sum(&c->blob, c->last.line, &w->line) &&
			vt_words_get_sum(&c->blob, c->last.block, &w->block));
	return (
	    !__builtin_add_overflow(c->last.line, (marks & VT_WORD_LINE) != 0, &w->line) &&
	    !__builtin_add_overflow(c->last.block, (marks & VT_WORD_BLOCK) != 0, &w->block));
}

/* The marks of before, as they are called now. */
static unsigned
vt_words_marks_before(unsigned char m)
{
	return ((unsigned)(m & 0x03) << 2 | ((m & 0x04) != 0 ? VT_WORD_LINE : 0) |
		((m & 0x08) != 0 ? VT_WORD_BLOCK : 0) | ((m & 0x10) != 0 ? VT_WORD_JUMP : 0) |
		((m & 0x20) != 0 ? VT_WORD_SKIP : 0) | ((m & 0x40) != 0 ? VT_WORD_LITERAL : 0));
}

/* In the version of before places follow each other without expectations. */
static bool
vt_words_get_before(struct vt_words_cursor *c, struct vt_word *w)
{
	unsigned marks;

	if (c->blob.len == 0)
		return (false);
	marks = vt_words_marks_before((unsigned char)c->blob.p[0]);
	c->blob = vt_str_sub(c->blob, 1, c->blob.len);
	w->hyphen = (uint8_t)((marks & VT_WORD_HYPHEN) >> 2);
	return (vt_words_get_place(c, marks, w) && vt_words_get_text(c, marks, &w->text) &&
		vt_words_get_sum(&c->blob, (int64_t)c->last.x + c->last.w, &w->x) &&
		vt_words_get_sum(&c->blob, c->last.y, &w->y) &&
		vt_words_get_sum(&c->blob, 0, &w->w) &&
		vt_words_get_sum(&c->blob, c->last.h, &w->h));
}

static bool
vt_words_get_word(struct vt_words_cursor *c, struct vt_word *w, unsigned *marks_r)
{
	uint64_t y, marks = 0;
	struct vt_word like;

	if (!vt_words_get(&c->blob, &y) ||
	    ((y & 1) != 0 && (!vt_words_get(&c->blob, &marks) || marks > VT_WORD_MARKS)))
		return (false);
	*marks_r = (unsigned)marks;
	w->hyphen = (uint8_t)((marks & VT_WORD_HYPHEN) >> 2);
	if (!vt_words_get_place(c, *marks_r, w) || !vt_words_get_text(c, *marks_r, &w->text) ||
	    ((marks & VT_WORD_WHOLE) != 0 && !vt_words_get_bytes(&c->blob, &w->whole)))
		return (false);
	like = vt_words_expect(c, w);
	return (vt_words_sum(y >> 1, like.y, &w->y) && vt_words_get_sum(&c->blob, like.x, &w->x) &&
		vt_words_get_sum(&c->blob, like.w, &w->w) &&
		vt_words_get_sum(&c->blob, like.h, &w->h));
}

static vt_err
vt_words_damaged(void)
{
	return (vt_fail(VT_E_FORMAT, "the stored word boxes of a page are damaged: ingest its "
				     "object again"));
}

vt_err
vt_words_open(struct vt_words_cursor *c, struct vt_str blob, struct vt_str text)
{
	size_t least;

	*c = (struct vt_words_cursor){ .blob = blob, .text = text };
	if (blob.len == 0)
		return (VT_OK);
	c->version = (unsigned char)blob.p[0];
	c->blob = vt_str_sub(blob, 1, blob.len);
	least = c->version == VT_WORDS_BEFORE ? VT_WORDS_BEFORE_MIN : VT_WORDS_BYTES_MIN;
	if ((c->version != VT_WORDS_BEFORE && c->version != VT_WORDS_VERSION) ||
	    !vt_words_get(&c->blob, &c->left) || c->left > c->blob.len / least)
		return (vt_words_damaged());
	if (c->version == VT_WORDS_VERSION) {
		c->rest = c->blob;
		c->blob = VT_STR_NONE;
	} else {
		c->chunk_left = c->left;
		c->chunk_at = SIZE_MAX;
	}
	return (VT_OK);
}

/* What stands before a chunk. */
static bool
vt_words_chunk(const struct vt_words_cursor *c, struct vt_str *rest, size_t *bytes_r,
	       size_t *text_r, size_t *places_r)
{
	uint64_t bytes, text, places;

	if (!vt_words_get(rest, &bytes) || !vt_words_get(rest, &text) ||
	    !vt_words_get(rest, &places) || bytes > rest->len || text > c->text.len - c->at ||
	    places > VT_WORDS_CHUNK)
		return (false);
	*bytes_r = (size_t)bytes;
	*text_r = (size_t)text;
	*places_r = (size_t)places;
	return (true);
}

static bool
vt_words_begin_chunk(struct vt_words_cursor *c)
{
	size_t bytes, text, places;

	if (!vt_words_chunk(c, &c->rest, &bytes, &text, &places))
		return (false);
	c->blob = vt_str_sub(c->rest, 0, bytes);
	c->rest = vt_str_sub(c->rest, bytes, c->rest.len);
	c->chunk_at = c->at + text;
	c->chunk_left = c->left < VT_WORDS_CHUNK ? c->left : VT_WORDS_CHUNK;
	c->last = (struct vt_word){ .x = 0 };
	c->line_x = c->line_y = 0;
	c->pitch = c->letter = 0;
	c->is_begun = false;
	return (true);
}

size_t
vt_words_skip(struct vt_words_cursor *c, size_t places)
{
	struct vt_str rest = c->rest;
	size_t bytes, text, has;

	if (c->version != VT_WORDS_VERSION || c->chunk_left != 0 || c->left < VT_WORDS_CHUNK ||
	    !vt_words_chunk(c, &rest, &bytes, &text, &has) || has == 0 || has > places)
		return (0);
	c->rest = vt_str_sub(rest, bytes, rest.len);
	c->at += text;
	c->left -= VT_WORDS_CHUNK;
	return (has);
}

/* All of it was read, as its head says. */
static bool
vt_words_is_chunk_whole(const struct vt_words_cursor *c)
{
	return (c->chunk_left != 0 ||
		(c->blob.len == 0 && (c->chunk_at == SIZE_MAX || c->at == c->chunk_at)));
}

/* Of a page without words: what its text has between white space. */
static vt_err
vt_words_next_run(struct vt_words_cursor *c, struct vt_word *w_r, bool *has_place_r)
{
	struct vt_str run = vt_words_run(c);

	if (run.len == 0)
		return (VT_E_END);
	c->at = (size_t)(run.p - c->text.p) + run.len;
	*w_r = (struct vt_word){ .text = run };
	*has_place_r = vt_term_has_letters(run);
	return (VT_OK);
}

vt_err
vt_words_next(struct vt_words_cursor *c, struct vt_word *w_r, bool *has_place_r)
{
	struct vt_word w = { .x = 0 };
	unsigned marks = 0;

	if (c->version == 0)
		return (vt_words_next_run(c, w_r, has_place_r));
	if (c->left == 0)
		return (c->blob.len == 0 && c->rest.len == 0 ? VT_E_END : vt_words_damaged());
	if (c->chunk_left == 0 && !vt_words_begin_chunk(c))
		return (vt_words_damaged());
	if (c->version == VT_WORDS_BEFORE ? !vt_words_get_before(c, &w)
					  : !vt_words_get_word(c, &w, &marks))
		return (vt_words_damaged());
	c->left--;
	c->chunk_left--;
	vt_words_learn(c, &w);
	if (!vt_words_is_chunk_whole(c))
		return (vt_words_damaged());
	*has_place_r = (marks & VT_WORD_MUTE) == 0;
	*w_r = w;
	return (VT_OK);
}

/* What lies in the blob is copied: the blob is the disk's, for now. */
static vt_err
vt_words_own(struct vt_arena *a, struct vt_str blob, struct vt_str *s)
{
	if (s->len == 0 || s->p < blob.p || s->p >= blob.p + blob.len)
		return (VT_OK);
	*s = vt_str_dup(a, *s);
	return (s->p != NULL ? VT_OK : VT_E_LIMIT);
}

vt_err
vt_words_unpack(struct vt_arena *a, struct vt_str blob, struct vt_str text, struct vt_word **list_r,
		size_t *count_r)
{
	struct vt_words_cursor c;
	struct vt_word *words = NULL, w;
	size_t count, i = 0;
	bool has_place;
	vt_err err = vt_words_open(&c, blob, text);

	if (err != VT_OK)
		return (err);
	count = (size_t)c.left;
	if (count != 0 && (words = vt_arena_array(a, count, sizeof(*words))) == NULL)
		return (VT_E_LIMIT);
	while (c.version != 0 && err == VT_OK &&
	       (err = vt_words_next(&c, &w, &has_place)) == VT_OK) {
		err = vt_words_own(a, blob, &w.text);
		if (err == VT_OK)
			err = vt_words_own(a, blob, &w.whole);
		words[i++] = w;
	}
	if (err != VT_OK && err != VT_E_END)
		return (err);
	*list_r = words;
	*count_r = count;
	return (VT_OK);
}
