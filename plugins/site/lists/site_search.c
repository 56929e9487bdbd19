/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Search and browsing: words and what narrows them down; each page and each
 * narrowing a plain link.
 */
#include "site.h"

const char *const site_facet_names[VT_FACETS] = {
	[VT_FACET_INSTITUTION] = "institution", [VT_FACET_COLLECTION] = "collection",
	[VT_FACET_KIND] = "kind", [VT_FACET_PERIOD] = "period", [VT_FACET_PLACE] = "place",
	[VT_FACET_RIGHTS] = "rights",
};

static const char *const site_orders[] = {
	[VT_ORDER_RELEVANCE] = "relevance",
	[VT_ORDER_TITLE] = "title",
	[VT_ORDER_DATE] = "date",
	[VT_ORDER_NEWEST] = "newest",
};

static vt_err
site_query_kind(const struct site_query *q)
{
	struct vt_str	kind = q->find.chosen[VT_FACET_KIND];

	if (kind.len == 0)
		return (VT_OK);
	for (int k = VT_KIND_TEXT; k <= VT_KIND_3D; k++)
		if (vt_str_eq_c(kind, vt_kind_name((enum vt_kind)k)))
			return (VT_OK);
	return (vt_fail(VT_E_BADARG, "kind must be one of TEXT, IMAGE, SOUND, VIDEO, 3D"));
}

static vt_err
site_query_period(struct site_call *c, struct site_query *q)
{
	struct vt_str	*period = &q->find.chosen[VT_FACET_PERIOD];
	int64_t		 from, to;

	if (period->len == 0)
		return (VT_OK);
	if (site_facet_span(*period, &from, &to)) {
		*period = site_period_key(c->arena, from, to);
		return (VT_OK);
	}
	return (vt_fail(VT_E_BADARG, "period must be two years with a hyphen between them, such as "
	    "1900-1999"));
}

static vt_err
site_query_order(struct site_query *q)
{
	q->find.order = q->find.words.len > 0 ? VT_ORDER_RELEVANCE : VT_ORDER_TITLE;
	if (q->order.len == 0)
		return (VT_OK);
	for (int o = VT_ORDER_RELEVANCE; o <= VT_ORDER_NEWEST; o++)
		if (vt_str_eq_c(q->order, site_orders[o])) {
			q->find.order = (enum vt_order)o;
			return (VT_OK);
		}
	return (vt_fail(VT_E_BADARG, "order must be one of relevance, title, date, newest"));
}

static vt_err
site_query_read(struct site_call *c, struct site_query *q)
{
	struct vt_str	page;
	vt_err		err;

	*q = (struct site_query){ .page = 1 };
	if (vt_request_arg(c->req, "q", &q->find.words))
		q->find.words = vt_str_trim(q->find.words);
	if (q->find.words.len > SITE_WORDS_MAX)
		return (vt_fail(VT_E_BADARG, "a search has at most %d bytes", SITE_WORDS_MAX));
	for (int f = 0; f < VT_FACETS; f++)
		(void)vt_request_arg(c->req, site_facet_names[f], &q->find.chosen[f]);
	(void)vt_request_arg(c->req, "order", &q->order);
	site_years_read(c, q);
	if ((err = site_query_kind(q)) != VT_OK || (err = site_query_period(c, q)) != VT_OK ||
	    (err = site_query_order(q)) != VT_OK)
		return (err);
	if (vt_request_arg(c->req, "page", &page) &&
	    !vt_str_to_int(page, 1, SITE_PAGE_MAX, &q->page))
		return (vt_fail(VT_E_BADARG, "page must be a number from 1 to %d", SITE_PAGE_MAX));
	q->find.limit = (size_t)c->conf->results;
	q->find.offset = (size_t)(q->page - 1) * q->find.limit;
	q->find.value_limit = (size_t)c->conf->facet_values;
	return (VT_OK);
}

static void
site_query_put(struct vt_buf *url, const char *name, struct vt_str value)
{
	if (value.len == 0)
		return;
	vt_buf_printf(url, "%s%s=", url->len > 0 && strchr(url->p, '?') != NULL ? "&" : "?", name);
	vt_buf_percent(url, value);
}

