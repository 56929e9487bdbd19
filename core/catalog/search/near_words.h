/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of the search index near to one that is not there: a letter more, less, another
 * one, or two of them swapped; diacritics do not count.
 * Not the index is gone through but what the word could have been is asked of it: some
 * five hundred terms for a word of nine letters, however large the collection is.  The
 * index has words of texts that are not open as well: whoever shows one has to ask first
 * whether it finds anything.
 */
#ifndef VT_CATALOG_NEAR_WORDS_H
#define VT_CATALOG_NEAR_WORDS_H

#include "catalog/db/db.h"

#define VT_NEAR_LETTERS_MIN 4	/* of shorter words nearly all are near */
#define VT_NEAR_LETTERS_MAX 24
#define VT_NEAR_WORDS_MAX   8	/* that are told */

struct vt_near_words {
	struct vt_str words[VT_NEAR_WORDS_MAX];		/* in small letters */
	size_t count;
};

/* Those that stand somewhere as they are; or by_stem: of which only other forms may.  None for
 * what is too short or too long or has other than letters; those found so far when the
 * connection's deadline has come (vt_db_hurry()). */
vt_err	vt_near_words(struct vt_db *db, struct vt_arena *a, struct vt_str word, bool by_stem,
	    struct vt_near_words *n_r) VT_MUST_CHECK;

#endif
