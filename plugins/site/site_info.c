/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of words: help, the accessibility statement after the model of Commission
 * Implementing Decision (EU) 2018/1523, and what is kept about readers.
 */
#include "site.h"

static vt_err
site_info(struct site_call *c, const char *name, const char *title)
{
	vt_value_set_str(c->data, "title", vt_message(c->req, title));
	site_head(c, vt_str_printf(c->arena, "/%s", name));
	return (vt_page(c->req, c->res, name, c->data));
}

vt_err
site_help(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;

	site_start_bare(&c, req, res);
	return (site_info(&c, "help", "help.title"));
}

vt_err
site_privacy(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;

	site_start_bare(&c, req, res);
	vt_value_set_bool(c.data, "has_feedback", c.conf->feedback);
	vt_value_set_bool(c.data, "keep", c.conf->feedback_keep > 0);
	vt_value_set_int(c.data, "days", c.conf->feedback_keep);
	return (site_info(&c, "privacy", "privacy.title"));
}

/* What is known not to be as it should, in the language of the page. */
static void
site_accessibility_problems(struct site_call *c)
{
	bool				 is_lt = strcmp(c->language, "lt") == 0;
	const struct vt_str_list	*own = is_lt ? &c->conf->accessibility_problems :
					    &c->conf->accessibility_problems_en;
	const struct vt_str_list	*other = is_lt ? &c->conf->accessibility_problems_en :
					    &c->conf->accessibility_problems;
	struct vt_value			*list = vt_value_list(c->arena);

	if (own->count == 0) {
		own = other;
		vt_value_set_str(c->data, "problems_lang", vt_str_of(is_lt ? "en" : "lt"));
	}
	for (size_t i = 0; i < own->count; i++)
		vt_value_add_str(list, vt_str_of(own->items[i]));
	vt_value_set(c->data, "problems", list);
	vt_value_set_bool(c->data, "has_problems", own->count > 0);
}

vt_err
site_accessibility(struct vt_request *req, struct vt_response *res)
{
	static const char *const	states[] = { "full", "partial", "none" };
	struct site_call		c;

	site_start_bare(&c, req, res);
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		vt_value_set_bool(c.data, vt_str_c(c.arena, vt_str_printf(c.arena, "is_%s",
		    states[i])), strcmp(states[i], c.conf->accessibility_status) == 0);
	vt_value_set_str(c.data, "date", vt_str_of(c.conf->accessibility_date));
	vt_value_set_str(c.data, "reviewed", vt_str_of(c.conf->accessibility_reviewed));
	vt_value_set_bool(c.data, "has_feedback", c.conf->feedback);
	site_accessibility_problems(&c);
	return (site_info(&c, "accessibility", "accessibility.title"));
}
