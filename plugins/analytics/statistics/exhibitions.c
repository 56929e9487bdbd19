/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exhibitions in reports: how many began one, came to its end, and how far half of them
 * came; from the counts of days.
 */
#include "statistics.h"

#define EXHIBITION_STEPS_MAX	1000	/* fold_steps.c */

struct exhibition {
	struct vt_str	slug;
	int64_t		started, finished, embedded;
	int64_t		steps;			/* that it has */
	int64_t		*reached;		/* by step; NULL: nobody */
};
struct exhibitions {
	struct vt_arena		*arena;
	struct exhibition	 items[STATISTICS_ROWS_MAX];
	size_t			 count;
};

struct exhibitions *
exhibitions_new(struct vt_arena *a)
{
	struct exhibitions	*x = vt_arena_alloc(a, sizeof(*x));

	if (x != NULL)
		x->arena = a;
	return (x);
}

/* NULL: there is no room for more. */
static struct exhibition *
exhibition_of(struct exhibitions *x, struct vt_str slug)
{
	for (size_t i = 0; i < x->count; i++)
		if (vt_str_eq(x->items[i].slug, slug))
			return (&x->items[i]);
	if (x->count == STATISTICS_ROWS_MAX)
		return (NULL);
	x->items[x->count].slug = vt_str_dup(x->arena, slug);
	return (&x->items[x->count++]);
}

/* "N/M/slug" */
static void
exhibition_reached(struct exhibitions *x, struct vt_str key, int64_t n)
{
	struct exhibition	*e;
	struct vt_str		 at, of;
	int64_t			 step, steps;

	if (!vt_str_next(&key, '/', &at) || !vt_str_next(&key, '/', &of) ||
	    !vt_str_to_int(of, 1, EXHIBITION_STEPS_MAX, &steps) ||
	    !vt_str_to_int(at, 0, steps, &step) || (e = exhibition_of(x, key)) == NULL)
		return;
	if (e->reached == NULL)
		e->reached = vt_arena_array(x->arena, EXHIBITION_STEPS_MAX + 1, sizeof(*e->reached));
	if (e->reached != NULL)
		e->reached[step] += n;
	if (steps > e->steps)
		e->steps = steps;
}

void
exhibitions_add(struct exhibitions *x, struct vt_str name, struct vt_str key, int64_t n)
{
	struct exhibition	*e;

	if (vt_str_eq_c(name, "exhibition-reached")) {
		exhibition_reached(x, key, n);
		return;
	}
	if ((e = exhibition_of(x, key)) == NULL)
		return;
	if (vt_str_eq_c(name, "exhibition-started"))
		e->started += n;
	else if (vt_str_eq_c(name, "exhibition-finished"))
		e->finished += n;
	else if (vt_str_eq_c(name, "exhibition-embed"))
		e->embedded += n;
}

/* The step that half of them came to or beyond. */
static int64_t
exhibition_median(const struct exhibition *e, int64_t *readers_r)
{
	int64_t	all = 0, seen = 0;

	*readers_r = 0;
	if (e->reached == NULL)
		return (0);
	for (int64_t i = 0; i <= e->steps; i++)
		all += e->reached[i];
	*readers_r = all;
	for (int64_t i = e->steps; i > 0; i--)
		if ((seen += e->reached[i]) * 2 >= all && all > 0)
			return (i);
	return (0);
}

void
exhibitions_table(const struct exhibitions *x, const struct statistics *s,
    struct statistics_table *t)
{
	int64_t	readers, median;

	for (size_t i = 0; i < x->count; i++) {
		const struct exhibition *e = &x->items[i];
		size_t at = t->row_count++;

		/* The most begun one first. */
		for (; at > 0 && t->rows[at - 1].n[EXHIBITION_STARTED] < e->started; at--)
			t->rows[at] = t->rows[at - 1];
		median = exhibition_median(e, &readers);
		t->rows[at] = (struct statistics_row){ .label = e->slug, .id = e->slug,
			.n = { [EXHIBITION_STARTED] = e->started, [EXHIBITION_FINISHED] = e->finished,
			    [EXHIBITION_MEDIAN] = statistics_is_hidden(s, readers) ? 0 : median,
			    [EXHIBITION_STEPS] = e->steps, [EXHIBITION_EMBEDDED] = e->embedded } };
	}
}
