/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The face for people: an answer opened in a browser is a page of our own with
 * links to what one may ask next.  It is made of the XML that a harvester would
 * get, so that nothing has two renderings; that XML is our own writer's, which is
 * why so small a reader does.
 *
 * A stylesheet of the XML itself would be the usual way, but XSLT is leaving the
 * browsers and CSS makes no links.  So the page is sent instead of the XML, and only
 * to who is surely a browser: it names both types of HTML and says that a person
 * navigates.  Harvesters that take anything, or "text/html" by habit (Java does),
 * get XML.
 */
#include "oai.h"

#define OAI_PAGE_PAYLOAD_MAX	(64 * 1024)	/* bytes of one record that are shown */

struct oai_pager {
	struct oai_call	*c;
	struct vt_buf	 out;
	struct vt_str	 rest;		/* of the XML */
	struct vt_str	 prefix;	/* metadataPrefix for links */
	bool		 is_open;	/* a <dl> is */
};

bool
oai_page_is_wanted(const struct vt_request *req)
{
	struct vt_str	accept = vt_request_header(req, "Accept");

	return (vt_str_eq_c(vt_request_method(req), "GET") &&
	    vt_str_eq_c(vt_request_path(req), "/oai") &&
	    vt_str_find(accept, VT_STR("text/html")) >= 0 &&
	    vt_str_find(accept, VT_STR("application/xhtml+xml")) >= 0 &&
	    (vt_str_eq_c(vt_request_header(req, "Upgrade-Insecure-Requests"), "1") ||
	    vt_str_eq_c(vt_request_header(req, "Sec-Fetch-Mode"), "navigate")));
}

/* --- small pieces -------------------------------------------------------------------- */

static void
oai_page_put(struct oai_pager *p, const char *html)
{
	vt_buf_str(&p->out, vt_str_of(html));
}

static struct vt_str
oai_page_message(struct oai_pager *p, struct vt_str name)
{
	struct vt_str	key = vt_str_printf(p->c->arena, "oai.element.%.*s", VT_STR_ARG(name));

	return (key.p != NULL ? vt_message(p->c->req, key.p) : name);
}

/* Lists of terms are opened where they are needed, and closed before anything that
 * is none. */
static void
oai_page_list(struct oai_pager *p, bool is_open)
{
	if (p->is_open != is_open)
		oai_page_put(p, is_open ? "<dl>\n" : "</dl>\n");
	p->is_open = is_open;
}

/* text is escaped as XML, and so as HTML. */
static void
oai_page_link(struct oai_pager *p, const char *verb, const char *argument, struct vt_str value,
    bool has_prefix)
{
	vt_buf_printf(&p->out, "<a href=\"?verb=%s", verb);
	if (has_prefix)
		vt_buf_printf(&p->out, "&amp;metadataPrefix=%.*s", VT_STR_ARG(p->prefix));
	vt_buf_printf(&p->out, "&amp;%s=%.*s\">", argument, VT_STR_ARG(value));
}

static void
oai_page_value(struct oai_pager *p, struct vt_str name, struct vt_str text)
{
	struct vt_str	of = p->c->args[OAI_ARG_IDENTIFIER];

	if (vt_str_eq_c(name, "identifier"))
		oai_page_link(p, "GetRecord", "identifier", text, true);
	else if (vt_str_eq_c(name, "setSpec"))
		oai_page_link(p, "ListIdentifiers", "set", text, true);
	else if (vt_str_eq_c(name, "metadataPrefix") && of.p != NULL) {
		oai_page_put(p, "<a href=\"?verb=GetRecord&amp;identifier=");
		vt_buf_percent(&p->out, of);
		vt_buf_printf(&p->out, "&amp;metadataPrefix=%.*s\">", VT_STR_ARG(text));
	}
	else if (vt_str_eq_c(name, "metadataPrefix"))
		oai_page_link(p, "ListRecords", "metadataPrefix", text, false);
	else {
		vt_buf_str(&p->out, text);
		return;
	}
	vt_buf_str(&p->out, text);
	oai_page_put(p, "</a>");
}

static void
oai_page_term(struct oai_pager *p, struct vt_str name, struct vt_str text)
{
	oai_page_list(p, true);
	oai_page_put(p, "<div><dt>");
	vt_buf_escape(&p->out, oai_page_message(p, name));
	oai_page_put(p, "</dt><dd>");
	oai_page_value(p, name, text);
	oai_page_put(p, "</dd></div>\n");
}

