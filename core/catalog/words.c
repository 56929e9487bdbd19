/* SPDX-License-Identifier: Apache-2.0 */
/* Packing and unpacking word boxes; words.h has the form.  Nothing here trusts
 * a blob: the disk may have changed it. */
#include "catalog/words.h"

#define VT_WORDS_VERSION   1
#define VT_WORDS_BYTES_MIN 5 /* the smallest word: marks, x, y, w, h */

/* Marks: the two lowest bits are the hyphen's. */
#define VT_WORD_HYPHEN	0x03
#define VT_WORD_LINE	0x04 /* one line further than the word before */
#define VT_WORD_BLOCK	0x08 /* one block further */
#define VT_WORD_JUMP	0x10 /* differences of line and block follow instead */
#define VT_WORD_SKIP	0x20 /* so many bytes of the text, and a length, follow */
#define VT_WORD_LITERAL 0x40 /* the word is not in the text: length and bytes follow */

/* What is known before a word: the word before and where the text goes on. */
struct vt_words_state {
	struct vt_word last;
	struct vt_str text;
	size_t at;
	bool is_short; /* the arena had no more room */
};

static void
vt_words_put(struct vt_buf *out, uint64_t v)
{
	while (v >= 0x80) {
		vt_buf_char(out, (char)(v | 0x80));
		v >>= 7;
	}
	vt_buf_char(out, (char)v);
}

static void
vt_words_put_signed(struct vt_buf *out, int64_t v)
{
	vt_words_put(out, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

static bool
vt_words_is_space(char c)
{
	return (c == ' ' || c == '\n' || c == '\t' || c == '\r');
}

/* The next run of the text without white space: what a word most often is. */
static struct vt_str
vt_words_run(const struct vt_words_state *s)
{
	size_t from = s->at, to;

	while (from < s->text.len && vt_words_is_space(s->text.p[from]))
		from++;
	for (to = from; to < s->text.len && !vt_words_is_space(s->text.p[to]); to++)
		continue;
	return (vt_str_sub(s->text, from, to - from));
}

/* Where word stands in the text behind what was used; not further away than
 * a word may be, lest a missing one sends the rest to the page's end. */
static ptrdiff_t
vt_words_find(const struct vt_words_state *s, struct vt_str word)
{
	if (word.len == 0)
		return (-1);
	return (vt_str_find(vt_str_sub(s->text, s->at, word.len + 64), word));
}

static unsigned
vt_words_place_marks(const struct vt_words_state *s, const struct vt_word *w)
{
	int64_t line = (int64_t)w->line - s->last.line, block = (int64_t)w->block - s->last.block;

	if (line < 0 || line > 1 || block < 0 || block > 1)
		return (VT_WORD_JUMP);
	return ((line != 0 ? VT_WORD_LINE : 0) | (block != 0 ? VT_WORD_BLOCK : 0));
}

static void
vt_words_put_text(struct vt_words_state *s, struct vt_str word, ptrdiff_t skip, struct vt_buf *out)
{
	if (skip < 0) {
		vt_words_put(out, word.len);
		vt_buf_str(out, word);
		return;
	}
	vt_words_put(out, (uint64_t)skip);
	vt_words_put(out, word.len);
	s->at += (size_t)skip + word.len;
}

static void
vt_words_put_word(struct vt_words_state *s, const struct vt_word *w, struct vt_buf *out)
{
	struct vt_str run = vt_words_run(s);
	bool is_run = w->text.len != 0 && vt_str_eq(run, w->text);
	ptrdiff_t skip = is_run ? 0 : vt_words_find(s, w->text);
	unsigned marks = vt_words_place_marks(s, w) | (w->hyphen & VT_WORD_HYPHEN);

	if (!is_run)
		marks |= skip < 0 ? VT_WORD_LITERAL : VT_WORD_SKIP;
	vt_buf_char(out, (char)marks);
	if ((marks & VT_WORD_JUMP) != 0) {
		vt_words_put_signed(out, (int64_t)w->line - s->last.line);
		vt_words_put_signed(out, (int64_t)w->block - s->last.block);
	}
	if (is_run)
		s->at = (size_t)(run.p - s->text.p) + run.len;
	else
		vt_words_put_text(s, w->text, skip, out);
	vt_words_put_signed(out, (int64_t)w->x - s->last.x - s->last.w);
	vt_words_put_signed(out, (int64_t)w->y - s->last.y);
	vt_words_put_signed(out, w->w);
	vt_words_put_signed(out, (int64_t)w->h - s->last.h);
	s->last = *w;
}

vt_err
vt_words_pack(const struct vt_word *words, size_t count, struct vt_str text, struct vt_buf *out)
{
	struct vt_words_state s = { .text = text };

	if (count == 0)
		return (VT_OK);
	if (count > VT_WORDS_MAX)
		return (vt_fail(VT_E_TOOLARGE, "a page may have %d words, not %zu", VT_WORDS_MAX,
				count));
	vt_buf_char(out, VT_WORDS_VERSION);
	vt_words_put(out, count);
	for (size_t i = 0; i < count; i++)
		vt_words_put_word(&s, &words[i], out);
	return (vt_buf_error(out));
}

static bool
vt_words_get(struct vt_str *blob, uint64_t *v_r)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 63 && blob->len != 0; shift += 7) {
		unsigned char c = (unsigned char)blob->p[0];

		*blob = vt_str_sub(*blob, 1, blob->len);
		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80) {
			*v_r = v;
			return (true);
		}
	}
	return (false);
}

