/* SPDX-License-Identifier: Apache-2.0 */
/* What the tokens of one side of a date say: "XIX a. pab.", "1913 m. gegužės 5 d." */
#include "ingest/normalise/dates.h"

#define VT_DATE_CENTURY_MAX 40

static bool
vt_date_is_count(vt_date_at t)
{
	return ((t->kind == VT_DATE_NUMBER && t->digits <= 2) || t->kind == VT_DATE_ROMAN ||
		t->kind == VT_DATE_ORDINAL);
}

static bool
vt_date_side_year(struct vt_date_side *s, vt_date_at t)
{
	if (s->has_year)
		return (false);
	s->has_year = true;
	s->year = t->value;
	s->unknown = t->unknown;
	s->is_decade = t->is_decade;
	s->small_before = s->small_count;
	return (true);
}

/* A number that no century or part claimed; next is what follows, or NULL. */
static bool
vt_date_side_number(struct vt_date_side *s, vt_date_at t, vt_date_at next)
{
	bool is_said =
	    next != NULL && (next->kind == VT_DATE_YEAR_WORD || next->kind == VT_DATE_BC);

	if (t->digits == 4 || t->digits == 3 || (t->digits == 2 && is_said && !s->has_year))
		return (vt_date_side_year(s, t));
	if (t->digits == 8) {
		s->small[0] = t->value / 100 % 100;
		s->small[1] = t->value % 100;
		s->has_year = s->small_count == 0 && !s->has_year;
		s->small_count = 2;
		s->year = t->value / 10000;
		return (s->has_year);
	}
	if (t->digits > 2 || s->small_count == 2)
		return (false);
	if (t->is_ordinal) {
		s->ordinal = t->value;
		return (true);
	}
	s->small[s->small_count++] = t->value;
	return (true);
}

static bool
vt_date_side_fraction(struct vt_date_side *s, int fraction, int index)
{
	if (s->fraction != 0 || index < 1 || index > fraction)
		return (false);
	s->fraction = fraction;
	s->index = index;
	return (true);
}

/* A token by itself; false: it makes no sense here. */
static bool
vt_date_side_word(struct vt_date_side *s, vt_date_at t, vt_date_at next)
{
	switch (t->kind) {
	case VT_DATE_NUMBER:
		return (vt_date_side_number(s, t, next));
	case VT_DATE_ROMAN:
		s->roman = s->roman == 0 ? t->value : -1;
		return (s->roman > 0);
	case VT_DATE_ORDINAL:
		s->ordinal = t->value;
		return (true);
	case VT_DATE_MONTH:
		s->month = s->month == 0 ? t->value : -1;
		return (s->month > 0);
	case VT_DATE_WHERE:
		s->where = s->where == -1 ? t->value : -2;
		return (s->where >= 0);
	case VT_DATE_FRACTION:
		/* "antroji XIX a. pusė"; German "des" says nothing */
		return (s->ordinal != 0 ? vt_date_side_fraction(s, t->value, s->ordinal)
					: t->value == 10);
	case VT_DATE_CENTURY:
		/* "c. 1910" */
		return (t->value == 1 && next != NULL && next->kind == VT_DATE_NUMBER &&
			next->digits == 4);
	case VT_DATE_BC:
		s->is_bc = true;
		return (true);
	case VT_DATE_YEAR_WORD:
		return (true);
	default:
		return (false);
	}
}

/* "19th century": the words of a century by its number, but "c. 1910". */
static bool
vt_date_is_century(vt_date_at t, size_t count)
{
	return (count > 1 && vt_date_is_count(t) && t[1].kind == VT_DATE_CENTURY &&
		!(t[1].value == 1 && count > 2 && t[2].digits == 4));
}