static struct vt_str
oai_page_attribute(struct oai_pager *p, struct vt_str tag, const char *name)
{
	struct vt_str	start = vt_str_printf(p->c->arena, " %s=\"", name), value;
	ptrdiff_t	at = vt_str_find(tag, start);

	if (at < 0)
		return (VT_STR(""));
	tag = vt_str_sub(tag, (size_t)at + start.len, tag.len);
	return (vt_str_next(&tag, '"', &value) ? value : VT_STR(""));
}

/* --- elements with a way of their own -------------------------------------------------- */

static void
oai_page_error(struct oai_pager *p, struct vt_str tag, struct vt_str text)
{
	oai_page_list(p, false);
	vt_buf_printf(&p->out, "<p class=\"fault\" lang=\"en\"><strong>%.*s</strong>: %.*s</p>\n",
	    VT_STR_ARG(oai_page_attribute(p, tag, "code")), VT_STR_ARG(text));
}

static void
oai_page_token(struct oai_pager *p, struct vt_str tag, struct vt_str token)
{
	struct vt_str	size = oai_page_attribute(p, tag, "completeListSize");
	struct vt_str	cursor = oai_page_attribute(p, tag, "cursor");
	int64_t		before;

	oai_page_list(p, false);
	oai_page_put(p, "<p class=\"paging\">");
	if (vt_str_to_int(cursor, 0, INT64_MAX - 1, &before)) {
		vt_buf_escape(&p->out, vt_message(p->c->req, "oai.place"));
		vt_buf_printf(&p->out, " %lld / %.*s ", (long long)before + 1, VT_STR_ARG(size));
	}
	if (token.len > 0) {
		vt_buf_printf(&p->out, "<a class=\"more\" href=\"?verb=%s&amp;resumptionToken=%.*s\">",
		    oai_verb_name(p->c->verb), VT_STR_ARG(token));
		vt_buf_escape(&p->out, vt_message(p->c->req, "site.next"));
		oai_page_put(p, "</a>");
	}
	oai_page_put(p, "</p>\n");
}

/* An element a line, for that is how people read it. */
static void
oai_page_lines(struct oai_pager *p, struct vt_str xml)
{
	ptrdiff_t	at;

	while ((at = vt_str_find(xml, VT_STR("><"))) >= 0) {
		vt_buf_escape(&p->out, vt_str_sub(xml, 0, (size_t)at + 1));
		vt_buf_char(&p->out, '\n');
		xml = vt_str_sub(xml, (size_t)at + 1, xml.len);
	}
	vt_buf_escape(&p->out, xml);
}

/* What stands in a container: others' elements, shown as they are. */
static void
oai_page_payload(struct oai_pager *p, struct vt_str name)
{
	struct vt_str	end = vt_str_printf(p->c->arena, "</%.*s>", VT_STR_ARG(name)), xml;
	ptrdiff_t	at = vt_str_find(p->rest, end);

	if (at < 0)
		return;
	xml = vt_str_sub(p->rest, 0, (size_t)at);
	p->rest = vt_str_sub(p->rest, (size_t)at + end.len, p->rest.len);
	oai_page_list(p, true);
	oai_page_put(p, "<div><dt>");
	vt_buf_escape(&p->out, oai_page_message(p, name));
	oai_page_put(p, "</dt><dd><pre tabindex=\"0\"><code>");
	oai_page_lines(p, vt_str_trim(vt_utf8_cut(xml, OAI_PAGE_PAYLOAD_MAX)));
	if (xml.len > OAI_PAGE_PAYLOAD_MAX)
		oai_page_put(p, "…");
	oai_page_put(p, "</code></pre></dd></div>\n");
}

/* --- the walk -------------------------------------------------------------------------- */

static bool
oai_page_is_one_of(struct vt_str name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (vt_str_eq_c(name, *list))
			return (true);
	return (false);
}

static struct vt_str
oai_page_name(struct vt_str tag)
{
	size_t	len = 0;

	while (len < tag.len && tag.p[len] != ' ' && tag.p[len] != '/')
		len++;
	return (vt_str_sub(tag, 0, len));
}

/* An element that holds text alone, its start tag read; is_empty: <name/>. */
static void
oai_page_leaf(struct oai_pager *p, struct vt_str tag, bool is_empty)
{
	struct vt_str	text = VT_STR(""), name = oai_page_name(tag), end;

	if (!is_empty) {
		(void)vt_str_next(&p->rest, '<', &text);
		(void)vt_str_next(&p->rest, '>', &end);
	}
	if (vt_str_eq_c(name, "error"))
		oai_page_error(p, tag, text);
	else if (vt_str_eq_c(name, "resumptionToken"))
		oai_page_token(p, tag, text);
	else
		oai_page_term(p, name, text);
}

