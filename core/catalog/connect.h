/* SPDX-License-Identifier: Apache-2.0 */
/* A connection that knows what the schema and the questions of the catalogue name: the
 * tokenizer, the function of the search index, the table of what was found.
 * Only for core/catalog and its tests. */
#ifndef VT_CATALOG_CONNECT_H
#define VT_CATALOG_CONNECT_H

#include "catalog/db/db.h"

/* vt_db_open() (its errors, its owner), with them. */
vt_err	vt_connect(struct vt_db *db, const char *path, bool is_writer) VT_MUST_CHECK;

#endif