/* The same search on another page. */
static struct vt_str
site_query_path(struct site_call *c, const struct site_query *q, int64_t page)
{
	struct vt_buf	url;
	struct vt_str	copy;

	vt_buf_init(&url, 0);
	vt_buf_str(&url, VT_STR("/search"));
	site_query_put(&url, "q", q->find.words);
	for (int f = 0; f < VT_FACETS; f++)
		site_query_put(&url, site_facet_names[f], q->find.chosen[f]);
	site_query_put(&url, "order", q->order);
	if (page > 1)
		site_query_put(&url, "page", vt_str_printf(c->arena, "%lld", (long long)page));
	copy = vt_str_dup(c->arena, vt_buf_get(&url));
	vt_buf_fini(&url);
	return (copy);
}

static struct vt_str
site_query_url(struct site_call *c, const struct site_query *q, int64_t page)
{
	return (vt_str_printf(c->arena, "%.*s%.*s", VT_STR_ARG(vt_request_prefix(c->req)),
	    VT_STR_ARG(site_query_path(c, q, page))));
}

struct vt_str
site_query_with(struct site_call *c, const struct site_query *q, enum vt_facet facet,
    struct vt_str value)
{
	struct site_query	other = *q;

	other.find.chosen[facet] = value;
	return (site_query_url(c, &other, 1));
}

static vt_err
site_search_institution(struct site_call *c, struct vt_str code)
{
	struct vt_institution	institution;
	vt_err			err;

	if (code.len == 0)
		return (VT_OK);
	if ((err = vt_catalog_institution(c->catalog, c->arena, code, &institution)) != VT_OK)
		return (err);
	vt_value_set_str(c->data, "homepage", institution.url);
	site_label(c, c->data, "place", &institution.names, institution.code);
	return (VT_OK);
}

static vt_err
site_search_collection(struct site_call *c, struct vt_str spec)
{
	struct vt_collection	collection;
	vt_err			err;

	if (spec.len == 0)
		return (VT_OK);
	if ((err = vt_catalog_collection(c->catalog, c->arena, spec, &collection)) != VT_OK)
		return (err);
	site_label(c, c->data, "place", &collection.names, collection.spec);
	site_label(c, c->data, "description", &collection.descriptions, VT_STR_NONE);
	return (VT_OK);
}

/* What the search box keeps when other words are typed. */
static void
site_search_kept(struct site_call *c, const struct site_query *q)
{
	struct vt_value	*list = vt_value_list(c->arena);

	for (int f = 0; f < VT_FACETS; f++) {
		struct vt_value	*v;

		if (q->find.chosen[f].len == 0)
			continue;
		v = vt_value_map(c->arena);
		vt_value_set_str(v, "name", vt_str_of(site_facet_names[f]));
		vt_value_set_str(v, "value", q->find.chosen[f]);
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "kept", list);
}

/* What may be chosen without words is not the best match. */
static void
site_search_orders(struct site_call *c, const struct site_query *q)
{
	struct vt_value	*list = vt_value_list(c->arena);

	for (int o = VT_ORDER_RELEVANCE; o <= VT_ORDER_NEWEST; o++) {
		struct vt_value *v = vt_value_map(c->arena);

		if (o == VT_ORDER_RELEVANCE && q->find.words.len == 0)
			continue;
		vt_value_set_str(v, "order", vt_str_of(site_orders[o]));
		vt_value_set_bool(v, "is_chosen", q->find.order == (enum vt_order)o);
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "orders", list);
}

struct vt_str
site_search_remark(struct site_call *c, struct vt_str words)
{
	static const char *const keys[] = {
		[VT_REMARK_QUOTE] = "search.remark_quote", [VT_REMARK_PLAIN] = "search.remark_plain"
	};
	enum vt_search_remark	remark = vt_search_remark(words);

	return (remark == VT_REMARK_NONE ? VT_STR_NONE : vt_message(c->req, keys[remark]));
}

static void
site_search_paging(struct site_call *c, const struct site_query *q)
{
	int64_t	last = q->last_page;

	/* Behind the last page there is nothing, but a way back. */
	if (q->page > last && q->page > 1) {
		vt_value_set_bool(c->data, "is_past_end", true);
		vt_value_set_str(c->data, "last_url", site_query_url(c, q, last));
		vt_response_status(c->res, 404);
	}
	vt_value_set_int(c->data, "page", q->page);
	vt_value_set_int(c->data, "last_page", last);
	vt_value_set_bool(c->data, "has_paging", last > 1 && q->page <= last);
	vt_value_set_str(c->data, "previous_url", q->page > 1 ?
	    site_query_url(c, q, q->page - 1) : VT_STR_NONE);
	vt_value_set_str(c->data, "next_url", q->page < last ?
	    site_query_url(c, q, q->page + 1) : VT_STR_NONE);
}

