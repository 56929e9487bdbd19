/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Search and browsing: words, an institution, a collection, a kind; pages by
 * plain links.
 */
#include "site.h"

/* What was asked for, to be asked again for other pages. */
struct site_query {
	struct vt_search	search;
	struct vt_str		kind, order;	/* as given */
	int64_t			page;
};

static const char *const site_orders[] = {
	[VT_ORDER_RELEVANCE] = "relevance",
	[VT_ORDER_TITLE] = "title",
	[VT_ORDER_DATE] = "date",
	[VT_ORDER_NEWEST] = "newest",
};

static vt_err
site_query_kind(struct site_query *q)
{
	if (q->kind.len == 0)
		return (VT_OK);
	for (int k = VT_KIND_TEXT; k <= VT_KIND_3D; k++)
		if (vt_str_eq_c(q->kind, vt_kind_name((enum vt_kind)k))) {
			q->search.kind = k;
			return (VT_OK);
		}
	return (vt_fail(VT_E_BADARG, "kind must be one of TEXT, IMAGE, SOUND, VIDEO, 3D"));
}

static vt_err
site_query_order(struct site_query *q)
{
	q->search.order = q->search.words.len > 0 ? VT_ORDER_RELEVANCE : VT_ORDER_TITLE;
	if (q->order.len == 0)
		return (VT_OK);
	for (int o = VT_ORDER_RELEVANCE; o <= VT_ORDER_NEWEST; o++)
		if (vt_str_eq_c(q->order, site_orders[o])) {
			q->search.order = (enum vt_order)o;
			return (VT_OK);
		}
	return (vt_fail(VT_E_BADARG, "order must be one of relevance, title, date, newest"));
}

