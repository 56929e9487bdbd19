/* SPDX-License-Identifier: Apache-2.0 */
/* What is worked out of a new object before it is written.  Asks no database.
 * Only for core/catalog. */
#ifndef VT_CATALOG_CONTENT_H
#define VT_CATALOG_CONTENT_H

#include "base/hash.h"
#include "catalog/writer.h"

#define VT_DATE_KEY_NONE 99999999
#define VT_CONTENT_HALF	 ((VT_HASH_HEX - 1) / 2)

/* A hash of all that would be written: equal exactly when nothing would change.
 * Source and digest are not part of it.  Its second half is that of the records, which
 * are also written by themselves.  p NULL: the arena is exhausted. */
struct vt_str vt_content_hash(struct vt_arena *a, const struct vt_new_object *o);
void	vt_content_records(const struct vt_new_object *o, char hex_r[VT_CONTENT_HALF + 1]);
/* Its title's place in a Lithuanian index. */
struct vt_str vt_content_title_key(struct vt_arena *a, const struct vt_description *d);
/* YYYYMMDD of the first of issued, created and date that has a start. */
int64_t	vt_content_date_key(const struct vt_description *d);
/* Whose issue it is: the title without what the record says of the issue behind it
 * ("Vaga, nr. 8, 1931-04-12"), and its language; empty: it is none. */
struct vt_label vt_content_serial(const struct vt_object *o);

#endif
