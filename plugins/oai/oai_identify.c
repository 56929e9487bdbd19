/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verbs that speak of the repository: Identify (4.2), ListMetadataFormats
 * (4.4), ListSets (4.6).
 */
#include <stdio.h>

#include "oai.h"

#define OAI_IDENTIFIER_NS "http://www.openarchives.org/OAI/2.0/oai-identifier"
#define OAI_DC_NS "http://www.openarchives.org/OAI/2.0/oai_dc/"
#define XSI_NS "http://www.w3.org/2001/XMLSchema-instance"

vt_err
oai_sample(struct oai_call *c, struct vt_str *prefix_r, struct vt_str *local_r)
{
	struct vt_record_query	 q = { .until = INT64_MAX, .limit = 1 };
	struct vt_record_format	*formats;
	struct vt_record	*list;
	size_t			 format_count, count = 0;
	vt_err			 err;

	err = vt_catalog_record_formats(c->catalog, c->arena, &formats, &format_count);
	for (size_t i = 0; err == VT_OK && i < format_count && count == 0; i++) {
		q.format = formats[i].prefix;
		err = vt_catalog_records(c->catalog, c->arena, &q, &list, &count);
	}
	*prefix_r = q.format;
	*local_r = err == VT_OK && count > 0 ? list[0].identifier : VT_STR_NONE;
	return (err);
}

/* http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm */
static vt_err
oai_identify_scheme(struct oai_call *c)
{
	struct vt_str	prefix, sample, domain = vt_str_of(c->state->conf->domain);
	vt_err		err;

	if ((err = oai_sample(c, &prefix, &sample)) != VT_OK)
		return (err);
	if (sample.len == 0)
		sample = VT_STR("1");
	vt_xmlw_open(&c->x, "description");
	vt_xmlw_open(&c->x, "oai-identifier");
	vt_xmlw_attr(&c->x, "xmlns", VT_STR(OAI_IDENTIFIER_NS));
	vt_xmlw_attr(&c->x, "xsi:schemaLocation", VT_STR(OAI_IDENTIFIER_NS
	    " http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"));
	vt_xmlw_element(&c->x, "scheme", VT_STR("oai"));
	vt_xmlw_element(&c->x, "repositoryIdentifier", domain);
	vt_xmlw_element(&c->x, "delimiter", VT_STR(":"));
	vt_xmlw_element(&c->x, "sampleIdentifier", vt_str_printf(c->arena, "oai:%.*s:%.*s",
	    VT_STR_ARG(domain), VT_STR_ARG(sample)));
	vt_xmlw_close(&c->x);
	vt_xmlw_close(&c->x);
	return (VT_OK);
}

/* A container of Dublin Core: the only one whose schema every harvester has. */
static void
oai_dc_open(struct oai_call *c)
{
	vt_xmlw_open(&c->x, "oai_dc:dc");
	vt_xmlw_attr(&c->x, "xmlns:oai_dc", VT_STR(OAI_DC_NS));
	vt_xmlw_attr(&c->x, "xmlns:dc", VT_STR("http://purl.org/dc/elements/1.1/"));
	vt_xmlw_attr(&c->x, "xmlns:xsi", VT_STR(XSI_NS));
	vt_xmlw_attr(&c->x, "xsi:schemaLocation", VT_STR(OAI_DC_NS
	    " http://www.openarchives.org/OAI/2.0/oai_dc.xsd"));
}

static void
oai_dc_description(struct oai_call *c, struct vt_str lang, struct vt_str text)
{
	vt_xmlw_open(&c->x, "dc:description");
	if (lang.len > 0)
		vt_xmlw_attr(&c->x, "xml:lang", lang);
	vt_xmlw_text(&c->x, text);
	vt_xmlw_close(&c->x);
}

/* What the library says of the repository, where it does. */
static void
oai_identify_description(struct oai_call *c)
{
	struct vt_str	lt = vt_str_of(c->state->conf->description);
	struct vt_str	en = vt_str_of(c->state->conf->description_en);

	if (lt.len == 0 && en.len == 0)
		return;
	vt_xmlw_open(&c->x, "description");
	oai_dc_open(c);
	if (lt.len > 0)
		oai_dc_description(c, VT_STR("lt"), lt);
	if (en.len > 0)
		oai_dc_description(c, VT_STR("en"), en);
	vt_xmlw_close(&c->x);
	vt_xmlw_close(&c->x);
}

