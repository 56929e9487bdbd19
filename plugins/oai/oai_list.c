/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verbs that give records: ListRecords (4.5), ListIdentifiers (4.3),
 * GetRecord (4.1), and the flow of lists (3.5).  Pages follow the key
 * (datestamp, rowid), so a page costs the same at any depth.
 */
#include <stdio.h>

#include "oai.h"

struct vt_str
oai_local_identifier(const struct oai_state *s, struct vt_str identifier)
{
	struct vt_str	domain = vt_str_of(s->conf->domain);

	if (!vt_str_starts(identifier, VT_STR("oai:")))
		return (VT_STR_NONE);
	identifier = vt_str_sub(identifier, 4, identifier.len);
	if (!vt_str_starts(identifier, domain))
		return (VT_STR_NONE);
	identifier = vt_str_sub(identifier, domain.len, identifier.len);
	if (identifier.len < 2 || identifier.p[0] != ':')
		return (VT_STR_NONE);
	return (vt_str_sub(identifier, 1, identifier.len));
}

static void
oai_write_header(struct oai_call *c, const struct vt_record *r)
{
	char	stamp[VT_TIME_MAX];

	vt_xmlw_open(&c->x, "header");
	if (r->is_deleted)
		vt_xmlw_attr(&c->x, "status", VT_STR("deleted"));
	vt_xmlw_open(&c->x, "identifier");
	vt_xmlw_text(&c->x, VT_STR("oai:"));
	vt_xmlw_text(&c->x, vt_str_of(c->state->conf->domain));
	vt_xmlw_text(&c->x, VT_STR(":"));
	vt_xmlw_text(&c->x, r->identifier);
	vt_xmlw_close(&c->x);
	vt_xmlw_element(&c->x, "datestamp", vt_str_of(vt_time_iso(r->datestamp, stamp)));
	for (size_t i = 0; i < r->set_count; i++)
		vt_xmlw_element(&c->x, "setSpec", r->sets[i]);
	vt_xmlw_close(&c->x);
}

/* The record goes from the catalogue straight into the answer: it may be larger
 * than all working memory of a request. */
static vt_err
oai_write_record(struct oai_call *c, const struct vt_record *r)
{
	vt_err	err = VT_OK;

	vt_xmlw_open(&c->x, "record");
	oai_write_header(c, r);
	if (!r->is_deleted) {
		vt_xmlw_open(&c->x, "metadata");
		vt_xmlw_text(&c->x, VT_STR("\n"));	/* ends the tag */
		err = vt_catalog_record_xml(c->catalog, r->rowid, c->x.out);
		vt_xmlw_close(&c->x);
	}
	vt_xmlw_close(&c->x);
	return (err);
}

vt_err
oai_get_record(struct oai_call *c)
{
	struct vt_str		local = oai_local_identifier(c->state, c->args[OAI_ARG_IDENTIFIER]);
	struct vt_record	record;
	vt_err			err;

	err = local.len == 0 ? VT_E_NOTFOUND : vt_catalog_record(c->catalog, c->arena, local,
	    c->args[OAI_ARG_PREFIX], &record);
	if (err == VT_E_NOTFOUND)
		oai_error_add(c, OAI_ID_DOES_NOT_EXIST, "no item has this identifier");
	else if (err == VT_E_UNSUPPORTED)
		oai_error_add(c, OAI_CANNOT_DISSEMINATE,
		    "this item has no record with this metadataPrefix");
	else if (err != VT_OK)
		return (err);
	if (c->error_count > 0)
		return (VT_OK);
	vt_xmlw_open(&c->x, "GetRecord");
	err = oai_write_record(c, &record);
	vt_xmlw_close(&c->x);
	return (err);
}

