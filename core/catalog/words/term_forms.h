/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms of one word under which it stands in the search index, all at one place:
 * as it reads folded (lower case, no diacritics); in lower case with its diacritics;
 * as its Lithuanian stem, which is folded and marked, so that it cannot be mistaken for
 * a word.  Texts in the spelling before 1905 have each word in today's spelling as
 * well.  What is equal to another form is left out.  Readers who type without
 * diacritics are met by the question: it tries the endings that they may mean.
 */
#ifndef VT_CATALOG_TERM_FORMS_H
#define VT_CATALOG_TERM_FORMS_H

#include "api/arena.h"
#include "api/str.h"

#define VT_TERM_BYTES_MAX	200	/* of one word; what is longer is cut */
#define VT_TERM_FORMS_MAX	24
#define VT_TERM_MARK		'~'	/* before a stem; never part of a word */
#define VT_TERM_GAP		'\x1f'	/* for white space within a word */

/* How a text is put into the index: bits. */
enum vt_term_spelling {
	VT_TERM_TODAY = 0,	/* Lithuanian, or nobody knows */
	VT_TERM_OLD = 1,	/* Lithuanian before 1905 */
	VT_TERM_OTHER = 2	/* another language: no Lithuanian stems */
};
#define VT_TERM_OLD_UNTIL	1905	/* the first year of today's spelling */

struct sb_stemmer;
struct vt_term_forms {
	struct vt_str	items[VT_TERM_FORMS_MAX];	/* the folded word first */
	size_t		count;
};

/* Takes the next run of letters, digits and their marks off *rest, at most
 * VT_TERM_BYTES_MAX of it; false when there is none. */
bool	vt_term_part(struct vt_str *rest, struct vt_str *part_r);
bool	vt_term_has_letters(struct vt_str s);

/* Lithuanian; NULL where this libstemmer has none. */
struct sb_stemmer *vt_term_stemmer(void);
/* Of a word in lower case with its diacritics; in the arena.  Unlike libstemmer 2.2 it
 * leaves -er- to nouns (moterų like moteris: snowballstem/snowball#263). */
struct vt_str vt_term_stem(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str word);
/* Form C in lower case, soft hyphens left out. */
struct vt_str vt_term_lower(struct vt_arena *a, struct vt_str part);
/* A word of before 1905 in today's spelling, one of VT_TERM_READINGS ways to read it. */
#define VT_TERM_READINGS	3
struct vt_str vt_term_modern(struct vt_arena *a, struct vt_str lower, int reading);

/* What stands in the index for a part of a text.  VT_E_LIMIT. */
vt_err	vt_term_forms(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str part,
	    enum vt_term_spelling spelling, struct vt_term_forms *f_r) VT_MUST_CHECK;
/* Adds today's spelling of lower, and its stems. */
void	vt_term_add_modern(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str lower,
	    struct vt_term_forms *f);
/* What is looked for when part was typed: its forms, with the words that no stemmer
 * joins (žmogus, žmonės), and today's spelling of what looks like an older one. */
vt_err	vt_term_asked(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str part,
	    struct vt_term_forms *f_r) VT_MUST_CHECK;

#endif
