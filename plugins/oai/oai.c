/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The OAI-PMH plugin: its tables, the envelope of an answer (protocol section
 * 3.2), and its errors (3.6).
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "oai.h"

#define OAI_NS "http://www.openarchives.org/OAI/2.0/"

static const char *const oai_error_names[] = {
	[OAI_BAD_ARGUMENT] = "badArgument",
	[OAI_BAD_TOKEN] = "badResumptionToken",
	[OAI_BAD_VERB] = "badVerb",
	[OAI_CANNOT_DISSEMINATE] = "cannotDisseminateFormat",
	[OAI_ID_DOES_NOT_EXIST] = "idDoesNotExist",
	[OAI_NO_RECORDS_MATCH] = "noRecordsMatch",
	[OAI_NO_FORMATS] = "noMetadataFormats",
	[OAI_NO_SETS] = "noSetHierarchy",
};

const char *
oai_error_name(enum oai_error_code code)
{
	return (oai_error_names[code]);
}

/* oai-identifier.xsd: parts of letters, digits and hyphens, with a dot between. */
static bool
oai_is_domain(struct vt_str domain)
{
	struct vt_str	part;
	size_t		parts = 0;

	if (domain.len == 0 || domain.p[domain.len - 1] == '.')
		return (false);
	while (vt_str_next(&domain, '.', &part)) {
		for (size_t i = 0; i < part.len; i++) {
			char ch = part.p[i];
			bool is_letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
			bool is_other = (ch >= '0' && ch <= '9') || ch == '-';

			if (!is_letter && (i == 0 || !is_other))
				return (false);
		}
		if (part.len == 0)
			return (false);
		parts++;
	}
	return (parts >= 2);
}

/* As OAI-PMH.xsd has it: something, '@', a name with a dot, no white space. */
static bool
oai_is_email(struct vt_str s)
{
	struct vt_str	host = s, user, part;
	size_t		parts = 0;

	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= ' ')
			return (false);
	if (!vt_str_next(&host, '@', &user) || user.len == 0 || host.len == 0 ||
	    host.p[host.len - 1] == '.')
		return (false);
	while (vt_str_next(&host, '.', &part)) {
		if (part.len == 0)
			return (false);
		parts++;
	}
	return (parts >= 2);
}

static vt_err
oai_check_emails(const struct vt_str_list *list)
{
	if (list->count == 0)
		return (vt_fail(VT_E_BADARG, "oai.admin_emails: at least one address is needed"));
	for (size_t i = 0; i < list->count; i++)
		if (!oai_is_email(vt_str_of(list->items[i])))
			return (vt_fail(VT_E_BADARG, "oai.admin_emails: '%s' is no address such as "
			    "oai@library.lt", list->items[i]));
	return (VT_OK);
}

static char *
oai_join(struct vt_boot *boot, const char *a, const char *b, const char *c)
{
	size_t	len = strlen(a) + strlen(b) + strlen(c) + 1;
	char	*text = vt_boot_alloc(boot, len);

	if (text != NULL)
		(void)snprintf(text, len, "%s%s%s", a, b, c);
	return (text);
}

/* What is made of options once, for all answers. */
static vt_err
oai_configure_names(struct vt_boot *boot, struct oai_state *state)
{
	const struct vt_str_list *names = &state->conf->harvesters;

	for (size_t i = 0; i < names->count; i++)
		if (vt_str_find(vt_str_of(names->items[i]), VT_STR("=")) < 1)
			return (vt_fail(VT_E_BADARG, "oai.harvesters: '%s' is not of the form "
			    "NAME=PART, such as Europeana=Metis", names->items[i]));
	state->identifier_start = vt_str_of(oai_join(boot, "oai:", state->conf->domain, ":"));
	state->spool_stem = oai_join(boot, vt_boot_option(boot, "data.dir"), "/", OAI_SPOOL_NAME);
	return (state->identifier_start.p == NULL || state->spool_stem == NULL ? VT_E_NOMEM : VT_OK);
}

