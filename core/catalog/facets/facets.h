/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facets as they are stored.  Each value of a facet has a number; a living object
 * is a list of numbers, and objects whose ids are alike but for the last eight bits
 * lie in one block.  All blocks together are read in a few milliseconds, which
 * counts every value among any set of objects; tables and indexes cannot.
 *
 * A block: of each object, by id, the last bits of its id (one byte), its access
 * policy (one byte), how many numbers follow, and those, rising, each as its
 * distance from the one before; numbers in seven bits a byte, the lowest first.
 */
#ifndef VT_CATALOG_FACETS_H
#define VT_CATALOG_FACETS_H

#include "catalog/store.h"

#define VT_FACET_RULES	   4	/* raised when objects come to have other values */
#define VT_FACET_BITS	   3	/* of a value's number that say which facet it is of */
#define VT_FACET_BLOCK	   256	/* objects a block */
#define VT_FACET_VALUES_MAX 200	/* values of one object; more are left out */
#define VT_FACET_KEY_MAX   300	/* bytes of a key; longer ones are no facets */
#define VT_FACET_YEARS_MAX 100	/* a longer span is told by its centuries alone */
#define VT_FACET_DEGREE	   1000000	/* a place's coordinates are kept in parts of one */
/* Kept as the values of facets are, but told to nobody: the centuries, decades and years,
 * each "1900-1999", "1920-1929" or "1927-1927" wholly within it, that together are an
 * object's span.  By them any span of years is asked for. */
#define VT_FACET_YEARS	   ((enum vt_facet)VT_FACETS)

struct vt_facets {			/* of one object */
	uint8_t		slot, access;	/* enum vt_access_policy */
	size_t		count;
	uint32_t	values[VT_FACET_VALUES_MAX];
};

/* The next object of a block, off *rest; false at the end and at what is none (*rest
 * is then not empty). */
bool	vt_facets_next(struct vt_str *rest, struct vt_facets *f_r);
/* The same in two steps: all but the values; then these, or past them.  After false of
 * the second *rest is not empty. */
bool	vt_facets_head(struct vt_str *rest, struct vt_facets *f_r);
bool	vt_facets_values(struct vt_str *rest, struct vt_facets *f);
bool	vt_facets_skip(struct vt_str *rest, const struct vt_facets *f);
/* Whether the object has one of these; both rise. */
bool	vt_facets_have(const struct vt_facets *f, const uint32_t *values, size_t count);
/* Sorts the values, each once, and appends the object. */
void	vt_facets_put(struct vt_facets *f, struct vt_buf *out);

/* An object's facets as it is now, or none of them when o is NULL; in the
 * transaction that writes it. */
vt_err	vt_write_facets(struct vt_db *db, struct vt_arena *a, int64_t id,
	    const struct vt_object *o) VT_MUST_CHECK;
/* All of them anew, when they were made by other rules. */
vt_err	vt_write_facets_again(struct vt_writer *w) VT_MUST_CHECK;

#endif
