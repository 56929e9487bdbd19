/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A timeline as bars, one a decade (or a century, where there are too many), each a
 * link; the list of times below it says the same.
 */
#include <math.h>
#include <stdio.h>

#include "site.h"

#define SITE_LINE_COLUMN	30	/* units of a bar and the gap behind it: 24 px and more */
#define SITE_LINE_COLUMNS	48	/* more are told by centuries */
#define SITE_LINE_WIDTH		720	/* units at least */
#define SITE_LINE_WIDEST	96	/* units of a column at most */
#define SITE_LINE_HEIGHT	230
#define SITE_LINE_BASE		196	/* where bars stand */
#define SITE_LINE_BAR		150	/* height of the highest */
#define SITE_LINE_LEAST		5
#define SITE_YEARS		10

struct site_line {
	int64_t	first, last, years;	/* years: of a column */
	int64_t	most;
	int64_t	column, width, left;	/* units */
};

static int64_t
site_line_year(const struct vt_facet_value *v)
{
	int64_t	year = 0;

	(void)vt_str_to_int(vt_str_sub(v->key, 0, 4), 0, 9999, &year);
	return (year);
}

/* The columns of one width of time, "1920-1929" or "1900-1999". */
static bool
site_line_is_of(const struct vt_facet_value *v, int64_t years)
{
	int64_t	end = 0;

	return (v->key.len == 9 && vt_str_to_int(vt_str_sub(v->key, 5, 4), 0, 9999, &end) &&
	    end - site_line_year(v) == years - 1);
}

static void
site_line_span(const struct vt_facet_value **times, size_t count, int64_t years, struct site_line *l)
{
	*l = (struct site_line){ .first = 9999, .last = -1, .years = years, .most = 1 };
	for (size_t i = 0; i < count; i++) {
		int64_t	year = site_line_year(times[i]);

		if (!site_line_is_of(times[i], years))
			continue;
		l->first = year < l->first ? year : l->first;
		l->last = year > l->last ? year : l->last;
		l->most = times[i]->count > l->most ? times[i]->count : l->most;
	}
}

static int64_t
site_line_columns(const struct site_line *l)
{
	return (l->last < l->first ? 0 : (l->last - l->first) / l->years + 1);
}

static void
site_line_number(struct vt_value *v, const char *key, int64_t n)
{
	char	text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)n);
	vt_value_set_str(v, key, vt_str_of(text));
}

static struct vt_value *
site_line_bar(struct site_call *c, const struct site_line *l, const struct vt_facet_value *time)
{
	struct vt_value	*v = vt_value_map(c->arena);
	int64_t		 year = site_line_year(time);
	int64_t		 x = l->left + (year - l->first) / l->years * l->column;
	int64_t		 height = llround(SITE_LINE_BAR * (double)time->count / (double)l->most);

	if (height < SITE_LINE_LEAST)
		height = SITE_LINE_LEAST;
	vt_value_set_str(v, "start", vt_str_sub(time->key, 0, 4));
	vt_value_set_str(v, "end", vt_str_sub(time->key, 5, 4));
	vt_value_set_str(v, "url", site_search_url(c, "period", time->key));
	vt_value_set_int(v, "count", time->count);
	site_line_number(v, "x", x + 2);
	site_line_number(v, "y", SITE_LINE_BASE - height);
	site_line_number(v, "width", l->column - 4);
	site_line_number(v, "height", height);
	site_line_number(v, "middle", x + l->column / 2);
	site_line_number(v, "above", SITE_LINE_BASE - height - 6);
	return (v);
}

/* Each fifty years, or each century where columns are centuries, where there is room. */
static void
site_line_years(struct site_call *c, const struct site_line *l)
{
	struct vt_value	*marks = vt_value_list(c->arena);
	int64_t		 step = l->years == SITE_YEARS ? (l->column >= 60 ? SITE_YEARS : 50) : l->years;

	for (int64_t year = l->first; year <= l->last + l->years; year++) {
		struct vt_value	*v;

		if (year % step != 0)
			continue;
		v = vt_value_map(c->arena);
		site_line_number(v, "year", year);
		site_line_number(v, "x", l->left + (year - l->first) * l->column / l->years);
		vt_value_add(marks, v);
	}
	vt_value_set(c->data, "marks", marks);
}

static void
site_line_measure(struct site_line *l)
{
	int64_t	columns = site_line_columns(l);

	l->column = SITE_LINE_WIDTH / (columns > 0 ? columns : 1);
	if (l->column < SITE_LINE_COLUMN)
		l->column = SITE_LINE_COLUMN;
	if (l->column > SITE_LINE_WIDEST)
		l->column = SITE_LINE_WIDEST;
	l->left = SITE_LINE_COLUMN;
	l->width = columns * l->column + 2 * SITE_LINE_COLUMN;
}

void
site_timeline(struct site_call *c, const struct vt_facet_value **times, size_t count)
{
	struct vt_value		*bars = vt_value_list(c->arena);
	struct site_line	 l;

	site_line_span(times, count, SITE_YEARS, &l);
	if (site_line_columns(&l) > SITE_LINE_COLUMNS)
		site_line_span(times, count, 10 * SITE_YEARS, &l);
	if (site_line_columns(&l) < 2)
		return;
	site_line_measure(&l);
	for (size_t i = 0; i < count; i++)
		if (site_line_is_of(times[i], l.years))
			vt_value_add(bars, site_line_bar(c, &l, times[i]));
	vt_value_set(c->data, "bars", bars);
	site_line_years(c, &l);
	site_line_number(c->data, "line_base", SITE_LINE_BASE);
	site_line_number(c->data, "line_width", l.width);
	site_line_number(c->data, "line_height", SITE_LINE_HEIGHT);
	vt_value_set_bool(c->data, "has_timeline", true);
}