static vt_err
oai_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	const struct oai_conf	*c = conf;
	struct oai_state	*state;
	vt_err			 err;

	if (!oai_is_domain(vt_str_of(c->domain)))
		return (vt_fail(VT_E_BADARG, "oai.domain: '%s' is no domain name with a dot "
		    "(letters, digits, hyphens; each part begins with a letter)", c->domain));
	if ((err = oai_check_emails(&c->admin_emails)) != VT_OK ||
	    (err = oai_check_containers(c)) != VT_OK)
		return (err);
	if ((state = vt_boot_alloc(boot, sizeof(*state))) == NULL)
		return (VT_E_NOMEM);
	state->conf = c;
	if ((err = oai_configure_names(boot, state)) != VT_OK ||
	    (err = oai_make_about(boot, c, &state->about)) != VT_OK)
		return (err);
	if ((err = vt_boot_secret(boot, "oai.token", state->key)) != VT_OK ||
	    (err = oai_log_prepare(state)) != VT_OK)
		return (err);
	*state_r = state;
	return (VT_OK);
}

/* The request as it was understood; attributes only when all of them are valid
 * (protocol 3.2, 3.6). */
static void
oai_write_request(struct oai_call *c)
{
	bool	is_understood = true;

	for (size_t i = 0; i < c->error_count; i++)
		if (c->errors[i].code == OAI_BAD_VERB || c->errors[i].code == OAI_BAD_ARGUMENT)
			is_understood = false;
	vt_xmlw_open(&c->x, "request");
	if (is_understood) {
		vt_xmlw_attr(&c->x, "verb", vt_str_of(oai_verb_name(c->verb)));
		for (int i = 0; i < OAI_ARG_COUNT; i++)
			if (c->args[i].p != NULL)
				vt_xmlw_attr(&c->x, oai_argument_name((enum oai_argument)i),
				    c->args[i]);
	}
	vt_xmlw_text(&c->x, vt_request_base_url(c->req));
	vt_xmlw_text(&c->x, VT_STR("/oai"));
	vt_xmlw_close(&c->x);
}

static void
oai_write_errors(struct oai_call *c)
{
	for (size_t i = 0; i < c->error_count; i++) {
		vt_xmlw_open(&c->x, "error");
		vt_xmlw_attr(&c->x, "code", vt_str_of(oai_error_names[c->errors[i].code]));
		vt_xmlw_text(&c->x, c->errors[i].text);
		vt_xmlw_close(&c->x);
	}
}

static void
oai_begin(struct oai_call *c)
{
	char	stamp[VT_TIME_MAX];

	vt_buf_reset(c->x.out);
	vt_xmlw_init(&c->x, c->x.out);
	vt_xmlw_declaration(&c->x);
	vt_xmlw_open(&c->x, "OAI-PMH");
	vt_xmlw_attr(&c->x, "xmlns", VT_STR(OAI_NS));
	vt_xmlw_attr(&c->x, "xmlns:xsi", VT_STR("http://www.w3.org/2001/XMLSchema-instance"));
	vt_xmlw_attr(&c->x, "xsi:schemaLocation", VT_STR(OAI_NS " " OAI_NS "OAI-PMH.xsd"));
	vt_xmlw_element(&c->x, "responseDate", vt_str_of(vt_time_iso(c->now, stamp)));
	oai_write_request(c);
}

/* The whole answer; a verb that comes to an error has it begun again. */
static vt_err
oai_answer(struct oai_call *c)
{
	static vt_err (*const	verbs[OAI_VERB_COUNT])(struct oai_call *) = {
		[OAI_IDENTIFY] = oai_identify, [OAI_LIST_FORMATS] = oai_list_formats,
		[OAI_LIST_SETS] = oai_list_sets, [OAI_LIST_IDENTIFIERS] = oai_list,
		[OAI_LIST_RECORDS] = oai_list, [OAI_GET_RECORD] = oai_get_record,
	};
	vt_err	err;

	oai_args_read(c);
	if (c->error_count == 0) {
		oai_begin(c);
		if ((err = verbs[c->verb](c)) != VT_OK)
			return (err);
	}
	if (c->error_count > 0) {
		oai_begin(c);
		oai_write_errors(c);
	}
	vt_xmlw_close(&c->x);
	return (vt_xmlw_error(&c->x));
}

