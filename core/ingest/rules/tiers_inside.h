/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of tiers*.c: a record taken apart once. */
#ifndef VT_INGEST_TIERS_INSIDE_H
#define VT_INGEST_TIERS_INSIDE_H

#include "ingest/rules/tiers.h"

#define VT_TIER_PROVIDED_MAX 32 /* proxies of the provider */

struct vt_tier_record {
	struct vt_arena *a;
	const xmlNode *root, *aggregation;
	/* The provider's words: edm:ProvidedCHO, in the internal form its proxies. */
	const xmlNode *provided[VT_TIER_PROVIDED_MAX];
	size_t provided_count;
	const struct vt_tier_fact *facts;
	size_t fact_count, next_fact;
};

void vt_tiers_content(struct vt_tier_record *r, struct vt_tiers *t);
void vt_tiers_metadata(struct vt_tier_record *r, struct vt_tiers *t);

#endif
