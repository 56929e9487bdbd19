/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verbs that give records: ListRecords (4.5), ListIdentifiers (4.3),
 * GetRecord (4.1), and the flow of lists (3.5).  Pages follow the key
 * (datestamp, rowid), so a page costs the same at any depth.
 */
#include <stdio.h>

#include "oai.h"

#define OAI_PAGE_MEMORY	(8 * 1024 * 1024)	/* bytes for the headers of a page */
/* Of pages for people. */
#define OAI_SHOWN_RECORDS	20
#define OAI_SHOWN_IDENTIFIERS	100

struct vt_str
oai_local_identifier(const struct oai_state *s, struct vt_str identifier)
{
	if (!vt_str_starts(identifier, s->identifier_start))
		return (VT_STR_NONE);
	return (vt_str_sub(identifier, s->identifier_start.len, identifier.len));
}

/* Lists are mostly headers, so these are put together without the writer: nothing
 * in them needs escaping (identifiers and specs are of letters that the catalogue
 * has checked), and the day of many is the same. */
static void
oai_write_stamp(struct oai_call *c, struct vt_buf *out, int64_t t)
{
	int64_t	day = t / 86400, rest = t % 86400;
	char	clock[] = "T00:00:00Z";
	int	parts[] = { (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60) };

	if (day != c->stamp_day || c->stamp_date[0] == '\0') {
		(void)vt_time_date(t, c->stamp_date);
		c->stamp_day = day;
	}
	for (size_t i = 0; i < 3; i++) {
		clock[1 + 3 * i] = (char)('0' + parts[i] / 10);
		clock[2 + 3 * i] = (char)('0' + parts[i] % 10);
	}
	vt_buf_str(out, vt_str_of(c->stamp_date));
	vt_buf_put(out, clock, sizeof(clock) - 1);
}

static void
oai_write_header(struct oai_call *c, const struct vt_record *r)
{
	struct vt_buf	*out = c->x.out;

	/* Ends the tag that may be open, and is not empty. */
	vt_xmlw_raw(&c->x, r->is_deleted ? VT_STR("<header status=\"deleted\"><identifier>") :
	    VT_STR("<header><identifier>"));
	vt_buf_str(out, c->state->identifier_start);
	vt_buf_str(out, r->identifier);
	vt_buf_str(out, VT_STR("</identifier><datestamp>"));
	oai_write_stamp(c, out, r->datestamp);
	vt_buf_str(out, VT_STR("</datestamp>"));
	for (size_t i = 0; i < r->set_count; i++) {
		vt_buf_str(out, VT_STR("<setSpec>"));
		vt_buf_str(out, r->sets[i]);
		vt_buf_str(out, VT_STR("</setSpec>"));
	}
	vt_buf_str(out, VT_STR("</header>"));
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
		vt_buf_str(c->x.out, c->state->about);
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
		oai_error_add(c, OAI_ID_DOES_NOT_EXIST, "no item has this identifier; "
		    "ListIdentifiers gives those there are");
	else if (err == VT_E_UNSUPPORTED)
		oai_error_add(c, OAI_CANNOT_DISSEMINATE,
		    "this item has no record with this metadataPrefix; ListMetadataFormats with its "
		    "identifier gives those it has");
	else if (err != VT_OK)
		return (err);
	if (c->error_count > 0)
		return (VT_OK);
	c->told.deleted = record.is_deleted;
	c->told.record = oai_log_key(oai_log_key(OAI_LOG_KEY_FIRST, local),
	    c->args[OAI_ARG_PREFIX]) ^ (uint64_t)record.datestamp;
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
	oai_error_add(c, OAI_CANNOT_DISSEMINATE, "this repository has no such metadataPrefix; "
	    "ListMetadataFormats gives those it has");
	return (VT_OK);
}

static struct vt_record_query
oai_list_query(const struct oai_list *list)
{
	return ((struct vt_record_query){ .format = list->prefix, .set = list->set,
	    .from = list->from, .until = list->until, .after_datestamp = list->after_datestamp,
	    .after_rowid = list->after_rowid });
}