static vt_err
oai_send(struct vt_response *res, struct vt_buf *body)
{
	size_t	 len;
	char	*bytes = vt_buf_take(body, &len);

	vt_response_send(res, bytes, len, free, bytes);
	vt_response_type(res, "text/xml; charset=utf-8");
	return (vt_response_error(res));
}

/* The body has no limit but that of a page and of one record: a limit that a
 * record is larger than would end every list that comes to it. */
static vt_err
oai_handle(struct vt_request *req, struct vt_response *res)
{
	struct oai_call	c = { .req = req, .arena = vt_request_arena(req),
			    .state = vt_request_state(req), .catalog = vt_request_catalog(req) };
	struct vt_buf	body;
	vt_err		err;

	if (c.catalog == NULL)
		return (VT_E_UNAVAILABLE);
	if ((err = vt_catalog_horizon(c.catalog, &c.now)) != VT_OK)
		return (err);
	c.is_page = oai_page_is_wanted(req);
	vt_buf_init(&body, 0);
	vt_xmlw_init(&c.x, &body);
	if ((err = oai_answer(&c)) == VT_OK) {
		oai_log_note(&c);
		err = c.is_page ? oai_page(&c, res, vt_buf_get(&body)) : oai_send(res, &body);
	}
	vt_buf_fini(&body);
	return (err);
}

#define OAI_AT(field) .offset = offsetof(struct oai_conf, field)

