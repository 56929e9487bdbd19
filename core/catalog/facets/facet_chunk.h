/* SPDX-License-Identifier: Apache-2.0 */
/* Making the chunks of facet_sets.h; only facet_sets.c includes it beside its own file. */
#ifndef VT_CATALOG_FACET_CHUNK_H
#define VT_CATALOG_FACET_CHUNK_H

#include "catalog/facets/facet_sets.h"
#include "catalog/index/gather.h"

/* Memory that one chunk after the other is made in. */
struct vt_facet_maker {
	struct vt_gathered pairs, values;	/* of value and object; each value once */
	uint32_t *places;			/* by value, zeroed between chunks: how many have it */
	uint32_t room;				/* of places: values from there on are not known */
};
void	vt_facet_maker_fini(struct vt_facet_maker *m);
/* *c_r, held once, is to be freed; NULL: it has no objects.  VT_E_FORMAT: a block is none. */
vt_err	vt_facet_chunk_make(struct vt_facet_maker *m, struct vt_db *db, size_t number,
	    struct vt_facet_chunk **c_r) VT_MUST_CHECK;

#endif
