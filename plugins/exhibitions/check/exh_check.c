/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate before publishing: what an exhibition lacks for somebody, in the order of its
 * files.
 */
#include <stdio.h>
#include <stdlib.h>

#include "exh_check.h"

static const struct exh_rule
	exh_rule_title = { "missing_title", true, EXH_ERROR, EXH_ERROR, EXH_ERROR, true },
	exh_rule_summary = { "missing_summary", true, EXH_WARNING, EXH_ERROR, EXH_WARNING, true },
	exh_rule_text = { "missing_translation", false, EXH_NOTE, EXH_ERROR, EXH_WARNING, true },
	exh_rule_quote = { "missing_translation", false, EXH_NOTE, EXH_ERROR, EXH_NOTE, false },
	exh_rule_name = { "missing_translation", false, EXH_NOTE, EXH_ERROR, EXH_NOTE, false },
	exh_rule_ask = { "missing_question", true, EXH_ERROR, EXH_ERROR, EXH_WARNING, true },
	exh_rule_answer = { "missing_answer", true, EXH_ERROR, EXH_ERROR, EXH_WARNING, true },
	exh_rule_source = { "missing_source", true, EXH_WARNING, EXH_ERROR, EXH_NOTE, false };

void
exh_check_words(struct exh_checking *k, const struct exh_rule *rule, struct vt_str path,
    const struct exh_words *w, int line)
{
	static const enum exh_version languages[] = { EXH_LT, EXH_EN };

	line = w->line != 0 ? w->line : line;
	if (exh_words_lang(w, EXH_LT) == NULL) {
		if (rule->is_needed)
			exh_finds(k, rule->none, line, rule->code, "%.*s", VT_STR_ARG(path));
		return;
	}
	for (size_t i = 0; i < 2; i++)
		if (k->x->has[languages[i]] && w->in[languages[i]].len == 0)
			exh_finds(k, rule->other, line, rule->code, "%.*s (%s)", VT_STR_ARG(path),
			    exh_version_name(languages[i]));
	for (int v = EXH_FULL_VERSIONS; v < EXH_VERSIONS; v++)
		if (rule->asks_easy && k->x->has[v] && w->in[v].len == 0)
			exh_finds(k, rule->easy, line, "missing_easy", "%.*s (%s)", VT_STR_ARG(path),
			    exh_version_name((enum exh_version)v));
}

/* --- the exhibition -------------------------------------------------------------------- */

static void
exh_check_head(struct exh_checking *k)
{
	const struct exh_exhibition	*x = k->x;

	exh_check_words(k, &exh_rule_title, VT_STR("title"), &x->title, 1);
	exh_check_words(k, &exh_rule_summary, VT_STR("summary"), &x->summary, 1);
	exh_check_words(k, &exh_rule_text, VT_STR("credits"), &x->credits, 0);
	exh_check_words(k, &exh_rule_name, VT_STR("period.label"), &x->period.label, 0);
	for (size_t i = 0; i < x->author_count; i++)
		exh_check_words(k, &exh_rule_name, vt_str_printf(k->a, "authors: %.*s, role",
		    VT_STR_ARG(x->authors[i].name)), &x->authors[i].role, 0);
	if (x->author_count == 0)
		exh_finds(k, EXH_WARNING, 0, "missing_authors", "authors");
	if (x->rights.len == 0)
		exh_finds(k, EXH_ERROR, 0, "missing_rights", "rights");
	if (x->step_count == 0)
		exh_finds(k, EXH_ERROR, 0, "missing_steps", "steps");
	if (x->cover.line == 0)
		exh_finds(k, EXH_WARNING, 0, "missing_cover", "cover");
	else
		exh_check_picture(k, VT_STR("cover"), &x->cover);
	if (k->catalog == NULL)
		exh_finds(k, EXH_ERROR, 0, "no_catalog", "-");
}

/* --- steps ----------------------------------------------------------------------------------- */

static struct vt_str
exh_check_path(struct exh_checking *k, const struct exh_step *s, const char *part)
{
	return (vt_str_printf(k->a, "%.*s: %s", VT_STR_ARG(s->id), part));
}

static void
exh_check_pictures(struct exh_checking *k, const struct exh_step *s)
{
	for (size_t i = 0; i < s->picture_count; i++)
		exh_check_picture(k, exh_check_path(k, s, s->picture_count == 1 ? "image" :
		    i == 0 ? "compare 1" : "compare 2"), &s->pictures[i]);
}

/* One whose language is said is the same for everybody. */
static void
exh_check_quote(struct exh_checking *k, const struct exh_step *s)
{
	if (exh_words_lang(&s->quote.text, EXH_LT) == NULL)
		return;
	if (s->quote.lang.len == 0)
		exh_check_words(k, &exh_rule_quote, exh_check_path(k, s, "quote.text"),
		    &s->quote.text, s->line);
	exh_check_words(k, &exh_rule_source, exh_check_path(k, s, "quote.source"), &s->quote.source,
	    s->quote.text.line);
}

