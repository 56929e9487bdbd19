/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of a fold share: fold.c holds lines, fold_rules.c judges them,
 * fold_sums.c adds up what they come to. */
#ifndef ANALYTICS_FOLD_H
#define ANALYTICS_FOLD_H

#include "analytics.h"
#include "map.h"

#define FOLD_AHEAD	16	/* lines or events whose memory is asked for before it is needed */

struct fold_event {
	int64_t		ms;
	uint32_t	visitor, before, object, image, part, host, list, count;
	uint32_t	had, gains;
	uint8_t		use, class;
	bool		is_inside, is_english, is_dropped;
	char		country[2];
};
struct fold_visitor {
	struct analytics_visitor name;
	uint32_t	 same;		/* the next one towards who stands for the person */
	int64_t		 seen;		/* of a person: the last time */
	bool		 has_come;
};
/* A step of an exhibition, as its part says (api/usage.h). */
struct fold_step {
	int64_t		ms;
	uint32_t	visitor, event, exhibition;	/* exhibition: a text */
	uint16_t	at, of;
	bool		is_all, is_easy;
};
struct analytics_fold {
	struct analytics_texts	 texts;
	struct analytics_map	 names;		/* of visitors */
	struct fold_event	*events;
	size_t			 count, room;
	struct fold_step	*steps;
	size_t			 step_count, step_room;
	struct fold_visitor	*visitors;
	size_t			 visitor_count, visitor_room;
	uint32_t		*objects;	/* of texts that are images; NULL: none yet */
	size_t			 object_room;
	struct analytics_map	 sum_map, count_map;
	struct analytics_sum	*sums;
	size_t			 sum_count, sum_room;
	struct analytics_count	*counts;
	size_t			 count_count, count_room;
	int64_t			 hour;		/* whose day this is */
	int32_t			 day;
	struct analytics_map	 hosts;		/* that were told of */
	int64_t			 fresh;
	bool			 is_short;
};

/* One more in an array; NULL when there is no memory. */
void	*analytics_fold_more(struct analytics_fold *f, void **items, size_t *count, size_t *room,
	    size_t size);
#define FOLD_MORE(f, items, count, room)					\
	analytics_fold_more(f, (void **)&(f)->items, &(f)->count, &(f)->room, sizeof(*(f)->items))

/* Who stands for the person that a visitor is: names of neighbouring hours may be one. */
uint32_t analytics_fold_person(struct analytics_fold *f, uint32_t visitor);
/* The object of a use; 0: it is of none. */
uint32_t analytics_fold_object(const struct analytics_fold *f, const struct fold_event *e);
/* --- fold_steps.c: the last event in memory is a step; after the double clicks, what
 * steps come to; and the parts of one */
void	analytics_fold_step(struct analytics_fold *f, struct vt_str part);
void	analytics_fold_steps(struct analytics_fold *f);
bool	analytics_fold_step_read(struct vt_str part, struct vt_str *exhibition_r,
	    struct fold_step *step_r);
/* Its events are elsewhere now: order[i].at was the place of the one at i. */
struct fold_order {
	int64_t		ms;
	uint32_t	at;
};
void	analytics_fold_steps_move(struct analytics_fold *f, const struct fold_order *order);
/* --- fold_sums.c: the same, a little before; what the event adds to what it had, once it was judged */
void	analytics_fold_add_near(struct analytics_fold *f, const struct fold_event *e, uint32_t object);
void	analytics_fold_add(struct analytics_fold *f, const struct fold_event *e);

#endif
