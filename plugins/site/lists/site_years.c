/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Years that a reader wrote among the words: they become what the period narrows down to,
 * which is said, and which can be taken away or looked for as it is written.
 */
#include "site.h"

struct vt_str
site_period_key(struct vt_arena *a, int64_t from, int64_t to)
{
	return (vt_str_printf(a, "%04lld-%04lld", (long long)from, (long long)to));
}

void
site_years_read(struct site_call *c, struct site_query *q)
{
	struct vt_str	*period = &q->find.chosen[VT_FACET_PERIOD];

	q->has_years = vt_search_years(c->arena, q->find.words, &q->years);
	if (!q->has_years)
		return;
	q->find.words = q->years.words;
	q->period_before = *period;
	*period = site_period_key(c->arena, q->years.from, q->years.to);
}

/* The same words with the years in quotation marks, which makes them words. */
static struct vt_str
site_years_as_words(struct site_call *c, const struct site_query *q)
{
	struct site_query	other = *q;

	other.find.words = vt_str_trim(vt_str_printf(c->arena, "%.*s \"%.*s\"",
	    VT_STR_ARG(q->find.words), VT_STR_ARG(q->years.years)));
	if (other.find.words.len > SITE_WORDS_MAX)
		return (VT_STR_NONE);
	return (site_query_with(c, &other, VT_FACET_PERIOD, q->period_before));
}

void
site_years_tell(struct site_call *c, const struct site_query *q)
{
	struct vt_value	*v;

	if (!q->has_years)
		return;
	v = vt_value_map(c->arena);
	vt_value_set_str(v, "written", q->years.years);
	vt_value_set_str(v, "start", vt_str_printf(c->arena, "%lld", (long long)q->years.from));
	vt_value_set_str(v, "end", vt_str_printf(c->arena, "%lld", (long long)q->years.to));
	vt_value_set_bool(v, "is_turned", q->years.is_turned);
	vt_value_set_str(v, "words_url", site_years_as_words(c, q));
	vt_value_set(c->data, "years", v);
}