static vt_err
oai_list_check_prefix(struct oai_call *c, struct vt_str prefix)
{
	struct vt_record_format	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_record_formats(c->catalog, c->arena, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (vt_str_eq(list[i].prefix, prefix))
			return (VT_OK);
	oai_error_add(c, OAI_CANNOT_DISSEMINATE, "this repository has no such metadataPrefix");
	return (VT_OK);
}

static struct vt_record_query
oai_list_query(const struct oai_list *list)
{
	return ((struct vt_record_query){ .format = list->prefix, .set = list->set,
	    .from = list->from, .until = list->until, .after_datestamp = list->after_datestamp,
	    .after_rowid = list->after_rowid });
}

static vt_err
oai_list_nothing(struct oai_call *c)
{
	struct vt_set	*sets;
	size_t		 count = 1;
	vt_err		 err = VT_OK;

	if (c->args[OAI_ARG_SET].p != NULL)
		err = vt_catalog_sets(c->catalog, c->arena, &sets, &count);
	if (err != VT_OK)
		return (err);
	if (count == 0)
		oai_error_add(c, OAI_NO_SETS, "this repository has no sets yet");
	else
		oai_error_add(c, OAI_NO_RECORDS_MATCH, "no record matches these arguments");
	return (VT_OK);
}

/* A first page: until is frozen, so that what changes meanwhile stays out of
 * the window and is found by the next harvest. */
static vt_err
oai_list_begin(struct oai_call *c, struct oai_list *list_r)
{
	struct oai_list		list = { .verb = c->verb, .prefix = c->args[OAI_ARG_PREFIX],
				    .set = c->args[OAI_ARG_SET], .from = c->from,
				    .until = c->until < c->now ? c->until : c->now };
	struct vt_record_query	q = oai_list_query(&list);
	vt_err			err;

	if ((err = oai_list_check_prefix(c, list.prefix)) != VT_OK || c->error_count > 0)
		return (err);
	if ((err = vt_catalog_record_count(c->catalog, &q, &list.size)) != VT_OK)
		return (err);
	*list_r = list;
	return (list.size == 0 ? oai_list_nothing(c) : VT_OK);
}

static void
oai_list_resume(struct oai_call *c, struct oai_list *list_r)
{
	if (!oai_token_read(c->arena, c->state->key, c->args[OAI_ARG_TOKEN], list_r))
		oai_error_add(c, OAI_BAD_TOKEN, "this token was not given out here, or was altered");
	else if (list_r->verb != c->verb)
		oai_error_add(c, OAI_BAD_TOKEN, "this token belongs to another verb");
	else if (list_r->issued + c->state->conf->token_ttl < c->now)
		oai_error_add(c, OAI_BAD_TOKEN, "this token has expired; begin the list again");
}

/* More to come: a token; the end of a resumed list: an empty one; a list that
 * was complete at once: none. */
static vt_err
oai_list_write_token(struct oai_call *c, const struct oai_list *list, const struct vt_record *last,
    int64_t written)
{
	struct oai_list	next = *list;
	struct vt_str	text = VT_STR("");
	char		stamp[VT_TIME_MAX];
	vt_err		err;

	next.issued = c->now;
	if (last != NULL) {
		next.after_datestamp = last->datestamp;
		next.after_rowid = last->rowid;
		next.cursor = list->cursor + written;
		if ((err = oai_token_write(c->arena, c->state->key, &next, &text)) != VT_OK)
			return (err);
	} else if (list->cursor == 0)
		return (VT_OK);
	vt_xmlw_open(&c->x, "resumptionToken");
	vt_xmlw_attr(&c->x, "expirationDate",
	    vt_str_of(vt_time_iso(c->now + c->state->conf->token_ttl, stamp)));
	vt_xmlw_attr_int(&c->x, "completeListSize", list->size);
	vt_xmlw_attr_int(&c->x, "cursor", list->cursor);
	vt_xmlw_text(&c->x, text);
	vt_xmlw_close(&c->x);
	return (VT_OK);
}

static size_t
oai_list_limit(const struct oai_call *c)
{
	const struct oai_conf	*conf = c->state->conf;

	return ((size_t)(c->verb == OAI_LIST_RECORDS ? conf->page_records :
	    conf->page_identifiers));
}

/* Writes up to the limit of the records, fewer when the page grows over its
 * bytes; always one, so that a list comes to its end whatever is in it. */
static vt_err
oai_list_write_page(struct oai_call *c, const struct vt_record *records, size_t count,
    size_t *written_r)
{
	size_t	i;
	vt_err	err = VT_OK;

	for (i = 0; i < count && i < oai_list_limit(c) && err == VT_OK; i++) {
		if (i > 0 && c->x.out->len > (size_t)c->state->conf->page_bytes)
			break;
		if (c->verb == OAI_LIST_RECORDS)
			err = oai_write_record(c, &records[i]);
		else
			oai_write_header(c, &records[i]);
	}
	*written_r = i;
	return (err);
}

static vt_err
oai_list_page(struct oai_call *c, const struct oai_list *list)
{
	struct vt_record_query	 q = oai_list_query(list);
	struct vt_record	*records;
	size_t			 count, written;
	vt_err			 err;

	/* One more than the page: its presence decides on a token. */
	q.limit = 1 + oai_list_limit(c);
	if ((err = vt_catalog_records(c->catalog, c->arena, &q, &records, &count)) != VT_OK)
		return (err);
	if (count == 0) {
		/* What was left of the list has changed since: begin again. */
		oai_error_add(c, list->cursor > 0 ? OAI_BAD_TOKEN : OAI_NO_RECORDS_MATCH,
		    "nothing is left of this list; its records have changed meanwhile");
		return (VT_OK);
	}
	vt_xmlw_open(&c->x, oai_verb_name(c->verb));
	if ((err = oai_list_write_page(c, records, count, &written)) != VT_OK)
		return (err);
	err = oai_list_write_token(c, list, written < count ? &records[written - 1] : NULL,
	    (int64_t)written);
	vt_xmlw_close(&c->x);
	return (err);
}

vt_err
oai_list(struct oai_call *c)
{
	struct oai_list	list = { .verb = c->verb };
	vt_err		err = VT_OK;

	if (c->args[OAI_ARG_TOKEN].p != NULL)
		oai_list_resume(c, &list);
	else
		err = oai_list_begin(c, &list);
	if (err != VT_OK || c->error_count > 0)
		return (err);
	return (oai_list_page(c, &list));
}