static vt_err
site_query_read(struct site_call *c, struct site_query *q)
{
	struct vt_str	page;
	vt_err		err;

	*q = (struct site_query){ .search.kind = -1, .page = 1 };
	if (vt_request_arg(c->req, "q", &q->search.words))
		q->search.words = vt_str_trim(q->search.words);
	if (q->search.words.len > SITE_WORDS_MAX)
		return (vt_fail(VT_E_BADARG, "a search has at most %d bytes", SITE_WORDS_MAX));
	(void)vt_request_arg(c->req, "institution", &q->search.institution);
	(void)vt_request_arg(c->req, "collection", &q->search.collection);
	(void)vt_request_arg(c->req, "kind", &q->kind);
	(void)vt_request_arg(c->req, "order", &q->order);
	if ((err = site_query_kind(q)) != VT_OK || (err = site_query_order(q)) != VT_OK)
		return (err);
	if (vt_request_arg(c->req, "page", &page) &&
	    !vt_str_to_int(page, 1, SITE_PAGE_MAX, &q->page))
		return (vt_fail(VT_E_BADARG, "page must be a number from 1 to %d", SITE_PAGE_MAX));
	q->search.limit = (size_t)c->conf->results;
	q->search.offset = (size_t)(q->page - 1) * q->search.limit;
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
	site_query_put(&url, "q", q->search.words);
	site_query_put(&url, "institution", q->search.institution);
	site_query_put(&url, "collection", q->search.collection);
	site_query_put(&url, "kind", q->kind);
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

static vt_err
site_search_institution(struct site_call *c, struct vt_str code)
{
	struct vt_institution	institution;
	vt_err			err;

	if (code.len == 0)
		return (VT_OK);
	if ((err = vt_catalog_institution(c->catalog, c->arena, code, &institution)) != VT_OK)
		return (err);
	vt_value_set_str(c->data, "institution", institution.code);
	vt_value_set_str(c->data, "homepage", institution.url);
	site_label(c, c->data, "place", &institution.names, institution.code);
	return (VT_OK);
}

/* The collections within this one, as links. */
static vt_err
site_search_children(struct site_call *c, int64_t parent)
{
	struct vt_collection	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count, shown = 0;
	vt_err			 err;

	if ((err = vt_catalog_collections(c->catalog, c->arena, parent, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		if (list[i].object_count == 0)
			continue;
		shown++;
		site_label(c, v, "name", &list[i].names, list[i].spec);
		vt_value_set_str(v, "url", site_search_url(c, "collection", list[i].spec));
		vt_value_set_int(v, "count", list[i].object_count);
		vt_value_add(values, v);
	}
	vt_value_set(c->data, "children", values);
	vt_value_set_bool(c->data, "has_children", shown > 0);
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
	vt_value_set_str(c->data, "collection", collection.spec);
	site_label(c, c->data, "place", &collection.names, collection.spec);
	site_label(c, c->data, "description", &collection.descriptions, VT_STR_NONE);
	return (site_search_children(c, collection.rowid));
}

static void
site_search_kinds(struct site_call *c, const struct site_query *q)
{
	struct vt_value	*list = vt_value_list(c->arena);

	for (int k = VT_KIND_TEXT; k <= VT_KIND_3D; k++) {
		struct vt_value *v = vt_value_map(c->arena);

		vt_value_set_str(v, "kind", vt_str_of(vt_kind_name((enum vt_kind)k)));
		vt_value_set_bool(v, "is_chosen", q->search.kind == k);
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "kinds", list);
}

/* What may be chosen without words is not the best match. */
static void
site_search_orders(struct site_call *c, const struct site_query *q)
{
	struct vt_value	*list = vt_value_list(c->arena);

	for (int o = VT_ORDER_RELEVANCE; o <= VT_ORDER_NEWEST; o++) {
		struct vt_value *v = vt_value_map(c->arena);

		if (o == VT_ORDER_RELEVANCE && q->search.words.len == 0)
			continue;
		vt_value_set_str(v, "order", vt_str_of(site_orders[o]));
		vt_value_set_bool(v, "is_chosen", q->search.order == (enum vt_order)o);
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "orders", list);
}

static void
site_search_paging(struct site_call *c, const struct site_query *q, int64_t total)
{
	int64_t	last = (total + c->conf->results - 1) / c->conf->results;

	vt_value_set_int(c->data, "page", q->page);
	vt_value_set_int(c->data, "last_page", last);
	vt_value_set_bool(c->data, "has_paging", last > 1);
	vt_value_set_str(c->data, "previous_url", q->page > 1 ?
	    site_query_url(c, q, q->page - 1) : VT_STR_NONE);
	vt_value_set_str(c->data, "next_url", q->page < last ?
	    site_query_url(c, q, q->page + 1) : VT_STR_NONE);
}

static vt_err
site_search_results(struct site_call *c, const struct site_query *q)
{
	struct vt_object	*list;
	struct vt_value		*results = vt_value_list(c->arena);
	size_t			 count;
	int64_t			 total;
	vt_err			 err;

	if ((err = vt_catalog_search(c->catalog, c->arena, &q->search, &list, &count,
	    &total)) != VT_OK)
		return (err);
	if (count == 0 && q->page > 1)
		return (vt_fail(VT_E_NOTFOUND, "there is no page %lld of this search",
		    (long long)q->page));
	for (size_t i = 0; i < count; i++)
		vt_value_add(results, site_card(c, &list[i]));
	vt_value_set(c->data, "results", results);
	vt_value_set_int(c->data, "total", total);
	vt_value_set_bool(c->data, "has_results", count > 0);
	site_search_paging(c, q, total);
	return (VT_OK);
}

/* A search is no page to be found by another search; a collection is. */
static void
site_search_head(struct site_call *c, const struct site_query *q)
{
	bool	has_words = q->search.words.len > 0;

	vt_value_set_bool(c->data, "is_search", true);
	vt_value_set_bool(c->data, "is_passing", has_words);
	vt_value_set_str(c->data, "q", q->search.words);
	vt_value_set_str(c->data, "title", vt_message(c->req, has_words ? "site.search" :
	    "site.browse"));
	if (q->search.collection.len > 0 || q->search.institution.len > 0)
		vt_value_set_str(c->data, "everywhere_url", !has_words ?
		    vt_str_printf(c->arena, "%.*s/search", VT_STR_ARG(vt_request_prefix(c->req))) :
		    site_search_url(c, "q", q->search.words));
	site_head(c, site_query_path(c, q, q->page));
}

vt_err
site_search(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	struct site_query	q;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = site_query_read(&c, &q)) != VT_OK ||
	    (err = site_search_institution(&c, q.search.institution)) != VT_OK ||
	    (err = site_search_collection(&c, q.search.collection)) != VT_OK ||
	    (err = site_search_results(&c, &q)) != VT_OK)
		return (err);
	site_search_kinds(&c, &q);
	site_search_orders(&c, &q);
	site_search_head(&c, &q);
	return (vt_page(req, res, "search", c.data));
}
