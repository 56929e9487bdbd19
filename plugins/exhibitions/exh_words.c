/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words in several versions, and which one stands in where one is missing.
 */
#include "exhibitions.h"

/* Whom to ask, one after the other. */
static const enum exh_version exh_next_to[EXH_VERSIONS][EXH_VERSIONS] = {
	[EXH_LT] = { EXH_LT, EXH_EN, EXH_EASY, EXH_EASY_EN },
	[EXH_EN] = { EXH_EN, EXH_LT, EXH_EASY_EN, EXH_EASY },
	[EXH_EASY] = { EXH_EASY, EXH_LT, EXH_EN, EXH_EASY_EN },
	[EXH_EASY_EN] = { EXH_EASY_EN, EXH_EN, EXH_LT, EXH_EASY },
};

static const char *const exh_names[EXH_VERSIONS] = { "lt", "en", "easy", "easy.en" };
static const char *const exh_langs[EXH_VERSIONS] = { "lt", "en", "lt", "en" };

const char *
exh_version_name(enum exh_version v)
{
	return (exh_names[v]);
}

const char *
exh_version_lang(enum exh_version v)
{
	return (exh_langs[v]);
}

struct vt_str
exh_words_get(const struct exh_words *w, enum exh_version v)
{
	for (int i = 0; i < EXH_VERSIONS; i++)
		if (w->in[exh_next_to[v][i]].len > 0)
			return (w->in[exh_next_to[v][i]]);
	return (VT_STR_NONE);
}

const char *
exh_words_lang(const struct exh_words *w, enum exh_version v)
{
	for (int i = 0; i < EXH_VERSIONS; i++)
		if (w->in[exh_next_to[v][i]].len > 0)
			return (exh_langs[exh_next_to[v][i]]);
	return (NULL);
}

const struct exh_passage *
exh_passage_get(const struct exh_passage p[EXH_VERSIONS], enum exh_version v,
    enum exh_version *given_r)
{
	for (int i = 0; i < EXH_VERSIONS; i++)
		if (p[exh_next_to[v][i]].is_there) {
			*given_r = exh_next_to[v][i];
			return (&p[*given_r]);
		}
	return (NULL);
}