/* What may have been meant, where nothing was found; without it the page is whole, too. */
static void
site_search_suggest(struct site_call *c, const struct site_query *q)
{
	struct site_query	other = *q;

	if (q->find.words.len == 0 || q->page != 1 || vt_catalog_suggest(c->catalog, c->arena,
	    &q->find, &other.find.words) != VT_OK || other.find.words.len > SITE_WORDS_MAX) {
		vt_fail_clear();
		return;
	}
	vt_value_set_str(c->data, "suggested", other.find.words);
	vt_value_set_str(c->data, "suggested_url", site_query_url(c, &other, 1));
}

static vt_err
site_search_results(struct site_call *c, struct site_query *q)
{
	struct vt_value	*results = vt_value_list(c->arena);
	struct vt_find_result	 found;
	vt_err		 err;

	if ((err = vt_catalog_find(c->catalog, c->arena, &q->find, &found)) != VT_OK)
		return (err);
	q->is_empty = found.count == 0;
	if (found.total == 0)
		site_search_suggest(c, q);
	q->last_page = (found.total + c->conf->results - 1) / c->conf->results;
	if (q->last_page == 0)
		q->last_page = 1;
	for (size_t i = 0; i < found.count; i++)
		vt_value_add(results, site_card(c, &found.objects[i]));
	vt_value_set(c->data, "results", results);
	vt_value_set_int(c->data, "total", found.total);
	vt_value_set_bool(c->data, "has_results", found.count > 0);
	vt_value_set_str(c->data, "remark", site_search_remark(c, q->find.words));
	site_years_tell(c, q);
	site_search_paging(c, q);
	site_facets(c, q, &found);
	return (VT_OK);
}

/* One narrowing that is offered is, alone, a page to be found by other searches; a whole
 * question is none, and nothing is what finds nothing, such as a value that a stranger made
 * up. */
static bool
site_search_is_passing(const struct site_query *q)
{
	struct vt_str	period = q->find.chosen[VT_FACET_PERIOD];
	int		chosen = 0;

	for (int f = 0; f < VT_FACETS; f++)
		chosen += q->find.chosen[f].len > 0;
	return (q->find.words.len > 0 || chosen > 1 || q->is_empty ||
	    (period.len > 0 && !site_facet_is_offered_period(period)));
}

static void
site_search_head(struct site_call *c, const struct site_query *q)
{
	bool	has_words = q->find.words.len > 0;

	vt_value_set_bool(c->data, "is_search", true);
	vt_value_set_bool(c->data, "is_passing", site_search_is_passing(q));
	vt_value_set_str(c->data, "q", q->find.words);
	vt_value_set_str(c->data, "title", vt_message(c->req, has_words ? "site.search" :
	    "site.browse"));
	if (q->find.chosen[VT_FACET_COLLECTION].len > 0 ||
	    q->find.chosen[VT_FACET_INSTITUTION].len > 0)
		vt_value_set_str(c->data, "everywhere_url", !has_words ?
		    vt_str_printf(c->arena, "%.*s/search", VT_STR_ARG(vt_request_prefix(c->req))) :
		    site_search_url(c, "q", q->find.words));
	site_head(c, q->is_empty ? VT_STR("/search") : site_query_path(c, q, q->page));
}

vt_err
site_search(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	struct site_query	q;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = site_query_read(&c, &q)) != VT_OK ||
	    (err = site_search_institution(&c, q.find.chosen[VT_FACET_INSTITUTION])) != VT_OK ||
	    (err = site_search_collection(&c, q.find.chosen[VT_FACET_COLLECTION])) != VT_OK ||
	    (err = site_search_results(&c, &q)) != VT_OK)
		return (err);
	site_search_kept(&c, &q);
	site_search_orders(&c, &q);
	site_search_head(&c, &q);
	return (vt_page(req, res, "search", c.data));
}
