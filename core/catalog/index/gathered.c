/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that double, and sets as bits (gathered.h). */
#include "catalog/index/gathered.h"

#include <stdlib.h>

void *
vt_gathered_add(struct vt_gathered *g, size_t size)
{
	if (g->count == g->room) {
		size_t room = g->room != 0 ? g->room * 2 : 64;
		void *items = reallocarray(g->items, room, size);

		if (items == NULL)
			return (NULL);
		g->items = items;
		g->room = room;
	}
	return ((char *)g->items + size * g->count++);
}

void
vt_gathered_fini(struct vt_gathered *g)
{
	free(g->items);
	*g = (struct vt_gathered){ .items = NULL };
}

bool
vt_gathered_set_init(struct vt_gathered_set *s, const struct vt_gathered *ids)
{
	const int64_t *id = ids->items;

	s->room = ids->count != 0 ? id[ids->count - 1] + 1 : 0;
	s->bits = calloc(1, (size_t)(s->room >> 3) + 1);
	for (size_t i = 0; s->bits != NULL && i < ids->count; i++)
		s->bits[id[i] >> 3] |= (uint8_t)(1 << (id[i] & 7));
	return (s->bits != NULL);
}

void
vt_gathered_set_fini(struct vt_gathered_set *s)
{
	free(s->bits);
	*s = (struct vt_gathered_set){ .bits = NULL };
}
