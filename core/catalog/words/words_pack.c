/* SPDX-License-Identifier: Apache-2.0 */
/* Packing word boxes (words.h has the form), and what of words the index is given. */
#include "catalog/words/term_forms.h"
#include "catalog/words/words.h"

#define VT_WORDS_FIND_MAX 64 /* how much further on than its length a word is looked for */

static void
vt_words_put(struct vt_buf *out, uint64_t v)
{
	while (v >= 0x80) {
		vt_buf_char(out, (char)(v | 0x80));
		v >>= 7;
	}
	vt_buf_char(out, (char)v);
}

static uint64_t
vt_words_zigzag(int64_t v)
{
	return ((uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

static void
vt_words_put_signed(struct vt_buf *out, int64_t v)
{
	vt_words_put(out, vt_words_zigzag(v));
}

static void
vt_words_put_bytes(struct vt_buf *out, struct vt_str s)
{
	vt_words_put(out, s.len);
	vt_buf_str(out, s);
}

/* Where word stands in the text behind what was used; not further away than
 * a word may be, lest a missing one sends the rest to the page's end. */
static ptrdiff_t
vt_words_find(const struct vt_words_cursor *c, struct vt_str word)
{
	if (word.len == 0)
		return (-1);
	return (vt_str_find(vt_str_sub(c->text, c->at, word.len + VT_WORDS_FIND_MAX), word));
}

static unsigned
vt_words_place_marks(const struct vt_words_cursor *c, const struct vt_word *w)
{
	int64_t line = (int64_t)w->line - c->last.line, block = (int64_t)w->block - c->last.block;

	if (line < 0 || line > 1 || block < 0 || block > 1)
		return (VT_WORD_JUMP);
	return ((line != 0 ? VT_WORD_LINE : 0) | (block != 0 ? VT_WORD_BLOCK : 0));
}

/* Whether the word before it has taken its place. */
static bool
vt_words_is_rest(const struct vt_word *words, size_t i)
{
	return (i != 0 && words[i].hyphen == 2 && words[i - 1].hyphen == 1);
}

static const struct vt_word *
vt_words_rest(const struct vt_word *words, size_t count, size_t i)
{
	return (i + 1 < count && vt_words_is_rest(words, i + 1) ? &words[i + 1] : NULL);
}

static bool
vt_words_is_mute(const struct vt_word *words, size_t count, size_t i)
{
	const struct vt_word *rest = vt_words_rest(words, count, i);

	if (vt_words_is_rest(words, i))
		return (true);
	return (!vt_term_has_letters(words[i].text) && !vt_term_has_letters(words[i].whole) &&
		(rest == NULL || !vt_term_has_letters(rest->text)));
}

static void
vt_words_put_marks(struct vt_words_cursor *c, const struct vt_word *w, unsigned marks,
		   ptrdiff_t skip, struct vt_buf *out)
{
	if (marks != 0)
		vt_words_put(out, marks);
	if ((marks & VT_WORD_JUMP) != 0) {
		vt_words_put_signed(out, (int64_t)w->line - c->last.line);
		vt_words_put_signed(out, (int64_t)w->block - c->last.block);
	}
	if ((marks & VT_WORD_LITERAL) != 0)
		vt_words_put_bytes(out, w->text);
	if ((marks & VT_WORD_SKIP) != 0) {
		vt_words_put(out, (uint64_t)skip);
		vt_words_put(out, w->text.len);
		c->at += (size_t)skip + w->text.len;
	}
	if ((marks & VT_WORD_WHOLE) != 0)
		vt_words_put_bytes(out, w->whole);
}

static void
vt_words_put_word(struct vt_words_cursor *c, const struct vt_word *w, bool is_mute,
		  struct vt_buf *out)
{
	struct vt_str run = vt_words_run(c);
	struct vt_word like = vt_words_expect(c, w);
	bool is_run = w->text.len != 0 && vt_str_eq(run, w->text);
	ptrdiff_t skip = is_run ? 0 : vt_words_find(c, w->text);
	unsigned marks = vt_words_place_marks(c, w) | ((unsigned)(w->hyphen & 3) << 2) |
			 (is_mute ? VT_WORD_MUTE : 0) | (w->whole.len != 0 ? VT_WORD_WHOLE : 0);

	if (!is_run)
		marks |= skip < 0 ? VT_WORD_LITERAL : VT_WORD_SKIP;
	vt_words_put(out, vt_words_zigzag((int64_t)w->y - like.y) << 1 | (marks != 0));
	vt_words_put_marks(c, w, marks, skip, out);
	if (is_run)
		c->at = (size_t)(run.p - c->text.p) + run.len;
	vt_words_put_signed(out, (int64_t)w->x - like.x);
	vt_words_put_signed(out, (int64_t)w->w - like.w);
	vt_words_put_signed(out, (int64_t)w->h - like.h);
	vt_words_learn(c, w);
}

/* Words from..to behind what they take; at: where the text goes on. */
static void
vt_words_put_chunk(const struct vt_word *words, size_t count, size_t from, struct vt_words_cursor *c,
		   struct vt_buf *body, struct vt_buf *out)
{
	size_t to = from + VT_WORDS_CHUNK < count ? from + VT_WORDS_CHUNK : count;
	size_t begun = c->at, places = 0;

	*c = (struct vt_words_cursor){ .text = c->text, .at = c->at };
	vt_buf_reset(body);
	for (size_t i = from; i < to; i++) {
		bool is_mute = vt_words_is_mute(words, count, i);

		vt_words_put_word(c, &words[i], is_mute, body);
		places += !is_mute;
	}
	vt_words_put(out, body->len);
	vt_words_put(out, c->at - begun);
	vt_words_put(out, places);
	vt_buf_str(out, vt_buf_get(body));
}

vt_err
vt_words_pack(const struct vt_word *words, size_t count, struct vt_str text, struct vt_buf *out)
{
	struct vt_words_cursor c = { .text = text };
	struct vt_buf body;
	vt_err err;

	if (count == 0)
		return (VT_OK);
	if (count > VT_WORDS_MAX)
		return (vt_fail(VT_E_TOOLARGE, "a page may have %d words, not %zu", VT_WORDS_MAX,
				count));
	vt_buf_init(&body, 0);
	vt_buf_char(out, VT_WORDS_VERSION);
	vt_words_put(out, count);
	for (size_t i = 0; i < count; i += VT_WORDS_CHUNK)
		vt_words_put_chunk(words, count, i, &c, &body, out);
	err = vt_buf_error(&body);
	vt_buf_fini(&body);
	return (err != VT_OK ? err : vt_buf_error(out));
}

size_t
vt_words_hyphen(struct vt_str s)
{
	static const struct vt_str hyphens[] = {
		{ "-", 1 }, { "\xC2\xAC", 2 }, { "\xE2\xB8\x97", 3 }, { "\xE2\x80\x90", 3 },
		{ "\xC2\xAD", 2 }, { "=", 1 },
	};

	for (size_t i = 0; i < sizeof(hyphens) / sizeof(hyphens[0]); i++)
		if (vt_str_ends(s, hyphens[i]))
			return (hyphens[i].len);
	return (0);
}

void
vt_words_whole(const struct vt_word *w, const struct vt_word *next, struct vt_buf *out)
{
	if (w->whole.len != 0) {
		vt_buf_str(out, w->whole);
		return;
	}
	vt_buf_str(out, w->hyphen != 1 ? w->text
				       : vt_str_sub(w->text, 0,
						    w->text.len - vt_words_hyphen(w->text)));
	if (next != NULL)
		vt_buf_str(out, next->text);
}

/* White space within a word would make two places of it. */
static void
vt_words_mend(struct vt_buf *out, size_t from)
{
	for (size_t i = from; i < out->len; i++)
		if ((unsigned char)out->p[i] <= ' ')
			out->p[i] = VT_TERM_GAP;
}

vt_err
vt_words_terms(const struct vt_word *words, size_t count, struct vt_str text, struct vt_buf *out)
{
	if (count == 0)
		vt_buf_str(out, text);
	for (size_t i = 0; i < count && vt_buf_error(out) == VT_OK; i++) {
		size_t from = out->len;

		if (vt_words_is_mute(words, count, i))
			continue;
		vt_words_whole(&words[i], vt_words_rest(words, count, i), out);
		vt_words_mend(out, from);
		vt_buf_char(out, '\n');
	}
	return (vt_buf_error(out));
}
