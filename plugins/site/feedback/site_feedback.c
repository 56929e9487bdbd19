/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form by which readers write to the library, without a cookie and without
 * anybody else: its page, and what is done with what was sent.
 */
#include "site_feedback.h"

static const char *const site_form_says[] = {
	[SITE_FORM_OK] = "", [SITE_FORM_EMPTY] = "feedback.fault.empty",
	[SITE_FORM_LONG] = "feedback.fault.long", [SITE_FORM_EMAIL] = "feedback.fault.email",
	[SITE_FORM_TOPIC] = "feedback.fault.topic", [SITE_FORM_STALE] = "feedback.fault.stale",
	[SITE_FORM_ROBOT] = "feedback.fault.robot", [SITE_FORM_OFTEN] = "feedback.fault.often",
	[SITE_FORM_FULL] = "feedback.fault.full", [SITE_FORM_SPENT] = "feedback.fault.spent",
	[SITE_FORM_FOREIGN] = "feedback.fault.foreign",
};

static struct vt_str
site_form_field(struct vt_request *req, const char *name)
{
	struct vt_str	value = VT_STR_NONE;

	(void)vt_request_arg(req, name, &value);
	return (value);
}

/* The object that the reader came from; its title, so that one sees what it is about. */
static vt_err
site_feedback_object(struct site_call *c, struct vt_str identifier)
{
	struct vt_object	object;
	struct vt_str		title;
	vt_err			err;

	if (identifier.len == 0 || identifier.len > SITE_FEEDBACK_OBJECT_MAX)
		return (VT_OK);
	if ((c->catalog = vt_request_catalog(c->req)) == NULL)
		return (VT_E_UNAVAILABLE);
	err = vt_catalog_object(c->catalog, c->arena, identifier, &object);
	if (err == VT_E_NOTFOUND || (err == VT_OK && object.is_deleted))
		return (VT_OK);
	if (err != VT_OK)
		return (err);
	title = vt_description_title(&object.description, c->language);
	vt_value_set_str(c->data, "object_id", identifier);
	vt_value_set_str(c->data, "object_title", title.len > 0 ? title : identifier);
	vt_value_set_str(c->data, "object_lang", site_title_language(c, &object.description));
	vt_value_set_str(c->data, "object_url", site_object_url(c, identifier));
	return (VT_OK);
}

static void
site_feedback_topics(struct site_call *c, struct vt_str chosen)
{
	struct vt_value	*list = vt_value_list(c->arena);

	for (int i = 0; i < SITE_TOPICS; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		vt_value_set_str(v, "topic", vt_str_of(site_topics[i]));
		vt_value_set_bool(v, "is_chosen", chosen.len > 0 ?
		    vt_str_eq_c(chosen, site_topics[i]) : i == 0);
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "topics", list);
}

static int
site_form_status(enum site_form_fault fault)
{
	switch (fault) {
	case SITE_FORM_FOREIGN:
		return (403);
	case SITE_FORM_OFTEN:
		return (429);
	case SITE_FORM_FULL:
		return (503);
	default:
		return (400);
	}
}

static vt_err
site_feedback_show(struct site_call *c, const struct site_form *f, enum site_form_fault fault)
{
	char	token[SITE_FORM_TOKEN + 1];
	vt_err	err = site_feedback_object(c, f->object);

	if (err != VT_OK)
		return (err);
	site_form_token(c->state->key, vt_time_now(), token);
	vt_value_set_str(c->data, "token", vt_str_of(token));
	vt_value_set_str(c->data, "text", f->text);
	vt_value_set_str(c->data, "email", f->email);
	site_feedback_topics(c, f->topic);
	vt_value_set_str(c->data, "title", vt_message(c->req, "feedback.title"));
	vt_value_set_bool(c->data, "is_passing", true);
	if (fault != SITE_FORM_OK) {
		vt_value_set_str(c->data, "fault", vt_message(c->req, site_form_says[fault]));
		vt_value_set_bool(c->data, "is_email_fault", fault == SITE_FORM_EMAIL);
		vt_value_set_bool(c->data, "is_text_fault", fault == SITE_FORM_EMPTY ||
		    fault == SITE_FORM_LONG);
		vt_value_set_bool(c->data, "is_full", fault == SITE_FORM_FULL);
		vt_response_status(c->res, site_form_status(fault));
	}
	site_head(c, VT_STR("/feedback"));
	return (vt_page(c->req, c->res, "feedback", c->data));
}

