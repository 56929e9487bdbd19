/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and their sums: between suppress.c and suppress_safe.c. */
#ifndef ANALYTICS_SUPPRESS_INSIDE_H
#define ANALYTICS_SUPPRESS_INSIDE_H

#include "suppress.h"

#define SUPPRESS_NONE	UINT32_MAX

enum suppress_kind { SUPPRESS_SEEN, SUPPRESS_KNOWN, SUPPRESS_REST };

struct suppress_cell {
	int64_t		 n, now;	/* now: while it is tried */
	uint32_t	 first;		/* of its terms */
	uint8_t		 kind;
	bool		 is_dear, is_hidden, is_tried;
};
struct suppress_term {
	uint32_t	 cell, sum, next;	/* next: of the same cell */
	int		 sign;
};
struct suppress_sum {
	size_t		 first, count;	/* of its terms */
	int64_t		 off;		/* by which it is wrong, while it is tried */
	bool		 is_near;	/* reached from a number that is not safe */
};
struct suppress {
	int64_t			 below;
	struct suppress_cell	*cells;
	struct suppress_term	*terms;
	struct suppress_sum	*sums;
	uint32_t		*touched;	/* sums, while it is tried; each as often as it was */
	size_t			 cell_count, cell_room, term_count, term_room, sum_count, sum_room;
	size_t			 touched_count, touched_room;
	int			 tries;
	bool			 is_short;
};

/* For one more: the items, which may have moved.  NULL: no memory; what was there stays. */
void	*suppress_more(struct suppress *s, void *items, size_t *count, size_t *room, size_t size);
/* Whether a hidden number cannot be worked out. */
bool	suppress_is_safe(struct suppress *s, uint32_t cell);

#endif
