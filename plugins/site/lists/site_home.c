/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The home page: whose collections these are, what they hold, what is new.
 */
#include "site.h"

static vt_err
site_home_newest(struct site_call *c)
{
	struct vt_search	 q = { .kind = -1, .order = VT_ORDER_NEWEST,
				    .limit = (size_t)c->conf->newest };
	struct vt_object	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count;
	int64_t			 total;
	vt_err			 err;

	if ((err = vt_catalog_search(c->catalog, c->arena, &q, &list, &count, &total)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		vt_value_add(values, site_card(c, &list[i]));
	vt_value_set_bool(c->data, "has_newest", count > 0);
	vt_value_set(c->data, "newest", values);
	vt_value_set_int(c->data, "total", total);
	return (VT_OK);
}

vt_err
site_home(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK)
		return (err);
	vt_value_set_str(c.data, "title", site_name(&c));
	vt_value_set_str(c.data, "summary", vt_message(req, "home.lead"));
	vt_value_set_bool(c.data, "is_home", true);
	site_head(&c, VT_STR("/"));
	if ((err = site_list_institutions(&c)) != VT_OK ||
	    (err = site_list_collections(&c, 0)) != VT_OK || (err = site_home_newest(&c)) != VT_OK)
		return (err);
	return (vt_page(req, res, "home", c.data));
}