static void
exh_check_question(struct exh_checking *k, const struct exh_step *s)
{
	const struct exh_question	*q = &s->question;

	if (q->ask.line == 0 && q->answer.line == 0)
		return;
	exh_check_words(k, &exh_rule_ask, exh_check_path(k, s, "question.ask"), &q->ask,
	    q->answer.line);
	exh_check_words(k, &exh_rule_answer, exh_check_path(k, s, "question.answer"), &q->answer,
	    q->ask.line);
}

/* The text of a step, in each version that the exhibition says it has. */
static void
exh_check_passages(struct exh_checking *k, const struct exh_step *s)
{
	for (int v = 0; v < EXH_VERSIONS; v++)
		if (k->x->has[v] && !s->passage[v].is_there)
			exh_finds(k, EXH_ERROR, s->line, "missing_step_text", "%.*s (%s.md)",
			    VT_STR_ARG(s->id), exh_version_name((enum exh_version)v));
	if (s->passage[EXH_LT].plain.len > 0 &&
	    vt_str_eq(s->passage[EXH_LT].plain, s->passage[EXH_EN].plain))
		exh_findings_add(&k->findings, EXH_WARNING, "en.md", s->passage[EXH_EN].line,
		    "untranslated_text", "%.*s", VT_STR_ARG(s->id));
}

static void
exh_check_step(struct exh_checking *k, const struct exh_step *s)
{
	exh_check_pictures(k, s);
	exh_check_media(k, exh_check_path(k, s, "audio"), &s->audio, false);
	exh_check_media(k, exh_check_path(k, s, "video"), &s->video, true);
	exh_check_quote(k, s);
	exh_check_question(k, s);
	exh_check_words(k, &exh_rule_name, exh_check_path(k, s, "place.name"), &s->place.name, s->line);
	exh_check_words(k, &exh_rule_name, exh_check_path(k, s, "date.label"), &s->date.label, s->line);
	exh_check_passages(k, s);
}

/* What stands before the first step: in all versions or in none. */
static void
exh_check_openings(struct exh_checking *k)
{
	enum exh_version	given;
	bool			has_any = exh_passage_get(k->x->opening, EXH_LT, &given) != NULL;
	char			file[16];

	for (int v = 0; v < EXH_VERSIONS; v++) {
		if (!k->x->has[v] || k->x->opening[v].is_there)
			continue;
		(void)snprintf(file, sizeof(file), "%s.md", exh_version_name((enum exh_version)v));
		exh_findings_add(&k->findings, has_any ? EXH_ERROR : EXH_WARNING, file, 1,
		    "missing_opening", "%s", file);
	}
}

/* --- all of it ------------------------------------------------------------------------------- */

static int
exh_finding_file(const struct exh_finding *f)
{
	static const char *const files[] = { EXH_YAML, "lt.md", "en.md", "easy.md",
					    "easy.en.md" };
	int	i = 0;

	while (i < 5 && !vt_str_eq_c(f->file, files[i]))
		i++;
	return (i);
}

static int
exh_finding_order(const void *a, const void *b)
{
	const struct exh_finding	*one = a, *two = b;
	int				 order = exh_finding_file(one) - exh_finding_file(two);

	if (order == 0)
		order = vt_str_cmp(one->file, two->file);
	if (order == 0)
		order = (one->line > two->line) - (one->line < two->line);
	if (order == 0)
		order = strcmp(one->code, two->code);
	return (order != 0 ? order : vt_str_cmp(one->what, two->what));
}

vt_err
exh_check(struct vt_arena *a, struct vt_catalog *c, const struct exh_exhibition *x,
    const struct exh_finding **list_r, size_t *count_r)
{
	struct exh_checking	k = { .a = a, .catalog = c, .x = x };

	exh_findings_init(&k.findings, a);
	for (size_t i = 0; i < x->finding_count; i++)
		exh_findings_put(&k.findings, &x->findings[i]);
	exh_check_head(&k);
	for (size_t i = 0; i < x->step_count; i++)
		exh_check_step(&k, &x->steps[i]);
	exh_check_openings(&k);
	exh_check_links(&k);
	if (vt_arena_is_exhausted(a))
		return (vt_fail(VT_E_LIMIT, "checking the exhibition needs more memory than there is"));
	if (k.findings.count > 0)
		qsort(k.findings.items, k.findings.count, sizeof(*k.findings.items), exh_finding_order);
	*list_r = k.findings.items;
	*count_r = k.findings.count;
	return (VT_OK);
}
