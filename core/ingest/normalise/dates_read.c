/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tokens of a date say: one side, or two and what stands between them.  A side
 * that leaves a question open makes the whole date unread.
 */
#include "ingest/normalise/dates.h"

/* Only a number: "25" of "1920-25", "XIX" of "XIX-XX a.", "5" of "5-7 gegužės 1913". */
static bool
vt_date_is_only(const struct vt_date_side *s, int smalls)
{
	return (!s->has_year && s->century == 0 && s->month == 0 && s->roman == 0 &&
		s->ordinal == 0 && s->fraction == 0 && s->small_count == smalls);
}

/* "XIX-XX a." */
static void
vt_date_inherit_century(struct vt_date_side *l, const struct vt_date_side *r)
{
	if (l->century != 0 || r->century == 0 || l->has_year)
		return;
	l->century = l->roman != 0 ? l->roman : l->ordinal;
	l->roman = l->ordinal = 0;
	if (l->century == 0 && l->small_count == 1) {
		l->century = l->small[0];
		l->small_count = 0;
	}
	/* "I–II ketv. XIX a.", "XIX a. pr.–vid." stay unread */
}

/* "1920-25" */
static void
vt_date_inherit_hundreds(const struct vt_date_side *l, struct vt_date_side *r)
{
	if (!l->has_year || l->month != 0 || l->roman != 0 || l->small_count != 0 ||
	    l->unknown != 0 || !vt_date_is_only(r, 1) || r->small[0] <= l->year % 100)
		return;
	r->has_year = true;
	r->year = l->year - l->year % 100 + r->small[0];
	r->small_count = 0;
}

/* "5-7 gegužės 1913": only the day differs. */
static void
vt_date_inherit_month(const struct vt_date_side *whole, struct vt_date_side *day)
{
	int number = day->small[0];

	if (!whole->has_year || whole->small_count != 1 || !vt_date_is_only(day, 1) ||
	    (whole->month == 0 && whole->roman == 0))
		return;
	*day = *whole;
	day->small[0] = number;
}

/* "gegužė-birželis 1913" */
static void
vt_date_inherit_year(const struct vt_date_side *from, struct vt_date_side *to)
{
	if (to->month == 0 || to->has_year || !from->has_year || from->month == 0)
		return;
	to->has_year = true;
	to->year = from->year;
}

/* What one side leaves out because the other says it. */
static void
vt_date_inherit(struct vt_date_side *l, struct vt_date_side *r)
{
	vt_date_inherit_century(l, r);
	vt_date_inherit_hundreds(l, r);
	vt_date_inherit_month(l, r);
	vt_date_inherit_month(r, l);
	vt_date_inherit_year(r, l);
	vt_date_inherit_year(l, r);
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

	if (!vt_date_side_read(t, left, &l) || !vt_date_side_read(after, right, &r))
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

	return (vt_date_side_read(t, count, &s) && vt_date_side_span(&s, span_r));
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

	if (!vt_date_side_read(t + 1, count - 1, &s) || !vt_date_side_span(&s, &span))
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

/* Two dates, or "1910–"; at: what stands between them. */
static bool
vt_date_parted(vt_date_at t, size_t count, size_t at, struct vt_date_span *span_r)
{
	size_t skip = t->kind == VT_DATE_BETWEEN || t->kind == VT_DATE_FROM ? 1 : 0;

	if (at != count - 1 || t[at].kind != VT_DATE_DASH)
		return (vt_date_range(t + skip, at - skip, t + at + 1, count - at - 1, span_r));
	if (!vt_date_one(t, at, span_r))
		return (false);
	span_r->has[1] = false;
	return (true);
}

static bool
vt_date_sentence(vt_date_at t, size_t count, struct vt_date_span *span_r)
{
	size_t at = 0, seen = 0;

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
	if (seen == 1)
		return (vt_date_parted(t, count, at, span_r));
	if (seen != 0 || t->kind == VT_DATE_BETWEEN)
		return (false);
	if (t->kind == VT_DATE_BEFORE || t->kind == VT_DATE_AFTER || t->kind == VT_DATE_FROM ||
	    t->kind == VT_DATE_TO)
		return (vt_date_open(t, count, span_r));
	return (vt_date_one(t, count, span_r));
}

bool
vt_date_read(vt_date_at t, size_t count, struct vt_date_span *span_r)
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
