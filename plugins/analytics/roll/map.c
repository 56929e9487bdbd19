/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "map.h"

#define MAP_ROOM_MIN	1024
#define MAP_LARGE	((size_t)4 << 20)	/* bytes */

static size_t
map_start(struct analytics_pair key, size_t room)
{
	uint64_t	h = key.a * UINT64_C(0x9e3779b97f4a7c15) ^ (key.b + UINT64_C(0x632be59bd9b4e019)) *
			    UINT64_C(0xd6e8feb86659fd93);

	h ^= h >> 32;
	h *= UINT64_C(0xd6e8feb86659fd93);
	return ((size_t)(h >> 29) & (room - 1));
}

static struct map_slot *
map_find(struct map_slot *slots, size_t room, struct analytics_pair key)
{
	size_t	i = map_start(key, room);

	while (slots[i].is_used != 0 && (slots[i].key.a != key.a || slots[i].key.b != key.b))
		i = (i + 1) & (room - 1);
	return (&slots[i]);
}

/* Zeroed; large ones on large pages, where the system has them: fewer to be found. */
static struct map_slot *
map_slots(size_t room)
{
	size_t	 len = room * sizeof(struct map_slot);
	void	*slots;

	if (len < MAP_LARGE)
		return (calloc(room, sizeof(struct map_slot)));
	slots = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (slots == MAP_FAILED)
		return (NULL);
	(void)madvise(slots, len, MADV_HUGEPAGE);
	return (slots);
}

static void
map_slots_free(struct map_slot *slots, size_t room)
{
	if (room * sizeof(*slots) < MAP_LARGE)
		free(slots);
	else
		(void)munmap(slots, room * sizeof(*slots));
}

static bool
map_grow(struct analytics_map *m)
{
	size_t		 room = m->room > 0 ? 2 * m->room : MAP_ROOM_MIN;
	struct map_slot	*slots = map_slots(room);

	if (slots == NULL) {
		m->is_short = true;
		return (false);
	}
	for (size_t i = 0; i < m->room; i++)
		if (m->slots[i].is_used != 0)
			*map_find(slots, room, m->slots[i].key) = m->slots[i];
	map_slots_free(m->slots, m->room);
	m->slots = slots;
	m->room = room;
	return (true);
}

uint32_t *
analytics_map_at(struct analytics_map *m, struct analytics_pair key)
{
	struct map_slot	*slot;

	if (2 * (m->count + 1) > m->room && !map_grow(m) && m->count + 1 >= m->room) {
		m->nowhere = 0;
		return (&m->nowhere);
	}
	slot = map_find(m->slots, m->room, key);
	if (slot->is_used == 0) {
		*slot = (struct map_slot){ .key = key, .is_used = 1 };
		m->count++;
	}
	return (&slot->value);
}

void
analytics_map_near(const struct analytics_map *m, struct analytics_pair key)
{
	if (m->room > 0)
		__builtin_prefetch(&m->slots[map_start(key, m->room)], 1);
}

bool
analytics_map_has(const struct analytics_map *m, struct analytics_pair key)
{
	return (m->room > 0 && map_find(m->slots, m->room, key)->is_used != 0);
}

void
analytics_map_fini(struct analytics_map *m)
{
	map_slots_free(m->slots, m->room);
	*m = (struct analytics_map){ .slots = NULL };
}

/* --- texts ---------------------------------------------------------------------------- */

static bool
texts_room(struct analytics_texts *t, size_t len)
{
	size_t	room = t->room > 0 ? t->room : 65536, starts;
	char	*bytes;
	size_t	*more;

	while (room < t->len + len + 1)
		room *= 2;
	if (room != t->room) {
		if ((bytes = realloc(t->bytes, room)) == NULL)
			return (false);
		t->bytes = bytes;
		t->room = room;
	}
	if (t->count == t->start_room) {
		starts = t->start_room > 0 ? 2 * t->start_room : 1024;
		if ((more = realloc(t->starts, starts * sizeof(*more))) == NULL)
			return (false);
		t->starts = more;
		t->start_room = starts;
	}
	return (true);
}

static uint32_t
texts_add(struct analytics_texts *t, struct vt_str s)
{
	if (!texts_room(t, s.len)) {
		t->is_short = true;
		return (0);
	}
	t->starts[t->count] = t->len;
	if (s.len > 0)
		memcpy(t->bytes + t->len, s.p, s.len);
	t->bytes[t->len + s.len] = '\0';
	t->len += s.len + 1;
	return ((uint32_t)t->count++);
}

void
analytics_texts_init(struct analytics_texts *t)
{
	*t = (struct analytics_texts){ .bytes = NULL };
	randombytes_buf(t->key, sizeof(t->key));
	(void)texts_add(t, VT_STR(""));
}

void
analytics_texts_fini(struct analytics_texts *t)
{
	analytics_map_fini(&t->map);
	free(t->bytes);
	free(t->starts);
	*t = (struct analytics_texts){ .bytes = NULL };
}

/* By a hash under a key that nobody knows: who sends texts makes none that meet. */
struct analytics_pair
analytics_texts_key(const struct analytics_texts *t, struct vt_str s)
{
	struct analytics_pair	key = { 0, s.len };

	if (s.len > 0) {
		(void)crypto_shorthash((uint8_t *)&key.a, (const uint8_t *)s.p, s.len, t->key);
		analytics_map_near(&t->map, key);
	}
	return (key);
}

uint32_t
analytics_texts_put_key(struct analytics_texts *t, struct vt_str s, struct analytics_pair key)
{
	uint32_t	*at;

	if (s.len == 0)
		return (0);
	at = analytics_map_at(&t->map, key);
	if (*at == 0)
		*at = texts_add(t, s);
	t->is_short |= t->map.is_short;
	return (*at);
}

uint32_t
analytics_texts_put(struct analytics_texts *t, struct vt_str s)
{
	return (analytics_texts_put_key(t, s, analytics_texts_key(t, s)));
}

const char *
analytics_texts_get(const struct analytics_texts *t, uint32_t i)
{
	return (i < t->count ? t->bytes + t->starts[i] : "");
}
