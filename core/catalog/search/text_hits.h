/* SPDX-License-Identifier: Apache-2.0 */
/* From places of the index on one page to hits with boxes and the text around them.
 * Only for core/catalog. */
#ifndef VT_CATALOG_TEXT_HITS_H
#define VT_CATALOG_TEXT_HITS_H

#include "api/catalog.h"
#include "catalog/index/gather.h"

/* The page at hand, and memory that one page after the other uses. */
struct vt_text_scratch {
	int64_t			width, height;	/* of its image, in which boxes lie; 0: it has none */
	struct vt_gathered	words;		/* struct vt_word */
	struct vt_gathered	places;		/* uint32_t: of each place, its word */
	size_t			base;		/* the first of places: those before were passed over */
};
void	vt_text_scratch_fini(struct vt_text_scratch *s);

/* Appends a struct vt_text_hit for each of hits (in the order of their places), copied to
 * the arena; text and blob are page_text's.  VT_E_FORMAT: index and page do not fit. */
vt_err	vt_text_hits(struct vt_arena *a, struct vt_text_scratch *s, struct vt_str text,
	    struct vt_str blob, const struct vt_gathered_hit *hits, size_t count,
	    struct vt_list *list) VT_MUST_CHECK;

/* Whether the page is among what is asked for; and the hit, by where most of it is: the middle
 * of its first box. */
bool	vt_text_is_part(const struct vt_text_search *q, int64_t page);
bool	vt_text_is_inside(const struct vt_text_search *q, const struct vt_text_hit *h);

/* Lines of one page after the other, those of q's slice as hits. */
struct vt_text_lines {
	const struct vt_text_search *q;
	int64_t page;			/* the number of the one at hand */
	int64_t total;			/* of lines so far */
	struct vt_list list;		/* struct vt_text_hit */
};
vt_err	vt_text_lines(struct vt_arena *a, struct vt_text_scratch *s, struct vt_str text,
	    struct vt_str blob, struct vt_text_lines *l) VT_MUST_CHECK;

#endif
