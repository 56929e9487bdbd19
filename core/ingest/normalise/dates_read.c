/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tokens of a date say: sides ("XIX a. pab.", "1913 m. gegužės 5 d.")
 * and what stands between two of them.  A side that leaves a question open
 * makes the whole date unread.
 */
#include "ingest/normalise/dates.h"

#define VT_DATE_CENTURY_MAX 40

struct vt_date_side {
	int year, unknown, month, century;
	int small[2], small_count, small_before; /* numbers below 100; how many before the year */
	int roman, ordinal;			 /* not yet used as a month, part or century */
	int fraction, index;			 /* "2. Hälfte": 2, 2 */
	int where;				 /* -1: none */
	bool has_year, is_decade, is_bc;
};

typedef const struct vt_date_token *vt_date_at;

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

static bool
vt_date_side(vt_date_at t, size_t count, struct vt_date_side *side_r)
{
	struct vt_date_side s = { .where = -1 };

	for (size_t i = 0; i < count; i++) {
		vt_date_at next = i + 1 < count ? &t[i + 1] : NULL;

		if (next != NULL && vt_date_is_count(&t[i]) && next->kind == VT_DATE_FRACTION) {
			if (!vt_date_side_fraction(&s, next->value, t[i].value))
				return (false);
			i++;
		} else if (next != NULL && vt_date_is_count(&t[i]) &&
			   next->kind == VT_DATE_CENTURY &&
			   !(next->value == 1 && i + 2 < count && t[i + 2].digits == 4)) {
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

static bool
vt_date_century_span(const struct vt_date_side *s, struct vt_date_span *span_r)
{
	static const int thirds[] = { 0, 33, 66, 100 };
	int first = s->is_bc ? 1 - s->century * 100 : (s->century - 1) * 100 + 1;
	int from = 0, to = 100;

	if (s->century < 1 || s->century > VT_DATE_CENTURY_MAX || s->has_year || s->month != 0 ||
	    s->small_count != 0 || s->roman != 0)
		return (false);
	if (s->fraction != 0 && s->where != -1)
		return (false);
	if (s->where != -1 || s->fraction == 3) {
		int part = s->fraction == 3 ? s->index - 1 : s->where;

		from = thirds[part];
		to = thirds[part + 1];
	} else if (s->fraction == 10) {
		/* the third decade of the XXth century: the twenties */
		from = (s->index - 1) * 10 - 1;
		to = from + 10;
	} else if (s->fraction != 0) {
		from = 100 / s->fraction * (s->index - 1);
		to = 100 / s->fraction * s->index;
	}
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

static bool
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

/* Only a number: "25" of "1920-25", "XIX" of "XIX-XX a.", "5" of "5-7 gegužės 1913". */
static bool
vt_date_is_only(const struct vt_date_side *s, int smalls)
{
	return (!s->has_year && s->century == 0 && s->month == 0 && s->roman == 0 &&
		s->ordinal == 0 && s->fraction == 0 && s->small_count == smalls);
}

/* What one side leaves out because the other says it. */
static void
vt_date_inherit(struct vt_date_side *l, struct vt_date_side *r)
{
	struct vt_date_side day;

	if (l->century == 0 && r->century != 0 && !l->has_year) {
		l->century = l->roman != 0 ? l->roman : l->ordinal;
		l->roman = l->ordinal = 0;
		if (l->century == 0 && l->small_count == 1) {
			l->century = l->small[0];
			l->small_count = 0;
		}
		/* "I–II ketv. XIX a.", "XIX a. pr.–vid." stay unread */
	}
	if (l->has_year && l->month == 0 && l->roman == 0 && l->small_count == 0 &&
	    l->unknown == 0 && vt_date_is_only(r, 1) && r->small[0] > l->year % 100) {
		r->has_year = true;
		r->year = l->year - l->year % 100 + r->small[0];
		r->small_count = 0;
	} else if (l->has_year && vt_date_is_only(r, 1) && (l->month != 0 || l->roman != 0)) {
		day = *l;
		day.small[0] = r->small[0];
		*r = l->small_count == 1 ? day : *r;
	} else if (r->has_year && vt_date_is_only(l, 1) && (r->month != 0 || r->roman != 0)) {
		day = *r;
		day.small[0] = l->small[0];
		*l = r->small_count == 1 ? day : *l;
	}
	if (l->month != 0 && !l->has_year && r->has_year && r->month != 0) {
		l->has_year = true;
		l->year = r->year;
	} else if (r->month != 0 && !r->has_year && l->has_year && l->month != 0) {
		r->has_year = true;
		r->year = l->year;
	}
	/* "300–200 pr. Kr." */
	if (r->is_bc && !l->is_bc &&
	    (l->century != 0 ? l->century >= r->century : l->year >= r->year))
		l->is_bc = true;
}

static bool
vt_date_range(vt_date_at t, size_t left, vt_date_at after, size_t right,
	      struct vt_date_span *span_r)
{
	struct vt_date_side l, r;
	struct vt_date_span a, b;

	if (!vt_date_side(t, left, &l) || !vt_date_side(after, right, &r))
		return (false);
	vt_date_inherit(&l, &r);
	if (!vt_date_side_span(&l, &a) || !vt_date_side_span(&r, &b))
		return (false);
	*span_r = (struct vt_date_span){ { true, true },
					 { a.year[0], b.year[1] },
					 { a.month[0], b.month[1] },
					 { a.day[0], b.day[1] } };
	return (true);
}

static bool
vt_date_one(vt_date_at t, size_t count, struct vt_date_span *span_r)
{
	struct vt_date_side s;

	return (vt_date_side(t, count, &s) && vt_date_side_span(&s, span_r));
}

/* "13/05/1928", "1928/05/13", "13-05-1928".  Where day and month could be
 * either, the year is all that is certain. */
static bool
vt_date_numbers(vt_date_at t, size_t count, struct vt_date_span *span_r)
{
	int year, month, day;

	if (count != 5 || t[0].kind != VT_DATE_NUMBER || t[2].kind != VT_DATE_NUMBER ||
	    t[4].kind != VT_DATE_NUMBER || t[1].kind != t[3].kind ||
	    (t[1].kind != VT_DATE_DASH && t[1].kind != VT_DATE_SLASH) || t[2].digits > 2)
		return (false);
	if (t[0].digits == 4 && t[4].digits <= 2) {
		year = t[0].value;
		month = t[2].value;
		day = t[4].value;
	} else if (t[4].digits == 4 && t[0].digits <= 2) {
		year = t[4].value;
		month = t[2].value > 12 ? t[0].value : t[2].value;
		day = t[2].value > 12 ? t[2].value : t[0].value;
		if (month != day && day <= 12 && day > 0 && month > 0)
			month = day = 0;
	} else
		return (false);
	*span_r =
	    (struct vt_date_span){ { true, true }, { year, year }, { month, month }, { day, day } };
	return (t[0].unknown == 0 && t[4].unknown == 0);
}

static bool
vt_date_is_between(vt_date_at t)
{
	return (t->kind == VT_DATE_DASH || t->kind == VT_DATE_SLASH || t->kind == VT_DATE_TO ||
		t->kind == VT_DATE_AND);
}

/* "before", "after" and their kin, at the front. */
static bool
vt_date_open(vt_date_at t, size_t count, struct vt_date_span *span_r)
{
	bool is_before = t->kind == VT_DATE_BEFORE || t->kind == VT_DATE_TO;
	struct vt_date_side s;
	struct vt_date_span span;

	if (!vt_date_side(t + 1, count - 1, &s) || !vt_date_side_span(&s, &span))
		return (false);
	/* Before or after a century: is the century itself meant too? */
	if (t->kind != VT_DATE_FROM && (s.century != 0 || s.unknown != 0 || s.is_decade))
		return (false);
	span.has[is_before ? 0 : 1] = false;
	*span_r = span;
	return (true);
}

/* Without the commas, and without the dash of "mid-19th". */
static size_t
vt_date_without_commas(vt_date_at t, size_t count, struct vt_date_token out[VT_DATE_TOKENS_MAX],
		       bool is_without)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (t[i].kind == VT_DATE_AND && t[i].value == 1 && is_without)
			continue;
		if (t[i].kind == VT_DATE_DASH && i > 0 && t[i - 1].kind == VT_DATE_WHERE &&
		    (i == 1 || vt_date_is_between(&t[i - 2])))
			continue;
		out[n++] = t[i];
	}
	return (n);
}

static bool
vt_date_sentence(vt_date_at t, size_t count, struct vt_date_span *span_r)
{
	size_t at = 0, seen = 0;
	bool is_pair = count != 0 && (t->kind == VT_DATE_BETWEEN || t->kind == VT_DATE_FROM);

	if (count == 0)
		return (false);
	if (vt_date_numbers(t, count, span_r))
		return (true);
	for (size_t i = 1; i < count; i++) {
		if (!vt_date_is_between(&t[i]))
			continue;
		at = i;
		seen++;
	}
	if (seen == 1 && at == count - 1 && t[at].kind == VT_DATE_DASH) {
		if (!vt_date_one(t, at, span_r))
			return (false);
		span_r->has[1] = false;
		return (true);
	}
	if (seen == 1) {
		size_t skip = is_pair ? 1 : 0;

		return (vt_date_range(t + skip, at - skip, t + at + 1, count - at - 1, span_r));
	}
	if (seen != 0 || t->kind == VT_DATE_BETWEEN)
		return (false);
	if (t->kind == VT_DATE_BEFORE || t->kind == VT_DATE_AFTER || t->kind == VT_DATE_FROM ||
	    t->kind == VT_DATE_TO)
		return (vt_date_open(t, count, span_r));
	return (vt_date_one(t, count, span_r));
}

bool
vt_date_read(const struct vt_date_token *t, size_t count, struct vt_date_span *span_r)
{
	struct vt_date_token plain[VT_DATE_TOKENS_MAX];
	bool is_short = false, is_said = false;

	for (size_t i = 0; i < count; i++) {
		is_short = is_short || (t[i].kind == VT_DATE_NUMBER && t[i].digits == 3);
		is_said = is_said || t[i].kind == VT_DATE_YEAR_WORD || t[i].kind == VT_DATE_BC;
	}
	/* "825" alone may be anything; "825 m." is a year. */
	if (is_short && !is_said)
		return (false);
	return (vt_date_sentence(plain, vt_date_without_commas(t, count, plain, true), span_r) ||
		vt_date_sentence(plain, vt_date_without_commas(t, count, plain, false), span_r));
}