static void
oai_page_tag(struct oai_pager *p, struct vt_str tag)
{
	static const char *const	items[] = { "record", "set", "metadataFormat", NULL };
	static const char *const	foreign[] = { "metadata", "description", "setDescription",
					    "about", NULL };
	static const char *const	groups[] = { "OAI-PMH", "Identify", "ListMetadataFormats",
					    "ListSets", "ListIdentifiers", "ListRecords",
					    "GetRecord", NULL };
	bool				is_empty = vt_str_ends(tag, VT_STR("/"));
	struct vt_str			name = oai_page_name(tag);
	bool				is_item = oai_page_is_one_of(name, items);

	if (tag.len == 0 || tag.p[0] == '?' || tag.p[0] == '/')
		return;
	if (is_item || (vt_str_eq_c(name, "header") && p->c->verb == OAI_LIST_IDENTIFIERS))
		oai_page_list(p, false);
	if (vt_str_eq_c(name, "header") && vt_str_find(tag, VT_STR("deleted")) >= 0)
		oai_page_term(p, VT_STR("status"), VT_STR("deleted"));
	if (is_item || vt_str_eq_c(name, "header") || oai_page_is_one_of(name, groups))
		return;
	if (oai_page_is_one_of(name, foreign))
		oai_page_payload(p, name);
	else
		oai_page_leaf(p, tag, is_empty);
}

static void
oai_page_walk(struct oai_pager *p)
{
	struct vt_str	before, tag;

	while (vt_str_next(&p->rest, '<', &before) && vt_str_next(&p->rest, '>', &tag))
		oai_page_tag(p, tag);
	oai_page_list(p, false);
}

/* --- the page ---------------------------------------------------------------------------- */

/* The arguments of a link to that verb; of GetRecord those of some record, where there
 * is one. */
static struct vt_str
oai_page_arguments(struct oai_pager *p, enum oai_verb verb)
{
	struct vt_str	prefix, local;

	if (verb == OAI_LIST_IDENTIFIERS || verb == OAI_LIST_RECORDS)
		return (VT_STR("&metadataPrefix=oai_dc"));
	if (verb != OAI_GET_RECORD || oai_sample(p->c, &prefix, &local) != VT_OK || local.len == 0)
		return (VT_STR(""));
	return (vt_str_printf(p->c->arena, "&metadataPrefix=%.*s&identifier=%.*s%.*s",
	    VT_STR_ARG(prefix), VT_STR_ARG(p->c->state->identifier_start), VT_STR_ARG(local)));
}

static struct vt_value *
oai_page_verbs(struct oai_pager *p)
{
	struct vt_value	*list = vt_value_list(p->c->arena), *one;

	for (int v = 0; v < OAI_VERB_COUNT; v++) {
		struct vt_str more = oai_page_arguments(p, (enum oai_verb)v);

		if (v == OAI_GET_RECORD && more.len == 0)
			continue;
		one = vt_value_map(p->c->arena);
		vt_value_set_str(one, "name", vt_str_of(oai_verb_name((enum oai_verb)v)));
		vt_value_set_str(one, "url", vt_str_printf(p->c->arena, "%.*s/oai?verb=%s%.*s",
		    VT_STR_ARG(vt_request_prefix(p->c->req)), oai_verb_name((enum oai_verb)v),
		    VT_STR_ARG(more)));
		vt_value_set_bool(one, "is_current", p->c->has_verb && (int)p->c->verb == v);
		vt_value_add(list, one);
	}
	return (list);
}

vt_err
oai_page(struct oai_call *c, struct vt_response *res, struct vt_str xml)
{
	struct vt_str		prefix = c->args[OAI_ARG_PREFIX], query = vt_request_query(c->req);
	struct oai_pager	p = { .c = c, .rest = xml, .prefix = VT_STR("oai_dc") };
	struct vt_value		*data = vt_value_map(c->arena);
	vt_err			 err;

	if (oai_is_prefix(c->told.list.prefix))
		p.prefix = c->told.list.prefix;
	else if (oai_is_prefix(prefix))
		p.prefix = prefix;
	vt_buf_init(&p.out, 0);
	oai_page_walk(&p);
	if ((err = vt_buf_error(&p.out)) == VT_OK) {
		vt_value_set_html(data, "answer", vt_buf_get(&p.out));
		vt_value_set_str(data, "title", vt_message(c->req, "oai.heading"));
		vt_value_set(data, "verbs", oai_page_verbs(&p));
		vt_value_set_bool(data, "is_passing", true);
		vt_value_set_str(data, "xml_url", vt_str_printf(c->arena, "/oai/xml?%.*s",
		    VT_STR_ARG(query.len > 0 ? query : VT_STR("verb=Identify"))));
		err = vt_page(c->req, res, "oai", data);
	}
	vt_buf_fini(&p.out);
	return (err);
}