/* A difference added to base; false when the sum is no int32_t. */
static bool
vt_words_get_sum(struct vt_str *blob, int64_t base, int32_t *v_r)
{
	uint64_t v;
	int64_t sum;

	if (!vt_words_get(blob, &v))
		return (false);
	sum = (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
	if (__builtin_add_overflow(base, sum, &sum) || sum < INT32_MIN || sum > INT32_MAX)
		return (false);
	*v_r = (int32_t)sum;
	return (true);
}

static bool
vt_words_get_literal(struct vt_arena *a, struct vt_words_state *s, struct vt_str *blob,
		     struct vt_str *text_r)
{
	uint64_t len;

	if (!vt_words_get(blob, &len) || len > blob->len)
		return (false);
	*text_r = vt_str_dup(a, vt_str_sub(*blob, 0, (size_t)len));
	*blob = vt_str_sub(*blob, (size_t)len, blob->len);
	s->is_short = text_r->p == NULL;
	return (!s->is_short);
}

static bool
vt_words_get_text(struct vt_words_state *s, struct vt_str *blob, unsigned marks,
		  struct vt_str *text_r)
{
	uint64_t skip, len;

	if ((marks & VT_WORD_SKIP) == 0) {
		*text_r = vt_words_run(s);
		if (text_r->len == 0)
			return (false);
		s->at = (size_t)(text_r->p - s->text.p) + text_r->len;
		return (true);
	}
	if (!vt_words_get(blob, &skip) || !vt_words_get(blob, &len) || skip > s->text.len - s->at ||
	    len > s->text.len - s->at - skip)
		return (false);
	*text_r = vt_str_sub(s->text, s->at + (size_t)skip, (size_t)len);
	s->at += (size_t)(skip + len);
	return (true);
}

static bool
vt_words_get_place(const struct vt_words_state *s, struct vt_str *blob, unsigned marks,
		   struct vt_word *w)
{
	if ((marks & VT_WORD_JUMP) != 0)
		return (vt_words_get_sum(blob, s->last.line, &w->line) &&
			vt_words_get_sum(blob, s->last.block, &w->block));
	return (!__builtin_add_overflow(s->last.line, (marks & VT_WORD_LINE) != 0, &w->line) &&
		!__builtin_add_overflow(s->last.block, (marks & VT_WORD_BLOCK) != 0, &w->block));
}

static bool
vt_words_get_word(struct vt_arena *a, struct vt_words_state *s, struct vt_str *blob,
		  struct vt_word *w)
{
	unsigned marks;

	if (blob->len == 0)
		return (false);
	marks = (unsigned char)blob->p[0];
	*blob = vt_str_sub(*blob, 1, blob->len);
	w->hyphen = marks & VT_WORD_HYPHEN;
	if (!vt_words_get_place(s, blob, marks, w))
		return (false);
	if ((marks & VT_WORD_LITERAL) != 0 ? !vt_words_get_literal(a, s, blob, &w->text)
					   : !vt_words_get_text(s, blob, marks, &w->text))
		return (false);
	if (!vt_words_get_sum(blob, (int64_t)s->last.x + s->last.w, &w->x) ||
	    !vt_words_get_sum(blob, s->last.y, &w->y) || !vt_words_get_sum(blob, 0, &w->w) ||
	    !vt_words_get_sum(blob, s->last.h, &w->h))
		return (false);
	s->last = *w;
	return (true);
}

vt_err
vt_words_unpack(struct vt_arena *a, struct vt_str blob, struct vt_str text, struct vt_word **list_r,
		size_t *count_r)
{
	struct vt_words_state s = { .text = text };
	struct vt_word *words = NULL;
	uint64_t count = 0;
	bool is_whole;

	is_whole = blob.len == 0 ||
		   (blob.p[0] == VT_WORDS_VERSION && (blob = vt_str_sub(blob, 1, blob.len)).len &&
		    vt_words_get(&blob, &count) && count <= blob.len / VT_WORDS_BYTES_MIN);
	if (is_whole && count != 0) {
		words = vt_arena_array(a, (size_t)count, sizeof(*words));
		if (words == NULL)
			return (VT_E_LIMIT);
	}
	for (size_t i = 0; is_whole && i < count; i++)
		is_whole = vt_words_get_word(a, &s, &blob, &words[i]);
	if (s.is_short)
		return (VT_E_LIMIT);
	if (!is_whole || blob.len != 0)
		return (vt_fail(VT_E_FORMAT, "the stored word boxes of a page are damaged: ingest "
					     "its object again"));
	*list_r = words;
	*count_r = (size_t)count;
	return (VT_OK);
}
