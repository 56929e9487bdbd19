/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The streams of the harvest log: found by their harvester, and bounded so that
 * strangers push nobody out who is known or has a list.
 */
#include <stdlib.h>

#include "oai_harvest.h"

uint16_t *
oai_harvest_head(struct oai_harvests *h, struct vt_str harvester)
{
	uint64_t	hash = 0xcbf29ce484222325u;	/* FNV-1a */

	for (size_t i = 0; i < harvester.len; i++)
		hash = (hash ^ (unsigned char)harvester.p[i]) * 0x100000001b3u;
	return (&h->heads[(hash ^ (hash >> 32)) % OAI_STREAM_HEADS]);
}

struct oai_stream *
oai_harvest_next(const struct oai_harvests *h, uint16_t at)
{
	return (at > 0 ? &h->items[at - 1] : NULL);
}

void
oai_harvest_link(struct oai_harvests *h, struct oai_stream *s)
{
	uint16_t	*head = oai_harvest_head(h, s->harvester);

	s->next = *head;
	*head = (uint16_t)(s - h->items + 1);
}

static struct oai_stream *
oai_harvest_find(struct oai_harvests *h, const struct oai_stream *key)
{
	struct oai_stream	*s = oai_harvest_next(h, *oai_harvest_head(h, key->harvester));

	for (; s != NULL; s = oai_harvest_next(h, s->next))
		if (vt_str_eq(s->harvester, key->harvester) && vt_str_eq(s->verb, key->verb) &&
		    vt_str_eq(s->prefix, key->prefix) && vt_str_eq(s->set, key->set))
			return (s);
	return (NULL);
}

/* What outlives what: the known; then those that took a list to its end, who came
 * first before who came late; then the last seen. */
static int
oai_harvest_rank(const struct oai_stream *s)
{
	return (s->is_named ? 2 : s->cover_until != OAI_NEVER);
}

static int
oai_harvest_rank_order(const void *a, const void *b)
{
	const struct oai_stream	*x = a, *y = b;
	int			 order = oai_harvest_rank(y) - oai_harvest_rank(x);

	if (order == 0 && oai_harvest_rank(x) > 0)
		return (x->first_seen < y->first_seen ? -1 : x->first_seen > y->first_seen);
	return (order != 0 ? order :
	    x->last_seen > y->last_seen ? -1 : x->last_seen < y->last_seen);
}

/* A tenth at once, so that not for each newcomer all are sorted; of those that have a
 * list only one, and only for one that is known. */
static void
oai_harvest_make_room(struct oai_harvests *h, bool is_named)
{
	size_t	least = OAI_STREAMS_MAX / 10 * 9;

	qsort(h->items, h->count, sizeof(h->items[0]), oai_harvest_rank_order);
	while (h->count > least && oai_harvest_rank(&h->items[h->count - 1]) == 0)
		h->count--;
	if (is_named && h->count == OAI_STREAMS_MAX &&
	    oai_harvest_rank(&h->items[h->count - 1]) == 1)
		h->count--;
	memset(h->heads, 0, sizeof(h->heads));
	for (size_t i = 0; i < h->count; i++)
		oai_harvest_link(h, &h->items[i]);
	h->is_full = h->count == OAI_STREAMS_MAX;
}

/* Room for one more; NULL: none. */
struct oai_stream *
oai_harvest_add(struct oai_harvests *h, bool is_named)
{
	struct oai_stream	*items;
	size_t			 room = h->room > 0 ? 2 * h->room : 64;

	if (h->count == OAI_STREAMS_MAX && (is_named || !h->is_full))
		oai_harvest_make_room(h, is_named);
	if (h->count == OAI_STREAMS_MAX)
		return (NULL);
	if (h->count == h->room) {
		if ((items = vt_arena_array(h->arena, room, sizeof(*items))) == NULL)
			return (NULL);
		if (h->count > 0)
			memcpy(items, h->items, h->count * sizeof(*items));
		h->items = items;
		h->room = room;
	}
	return (&h->items[h->count++]);
}

bool
oai_harvest_is_named(const struct oai_harvests *h, struct vt_str harvester)
{
	struct vt_str	part, name;

	for (size_t i = 0; h->names != NULL && i < h->names->count; i++) {
		part = vt_str_of(h->names->items[i]);
		if (vt_str_next(&part, '=', &name) && vt_str_eq(name, harvester))
			return (true);
	}
	return (false);
}

struct oai_stream *
oai_harvest_get(struct oai_harvests *h, const struct oai_stream *key, int64_t time, int64_t count)
{
	bool			 is_named = oai_harvest_is_named(h, key->harvester);
	struct oai_stream	*s = oai_harvest_find(h, key);

	if (s != NULL)
		return (s);
	if ((s = oai_harvest_add(h, is_named)) == NULL) {
		h->dropped += count;
		return (NULL);
	}
	*s = (struct oai_stream){ .harvester = key->harvester, .verb = key->verb,
	    .prefix = key->prefix, .set = key->set, .first_seen = time, .is_fresh = true,
	    .is_named = is_named, .cover_from = OAI_NEVER, .cover_until = OAI_NEVER,
	    .gap_from = OAI_NEVER, .gap_until = OAI_NEVER };
	oai_harvest_link(h, s);
	return (s);
}
