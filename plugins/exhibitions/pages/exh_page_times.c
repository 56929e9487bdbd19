/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dates of an exhibition's steps along a line of time, and the same as a list.
 */
#include <math.h>
#include <stdlib.h>

#include "exh_page.h"

#define EXH_TIMES_WIDTH	 320	/* units; a point has 22 */
#define EXH_TIMES_EDGE	 20.0
#define EXH_TIMES_APART	 25	/* between points of one row, and from row to row */
#define EXH_TIMES_CLOSE	 11	/* the same of many, which are spots and no buttons */
#define EXH_TIMES_ROWS	 8	/* at most; further ones lie upon each other */
#define EXH_TIMES_FOOT	 26	/* below the axis, for years */
#define EXH_TIMES_TICKS	 5	/* years at most that are written */

struct exh_moment {
	const struct exh_step	*step;
	size_t			 number;	/* of the step, from 1 */
	double			 time;		/* years */
	double			 x;
	int			 row;
};
struct exh_times {
	struct exh_moment	*moments;
	size_t			 count;
	double			 from, until;	/* years, whole */
	int			 apart, rows;
};

/* "1912-05-07" as years since 0; -1: it is no date. */
static double
exh_times_years(struct vt_str date)
{
	int64_t	year, month = 1, day = 1;

	if (!vt_str_to_int(vt_str_sub(date, 0, 4), 0, VT_YEAR_MAX, &year))
		return (-1);
	if (date.len >= 7 && !vt_str_to_int(vt_str_sub(date, 5, 2), 1, 12, &month))
		return (-1);
	if (date.len >= 10 && !vt_str_to_int(vt_str_sub(date, 8, 2), 1, 31, &day))
		return (-1);
	return ((double)year + ((double)month - 1) / 12 + ((double)day - 1) / 372);
}

static int
exh_times_cmp(const void *a, const void *b)
{
	const struct exh_moment	*x = a, *y = b;

	if (x->time < y->time || x->time > y->time)
		return (x->time < y->time ? -1 : 1);
	return (x->number < y->number ? -1 : x->number > y->number);
}

static void
exh_times_collect(const struct exh_page *p, struct exh_times *t)
{
	const struct exh_exhibition	*x = p->c.x;

	t->moments = vt_arena_array(p->c.arena, x->step_count + 1, sizeof(*t->moments));
	for (size_t i = 0; t->moments != NULL && i < x->step_count; i++) {
		double	time = exh_times_years(x->steps[i].date.start);

		if (time >= 0)
			t->moments[t->count++] = (struct exh_moment){ &x->steps[i], i + 1, time, 0, 0 };
	}
	if (t->count > 1)
		qsort(t->moments, t->count, sizeof(*t->moments), exh_times_cmp);
}

/* Each as low as nothing is in its way. */
static void
exh_times_place(struct exh_times *t)
{
	double	ends[EXH_TIMES_ROWS];

	for (int row = 0; row < EXH_TIMES_ROWS; row++)
		ends[row] = -t->apart;
	for (size_t i = 0; i < t->count; i++) {
		struct exh_moment *m = &t->moments[i];

		m->x = EXH_TIMES_EDGE + (m->time - t->from) / (t->until - t->from) *
		    (EXH_TIMES_WIDTH - 2 * EXH_TIMES_EDGE);
		while (m->row + 1 < EXH_TIMES_ROWS && ends[m->row] + t->apart > m->x)
			m->row++;
		ends[m->row] = m->x;
		if (m->row + 1 > t->rows)
			t->rows = m->row + 1;
	}
}

/* --- what the page says --------------------------------------------------------------------- */

static void
exh_times_ticks(struct exh_page *p, const struct exh_times *t)
{
	struct vt_value	*list = vt_value_list(p->c.arena);
	int64_t		 span = (int64_t)(t->until - t->from), step = 1;
	static const int64_t steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		step = steps[i];
		if (span / step <= EXH_TIMES_TICKS)
			break;
	}
	for (int64_t year = (int64_t)t->from; year <= (int64_t)t->until; year++) {
		struct vt_value	*v = vt_value_map(p->c.arena);

		if (year % step != 0)
			continue;
		vt_value_set_int(v, "x", (int64_t)(EXH_TIMES_EDGE + ((double)year - t->from) /
		    (double)span * (EXH_TIMES_WIDTH - 2 * EXH_TIMES_EDGE) + 0.5));
		vt_value_set_str(v, "year", vt_str_printf(p->c.arena, "%lld", (long long)year));
		vt_value_add(list, v);
	}
	vt_value_set(p->data, "ticks", list);
}

static void
exh_times_moments(struct exh_page *p, const struct exh_times *t, int64_t axis)
{
	struct vt_value	*list = vt_value_list(p->c.arena);

	for (size_t i = 0; i < t->count; i++) {
		const struct exh_moment	*m = &t->moments[i];
		struct vt_value		*v = vt_value_map(p->c.arena);

		vt_value_add(list, v);
		vt_value_set_int(v, "x", (int64_t)(m->x + 0.5));
		vt_value_set_int(v, "y", axis - t->apart / 2 - 3 - m->row * t->apart);
		if (exh_page_is_many(p))
			continue;
		vt_value_set_str(v, "url", exh_step_path(&p->c, m->step));
		vt_value_set_int(v, "number", (int64_t)m->number);
		vt_value_set_int(v, "stop", (int64_t)m->number);
		exh_page_heading(p, v, "heading", m->step);
		(void)exh_page_when(p, v, &m->step->date);
	}
	vt_value_set(p->data, "moments", list);
}

void
exh_page_times(struct exh_page *p)
{
	struct exh_times	t = { .apart = exh_page_is_many(p) ? EXH_TIMES_CLOSE : EXH_TIMES_APART };
	int64_t			axis;

	exh_times_collect(p, &t);
	vt_value_set_bool(p->data, "has_times", t.count > 1);
	if (t.count < 2)
		return;
	t.from = floor(t.moments[0].time);
	t.until = fmax(floor(t.moments[t.count - 1].time) + 1, t.from + 1);
	exh_times_place(&t);
	axis = (int64_t)t.rows * t.apart + 6;
	vt_value_set_int(p->data, "time_width", EXH_TIMES_WIDTH);
	vt_value_set_int(p->data, "time_height", axis + EXH_TIMES_FOOT);
	vt_value_set_int(p->data, "axis_y", axis);
	vt_value_set_int(p->data, "tick_y", axis + 5);
	vt_value_set_int(p->data, "tick_text_y", axis + 18);
	exh_times_ticks(p, &t);
	exh_times_moments(p, &t, axis);
}