vt_err
site_feedback_page(struct vt_request *req, struct vt_response *res)
{
	const struct site_form	f = { .object = site_form_field(req, "object"),
				    .topic = site_form_field(req, "topic") };
	struct site_call	c;

	site_start_bare(&c, req, res);
	if (!c.conf->feedback)
		return (vt_fail(VT_E_NOTFOUND, "this library takes no feedback here"));
	vt_value_set_bool(c.data, "is_sent", site_form_field(req, "sent").len > 0);
	return (site_feedback_show(&c, &f, SITE_FORM_OK));
}

static void
site_feedback_thank(struct site_call *c)
{
	struct vt_buf	url;

	vt_buf_init(&url, 0);
	vt_buf_str(&url, vt_request_prefix(c->req));
	vt_buf_printf(&url, "/feedback?sent=1");
	vt_request_note(c->req, VT_STR(VT_NOTE_FEEDBACK));
	vt_response_redirect(c->res, 303, vt_buf_get(&url));
	vt_buf_fini(&url);
}

/* What is not the form's: from where it came, whether before, how many. */
static enum site_form_fault
site_feedback_admit(struct site_call *c, struct vt_str token, int64_t now)
{
	struct site_limits	*l = c->state->limits;
	struct vt_str		 origin = vt_request_header(c->req, "Origin");
	int64_t			 share = c->conf->feedback_day / SITE_DAY_SHARE;
	char			 network[VT_NETWORK_MAX];

	/* A reader may have come by another name of this server than that of its addresses. */
	if (!site_form_is_ours(origin, vt_request_base_url(c->req)) &&
	    !site_form_is_ours(origin, vt_request_header(c->req, "Host")))
		return (SITE_FORM_FOREIGN);
	if (!site_limits_spend(l, token))
		return (SITE_FORM_SPENT);
	vt_request_network(c->req, network);
	if (!site_limits_take(l, SITE_LIMIT_HOUR, vt_str_of(network), now, c->conf->feedback_client))
		return (SITE_FORM_OFTEN);
	if (share < c->conf->feedback_client)
		share = c->conf->feedback_client;
	return (site_limits_take(l, SITE_LIMIT_DAY, vt_str_of(network), now, share) ?
	    SITE_FORM_OK : SITE_FORM_FULL);
}

/* A name that no object has is a stranger's words, and not kept. */
static vt_err
site_feedback_known(struct site_call *c, struct vt_str *name)
{
	struct vt_object	object;
	vt_err			err;

	if (name->len == 0)
		return (VT_OK);
	if ((c->catalog = vt_request_catalog(c->req)) == NULL)
		return (VT_E_UNAVAILABLE);
	err = vt_catalog_object(c->catalog, c->arena, *name, &object);
	if (err == VT_E_NOTFOUND || (err == VT_OK && object.is_deleted))
		*name = VT_STR_NONE;
	return (err == VT_E_NOTFOUND ? VT_OK : err);
}

static struct site_form
site_feedback_form(struct vt_request *req)
{
	return ((struct site_form){ .topic = site_form_field(req, "topic"),
		.text = site_form_field(req, "text"), .email = site_form_field(req, "email"),
		.object = site_form_field(req, "object"), .token = site_form_field(req, "token"),
		.website = site_form_field(req, "website") });
}

vt_err
site_feedback_send(struct vt_request *req, struct vt_response *res)
{
	const struct site_form	f = site_feedback_form(req);
	struct site_feedback	feedback;
	enum site_form_fault	fault;
	struct site_call	c;
	vt_err			err;

	site_start_bare(&c, req, res);
	if (!c.conf->feedback)
		return (vt_fail(VT_E_NOTFOUND, "this library takes no feedback here"));
	fault = site_form_check(c.state->key, vt_time_now(), &f, &feedback);
	if (fault == SITE_FORM_OK && (err = site_feedback_known(&c, &feedback.object)) != VT_OK)
		return (err);
	if (fault == SITE_FORM_OK)
		fault = site_feedback_admit(&c, f.token, feedback.time);
	if (fault != SITE_FORM_OK)
		return (site_feedback_show(&c, &f, fault));
	feedback.language = vt_str_of(c.language);
	err = site_feedback_keep(c.state, &feedback);
	if (err != VT_OK)
		site_limits_unspend(c.state->limits, f.token);
	if (err == VT_E_BUSY)
		return (site_feedback_show(&c, &f, SITE_FORM_FULL));
	if (err != VT_OK)
		return (err);
	site_feedback_thank(&c);
	return (vt_response_error(res));
}
