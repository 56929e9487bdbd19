/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Steps of exhibition.yaml.  One without an id of its own has no address, and is left out.
 */
#include "exh_load.h"

static void
exh_load_quote(struct exh_load *l, const struct vt_yaml *step, struct exh_quote *q)
{
	static const char *const known[] = { "text", "source", "lang", NULL };
	const struct vt_yaml	*y = vt_yaml_get(step, "quote");

	if (!exh_load_is_map(l, y))
		return;
	exh_load_known(l, y, known);
	exh_load_words(l, y, "text", &q->text);
	exh_load_words(l, y, "source", &q->source);
	q->lang = exh_load_language(l, y);
}

static void
exh_load_question(struct exh_load *l, const struct vt_yaml *step, struct exh_question *q)
{
	static const char *const known[] = { "ask", "answer", NULL };
	const struct vt_yaml	*y = vt_yaml_get(step, "question");

	if (!exh_load_is_map(l, y))
		return;
	exh_load_known(l, y, known);
	exh_load_words(l, y, "ask", &q->ask);
	exh_load_words(l, y, "answer", &q->answer);
}

static bool
exh_load_id(struct exh_load *l, const struct vt_yaml *y, struct vt_str *id_r)
{
	struct vt_str	id = exh_load_str(l, y, "id");

	*id_r = id;
	if (id.len == 0)
		exh_error(l, y, "missing_id", "%zu", l->x->step_count + 1);
	else if (!exh_is_slug(id))
		exh_error(l, y, "bad_id", "%.*s", VT_STR_ARG(id));
	else {
		for (size_t i = 0; i < l->x->step_count; i++)
			if (vt_str_eq(l->x->steps[i].id, id)) {
				exh_error(l, y, "duplicate_id", "%.*s", VT_STR_ARG(id));
				return (false);
			}
		return (true);
	}
	return (false);
}

static vt_err
exh_load_step(struct exh_load *l, const struct vt_yaml *y, struct exh_step *s)
{
	static const char *const known[] = { "id", "image", "compare", "audio", "video", "quote",
		"place", "date", "question", NULL };
	vt_err	err;

	exh_load_known(l, y, known);
	s->line = y->line;
	exh_load_pictures(l, y, s);
	exh_load_quote(l, y, &s->quote);
	exh_load_place(l, y, &s->place);
	exh_load_date(l, y, "date", &s->date);
	exh_load_question(l, y, &s->question);
	if ((err = exh_load_media(l, y, "audio", &s->audio)) != VT_OK)
		return (err);
	return (exh_load_media(l, y, "video", &s->video));
}

static size_t
exh_load_step_count(const struct vt_yaml *list)
{
	size_t	count = 0;

	for (const struct vt_yaml *y = list->first; y != NULL && count < EXH_STEPS_MAX; y = y->next)
		count++;
	return (count);
}

vt_err
exh_load_steps(struct exh_load *l)
{
	const struct vt_yaml	*list = vt_yaml_get(l->tree, "steps");
	vt_err			 err = VT_OK;

	if (!exh_load_is_list(l, list))
		return (VT_OK);
	if ((l->x->steps = vt_arena_array(l->a, exh_load_step_count(list),
	    sizeof(struct exh_step))) == NULL)
		return (VT_E_LIMIT);
	for (const struct vt_yaml *y = list->first; y != NULL && err == VT_OK; y = y->next) {
		struct exh_step	*s = &l->x->steps[l->x->step_count];

		if (l->x->step_count == EXH_STEPS_MAX) {
			exh_error(l, y, "too_many_steps", "%d", EXH_STEPS_MAX);
			break;
		}
		if (!exh_load_is_map(l, y) || !exh_load_id(l, y, &s->id))
			continue;
		err = exh_load_step(l, y, s);
		l->x->step_count++;
	}
	return (err);
}