static int64_t
oai_list_until(const struct oai_call *c, int64_t asked)
{
	return (asked < c->now ? asked : c->now);
}

/* Who asks for a set that is not there has taken no list: for the log it is an error. */
static vt_err
oai_list_no_set(struct oai_call *c)
{
	struct vt_str	 set = c->args[OAI_ARG_SET];
	struct vt_set	*sets;
	size_t		 count;
	vt_err		 err = vt_catalog_sets(c->catalog, c->arena, &sets, &count);

	if (err != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (vt_str_eq(sets[i].spec, set))
			return (VT_OK);
	c->told = (struct oai_told){ .is_no_set = true };
	if (count == 0)
		oai_error_add(c, OAI_NO_SETS, "this repository has no sets yet");
	else
		oai_error_add(c, OAI_NO_RECORDS_MATCH, "there is no set '%.*s'; ListSets gives those "
		    "there are", VT_STR_ARG(vt_str_sub(set, 0, 100)));
	return (VT_OK);
}

/* No such records, no such set, or no sets at all. */
static vt_err
oai_list_nothing(struct oai_call *c)
{
	vt_err	err = c->args[OAI_ARG_SET].p != NULL ? oai_list_no_set(c) : VT_OK;

	if (err == VT_OK && c->error_count == 0)
		oai_error_add(c, OAI_NO_RECORDS_MATCH, "no record matches these arguments");
	return (err);
}

/* For the log.  What was frozen at the horizon is known only up to the second before:
 * more of that second may be committed later. */
static void
oai_list_tell(struct oai_call *c, const struct oai_list *list, const struct vt_record *records,
    size_t count, bool is_last)
{
	c->told = (struct oai_told){ .is_list = true, .list = *list, .records = (int64_t)count,
	    .is_last = is_last };
	if (list->asked_until > list->until)
		c->told.list.until--;
	for (size_t i = 0; i < count; i++)
		c->told.deleted += records[i].is_deleted;
}

/* A first page: until is frozen, so that what changes meanwhile stays out of
 * the window and is found by the next harvest. */
static vt_err
oai_list_begin(struct oai_call *c, struct oai_list *list_r)
{
	struct oai_list		list = { .verb = c->verb, .prefix = c->args[OAI_ARG_PREFIX],
				    .set = c->args[OAI_ARG_SET], .from = c->from,
				    .asked_until = c->until, .until = oai_list_until(c, c->until) };
	struct vt_record_query	q = oai_list_query(&list);
	vt_err			err;

	if ((err = oai_list_check_prefix(c, list.prefix)) != VT_OK || c->error_count > 0)
		return (err);
	if ((err = vt_catalog_record_count(c->catalog, &q, &list.size)) != VT_OK)
		return (err);
	*list_r = list;
	oai_list_tell(c, &list, NULL, 0, true);
	return (list.size == 0 ? oai_list_nothing(c) : VT_OK);
}

static void
oai_list_resume(struct oai_call *c, struct oai_list *list_r)
{
	if (!oai_token_read(c->arena, c->state->key, c->args[OAI_ARG_TOKEN], list_r))
		oai_error_add(c, OAI_BAD_TOKEN, "this token was not given out here, or was altered; "
		    "begin the list again");
	else if (list_r->verb != c->verb)
		oai_error_add(c, OAI_BAD_TOKEN, "this token belongs to another verb; begin this list "
		    "from its beginning");
	else if (list_r->issued + c->state->conf->token_ttl < vt_time_now())
		oai_error_add(c, OAI_BAD_TOKEN, "this token has expired; begin the list again");
}

/* More to come: a token; the end of a resumed list: an empty one; a list that
 * was complete at once: none.  How long it is good goes by the clock: the horizon
 * stands still while a batch is open, and after one that was killed. */
static vt_err
oai_list_write_token(struct oai_call *c, const struct oai_list *list, const struct vt_record *last,
    int64_t written)
{
	struct oai_list	next = *list;
	struct vt_str	text = VT_STR("");
	char		stamp[VT_TIME_MAX];
	vt_err		err;

	next.issued = vt_time_now();
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
	    vt_str_of(vt_time_iso(next.issued + c->state->conf->token_ttl, stamp)));
	vt_xmlw_attr_int(&c->x, "completeListSize", list->size);
	vt_xmlw_attr_int(&c->x, "cursor", list->cursor);
	vt_xmlw_text(&c->x, text);
	vt_xmlw_close(&c->x);
	return (VT_OK);
}

