/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words as they are searched for.  Each word of a text is put into the index as
 * it reads folded (lower case, no diacritics) and, at the same place, as its
 * Lithuanian stem, marked so that it cannot be mistaken for a word; once more as
 * the stem of the folded word where that differs, for readers who type without
 * diacritics.  A question is treated alike, so that any form finds any other.
 */
#ifndef VT_CATALOG_TERMS_H
#define VT_CATALOG_TERMS_H

#include "api/arena.h"
#include "api/buf.h"

#define VT_SEARCH_BYTES_MAX	1000	/* of what is asked */
#define VT_SEARCH_WORDS_MAX	32	/* words and phrases in it */
#define VT_SEARCH_PREFIX_MIN	2	/* letters before a '*' */
#define VT_TERM_BYTES_MAX	200	/* of one word; what is longer is cut */
#define VT_SORT_KEY_MAX		200	/* bytes */

struct vt_db;

/* Makes the tokenizer "vartai" known to a connection. */
vt_err	vt_terms_register(struct vt_db *db) VT_MUST_CHECK;

/* How words are made by this program and this libstemmer: where it differs from
 * what the catalogue says, its index must be built again. */
struct vt_str vt_terms_rules(struct vt_arena *a);

/* What a person typed as an FTS5 expression: words, all of which must be there;
 * "a phrase"; the beginning of a word as begin*.  Nothing of FTS5's own syntax
 * comes through.  *has_words_r is false for white space only.
 * VT_E_BADARG: over a limit above, or not UTF-8. */
vt_err	vt_terms_query(struct vt_str words, struct vt_buf *out, bool *has_words_r)
	    VT_MUST_CHECK;

/* A key that orders titles bytewise as a Lithuanian index does: ą with a, y
 * with i, č after c, š after s, ž after z, numbers by value, quotation marks
 * passed over. */
struct vt_str vt_terms_sort_key(struct vt_arena *a, struct vt_str title);

#endif