bool
vt_date_side_read(vt_date_at t, size_t count, struct vt_date_side *side_r)
{
	struct vt_date_side s = { .where = -1 };

	for (size_t i = 0; i < count; i++) {
		vt_date_at next = i + 1 < count ? &t[i + 1] : NULL;

		if (next != NULL && vt_date_is_count(&t[i]) && next->kind == VT_DATE_FRACTION) {
			if (!vt_date_side_fraction(&s, next->value, t[i].value))
				return (false);
			i++;
		} else if (vt_date_is_century(&t[i], count - i)) {
			if (s.century != 0)
				return (false);
			s.century = t[i].value;
			i++;
		} else if (!vt_date_side_word(&s, &t[i], next))
			return (false);
	}
	*side_r = s;
	return (count != 0);
}

/* Years of a century, from its first, that a part of it is. */
static void
vt_date_century_part(const struct vt_date_side *s, int *from_r, int *to_r)
{
	static const int thirds[] = { 0, 33, 66, 100 };

	*from_r = 0;
	*to_r = 100;
	if (s->where != -1 || s->fraction == 3) {
		int part = s->fraction == 3 ? s->index - 1 : s->where;

		*from_r = thirds[part];
		*to_r = thirds[part + 1];
	} else if (s->fraction == 10) {
		/* the third decade of the XXth century: the twenties */
		*from_r = (s->index - 1) * 10 - 1;
		*to_r = *from_r + 10;
	} else if (s->fraction != 0) {
		*from_r = 100 / s->fraction * (s->index - 1);
		*to_r = 100 / s->fraction * s->index;
	}
}

static bool
vt_date_century_span(const struct vt_date_side *s, struct vt_date_span *span_r)
{
	int first = s->is_bc ? 1 - s->century * 100 : (s->century - 1) * 100 + 1;
	int from, to;

	if (s->century < 1 || s->century > VT_DATE_CENTURY_MAX || s->has_year || s->month != 0 ||
	    s->small_count != 0 || s->roman != 0)
		return (false);
	if (s->fraction != 0 && s->where != -1)
		return (false);
	vt_date_century_part(s, &from, &to);
	*span_r =
	    (struct vt_date_span){ { true, true }, { first + from, first + to - 1 }, { 0 }, { 0 } };
	return (true);
}

/* Month and day out of words, a Roman month, and bare numbers by their place. */
static bool
vt_date_month_day(const struct vt_date_side *s, int *month_r, int *day_r)
{
	int month = s->month != 0 ? s->month : s->roman;

	*day_r = 0;
	*month_r = month;
	if ((s->month != 0 && s->roman != 0) || month > 12)
		return (false);
	if (month != 0) {
		*day_r = s->small_count == 1 ? s->small[0] : s->ordinal;
		return (s->small_count < 2 && (s->small_count == 0 || s->ordinal == 0));
	}
	if (s->ordinal != 0 && s->fraction == 0)
		return (false);
	if (s->small_count == 0)
		return (true);
	if (s->small_count == 1)
		*month_r = s->small[0];
	else {
		*month_r = s->small[s->small_before == 2 ? 1 : 0];
		*day_r = s->small[s->small_before == 2 ? 0 : 1];
		if (s->small_before == 1 || *day_r == 0)
			return (false);
	}
	return (*month_r != 0);
}

bool
vt_date_side_span(const struct vt_date_side *s, struct vt_date_span *span_r)
{
	int month, day, scale = 1, year = s->is_bc ? 1 - s->year : s->year;

	if (s->century != 0)
		return (vt_date_century_span(s, span_r));
	if (!s->has_year || s->fraction == 10 || !vt_date_month_day(s, &month, &day))
		return (false);
	for (int i = 0; i < s->unknown; i++)
		scale *= 10;
	if (s->is_decade)
		scale = 10;
	if (scale != 1 && (month != 0 || s->is_bc))
		return (false);
	*span_r = (struct vt_date_span){
		{ true, true }, { year, year + scale - 1 }, { month, month }, { day, day }
	};
	return (true);
}
