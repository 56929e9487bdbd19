/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hidden number is safe when the others that are hidden can make up for another value of
 * it: raised by one, each sum that it is in is put right by another hidden number, which
 * may put wrong a sum in its turn, until all are right; and so on, one by one.
 */
#include "suppress_inside.h"

#define SUPPRESS_TRIES	20000	/* of one unit; a number for which they do not do counts as not safe */

/* False: no memory to note which sums that touches. */
static bool
suppress_move(struct suppress *s, uint32_t cell, int by)
{
	s->cells[cell].now += by;
	s->cells[cell].is_tried = true;
	for (uint32_t t = s->cells[cell].first; t != SUPPRESS_NONE; t = s->terms[t].next) {
		uint32_t *more = suppress_more(s, s->touched, &s->touched_count, &s->touched_room,
		    sizeof(*more));

		if (more == NULL)
			return (false);
		s->touched = more;
		s->touched[s->touched_count - 1] = s->terms[t].sum;
		s->sums[s->terms[t].sum].off += by * s->terms[t].sign;
	}
	return (true);
}

static void
suppress_move_back(struct suppress *s, uint32_t cell, int by)
{
	s->cells[cell].now -= by;
	s->cells[cell].is_tried = false;
	for (uint32_t t = s->cells[cell].first; t != SUPPRESS_NONE; t = s->terms[t].next) {
		s->sums[s->terms[t].sum].off -= by * s->terms[t].sign;
		s->touched_count--;
	}
}

/* NULL: all are right. */
static const struct suppress_sum *
suppress_wrong(const struct suppress *s)
{
	for (size_t i = 0; i < s->touched_count; i++)
		if (s->sums[s->touched[i]].off != 0)
			return (&s->sums[s->touched[i]]);
	return (NULL);
}

static bool
suppress_put_right(struct suppress *s)
{
	const struct suppress_sum	*sum = suppress_wrong(s);

	if (sum == NULL)
		return (true);
	for (size_t i = 0; i < sum->count && s->tries > 0 && !s->is_short; i++) {
		const struct suppress_term *t = &s->terms[sum->first + i];
		struct suppress_cell *c = &s->cells[t->cell];
		int by = (sum->off > 0) == (t->sign > 0) ? -1 : 1;

		if (!c->is_hidden || c->is_tried || c->now + by < 1)
			continue;
		s->tries--;
		if (suppress_move(s, t->cell, by) && suppress_put_right(s))
			return (true);
		suppress_move_back(s, t->cell, by);
	}
	return (false);
}

/* Whether it may be so much more (or less) than it is, as far as anybody can tell. */
static bool
suppress_may_be(struct suppress *s, uint32_t cell, int64_t units, int by)
{
	bool	is_good = s->cells[cell].n + by >= 1;

	for (size_t c = 0; c < s->cell_count; c++)
		s->cells[c].now = s->cells[c].n;
	for (; units > 0 && is_good; units--) {
		for (size_t c = 0; c < s->cell_count; c++)
			s->cells[c].is_tried = false;
		s->touched_count = 0;
		s->tries = SUPPRESS_TRIES;
		is_good = suppress_move(s, cell, by) && suppress_put_right(s);
		if (!is_good)
			suppress_move_back(s, cell, by);
	}
	return (is_good);
}

bool
suppress_is_safe(struct suppress *s, uint32_t cell)
{
	const struct suppress_cell	*c = &s->cells[cell];

	if (!c->is_hidden || (c->kind == SUPPRESS_REST && c->n >= s->below))
		return (true);
	if (c->n < s->below)
		return (suppress_may_be(s, cell, s->below - c->n, 1));
	return (suppress_may_be(s, cell, 1, 1) || suppress_may_be(s, cell, 1, -1));
}
