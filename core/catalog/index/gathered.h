/* SPDX-License-Identifier: Apache-2.0 */
/* Lists on the heap, which may be long, and sets of ids. */
#ifndef VT_CATALOG_GATHERED_H
#define VT_CATALOG_GATHERED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vt_gathered {
	void	*items;
	size_t	 count, room;
};
void	*vt_gathered_add(struct vt_gathered *g, size_t size);	/* NULL: no memory */
void	 vt_gathered_fini(struct vt_gathered *g);

/* A bit for each id up to the highest. */
struct vt_gathered_set {
	uint8_t	*bits;
	int64_t	 room;
};
/* Of ids (int64_t, rising, none below 0).  False: no memory. */
bool	vt_gathered_set_init(struct vt_gathered_set *s, const struct vt_gathered *ids);
void	vt_gathered_set_fini(struct vt_gathered_set *s);

static inline bool
vt_gathered_set_has(const struct vt_gathered_set *s, int64_t id)
{
	return (id < s->room && (s->bits[id >> 3] >> (id & 7) & 1) != 0);
}

#endif
