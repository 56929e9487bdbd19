/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of vt_date_parse(): folded text, tokens, what one side of a range
 * says.  Nobody else includes this.
 */
#ifndef VT_INGEST_DATES_H
#define VT_INGEST_DATES_H

#include <stdbool.h>
#include <stddef.h>

#include "api/str.h"

#define VT_DATE_TEXT_MAX   128	/* bytes of a date in words; longer says nothing */
#define VT_DATE_TOKENS_MAX 24

enum vt_date_kind {
	VT_DATE_NUMBER,		/* value, digits, unknown */
	VT_DATE_ROMAN,		/* value */
	VT_DATE_ORDINAL,	/* value: "first", "antroji" */
	VT_DATE_MONTH,		/* value */
	VT_DATE_WHERE,		/* value: 0 beginning, 1 middle, 2 end */
	VT_DATE_FRACTION,	/* value: 2 halves, 3 thirds, 4 quarters, 10 decades */
	VT_DATE_CENTURY,
	VT_DATE_BEFORE,
	VT_DATE_AFTER,
	VT_DATE_FROM,
	VT_DATE_TO,		/* between two, or first: before */
	VT_DATE_BETWEEN,
	VT_DATE_AND,
	VT_DATE_BC,
	VT_DATE_YEAR_WORD,
	VT_DATE_FILLER,		/* says nothing about the numbers */
	VT_DATE_NEVER,		/* "s. a.": nothing is known */
	VT_DATE_DASH,		/* value 1: a hyphen, 2: a dash */
	VT_DATE_SLASH
};

struct vt_date_token {
	enum vt_date_kind	kind;
	int			value;
	int			digits, unknown;	/* "191-": digits 4, unknown 1, value 1910 */
	bool			is_decade;		/* "1920s", "1920-ieji" */
	bool			is_ordinal;		/* "19th", "2-oji" */
};

/* Both ends; month, day 0: not said.  An open end has has[i] false. */
struct vt_date_span {
	bool	has[2];
	int	year[2], month[2], day[2];
};

/* A date, or one side of two. */
struct vt_date_side {
	int year, unknown, month, century;
	int small[2], small_count, small_before; /* numbers below 100; how many before the year */
	int roman, ordinal;			 /* not yet used as a month, part or century */
	int fraction, index;			 /* "2. Hälfte": 2, 2 */
	int where;				 /* -1: none */
	bool has_year, is_decade, is_bc;
};

typedef const struct vt_date_token *vt_date_at;

/* s in lower case without diacritics, brackets and marks of doubt, dashes as
 * '-' (hyphen) and '_' (dash); false when it is too long or in letters that are
 * not known. */
bool	vt_date_fold(struct vt_str s, char out[VT_DATE_TEXT_MAX]);
/* The tokens of folded text; false when a word is not known. */
bool	vt_date_tokens(const char *text, struct vt_date_token t[VT_DATE_TOKENS_MAX],
	    size_t *count_r);
bool	vt_date_side_read(vt_date_at t, size_t count, struct vt_date_side *side_r);
bool	vt_date_side_span(const struct vt_date_side *s, struct vt_date_span *span_r);
/* What tokens say. */
bool	vt_date_read(vt_date_at t, size_t count, struct vt_date_span *span_r);

#endif
