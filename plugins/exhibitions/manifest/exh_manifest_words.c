/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts by language in JSON (Presentation 3.0, 4.4): Lithuanian first, since viewers that do
 * not know a reader's language take the first one.  An easy text is in one of them, too, and
 * stands in a map only where there is no other.
 */
#include "exh_manifest.h"

static const enum exh_version exh_map_versions[] = { EXH_LT, EXH_EN };

static void
exh_json_one(struct vt_jsonw *j, const char *lang, struct vt_str text)
{
	vt_jsonw_key(j, lang);
	vt_jsonw_array(j);
	vt_jsonw_str(j, text);
	vt_jsonw_end(j);
}

void
exh_json_words(struct vt_jsonw *j, const char *key, const struct exh_words *w, struct vt_str none)
{
	bool	has_any = false;

	vt_jsonw_key(j, key);
	vt_jsonw_object(j);
	for (size_t i = 0; i < 2; i++)
		if (w->in[exh_map_versions[i]].len > 0) {
			exh_json_one(j, exh_version_lang(exh_map_versions[i]),
			    w->in[exh_map_versions[i]]);
			has_any = true;
		}
	for (int v = EXH_FULL_VERSIONS; v < EXH_VERSIONS && !has_any; v++)
		if (w->in[v].len > 0) {
			exh_json_one(j, exh_version_lang((enum exh_version)v), w->in[v]);
			has_any = true;
		}
	if (!has_any)
		exh_json_one(j, "none", none);
	vt_jsonw_end(j);
}

void
exh_json_value(struct exh_manifest *m, const char *key, const struct exh_words *w)
{
	struct exh_words	plain = *w;

	for (int i = 0; i < EXH_VERSIONS; i++) {
		struct vt_str s = plain.in[i];

		if (s.len > 1 && s.p[0] == '<' && s.p[s.len - 1] == '>')
			plain.in[i] = vt_str_printf(m->c.arena, "%.*s ", VT_STR_ARG(s));
	}
	exh_json_words(&m->j, key, &plain, VT_STR("–"));
}

void
exh_json_message(struct exh_call *c, struct vt_jsonw *j, const char *key, const char *message)
{
	vt_jsonw_key(j, key);
	vt_jsonw_object(j);
	for (size_t i = 0; i < 2; i++) {
		const char *lang = exh_version_lang(exh_map_versions[i]);

		exh_json_one(j, lang, vt_message_in(c->req, lang, message));
	}
	vt_jsonw_end(j);
}

void
exh_json_pairs(struct exh_manifest *m, const char *const *messages, const struct exh_words *pairs,
    size_t count)
{
	bool	has_any = false;

	for (size_t i = 0; i < count; i++) {
		if (exh_words_get(&pairs[i], EXH_LT).len == 0)
			continue;
		if (!has_any) {
			vt_jsonw_key(&m->j, "metadata");
			vt_jsonw_array(&m->j);
		}
		has_any = true;
		vt_jsonw_object(&m->j);
		exh_json_message(&m->c, &m->j, "label", messages[i]);
		exh_json_value(m, "value", &pairs[i]);
		vt_jsonw_end(&m->j);
	}
	if (has_any)
		vt_jsonw_end(&m->j);
}

struct exh_words
exh_headings(const struct exh_step *s)
{
	struct exh_words	w = { .line = s->line };

	for (int i = 0; i < EXH_VERSIONS; i++)
		if (s->passage[i].is_there)
			w.in[i] = s->passage[i].heading;
	return (w);
}

/* Numbers are the same in both. */
struct exh_words
exh_date_words(struct vt_arena *a, const struct exh_date *d)
{
	struct exh_words	w = d->label;

	if (exh_words_get(&w, EXH_LT).len > 0 || d->start.len == 0)
		return (w);
	w.in[EXH_LT] = w.in[EXH_EN] = d->end.len == 0 || vt_str_eq(d->start, d->end) ? d->start :
	    vt_str_printf(a, "%.*s–%.*s", VT_STR_ARG(d->start), VT_STR_ARG(d->end));
	return (w);
}

struct vt_str
exh_json_rights(struct vt_arena *a, struct vt_str rights)
{
	static const char *const	known[] = { "creativecommons.org/licenses/",
		"creativecommons.org/publicdomain/", "rightsstatements.org/vocab/" };
	bool				is_https = vt_str_starts(rights, VT_STR("https://"));
	struct vt_str			rest = vt_str_sub(rights, is_https ? 8 : 7, rights.len);

	if (!is_https && !vt_str_starts(rights, VT_STR("http://")))
		return (VT_STR_NONE);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (vt_str_starts(rest, vt_str_of(known[i])))
			return (is_https ? vt_str_printf(a, "http://%.*s", VT_STR_ARG(rest)) : rights);
	return (VT_STR_NONE);
}

struct vt_str
exh_nav_date(struct vt_arena *a, const struct exh_date *d)
{
	struct vt_str	day = d->start;
	int64_t		year;

	if ((d->end.len > 0 && !vt_str_eq(d->start, d->end)) || day.len < 4 ||
	    !vt_str_to_int(vt_str_sub(day, 0, 4), 1, 9999, &year))
		return (VT_STR_NONE);
	return (vt_str_printf(a, "%.*s%sT00:00:00Z", VT_STR_ARG(day),
	    day.len == 4 ? "-01-01" : day.len == 7 ? "-01" : ""));
}