static const struct vt_option oai_options[] = {
	{ .key = "domain", .dflt = "vartai.example.org", .type = VT_OPT_STR, OAI_AT(domain),
	  .help = "domain name in identifiers (oai:DOMAIN:object); never changes once published" },
	{ .key = "repository_name", .dflt = "Vartai", .type = VT_OPT_STR, OAI_AT(repository_name),
	  .help = "name of the repository, for harvesters" },
	{ .key = "description", .dflt = "", .type = VT_OPT_STR, OAI_AT(description),
	  .help = "what the repository holds, in Lithuanian, for Identify; empty: nothing is said" },
	{ .key = "description_en", .dflt = "", .type = VT_OPT_STR, OAI_AT(description_en),
	  .help = "the same in English" },
	{ .key = "admin_emails", .dflt = "admin@example.org", .type = VT_OPT_LIST,
	  OAI_AT(admin_emails), .help = "addresses of those who answer for the repository" },
	{ .key = "friends", .dflt = "", .type = VT_OPT_LIST, OAI_AT(friends),
	  .help = "base URLs of other repositories that harvesters may want to know, for Identify" },
	{ .key = "branding_icon", .dflt = "", .type = VT_OPT_STR, OAI_AT(branding_icon),
	  .help = "address of an icon (PNG or GIF, usually 88 x 31) that services may show beside "
	    "what they harvested; empty: none" },
	{ .key = "branding_link", .dflt = "", .type = VT_OPT_STR, OAI_AT(branding_link),
	  .help = "address that the icon leads to" },
	{ .key = "branding_title", .dflt = "", .type = VT_OPT_STR, OAI_AT(branding_title),
	  .help = "what the icon says in words" },
	{ .key = "branding_width", .dflt = "0", .type = VT_OPT_INT, .max = 10000,
	  OAI_AT(branding_width), .help = "the icon's width in pixels; 0: not said" },
	{ .key = "branding_height", .dflt = "0", .type = VT_OPT_INT, .max = 10000,
	  OAI_AT(branding_height), .help = "its height" },
	{ .key = "metadata_rights", .dflt = "", .type = VT_OPT_STR, OAI_AT(metadata_rights),
	  .help = "under which the records themselves, not the objects, are given on, such as "
	    "http://creativecommons.org/publicdomain/zero/1.0/; said in Identify and with each "
	    "record; empty: nothing is said" },
	{ .key = "page_records", .dflt = "100", .type = VT_OPT_INT, .min = 1, .max = 1000,
	  OAI_AT(page_records), .help = "records on a page of ListRecords" },
	{ .key = "page_identifiers", .dflt = "1000", .type = VT_OPT_INT, .min = 1, .max = 10000,
	  OAI_AT(page_identifiers), .help = "headers on a page of ListIdentifiers" },
	{ .key = "page_bytes", .dflt = "4M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = 64 * 1024 * 1024, OAI_AT(page_bytes), .help = "a page ends when it grows over this" },
	{ .key = "token_ttl", .dflt = "72h", .type = VT_OPT_SECS, .min = 3600, .max = 2592000,
	  OAI_AT(token_ttl), .help = "how long a resumption token stays valid" },
	{ .key = "harvesters", .dflt = "", .type = VT_OPT_LIST, OAI_AT(harvesters),
	  .help = "names for `vartai harvest status`: NAME=PART, where PART stands in the harvester's "
	    "User-Agent or is its network (192.0.2.0/24)" },
	{ .key = "harvest_log_bytes", .dflt = "16M", .type = VT_OPT_SIZE, .min = 0,
	  .max = 1024 * 1024 * 1024, OAI_AT(harvest_log_bytes),
	  .help = "notes for `vartai harvest status` that a worker keeps until that is run; 0: none" },
	{ .key = NULL }
};

/* Not kept: each answer carries its own responseDate. */
static const struct vt_route oai_routes[] = {
	{ .method = "GET|POST", .pattern = "/oai", .handler = oai_handle, .cache = VT_CACHE_NONE },
	/* For people who want to see in a browser what harvesters get. */
	{ .method = "GET", .pattern = "/oai/xml", .handler = oai_handle, .cache = VT_CACHE_NONE },
	{ .method = NULL }
};

static const struct vt_link oai_links[] = {
	{ "oai", "/oai" },
	{ "oai.record", "/oai?verb=GetRecord&metadataPrefix={prefix}&identifier=oai:{oai.domain}:{id}" },
	{ .name = NULL }
};

/* One record by its identifier; Europeana asks so for each of them. */
static bool
oai_is_brief(const struct vt_request *req)
{
	struct vt_str	verb;

	return (vt_request_arg(req, "verb", &verb) && vt_str_eq_c(verb, "GetRecord") &&
	    !oai_page_is_wanted(req));
}

/* Records for programs; people who look at them in a browser harvest nothing. */
static void
oai_use(const struct vt_request *req, struct vt_use *use_r)
{
	const struct oai_state	*state = vt_request_state(req);
	struct vt_str		 verb, id;

	if (!vt_request_arg(req, "verb", &verb) || oai_page_is_wanted(req))
		return;
	if (vt_str_eq_c(verb, "ListRecords") || vt_str_eq_c(verb, "ListIdentifiers") ||
	    vt_str_eq_c(verb, "GetRecord"))
		use_r->kind = VT_USE_HARVEST;
	use_r->part = verb;
	if (vt_request_arg(req, "identifier", &id) && vt_str_starts(id, state->identifier_start))
		use_r->object = vt_str_sub(id, state->identifier_start.len, id.len);
}

static const struct vt_event oai_events[] = {
	{ "finished", oai_log_finished },
	{ .name = NULL }
};

static const struct vt_command oai_commands[] = {
	{ "harvest", "says who has harvested what, and how far", "status [--json]",
	  oai_harvest_command },
	{ "status", "says the same", "[--json]", oai_status_command },
	{ .name = NULL }
};

VT_PLUGIN(.name = "oai", .version = "1.0", .summary = "OAI-PMH 2.0 for harvesters",
    .conf_size = sizeof(struct oai_conf), .options = oai_options, .routes = oai_routes,
    .links = oai_links, .commands = oai_commands, .events = oai_events,
    .is_brief = oai_is_brief, .use = oai_use,
    .configure = oai_configure, .worker_start = oai_log_start, .worker_stop = oai_log_stop);
