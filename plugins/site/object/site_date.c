/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A date as readers of a language say it: sources write "[apie 1926]", "1930?",
 * "1911/1913", "XIX a. pab."; templates/pages/parts/date.mustache has the words.
 */
#include "site.h"

#define SITE_YEAR_LEN 4

static bool
site_is_year(struct vt_str s)
{
	int64_t	year;

	return (s.len == SITE_YEAR_LEN && vt_str_to_int(s, 0, VT_YEAR_MAX, &year));
}

/* What a cataloguer supplies stands in brackets, which says nothing to others. */
static struct vt_str
site_date_bare(struct vt_str s)
{
	s = vt_str_trim(s);
	if (s.len > 2 && s.p[0] == '[' && s.p[s.len - 1] == ']')
		s = vt_str_trim(vt_str_sub(s, 1, s.len - 2));
	return (s);
}

/* The year of "apie 1926"; empty: it is not said so. */
static struct vt_str
site_date_about(struct vt_str s)
{
	static const char *const	words[] = { "apie ", "about ", "circa ", "ca. ", "ca " };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct vt_str	word = vt_str_of(words[i]), year;

		if (!vt_str_eq_nocase(vt_str_sub(s, 0, word.len), word))
			continue;
		year = vt_str_trim(vt_str_sub(s, word.len, s.len));
		if (vt_str_ends(year, VT_STR(" m.")))
			year.len -= sizeof(" m.") - 1;
		return (site_is_year(year) ? year : VT_STR_NONE);
	}
	return (VT_STR_NONE);
}

static bool
site_has_letters(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z'))
			return (true);
	return (false);
}

/* Words in another language than the page's; a source that names none is
 * Lithuanian. */
static bool
site_date_is_foreign(struct site_call *c, const struct vt_property *p, struct vt_str s)
{
	const char	*own = p->lang.len > 0 ? vt_str_c(c->arena, p->lang) : "lt";

	return (own != NULL && strcmp(own, c->language) != 0 && site_has_letters(s));
}

static bool
site_date_is_span(struct vt_str s, const struct vt_property *p)
{
	return (site_is_year(p->start) && site_is_year(p->end) && !vt_str_eq(p->start, p->end) &&
	    vt_str_starts(s, p->start) && vt_str_ends(s, p->end) && !site_has_letters(s));
}

/* Which of the words of parts/date.mustache these are. */
static const char *
site_date_form(struct site_call *c, const struct vt_property *p, struct vt_str bare,
    struct vt_str *text_r)
{
	struct vt_str	year = site_date_about(bare);

	*text_r = bare;
	if (year.len > 0) {
		*text_r = year;
		return ("is_about");
	}
	year = vt_str_sub(bare, 0, SITE_YEAR_LEN);
	if (bare.len == SITE_YEAR_LEN + 1 && bare.p[SITE_YEAR_LEN] == '?' && site_is_year(year)) {
		*text_r = year;
		return ("is_maybe");
	}
	if (site_date_is_span(bare, p))
		return ("is_span");
	if (!site_date_is_foreign(c, p, bare) || !site_is_year(p->start) || !site_is_year(p->end))
		return ("is_plain");
	*text_r = p->start;
	return (vt_str_eq(p->start, p->end) ? "is_plain" : "is_span");
}

/* Every key is there, so that no template takes one of its surroundings. */
struct vt_value *
site_date(struct site_call *c, const struct vt_property *p)
{
	static const char *const	forms[] = { "is_about", "is_maybe", "is_span", "is_plain" };
	struct vt_value	*v = vt_value_map(c->arena);
	struct vt_str	 text;
	const char	*form = site_date_form(c, p, site_date_bare(p->value), &text);
	bool		 is_foreign = strcmp(form, "is_plain") == 0 &&
			    site_date_is_foreign(c, p, text);

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		vt_value_set_bool(v, forms[i], strcmp(forms[i], form) == 0);
	vt_value_set_str(v, "text", text);
	vt_value_set_str(v, "start", p->start);
	vt_value_set_str(v, "end", p->end);
	vt_value_set_str(v, "lang", !is_foreign ? VT_STR_NONE :
	    p->lang.len > 0 ? p->lang : VT_STR("lt"));
	return (v);
}