static size_t
oai_list_shown(const struct oai_call *c)
{
	return (c->verb == OAI_LIST_RECORDS ? OAI_SHOWN_RECORDS : OAI_SHOWN_IDENTIFIERS);
}

/* The records of one page and one more, whose presence decides on a token:
 * fewer when the memory of a page does not hold that many, so that a list comes
 * to its end whatever is in it. */
static vt_err
oai_list_read_some(struct oai_call *c, struct vt_record_query *q, struct vt_arena **page_r,
    struct vt_record **records_r, size_t *count_r)
{
	const struct oai_conf	*conf = c->state->conf;
	vt_err			 err;

	q->limit = 1 + (c->is_page ? oai_list_shown(c) : (size_t)(c->verb == OAI_LIST_RECORDS ?
	    conf->page_records : conf->page_identifiers));
	for (;;) {
		*page_r = vt_arena_new(OAI_PAGE_MEMORY);
		err = vt_catalog_records(c->catalog, *page_r, q, records_r, count_r);
		if (err != VT_E_LIMIT || q->limit <= 2)
			return (err);
		vt_arena_free(page_r);
		q->limit = q->limit / 2 + 1;
	}
}

/* What was left of a list may all have changed since, and so have left its
 * window: the window moves on, for a list that ends with an error is begun again
 * from its beginning. */
static vt_err
oai_list_read(struct oai_call *c, struct oai_list *list, struct vt_record_query *q,
    struct vt_arena **page_r, struct vt_record **records_r, size_t *count_r)
{
	int64_t	until = oai_list_until(c, list->asked_until);
	vt_err	err;

	*q = oai_list_query(list);
	err = oai_list_read_some(c, q, page_r, records_r, count_r);
	if (err != VT_OK || *count_r > 0 || list->until >= until)
		return (err);
	vt_arena_free(page_r);
	list->until = q->until = until;
	return (oai_list_read_some(c, q, page_r, records_r, count_r));
}

/* Writes up to limit of the records, fewer when the page grows over its bytes;
 * always one. */
static vt_err
oai_list_write_page(struct oai_call *c, const struct vt_record *records, size_t limit,
    size_t *written_r)
{
	size_t	i;
	vt_err	err = VT_OK;

	for (i = 0; i < limit && err == VT_OK; i++) {
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
oai_list_write(struct oai_call *c, const struct oai_list *list, const struct vt_record *records,
    size_t count, size_t limit)
{
	size_t	written;
	vt_err	err;

	if (count == 0) {
		oai_error_add(c, OAI_NO_RECORDS_MATCH,
		    "nothing is left of this list: its last records have changed meanwhile");
		return (VT_OK);
	}
	vt_xmlw_open(&c->x, oai_verb_name(c->verb));
	if ((err = oai_list_write_page(c, records, count < limit ? count : limit,
	    &written)) != VT_OK)
		return (err);
	oai_list_tell(c, list, records, written, written == count);
	err = oai_list_write_token(c, list, written < count ? &records[written - 1] : NULL,
	    (int64_t)written);
	vt_xmlw_close(&c->x);
	return (err);
}

static vt_err
oai_list_page(struct oai_call *c, struct oai_list *list)
{
	struct vt_record_query	 q;
	struct vt_arena		*page;
	struct vt_record	*records;
	size_t			 count;
	vt_err			 err;

	if ((err = oai_list_read(c, list, &q, &page, &records, &count)) == VT_OK)
		err = oai_list_write(c, list, records, count, q.limit - 1);
	vt_arena_free(&page);
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
