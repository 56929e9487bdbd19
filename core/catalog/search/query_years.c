/* SPDX-License-Identifier: Apache-2.0 */
/* Years that people type among words, "Biržai 1927–1931 m.", told from the words. */
#include "catalog/search/query_read.h"

#include "api/catalog.h"

#define VT_YEARS_DIGITS 4

static struct vt_str
vt_years_spaces(struct vt_str s)
{
	while (s.len != 0 && vt_query_is_space(s.p[0]))
		s = vt_str_sub(s, 1, s.len);
	return (s);
}

static bool
vt_years_year(struct vt_str *s, int64_t *year_r)
{
	if (!vt_str_to_int(vt_str_sub(*s, 0, VT_YEARS_DIGITS), VT_SEARCH_YEAR_MIN, VT_SEARCH_YEAR_MAX,
			   year_r))
		return (false);
	*s = vt_str_sub(*s, VT_YEARS_DIGITS, s->len);
	return (true);
}

/* Of whatever length, with spaces around it or without.  A '-' right before a word, but not
 * behind one, says that it must not be there. */
static bool
vt_years_dash(struct vt_str *s)
{
	struct vt_str rest = vt_years_spaces(*s), after;
	bool is_minus = rest.len != 0 && rest.p[0] == '-';
	uint32_t code;

	if (!vt_utf8_next(&rest, &code) ||
	    !(is_minus || (code >= 0x2010 && code <= 0x2015) || code == 0x2212))
		return (false);
	after = vt_years_spaces(rest);
	if (is_minus && after.len == rest.len && vt_years_spaces(*s).len != s->len)
		return (false);
	*s = after;
	return (true);
}

/* Where a word could end. */
static bool
vt_years_is_end(struct vt_str s, char closing)
{
	if (closing != '\0')
		return (s.len != 0 && s.p[0] == closing);
	while (s.len != 0 && memchr(".,;:?!", s.p[0], 6) != NULL)
		s = vt_str_sub(s, 1, s.len);
	return (s.len == 0 || vt_query_is_space(s.p[0]));
}

/* "m.", as years are followed by in Lithuanian. */
static struct vt_str
vt_years_suffix(struct vt_str s, char closing)
{
	struct vt_str rest = vt_years_spaces(s);

	if (rest.len == 0 || rest.p[0] != 'm')
		return (s);
	rest = vt_str_sub(rest, 1, rest.len);
	if (rest.len != 0 && rest.p[0] == '.')
		rest = vt_str_sub(rest, 1, rest.len);
	return (vt_years_is_end(rest, closing) ? rest : s);
}

/* Off the text's beginning, with parentheses around it where closing is one. */
static bool
vt_years_span(struct vt_str *s, char closing, struct vt_search_years *y)
{
	struct vt_str rest = vt_str_sub(*s, closing != '\0', s->len), all = rest;

	if (!vt_years_year(&rest, &y->from) || !vt_years_dash(&rest) ||
	    !vt_years_year(&rest, &y->to))
		return (false);
	y->years = vt_str_sub(all, 0, all.len - rest.len);
	rest = vt_years_suffix(rest, closing);
	if (!vt_years_is_end(rest, closing))
		return (false);
	while (rest.len != 0 && !vt_query_is_space(rest.p[0]))
		rest = vt_str_sub(rest, 1, rest.len);
	*s = rest;
	return (true);
}

static bool
vt_years_is_operator(enum vt_query_token token)
{
	return (token == VT_TOKEN_AND || token == VT_TOKEN_OR || token == VT_TOKEN_NOT);
}

struct vt_years_walk {
	struct vt_query q;
	struct vt_str typed, before, after;	/* around the years */
	bool has_or;				/* what is asked for is one thing or another */
	unsigned spans;
};

/* Past the years where some stand; what is an operator's, in quotation marks or in
 * parentheses with others, is a word. */
static bool
vt_years_step(struct vt_years_walk *w, enum vt_query_token last, struct vt_search_years *y)
{
	struct vt_query next = { .has_small = w->q.has_small };
	struct vt_str rest = vt_years_spaces(w->q.rest), begin = rest;

	if (w->q.depth != 0 || vt_years_is_operator(last) ||
	    !vt_years_span(&rest, rest.len != 0 && rest.p[0] == '(' ? ')' : '\0', y))
		return (false);
	next.rest = rest;
	vt_query_next(&next);
	if (next.token == VT_TOKEN_AND || next.token == VT_TOKEN_OR)
		return (false);
	w->before = vt_str_sub(w->typed, 0, w->typed.len - begin.len);
	w->q.rest = w->after = rest;
	w->spans++;
	return (true);
}

static void
vt_years_word(struct vt_years_walk *w)
{
	vt_query_next(&w->q);
	w->has_or = w->has_or || (w->q.token == VT_TOKEN_OR && w->q.depth == 0);
	if (w->q.token == VT_TOKEN_OPEN)
		w->q.depth++;
	else if (w->q.token == VT_TOKEN_CLOSE)
		w->q.depth--;
}

bool
vt_search_years(struct vt_arena *a, struct vt_str words, struct vt_search_years *years_r)
{
	struct vt_years_walk w = { .q = { .a = a, .has_small = vt_query_has_small(words) } };
	struct vt_search_years y = { .from = 0 }, other;

	if (words.len > VT_SEARCH_BYTES_MAX || !vt_utf8_is_valid(words))
		return (false);
	w.q.rest = w.typed = vt_query_spaced(a, words);
	for (w.q.token = VT_TOKEN_WORD; w.q.token != VT_TOKEN_END && w.spans < 2;)
		if (!vt_years_step(&w, w.q.token, w.spans == 0 ? &y : &other))
			vt_years_word(&w);
		else
			w.q.token = VT_TOKEN_WORD;
	if (w.spans != 1 || w.has_or || w.q.is_unclosed)
		return (false);
	y.is_turned = y.from > y.to;
	*years_r = y;
	if (y.is_turned) {
		years_r->from = y.to;
		years_r->to = y.from;
	}
	years_r->words = vt_str_trim(vt_str_printf(a, "%.*s %.*s", VT_STR_ARG(vt_str_trim(w.before)),
						   VT_STR_ARG(vt_str_trim(w.after))));
	return (!vt_arena_is_exhausted(a));
}
