/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exhibitions: who in a session has started one (its cover, its first step, or all of it
 * as text), who came to its end, and how far each came at the furthest.
 */
#include <stdlib.h>

#include "fold_inside.h"

#define STEP_PLACES_MAX	1000	/* steps of an exhibition */

/* Takes what stands behind the last "/" off *s. */
static struct vt_str
step_last(struct vt_str *s)
{
	size_t		at = s->len;
	struct vt_str	last;

	while (at > 0 && s->p[at - 1] != '/')
		at--;
	last = vt_str_sub(*s, at, s->len);
	s->len = at > 0 ? at - 1 : 0;
	return (last);
}

bool
analytics_fold_step_read(struct vt_str part, struct vt_str *exhibition_r, struct fold_step *step_r)
{
	bool		is_easy = vt_str_ends(part, VT_STR("/easy"));
	struct vt_str	of, at, id;
	int64_t		n, m;

	if (is_easy)
		(void)step_last(&part);
	of = step_last(&part);
	at = step_last(&part);
	id = step_last(&part);
	if (part.len == 0 || !vt_str_to_int(of, 1, STEP_PLACES_MAX, &m) || !vt_str_to_int(at, 0, m, &n))
		return (false);
	*exhibition_r = part;
	*step_r = (struct fold_step){ .at = (uint16_t)n, .of = (uint16_t)m,
		.is_all = n == 0 && vt_str_eq_c(id, "all"), .is_easy = is_easy };
	return (true);
}

void
analytics_fold_step(struct analytics_fold *f, struct vt_str part)
{
	const struct fold_event	*e = &f->events[f->count - 1];
	struct fold_step	 read, *s;
	struct vt_str		 exhibition;

	if (e->visitor == 0 || !analytics_fold_step_read(part, &exhibition, &read) ||
	    (s = FOLD_MORE(f, steps, step_count, step_room)) == NULL)
		return;
	*s = read;
	s->ms = e->ms;
	s->visitor = e->visitor;
	s->event = (uint32_t)(f->count - 1);
	s->exhibition = analytics_texts_put(&f->texts, exhibition);
}

/* By visitor, exhibition, time. */
static int
step_order(const void *a, const void *b)
{
	const struct fold_step	*x = a, *y = b;

	if (x->visitor != y->visitor)
		return (x->visitor < y->visitor ? -1 : 1);
	if (x->exhibition != y->exhibition)
		return (x->exhibition < y->exhibition ? -1 : 1);
	if (x->ms != y->ms)
		return (x->ms < y->ms ? -1 : 1);
	return (x->event < y->event ? -1 : x->event > y->event);
}

static void
step_gain(struct analytics_fold *f, const struct fold_step *s, enum analytics_gain gain)
{
	if (s != NULL)
		f->events[s->event].gains |= 1u << gain;
}

/* Those of one session in one exhibition. */
static void
step_session(struct analytics_fold *f, const struct fold_step *steps, size_t count)
{
	const struct fold_step	*started = NULL, *finished = NULL, *furthest = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct fold_step *s = &steps[i];

		if (f->events[s->event].is_dropped)
			continue;
		if (started == NULL && s->at <= 1)
			started = s;
		if (s->is_all)
			continue;
		if (finished == NULL && s->at == s->of)
			finished = s;
		if (furthest == NULL || s->at > furthest->at)
			furthest = s;
	}
	step_gain(f, started, ANALYTICS_STARTED);
	step_gain(f, finished, ANALYTICS_FINISHED);
	step_gain(f, furthest, ANALYTICS_REACHED);
}

void
analytics_fold_steps_move(struct analytics_fold *f, const struct fold_order *order)
{
	uint32_t	*to = f->step_count > 0 ? calloc(f->count + 1, sizeof(*to)) : NULL;

	if (f->step_count > 0 && to == NULL)
		f->is_short = true;
	for (size_t i = 0; to != NULL && i < f->count; i++)
		to[order[i].at] = (uint32_t)i;
	for (size_t i = 0; to != NULL && i < f->step_count; i++)
		f->steps[i].event = to[f->steps[i].event];
	free(to);
}

void
analytics_fold_steps(struct analytics_fold *f)
{
	size_t	end;

	if (f->step_count > 0)
		qsort(f->steps, f->step_count, sizeof(*f->steps), step_order);
	for (size_t i = 0; i < f->step_count; i = end) {
		end = i + 1;
		while (end < f->step_count && f->steps[end].visitor == f->steps[i].visitor &&
		    f->steps[end].exhibition == f->steps[i].exhibition)
			end++;
		step_session(f, &f->steps[i], end - i);
	}
}
