/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of an object's texts, in lower case as they are written, with how often
 * they stand there: what a reader may be typing.  Rows of some terms in the order in
 * which they read folded; in a row, each term is what it shares with the one before, the
 * rest, and the count.  Words of less than three letters and numbers are left out.
 */
#ifndef VT_CATALOG_VOCABULARY_H
#define VT_CATALOG_VOCABULARY_H

#include "catalog/db/db.h"

struct vt_vocabulary;

struct vt_vocabulary *vt_vocabulary_new(void);	/* NULL: no memory */
void	vt_vocabulary_free(struct vt_vocabulary **v);
/* Counts the words of a text. */
vt_err	vt_vocabulary_read(struct vt_vocabulary *v, struct vt_str text) VT_MUST_CHECK;
vt_err	vt_vocabulary_write(struct vt_vocabulary *v, struct vt_db *db, int64_t object)
	    VT_MUST_CHECK;

/* A row of the table, term by term. */
struct vt_vocabulary_cursor {
	struct vt_str	rest;
	char		term[256];
	size_t		len;
};
/* VT_E_END behind the last, VT_E_FORMAT; the term is borrowed until the next call. */
vt_err	vt_vocabulary_next(struct vt_vocabulary_cursor *c, struct vt_str *term_r,
	    int64_t *count_r) VT_MUST_CHECK;

#endif
