/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What ingest asks of the catalogue, beside what anybody may: where objects came
 * from, whose they are, which of their records are withheld.  A run asks through
 * its writer, a dry run through a reader.
 */
#ifndef VT_CATALOG_ORIGIN_H
#define VT_CATALOG_ORIGIN_H

#include "catalog/reader.h"
#include "catalog/writer.h"

/* What an object was made from, and whose it is.  Strings in a; VT_E_NOTFOUND. */
struct vt_origin {
	struct vt_str	identifier;
	struct vt_str	source, digest;
	struct vt_str	institution;	/* code of who holds it, or held it; empty: none */
	enum vt_access_policy access;
	int64_t		embargo_until;
	bool		is_deleted;
};
vt_err	vt_writer_origin(struct vt_writer *w, struct vt_arena *a, struct vt_str identifier,
	    struct vt_origin *o_r) VT_MUST_CHECK;
vt_err	vt_catalog_origin(struct vt_catalog *c, struct vt_arena *a, struct vt_str identifier,
	    struct vt_origin *o_r) VT_MUST_CHECK;
/* Identifiers and sources of living objects whose source begins with prefix, by
 * identifier. */
vt_err	vt_writer_origins(struct vt_writer *w, struct vt_arena *a, struct vt_str prefix,
	    struct vt_origin **list_r, size_t *count_r) VT_MUST_CHECK;
vt_err	vt_catalog_origins(struct vt_catalog *c, struct vt_arena *a, struct vt_str prefix,
	    struct vt_origin **list_r, size_t *count_r) VT_MUST_CHECK;
/* Records of living objects that are not given out, by format and identifier; the
 * strings live only while each() runs. */
typedef void vt_withheld_each(void *arg, struct vt_str format, struct vt_str identifier,
	    struct vt_str why);
vt_err	vt_writer_withheld(struct vt_writer *w, vt_withheld_each *each, void *arg) VT_MUST_CHECK;
/* How many objects live. */
vt_err	vt_writer_living(struct vt_writer *w, int64_t *count_r) VT_MUST_CHECK;
/* How many of them have a title that another has too (as vt_catalog_shares_title). */
vt_err	vt_writer_sharing_title(struct vt_writer *w, int64_t *count_r) VT_MUST_CHECK;

#endif
