/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the harvest log comes to: for each harvester and each list that it asks for
 * (format, set, verb), how far it has got.  Kept in data.dir/harvest.tsv, which only
 * `vartai harvest` reads and writes.
 */
#ifndef OAI_HARVEST_H
#define OAI_HARVEST_H

#include "vartai.h"

/* Beyond, strangers that took no list to its end are forgotten, those seen longest
 * ago first; then newcomers, whose notes count as dropped.  Who is named in
 * oai.harvesters never is. */
#define OAI_STREAMS_MAX	10000
#define OAI_STREAM_HEADS 4096	/* chains of streams, by harvester */
#define OAI_NEVER	(-1)
#define OAI_NOTES_MEMORY	(256u * 1024 * 1024)	/* for lines that are yet to be summed up */

/* The numbers of a stream in the order in which its line has them. */
#define OAI_STREAM_NUMBERS(X)							\
	X(first_seen) X(last_seen) X(requests) X(records) X(errors) X(cuts)	\
	X(cover_from) X(cover_until)						\
	X(run_from) X(run_until) X(run_size) X(run_next) X(run_live) X(run_got) X(run_begun) \
	X(run_state) X(gap_from) X(gap_until) X(run_begun_ms)
#define OAI_STREAM_NUMBERS_LEAST 18	/* a file of an older program has these */
/* And its texts, which stand before them. */
#define OAI_STREAM_TEXTS 7
#define OAI_STREAM_TEXTS_OF(s)							\
	{ &(s)->harvester, &(s)->network, &(s)->agent, &(s)->verb, &(s)->prefix, &(s)->set, \
	  &(s)->last_error }

enum oai_run_state {
	OAI_RUN_NONE,
	OAI_RUN_OPEN,		/* its pages are being asked for */
	OAI_RUN_LISTED,		/* all headers were given; records are being asked for */
	OAI_RUN_BROKEN		/* a page was passed over: it will not count */
};

/* Covered: every change with a datestamp in cover_from … cover_until has been given
 * out; cover_until OAI_NEVER: nothing.  gap_*: a later list that does not reach back
 * to what is covered. */
struct oai_stream {
	struct vt_str	harvester;		/* as configured, else agent and network */
	struct vt_str	network, agent;		/* as last seen */
	struct vt_str	verb, prefix, set;	/* verb "-": it has not asked for lists */
	struct vt_str	last_error;
#define X(name) int64_t name;
	OAI_STREAM_NUMBERS(X)
#undef X
	uint16_t	next;			/* of its chain, from 1; 0: the last */
	bool		is_named;		/* in oai.harvesters */
	bool		is_fresh;		/* its texts are still those of the notes */
};

/* A line of the spool that is yet to be summed up. */
struct oai_noted {
	int64_t		ms, place, count;	/* place: as it was read */
	struct vt_str	text;
};

struct oai_harvests {
	struct vt_arena		*arena;
	struct vt_arena		*notes;		/* until they are folded; NULL: none */
	const struct vt_str_list *names;	/* "Europeana=part of its agent or its network" */
	struct oai_stream	*items;
	size_t			 count, room;
	uint16_t		 heads[OAI_STREAM_HEADS];	/* from 1; until items are sorted */
	bool			 is_full;	/* of those that no stranger pushes out */
	struct oai_noted	*noted;
	size_t			 noted_count, noted_room;
	int64_t			 dropped;	/* lines that the spool, or memory, did not hold */
};

void	oai_harvests_init(struct oai_harvests *h, struct vt_arena *a,
	    const struct vt_str_list *names);
/* Takes one line of the spool, count times. */
void	oai_harvests_note(struct oai_harvests *h, struct vt_str line, int64_t count);
/* Sums up what was taken, in the order of its time: each worker has its own file. */
void	oai_harvests_fold(struct oai_harvests *h);
/* Lets go of lines that were not folded. */
void	oai_harvests_fini(struct oai_harvests *h);
/* As text, and back: what cannot be read is passed over. */
void	oai_harvests_print(const struct oai_harvests *h, struct vt_buf *out);
void	oai_harvests_parse(struct oai_harvests *h, struct vt_str text);

/* oai_streams.c: the chain that a harvester's streams are in, and along it. */
uint16_t *oai_harvest_head(struct oai_harvests *h, struct vt_str harvester);
struct oai_stream *oai_harvest_next(const struct oai_harvests *h, uint16_t at);
void	oai_harvest_link(struct oai_harvests *h, struct oai_stream *s);
bool	oai_harvest_is_named(const struct oai_harvests *h, struct vt_str harvester);
/* Room for one more; NULL: none. */
struct oai_stream *oai_harvest_add(struct oai_harvests *h, bool is_named);
/* The stream of key, a new one if need be; NULL: no room, and count notes dropped. */
struct oai_stream *oai_harvest_get(struct oai_harvests *h, const struct oai_stream *key,
    int64_t time, int64_t count);

#endif
