/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of a page and their boxes, packed: numbers as variable-length
 * differences to the word before, texts by their place in the page's text where
 * they stand in it in order.  About 6 bytes a word of a typical page.
 *
 * A blob is: version, count, then for each word a byte of marks, what the marks
 * announce, and x, y, w, h.  Numbers are LEB128, differences zigzag.
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

#endif
