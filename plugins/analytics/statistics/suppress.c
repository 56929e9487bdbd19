/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers and sums that are told, and which are hidden: where a hidden one is not safe
 * (suppress_safe.c), one more is, in a sum by which that failed.
 */
#include <stdlib.h>

#include "suppress_inside.h"

struct suppress *
suppress_new(int64_t below)
{
	struct suppress	*s = calloc(1, sizeof(*s));

	if (s != NULL)
		s->below = below;
	return (s);
}

void
suppress_free(struct suppress **s)
{
	if (*s != NULL) {
		free((*s)->cells);
		free((*s)->terms);
		free((*s)->sums);
		free((*s)->touched);
	}
	free(*s);
	*s = NULL;
}

void *
suppress_more(struct suppress *s, void *items, size_t *count, size_t *room, size_t size)
{
	size_t	 wanted = *room > 0 ? 2 * *room : 64;
	void	*more = items;

	if (*count == *room) {
		if ((more = realloc(items, wanted * size)) == NULL) {
			s->is_short = true;
			return (NULL);
		}
		*room = wanted;
	}
	(*count)++;
	return (more);
}

/* --- what there is -------------------------------------------------------------------- */

static size_t
suppress_put(struct suppress *s, int64_t n, enum suppress_kind kind, bool is_dear)
{
	struct suppress_cell	*more = suppress_more(s, s->cells, &s->cell_count, &s->cell_room,
				    sizeof(*more));
	bool			 is_small = n > 0 && n < s->below;

	if (more == NULL)
		return (0);
	s->cells = more;
	s->cells[s->cell_count - 1] = (struct suppress_cell){ .n = n, .first = SUPPRESS_NONE,
		.kind = (uint8_t)kind, .is_dear = is_dear,
		.is_hidden = kind == SUPPRESS_REST || (kind == SUPPRESS_SEEN && is_small) };
	return (s->cell_count - 1);
}

size_t
suppress_cell(struct suppress *s, int64_t n, bool is_dear)
{
	return (suppress_put(s, n, SUPPRESS_SEEN, is_dear));
}

size_t
suppress_known(struct suppress *s, int64_t n)
{
	return (suppress_put(s, n, SUPPRESS_KNOWN, false));
}

void
suppress_sum(struct suppress *s)
{
	struct suppress_sum	*more = suppress_more(s, s->sums, &s->sum_count, &s->sum_room,
				    sizeof(*more));

	if (more == NULL)
		return;
	s->sums = more;
	s->sums[s->sum_count - 1] = (struct suppress_sum){ .first = s->term_count };
}

static void
suppress_term(struct suppress *s, size_t cell, int sign)
{
	struct suppress_term	*more;
	uint32_t		*at;

	if (s->is_short || (more = suppress_more(s, s->terms, &s->term_count, &s->term_room,
	    sizeof(*more))) == NULL)
		return;
	s->terms = more;
	s->terms[s->term_count - 1] = (struct suppress_term){ .cell = (uint32_t)cell,
		.sum = (uint32_t)(s->sum_count - 1), .next = SUPPRESS_NONE, .sign = sign };
	s->sums[s->sum_count - 1].count++;
	s->sums[s->sum_count - 1].off += sign * s->cells[cell].n;
	for (at = &s->cells[cell].first; *at != SUPPRESS_NONE; at = &s->terms[*at].next)
		continue;
	*at = (uint32_t)(s->term_count - 1);
}

void
suppress_add(struct suppress *s, size_t cell)
{
	suppress_term(s, cell, 1);
}

void
suppress_take(struct suppress *s, size_t cell)
{
	suppress_term(s, cell, -1);
}

/* Terms of a sum lie together: with their rests the sums are written anew. */
static void
suppress_rests(struct suppress *s)
{
	struct suppress_term	*terms = s->terms;
	struct suppress_sum	*sums = s->sums;
	size_t			 count = s->sum_count;

	s->terms = NULL;
	s->sums = NULL;
	s->term_count = s->term_room = s->sum_count = s->sum_room = 0;
	for (size_t c = 0; c < s->cell_count; c++)
		s->cells[c].first = SUPPRESS_NONE;
	for (size_t i = 0; i < count && !s->is_short; i++) {
		if (sums[i].off < 0)
			continue;	/* no sum: the parts have more than the whole */
		suppress_sum(s);
		for (size_t t = 0; t < sums[i].count && !s->is_short; t++)
			suppress_term(s, terms[sums[i].first + t].cell, terms[sums[i].first + t].sign);
		if (sums[i].off > 0)
			suppress_take(s, suppress_put(s, sums[i].off, SUPPRESS_REST, false));
	}
	free(terms);
	free(sums);
}