vt_err
oai_identify(struct oai_call *c)
{
	const struct oai_conf	*conf = c->state->conf;
	char			 stamp[VT_TIME_MAX];
	int64_t			 earliest;
	vt_err			 err;

	if ((err = vt_catalog_earliest_datestamp(c->catalog, &earliest)) != VT_OK)
		return (err);
	vt_xmlw_open(&c->x, "Identify");
	vt_xmlw_element(&c->x, "repositoryName", vt_str_of(conf->repository_name));
	vt_xmlw_element(&c->x, "baseURL", vt_str_printf(c->arena, "%.*s/oai",
	    VT_STR_ARG(vt_request_base_url(c->req))));
	vt_xmlw_element(&c->x, "protocolVersion", VT_STR("2.0"));
	for (size_t i = 0; i < conf->admin_emails.count; i++)
		vt_xmlw_element(&c->x, "adminEmail", vt_str_of(conf->admin_emails.items[i]));
	vt_xmlw_element(&c->x, "earliestDatestamp", vt_str_of(vt_time_iso(earliest, stamp)));
	vt_xmlw_element(&c->x, "deletedRecord", VT_STR("persistent"));
	vt_xmlw_element(&c->x, "granularity", VT_STR("YYYY-MM-DDThh:mm:ssZ"));
	vt_xmlw_element(&c->x, "compression", VT_STR("gzip"));
	if ((err = oai_identify_scheme(c)) != VT_OK)
		return (err);
	oai_identify_description(c);
	oai_write_containers(c);
	vt_xmlw_close(&c->x);
	return (VT_OK);
}

static vt_err
oai_formats_find(struct oai_call *c, struct vt_record_format **list_r, size_t *count_r)
{
	struct vt_str	identifier = c->args[OAI_ARG_IDENTIFIER], local;
	vt_err		err;

	if (identifier.p == NULL)
		return (vt_catalog_record_formats(c->catalog, c->arena, list_r, count_r));
	local = oai_local_identifier(c->state, identifier);
	err = local.len == 0 ? VT_E_NOTFOUND :
	    vt_catalog_record_formats_of(c->catalog, c->arena, local, list_r, count_r);
	if (err == VT_E_NOTFOUND) {
		oai_error_add(c, OAI_ID_DOES_NOT_EXIST, "no item has this identifier; "
		    "ListIdentifiers gives those there are");
		*count_r = 0;
		return (VT_OK);
	}
	if (err == VT_OK && *count_r == 0)
		oai_error_add(c, OAI_NO_FORMATS, "this item has no record in any format");
	return (err);
}

vt_err
oai_list_formats(struct oai_call *c)
{
	struct vt_record_format	*list = NULL;
	size_t			 count = 0;
	vt_err			 err;

	if ((err = oai_formats_find(c, &list, &count)) != VT_OK || c->error_count > 0)
		return (err);
	if (count == 0) {
		oai_error_add(c, OAI_NO_FORMATS, "nothing has been published yet");
		return (VT_OK);
	}
	vt_xmlw_open(&c->x, "ListMetadataFormats");
	for (size_t i = 0; i < count; i++) {
		vt_xmlw_open(&c->x, "metadataFormat");
		vt_xmlw_element(&c->x, "metadataPrefix", list[i].prefix);
		vt_xmlw_element(&c->x, "schema", list[i].schema);
		vt_xmlw_element(&c->x, "metadataNamespace", list[i].ns);
		vt_xmlw_close(&c->x);
	}
	vt_xmlw_close(&c->x);
	return (VT_OK);
}

static void
oai_set_description(struct oai_call *c, const struct vt_labels *texts)
{
	if (texts->count == 0)
		return;
	vt_xmlw_open(&c->x, "setDescription");
	oai_dc_open(c);
	for (size_t i = 0; i < texts->count; i++)
		oai_dc_description(c, texts->items[i].lang, texts->items[i].text);
	vt_xmlw_close(&c->x);
	vt_xmlw_close(&c->x);
}

/* Those that are no institution's and no collection's are named by us: the message
 * of "kind:text" is oai.set.kind_text. */
static struct vt_str
oai_set_name(struct oai_call *c, const struct vt_set *set)
{
	struct vt_str	name = vt_labels_get(&set->names, "lt");
	char		*key;

	if (name.len > 0)
		return (name);
	key = vt_str_c(c->arena, vt_str_printf(c->arena, "oai.set.%.*s", VT_STR_ARG(set->spec)));
	for (char *at = key; at != NULL && *at != '\0'; at++)
		if (*at == ':')
			*at = '_';
	return (key != NULL ? vt_message_in(c->req, "lt", key) : set->spec);
}

vt_err
oai_list_sets(struct oai_call *c)
{
	struct vt_set	*list;
	size_t		 count;
	vt_err		 err;

	if (c->args[OAI_ARG_TOKEN].p != NULL) {
		oai_error_add(c, OAI_BAD_TOKEN, "ListSets is complete in one answer; no token was given out");
		return (VT_OK);
	}
	if ((err = vt_catalog_sets(c->catalog, c->arena, &list, &count)) != VT_OK)
		return (err);
	if (count == 0) {
		oai_error_add(c, OAI_NO_SETS, "this repository has no sets yet");
		return (VT_OK);
	}
	vt_xmlw_open(&c->x, "ListSets");
	for (size_t i = 0; i < count; i++) {
		vt_xmlw_open(&c->x, "set");
		vt_xmlw_element(&c->x, "setSpec", list[i].spec);
		vt_xmlw_element(&c->x, "setName", oai_set_name(c, &list[i]));
		oai_set_description(c, &list[i].descriptions);
		vt_xmlw_close(&c->x);
	}
	vt_xmlw_close(&c->x);
	return (VT_OK);
}
