/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of a page and their boxes, packed: numbers as variable-length
 * differences to what was to be expected, texts by their place in the page's text
 * where they stand in it in order.  Below 5 bytes a word of a typical page.
 *
 * A blob is: version, count, then for each VT_WORDS_CHUNK words what they take of blob and
 * text and how many places they have, so that they can be passed over, and for each word
 *   y     difference to the word before, on a new line to where the next line was
 *         to be expected; doubled, and odd when marks follow
 *   marks what words_pack.c names, and what they announce
 *   x     to the end of the word before, on a new line to the beginning of the line before
 *   w     to the width that so many letters had on this page so far
 *   h     to the word before
 * where nothing is expected from before the chunk.
 * Numbers are LEB128, differences zigzag.  Version 1, of before, is still read.
 *
 * A word has a *place* in the search index unless it has neither letters nor digits,
 * or is the rest of a divided word: the n-th place of the index is the n-th word
 * that has one.
 */
#ifndef VT_CATALOG_WORDS_H
#define VT_CATALOG_WORDS_H

#include "api/buf.h"
#include "api/catalog.h"

#define VT_WORDS_MAX (1 << 20)	/* words a page */

/* Appends the blob to out; nothing for no words.  VT_E_TOOLARGE above the limit. */
vt_err	vt_words_pack(const struct vt_word *words, size_t count, struct vt_str text,
	    struct vt_buf *out) VT_MUST_CHECK;
/* text is the page's, in the arena already: words borrow from it.  VT_E_FORMAT
 * for a blob that is not whole or does not fit the text. */
vt_err	vt_words_unpack(struct vt_arena *a, struct vt_str blob, struct vt_str text,
	    struct vt_word **list_r, size_t *count_r) VT_MUST_CHECK;

/* One word after the other, without a list of them. */
struct vt_words_cursor {
	struct vt_str	blob, text;	/* blob: of this chunk */
	struct vt_str	rest;		/* the chunks behind it */
	uint64_t	left, chunk_left;	/* words to come, and of this chunk */
	size_t		chunk_at;	/* of the text: where the chunk ends */
	size_t		at;		/* of the text: behind the word before */
	struct vt_word	last;		/* without its texts */
	int32_t		line_x, line_y;	/* where the line before began */
	int64_t		pitch;		/* from a line to the next, pixels */
	int64_t		letter;		/* width of a letter, 1/16 pixels */
	unsigned	version;
	bool		is_begun;	/* a word was read */
};
/* Borrows blob and text.  Without words (an empty blob) the text's own words come,
 * without boxes. */
vt_err	vt_words_open(struct vt_words_cursor *c, struct vt_str blob, struct vt_str text)
	    VT_MUST_CHECK;
/* VT_E_END behind the last; VT_E_FORMAT.  The word borrows from blob and text. */
vt_err	vt_words_next(struct vt_words_cursor *c, struct vt_word *w_r, bool *has_place_r)
	    VT_MUST_CHECK;

/* Between two chunks, or at the start: passes over the next one when it has no more than
 * places places, which it returns; else 0. */
size_t	vt_words_skip(struct vt_words_cursor *c, size_t places);

/* Appends what the index is given of words (of text, where there are none): a line for
 * each, a divided word whole. */
vt_err	vt_words_terms(const struct vt_word *words, size_t count, struct vt_str text,
	    struct vt_buf *out) VT_MUST_CHECK;
/* The divided word whose parts are w and next, from what its source says or without the
 * hyphen; next NULL: only w is on this page. */
void	vt_words_whole(const struct vt_word *w, const struct vt_word *next, struct vt_buf *out);
/* Bytes of the hyphen that ends s, as printers divide words; 0: there is none. */
size_t	vt_words_hyphen(struct vt_str s);

/* --- what words.c and words_pack.c share --- */
#define VT_WORDS_VERSION   2
#define VT_WORDS_CHUNK	   128
#define VT_WORDS_BYTES_MIN 4	/* the smallest word: y, x, w, h */

/* Marks, the frequent ones below 0x80. */
#define VT_WORD_LINE	0x001	/* one line further than the word before */
#define VT_WORD_BLOCK	0x002	/* one block further */
#define VT_WORD_HYPHEN	0x00c	/* two bits */
#define VT_WORD_MUTE	0x010	/* no place in the index */
#define VT_WORD_SKIP	0x020	/* so many bytes of the text, and a length, follow */
#define VT_WORD_LITERAL	0x040	/* the word is not in the text: length and bytes follow */
#define VT_WORD_JUMP	0x080	/* differences of line and block follow instead */
#define VT_WORD_WHOLE	0x100	/* length and bytes of the whole word follow */
#define VT_WORD_MARKS	0x1ff

struct vt_str vt_words_run(const struct vt_words_cursor *c);	/* of the text, what comes next */
/* What is to be expected of a word with that text and line. */
struct vt_word vt_words_expect(const struct vt_words_cursor *c, const struct vt_word *w);
/* w was written or read: it is the word before now. */
void	vt_words_learn(struct vt_words_cursor *c, const struct vt_word *w);

#endif