/* --- one more ------------------------------------------------------------------------------- */

/* Sums that it is in, and by way of hidden ones those that these are in. */
static void
suppress_near(struct suppress *s, uint32_t cell)
{
	for (uint32_t t = s->cells[cell].first; t != SUPPRESS_NONE; t = s->terms[t].next) {
		struct suppress_sum *sum = &s->sums[s->terms[t].sum];

		if (sum->is_near)
			continue;
		sum->is_near = true;
		for (size_t i = 0; i < sum->count; i++)
			if (s->cells[s->terms[sum->first + i].cell].is_hidden)
				suppress_near(s, s->terms[sum->first + i].cell);
	}
}

/* How many of it are hidden in the tables; *at_r: where the first is, else behind all. */
static size_t
suppress_hidden_in(const struct suppress *s, const struct suppress_sum *sum, size_t *at_r)
{
	size_t	count = 0;

	*at_r = sum->count;
	for (size_t i = 0; i < sum->count; i++) {
		const struct suppress_cell *c = &s->cells[s->terms[sum->first + i].cell];

		if (!c->is_hidden || c->kind != SUPPRESS_SEEN)
			continue;
		if (count++ == 0)
			*at_r = i;
	}
	return (count);
}

struct suppress_choice {
	uint32_t	cell;		/* SUPPRESS_NONE: there is none */
	size_t		alone;		/* near sums in which one is hidden alone, and it is */
	bool		is_dear;
	size_t		distance;	/* from the first one hidden: before it, then behind it */
};

static bool
suppress_is_better(const struct suppress_choice *a, const struct suppress_choice *b)
{
	if (b->cell == SUPPRESS_NONE || a->alone != b->alone)
		return (b->cell == SUPPRESS_NONE || a->alone > b->alone);
	if (a->is_dear != b->is_dear)
		return (b->is_dear);
	return (a->distance < b->distance);
}

static size_t
suppress_alone(const struct suppress *s, uint32_t cell)
{
	size_t	count = 0, at;

	for (uint32_t t = s->cells[cell].first; t != SUPPRESS_NONE; t = s->terms[t].next) {
		const struct suppress_sum *sum = &s->sums[s->terms[t].sum];

		count += sum->is_near && suppress_hidden_in(s, sum, &at) == 1;
	}
	return (count);
}

static void
suppress_choose(const struct suppress *s, const struct suppress_sum *sum,
    struct suppress_choice *best)
{
	size_t	first;

	(void)suppress_hidden_in(s, sum, &first);
	for (size_t i = 0; i < sum->count; i++) {
		uint32_t cell = s->terms[sum->first + i].cell;
		const struct suppress_cell *c = &s->cells[cell];
		struct suppress_choice it = { .cell = cell, .is_dear = c->is_dear,
			.distance = i < first ? first - i : sum->count + i - first };

		if (c->is_hidden || c->kind != SUPPRESS_SEEN || c->n < 1)
			continue;
		it.alone = suppress_alone(s, cell);
		if (suppress_is_better(&it, best))
			*best = it;
	}
}

/* False: there is none that could be. */
static bool
suppress_one_more(struct suppress *s, uint32_t cell)
{
	struct suppress_choice	best = { .cell = SUPPRESS_NONE };

	for (size_t i = 0; i < s->sum_count; i++)
		s->sums[i].is_near = false;
	suppress_near(s, cell);
	for (size_t i = 0; i < s->sum_count; i++)
		if (s->sums[i].is_near)
			suppress_choose(s, &s->sums[i], &best);
	if (best.cell != SUPPRESS_NONE)
		s->cells[best.cell].is_hidden = true;
	return (best.cell != SUPPRESS_NONE);
}

vt_err
suppress_run(struct suppress *s)
{
	bool	has_changed = s->below > 1;

	suppress_rests(s);
	while (has_changed && !s->is_short) {
		has_changed = false;
		for (uint32_t c = 0; c < s->cell_count && !s->is_short; c++)
			while (!suppress_is_safe(s, c) && suppress_one_more(s, c))
				has_changed = true;
	}
	return (s->is_short ? vt_fail(VT_E_NOMEM, "no memory to see which numbers are to be hidden") :
	    VT_OK);
}

bool
suppress_is_hidden(const struct suppress *s, size_t cell)
{
	return (cell < s->cell_count && s->cells[cell].is_hidden);
}
