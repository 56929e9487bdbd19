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

static bool
site_is_public(struct vt_str base_url)
{
	static const char *const	own[] = { "//127.", "//localhost", "//[::1]", "//0.0.0.0",
					    "//[::]" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (vt_str_find(base_url, vt_str_of(own[i])) >= 0)
			return (false);
	return (base_url.len > 0);
}

void
site_accessibility_warn(const struct site_state *s)
{
	if (!site_is_public(vt_str_of(s->base_url)))
		return;
	if (s->conf->accessibility_date[0] == '\0')
		vt_log("site", VT_LOG_WARN, "site.accessibility_date is empty: /accessibility does not "
		    "say when the site was assessed, as the law wants; set it to the day of your own "
		    "assessment");
	if (s->conf->email[0] == '\0')
		vt_log("site", VT_LOG_WARN, "site.email is empty: readers are told no address to write "
		    "to about accessibility and privacy; set it");
}

static vt_err
site_day_check(const char *key, const char *day)
{
	int64_t	t;
	bool	is_day = false;

	if (day[0] == '\0' || (vt_time_from_iso(vt_str_of(day), &t, &is_day) && is_day))
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "site.%s: '%s' is no day: write it as YYYY-MM-DD, such as "
	    "2026-03-31", key, day));
}

vt_err
site_accessibility_check(const struct site_conf *conf)
{
	vt_err	err = site_day_check("accessibility_date", conf->accessibility_date);

	return (err != VT_OK ? err :
	    site_day_check("accessibility_reviewed", conf->accessibility_reviewed));
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

static struct vt_str
site_info_authority(const struct site_call *c)
{
	const char	*own = c->conf->accessibility_authority;
	const char	*other = c->conf->accessibility_authority_en;

	if (strcmp(c->language, "lt") != 0) {
		own = c->conf->accessibility_authority_en;
		other = c->conf->accessibility_authority;
	}
	return (vt_str_of(own[0] != '\0' ? own : other));
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
	vt_value_set_str(c.data, "authority", site_info_authority(&c));
	vt_value_set_str(c.data, "reviewed", vt_str_of(c.conf->accessibility_reviewed));
	vt_value_set_bool(c.data, "has_feedback", c.conf->feedback);
	site_accessibility_problems(&c);
	return (site_info(&c, "accessibility", "accessibility.title"));
}
