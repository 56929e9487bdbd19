/* SPDX-License-Identifier: Apache-2.0 */
/* Word boxes and vocabularies as a disk may have changed them: the first byte says how much of
 * the rest is the page's text.  What can be read can be packed and read again,
 * the same. */
#include <stdlib.h>

#include "catalog/words/vocabulary.h"
#include "catalog/words/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
same(const struct vt_word *a, const struct vt_word *b)
{
	return (vt_str_eq(a->text, b->text) && a->x == b->x && a->y == b->y && a->w == b->w &&
		a->h == b->h && a->line == b->line && a->block == b->block &&
		a->hyphen == b->hyphen && vt_str_eq(a->whole, b->whole));
}

static void
again(struct vt_arena *a, const struct vt_word *words, size_t count, struct vt_str text)
{
	struct vt_word *list;
	struct vt_buf b;
	size_t n;

	vt_buf_init(&b, 0);
	vt_assert(vt_words_pack(words, count, text, &b) == VT_OK);
	vt_assert(vt_words_unpack(a, vt_buf_get(&b), text, &list, &n) == VT_OK);
	vt_assert(n == count);
	vt_buf_reset(&b);
	vt_assert(vt_words_terms(words, count, text, &b) == VT_OK);
	for (size_t i = 0; i < n; i++)
		vt_assert(same(&words[i], &list[i]));
	vt_buf_fini(&b);
}

static void
vocabulary(struct vt_str rest)
{
	struct vt_vocabulary_cursor c = { .rest = rest };
	struct vt_str term;
	int64_t count;
	vt_err err;

	while ((err = vt_vocabulary_next(&c, &term, &count)) == VT_OK)
		vt_assert(term.len <= sizeof(c.term) && count >= 0);
	vt_assert(err == VT_E_END || err == VT_E_FORMAT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena *a;
	struct vt_str blob, text;
	struct vt_word *words;
	size_t count, split;
	vt_err err;

	if (len == 0)
		return (0);
	split = 1 + (size_t)data[0] * (len - 1) / 256;
	text = (struct vt_str){ (const char *)data + 1, split - 1 };
	blob = (struct vt_str){ (const char *)data + split, len - split };
	vocabulary(blob);
	a = vt_arena_new(64 * 1024 * 1024);
	err = vt_words_unpack(a, blob, text, &words, &count);
	vt_assert(err == VT_OK || err == VT_E_FORMAT);
	if (err == VT_OK)
		again(a, words, count, text);
	vt_arena_free(&a);
	return (0);
}
