/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search index (gather.h says what its rows are) and the vocabularies, made of
 * what the tables hold.  What is taken out of the index is given to it once more as it
 * was put in: so first out, then change, then in.  Only for the writer.
 */
#ifndef VT_CATALOG_INDEX_H
#define VT_CATALOG_INDEX_H

#include "catalog/db/db.h"
#include "catalog/words/term_forms.h"

vt_err	vt_index_put(struct vt_db *db, int64_t object) VT_MUST_CHECK;
vt_err	vt_index_take(struct vt_db *db, int64_t object) VT_MUST_CHECK;
/* Everything anew, after a change of the rules; word boxes of before become those of
 * now. */
vt_err	vt_index_renew(struct vt_db *db) VT_MUST_CHECK;

/* Of an object's texts, by its language and the key of its date (content.h). */
enum vt_term_spelling vt_index_spelling(struct vt_str language, int64_t date_key);

#endif
