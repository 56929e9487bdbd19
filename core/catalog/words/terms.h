/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokenizer "vartai" of the search index: what stands between white space is one
 * place of a text, with all its forms (term_forms.h).  "pietų-vakarų" is one place as
 * well, found as one word and by each of its parts.
 */
#ifndef VT_CATALOG_TERMS_H
#define VT_CATALOG_TERMS_H

#include "api/arena.h"
#include "api/buf.h"
#include "catalog/words/term_forms.h"

#define VT_SORT_KEY_MAX		200	/* bytes */

/* The first byte of a text says how it is put in; without it, it is VT_TERM_TODAY. */
#define VT_TERMS_TEXT(spelling)	((char)(0x0e + (spelling)))
/* Before a word of a question: only as it reads folded; only in lower case with its
 * diacritics.  Without it: in all forms. */
#define VT_TERMS_FOLDED		'\x01'
#define VT_TERMS_EXACT		'\x02'

struct vt_db;

/* Makes the tokenizer known to a connection. */
vt_err	vt_terms_register(struct vt_db *db) VT_MUST_CHECK;
/* FTS5's functions of that connection; NULL where it has none. */
struct fts5_api;
struct fts5_api *vt_terms_fts(struct vt_db *db);

/* How words are made by this program and this libstemmer: where it differs from
 * what the catalogue says, its index must be built again. */
struct vt_str vt_terms_rules(struct vt_arena *a);

/* A key that orders titles bytewise as a Lithuanian index does: ą with a, y
 * with i, č after c, š after s, ž after z, numbers by value, quotation marks
 * passed over. */
struct vt_str vt_terms_sort_key(struct vt_arena *a, struct vt_str title);

#endif
