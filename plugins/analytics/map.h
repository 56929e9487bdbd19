/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table from pairs of numbers to small numbers, for a fold of millions of lines;
 * and texts that are numbers.  Memory that is not there is remembered and told once.
 */
#ifndef ANALYTICS_MAP_H
#define ANALYTICS_MAP_H

#include "vartai.h"

struct analytics_pair {
	uint64_t	a, b;
};
struct analytics_map {
	struct map_slot {
		struct analytics_pair	key;
		uint32_t		value, is_used;
	}		*slots;
	size_t		 room, count;	/* room: a power of two */
	uint32_t	 nowhere;	/* for a value that there is no room for */
	bool		 is_short;	/* of memory */
};
/* The value under key, 0 where it is new; valid until the next call.  Never NULL. */
uint32_t *analytics_map_at(struct analytics_map *m, struct analytics_pair key);
/* Has the place of a key brought near, for whoever asks for it a little later: most of
 * what a table costs is waiting for memory. */
void	analytics_map_near(const struct analytics_map *m, struct analytics_pair key);
bool	analytics_map_has(const struct analytics_map *m, struct analytics_pair key);
void	analytics_map_fini(struct analytics_map *m);

/* Text 0 is the empty one. */
struct analytics_texts {
	struct analytics_map	 map;
	uint8_t			 key[16];
	char			*bytes;
	size_t			 len, room;
	size_t			*starts;
	size_t			 count, start_room;
	bool			 is_short;
};
void	analytics_texts_init(struct analytics_texts *t);
void	analytics_texts_fini(struct analytics_texts *t);
uint32_t analytics_texts_put(struct analytics_texts *t, struct vt_str s);
/* The same in two steps: its key, whose place is brought near, and the text. */
struct analytics_pair analytics_texts_key(const struct analytics_texts *t, struct vt_str s);
uint32_t analytics_texts_put_key(struct analytics_texts *t, struct vt_str s,
	    struct analytics_pair key);
const char *analytics_texts_get(const struct analytics_texts *t, uint32_t i);	/* terminated */

#endif
