/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The OAI-PMH plugin: its tables, the envelope of an answer (protocol section
 * 3.2), and its errors (3.6).
 */
#include <stddef.h>
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

static vt_err
oai_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	const struct oai_conf	*c = conf;
	struct oai_state	*state;
	vt_err			 err;

	if (!oai_is_domain(vt_str_of(c->domain)))
		return (vt_fail(VT_E_BADARG, "oai.domain: '%s' is no domain name with a dot "
		    "(letters, digits, hyphens; each part begins with a letter)", c->domain));
	if (c->admin_emails.count == 0)
		return (vt_fail(VT_E_BADARG, "oai.admin_emails: at least one address is needed"));
	if ((state = vt_boot_alloc(boot, sizeof(*state))) == NULL)
		return (VT_E_NOMEM);
	state->conf = c;
	if ((err = vt_boot_secret(boot, "oai.token", state->key)) != VT_OK)
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

static vt_err
oai_answer(struct oai_call *c)
{
	static vt_err (*const	verbs[OAI_VERB_COUNT])(struct oai_call *) = {
		[OAI_IDENTIFY] = oai_identify, [OAI_LIST_FORMATS] = oai_list_formats,
		[OAI_LIST_SETS] = oai_list_sets, [OAI_LIST_IDENTIFIERS] = oai_list,
		[OAI_LIST_RECORDS] = oai_list, [OAI_GET_RECORD] = oai_get_record,
	};

	oai_args_read(c);
	return (c->error_count > 0 ? VT_OK : verbs[c->verb](c));
}

/* The verb's part is made first: the envelope needs to know of its errors. */
static vt_err
oai_handle(struct vt_request *req, struct vt_response *res)
{
	struct oai_call	 c = { .req = req, .arena = vt_request_arena(req),
			    .state = vt_request_state(req), .catalog = vt_request_catalog(req),
			    .now = vt_time_now() };
	struct vt_buf	 body;
	char		 stamp[VT_TIME_MAX];
	vt_err		 err;

	if (c.catalog == NULL)
		return (VT_E_UNAVAILABLE);
	vt_buf_init(&body, 0);
	vt_xmlw_init(&c.x, &body);
	if ((err = oai_answer(&c)) == VT_OK)
		err = vt_xmlw_error(&c.x);
	if (err != VT_OK) {
		vt_buf_fini(&body);
		return (err);
	}
	vt_xmlw_init(&c.x, vt_response_body(res));
	vt_xmlw_declaration(&c.x);
	vt_xmlw_open(&c.x, "OAI-PMH");
	vt_xmlw_attr(&c.x, "xmlns", VT_STR(OAI_NS));
	vt_xmlw_attr(&c.x, "xmlns:xsi", VT_STR("http://www.w3.org/2001/XMLSchema-instance"));
	vt_xmlw_attr(&c.x, "xsi:schemaLocation", VT_STR(OAI_NS " " OAI_NS "OAI-PMH.xsd"));
	vt_xmlw_element(&c.x, "responseDate", vt_str_of(vt_time_iso(c.now, stamp)));
	oai_write_request(&c);
	if (c.error_count > 0)
		oai_write_errors(&c);
	else
		vt_xmlw_raw(&c.x, vt_buf_get(&body));
	vt_xmlw_close(&c.x);
	vt_buf_fini(&body);
	vt_response_type(res, "text/xml; charset=utf-8");
	return (vt_xmlw_error(&c.x) != VT_OK ? vt_xmlw_error(&c.x) : vt_response_error(res));
}

#define OAI_AT(field) .offset = offsetof(struct oai_conf, field)

static const struct vt_option oai_options[] = {
	{ .key = "domain", .dflt = "vartai.example.org", .type = VT_OPT_STR, OAI_AT(domain),
	  .help = "domain name in identifiers (oai:DOMAIN:object); never changes once published" },
	{ .key = "repository_name", .dflt = "Vartai", .type = VT_OPT_STR, OAI_AT(repository_name),
	  .help = "name of the repository, for harvesters" },
	{ .key = "admin_emails", .dflt = "admin@example.org", .type = VT_OPT_LIST,
	  OAI_AT(admin_emails), .help = "addresses of those who answer for the repository" },
	{ .key = "page_records", .dflt = "100", .type = VT_OPT_INT, .min = 1, .max = 1000,
	  OAI_AT(page_records), .help = "records on a page of ListRecords" },
	{ .key = "page_identifiers", .dflt = "1000", .type = VT_OPT_INT, .min = 1, .max = 10000,
	  OAI_AT(page_identifiers), .help = "headers on a page of ListIdentifiers" },
	{ .key = "page_bytes", .dflt = "4M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = 64 * 1024 * 1024, OAI_AT(page_bytes), .help = "a page ends when it grows over this" },
	{ .key = "token_ttl", .dflt = "72h", .type = VT_OPT_SECS, .min = 3600, .max = 2592000,
	  OAI_AT(token_ttl), .help = "how long a resumption token stays valid" },
	{ .key = NULL }
};

/* Not kept: each answer carries its own responseDate. */
static const struct vt_route oai_routes[] = {
	{ .method = "GET|POST", .pattern = "/oai", .handler = oai_handle, .cache = VT_CACHE_NONE },
	{ .method = NULL }
};

static const struct vt_link oai_links[] = {
	{ "oai", "/oai" },
	{ "oai.record", "/oai?verb=GetRecord&metadataPrefix={prefix}&identifier=oai:{oai.domain}:{id}" },
	{ .name = NULL }
};

VT_PLUGIN(.name = "oai", .version = "1.0", .summary = "OAI-PMH 2.0 for harvesters",
    .conf_size = sizeof(struct oai_conf), .options = oai_options, .routes = oai_routes,
    .links = oai_links, .configure = oai_configure);
